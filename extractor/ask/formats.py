"""Rows as text: an aligned table for people, Markdown, CSV, JSON and JSON lines; and as Parquet and Arrow bytes.

Text formats are streams of lines without a line end. Letters that steer terminals or turn the direction of writing
never get out as such.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.table.latex import decoded
from extractor.table.show import one_line
from extractor.table.store import TableError

if TYPE_CHECKING:
    import pyarrow as pa

TEXT_FORMATS = ("table", "markdown", "csv", "json", "jsonl")
BINARY_FORMATS = ("parquet", "arrow")

BY_SUFFIX = {
    ".txt": "table", ".md": "markdown", ".markdown": "markdown", ".csv": "csv", ".json": "json", ".jsonl": "jsonl",
    ".ndjson": "jsonl", ".parquet": "parquet", ".arrow": "arrow", ".arrows": "arrow",
}  # fmt: skip
"""What the end of a file's name says of its format; .txt may be any text."""

_WORKBOOK = "for a workbook: claimtable export TABLE FILE.xlsx"
_NOT_HERE = {
    ".xlsx": _WORKBOOK,
    ".xls": _WORKBOOK,
    ".ods": _WORKBOOK,
    ".tsv": "give a name that ends in .csv",
    ".html": "for a page: claimtable report TABLE -o FILE.html, or claimtable plot",
    ".svg": "for a picture: claimtable plot TABLE -o FILE.svg",
    ".png": "for a picture: claimtable plot TABLE -o FILE.png",
}

UNNAMED = "(not named)"
NARROWEST = 12

# What steers a terminal (but not tabs and line ends) or turns the direction of writing.
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\x00")
_MARKDOWN = re.compile(r"([\\|`*\[\]])")


def chosen_format(asked: str | None, path: Path | None) -> str:
    """The format in which to write an answer to `path`: the one asked for, or else what the name's end says.

    Raises TableError where the end of the name says that the file is something else.
    """
    suffix = path.suffix.lower() if path else ""
    named = BY_SUFFIX.get(suffix)
    if suffix in _NOT_HERE:
        raise TableError(f"{path}: this is not written here; {_NOT_HERE[suffix]}")
    if asked is None and suffix and named is None:
        raise TableError(f"{path}: its name must end in one of {', '.join(BY_SUFFIX)}, or give --format")
    if asked is None or named is None:
        return asked or named or "table"
    if asked != named and not (suffix == ".txt" and asked in TEXT_FORMATS):
        ends = " or ".join(endings(asked))
        raise TableError(f"{path}: its name says {named}, while --format says {asked}, which ends in {ends}")
    return asked


def endings(kind: str) -> list[str]:
    """The ends of the names of files of a format, the usual one first."""
    return [end for end, named in BY_SUFFIX.items() if named == kind]


class Counted:
    """A stream of batches that counts its rows as they pass."""

    def __init__(self, reader: pa.RecordBatchReader) -> None:
        """Nothing has passed yet."""
        self._reader = reader
        self.rows = 0

    def reader(self) -> pa.RecordBatchReader:
        """The same stream."""
        import pyarrow as pa

        return pa.RecordBatchReader.from_batches(self._reader.schema, self._batches())

    def _batches(self) -> Iterator[pa.RecordBatch]:
        for batch in self._reader:
            self.rows += batch.num_rows
            yield batch


def lines(
    kind: str, reader: pa.RecordBatchReader, *, width: int | None = None, raw: bool = False, groups: int = 0
) -> Iterator[str]:
    """The rows of `reader` in one of TEXT_FORMATS, all but `table` as they come.

    `width` is that of the terminal, to which a table is cut; without it nothing is cut. With `raw`, CSV has no "'"
    before text that a spreadsheet would take for a formula. The first `groups` columns name groups.
    """
    names = reader.schema.names
    match kind:
        case "table":
            return table_lines(names, list(_shown_rows(reader, groups)), _are_numbers(reader.schema), width)
        case "markdown":
            return markdown_lines(names, _shown_rows(reader, groups))
        case "csv":
            return csv_lines(names, _rows(reader), raw=raw)
        case "json":
            return _json_array(names, _rows(reader))
        case "jsonl":
            return (json_line(dict(zip(names, row, strict=True))) for row in _rows(reader))
    raise ValueError(f"{kind!r} is no format of text")


