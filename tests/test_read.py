"""Reading: every paper of a source comes out with its exact text, and nothing is left out in silence."""

from __future__ import annotations

import datetime
import os
import tomllib
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor import pages
from extractor.read import (
    FORMATS,
    InputError,
    PageReader,
    ReadOptions,
    Reject,
    Source,
    arxiv_url,
    merge_duplicates,
    read_papers,
    title_id,
)
from extractor.records import Paper

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
FIXTURES = Path(__file__).parent / "fixtures" / "read"
LAYOUT = pages.Layout(tomllib.loads((ROOT / "rules" / "read" / "pages.toml").read_text(encoding="utf-8")))

SPACED = (
    "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nbyAK and the research community\n\nMar 12\n\n{}\n"
)
GLUED = "Get trending papers in your email inbox once a day!\nGet trending papers in your email inbox!\nSubscribe{}\n"
LAYOUTS = pytest.mark.parametrize(("header", "gap"), [(SPACED, "\n\n"), (GLUED, "\n")], ids=["spaced", "glued"])

LONG = "Serving large models is slow. " * 8 + "Ours is 2.3times faster, with 66\\% less memory at batch size 1."
OTHER = "Caches grow with every token. " * 9 + "We cut them by 5.18\\times$ in 2 mus (sim0.6)."


def page(header: str, gap: str, *lines: str) -> str:
    return header.format(gap.join(lines))


def read(path: Path) -> tuple[list[Paper], list[Reject]]:
    rejects: list[Reject] = []
    return list(read_papers([path], rejects.append)), rejects


def write_table(path: Path, **columns: object) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


# --- the seed pages


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
    entries, left_out = pages.split(page(header, gap, title, LONG, title + " Again", OTHER), LAYOUT)
    assert [(entry.title, entry.abstract) for entry in entries] == [(title, LONG), (title + " Again", OTHER)]
    assert left_out == []


@LAYOUTS
@pytest.mark.parametrize("short", ["It is 2x faster.", "We halve the memory", "Code: https://example.org/code"])
def test_short_abstract_is_an_abstract(header, gap, short):
    entries, left_out = pages.split(page(header, gap, "First", LONG, "Second", short, "Third", OTHER), LAYOUT)
    assert [entry.abstract for entry in entries] == [LONG, short, OTHER]
    assert left_out == []


@LAYOUTS
@pytest.mark.parametrize("place", [0, 2, 4], ids=["first", "middle", "last"])
def test_title_without_abstract_is_reported_with_its_line(header, gap, place):
    lines = ["First", LONG, "Second", OTHER]
    lines.insert(place, "A Title Left Alone")
    text = page(header, gap, *lines)
    entries, left_out = pages.split(text, LAYOUT)
    assert [(entry.title, entry.abstract) for entry in entries] == [("First", LONG), ("Second", OTHER)]
    assert [text.split("\n")[line.line - 1].removeprefix("Subscribe") for line in left_out] == ["A Title Left Alone"]
    assert "A Title Left Alone" in left_out[0].reason


@LAYOUTS
def test_abstract_without_title_is_reported_and_not_given_to_its_neighbour(header, gap):
    long = LONG * 3
    entries, left_out = pages.split(page(header, gap, "First", long, OTHER * 3, "Third", OTHER), LAYOUT)
    assert [(entry.title, entry.abstract) for entry in entries] == [("First", long), ("Third", OTHER)]
    assert "no title" in left_out[0].reason


@LAYOUTS
def test_title_longer_than_some_abstracts_is_a_title(header, gap):
    title = "Attention to Every Token of a Very Long Sequence " * 4 + "and So on for 220 Characters"
    entries, left_out = pages.split(page(header, gap, "First", LONG, title, OTHER), LAYOUT)
    assert [entry.title for entry in entries] == ["First", title]
    assert left_out == []


@LAYOUTS
def test_paragraph_behind_furniture_is_left_out(header, gap):
    paragraph = "and then we go on to say that it is 3x faster."
    entries, left_out = pages.split(page(header, gap, "First", LONG, "12", paragraph, "Second", OTHER), LAYOUT)
    assert [entry.abstract for entry in entries] == [LONG, OTHER]
    assert paragraph[:40] in left_out[-1].reason


@LAYOUTS
def test_no_abstract_grows_beyond_the_limit_of_arxiv(header, gap):
    entries, left_out = pages.split(page(header, gap, "First", "x" * 1900, "y" * 30 + " we.", "Second", OTHER), LAYOUT)
    assert [len(entry.abstract) for entry in entries] == [1900, len(OTHER)]
    assert len(left_out) == 1


