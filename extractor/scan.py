"""Scan: which sentences can hold a claim, found in the cleaned text before any token is made.

Only about a quarter of the sentences of abstracts hold a number or a device; the others cost no more than
this scan.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from extractor.rules import Rules

_WORD = re.compile(r"[A-Za-z]+")
_CAPITALS = re.compile(r"[A-Z][A-Za-z]+")
_REACH = 24  # characters between a number word and its unit
_DIGIT = re.compile(r"[0-9]")


class SentenceScan:
    """Tells the sentences worth reading: those with a digit, or with a word that begins a number or a device."""

    def __init__(self, rules: Rules) -> None:
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

    def __call__(self, text: str) -> Callable[[str, int, int], bool]:
        """A test of sentences [start, end) of the text."""
        hits: list[int] = []
        cardinal = -_REACH
        for match in _WORD.finditer(text):
            word = match.group()
            lower = word.lower()
            if word in self._devices or lower in self._numbers:
                hits.append(match.start())
            elif lower in self._cardinals:
                cardinal = match.start()
            elif lower in self._units and match.start() - cardinal < _REACH and self._counted.match(text, cardinal):
                hits.append(match.start())

        def wanted(of: str, start: int, end: int) -> bool:
            if _DIGIT.search(of, start, end):
                return True
            at = bisect_left(hits, start)
            return at < len(hits) and hits[at] < end

        return wanted
