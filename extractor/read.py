"""The stage `read`: files in, papers out, each exactly as its source gives it.

One thin reader a format stands in `FORMATS`; which one reads a file is told by the file's first bytes, then by its
name. A record that cannot be used is reported (`Reject`) and the rest is read on; a file that cannot be used is an
`InputError`.
"""

from __future__ import annotations

import difflib
import hashlib
import logging
import math
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from extractor import pages
from extractor.records import Paper
from extractor.rules import load_table

if TYPE_CHECKING:
    import pyarrow as pa

_HEAD = 1 << 16  # bytes of a file that its reader is picked by
_COLUMNS = ["title", "abstract", "paper_id", "url", "published", "year"]  # the first two must be there
_ARXIV_ID = re.compile(r"[0-9]{4}\.[0-9]{4,5}(v[0-9]+)?")

_log = logging.getLogger(__name__)


class InputError(Exception):
    """An input that cannot be read: which file, at which line where that is known, why, and what to do about it."""

    def __init__(self, path: Path | str, problem: str, remedy: str, line: int | None = None) -> None:
        """Keep the parts; the message is all of them in one line."""
        self.path, self.problem, self.remedy, self.line = Path(path), problem, remedy, line
        place = _printable(str(path)) + (f", line {line}" if line is not None else "")
        super().__init__(f"{place}: {problem}. {remedy}.")


@dataclass(frozen=True)
class Reject:
    """A record (or a whole file of a folder) left out: its line or its row in a table, from 1, and the reason."""

    source: str
    line: int | None
    reason: str


OnReject = Callable[[Reject], None]


class Reader(Protocol):
    """What a format needs: a name, what its files look like in words, their usual suffixes, and the two methods."""

    name: str
    expects: str
    suffixes: tuple[str, ...]

    def sniff(self, path: Path, head: bytes) -> bool:
        """Whether the file is of this format, by its first bytes and its name."""

    def read(self, path: Path, on_reject: OnReject) -> Iterator[Paper]:
        """Yield the papers of the file in order. Raises InputError if the file as a whole cannot be read."""


class PageReader:
    """Hugging Face 'Daily Papers' pages saved as text (extractor/pages.py)."""

    name = "pages"
    expects = "a Hugging Face 'Daily Papers' page saved as text, its header included"
    suffixes: tuple[str, ...] = (".txt", ".text")

    def __init__(self, table: Mapping[str, Any] | None = None) -> None:
        """Take the parsed rules/read/pages.toml; without it, it is loaded when first needed."""
        self._table = table

    @cached_property
    def layout(self) -> pages.Layout:
        """The words and lengths that pages are told by."""
        return pages.Layout(self._table if self._table is not None else load_table("read/pages.toml"))

    def sniff(self, path: Path, head: bytes) -> bool:
        """Whether a phrase of the header stands in the first lines."""
        return pages.knows(head.decode("utf-8-sig", errors="ignore"), self.layout)

    def read(self, path: Path, on_reject: OnReject) -> Iterator[Paper]:
        """Yield the papers of the page. Raises InputError if it is not UTF-8, or not such a page."""
        try:
            entries, left_out = pages.split(pages.decode(path.read_bytes()), self.layout)
        except pages.EncodingError as error:
            raise InputError(path, str(error), "Save it as UTF-8", error.line) from error
        except ValueError as error:
            raise InputError(path, f"not a page that can be read: {error}", f"Expected {self.expects}") from error
        for line in left_out:
            on_reject(Reject(path.name, line.line, line.reason))
        for entry in entries:
            yield Paper(title_id(entry.title), entry.title, entry.abstract, (path.name,))