def test_date_between_short_entries_does_not_end_the_header():
    entries, _ = pages.split("Daily Papers\nFirst\nIt is fast.\nSep 23\nSecond\nIt is slow.", LAYOUT)
    assert [entry.title for entry in entries] == ["First", "Second"]


@LAYOUTS
def test_abstract_of_two_paragraphs_is_cut_from_the_page_as_it_stands(header, gap):
    second = "and then, in a second paragraph, we go on to say that it is 3x faster."
    entries, left_out = pages.split(page(header, gap, "First", LONG, second, "Second", OTHER), LAYOUT)
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
    entries, left_out = pages.split(text, LAYOUT)
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
    entries, left_out = pages.split(page(header, gap, "First", LONG, furniture, "Second", OTHER, furniture), LAYOUT)
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
    entries, left_out = pages.split(text, LAYOUT)
    assert [entry.title for entry in entries] == ["Pointer Networks", "Subscriber Churn"]
    assert left_out == []


def test_unknown_line_of_the_header_is_reported():
    _, left_out = pages.split(page("Papers of the Moon\n" + GLUED, "\n", "First", LONG), LAYOUT)
    assert [(line.line, "Papers of the Moon" in line.reason) for line in left_out] == [(1, True)]


def test_line_separators_of_unicode_do_not_end_a_line():
    odd = LONG.replace(". ", ".\u2028", 1).replace(". ", ".\x0b", 1).replace(". ", ".\x85", 1)
    entries, _ = pages.split(page(GLUED, "\n", "First", odd), LAYOUT)
    assert entries[0].abstract == odd


@pytest.mark.parametrize("number", [1, 19])
def test_page_cut_off_anywhere_keeps_its_whole_entries(number):
    text = (SEEDS / "000_edda0c6e7371e68e.txt").read_text(encoding="utf-8")
    whole, _ = pages.split(text, LAYOUT)
    start = text.index(whole[number].title)
    entries, left_out = pages.split(text[: start + 12], LAYOUT)
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
        pages.split(text, LAYOUT)


@pytest.mark.parametrize("table", [{}, {"lengths": {}, "header": [], "furniture": [], "prose": {}}])
def test_layout_without_a_key_is_refused(table):
    with pytest.raises(ValueError, match="is missing"):
        pages.Layout(table)


# --- files


def test_fixture_page_of_each_layout_gives_the_same_papers():
    spaced, glued = (read(FIXTURES / f"{name}.txt") for name in ("spaced", "glued"))
    assert [paper.text for paper in spaced[0]] == [paper.text for paper in glued[0]]
    assert [paper.title for paper in spaced[0]] == ["Does It Fit?", "Fast is fast.", "p-Cache: Small Caches"]
    assert (spaced[1], [(reject.source, reject.line) for reject in glued[1]]) == ([], [("glued.txt", 7)])


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_byte_order_mark_is_no_part_of_the_text(tmp_path, mark):
    path = tmp_path / "page.txt"
    path.write_bytes(mark + page("Subscribe{}", "\n", "Pointer Networks", LONG).encode())
    assert [paper.title for paper in read(path)[0]] == ["Pointer Networks"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", r"page\.txt: the file is empty\. Remove it"),
        (
            GLUED.format("Caf\u00e9\n" + LONG).encode("latin-1"),
            r"page\.txt, line 3: not UTF-8 at byte 105 \(0xe9\)\. Save it",
        ),
        (GLUED.format("Cafe\n" + LONG).encode("utf-16"), r"page\.txt, line 1: not UTF-8 but UTF-16.*byte 0"),
        (b"\xef\xbb\xbf\xff", r"line 1: not UTF-8 at byte 3"),
        (b"Dear all,\nthe meeting is off.\n", r"page\.txt: not of a known format\. Expected a Hugging Face"),
        (b"<!DOCTYPE html><title>403</title>", r"looks like an HTML page"),
        (b"Get trending papers in your email inbox!\nSubscribe\n", r"not a page that can be read: no title.*Expected"),
    ],
    ids=["empty", "latin-1", "utf-16", "bad byte", "letter", "html", "no entries"],
)
def test_file_that_is_no_page_is_an_input_error(tmp_path, data, message):
    path = tmp_path / "page.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=message):
        read(path)


def test_letter_cut_by_the_end_of_the_head_is_no_error(tmp_path):
    path = tmp_path / "page.txt"
    text = GLUED.format("Title\n" + LONG + "\u00e9" * (1 << 16))
    path.write_text(("" if len(text.encode()) % 2 else "x") + "\n" + text, encoding="utf-8")
    assert len(read(path)[0]) == 1


