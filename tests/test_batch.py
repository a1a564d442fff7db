"""The core that every engine runs: a batch of papers in, a batch of claims out."""

from __future__ import annotations

import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import extractor
from extractor.read.papers import bare_id, title_id
from extractor.rulefiles.rules import RuleError
from extractor.run.batch import BatchError, extract_batch
from extractor.table.schema import claims_schema

NAMES = ["paper_id", "title", "abstract", "url", "published"]
TEXT = "It is 2x faster than cuBLAS on an A100."


def batch(**columns):
    columns = {"title": ["A kernel"], "abstract": [TEXT]} | columns
    return pa.RecordBatch.from_pydict(columns)


def test_rows_of_the_claims_schema():
    found = extract_batch(batch(paper_id=["2401.00010"]))
    assert found.schema.equals(claims_schema())
    rows = [row for row in found.to_pylist() if row["metric"] != "hardware"]
    assert [(row["quote"], row["paper_id"], row["baseline"]) for row in rows] == [("2x", "2401.00010", "cuBLAS")]
    assert rows[0]["url"] == "https://arxiv.org/abs/2401.00010"
    assert rows[0]["sources"] == []


def test_it_is_public():
    assert extractor.extract_batch is extract_batch


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        ("paper_id", pa.array([7]), "7"),
        ("paper_id", pa.array([""]), title_id("A kernel")),
        ("paper_id", pa.nulls(1), title_id("A kernel")),
        ("paper_id", pa.array(["x"], pa.large_string()), "x"),
        ("paper_id", pa.array(["x"]).dictionary_encode(), "x"),
        ("published", pa.array([datetime.date(2024, 5, 1)]), datetime.date(2024, 5, 1)),
        ("published", pa.array([datetime.datetime(2024, 5, 1, 23)]), datetime.date(2024, 5, 1)),
        ("published", pa.array(["2024-05-01T00:00:00Z"]), datetime.date(2024, 5, 1)),
        ("published", pa.array(["May"]), None),
        ("sources", pa.array([["a", "b"]]), ["a", "b"]),
        ("sources", pa.array(["a"]), ["a"]),
        ("url", pa.array(["https://x.org"]), "https://x.org"),
    ],
)
def test_columns_that_may_be_there(column, values, expected):
    assert extract_batch(batch(**{column: values})).column(column)[0].as_py() == expected


def test_papers_without_text_give_no_rows():
    found = extract_batch(batch(title=["A", None, "C", "D"], abstract=[None, TEXT, TEXT, "Nothing."]))
    assert set(found.column("title").to_pylist()) == {"C"}


def test_empty_batch():
    assert extract_batch(batch().slice(0, 0)).num_rows == 0


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"title": ["A"]}, "one column 'abstract'; this one has title"),
        ({"title": [1], "abstract": [TEXT]}, "'title' is of type int64, not text"),
        ({"title": ["A"], "abstract": [TEXT], "paper_id": [1.5]}, "'paper_id' is of type double"),
        ({"title": ["A"], "abstract": [TEXT], "published": [0.5]}, "'published' is of type double, not a date"),
    ],
)
def test_what_is_no_batch_of_papers(columns, message):
    with pytest.raises(BatchError, match=message):
        extract_batch(pa.RecordBatch.from_pydict(columns))


def test_rules_of_ones_own(tmp_path):
    with pytest.raises(RuleError, match="no such folder"):
        extract_batch(batch(), rules=tmp_path / "none")
    assert extract_batch(batch(), min_precision=1.0).num_rows == 0


def test_ids_and_days_are_those_of_files(tmp_path):
    """Whatever columns they stand in: the same rows as of the same table read as a file, so the same claim_id."""
    from extractor.read.read import read_papers

    columns = {
        "title": ["A", "B", "C", "D", "E", "F"],
        "abstract": [TEXT] * 6,
        "id": ["arXiv:2401.00011v2", "2401.00012v3", "https://doi.org/10.1000/xyz", "x9", " ", None],
        "doi": ["10.1000/a", None, None, "doi:10.1000/d", None, "https://doi.org/10.48550/arXiv.2401.00013"],
        "Date": ["2021", "Mon, 2 Apr 2007 19:18:42 GMT", "2024-05", "May", None, "2024-03-01T00:00:00Z"],
        "year": [1999, None, None, 2003, 2004, None],
    }
    pq.write_table(pa.table(columns), tmp_path / "p.parquet")
    papers = list(read_papers([tmp_path / "p.parquet"]))
    ids = [paper.paper_id for paper in papers]
    assert ids == ["2401.00011", "2401.00012", "10.1000/xyz", "10.1000/d", title_id("E"), "2401.00013"]
    rows = [row for row in extract_batch(pa.RecordBatch.from_pydict(columns)).to_pylist() if row["quote"] == "2x"]
    read = pa.table([[getattr(paper, name) for paper in papers] for name in NAMES], names=NAMES)
    again = [row for row in extract_batch(read.to_batches()[0]).to_pylist() if row["quote"] == "2x"]
    for name in ("paper_id", "url", "published", "claim_id"):
        assert [row[name] for row in rows] == [row[name] for row in again], name
    assert [row["paper_id"] for row in rows] == ids
    assert [str(row["published"]) for row in rows] == [str(paper.published) for paper in papers]


def test_rows_of_a_paper_are_those_of_its_file_by_the_command(tmp_path):
    from extractor.read.read import read_papers
    from extractor.run.engine import Run

    table = pa.table({"title": ["A"], "abstract": [TEXT], "arxiv id": ["arXiv:2401.00011v2"]})
    pq.write_table(table, tmp_path / "p.parquet")
    Run(tmp_path / "out.parquet")(read_papers([tmp_path / "p.parquet"]))
    ids = pq.read_table(tmp_path / "out.parquet").column("claim_id").to_pylist()
    assert extract_batch(table.to_batches()[0]).column("claim_id").to_pylist() == ids


@pytest.mark.parametrize(
    "own", ["doi: doi:10.1/x", "arXiv: https://arxiv.org/abs/2401.00010v3.pdf", "doi:x", "2401.00010v12"]
)
def test_an_id_is_brought_into_its_form_once_and_for_all(own):
    once = bare_id(own)
    assert once
    assert bare_id(once) == once


def test_columns_of_other_names_may_hold_anything():
    found = extract_batch(batch(link=[{"a": 1}], date=[[1]]))
    assert found.column("published").to_pylist()[:1] == [None]
