"""Backward: sentences that speak of data sets named before: "on the same benchmark", "across datasets"."""

from __future__ import annotations

from extractor.owners.scenes import Scene, texts
from extractor.rulefiles.rules import Rules

_WORDS = 3  # words between a preposition and the noun: "on both of these datasets"
_PAIR = 2  # things that are "both"


class BackwardFinder:
    """Finds the data sets that a sentence without any speaks of, by [dataset] of the context rules."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table = context["dataset"]
        self._nouns = frozenset(table["nouns"])
        self._plural = frozenset(table["plural"])
        self._leads = frozenset(table["before"])
        self._bare = frozenset(table["bare"])
        self._back = frozenset(table["anaphora"])
        self._anew = frozenset(table["anew"])
        self._pairs = frozenset(table["pairs"])
        self._closes = frozenset([*table["closes"], *table["unnamed"]["closes"]])

    def __call__(self, scene: Scene) -> tuple[str, ...]:
        """The data sets of the nearest sentence before that names any, where as many are spoken of."""
        words, first, last = scene.tokens.lower, scene.sentence.first, scene.sentence.last
        if self._nouns.isdisjoint(words[first:last]) or scene.named("dataset", "place"):
            return ()
        at = next((at for at in range(first + 1, last) if words[at] in self._nouns and self._is_back(scene, at)), None)
        if at is None:
            return ()
        told: tuple[str, ...] = ()
        for _, mentions in scene.around.sentences(scene.sentence.start):
            sets = texts([m for m in mentions if m.kind == "dataset"])
            told = tuple(dict.fromkeys([*sets, *told]))
            if sets and self._agrees(scene, at, len(told)):
                return told
            if told and (not sets or not self._is_pair(scene, at)):
                return ()  # "81% on A. On B it has 83%. That is 2% more on both datasets"
        return ()

    def _is_back(self, scene: Scene, at: int) -> bool:
        """Whether the noun at a token is of things named before."""
        words = scene.tokens.lower
        if at + 1 < scene.sentence.last and words[at + 1][0].isalpha() and words[at + 1] not in self._closes:
            return False  # "in all dataset pairs"
        first = scene.tokens.back(at, self._back, max(scene.sentence.first, at - _WORDS))
        if first < at and self._anew.issuperset(words[first:at]):
            return False  # "on two datasets"
        lead = words[first - 1] if first > scene.sentence.first else ""
        return lead in (self._leads if first < at else self._bare)

    def _agrees(self, scene: Scene, at: int, number: int) -> bool:
        """Whether the noun at a token is one of so many things."""
        words = scene.tokens.lower
        if words[at] not in self._plural:
            return number == 1
        return number > 1 and (number == _PAIR or not self._is_pair(scene, at))

    def _is_pair(self, scene: Scene, at: int) -> bool:
        """Whether the noun at a token is one of two things: "on both datasets"."""
        return not self._pairs.isdisjoint(scene.tokens.lower[max(0, at - _WORDS) : at])