def write_binary(kind: str, reader: pa.RecordBatchReader, sink: Any) -> None:
    """Write the rows of `reader` to `sink` as a Parquet file or an Arrow stream."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if kind == "parquet":
        with pq.ParquetWriter(sink, reader.schema, compression="zstd") as parquet:
            for batch in reader:
                parquet.write_batch(batch)
    else:
        with pa.ipc.new_stream(sink, reader.schema) as stream:
            for batch in reader:
                stream.write_batch(batch)


def table_lines(
    names: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[bool], width: int | None = None
) -> Iterator[str]:
    """An aligned table: numbers to the right, text cut with "…" where the table is wider than `width`."""
    from rich.cells import cell_len

    widths = [max(cell_len(cell) for cell in column) for column in zip(names, *rows, strict=True)]
    while width and sum(widths) + 2 * (len(widths) - 1) > width:
        widest = max((w, at) for at, w in enumerate(widths) if not numbers[at] or w > NARROWEST)[1] if widths else 0
        if widths[widest] <= NARROWEST:
            break
        widths[widest] -= 1
    for row in (names, ["-" * each for each in widths], *rows):
        cells = (_fit(cell, each, right) for cell, each, right in zip(row, widths, numbers, strict=True))
        yield "  ".join(cells).rstrip()


def markdown_lines(names: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table in GitHub's Markdown; nothing in a cell is markup."""
    yield "| " + " | ".join(names) + " |"
    yield "|" + "---|" * len(names)
    for row in rows:
        yield "| " + " | ".join(markdown_text(cell) for cell in row) + " |"


def markdown_text(text: str) -> str:
    """`text` for a cell of a Markdown table: in one line, no markup, no border."""
    one_line = " ".join(_STEERING.sub("", text).split())
    return _MARKDOWN.sub(r"\\\1", one_line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def csv_lines(names: Sequence[str], rows: Iterable[Sequence[Any]], *, raw: bool = False) -> Iterator[str]:
    """CSV (RFC 4180, line ends between rows are the caller's); lists are joined by "; "."""
    for row in chain([names], ([_csv_cell(value, raw) for value in row] for row in rows)):
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\r\n").writerow(row)  # before 3.13 only a line end given here is quoted
        yield buffer.getvalue()[:-2]


def plain_text(text: str) -> str:
    """`text` without the characters that steer a terminal or turn the direction of writing."""
    return _STEERING.sub("", text)


def json_line(row: dict[str, Any]) -> str:
    """One row as a JSON object in one line; dates as text."""
    text = json.dumps(row, ensure_ascii=False, default=_json_value, allow_nan=False)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _json_array(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A JSON array of objects, one a line."""
    before = None
    for row in rows:
        yield "[" if before is None else f"{before},"
        before = json_line(dict(zip(names, row, strict=True)))
    if before is None:
        yield "[]"
    else:
        yield before
        yield "]"


def _rows(reader: pa.RecordBatchReader) -> Iterator[Sequence[Any]]:
    """The rows of a stream as tuples; what is no finite number is null."""
    for batch in reader:
        yield from zip(*(map(_finite, column.to_pylist()) for column in batch.columns), strict=True)


def _shown_rows(reader: pa.RecordBatchReader, groups: int) -> Iterator[list[str]]:
    """The rows of a stream for people; of the first `groups` columns, nothing is a group of its own."""
    for row in _rows(reader):
        yield [_shown(value, at < groups) for at, value in enumerate(row)]


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and value - value != 0 else value


def _shown(value: Any, is_group: bool = False) -> str:
    """A value for people: four digits, lists with commas, "-" for nothing."""
    if value is None:
        return UNNAMED if is_group else "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1e4 and abs(value) < 1e15 else f"{value:.4g}"
    if isinstance(value, list | tuple):
        return ", ".join(_shown(item) for item in value)
    return one_line(decoded(str(value)))


def _csv_cell(value: Any, raw: bool) -> Any:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        value = "; ".join(str(item) for item in value)
    if not isinstance(value, str):
        return value
    text = plain_text(value)
    return f"'{text}" if not raw and text.startswith(_FORMULA) else text


def _json_value(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def _are_numbers(schema: pa.Schema) -> list[bool]:
    import pyarrow as pa

    tests = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
    return [any(test(kind) for test in tests) for kind in schema.types]


def _fit(cell: str, width: int, right: bool) -> str:
    """`cell` in `width` columns of a terminal."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(cell) > width:
        return set_cell_size(cell, width - 1) + "…"
    return " " * (width - cell_len(cell)) + cell if right else cell + " " * (width - cell_len(cell))
