"""Scan: which texts, and which of their sentences, can hold a claim, told before any token is made.

Only about a quarter of the sentences of abstracts hold a number or a device; the others cost no more than
this scan. A text is cut at spaces and each piece looked up in a memory of pieces; the answers, one byte a
piece, are searched as a string. A third of the abstracts are done with then, uncleaned.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping

from extractor.clean import Cleaner
from extractor.rules import Rules, Table

_WORD = re.compile(r"[A-Za-z]+")
_TELLING = re.compile(r"[0-9]|[A-Za-z]+")
_OUTSIDE_ASCII = re.compile(r"[^\x00-\x7f]+")
_CAPITALS = re.compile(r"[A-Z][A-Za-z]+")
_REACH = 24  # characters between a number word and its unit
_MEMO = 100_000  # pieces remembered; bounds the memory of long runs

# What a piece can be: hot ones make a sentence worth reading; a number word does so before a unit, in the same
# piece (both) or in one of the next two. Suspect ones need cleaning.
_COLD, _HOT, _CARDINAL, _UNIT, _BOTH = range(5)
_SUSPECT = 8
_CANDIDATE = re.compile(rb"[\x01\x04\x09\x0c]|[\x02\x0a](?=.?[\x03\x04\x0b\x0c])", re.DOTALL)
_SUSPECTS = re.compile(rb"[\x08-\x0c]")


class Pieces:
    """A text cut at spaces, with what each piece can be, one byte a piece."""

    def __init__(self, text: str, kinds: Mapping[str, int]) -> None:
        self._pieces = text.split(" ")
        self._kinds = bytes(map(kinds.__getitem__, self._pieces))

    def may_hold(self) -> bool:
        """Whether the text can hold a claim or a device; False is certain."""
        return _CANDIDATE.search(self._kinds) is not None

    def candidates(self) -> Iterator[tuple[int, int, bool]]:
        """Offsets of the pieces that can make a sentence worth reading, and whether one can do so by itself."""
        return ((start, end, self._kinds[at] & ~_SUSPECT == _HOT) for start, end, at in self._found(_CANDIDATE))

    def suspects(self) -> Iterator[tuple[int, int]]:
        """Offsets of the pieces that may need cleaning."""
        return ((start, end) for start, end, _ in self._found(_SUSPECTS))

    def _found(self, kinds: re.Pattern[bytes]) -> Iterator[tuple[int, int, int]]:
        last, offset = 0, 0
        for match in kinds.finditer(self._kinds):
            at = match.start()
            offset += sum(map(len, self._pieces[last:at])) + at - last
            yield offset, offset + len(self._pieces[at]), at
            last = at


class SentenceScan:
    """Tells the sentences worth reading: those with a digit, or with a word that begins a number or a device."""

    def __init__(self, rules: Rules, clean: Cleaner) -> None:
        numbers = rules.table("numbers/words.toml")
        # Of a phrase the rarest word counts: "an order of magnitude" is told by "magnitude".
        phrases = (entry["text"].split() for entry in numbers["phrase"])
        words = {_WORD.findall(max(phrase, key=len))[-1] for phrase in phrases}
        self._numbers = frozenset(words | {word.lower() for word in numbers["complexity"]["heads"]})
        units = rules.table("quantities/units.toml")["unit"]
        kept = [entry for entry in units if entry["kind"] != "none" and not entry.get("implied")]
        surfaces = _surfaces(kept)
        choice = "|".join(re.escape(surface) for surface in sorted(surfaces, key=len, reverse=True))
        # A number word is worth reading before a unit alone: "five minutes", "four sampling steps", "an hour".
        self._counted = re.compile(rf"[A-Za-z]+[ -](?:[a-z]+[ -])?(?:{choice})\b", re.IGNORECASE)
        self._cardinals = frozenset([*numbers["cardinals"], *numbers["articles"]])
        self._units = _first_words(surfaces)
        hardware = rules.table("terms/hardware.toml")
        names = (
            name
            for entry in hardware.get("device", ())
            for name in (entry["name"], *entry.get("aliases", ()), *entry.get("guarded", ()))
        )
        self._devices = frozenset(word for name in names for word in _CAPITALS.findall(name)[:1])
        self._clean = clean
        self._kinds = _Kinds(self._kind)

    def pieces(self, text: str) -> Pieces:
        """What the pieces of a text can be, cleaned or not."""
        return Pieces(text, self._kinds)

    def __call__(self, text: str, pieces: Pieces) -> Callable[[str, int, int], bool]:
        """A test of sentences [start, end) of a text, which is cleaned; `pieces` are its own."""
        found: set[int] = set()
        for start, end, alone in pieces.candidates():
            stop = text.find(" ", end if alone else max(end, start + _REACH))
            found.update(self._words(text, start, stop if stop >= 0 else len(text)))
        hits = sorted(found)

        def wanted(of: str, start: int, end: int) -> bool:
            at = bisect_left(hits, start)
            return at < len(hits) and hits[at] < end

        return wanted

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
        """What a piece can be once it is cleaned. Of a residue that may go on in the next piece that is not known."""
        suspect = _SUSPECT if self._clean.suspects(piece) else 0
        if suspect and self._clean.suspects(_OUTSIDE_ASCII.sub("", piece)):
            return _BOTH | suspect
        words = _TELLING.findall(self._clean(f" {piece} ").text if suspect else piece)
        lower = {word.lower() for word in words}
        hot = any(word.isdigit() for word in words) or not self._devices.isdisjoint(words) or lower & self._numbers
        unit = hot or lower & self._units
        if lower & self._cardinals:
            return suspect | (_BOTH if unit else _CARDINAL)
        return suspect | (_HOT if hot else _UNIT if unit else _COLD)


def _surfaces(units: Iterable[Table]) -> set[str]:
    return {surface.removeprefix("-").lower() for entry in units for surface in entry["surfaces"]}


def _first_words(surfaces: Iterable[str]) -> frozenset[str]:
    return frozenset(word for surface in surfaces for word in _WORD.findall(surface)[:1] if len(word) > 2)


class _Kinds(dict[str, int]):
    """What each piece can be; kept, as texts repeat their words."""

    def __init__(self, kind: Callable[[str], int]) -> None:
        super().__init__()
        self._kind = kind

    def __missing__(self, piece: str) -> int:
        kind = self._kind(piece)
        if len(self) < _MEMO:
            self[piece] = kind
        return kind
