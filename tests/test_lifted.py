"""Existing systems that the paper's own is added to are what its gains are over."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "rival"),
    [
        ("We find that applying it to existing detectors achieves a 17% gain in accuracy.", "existing detectors"),
        ("We show that pairing existing planners with FooNet yields a 25% higher success rate.", "existing planners"),
        ("It achieves up to a 2x speedup on several state-of-the-art solvers.", "state-of-the-art solvers"),
        ("When combined with two state-of-the-art agents, it needs 4x fewer labels.", "two state-of-the-art agents"),
        ("When combined with two state-of-the-art agents, it is 4x faster than BarNet.", "BarNet"),
        ("We address the limitations of existing methods and improve accuracy by 3%.", ""),
        ("With the help of existing techniques, we attain O(n) time.", ""),
        ("On state-of-the-art hardware, we reduce the latency by 3x.", ""),
        ("On existing detectors, it updates 5% of the parameters.", ""),
    ],
)
def test_existing_systems(read, text, rival):
    assert read(text)[-1].baseline == rival
