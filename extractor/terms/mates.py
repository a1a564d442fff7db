"""Names that no list has beside data sets that are known: "on COCO, Foo and BarSet"."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.rulefiles.rules import Rules
from extractor.terms.shapes import NameShapes
from extractor.text.tokens import Tokens

_LEAST = 3  # letters of a name
_BRACKET = 8  # tokens of a bracket with the value of a name


class MateFinder:
    """Finds the names of a list in which a known data set stands: what it is joined to is one, too."""

    def __init__(self, rules: Rules, names: NameShapes) -> None:
        table = rules.table("context/dataset.toml")
        self._names = names
        self._joiners = frozenset(table["joiners"])
        self._splits = frozenset(rules.table("terms/datasets.toml").get("splits", ()))
        self._last_joiners = self._joiners - {","}
        self._closes = frozenset([*table["closes"], *table["nouns"], *table["shown"]])

    def __call__(self, tokens: Tokens, known: set[int], sets: Mapping[int, int]) -> list[tuple[int, int]]:
        """The names at no known token; `sets` are where known data sets begin and end."""
        firsts = {last: first for first, last in sets.items()}
        found: dict[int, int] = {}
        for first, last in sets.items():
            behind = self._behind(tokens, first, last, known, sets)
            found.update(behind)
            found.update(self._before(tokens, first, known, firsts, listed=self._goes_on(tokens, last, sets, behind)))
        return sorted(found.items())

    def _goes_on(self, tokens: Tokens, last: int, sets: Mapping[int, int], behind: list[tuple[int, int]]) -> bool:
        """Whether a list goes on behind a data set."""
        at = tokens.past_bracket(last, last + _BRACKET)
        following = self._names.past_joiners(tokens, at)
        return bool(behind) or (following > at and following in sets)

    def _behind(
        self, tokens: Tokens, start: int, last: int, known: set[int], sets: Mapping[int, int]
    ) -> list[tuple[int, int]]:
        """The names of a list behind a data set, as far as its last "and"; a comma alone opens a new clause, too.

        So does one with an "and", unless it was before another name of the list; but none does in brackets.
        """
        found: list[tuple[int, int]] = []
        sure = 0
        alone = tokens.before(start) == "("  # "(COCO, Foo)"
        before = self._names.joined_at(tokens, start)
        at, commas = last, int(before < start and self._names.before(tokens, before, set()) < before)
        while True:
            at = tokens.past_bracket(at, at + _BRACKET)  # "COCO (56.4%) and Foo"
            first = self._names.past_joiners(tokens, at)
            joined = tokens.lower[at:first]
            end = sets.get(first) or self._names.end(tokens, first, known)
            if first in (at, end) or (first not in sets and self._is_part(tokens, first, end)):
                break
            final = not self._last_joiners.isdisjoint(joined)
            if first in sets:
                sure = len(found)  # what stands between two data sets is one
            else:
                found.append((first, end))
                closed = final and (joined[0] != "," or commas) and self._is_closed(tokens, end)
                if closed or (alone and tokens.words[end : end + 1] == [")"]):
                    sure = len(found)
            if final:
                break
            at, commas = end, commas + 1
        return found[:sure]

    def _before(
        self, tokens: Tokens, first: int, known: set[int], firsts: Mapping[int, int], *, listed: bool
    ) -> list[tuple[int, int]]:
        """The names of a list before a data set; a comma alone makes one only where the list goes on behind it."""
        found: list[tuple[int, int]] = []
        at = first
        while (end := self._names.joined_at(tokens, at)) < at:
            if not listed and self._last_joiners.isdisjoint(tokens.lower[end:at]):
                break
            end = self._before_bracket(tokens, end)
            start = self._names.before(tokens, end, known)
            if start == end or end in firsts or self._is_part(tokens, start, end):
                break
            found.append((start, end))
            at, listed = start, True
        return found

    def _is_part(self, tokens: Tokens, first: int, end: int) -> bool:
        """Whether a word is but the end of another name: "WMT En-Ro and De", "Foo Dataset and Bar", "test/Test-dev"."""
        word = tokens.words[first]
        return end - first == 1 and (len(word) < _LEAST or word.lower() in self._closes or word.lower() in self._splits)

    def _is_closed(self, tokens: Tokens, end: int) -> bool:
        """Whether what stands behind a name ends a list: no verb that the name would be the subject of."""
        return end >= len(tokens.lower) or tokens.lower[end] in self._closes

    @staticmethod
    def _before_bracket(tokens: Tokens, end: int) -> int:
        """Where a name ends before the bracket that ends at a token."""
        return tokens.back_bracket(end, max(0, end - _BRACKET))
