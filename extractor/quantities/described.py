"""Counts of described data: "only 25 hand-labelled field images", whose unit is the noun at the end."""

from __future__ import annotations

from typing import NamedTuple

from extractor.quantities.numbers import Number
from extractor.rulefiles.rules import Table
from extractor.text.tokens import Tokens

_FEW = 4  # number words below it count what is taken in, but for lessons
_TAUGHT = 6  # tokens from a word of training to what is trained on
_LISTED = 8  # numbers of a list before the noun that they all count
_SAID = 3  # tokens at most of a phrase like "as few as"


class Datum(NamedTuple):
    """Where a count of described data ends, and its unit."""

    end: int
    unit: str


class Described:
    """Finds the noun that a number counts behind the words that describe it, by `described` of units.toml.

    Any word may describe data, so this holds only where a phrase before the number says that so few are enough:
    a plain count of them is the scene, and most numbers without a unit count nothing of interest.
    """

    def __init__(self, units: Table) -> None:
        table = units["described"]
        self._few = frozenset(table["few"])
        self._last_of_few = frozenset(phrase.rsplit(" ", 1)[-1] for phrase in table["few"])
        self._about = frozenset(table["about"])
        self._nouns = frozenset(table["nouns"])
        self._single = frozenset(table["single"])
        self._lessons = frozenset(table["lessons"])
        self._alone: str = table["alone"]
        self._definite: str = table["definite"]
        self._exercises = frozenset(table["exercises"])
        self._trained = frozenset(table["trained"])
        self._never = frozenset(table["never"])
        self._within: int = table["within"]
        self._unit: str = table["unit"]
        counts = [unit for unit in units["unit"] if unit["kind"] == "count"]
        self._units = {surface: unit["unit"] for unit in counts for surface in unit["surfaces"]}
        self._ends = frozenset(units["of_ends"])
        self._listing = frozenset(table["listing"])

    def __call__(self, tokens: Tokens, number: Number, last: int) -> Datum | None:
        """The end and the unit of the data that a number counts, None where it counts none."""
        if number.value != int(number.value) or not self._is_few(tokens, number.start):
            return None
        if number.kind == "article" and tokens.lower[number.end : number.end + 1] != [self._alone]:
            return None  # "only a few labels", but "just a single label"
        first = self._list_end(tokens, number.end, last)
        for at in range(first, min(first + self._within, last)):
            word = tokens.lower[at]
            taught = word in self._exercises and self._is_taught(tokens, number.start)
            named = word in self._nouns or f"{tokens.lower[at - 1]} {word}" in self._nouns
            if taught or named or (number.value == 1 and word in self._single):
                if self.is_one_of_few(number) and self._lessons.isdisjoint(tokens.lower[first : at + 1]):
                    return None  # "only two fluoroscopic images" are what it takes in
                behind = tokens.lower[at + 1] if at + 1 < last else ""
                goes_on = behind in self._never or behind in self._nouns  # "only 9 image features"
                end = at + 1 if first == number.end else number.end  # the noun belongs to the last of a list
                return None if goes_on else Datum(end, self._units.get(word, self._unit))
            if word in self._ends or word in self._never or not (word[0].isalpha() or word == "-"):
                return None
        return None

    def is_one_of_few(self, number: Number) -> bool:
        """Whether a number word is so small that it mostly counts what a system takes in: "two", "three"."""
        return number.word and number.value < _FEW

    def _list_end(self, tokens: Tokens, at: int, last: int) -> int:
        """The token behind the last number of a list that goes on at a token: "as few as 12 and 3 input images"."""
        last = min(last, at + 2 * _LISTED)
        while at + 1 < last and tokens.lower[at] in self._listing and tokens.words[at + 1].isdecimal():
            at += 2
        return at

    def _list_start(self, tokens: Tokens, start: int) -> int:
        """The first number of a list that ends in the number at a token."""
        first = max(1, start - 2 * _LISTED)
        while start > first and tokens.lower[start - 1] in self._listing and tokens.words[start - 2].isdecimal():
            start -= 2
        return start

    def _is_taught(self, tokens: Tokens, start: int) -> bool:
        """Whether something is trained on what a number counts: "training uses only 3k problems"."""
        return not self._trained.isdisjoint(tokens.lower[max(0, start - _TAUGHT) : start])

    def _is_few(self, tokens: Tokens, start: int) -> bool:
        """Whether what stands before a number says that it is few: "only", "as few as", "fewer than about"."""
        start = tokens.back(self._list_start(tokens, start), self._about, 1)
        if not start or tokens.lower[start - 1] not in self._last_of_few:
            return False
        before = tokens.lower[max(0, start - _SAID) : start]
        few = next((at for at in range(len(before)) if " ".join(before[at:]) in self._few), None)
        return few is not None and before[few - 1 : few] != [self._definite]  # "the only one"
