"""Quantities: numbers with their unit, bound, sign and range, and lists of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from extractor.numbers import Number
from extractor.rules import Table
from extractor.tokens import Tokenizer, Tokens

_RANGE = frozenset(["-", "to", "--", "~", "\u2013"])
_LIST = frozenset([",", "and", "or", "/", "&"])
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_MOST_SKIPPED = 5
_LEAST_MODEL = 1e6
_FEW = 4
_LONGEST_NAME_NUMBER = 10
_SENTENCE_ENDS = frozenset([".", "!", "?"])


class Quantity(NamedTuple):
    """A number as written and what stands around it.

    `start`, `end` are the tokens of the quote, `first`, `last` those of the whole chunk with its bound words.
    `form` is single, range, fromto ("from A to B": a range or a change, a frame decides) or change;
    `group` numbers the list it stands in ("2.1x, 2.4x and 3x"); `setting` marks "5-second", "4-bit".
    """

    start: int
    end: int
    first: int
    last: int
    kind: str
    low: float | None
    high: float | None
    before: float | None
    unit: str
    metric: str
    bound: str
    sign: str
    only: bool
    setting: bool
    uncertainty: float | None
    form: str
    group: int
    scale: float = 1.0


class _Unit(NamedTuple):
    words: tuple[str, ...]
    unit: str
    kind: str
    metric: str
    implied: bool


class QuantityFinder:
    """Builds quantities from numbers by rules/quantities/units.toml and bounds.toml."""

    def __init__(self, units: Table, bounds: Table, numbers: Table, tokenizer: Tokenizer) -> None:
        self._articles = frozenset(numbers["articles"])
        self._units = _by_first_word(units["unit"], tokenizer)
        self._durations = frozenset(units["durations"])
        self._training = [[word] for word in units["durations_of"]]
        self._measured = frozenset(units["measured"])
        self._own_articles = frozenset(units["implied_after"])
        self._prefix = {s: entry for entry in units["prefix"] for s in entry["surfaces"]}
        self._prefix |= {entry["unit"]: entry for entry in units["prefix"]}
        self._hyphen_setting = frozenset(units["hyphen_setting"])
        self._before = {tuple(k.split()): v for k, v in bounds["before"].items()}
        self._before_last = {k[-1] for k in self._before}
        self._after = {tuple(k.split()): v for k, v in bounds["after"].items()}
        self._later = {tuple(k.split()): v for k, v in bounds["later"].items()}
        self._strength = {name: rank for rank, name in enumerate(bounds["strength"])}
        self._skip = frozenset(bounds["skip"])
        self._only = frozenset(bounds["only"])

    def __call__(self, tokens: Tokens, numbers: list[Number]) -> list[Quantity]:
        """Quantities of the tokens, left to right, none overlapping."""
        found: list[Quantity] = []
        blocked = _dimensions(tokens, numbers)
        for sentence in tokens.sentences:
            inside = [n for n in numbers if sentence.first <= n.start < sentence.last and n.start not in blocked]
            singles = [q for n in inside if (q := self._single(tokens, n, sentence.last)) is not None]
            merged = _merge(tokens, singles)
            bounded = [self._bounded(tokens, q, sentence.first, sentence.last) for q in merged]
            # An article is a number only where a bound makes it one: "in under an hour".
            found.extend(q for q in bounded if q.bound != "exact" or q.kind != "unit" or tokens.lower[q.start] not in self._articles)
        found.extend(_complexities(tokens))
        found.sort()
        return _grouped(tokens, _inherited(tokens, found))

    # one number and its unit

    def _single(self, tokens: Tokens, number: Number, last: int) -> Quantity | None:
        start, end = number.start, number.end
        unit, kind, metric, setting = "", number.kind, "", False
        if number.kind == "ratio":
            unit = "x"
        elif number.kind == "percent":
            unit = "%"
        else:
            found, hyphen = self._unit_at(tokens, end, last)
            if found is not None and found.implied:
                # "a 7B model": the noun says what is counted, but is no part of the quote.
                article = any(word in self._own_articles for word in tokens.lower[max(0, start - 2) : start])
                if number.scale < _LEAST_MODEL or not article or tokens.words[start - 1][:1].isupper() > (tokens.lower[start - 1] in self._own_articles):
                    found = None
                else:
                    return Quantity(start, end, start, end, found.kind, number.value, number.value, None, found.unit,
                                    found.metric, "exact", "", False, False, None, "single", -1, number.scale)  # fmt: skip
            if number.kind == "article" and (found is None or found.kind != "unit"):
                return None
            prefix = self._prefix_at(tokens, start)
            if found is not None:
                end += len(found.words) + hyphen
                unit, kind, metric = found.unit, found.kind, found.metric
                setting = hyphen == 1 and number.scale == 1 and unit != "x"
                # A size in words is a result; a hyphened length or width is a setting.
                setting = setting and tokens.lower[end - 1] in self._hyphen_setting
                # "1 second video clips": the length of something, not the time it takes.
                setting = setting or (end < last and tokens.lower[end] in self._measured and kind == "unit")
                setting = setting or self._amount_of(tokens, number, found, end, last)
            elif prefix is not None:
                start -= 1
                unit, kind, metric = prefix["unit"], prefix["kind"], prefix["metric"]
            elif _is_bare_word_or_year(tokens, number):
                return None
            elif end + 1 < last and tokens.words[end] == "-" and tokens.glued(end) and tokens.words[end + 1][0].isalpha():
                setting = number.scale == 1
        return Quantity(
            start, end, start, end, kind, number.value, number.value, None, unit, metric, number.bound or "exact",
            "", False, setting, None, "single", -1, number.scale,
        )  # fmt: skip

    def _amount_of(self, tokens: Tokens, number: Number, unit: _Unit, end: int, last: int) -> bool:
        """Whether it only counts something: "104 hours of driving", "two parameters", "three steps"."""
        if end < last and tokens.lower[end] == "of" and unit.unit in self._durations:
            return tokens.lower[end + 1 : end + 2] not in self._training
        few = number.word and number.scale == 1 and number.value < _FEW
        return few and (unit.kind == "count" or unit.metric == "params")

    def _unit_at(self, tokens: Tokens, at: int, last: int) -> tuple[_Unit | None, int]:
        """The unit at a token, and 1 where a hyphen stands before it."""
        if at >= last:
            return None, 0
        hyphen = 1 if tokens.words[at] == "-" and tokens.glued(at) and at + 1 < last and tokens.glued(at + 1) else 0
        first = tokens.words[at + hyphen]
        for unit in self._units.get(first, ()):
            stop = at + hyphen + len(unit.words)
            if tuple(tokens.words[at + hyphen : stop]) == unit.words and stop <= last:
                if first == "x" and stop < last and tokens.words[stop][:1].isdigit() and tokens.glued(stop):
                    return None, 0
                return unit, hyphen
        return None, 0

    def _prefix_at(self, tokens: Tokens, start: int) -> dict[str, Any] | None:
        if start == 0 or not tokens.glued(start):
            return None
        return self._prefix.get(tokens.words[start - 1])

    # bounds

    def _bounded(self, tokens: Tokens, q: Quantity, first: int, last: int) -> Quantity:
        found = [q.bound] if q.bound != "exact" else []
        start, at, skipped, only, sign = q.first, q.first, 0, False, q.sign
        if self._signed(tokens, at, first):
            sign, start, at = tokens.words[at - 1], at - 1, at - 1
        quote = start
        while at > first and skipped <= _MOST_SKIPPED:
            length = self._phrase_before(tokens, at, first)
            word = tokens.lower[at - 1]
            if length:
                found.append(self._before[tuple(tokens.lower[at - length : at])])
                at -= length
                start = at
            elif word in self._only:
                only, at = True, at - 1
                start = at
            elif word in self._skip:
                at, skipped = at - 1, skipped + 1
            else:
                break
        stop = q.end
        for length in (3, 2, 1):
            bound = self._after.get(tuple(tokens.lower[stop : min(stop + length, last)]))
            if bound is not None:
                found.append(bound)
                stop += length
                break
        if not found and self._said_later(tokens, stop, last):
            found.append("average")
        bound = min(found, key=self._strength.__getitem__) if found else "exact"
        return q._replace(start=quote, first=start, last=stop, bound=bound, sign=sign, only=only)

    @staticmethod
    def _signed(tokens: Tokens, at: int, first: int) -> bool:
        """Whether a sign belongs to the number: glued to it, and to nothing before it ("(+0.5%", not "A-5%")."""
        if at <= first or tokens.words[at - 1] not in "+-" or not tokens.glued(at):
            return False
        return not tokens.glued(at - 1) or not tokens.words[at - 2][-1].isalnum()

    def _phrase_before(self, tokens: Tokens, at: int, first: int) -> int:
        """Length of the longest bound phrase that ends before a token, 0 for none."""
        if tokens.lower[at - 1] not in self._before_last:
            return 0
        for length in (4, 3, 2, 1):
            if at - length >= first and tuple(tokens.lower[at - length : at]) in self._before:
                return length
        return 0

    def _said_later(self, tokens: Tokens, at: int, last: int) -> bool:
        for index in range(at, min(at + 12, last - 1)):
            if tokens.lower[index][:1].isdigit() or tokens.words[index] in ",;":
                return False
            if any(tuple(tokens.lower[index : index + len(words)]) == words for words in self._later):
                return True
        return False


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


def _is_bare_word_or_year(tokens: Tokens, number: Number) -> bool:
    """A number word without a unit ("two modules"), a year, or a citation ("[3]"): never a claim."""
    if number.word and number.scale == 1:
        return True
    before = tokens.words[number.start - 1] if number.start else ""
    after = tokens.words[number.end] if number.end < len(tokens.words) else ""
    if before in ("[", "@", "#"):
        return True
    if number.value == int(number.value) and number.scale == 1:
        # a list marker: "(1)", or "1)" with no bracket open
        if after == ")" and (before == "(" or "(" not in tokens.words[max(0, number.start - 12) : number.start]):
            return True
        # a part of a name ("System 2", "Llama 3"), unless the sentence begins with that word
        if before[:1].isupper() and number.value < _LONGEST_NAME_NUMBER and number.start >= 2 and tokens.words[number.start - 2] not in _SENTENCE_ENDS:
            return True
    whole = number.end == number.start + 1 and tokens.words[number.start].isdigit()
    return whole and len(tokens.words[number.start]) == 4 and _FIRST_YEAR <= number.value < _LAST_YEAR


def _dimensions(tokens: Tokens, numbers: list[Number]) -> set[int]:
    """Starts of numbers that are sizes ("224x224", "7 x 7 x 3"), which are settings."""
    blocked: set[int] = set()
    starts = {n.start for n in numbers}
    for number in numbers:
        at = number.end
        if at + 1 < len(tokens.words) and tokens.words[at] in ("x", "X") and at + 1 in starts:
            glued = tokens.glued(at + 1) or not tokens.glued(at)
            after = tokens.words[at + 2] if at + 2 < len(tokens.words) else ""
            if glued and after not in ("x",):
                blocked |= {number.start, at + 1}
            elif glued:
                blocked |= {number.start, at + 1}
    return blocked


def _merge(tokens: Tokens, singles: list[Quantity]) -> list[Quantity]:
    """Ranges, changes and uncertainties: two numbers that say one thing become one quantity."""
    merged: list[Quantity] = []
    for q in singles:
        joined = _joined(tokens, merged[-1], q) if merged else None
        if joined is not None:
            merged[-1] = joined
        else:
            merged.append(q)
    return merged


def _joined(tokens: Tokens, a: Quantity, b: Quantity) -> Quantity | None:
    if a.form != "single" or a.low is None or b.low is None:
        return None
    between = tokens.lower[a.end : b.start]
    if between in (["±"], ["+/-"]) or between == ["(", "±"]:
        return a._replace(end=a.end, uncertainty=b.low, kind=b.kind if a.kind == "number" else a.kind,
                          unit=a.unit or b.unit, last=b.end)  # fmt: skip
    same = a.unit == b.unit or (a.kind == "number" and not a.unit and b.kind != "none")
    before = tokens.lower[a.start - 1] if a.start else ""
    if len(between) == 1 and between[0] in _RANGE and same:
        return _range(a, b, tokens, before)
    if between == ["and"] and before == "between" and same:
        return _range(a, b, tokens, before)
    if len(between) in (1, 2) and between[0] in ("vs", "versus", "vs.") and same and b.kind in ("unit", "percent", "count"):
        return b._replace(start=a.start, first=a.start, low=a.low, high=a.low, before=b.low, form="change")
    if between in (["instead", "of"], ["rather", "than"]) and (a.unit == b.unit or not b.unit or not a.unit):
        unit = a if a.unit else b
        return unit._replace(start=a.start, first=a.start, end=b.end, last=b.end, low=a.low, high=a.low, before=b.low, form="change")
    return None


def _range(a: Quantity, b: Quantity, tokens: Tokens, before: str) -> Quantity | None:
    """One quantity over both ends; an end with fewer digits than a falling range needs is no range."""
    low, high = a.low or 0.0, b.low or 0.0
    if a.scale == 1 < b.scale and low * b.scale <= high:
        low *= b.scale
    form, start = "range", a.start
    if before == "from":
        form, start = "fromto", a.start - 1
    elif low > high or (low == 0 and not b.unit):  # "0-1 loss"
        return None
    return b._replace(start=start, first=start, low=low, high=high, form=form, setting=b.setting)


def _complexities(tokens: Tokens) -> list[Quantity]:
    """O(...) and what it is reduced from."""
    found: list[Quantity] = []
    for index, word in enumerate(tokens.words):
        if len(word) < 4 or not word.endswith(")") or "(" not in word[:8] or word[0] not in "OTΘΩ":
            continue
        q = Quantity(index, index + 1, index, index + 1, "complexity", None, None, None, "", "flops", "exact",
                     "", False, False, None, "single", -1)  # fmt: skip
        if found and tokens.lower[found[-1].end : index] == ["to"]:
            start = found[-1].start - (tokens.lower[found[-1].start - 1] == "from")
            found[-1] = q._replace(start=start, first=start, form="change")
        else:
            found.append(q)
    return found


def _inherited(tokens: Tokens, found: list[Quantity]) -> list[Quantity]:
    """A bare number of a list takes the unit of the one behind it: "3.9/2.52/2.16%"."""
    out = list(found)
    for index in range(len(out) - 2, -1, -1):
        a, b = out[index], out[index + 1]
        if a.kind == "number" and b.kind not in ("number", "none", "complexity") and _is_list(tokens, a, b):
            out[index] = a._replace(kind=b.kind, unit=b.unit, metric=b.metric, setting=b.setting)
    return out


def _grouped(tokens: Tokens, found: list[Quantity]) -> list[Quantity]:
    """Number the lists; a bound before the first holds for all of them."""
    out: list[Quantity] = []
    group = -1
    for q in found:
        last = out[-1] if out else None
        if last is not None and _alike(last, q) and _is_list(tokens, last, q):
            bound = last.bound if q.bound == "exact" else q.bound
            out.append(q._replace(group=group, bound=bound))
        else:
            group += 1
            out.append(q._replace(group=group))
    return out


def _alike(a: Quantity, b: Quantity) -> bool:
    """Same kind and unit; "16.3% and 3% absolute" are both differences."""
    return (a.kind == b.kind and a.unit == b.unit) or {a.kind, b.kind} == {"percent", "points"}


def _is_list(tokens: Tokens, a: Quantity, b: Quantity) -> bool:
    between = tokens.lower[a.last : b.first]
    if not between:  # a lost comma: "by 3.1% 4.6% and 3.1%"
        return a.kind == b.kind == "percent"
    return len(between) <= 2 and all(word in _LIST for word in between) and between != [","] * 2
