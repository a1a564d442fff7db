"""Lifted: existing systems that the paper's own is added to, which its gains are over: "a 2x speedup on prior nets"."""

from __future__ import annotations

from extractor.listing import named
from extractor.rivals import RivalReader
from extractor.rules import Rules
from extractor.scenes import Scene


class Lifted:
    """Reads them by [lifted] of rules/context/context.toml."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/context.toml")["lifted"]
        self._names = RivalReader(rules)
        self._leads = frozenset(table["leads"])
        self._not_behind = frozenset(table["not_behind"])
        self._systems = frozenset(table["systems"])

    def __call__(self, scene: Scene) -> str:
        """The systems that a sentence, which compares with nothing, tells to be there already; empty if none.

        Where models are named, those are what something is added to; what is in brackets is told of something else.
        """
        tokens, last = scene.tokens, scene.sentence.last
        if scene.named("model") or not self._names.may_be_known(tokens.lower[scene.sentence.first : last]):
            return ""
        depth = 0
        for at in range(scene.sentence.first, last - 2):
            depth += {"(": 1, ")": -1}.get(tokens.words[at], 0)
            if depth or tokens.lower[at] not in self._leads or self._not_behind.intersection(tokens.lower[at - 1 : at]):
                continue
            name = self._names.name(tokens, at + 1, last)
            if name and (self._names.is_known(name) or self._names.is_record(name)) and self._is_system(name):
                return name
        return ""

    def _is_system(self, name: str) -> bool:
        """Whether a name ends in a noun of systems, or looks like one: "existing planners", "conventional BarNet"."""
        last = name.rpartition(" ")[2]
        return last.lower() in self._systems or (" " in name and named(last))
