"""Pages: every entry comes out with its exact text, and nothing is left out in silence."""

from __future__ import annotations

from collections import Counter

import pytest
from reading import GLUED, LAYOUT, LAYOUTS, LONG, OTHER, SEEDS, SPACED, page, read

from extractor.read import page_layout
from extractor.read.read import PageReader, ReadOptions, Source, merge_duplicates, read_papers


def test_seed_pages_hold_466_entries_of_434_papers():
    papers, rejects = read(SEEDS)
    assert rejects == []
    assert Counter(paper.sources[0][:3] for paper in papers) == {
        "000": 20,
        "001": 119,
        "002": 119,
        "003": 103,
        "004": 105,
    }
    merged = merge_duplicates(papers)
    assert (len(papers), len(merged)) == (466, 434)
    assert sum(len(paper.sources) > 1 for paper in merged) == 30
    assert len({paper.paper_id for paper in merged}) == 434


@pytest.mark.parametrize("path", sorted(SEEDS.iterdir()), ids=lambda path: path.name[:3])
def test_seed_texts_are_cut_from_the_page_unchanged(path):
    page_lines = path.read_text(encoding="utf-8").split("\n")
    for paper in PageReader().read(Source(path, path.name), ReadOptions(), pytest.fail):
        assert paper.abstract in page_lines
        assert paper.title in page_lines or "Subscribe" + paper.title in page_lines
        assert len(paper.title) < 200 < len(paper.abstract)


@pytest.mark.parametrize(
    "title",
    [
        "LLM.int8(): 8-bit Matrix Multiplication for Transformers at Scale",
        "Is the Number of Trainable Parameters All That Actually Matters?",
        "An Image is Worth 1/2 Tokens After Layer 2: Plug-and-Play Inference Acceleration for Large Vision-Language Models",
        "Attention is All You Need? Good Embeddings with Statistics are enough:Large Scale Audio Understanding without "
        "Transformers/ Convolutions/ BERTs/ Mixers/ Attention/ RNNs or ....",
        '"Give Me BF16 or Give Me Death"? Accuracy-Performance Trade-Offs in LLM Quantization',
        "Forward $χ^2$ Divergence Based Variational Importance Sampling",
        "p-MoD: Building Mixture-of-Depths MLLMs via Progressive Ratio Decay",
        "Coordinate Transformer: Achieving Single-stage Multi-person Mesh Recovery from Videos",  # last, without newline
        "Equivariant Scalar Fields for Molecular Docking with Fast Fourier Transforms",  # glued to "Subscribe"
    ],
)
def test_odd_seed_title_is_found_whole(title):
    assert title in {paper.title for paper in read_papers([SEEDS])}


# --- pages of either layout


@LAYOUTS
@pytest.mark.parametrize(
    "title",
    ["Plain Words", "Is It Fast?", "It Is Fast!", "It is fast.", "p-MoD: Lower Case", "1984", "May 3D Be Fast", "4DGT"],
)
def test_title_of_any_form_is_a_title(header, gap, title):
    entries, left_out = page_layout.split(page(header, gap, title, LONG, title + " Again", OTHER), LAYOUT)
    assert [(entry.title, entry.abstract) for entry in entries] == [(title, LONG), (title + " Again", OTHER)]
    assert left_out == []


@LAYOUTS
@pytest.mark.parametrize("short", ["It is 2x faster.", "We halve the memory", "Code: https://example.org/code"])
def test_short_abstract_is_an_abstract(header, gap, short):
    entries, left_out = page_layout.split(page(header, gap, "First", LONG, "Second", short, "Third", OTHER), LAYOUT)
    assert [entry.abstract for entry in entries] == [LONG, short, OTHER]
    assert left_out == []


@LAYOUTS
@pytest.mark.parametrize("place", [0, 2, 4], ids=["first", "middle", "last"])
def test_title_without_abstract_is_reported_with_its_line(header, gap, place):
    lines = ["First", LONG, "Second", OTHER]
    lines.insert(place, "A Title Left Alone")
    text = page(header, gap, *lines)
    entries, left_out = page_layout.split(text, LAYOUT)
    assert [(entry.title, entry.abstract) for entry in entries] == [("First", LONG), ("Second", OTHER)]
    assert [text.split("\n")[line.line - 1].removeprefix("Subscribe") for line in left_out] == ["A Title Left Alone"]
    assert "A Title Left Alone" in left_out[0].reason


@LAYOUTS
def test_abstract_without_title_is_reported_and_not_given_to_its_neighbour(header, gap):
    long = LONG * 3
    entries, left_out = page_layout.split(page(header, gap, "First", long, OTHER * 3, "Third", OTHER), LAYOUT)
    assert [(entry.title, entry.abstract) for entry in entries] == [("First", long), ("Third", OTHER)]
    assert "no title" in left_out[0].reason


@LAYOUTS
def test_title_longer_than_some_abstracts_is_a_title(header, gap):
    title = "Attention to Every Token of a Very Long Sequence " * 4 + "and So on for 220 Characters"
    entries, left_out = page_layout.split(page(header, gap, "First", LONG, title, OTHER), LAYOUT)
    assert [entry.title for entry in entries] == ["First", title]
    assert left_out == []


@LAYOUTS
def test_paragraph_behind_furniture_is_left_out(header, gap):
    paragraph = "and then we go on to say that it is 3x faster."
    entries, left_out = page_layout.split(page(header, gap, "First", LONG, "12", paragraph, "Second", OTHER), LAYOUT)
    assert [entry.abstract for entry in entries] == [LONG, OTHER]
    assert paragraph[:40] in left_out[-1].reason


