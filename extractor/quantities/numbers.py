"""Numbers: digits, number words, scaled numbers and the phrases that stand for one ("an order of magnitude")."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from extractor.rulefiles.rules import Table
from extractor.text.tokens import Tokens

_DIGITS = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$")
_LEAST_PART = 100  # the smallest fraction written out, but for round ones ("1/2000 of the parameters"), is a hundredth
_DECIMAL = re.compile(r"\d{1,2},\d{1,2}$")  # "73,6%"
_ROUND = "00"
_DASHES = frozenset(["-", "--", "–"])
_LONG = 4  # digits beyond which no denominator goes
_MARKS = frozenset([",", ".", ";", ")", ":"])
_POWER = re.compile(r"(?:(\d+(?:\.\d+)?)\s?[x.]\s?)?10\^\s?([+-]?\d{1,3})$")
_TO_ONE = ":1"  # the end of a ratio, "24:1"
ORDERS = -1.0  # the scale of a count of orders of magnitude
_POWERS = "power_of_ten"  # the value of a phrase that counts them
_LONGEST = 40  # characters of a number
_SCALED = 1000  # numbers below it can have a scale, which is no less
_METRIC = "<metric>"  # in a list of words: the names of metrics


class Number(NamedTuple):
    """A number at tokens [start, end).

    `kind` is number, ratio, percent, or article ("an hour"); `bound` is set where the wording has one; `scale`
    is what a letter or word behind it multiplied it by, or ORDERS for a power of ten; `verb` marks "halves", which
    says what it does, too.
    """

    start: int
    end: int
    value: float
    kind: str
    bound: str
    scale: float
    word: bool
    verb: bool = False


class _Phrase(NamedTuple):
    """Words that stand for a number, and those that must or must not stand around them (None: any)."""

    words: tuple[str, ...]
    value: float
    kind: str
    bound: str
    verb: bool
    behind: frozenset[str] | None
    led: frozenset[str]
    apart: frozenset[str]
    scale: float

    def fits(self, lower: Sequence[str], start: int, end: int) -> bool:
        """Whether it means a number here: no "a third task", no "upper half of the face"."""
        before = lower[start - 1] if start else ""
        if before in self.apart:
            return False
        return self.behind is None or before in self.led or self.behind.issuperset(lower[end : end + 1])


def written_out(table: Table) -> Iterator[tuple[str, float, Table]]:
    """Every phrase of the table with its value, all its words written out but <n>, which has the value of its count."""
    counts = {word: float(n) for word, n in table["cardinals"].items() if n > 1}
    for entry in table["phrase"]:
        for text in entry["texts"]:
            for word, n in counts.items() if "<w>" in text else [("", float(entry.get("count", 1)))]:
                for part, whole in table["parts"].items() if "<part>" in text else [("", math.inf)]:
                    if n < whole:
                        written = text.replace("<w>", word).replace("<part>", part)
                        yield written, _value(entry["value"], n, whole), entry


class NumberFinder:
    """Finds numbers by rules/numbers/words.toml; `metrics` are the names of metrics, for words that one may follow."""

    def __init__(self, table: Table, metrics: Iterable[str] = ()) -> None:
        self._cardinals: dict[str, float] = {k: float(v) for k, v in table["cardinals"].items()}
        self._articles: dict[str, float] = {k: float(v) for k, v in table["articles"].items()}
        self._letters: dict[str, float] = dict(table["scales"]["letters"])
        self._scales: dict[str, float] = {k: float(v) for k, v in table["scales"]["words"].items()}
        self._nouns = frozenset(table["scaled_nouns"]["words"])
        self._apart_letters = frozenset(table["scaled_nouns"]["apart"])
        self._marks = frozenset(table["scaled_nouns"]["marks"])
        self._fractions = frozenset(table["fractions"]["common"])
        self._ordinals = frozenset(table["fractions"]["endings"])
        behind = {name: _named(words, metrics) for name, words in table["behind"].items()}
        # Phrases by their first word and their second, which is "" for those of one word.
        self._phrases: dict[str, dict[str, list[_Phrase]]] = {}
        for text, value, entry in written_out(table):
            words = tuple(text.split())
            second = words[1] if len(words) > 1 else ""
            follows = behind[entry["behind"]] if "behind" in entry else None
            led, apart = frozenset(entry.get("led", ())), frozenset(entry.get("apart", ()))
            bound, scale = entry.get("bound", ""), ORDERS if entry["value"] == _POWERS else 1.0
            phrase = _Phrase(words, value, entry["kind"], bound, "verb" in entry, follows, led, apart, scale)
            self._phrases.setdefault(words[0], {}).setdefault(second, []).append(phrase)
        for group in chain.from_iterable(seconds.values() for seconds in self._phrases.values()):
            group.sort(key=lambda phrase: -len(phrase.words))
        self._and: str = table["joined"]
        self._begins = frozenset([*self._phrases, *self._cardinals, *self._articles])

    def __call__(self, tokens: Tokens) -> list[Number]:
        """Every number of the tokens, left to right, none overlapping."""
        numbers: list[Number] = []
        begins, end = self._begins, 0
        for index, lower in enumerate(tokens.lower):
            if index >= end and (lower in begins or lower[0].isdigit() or lower[0] == "."):
                number = self._at(tokens, index)
                if number is not None:
                    if numbers:
                        numbers[-1] = self._scaled_alike(tokens, numbers[-1], number)
                    numbers.append(number)
                    end = number.end
        return numbers

    def _scaled_alike(self, tokens: Tokens, a: Number, b: Number) -> Number:
        """A number with the scale that is said once, behind the next one: "1.6 and 3.1 billion parameters"."""
        plain = a.kind == b.kind == "number" and a.scale == 1 and a.value < _SCALED and not a.word
        if plain and b.scale >= _SCALED and not b.word and tokens.lower[a.end : b.start] == [self._and]:
            return a._replace(value=times(a.value, b.scale), scale=b.scale)
        return a

    def _at(self, tokens: Tokens, index: int) -> Number | None:
        lower = tokens.lower[index]
        phrase = self._phrase(tokens, index, lower, None)
        if phrase is not None:
            return phrase
        digits = lower[0].isdigit() or lower[0] == "."
        fraction = self._fraction(tokens, index) if digits else None
        if fraction is not None:
            return fraction
        value = parse(tokens.words[index]) if digits else self._cardinals.get(lower)
        if value is not None and lower.endswith(_TO_ONE):
            return Number(index, index + 1, value, "ratio", "", 1.0, False) if value > 1 else None
        if value is None:
            one = self._articles.get(lower)
            return None if one is None else Number(index, index + 1, one, "article", "", 1.0, True)
        number = self._phrase(tokens, index, "<n>", value) or self._scaled(tokens, index, value, lower)
        return number if math.isfinite(number.value) else None  # "1e300 trillion", "400 orders of magnitude"

    def _fraction(self, tokens: Tokens, index: int) -> Number | None:
        """A common fraction in digits, as a percentage: "1/10 of the time", "2/3", "1/5th"."""
        words, end = tokens.words, index + 3
        if end > len(words) or words[index + 1] != "/" or (index and words[index - 1] == "/"):
            return None
        glued = tokens.glued(index + 1)
        if glued != tokens.glued(index + 2):
            return None
        above, below = words[index], words[index + 2]
        unit = glued and above == "1" and below.isdecimal() and int(below[:_LONG]) > 1
        unit = unit and (int(below[:_LONG]) <= _LEAST_PART or below.endswith(_ROUND))
        if not unit and f"{above}/{below}" not in self._fractions:
            return None
        ranges = words[end + 1 : end + 3] == [above, "/"] and words[end] in _DASHES  # "1/6--1/3"
        if end < len(words) and tokens.glued(end) and words[end] not in _MARKS and not ranges:
            if words[end].lower() not in self._ordinals:
                return None  # "1/4-bit", "1/2/4"
            end += 1
        return Number(index, end, 100 * int(above) / int(below), "percent", "", 1.0, False)

    def _phrase(self, tokens: Tokens, index: int, first: str, count: float | None) -> Number | None:
        phrases = self._phrases.get(first)
        if phrases is None:
            return None
        behind = tokens.lower[index + 1] if index + 1 < len(tokens.lower) else ""
        for phrase in chain(phrases.get(behind, ()), phrases.get("", ())):
            end = index + len(phrase.words)
            if tuple(tokens.lower[index + 1 : end]) != phrase.words[1:] or not phrase.fits(tokens.lower, index, end):
                continue
            value = phrase.value if count is None else power_of_ten(count)
            return Number(index, end, value, phrase.kind, phrase.bound, phrase.scale, True, phrase.verb)
        return None

    def _scaled(self, tokens: Tokens, index: int, value: float, lower: str) -> Number:
        """The number with the scale behind it, glued ("38B"), hyphenated ("30-billion") or as a word."""
        word = not (lower[0].isdigit() or lower[0] == ".")
        scale, end = self._scale_at(tokens, index + 1)
        return Number(index, end, times(value, scale), "number", "", scale, word)

    def _scale_at(self, tokens: Tokens, at: int) -> tuple[float, int]:
        """The scale at a token and the token behind it; (1, at) where there is none."""
        if at >= len(tokens.words):
            return 1.0, at
        here, after = tokens.words[at], tokens.lower[at + 1] if at + 1 < len(tokens.words) else ""
        if here in self._letters and (tokens.glued(at) or after in self._nouns):
            return self._letters[here], at + 1
        broken = here in self._apart_letters and "." in tokens.words[at - 1]
        if broken and after in self._marks:  # "the number of parameters is 2.1 M."
            return self._letters[here], at + 1
        if here == "-" and after in self._scales:
            return self._scales[after], at + 2
        if tokens.lower[at] in self._scales and len(here) > 1:
            return self._scales[tokens.lower[at]], at + 1
        return 1.0, at


def _value(value: float | str, n: float, whole: float) -> float:
    """The value of a phrase, by its name in the table or as it stands there."""
    by_name = {"itself": n, "part": 100 * n / whole, _POWERS: power_of_ten(n)}
    return by_name[value] if isinstance(value, str) else float(value)


def _named(words: Iterable[str], metrics: Iterable[str]) -> frozenset[str]:
    """A list of words that follow a phrase, with the names of metrics for the sign that stands for them."""
    return frozenset(chain.from_iterable(metrics if word == _METRIC else [word] for word in words))


def power_of_ten(count: float) -> float:
    """Ten to the power of a count, infinite beyond the floats."""
    return 10.0**count if count <= 308 else math.inf


def times(value: float, scale: float) -> float:
    """The product without the dust of binary fractions: 68.77 thousand is 68770, 0.57 of something 57 %."""
    return float(f"{value * scale:.12g}")


def parse(text: str) -> float | None:
    """The value of a number as written ("4,039", "1e-2", "1.5x10^6", "24:1"); None where it is none or not finite."""
    if len(text) > _LONGEST:
        return None
    text = text.removesuffix(_TO_ONE)
    power = _POWER.match(text)
    if power:
        text = f"{power.group(1) or 1}e{power.group(2)}"
    elif not (_DIGITS.match(text) or _DECIMAL.match(text)):
        return None
    try:
        value = float(text.replace(",", "." if _DECIMAL.match(text) else ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
