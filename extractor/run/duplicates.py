"""Papers that several sources hold, found on the disk: memory does not grow with the number of papers.

Every paper's keys go to a file as the papers come by (`KeyFile`), and their hashes to others, by which the papers are
told that may share one (buckets.py). Of these alone DuckDB finds those that do, and they are compared group by group,
as `merge_duplicates` (read/papers.py) does it with all of them at once. What comes out is a `Patch` for each paper
that is a later copy, or that has gained something.
"""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from extractor.records import Paper
from extractor.run.buckets import Buckets
from extractor.run.parts import RunError

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

OnDuplicate = Literal["merge", "keep", "stop"]

_BATCH = 1 << 14
_ID, _TITLE = attrgetter("paper_id"), attrgetter("title")
_COLUMNS = ("ordinal", "paper_id", "title", "text", "sources", "url", "published")

_KEYS = """
create table papers as from read_parquet({papers}) where ordinal in (from read_parquet({shared}));
create table keys as
    select ordinal, paper_id as key from papers union all select ordinal, title from papers where title <> paper_id;
create table links as
    select ordinal, key from keys where key in (select key from keys group by key having count(*) > 1);
drop table keys;
create table members as select ordinal, min(ordinal) as family from links group by ordinal
"""
# One step of bringing the least ordinal to all papers that are linked to one another.
_SPREAD = """
create or replace table members as
    select links.ordinal, min(least) as family
    from links join (select key, min(family) as least from links join members using (ordinal) group by key) using (key)
    group by links.ordinal
"""
_COPIES = "select family, papers.* from members join papers using (ordinal) order by family, ordinal"


@dataclass(frozen=True, slots=True)
class Keys:
    """What of one paper decides whether it is another's copy; `title` is the id its title gives, `text` a digest."""

    ordinal: int
    paper_id: str
    title: str
    text: bytes
    sources: tuple[str, ...]
    url: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class Patch:
    """What becomes of one paper: `paper` is None for a later copy, else it holds the id, sources, url and day."""

    ordinal: int
    paper: Keys | None


@dataclass(slots=True)
class Copies:
    """How many papers were later copies, how many of these had another text, and the first ones for a message."""

    number: int = 0
    other_text: int = 0


def keys_of(ordinal: int, paper: Paper, title: str) -> Keys:
    """The keys of a paper, `title` the id its title gives; white space does not tell texts apart."""
    text = paper.abstract
    if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":  # else it is as it would become
        text = " ".join(text.split())
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8]
    return Keys(ordinal, paper.paper_id, title, digest, paper.sources, paper.url, paper.published)


def merge_keys(group: Iterable[Keys], copies: Copies) -> Iterator[Patch]:
    """What becomes of papers that share keys, in order; those nothing becomes of are left out.

    Papers are the same if their ids are; where one of two was given none, if the ids of their titles are.
    """
    first: list[Keys] = []
    merged: list[Keys] = []
    places: dict[str, int] = {}
    for keys in group:
        place = places.get(keys.paper_id)
        title = places.get(keys.title)
        if place is None and title is not None and merged[title].paper_id == keys.title:
            place = title  # of a paper that had no id so far
        if place is None:
            place = len(merged)
            places.setdefault(keys.title, place)
            first.append(keys)
            merged.append(keys)
        else:
            kept = merged[place]
            copies.number += 1
            copies.other_text += keys.text != kept.text
            merged[place] = replace(
                kept,
                paper_id=keys.paper_id if kept.paper_id == keys.title else kept.paper_id,
                sources=tuple(dict.fromkeys(kept.sources + keys.sources)),
                url=kept.url or keys.url,
                published=kept.published or keys.published,
            )
            yield Patch(keys.ordinal, None)
        places.setdefault(keys.paper_id, place)
    yield from (Patch(now.ordinal, now) for was, now in zip(first, merged, strict=True) if was != now)