@LAYOUTS
def test_no_abstract_grows_beyond_the_limit_of_arxiv(header, gap):
    entries, left_out = page_layout.split(
        page(header, gap, "First", "x" * 1900, "y" * 30 + " we.", "Second", OTHER), LAYOUT
    )
    assert [len(entry.abstract) for entry in entries] == [1900, len(OTHER)]
    assert len(left_out) == 1


def test_date_between_short_entries_does_not_end_the_header():
    entries, _ = page_layout.split("Daily Papers\nFirst\nIt is fast.\nSep 23\nSecond\nIt is slow.", LAYOUT)
    assert [entry.title for entry in entries] == ["First", "Second"]


@LAYOUTS
def test_abstract_of_two_paragraphs_is_cut_from_the_page_as_it_stands(header, gap):
    second = "and then, in a second paragraph, we go on to say that it is 3x faster."
    entries, left_out = page_layout.split(page(header, gap, "First", LONG, second, "Second", OTHER), LAYOUT)
    assert [entry.abstract for entry in entries] == [LONG + gap + second, OTHER]
    assert left_out == []


@pytest.mark.parametrize(
    "gaps", [("\n", "\n\n"), ("\n\n", "\n\n\n"), ("\n \n", "\n\t\n"), ("\r\n", "\r\n\r\n")], ids=repr
)
def test_blank_lines_may_stand_anywhere(gaps):
    inside, between = gaps
    text = SPACED.format(
        between.join(["One" + inside + LONG, "Two." + inside + "It is fast.", "Three" + inside + OTHER])
    )
    entries, left_out = page_layout.split(text, LAYOUT)
    assert [(entry.title, entry.abstract) for entry in entries] == [
        ("One", LONG),
        ("Two.", "It is fast."),
        ("Three", OTHER),
    ]
    assert left_out == []


@LAYOUTS
@pytest.mark.parametrize(
    "furniture", ["Sep 24", "September 24, 2025", "12", "- 8 authors", "Submitted by", "GitHub 11.3k"]
)
def test_furniture_between_entries_is_part_of_none(header, gap, furniture):
    entries, left_out = page_layout.split(
        page(header, gap, "First", LONG, furniture, "Second", OTHER, furniture), LAYOUT
    )
    assert [(entry.title, entry.abstract) for entry in entries] == [("First", LONG), ("Second", OTHER)]
    assert left_out == []


@pytest.mark.parametrize(
    "header",
    [
        "Daily Papers\nbyAK and the research community\nJul 3\n",
        "Trending Papers\n\nby AK and the research community\n\n",
        "Get trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nWednesday, September 24, 2025\n\n",
        "newGet trending papers in your email inbox!SubscribeDaily PapersbyAK and the research communitySep 24\n",
        "GET TRENDING PAPERS IN YOUR EMAIL INBOX\nSubscribe to get them\n2025-09-24\n",
        "Subscribe",
        "\ufeffDaily Papers\n"[1:],
    ],
)
def test_header_of_any_form_is_cut_off(header):
    text = f"{header}Pointer Networks\n{LONG}\nSubscriber Churn\n{OTHER}\n"
    entries, left_out = page_layout.split(text, LAYOUT)
    assert [entry.title for entry in entries] == ["Pointer Networks", "Subscriber Churn"]
    assert left_out == []


def test_unknown_line_of_the_header_is_reported():
    _, left_out = page_layout.split(page("Papers of the Moon\n" + GLUED, "\n", "First", LONG), LAYOUT)
    assert [(line.line, "Papers of the Moon" in line.reason) for line in left_out] == [(1, True)]


def test_line_separators_of_unicode_do_not_end_a_line():
    odd = LONG.replace(". ", ".\u2028", 1).replace(". ", ".\x0b", 1).replace(". ", ".\x85", 1)
    entries, _ = page_layout.split(page(GLUED, "\n", "First", odd), LAYOUT)
    assert entries[0].abstract == odd


@pytest.mark.parametrize("number", [1, 19])
def test_page_cut_off_anywhere_keeps_its_whole_entries(number):
    text = (SEEDS / "000_edda0c6e7371e68e.txt").read_text(encoding="utf-8")
    whole, _ = page_layout.split(text, LAYOUT)
    start = text.index(whole[number].title)
    entries, left_out = page_layout.split(text[: start + 12], LAYOUT)
    assert entries == whole[:number]
    assert len(left_out) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Pointer Networks\n" + LONG, "header"),
        (GLUED.format(""), "no title"),
        (SPACED.format("A Title\n\nAnother Title\n\nA Third One"), "no title"),
        (
            SPACED.format(f"A Title\n\n{LONG}\n\nOne\n\nTwo\n\nThree\n\nFour\n\nFive\n\n{OTHER}"),
            "could not be understood",
        ),
        ("Subscribe\n\nNews\n\nThe office is closed.\n\nSport\n\nWe won.", "in part"),
    ],
    ids=["no header", "header alone", "titles alone", "mostly unknown", "another page"],
)
def test_what_is_no_page_is_refused(text, reason):
    with pytest.raises(ValueError, match=reason):
        page_layout.split(text, LAYOUT)


@pytest.mark.parametrize("table", [{}, {"lengths": {}, "header": [], "furniture": [], "prose": {}}])
def test_layout_without_a_key_is_refused(table):
    with pytest.raises(ValueError, match="is missing"):
        page_layout.Layout(table)
