"""Orders: an order of growth that a sentence sets against another is a reduction: "O(n) time instead of O(n^2)"."""

from __future__ import annotations

from extractor.ranges import Quantity
from extractor.rules import Rules
from extractor.tasks import Reading
from extractor.tokens import Sentence

_BEHIND = 16  # tokens behind an order within which it is set against another
_BEFORE = 6  # tokens before an order in which a word says that it is higher, or lower
_WORD = 4  # letters of a word that tells a rival, unlike "of"
_OPENS = 2  # tokens within which a sentence opens by setting what follows against something


class Orders:
    """Tells by [order] of rules/context/context.toml which of the paper's own orders are said to be lower."""

    def __init__(self, rules: Rules) -> None:
        words = rules.table("context/context.toml")["order"]
        self._single = frozenset(word for word in words["against"] if " " not in word)
        self._double = frozenset(word for word in words["against"] if " " in word)
        self._worse, self._better = frozenset(words["worse"]), frozenset(words["better"])
        self._brings, self._to = frozenset(words["brings"]), frozenset(words["to"])
        self._opening, self._ends = frozenset(words["opening"]), frozenset(words["ends"])

    def __call__(self, reading: Reading, q: Quantity, lower: list[str], sentence: Sentence) -> bool:
        """Whether a value is an order that its sentence (words in lower case) sets against another."""
        return _is_bare(reading) and self._is_lower(q, lower, sentence)

    def beats(self, reading: Reading, rival: str, lower: list[str], sentence: Sentence) -> bool:
        """Whether an order is lower than that of a rival that another sentence names: "... This improves on X"."""
        words = {word for word in rival.lower().split() if len(word) >= _WORD}
        return _is_bare(reading) and bool(words) and words.isdisjoint(lower[sentence.first : sentence.last])

    def _is_lower(self, q: Quantity, lower: list[str], sentence: Sentence) -> bool:
        """Whether words of comparison stand behind an order, or the sentence opens with them and it stands apart."""
        before = lower[max(sentence.first, q.start - _BEFORE) : q.start]
        if not self._to.isdisjoint(before[-1:]) and not self._brings.isdisjoint(lower[sentence.first : q.start]):
            return True  # "we improve the rate to O(1/n)"
        if not self._worse.isdisjoint(before):
            return False
        if not self._better.isdisjoint(before):
            return True
        for at in range(q.end, min(q.end + _BEHIND, sentence.last)):
            if lower[at] in self._ends:
                break
            if lower[at] in self._single or " ".join(lower[at : at + 2]) in self._double:
                return True
        opens = not self._opening.isdisjoint(lower[sentence.first : sentence.first + _OPENS])
        return opens and "," in lower[sentence.first : q.start]


def _is_bare(reading: Reading) -> bool:
    """Whether a value is an order of growth of which nothing says yet that it is lower."""
    return (reading.measure, reading.direction) == ("complexity", "none")
