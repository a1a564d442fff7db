"""Things that are no metric: what is lessened or counted, and whose number it is where older work is but compared."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Our net keeps its accuracy while reducing heads by over 58% on average.", ("sparsity", "percent", "lower")),
        ("It keeps the accuracy while reducing the clips by 20%.", ("data", "percent", "lower")),
        ("It improves the quality of the nets and reduces the input dimension by 60%.", ("other", "percent", "lower")),
        ("The accuracy is reduced on many roads by 6%.", ("accuracy", "points", "lower")),
        ("It uses 40% fewer neurons than Bar.", ("sparsity", "percent", "lower")),
        ("A lot of our kind can hold 60% more vehicles.", ("other", "percent", "higher")),
        ("It solves twice as many puzzles.", ("other", "ratio", "higher")),
        ("It plants trees with 45% more fruit.", ("quality_score", "percent", "higher")),
        ("It is trained without loss of performance (9x smaller than the old net).", ("model_size", "ratio", "lower")),
        ("Without loss of accuracy, Foo is 30x faster than Bar.", ("speed", "ratio", "higher")),
    ],
)
def test_a_thing_is_told_from_the_quality_beside_it(read, text, found):
    claim = read(text)[-1]
    assert (claim.metric, claim.measure, claim.direction) == found


def test_less_of_what_has_no_name_is_better(read):
    claim = read("Our planner builds maps with 50% lower entropy than Bar.")[0]
    assert (claim.direction, claim.effect) == ("lower", "better")


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Additionally, the net is small, requiring half the parameters of previous nets.", "own"),
        ("Additionally, previous nets require half the parameters of a brain.", "prior"),
        ("For plain digits the error rate is reduced from previous 4.8% to 1.3%.", "own"),
    ],
)
def test_older_work_behind_a_value_is_but_compared(read, text, by):
    assert {claim.by for claim in read(f"We present Foo. {text}")} == {by}


@pytest.mark.parametrize(
    ("text", "unit", "bound"),
    [
        ("It reduces the parameters from 2.5M to 0.15M.", "parameter", "exact"),
        ("Mean Teacher reaches an error rate of 4.3% on cars.", "%", "exact"),
        ("The mean error rate of 4.3% is low.", "%", "average"),
    ],
)
def test_a_name_bounds_no_value_and_a_count_keeps_its_unit(read, text, unit, bound):
    claim = read(text)[0]
    assert (claim.unit, claim.bound) == (unit, bound)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It achieves a 2x decoding latency speedup.", ("speed", "higher")),
        ("It achieves a 2x training time speedup.", ("speed", "higher")),
        ("It achieves a 2x TTFT speedup.", ("latency", "lower")),
        ("It achieves a 30% latency reduction.", ("latency", "lower")),
        ("It achieves a 2x throughput speedup.", ("throughput", "higher")),
    ],
)
def test_the_speedup_of_a_time_is_a_speed(read, text, found):
    claim = read(text)[0]
    assert (claim.metric, claim.direction) == found


@pytest.mark.parametrize("text", ["It gets over absolute 5% accuracy gain.", "It gets an absolute gain of over 5%."])
def test_absolute_makes_points_also_behind_a_bound(read, text):
    claim = read(text)[0]
    assert (claim.measure, claim.bound) == ("points", "at_least")
