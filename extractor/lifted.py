"""Lifted: existing systems that the paper's own is added to, which its gains are over: "a 2x speedup on prior nets"."""

from __future__ import annotations

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

        Where models are named, those are what something is added to.
        """
        tokens, last = scene.tokens, scene.sentence.last
        if scene.named("model"):
            return ""
        for at in range(scene.sentence.first, last - 2):
            if tokens.lower[at] not in self._leads or tokens.lower[at - 1] in self._not_behind:
                continue
            name = self._names.name(tokens, at + 1, last)
            if name and self._names.is_known(name) and name.rpartition(" ")[2].lower() in self._systems:
                return name
        return ""
