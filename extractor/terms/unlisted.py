"""Names that no list has: data sets told by the words around them, by [dataset] of the context rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from extractor.rulefiles.rules import Rules
from extractor.terms.mates import MateFinder
from extractor.terms.shapes import NameShapes
from extractor.terms.unlisted_on import UnlistedOn
from extractor.text.tokens import Tokens

_CLOSING = frozenset([",", ".", ";", ")", "-", "--", "–", "—"])
_SET_OFF = frozenset(",;")  # some lists of abstracts have semicolons alone
_FIELD = 2  # words of what a data set is about: "the Foo-2 motion capture dataset"
_NAME = 6  # tokens of a name in quotation marks, with the first of them
_TOLD = 8  # words of what a name is: "Foo-2, a new benchmark"


class Unlisted(NamedTuple):
    """A name at tokens [first, last): of a data set, or of a place that only a quality can be measured on."""

    first: int
    last: int
    kind: str


class UnlistedFinder:
    """Finds names behind "on", and before or behind a word for data sets."""

    def __init__(self, rules: Rules, names: NameShapes) -> None:
        table = rules.table("context/dataset.toml")
        self._nouns = frozenset(table["nouns"])
        self._plural = frozenset(table["plural"])
        self._apposed = frozenset(table["apposed"])
        self._leads = frozenset(table["leads"])
        self._opens = frozenset(table["opens"])
        self._examples = [tuple(phrase.split()) for phrase in table["examples"]]
        self._closes = frozenset([*table["closes"], *table["unnamed"]["closes"]])
        self._determiners = frozenset(table["determiners"])
        self._new = frozenset(table["new"])
        self._introduces = frozenset(rules.table("context/system.toml")["introduces"])
        self._quotes = frozenset(table["quotes"])
        self._phases = frozenset(table["phases"])
        self._fields = frozenset([*table["tasks"], *table["fields"]])
        self._endings = tuple(table["endings"])
        self._adjectives = ("-", *table["participles"])
        self._names = names
        self._mates = MateFinder(rules, names)
        self._listed_on = UnlistedOn(rules, names)

    def __call__(self, tokens: Tokens, taken: Collection[int], listed: Mapping[int, int]) -> list[Unlisted]:
        """The names of a text; `taken` are tokens of known names, `listed` where known data sets begin and end."""
        known = {*taken}
        known.update(s.first for s in tokens.sentences if tokens.words[s.first][1:].islower())  # "Beyond benchmarks"
        firsts = {last: first for first, last in listed.items()}
        found: list[Unlisted] = []
        for index, word in enumerate(tokens.lower):
            if word in self._nouns:
                found += [Unlisted(*part, "dataset") for part in self._headed(tokens, index, known, listed, firsts)]
        known.update(at for name in found for at in range(name.first, name.last))
        sets = {**listed, **{name.first: name.last for name in found}}
        mates = self._mates(tokens, known, sets)
        found += [Unlisted(*part, "dataset") for part in mates]
        known.update(at for first, last in mates for at in range(first, last))
        for index, word in enumerate(tokens.lower):
            if word in self._leads:
                parts = self._listed_on(tokens, index, known, listed)
                found += [Unlisted(*part, self._kind(tokens, parts)) for part in parts]
        return found

    def _kind(self, tokens: Tokens, parts: Sequence[tuple[int, int]]) -> str:
        """What a list behind "on" is of: "on FooBench and Bar" are surely data sets."""
        return "dataset" if any(tokens.words[last - 1].endswith(self._endings) for _, last in parts) else "place"

    def _headed(
        self, tokens: Tokens, index: int, known: set[int], listed: Mapping[int, int], firsts: Mapping[int, int]
    ) -> list[tuple[int, int]]:
        """The names around a word for data sets: "the Foo and Bar-2 datasets", "datasets, A and B"."""
        if told := self._told(tokens, index, known):
            return [told]
        at = index - _bracketed(tokens, index) - self._quoted(tokens, index)
        alone = (firsts.get(at) or self._names.before(tokens, at, known)) == at
        bare = alone and tokens.lower[index] in self._apposed
        several = tokens.lower[index] in self._plural
        sole = not several and self._is_new(tokens, index)
        found = self._behind(tokens, index + 1, known, listed, bare=bare, several=several, sole=sole)
        if not alone and len(found) == 1:  # "the FooSet database (FSD)"
            found = []
        last = index + (tokens.lower[index + 1 : index + 2] != [] and tokens.lower[index + 1] in self._plural)
        task = at == index and tokens.lower[last] in self._plural and self._is_task(tokens, at, known)
        of_named = last + 1 in listed and tokens.lower[last] not in self._plural  # "the Text-to-SQL benchmark Foo"
        while not task and not of_named and (start := firsts.get(at) or self._names.before(tokens, at, known)) < at:
            if at not in firsts:
                found.append((start, at))
            at = self._names.joined_at(tokens, start)
            if at == start:
                break
        return found

    def _told(self, tokens: Tokens, index: int, known: set[int]) -> tuple[int, int] | None:
        """The name that a noun tells of: "the Foo-2 motion capture dataset", "on Foo-2, a new benchmark"."""
        lower = tokens.lower
        if lower[index] in self._plural:
            return None
        at = index
        while at > 0 and index - at <= _TOLD and self._tells(tokens.words[at - 1]):
            if lower[at - 1] in self._determiners:
                return self._set_off(tokens, at - 2, known)
            if lower[at - 1] in self._closes:
                return None
            at -= 1
        fields = lower[at:index]
        if not 0 < len(fields) <= _FIELD or not self._phases.isdisjoint(fields) or at < 2 or at - 1 in known:
            return None
        led = lower[at - 2] in self._determiners and self._is_marked(tokens.words[at - 1])
        return (at - 1, at) if led else None

    @staticmethod
    def _tells(word: str) -> bool:
        """Whether a word or mark may stand in what a name is: "a multi-view, multi-label action benchmark"."""
        return word == "," or (word[0].isalpha() and word == word.lower())

    def _set_off(self, tokens: Tokens, end: int, known: set[int]) -> tuple[int, int] | None:
        """The name before a comma behind which it is told what it is: "on Foo-2, a", "we introduce Foo-2 (F2), a"."""
        if end < 2 or tokens.words[end] not in _SET_OFF:
            return None
        short = tokens.words[end - 1] == ")" and end > 4 and tokens.words[end - 3] == "("
        at = end - 1 - short
        if at in known or not self._names.is_name(tokens.words[at]):
            return None
        led = short or tokens.lower[at - 1] in self._leads or tokens.lower[at - 1] in self._introduces
        return (at, at + 1) if led else None

    def _quoted(self, tokens: Tokens, end: int) -> int:
        """The number of quotation marks that end before a token: "the 'Global Wetlands' dataset"."""
        at = tokens.back(end, self._quotes)
        opened = not self._quotes.isdisjoint(tokens.words[max(0, at - _NAME) : at])
        return end - at if opened else 0

    def _is_new(self, tokens: Tokens, index: int) -> bool:
        """Whether a noun is that of something new: "we present a large dataset", "our benchmark"."""
        at = index
        while at > 0 and index - at < _TOLD and tokens.lower[at - 1][0].isalpha():
            at -= 1
            if tokens.lower[at] in self._new:
                return True
            if tokens.lower[at] in self._closes:
                return False
        return False

    def _is_marked(self, word: str) -> bool:
        """Whether a word is a name by more than the capitals of a short form: "Foo-12", "FooSet", no "CT"."""
        plain = word.isalpha() and (word.isupper() or word[1:].islower())
        return self._names.is_name(word) and not plain and not word.endswith(self._adjectives)

    def _behind(
        self, tokens: Tokens, at: int, known: set[int], listed: Mapping[int, int],
        *, bare: bool, several: bool, sole: bool,
    ) -> list[tuple[int, int]]:  # fmt: skip
        """The names behind a word for data sets: "datasets, A and B, show", "such as A"; `bare`: "datasets A and B".

        A single one needs more than a capital there. `sole`: one alone may be set off: "a new dataset, FooSet, with".
        """
        words, lower, size = tokens.words, tokens.lower, len(tokens.words)
        mark = words[at] if at < size and words[at] in self._opens else ""
        at += bool(mark)
        led = next((len(p) for p in self._examples if tuple(lower[at : at + len(p)]) == p), 0)
        at += led + (led > 0 and words[at + led : at + led + 1] == [","])
        found: list[tuple[int, int]] = []
        number, first, end, ended = 0, at, at, False
        bare = bare and not mark and not led
        ends = self._names.short if bare and not several else self._names.end
        while at < size and (mark or led or bare):
            end = listed.get(at) or ends(tokens, at, known)
            if end == at:
                break
            number += 1
            if at not in listed:
                found.append((at, end))
            at = self._names.past_joiners(tokens, end)
            if at == end or ended:
                break
            ended = words[at - 1] not in self._opens  # "A, B and C, FooNet gains"
        closed = lower[end] if end < size else "."
        alone = number == 1 and sole and (closed == "(" or words[end - 1] == ",") and self._is_marked(words[first])
        listing = alone or (number > 1 and closed in _CLOSING)
        opening = mark == "," and not led and not listing  # "on both datasets, FooNet gains"
        open_ended = closed not in self._closes and closed not in _CLOSING
        return [] if opening or open_ended or (mark == "(" and closed not in ")(") else found

    def _is_task(self, tokens: Tokens, end: int, known: set[int]) -> bool:
        """Whether what ends before a token is a task, or short for one: "six KGE datasets", "Object Tracking datasets".

        An acronym in a list is none: "A and the KGE datasets".
        """
        at = self._names.before(tokens, end, known)
        field = tokens.before(end) in self._fields and at - 1 not in known
        if field and all(word[1:].islower() for word in tokens.words[at:end]):
            return True
        lone = end - at == 1 and at - 1 not in known and self._names.joined_at(tokens, at) == at
        return lone and _is_acronym(tokens.words[at])


def _is_acronym(word: str) -> bool:
    """Whether a word may be short for a task: "KGE", "meta-RL" and "Indic", but not "FooSet" and "Foo-12"."""
    inner = sum(c.isupper() for c in word) > 1 and any(c.islower() for c in word) and word.isalpha()
    return not inner and not any(c.isdigit() for c in word)


def _bracketed(tokens: Tokens, end: int) -> int:
    """1 where a token stands behind one word in brackets: "the visual wake words (VWW) dataset"."""
    return int(end > 3 and tokens.words[end - 1] == ")" and tokens.words[end - 3] == "(")
