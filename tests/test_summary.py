"""The closing summary of a run."""

from __future__ import annotations

from dataclasses import replace

from samples import CLAIMS, METRICS, PAPER, claim

from extractor.rulefiles.rules import rules_root
from extractor.table.summary import Summary
from extractor.table.table import TableBuilder
from extractor.table.units import Units


def summary_of(papers, *papers_and_claims):
    summary = Summary()
    summary.papers = papers
    builder = TableBuilder(METRICS, Units(rules_root() / "quantities" / "units.txt"))
    for paper, claims in papers_and_claims:
        builder.add(paper, claims, ())
        summary.add(builder.batch())
    return summary.lines()


def test_summary():
    other = replace(PAPER, paper_id="other")
    energy = claim(metric="energy", measure="percent", direction="lower")
    assert summary_of(1200, (PAPER, CLAIMS), (other, [claim(), energy])) == [
        "4 claims and 1 mention of devices in 2 of 1,200 papers",
        "",
        "family    rows  papers  ratio  percent  change  count",
        "speed        3       2      2        -       1      -",
        "energy       1       1      -        1       -      -",
        "hardware     1       1      -        -       -      1",
    ]


def test_summary_of_nothing():
    assert summary_of(1) == ["0 claims and 0 mentions of devices in 0 of 1 paper"]


def test_empty_batch_counts_nothing():
    assert summary_of(1, (PAPER, [])) == ["0 claims and 0 mentions of devices in 0 of 1 paper"]
