"""What may have been meant where nothing fits: values of a filter that no claim has, and those nearest to them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from extractor.ask.filters import FILTERS, Filter, conditions, values_of
from extractor.ask.query import LIST_COLUMNS, Database
from extractor.table.schema import HARDWARE

_SHOWN = 3
_LIKE = 0.7
_MATCHED = ("id", "ids", "names", "baseline", "part", "paper")
_NAMED = ("id", "ids", "names", "baseline")  # values of the others are parts of texts: none is near


def hints(database: Database, filters: Mapping[str, Any]) -> list[str]:
    """A line for each value that no claim has; if each has some, that they do not go together.

    That no paper has a date stands before them, if a year is asked for.
    """
    if not database.table(f"select 1 as one from claims where metric <> '{HARDWARE}' limit 1").num_rows:
        return ["the table holds no claims"]
    if values_of(filters.get("year")) and not _dated(database):
        rest = {name: some for name, some in filters.items() if name != "year"}
        return ["year: no paper here has a date", *hints(database, rest)]
    known = {one.name: one for one in FILTERS if one.kind in _MATCHED and not one.values}
    given = [(known[name], str(value)) for name, some in filters.items() if name in known for value in values_of(some)]
    missing = [(one, value) for one, value in given if not _held(database, one, value)]
    asked = [name for name, some in filters.items() if name != "whose" and values_of(some)]
    if not missing:
        return ["each filter fits some claims, but no claim fits all of them"] if len(asked) > 1 else []
    return [near(one.name, value, _values(database, one)) for one, value in missing]


def near(name: str, value: str, there: Iterable[str]) -> str:
    """That no claim has the value, and what of `there`, the most frequent first, is nearest.

    >>> near("metric", "speedd", ["latency", "speed"])
    "metric: no claim has 'speedd'; nearest: speed"
    """
    there = list(there)
    names: dict[str, str] = {}
    for one in there:
        for part in _parts(_plain(one)):
            names.setdefault(part, one)
    close = difflib.get_close_matches(_plain(value), names, n=2 * _SHOWN, cutoff=_LIKE)
    found = list(dict.fromkeys(names[part] for part in close))[:_SHOWN]
    said = f"{name}: no claim has {value!r}"
    if found:
        return f"{said}; nearest: {', '.join(found)}"
    return f"{said}; most frequent: {', '.join(there[:_SHOWN])}" if there else said


def metrics_and_families(database: Database) -> list[str]:
    """What the claims measure, the most frequent first: metrics, then families."""
    return [*_frequent(database, "metric"), *_frequent(database, "family")]


def _dated(database: Database) -> bool:
    return database.table("select 1 as one from claims where published is not null limit 1").num_rows > 0


def _held(database: Database, one: Filter, value: str) -> bool:
    where = conditions({one.name: value})
    if where.needs_baselines:
        database.names("baseline")
    sql = f"select 1 as one from claims where {where} and metric <> '{HARDWARE}' limit 1"
    return database.table(sql, where.parameters).num_rows > 0


def _values(database: Database, one: Filter) -> list[str]:
    """What the table holds for a filter, the most frequent first."""
    if one.kind not in _NAMED:
        return []
    kind = one.name if one.name in LIST_COLUMNS or one.kind == "baseline" else None
    raw = _frequent(database, f"unnest({one.column})" if one.kind in {"ids", "names"} else f'"{one.column}"')
    unified = {name.raw: name.name for name in database.names(kind)} if kind else {}
    return list(dict.fromkeys(unified.get(name, name) for name in raw))


def _frequent(database: Database, column: str) -> list[str]:
    rows = database.table(
        f"select value from (select {column} as value from claims where metric <> '{HARDWARE}') "
        "where value <> '' group by value order by count(*) desc, value"
    )
    return [str(value) for value in rows.column("value").to_pylist()]


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text.strip().lower())


def _parts(name: str) -> Iterable[str]:
    """A name, and what it ends with: people leave out who makes a device."""
    words = name.split(" ")
    return (" ".join(words[start:]) for start in range(len(words)))
