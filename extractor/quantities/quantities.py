"""Quantities: numbers with their unit, bound, sign and range, and lists of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import zip_longest
from string import ascii_lowercase
from typing import Any, NamedTuple

from extractor.quantities.bounds import Bounds
from extractor.quantities.carried import Carrier
from extractor.quantities.described import Described
from extractor.quantities.numbers import ORDERS, Number
from extractor.quantities.ranges import PART, Joiner, Quantity
from extractor.quantities.valueless import (
    Fractions,
    dimensions,
    in_formula,
    is_bare_word_or_year,
    is_decade,
    scale_behind,
)
from extractor.rulefiles.rules import Table
from extractor.text.tokens import Sentence, Tokenizer, Tokens

_PHRASE = 7  # tokens of what a duration is said to be of
_AROUND = 8  # tokens around a frequency that say what swings
_BESIDE = 5  # tokens around it that say so beyond doubt
_LEAST_MODEL = 1e6
_FEW = 4
_TENS = 10
_GAIN_WITHIN = 6  # tokens behind "20-point" that say that it is a change
_OF_THINGS = frozenset(["unit", "count"])
_BRACKETS = {"[": "]", "(": ")"}


class _Unit(NamedTuple):
    words: tuple[str, ...]
    unit: str
    kind: str
    metric: str
    implied: bool


class QuantityFinder:
    """Builds quantities from numbers by rules/quantities/units.toml and bounds.toml."""

    def __init__(self, units: Table, bounds: Table, numbers: Table, metrics: Table, tokenizer: Tokenizer) -> None:
        self._articles = frozenset(numbers["articles"])
        letters = frozenset(ascii_lowercase).difference(numbers["formula"]["measured"])
        self._symbols = letters.union(numbers["formula"]["symbols"])
        self._grades = frozenset(numbers["grades"]["of"])
        self._decades, self._decade_ending = frozenset(numbers["decade"]["before"]), numbers["decade"]["ending"]
        self._fractions = Fractions(*(frozenset(numbers["fractions"][key]) for key in Fractions._fields))
        self._unit_of_kind: dict[str, str] = dict(bounds["unit_of_kind"])
        self._opened: list[str] = bounds["joiners"]["opened"]
        self._units = _by_first_word(units["unit"], tokenizer)
        self._described = Described(units)
        self._datum: str = units["described"]["unit"]
        self._durations = frozenset(units["durations"])
        compound = units["compound"]
        self._compound = {key: frozenset(compound[key]) for key in ("joined", "dealt")}
        self._parts_of: dict[str, float] = compound["times"]
        self._of: str = units["of"]
        self._few_of = frozenset(units["few_of"])
        self._told_of = frozenset(units["told_of"])
        self._fewest: dict[str, int] = units["fewest"]
        self._out_of = [tuple(phrase.split()) for phrase in units["out_of"]]
        self._training = frozenset(units["durations_of"])
        self._data = frozenset(units["data_of"])
        self._before_of = frozenset(units["before_of"])
        self._of_ends = frozenset(units["of_ends"])
        self._measured = frozenset(units["measured"])
        self._physical = {
            unit: (frozenset(table["words"]), frozenset(table["not"]), frozenset(table.get("always", ())))
            for table in units["physical"]
            for unit in table["units"]
        }
        self._own_articles = frozenset(units["implied_after"])
        self._prefix = {s: entry for entry in units["prefix"] for s in entry["surfaces"]}
        self._prefix |= {entry["unit"]: entry for entry in units["prefix"]}
        self._hyphen_setting = frozenset(units["hyphen_setting"])
        self._ranks = frozenset(units["ranks"])
        self._hyphen_gains = frozenset(units["hyphen_gains"])
        self._joiner = Joiner(bounds, numbers["complexity"]["heads"], units["kin"], metrics)
        self._bounds = Bounds(bounds)
        self._carrier = Carrier(bounds)

    def __call__(self, tokens: Tokens, numbers: list[Number]) -> list[Quantity]:
        """Quantities of the tokens, left to right, none overlapping."""
        found: list[Quantity] = []
        blocked = dimensions(tokens, numbers)
        for sentence in tokens.sentences if numbers else ():
            at = bisect_left(numbers, sentence.first, key=lambda number: number.start)
            end = bisect_left(numbers, sentence.last, lo=at, key=lambda number: number.start)
            inside = [number for number in numbers[at:end] if number.start not in blocked]
            singles: list[Quantity] = []
            for number, behind in zip_longest(inside, inside[1:]):
                single = self._single(tokens, number, sentence, behind)
                if single is None or (singles and single.start < singles[-1].last):  # "A100 80GB GPU hours"
                    continue
                summed = self._summed(tokens, singles[-1], single) if singles else None
                singles[-1:] = [*singles[-1:], single] if summed is None else [summed]
            merged = self._joiner.merged(tokens, singles)
            bounded = [self._bounds(tokens, q, sentence.first, sentence.last) for q in merged]
            # An article is a number only where a bound makes it one: "in under an hour".
            found.extend(
                q
                for q in bounded
                if q.bound != "exact" or q.kind != "unit" or tokens.lower[q.start] not in self._articles
            )
        orders = self._joiner.complexities(tokens)
        for sentence in tokens.sentences if orders else ():
            own = (q for q in orders if sentence.first <= q.start < sentence.last)
            found.extend(self._bounds(tokens, q, sentence.first, sentence.last) for q in own)
        found.sort()
        return self._carrier(tokens, self._joiner.listed(tokens, found))

    def _summed(self, tokens: Tokens, a: Quantity, b: Quantity) -> Quantity | None:
        """A duration told in two units, in the smaller one: "1 hour and 26 minutes", "2 h 30 min"."""
        times = self._parts_of.get(f"{a.unit} {b.unit}")
        if times is None or a.kind != b.kind or a.low is None or b.low is None or a.low % 1 or b.low >= times:
            return None
        dealt = not self._compound["dealt"].isdisjoint(tokens.lower[b.end : b.end + 2])
        if dealt or not self._compound["joined"].issuperset(tokens.lower[a.end : b.start]):
            return None
        total = a.low * times + b.low
        return b._replace(start=a.start, first=a.first, low=total, high=total)

    # one number and its unit

    def _single(self, tokens: Tokens, number: Number, sentence: Sentence, behind: Number | None) -> Quantity | None:
        """One number with its unit, None where it can be no value; `behind` is the next number."""
        last = sentence.last
        if number.kind in self._unit_of_kind:
            if self._fractions.is_exponent(tokens, number) or in_formula(tokens, number, last, self._symbols):
                return None
            part = self._part_of_unit(tokens, number, sentence) if number.word and number.kind == "percent" else None
            if part is not None:
                return part
            worded = number._replace(scale=PART) if number.kind == "percent" else number
            return _quantity(worded, number.start, number.end, number.kind, self._unit_of_kind[number.kind])
        if is_decade(tokens, number, last, self._decades, self._decade_ending):
            return None
        datum = self._described(tokens, number, last) if self._described.is_one_of_few(number) else None
        if datum is not None:  # "just one demonstration"
            return _quantity(number, number.start, datum.end, "count", datum.unit)
        number, unit, hyphen = self._with_unit(tokens, number, last)
        if unit is not None and unit.implied:
            if self._counts_parameters(tokens, number):
                # "a 7B model": the noun says what is counted, but is no part of the quote.
                return _quantity(number, number.start, number.end, unit.kind, unit.unit, unit.metric)
            unit = None
        if unit is not None and (number.kind != "article" or unit.kind == "unit"):
            end = number.end + len(unit.words) + hyphen
            if unit.unit in self._durations and not self._data.isdisjoint(self._counted(tokens, end, last)):
                return _quantity(number, number.start, end, "count", unit.unit)  # "10 minutes of experience"
            if unit.kind == "points" and number.scale > 1 and not number.word:
                return _quantity(number, number.start, end, "count", self._datum)  # "2M points" are data
            setting = self._is_setting(tokens, number, unit, hyphen, end, sentence)
            return _quantity(number, number.start, end, unit.kind, unit.unit, unit.metric, setting)
        if number.kind == "article" or in_formula(tokens, number, last, self._symbols):
            return None
        return self._without_unit(tokens, number, sentence, behind)

    def _without_unit(
        self, tokens: Tokens, number: Number, sentence: Sentence, behind: Number | None
    ) -> Quantity | None:
        """A number with no unit right behind it: of data that words describe, with a sign before it, or a bare one."""
        last = sentence.last
        datum = self._described(tokens, number, last)
        if datum is not None:  # "only 25 hand-labelled field images"
            return _quantity(number, number.start, datum.end, "count", datum.unit)
        prefix = self._prefix_at(tokens, number.start)
        if prefix is not None:
            kind, unit_name, metric = prefix["kind"], prefix["unit"], prefix["metric"]
            physical = self._is_physical(tokens, number.start, unit_name, number.end, sentence)
            return _quantity(number, number.start - 1, number.end, kind, unit_name, metric, physical)
        if tokens.before(number.start) in self._ranks and tokens.words[number.start].isdecimal():
            return None  # "top 1 accuracy"
        opened = tokens.lower[number.end : number.end + 2] == self._opened  # "a 2- to 3-fold gain"
        close = behind is not None and behind.start - number.end - opened <= 1
        # "one or two orders of magnitude", "two to three times", "two to fourfold"
        orders = close and behind is not None and (behind.scale == ORDERS or self._is_worded(tokens, behind, last))
        factor = number.value > 1 and self._bounds.is_factor(tokens, number.start, sentence.first)
        if not orders and not factor and is_bare_word_or_year(tokens, number):
            return None
        end = number.end
        hyphen = end + 1 < last and tokens.words[end] == "-" and tokens.glued(end)
        setting = hyphen and not opened and tokens.words[end + 1][0].isalpha() and number.scale == 1
        setting = setting or self._tallies(tokens, number, last)
        scaled = scale_behind(tokens, number, self._grades)
        if scaled > end and self._unit_at(tokens, scaled, last)[0] is not None:
            scaled = end  # "gains of 2.5/5 dB"
        return _quantity(number, number.start, end, "number", "", "", setting)._replace(last=scaled)

    def _is_worded(self, tokens: Tokens, number: Number, last: int) -> bool:
        """Whether a number word is a factor or has a unit."""
        return number.word and (number.kind == "ratio" or self._unit_at(tokens, number.end, last)[0] is not None)

    def _part_of_unit(self, tokens: Tokens, number: Number, sentence: Sentence) -> Quantity | None:
        """A part of one measured unit, as so much of it: "half an hour", "one fifth of a second", "half a point"."""
        last = sentence.last
        at = number.end + (tokens.lower[number.end : number.end + 1] == [self._of])
        if at + 1 >= last or tokens.lower[at] not in self._articles:
            return None
        unit, hyphen = self._unit_at(tokens, at + 1, last)
        if unit is None or unit.kind not in ("unit", "points") or hyphen:
            return None
        end = at + 1 + len(unit.words)
        part = number._replace(value=number.value / 100)
        setting = self._is_setting(tokens, part, unit, hyphen, end, sentence)
        return _quantity(part, number.start, end, unit.kind, unit.unit, unit.metric, setting)

    def _tallies(self, tokens: Tokens, number: Number, last: int) -> bool:
        """Whether a whole number is one end of a tally: "36 of 44 experiments"."""
        words = tokens.words
        if not words[number.start].isdecimal() or number.end != number.start + 1:
            return False
        for phrase in self._out_of:
            after, before = number.end + len(phrase), number.start - len(phrase)
            if after < last and tuple(words[number.end : after]) == phrase and words[after].isdecimal():
                return int(words[after]) >= int(words[number.start])
            if before > 0 and tuple(words[before : number.start]) == phrase and words[before - 1].isdecimal():
                return int(words[before - 1]) <= int(words[number.start])
        return False

    def _with_unit(self, tokens: Tokens, number: Number, last: int) -> tuple[Number, _Unit | None, int]:
        """A number with the plus sign behind it ("120+ FPS"), its unit, and 1 where a hyphen stands before that."""
        unit, hyphen = self._unit_at(tokens, number.end, last)
        if unit is None and number.end + 1 < last and tokens.words[number.end] == "+" and tokens.glued(number.end):
            unit, hyphen = self._unit_at(tokens, number.end + 1, last)
            if unit is None or unit.kind not in ("unit", "percent", "ratio", "points") or unit.implied:
                return number, None, hyphen
            number = number._replace(end=number.end + 1, bound=number.bound or "at_least")
        return number, unit, hyphen

    def _counts_parameters(self, tokens: Tokens, number: Number) -> bool:
        """Whether a scaled number before a noun is its size: behind an article, and no part of a name."""
        before = tokens.lower[max(0, number.start - 2) : number.start]
        if number.scale < _LEAST_MODEL or not any(word in self._own_articles for word in before):
            return False
        return not tokens.words[number.start - 1][:1].isupper() or before[-1] in self._own_articles

    def _is_setting(
        self, tokens: Tokens, number: Number, unit: _Unit, hyphen: int, end: int, sentence: Sentence
    ) -> bool:
        """Whether a number with its unit describes something else: "5-second clips", "1 second video"."""
        last = sentence.last
        several = unit.kind == "points" and number.word and number.value > 1  # "two point sets"
        if (hyphen or several) and number.scale == 1 and tokens.lower[end - 1] in self._hyphen_setting:
            if unit.kind != "points":
                return unit.unit not in self._durations or not self._gained(tokens, end)
            return number.value == int(number.value) and not self._gained(tokens, end)  # "a 4.5-point margin"
        behind = tokens.lower[end : min(end + 2, last)] if unit.kind in _OF_THINGS else []
        if behind and (behind[0] in self._measured or " ".join(behind) in self._measured):
            return True
        if self._is_physical(tokens, number.start, unit.unit, end, sentence):
            return True
        return self._amount_of(tokens, number, unit, end, last)

    def _is_physical(self, tokens: Tokens, start: int, unit: str, end: int, sentence: Sentence) -> bool:
        """Whether the words around a value say that it is of the world, not of what is computed: "vibrates at 9 Hz".

        Some say so whatever else is told: "a control bandwidth of 20 Hz".
        """
        if unit not in self._physical:
            return False
        around = tokens.lower[max(sentence.first, start - _AROUND) : min(end + _AROUND, sentence.last)]
        physical, computed, always = self._physical[unit]
        beside = tokens.lower[max(sentence.first, start - _BESIDE) : min(end + _BESIDE, sentence.last)]
        if not always.isdisjoint(beside):
            return True
        return not physical.isdisjoint(around) and computed.isdisjoint(around)

    def _gained(self, tokens: Tokens, end: int) -> bool:
        """Whether what a number joined by a hyphen describes is a change: "a 20-point boost", "a 3-second drop"."""
        return not self._hyphen_gains.isdisjoint(tokens.lower[end : end + _GAIN_WITHIN])

    def _amount_of(self, tokens: Tokens, number: Number, unit: _Unit, end: int, last: int) -> bool:
        """Whether it only counts something: "104 hours of driving", "two parameters", "three steps"."""
        if end < last and tokens.lower[end] == self._of and unit.unit in self._durations:
            tens = tokens.glued(number.end) and number.value >= _TENS  # "100s of sequences"
            return tens or self._training.isdisjoint(self._counted(tokens, end, last))
        if number.scale == 1 and number.value < self._fewest.get(unit.unit, 0):
            return True  # "a 2-parameter model of friction"
        plain = number.word and number.scale == 1
        told = unit.metric in self._told_of and number.value > 1 and len(unit.words) > 1  # "two sampling steps"
        few = number.value < _FEW and unit.kind == "count" and not told
        return plain and (unit.metric in self._few_of or few)

    def _counted(self, tokens: Tokens, at: int, last: int) -> list[str]:
        """What an amount at a token is of: ["real", "-", "world", "training"], nothing where no "of" follows."""
        out: list[str] = []
        if at + 2 < last and tokens.words[at].isdigit():
            at += 2  # "3 hours 36 minutes of footage"
        at = tokens.past(at, self._before_of, last)
        if at < last and tokens.lower[at] == self._of:
            for word in tokens.lower[at + 1 : min(at + _PHRASE, last)]:
                if word in self._of_ends or not (word[0].isalpha() or word == "-"):
                    break
                out.append(word)
        return out

    def _unit_at(self, tokens: Tokens, at: int, last: int) -> tuple[_Unit | None, int]:
        """The unit at a token, and 1 where a hyphen stands before it."""
        if at >= last:
            return None, 0
        if tokens.words[at] in _BRACKETS:
            return self._enclosed_unit(tokens, at, last), 0
        hyphen = 1 if tokens.words[at] == "-" and tokens.glued(at) and at + 1 < last and tokens.glued(at + 1) else 0
        first = tokens.words[at + hyphen]
        for unit in self._units.get(first, ()):
            stop = at + hyphen + len(unit.words)
            if tuple(tokens.words[at + hyphen : stop]) == unit.words and stop <= last:
                between = first == "x" and stop < last and tokens.words[stop][:1].isdigit()
                if between and (tokens.glued(stop) or not tokens.glued(at)):
                    return None, 0  # "320x240", "64 x 64"
                if unit.kind == "ratio" and not tokens.glued(at) and _goes_on(tokens, stop, last):
                    return None, 0  # "two X-ray images"
                return unit, hyphen
        return None, 0

    def _enclosed_unit(self, tokens: Tokens, at: int, last: int) -> _Unit | None:
        """A unit of one word in brackets of its own: "0.8 [sec]", "40 (msec)"."""
        words = tuple(tokens.words[at : at + 3])
        if at + 2 >= last or words[2] != _BRACKETS[words[0]] or (words[0] == "(" and tokens.glued(at)):
            return None  # "g8(h)" in a formula
        alone = (unit for unit in self._units.get(words[1], ()) if len(unit.words) == 1 and not unit.implied)
        unit = next(alone, None)
        return unit and unit._replace(words=words)

    def _prefix_at(self, tokens: Tokens, start: int) -> dict[str, Any] | None:
        if start == 0 or not tokens.glued(start):
            return None
        if start > 1 and tokens.glued(start - 1) and tokens.words[start - 2][-1].islower():
            return None  # the end of a formula: "$\ell$1 regularization"
        return self._prefix.get(tokens.words[start - 1])


def _goes_on(tokens: Tokens, at: int, last: int) -> bool:
    """Whether a word goes on behind a hyphen at a token: "X-ray"."""
    return at + 1 < last and tokens.words[at] == "-" and tokens.glued(at) and tokens.words[at + 1].isalpha()


def _quantity(
    number: Number, start: int, end: int, kind: str, unit: str, metric: str = "", setting: bool = False
) -> Quantity:
    """A quantity of one number, before its bound and sign are known."""
    return Quantity(
        start=start, end=end, first=start, last=end, kind=kind, low=number.value, high=number.value, before=None,
        unit=unit, metric=metric, bound=number.bound or "exact", sign="", only=False, setting=setting,
        uncertainty=None, form="verb" if number.verb else "single", group=-1, scale=number.scale,
    )  # fmt: skip


def _by_first_word(entries: Iterable[Table], tokenizer: Tokenizer) -> dict[str, list[_Unit]]:
    units: dict[str, list[_Unit]] = {}
    for entry in entries:
        for surface in entry["surfaces"]:
            words = tuple(tokenizer.words(surface.removeprefix("-")))
            unit = _Unit(words, entry["unit"], entry["kind"], entry["metric"], entry.get("implied", False))
            units.setdefault(words[0], []).append(unit)
    for group in units.values():
        group.sort(key=lambda unit: -len(unit.words))
    return units
