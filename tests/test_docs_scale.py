"""docs/scale.md is true: its Python runs, the tests it names are there, and so are the options."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pytest

from extractor import extract_batch
from extractor.cli.commands import cli
from extractor.table.schema import claims_schema

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
TESTS = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_engine*.py"))


@pytest.mark.parametrize("block", re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))
def test_python_runs(block, capsys):
    exec(block, {})
    assert capsys.readouterr().out == "2.0\n"


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(test_\w+)`", TEXT))))
def test_named_test_is_there(name):
    assert f"def {name}(" in TESTS


def test_line_for_ray_takes_and_gives_tables(papers):
    line = re.search(r"^claims = lambda .*$", TEXT, re.MULTILINE)
    claims = run(line[0])
    given = claims(pa.concat_tables([papers, papers.slice(0, 1)]))
    assert given.schema.equals(claims_schema())
    assert given["factor_low"].to_pylist() == [2, 2]


def test_line_for_daft_gives_a_list_a_paper(papers):
    line = re.search(r"^def claims.*$", TEXT, re.MULTILINE)
    claims = run(line[0])
    given = claims(papers["title"], papers["abstract"])
    assert [[claim["quote"] for claim in some] for some in given] == [["2x"], []]


@pytest.fixture
def papers():
    return pa.table(
        {"title": ["A kernel", "A survey"], "abstract": ["It is 2x faster than cuBLAS.", "We look at 9 of them."]}
    )


def run(line):
    """What `claims` is after a line of the docs."""
    names = {"pa": pa, "extract_batch": extract_batch, "claims_schema": claims_schema}
    exec(line, names)
    return names["claims"]


def test_named_options_are_there():
    known = {option for parameter in cli.commands["extract"].params for option in parameter.opts}
    assert {option for option in re.findall(r"(--[a-z][a-z-]*)", TEXT) if option != "--sentences"} <= known


@pytest.mark.parametrize("path", re.findall(r"(?:python )(tests/benchmarks/\w+\.py)", TEXT))
def test_named_benchmark_is_there(path):
    assert (ROOT / path).is_file()
