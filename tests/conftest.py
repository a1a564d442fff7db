"""What many tests share: the shipped rules, and the line of stages built once, which costs a second."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import settings
from running import papers, run

from extractor import shards
from extractor.claims import ClaimFinder
from extractor.read import merge_duplicates, read_papers
from extractor.records import Paper
from extractor.rules import load_rules

# The same examples on every run; a machine's speed is no failure.
settings.register_profile("claimtable", deadline=None, derandomize=True, database=None, max_examples=80)
# pytest --hypothesis-profile=long: other examples on every run, and many of them
settings.register_profile("long", deadline=None, database=None, max_examples=5_000)
settings.load_profile("claimtable")

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="session")
def rules():
    return load_rules()


@pytest.fixture(scope="session")
def finder(rules):
    return ClaimFinder(rules)


@pytest.fixture(scope="session")
def claims_of(finder):
    """The claims of a text that has no title."""
    return lambda text, title="": finder(Paper("x", title, text))


@pytest.fixture(scope="session")
def seed_papers():
    return merge_duplicates(read_papers([SEEDS]))


# --- whole runs (running.py)


@pytest.fixture
def small_shards(monkeypatch):
    """Many shards out of few papers."""
    for name, value in {"LEAST": 3, "MEAN": 6, "MOST": 12}.items():
        monkeypatch.setattr(shards, name, value)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "claims.parquet"


@pytest.fixture
def plain(tmp_path):
    """The bytes of the table of `papers()`, made in one undisturbed run."""
    path = tmp_path / "plain" / "claims.parquet"
    path.parent.mkdir(exist_ok=True)
    run(path, papers())
    return path.read_bytes()


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "plain" / "a.parquet"
    path.parent.mkdir(exist_ok=True)
    rows = [{"paper_id": one.paper_id, "title": one.title, "abstract": one.abstract} for one in papers()]
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path
