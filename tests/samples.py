"""The smallest papers, claims and metrics that the tests of the table need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from extractor.records import Claim, Paper
from extractor.rulefiles.rules import Metric, Traits

QUALITY = Traits(quality=True)
METRICS = {
    metric.id: metric
    for metric in (
        Metric("speed", "speed", "higher", "", False),
        Metric("latency", "speed", "lower", "s", False),
        Metric("throughput", "speed", "higher", "item/s", False),
        Metric("energy", "energy", "lower", "J", False),
        Metric("accuracy", "quality", "higher", "%", True, traits=QUALITY),
        Metric("psnr", "quality", "higher", "dB", False, traits=QUALITY),
        Metric("fid", "quality", "lower", "", False, traits=QUALITY),
    )
}

PAPER = Paper(
    paper_id="2505.20839",
    title="FireQ: Fast INT4-FP8 Kernel",
    abstract="FireQ is up to 1.68x faster than QServe. It cuts latency from 10 ms to 6 ms on an A100.",
    sources=("page 1.txt", "page 2.txt"),
    url="https://arxiv.org/abs/2505.20839",
    published=date(2025, 5, 27),
)

_SPEEDUP = Claim(
    start=0,
    end=0,
    quote="",
    sentence="",
    metric="speed",
    measure="ratio",
    value_low=1.68,
    value_high=1.68,
    value_before=None,
    uncertainty=None,
    unit="x",
    bound="up_to",
    direction="higher",
    effect="better",
    subject="FireQ",
    baseline="QServe",
    datasets=(),
    models=(),
    hardware=(),
    scope=("inference",),
    by="own",
    rule="faster-than",
)


def claim(quote: str = "1.68x", paper: Paper = PAPER, **fields: Any) -> Claim:
    """A claim whose quote is the first `quote` of the paper's text; `fields` replace those of the speed-up."""
    start = paper.text.index(quote)
    before = paper.text[:start]
    sentence_start = max(before.rfind("\n"), before.rfind(". ") + 1 if ". " in before else -1) + 1
    sentence_end = paper.text.find(". ", start)
    sentence = paper.text[sentence_start : sentence_end + 1 if sentence_end >= 0 else None]
    return replace(_SPEEDUP, start=start, end=start + len(quote), quote=quote, sentence=sentence, **fields)


CHANGE = claim(
    "from 10 ms to 6 ms",
    metric="latency",
    measure="change",
    value_low=6.0,
    value_high=6.0,
    value_before=10.0,
    unit="ms",
    bound="exact",
    direction="lower",
    hardware=("NVIDIA A100",),
    scope=(),
)

DEVICE = claim(
    "A100",
    metric="hardware",
    measure="count",
    value_low=None,
    value_high=None,
    unit="device",
    bound="exact",
    direction="none",
    effect="none",
    subject="",
    baseline="",
    hardware=("NVIDIA A100",),
    scope=(),
    rule="device",
)

CLAIMS = (claim(), CHANGE, DEVICE)
