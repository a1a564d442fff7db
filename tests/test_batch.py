"""The core that every engine runs: a batch of papers in, a batch of claims out."""

from __future__ import annotations

import datetime

import pyarrow as pa
import pytest

import extractor
from extractor.batch import BatchError, extract_batch
from extractor.papers import title_id
from extractor.rules import RuleError
from extractor.schema import claims_schema

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
        ({"title": ["A"], "abstract": [TEXT], "published": [5]}, "'published' is of type int64, not a date"),
    ],
)
def test_what_is_no_batch_of_papers(columns, message):
    with pytest.raises(BatchError, match=message):
        extract_batch(pa.RecordBatch.from_pydict(columns))


def test_rules_of_ones_own(tmp_path):
    with pytest.raises(RuleError, match="no such folder"):
        extract_batch(batch(), rules=tmp_path / "none")
    assert extract_batch(batch(), min_precision=1.0).num_rows == 0
