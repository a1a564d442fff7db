"""Scan: which sentences can hold a claim, found in the raw text before any token is made.

Only about a quarter of the sentences of abstracts hold a number or a device; the others cost no more than
this scan.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from extractor.rules import Rules

_CAPITALS = re.compile(r"[A-Z][A-Za-z]+")


class SentenceScan:
    """Tells the sentences worth reading, by the number words, units and device names of the rules."""

    def __init__(self, rules: Rules) -> None:
        numbers = rules.table("numbers/words.toml")
        phrases = [entry["text"].removeprefix("<n> ") for entry in numbers["phrase"]]
        units = [
            s
            for entry in rules.table("quantities/units.toml")["unit"]
            if entry["kind"] in ("unit", "count", "ratio", "percent", "points")
            for s in entry["surfaces"]
        ]
        words = "|".join(
            re.escape(word) for word in sorted([*numbers["cardinals"], *numbers["articles"]], key=len, reverse=True)
        )
        unit_words = "|".join(
            re.escape(unit) for unit in sorted(units, key=len, reverse=True) if unit.isalpha() and len(unit) > 2
        )
        plain = "|".join(re.escape(phrase) for phrase in sorted(set(phrases), key=len, reverse=True))
        self._number = re.compile(
            rf"[0-9]|\b(?:{plain})\b|\b(?:{words})[ -](?:[a-z]+[ -])?(?:{unit_words})\b|\b(?:O|Theta|Omega) ?\(",
            re.IGNORECASE,
        )
        hardware = rules.table("terms/hardware.toml")
        names = [
            alias
            for entry in hardware.get("device", ())
            for alias in (entry["name"], *entry.get("aliases", ()), *entry.get("guarded", ()))
        ]
        self._devices = frozenset(word for name in names for word in _CAPITALS.findall(name)[:1])

    def __call__(self, text: str) -> Callable[[str, int, int], bool]:
        """A test of sentences [start, end) of the text."""
        hits = [match.start() for match in _CAPITALS.finditer(text) if match.group() in self._devices]
        number = self._number.search

        def wanted(of: str, start: int, end: int) -> bool:
            return number(of, start, end) is not None or any(start <= hit < end for hit in hits)

        return wanted
