"""Two phrases that are read rightly alone are read as rightly side by side."""

from __future__ import annotations

from itertools import permutations

import pytest

PHRASES = (
    "81.4% accuracy",
    "a mIoU of 58.9%",
    "an average recall of 82.3%",
    "a latency of 12 ms",
    "a 40% reduction in memory",
    "3.1x lower energy consumption",
    "1.9x fewer parameters",
    "a 4.7% gain in F1",
    "an improvement of 2.3% in mAP",
    "a top-1 accuracy gain of 0.9%",
    "a 6.9x speedup",
    "2.5 times faster inference",
)
# What is faster "with a latency" is faster in it.
UNSURE = {("2.5 times faster inference", "a latency of 12 ms")}
JOINERS = (" and ", ", and ", " as well as ", " with ")


def said(read, text):
    """Metric, measure, values and direction of each claim."""
    return sorted((c.metric, c.measure, c.value_low, c.value_high, c.direction) for c in read(text))


@pytest.fixture(scope="module")
def alone(read):
    """What each phrase says alone."""
    return {phrase: said(read, f"Our method achieves {phrase}.") for phrase in PHRASES}


@pytest.mark.parametrize("joiner", JOINERS)
@pytest.mark.parametrize(("first", "second"), [pair for pair in permutations(PHRASES, 2) if pair not in UNSURE])
def test_side_by_side(read, alone, first, second, joiner):
    assert len(alone[first]) == len(alone[second]) == 1
    assert said(read, f"Our method achieves {first}{joiner}{second}.") == sorted(alone[first] + alone[second])
