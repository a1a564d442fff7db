"""Shifts: where patterns end in a row of items, for all patterns at once, by a few operations on one long number.

Where one that ends begins is found the same way, backwards and on its own bits alone.

Every element of every pattern is one bit (shift-and with optional and repeated elements: Navarro and Raffinot,
Flexible Pattern Matching in Strings, 2002, chapter 4). An item stands for the bits of the elements it fits, and each
item moves the bits that are set one element on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

P = TypeVar("P")

_MEMO = 50_000  # sets of patterns remembered; bounds the memory of long runs


class _Own(NamedTuple):
    """The bits of one pattern: where they begin, and as numbers of its own the last and those of three kinds."""

    low: int
    last: int
    first: int
    optional: int
    repeated: int

    def passed(self, bits: int) -> int:
        """Some elements, and those before them that are reached when optional ones are left out."""
        while (more := bits | (bits & self.optional) >> 1) != bits:
            bits = more
        return bits


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
        self._own: dict[P, _Own] = {}

    def add(self, pattern: P, elements: Sequence[tuple[int, int | None]]) -> list[int]:
        """Add a pattern that cannot be empty; returns, for each element, the bits it has in what an item fits."""
        bits: list[int] = []
        low, begins = self._size, True
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
        kinds = (end, self._first, self._optional, self._repeated)
        self._own[pattern] = _Own(low, *(kind >> low for kind in kinds))
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
            reached = state | optional & (~(held - before) ^ held)
            if ended := reached & lasts:
                yield at, self._known.get(ended) or self._patterns(ended)

    def begins(self, pattern: P, items: Sequence[int], end: int, least: int) -> Iterator[int]:
        """Where a pattern begins that ends before item `end`, from the last place on, down to `least`."""
        own = self._own[pattern]
        takes = own.passed(own.last)  # the elements that may take the next item
        for at in range(end - 1, least - 1, -1):
            state = items[at] >> own.low & takes
            if not state:
                return
            if state & own.first:
                yield at
            takes = own.passed(state >> 1) | state & own.repeated

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
