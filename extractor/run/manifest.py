"""What a table knows of how it came to be: of which shards it is made, and what their rows follow from.

It lies in the table's own metadata (Parquet key-value), so that it cannot be parted from the rows. A later run takes
the rows of unchanged shards from the old table by their place. A table of a single shard has none: it is made anew in
less time than a pool of processes takes to start, and its bytes follow from the rows and the rules alone.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.run.parts import unpack
from extractor.table.schema import METADATA_PREFIX, claims_schema
from extractor.table.store import READING, read_pages

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

BASIS_KEY = f"{METADATA_PREFIX}basis"
SHARDS_KEY = f"{METADATA_PREFIX}shards"


@dataclass(frozen=True, slots=True)
class ShardRecord:
    """One shard in a table: `counts` packs the rows of each paper, `touched` are papers that duplicates changed."""

    key: str
    papers: int
    rows: int
    counts: bytes
    touched: tuple[int, ...]
    dropped: int


@dataclass(frozen=True, slots=True)
class OldShard:
    """A shard of the old table, and where its rows are."""

    file: int
    first: int
    record: ShardRecord


def manifest_metadata(basis: Mapping[str, str], records: Sequence[ShardRecord]) -> dict[str, str]:
    """The metadata that `OldTable` reads: the basis as JSON, and the shards as JSON, packed."""
    import pyarrow as pa

    rows = [
        (one.key, one.papers, one.rows, base64.b64encode(one.counts).decode(), one.touched, one.dropped)
        for one in records
    ]
    text = json.dumps(rows, separators=(",", ":")).encode()
    packed = base64.b64encode(pa.compress(text, codec="zstd", asbytes=True)).decode()
    return {BASIS_KEY: json.dumps(dict(basis)), SHARDS_KEY: f"{len(text)} {packed}"}


@dataclass
class OldTable:
    """The table of an earlier run, one file or a folder of them, open for its rows to be taken."""

    basis: dict[str, Any] = field(default_factory=dict)
    shards: dict[str, OldShard] = field(default_factory=dict)
    _files: list[Path] = field(default_factory=list)
    _open: tuple[int, pq.ParquetFile] | None = None
    _group: tuple[int, int, pa.Table] | None = None

    @classmethod
    def at(cls, path: Path) -> OldTable:
        """The table at `path`; without shards if there is none, or one that cannot be used again."""
        table = cls()
        table._files = sorted(path.glob("*.parquet")) if path.is_dir() else [path] if path.is_file() else []
        for number, file in enumerate(table._files):
            found = _read(file)
            if found is None or (table.basis and found[0] != table.basis):
                return cls()
            table.basis = found[0]
            first = 0
            for record in found[1]:
                table.shards.setdefault(record.key, OldShard(number, first, record))
                first += record.rows
        return table

    def rows(self, old: OldShard) -> tuple[pa.Table, list[int]]:
        """The rows of a shard, and how many each of its papers has. Raises OSError, or an Arrow error."""
        import pyarrow as pa

        first, last = old.first, old.first + old.record.rows
        pieces = [claims_schema().empty_table()]
        start = 0
        file = self._file(old.file)
        for number in range(file.num_row_groups):
            end = start + file.metadata.row_group(number).num_rows
            if start < last and end > first:
                group = self._row_group(old.file, number)
                pieces.append(group.slice(max(first - start, 0), min(last, end) - max(first, start)))
            start = end
        return pa.concat_tables(pieces), unpack(old.record.counts, old.record.papers)

    def close(self) -> None:
        """Let go of the file."""
        if self._open:
            self._open[1].close()
        self._open = self._group = None

    def _file(self, number: int) -> pq.ParquetFile:
        import pyarrow.parquet as pq

        if self._open is None or self._open[0] != number:
            self.close()
            self._open = (number, pq.ParquetFile(self._files[number], **READING))
        return self._open[1]

    def _row_group(self, file: int, number: int) -> pa.Table:
        """One row group, kept until another is asked for: shards mostly come in the order of the table."""
        if self._group is None or self._group[:2] != (file, number):
            group = self._file(file).read_row_group(number, use_threads=False).replace_schema_metadata(None)
            self._group = (file, number, group)
        return self._group[2]


def _read(path: Path) -> tuple[dict[str, Any], list[ShardRecord]] | None:
    """Basis and shards of a table file; None if it has none, they do not fit its rows, or a page is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, **READING) as file:
            metadata = file.metadata.metadata or {}
            length, packed = metadata[SHARDS_KEY.encode()].split(b" ")
            text = pa.decompress(base64.b64decode(packed), int(length), codec="zstd", asbytes=True)
            basis = json.loads(metadata[BASIS_KEY.encode()])
            records = [
                ShardRecord(key, papers, rows, base64.b64decode(counts), tuple(touched), dropped)
                for key, papers, rows, counts, touched, dropped in json.loads(text)
            ]
            whole = file.metadata.num_rows == sum(record.rows for record in records)
            fits = file.schema_arrow.equals(claims_schema()) and isinstance(basis, dict)
            if whole and fits:
                read_pages(file)
    except (pa.ArrowException, OSError, KeyError, ValueError, TypeError):
        return None
    return (basis, records) if whole and fits else None
