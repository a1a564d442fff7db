"""Exports: what is text stays text, nothing is lost, and the output is whole or not there."""

from __future__ import annotations

import csv
import io
import json
import math
import resource
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pyarrow as pa
import pytest
from asking import EVIL, FORMULA, ROWS, paper, write
from samples import claim

import extractor.ask.workbook
from extractor.ask.export import READABLE, SUFFIXES, export_claims
from extractor.ask.filters import FilterError
from extractor.ask.formats import TEXT_FORMATS, csv_lines, lines, markdown_text, table_lines
from extractor.ask.query import Database
from extractor.table.schema import COLUMNS
from extractor.table.store import TableError

NAMES = [column.name for column in COLUMNS]


@pytest.fixture
def database(tmp_path):
    return Database(write(tmp_path / "claims.parquet"))


@pytest.fixture
def book(database, tmp_path):
    assert export_claims(database, tmp_path / "claims.xlsx") == (13, [])
    return openpyxl.load_workbook(tmp_path / "claims.xlsx")


# --- the workbook


def test_sheets(book):
    assert book.sheetnames == ["claims", "papers", "pivot", "columns"]
    for sheet in book:
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref == sheet.dimensions


def test_claims_are_numbers_dates_and_text(book):
    head, first, *rest = book["claims"].iter_rows()
    assert [cell.value for cell in head] == NAMES
    assert len(rest) == 12
    row = dict(zip(NAMES, first, strict=True))
    assert (row["factor_low"].value, row["factor_low"].number_format) == (1.68, '0.00"×"')
    assert row["published"].value.isoformat() == "2021-01-02T00:00:00"
    assert row["published"].number_format == "yyyy-mm-dd"
    assert (row["start"].data_type, row["title"].data_type) == ("n", "s")
    assert row["techniques"].value == "quantization"


def test_links_are_of_the_web_only(book):
    links = [cell.hyperlink.target for row in book["claims"].iter_rows() for cell in row if cell.hyperlink]
    assert set(links) == {"https://arxiv.org/abs/2505.20839"}
    values = {cell.value for cell in book["claims"]["E"]}
    assert "javascript:alert(1)" in values


def test_no_text_is_a_formula(book, tmp_path):
    with ZipFile(tmp_path / "claims.xlsx") as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert FORMULA in [cell.value for cell in book["papers"]["A"]]


def test_pivot(book):
    head, *rows = book["pivot"].iter_rows(values_only=True)
    assert head == ("technique", "figure", "speed", "accuracy", "latency", "throughput")
    assert rows[2:6] == [
        ("pruning", "claims", 2, 2, 1, 1),
        ("pruning", "median factor", pytest.approx(math.sqrt(8)), None, None, None),
        ("quantization", "claims", 2, 1, 1, None),
        ("quantization", "median factor", pytest.approx(2.34), None, pytest.approx(10 / 6), None),
    ]


def test_every_column_is_explained(book):
    explained = {(row[0], row[1]) for row in book["columns"].iter_rows(min_row=2, values_only=True)}
    assert {("claims", name) for name in NAMES} <= explained
    papers = [cell.value for cell in book["papers"][1]]
    assert {("papers", name) for name in papers} <= explained


def test_evidence_is_cut_at_the_limit_of_a_cell_and_said(tmp_path):
    long = paper(1, "Long", "It is 2x faster " + "\U0001f600" * 20_000)
    path = write(tmp_path / "claims.parquet", [(long, (), [claim("2x", long)])])
    rows, notes = export_claims(Database(path), tmp_path / "x.xlsx")
    assert (rows, notes) == (1, ["1 cells were cut to the 32,767 letters that Excel allows"])
    sentence = openpyxl.load_workbook(tmp_path / "x.xlsx")["claims"].cell(2, NAMES.index("sentence") + 1).value
    assert sentence.endswith("\U0001f600…")
    assert len(sentence.encode("utf-16-le")) // 2 <= 32_767


def test_links_beyond_the_limit_are_text(tmp_path, database, monkeypatch):
    monkeypatch.setattr(extractor.ask.workbook, "MOST_LINKS", 2)
    _, notes = export_claims(database, tmp_path / "x.xlsx")
    assert "links are written as text" in notes[0]


def test_too_many_rows_for_a_sheet(tmp_path, database, monkeypatch):
    monkeypatch.setattr(extractor.ask.workbook, "MOST_ROWS", 12)
    with pytest.raises(TableError, match="do not fit"):
        export_claims(database, tmp_path / "x.xlsx")
    assert not (tmp_path / "x.xlsx").exists()


def test_cell_that_is_not_written_is_an_error():
    with pytest.raises(TableError, match="code -2"):
        extractor.ask.workbook._written(-2, "claims")


# --- text


def read(path, **options):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, **options))


def test_csv(database, tmp_path):
    export_claims(database, tmp_path / "x.csv")
    rows = read(tmp_path / "x.csv")
    assert list(rows[0]) == NAMES
    assert rows[4]["title"] == f"'{FORMULA}"
    assert rows[4]["techniques"] == "quantization; caching"
    assert rows[1]["factor_low"] == ""
    export_claims(database, tmp_path / "x.csv", raw_csv=True)
    assert read(tmp_path / "x.csv")[4]["title"] == FORMULA


