"""Bounds that hold for more than the value they are told of: "an average error of 6 mm in this and 13 mm in that".

text -> tokens -> numbers -> quantities; here: the values of a list or a clause that share a bound, by [joiners] of
rules/quantities/bounds.toml
"""

from __future__ import annotations

from extractor.quantities.numbers import ORDERS
from extractor.quantities.ranges import BEHIND, METRIC, SPOKEN, Quantity
from extractor.rulefiles.rules import Table
from extractor.text.tokens import Tokens

_MEASURED = frozenset(["unit", "count", "number", "percent"])
_NEAR = 12  # tokens over which a bound holds for the next value, too
_ASIDE = 2  # tokens from the bracket before a short form to that behind it
_LEAD = 3  # tokens behind a value within which the word stands that says where it holds
_ECHO = 4  # tokens behind a value within which it names what the one before it is of


class Carrier:
    """Tells which values share a bound that is said once."""

    def __init__(self, table: Table) -> None:
        joiners = table["joiners"]
        self._later_bound: str = table["later_bound"]
        self._list = frozenset(joiners["list"])
        self._signs = frozenset(joiners["signs"])
        self._articles = frozenset(joiners["articles"])
        self._carried = frozenset(joiners["carried"])
        self._joint = frozenset(joiners["joint"])
        self._bracketed = frozenset(joiners["bracketed"])
        self._evenly = frozenset(joiners["evenly"])
        self._leads = frozenset(joiners["leads"])
        self._parted = frozenset(joiners["parted"])
        self._breaks = frozenset(joiners["breaks"])

    def __call__(self, tokens: Tokens, found: list[Quantity]) -> list[Quantity]:
        """Quantities, numbered by the lists they stand in, with the bounds that are said of others of them."""
        out: list[Quantity] = []
        for q in found:
            last = out[-1] if out else None
            if last is None or last.group != q.group:
                self._share(out)
                self._trail(tokens, out, q)
                shared = self._enumerate(tokens, out, q)
                last = out[-1] if out else None
                held = last is not None and (bool(shared) or self._carries(tokens, last, q))
            else:
                bracketed = tokens.words[last.last : q.first] == ["("]
                bracketed = bracketed and (last.bound not in self._bracketed or last.scale == ORDERS)
                averaged = last.bound != "exact" and q.told == METRIC  # "up to 1.2x and 1.4x higher average speed"
                held = (q.bound == "exact" or averaged) and not bracketed and not self._alone(tokens, last, q)
            out.append(q._replace(bound=last.bound) if last is not None and held else q)
        self._share(out)
        return out

    def _alone(self, tokens: Tokens, a: Quantity, b: Quantity) -> bool:
        """Whether a bound right behind a value is its alone, and the next has a place: "7% on average and 9% on A"."""
        behind = a.bound == self._later_bound and tokens.lower[a.end : a.last][-1:] == [self._later_bound]
        return behind and b.last < len(tokens.lower) and tokens.lower[b.last] in self._leads

    def _share(self, out: list[Quantity]) -> None:
        """Give a bound said behind the last value of a list to all of it: "4.5x and 1.3x on average"."""
        if not out or out[-1].bound != self._later_bound:
            return
        for at in range(len(out) - 2, -1, -1):
            if out[at].group != out[-1].group:
                break
            if out[at].bound == "exact":
                out[at] = out[at]._replace(bound=self._later_bound)

    def _trail(self, tokens: Tokens, out: list[Quantity], q: Quantity) -> None:
        """Give a bound told behind a value to those joined to it: "size by 1% and time by 2% on average"."""
        if q.told != BEHIND:
            return
        for at in reversed(range(len(out))):
            last = out[at]
            if last.bound != "exact" or last.kind != q.kind:
                return
            between = self._between(tokens, last, q)
            joined = len(between) <= _NEAR and not self._list.isdisjoint(between)
            joined = joined and (self._parted.isdisjoint(between) or self._even(tokens, last, q))
            if not (joined or last.group == q.group):
                return
            q = out[at] = last._replace(bound=self._later_bound)

    def _enumerate(self, tokens: Tokens, out: list[Quantity], b: Quantity) -> str:
        """The bound of the first of three values or more whose last is `b`, given to those between.

        "On average, 7% more A, a 3% reduction in B, and 4x less C".
        """
        at = len(out) - 1
        closing = self._between(tokens, out[at], b) if out and b.bound == "exact" else []
        if closing[-1:] == [","] or not self._lists(closing, 1 + (closing[-2:-1] == [","])):
            return ""
        while at > 0 and out[at].bound == "exact" and out[at].kind in SPOKEN:
            between = self._between(tokens, out[at - 1], out[at])
            if between[-1:] != [","] or not self._lists(between, 1):
                return ""
            at -= 1
        first = out[at]
        alike = first.kind in SPOKEN and tokens.words[first.first] not in self._signs
        if at == len(out) - 1 or first.bound not in self._carried or not alike:
            return ""
        out[at + 1 :] = [q._replace(bound=first.bound) for q in out[at + 1 :]]
        return first.bound if b.kind in SPOKEN else ""  # "up to 9% higher F1, 7% higher recall, and 41.2 BLEU"

    def _lists(self, between: list[str], joint: int) -> bool:
        """Whether words between two values end in so many that list them, and no new part begins before these."""
        inner = between[:-joint]
        return bool(inner) and len(inner) <= _NEAR and between[-1] in self._list and self._breaks.isdisjoint(inner)

    def _carries(self, tokens: Tokens, a: Quantity, b: Quantity) -> bool:
        """Whether a bound holds for the next value, too: "up to 2.5x faster decoding and 40% less memory"."""
        if a.bound == "exact" or not (b.bound == "exact" or b.told == METRIC) or tokens.words[a.first] in self._signs:
            return False
        if a.bound in self._bracketed and (a.kind, a.unit) == (b.kind, b.unit) and self._is_bracketed(tokens, a, b):
            return True
        if a.bound in self._evenly and self._even(tokens, a, b):
            return True
        alike = (a.kind in SPOKEN and b.kind in SPOKEN) or a.kind == b.kind == "points"
        if not (alike and a.bound in self._carried):
            return a.bound in self._joint and {a.kind, b.kind} <= _MEASURED and self._measured(tokens, a, b)
        if tokens.words[a.last : b.first] == ["("]:  # "up to 5.2x (81%)"
            return a.kind in SPOKEN and self._is_bracketed(tokens, a, b)
        return self._joined(self._between(tokens, a, b))

    @staticmethod
    def _is_bracketed(tokens: Tokens, a: Quantity, b: Quantity) -> bool:
        """Whether a value stands alone in brackets behind another: "over 30 FPS (20 FPS) on a GPU (CPU)"."""
        enclosed = tokens.words[a.last : b.first] == ["("] and tokens.words[b.last : b.last + 1] == [")"]
        return enclosed and a.scale != ORDERS  # "orders of magnitude (20-200x)" says how many

    def _between(self, tokens: Tokens, a: Quantity, b: Quantity) -> list[str]:
        """The words between two values, without articles and short forms in brackets."""
        between = [word for word in tokens.lower[a.last : b.first] if word not in self._articles]
        for at in range(len(between) - _ASIDE):
            if between[at] == "(" and between[at + _ASIDE] == ")":
                del between[at : at + _ASIDE + 1]  # "time to first token (TTFT)"
                break
        return between

    def _joined(self, between: list[str]) -> bool:
        """Whether words between two values join them, and no new part of the sentence begins among them."""
        return 0 < len(between) <= _NEAR and not self._breaks.intersection(between) and between[-1] in self._list

    def _measured(self, tokens: Tokens, a: Quantity, b: Quantity) -> bool:
        """Whether two values in units are of one thing: "less than 3 cm and 1 degree of error".

        The second has no name of its own, or that of the first: "within 2 mm position error and 1 degree yaw error".
        """
        between = self._between(tokens, a, b)
        if not self._joined(between):
            return False
        behind = tokens.lower[b.last : b.last + _ECHO]
        if len(between) == 1:
            return not behind or not behind[0].isalpha() or behind[0] in self._leads
        return between[-2] in behind

    def _even(self, tokens: Tokens, a: Quantity, b: Quantity) -> bool:
        """Whether two values of one kind are told apart by one word: "an average of 6% on this, 3% on that"."""
        if a.kind != b.kind or a.unit != b.unit or b.form not in ("single", "range"):
            return False
        between = tokens.lower[a.last : b.first]
        if self._later_bound in between and a.told == BEHIND:
            between = between[between.index(self._later_bound) + 1 :]  # "6 points on average on this and ..."
        inner = between[:]
        while inner and inner[-1] in self._list:
            inner.pop()
        lead = self._lead(inner)
        if not lead or lead != self._lead(tokens.lower[b.last : b.last + _LEAD]):
            return False
        return len(inner) < len(between) <= _NEAR and self._breaks.isdisjoint(word for word in inner if word != lead)

    def _lead(self, words: list[str]) -> str:
        """The word behind a value that says where it holds ("on", "for"), or nothing."""
        return next((word for word in words[:_LEAD] if word in self._leads), "")
