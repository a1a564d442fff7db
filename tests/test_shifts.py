"""All patterns tried at once end where each of them, tried by itself at every place, ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.shifts import Shifts

AMOUNTS = st.sampled_from([(1, 1), (0, 1), (0, 3), (1, 3), (0, None), (1, None)])
ELEMENTS = st.tuples(st.sets(st.sampled_from("abcd"), min_size=1), AMOUNTS)
PATTERNS = st.lists(ELEMENTS, min_size=1, max_size=5).filter(lambda pattern: any(least for _, (least, _) in pattern))


def ends_of(pattern, items, starts=None):
    """Where a pattern ends, by trying every number of items for every element at every place, or at some `starts`."""
    ends = set()

    def walk(element, at):
        if element == len(pattern):
            ends.add(at)
            return
        those, (least, most) = pattern[element]
        number = 0
        while most is None or number <= most:
            if number >= least:
                walk(element + 1, at + number)
            if at + number >= len(items) or items[at + number] not in those:
                return
            number += 1

    for start in range(len(items)) if starts is None else starts:
        walk(0, start)
    return ends


def shifts_of(patterns, items):
    """The patterns, and for each item the elements it fits."""
    shifts = Shifts()
    bits = [shifts.add(number, [amount for _, amount in pattern]) for number, pattern in enumerate(patterns)]
    fits = [
        sum(
            bit
            for pattern, own in zip(patterns, bits, strict=True)
            for (those, _), bit in zip(pattern, own, strict=True)
            if item in those
        )
        for item in items
    ]
    return shifts, fits


@given(st.lists(PATTERNS, min_size=1, max_size=5), st.text("abcd", max_size=8))
def test_patterns_end_where_each_of_them_ends(patterns, items):
    shifts, fits = shifts_of(patterns, items)
    found = {number: set() for number in range(len(patterns))}
    for at, ended in shifts.ends(fits):
        for number in ended:
            found[number].add(at)
    assert found == {number: ends_of(pattern, items) for number, pattern in enumerate(patterns)}


@given(st.lists(PATTERNS, min_size=1, max_size=3), st.text("abcd", max_size=8), st.integers(0, 3))
def test_patterns_begin_where_they_end_as_told(patterns, items, least):
    shifts, fits = shifts_of(patterns, items)
    for number, pattern in enumerate(patterns):
        begun = {start: ends_of(pattern, items, [start]) for start in range(least, len(items))}
        for end in range(1, len(items) + 1):
            found = list(shifts.begins(number, fits, end, least))
            assert found == [start for start in reversed(begun) if end in begun[start]]
