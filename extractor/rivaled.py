"""Rivaled: an amount that tells what the other side spends: "better than a net trained on 10x more data"."""

from __future__ import annotations

from extractor.ranges import Quantity
from extractor.rules import Rules
from extractor.tasks import RELATIVE, Reading
from extractor.tokens import Sentence

_BACK = 16  # tokens before an amount within which its owner is compared
_SAME = 4  # tokens from "the same" to the "as" behind it


class Rivaled:
    """Tells by [spends] of rules/context/context.toml which amounts are said of what one's own is compared with."""

    def __init__(self, rules: Rules) -> None:
        words = rules.table("context/context.toml")["spends"]
        self._resources = frozenset(one.id for one in rules.metrics.values() if one.resource)
        self._compares, self._relative = frozenset(words["compares"]), frozenset(words["relative"])
        self._winning, self._larger = frozenset(words["winning"]), frozenset(words["larger"])
        self._nouns, self._as = frozenset(words["nouns"]), frozenset(words["as"])
        self._alike, self._same = frozenset(words["alike"]), frozenset(words["same"])
        heads = rules.table("context/context.toml")["system"]["nouns"]
        self._heads, self._sizes, self._bounds = frozenset(heads), frozenset(words["sizes"]), frozenset(words["bounds"])
        self._tells, self._ends = frozenset(words["tells"]), frozenset(words["ends"])

    def __call__(self, reading: Reading, q: Quantity, lower: list[str], sentence: Sentence) -> bool:
        """Whether a value says what a rival needs more, by the words of its sentence in lower case."""
        spent = reading.measure in RELATIVE and reading.metric in self._resources
        more = (reading.direction, reading.effect) == ("higher", "worse")
        return spent and more and self._is_rivals(q, reading.measure, lower, sentence)

    def _is_rivals(self, q: Quantity, measure: str, lower: list[str], sentence: Sentence) -> bool:
        """Whether words of comparison lead to a thing that the amount then tells: "than nets with 3x more weights"."""
        won = q.start > sentence.first and lower[q.start - 1] in self._winning
        if won and not self._larger.isdisjoint(lower[q.end : q.end + 1]):
            return True  # "surpassing 7x larger models"
        behind = q.start - 1
        while behind > sentence.first and lower[behind] in self._bounds:
            behind -= 1
        told = ""
        apposed = lower[behind] in self._heads and not self._sizes.isdisjoint(lower[q.end : q.end + 2])
        for at in range(q.start - 1, max(sentence.first, q.start - _BACK) - 1, -1):
            word = lower[at]
            if word in self._ends or (word == "," and lower[at + 1] not in self._relative):
                return False
            alike = word in self._as and (
                lower[at - 1] in self._alike or not self._same.isdisjoint(lower[max(at - _SAME, sentence.first) : at])
            )  # "as good as", "the same accuracy as"
            if (word in self._compares or alike) and not lower[at + 1][0].isdigit():  # "over 30 million"
                if lower[at + 1] == told and word in self._nouns:
                    continue  # "a rival that needs 3x more"
                return apposed or (bool(told) and at + 1 < q.start and lower[at + 1] != told)
            if word in self._relative or (word in self._tells and measure == "ratio" and not told):
                told = word
        return False
