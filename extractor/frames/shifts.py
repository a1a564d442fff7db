"""Shifts: where patterns end in a row of items, for all patterns at once, by a few operations on one long number.

Every element of every pattern is one bit (shift-and with optional and repeated elements: Navarro and Raffinot,
Flexible Pattern Matching in Strings, 2002, chapter 4). An item stands for the bits of the elements it fits, and each
item moves the bits that are set one element on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

P = TypeVar("P")

_MEMO = 50_000  # sets of patterns remembered; bounds the memory of long runs


class Shifts(Generic[P]):
    """Patterns, each known by a value of the caller's; elements are (fewest, most) items, most None without end."""

    def __init__(self) -> None:
        """Start without patterns."""
        self._size = 1  # no element has the lowest bit: it stands before the first pattern
        self._first = 0  # where a pattern can begin
        self._last: dict[int, P] = {}
        self._ends = 0
        self._optional = 0
        self._before = 0  # the bit before each run of optional elements
        self._through = 0  # the last bit of each
        self._repeated = 0
        self._known: dict[int, tuple[P, ...]] = {}

    def add(self, pattern: P, elements: Sequence[tuple[int, int | None]]) -> list[int]:
        """Add a pattern that cannot be empty; returns, for each element, the bits it has in what an item fits."""
        bits: list[int] = []
        begins = True
        for fewest, most in elements:
            mine = 0
            for number in range(max(1, fewest if most is None else most)):
                bit = 1 << self._size
                self._size += 1
                mine |= bit
                if number >= fewest:
                    run = bool(self._optional & bit >> 1)
                    self._before |= 0 if run else bit >> 1
                    self._through = (self._through & ~(bit >> 1) if run else self._through) | bit
                    self._optional |= bit
                if begins:
                    self._first |= bit
                begins = begins and number >= fewest
            if most is None:
                self._repeated |= bit
            bits.append(mine)
        end = 1 << (self._size - 1)
        self._last[end] = pattern
        self._ends |= end
        return bits

    def ends(self, items: Iterable[int]) -> Iterator[tuple[int, tuple[P, ...]]]:
        """Where patterns end: the number of items up to there, and the patterns; an item is the bits that it fits."""
        first, repeated, lasts = self._first, self._repeated, self._ends
        optional, before, through = self._optional, self._before, self._through
        state = reached = 0
        for at, fits in enumerate(items, 1):
            # What follows the last pattern's end is the next one's beginning, which is open anyway.
            state = (reached << 1 | first | state & repeated) & fits
            # Elements that are left out: a borrow runs from before each run of them up to the lowest bit that is set.
            held = state | through
            moved = optional & (held - before ^ held)
            reached = state | optional ^ moved  # all but those: to negate a long number takes longer than both steps
            if ended := reached & lasts:
                yield at, self._known.get(ended) or self._patterns(ended)

    def _patterns(self, ended: int) -> tuple[P, ...]:
        found: list[P] = []
        left = ended
        while left:
            bit = left & -left
            found.append(self._last[bit])
            left ^= bit
        patterns = tuple(found)
        if len(self._known) < _MEMO:
            self._known[ended] = patterns
        return patterns