class ParquetReader:
    """Parquet with the columns title and abstract; paper_id, url, and published or year where present."""

    name = "parquet"
    expects = "a Parquet file with the columns title and abstract"
    suffixes: tuple[str, ...] = (".parquet", ".pq")

    def sniff(self, path: Path, head: bytes) -> bool:
        """Whether the file begins with Parquet's magic bytes."""
        return head.startswith(b"PAR1")

    def read(self, path: Path, on_reject: OnReject) -> Iterator[Paper]:
        """Yield the papers, a batch in memory. Raises InputError for a damaged file, a missing column, or a cut id."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        group, row = -1, 0
        try:
            with path.open("rb") as stream, pq.ParquetFile(stream, page_checksum_verification=True) as table:
                _check_columns(path, table.schema_arrow.names)
                for group in range(table.num_row_groups):
                    for batch in table.iter_batches(1024, row_groups=[group], columns=_COLUMNS):
                        for record in _records(batch):
                            row += 1
                            try:
                                yield _paper(path, row, record)
                            except ValueError as error:
                                on_reject(Reject(path.name, row, str(error)))
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:  # the last: a column's name
            problem = "damaged Parquet file" + (f" in row group {group}" if group >= 0 else "")
            raise InputError(path, f"{problem} ({str(error).splitlines()[0]})", "Download or write it again") from error


FORMATS: dict[str, Reader] = {reader.name: reader for reader in (ParquetReader(), PageReader())}
"""The readers by name, in the order in which they are asked whether a file is theirs."""


def read_papers(paths: Sequence[Path], on_reject: OnReject | None = None) -> Iterator[Paper]:
    """Yield every paper of every file in order; folders are read in full, sorted, hidden files left out.

    Every file's reader is picked before the first paper comes. `sources` of a paper holds the file's name
    relative to the path given. What is left out goes to `on_reject` (default: a warning in the log): records,
    and files of a folder that are of no known kind. Raises InputError.
    """
    report = on_reject or (lambda reject: _log.warning("left out: %r", reject))
    plan: list[tuple[Path, str, Reader]] = []
    seen: set[str] = set()
    for root in map(Path, paths):
        folder, known = root.is_dir(), 0
        for path, source in _files(root, report, "", set()) if folder else [(root, _source(root.name))]:
            real = os.path.realpath(path)
            if real not in seen and (reader := _pick(path, in_folder=folder)):
                seen.add(real)
                plan.append((path, source, reader))
            elif real not in seen:
                report(Reject(source, None, "a file of no known kind"))
            known += real in seen
        if folder and not known:
            raise InputError(root, "no file in this folder can be read", f"Expected {_expected()}")
    for path, source, reader in plan:
        try:
            for paper in reader.read(path, partial(_forward, report, source)):
                yield replace(paper, sources=(source,))
        except OSError as error:
            raise _unreadable(path, error) from error


def merge_duplicates(papers: Iterable[Paper]) -> list[Paper]:
    """Make one paper out of each that several sources hold, in the order of first appearance.

    Papers are the same if their ids are; where one of two was given none, if the letters and digits of their titles
    are. The first text is kept, every source is, and id, url and date come from the first that has them.
    """
    merged: list[Paper] = []
    places: dict[str, int] = {}  # by the ids given, and by the id of each first title
    for paper in papers:
        title = title_id(paper.title)
        place = places.get(paper.paper_id)
        if place is None and title in places and merged[places[title]].paper_id == title:
            place = places[title]  # of a paper that had no id so far
        if place is None:
            place = len(merged)
            places.setdefault(title, place)
            merged.append(paper)
        else:
            first = merged[place]
            sources = tuple(dict.fromkeys(first.sources + paper.sources))
            own = paper.paper_id if first.paper_id == title else first.paper_id
            url, published = first.url or paper.url, first.published or paper.published
            merged[place] = replace(first, paper_id=own, sources=sources, url=url, published=published)
        places.setdefault(paper.paper_id, place)
    return merged


def title_id(title: str) -> str:
    """Derive the id of a paper whose source gives none: the same for titles that differ in case or punctuation."""
    folded = unicodedata.normalize("NFKC", title).lower()
    letters = "".join(filter(str.isalnum, folded)) or title
    return "t-" + hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def arxiv_url(paper_id: str) -> str | None:
    """Return the address of a paper whose id is an arXiv id."""
    return f"https://arxiv.org/abs/{paper_id}" if _ARXIV_ID.fullmatch(paper_id) else None


def _files(folder: Path, report: OnReject, prefix: str, seen: set[str]) -> Iterator[tuple[Path, str]]:
    """Yield the files below a folder with their names relative to it; no folder twice, whatever links point at it."""
    seen.add(os.path.realpath(folder))
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise _unreadable(folder, error) from error
    for name in names:
        path, source = folder / name, prefix + _source(name)
        if name.startswith("."):
            continue
        if path.is_file():
            yield path, source
        elif not path.is_dir():
            report(Reject(source, None, "a broken link, or no regular file"))
        elif os.path.realpath(path) not in seen:
            yield from _files(path, report, source + "/", seen)


def _pick(path: Path, *, in_folder: bool) -> Reader | None:
    """Pick the reader of a file; None for a file of a folder that no format's name claims either."""
    try:
        if path.exists() and not path.is_file():
            raise InputError(path, "no regular file", "Give a file or a folder")
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise _unreadable(path, error) from error
    for reader in FORMATS.values():
        if reader.sniff(path, head):
            return reader
    suffix = path.suffix.lower()
    named = next((reader for reader in FORMATS.values() if suffix in reader.suffixes), None)
    if in_folder and not named:
        return None
    if not head:
        raise InputError(path, "the file is empty", "Remove it, or download it again")
    try:
        pages.decode(head, whole=len(head) < _HEAD)
    except pages.EncodingError as error:
        if suffix not in ParquetReader.suffixes:
            raise InputError(path, str(error), "Save it as UTF-8", error.line) from error
    html = " (it looks like an HTML page)" if re.match(rb"\s*<(?:!doctype|html)", head, re.IGNORECASE) else ""
    raise InputError(path, f"not of a known format{html}", f"Expected {named.expects if named else _expected()}")


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


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(path, f"cannot be read: {error.strerror or error}", "Check its name, and who may read it")


def _source(name: str) -> str:
    """Return a file's name as valid text, whatever bytes it is made of."""
    return os.fsencode(name).decode("utf-8", "replace")


def _forward(report: OnReject, source: str, reject: Reject) -> None:
    report(replace(reject, source=source))


def _expected() -> str:
    return " or ".join(reader.expects for reader in FORMATS.values())


def _printable(text: str) -> str:
    """Return the text with every control character and stray byte spelled out."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
