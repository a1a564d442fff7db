"""All patterns tried at once end where each of them, tried by itself at every place, ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.frames.shifts import Shifts

AMOUNTS = st.sampled_from([(1, 1), (0, 1), (0, 3), (1, 3), (0, None), (1, None)])
ELEMENTS = st.tuples(st.sets(st.sampled_from("abcd"), min_size=1), AMOUNTS)
PATTERNS = st.lists(ELEMENTS, min_size=1, max_size=5).filter(lambda pattern: any(least for _, (least, _) in pattern))


def ends_of(pattern, items):
    """Where a pattern ends, by trying every number of items for every element."""
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

    for start in range(len(items)):
        walk(0, start)
    return ends


@given(st.lists(PATTERNS, min_size=1, max_size=5), st.text("abcd", max_size=8))
def test_patterns_end_where_each_of_them_ends(patterns, items):
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
    found = {number: set() for number in range(len(patterns))}
    for at, ended in shifts.ends(fits):
        for number in ended:
            found[number].add(at)
    assert found == {number: ends_of(pattern, items) for number, pattern in enumerate(patterns)}
