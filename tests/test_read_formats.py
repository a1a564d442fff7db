"""Formats: each is told by its content, and every field comes out as its producer means it."""

from __future__ import annotations

import datetime
import gzip
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.parquet as pq
import pytest
from reading import DAY, FASTER, FIXTURES, ROOT, SPARSE, read

from extractor.read.read import FORMATS, InputError, Source, title_id

ARXIV = "https://arxiv.org/abs/2401.00010"

# format, fixture -> (id, title, abstract, url, day) of each paper, and the reasons of what is left out
EXPECTED = {
    ("daily-papers", "nested.json"): [
        ("2401.00010", SPARSE, FASTER, "https://huggingface.co/papers/2401.00010", DAY),
        (
            "2401.00123",
            'Kernels [in] "Brackets", {Braces}',
            "Fused kernels cut memory by 41%.",
            "https://huggingface.co/papers/2401.00123",
            datetime.date(2024, 1, 1),
        ),
    ],
    ("daily-papers", "flat.json"): [("2401.00010", SPARSE, FASTER, "https://huggingface.co/papers/2401.00010", DAY)],
    ("arxiv-snapshot", "arxiv-metadata-oai-snapshot.json"): [
        (
            "0704.0010",
            "Counting Quickly on\n  Small Machines",
            "  We count in $O(n \\log n)$ steps, which is\n2.3$\\times$ faster, with 66\\% less memory.\n",
            "https://arxiv.org/abs/0704.0010",
            datetime.date(2007, 4, 2),
        ),
        (
            "hep-th/9901001",
            "An Old Identifier",
            "  Training took 3 days.\n",
            "https://arxiv.org/abs/hep-th/9901001",
            datetime.date(1999, 1, 5),
        ),
    ],
    ("semantic-scholar-api", "search.json"): [
        ("2401.00010", SPARSE, FASTER, "https://www.semanticscholar.org/paper/aa11", datetime.date(2024, 1, 1)),
        "item 2 of 'data': there is no abstract",
    ],
    ("s2orc", "v1.jsonl"): [("2401.00010", SPARSE, "We keep one key in eight. Decoding is 2.3x faster.", ARXIV, None)],
    ("s2orc", "v2.jsonl"): [
        (
            "2401.00010",
            SPARSE,
            "We keep one key in eight. Decoding is 2.3x faster.",
            "https://arxiv.org/pdf/2401.00010",
            None,
        )
    ],
    ("openalex", "works.json"): [
        (
            "2401.00010",
            SPARSE,
            "We keep one key in eight. Decoding is 2.3x faster, and smaller, and cheaper.",
            "https://doi.org/10.48550/arxiv.2401.00010",
            DAY,
        ),
        "item 2 of 'results': there is no abstract",
    ],
    ("papers-with-code", "papers-with-abstracts.json"): [
        ("2401.00010", SPARSE, FASTER, "https://arxiv.org/abs/2401.00010v2", DAY),
        ("AbC12", "By a Review Alone", "It needs 4 GPUs.", "https://paperswithcode.com/paper/nobody", None),
    ],
    ("csl-json", "library.json"): [
        ("2401.00010", SPARSE, FASTER, "http://arxiv.org/abs/2401.00010", DAY),
        (
            "10.1000/xyz.2",
            "A Second Paper",
            "It needs 4 GPUs.",
            "https://doi.org/10.1000/xyz.2",
            datetime.date(2020, 5, 1),
        ),
        ("third", "A Third One", "It needs 8 GPUs.", None, None),
        "item 4 of the list: there is no abstract",
    ],
    ("medline", "pubmed-export.txt"): [
        (
            "10.1000/xyz.1",
            "Sparse caches for long contexts.",
            "BACKGROUND: We keep one key in eight. RESULTS: Decoding is 2.3x faster at a context of 128K tokens.",
            "https://doi.org/10.1000/xyz.1",
            datetime.date(2020, 5, 1),
        ),
        ("PMID:31234568", "A second paper.", "It needs 4 GPUs.", None, datetime.date(2019, 12, 30)),
        "there is no abstract",
    ],
    ("web-of-science", "savedrecs.txt"): [
        ("10.1000/xyz.1", SPARSE, FASTER, "https://doi.org/10.1000/xyz.1", datetime.date(2020, 5, 1)),
        ("WOS:000000000000002", "A Second Paper", "It needs 4 GPUs.", None, datetime.date(2019, 1, 1)),
        "this record has no end: the file is cut off, or damaged",
    ],
    ("json", "lines.jsonl"): [
        ("2401.00010", SPARSE, "Decoding is 2.3x faster.", ARXIV, datetime.date(2023, 1, 1)),
        ("b-2", "A Second Paper", "It needs 4 GPUs.", "https://example.org/2", None),
    ],
    ("json", "list.json"): [
        ("2401.00010", SPARSE, "Decoding is 2.3x faster.", ARXIV, None),
        ("10.1000/xyz.2", "A Second Paper", "It needs 4 GPUs.", "https://doi.org/10.1000/xyz.2", None),
    ],
    ("csv", "zotero.csv"): [
        (
            "2401.00010",
            SPARSE,
            'We keep "one" key in eight, and decoding is 2.3x faster.',
            "http://arxiv.org/abs/2401.00010",
            DAY,
        ),
        ("EF56GH78", "A Second Paper", "It needs 4 GPUs.", None, datetime.date(2020, 1, 1)),
    ],
    ("csv", "semicolon.csv"): [
        (
            "2401.00010",
            "Sparse Caches, for Long Contexts",
            "We keep one key in eight.\n\nDecoding is 2.3x faster; memory is not.",
            ARXIV,
            None,
        ),
        ("b-2", "A Second Paper", "It needs 4 GPUs.", None, None),
    ],
    ("tsv", "papers.tsv"): [
        ("2401.00010", '"Give Me Keys or Give Me Death"? Sparse Caches', "Decoding is 2.3x faster.", ARXIV, None),
        ("b-2", 'A 5" Screen', "It needs 4 GPUs.", None, None),
    ],
}
EACH = pytest.mark.parametrize(("kind", "name"), EXPECTED, ids=["/".join(key) for key in EXPECTED])


