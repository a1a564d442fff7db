"""Checks of a gold file: everything that is wrong in it, by line, and how to mend it (data/gold/README.md)."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.table.schema import BOUNDS, DIRECTIONS, EFFECTS, MEASURES, SCOPES, SPEAKERS

if TYPE_CHECKING:
    from extractor.rulefiles.rules import Rules

CLAIM_MEASURES = tuple(measure for measure in MEASURES if measure != "count")
UNIT_OF_MEASURE = {"ratio": "x", "percent": "%", "share": "%"}

_PAPER_KEYS = ("id", "title", "abstract", "source", "claims", "hardware", "technique")
_TEXT_KEYS = ("quote", "context", "unit", "subject", "baseline")
_LIST_KEYS = ("dataset", "model", "hardware", "scope")
_CLOSED = {"measure": CLAIM_MEASURES, "bound": BOUNDS, "direction": DIRECTIONS, "effect": EFFECTS, "by": SPEAKERS}
_CLAIM_KEYS = (*_TEXT_KEYS, *_LIST_KEYS, *_CLOSED, "value", "metric", "optional")
_DEVICE_KEYS = ("quote", "name", "count")

Fault = tuple[str, str, str]
"""Where in a paper, what is wrong, how to mend it."""


class GoldError(ValueError):
    """Gold that cannot be used; the message lists what is wrong, one problem a line."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a gold file: the line, the paper, the place in it, and how to mend it."""

    path: Path
    line: int
    paper: str
    place: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        where = ": ".join(part for part in (self.paper, self.place) if part)
        return f"{self.path}:{self.line}: {where + ': ' if where else ''}{self.wrong}; {self.mend}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that only rules know."""

    metrics: Collection[str]
    techniques: Collection[str]


def vocabulary_of(rules: Rules) -> Vocabulary:
    """The metrics and techniques of a folder of rules."""
    techniques = rules.table("terms/techniques.toml")["technique"]
    return Vocabulary(tuple(rules.metrics), tuple(technique["label"] for technique in techniques))


def check_gold(path: Path, vocabulary: Vocabulary | None = None) -> list[Problem]:
    """Everything that is wrong in a gold file, by line; names are those of the shipped rules unless others are given.

    Raises GoldError if the file cannot be read as text at all.
    """
    if vocabulary is None:
        from extractor.rulefiles.rules import load_rules

        vocabulary = vocabulary_of(load_rules())
    return list(problems(path, vocabulary))


def places(part: str, whole: str) -> list[int]:
    """Where `part` occurs in `whole`, overlapping occurrences too; nowhere if it is empty."""
    found: list[int] = []
    at = whole.find(part) if part else -1
    while at >= 0:
        found.append(at)
        at = whole.find(part, at + 1)
    return found


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file that hold something, with their numbers."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror or error}") from error
    # only at \n: other separators of lines may stand inside a text
    yield from ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def problems(path: Path, vocabulary: Vocabulary | None) -> Iterator[Problem]:
    """Everything that is wrong in a gold file; without a vocabulary, metrics and techniques may have any name."""
    first: dict[str, int] = {}
    for number, line in lines(path):
        problem = partial(Problem, path, number)
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            yield problem("", "", f"not JSON ({error.msg} at column {error.colno})", "write one JSON object a line")
            continue
        paper = _short(record.get("title")) if isinstance(record, dict) else ""
        for place, wrong, mend in _paper_faults(record, vocabulary):
            yield problem(paper, place, wrong, mend)
        if paper and (before := first.setdefault(str(record["title"]), number)) != number:
            yield problem(paper, "", f"the same paper as in line {before}", "remove one of them")


def _paper_faults(record: Any, vocabulary: Vocabulary | None) -> Iterator[Fault]:
    faults = list(_key_faults(record, _PAPER_KEYS))
    if faults:
        yield from (("", *fault) for fault in faults)
        return
    for key in ("title", "abstract", "source"):
        if not isinstance(record[key], str):
            yield "", f"{key} is no text", "write it in quotation marks"
            return
    if isinstance(record["id"], bool) or not isinstance(record["id"], (int, str)):
        yield "", "id is neither a number nor text", "give the paper a name of its own"
    text = f"{record['title']}\n{record['abstract']}"
    for key in ("claims", "hardware", "technique"):
        if not isinstance(record[key], list):
            yield "", f"{key} is no list", "write [] where there are none"
            return
    yield from _claims_faults(record["claims"], text, vocabulary)
    yield from _devices_faults(record["hardware"], text)
    for technique in record["technique"]:
        if not isinstance(technique, str) or (vocabulary and technique not in vocabulary.techniques):
            known = vocabulary.techniques if vocabulary else ()
            yield "technique", f"unknown technique {technique!r}", _nearest(technique, known)


