"""Ranges: two numbers that say one thing (a range, a change, a value and its uncertainty), and lists of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from extractor.quantities.numbers import ORDERS, power_of_ten
from extractor.quantities.thresholds import thresholds
from extractor.rulefiles.rules import Table
from extractor.text.tokens import Tokens

SPOKEN = frozenset(["percent", "ratio"])
BEHIND, METRIC = "behind", "metric"  # where a bound is told away from its value
_HEDGES = 7  # tokens between "from" and its value
_LONGEST_SPAN = 9  # tokens between the two ends of "from A of X to merely B"
_NAMED_BETWEEN = 5  # tokens of what a value is of, behind it
_LEAST_ORDER = 4  # letters of "O(1)"
_BETWEEN_ORDERS = 6  # tokens between the two ends of "from O(n^2) in the naive form to O(n)"
_FALLING = frozenset(["ratio", "unit"])
_FALLEN = frozenset(["unit", "percent", "points"])
_MEASURED = frozenset(["unit", "percent", "count"])
_NAMES = ("words", "case", "at")
_WHOLE = 100  # per cent: all of it
PART = 0.01  # the scale of a part in words or as a fraction: "half", "2/3"


class Quantity(NamedTuple):
    """A number as written and what stands around it.

    `start`, `end` are the tokens of the quote, `first`, `last` those of the whole chunk with its bound words.
    `form` is single, range, fromto ("from A to B": a range or a change, a frame decides), change or verb ("halves");
    `group` numbers the list it stands in ("2.1x, 2.4x and 3x"); `setting` marks "5-second", "4-bit"; `scale` is that
    of the number, or PART; `told` is where its bound was found away from it: behind, metric, or nothing.
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
    told: str = ""


