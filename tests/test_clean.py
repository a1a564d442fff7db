"""Cleaning: what matching reads, and the way back to the source."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extractor.rulefiles.rules import load_table
from extractor.text.clean import Cleaner
from extractor.text.markup import Markup

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


@pytest.fixture(scope="module")
def markup():
    return Markup(TABLE["markup"])


@pytest.mark.parametrize(("source", "read"), TABLE["markup"]["examples"])
def test_markup_example_of_the_table(markup, source, read):
    assert markup(source).text == read


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("A title<br/>of two lines\nOne.</p><p>Two.", "A title of two lines\nOne.\n\nTwo."),
        ("&lt;jats:p&gt;Ours", "\nOurs"),
        ("&#10;&#0;&#xD800;&#1114112;&nosuch;&copy", " &#0;&#xD800;&#1114112;&nosuch;&copy"),
        ("<i class='x'>y</i>, i<j>k", "y, i<j>k"),
        ("&" * 40_000 + "<sup " * 40_000, "&" * 40_000 + "<sup " * 40_000),
    ],
    ids=["blocks", "written twice", "no characters", "attributes", "hostile"],
)
def test_markup_is_read(markup, source, read):
    assert markup(source).text == read


@pytest.mark.parametrize(
    ("source", "found", "quote"),
    [
        ("is 2&times; faster", "2x", "2&times;"),
        ("by <b>45%</b> less", "45%", "45%"),
        ("at 10<sup>6</sup> tokens", "10^6", "10<sup>6</sup>"),
        ("of 2 &times; 3 &amp; {\\bf 4\\%}&nbsp;ms", "4% ms", "4\\%}&nbsp;ms"),
        ("a<i></i>&ndash;<i></i>b and {c}&deg;", "c°", "c}&deg;"),
    ],
)
def test_span_goes_back_through_cleaning_and_markup(clean, markup, source, found, quote):
    read = markup(source)
    cleaned = clean(read.text).over(read)
    start = cleaned.text.index(found)
    assert source[cleaned.source_start(start) : cleaned.source_end(start + len(found))] == quote
    assert all(a[1] <= b[0] and a[3] <= b[2] for a, b in pairwise(cleaned.marks))
