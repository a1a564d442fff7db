"""Cleaning: what matching reads, and the way back to the source."""

from __future__ import annotations

import pytest

from extractor.rulefiles.rules import load_table
from extractor.text.clean import Cleaner

TABLE = load_table("clean/replacements.toml")
PAIRS = [(entry["why"], source, cleaned) for entry in TABLE["replace"] for source, cleaned in entry["examples"]]


@pytest.fixture(scope="module")
def clean():
    return Cleaner(TABLE)


@pytest.mark.parametrize(("why", "source", "cleaned"), PAIRS, ids=[pair[1] for pair in PAIRS])
def test_example_of_the_table(clean, why, source, cleaned):
    assert clean(source).text == cleaned, why


@pytest.mark.parametrize("entry", TABLE["replace"], ids=lambda entry: entry["find"][:30])
def test_every_replacement_has_an_example_that_changes(entry):
    assert any(source != cleaned for source, cleaned in entry["examples"])


@pytest.mark.parametrize("entry", TABLE["replace"], ids=lambda entry: entry["find"][:30])
def test_every_replacement_is_short(entry):
    """A promise of the grammar of the table."""
    assert len(entry["find"]) <= 140


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [("plain text", "plain text"), ("", ""), ("a–b", "a-b"), ("\u00a0x", " x"), ("ﬁ", "ﬁ"), ("２x", "2x"), ("é", "é")],
)
def test_characters(clean, source, cleaned):
    assert clean(source).text == cleaned


@pytest.mark.parametrize(
    ("source", "found", "quote"),
    [
        ("FLOPs by 66\\% and", "66%", "66\\%"),
        ("runs 10times faster", "10x", "10times"),
        ("is 5.18\\times$ shorter", "5.18x", "5.18\\times"),
        ("a **1.9x** speedup", "1.9x", "1.9x"),
        ("in 30 $\\mu s$ here", "30 µs", "30 $\\mu s$"),
        ("\u200b3x\u200b", "3x", "3x"),
        ("by 80 %, or", "80%", "80 %"),
        ("both 1 × 2 × 3 sizes", "1x2x3", "1 × 2 × 3"),
    ],
)
def test_span_goes_back_to_the_source(clean, source, found, quote):
    cleaned = clean(source)
    start = cleaned.text.index(found)
    assert source[cleaned.source_start(start) : cleaned.source_end(start + len(found))] == quote


def test_offsets_of_untouched_text_are_its_own(clean):
    cleaned = clean("no residue here")
    assert [cleaned.source_start(at) for at in range(16)] == list(range(16))
    assert [cleaned.source_end(at) for at in range(16)] == list(range(16))
