"""The Semantic Scholar datasets as a format of input: papers and abstracts are two sets of files, joined here."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.json_items import first_object
from extractor.papers import RecordError, make_paper, plain, text_of
from extractor.producers import Producer, producers
from extractor.read_json import Objects
from extractor.records import Paper
from extractor.sources import InputError, OnReject, ReadOptions, Source

if TYPE_CHECKING:
    import duckdb

_PAPERS, _ABSTRACTS = "s2-papers", "s2-abstracts"
_KEY = "corpusid"
_ROWS = 20_000  # records handed to the database at once
_MEMORY = "1GB"  # beyond it, the database goes on in a temporary folder
_COLUMNS = {
    _PAPERS: ("place", "source", "key", "title", "own", "url", "published"),
    _ABSTRACTS: ("place", "source", "key", "abstract"),
}
_JOIN = """
with one_paper as (select min(place) place from papers group by key),
     one_abstract as (select min(place) place from abstracts group by key)
select p.source, a.source, p.title, a.abstract, p.own, p.url, p.published
from papers p join one_paper using (place) join (abstracts a join one_abstract using (place)) on p.key = a.key
order by p.place
"""
_LONELY = "select count(*) from (select key from {0} except select key from {1})"
_TWICE = "select count(*) - count(distinct key) from {0}"

_TABLES = {_PAPERS: "papers", _ABSTRACTS: "abstracts"}
_KEY_DIGITS = 18  # what fits the database's whole numbers

_Numbered = tuple[int, Source]
_Row = tuple[Any, ...]
_Read = Callable[[Source, list[Any]], _Row]

_log = logging.getLogger(__name__)


class BulkReader:
    """The papers and the abstracts of the Semantic Scholar datasets, given in one command."""

    name = "semantic-scholar"
    expects = "the papers and the abstracts of the Semantic Scholar datasets, both in one command"
    suffixes: tuple[str, ...] = ()

    def sniff(self, source: Source) -> bool:
        """Whether the first object is a paper or an abstract of the datasets."""
        return _half(source) is not None

    def read(self, source: Source, options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Raise InputError: one file alone is never enough."""
        yield from self.read_together([source], options, on_reject)

    def read_together(self, sources: Sequence[Source], options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Yield every paper that has an abstract, in the order of the papers; of duplicates the first.

        The join runs in a database in a temporary folder, with bounded memory.
        Raises InputError if there are papers but no abstracts, or abstracts but no papers.
        """
        halves: dict[str, list[_Numbered]] = {_PAPERS: [], _ABSTRACTS: []}
        for number, source in enumerate(sources):
            halves[_half(source) or _PAPERS].append((number, source))
        for half, missing in ((_PAPERS, "titles"), (_ABSTRACTS, "abstracts")):
            if not halves[half]:
                raise _alone(sources[0], missing)
        with _database(sources[0]) as base:
            for half, files in halves.items():
                _fill(base, half, files, on_reject)
            _report(base, halves, on_reject)
            for batch in base.sql(_JOIN).to_arrow_reader(_ROWS):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    paper, abstract, title, text, own, url, published = row
                    names = tuple(dict.fromkeys((sources[paper].name, sources[abstract].name)))
                    yield Paper(own, title, text, names, url, published)


def _half(source: Source) -> str | None:
    record = first_object(source)
    return next((half for half in (_PAPERS, _ABSTRACTS) if producers()[half].told(record)), None)


def _alone(source: Source, missing: str) -> InputError:
    problem = f"one half of a Semantic Scholar dataset, without {missing}"
    return source.error(problem, "Give the files of both papers and abstracts in one command")


@contextmanager
def _database(source: Source) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in a temporary folder, which goes away with it. Raises InputError if the disk is full."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="claimtable-") as folder:
        base = duckdb.connect(Path(folder, "join.duckdb"))
        try:
            base.execute(f"set memory_limit = '{_MEMORY}'")
            base.execute("set temp_directory = ?", [str(Path(folder, "spill"))])
            texts = "title varchar, own varchar, url varchar, published date"
            base.execute(f"create table papers (place bigint, source integer, key bigint, {texts})")
            base.execute("create table abstracts (place bigint, source integer, key bigint, abstract varchar)")
            yield base
        except duckdb.Error as error:
            problem = f"papers and abstracts cannot be joined in {folder} ({str(error).splitlines()[0]})"
            raise source.error(problem, "Free space there, or name another folder in TMPDIR") from error
        finally:
            base.close()


def _fill(base: duckdb.DuckDBPyConnection, half: str, files: Sequence[_Numbered], on_reject: OnReject) -> None:
    """Put the records of one half into its table."""
    import pyarrow as pa

    read = _paper_row if half == _PAPERS else _abstract_row
    rows = (row for number, source in files for row in _rows(number, source, producers()[half], read, on_reject))
    numbered = ((place, *row) for place, row in enumerate(rows))
    types: dict[str, Any] = {"place": pa.int64(), "source": pa.int32(), "key": pa.int64(), "published": pa.date32()}
    schema = pa.schema([pa.field(name, types.get(name, pa.string())) for name in _COLUMNS[half]])
    while chunk := list(islice(numbered, _ROWS)):
        columns = [pa.array(column, field.type) for column, field in zip(zip(*chunk, strict=True), schema, strict=True)]
        base.register("batch", pa.Table.from_arrays(columns, schema=schema))
        base.execute(f"insert into {_TABLES[half]} select * from batch")
        base.unregister("batch")


def _rows(number: int, source: Source, producer: Producer, read: _Read, on_reject: OnReject) -> Iterator[_Row]:
    """Yield what the database keeps of each record of a file; the others are rejected."""
    objects = Objects(source, on_reject)
    for item, record in objects:
        try:
            key = plain(record.get(_KEY))
            if not key.isdecimal() or len(key) > _KEY_DIGITS:
                raise RecordError(f"there is no {_KEY} to join it by", "no_id")
            yield (number, int(key), *read(source, objects.values(item, record, producer.values)))
        except RecordError as error:
            objects.reject(item, error)
    objects.finish()


def _paper_row(source: Source, values: list[Any]) -> _Row:
    title, _, own, *others = values
    paper = make_paper(source.name, title, "still to come", own, *others)
    return paper.title, paper.paper_id, paper.url, paper.published


def _abstract_row(source: Source, values: list[Any]) -> _Row:
    return (text_of(values[1], "abstract"),)


def _report(base: duckdb.DuckDBPyConnection, halves: dict[str, list[_Numbered]], on_reject: OnReject) -> None:
    """Say, one line a half, how many records the other half lacks, and how many came twice."""
    for half, other, what in (
        (_PAPERS, _ABSTRACTS, "papers have no abstract"),
        (_ABSTRACTS, _PAPERS, "abstracts have no paper"),
    ):
        source = halves[half][0][1]
        mine, others = _TABLES[half], _TABLES[other]
        lonely, twice = (_number(base, query.format(mine, others)) for query in (_LONELY, _TWICE))
        if lonely:
            on_reject(source.reject(None, f"{lonely:,} {what} in the files given", "no_abstract"))
        if twice:
            _log.warning("%s: %s %s came more than once; the first of each was taken", source.name, f"{twice:,}", mine)


def _number(base: duckdb.DuckDBPyConnection, query: str) -> int:
    ((number,),) = base.execute(query).fetchall()  # in full: an unfinished result bars the next query
    return int(number)
