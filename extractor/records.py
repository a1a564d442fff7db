"""The two records that cross the line of stages: a paper goes in, claims come out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

VERSION_KEY = "claimtable.schema_version"
"""The metadata that a table of claims is known by."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, exactly as its source gives it.

    `text` is what every offset of the claims table counts characters of.
    """

    paper_id: str
    title: str
    abstract: str
    sources: tuple[str, ...] = ()
    url: str | None = None
    published: date | None = None

    @property
    def text(self) -> str:
        """Title, a newline, and the abstract: the text that all offsets refer to."""
        return f"{self.title}\n{self.abstract}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One stated number of a paper, or one mention of a device (metric `hardware`).

    `start` and `end` cut `quote` out of `Paper.text`. Values are as written, in `unit`, which
    keeps its own prefix ("1.6 ms" is 1.6 ms); scaled counts are resolved (38B is 38e9).
    `value_before` is set for the measure `change` alone. The value sets of the text fields are
    those of the schema (extractor/table/schema.py).
    """

    start: int
    end: int
    quote: str
    sentence: str
    metric: str
    measure: str
    value_low: float | None
    value_high: float | None
    value_before: float | None
    uncertainty: float | None
    unit: str
    bound: str
    direction: str
    effect: str
    subject: str
    baseline: str
    datasets: tuple[str, ...]
    models: tuple[str, ...]
    hardware: tuple[str, ...]
    scope: tuple[str, ...]
    by: str
    rule: str
