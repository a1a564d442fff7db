"""Worded names: those of ordinary words with a capital each ("Tallow", "Set Block Decoding"), told by their place."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.rulefiles.rules import Table

_MOST = 4  # words of a name
_TITLE = 2  # letters of a title of a person, or of a figure ("Dr.")


class WordedNames:
    """Reads the words behind a verb that names a system, by rules/context/system.toml."""

    def __init__(self, table: Table) -> None:
        self._drop = frozenset(table["drop"])
        self._follows = frozenset(table["follows"])
        self._common = frozenset(table["common"])
        self._nouns = frozenset(table["nouns"])
        self._parts = frozenset(table["parts"])

    def named(self, pieces: Sequence[str], before: str) -> str:
        """The name behind a word that names ("called Tallow."): its capitalised words, before a mark or a clause.

        None where the noun `before` it is that of no system ("a new task, called Tallow,").
        """
        noun = before.rstrip(" ,(").rpartition(" ")[2]
        return "" if noun in self._parts else self._words(pieces, 0)

    def introduced(self, pieces: Sequence[str], body: str) -> str:
        """The name behind a verb ("we present Tallow, which"): no article before one word; several come again."""
        first = 0
        while first < len(pieces) and pieces[first].lower() in self._drop:
            first += 1
        name = self._words(pieces, first)
        return name if (body.count(name) > 1 if " " in name else not first) else ""

    def _words(self, pieces: Sequence[str], first: int) -> str:
        end = first
        while end < len(pieces) and pieces[end][0].isupper() and len(pieces[end]) > 1:
            end += 1
        words = pieces[first:end]
        ended = end == len(pieces) or pieces[end] in self._follows
        if pieces[end : end + 1] == ["("] and pieces[end + 2 : end + 3] == [")"]:
            ended = False  # its short form would be the name, if it were one
        title = end - first == 1 and len(words[0]) <= _TITLE
        if not words or title or len(words) > _MOST or not ended or not self._common.isdisjoint(words):
            return ""
        return "" if words[-1].lower() in (self._parts if len(words) > 1 else self._nouns) else " ".join(words)
