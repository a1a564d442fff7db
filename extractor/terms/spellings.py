"""Spellings: the ways to write the names of data sets, models and devices, and an index to find them by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from extractor.rulefiles.rules import Table

NOTHING = "(?!)"
"""A pattern that fits nowhere."""

_GAP = re.compile(r"[ \-_]+")
_HUMP = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]|[A-Z]{2,}$)|(?<=[A-Za-z]{2})(?=\d)|(?<=\d)(?=[A-Z][a-z])")
_APART = r"(?:[ \-_](?-i:(?=[A-Z\d])))?"  # what may stand there: "Daily Mail", and no "daily mail"
_GAPS = (" ", "-", "_")
_CLOSED = r"s?(?![A-Za-z0-9_])"  # what follows a name that has no versions
_KEY = 4  # letters and digits by which spellings are looked up
_MEMO = 50_000  # openings remembered; bounds the memory of long runs
_SHORT = 5  # a name of fewer letters and no digit is an ordinary word in another case


class SpellingPattern:
    """An alias with its gaps free; a plural s is allowed, and a closed end must not run on.

    With `humps`, its inner capitals and digits may begin words of their own: "DailyMail" as "Daily Mail".

    Compiled when first asked for: of some thousand names a run meets few, and compiling all would take most of
    the time of loading the rules.
    """

    __slots__ = ("_flags", "_parts", "_pattern", "_source", "length")

    def __init__(self, alias: str, *, exact: bool, open_end: bool, humps: bool = False) -> None:
        parts = [_HUMP.split(part) if humps else [part] for part in _GAP.split(alias)]
        body = r"[ \-_]?".join(_APART.join(map(re.escape, part)) for part in parts)
        self._parts = [word.casefold() for part in parts for word in part]
        self.length = len(r"[ \-_]?".join(map(re.escape, _GAP.split(alias))))  # whatever humps it has
        self._source = body if open_end else body + _CLOSED
        self._flags = re.NOFLAG if exact else re.IGNORECASE
        self._pattern: re.Pattern[str] | None = None

    def match(self, text: str, start: int) -> re.Match[str] | None:
        """The alias at an offset of a text, None where it does not stand there."""
        if self._pattern is None:
            if not self._may_be_at(text, start):
                return None
            self._pattern = re.compile(self._source, self._flags)
        return self._pattern.match(text, start)

    def _may_be_at(self, text: str, at: int) -> bool:
        """Whether the words of the alias stand at an offset, in whatever case: what it is compiled for."""
        for part in self._parts:
            end = at + len(part)
            if text[at:end].casefold() != part:
                return False
            at = end + (text[end : end + 1] in _GAPS)
        return True


class Spelling(NamedTuple):
    """One way to write a name; `guarded` ones count only in company."""

    kind: str
    name: str
    pattern: SpellingPattern
    guarded: bool
    entry: Table


def longest_first(spelling: Spelling) -> tuple[int, str]:
    """The order in which spellings are tried: by the length of the name itself."""
    return -spelling.pattern.length, spelling.name


def first_word(alias: str) -> str:
    """A name up to its first space: what a token is compared with where a name begins with a small letter."""
    return alias.split(maxsplit=1)[0]


class SpellingIndex:
    """Spellings by how they begin: few of some thousands are then tried at a token."""

    def __init__(self) -> None:
        self._groups: dict[str, list[Spelling]] = {}
        self._memo: dict[str, tuple[Spelling, ...]] = {}
        self.begins: set[str] = set()
        """The characters that spellings begin with: hardly any punctuation, which is most of what is no plain word."""

    def add(self, alias: str, spelling: Spelling) -> None:
        """Keep a spelling under the first letters and digits of its alias."""
        self._groups.setdefault(_plain(alias)[:_KEY], []).append(spelling)
        self.begins.update((alias[0], alias[0].lower(), alias[0].upper()))

    def sort(self) -> None:
        """Put the longest names first, once all are there."""
        for group in self._groups.values():
            group.sort(key=longest_first)

    def at(self, text: str, start: int) -> tuple[Spelling, ...]:
        """The spellings that may stand at an offset, the longest first."""
        opening = text[start : start + 2 * _KEY]
        spellings = self._memo.get(opening)
        if spellings is None:
            plain = _plain(opening)
            groups = [self._groups.get(plain[:length], ()) for length in range(min(_KEY, len(plain)), 0, -1)]
            spellings = tuple(chain.from_iterable(groups))
            if len(self._memo) < _MEMO:
                self._memo[opening] = spellings
        return spellings


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def needs_case(alias: str) -> bool:
    """Whether a name must be written as listed: a short one without a digit is a word in another case."""
    return len(alias) < _SHORT and not any(character.isdigit() for character in alias)


def choice(words: Iterable[str]) -> str:
    """A pattern, to stand in another, that fits any of some words, the longest first; nothing where there are none."""
    return _by_first_letters(sorted(words, key=len, reverse=True))


def unowned(name: str, possessive: Iterable[str]) -> str:
    """A name without the ending of an owner."""
    for ending in possessive:
        name = name.removesuffix(ending)
    return name


def any_phrase(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of some phrases in running text, in any case and as whole words."""
    return re.compile(rf"\b{_by_first_letters(phrases)}\b", re.IGNORECASE)


def _by_first_letters(phrases: Iterable[str]) -> str:
    """The source of a pattern that fits the first of some phrases that can.

    By first letters: most places have none of them, and at the others few phrases are tried. That takes a third of
    the time where case does not count.
    """
    rests: dict[str, list[str]] = {}
    for phrase in phrases:
        rests.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    groups = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())
    return f"(?=[{re.escape(''.join(rests))}])(?:{'|'.join(groups)})" if rests else NOTHING