class KeyFile:
    """Keys of papers, written as they come, and asked once all are there. It lies in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Start an empty file in `folder`, which is there."""
        self._folder = folder
        self._path = folder / "keys.parquet"
        self._pending: list[Keys] = []
        self._writer: Any = None
        self._buckets: Buckets | None = None
        self.number = 0

    def add(self, paper: Paper, title: str) -> None:
        """Add the next paper, `title` the id its title gives. Raises OSError."""
        self._pending.append(keys_of(self.number, paper, title))
        self.number += 1
        if len(self._pending) >= _BATCH:
            self._flush()

    def close(self) -> None:
        """Finish the file, whether or not more would have come."""
        if self._pending:
            self._flush()
        if self._writer:
            self._writer.close()
            self._writer = None

    def patches(self, copies: Copies) -> Iterator[Patch]:
        """What becomes of papers that have copies, by ordinal; counted in `copies`. Raises RunError, OSError."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if self._buckets is None:  # few enough to be compared at once
            pending, self._pending = self._pending, []
            yield from sorted(merge_keys(pending, copies), key=attrgetter("ordinal"))
            return
        self.close()
        shared = self._buckets.shared()
        if not len(shared):
            return
        pq.write_table(pa.table({"ordinal": pa.array(shared, pa.int64())}), self._folder / "shared.parquet")
        files = {"papers": _quoted(self._path), "shared": _quoted(self._folder / "shared.parquet")}
        with _database(self._folder) as database:
            for statement in _KEYS.split(";"):
                database.execute(statement.format_map(files))
            _spread(database)
            self._write(merged for _, group in groupby(_copies(database), _family) for merged in _merge(group, copies))
        if copies.number:
            yield from _read(self._folder)

    def _flush(self) -> None:
        import pyarrow.parquet as pq

        pending, self._pending = self._pending, []
        batch = _arrow(pending)
        if self._writer is None or self._buckets is None:
            self._writer = pq.ParquetWriter(self._path, batch.schema, compression="zstd")
            self._buckets = Buckets(self._folder / "hashes")
        self._writer.write_batch(batch)
        for some, key in ((pending, _ID), ([keys for keys in pending if keys.title != keys.paper_id], _TITLE)):
            self._buckets.add([key(keys) for keys in some], [keys.ordinal for keys in some])

    def _write(self, patches: Iterable[Patch]) -> None:
        """Keep the patches on the disk; they come in the order of groups, and are wanted in that of papers."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = _schema().append(pa.field("copy", pa.bool_()))
        with pq.ParquetWriter(self._folder / "patches.parquet", schema, compression="zstd") as writer:
            for pending in _chunks(patches):
                rows = [patch.paper or Keys(patch.ordinal, "", "", b"", (), None, None) for patch in pending]
                flags = pa.array([patch.paper is None for patch in pending])
                writer.write_batch(pa.RecordBatch.from_arrays([*_arrow(rows).columns, flags], schema=schema))


def _merge(group: Iterable[tuple[int, Keys]], copies: Copies) -> Iterator[Patch]:
    yield from merge_keys((keys for _, keys in group), copies)


def _family(member: tuple[int, Keys]) -> int:
    return member[0]


def _spread(database: duckdb.DuckDBPyConnection) -> None:
    """Give all papers that are linked, however indirectly, one family."""
    count = "select count(*), sum(family) from members"
    before = database.execute(count).fetchall()[0]
    while before[0]:
        database.execute(_SPREAD)
        now = database.execute(count).fetchall()[0]
        if now == before:
            break
        before = now


def _copies(database: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, Keys]]:
    """(family, keys) of every paper that shares a key, families together."""
    reader = database.sql(_COPIES).to_arrow_reader(_BATCH)
    for batch in reader:
        for family, *values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield family, _keys(values)


def _read(folder: Path) -> Iterator[Patch]:
    """The patches that were written, by ordinal."""
    with _database(folder) as database:
        source = _quoted(folder / "patches.parquet")
        reader = database.sql(f"from read_parquet({source}) order by ordinal").to_arrow_reader(_BATCH)
        for batch in reader:
            for *values, copy in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                yield Patch(values[0], None if copy else _keys(values))


@contextmanager
def _database(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A data base that keeps to little memory, and to the disk for the rest. Its errors are RunErrors."""
    import duckdb

    try:
        with ExitStack() as stack:
            if "?" in str(folder):  # where a file's name ends for DuckDB
                folder = Path(stack.enter_context(TemporaryDirectory(prefix="claimtable-")))
            settings: dict[str, str | bool | int | float | list[str]] = {
                "memory_limit": "400MB",
                "threads": 2,
                "temp_directory": str(folder / "spill"),
            }
            database = stack.enter_context(duckdb.connect(str(folder / "keys.duckdb"), config=settings))
            database.execute("set enable_progress_bar = false")  # it would be drawn on standard output
            yield database
    except duckdb.Error as error:
        raise RunError(f"duplicates cannot be looked for in {folder}: {str(error).splitlines()[0]}") from error


def _keys(values: Sequence[Any]) -> Keys:
    ordinal, paper_id, title, text, sources, url, published = values
    return Keys(ordinal, paper_id, title, text, tuple(sources), url, published)


def _schema() -> pa.Schema:
    import pyarrow as pa

    kinds = (pa.int64(), pa.string(), pa.string(), pa.binary(), pa.list_(pa.string()), pa.string(), pa.date32())
    return pa.schema([pa.field(*column) for column in zip(_COLUMNS, kinds, strict=True)])


def _arrow(rows: Sequence[Keys]) -> pa.RecordBatch:
    import pyarrow as pa

    columns = [pa.array(map(attrgetter(field.name), rows), type=field.type) for field in _schema()]
    return pa.RecordBatch.from_arrays(columns, schema=_schema())


def _chunks(patches: Iterable[Patch]) -> Iterator[list[Patch]]:
    pending: list[Patch] = []
    for patch in patches:
        pending.append(patch)
        if len(pending) >= _BATCH:
            yield pending
            pending = []
    if pending:
        yield pending


def _quoted(path: Path) -> str:
    return "'" + glob.escape(str(path)).replace("'", "''") + "'"  # DuckDB takes * and [ in a name for a pattern
