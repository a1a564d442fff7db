"""Points of which no metric is named are of the one quality that the sentence before speaks of."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("Exact match drops by 0.4 points. It is 3.9 points better than BarNet.", ["accuracy", "accuracy"]),
        ("Accuracy rises from 92.8% to 93.4%. On small sets it loses 1.1 points.", ["accuracy", "accuracy"]),
        ("It keeps 99.1% of the F1. It surpasses BarNet by 1.2 points.", ["f1", "f1"]),
        ("It reaches 81.2 F1 in 12 ms. It beats BarNet by 2.3 points.", ["f1", "latency", "f1"]),
        ("It has 81.2% F1 and 71.2% accuracy. It beats BarNet by 2 points.", ["f1", "accuracy", "performance"]),
        ("Recall rises by 3%. It beats BarNet by 2.3%.", ["quality_score", "performance"]),
        ("Recall rises by 3%. All are glad. It beats BarNet by 2 points.", ["quality_score", "performance"]),
        ("The error is 3%. It beats BarNet by 2 points.", ["error", "performance"]),
    ],
)
def test_points_go_on_with_the_quality_just_said(read, text, metrics):
    assert [claim.metric for claim in read(text)] == metrics


@pytest.mark.parametrize(
    ("text", "metric", "direction"),
    [
        ("It needs 13% of the training data. This is an improvement of 39% over BarNet.", "data", "lower"),
        ("It has a test error of 4.9%. This represents a 26% relative improvement over BarNet.", "error", "lower"),
        ("It succeeds in 93% of trials. This is a 20% improvement over BarNet.", "performance", "higher"),
        ("It has a test error of 4.9%. It is a 26% improvement over BarNet.", "performance", "higher"),
        ("It takes 4 ms and 3 GB. This is a 26% improvement over BarNet.", "performance", "higher"),
    ],
)
def test_what_sums_up_is_of_the_metric_just_said(read, text, metric, direction):
    assert [(claim.metric, claim.direction) for claim in read(text)][-1] == (metric, direction)
