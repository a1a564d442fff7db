"""The factor: every line of its table, the cases beside it, and what holds for all numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.rulefiles.rules import load_rules
from extractor.table.factor import factor, polarity_of
from extractor.table.schema import DIRECTIONS, EFFECTS, MEASURES

# measure, (low, high), before, polarity, direction, effect -> (low, high)
CASES = {
    "2x faster": ("ratio", (2, 2), None, "higher", "higher", "better", (2, 2)),
    "2x lower latency": ("ratio", (2, 2), None, "lower", "lower", "better", (2, 2)),
    "2x slower": ("ratio", (2, 2), None, "higher", "lower", "worse", (0.5, 0.5)),
    "3x to 10x faster": ("ratio", (3, 10), None, "higher", "higher", "better", (3, 10)),
    "2x to 4x slower": ("ratio", (2, 4), None, "higher", "lower", "worse", (0.25, 0.5)),
    "energy efficiency 2x higher": ("ratio", (2, 2), None, "lower", "higher", "better", (2, 2)),
    "ratio, effect from polarity": ("ratio", (2, 2), None, "lower", "higher", "none", (0.5, 0.5)),
    "ratio, nothing known": ("ratio", (2, 2), None, "higher", "none", "none", (None, None)),
    "0x worse": ("ratio", (0, 0), None, "higher", "lower", "worse", (None, None)),
    "40% lower latency": ("percent", (40, 40), None, "lower", "lower", "better", (1 / 0.6, 1 / 0.6)),
    "25% more memory": ("percent", (25, 25), None, "lower", "higher", "worse", (0.8, 0.8)),
    "50% faster": ("percent", (50, 50), None, "higher", "higher", "better", (1.5, 1.5)),
    "20% slower": ("percent", (20, 20), None, "higher", "lower", "worse", (0.8, 0.8)),
    "40% less, no effect stated": ("percent", (40, 40), None, "lower", "lower", "none", (1 / 0.6, 1 / 0.6)),
    "20% higher energy efficiency": ("percent", (20, 20), None, "lower", "higher", "better", (1.2, 1.2)),
    "50% to 75% less memory": ("percent", (50, 75), None, "lower", "lower", "better", (2, 4)),
    "50% to 100% less memory": ("percent", (50, 100), None, "lower", "lower", "better", (2, None)),
    "100% less memory": ("percent", (100, 100), None, "lower", "lower", "better", (None, None)),
    "150% less memory": ("percent", (150, 150), None, "lower", "lower", "better", (None, None)),
    "100% slower": ("percent", (100, 100), None, "higher", "lower", "worse", (0, 0)),
    "percent, no direction": ("percent", (40, 40), None, "lower", "none", "none", (None, None)),
    "79% of the energy": ("share", (79, 79), None, "lower", "lower", "better", (100 / 79, 100 / 79)),
    "99% of the accuracy": ("share", (99, 99), None, "higher", "none", "none", (0.99, 0.99)),
    "0% of the memory": ("share", (0, 0), None, "lower", "lower", "better", (None, None)),
    "share, no polarity": ("share", (50, 50), None, "none", "none", "none", (None, None)),
    "from 10 ms to 6 ms": ("change", (6, 6), 10, "lower", "lower", "better", (10 / 6, 10 / 6)),
    "from 82% to 97%": ("change", (97, 97), 82, "higher", "higher", "better", (97 / 82, 97 / 82)),
    "from 0 to 97%": ("change", (97, 97), 0, "higher", "higher", "better", (None, None)),
    "change, nothing before": ("change", (6, 6), None, "lower", "lower", "better", (None, None)),
    "+1.7 points": ("points", (1.7, 1.7), None, "higher", "higher", "better", (None, None)),
    "79.2% top-1": ("level", (79.2, 79.2), None, "higher", "none", "none", (None, None)),
    "8 GPUs": ("count", (8, 8), None, "none", "none", "none", (None, None)),
    "O(N)": ("complexity", (None, None), None, "lower", "lower", "better", (None, None)),
}


@pytest.mark.parametrize(
    ("measure", "ends", "before", "polarity", "direction", "effect", "expected"), CASES.values(), ids=CASES.keys()
)
def test_factor(measure, ends, before, polarity, direction, effect, expected):
    low, high = factor(measure, *ends, before, polarity, direction, effect)
    assert (low, high) == (pytest.approx(expected[0]), pytest.approx(expected[1]))


@pytest.mark.parametrize(
    ("metric", "measure", "direction", "expected"),
    [
        ("sparsity", "share", "none", "none"),  # "half of the layers can be removed"
        ("sparsity", "percent", "higher", "higher"),
        ("params", "share", "lower", "lower"),
        ("accuracy", "share", "none", "higher"),
        ("devices", "share", "none", "none"),
    ],
)
def test_what_compares_nothing_has_no_polarity(metric, measure, direction, expected):
    assert polarity_of(load_rules().metrics.get(metric), measure, direction) == expected


def test_one_axis():
    """Three wordings of the same gain."""
    lower = factor("percent", 40, 40, None, "lower", "lower", "better")
    faster = factor("ratio", 1 / 0.6, 1 / 0.6, None, "higher", "higher", "better")
    change = factor("change", 6, 6, 10, "lower", "lower", "better")
    assert lower == pytest.approx(faster)
    assert lower == pytest.approx(change)


numbers = st.none() | st.floats(allow_nan=True, allow_infinity=True)
polarities = st.sampled_from(("higher", "lower", "none"))


@given(
    st.sampled_from(MEASURES),
    numbers,
    numbers,
    numbers,
    polarities,
    st.sampled_from(DIRECTIONS),
    st.sampled_from(EFFECTS),
)
def test_ends_are_finite_and_in_order(measure, low, high, before, polarity, direction, effect):
    ends = factor(measure, low, high, before, polarity, direction, effect)
    assert all(end is None or (math.isfinite(end) and end >= 0) for end in ends)
    assert ends[0] is not None or ends[1] is None
    assert None in ends or ends[0] <= ends[1]


@given(st.floats(0.01, 1000), st.floats(0.01, 1000))
def test_better_is_above_one_and_worse_below(before, after):
    better, _ = factor("change", after, after, before, "lower", "none", "none")
    worse, _ = factor("change", after, after, before, "higher", "none", "none")
    assert better * worse == pytest.approx(1)
    assert (better >= 1) == (after <= before)


@given(st.floats(0.01, 1e6))
def test_better_and_worse_mirror_each_other(ratio):
    better, _ = factor("ratio", ratio, ratio, None, "higher", "higher", "better")
    worse, _ = factor("ratio", ratio, ratio, None, "higher", "lower", "worse")
    assert better == ratio
    assert better * worse == pytest.approx(1)
