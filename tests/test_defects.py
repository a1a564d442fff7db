"""A defect of the program costs the paper that brings it to light, and no other; it is told, counted and never hidden."""

from __future__ import annotations

import json
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from running import NUMBER, paper, papers, run

from extractor.claims.claims import ClaimFinder
from extractor.cli.commands import cli
from extractor.rulefiles.rules import RuleError
from extractor.run.batch import extract_batch
from extractor.run.extract import Extractor

BAD = (17, 40)


@pytest.fixture
def defect(monkeypatch):
    """Two papers at which the line of stages fails, in this process and in its forks."""
    find, bad = ClaimFinder.__call__, {f"p{n}" for n in BAD}

    def failing(self, given):
        if given.paper_id in bad:
            raise ValueError("16 is not\nin list")
        return find(self, given)

    monkeypatch.setattr(ClaimFinder, "__call__", failing)
    return bad


WORKERS = [1, pytest.param(2, marks=pytest.mark.skipif(sys.platform != "linux", reason="forks have the defect, too"))]


@pytest.mark.promise("A defect costs one paper")
@pytest.mark.usefixtures("defect", "small_shards")
@pytest.mark.parametrize("workers", WORKERS)
def test_other_papers_are_extracted(source, tmp_path, workers):
    out = tmp_path / "claims.parquet"
    for _ in range(2):  # a second run tries them again, and tells of them again
        done = CliRunner().invoke(cli, ["extract", str(source), "-o", str(out), "--workers", str(workers)])
        assert done.exit_code == 3, done.output
        assert "2 records were left out" in done.stderr
        assert "2 of them are papers at which claimtable itself failed" in done.stderr
        listed = (tmp_path / "claims.parquet.rejects.jsonl").read_text(encoding="utf-8").splitlines()
        listed = [json.loads(line) for line in listed]
        assert [(one["source"], one["line"]) for one in listed] == [("a.parquet", None)] * 2
        for n, one in zip(BAD, listed, strict=True):
            assert one["reason"].startswith(f"paper p{n}: a defect of claimtable ")
            assert "(ValueError: 16 is not in list, at test_defects.py:" in one["reason"]
            assert "please report" in one["reason"]
        found = set(pq.read_table(out, columns=["paper_id"])["paper_id"].to_pylist())
        assert found == {f"p{n}" for n in range(NUMBER)} - {f"p{n}" for n in BAD}


@pytest.mark.promise("A defect costs one paper")
@pytest.mark.usefixtures("small_shards")
def test_the_table_is_that_of_the_other_papers(request, tmp_path):
    run(tmp_path / "without.parquet", [one for one in papers() if one.paper_id not in {f"p{n}" for n in BAD}])
    request.getfixturevalue("defect")
    tables = []
    for workers in (1, 2) if sys.platform == "linux" else (1,):
        outcome = run(tmp_path / f"{workers}.parquet", papers(), workers=workers)
        assert (outcome.failed, outcome.papers) == (2, NUMBER)
        tables.append((tmp_path / f"{workers}.parquet").read_bytes())
    assert len(set(tables)) == 1
    rows = pq.read_table(tmp_path / "1.parquet").to_pylist()
    assert rows == pq.read_table(tmp_path / "without.parquet").to_pylist()


@pytest.mark.usefixtures("small_shards")
def test_once_mended_the_papers_are_in_the_table(defect, tmp_path, out):
    run(out, papers())
    defect.clear()
    assert run(out, papers()).failed == 0
    run(tmp_path / "new.parquet", papers())
    assert pq.read_table(out).to_pylist() == pq.read_table(tmp_path / "new.parquet").to_pylist()


@pytest.mark.usefixtures("defect")
def test_on_error_stop_stops_there(source, tmp_path):
    out = tmp_path / "claims.parquet"
    done = CliRunner().invoke(cli, ["extract", str(source), "-o", str(out), "--on-error", "stop"])
    assert done.exit_code == 2, done.output
    assert "paper p17: a defect of claimtable" in done.stderr
    assert not out.exists()


@pytest.mark.usefixtures("defect")
def test_a_batch_tells_the_log(caplog):
    some = [paper(n) for n in (16, 17, 18)]
    batch = pa.RecordBatch.from_pydict(
        {name: [getattr(one, name) for one in some] for name in ("paper_id", "title", "abstract")}
    )
    assert set(extract_batch(batch).column("paper_id").to_pylist()) == {"p16", "p18"}
    assert "left out: paper p17: a defect of claimtable" in caplog.text


@pytest.mark.promise("A defect costs one paper")
@pytest.mark.usefixtures("defect")
def test_nothing_is_hidden_from_those_who_look_for_it(rules):
    extract = Extractor(rules)
    with pytest.raises(ValueError, match="16 is not"):
        extract(paper(17))
    with pytest.raises(ValueError, match="16 is not"):
        list(extract.all([paper(16), paper(17)]))


@pytest.mark.parametrize("error", [RuleError("x"), MemoryError(), OSError()])
def test_what_no_paper_is_to_blame_for_ends_the_run(monkeypatch, out, error):
    def failing(self, given):
        raise error

    monkeypatch.setattr(ClaimFinder, "__call__", failing)
    with pytest.raises(type(error)):
        run(out, [paper(1)])