class Joiner:
    """Joins quantities by the words of [joiners] in rules/quantities/bounds.toml."""

    def __init__(self, table: Table, heads: Iterable[str], kin: Iterable[Mapping[str, float]], metrics: Table) -> None:
        joiners, self._gain = table["joiners"], thresholds(metrics)
        self._kin = {unit: sizes for sizes in kin for unit in sizes}
        self._heads = frozenset(heads)
        self._range, self._between = frozenset(joiners["range"]), tuple(joiners["between"])
        self._from, self._to = joiners["from"], joiners["to"]
        self._list, self._versus = frozenset(joiners["list"]), frozenset(joiners["versus"])
        self._arrows = frozenset(joiners["arrows"])
        self._instead = [phrase.split() for phrase in joiners["instead"]]
        self._aside = [*self._instead, *([word] for word in joiners["versus"])]
        self._enclosed, self._compared, self._plus_minus = (
            [phrase.split() for phrase in joiners[key]] for key in ("enclosed", "compared", "plus_minus")
        )
        self._hedges = frozenset(joiners["hedges"])
        self._merely = self._hedges.union(joiners["merely"])
        self._openers = self._hedges.union([self._to], joiners["openers"])
        self._breaks, self._comparing = frozenset(joiners["breaks"]), frozenset(joiners["comparing"])
        self._ends = self._breaks.difference(joiners["spanned"])
        self._parts, self._possessive = self._breaks.union(joiners["set_off"]), tuple(joiners["possessive"])
        self._owned, self._numbered = frozenset(joiners["owned"]), frozenset(joiners["numbered"])
        of_quality = {family["id"] for family in metrics["family"] if family.get("quality")}
        named: dict[bool, set[str]] = {True: set(), False: set()}  # the last words of names, which "of" stands behind
        qualities: set[str] = set()
        whole: set[str] = set()
        for metric in metrics["metric"]:
            quality = metric["family"] in of_quality
            qualities.update([metric["id"]] if quality else [])
            names = [name.lower().split() for key in _NAMES for name in metric.get(key, ())]
            named[quality].update(words[-1] for words in names)
            whole.update(words[0] for words in names if quality and len(words) == 1)
        self._of_quality = frozenset(qualities)
        self._qualities = frozenset(named[True] - named[False] | whole)

    def merged(self, tokens: Tokens, singles: list[Quantity]) -> list[Quantity]:
        """Single quantities of one sentence, with those that belong together as one."""
        merged: list[Quantity] = []
        for q in self._uncertain(tokens, singles):
            joined = self._joined(tokens, merged[-1], q) if merged else None
            if len(merged) > 1 and merged[-2].form == "fromto" and self._goes_on(tokens, merged[-2], merged[-1], q):
                a = merged[-1]
                merged[-1] = q._replace(start=a.start, first=a.start, low=a.low, high=q.low, form="fromto")
            elif joined is not None:
                merged[-1] = joined
            else:
                merged.append(q)
        return merged

    def _uncertain(self, tokens: Tokens, singles: list[Quantity]) -> Iterator[Quantity]:
        """Each quantity with what stands behind its ±, before any are joined: "from 0.4±0.1 to 0.2±0.1 s"."""
        last: Quantity | None = None
        for q in singles:
            alone = last is None or last.low is None or q.low is None
            if last is None or alone or tokens.lower[last.end : q.start] not in self._plus_minus:
                if last is not None:
                    yield last
                last = q
            else:
                kind = q.kind if last.kind == "number" else last.kind
                unit, metric = last.unit or q.unit, last.metric or q.metric
                end = q.end if q.unit and not last.unit else last.end  # "0.05 ± 0.02 s": the unit is part of the quote
                last = last._replace(uncertainty=q.low, kind=kind, unit=unit, metric=metric, end=end, last=q.end)
        if last is not None:
            yield last

    def _joined(self, tokens: Tokens, a: Quantity, b: Quantity) -> Quantity | None:
        if a.form != "single" or a.low is None or b.low is None:
            return None
        between = tokens.lower[(a.end if a.uncertainty is None else a.last) : b.start]
        between = between[1:] if between == ["-", self._to] else between  # "a 2- to 3-fold gain"
        low = a.low
        a = self._in_unit_of(a, b, low)
        same = a.unit == b.unit or (a.kind == "number" and not a.unit and b.kind != "none")
        same = same or (a.kind, b.kind) == ("percent", "points")  # "1.7%-2.8% absolute"
        at, opening = self._opening(tokens, a.start)
        before = tokens.lower[at] if a.start else ""
        if same and before == self._from and self._spans(between, b):
            return self._range_of(a, b, before, opening)
        again = [*tokens.lower[b.end : b.end + len(between) - 1], self._to]
        if before == self._from and a.kind == b.kind == "number" and between == again and len(between) <= _LONGEST_SPAN:
            return self._range_of(a, b, before, opening)  # "from 52.6 mAP to 57.9 mAP", "from 1.5 leg/s to 4.1 leg/s"
        closed = before == "(" and tokens.lower[b.end : b.end + 1] == [")"]
        rises = closed and _is_high(a, b, self._gain.high)  # "(55.2% to 63.1%)", "(0.78 to 0.84)"
        falls = before == "(" and b.kind in _FALLEN and low > b.low  # "(9.1 ms to 3.2 ms)"
        if same and between == [self._to] and (rises or falls):
            return self._range_of(a, b, self._from, a.start) if rises else _passed(a, b)
        if same and len(between) == 1 and (between[0] in self._range or (before, between[0]) == self._between):
            return self._range_of(a, b, before, opening)
        if a.kind == "number" and b.scale == ORDERS and len(between) == 1 and between[0] in self._list:
            return self._range_of(a, b, before, opening)  # "one or two orders of magnitude"
        if not between and low < b.low and not tokens.glued(b.start) and self._lost_dash(tokens, a, b):
            return self._range_of(a, b, before, opening)
        if same and len(between) == 1 and between[0] in self._arrows:
            return _passed(a, b)
        return self._replaced(tokens, a, b, between, before, same=same)

    def _replaced(
        self, tokens: Tokens, a: Quantity, b: Quantity, between: list[str], before: str, *, same: bool
    ) -> Quantity | None:
        """The change of two values, one in place of the other: "(0.1 s vs 1.1 s)", "2 GB, down from 8 GB"."""
        closed = before == "(" and tokens.lower[b.end : b.end + 1] == [")"]
        measured = b.kind in _MEASURED or (a.scale > 1 and b.scale > 1)
        decimal = a.kind == b.kind == "number" and bool((a.low or 0) % 1 or (b.low or 0) % 1)  # "(71.2 vs. 68.9)"
        versus = 0 < len(between) <= 2 and between[0] in self._versus
        back = before == self._to and between in ([self._from], [",", self._from])  # "to 4 ms(,) from 31 ms"
        bare = closed and between in self._compared and not decimal
        if same and (measured or decimal) and (versus or back or bare):
            return _change(a, b, b)
        bracketed = between in self._enclosed and tokens.lower[b.end : b.end + 1] == [")"]
        owned = len(between) > 1 and between[-1].endswith(self._possessive)  # "instead of FooNet's 1000"
        set_aside = bracketed or between[: len(between) - owned] in self._instead
        if set_aside and (a.unit == b.unit or not b.unit or not a.unit):
            change, end = _change(a, b, a if a.unit else b), b.end + bracketed  # "5.6 GB (down from 21.9 GB)"
            return change._replace(end=end, last=end)
        aside = self._instead if "," in between or b.kind != "unit" else self._aside
        if same and measured and a.kind == b.kind and self._in_place_of(between, aside):
            return _change(a, b, a if a.unit else b)
        return None

    def _in_place_of(self, between: list[str], aside: list[list[str]]) -> bool:
        """Whether a second value is set aside: "2 GB of memory instead of 8 GB", "per game rather than the usual"."""
        for words in aside:
            size, most = len(words), min(len(between) - len(words), _NAMED_BETWEEN)
            at = next((i for i in range(most + 1) if between[i : i + size] == words), None)
            if at is not None:
                named = between[: at - (between[at - 1 : at] == [","])]
                told = between[at + size :]  # "the usual", "FooNet's"
                opens = all(word in self._openers or word.endswith(self._possessive) for word in told)
                return opens and self._parts.isdisjoint(named)
        return False

    def _goes_on(self, tokens: Tokens, last: Quantity, a: Quantity, b: Quantity) -> bool:
        """Whether two values go on with a list of changes: "from 40% to 50% on A, 16% to 18% on B"."""
        alike = a.form == b.form == "single" and last.kind == a.kind == b.kind and last.unit == a.unit == b.unit
        return alike and tokens.lower[a.end : b.start] == [self._to] and tokens.lower[a.start - 1] in self._list

    def _in_unit_of(self, a: Quantity, b: Quantity, low: float) -> Quantity:
        """A measured value in the unit of another of its kind: "from 3.5 hours to 12 minutes" begins at 210 minutes."""
        sizes = self._kin.get(a.unit)
        if a.unit == b.unit or sizes is None or b.unit not in sizes:
            return a
        value = low * (sizes[a.unit] / sizes[b.unit])
        return a._replace(unit=b.unit, low=value, high=value)

    def _lost_dash(self, tokens: Tokens, a: Quantity, b: Quantity) -> bool:
        """Whether a dash between two numbers was lost: "35 45% less", "2 4ms", "2.7x 3.4x"; it may be a list, too."""
        if a.kind == b.kind == "number":  # "by 0.51 1.82 BLEU points"
            return a.low != int(a.low or 0) and b.low != int(b.low or 0)
        if a.kind == "number":
            broken = a.low != int(a.low or 0) and b.low != int(b.low or 0)  # "0.1 0.3 dB"
            return b.kind in SPOKEN or (b.kind == "unit" and (broken or tokens.glued(b.end - 1)))
        after = tokens.lower[b.end : b.end + 2]
        listed = bool(after) and after[0] in self._list and after[-1][:1].isdigit()
        return a.kind == b.kind and a.kind in SPOKEN and not listed

    def _spans(self, between: list[str], b: Quantity) -> bool:
        """Whether the words between two numbers go on from the first to the second: "of X to merely".

        Between bare whole numbers no other words may stand ("from 2 parts to 5").
        """
        many = len(between)
        if between[:1] == ["("] and between.count(")") == 1:
            between = between[between.index(")") + 1 :]  # "from 31.2 (without) to 45.1"
        words = [word for word in between if word not in self._merely]
        if words[-2:] == [",", self._to]:
            del words[-2]  # "from 70% for X, to 77%"
        if b.kind not in _MEASURED | SPOKEN and len(words) != 1 and not (b.low or 0) % 1:
            return False
        return 1 < many <= _LONGEST_SPAN and words[-1:] == [self._to] and not self._ends.intersection(words)

    def _opening(self, tokens: Tokens, start: int) -> tuple[int, int]:
        """The token before a value, and where its quote begins: the "from", where only words of bound stand between.

        What has the value may stand there, too, but is no part of the quote: "from a tracking error of about 8.3%".
        """
        named = owned = False
        for at in range(start - 1, max(0, start - _HEDGES) - 1, -1):
            word = tokens.lower[at]
            if word == self._from:
                return at, start if named else at
            if word not in self._openers:
                if not (owned and word[0].isalpha() and word not in self._breaks):
                    break
                named = True
            owned = owned or word in self._owned
        return start - 1, start - 1

    def _range_of(self, a: Quantity, b: Quantity, before: str, opening: int) -> Quantity | None:
        """One quantity over both ends; None where they are no range ("0-1 loss")."""
        low, high = a.low or 0.0, b.low or 0.0
        if a.kind == "number" and b.scale == ORDERS:
            low = power_of_ten(low)  # "3-4 orders of magnitude"
        if a.scale == 1 < b.scale and low * b.scale <= high:
            low *= b.scale
        form, start = ("fromto", opening) if before == self._from else ("range", a.start)
        if form == "fromto":
            if b.kind in _FALLING and low > high:  # "from 0.26x to 0.07x" falls, so it is no range of gains
                return b._replace(start=start, first=start, low=high, high=high, before=low, form="change")
        elif low > high and before == self._between[0] and a.scale == b.scale == PART:
            low, high = high, low  # "between 1/4th to 1/12th of the speed"
        elif low > high or (low == 0 and not b.unit):
            return None
        first = start - (before == self._between[0])  # "by between 20 and 60%"
        return b._replace(start=start, first=first, low=low, high=high, form=form)

    def _is_order(self, word: str) -> bool:
        """Whether a token is an order of growth, or has one as its exponent: "O(n)", "(n/k)^O(k)"."""
        return any(part.partition("(")[0].strip() in self._heads for part in (word, word.partition("^")[2]))

    def complexities(self, tokens: Tokens) -> list[Quantity]:
        """O(...) and what it is reduced from."""
        found: list[Quantity] = []
        for index, word in enumerate(tokens.words):
            if word[-1] != ")" or len(word) < _LEAST_ORDER or not self._is_order(word):
                continue
            if len(word) > _LEAST_ORDER and not word.partition("(")[2].strip(")^0123456789"):
                continue  # "O(10^5) examples" is no order of growth, but "O(1) memory" is
            q = Quantity(
                start=index, end=index + 1, first=index, last=index + 1, kind="complexity", low=None, high=None,
                before=None, unit="", metric="", bound="exact", sign="", only=False, setting=False, uncertainty=None,
                form="single", group=-1,
            )  # fmt: skip
            between = tokens.lower[found[-1].end : index] if found else []
            start = found[-1].start if found else 0
            lead = start > 0 and tokens.lower[start - 1] == self._from
            if (lead and self._reaches(between)) or between == [self._to] or between in self._instead:
                start -= lead
                found[-1] = q._replace(start=start, first=start, form="change")
            else:
                found.append(q)
        return found

    def _reaches(self, between: list[str]) -> bool:
        """Whether the words behind the first of two orders lead to the second: "from O(n^3) in A to nearly O(n^2)"."""
        ends = between[:-1] if between and between[-1] in self._merely else between
        opened = ends[1:] if ends[:1] == [","] else ends
        return opened[-1:] == [self._to] and len(opened) <= _BETWEEN_ORDERS and not self._ends.intersection(opened)

    def listed(self, tokens: Tokens, found: list[Quantity]) -> list[Quantity]:
        """Quantities with the lists they stand in numbered."""
        out: list[Quantity] = []
        group = -1
        for q in self._inherited(tokens, found):
            last = out[-1] if out else None
            if last is not None and _alike(last, q) and self._in_brackets(tokens, last, q):
                out.append(q._replace(group=group, last=q.last + 1))
            elif last is not None and _alike(last, q) and self._is_list(tokens, last, q):
                out.append(q._replace(group=group))
            else:
                group += 1
                out.append(q._replace(group=group))
        return out

    def _inherited(self, tokens: Tokens, found: list[Quantity]) -> list[Quantity]:
        """A bare number of a list takes the unit of the one behind it: "3.9/2.52/2.16%"."""
        out = list(found)
        for index in range(len(out) - 2, -1, -1):
            a, b = out[index], out[index + 1]
            united = b.kind not in ("number", "none", "complexity") and b.form != "fromto"
            united = united and not (a.scale > 1 and b.kind == "percent")  # "100k/1%/10% of the labels"
            # A factor behind a comma alone opens a clause: "at a batch size of 144, 100x faster".
            opens = found[index + 1].kind == "ratio" and tokens.lower[a.last : b.first] == [","]
            opens = opens and not tokens.glued(b.first)  # "8,16,32x"
            opens = opens or self._compares(tokens, a, b)
            united = united and not opens
            if a.kind == "number" and united and self._is_list(tokens, a, b) and not self._is_apart(tokens, a, b):
                out[index] = a._replace(kind=b.kind, unit=b.unit, metric=b.metric, setting=b.setting)
        return out

    def _compares(self, tokens: Tokens, a: Quantity, b: Quantity) -> bool:
        """Whether a percentage behind a comma says how a bare number compares: "an error of 14.8, half that of X".

        Or "of 0.31, 20% below the best": a number before it is no percentage then.
        """
        if b.kind != "percent" or tokens.lower[a.last : b.first] != [","]:
            return False
        return b.scale == PART or not self._comparing.isdisjoint(tokens.lower[b.last : b.last + 1])

    def _is_apart(self, tokens: Tokens, a: Quantity, b: Quantity) -> bool:
        """Whether a bare number is that of a quality, and the one behind it of something else: "an SSIM of 0.9, 8x".

        Or a setting's: "at batch size 1, 3x less memory".
        """
        lower, of = tokens.lower, a.first - 1
        if of < 1 or lower[of] not in self._owned or lower[of - 1] not in self._qualities:
            return tokens.before(a.first) in self._numbered
        other = b.metric != "" and b.metric not in self._of_quality
        less = b.kind == "percent" and (a.low or 0) < 1 and (b.low or 0) >= self._gain.part  # "of 0.9, 20% less"
        return b.kind == "ratio" or b.scale > a.scale or other or less

    def _in_brackets(self, tokens: Tokens, a: Quantity, b: Quantity) -> bool:
        """Whether a value stands in brackets behind one of its own kind: "8.2% (4.8%) and 6.7% (9.3%)"."""
        plain = b.form in ("single", "range") and not b.sign
        if a.kind not in SPOKEN or a.kind != b.kind or not plain or tokens.lower[a.last : b.first] != ["("]:
            return False
        reached = max(self._gain.reached, self._gain.reached_times * (a.high or 0))
        if a.kind == "percent" and a.high and b.low and b.low > reached:
            return False  # "improves by 5% (up to 98%)": what is reached
        return tokens.lower[b.last : b.last + 1] == [")"]

    def _is_list(self, tokens: Tokens, a: Quantity, b: Quantity) -> bool:
        between = tokens.lower[a.last : b.first]
        if not between:  # a lost comma: "by 3.1% 4.6% and 3.1%", "of 1.7B 7B and 13B parameters"
            return a.kind == b.kind == "percent" or a.scale == b.scale > 1
        if between == [","] and self._is_set_off(tokens, a, b):
            return False
        return len(between) <= 2 and all(word in self._list for word in between) and between != [",", ","]

    def _is_set_off(self, tokens: Tokens, a: Quantity, b: Quantity) -> bool:
        """Whether a value behind a comma says how far the one before it lies from another: "of 92.1%, 1.3% higher"."""
        lower = a.low is not None and b.low is not None and b.low * self._gain.apart_times <= a.low
        return lower and not self._comparing.isdisjoint(tokens.lower[b.last : b.last + 1])


