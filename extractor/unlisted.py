"""Names that no list has: data sets told by the words around them, by [dataset] of the context rules."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from extractor.rules import Rules
from extractor.tokens import Tokens

_CLOSING = frozenset([",", ".", ";", ")"])
_LONGEST = 5  # tokens of a name
_LEAST = 4  # letters of a name that only its capitals tell


class Unlisted(NamedTuple):
    """A name at tokens [first, last): of a data set, or of a place that only a quality can be measured on."""

    first: int
    last: int
    kind: str


class UnlistedFinder:
    """Finds names behind "on", and before or behind a word for data sets."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/context.toml")["dataset"]
        self._nouns = frozenset(table["nouns"])
        self._plural = frozenset(table["plural"])
        self._apposed = frozenset(table["apposed"])
        self._leads = frozenset(table["leads"])
        self._opens = frozenset(table["opens"])
        self._examples = [tuple(phrase.split()) for phrase in table["examples"]]
        self._articles = tuple([article] for article in table["articles"])
        self._closes = frozenset([*table["closes"], *table["unnamed"]["closes"]])
        self._common = frozenset(table["common"])
        self._qualities = _qualities(rules)
        self._function = frozenset(table["function"])
        self._joiners = frozenset(table["joiners"])
        self._formats = re.compile(table["formats"])

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
        for index, word in enumerate(tokens.lower):
            if word in self._leads:
                first = index + 1 + (tokens.lower[index + 1 : index + 2] in self._articles)
                found += [Unlisted(*part, "place") for part in self._led(tokens, first, known, listed)]
        return found

    def _headed(
        self, tokens: Tokens, index: int, known: set[int], listed: Mapping[int, int], firsts: Mapping[int, int]
    ) -> list[tuple[int, int]]:
        """The names around a word for data sets: "the Foo and Bar-2 datasets", "datasets, A and B"."""
        at = index - _bracketed(tokens, index)
        alone = (firsts.get(at) or self._before(tokens, at, known)) == at
        bare = alone and tokens.lower[index] in self._apposed
        found = self._behind(tokens, index + 1, known, listed, bare=bare)
        if not alone and len(found) == 1:  # "the FooSet database (FSD)"
            found = []
        task = at == index and tokens.lower[index] in self._plural and self._is_task(tokens, at, known)
        while not task and (start := firsts.get(at) or self._before(tokens, at, known)) < at:
            if at not in firsts:
                found.append((start, at))
            at = self._joined_at(tokens, start)
            if at == start:
                break
        return found

    def _joined_at(self, tokens: Tokens, at: int) -> int:
        """Where the name before one in a list would end: "the A, and the B"; the token itself where there is none."""
        end = at - (at > 1 and [tokens.lower[at - 1]] in self._articles)
        last = end
        while end > 0 and tokens.lower[end - 1] in self._joiners:
            end -= 1
        return end if end < last else at

    def _behind(
        self, tokens: Tokens, at: int, known: set[int], listed: Mapping[int, int], *, bare: bool
    ) -> list[tuple[int, int]]:
        """The names behind a word for data sets: "datasets, A and B, show", "such as A"; `bare`: "datasets A and B"."""
        words, lower, size = tokens.words, tokens.lower, len(tokens.words)
        mark = words[at] if at < size and words[at] in self._opens else ""
        at += bool(mark)
        led = next((len(p) for p in self._examples if tuple(lower[at : at + len(p)]) == p), 0)
        at += led + (led > 0 and words[at + led : at + led + 1] == [","])
        found: list[tuple[int, int]] = []
        number, end, ended = 0, at, False
        bare = bare and not mark and not led
        ends = self._short if bare else self._end
        while at < size and (mark or led or bare):
            end = listed.get(at) or ends(tokens, at, known)
            if end == at:
                break
            number += 1
            if at not in listed:
                found.append((at, end))
            at = self._past_joiners(tokens, end)
            if at == end or ended:
                break
            ended = words[at - 1] not in self._opens  # "A, B and C, FooNet gains"
        closed = lower[end] if end < size else "."
        opening = mark == "," and not led and (number < 2 or closed not in _CLOSING)  # "on both datasets, FooNet gains"
        open_ended = closed not in self._closes and closed not in _CLOSING
        return [] if opening or open_ended or (mark == "(" and closed not in ")(") else found

    def _past_joiners(self, tokens: Tokens, at: int) -> int:
        """The first token from one on that joins no list."""
        while at < len(tokens.lower) and tokens.lower[at] in self._joiners:
            at += 1
        return at

    def _led(self, tokens: Tokens, at: int, known: set[int], listed: Mapping[int, int]) -> list[tuple[int, int]]:
        """The names of a list behind "on": "on COCO and Foo-2"."""
        lower, size = tokens.lower, len(tokens.lower)
        found: list[tuple[int, int]] = []
        ended = False  # whether an "and" was before the name
        while (end := listed.get(at) or self._short(tokens, at, known)) > at:
            if at not in listed and end < size and lower[end] not in self._closes:
                break
            found.append((at, end))
            at = self._past_joiners(tokens, end)
            if at == end or ended:
                break
            ended = tokens.words[at - 1] not in self._opens
        whole = found if ended else found[:1]  # "on Foo-2, BarNet-S is" has one
        return [part for part in whole if part[0] not in listed]

    def _end(self, tokens: Tokens, at: int, known: set[int]) -> int:
        """The token behind a name that begins at a token; the token itself where there is none."""
        end = at
        while end < len(tokens.words) and end - at < _LONGEST and end not in known:
            word = tokens.words[end]
            if not self._is_name(word) and not (end > at and word[0].isdigit()):
                break
            end += 1
        return end

    def _short(self, tokens: Tokens, first: int, known: set[int]) -> int:
        """The same of a name of one or two words, each marked as one."""
        at = first
        while at < len(tokens.words) and at - first < 2 and at not in known and self._is_name(tokens.words[at]):
            word = tokens.words[at]
            marked = any(c.isdigit() or c == "-" for c in word)
            if not marked and (len(word) < _LEAST or sum(c.isupper() for c in word) < 2):
                break
            at += 1
        return at

    def _is_task(self, tokens: Tokens, end: int, known: set[int]) -> bool:
        """Whether what ends before a token is short for a task: "six KGE datasets", not "A and the KGE datasets"."""
        at = self._before(tokens, end, known)
        lone = end - at == 1 and at - 1 not in known and self._joined_at(tokens, at) == at
        return lone and _is_acronym(tokens.words[at])

    def _before(self, tokens: Tokens, end: int, known: set[int]) -> int:
        """The first token of a name that ends before a token; the token itself where there is none."""
        at = end - (end > 1 and _is_version(tokens.words[end - 1]) and end - 1 not in known)
        last = at
        while at > 0 and last - at < _LONGEST and at - 1 not in known and self._is_name(tokens.words[at - 1]):
            at -= 1
        return at if at < last else end

    def _is_name(self, word: str) -> bool:
        """Whether a word of an unlisted name: capitals or digits in it, and no common one ("SOTA", "3D")."""
        if (
            word in self._common
            or word.removesuffix("s") in self._common
            or not word[0].isalnum()
            or not any(c.isupper() for c in word)
        ):
            return False
        if word.lower().partition("@")[0] in self._qualities:
            return False
        letters_in = sum(c.isalpha() for c in word)  # "10M" and "5K" are amounts
        return letters_in > 1 and word.lower() not in self._function and not self._formats.fullmatch(word)


def _qualities(rules: Rules) -> frozenset[str]:
    """The names of qualities, lower case: a gain "on PSNR" is on no data set."""
    metrics = rules.table("terms/metrics.toml")["metric"]
    return frozenset(name.lower() for metric in metrics if metric["family"] == "quality" for name in metric["words"])


def _is_version(word: str) -> bool:
    """Whether a word may end a name as its version: "Foo v2", "Foo 2.0"."""
    return word.lower().removeprefix("v")[:1].isdigit()


def _is_acronym(word: str) -> bool:
    """Whether a word may be short for a task: "KGE", "meta-RL" and "Indic", but not "FooSet" and "Foo-12"."""
    inner = sum(c.isupper() for c in word) > 1 and any(c.islower() for c in word) and word.isalpha()
    return not inner and not any(c.isdigit() for c in word)


def _bracketed(tokens: Tokens, end: int) -> int:
    """1 where a token stands behind one word in brackets: "the visual wake words (VWW) dataset"."""
    return int(end > 3 and tokens.words[end - 1] == ")" and tokens.words[end - 3] == "(")
