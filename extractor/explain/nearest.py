"""Nearest: which frames almost fitted a quantity, and at which chunk they failed.

A small reference matcher over the patterns, slower than spaCy's and tested to agree with it: from the quantity
outwards to both ends of a pattern, the way with the fewest misses. A miss is a chunk that is not what the
pattern wants, an element that is not there, or a chunk in between that the pattern has no place for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from extractor.frames.frames import NEAR, FrameMatcher
from extractor.frames.joins import Chunk
from extractor.rulefiles.rules import FrameRule

_REPEATS = {"": (1, 1), "?": (0, 1), "+": (1, 99), "*": (0, 99)}
_BRACES = re.compile(r"\{(\d*),(\d*)\}")
_MOST_MISSES = 2
_ABSENT = 1.5
MOST_SHOWN = 5


class Step(NamedTuple):
    """One element of a pattern, which stands for `least` to `most` chunks that all satisfy `spec`."""

    element: str
    spec: dict[str, Any]
    least: int
    most: int
    anchor: bool


class Miss(NamedTuple):
    """What a pattern wanted, and which chunk it found there; beyond either end of the sentence none is `there`.

    With `extra`, the chunk stands before the element, and the pattern has no place for it.
    """

    element: str
    chunk: int
    there: bool
    extra: bool = False


class Near(NamedTuple):
    """The best try of a rule on the quantity `anchor`: its pattern, how much of it fitted, and what did not."""

    rule: FrameRule
    pattern: tuple[str, ...]
    anchor: int
    fitted: int
    misses: tuple[Miss, ...]


class _Way(NamedTuple):
    """A way to lay steps over chunks: the misses, nearest to the quantity first, and how many steps fitted."""

    misses: tuple[Miss, ...]
    fitted: int

    @property
    def rank(self) -> tuple[int, int]:
        """Smaller is better: few misses, then many steps that fitted."""
        return len(self.misses), -self.fitted


class Nearest:
    """Tries every pattern of every rule on a quantity."""

    def __init__(self, rules: Sequence[FrameRule], matcher: FrameMatcher) -> None:
        self._matcher = matcher
        self._patterns = [
            (rule, pattern, [_step(matcher, element) for element in pattern])
            for rule in rules
            for pattern in rule.patterns
        ]

    def __call__(self, chunks: Sequence[Chunk], anchor: int, most: int = MOST_SHOWN) -> list[Near]:
        """The rules that came closest without fitting, the nearest first; each with its best pattern."""
        best: dict[str, Near] = {}
        fitting: set[str] = set()
        for near in self.tries(chunks, anchor):
            if not near.misses:
                fitting.add(near.rule.id)
            if near.rule.id not in best or _rank(near) < _rank(best[near.rule.id]):
                best[near.rule.id] = near
        close = [near for name, near in best.items() if name not in fitting]
        return sorted(close, key=_rank)[:most]

    def tries(self, chunks: Sequence[Chunk], anchor: int) -> Iterator[Near]:
        """Every pattern that fits with few misses, those without any (they match) included."""
        seen = [self._matcher.attributes(chunk) for chunk in chunks]
        for rule, pattern, steps in self._patterns:
            way = _through(steps, seen, anchor)
            if len(way.misses) <= _MOST_MISSES:
                yield Near(rule, pattern, anchor, way.fitted, way.misses)


def _rank(near: Near) -> tuple[float, int, int, str]:
    """The smallest part of the pattern amiss first, then the longest, then by priority.

    A chunk that is not there at all is worse than a wrong one, which may be a word that a class lacks.
    """
    amiss = sum(1.0 if miss.there else _ABSENT for miss in near.misses)
    return amiss / (len(near.misses) + near.fitted), -near.fitted, -near.rule.priority, near.rule.id


def _through(steps: list[Step], seen: list[dict[str, str]], anchor: int) -> _Way:
    """The best way for a pattern whose quantity lies on the chunk `anchor`."""
    at = next((index for index, step in enumerate(steps) if step.anchor), 0)
    here = _Way((), 1) if _fits(steps[at].spec, seen[anchor]) else _Way((Miss(steps[at].element, anchor, True),), 0)
    left = _outwards(steps[:at][::-1], seen[max(0, anchor - NEAR) : anchor][::-1])
    right = _outwards(steps[at + 1 :], seen[anchor + 1 : anchor + 1 + NEAR])
    misses = [miss._replace(chunk=anchor - 1 - miss.chunk) for miss in left.misses]
    misses += here.misses
    misses += [miss._replace(chunk=anchor + 1 + miss.chunk) for miss in right.misses]
    return _Way(tuple(misses), left.fitted + here.fitted + right.fitted)


def _outwards(steps: list[Step], seen: list[dict[str, str]]) -> _Way:
    """The best way to lay steps, in order, over the first chunks of `seen`; it may leave later ones."""

    @cache
    def best(step: int, at: int, left: int) -> _Way:
        """The best way from a step and a chunk on; with no misses left, the first dead end ends it."""
        if step == len(steps):
            return _Way((), 0)
        must = steps[step].least > 0
        ways = [_after(int(must), best(step + 1, at + count, left)) for count in counts(step, at)]
        if left and must:
            miss = Miss(steps[step].element, at, at < len(seen))
            if miss.there:  # another chunk in its place, or one before it
                ways.append(_missing(miss, best(step + 1, at + 1, left - 1)))
                ways.append(_missing(miss._replace(extra=True), best(step, at + 1, left - 1)))
            ways.append(_missing(miss, best(step + 1, at, left - 1)))
        dead = _Way((Miss(steps[step].element, at, False),) * (_MOST_MISSES + 1), 0)
        return min(ways, key=lambda way: way.rank, default=dead)

    def counts(step: int, at: int) -> Iterator[int]:
        """How many chunks from `at` on a step can take."""
        most = min(steps[step].most, len(seen) - at)
        for count in range(most + 1):
            if count >= steps[step].least:
                yield count
            if count < most and not _fits(steps[step].spec, seen[at + count]):
                break

    return best(0, 0, _MOST_MISSES)


def _after(fitted: int, way: _Way) -> _Way:
    return _Way(way.misses, way.fitted + fitted)


def _missing(miss: Miss, way: _Way) -> _Way:
    return _Way((miss, *way.misses), way.fitted)


def _step(matcher: FrameMatcher, element: str) -> Step:
    specs, anchor = matcher.element(element)
    (spec,) = specs
    op = str(spec.get("OP", ""))
    braces = _BRACES.match(op)
    least, most = (int(braces[1] or 0), int(braces[2] or 99)) if braces else _REPEATS[op]
    return Step(element, {key: value for key, value in spec.items() if key != "OP"}, least, most, anchor)


def _fits(spec: dict[str, Any], seen: dict[str, str]) -> bool:
    """Whether a chunk satisfies what spaCy is asked for: IN and NOT_IN lists of its attributes."""
    for key, wanted in spec.items():
        if "IN" in wanted and seen[key] not in wanted["IN"]:
            return False
        if "NOT_IN" in wanted and seen[key] in wanted["NOT_IN"]:
            return False
    return True
