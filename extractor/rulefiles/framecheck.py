"""Checks of the file of a frame: what is wrong with it, and the line on which a key of it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from extractor.records import Claim
from extractor.rulefiles import elements
from extractor.rulefiles.replacing import Place

Table = Mapping[str, Any]

_FRAME_KEYS = {
    "id", "summary", "why", "priority", "patterns", "measure", "metric", "direction",
    "match", "no_match", "todo_match",
}  # fmt: skip
_FRAME_REQUIRED = ("id", "summary", "why", "priority", "patterns", "measure")
FRAME_MEASURES = ("difference", "level", "percent", "share", "used", "change", "complexity", "none")
# How a frame finds its metric (or the id of a metric), and the direction it moves: read by extractor/readings/.
FRAME_METRICS = frozenset([
    "pattern", "M-named", "M-last", "M-next", "M-or-unit", "MX", "unit", "left-or-performance",
    "left-level-or-performance", "left-level", "level-or-performance", "quality-or-performance", "complexity",
    "previous", "M-before",
])  # fmt: skip
FRAME_DIRECTIONS = frozenset([
    "pattern", "better", "worse", "up", "down", "gain", "none", "change", "left", "previous", "share", "sign",
])  # fmt: skip
EXAMPLE_KINDS = ("match", "no_match", "todo_match")
_EXAMPLE_KEYS = {"text", "title", "claims"}
# What an example may say of a claim: its fields, `value` and `before` for those of the value.
_CLAIM_KEYS = {"value", "before", *Claim.__dataclass_fields__} - {"start", "end", "sentence"}


class Known(NamedTuple):
    """The names that frames can use: metrics, those with their families, classes of words; none of broken tables."""

    metrics: frozenset[str]
    subs: frozenset[str]
    classes: frozenset[str]


def frame_errors(entry: Table, stem: str, known: Known) -> Iterator[tuple[Place, str]]:
    """(where, what is wrong) for each error of one frame file."""
    for key in entry:
        if key not in _FRAME_KEYS:
            yield Place(key), f"unknown key {key!r}; known are {', '.join(sorted(_FRAME_KEYS))}"
    for key in _FRAME_REQUIRED:
        if key not in entry:
            yield Place("id"), f"the key {key!r} is missing"
    yield from _value_errors(entry, stem, known.metrics)
    if _is_patterns(entry.get("patterns")):
        for pattern in entry["patterns"]:
            yield from ((Place("patterns"), error) for error in elements.errors(pattern, known.classes, known.subs))
    for kind in EXAMPLE_KINDS:
        yield from _examples_errors(entry.get(kind, []), kind)


def _value_errors(entry: Table, stem: str, metrics: frozenset[str]) -> Iterator[tuple[Place, str]]:
    if entry.get("id") != stem:
        yield Place("id"), f"id {entry.get('id')!r} must equal the file's stem {stem!r}"
    if entry.get("measure") not in FRAME_MEASURES:
        yield Place("measure"), f"measure must be one of {', '.join(FRAME_MEASURES)}"
    way = entry.get("metric", "pattern")
    if metrics and way not in FRAME_METRICS and way not in metrics:  # none are known where their file is broken
        yield Place("metric"), f"metric {way!r} is no metric, nor one of {', '.join(sorted(FRAME_METRICS))}"
    if entry.get("direction", "pattern") not in FRAME_DIRECTIONS:
        yield Place("direction"), f"direction must be one of {', '.join(sorted(FRAME_DIRECTIONS))}"
    if not isinstance(entry.get("priority"), int):
        yield Place("priority"), "priority must be a whole number"
    if not _is_patterns(entry.get("patterns")):
        yield Place("patterns"), "patterns must be a list of lists of chunk names"


def _is_patterns(patterns: object) -> bool:
    """Whether it is a list of lists of words, none of them empty."""
    return isinstance(patterns, list) and bool(patterns) and all(
        isinstance(pattern, list) and pattern and all(isinstance(element, str) for element in pattern)
        for pattern in patterns
    )  # fmt: skip


def _examples_errors(examples: object, kind: str) -> Iterator[tuple[Place, str]]:
    if not isinstance(examples, list) or not all(isinstance(example, dict) for example in examples):
        yield Place(kind), f"{kind} must be written as [[{kind}]] tables"
        return
    if not examples and kind != "todo_match":
        yield Place(kind), f"needs at least one [[{kind}]] example"
    for nth, example in enumerate(examples):
        yield from _example_errors(example, kind, nth)


def _example_errors(example: Table, kind: str, nth: int) -> Iterator[tuple[Place, str]]:
    place = Place(kind, nth)
    for key in example:
        if key not in _EXAMPLE_KEYS:
            known = ", ".join(sorted(_EXAMPLE_KEYS))
            yield place._replace(inner=key), f"unknown key {key!r} in [[{kind}]]; known are {known}"
    if not example.get("text"):
        yield place, f"[[{kind}]] without text"
    if kind == "no_match" and "claims" in example:
        yield place._replace(inner="claims"), "[[no_match]] has no claims: it says that the rule gives none"
    if kind != "no_match" and not example.get("claims"):
        yield place, f"[[{kind}]] asserts nothing: give the claims expected of it"
    for claim in example.get("claims", []):
        if "quote" not in claim:
            yield place._replace(inner="claims"), "a claim of an example needs its quote"
        for key in claim:
            if key not in _CLAIM_KEYS:
                known = ", ".join(sorted(_CLAIM_KEYS))
                yield place._replace(inner="claims"), f"a claim has no field {key!r}; fields are {known}"


def line_of(text: str, place: Place) -> int:
    """The line a key stands on (1 where it cannot be found), for messages."""
    headers = list(_keys(text, place.key))
    if place.nth is not None and (tables := [header for header in headers if header[1].startswith("[[")]):
        headers = tables
    elif place.nth is not None and headers:  # a list of tables, one a row
        headers = list(re.compile(r"^[ \t]*(\{)", re.MULTILINE).finditer(text, headers[0].end()))
        place = place._replace(inner="")
    if place.nth is None or place.nth >= len(headers):
        at = headers[0].start(1) if headers else 0
    else:
        header = headers[place.nth]
        inner = next((m for m in _keys(text, place.inner) if m.start() >= header.end()), None) if place.inner else None
        at = (inner or header).start(1)
    return text.count("\n", 0, at) + 1


def _keys(text: str, key: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"^[ \t]*(\[{{0,2}}{re.escape(key)}\b)", text, re.MULTILINE)
