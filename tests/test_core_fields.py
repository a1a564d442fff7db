"""Metric, measure and direction where a sentence names them away from the value, or names two."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("It is possible to perform inference in LLMs with up to 175B parameters.", ["capacity"]),
        ("It can fine-tune models with 65B parameters on 8 GPUs.", ["capacity"]),
        ("We run a 30B model on just two phones.", ["capacity"]),
        ("Our system can scale to networks with over 11 billion parameters.", ["capacity"]),
        ("We train a 7B model from scratch.", ["params"]),
        ("We train a 7B model on 64 GPUs.", ["params"]),
        ("It can train nets of 5M parameters on one phone.", ["params"]),
        ("It can run 2x faster than a 7B model.", ["speed", "params"]),
    ],
)
def test_the_size_of_a_model_that_can_be_handled_is_a_capacity(read, text, metrics):
    assert [claim.metric for claim in read(text)] == metrics


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "We achieve 78.1% accuracy with only 9% of the labels, compared to 61.7% without pretraining.",
            [("accuracy", "level"), ("data", "share"), ("accuracy", "level")],
        ),
        (
            "We achieve 78.1% accuracy with only 9% of the labels, compared to 20% for the old net.",
            [("accuracy", "level"), ("data", "share"), ("data", "share")],
        ),
        (
            "It surpasses older models (6.5% on FooSet, 59.2% on BarSet) in accuracy.",
            [("accuracy", "level"), ("accuracy", "level")],
        ),
        (
            "It surpasses older models by a large margin (6.5% on FooSet, 19.2% on BarSet).",
            [("performance", "percent"), ("performance", "percent")],
        ),
    ],
)
def test_a_value_set_against_another_is_of_the_same_metric(read, text, found):
    assert [(claim.metric, claim.measure) for claim in read(text)] == found
