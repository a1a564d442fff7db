"""The Semantic Scholar datasets as a format of input: papers and abstracts are two sets of files, joined here.

The join is by partitions: both halves are first written to a temporary folder in as many parts as the abstracts need
for one part to fit into memory, then each part is joined by itself, and the parts are merged back into the order of
the papers. (DuckDB's join of the same was tried: with the texts sorted it took 1.3 GB for 400,000 papers.)
"""

from __future__ import annotations

import heapq
import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any

import orjson

from extractor.read.json import Objects
from extractor.read.json_items import first_object
from extractor.read.papers import RecordError, abstract_of, make_paper, plain
from extractor.read.producers import Producer, producers
from extractor.read.sources import InputError, OnReject, ReadOptions, Source
from extractor.records import Paper

_PAPERS, _ABSTRACTS = "s2-papers", "s2-abstracts"
_KEY = "corpusid"
_KEY_DIGITS = 18  # what a JSON number holds
_PART = 32 << 20  # bytes of abstracts to be held at once
_MOST_PARTS = 200  # files open at once
_UNPACKED = 4  # how much larger a compressed file becomes

_log = logging.getLogger(__name__)

_Numbered = tuple[int, Source]
_Row = list[Any]  # place, number of the source, key, fields
_Read = Callable[[Source, list[Any]], _Row]


class BulkReader:
    """The papers and the abstracts of the Semantic Scholar datasets, given in one command."""

    name = "semantic-scholar"
    expects = "the papers and the abstracts of the Semantic Scholar datasets, both in one command"
    suffixes: tuple[str, ...] = ()
    halves = frozenset((_PAPERS, _ABSTRACTS))

    def sniff(self, source: Source) -> bool:
        """Whether the first object is a paper or an abstract of the datasets."""
        return _half(source) is not None

    def read(self, source: Source, options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Raise InputError: one file alone is never enough."""
        yield from self.read_together([source], options, on_reject)

    def read_together(self, sources: Sequence[Source], options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Yield every paper that has an abstract, in the order of the papers; of duplicates the first.

        Raises InputError if there are papers but no abstracts, or abstracts but no papers; OSError if the disk is full.
        """
        papers: list[_Numbered] = []
        abstracts: list[_Numbered] = []
        for number, source in enumerate(sources):
            (abstracts if _half(source) == _ABSTRACTS else papers).append((number, source))
            source.forget()
        if not papers or not abstracts:
            raise _alone(sources[0], "abstracts" if papers else "titles")
        with tempfile.TemporaryDirectory(prefix="claimtable-") as folder:
            join = _Join(Path(folder), _parts([source for _, source in abstracts]))
            join.split("abstracts", _rows(abstracts, producers(options.rules)[_ABSTRACTS], _abstract_row, on_reject))
            join.split("papers", _rows(papers, producers(options.rules)[_PAPERS], _paper_row, on_reject))
            join.run()
            join.report(papers[0][1], abstracts[0][1], on_reject)
            for _, number, _, title, own, url, published, other, abstract in join.rows():
                names = tuple(dict.fromkeys((sources[number].name, sources[other].name)))
                yield Paper(own, title, abstract, names, url, date.fromisoformat(published) if published else None)


class _Join:
    """Rows of both halves in parts of a folder; a part holds all rows of its keys."""

    def __init__(self, folder: Path, parts: int) -> None:
        self._folder, self._parts = folder, parts
        self._twice = {"papers": 0, "abstracts": 0}
        self._lonely = {"papers": 0, "abstracts": 0}

    def split(self, half: str, rows: Iterator[_Row]) -> None:
        """Write each row to the part of its key."""
        with ExitStack() as stack:
            sinks = [stack.enter_context(self._path(half, part).open("wb")) for part in range(self._parts)]
            for row in rows:
                sinks[row[2] % self._parts].write(orjson.dumps(row) + b"\n")

    def run(self) -> None:
        """Join each part, and let its halves go."""
        for part in range(self._parts):
            abstracts: dict[int, _Row] = {}
            for _, number, key, abstract in self._read("abstracts", part):
                self._twice["abstracts"] += key in abstracts
                abstracts.setdefault(key, [number, abstract])
            seen: set[int] = set()
            with self._path("joined", part).open("wb") as sink:
                for row in self._read("papers", part):
                    if row[2] in seen:
                        self._twice["papers"] += 1
                    elif row[2] in abstracts:
                        sink.write(orjson.dumps(row + abstracts[row[2]]) + b"\n")
                    else:
                        self._lonely["papers"] += 1
                    seen.add(row[2])
            self._lonely["abstracts"] += len(abstracts.keys() - seen)
            for half in ("papers", "abstracts"):
                self._path(half, part).unlink()

    def rows(self) -> Iterator[_Row]:
        """Yield the joined rows in the order of the papers."""
        yield from heapq.merge(*(self._read("joined", part) for part in range(self._parts)), key=itemgetter(0))

    def report(self, papers: Source, abstracts: Source, on_reject: OnReject) -> None:
        """Say, one line a half, how many records the other half lacks, and how many came twice."""
        for half, other, source in (("papers", "abstract", papers), ("abstracts", "paper", abstracts)):
            lonely, twice = self._lonely[half], self._twice[half]
            if lonely:
                on_reject(source.reject(None, f"{half} without {other} in the files given: {lonely:,}", "no_abstract"))
            if twice:
                _log.warning(
                    "%s: %s that came again, of which the first was taken: %s", source.name, half, f"{twice:,}"
                )

    def _path(self, half: str, part: int) -> Path:
        return self._folder / f"{half}-{part}"

    def _read(self, half: str, part: int) -> Iterator[_Row]:
        with self._path(half, part).open("rb") as stream:
            yield from map(orjson.loads, stream)


def _half(source: Source) -> str | None:
    record, known = first_object(source), producers(source.rules)
    return next((half for half in (_PAPERS, _ABSTRACTS) if known[half].told(record)), None)


def _alone(source: Source, missing: str) -> InputError:
    problem = f"one half of a Semantic Scholar dataset, without {missing}"
    return source.error(problem, "Give the files of both papers and abstracts in one command")


def _parts(abstracts: Sequence[Source]) -> int:
    """In how many parts abstracts fit into memory."""
    size = sum(source.path.stat().st_size * (_UNPACKED if source.compression else 1) for source in abstracts)
    return max(1, min(_MOST_PARTS, -(-size // _PART)))


def _rows(files: Sequence[_Numbered], producer: Producer, read: _Read, on_reject: OnReject) -> Iterator[_Row]:
    """Yield what is kept of each record; records without key or text are rejected."""
    place = 0
    for number, source in files:
        objects = Objects(source, on_reject)
        for item, record in objects:
            place += 1
            try:
                key = plain(record.get(_KEY))
                if not key.isdecimal() or len(key) > _KEY_DIGITS:
                    raise RecordError(f"there is no {_KEY} to join it by", "no_id")
                yield [place, number, int(key), *read(source, objects.values(item, record, producer.values))]
            except RecordError as error:
                objects.reject(item, error)
        objects.finish()
        source.tell_days()


def _paper_row(source: Source, values: list[Any]) -> _Row:
    title, _, own, *others = values
    paper = make_paper(source.name, title, "still to come", own, *others, rules=source.rules, on_day=source.odd_day)
    return [paper.title, paper.paper_id, paper.url, paper.published]


def _abstract_row(source: Source, values: list[Any]) -> _Row:
    return [abstract_of(values[1], source.rules)]
