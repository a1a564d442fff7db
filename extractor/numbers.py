"""Numbers: digits, number words, scaled numbers and the phrases that stand for one ("an order of magnitude")."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from extractor.rules import Table
from extractor.tokens import Tokens

_DIGITS = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$")
_POWER = re.compile(r"(?:(\d+(?:\.\d+)?)\s?[x.]\s?)?10\^\s?([+-]?\d{1,3})$")
_LONGEST = 40  # characters of a number


class Number(NamedTuple):
    """A number at tokens [start, end).

    `kind` is number, ratio, percent, or article ("an hour"); `bound` is set where the wording has one; `scale`
    is what a letter or word behind it multiplied it by.
    """

    start: int
    end: int
    value: float
    kind: str
    bound: str
    scale: float
    word: bool


class NumberFinder:
    """Finds numbers by rules/numbers/words.toml."""

    def __init__(self, table: Table) -> None:
        self._cardinals: dict[str, float] = {k: float(v) for k, v in table["cardinals"].items()}
        self._articles: dict[str, float] = {k: float(v) for k, v in table["articles"].items()}
        self._letters: dict[str, float] = dict(table["scales"]["letters"])
        self._scales: dict[str, float] = {k: float(v) for k, v in table["scales"]["words"].items()}
        self._nouns = frozenset(table["scaled_nouns"]["words"])
        self._phrases: dict[str, list[tuple[tuple[str, ...], dict[str, object]]]] = {}
        for entry in table["phrase"]:
            words = tuple(entry["text"].split())
            self._phrases.setdefault(words[0], []).append((words, entry))
        for group in self._phrases.values():
            group.sort(key=lambda item: -len(item[0]))

    def __call__(self, tokens: Tokens) -> list[Number]:
        """Every number of the tokens, left to right, none overlapping."""
        numbers: list[Number] = []
        index, end = 0, len(tokens.words)
        while index < end:
            number = self._at(tokens, index)
            if number is None:
                index += 1
            else:
                numbers.append(number)
                index = number.end
        return numbers

    def _at(self, tokens: Tokens, index: int) -> Number | None:
        lower = tokens.lower[index]
        phrase = self._phrase(tokens, index, lower, None)
        if phrase is not None:
            return phrase
        digits = lower[0].isdigit() or lower[0] == "."
        value = parse(tokens.words[index]) if digits else self._cardinals.get(lower)
        if value is None:
            one = self._articles.get(lower)
            return None if one is None else Number(index, index + 1, one, "article", "", 1.0, True)
        number = self._phrase(tokens, index, "<n>", value) or self._scaled(tokens, index, value, lower)
        return number if math.isfinite(number.value) else None  # "1e300 trillion", "400 orders of magnitude"

    def _phrase(self, tokens: Tokens, index: int, first: str, count: float | None) -> Number | None:
        for words, entry in self._phrases.get(first, ()):
            if tuple(tokens.lower[index + 1 : index + len(words)]) != words[1:]:
                continue
            raw = entry["value"]
            value = _power_of_ten(count or 0) if raw == "power_of_ten" else float(str(raw))
            bound = str(entry.get("bound", ""))
            return Number(index, index + len(words), value, str(entry["kind"]), bound, 1.0, True)
        return None

    def _scaled(self, tokens: Tokens, index: int, value: float, lower: str) -> Number:
        """The number with the scale behind it, glued ("38B"), hyphenated ("30-billion") or as a word."""
        word = not (lower[0].isdigit() or lower[0] == ".")
        scale, end = self._scale_at(tokens, index + 1)
        return Number(index, end, _times(value, scale), "number", "", scale, word)

    def _scale_at(self, tokens: Tokens, at: int) -> tuple[float, int]:
        """The scale at a token and the token behind it; (1, at) where there is none."""
        if at >= len(tokens.words):
            return 1.0, at
        here, after = tokens.words[at], tokens.lower[at + 1] if at + 1 < len(tokens.words) else ""
        if here in self._letters and (tokens.glued(at) or after in self._nouns):
            return self._letters[here], at + 1
        if here == "-" and after in self._scales:
            return self._scales[after], at + 2
        if tokens.lower[at] in self._scales and len(here) > 1:
            return self._scales[tokens.lower[at]], at + 1
        return 1.0, at


def _power_of_ten(count: float) -> float:
    return 10.0**count if count <= 308 else math.inf


def _times(value: float, scale: float) -> float:
    """The product without the dust of binary fractions: 68.77 thousand is 68770."""
    return float(f"{value * scale:.12g}")


def parse(text: str) -> float | None:
    """The value of a number as written ("4,039", "1e-2", "1.5x10^6"); None where it is none or not finite."""
    if len(text) > _LONGEST:
        return None
    power = _POWER.match(text)
    if power:
        text = f"{power.group(1) or 1}e{power.group(2)}"
    elif not _DIGITS.match(text):
        return None
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