def test_path_that_is_not_there_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match=r"gone\.txt: cannot be read: No such file"):
        read(tmp_path / "gone.txt")


def test_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="no regular file"):
        read(tmp_path / "pipe")


# --- folders


@pytest.fixture
def folder(tmp_path):
    """Three pages in two folders, hidden files beside them."""
    for name in ("b.txt", "a/c d.txt", "a.txt", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(GLUED.format(f"Title of {name}\n{LONG}"), encoding="utf-8")
    return tmp_path


def test_folder_is_read_sorted_with_names_relative_to_it(folder):
    assert [paper.sources for paper in read(folder)[0]] == [("a/c d.txt",), ("a.txt",), ("b.txt",)]


def test_links_are_followed_once(folder):
    (folder / "a" / "up").symlink_to(folder)
    (folder / "z.txt").symlink_to(folder / "b.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    papers, rejects = read(folder)
    assert [paper.sources for paper in papers] == [("a/c d.txt",), ("a.txt",), ("b.txt",)]
    assert [reject.source for reject in rejects] == ["gone.txt"]


def test_file_given_twice_is_read_once(folder):
    papers = list(read_papers([folder / "b.txt", folder, folder]))
    assert [paper.sources for paper in papers] == [("b.txt",), ("a/c d.txt",), ("a.txt",)]


def test_file_of_another_kind_in_a_folder_is_reported(folder):
    (folder / "notes.md").write_text("Notes", encoding="utf-8")
    papers, rejects = read(folder)
    assert len(papers) == 3
    assert rejects == [Reject("notes.md", None, "a file of no known kind")]


def test_broken_page_in_a_folder_stops_before_the_first_paper(folder):
    (folder / "z.txt").write_text("Notes", encoding="utf-8")
    with pytest.raises(InputError, match=r"z\.txt: not of a known format"):
        next(read_papers([folder]))


@pytest.mark.parametrize("name", ["notes.md", ".hidden.txt", None])
def test_folder_without_papers_is_an_input_error(tmp_path, name):
    if name:
        (tmp_path / name).write_text("Notes", encoding="utf-8")
    with pytest.raises(InputError, match="no file in this folder can be read"):
        read(tmp_path)


def test_name_that_is_no_text_becomes_valid_text(tmp_path):
    try:
        os.link(FIXTURES / "spaced.txt", os.fsencode(tmp_path) + b"/p\xe9.txt")
    except OSError:
        pytest.skip("this file system takes only names in UTF-8, or no links")
    assert read(tmp_path)[0][0].sources == ("p\ufffd.txt",)


def test_rejects_nobody_takes_are_logged(caplog):
    list(read_papers([FIXTURES / "glued.txt"]))
    assert "source='glued.txt', line=7" in caplog.text


# --- Parquet


def test_parquet_row_becomes_a_paper(tmp_path):
    day = datetime.date(2024, 1, 5)
    path = write_table(
        tmp_path / "papers.parquet",
        abstract=["It is 2x faster.\nTwice.", "It is not."],
        title=[" Fast\u00a0 ", "Slow"],
        paper_id=["2401.00010", "x:1"],
        published=[day, None],
        url=[None, "https://example.org/1"],
    )
    assert read(path)[0] == [
        Paper(
            "2401.00010", " Fast\u00a0 ", "It is 2x faster.\nTwice.", ("papers.parquet",), arxiv_url("2401.00010"), day
        ),
        Paper("x:1", "Slow", "It is not.", ("papers.parquet",), "https://example.org/1", None),
    ]


def test_parquet_of_title_and_abstract_alone_is_enough(tmp_path):
    path = write_table(tmp_path / "no suffix", title=["Fast"], abstract=["It is."])
    assert read(path)[0] == [Paper(title_id("Fast"), "Fast", "It is.", ("no suffix",))]


@pytest.mark.parametrize(
    "kind",
    [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.dictionary(pa.int32(), pa.string())],
    ids=str,
)
def test_parquet_text_of_any_arrow_type_is_read(tmp_path, kind):
    text = pa.array(["Schnell für Übung"]).cast(kind)
    path = write_table(tmp_path / "papers.parquet", title=text, abstract=text, paper_id=text)
    assert [(paper.paper_id, paper.title) for paper in read(path)[0]] == [("Schnell für Übung",) * 2]


@pytest.mark.parametrize(
    ("abstract", "reason"),
    [
        (pa.array([None], pa.string()), "there is no abstract"),
        (pa.array([" \n"]), "there is no abstract"),
        (pa.array([None]), "there is no abstract"),
        (pa.array([5]), "the abstract is no text but of type int"),
        (pa.array([["a", "b"]]), "the abstract is no text but of type list"),
        (pa.array([b"caf\xe9"]), "the abstract is not UTF-8 at its byte 3"),
        (pa.array([b"caf\xe9"]).view(pa.string()), "the abstract is not UTF-8 at its byte 3"),
    ],
    ids=["null", "blank", "all null", "number", "list", "latin-1", "latin-1 as text"],
)
def test_parquet_row_without_text_is_reported_with_its_number(tmp_path, abstract, reason):
    path = write_table(tmp_path / "papers.parquet", title=["Fast"], abstract=abstract)
    assert read(path) == ([], [Reject("papers.parquet", 1, reason)])


def test_parquet_rows_are_counted_over_batches_and_row_groups(tmp_path):
    abstracts = ["It is." for _ in range(5000)]
    titles = [f"Title {row}" if row not in (1, 2499, 5000) else None for row in range(1, 5001)]
    pq.write_table(pa.table({"title": titles, "abstract": abstracts}), tmp_path / "p.parquet", row_group_size=1500)
    papers, rejects = read(tmp_path / "p.parquet")
    assert [reject.line for reject in rejects] == [1, 2499, 5000]
    assert [paper.title for paper in papers] == [title for title in titles if title]


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["2401.00010"], "2401.00010"),
        ([7], "7"),
        ([7.0], "7"),
        ([None], title_id("Fast")),
        ([""], title_id("Fast")),
        ([float("nan")], title_id("Fast")),
    ],
    ids=repr,
)
def test_parquet_ids_are_text(tmp_path, ids, expected):
    path = write_table(tmp_path / "papers.parquet", title=["Fast"], abstract=["It is."], paper_id=ids)
    assert [paper.paper_id for paper in read(path)[0]] == [expected]


