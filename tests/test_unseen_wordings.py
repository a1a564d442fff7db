"""Wordings that papers never seen before brought: orders of growth, ratios to one, letters that stand apart."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("This brings the cost from O(n^2) in the old solver down to O(n).", [("flops", "lower")]),
        ("It lowers the memory from O(n^2), to O(n).", [("memory", "lower")]),
        ("It reduces the cost to O(n log n).", [("flops", "lower")]),
        ("The cost of the naive methods scales as O(nm).", [("flops", "none")]),
        ("We find a stationary point within O(1/e^2) trajectories.", [("data", "none")]),
        ("Projection only requires O(nk) for all points.", [("flops", "none")]),
        ("The cost of a step of any solver for this kind of net falls from O(n^2), to O(n).", [("flops", "lower")]),
        ("It finds a point of the performance function within O(1/e) trajectories.", [("data", "none")]),
        ("The learning rate of such methods scales as O(1/n).", []),
        ("The design requires O(n) robots.", []),
    ],
)
def test_an_order_of_growth_is_of_what_it_counts(read, text, found):
    assert [(claim.metric, claim.direction) for claim in read(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It compresses the model at a ratio of 24:1.", [("24:1", 24)]),
        ("We obtain compression ratios of 24.5:1 and 300:1.", [("24.5:1", 24.5), ("300:1", 300)]),
        ("Our method reduces computation by x100 or more.", [("x100", 100)]),
        ("The number of parameters is only 2.06 M. It is small.", [("2.06 M", 2.06e6)]),
        ("The classes are imbalanced by 100:1 in this set.", []),
        ("It runs on x86 machines with 2:4 sparsity.", []),
    ],
)
def test_a_number_in_a_rare_form_is_read(read, text, found):
    assert [(claim.quote, claim.value_low) for claim in read(text)] == found


def test_a_line_may_break_anywhere_in_a_sentence(read):
    long = "This is the first sentence of a text that is far longer than any line that is wrapped would be, on and on and on."
    assert [claim.quote for claim in read(f"{long} We report speed-ups\nof 10-60x over the old net.")] == ["10-60x"]
    assert [claim.quote for claim in read(f"{long} We report speed-ups\n\nof 10-60x over the old net.")] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Accuracy rises from 70.5% for the plain system, to 77.5%.", [("accuracy", "change")]),
        (
            "Both tasks show gains in both tasks: 12.9% in parsing and 0.5% in tagging.",
            [("performance", "percent")] * 2,
        ),
        ("It uncovers 4x more errors than Rand and 26% more than Greedy.", [("other", "ratio"), ("other", "percent")]),
        (
            "It cuts training and inference times by 62% and 58%.",
            [("training_time", "percent"), ("latency", "percent")],
        ),
        ("It improves on FooNet, achieving 94.0 and 90.4 on MRPC and QNLI.", [("performance", "level")] * 2),
        ("It needs 10x more data, memory and compute.", [("data", "ratio"), ("flops", "ratio"), ("memory", "ratio")]),
        ("Latency drops by 30%, energy 40%.", [("latency", "percent"), ("energy", "percent")]),
        ("It cuts the work in each sweep from O(n^3) to O(n^2).", [("flops", "complexity")]),
        ("It has an error of 3.9% and 26.0% (Top-1).", [("error", "level")] * 2),
        ("It reaches 76.0% (top-1).", [("accuracy", "level")]),
        ("The error on A falls from 4.9% to 4.2%, and that on B from 3.7% to 3.4%.", [("error", "change")] * 2),
        ("We improve the F1 score by 5% (up to 98%).", [("f1", "points"), ("f1", "level")]),
        ("We improve the F1 score by 5% (30% relatively).", [("f1", "points"), ("f1", "percent")]),
        ("The percentage of correct view matches was 80.6%.", [("accuracy", "level")]),
        ("It beats all by tuning only 0.5% of the parameters.", [("params", "share")]),
        ("Our net is 20x smaller and as good as current methods.", [("model_size", "ratio")]),
        ("The motor draws a current that is 3x smaller.", [("other", "ratio")]),
        ("The accuracy of retrieval is at .87.", [("accuracy", "level")]),
        ("It serves ten million queries per day.", [("throughput", "level")]),
        ("It scales to graphs with one million labels.", [("capacity", "level")]),
        ("It beats the planner by 24% in terms of path length.", [("other", "percent")]),
        ("It keeps the quality with a 12% KV cache budget.", [("memory", "share")]),
        ("Its onset errors range from 12 to 41 ms.", [("error", "level")]),
        ("It has 71% accuracy and a 12% latency reduction.", [("accuracy", "level"), ("latency", "percent")]),
        ("It has a 2% accuracy and 12% latency reduction.", [("accuracy", "points"), ("latency", "percent")]),
        (
            "It brings a 4% gain in user scores and a 71% win rate.",
            [("quality_score", "percent"), ("win_rate", "level")],
        ),
        ("It has 71.2% mIoU/41.2 FPS on this set.", [("miou", "level"), ("throughput", "level")]),
    ],
)
def test_a_wording_of_few_papers_is_read(read, text, found):
    assert [(claim.metric, claim.measure) for claim in read(text)] == found
