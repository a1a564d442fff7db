"""Replacing: how a table of somebody's own rules falls short of the shipped one, which it replaces whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class Place(NamedTuple):
    """A key of a rule file; `nth` is set for one of its entries (from 0), and `inner` is a key inside that."""

    key: str
    nth: int | None = None
    inner: str = ""


Table = Mapping[str, Any]
_FREE = ("technique",)  # entries whose keys technique_table.py checks: it knows which may be left out


def lacking(own: Table, shipped: Table) -> list[str]:
    """The sections (tables, and lists of them) that only the shipped table has; other keys some stages do without."""
    return [
        section
        for section, value in shipped.items()
        if section not in own and (isinstance(value, Mapping) or _is_entries(value))
    ]


def faults(own: Table, shipped: Table) -> Iterator[tuple[Place, str]]:
    """(where, what is wrong): what is of another kind than shipped, and keys of entries that lack or nobody reads."""
    for section, value in shipped.items():
        if section not in own:
            continue
        mine = own[section]
        if not _fits(mine, {kind_of(value)}):
            yield Place(section), f"{section!r} is {kind_of(mine)}, where the shipped file has {kind_of(value)}"
        elif isinstance(value, Mapping):
            yield from _map_faults(section, mine, value)
        elif _is_entries(value):
            yield from _entry_faults(section, mine, value)


def unread(own: Table, shipped: Table) -> Iterator[tuple[Place, str]]:
    """(where, what is wrong): keys that only the shipped table has, of a table of which every key is asked for."""
    remedy = "copy it from the shipped file"
    for section, value in shipped.items():
        if section not in own:
            yield Place(section), f"no {section!r}; {remedy}"
        elif isinstance(value, Mapping) and isinstance(own[section], Mapping):
            yield from (
                (Place(section), f"[{section}] has no {key!r}; {remedy}") for key in value if key not in own[section]
            )


def named(entry: Table) -> str:
    """What an entry is called: its first text."""
    return next((repr(value) for value in entry.values() if isinstance(value, str)), "without a name")


def kind_of(value: object) -> str:
    """The kind of a value, in words."""
    if isinstance(value, list):
        kinds = sorted({kind_of(item) for item in value})
        return f"a list of {kinds[0]}" if len(kinds) == 1 else "a list"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, bool):
        return "true or false"
    return "a number" if isinstance(value, int | float) else "text" if isinstance(value, str) else "a date"


def _is_entries(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, Mapping) for entry in value)


def _fits(value: object, kinds: set[str]) -> bool:
    """Whether a value is of one of some kinds; an empty list is of every kind of list, and so is a mixed one."""
    kind = kind_of(value)
    if kind in kinds:
        return True
    lists = any(one.startswith("a list") for one in kinds)
    return lists and (value == [] or (kind.startswith("a list") and "a list" in kinds))


def _map_faults(section: str, own: Table, shipped: Table) -> Iterator[tuple[Place, str]]:
    every = {kind_of(value) for value in shipped.values()}
    for key, value in own.items():
        kinds = {kind_of(shipped[key])} if key in shipped else every
        if kinds and not _fits(value, kinds):
            yield Place(key), f"[{section}] {key} is {kind_of(value)}, where the shipped file has {_either(kinds)}"


def _entry_faults(section: str, own: list[Table], shipped: list[Table]) -> Iterator[tuple[Place, str]]:
    needed = [key for key in shipped[0] if all(key in entry for entry in shipped)] if section not in _FREE else []
    kinds: dict[str, set[str]] = {}
    for entry in shipped:
        for key, value in entry.items():
            kinds.setdefault(key, set()).add(kind_of(value))
    for nth, entry in enumerate(own):
        for key in needed:
            if key not in entry:
                yield Place(section, nth), f"{section} {named(entry)} has no key {key!r}; every {section} needs one"
        for key, value in entry.items():
            if key in kinds and not _fits(value, kinds[key]):
                message = f"{section} {named(entry)}: {key} is {kind_of(value)}, not {_either(kinds[key])}"
                yield Place(section, nth, key), message
            elif key not in kinds and section not in _FREE:  # nobody would read it
                message = f"{section} {named(entry)}: unknown key {key!r}; known are {', '.join(sorted(kinds))}"
                yield Place(section, nth, key), message


def _either(kinds: set[str]) -> str:
    return " or ".join(sorted(kinds))
