"""Finished shards to one table: rows in the order of the papers, later copies left out, first ones made whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain, repeat
from typing import TYPE_CHECKING, Any

from extractor.run.batch import Failure
from extractor.run.duplicates import Keys, Patch
from extractor.run.manifest import OldShard, OldTable, ShardRecord
from extractor.run.parts import Parts, pack, unpack
from extractor.run.shards import Origin
from extractor.table.schema import claims_schema
from extractor.table.table import claim_ids

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Planned:
    """One shard of the table to be, and where its rows come from; `origins` are the sources of its papers.

    A finished part has its rows, of the name `part`; or the old table has (`old`), but for those of papers that
    duplicates changed there: these alone are in the part, if there is one.
    """

    key: str
    papers: int
    origins: tuple[Origin, ...]
    part: str | None = None
    old: OldShard | None = None


OnFailed = Callable[[tuple[str, ...], Failure], object]


@dataclass
class Assembly:
    """Turns shards into batches of rows, and keeps a record of each.

    `on_failed` is told of each paper that failed, with its sources, in the order of the papers.
    """

    parts: Parts
    table: OldTable
    patches: Iterator[Patch]
    on_failed: OnFailed = lambda sources, failure: None
    records: list[ShardRecord] = field(default_factory=list)
    dropped: int = 0
    _pending: Patch | None = None
    _begun: bool = False
    _ordinal: int = 0

    def batches(self, plan: Iterable[Planned]) -> Iterator[pa.RecordBatch]:
        """The rows of each shard in turn, as one batch of the claims schema; a paper's rows are in one batch.

        Raises TableError, OSError or an Arrow error if a file it needs cannot be read.
        """
        import pyarrow as pa

        if not self._begun:
            self._begun, self._pending = True, next(self.patches, None)
        for planned in plan:
            rows, counts, dropped = self._found(planned)
            key = "" if self._tell_failed(planned) else planned.key
            rows = _sourced(rows, counts, planned.origins)
            patches = self._patches_of(planned)
            if patches:
                rows, counts = _patched(rows, counts, patches)
            touched = tuple(patches)
            record = ShardRecord(key, planned.papers, rows.num_rows, pack(counts), touched, dropped)
            self.records.append(record)
            self.dropped += dropped
            schema = claims_schema()
            for batch in rows.combine_chunks().to_batches():
                yield pa.RecordBatch.from_arrays(batch.columns, schema=schema)

    def _tell_failed(self, planned: Planned) -> bool:
        """Tell of the papers of a shard that failed, and whether there are any.

        Such a shard has no key in the table, so that the next run tries its papers again, and tells of them again.
        """
        failed = self.parts.info(planned.part).failed if planned.part is not None else ()
        if failed:
            sources = _sources(planned.origins)
            touched = planned.old.record.touched if planned.old is not None else range(planned.papers)
            for failure in failed:
                place = touched[failure.place]
                self.on_failed(sources[place], failure._replace(place=place))
        return bool(failed)

    def _found(self, planned: Planned) -> tuple[pa.Table, list[int], int]:
        """The rows of a shard as they are without duplicates, their number for each paper, and those left out."""
        if planned.part is not None:
            info = self.parts.info(planned.part)
            fresh = self.parts.rows(planned.part), unpack(info.counts, info.papers)
            if planned.old is None:
                return *fresh, info.dropped
        if planned.old is None:
            raise ValueError(f"shard {planned.key} comes from nowhere")
        record = planned.old.record
        rows, counts = self.table.rows(planned.old)
        if planned.part is not None:
            rows, counts = _spliced(rows, counts, *fresh, record.touched)
        return rows, counts, record.dropped

    def _patches_of(self, planned: Planned) -> dict[int, Keys | None]:
        """The patches of a shard's papers, by place in the shard."""
        first, self._ordinal = self._ordinal, self._ordinal + planned.papers
        patches: dict[int, Keys | None] = {}
        while self._pending is not None and self._pending.ordinal < self._ordinal:
            patches[self._pending.ordinal - first] = self._pending.paper
            self._pending = next(self.patches, None)
        return patches


def _sourced(rows: pa.Table, counts: list[int], origins: Sequence[Origin]) -> pa.Table:
    """The rows of a shard with the sources that its papers have now; an earlier run may have read them elsewhere."""
    sources = [one for one, count in zip(_sources(origins), counts, strict=True) for _ in range(count)]
    return _with(rows, {"sources": sources})


def _sources(origins: Sequence[Origin]) -> list[tuple[str, ...]]:
    """The sources of each paper."""
    return list(chain.from_iterable(repeat(sources, number) for number, sources in origins))


def _spliced(
    rows: pa.Table, counts: list[int], fresh: pa.Table, fresh_counts: list[int], touched: Sequence[int]
) -> tuple[pa.Table, list[int]]:
    """The rows of a shard with those of the touched papers from `fresh`."""
    import pyarrow as pa

    counts = list(counts)
    ends, fresh_ends = list(accumulate(counts)), list(accumulate(fresh_counts))
    pieces = [rows.slice(0, 0)]
    at = 0
    for place, number, end in zip(touched, fresh_counts, fresh_ends, strict=True):
        start = ends[place] - counts[place]
        pieces += [rows.slice(at, start - at), fresh.slice(end - number, number)]
        at = ends[place]
    for place, number in zip(touched, fresh_counts, strict=True):
        counts[place] = number
    return pa.concat_tables([*pieces, rows.slice(at)]), counts


def _patched(rows: pa.Table, counts: list[int], patches: dict[int, Keys | None]) -> tuple[pa.Table, list[int]]:
    """The rows of a shard after its patches."""
    import pyarrow as pa

    counts = list(counts)
    ends = list(accumulate(counts))
    pieces = [rows.slice(0, 0)]
    at = 0
    for place, keys in patches.items():
        start = ends[place] - counts[place]
        pieces.append(rows.slice(at, start - at))
        if keys is None:
            counts[place] = 0
        elif counts[place]:
            pieces.append(_renewed(rows.slice(start, counts[place]), keys))
        at = ends[place]
    return pa.concat_tables([*pieces, rows.slice(at)]), counts


def _renewed(rows: pa.Table, keys: Keys) -> pa.Table:
    """The rows of one paper with what its copies told: id (and the rows' ids with it), sources, url and day."""
    values: dict[str, list[Any]] = {
        "claim_id": claim_ids(keys.paper_id, rows),
        "paper_id": [keys.paper_id] * rows.num_rows,
        "sources": [keys.sources] * rows.num_rows,
        "url": [keys.url] * rows.num_rows,
        "published": [keys.published] * rows.num_rows,
    }
    return _with(rows, values)


def _with(rows: pa.Table, values: Mapping[str, Sequence[Any]]) -> pa.Table:
    """The rows with these columns in the place of theirs."""
    import pyarrow as pa

    for name, column in values.items():
        index = rows.schema.get_field_index(name)
        rows = rows.set_column(index, rows.schema.field(index), pa.array(column, type=rows.schema.field(index).type))
    return rows
