"""One paper for a person to read: which paper, what is marked, and nothing that steers the terminal."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest
from rich.console import Console
from samples import CLAIMS, METRICS, PAPER, claim

from extractor.rulefiles.rules import rules_root
from extractor.table.show import (
    PaperNotFoundError,
    clean,
    find_paper,
    paper_text,
    quote_places,
    sentence_text,
    value_words,
)
from extractor.table.table import TableBuilder
from extractor.table.units import Units

OTHER = replace(
    PAPER, paper_id="2401.1", title="FireQ revisited", abstract="It is 3x faster.", url=None, published=None
)


def table(*papers_and_claims):
    builder = TableBuilder(METRICS, Units(rules_root() / "quantities" / "units.txt"))
    for paper, claims in papers_and_claims:
        builder.add(paper, claims, ("quantization",))
    return pa.Table.from_batches([builder.batch()])


@pytest.fixture
def both():
    return table((PAPER, CLAIMS), (OTHER, [claim("3x", OTHER, value_low=3.0, value_high=3.0, bound="exact")]))


def rendered(rows, **options):
    console = Console(width=200, soft_wrap=True, record=True, highlight=False, **options)
    with console.capture() as captured:
        for line in paper_text(rows):
            console.print(line)
    return captured.get()


@pytest.mark.parametrize(
    "query", ["2505.20839", PAPER.title, "fireq: fast int4-fp8 kernel", "int4", " INT4 ", "Fast"], ids=str
)
def test_paper_is_found(both, query):
    assert {row["paper_id"] for row in find_paper(both, query)} == {"2505.20839"}


@pytest.mark.parametrize("query", ["Fast Kernels: 2× Café", r"{F}ast", "kernels: 2×"])
def test_paper_is_found_by_its_title_as_shown_and_as_given(query):
    latex = replace(PAPER, paper_id="p", title="{F}ast Kernels:\n   $2\\times$ Caf{\\'e}")
    rows = find_paper(table((latex, [claim("1.68x", latex)])), query)
    assert rendered(rows).startswith("Fast Kernels: 2× Café\n")


def test_rows_keep_their_order(both):
    assert [row["start"] for row in find_paper(both, "int4")] == sorted(one.start for one in CLAIMS)


def test_exact_title_goes_before_a_part_of_one(both):
    assert {row["paper_id"] for row in find_paper(both, "fireq revisited")} == {"2401.1"}


def test_several_papers_are_listed(both):
    with pytest.raises(PaperNotFoundError, match="2 papers fit 'fireq'") as caught:
        find_paper(both, "fireq")
    assert "2505.20839  FireQ: Fast INT4-FP8 Kernel\n  2401.1  FireQ revisited" in str(caught.value)


def test_list_of_papers_is_short():
    many = [(replace(PAPER, paper_id=f"p{n}"), CLAIMS) for n in range(13)]
    with pytest.raises(PaperNotFoundError, match="and 3 more"):
        find_paper(table(*many), "fireq")


@pytest.mark.parametrize("query", ["no such paper", "", " "])
def test_no_paper(both, query):
    with pytest.raises(PaperNotFoundError, match="no paper of the table"):
        find_paper(both, query)


def test_page_is_pinned(both, file_regression):
    file_regression.check(rendered(find_paper(both, "2505.20839")))


def test_evidence_is_marked_in_colour_too(both):
    shown = rendered(find_paper(both, "2505.20839"), force_terminal=True, color_system="standard")
    assert "\x1b[1;7m«1.68x»\x1b[0m" in shown


def test_same_words_twice_are_told_apart():
    """Only the second 2x is a claim; the one that stands in a sentence with it gives the place away."""
    row = {"sentence": "A 2x by 2x grid is 2x faster and 4 ms shorter.", "title": "t"}
    at = 100
    rows = [
        row | {"quote": "2x", "start": at + 19, "end": at + 21},
        row | {"quote": "4 ms", "start": at + 33, "end": at + 37},
    ]
    assert quote_places(rows) == [(19, 21), (33, 37)]
    assert sentence_text(rows).plain == "A 2x by 2x grid is «2x» faster and «4 ms» shorter."


def test_quote_outside_its_sentence_is_not_marked():
    rows = [{"sentence": "Nothing here.", "quote": "2x", "start": 5, "end": 7}]
    assert quote_places(rows) == [None]
    assert sentence_text(rows).plain == "Nothing here."


def test_two_claims_of_one_quote_mark_it_once(both):
    rows = [row for row in find_paper(both, "2505.20839") if row["quote"] == "1.68x"]
    assert sentence_text([rows[0], rows[0]]).plain.count("«") == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value_low": 2.5, "value_high": 2.5, "unit": "x", "bound": "up_to"}, "up to 2.5 x"),
        ({"value_low": 3.0, "value_high": 10.0, "unit": "x"}, "3 to 10 x"),
        ({"value_low": 6.0, "value_high": 6.0, "value_before": 10.0, "unit": "ms"}, "10 -> 6 ms"),
        ({"value_low": 2.62, "value_high": 2.62}, "2.62"),
        ({"quote": "O(N)"}, "O(N)"),
        ({"value_low": 3.8e10, "value_high": 3.8e10, "unit": "parameter"}, "38,000,000,000 parameter"),
    ],
)
def test_value_in_words(fields, words):
    empty = {"value_low": None, "value_high": None, "value_before": None, "unit": "", "bound": "exact", "quote": ""}
    assert value_words(empty | fields) == words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("bell\x07\x00", "bell\\x07\\x00"),
        ("two\nlines\tand more", "two lines and more"),
        ("turn\u202earound", "turn\\x202earound"),
        ("\x9b2J", "\\x9b2J"),
        ("[bold]café 词 👩‍🔬", "[bold]café 词 👩‍🔬"),
    ],
)
def test_control_characters_are_written_out(text, shown):
    assert clean(text) == shown


def test_no_control_character_reaches_the_terminal():
    evil = "x\x1b]0;title\x07"
    paper = replace(
        PAPER, paper_id=f"i{evil}", title=f"t{evil}", abstract=f"1.68x {evil}", sources=(evil,), url=f"http://{evil}"
    )
    fields = {"subject": evil, "baseline": evil, "unit": evil, "datasets": (evil,), "hardware": (evil,), "rule": evil}
    rows = find_paper(table((paper, [claim(paper=paper, **fields)])), f"t{evil}")
    assert "\x1b" not in rendered(rows)
    assert "\x07" not in rendered(rows)
