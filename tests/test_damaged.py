"""A damaged table: told as such by every command that asks, whether a checksum or the reader finds it."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest
from asking import write
from click.testing import CliRunner
from damaging import flip

from extractor.ask import query
from extractor.ask.query import Database
from extractor.cli.commands import cli
from extractor.table import store
from extractor.table.store import TableError, read_table


@pytest.fixture
def table(tmp_path):
    path = write(tmp_path / "claims.parquet")
    flip(path)
    return path


COMMANDS = {
    "compare": [],
    "export": ["-o", "x.csv"],
    "report": ["-o", "x.html"],
    "plot": ["-o", "x.svg"],
    "trade-off": [],
    "against": ["LoRA"],
    "show": ["--paper", "FireQ"],
    "sql": ["from claims"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_tells(table, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, [name, str(table), *COMMANDS[name]])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "claims.parquet: damaged; extract it again" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["claims.parquet"]


def test_bit_of_a_text_does_not_pass_in_a_large_table(table, monkeypatch):
    """Too large to be checked at all: a query of the user still reads through the checksums."""
    monkeypatch.setattr(store, "CHECKED_BYTES", 0)
    monkeypatch.setattr(store, "SUMMED_BYTES", 0)
    with pytest.raises(query.QueryError, match="checksum"):
        Database(table, closed=True).ask("select sentence from claims").read_all()


def test_checksums_of_a_large_table_are_looked_at_before_it_is_asked(tmp_path, table, monkeypatch):
    monkeypatch.setattr(store, "CHECKED_BYTES", 0)
    with pytest.raises(TableError, match=r"damaged; extract it again \(column \w+.*, row group 0: a page has another"):
        Database(table)
    path = write(tmp_path / "whole.parquet")
    assert Database(path).table("from claims").num_rows
    without = tmp_path / "without.parquet"  # as versions before wrote it
    pq.write_table(read_table(path), without)
    assert Database(without).table("from claims").num_rows


def test_a_table_damaged_anywhere_is_whole_or_refused(tmp_path, monkeypatch):
    """Whatever byte is another one: told as damage, or told as no table; never an error of the program."""
    monkeypatch.setattr(store, "CHECKED_BYTES", 0)
    whole = write(tmp_path / "claims.parquet").read_bytes()
    path, told = tmp_path / "damaged.parquet", 0
    for at in range(4, len(whole), len(whole) // 300):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            store.check_pages([path])
        except TableError:
            told += 1
    assert told > 200


def test_fault_that_duckdb_meets(tmp_path, monkeypatch):
    """Without a check before, what the reader stumbles over is told the same way."""
    monkeypatch.setattr(store, "CHECKED_BYTES", 0)
    monkeypatch.setattr(store, "SUMMED_BYTES", 0)
    path = write(tmp_path / "claims.parquet")
    chunk = next(
        chunk
        for at in range(pq.read_metadata(path).num_columns)
        if (chunk := pq.read_metadata(path).row_group(0).column(at)).path_in_schema == "sentence"
    )
    data = bytearray(path.read_bytes())
    data[chunk.dictionary_page_offset : chunk.dictionary_page_offset + 60] = bytes(60)
    path.write_bytes(data)
    with pytest.raises(TableError, match="damaged; extract it again"):
        Database(path).table("select sentence from claims")


def test_error_of_the_reader_is_damage(tmp_path, monkeypatch):
    import duckdb

    def fails(*_):
        raise duckdb.Error("Out of buffer")

    database = Database(write(tmp_path / "claims.parquet"))
    monkeypatch.setattr(database, "_connection", type("Broken", (), {"sql": lambda *_, **__: fails()})())
    with pytest.raises(TableError, match=r"claims.parquet: damaged; extract it again \(Out of buffer\)"):
        database.table("from claims")


def test_table_without_checksums_is_read(tmp_path):
    path = write(tmp_path / "claims.parquet")
    table = read_table(path)
    pq.write_table(table, path, compression="zstd")
    assert read_table(path).equals(table)
    assert Database(path).table("from claims").num_rows == table.num_rows