def picked(path: Path) -> str:
    source = Source(path, path.name)
    return next(name for name, reader in FORMATS.items() if reader.sniff(source))


def flat(papers, rejects):
    found = [(one.paper_id, one.title, one.abstract, one.url, one.published) for one in papers]
    return found + [reject.reason for reject in rejects]


@EACH
def test_every_field_of_a_format(kind, name):
    papers, rejects = read(FIXTURES / kind / name)
    assert flat(papers, rejects) == EXPECTED[kind, name]
    assert {one.sources for one in papers} == {(name,)}


@EACH
def test_format_is_told_by_its_content(kind, name, tmp_path):
    assert picked(FIXTURES / kind / name) == kind
    nameless = shutil.copy(FIXTURES / kind / name, tmp_path / "data")
    assert flat(*read(nameless)) == EXPECTED[kind, name]


@EACH
def test_format_can_be_forced(kind, name):
    assert flat(*read(FIXTURES / kind / name, format=kind)) == EXPECTED[kind, name]


@EACH
def test_machine_written_summaries_are_never_read(kind, name):
    assert not any("9x" in one.text or "99%" in one.text for one in read(FIXTURES / kind / name)[0])


@EACH
@pytest.mark.parametrize("pack", ["gzip", "zstd"])
def test_compression_is_told_by_its_bytes(kind, name, pack, tmp_path):
    path = tmp_path / name
    with pa.CompressedOutputStream(str(path), pack) as sink:
        sink.write((FIXTURES / kind / name).read_bytes())
    assert flat(*read(path)) == EXPECTED[kind, name]


