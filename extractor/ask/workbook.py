"""The table as an Excel workbook: claims, papers, a pivot of techniques and metrics, and what every column means.

XlsxWriter in constant memory, every text written as text. Its return codes are checked: a cell that Excel cannot
hold is cut and said, a sheet that is too long is refused before anything is written.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.ask.filters import FACTOR, Conditions
from extractor.ask.formats import plain_text
from extractor.ask.query import Database
from extractor.table.latex import PROSE, decoded
from extractor.table.schema import COLUMNS, HARDWARE, Column
from extractor.table.store import TableError, atomic_file

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575
"""Rows of a sheet below its head."""
MOST_LETTERS = 32_767
"""Letters of a cell."""
MOST_LINKS = 65_000
"""Links of a sheet; Excel allows 65,530."""
LONGEST_LINK = 2_079

_DAY_ZERO = datetime(2000, 1, 1)  # the same table gives the same workbook, whatever the day
_FORMATS = {
    "factor": '0.00"×"', "precision": "0.00", "whole": "#,##0", "number": "#,##0.######", "si": "0.####E+00",
    "date": "yyyy-mm-dd", "text": "@", "prose": "@", "link": "@",
}  # fmt: skip
_KIND_OF = {
    "factor_low": "factor", "factor_high": "factor", "best_factor": "factor", "rule_precision": "precision",
    "si_low": "si", "si_high": "si",
    "start": "whole", "end": "whole", "claims": "whole", "devices": "whole",
    **dict.fromkeys(PROSE, "prose"),
}  # fmt: skip
_WIDTHS = {"title": 50, "sentence": 80, "quote": 16, "subject": 20, "baseline": 24, "url": 34, "techniques": 30}
_DOCUMENTED = {"title", "url", "published", "sources", "techniques", "paper_id"}


def write_workbook(database: Database, path: Path, columns: Sequence[str], where: Conditions) -> tuple[int, list[str]]:
    """Write the workbook; returns the number of claims, and what must be said. Raises TableError."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise TableError("a workbook needs XlsxWriter: pip install 'claimtable[export]'") from error
    count = database.table(f"select count(*) as number from claims where {where}", where.parameters)
    rows = int(count.column("number")[0].as_py())
    if rows > MOST_ROWS:
        raise TableError(f"{rows:,} claims do not fit the {MOST_ROWS:,} rows of a sheet; filter them, or write .csv")
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with tempfile.TemporaryDirectory() as folder, atomic_file(path) as sink:
        book = xlsxwriter.Workbook(sink, {**options, "tmpdir": folder, "default_date_format": _FORMATS["date"]})
        book.set_properties({"title": "claims", "comments": "made by claimtable", "created": _DAY_ZERO})
        sheets = _Sheets(book)
        quoted = ", ".join(f'"{name}"' for name in columns)
        sheets.add("claims", columns, _stream(database, f"select {quoted} from claims where {where}", where))
        sheets.add("papers", *_papers(database, where))
        sheets.add("pivot", *_pivot(database, where), first_columns=2)
        sheets.add("columns", *_meanings())
        book.close()
    return rows, sheets.notes()


