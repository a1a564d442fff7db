"""Cleaning: residues of LaTeX and Unicode are replaced for matching; every offset maps back to the source."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractor.rules import Table

_OUTSIDE_ASCII = r"[^\x00-\x7f]"
_SURROGATES = frozenset(map(chr, range(0xD800, 0xE000)))
_REPLACEMENT = "\ufffd"


class Cleaned(NamedTuple):
    """Cleaned text and the map of its offsets.

    `marks` holds, for each replacement, (start in clean, end in clean, start in source, end in source), ascending.
    """

    text: str
    marks: list[tuple[int, int, int, int]]
    starts: list[int]

    def source_start(self, offset: int) -> int:
        """The source offset of the character that begins at a clean offset."""
        return self.to_source(offset, end=False)

    def source_end(self, offset: int) -> int:
        """The source offset behind the last character before a clean offset."""
        return self.to_source(offset, end=True)

    def to_source(self, offset: int, *, end: bool) -> int:
        """The source offset of a clean one, as the start or as the end of a span."""
        at = bisect_right(self.starts, offset - 1 if end else offset) - 1
        # An end right behind an empty replacement leaves that replacement out of the quote.
        while end and at >= 0 and self.marks[at][0] == self.marks[at][1] == offset:
            at -= 1
        if at < 0:
            return offset
        clean_start, clean_end, source_start, source_end = self.marks[at]
        if not end and offset < clean_end:
            return source_start
        if end and clean_start < offset <= clean_end:
            return source_end
        return source_end + (offset - clean_end)


class Cleaner:
    """Text in, `Cleaned` out, by the table rules/clean/replacements.toml; linear in the length of the text."""

    def __init__(self, table: Table) -> None:
        self._with = [entry["with"] for entry in table["replace"]]
        self._characters: dict[str, str] = dict(table.get("characters", {}))
        parts = [f"({entry['find']})" for entry in table["replace"]]
        self._replace = re.compile("|".join([*parts, f"({_OUTSIDE_ASCII})"]))
        self._trigger = re.compile(table["triggers"])

    def __call__(self, text: str, places: Iterable[tuple[int, int]] | None = None) -> Cleaned:
        """Clean a text; the source itself is never changed. `places` are those of its words that are suspect."""
        out: list[str] = []
        marks: list[tuple[int, int, int, int]] = []
        source, clean = 0, 0
        for match in self._residues(text, [(0, len(text))] if places is None else places):
            start, end = match.span()
            if start < source:
                continue
            index = match.lastindex or 0
            new = self._with[index - 1] if index <= len(self._with) else self._fold(match.group())
            if new == match.group():
                continue
            out.append(text[source:start])
            clean += start - source
            out.append(new)
            marks.append((clean, clean + len(new), start, end))
            clean += len(new)
            source = end
        out.append(text[source:])
        return Cleaned("".join(out), marks, [mark[0] for mark in marks])

    def suspects(self, piece: str) -> bool:
        """Whether a trigger fits in a piece that stands between spaces; else cleaning leaves it as it is."""
        return self._trigger.search(f" {piece} ") is not None

    def _residues(self, text: str, places: Iterable[tuple[int, int]]) -> Iterator[re.Match[str]]:
        """The residues, left to right; each is tried where a trigger fits, and right behind that."""
        done = 0
        for start, end in places:
            # The spaces around a word are all of its surroundings that a trigger may look at.
            for trigger in self._trigger.finditer(text, max(0, start - 1), end + 1):
                for at in trigger.span():
                    match = self._replace.match(text, at) if at >= done else None
                    if match is not None:
                        done = max(match.end(), at + 1)
                        yield match
                        break

    def _fold(self, character: str) -> str:
        """One character outside ASCII as matching reads it (Unicode NFKC where that is one character)."""
        known = self._characters.get(character)
        if known is not None:
            return known
        if character in _SURROGATES:  # spaCy can hold no half of a pair
            return _REPLACEMENT
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            return str(digit)
        folded = unicodedata.normalize("NFKC", character)
        return folded if len(folded) == 1 else character