@pytest.mark.parametrize("name", ["papers.parquet.gz", "papers.arrow.zst", "papers"])
@pytest.mark.parametrize("kind", ["parquet", "arrow", "stream"])
def test_compressed_tables_are_read_too(tmp_path, kind, name):
    table, path = pa.table({"title": [SPARSE], "abstract": [FASTER]}), tmp_path / name
    plain = tmp_path / "plain"
    write = {"parquet": pq.write_table, "arrow": pyarrow.feather.write_feather, "stream": write_stream}[kind]
    write(table, plain)
    path.write_bytes(gzip.compress(plain.read_bytes()))
    assert flat(*read(path)) == [(title_id(SPARSE), SPARSE, FASTER, None, None)]


def write_stream(table, path):
    with pa.ipc.new_stream(path, table.schema) as sink:
        sink.write_table(table, 2)


@pytest.mark.parametrize("write", [pyarrow.feather.write_feather, write_stream], ids=["file", "stream"])
def test_arrow_rows_are_papers(tmp_path, write):
    table = pa.table({
        "id": pa.array(["2401.00010", None, "c"]),
        "Title": pa.array(["Fast", "Slow", None]).dictionary_encode(),
        "summary": pa.array(["It is.", "It is not.", "What is?"], pa.large_string()),
        "tasks": [["a"], [], None],
    })  # fmt: skip
    write(table, tmp_path / "papers.arrow")
    papers, rejects = read(tmp_path / "papers.arrow")
    assert [(one.paper_id, one.abstract) for one in papers] == [
        ("2401.00010", "It is."),
        (title_id("Slow"), "It is not."),
    ]
    assert [(reject.line, reject.reason) for reject in rejects] == [(3, "there is no title")]


@pytest.mark.parametrize("write", [pyarrow.feather.write_feather, write_stream], ids=["file", "stream"])
def test_damaged_arrow_is_an_input_error(tmp_path, write):
    path = tmp_path / "papers.arrow"
    write(pa.table({"title": [f"Title {n}" for n in range(999)], "abstract": ["It is."] * 999}), path)
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(InputError, match="damaged Arrow file"):
        read(path)


def test_papers_with_code_as_parquet(tmp_path):
    columns = {"paper_url": ["https://p/1"], "arxiv_id": ["2401.00010"], "title": [SPARSE], "abstract": [FASTER]}
    columns |= {"short_abstract": ["9x"], "url_abs": [ARXIV + "v2"], "date": [DAY], "tasks": [["a"]]}
    pq.write_table(pa.table(columns), tmp_path / "train.parquet")
    assert flat(*read(tmp_path / "train.parquet")) == [("2401.00010", SPARSE, FASTER, ARXIV + "v2", DAY)]


# --- names of columns


@pytest.mark.parametrize("name", ["title", "Title", "TITLE", "paper_title", "Paper Title", "document-title"])
def test_title_is_known_by_its_names(tmp_path, name):
    (tmp_path / "p.csv").write_text(f"{name},abstract\nFast,It is.\n")
    assert read(tmp_path / "p.csv")[0][0].title == "Fast"


@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "json", "parquet"])
def test_columns_can_be_given(tmp_path, suffix):
    path = tmp_path / f"p.{suffix}"
    rows = {"heading": ["Fast"], "body": ["It is."], "nr": ["007"], "title": ["No"]}
    if suffix == "parquet":
        pq.write_table(pa.table(rows), path)
    elif suffix.startswith("json"):
        line = '{"heading": "Fast", "body": "It is.", "nr": "007", "title": "No"}'
        path.write_text(line if suffix == "jsonl" else f"[{line}]")
    else:
        mark = "," if suffix == "csv" else "\t"
        path.write_text("".join(mark.join(row) + "\n" for row in (rows, [value[0] for value in rows.values()])))
    given = {"title": "heading", "abstract": "body", "paper_id": "nr"}
    assert flat(*read(path, columns=given)) == [("007", "Fast", "It is.", None, None)]
    with pytest.raises(
        InputError, match=r"no (column|key) 'bodi'; .* are 'heading', 'body', 'nr', 'title'.*mean 'body'"
    ):
        read(path, columns=given | {"abstract": "bodi"})


def test_named_keys_go_before_those_of_a_producer(tmp_path):
    path = FIXTURES / "arxiv-snapshot" / "arxiv-metadata-oai-snapshot.json"
    assert read(path, columns={"title": "categories"})[0][0].title == "cs.DS cs.LG"


