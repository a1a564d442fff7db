"""Elsewhere: sentences that tell of trials on no data set named before, by [dataset] of the context rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.rulefiles.rules import Rules

_AIM = 4  # tokens of what a sentence ends with: "the real world."
_PHRASE = 8  # words of what is told as new


class ElsewhereFinder:
    """Tells whether a sentence leaves the data sets of those before it."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/dataset.toml")
        self._articles = frozenset(table["articles"])
        self._elsewhere = frozenset(table["elsewhere"])
        self._studies = frozenset(tuple(phrase.split()) for phrase in table["studies"])
        self._indefinite = frozenset(table["indefinite"])
        self._scenes = frozenset(table["scenes"])
        self._fresh = frozenset(table["fresh"])
        self._leads = frozenset(table["leads"])
        self._closes = frozenset(table["closes"])

    def __call__(self, words: Sequence[str]) -> bool:
        """Whether the words of a sentence tell of "a user study", "the real world", "a new planning problem"."""
        if any(self._is_new_scene(words, at) for at, word in enumerate(words) if word in self._scenes):
            return True
        inside = words[:-2]  # not "a step to the real world."
        told = inside if self._articles.issuperset(words[-_AIM : 1 - _AIM]) else words
        return not (self._elsewhere.isdisjoint(inside) and self._studies.isdisjoint(pairwise(told)))

    def _is_new_scene(self, words: Sequence[str], end: int) -> bool:
        """Whether a noun at a token is of something that was not told before: "on a real manufacturing problem"."""
        for at in range(end - 1, max(0, end - _PHRASE), -1):
            if words[at] in self._indefinite:
                return words[at - 1] in self._leads and not self._fresh.isdisjoint(words[at:end])
            if not words[at][0].isalpha() or words[at] in self._closes:
                return False
        return False
