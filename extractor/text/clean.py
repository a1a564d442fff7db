"""Cleaning: residues of LaTeX and Unicode are replaced for matching; every offset maps back to the source."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator
from math import inf
from typing import NamedTuple

from extractor.rulefiles.patterns import beginnings
from extractor.rulefiles.rules import Table

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

    def over(self, below: Cleaned) -> Cleaned:
        """The cleaning of a text that came out of another one, as one step; no mark below is longer than a letter."""
        if not below.marks:
            return self
        marks: list[tuple[int, int, int, int]] = []
        kept, shift = deque(below.marks), 0

        def keep(until: float, inside: bool) -> None:
            while kept and (kept[0][0] < until if inside else kept[0][1] <= until):
                start, end, *source = kept.popleft()
                if not inside:
                    marks.append((start + shift, end + shift, source[0], source[1]))

        for clean_start, clean_end, start, end in self.marks:
            keep(start, inside=False)
            keep(end, inside=True)
            marks.append((clean_start, clean_end, below.source_start(start), below.source_end(end)))
            shift = clean_end - end
        keep(inf, inside=False)
        return Cleaned(self.text, marks, [mark[0] for mark in marks])


def replaced(text: str, finds: Iterable[tuple[int, int, str]]) -> Cleaned:
    """A text with something else in some of its places: start, end and the new text of each, ascending."""
    out: list[str] = []
    marks: list[tuple[int, int, int, int]] = []
    source, clean = 0, 0
    for start, end, new in finds:
        if start < source or new == text[start:end]:
            continue
        out.append(text[source:start])
        clean += start - source
        out.append(new)
        marks.append((clean, clean + len(new), start, end))
        clean += len(new)
        source = end
    out.append(text[source:])
    return Cleaned("".join(out), marks, [mark[0] for mark in marks])


class _Finds(NamedTuple):
    """Some residues as one pattern, one group each, and what is put in their places."""

    pattern: re.Pattern[str]
    texts: list[str]


class Cleaner:
    """Text in, `Cleaned` out, by the table rules/clean/replacements.toml; linear in the length of the text."""

    def __init__(self, table: Table) -> None:
        self._entries: list[Table] = table["replace"]
        self._characters: dict[str, str] = dict(table.get("characters", {}))
        self._begins = [beginnings(entry["find"]) for entry in self._entries]
        self._finds: dict[str, _Finds] = {}  # by the character they begin with
        self._trigger = re.compile(table["triggers"])

    def __call__(self, text: str, places: Iterable[tuple[int, int]] | None = None) -> Cleaned:
        """Clean a text; the source itself is never changed. `places` are those of its words that are suspect."""
        return replaced(text, self._residues(text, [(0, len(text))] if places is None else places))

    def suspects(self, piece: str) -> bool:
        """Whether a trigger fits in a piece that stands between spaces; else cleaning leaves it as it is."""
        return self._trigger.search(f" {piece} ") is not None

    def _residues(self, text: str, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
        """The residues, left to right, and what is read instead; tried where a trigger fits, and right behind that."""
        done = 0
        for start, end in places:
            # The spaces around a word are all of its surroundings that a trigger may look at.
            for trigger in self._trigger.finditer(text, max(0, start - 1), end + 1):
                for at in trigger.span():
                    if at < done:
                        continue
                    pattern, texts = self._beginning(text[at : at + 1])
                    match = pattern.match(text, at)
                    if match is not None:
                        done = max(match.end(), at + 1)
                        group = match.lastindex or 0
                        yield at, match.end(), texts[group - 1] if group <= len(texts) else self._fold(match.group())
                        break

    def _beginning(self, character: str) -> _Finds:
        """The residues that may begin with a character of ASCII, a tenth of all; all of them for any other."""
        key = character if character.isascii() else ""
        if key not in self._finds:
            some = [one for one, begins in zip(self._entries, self._begins, strict=True) if not key or key in begins]
            parts = [f"({entry['find']})" for entry in some]
            whole = "|".join([*parts, f"({_OUTSIDE_ASCII})"])
            self._finds[key] = _Finds(re.compile(whole), [entry["with"] for entry in some])
        return self._finds[key]

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