def test_names_with_dots_and_quotes_are_shown_whole(tmp_path):
    (tmp_path / "p.csv").write_text('"a ""b"".c",Titel\n1,2\n')
    with pytest.raises(InputError, match=re.escape("""no column 'title'; the columns found are 'a "b".c', 'Titel'""")):
        read(tmp_path / "p.csv")


# --- inputs


def test_every_format_is_registered_under_its_name():
    assert {name: reader.name for name, reader in FORMATS.items()} == {name: name for name in FORMATS}


def test_every_format_is_documented():
    text = (ROOT / "docs" / "inputs.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if f"`{name}`" not in text] == []
    for reader in FORMATS.values():
        assert [suffix for suffix in reader.suffixes if f"`{suffix}`" not in text] == [], reader.name


def test_unknown_format_names_the_formats():
    with pytest.raises(InputError, match=r"there is no format 'bibtxt'. Formats are parquet, arrow"):
        read(FIXTURES / "spaced.txt", format="bibtxt")


def test_standard_input_is_read(tmp_path):
    program = "from extractor.read.read import read_papers\nfor paper in read_papers(['-']): print(paper.paper_id, *paper.sources)"
    data = gzip.compress((FIXTURES / "json" / "lines.jsonl").read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", program], input=data, capture_output=True, check=True, env=os.environ, cwd=ROOT
    )
    assert done.stdout.decode() == "2401.00010 stdin\nb-2 stdin\n"


def test_globs_are_read_sorted(tmp_path):
    for name in ("b/2.jsonl", "a/1.jsonl", "a/skip.txt", "a/x [1].jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f'{{"title": "{name}", "abstract": "It is."}}')
    pattern = str(tmp_path / "*" / "*.jsonl")
    assert [one.sources for one in read(pattern)[0]] == [("a/1.jsonl",), ("a/x [1].jsonl",), ("b/2.jsonl",)]
    assert len(read(str(tmp_path / "**" / "*.jsonl"))[0]) == 3
    assert len(read(str(tmp_path / "a" / "x [1].jsonl"))[0]) == 1  # a name that is there is no pattern
    with pytest.raises(InputError, match="no file has such a name"):
        read(str(tmp_path / "*.csv"))


def test_folder_of_many_formats_is_read():
    papers, _ = read(FIXTURES / "json", FIXTURES / "csv", FIXTURES / "tsv", FIXTURES / "daily-papers")
    assert len(papers) == 13


def test_what_is_left_out_is_listed_in_the_order_of_the_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    good = '{"title": "A", "abstract": "It is 2x faster."}'
    path.write_text("\n".join(['{"title": "A"}', "no JSON", good, "[1]", '{"title": 1, "abstract": "x"}', "no"]))
    papers, rejects = read(path)
    assert len(papers) == 1
    assert [reject.line for reject in rejects] == [1, 2, 4, 5, 6]


def test_few_of_many_broken_lines_are_held_back(tmp_path, monkeypatch):
    """They wait for the first papers, but not all of them in memory; each is still reported, and once."""
    monkeypatch.setattr("extractor.read.json._MOST_HELD", 3)
    path = tmp_path / "a.jsonl"
    path.write_text("no\n" * 20 + '{"title": "A", "abstract": "It is 2x faster."}\n')
    papers, rejects = read(path)
    assert len(papers) == 1
    assert sorted(reject.line for reject in rejects) == list(range(1, 21))


@pytest.mark.parametrize(("fields", "day"), [("year={2021}", (2021, 1)), ("year={2021}, month=jul", (2021, 7))])
def test_of_a_part_of_a_date_the_first_day_is_taken(tmp_path, fields, day):
    """The table's column holds a day or nothing (docs/inputs.md)."""
    path = tmp_path / "a.bib"
    path.write_text(f"@article{{a, title={{A}}, abstract={{It is 2x faster.}}, {fields}}}")
    (paper,), _ = read(path)
    assert paper.published == datetime.date(*day, 1)
