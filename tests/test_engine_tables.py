"""Whole runs: papers found twice, over shards and runs, and tables that are a folder of files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import (
    NUMBER,
    StopError,
    doubled,
    names,
    papers,
    run,
)

from extractor.read.papers import merge_duplicates, title_id
from extractor.records import Paper
from extractor.run.duplicates import Copies, keys_of, merge_keys
from extractor.run.parts import RunError
from extractor.table.store import read_table, table_files

pytestmark = pytest.mark.usefixtures("small_shards")

# --- duplicates


def expected(given, tmp_path):
    path = tmp_path / "expected" / "claims.parquet"
    path.parent.mkdir(exist_ok=True)
    run(path, merge_duplicates(given))
    return read_table(path)


def test_duplicates_are_merged_over_shards(out, tmp_path):
    outcome = run(out, doubled())
    assert (outcome.papers, outcome.copies.number, outcome.copies.other_text) == (NUMBER - 3, 3, 1)
    assert read_table(out).equals(expected(doubled(), tmp_path))
    rows = {row["paper_id"]: row for row in read_table(out).to_pylist()}
    assert rows["own"]["sources"] == ["a.parquet", "b.parquet"]
    assert rows["p7"]["sources"] == ["a.parquet", "c.parquet", "b.parquet"]


def test_duplicates_in_an_old_table_are_undone(out, tmp_path):
    """What a copy changed in the old table is made anew when the copy is there no more, and the rest is taken over."""
    run(out, doubled())
    without = doubled()
    without[50:52] = papers()[50:52]
    outcome = run(out, without)
    assert outcome.extracted <= 20
    assert read_table(out).equals(expected(without, tmp_path))
    again = run(out, doubled())
    assert again.extracted <= 20
    assert read_table(out).equals(expected(doubled(), tmp_path))


def test_touched_papers_alone_are_extracted_again(out):
    run(out, doubled())
    first = out.read_bytes()
    outcome = run(out, doubled())
    assert (outcome.extracted, outcome.reused) == (5, NUMBER - 5)
    assert out.read_bytes() == first


def test_duplicates_may_be_kept(out):
    assert run(out, doubled(), on_duplicate="keep").papers == NUMBER
    assert "99x" in read_table(out).column("quote").to_pylist()


def test_duplicates_may_stop_the_run(out):
    with pytest.raises(RunError, match="3 papers are copies"):
        run(out, doubled(), on_duplicate="stop")
    assert not out.exists()


def test_name_that_looks_like_a_pattern(tmp_path):
    folder = tmp_path / "what's [this] *?"
    folder.mkdir()
    assert run(folder / "a[b]*.parquet", doubled()).copies.number == 3


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "1", "2", "3"]), st.sampled_from("ABC"), st.sampled_from("xyz"), st.booleans()),
        max_size=12,
    )
)
def test_merging_keys_is_merging_papers(records):
    given = [
        Paper(
            own or title_id(title),
            title,
            str(n),
            (source,),
            "u" if dated else None,
            date(2024, 1, 1 + n) if dated else None,
        )
        for n, (own, title, source, dated) in enumerate(records)
    ]
    found = dict(enumerate(given))
    for patch in merge_keys((keys_of(n, one, title_id(one.title)) for n, one in found.copy().items()), Copies()):
        if patch.paper is None:
            del found[patch.ordinal]
        else:
            now = patch.paper
            found[patch.ordinal] = replace(
                given[patch.ordinal], paper_id=now.paper_id, sources=now.sources, url=now.url, published=now.published
            )
    assert list(found.values()) == merge_duplicates(given)


# --- a folder of files


@pytest.fixture
def many_files(monkeypatch):
    monkeypatch.setattr("extractor.run.engine.PARTITION_ROWS", 20)


def test_partition_is_read_as_one_table(out, plain, tmp_path, many_files):
    import duckdb
    import pandas as pd

    folder = tmp_path / "claims"
    run(folder, papers(), partition=True)
    files = table_files(folder)
    assert len(files) > 2
    whole = pq.read_table(pa.BufferReader(plain))
    assert pa.concat_tables(map(read_table, files)).equals(whole)
    assert len(pd.read_parquet(folder)) == whole.num_rows
    assert duckdb.sql(f"select count(*) from '{folder}/*.parquet'").fetchall() == [(whole.num_rows,)]
    assert names(tmp_path) == ["claims"]


def test_partition_is_used_again(tmp_path, many_files):
    folder = tmp_path / "claims"
    run(folder, papers(), partition=True)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run(folder, papers(), partition=True).extracted == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("renames", [0, 1])
def test_exchange_of_folders_is_finished_by_the_next_run(tmp_path, monkeypatch, many_files, renames):
    folder = tmp_path / "claims"
    run(folder, papers(20), partition=True)
    with monkeypatch.context() as patch:
        patch.setattr("extractor.run.engine.Run._mend", broken_after(renames))
        with pytest.raises(StopError):
            run(folder, papers(), partition=True)
    outcome = run(folder, papers(), partition=True)
    assert outcome.extracted == 0
    assert sum(pq.read_metadata(path).num_rows for path in table_files(folder)) >= NUMBER
    assert names(tmp_path) == ["claims"]


def broken_after(renames):
    def mend(self, parts):
        if parts.new.exists():
            if renames:
                self.output.replace(parts.old)
            raise StopError

    return mend


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.write_bytes(b"x"), "is a file"),
        (lambda path: (path.mkdir(), (path / "notes.txt").touch()), "notes.txt"),
        (lambda path: (path.mkdir(), (path / "a.parquet").write_bytes(b"x")), "a.parquet"),
        (lambda path: (path.mkdir(), pq.write_table(pa.table({"a": [1]}), path / "part-00000.parquet")), "no part of"),
    ],
)
def test_partition_replaces_nothing_but_a_table(tmp_path, make, message):
    make(tmp_path / "claims")
    with pytest.raises(ValueError, match=message):
        run(tmp_path / "claims", papers(3), partition=True)


@pytest.mark.parametrize("fresh", [False, True])
def test_partition_deletes_no_other_table(tmp_path, fresh):
    folder = tmp_path / "tables"
    folder.mkdir()
    run(folder / "march.parquet", papers(3))
    before = (folder / "march.parquet").read_bytes()
    with pytest.raises(RunError, match=r"'march\.parquet', which .* would be lost; give a folder of its own"):
        run(folder, papers(4), partition=True, fresh=fresh)
    assert names(folder) == ["march.parquet"]
    assert (folder / "march.parquet").read_bytes() == before
    assert names(tmp_path) == ["tables"]


def test_table_of_one_file_is_not_written_among_parts(tmp_path):
    folder = tmp_path / "claims"
    run(folder, papers(3), partition=True)
    with pytest.raises(RunError, match="make it again with --partition, or give another name"):
        run(folder, papers(3))
    with pytest.raises(RunError, match="write it into another folder"):
        run(folder / "more.parquet", papers(3))
    assert names(folder) == ["part-00000.parquet"]


def test_table_of_one_file_is_written_among_inputs_named_like_parts(tmp_path):
    pq.write_table(pa.table({"title": ["A"], "abstract": ["B"]}), tmp_path / "part-00000.parquet")
    run(tmp_path / "claims.parquet", papers(3))
    assert names(tmp_path) == ["claims.parquet", "part-00000.parquet"]


@pytest.mark.parametrize("fresh", [False, True])
@pytest.mark.parametrize("size", [0, 3, 2000])
def test_damaged_part_is_made_anew(tmp_path, many_files, fresh, size):
    folder = tmp_path / "claims"
    run(folder, papers(), partition=True)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with (folder / "part-00000.parquet").open("r+b") as part:
        part.truncate(size)
    run(folder, papers(), partition=True, fresh=fresh)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
