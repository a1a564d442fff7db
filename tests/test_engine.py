"""A whole run: the same bytes however it was shared out and interrupted, and nothing extracted twice."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date

import pyarrow.parquet as pq
import pytest
from damaging import flip
from hypothesis import given
from hypothesis import strategies as st
from running import (
    NUMBER,
    ROOT,
    StopError,
    command,
    names,
    paper,
    papers,
    run,
    start,
    stopping,
)

from extractor.run import shards
from extractor.run.engine import Run, RunOptions
from extractor.run.manifest import OldTable
from extractor.run.parts import pack, parts_folder, unpack
from extractor.table.store import read_table

pytestmark = pytest.mark.usefixtures("small_shards")

# --- the table


def test_rows_come_in_the_order_of_the_papers(out):
    outcome = run(out, papers())
    table = read_table(out)
    ids = list(dict.fromkeys(table.column("paper_id").to_pylist()))
    assert ids == [f"p{n}" for n in range(NUMBER)]
    assert (outcome.papers, outcome.extracted, outcome.reused, outcome.resumed) == (NUMBER, NUMBER, 0, 0)
    assert len(OldTable.at(out).shards) > 4
    assert names(out.parent) == ["claims.parquet"]


def test_table_of_one_shard_has_no_manifest(out):
    run(out, papers(3))
    assert b"claimtable.shards" not in pq.read_metadata(out).metadata


def test_no_papers_give_an_empty_table(out):
    assert run(out, []).papers == 0
    assert read_table(out).num_rows == 0


@pytest.mark.parametrize("piece", [1, 4, 256])
def test_two_processes_write_the_same_bytes(out, plain, monkeypatch, piece):
    monkeypatch.setattr("extractor.run.workers.PIECE", piece)
    run(out, papers(), workers=2)
    assert out.read_bytes() == plain


STARTED = (
    "import threading, extractor.run.shards as s, extractor.run.workers as w; s.LEAST, s.MEAN, s.MOST = 3, 6, 12\n"
    "{0}context = w._context\ndef told():\n    found = context()\n    print(found.get_start_method())\n    return found\n"
    "w._context = told\n"
)
THREAD = "if __name__ == '__main__': threading.Thread(target=threading.Event().wait, daemon=True).start()\n"


@pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux alone")
@pytest.mark.parametrize(("also", "way"), [("", "fork"), (THREAD, "spawn")])
def test_workers_are_forks_unless_there_are_threads(out, source, plain, also, way):
    process = start(command(out, source, "--workers", "2", code=STARTED.format(also)))
    said, errors = process.communicate()
    assert process.returncode == 0, errors
    assert said.splitlines()[0] == way
    assert out.read_bytes() == plain


FORKED = """
import os, sys
from pathlib import Path
from extractor.run.parts import forget_locks, opened
out, (end, go), (ready, told) = Path(sys.argv[1]), os.pipe(), os.pipe()
with opened(out):
    if not os.fork():
        os.close(go)
        forget_locks()
        os.write(told, b"x")
        os.read(end, 1)  # as long as the other lives
        os._exit(0)
    os.read(ready, 1)
with opened(out):
    print("locked again")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_fork_does_not_keep_the_lock(out):
    process = start([sys.executable, "-c", FORKED, str(out)])
    assert process.communicate() == ("locked again\n", "")


def test_long_texts_end_a_shard(monkeypatch):
    monkeypatch.setattr(shards, "MOST_LETTERS", 100)
    assert [len(shard.papers) for shard in shards.cut([paper(n, abstract="x" * 60) for n in range(6)], {})] == [2, 2, 2]


@given(st.integers(0, 199), st.lists(st.integers(1000, 2000), max_size=3))
def test_a_change_in_one_place_leaves_most_shards(place, more):
    before = papers(200)
    after = before[:place] + [paper(n) for n in more] + before[place:]
    keys = [{shard.key for shard in shards.cut(some, {})} for some in (before, after)]
    assert len(keys[0] - keys[1]) <= 6


def test_shard_knows_its_basis():
    keys = {next(shards.cut(papers(3), {"rules": rules})).key for rules in ("a", "b")}
    assert len(keys) == 2


def test_lone_surrogates_do_not_stop_a_run(out):
    run(out, [paper(1, title="Fast \ud800", abstract="It is 2x faster \udfff than \ud800 X.")])
    assert read_table(out).column("title").to_pylist() == ["Fast \ufffd"]


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_counts_are_packed_and_unpacked(counts):
    assert unpack(pack(counts), len(counts)) == counts


# --- going on


def test_interrupted_run_goes_on(out, plain):
    with pytest.raises(StopError):
        run(out, stopping(papers(), 40))
    parts = parts_folder(out)
    finished = {path: path.stat().st_mtime_ns for path in parts.glob("*.parquet")}
    assert len(finished) >= 3
    assert not out.exists()
    assert not (parts / "work").exists()
    (parts / "basis.json").touch()
    seen = []
    outcome = Run(out, RunOptions(workers=1), on_batch=lambda batch: seen.append(mtimes(parts)))(papers())
    assert {path: seen[0][path] for path in finished} == finished  # not made again
    assert outcome.resumed >= 20
    assert outcome.resumed + outcome.extracted == NUMBER
    assert out.read_bytes() == plain
    assert not parts.exists()


