"""The table for other programs: as a workbook, CSV, JSON lines or Markdown; a stream of rows, whatever their number.

Text stays text everywhere: a title that begins with "=" is no formula in a workbook, and has a "'" before it in CSV.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor.ask.filters import FilterError, conditions
from extractor.ask.formats import BINARY_FORMATS, BY_SUFFIX, lines
from extractor.ask.hints import hints
from extractor.ask.query import Database
from extractor.ask.workbook import write_workbook
from extractor.table.schema import COLUMNS
from extractor.table.store import TableError, atomic_file, check_output

SUFFIXES = {".xlsx": "xlsx", ".csv": "csv", ".jsonl": "jsonl", ".md": "markdown"}
"""What the end of a file's name says of its format."""

READABLE = (
    "title", "quote", "metric", "measure", "bound", "factor_low", "factor_high", "baseline", "datasets", "hardware",
    "sentence", "url",
)  # fmt: skip
"""The columns of Markdown, where nobody reads all of them."""


def export_claims(
    database: Database, path: Path, *, columns: Sequence[str] = (), raw_csv: bool = False, **filters: Any
) -> tuple[int, list[str]]:
    """Write the claims that fit `filters` to `path`; the end of its name gives the format (SUFFIXES).

    `columns` chooses columns and their order. Returns the number of claims, and what must be said about the file.
    `path` is replaced whole or not at all; if no claim fits, it stays as it is. Raises FilterError and TableError.
    """
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        other = (
            f'; for Parquet, Arrow or JSON: claimtable sql TABLE "from claims" -o {path}' if _is_answer(path) else ""
        )
        raise TableError(f"{path}: its name must end in one of {', '.join(SUFFIXES)}{other}")
    names = _columns(columns, kind)
    check_output(path, database.files, f"claims{path.suffix.lower()}")
    where = conditions(filters)
    if where.needs_baselines:
        database.names("baseline")
    if not database.table(f"select 1 as one from claims where {where} limit 1", where.parameters).num_rows:
        return 0, hints(database, filters)
    if kind == "xlsx":
        return write_workbook(database, path, names, where)
    quoted = ", ".join(f'"{name}"' for name in names)
    reader = database.reader(f"select {quoted} from claims where {where}", where.parameters)
    rows = 0
    end = b"\r\n" if kind == "csv" else b"\n"
    with atomic_file(path) as sink:
        if kind == "csv":
            sink.write(b"\xef\xbb\xbf")  # without it Excel reads the letters of another alphabet
        for line in lines(kind, reader, raw=raw_csv):
            sink.write(line.encode("utf-8", "replace") + end)
            rows += 1
    return rows - {"csv": 1, "markdown": 2}.get(kind, 0), []


def _is_answer(path: Path) -> bool:
    """Whether a query can be answered in the format that a name says."""
    return BY_SUFFIX.get(path.suffix.lower()) in ("json", *BINARY_FORMATS)


def _columns(chosen: Sequence[str], kind: str) -> list[str]:
    """The columns to write. Raises FilterError for one that the table does not have."""
    known = [column.name for column in COLUMNS]
    unknown = [name for name in chosen if name not in known]
    if unknown:
        raise FilterError(f"the table has no column {unknown[0]!r}; it has {', '.join(known)}")
    return list(dict.fromkeys(chosen)) or (list(READABLE) if kind == "markdown" else known)
