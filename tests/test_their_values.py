"""Whose value it is, in plain sentences: what stands beside a rival's value, behind a semicolon, or before the system."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractor.records import Claim

Read = Callable[[str, str], list[Claim]]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Zornet reaches 31.4 AP, whereas BarNet reaches 29.8 AP at 118 FPS.", "own baseline baseline"),
        ("It has 82% accuracy, while BarNet-S reaches 83% accuracy and needs 3 GB.", "own baseline baseline"),
        ("Zornet has 5M parameters; BarNet has 25M parameters.", "own baseline"),
        ("Zornet needs 3 hours of training; its competitor needs 12 hours.", "own baseline"),
        ("Zornet takes 21 ms, whereas the original model takes 41 ms.", "own baseline"),
        ("Zornet takes 21 ms. The teacher takes 41 ms.", "own baseline"),
        ("Zornet takes 21 ms on a phone; it takes 41 ms on a watch.", "own own"),
        ("The original model can be pruned into one with only 5 MB.", "own"),
        ("A BarNet takes 780 MB on average. Zornet needs 34 MB.", "prior own"),
        ("BarNet makes inference 9 times slower. Zornet sorts in 3 ms.", "prior own"),
    ],
)
def test_whose_value_it_is(read: Read, text: str, by: str) -> None:
    assert " ".join(claim.by for claim in read(text, "Zornet: A Fast Network")) == by


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("We train on 64 A100 GPUs, and utilization rises from 38% to 57%.", "utilization"),
        ("On 64 H100 GPUs, the throughput rises by 30%.", "throughput"),
        ("It needs 4x fewer A100 GPUs.", "cost"),
    ],
)
def test_the_words_of_a_device_are_no_cost_but_where_they_are_counted(read: Read, text: str, metric: str) -> None:
    assert [claim.metric for claim in read(text, "A title")] == [metric]