def mtimes(parts):
    return {path: path.stat().st_mtime_ns for path in parts.glob("*.parquet")}


def test_grown_input_extracts_what_is_new(out, tmp_path):
    run(out, papers())
    grown = [*papers(), *(paper(n) for n in range(100, 110))]
    outcome = run(out, grown)
    assert 10 <= outcome.extracted <= 10 + 12  # the last shard grew with them
    assert outcome.reused == len(grown) - outcome.extracted
    run(tmp_path / "anew.parquet", grown)
    assert out.read_bytes() == (tmp_path / "anew.parquet").read_bytes()


def test_input_of_another_name_extracts_what_is_new(out, tmp_path):
    """A snapshot of the next month: the same papers and some more, in a file called otherwise."""
    run(out, papers())
    renamed = [paper(n, sources=("b.parquet",)) for n in range(NUMBER + 10)]
    assert run(out, renamed).extracted <= 10 + 12
    run(tmp_path / "anew.parquet", renamed)
    assert out.read_bytes() == (tmp_path / "anew.parquet").read_bytes()
    assert set(map(tuple, read_table(out).column("sources").to_pylist())) == {("b.parquet",)}


def test_interrupted_run_goes_on_under_another_name(out, tmp_path):
    with pytest.raises(StopError):
        run(out, stopping(papers(), 40))
    renamed = [paper(n, sources=("b.parquet",)) for n in range(NUMBER)]
    assert run(out, renamed).resumed > 0
    run(tmp_path / "anew.parquet", renamed)
    assert out.read_bytes() == (tmp_path / "anew.parquet").read_bytes()


def test_papers_of_two_files_are_extracted_once(out):
    told = []
    twice = [*papers(), *(paper(n, sources=("b.parquet",)) for n in range(NUMBER))]
    outcome = Run(out, RunOptions(workers=1), told.append)(twice)
    assert outcome.extracted < 2 * NUMBER - 12
    assert sum(told) == 2 * NUMBER
    assert set(map(tuple, read_table(out).column("sources").to_pylist())) == {("a.parquet", "b.parquet")}


def test_second_run_extracts_nothing(out):
    run(out, papers())
    first = out.read_bytes()
    assert run(out, papers()).extracted == 0
    assert out.read_bytes() == first


def test_fresh_uses_nothing(out):
    run(out, papers())
    assert run(out, papers(), fresh=True).extracted == NUMBER


def test_changed_input_is_noticed(out):
    run(out, papers())
    changed = [replace(one, abstract="It is 9x smaller.") if one.paper_id == "p30" else one for one in papers()]
    assert 1 <= run(out, changed).extracted <= 12
    assert "9x" in read_table(out).column("quote").to_pylist()


@pytest.mark.parametrize("interrupted", [False, True])
def test_changed_options_are_noticed(out, interrupted):
    if interrupted:
        with pytest.raises(StopError):
            run(out, stopping(papers(), 40))
    else:
        run(out, papers())
    outcome = run(out, papers(), min_precision=0.999)
    assert (outcome.changed, outcome.extracted) == (["--min-precision"], NUMBER)


def test_changed_rules_are_noticed(out, tmp_path):
    run(out, papers())
    mine = tmp_path / "mine"
    (mine / "terms").mkdir(parents=True)
    table = (ROOT / "rules" / "terms" / "words.toml").read_text(encoding="utf-8")
    (mine / "terms" / "words.toml").write_text(table + "\n# another\n", encoding="utf-8")
    outcome = run(out, papers(), rules=mine)
    assert outcome.changed[0] == "rules"
    assert outcome.extracted == NUMBER


def test_damaged_part_is_made_again(out, plain):
    with pytest.raises(StopError):
        run(out, stopping(papers(), 40))
    damaged, other, *_ = sorted(parts_folder(out).glob("*.parquet"))
    damaged.write_bytes(damaged.read_bytes()[:-20])
    other.write_bytes(sorted(parts_folder(out).glob("*.parquet"))[2].read_bytes())  # whole, but of another shard
    run(out, papers())
    assert out.read_bytes() == plain


def test_damaged_old_table_is_not_used(out, plain):
    out.write_bytes(plain[:-50])
    assert run(out, papers()).reused == 0
    assert out.read_bytes() == plain


def test_bit_flipped_in_a_part_is_noticed(out, plain):
    with pytest.raises(StopError):
        run(out, stopping(papers(), 40))
    flip(sorted(parts_folder(out).glob("*.parquet"))[0])
    run(out, papers())
    assert out.read_bytes() == plain


def test_bit_flipped_in_the_old_table_is_noticed(out, plain):
    out.write_bytes(plain)
    flip(out)
    assert run(out, papers()).reused == 0
    assert out.read_bytes() == plain


def test_since_takes_what_is_new(out):
    days = [date(2024, 1, 1), date(2024, 5, 1), None]
    outcome = run(out, [paper(n, published=day) for n, day in enumerate(days)], since=date(2024, 3, 1))
    assert (outcome.papers, outcome.early, outcome.undated) == (1, 1, 1)