def test_parquet_ids_that_lost_a_digit_are_an_input_error(tmp_path):
    path = write_table(tmp_path / "p.parquet", title=["A", "B"], abstract=["It is."] * 2, paper_id=[7.0, 2401.00010])
    with pytest.raises(InputError, match=r"p\.parquet, line 2: paper_id 2401\.0001 is a number.*as text"):
        read(path)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"year": [2024]}, datetime.date(2024, 1, 1)),
        ({"year": [2024], "published": ["2023-12-31T23:00:00Z"]}, datetime.date(2023, 12, 31)),
        ({"published": pa.array([datetime.datetime(2024, 5, 1, 9)], pa.timestamp("ns"))}, datetime.date(2024, 5, 1)),
        ({"published": pa.array([2**30], pa.date32())}, None),
        ({"published": ["last week"]}, None),
        ({"year": [None]}, None),
        ({"year": [0]}, None),
    ],
    ids=repr,
)
def test_parquet_day_of_publication(tmp_path, columns, expected):
    path = write_table(tmp_path / "papers.parquet", title=["Fast"], abstract=["It is."], **columns)
    assert read(path)[0][0].published == expected


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (
            ["title", "Abstract Note"],
            "no column 'abstract'.*'title', 'Abstract Note'. Rename 'Abstract Note' to 'abstract'",
        ),
        (["Title", "abstract"], "no column 'title'.*Rename 'Title' to 'title'"),
        (["titel", "abstract"], "no column 'title'.*Rename 'titel' to 'title'"),
        (["x", "y"], "no column 'title'; the columns found are 'x', 'y'. Name the column that holds it 'title'"),
        (["title", "abstract", "title"], "more than one column 'title'"),
    ],
)
def test_parquet_without_a_column_names_the_nearest(tmp_path, names, message):
    pq.write_table(pa.Table.from_arrays([pa.array(["a"])] * len(names), names), tmp_path / "papers.parquet")
    with pytest.raises(InputError, match=message):
        read(tmp_path / "papers.parquet")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: b"", "the file is empty"),
        (lambda data: data[:1000], r"damaged Parquet file \("),
        (lambda data: data[:200] + bytes(2000) + data[2200:], "damaged Parquet file in row group 0"),
        (lambda data: b"<html>403 Forbidden</html>", "looks like an HTML page.*Expected a Parquet file"),
    ],
    ids=["empty", "truncated", "overwritten", "html"],
)
def test_damaged_parquet_is_an_input_error(tmp_path, damage, message):
    path = write_table(tmp_path / "papers.parquet", title=[f"Title {n}" for n in range(999)], abstract=["It is."] * 999)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(InputError, match=message):
        read(path)


