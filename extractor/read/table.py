"""CSV and TSV as formats of input (Zotero's export among them)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.read.columns import FIELDS, REQUIRED, Names, names_of
from extractor.read.papers import RecordError, first_id, make_paper
from extractor.read.sources import OnReject, ReadOptions, Source
from extractor.records import Paper

_ID = FIELDS.index("paper_id")
_DELIMITERS = ",;\t|"
_ABOVE = 5  # lines at the top of a file among which that of the names is looked for
_HELD = 1 << 20  # lines that one row may go over, beside the limit in bytes


class _Row(NamedTuple):
    """A row with the line it begins at; instead of `cells`, what is wrong with it."""

    line: int
    cells: list[str]
    problem: str = ""
    kind: str = ""


class TableReader:
    """Text with one row a line, a header above, cells between commas, semicolons, tabs or bars."""

    def __init__(self, name: str, expects: str, suffixes: tuple[str, ...], delimiters: str) -> None:
        """Take what tells one kind of table from another; the first delimiter is the usual one."""
        self.name, self.expects, self.suffixes, self._delimiters = name, expects, suffixes, delimiters

    def sniff(self, source: Source) -> bool:
        """Whether the name says so, or the first line names title and abstract between delimiters."""
        first = source.head_text.lstrip("\r\n").partition("\n")[0]
        if source.suffix in self.suffixes and "\0" not in first:
            return bool(first) and not first.lstrip().startswith(("<", "{", "["))
        return any(
            delimiter in first and names_of(source.rules).fit(_cells(first, delimiter))
            for delimiter in self._delimiters
        )

    def read(self, source: Source, options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Yield the papers, a row in memory. Raises InputError if a column is missing, or the text is not UTF-8."""
        lines = _Lines(source)
        header = self._header(lines, options, names_of(source.rules))
        if header is None:
            return
        delimiter = self._delimiter(header, options, names_of(source.rules))
        names = _cells(header, delimiter)
        chosen = names_of(source.rules).choose(source, names, options.columns)
        places = [[names.index(name) for name in chosen[field]] for field in FIELDS]
        for row in _rows(lines, delimiter, len(names)):
            try:
                if row.problem:
                    raise RecordError(row.problem, row.kind)
                title, abstract, _, *others = (_first(row.cells, place) for place in places)
                own = first_id((row.cells[place] for place in places[_ID]), source.rules)
                yield make_paper(source.name, title, abstract, own, *others, rules=source.rules, on_day=source.odd_day)
            except RecordError as error:
                on_reject(source.reject(row.line, str(error), error.kind))

    def _header(self, lines: _Lines, options: ReadOptions, names: Names) -> str | None:
        """The line of the names: of the first few that are not blank the one that has both, else the first.

        Above it may stand what a program says of itself ("sep=;", "Exported on ...").
        """
        taken: list[tuple[int, str]] = []
        while len(taken) < _ABOVE and (line := lines.take()):
            if not line[1].strip():
                continue
            taken.append(line)
            if any(self._shows(line[1], delimiter, options, names) for delimiter in self._delimiters):
                return line[1]
        lines.put_back(taken[1:])
        return taken[0][1] if taken else None

    @staticmethod
    def _shows(header: str, delimiter: str, options: ReadOptions, names: Names) -> bool:
        """Whether a line has, between delimiters, the columns of titles and abstracts."""
        cells, given = _cells(header, delimiter), options.columns
        return all(given[field] in cells if field in given else names.find(field, cells) for field in REQUIRED)

    def _delimiter(self, header: str, options: ReadOptions, names: Names) -> str:
        """The delimiter that shows both columns in the header, else the one that stands in it most often."""
        shown = (one for one in self._delimiters if self._shows(header, one, options, names))
        return next(shown, None) or max(self._delimiters, key=header.count)


def csv_reader() -> TableReader:
    """The reader of CSV, with semicolons and bars too."""
    return TableReader("csv", "a CSV file with a header that names title and abstract", (".csv",), _DELIMITERS)


def tsv_reader() -> TableReader:
    """The reader of tables with tabs."""
    return TableReader("tsv", "a TSV file with a header that names title and abstract", (".tsv", ".tab"), "\t")


class _Lines:
    """The lines of a file as text; those that turn out to belong to no row are put back."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._stream = source.lines_at()
        self._back: list[tuple[int, str]] = []
        self.limit = source.max_line

    def take(self) -> tuple[int, str] | None:
        """The next line with its number. Raises InputError if it is not UTF-8."""
        if self._back:
            return self._back.pop()
        for number, start, line in self._stream:
            try:
                return number, line.decode("utf-8")
            except UnicodeDecodeError as error:
                problem = f"not UTF-8 at byte {start + error.start} (0x{line[error.start]:02x})"
                remedy = "Save it as UTF-8, or name its encoding with --encoding"
                raise self._source.error(problem, remedy, number) from None
        return None

    def put_back(self, lines: Sequence[tuple[int, str]]) -> None:
        """Give lines back that were taken last."""
        self._back.extend(reversed(lines))


class _TooLongError(Exception):
    """A cell that goes on beyond the limit."""


def _rows(lines: _Lines, delimiter: str, width: int) -> Iterator[_Row]:
    """Yield the rows. Where quotes do not fit, the first line alone is given up, and what follows is read anew."""
    if csv.field_size_limit() < lines.limit:
        csv.field_size_limit(lines.limit)
    taken: list[tuple[int, str]] = []

    def feed() -> Iterator[str]:
        size = 0
        while line := lines.take():
            taken.append(line)
            size = size + len(line[1]) if len(taken) > 1 else len(line[1])
            if size > lines.limit or len(taken) > _HELD:
                raise _TooLongError
            yield line[1]

    while True:
        reader = csv.reader(feed(), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                if len(taken) > 1 or taken[0][1].strip():
                    yield _counted(taken, cells, width)
                taken.clear()
            return
        except (csv.Error, _TooLongError) as error:
            first, rest = taken[0], taken[1:]
            lines.put_back(rest)
            taken.clear()
            yield _mended(first, str(error), delimiter, width)


def _counted(taken: Sequence[tuple[int, str]], cells: list[str], width: int) -> _Row:
    line = taken[0][0]
    if len(cells) == width:
        return _Row(line, cells)
    found = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    problem = f"{found} instead of {width}: a delimiter too many or too few, or an unclosed quote"
    return _Row(line, [], problem, "ragged")


def _mended(line: tuple[int, str], problem: str, delimiter: str, width: int) -> _Row:
    """A line whose quotes do not fit: between tabs, they are letters like others."""
    number, text = line
    cells = text.rstrip("\r\n").split(delimiter)
    if delimiter == "\t" and len(cells) == width:
        return _Row(number, cells)
    return _Row(number, [], f"an unclosed quote, or one inside a cell ({problem or 'too long'})", "unclosed_quote")


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _first(cells: Sequence[str], places: Sequence[int]) -> str | None:
    return next((cells[place] for place in places if cells[place].strip()), None)
