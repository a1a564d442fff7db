"""Bounds: the sign of a value, and the words around it that bound it ("up to", "on average", "only")."""

from __future__ import annotations

from extractor.quantities.ranges import BEHIND, Quantity
from extractor.quantities.said import Said
from extractor.rulefiles.rules import Table
from extractor.text.tokens import Tokens

_MOST_SKIPPED = 5
_LISTED = 3  # tokens from the word of a list of factors to its second
_DENIED = 14  # tokens from a word that denies to the phrase of bound
_PHRASE = 7  # tokens of such a list
_CHANGES = frozenset(["change", "fromto"])


class Bounds:
    """Finds the bound and the sign of a value by rules/quantities/bounds.toml."""

    def __init__(self, bounds: Table) -> None:
        self._unit_of_kind: dict[str, str] = dict(bounds["unit_of_kind"])
        self._before: dict[tuple[str, ...], str] = {tuple(k.split()): v for k, v in bounds["before"].items()}
        self._before_last = {k[-1] for k in self._before}
        self._lengths_before = sorted({len(k) for k in self._before}, reverse=True)
        self._after = {tuple(k.split()): v for k, v in bounds["after"].items()}
        self._longest_after = max(map(len, self._after))
        self._strength = {name: rank for rank, name in enumerate(bounds["strength"])}
        self._said = Said(bounds)
        self._skip = frozenset(bounds["skip"])
        denied = bounds["denied"]
        self._denied: dict[tuple[str, ...], str] = {tuple(k.split()): v for k, v in denied["phrases"].items()}
        self._denying, self._denied_in = frozenset(denied["words"]), frozenset(denied["ends"])
        self._auxiliary, self._lacking = frozenset(denied["auxiliary"]), frozenset(denied["lacking"])
        self._nots = frozenset(denied["nots"])
        self._participle: str = denied["participle"]
        self._conditions = frozenset(tuple(phrase.split()) for phrase in bounds["conditions"])
        self._kept, self._of_orders = frozenset(bounds["kept"]), frozenset(bounds["of_orders"])
        self._than, self._definite = frozenset(bounds["than"]), frozenset(bounds["definite"])
        self._factors = frozenset(bounds["factors"])
        self._factor_after = self._skip | frozenset(bounds["factor_of"])
        self._joining = frozenset(bounds["joiners"]["list"])
        self._ranging = frozenset(bounds["joiners"]["range"])
        self._only = frozenset(bounds["only"])
        self._reaching: str = bounds["reaching"]
        gains = bounds["gains"]
        self._against, self._gains = (gains["word"],), frozenset(gains["words"])

    def __call__(self, tokens: Tokens, q: Quantity, first: int, last: int) -> Quantity:
        """A quantity with its sign and with the words of bound around it."""
        start, sign = q.first, q.sign
        inner = q.start - q.first  # words of the chunk that are no part of the quote: "between"
        if self._signed(tokens, start, first):
            start, sign = start - 1, tokens.words[start - 1]
        opening, found, only = self._words_before(tokens, start, first, q.kind)
        if q.kind == "number" and self.is_factor(tokens, start, first):
            q = q._replace(kind="ratio", unit=self._unit_of_kind["ratio"])
        stop, told = q.end, ""
        for length in range(min(self._longest_after, last - stop), 0, -1):
            bound = self._after.get(tuple(tokens.lower[stop : stop + length]))
            named = stop + length < last and tokens.lower[stop + length] in self._said.not_before
            signs = bound is not None and length == 1 and stop + 1 < last and self._signed(tokens, stop + 1, first)
            fits = q.kind != "complexity" or bound in self._of_orders  # "O(n) + O(k)"
            # "10% on average", but "10% on Average Precision"
            if bound is not None and fits and not named and not signs:
                found.append(bound)
                stop, told = stop + length, BEHIND
                break
        if q.bound != "exact":
            found.append(q.bound)
        changes = q.form in _CHANGES
        if not found and changes:
            found.extend(self._inside(tokens, q))
        if not found:
            said, told = self._said(tokens, (opening, stop), first, last, changes=changes)
            found.extend(filter(None, [said]))
        bound = min(found, key=self._strength.__getitem__) if found else "exact"
        last = max(stop, q.last)  # behind a ± there may be more
        start += inner
        return q._replace(start=start, first=opening, last=last, bound=bound, sign=sign, only=only, told=told)

    def _inside(self, tokens: Tokens, q: Quantity) -> list[str]:
        """The bound of one end of a change, the first that has one: "from about 200 to 60", "from 90% to under 1%"."""
        for at in range(q.start + 1, q.end):
            if tokens.words[at][0].isdigit():
                _, found, _ = self._words_before(tokens, at, q.start + 1, q.kind)
                if found and self._reaching not in found:  # "from 2x up to 9x"
                    return found
        return []

    def is_factor(self, tokens: Tokens, start: int, first: int) -> bool:
        """Whether a bare number is a factor: "by a factor of about 5", "by factors of 5 and 10"."""
        opening = start - self._phrase_before(tokens, start, first)  # "by a factor of up to 5"
        for at in range(opening - 1, max(first, opening - _MOST_SKIPPED) - 1, -1):
            word = tokens.lower[at]
            if word in self._factors:  # "by a factor of 5", but "a scaling factor of 5"
                return at == first or tokens.lower[at - 1] in self._factor_after
            # "two to three", but "up to two magnitudes"
            ranging = at == start - 1 and word in self._ranging and tokens.lower[start].isalpha()
            if ranging or word in self._joining:  # "by factors of 5 and 10", "by a factor of two to three"
                back = _LISTED + ranging if at == start - 1 else _PHRASE
                return not self._factors.isdisjoint(tokens.lower[max(first, at - back) : at])
            if word not in self._skip and word not in self._before_last:
                break
        return False

    def _words_before(self, tokens: Tokens, at: int, first: int, kind: str) -> tuple[int, list[str], bool]:
        """Where the words of bound before a token begin, what they say, and whether one says "only"."""
        opening, found, only, skipped = at, [], False, 0
        crossed = False  # a word that frames need: what is said before it is heard, and stays outside
        while at > first and skipped <= _MOST_SKIPPED:
            length = self._phrase_before(tokens, at, first)
            word = tokens.lower[at - 1]
            if length:
                phrase = tuple(tokens.lower[at - length : at])
                if kind == "complexity" and self._before[phrase] not in self._of_orders:
                    break  # "within O(n) steps", "improves over O(n)"
                counted = kind == "number" and tokens.words[at].isdigit()
                if counted and phrase == self._against and tokens.lower[at - 2] in self._gains:
                    break  # "improves over 3 baselines", but "over 6.1 points"
                if phrase[-1] in self._than and tokens.lower[at] in self._definite:
                    break  # "more than 76%", but "more than the 76% of its teacher"
                found.append(self._bound_of(tokens, phrase, at - length, first, kind))
                only = only or " ".join(phrase) in self._only
                crossed = crossed or phrase[-1] in self._kept
                at -= length
                opening = opening if crossed else at
            elif word in self._only:
                at -= 1
                only, opening = True, opening if crossed else at
            elif word in self._skip:
                at, skipped = at - 1, skipped + 1
                crossed = crossed or word in self._kept
            else:
                break
        return opening, found, only

    def _bound_of(self, tokens: Tokens, phrase: tuple[str, ...], at: int, first: int, kind: str) -> str:
        """What a phrase of bound at a token says; the other way round where it is denied: "never by more than 1%"."""
        if kind == "ratio" and phrase in self._conditions:
            return "exact"
        if phrase in self._denied:
            for index in range(at - 1, max(first, at - _DENIED) - 1, -1):
                if tokens.lower[index] in self._denied_in:
                    break
                if self._denies(tokens, index):
                    return self._denied[phrase]
        return self._before[phrase]

    def _denies(self, tokens: Tokens, at: int) -> bool:
        """Whether a word denies the verb of its clause: "never", "does not", "without losing", but "without labels"."""
        word = tokens.lower[at]
        if word in self._lacking:
            return tokens.lower[at + 1].endswith(self._participle)
        return word in self._denying or (word in self._nots and tokens.before(at) in self._auxiliary)

    @staticmethod
    def _signed(tokens: Tokens, at: int, first: int) -> bool:
        """Whether a sign belongs to the number: glued to it, and to nothing before it ("(+0.5%", not "A-5%")."""
        if at <= first or tokens.words[at - 1] not in ("+", "-"):
            return False
        if not tokens.glued(at):  # "(+ 2.8%)"
            return at - 1 > first and tokens.words[at - 2] == "("
        return not tokens.glued(at - 1) or not tokens.words[at - 2][-1].isalnum()

    def _phrase_before(self, tokens: Tokens, at: int, first: int) -> int:
        """Length of the longest bound phrase that ends before a token, 0 for none."""
        if tokens.before(at) not in self._before_last:
            return 0
        for length in self._lengths_before:
            if at - length >= first and tuple(tokens.lower[at - length : at]) in self._before:
                return length
        return 0
