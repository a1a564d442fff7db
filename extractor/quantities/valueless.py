"""Numbers that are no value, by what stands around them: exponents, years, markers, sizes, parts of formulas."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from extractor.quantities.numbers import Number
from extractor.text.tokens import Tokens

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_LONGEST_NAME_NUMBER = 10
_SENTENCE_ENDS = frozenset([".", "!", "?"])
_BEFORE_POINTS = frozenset([":", ";"])  # what stands before the points of a list
_SUM_SIGNS = frozenset(["-", "+", "−", "±"])
_RELATIONS = frozenset(["=", "<", ">", "<=", ">=", "≤", "≥", "≠"])
_OPERATORS = frozenset(["+", "*", "^", "⋅", "·", "/", "<", ">", "<=", ">=", "≤", "≥", "="])
_YEAR, _DECADE = 4, 2  # digits
_BRACKET = 12  # tokens a bracket holds at most


class Fractions(NamedTuple):
    """The words around fractions in digits, those of [fractions] in rules/numbers/words.toml."""

    named: frozenset[str]
    linked: frozenset[str]
    shared: frozenset[str]

    def is_exponent(self, tokens: Tokens, number: Number) -> bool:
        """Whether a fraction is an exponent ("n^{-1/4}"), behind a glued minus or a caret, or named as one.

        "Of order 1/2" names it, "on the order of 1/2 of the time" says what it is a part of.
        """
        at = number.start
        if at == 0 or "/" not in tokens.words[at : number.end]:
            return False
        if tokens.words[at - 1] in "-^" and tokens.glued(at):
            return True
        if not self.shared.isdisjoint(tokens.lower[number.end : number.end + 1]):
            return False
        return tokens.lower[tokens.back(at, self.linked, 1) - 1] in self.named


def is_bare_word_or_year(tokens: Tokens, number: Number) -> bool:
    """A number word without a unit ("two modules"), a year, a citation ("[3]"), a list marker, a part of a name."""
    if number.word and number.scale == 1:
        return True
    before = tokens.words[number.start - 1] if number.start else ""
    if before in ("[", "@", "#"):
        return True
    if number.value != int(number.value) or number.scale != 1:
        return False
    after = tokens.words[number.end] if number.end < len(tokens.words) else ""
    # "(top 1)", but "a network (GAN) that 1) is small and 2) is fast"
    if after == ")" and (before == "(" or not tokens.is_bracketed(max(0, number.start - _BRACKET), number.start)):
        return True
    if after == "." and (before in _BEFORE_POINTS or (before == "," and _goes_on(tokens, number.end))):
        return True  # "two advantages: 1. it is fast; 2. it is small"
    # "System 2", "Llama 3", unless the sentence begins with that word
    opens = number.start < 2 or tokens.words[number.start - 2] in _SENTENCE_ENDS
    if before[:1].isupper() and number.value < _LONGEST_NAME_NUMBER and not opens:
        return True
    year = tokens.words[number.start]
    alone = number.end == number.start + 1
    return alone and len(year) == _YEAR and year.isdigit() and _FIRST_YEAR <= number.value < _LAST_YEAR


def scale_behind(tokens: Tokens, number: Number, scales: Collection[int]) -> int:
    """The token behind the scale of a grade with a point, which a slash parts from it: "scores 7.4/10"; its own end."""
    end = number.end
    told = "." in tokens.words[number.start] and tokens.words[end : end + 1] == ["/"] and tokens.glued(end)
    whole = tokens.words[end + 1] if told and end + 1 < len(tokens.words) else ""
    return end + 2 if whole.isdecimal() and int(whole) in scales and tokens.glued(end + 1) else end


def _goes_on(tokens: Tokens, at: int) -> bool:
    """Whether a sentence goes on behind a full stop."""
    return tokens.words[at + 1 : at + 2] != [] and tokens.words[at + 1][0].islower()


def in_formula(tokens: Tokens, number: Number, last: int, symbols: frozenset[str]) -> bool:
    """Whether a number is part of a formula: "k = 2", "t_1 < 1", "1/n^2", "1 - epsilon", "1/(1-gamma)", "lambda^-1"."""
    at, words = number.start, tokens.words
    before = words[at - 1] if at else ""
    if at > 1 and before in _RELATIONS and _is_symbol(words[at - 2], symbols):
        return True
    if before == "^" or (before in _SUM_SIGNS and at > 1 and words[at - 2] == "^"):
        return True
    if at > 1 and before in _SUM_SIGNS and not tokens.glued(at) and _is_symbol(words[at - 2], symbols):
        return True
    if before in _SUM_SIGNS and at > 1 and words[at - 2] == "[":
        return True
    at = number.end
    if at < last and words[at] == "]":  # "in [-1,1]"
        return True
    if at + 1 >= last or number.word:
        return False
    if number.value == 1 and words[at] in _SUM_SIGNS and not tokens.glued(at) and words[at + 1][0].isalpha():
        return True
    if number.value == 1 and words[at] == "/" and tokens.glued(at) and words[at + 1][0].isalpha():
        return True  # "1/sqrt(n)"
    return words[at] in _OPERATORS and (_is_symbol(words[at + 1], symbols) or words[at : at + 2] == ["/", "("])


def is_decade(tokens: Tokens, number: Number, last: int, before: frozenset[str], ending: str) -> bool:
    """Whether a number names ten years: "in the early 1990s", "the mid '90s", "the 90s"."""
    at, end = number.start, number.end
    digits = tokens.words[at]
    ended = end < last and tokens.lower[end] == ending and tokens.glued(end)
    if not (ended and digits.isdecimal() and digits.endswith("0")):
        return False
    return len(digits) == _YEAR or (len(digits) == _DECADE and tokens.lower[max(0, at - 1)] in before)


def _is_symbol(word: str, symbols: frozenset[str]) -> bool:
    """Whether a word stands for a number: one letter, or one with an index or exponent, or a Greek letter's name."""
    return word.lower() in symbols or "_" in word or "^" in word


def dimensions(tokens: Tokens, numbers: list[Number]) -> set[int]:
    """Starts of numbers that are sizes ("224x224", "7 x 7 x 3") or name two values ("0-1 loss"), which are settings."""
    blocked: set[int] = set()
    starts = {n.start for n in numbers}
    for number in numbers:
        at = number.end
        if at + 1 >= len(tokens.words) or at + 1 not in starts:
            continue
        glued = tokens.glued(at) and tokens.glued(at + 1)
        named = at + 2 < len(tokens.words) and tokens.words[at + 2].isalpha()
        if glued and named and tokens.words[number.start : at + 2] in (["0", "-", "1"], ["0", "/", "1"]):
            blocked |= {number.start, at + 1}
        sign = tokens.words[at] in ("x", "X")
        if sign and (tokens.glued(at + 1) or not tokens.glued(at)):
            blocked |= {number.start, at + 1}
    return blocked
