"""What is counted where training is spoken of, what a size before a model says, and values that set another aside."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("FooOpt reaches the loss of AdamW in 2x fewer steps.", "convergence"),
        ("It converges with 3x fewer forward passes.", "convergence"),
        ("Our trained sampler needs 3x fewer steps.", "steps"),
        ("The student was trained on 3x fewer tokens.", "data"),
        ("Trained so, it answers with 3x fewer tokens in its reasoning.", "cost"),
        ("The training step is 30% faster.", "speed"),
        ("The training step count is 30% lower.", "convergence"),
        ("An epoch takes 4 s.", "training_time"),
    ],
)
def test_what_is_counted_is_told_by_training(read, text, metric):
    assert [claim.metric for claim in read(text)] == [metric]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The accuracy of a 7B model is 71.2%.", ("accuracy", "level", 71.2)),
        ("It raises the throughput of a 70B LLM by 40%.", ("throughput", "percent", 40)),
        ("It cuts the memory of a 13B language model from 26 GB to 7 GB.", ("memory", "change", 7)),
    ],
)
def test_the_size_of_a_model_may_stand_between_a_metric_and_its_value(read, text, found):
    size, claim = read(text)
    assert size.metric == "params"
    assert (claim.metric, claim.measure, claim.value_low) == found


@pytest.mark.parametrize(
    ("text", "before", "baseline"),
    [
        ("Training takes 3 hours rather than the 29 hours of FooNet.", 29, "FooNet"),
        ("It needs 4 GB per client, instead of the usual 16 GB.", 16, ""),
        ("The perplexity is 13.92 versus 13.87 for synchronous training.", 13.87, "synchronous training"),
        ("It reaches 62.1% versus 60.3% for 3D detection.", 60.3, ""),
    ],
)
def test_a_value_sets_that_of_another_aside(read, text, before, baseline):
    (claim,) = read(text)
    assert (claim.measure, claim.value_before, claim.baseline) == ("change", before, baseline)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The rank correlation with the final accuracy is 0.74.", ("quality_score", "level")),
        ("It is 2x smaller with no drop in accuracy (76.5% top-1).", ("accuracy", "level")),
        ("Recomputation costs roughly 30% of training throughput.", ("throughput", "percent")),
        ("Its traffic is 40x smaller than that of Foo and 8x smaller than that of Bar.", ("communication", "ratio")),
    ],
)
def test_a_value_is_none_of_what_stands_nearest(read, text, found):
    claim = read(text)[-1]
    assert (claim.metric, claim.measure) == found


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("The model wins 61% of the comparisons, and improves MMLU by 1.8 points.", "accuracy"),
        ("It scores 2.3 points more on MT-Bench than Foo.", "quality_score"),
        ("The WER falls by 2 points, and it improves Foo by 3 points.", "performance"),
    ],
)
def test_points_on_a_data_set_are_of_what_it_is_measured_by(read, text, metric):
    assert read(text)[-1].metric == metric
