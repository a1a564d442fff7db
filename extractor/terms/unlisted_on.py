"""Data sets that no list has, behind "on": "on Foo-2 and BarSet", "on the challenging Foo-2 detection task"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractor.rulefiles.rules import Rules
from extractor.terms.shapes import NameShapes
from extractor.text.tokens import Tokens

_VERSION = re.compile(r"[vV]\d+(?:\.\d+)?|\d\.\d|(?:19|20)\d\d")
_ADJECTIVES = 3  # words between "on" and a name: "on the more challenging Foo"
_WORDS = 2  # words of a name that only begin with a capital
_LEAST = 3  # letters that they have more of
_TASK = 4  # words of the task behind a name


class UnlistedOn:
    """Finds the places of a list behind "on": each looks like a name, and what stands behind it ends one."""

    def __init__(self, rules: Rules, names: NameShapes) -> None:
        table = rules.table("context/dataset.toml")
        self._names = names
        self._adjectives = frozenset([*table["articles"], *table["adjectives"]])
        self._rested = frozenset([*table["resting"], *table["rested"]])
        self._opens = frozenset(table["opens"])
        self._closes = frozenset([*table["closes"], *table["unnamed"]["closes"], *table["led_on"]])
        self._plain = frozenset([*table["tasks"], *table["pieces"]])
        self._translated = frozenset(table["translated"])
        self._heads = self._plain.union(table["nouns"]).difference(table["plural"])
        self._splits = frozenset(rules.table("terms/datasets.toml").get("splits", ()))

    def __call__(self, tokens: Tokens, lead: int, known: set[int], listed: Mapping[int, int]) -> list[tuple[int, int]]:
        """The names of a list behind a word like "on" at a token; `listed` are where known data sets begin and end."""
        at = tokens.past(lead + 1, self._adjectives, lead + 1 + _ADJECTIVES)
        if at not in listed and (end := self._acronym(tokens, lead, at, known)) > at:
            return [(at, end)]
        based = lead > 0 and tokens.lower[lead - 1] in self._rested
        found: list[tuple[int, int]] = []
        ended = False  # whether an "and" was before the name
        while (end := listed.get(at) or self._end(tokens, at, known, listed, marked=based)) > at:
            found.append((at, end))
            at = self._names.past_joiners(tokens, end)
            if at == end or ended:
                break
            ended = tokens.words[at - 1] not in self._opens
        whole = found if ended else found[:1]  # "on Foo-2, BarNet-S is" has one
        return [part for part in whole if part[0] not in listed]

    def _acronym(self, tokens: Tokens, lead: int, at: int, known: set[int]) -> int:
        """The token behind a name of three capitals right behind a value: "a gain of 7% on FOO and 4% on BAR"."""
        value = lead > 0 and (tokens.words[lead - 1][0].isdigit() or tokens.words[lead - 1] == "%")
        if not value or at in known or at == len(tokens.words) or len(tokens.words[at]) != _LEAST:
            return at
        plain = tokens.words[at].isalpha() and tokens.words[at].isupper() and self._names.is_name(tokens.words[at])
        return at + 1 if plain and self._is_closed(tokens, at + 1, self._heads) else at

    def _end(self, tokens: Tokens, at: int, known: set[int], listed: Mapping[int, int], *, marked: bool) -> int:
        """The token behind a name, with its version; the token itself where there is none, or it runs on.

        `marked`: only one with more than a capital ("based on Boolean Distance").
        """
        end, heads = self._names.short(tokens, at, known), self._heads
        if end == at and not marked:
            end, heads = self._capital(tokens, at, known), self._plain
        if end == at or self._is_split(tokens, at) or self._is_long_form(tokens, end, listed):
            return at
        if self._is_closed(tokens, end, self._translated if self._names.is_pair(tokens.words[at]) else heads):
            return end
        versioned = end < len(tokens.words) and end not in known and _VERSION.fullmatch(tokens.words[end])
        return end + 1 if versioned and self._is_closed(tokens, end + 1, heads) else at

    def _capital(self, tokens: Tokens, first: int, known: set[int]) -> int:
        """The token behind a name of words that only begin with a capital, or the first has but such: "FOO Roads"."""
        end = self._names.end(tokens, first, known)
        words = tokens.words[first:end]
        short = len(words) == _WORDS and len(words[0]) == _LEAST and words[0].isupper() and words[0].isalpha()
        plain = words[1:] if short else words
        told = len(words) <= _WORDS and all(len(w) > _LEAST and w[0].isupper() and w[1:].isalpha() for w in plain)
        return end if told else first

    def _is_split(self, tokens: Tokens, at: int) -> bool:
        """Whether a word is the part of a data set that was named before: "on the Karpathy split"."""
        return " ".join(tokens.words[at : at + 2]) in self._splits

    @staticmethod
    def _is_long_form(tokens: Tokens, end: int, listed: Mapping[int, int]) -> bool:
        """Whether a known data set stands in brackets behind a name, which it is short for."""
        last = listed.get(end + 1)
        return last is not None and tokens.words[end] == "(" and tokens.words[last : last + 1] == [")"]

    def _is_closed(self, tokens: Tokens, end: int, heads: frozenset[str]) -> bool:
        """Whether a name ends where something else begins, or with the task it is for: "on Foo-2 object detection"."""
        for at in range(end, min(len(tokens.lower), end + _TASK + 1)):
            if tokens.lower[at] in self._closes:
                return at == end or tokens.words[at - 1] in heads
            if tokens.words[at] != tokens.lower[at]:
                return False
        return end + _TASK >= len(tokens.lower)
