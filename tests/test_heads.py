"""Heads: which of two metrics a change is one of, where both stand before it."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The memory required to reach the same accuracy drops by 40%.", ("40%", "memory", "lower")),
        ("The FLOPs needed to match the accuracy of a dense net are lowered by 2.1x.", ("2.1x", "flops", "lower")),
        ("The accuracy required to pass the test drops by 3%.", ("3%", "accuracy", "lower")),
        ("The throughput of our engine exceeds that of the old one by 40%.", ("40%", "throughput", "higher")),
        ("Its throughput surpasses theirs by 2.5x.", ("2.5x", "throughput", "higher")),
        ("Nets of larger size surpass others by 5%.", ("5%", "performance", "higher")),
        ("The accuracy rises over the old net by 7.4% on cats.", ("7.4%", "accuracy", "higher")),
        ("The load increases the blocked force by 7.4%.", ("7.4%", "other", "higher")),
    ],
)
def test_metric_of_a_change(claims_of, text, expected):
    """What is needed for a metric, or wins in it, is what changes; a verb behind which a rival stands has no object."""
    assert [(c.quote, c.metric, c.direction) for c in claims_of(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It reaches 58.9 mAP and a recognition accuracy of 95.5%.", [("58.9", "map"), ("95.5%", "accuracy")]),
        ("A larger index costs only 3.6x latency.", [("3.6x", "latency")]),
        ("We see that for 10K tokens of context, the memory rises by 10 MB.", [("10 MB", "memory")]),
        ("Served by vLLM, it keeps a high throughput (up to 2.8x higher than Qarn).", [("2.8x", "throughput")]),
        ("It brings a 22% token reduction.", [("22%", "cost")]),
        ("It brings a 22% visual token reduction.", [("22%", "sparsity")]),
        ("It has 6 GB/s compression throughput.", [("6 GB/s", "throughput")]),
        ("It keeps its accuracy at 20% attention density.", [("20%", "sparsity")]),
        ("It improves accuracy while reducing spike rates by up to 47%.", [("47%", "sparsity")]),
    ],
)
def test_metric_beside_another(claims_of, text, expected):
    """A metric is named by its own noun, not by a verb or a noun that stands nearer."""
    assert [(c.quote, c.metric) for c in claims_of(text)] == expected