class _Sheets:
    """Adds sheets to a book row by row, and remembers what did not fit."""

    def __init__(self, book: Workbook) -> None:
        """Prepare the formats that all sheets share."""
        self._book = book
        self._formats = {name: book.add_format({"num_format": code}) for name, code in _FORMATS.items()}
        self._formats["link"].set_font_color("#0563C1")
        self._formats["link"].set_underline()
        self._head = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        self._cut = 0
        self._plain_links = 0

    def add(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], first_columns: int = 0) -> None:
        """One sheet: a frozen head, filters, and the rows."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, first_columns)
        kinds = [self._kind(sheet, at, column) for at, column in enumerate(columns)]
        _written(sheet.write_row(0, 0, columns, self._head), name)
        links, last = 0, 0
        for last, row in enumerate(rows, start=1):
            for at, (kind, value) in enumerate(zip(kinds, row, strict=True)):
                links += self._write(sheet, last, at, kind, value, links)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)

    def notes(self) -> list[str]:
        """What did not fit."""
        notes = []
        if self._cut:
            notes.append(f"{self._cut} cells were cut to the {MOST_LETTERS:,} letters that Excel allows")
        if self._plain_links:
            notes.append(f"{self._plain_links} links are written as text: Excel allows some {MOST_LINKS:,} in a sheet")
        return notes

    def _kind(self, sheet: Worksheet, at: int, column: str) -> str:
        """Set the width of a column; returns the kind of its cells."""
        known = {one.name: one for one in COLUMNS}.get(column)
        kind = _KIND_OF.get(column) or {"float": "number", "date": "date", "int": "whole"}.get(
            known.kind if known else "text", "link" if column == "url" else "text"
        )
        sheet.set_column(at, at, _WIDTHS.get(column, 12 if known and known.kind in {"float", "int"} else 16))
        return kind

    def _write(self, sheet: Worksheet, row: int, at: int, kind: str, value: Any, links: int) -> int:
        """Write one cell; returns 1 if it became a link."""
        if value is None or (not value and isinstance(value, str | list)):
            return 0
        if isinstance(value, bool | int | float):
            number = self._formats[kind if kind not in {"text", "prose", "link"} else "number"]
            _written(sheet.write_number(row, at, value, number), sheet.get_name())
            return 0
        if isinstance(value, date):
            _written(sheet.write_datetime(row, at, value, self._formats["date"]), sheet.get_name())
            return 0
        text = plain_text("; ".join(value) if isinstance(value, list) else str(value))
        if kind == "prose":
            text = decoded(text)
        if kind == "link" and text.lower().startswith(("http://", "https://")) and len(text) <= LONGEST_LINK:
            if links < MOST_LINKS and sheet.write_url(row, at, text, self._formats["link"], text) == 0:
                return 1
            self._plain_links += 1
        if _length(text) > MOST_LETTERS:
            self._cut += 1
            text = text.encode("utf-16-le")[: 2 * (MOST_LETTERS - 1)].decode("utf-16-le", "ignore") + "…"
        _written(sheet.write_string(row, at, text, self._formats["text"]), sheet.get_name())
        return 0


def _stream(database: Database, sql: str, where: Conditions) -> Iterable[Sequence[Any]]:
    for batch in database.reader(sql, where.parameters):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _papers(database: Database, where: Conditions) -> tuple[list[str], Iterable[Sequence[Any]]]:
    """The sheet of papers: those of the claims asked for."""
    names = ["title", "url", "published", "techniques", "claims", "devices", "best_factor", "paper_id", "sources"]
    sql = f"""select {", ".join(names)} from papers
        where paper_id in (select paper_id from claims where {where}) order by lower(title), paper_id"""
    return names, _stream(database, sql, where)


def _pivot(database: Database, where: Conditions) -> tuple[list[str], list[list[Any]]]:
    """The sheet of techniques and metrics: how many claims, and the median factor of those that have one."""
    cells = database.table(
        f"""select technique, metric, count(*) as number,
            median({FACTOR}) filter ({FACTOR} is not null and "by" = 'own') as median
        from (select *, unnest(if(len(techniques) = 0, [''], techniques)) as technique from claims where {where})
        where metric <> '{HARDWARE}' group by technique, metric""",
        where.parameters,
    ).to_pylist()
    sizes: dict[str, int] = {}
    for cell in cells:
        sizes[cell["metric"]] = sizes.get(cell["metric"], 0) + cell["number"]
    metrics = sorted(sizes, key=lambda metric: (-sizes[metric], metric))
    found = {(cell["technique"], cell["metric"]): cell for cell in cells}
    rows = []
    for technique in sorted({cell["technique"] for cell in cells}, key=lambda name: (not name, name)):
        for label, key in (("claims", "number"), ("median factor", "median")):
            row = [found.get((technique, metric), {}).get(key) for metric in metrics]
            rows.append([technique or "(not named)", label, *row])
    return ["technique", "figure", *metrics], rows


def _meanings() -> tuple[list[str], list[list[str]]]:
    """The sheet that explains every column of the others."""
    rows = [["claims", *_meaning(column)] for column in COLUMNS]
    rows += [["papers", *_meaning(column)] for column in COLUMNS if column.name in _DOCUMENTED]
    rows += [
        ["papers", "claims", "int", "Claims of the paper, without mentions of devices.", ""],
        ["papers", "devices", "int", "Mentions of devices.", ""],
        ["papers", "best_factor", "float", "The largest factor among the paper's own numbers.", ""],
        ["pivot", "technique", "text", "A technique; a claim counts for each technique of its paper.", ""],
        ["pivot", "figure", "text", "What the row's numbers are.", "claims; median factor"],
        ["pivot", "(each metric)", "float", "Number of claims, or the median factor of the papers' own claims.", ""],
    ]
    return ["sheet", "column", "type", "meaning", "values"], rows


def _meaning(column: Column) -> list[str]:
    return [column.name, column.kind, column.description, "; ".join(column.values)]


def _length(text: str) -> int:
    """Letters as Excel counts them: those beyond U+FFFF twice."""
    return len(text.encode("utf-16-le", "replace")) // 2


def _written(code: int, sheet: str) -> None:
    """Raise TableError unless XlsxWriter says that a cell was written."""
    if code:
        raise TableError(f"a cell of the sheet {sheet!r} could not be written (XlsxWriter's code {code})")
