"""What the clause around a value says of it: that it is an average, or the most.

text -> tokens -> numbers -> quantities; here: the words away from the value, where none beside it bounds it
"""

from __future__ import annotations

from extractor.quantities.ranges import BEHIND, METRIC
from extractor.rulefiles.rules import Table
from extractor.text.tokens import Tokens

_EARLIER = 12  # tokens of the name of a metric before its value
_NEAR = 7  # of which those may be of any other bound than an average
_LATER = 12  # tokens behind a value within which its bound stands
_METRIC = 5  # tokens from a difference to the metric it is one of
_CLAUSE = 25  # tokens of a clause before a value


class Said:
    """Finds what is said of a value before it and behind it in its clause."""

    def __init__(self, bounds: Table) -> None:
        self._later = tuple(tuple(phrase.split()) for phrase in bounds["later"])
        self._later_first = frozenset(phrase[0] for phrase in self._later)
        self._over = frozenset(bounds["later_over"])
        self._bound: str = bounds["later_bound"]
        earlier = bounds["earlier"]
        self._words: dict[str, str] = earlier["words"]
        self._telling = self._later_first | self._words.keys()
        self._not_behind = frozenset(earlier["not_behind"])
        self._ends = frozenset(earlier["ends"])
        self._reached = frozenset(earlier["reached"])
        self._apart = frozenset(earlier["apart"])
        self._names: dict[str, list[str]] = earlier["names"]
        self._before_nouns: dict[str, list[str]] = earlier["before"]
        self.not_before = frozenset(earlier["not_before"])
        clause = bounds["clause"]
        self._parted = frozenset(clause["ends"])
        self._openers = frozenset(clause["openers"])
        self._marks = frozenset(clause["marks"])
        self._no_metric = frozenset(clause["no_metric"])

    def __call__(
        self, tokens: Tokens, span: tuple[int, int], first: int, last: int, *, changes: bool
    ) -> tuple[str, str]:
        """The bound of a value at a span of tokens in a sentence, and where it is told; `changes`: of "from A to B"."""
        opening, stop = span
        if self._telling.isdisjoint(tokens.lower[first : last + 1]):
            return "", ""  # nearly all
        if self._of_metric(tokens, stop, last):
            return self._bound, METRIC
        if self._behind(tokens, stop, last):
            return self._bound, BEHIND
        if self._phrase(tokens, first) or self._in_clause(tokens, opening, first):
            return self._bound, ""
        return self._before(tokens, opening, first, changes=changes), ""

    def _phrase(self, tokens: Tokens, at: int) -> int:
        """Length of the phrase of [later] at a token, 0 for none."""
        if tokens.lower[at] not in self._later_first:
            return 0
        return max((len(w) for w in self._later if tokens.spells(at, w)), default=0)

    def _in_clause(self, tokens: Tokens, at: int, first: int) -> bool:
        """Whether the clause of a value opens with a bound, or has it beside its verb: "on average, X is 2x faster".

        One that stands behind another value is that value's.
        """
        for index in range(at - 1, max(first, at - _CLAUSE) - 1, -1):
            word = tokens.lower[index]
            if word in self._parted or word[0].isdigit():
                return False
            if word in self._later_first and (length := self._phrase(tokens, index)):
                named = tokens.lower[index + length] in self.not_before
                return not named and not self._trails(tokens, index, first)
        return False

    def _trails(self, tokens: Tokens, at: int, first: int) -> bool:
        """Whether a phrase stands behind a value of its clause, and opens no new one ("that on average ...").

        One set off behind a verb is of what follows: "with 4x fewer tokens, it achieves, on average, a 3x speedup".
        """
        if tokens.lower[at - 1] in self._openers:
            return False
        if tokens.words[at - 1] == "," and tokens.before(at - 1) in self._no_metric:
            return False
        for index in range(at - 1, max(first, at - _CLAUSE) - 1, -1):
            if tokens.words[index] in self._marks:
                return False
            if tokens.lower[index][:1].isdigit():
                return True
        return False

    def _before(self, tokens: Tokens, at: int, first: int, *, changes: bool) -> str:
        """What the metric before a value says: "average accuracy of 88%", "average error (in m) from 3 to 2".

        That it is an average holds further on than that it is the most, and only that holds of a change.
        """
        start = at - 1
        if start <= first:
            return ""
        plain = tokens.lower[start] in self._ends
        if not (changes or plain or tokens.lower[start] in self._reached):
            return ""
        index = start - (changes and tokens.words[start] == "(")
        inside = 0  # closed brackets: "average accuracy (over five runs) of 88%"
        while index >= max(first, at - _EARLIER):
            word = tokens.lower[index]
            inside += (word == ")") - (word == "(")
            if inside < 0 or word[:1].isdigit() or word in ",;" or (changes and word in self._apart):
                return ""
            said = "" if inside else self.by(tokens, index)
            near = plain and not changes and ")" not in tokens.words[index:at] and index >= at - 1 - _NEAR
            if said and (said == self._bound or near):
                return said
            index -= 1
        return ""

    def by(self, tokens: Tokens, at: int) -> str:
        """What a word such as "average" or "maximum" says, unless it begins the name of a metric."""
        if tokens.lower[at] not in self._words:
            return ""
        word, following = tokens.lower[at : at + 2]
        before = tokens.lower[at - 1] if at else ""
        named = following in self.not_before or following in self._names.get(word, ())
        named = named or following not in self._before_nouns.get(word, (following,))
        return "" if named or before in self._not_behind else self._words[word]

    def _of_metric(self, tokens: Tokens, stop: int, last: int) -> bool:
        """Whether the metric a value is of is an average: "40% average gain", "40% lower average error"."""
        for index in range(stop, min(stop + _METRIC, last - 1)):
            word = tokens.lower[index]
            if not (word.isalpha() or "-" in word) or word in self._no_metric:
                return False
            if self.by(tokens, index) == self._bound:
                return True
        return False

    def _behind(self, tokens: Tokens, at: int, last: int) -> bool:
        """Whether a phrase of [later] stands behind a value: "40% less memory on average"."""
        for index in range(at, min(at + _LATER, last - 1)):
            word = tokens.lower[index]
            if word in self._later_first and (length := self._phrase(tokens, index)):
                return self.not_before.isdisjoint(tokens.lower[index + length : index + length + 1])
            if word == "," and tokens.words[index - 1] not in ",;":
                length = self._phrase(tokens, index + 1)
                after = tokens.words[index + 1 + length : index + length + 2]  # none where the text ends
                goes_on = length > 0 and tokens.lower[index + length] in self._over  # "..., averaged over ten sets"
                return goes_on or (length > 0 and (not after or after[0] in ",.;"))  # "..., on average."
            if word in ",;" or word[0].isdigit():
                return False
        return False
