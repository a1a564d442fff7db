"""Orders: which orders of growth are reductions, and what those count that a sentence calls a mere complexity."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.quantities.ranges import Quantity
from extractor.readings.tasks import Reading
from extractor.rulefiles.rules import Rules
from extractor.terms.spellings import any_phrase
from extractor.text.tokens import Sentence, Tokens

_BEHIND = 16  # tokens behind an order within which it is set against another
_BEFORE = 6  # tokens before an order in which a word says that it is higher, or lower
_WORD = 4  # letters of a word that tells a rival, unlike "of"
_NAMED, _NAMES = 14, 4  # tokens before and behind an order within which it is called a complexity
_OPENS = 2  # tokens within which a sentence opens by setting what follows against something


class Orders:
    """Tells by rules/context/order.toml which of the paper's own orders are said to be lower."""

    def __init__(self, rules: Rules) -> None:
        words = rules.table("context/order.toml")
        self._single = frozenset(word for word in words["against"] if " " not in word)
        self._double = frozenset(word for word in words["against"] if " " in word)
        self._worse, self._better = frozenset(words["worse"]), frozenset(words["better"])
        self._brings, self._to = frozenset(words["brings"]), frozenset(words["to"])
        self._opening, self._ends = frozenset(words["opening"]), frozenset(words["ends"])
        self._precise, self._mere = tuple(words["precise"]), frozenset(words["mere"])
        self._computed = frozenset(words["computed"])
        self._counts = {metric: any_phrase(phrases) for metric, phrases in words["counts"].items()}
        self._unsaid: str = rules.table("terms/metrics.toml")["roles"]["complexity"]

    def counted(
        self, readings: list[Reading], quantities: Sequence[Quantity], tokens: Tokens, sentence: Sentence, text: str
    ) -> list[Reading]:
        """The readings; "a complexity of O(1/eps)" counts the one thing of which the text tells a complexity."""
        mere = [self._is_mere(one, quantities[one.quantity], tokens, sentence) for one in readings]
        if not any(mere):
            return readings
        counts = [metric for metric, phrases in self._counts.items() if phrases.search(text)]
        if len(counts) != 1:
            return readings
        return [one._replace(metric=counts[0]) if told else one for one, told in zip(readings, mere, strict=True)]

    def _is_mere(self, reading: Reading, q: Quantity, tokens: Tokens, sentence: Sentence) -> bool:
        """Whether an order grows with the precision, and is but called a complexity, not one of the computation."""
        if (reading.measure, reading.metric) != ("complexity", self._unsaid):
            return False
        if not any(letter in word for word in tokens.lower[q.first : q.last] for letter in self._precise):
            return False
        first, last = max(sentence.first, q.first - _NAMED), min(q.last + _NAMES, sentence.last)
        near = [at for at in range(first, last) if tokens.lower[at] in self._mere]
        return bool(near) and self._computed.isdisjoint(tokens.lower[first:last])

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
