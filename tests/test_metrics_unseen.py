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
        ("The solver converges in 0.4 s.", "latency"),
        ("The policy network converges in 40 minutes.", "training_time"),
        ("The exhaustive search was over in 30 hours.", "latency"),
        ("We train a detector with big batches in far less time (from 30 hours to 4 hours).", "training_time"),
        ("With the lighter gearbox the motor is 12% more efficient.", "energy"),
        ("With the lighter backbone the detector is 12% more efficient.", "speed"),
        ("The latency of the KV cache is 20% lower than before.", "latency"),
        ("The energy use of the memory drops by 20%.", "energy"),
        ("The size of the KV cache drops by 20%.", "memory"),
        ("The throughput at the same accuracy is 2x higher.", "throughput"),
        ("The traffic reduction of this large cache is 2x higher.", "communication"),
        ("It reduces the search space by 90%.", "other"),
        ("It gives a 3x runtime improvement.", "latency"),
        ("It doubles the model capacity.", "params"),
        ("It halves the size of the training set.", "data"),
        ("It obtains an F0.5 score of 61.3.", "f1"),
        ("It needs less than 0.1% of the token count used to train its teacher.", "data"),
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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It improves CLIP-I by 0.02 over the old net.", ("quality_score", "points", "higher", 0)),
        ("It improves ADD-S by 2.1%.", ("quality_score", "points", "higher", 0)),
        ("It obtains a CLIP-FID of 3.1.", ("fid", "level", "none", 0)),
        ("It obtains an average precision of 61% with CLIP-B.", ("map", "level", "none", 1)),
        ("MetricX decreases by 0.4.", ("quality_score", "points", "lower", 0)),
        ("It lowers the acceleration error by 12%.", ("error", "percent", "lower", 0)),
        ("It has a Nash-Sutcliffe efficiency of 0.81.", ("quality_score", "level", "none", 0)),
        ("It obtains a feature matching recall of 97%.", ("quality_score", "level", "none", 0)),
    ],
)
def test_a_metric_named_like_a_model_or_a_word_of_change_is_itself(read, text, found):
    (claim,) = read(text)
    assert (claim.metric, claim.measure, claim.direction, len(claim.models)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It reaches 8.1 on MT-Bench.", "quality_score"),
        ("It reaches 44.7% on AlpacaEval 2.", "win_rate"),
        ("It reaches 31.2% on miniF2F.", "success_rate"),
        ("It reaches 61.2% on ChartQA.", "accuracy"),
        ("It reaches 0.71 on GenEval.", "quality_score"),
        ("It reaches 61.2% on HotpotQA.", "performance"),
    ],
)
def test_a_level_on_a_benchmark_of_one_metric_is_of_it(read, text, found):
    (claim,) = read(text)
    assert (claim.metric, claim.measure) == (found, "level")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The WER falls below 4%.", ("wer", "level", "less_than")),
        ("Accuracy rises above 95%.", ("accuracy", "level", "at_least")),
        ("The WER falls by less than 4%.", ("wer", "percent", "less_than")),
        ("FooNet averages 64.2% across eight tasks.", ("performance", "level", "average")),
        ("It beats BarNet by 0.9% top-1 at the same latency.", ("accuracy", "points", "exact")),
        ("With 4-bit weights it stays within 2 points of BERT.", ("performance", "points", "less_than")),
        ("The residual is ten times smaller.", ("error", "ratio", "exact")),
    ],
)
def test_a_quality_passed_or_averaged_is_read_as_worded(read, text, found):
    (claim,) = read(text)
    assert (claim.metric, claim.measure, claim.bound) == found
