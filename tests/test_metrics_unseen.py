"""Metrics that a sentence, or what the whole text is about, tells apart from what a word alone would say."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("It learns new tasks in 20x less time than joint training.", "training_time"),
        ("Direct optimization of the grid needs 20x less time than the old way.", "training_time"),
        ("We cut the time cost of all our pruning by 3x.", "training_time"),
        ("The fine-tuning process ends in under 9 minutes on a CPU.", "training_time"),
        ("It turns a pretrained net into a quantized one in under 8 minutes.", "training_time"),
        ("It plans a learned trajectory in 20x less time.", "latency"),
        ("It renders a frame of the scene in 20x less time.", "latency"),
        ("It is ahead in training time (up to 4x faster) and memory.", "training_time"),
        ("It is ahead in speed (up to 4x faster) and memory.", "speed"),
        ("We reduce the codebook by 4x without any loss.", "model_size"),
        ("It reduces the incorrect bookings by 12%.", "error"),
        ("It doubles the math throughput of the tensor units.", "compute_rate"),
        ("It needs 5x fewer distance computations than a tree.", "flops"),
        ("It has 4x larger certified radii than smoothing.", "quality_score"),
        ("It cuts the sequence length by 4x.", "sparsity"),
        ("It handles a 4x longer context.", "capacity"),
        ("It reduces the number of unsafe actions by 12%.", "error"),
        ("It gains 9% CIDEr@0.5IoU over the best net.", "quality_score"),
        ("It reduces the number of tokens in the prompt by 65%.", "sparsity"),
        ("It raises the navigation efficiency by 12%.", "performance"),
        ("It improves the model efficiency by 3.5x.", "flops"),
        ("It ends after a duration of 1.6 hours when training on two cards.", "training_time"),
        # before a task or a network, a metric's name is only part of that thing's
        ("On the DSC task it gains 9% over the best net in terms of F1.", "f1"),
        ("We gain 9% over the calibration network.", "performance"),
        ("It improves the DSC by 9%.", "quality_score"),
    ],
)
def test_a_metric_is_the_one_its_clause_speaks_of(read, text, metric):
    assert [claim.metric for claim in read(text)] == [metric]


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("We drop 86% of the blocks.", "level"),
        ("We find that 86% of the blocks can be pruned.", "share"),
        ("It raises the agreement by 9%.", "points"),
        ("It raises the match rate by 9%.", "points"),
        ("It raises the diversity by 9%.", "percent"),
    ],
)
def test_parts_that_are_dropped_and_scores_in_percent(read, text, measure):
    assert [claim.measure for claim in read(text)] == [measure]


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("Its accuracy drops only 0.5 points, outperforming the best net by 5 points.", ["accuracy", "accuracy"]),
        ("Its accuracy drops only 0.5%, outperforming the best net by 5%.", ["accuracy", "performance"]),
        ("It outperforms BarNet by 0.3% of accuracy and outperforms older nets by 3%.", ["accuracy", "performance"]),
        ("Its latency drops by 2 ms, outperforming the best net by 5%.", ["latency", "performance"]),
    ],
)
def test_a_win_goes_on_with_the_quality_that_just_changed(read, text, metrics):
    assert [claim.metric for claim in read(text)] == metrics
