"""Parquet as a format of input."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.papers import arxiv_url, title_id
from extractor.records import Paper
from extractor.sources import InputError, OnReject, ReadOptions, Source

if TYPE_CHECKING:
    import pyarrow as pa

_COLUMNS = ["title", "abstract", "paper_id", "url", "published", "year"]  # the first two must be there


class ParquetReader:
    """Parquet with the columns title and abstract; paper_id, url, and published or year where present."""

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

        group, row, path = -1, 0, source.path
        try:
            with source.open_seekable() as stream, pq.ParquetFile(stream, page_checksum_verification=True) as table:
                _check_columns(path, table.schema_arrow.names)
                for group in range(table.num_row_groups):
                    for batch in table.iter_batches(1024, row_groups=[group], columns=_COLUMNS):
                        for record in _records(batch):
                            row += 1
                            try:
                                yield _paper(path, row, record)
                            except ValueError as error:
                                on_reject(source.reject(row, str(error)))
        except (pa.ArrowException, OSError) as error:
            problem = "damaged Parquet file" + (f" in row group {group}" if group >= 0 else "")
            raise InputError(path, f"{problem} ({str(error).splitlines()[0]})", "Download or write it again") from error


def _check_columns(path: Path, names: list[str]) -> None:
    """Raise InputError unless title and abstract are there once each."""
    for name in _COLUMNS[:2]:
        if names.count(name) == 1:
            continue
        if name in names:
            raise InputError(path, f"there is more than one column {name!r}", "Rename all but one")
        lower = {found.lower(): found for found in reversed(names)}
        near = [found for found in lower if name in found] or difflib.get_close_matches(name, lower, 1, 0.5)
        hint = f"Rename {lower[near[0]]!r} to {name!r}" if near else f"Name the column that holds it {name!r}"
        listed = ", ".join(map(repr, names)) or "none"
        raise InputError(path, f"there is no column {name!r}; the columns found are {listed}", hint)


def _records(batch: pa.RecordBatch) -> Iterator[dict[str, Any]]:
    """Yield the rows of a batch: text as bytes, since it may be no UTF-8, and days as text, since Python has fewer."""
    import pyarrow as pa

    def python(column: pa.Array[Any]) -> list[Any]:
        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        if any(test(kind) for test in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)):
            return column.cast(kind).cast(pa.large_binary()).to_pylist()
        return (column.cast(pa.string()) if pa.types.is_temporal(kind) else column).to_pylist()

    for values in zip(*map(python, batch.columns), strict=True):
        yield dict(zip(batch.schema.names, values, strict=True))


def _paper(path: Path, row: int, record: Mapping[str, Any]) -> Paper:
    """Make a paper of a row. Raises ValueError if title or abstract is missing or no text, InputError for a cut id."""
    title, abstract, own = _text(record, "title"), _text(record, "abstract"), record.get("paper_id")
    if isinstance(own, float):
        if math.isfinite(own) and not own.is_integer():
            problem = f"paper_id {own} is a number, and numbers lose the zero at the end of an id such as 2401.00010"
            raise InputError(path, problem, "Write the column paper_id as text", row)
        own = int(own) if math.isfinite(own) else None
    paper_id = _plain(own)
    url = _plain(record.get("url")) or arxiv_url(paper_id)
    published = _date(_plain(record.get("published")), record.get("year"))
    return Paper(paper_id or title_id(title), title, abstract, (path.name,), url, published)


def _plain(value: Any) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return str(text).strip() if isinstance(text, (str, int)) else ""


def _text(record: Mapping[str, Any], name: str) -> str:
    """Decode the text of a column. Raises ValueError if there is none, or something else."""
    value = record[name]
    if value is None or (isinstance(value, bytes) and not value.strip()):
        raise ValueError(f"there is no {name}")
    if not isinstance(value, bytes):
        raise ValueError(f"the {name} is no text but of type {type(value).__name__}")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"the {name} is not UTF-8 at its byte {error.start}") from error


def _date(published: str, year: Any) -> date | None:
    """Return the day of publication; a year alone stands as its first of January."""
    try:
        return date.fromisoformat(published[:10]) if published else date(int(year), 1, 1)
    except (TypeError, ValueError, OverflowError):
        return None
