"""The table on disk: whole or not at all, the same bytes every time, and a clear word where it cannot be read."""

from __future__ import annotations

import os
import stat
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from samples import CLAIMS, METRICS, PAPER

from extractor import __version__
from extractor.rulefiles.rules import rules_root
from extractor.table.schema import SCHEMA_VERSION, claims_schema
from extractor.table.store import TableError, atomic_file, check_output, read_table, table_metadata, write_table
from extractor.table.table import TableBuilder, claim_batches
from extractor.table.units import Units

METADATA = table_metadata("digest-of-rules")


def batches(papers=3):
    builder = TableBuilder(METRICS, Units(rules_root() / "quantities" / "units.txt"))
    return claim_batches(
        [(replace(PAPER, paper_id=f"paper {n}"), CLAIMS, ("pruning",)) for n in range(papers)], builder
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "claims.parquet"


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_what_is_written_is_read(path):
    assert write_table(batches(), path, METADATA) == 9
    table = read_table(path)
    assert table.schema.equals(claims_schema())
    assert table.to_pylist() == [row for batch in batches() for row in batch.to_pylist()]
    assert names(path.parent) == ["claims.parquet"]


def test_empty_table(path):
    assert write_table([], path, METADATA) == 0
    assert read_table(path).num_rows == 0


def test_metadata_of_the_file(path):
    write_table(batches(), path, METADATA)
    metadata = pq.read_metadata(path).metadata
    assert metadata[b"claimtable.schema_version"] == SCHEMA_VERSION.encode()
    assert metadata[b"claimtable.rules"] == b"digest-of-rules"
    assert metadata[b"claimtable.version"] == __version__.encode()


def test_descriptions_are_in_the_file(path):
    write_table(batches(), path, METADATA)
    schema = pq.read_schema(path)
    for field in claims_schema():
        assert schema.field(field.name).metadata[b"description"] == field.metadata[b"description"]


def test_second_run_writes_the_same_bytes(path):
    write_table(batches(), path, METADATA)
    first = path.read_bytes()
    write_table(batches(), path, METADATA)
    assert path.read_bytes() == first


@pytest.mark.parametrize("size", [1, 2, 7])
def test_bytes_do_not_depend_on_batches(path, size, monkeypatch):
    monkeypatch.setattr("extractor.table.store.ROW_GROUP_ROWS", 4)
    write_table(batches(), path, METADATA)
    whole = path.read_bytes()
    table = pa.Table.from_batches(batches())
    write_table(table.to_batches(max_chunksize=size), path, METADATA)
    assert path.read_bytes() == whole
    assert [pq.ParquetFile(path).metadata.row_group(n).num_rows for n in range(3)] == [4, 4, 1]


class StopError(Exception):
    pass


@pytest.mark.parametrize("failure", [StopError, KeyboardInterrupt])
@pytest.mark.parametrize("old", [b"the old table", None], ids=["over a table", "new"])
def test_failure_leaves_what_was_there(path, old, failure):
    if old:
        path.write_bytes(old)

    def failing():
        yield from batches()
        raise failure

    with pytest.raises(failure):
        write_table(failing(), path, METADATA)
    assert names(path.parent) == (["claims.parquet"] if old else [])
    assert not old or path.read_bytes() == old


def test_full_disk_leaves_what_was_there(path, monkeypatch):
    def no_space(descriptor):
        raise OSError(28, "No space left on device")

    path.write_bytes(b"the old table")
    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space left"):
        write_table(batches(), path, METADATA)
    assert names(path.parent) == ["claims.parquet"]
    assert path.read_bytes() == b"the old table"


def test_reader_sees_the_old_file_until_the_end(path):
    path.write_bytes(b"old")
    with atomic_file(path) as sink:
        sink.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


def test_file_has_the_usual_rights(path):
    with atomic_file(path) as sink:
        sink.write(b"x")
    usual = path.with_name("usual")
    usual.touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


def test_symbolic_link_is_followed(path, tmp_path):
    target = tmp_path / "real.parquet"
    path.symlink_to(target)
    write_table(batches(), path, METADATA)
    assert path.is_symlink()
    assert read_table(target).num_rows == 9


@pytest.mark.parametrize(
    ("name", "message"),
    [("", "is a folder"), ("none/claims.parquet", "does not exist"), ("pipe", "not a regular file")],
)
def test_output_that_cannot_be_written(tmp_path, name, message):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(TableError, match=message):
        check_output(tmp_path / name)


def test_missing_table(path):
    with pytest.raises(TableError, match="no such file"):
        read_table(path)


@pytest.mark.parametrize("content", [b"", b"not a table", b"PAR1" + bytes(20)], ids=["empty", "text", "damaged"])
def test_what_is_no_parquet_file(path, content):
    path.write_bytes(content)
    with pytest.raises(TableError, match="not a readable Parquet file"):
        read_table(path)


def test_truncated_table(path):
    write_table(batches(), path, METADATA)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(TableError, match="not a readable Parquet file"):
        read_table(path)


def test_another_kind_of_file_is_told_what_is_wanted(path):
    path.write_text("title,abstract\n", encoding="utf-8")
    with pytest.raises(TableError, match="give a table that `claimtable extract` made"):
        read_table(path)


def test_folder_of_tables_is_read_as_one(tmp_path, path):
    write_table(batches(), path, METADATA)
    (tmp_path / "many").mkdir()
    for name in ("a", "b"):
        write_table(batches(), tmp_path / "many" / f"{name}.parquet", METADATA)
    assert read_table(tmp_path / "many").equals(read_table(path))


def test_another_kind_of_table(path):
    pq.write_table(pa.table({"title": ["x"]}), path)
    with pytest.raises(TableError, match="not a claims table"):
        read_table(path)


def test_table_of_another_version(path):
    write_table(batches(), path, METADATA | {"claimtable.schema_version": "0"})
    with pytest.raises(TableError, match=r"schema version 0.*extract.* again"):
        read_table(path)


def test_table_that_lost_a_column(path):
    table = pa.Table.from_batches(batches()).drop_columns(["rule"])
    pq.write_table(table.replace_schema_metadata(METADATA), path)
    with pytest.raises(TableError, match="its columns are not those"):
        read_table(path)
