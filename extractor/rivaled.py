"""Rivaled: an amount that tells what the other side spends: "better than a net trained on 10x more data"."""

from __future__ import annotations

from extractor.ranges import Quantity
from extractor.rules import Rules
from extractor.tasks import Reading
from extractor.tokens import Sentence

_BACK = 16  # tokens before an amount within which its owner is compared
_CHANGES = frozenset(["ratio", "percent"])


class Rivaled:
    """Tells by [spends] of rules/context/context.toml which amounts are said of what one's own is compared with."""

    def __init__(self, rules: Rules) -> None:
        words = rules.table("context/context.toml")["spends"]
        self._resources = frozenset(one.id for one in rules.metrics.values() if one.resource)
        self._compares, self._relative = frozenset(words["compares"]), frozenset(words["relative"])
        self._winning, self._larger = frozenset(words["winning"]), frozenset(words["larger"])
        self._tells, self._ends = frozenset(words["tells"]), frozenset(words["ends"])

    def __call__(self, reading: Reading, q: Quantity, lower: list[str], sentence: Sentence) -> bool:
        """Whether a value says what a rival needs more, by the words of its sentence in lower case."""
        spent = reading.measure in _CHANGES and reading.metric in self._resources
        more = (reading.direction, reading.effect) == ("higher", "worse")
        return spent and more and self._is_rivals(q, reading.measure, lower, sentence)

    def _is_rivals(self, q: Quantity, measure: str, lower: list[str], sentence: Sentence) -> bool:
        """Whether words of comparison lead to a thing that the amount then tells: "than nets with 3x more weights"."""
        won = q.start > sentence.first and lower[q.start - 1] in self._winning
        if won and not self._larger.isdisjoint(lower[q.end : q.end + 1]):
            return True  # "surpassing 7x larger models"
        told = ""
        for at in range(q.start - 1, max(sentence.first, q.start - _BACK) - 1, -1):
            word = lower[at]
            if word in self._ends or (word == "," and lower[at + 1] not in self._relative):
                return False
            if word in self._compares and not lower[at + 1][0].isdigit():  # "over 30 million"
                return bool(told) and at + 1 < q.start and lower[at + 1] != told
            if word in self._relative or (word in self._tells and measure == "ratio"):
                told = word
        return False