def test_flipped_bit_in_parquet_is_an_input_error(tmp_path):
    path = tmp_path / "papers.parquet"
    table = pa.table({"title": ["Fast"], "abstract": ["It is 2x faster."]})
    pq.write_table(
        table, path, compression="none", use_dictionary=False, write_statistics=False, write_page_checksum=True
    )
    data = path.read_bytes()
    assert data.count(b"2x") == 1
    path.write_bytes(data.replace(b"2x", b"3x"))
    with pytest.raises(InputError, match=r"row group 0 .*CRC"):
        read(path)


def test_parquet_is_read_as_it_is_asked_for(tmp_path, monkeypatch):
    path = write_table(tmp_path / "papers.parquet", title=["Fast"] * 9000, abstract=["It is."] * 9000)
    batches: list[int] = []
    original = pq.ParquetFile.iter_batches

    def counted(self, *args, **options):
        for batch in original(self, *args, **options):
            batches.append(batch.num_rows)
            yield batch

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", counted)
    next(read_papers([path]))
    assert sum(batches) < 9000


# --- ids and duplicates


@pytest.mark.parametrize(
    ("paper_id", "url"),
    [
        ("2401.00010", "https://arxiv.org/abs/2401.00010"),
        ("0704.0001v2", "https://arxiv.org/abs/0704.0001v2"),
        ("2401.0001\n", None),
        ("x2401.00010", None),
        ("cs/0501001", None),
        ("\u0662401.00010", None),
    ],
)
def test_url_is_made_of_arxiv_ids_alone(paper_id, url):
    assert arxiv_url(paper_id) == url


def test_title_id_is_stable():
    assert title_id("Fast Transformers") == "t-32fabb053eb21e79"


@pytest.mark.parametrize(
    "other", ["fast transformers", "Fast-Transformers!", " FAST  TRANSFORMERS", "\uff26ast Transformers"]
)
def test_title_id_ignores_case_and_punctuation(other):
    assert title_id(other) == title_id("Fast Transformers")


@pytest.mark.parametrize(("one", "other"), [("Fast 2", "Fast 3"), ("χ", "ψ"), ("???", "!!!")])
def test_title_id_tells_titles_apart(one, other):
    assert title_id(one) != title_id(other)


def paper(title: str, source: str, paper_id: str = "", **fields: object) -> Paper:
    return Paper(paper_id or title_id(title), title, f"Abstract in {source}.", (source,), **fields)


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        (
            [paper("Fast", "a"), paper("Slow", "a"), paper("FAST", "b")],
            [(title_id("fast"), "Fast", "ab"), ("", "Slow", "a")],
        ),
        ([paper("Fast", "a"), paper("Fast", "a")], [("", "Fast", "a")]),
        ([paper("Fast", "a", "1"), paper("Faster", "b", "1")], [("1", "Fast", "ab")]),
        ([paper("Fast", "a", "1"), paper("Fast", "b", "2")], [("1", "Fast", "a"), ("2", "Fast", "b")]),
        ([paper("Fast", "a", "1"), paper("fast", "b")], [("1", "Fast", "ab")]),
        ([paper("Fast", "a"), paper("fast", "b", "1")], [("1", "Fast", "ab")]),
        (
            [paper("Fast", "a"), paper("Fast", "b", "1"), paper("Fast", "c", "2")],
            [("1", "Fast", "ab"), ("2", "Fast", "c")],
        ),
        ([paper("Fast", "a"), paper("Fast", "b", "1"), paper("Fast", "c")], [("1", "Fast", "abc")]),
        (
            [paper("Fast", "a", "1"), paper("Fast", "b", "2"), paper("Fast", "c")],
            [("1", "Fast", "ac"), ("2", "Fast", "b")],
        ),
    ],
    ids=[
        "title",
        "same source",
        "id",
        "ids differ",
        "id first",
        "id later",
        "two ids later",
        "id between",
        "two ids first",
    ],
)
def test_duplicates_become_one_paper_with_all_sources(papers, expected):
    merged = merge_duplicates(papers)
    assert [(one.paper_id, one.title, "".join(one.sources)) for one in merged] == [
        (paper_id or title_id(title), title, sources) for paper_id, title, sources in expected
    ]
    assert all(one.abstract == f"Abstract in {one.sources[0]}." for one in merged)


def test_merged_paper_takes_url_and_day_from_the_first_that_has_them():
    day = datetime.date(2024, 1, 5)
    merged = merge_duplicates(
        [paper("Fast", "a"), paper("Fast", "b", "1", url="u"), paper("Fast", "c", "1", url="v", published=day)]
    )
    assert [(one.url, one.published) for one in merged] == [("u", day)]


def test_every_format_is_registered_under_its_name():
    assert {name: reader.name for name, reader in FORMATS.items()} == {"parquet": "parquet", "pages": "pages"}