def _is_high(a: Quantity, b: Quantity, least: float) -> bool:
    """Whether the second of two values is a little more than a high first one: two levels, where gains are small.

    Both are percentages, or decimal parts of 1 or of 100; the first has `least` per cent.
    """
    low, high = a.low or 0.0, b.low or 0.0
    decimal = b.kind == "number" and low % 1 > 0 and high % 1 > 0
    whole = 1 if decimal and high < 1 else _WHOLE
    return (decimal or b.kind == "percent") and least / _WHOLE * whole <= low < high <= whole


def _passed(a: Quantity, b: Quantity) -> Quantity:
    """From a to b."""
    return b._replace(start=a.start, first=a.start, before=a.low, form="change")


def _change(a: Quantity, b: Quantity, unit: Quantity) -> Quantity:
    """From b to a, in the unit of one of them: "5 hours instead of 32"."""
    return unit._replace(
        start=a.start, first=a.start, end=b.end, last=b.end, low=a.low, high=a.low, before=b.low, form="change"
    )


def _alike(a: Quantity, b: Quantity) -> bool:
    """Same kind and unit; "16.3% and 3% absolute" are both differences."""
    if a.form != b.form == "fromto":
        return False  # "drops by 35%, from 20% to 13%"
    return (a.kind == b.kind and a.unit == b.unit) or {a.kind, b.kind} == {"percent", "points"}
