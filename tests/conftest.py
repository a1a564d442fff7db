"""What many tests share: the shipped rules, and the line of stages built once, which costs a second."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from asking import EVIL, write
from browsing import Visitor, a_browser
from hypothesis import settings
from running import papers, run

from extractor.ask.query import Database
from extractor.claims.claims import ClaimFinder
from extractor.read.read import merge_duplicates, read_papers
from extractor.records import Paper
from extractor.report.report import write_report
from extractor.rulefiles.rules import load_rules
from extractor.run import shards

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
def read(finder):
    """The claims of a text, but for mentions of devices."""

    def of(text, title="A title"):
        return [claim for claim in finder(Paper("p", title, text)) if claim.metric != "hardware"]

    return of


@pytest.fixture(scope="session")
def claims_of(finder):
    """The claims of a text that has no title."""
    return lambda text, title="": finder(Paper("x", title, text))


@pytest.fixture(scope="session")
def rivals_of(claims_of):
    """What the claims of a text are compared with, but for those of levels."""
    return lambda text: [claim.baseline for claim in claims_of(text) if claim.measure != "level"]


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


# --- the report in a browser (browsing.py)


@pytest.fixture(scope="module")
def browser():
    with a_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def database():
    return Database(SEEDS.parent / "data" / "claims.parquet")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory, database):
    """The report of the seeds, abstracts included."""
    path = tmp_path_factory.mktemp("seeds") / "report.html"
    write_report(database, path, read_papers([SEEDS]), load_rules(), title="Seeds")
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The report of a small table whose titles and addresses are attacks, without papers."""
    folder = tmp_path_factory.mktemp("hostile")
    database = Database(write(folder / "claims.parquet"))
    write_report(database, folder / "report.html", None, load_rules(), title=f"{EVIL} {{{{data}}}}")
    return folder / "report.html"


@pytest.fixture
def visit(browser):
    """Opens reports; at the end nothing may have been requested, and nobody may have complained."""
    visitors = []

    def visit(path, fragment="", **options):
        visitors.append(Visitor(browser, path, **options))
        return visitors[-1].open(fragment)

    yield visit
    for visitor in visitors:
        visitor.close()
        assert visitor.requested == []
        assert visitor.complaints == []
