"""Handled: whether a count of parameters says what can be trained or run, which is a capacity, not a size."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.frames.joins import Chunk, Meaning, plain
from extractor.quantities.ranges import Quantity
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Tokens

_BEFORE, _ABLE = 14, 5  # tokens before a value in which its verb stands, and before the verb what makes it possible
_OPENING = 3  # tokens of a sentence before its first chunk
_ON, _FEW = 10, 4  # tokens behind a value in which its machine is named, and from the preposition to how little that is


class Handled:
    """Reads the words around the size of a model, by rules/context/handled.toml."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/handled.toml")
        self._metrics = rules.metrics
        self._counts, self._least = frozenset(table["counts"]), float(table["least"])
        self._metric: str = table["metric"]
        self._verbs, self._able = frozenset(table["verbs"]), frozenset(table["able"])
        self._passive = frozenset(table["passive"])
        self._few, self._marks = frozenset(table["few"]), frozenset(table["ends"])
        self._on, self._machines = frozenset(table["on"]), frozenset(table["machines"])
        self._bounds = frozenset(table["bounds"])

    def __call__(self, meaning: Meaning, tokens: Tokens, q: Quantity, chunks: Sequence[Chunk]) -> Meaning:
        """The meaning of a plain size: a capacity where that is what can still be trained or run.

        "It is able to train a 30B model", "we run a 65B model on a single card"; small models are no feat.
        """
        if meaning.metric not in self._counts or (q.low or 0) < self._least or q.bound not in self._bounds:
            return meaning
        lower, first, end = tokens.lower, max(chunks[0].start, q.first - _BEFORE), chunks[-1].end
        if self._is_done(lower, q.last, end) and self._on_little(lower, q.last, end):
            return plain(self._metrics[self._metric])._replace(scopes=meaning.scopes)
        verb = next((at for at in range(q.first - 1, first - 1, -1) if lower[at] in self._verbs), None)
        if verb is None or any(word in self._marks or word[0].isdigit() for word in lower[verb : q.first]):
            return meaning
        # A sentence's "it can" is no chunk of its own.
        able = not self._able.isdisjoint(lower[max(0, chunks[0].start - _OPENING, verb - _ABLE) : verb])
        if able or self._on_little(lower, q.last, end):
            return plain(self._metrics[self._metric])._replace(scopes=meaning.scopes)
        return meaning

    def _is_done(self, lower: Sequence[str], start: int, end: int) -> bool:
        """Whether a verb behind a value says what is done with it: "70B models can be tuned on a single GPU"."""
        near = range(start + 1, min(end, start + _ON))
        return any(lower[at] in self._verbs and lower[at - 1] in self._passive for at in near)

    def _on_little(self, lower: Sequence[str], start: int, end: int) -> bool:
        """Whether a machine behind a value is said to be a small one: "on a single GPU", "on just 3 machines"."""
        for at in range(start, min(end, start + _ON)):
            if lower[at] in self._marks:
                return False
            behind = lower[at + 1 : min(end, at + _FEW)] if lower[at] in self._on else ()
            if behind and not self._few.isdisjoint(behind) and not self._machines.isdisjoint(lower[at + 1 : at + _ON]):
                return True
        return False
