"""Extents: comparisons in words only, which tell where or how long: "over five years", "a gain on FooNet over X"."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.frames.joins import Chunk
from extractor.frames.listing import named
from extractor.rivals.ends import LONGEST, is_amount
from extractor.rivals.rivals import RivalReader
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Tokens, starting_in

_GAINING = frozenset(["Q", "QV", "M", "MA", "MN", "MV", "DA", "DN", "DV", "OUT"])
_GAINED = 8  # tokens from a gain to the "over" of what it is a gain over


class Extents:
    """Tells them from comparisons by rules/context/baseline.toml."""

    def __init__(self, rules: Rules, names: RivalReader) -> None:
        table = rules.table("context/baseline.toml")
        self._names = names
        self._spreads, self._wide = frozenset(table["spreads"]), frozenset(table["wide"])
        self._periods, self._into = frozenset(table["periods"]), frozenset(table["into"])
        self._doubtful = frozenset(tuple(phrase.split()) for phrase in table["doubtful"])

    def __call__(self, tokens: Tokens, chunks: Sequence[Chunk], at: int, name: str) -> bool:
        """Whether "over" tells what something extends over: "averages over languages"; a rival has a gain near it."""
        if tokens.lower[at] not in self._spreads or self._names.is_rival(name) or named(name):
            return False
        words = name.lower().split()
        if not self._periods.isdisjoint((words[0], words[-1])):
            return True  # "over five years", "over the course of training"
        if self._wide.intersection(tokens.lower[at + 1 : at + 2]):
            return True  # "a gain over various domains"
        return not any(chunks[near].tags & _GAINING for near in starting_in(chunks, at - _GAINED, at))

    def is_where(self, tokens: Tokens, at: int, behind: int) -> bool:
        """Whether a comparison before another tells where it was made: "a gain on the FooNet model compared to X"."""
        if behind - at > LONGEST or any(map(is_amount, tokens.words[at:behind])):
            return False
        doubtful = any(words[-1] in self._into and tokens.spells(at, words) for words in self._doubtful)
        return doubtful and not any(tokens.spells(behind, words) for words in self._doubtful)
