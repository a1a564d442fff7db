"""Parquet and Arrow IPC (files and streams) as formats of input."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from extractor.read.columns import FIELDS, names_of
from extractor.read.papers import RecordError, first_id, make_paper
from extractor.read.sources import OnReject, ReadOptions, Source, first_line
from extractor.records import VERSION_KEY, Paper

if TYPE_CHECKING:
    import pyarrow as pa

_ID = FIELDS.index("paper_id")
_ROWS = 1024  # a batch in memory as Python objects
_STREAM = b"\xff\xff\xff\xff"  # how a message of an Arrow stream begins, its length behind it

_OF_CLAIMS = "Ask it with claimtable compare, show or report; to extract, give the papers it was made from"

Columns = Mapping[str, Sequence[str]]


class ParquetReader:
    """Parquet with columns for title and abstract; id, url, and day or year where present."""

    name = "parquet"
    expects = "a Parquet file with the columns title and abstract"
    suffixes: tuple[str, ...] = (".parquet", ".pq")

    def sniff(self, source: Source) -> bool:
        """Whether the file begins with Parquet's magic bytes."""
        return source.head.startswith(b"PAR1")

    def read(self, source: Source, options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Yield the papers, a batch in memory. Raises InputError for a damaged file, a missing column, or a cut id."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        group, rows = -1, _Rows(source, options, on_reject)
        try:
            with source.open_seekable() as stream, pq.ParquetFile(stream, page_checksum_verification=True) as table:
                if VERSION_KEY.encode() in (table.schema_arrow.metadata or {}):
                    raise source.no_papers("this is already a claims table", _OF_CLAIMS)
                names = rows.choose(table.schema_arrow.names)
                for group in range(table.num_row_groups):
                    for batch in table.iter_batches(_ROWS, row_groups=[group], columns=names):
                        yield from rows.papers(batch)
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:  # the last: a column's name
            problem = "damaged Parquet file" + (f" in row group {group}" if group >= 0 else "")
            raise source.error(f"{problem} ({first_line(error)})", "Download or write it again") from error


class ArrowReader:
    """Arrow IPC, as files (Feather too) and as streams, with the columns of Parquet."""

    name = "arrow"
    expects = "an Arrow IPC file or stream with the columns title and abstract"
    suffixes: tuple[str, ...] = (".arrow", ".arrows", ".feather", ".ipc")

    def sniff(self, source: Source) -> bool:
        """Whether the file begins with the magic bytes of an Arrow file, or with a message of a stream."""
        return source.head.startswith((b"ARROW1", _STREAM))

    def read(self, source: Source, options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Yield the papers, a batch in memory. Raises InputError for a damaged file, a missing column, or a cut id."""
        import pyarrow as pa

        number, rows = 0, _Rows(source, options, on_reject)
        try:
            with source.open_seekable() as stream:
                schema, batches = _open(stream, source.head)
                names = rows.choose(schema.names)
                for batch in batches:
                    batch.validate(full=True)
                    for start in range(0, batch.num_rows, _ROWS):
                        yield from rows.papers(batch.select(names).slice(start, _ROWS))
                    number += 1
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            problem = f"damaged Arrow file behind its batch {number} ({first_line(error)})"
            raise source.error(problem, "Download or write it again") from error


def _open(stream: Any, head: bytes) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    import pyarrow as pa

    if head.startswith(_STREAM):
        reader = pa.ipc.open_stream(stream)
        return reader.schema, iter(reader)
    file = pa.ipc.open_file(stream)
    return file.schema, map(file.get_batch, range(file.num_record_batches))


class _Rows:
    """The rows of a table, counted from 1, as papers."""

    def __init__(self, source: Source, options: ReadOptions, on_reject: OnReject) -> None:
        self._source, self._options, self._on_reject = source, options, on_reject
        self._row = 0
        self._chosen: Columns = {}

    def choose(self, found: Sequence[str]) -> list[str]:
        """Pick the columns that are read. Raises InputError if title or abstract is missing."""
        self._chosen = names_of(self._source.rules).choose(self._source, found, self._options.columns)
        return list(dict.fromkeys(name for names in self._chosen.values() for name in names))

    def papers(self, batch: pa.RecordBatch) -> Iterator[Paper]:
        """Yield the papers of a batch. Raises InputError for an id that is a number with a fraction."""
        columns = {name: _python(batch.column(name)) for name in batch.schema.names}
        fields = [[columns[name] for name in self._chosen[field]] for field in FIELDS]
        rules, odd_day = self._source.rules, self._source.odd_day
        for row in range(batch.num_rows):
            self._row += 1
            title, abstract, _, *others = (_first_of(field, row) for field in fields)
            own = first_id((column[row] for column in fields[_ID]), rules)
            try:
                yield make_paper(
                    self._source.name, title, abstract, self._whole(own), *others, rules=rules, on_day=odd_day
                )
            except RecordError as error:
                self._on_reject(self._source.reject(self._row, str(error), error.kind))

    def _whole(self, own: Any) -> Any:
        """An id that is a number, whole; None for NaN."""
        if not isinstance(own, float):
            return own
        if math.isfinite(own) and not own.is_integer():
            column = self._chosen["paper_id"][0]
            problem = f"{column} {own} is a number, and numbers lose the zero at the end of an id such as 2401.00010"
            raise self._source.error(problem, f"Write the column {column} as text", self._row)
        return int(own) if math.isfinite(own) else None


def _first_of(columns: Sequence[Sequence[Any]], row: int) -> Any:
    for column in columns:
        value = column[row]
        if value not in (None, "", b""):
            return value
    return None


def _python(column: pa.Array[Any]) -> list[Any]:
    """The values of a column: text as bytes, since it may be no UTF-8, and days as text, since Python has fewer."""
    import pyarrow as pa

    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if any(test(kind) for test in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)):
        return column.cast(kind).cast(pa.large_binary()).to_pylist()
    return (column.cast(pa.string()) if pa.types.is_temporal(kind) else column).to_pylist()
