"""Scan: which texts, and which of their sentences, can hold a claim, told before any token is made.

Only about a quarter of the sentences of abstracts hold a number or a device; the others cost no more than
this scan. A text is cut at spaces, each piece looked up in a memory of pieces, and the answers, one byte a
piece, searched as a string: a third of the texts is done with then, at two look-ups a word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from extractor.clean import Cleaner
from extractor.rules import Rules

_WORD = re.compile(r"[A-Za-z]+")
_TELLING = re.compile(r"[0-9]|[A-Za-z]+")
_OUTSIDE_ASCII = re.compile(r"[^\x00-\x7f]+")
_CAPITALS = re.compile(r"[A-Z][A-Za-z]+")
_REACH = 24  # characters between a number word and its unit
_MEMO = 100_000  # pieces remembered; bounds the memory of long runs

# What a piece can be: hot ones make a sentence worth reading; a number word does so before a unit, in the same
# piece or in one of the next two.
_COLD, _HOT, _CARDINAL, _UNIT, _BOTH = range(5)
_CANDIDATE = re.compile(rb"[\x01\x04]|\x02(?=.?[\x03\x04])", re.DOTALL)


class SentenceScan:
    """Tells the sentences worth reading: those with a digit, or with a word that begins a number or a device."""

    def __init__(self, rules: Rules, clean: Cleaner) -> None:
        numbers = rules.table("numbers/words.toml")
        # Of a phrase the rarest word counts: "an order of magnitude" is told by "magnitude".
        phrases = (entry["text"].split() for entry in numbers["phrase"])
        words = {_WORD.findall(max(phrase, key=len))[-1] for phrase in phrases}
        self._numbers = frozenset(words | {word.lower() for word in numbers["complexity"]["heads"]})
        units = rules.table("quantities/units.toml")["unit"]
        kept = (entry for entry in units if entry["kind"] != "none" and not entry.get("implied"))
        surfaces = {surface.removeprefix("-").lower() for entry in kept for surface in entry["surfaces"]}
        choice = "|".join(re.escape(surface) for surface in sorted(surfaces, key=len, reverse=True))
        # A number word is worth reading before a unit alone: "five minutes", "four sampling steps", "an hour".
        self._counted = re.compile(rf"[A-Za-z]+[ -](?:[a-z]+[ -])?(?:{choice})\b", re.IGNORECASE)
        self._cardinals = frozenset([*numbers["cardinals"], *numbers["articles"]])
        self._units = frozenset(word for surface in surfaces for word in _WORD.findall(surface)[:1] if len(word) > 2)
        hardware = rules.table("terms/hardware.toml")
        names = (
            name
            for entry in hardware.get("device", ())
            for name in (entry["name"], *entry.get("aliases", ()), *entry.get("guarded", ()))
        )
        self._devices = frozenset(word for name in names for word in _CAPITALS.findall(name)[:1])
        self._cleaned = _Pieces(self._kind)
        self._clean = clean
        self._source = _Pieces(self._kind_of_source)

    def may_hold(self, source: str) -> bool:
        """Whether a text, not cleaned yet, can have a sentence worth reading; False is certain."""
        return _CANDIDATE.search(bytes(map(self._source.__getitem__, source.split(" ")))) is not None

    def __call__(self, text: str) -> Callable[[str, int, int], bool]:
        """A test of sentences [start, end) of the text, which is cleaned."""
        hits = self._hits(text)

        def wanted(of: str, start: int, end: int) -> bool:
            at = bisect_left(hits, start)
            return at < len(hits) and hits[at] < end

        return wanted

    def _hits(self, text: str) -> list[int]:
        """Where digits, numbers and devices stand, ascending."""
        pieces = text.split(" ")
        kinds = bytes(map(self._cleaned.__getitem__, pieces))
        hits: set[int] = set()
        last, offset = 0, 0
        for match in _CANDIDATE.finditer(kinds):
            at = match.start()
            offset += sum(map(len, pieces[last:at])) + at - last
            last = at
            reach = 0 if kinds[at] == _HOT else _REACH
            end = text.find(" ", offset + max(reach, len(pieces[at])))
            hits.update(self._words(text, offset, end if end >= 0 else len(text)))
        return sorted(hits)

    def _words(self, text: str, start: int, end: int) -> list[int]:
        """Where digits, numbers and devices stand in [start, end), which begins with a word."""
        hits: list[int] = []
        cardinal = start - _REACH
        for match in _TELLING.finditer(text, start, end):
            word = match.group()
            lower = word.lower()
            if word in self._devices or lower in self._numbers or lower.isdigit():
                hits.append(match.start())
            elif lower in self._cardinals:
                cardinal = match.start()
            elif lower in self._units and match.start() - cardinal < _REACH and self._counted.match(text, cardinal):
                hits.append(match.start())
        return hits

    def _kind(self, piece: str) -> int:
        """What a piece of cleaned text can be."""
        words = _TELLING.findall(piece)
        lower = {word.lower() for word in words}
        if any(word.isdigit() for word in words) or not self._devices.isdisjoint(words) or lower & self._numbers:
            return _HOT
        cardinal, unit = bool(lower & self._cardinals), bool(lower & self._units)
        return _BOTH if cardinal and unit else _CARDINAL if cardinal else _UNIT if unit else _COLD

    def _kind_of_source(self, piece: str) -> int:
        """What a piece can be once it is cleaned. Of a residue that may go on in the next piece that is not known."""
        if self._clean.suspects(_OUTSIDE_ASCII.sub("", piece)):
            return _HOT
        return self._kind(piece if piece.isascii() else self._clean(f" {piece} ").text)


class _Pieces(dict[str, int]):
    """What each piece can be; kept, as texts repeat their words."""

    def __init__(self, kind: Callable[[str], int]) -> None:
        super().__init__()
        self._kind = kind

    def __missing__(self, piece: str) -> int:
        kind = self._kind(piece)
        if len(self) < _MEMO:
            self[piece] = kind
        return kind