def _claims_faults(claims: list[Any], text: str, vocabulary: Vocabulary | None) -> Iterator[Fault]:
    seen: dict[tuple[Any, ...], int] = {}
    for number, entry in enumerate(claims, 1):
        place = f"claim {number}"
        faults = list(_key_faults(entry, _CLAIM_KEYS)) or list(_type_faults(entry))
        if not faults:
            place += f" {entry['quote']!r}"
            faults = [*_place_faults(entry, text), *_name_faults(entry, vocabulary), *_value_faults(entry)]
            key = (entry["context"], entry["quote"], entry["metric"], entry["measure"])
            if seen.setdefault(key, number) != number:
                faults.append((f"the same as claim {seen[key]}", "remove one, or give it its own context or metric"))
        yield from ((place, *fault) for fault in faults)


def _devices_faults(devices: list[Any], text: str) -> Iterator[Fault]:
    taken: set[int] = set()
    for number, entry in enumerate(devices, 1):
        place = f"hardware {number}"
        faults = list(_key_faults(entry, _DEVICE_KEYS))
        if not faults and not all(isinstance(entry[key], str) and entry[key] for key in ("quote", "name")):
            faults = [("quote or name is empty or no text", "give the words of the text, and the device's full name")]
        if faults:
            yield from ((place, *fault) for fault in faults)
            continue
        place += f" {entry['quote']!r}"
        free = [at for at in places(entry["quote"], text) if at not in taken]
        if not free:
            yield place, "title and abstract do not hold it (once more)", "copy the words from there, once a mention"
        taken.update(free[:1])
        if entry["count"] is not None and not (_is_number(entry["count"]) and entry["count"] > 0):
            yield place, f"count is {entry['count']!r}", "write a number, or null where none is stated"


def _key_faults(entry: Any, keys: Collection[str]) -> Iterator[tuple[str, str]]:
    if not isinstance(entry, dict):
        yield "no object", f"write an object with the keys {', '.join(keys)}"
        return
    for key in keys:
        if key not in entry:
            yield f"the key {key!r} is missing", "add it (README.md beside the project's gold explains each)"
    for key in entry:
        if key not in keys:
            yield f"unknown key {key!r}", _nearest(key, keys)


def _type_faults(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in (*_TEXT_KEYS, "metric", *_CLOSED):
        if not isinstance(entry[key], str):
            yield f"{key} is no text", 'write it in quotation marks ("" where there is none)'
    for key in _LIST_KEYS:
        if not (isinstance(entry[key], list) and all(isinstance(item, str) for item in entry[key])):
            yield f"{key} is no list of texts", "write [] where there are none"
    if not isinstance(entry["optional"], bool):
        yield f"optional is {entry['optional']!r}", "write true or false"


def _place_faults(entry: Mapping[str, Any], text: str) -> Iterator[tuple[str, str]]:
    context, found = entry["context"], len(places(entry["context"], text))
    if not found:
        yield f"context {_short(context)!r} is not in title or abstract", "copy it from there, letter by letter"
    elif found > 1:
        yield f"context {_short(context)!r} occurs {found} times", "make it longer until it occurs once"
    inside = len(places(entry["quote"], context))
    if not inside:
        yield f"the quote is not in its context {_short(context)!r}", "copy it from the context"
    elif inside > 1:
        yield f"the quote occurs {inside} times in its context {_short(context)!r}", "cut that so that it holds one"


def _name_faults(entry: Mapping[str, Any], vocabulary: Vocabulary | None) -> Iterator[tuple[str, str]]:
    for key, allowed in _CLOSED.items():
        if entry[key] not in allowed:
            yield f"unknown {key} {entry[key]!r}", _nearest(entry[key], allowed)
    for phase in entry["scope"]:
        if phase not in SCOPES:
            yield f"unknown scope {phase!r}", _nearest(phase, SCOPES)
    if vocabulary and entry["metric"] not in vocabulary.metrics:
        yield f"unknown metric {entry['metric']!r}", _nearest(entry["metric"], vocabulary.metrics)


def _value_faults(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    measure, value = entry["measure"], entry["value"]
    if measure == "complexity":
        if value is not None:
            yield f"value of a complexity is {value!r}", "write null"
        return
    sizes = (2,) if measure == "change" else (1, 2)
    if not (isinstance(value, list) and len(value) in sizes and all(map(_is_number, value))):
        wanted = "[before, after]" if measure == "change" else "[number] or [low, high]"
        yield f"value of a {measure} is {value!r}", f"write {wanted}"
    elif measure != "change" and value[0] > value[-1]:
        yield f"the range {value!r} falls", "write the lower end first (`change` is for a value before and after)"
    unit = UNIT_OF_MEASURE.get(measure, entry["unit"])
    if entry["unit"] != unit:
        yield f"unit of a {measure} is {entry['unit']!r}", f"write {unit!r}"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _nearest(name: Any, known: Collection[str]) -> str:
    """The remedy for an unknown name."""
    near = difflib.get_close_matches(str(name), known, 1)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"


def _short(text: Any) -> str:
    """Enough of a text to know it by."""
    words = str(text) if text else ""
    return words if len(words) <= 60 else words[:59] + "…"
