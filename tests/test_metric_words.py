"""The words of metrics: every one of the table can be read, however its letters, digits and signs are cut."""

from __future__ import annotations

import pytest

SENTENCES = (
    "We improve the {} by 35%.",
    "TinyNet lowers {} by 2.1x.",
    "It achieves 35% {}.",
    "The {} of TinyNet is 35%.",
)


def words(rules):
    """(metric, word) of the table."""
    for entry in rules.table("terms/metrics.toml")["metric"]:
        yield from ((entry["id"], word) for key in ("words", "case") for word in entry.get(key, ()))


def test_every_word_of_a_metric_is_read(rules, claims_of):
    """A word that no sentence can bring up is a gap that looks like coverage."""
    dead = [
        word
        for metric, word in words(rules)
        if not any(claim.metric == metric for text in SENTENCES for claim in claims_of(text.format(word)))
    ]
    assert not dead


@pytest.mark.parametrize(
    ("text", "metric", "unit"),
    [
        ("It needs 204M multiply-accumulate operations.", "flops", "MAC"),
        ("It needs 2.1G multiply-add operations.", "flops", "MAC"),
        ("It needs 1.2 giga-FLOPs.", "flops", "GFLOP"),
        ("It achieves 45.1 AP50:95 on COCO.", "map", ""),
        ("It improves mAP@0.5:0.95 by 2.1 points.", "map", "pp"),
    ],
)
def test_signs_inside_a_word(claims_of, text, metric, unit):
    assert [(claim.metric, claim.unit) for claim in claims_of(text)] == [(metric, unit)]


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("FooLM scores 61.3% on MMLU.", ["accuracy"]),
        ("FooLM scores 61.3% on MMLU, 3.1 points above BarLM.", ["accuracy", "accuracy"]),
        ("FooLM reaches 65.9 on MMLU, 2.1 points below the teacher.", ["accuracy", "accuracy"]),
        ("FooLM scores 88.4 on RULER.", ["quality_score"]),
        ("FooLM has a BERTScore of 61.3% on MMLU.", ["quality_score"]),
    ],
)
def test_a_verb_of_scoring_names_no_metric(claims_of, text, metrics):
    """What is scored on a data set is what the set is measured by, and so is a difference to it."""
    assert [claim.metric for claim in claims_of(text)] == metrics


@pytest.mark.parametrize(
    ("text", "metric", "direction"),
    [
        ("FooLink boosts NVLink bandwidth by 27%.", "communication", "higher"),
        ("FooLink improves memory bandwidth by 27%.", "communication", "higher"),
        ("FooLink reduces the bandwidth by 27%.", "communication", "lower"),
        ("FooLink saves 27% of the bandwidth.", "communication", "lower"),
        ("FooLM has a 1.9x higher cost efficiency.", "cost", "lower"),
        ("FooLM reduces the drop rate by 17x.", "error", "lower"),
        ("FooLM costs 30% more.", "cost", "higher"),
        ("FooLM sustains 1.3 exaFLOPS.", "compute_rate", "none"),
        ("FooLM generates 1,400 trajectories/min.", "throughput", "none"),
        ("FooLM costs $2.50/hour.", "cost", "none"),
    ],
)
def test_what_a_metric_does(claims_of, text, metric, direction):
    assert [(claim.metric, claim.direction) for claim in claims_of(text)] == [(metric, direction)]
