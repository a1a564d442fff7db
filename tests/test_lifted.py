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
        ("FooNet improves the baseline, with a gain of 3.8% in accuracy.", "baseline"),
        ("Built on the state-of-the-art planner BarNet, ours gains 4% accuracy.", "state-of-the-art planner BarNet"),
        ("On few images (less than those of prior works), the accuracy of ours rises by 3%.", ""),
        ("FooNet sets a new state-of-the-art on COCO, with a gain of 3% accuracy.", ""),
        ("We address the limitations of existing methods and improve accuracy by 3%.", ""),
        ("With the help of existing techniques, we attain O(n) time.", ""),
        ("On state-of-the-art hardware, we reduce the latency by 3x.", ""),
        ("On existing detectors, it updates 5% of the parameters.", ""),
        ("A 10x speedup is seen when replacing the beam search of a decoder with a small net.", "beam search"),
        ("Switching from dense layers to ours cuts the memory by 30%.", "dense layers"),
        ("Replacing the softmax by ours, we improve the accuracy of BERT by 2%.", "BERT"),
        ("Replacing the softmax, FooNet is 2x faster than BarNet.", "BarNet"),
    ],
)
def test_existing_systems(read, text, rival):
    assert read(text)[-1].baseline == rival


@pytest.mark.parametrize(
    ("text", "rival"),
    [
        ("Existing planners are slow: ours cuts the latency by 3x.", "Existing planners"),
        ("Here other graph-based approaches fall behind, and our approach is 28% better.", "graph-based approaches"),
        ("Although a nonlinear formulation does better, our controller is 82x faster.", "nonlinear formulation"),
        ("A naive implementation is too slow but our incremental one is 9x faster.", "naive implementation"),
        ("Where previous methods need dense labels, we need 5x fewer labels.", "previous methods"),
        (
            "State-of-the-art detectors achieve 3x faster inference by employing our cache.",
            "State-of-the-art detectors",
        ),
        ("Existing planners are slow, but ours is 3x faster than BarNet.", "BarNet"),
        ("Existing detectors lose 30% accuracy in fog, but our method is robust.", ""),
        ("While state-of-the-art accuracy is kept, our cache is 3x faster.", ""),
        ("Using large state-of-the-art models, we show a 3x speedup.", ""),
        ("Unlike prior planners, our method needs 3x fewer labels.", "prior planners"),
        ("Existing planners are slow with 3x more labels.", ""),
        ("While our planners are good, we need 3x fewer labels.", ""),
    ],
)
def test_who_opens_a_sentence_that_turns_to_the_papers_own(read, text, rival):
    assert read(text)[-1].baseline == rival
