"""Contrasted: the rival that the clause before the value speaks of: "Existing nets are slow, but ours is 2x faster"."""

from __future__ import annotations

from collections.abc import Collection

from extractor.own import OwnReader
from extractor.rivals import RivalReader
from extractor.rules import Rules
from extractor.scenes import Place, Scene
from extractor.tokens import Tokens


class Contrasted:
    """Reads who opens a sentence that turns to the paper's own, by [lifted] of rules/context/context.toml."""

    def __init__(self, rules: Rules, names: RivalReader) -> None:
        context = rules.table("context/context.toml")
        table = context["lifted"]
        self._names = names
        self._opens, self._turns = frozenset(table["opens"]), frozenset(table["turns"])
        self._helps, self._former = frozenset(table["helps"]), frozenset(table["former"])
        self._led = self._helps | self._turns
        self._speaks_of_own = OwnReader([*context["baseline"]["ours"], *context["owner"]["ourselves"]])
        self._articles = frozenset(context["baseline"]["articles"])
        self._others = tuple(context["baseline"]["others"])

    def __call__(self, scene: Scene, place: Place, own: Collection[str]) -> str:
        """The rival; empty where the sentence opens with none, or the value is not told to be the paper's own."""
        tokens, first = scene.tokens, scene.sentence.first
        opened = tokens.lower[first] in self._opens
        name = self._rival(tokens, first + opened, scene.sentence.last, opened=opened)
        if not name:
            return ""
        for at in range(first + 2, scene.sentence.last):
            if self._speaks_of_own(tokens, at, at + 1, own):
                led = tokens.lower[at - 1 - (tokens.lower[at - 1] in self._articles)]
                return name if led in (self._turns if at < place.first else self._helps) else ""
        return ""

    def _rival(self, tokens: Tokens, at: int, last: int, *, opened: bool) -> str:
        """The competitor that is named at a token; behind "although" any system is one."""
        if tokens.lower[at] in self._led or not self._speaks_of_own.words.isdisjoint(tokens.lower[at : at + 2]):
            return ""
        name = self._names.name(tokens, at, last)
        known = self._names.is_known(name) or self._names.is_record(name) or name.lower().startswith(self._others)
        told = opened or known or not self._former.isdisjoint(name.lower().split())
        return name if told and self._names.tells_system(name) else ""