def test_csv_with_line_ends_and_quotes():
    texts = ["two\nlines", "two\rlines", 'a "quote"', "a, b", "\x1b[31mred\u202e"]
    text = "\r\n".join(csv_lines(["a"], [[text] for text in texts]))
    read_back = [row[0] for row in csv.reader(io.StringIO(text, newline=""))]
    assert read_back == ["a", *texts[:-1], "[31mred"]


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\0="])
def test_csv_text_is_no_formula(first):
    (_, line) = csv_lines(["a"], [[f"{first}1"]])
    assert next(csv.reader(io.StringIO(line, newline="")))[0].startswith("'")
    assert list(csv_lines(["a"], [[-0.3]]))[1] == "-0.3"
    (_, line) = csv_lines(["a"], [[f"{first}1"]], raw=True)
    assert next(csv.reader(io.StringIO(line, newline="")))[0].startswith(first.strip("\0"))


def test_jsonl_is_every_row_and_column(database, tmp_path):
    export_claims(database, tmp_path / "x.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [list(row) for row in rows] == [NAMES] * 13
    assert rows[4]["title"] == FORMULA
    assert rows[0]["published"] == "2021-01-02"


def test_markdown(database, tmp_path):
    export_claims(database, tmp_path / "x.md")
    text = (tmp_path / "x.md").read_text(encoding="utf-8").splitlines()
    assert text[0] == "| " + " | ".join(READABLE) + " |"
    assert len(text) == 15
    assert all(line.replace("\\|", "").count("|") == len(READABLE) + 1 for line in text)
    assert "<" not in "".join(text)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a | b\nc", "a \\| b c"),
        ("<b>", "&lt;b&gt;"),
        ("[x](y) *z* `c`", "\\[x\\](y) \\*z\\* \\`c\\`"),
        ("\u202ex", "x"),
    ],
)
def test_markdown_is_escaped(text, cell):
    assert markdown_text(text) == cell


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_filters_and_columns(database, tmp_path, suffix):
    path = tmp_path / f"x{suffix}"
    assert export_claims(database, path, columns=["quote", "title"], metric="speed", whose="prior") == (1, [])
    assert path.stat().st_size > 0


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".XLSX"])
def test_export_is_the_same_every_time(database, tmp_path, suffix):
    contents = set()
    for name in ("a", "b"):
        export_claims(database, tmp_path / f"{name}{suffix}")
        contents.add((tmp_path / f"{name}{suffix}").read_bytes())
    assert len(contents) == 1


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_failure_leaves_nothing(database, tmp_path, suffix, monkeypatch):
    (tmp_path / f"x{suffix}").write_bytes(b"old")
    before = sorted(path.name for path in tmp_path.iterdir())

    def no_space(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        export_claims(database, tmp_path / f"x{suffix}")
    assert (tmp_path / f"x{suffix}").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("name", "options", "error"),
    [
        ("x.doc", {}, TableError),
        ("x", {}, TableError),
        ("none/x.csv", {}, TableError),
        ("x.csv", {"columns": ["colour"]}, FilterError),
        ("x.csv", {"colour": "red"}, FilterError),
    ],
)
def test_impossible_export(database, tmp_path, name, options, error):
    with pytest.raises(error):
        export_claims(database, tmp_path / name, **options)
    assert not (tmp_path / name).exists()


def test_rows_do_not_pile_up(tmp_path):
    """Ten times the rows take some more megabytes, not ten times as many."""
    code = (
        "import sys, resource; from pathlib import Path; from extractor.ask.export import export_claims\n"
        "from extractor.ask.query import Database\n"
        "rows, _ = export_claims(Database(Path(sys.argv[1])), Path(sys.argv[2]))\n"
        "print(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peaks = {}
    for papers in (200, 2_000):
        path = write(tmp_path / f"{papers}.parquet", [(_numbered(number), *ROWS[0][1:]) for number in range(papers)])
        command = [sys.executable, "-c", code, str(path), str(tmp_path / "x.xlsx")]
        done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True)
        rows, peaks[papers] = map(int, done.stdout.split())
        assert rows == 4 * papers
    kilobytes = 1 if sys.platform != "darwin" else 1024
    assert peaks[2_000] - peaks[200] < 40_000 * kilobytes
    assert resource.RUSAGE_SELF == 0


def _numbered(number):
    first = ROWS[0][0]
    return type(first)(f"p{number}", first.title, first.abstract, first.sources, first.url, first.published)


# --- rows as text for people and programs


ANSWER = pa.table(
    {
        "who": ["a", None, EVIL],
        "n": [1, 20, None],
        "x": [1.5, 12345.678, float("nan")],
        "what": [["p", "q"], [], None],
        "ok": [True, False, None],
        "odd": ["=1\x1b[31m", "\u202eabc", "é 词"],
    }
)


@pytest.mark.parametrize("kind", TEXT_FORMATS)
def test_formats_are_pinned(kind, file_regression):
    file_regression.check("\n".join(lines(kind, ANSWER.to_reader(), groups=1)) + "\n")


def test_table_fits_the_terminal():
    wide = list(table_lines(["a", "b"], [["x" * 100, "1"], ["词" * 40, "22"]], [False, True], 60))
    assert {len(line) for line in wide[:3]} == {60}
    assert "…" in wide[2]
    assert wide[2].endswith(" 1")


def test_format_of_no_kind():
    with pytest.raises(ValueError, match="no format"):
        lines("xml", ANSWER.to_reader())
