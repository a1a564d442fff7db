"""Comparisons that a value cannot have, whatever stands near it."""

from __future__ import annotations

import pytest


@pytest.fixture
def rivals(claims_of):
    """The rivals of the values of an abstract, left to right."""
    return lambda abstract: [claim.baseline for claim in claims_of(abstract, "FooNet: a net")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It cuts the latency of ResNet-50 by 40% with a 1% accuracy drop, which outperforms prior nets.", "ResNet-50"),
        ("It has a 1% accuracy drop, outperforming prior nets.", ""),
        ("It has a 1% accuracy drop compared to prior nets.", "prior nets"),
        ("It has a 1% accuracy gain, outperforming prior nets.", "prior nets"),
    ],
)
def test_nobody_is_outperformed_by_a_loss(rivals, text, told):
    assert rivals(text)[-1] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It outperforms prior nets by tuning only 0.5% of the parameters.", ""),
        ("It outperforms prior nets while training with only 0.5% of the parameters.", "prior nets"),
        ("It outperforms full fine-tuning by tuning only 0.5% of the parameters.", "full fine-tuning"),
        ("Compared to prior nets, it tunes only 0.5% of the parameters.", "prior nets"),
        ("It tunes only 0.5% of the parameters compared to prior nets.", "prior nets"),
    ],
)
def test_a_tuned_share_is_one_of_the_model_itself(rivals, text, told):
    assert rivals(text) == [told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It cuts the FLOPs by 30%, and outperforms prior nets.", ""),
        (
            "It cuts the FLOPs by 30%, keeps the accuracy of the original model and outperforms prior nets.",
            "original model",
        ),
    ],
)
def test_what_a_saving_is_as_good_as_tells_more_than_what_is_beaten(rivals, text, told):
    assert rivals(text) == [told]
