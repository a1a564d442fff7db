"""Elements: what the patterns of frames are made of, and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

ELEMENT = re.compile(r"(?P<name>[A-Z]+)(?:\.(?P<subs>[a-z_|]+))?(?P<op>[?+*])?$")
WORD = re.compile(r"(?P<words>[a-z+&'=:| -]+)(?P<op>[?+*])?$")
GAP = re.compile(r"(?P<kind>\.\.|~)(?P<most>\d)$")
SHORTHAND = {
    "D": ("DV", "DA", "DN", "MV", "MA", "MN", "OUT"),
    "MX": ("MA", "MN", "MV"),
    "V": ("Q", "QC"),
    "FV": ("QV",),
    "SEP": ("COMMA", "AND", "SLASH"),
}
ANCHORS = frozenset(["Q", "QA", "QC", "QF", "QS", "QU", "QO", "QP", "QV"])
KINDS = ("ratio", "percent", "points", "unit", "count", "number", "whole", "complexity")
TAGS = ("Q", "N", "W", "M", "S", "COMMA", "AND", "LP", "RP", "SLASH")
"""What a chunk can be besides a class of words of rules/terms/words.toml."""


def errors(pattern: Sequence[str], classes: Set[str], families: Set[str]) -> Iterator[str]:
    """What is wrong with a pattern; names of classes, families and metrics are asked only where some are known."""
    anchors = 0
    for element in pattern:
        if GAP.match(element) or WORD.match(element):
            continue
        match = ELEMENT.match(element)
        if match is None:
            yield f"cannot read the pattern element {element!r}"
            continue
        anchors += match["name"] in ANCHORS
        names = {match["name"], *SHORTHAND.get(match["name"], ())}
        if classes and not names & {*TAGS, *ANCHORS, *classes}:
            yield f"no class of words is called {match['name']!r}"
        subs = set(match["subs"].split("|")) if match["subs"] else set()
        unknown = sorted(subs - {*KINDS, *families})
        if families and unknown:
            yield f"{element!r} names no kind or family: {', '.join(unknown)}"
    if anchors != 1:
        yield f"a pattern needs exactly one Q, not {anchors}"
