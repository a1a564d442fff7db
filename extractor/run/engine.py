"""A whole run: papers in as a stream, one table out, resumable at any moment, with memory that does not grow.

    papers -> shards -> parts (extracted now, found finished, or taken from the old table) -> duplicates -> the table

The table is the same, byte for byte, for any number of workers, and whether or not a run was interrupted on the way.
"""

from __future__ import annotations

import gc
import logging
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.read.papers import title_id
from extractor.records import Paper
from extractor.run.assemble import Assembly, OnFailed, Planned
from extractor.run.batch import BatchExtractor, Failure
from extractor.run.duplicates import Copies, KeyFile, OnDuplicate, Patch
from extractor.run.manifest import OldTable, manifest_metadata
from extractor.run.parts import Parts, RunError, changes, opened
from extractor.run.shards import Shard, cut, storable
from extractor.run.workers import Job, Workers, cores
from extractor.table.store import (
    check_output,
    check_replaced,
    is_foreign,
    is_table,
    remove_leftovers,
    sync_folder,
    table_metadata,
    write_table,
)

if TYPE_CHECKING:
    import pyarrow as pa

PARTITION_ROWS = 1 << 18
"""Rows of one file of a table that is a folder, at least; a file ends with a shard."""
_log = logging.getLogger(__name__)
_PART = re.compile(r"part-[0-9]{5,}\.parquet")  # the files of such a folder


class DuplicateError(RunError):
    """Papers found twice in a run that was to stop there."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run goes. `workers` None takes the cores there are; `since` leaves out papers of earlier or no date.

    `fresh` uses nothing of an earlier run; `partition` makes the table a folder of files.
    """

    rules: Path | None = None
    min_precision: float | None = None
    workers: int | None = None
    partition: bool = False
    fresh: bool = False
    since: date | None = None
    on_duplicate: OnDuplicate = "merge"


@dataclass
class Outcome:
    """What a run did, in numbers of papers; `changed` names what made an earlier run's rows useless.

    Papers that a defect of the program ended at have `failed`; they are among those that were read.
    """

    papers: int = 0
    extracted: int = 0
    resumed: int = 0
    reused: int = 0
    undated: int = 0
    early: int = 0
    copies: Copies = field(default_factory=Copies)
    dropped: int = 0
    failed: int = 0
    changed: list[str] = field(default_factory=list)


OnBatch = Callable[["pa.RecordBatch"], object]


def _log_failed(sources: tuple[str, ...], failure: Failure) -> None:
    """Say in the log which paper failed, where nobody else is told."""
    _log.warning("left out: %s", failure.reason)


@dataclass
class Run:
    """One run to `output`.

    `on_papers` is told the number of papers as they are done, `on_batch` sees all rows of the table, and `on_changed`
    is told at once what makes an earlier run's rows useless. `on_failed` is told, before the table is put in its place,
    of the papers that a defect of the program ended at; what it raises ends the run.
    """

    output: Path
    options: RunOptions = RunOptions()
    on_papers: Callable[[int], object] = lambda number: None
    on_batch: OnBatch = lambda batch: None
    on_changed: Callable[[list[str]], object] = lambda names: None
    on_failed: OnFailed = _log_failed
    outcome: Outcome = field(default_factory=Outcome)

    def __call__(self, papers: Iterable[Paper]) -> Outcome:
        """Make the table.

        Until it is whole, `output` keeps what it held. What is finished by then stays in `OUT.parts/` if the run
        fails or is interrupted, and the next run goes on from there.
        Raises TableError (RunError, LockedError), RuleError, RowError, OSError, and whatever `papers` raises.
        """
        check_run(self.output, partition=self.options.partition, fresh=self.options.fresh)
        with opened(self.output) as parts:
            done = False
            try:
                self._mend(parts)
                self._run(parts, papers)
                done = True
            except DuplicateError:
                done = True  # the same command would be refused again: there is nothing to go on with
                raise
            finally:
                parts.close(done=done)
        return self.outcome

    def _run(self, parts: Parts, papers: Iterable[Paper]) -> None:
        options = self.options
        basis = BatchExtractor(options.rules, options.min_precision).basis()
        remove_leftovers(self.output)
        self.outcome.changed = parts.begin(basis, fresh=options.fresh)
        table = OldTable() if options.fresh else OldTable.at(self.output)
        if table.basis and (changed := changes(table.basis, basis)):
            self.outcome.changed, table = changed, OldTable()
        if self.outcome.changed:
            self.on_changed(self.outcome.changed)
        keys = KeyFile(parts.work)
        try:
            with _kept():
                plan = self._extract(parts, table, cut(self._counted(papers, keys), basis), basis)
            patches = self._patches(keys)
            assembly = Assembly(parts, table, patches, self._failed)
            self._write(parts, assembly, plan, basis)
        finally:
            keys.close()
            table.close()
        self.outcome.papers = keys.number - self.outcome.copies.number
        self.outcome.dropped = assembly.dropped

    def _counted(self, papers: Iterable[Paper], keys: KeyFile) -> Iterator[Paper]:
        """The papers that are wanted, fit to be stored; their keys are kept."""
        since = self.options.since
        for paper in papers:
            if since and (paper.published is None or paper.published < since):
                self.outcome.undated += paper.published is None
                self.outcome.early += paper.published is not None
                continue
            fit = storable(paper)
            keys.add(fit, title_id(paper.title))
            yield fit

    def _extract(self, parts: Parts, table: OldTable, shards: Iterable[Shard], basis: dict[str, str]) -> list[Planned]:
        """See to it that every shard's rows are there; returns where."""
        plan: list[Planned] = []
        options, outcome = self.options, self.outcome
        job = Job(parts.folder, options.rules, options.min_precision, tuple(basis.values()))
        workers = Workers(job, options.workers or cores(), self.on_papers)
        begun: set[str] = set()
        try:
            for shard in shards:
                planned, missing = _plan(shard, parts, table, basis)
                plan.append(planned)
                wanted = len(missing.papers) if missing else 0
                again = missing is not None and missing.key in begun  # the same papers from two files
                if missing and not again:
                    begun.add(missing.key)
                    outcome.extracted += wanted
                    workers.add(missing)
                if planned.old:
                    outcome.reused += planned.papers - wanted
                elif not missing:
                    outcome.resumed += planned.papers
                self.on_papers(planned.papers - (0 if again else wanted))
            workers.finish()
        finally:
            workers.kill()
        return plan

    def _failed(self, sources: tuple[str, ...], failure: Failure) -> None:
        self.outcome.failed += 1
        self.on_failed(sources, failure)

    def _patches(self, keys: KeyFile) -> Iterator[Patch]:
        if self.options.on_duplicate == "keep":
            return iter(())
        patches = keys.patches(self.outcome.copies)
        if self.options.on_duplicate == "stop" and (first := next(patches, None)):
            copies = self.outcome.copies.number
            found = (
                "1 paper is a copy of an earlier one"
                if copies == 1
                else f"{copies:,} papers are copies of earlier ones"
            )
            raise DuplicateError(
                f"{found}; the first of either is paper {first.ordinal + 1:,} of the input. "
                "Take them out, or leave --on-duplicate stop away"
            )
        return patches

    def _write(self, parts: Parts, assembly: Assembly, plan: list[Planned], basis: dict[str, str]) -> None:
        """Put the table in its place."""

        def batches(some: Iterable[Planned]) -> Iterator[pa.RecordBatch]:
            for batch in assembly.batches(some):
                self.on_batch(batch)
                yield batch

        def late(first: int = 0) -> dict[str, str]:
            return manifest_metadata(basis, assembly.records[first:]) if len(plan) > 1 else {}

        metadata = table_metadata(basis["rules"])
        if not self.options.partition:
            write_table(batches(plan), self.output, metadata, late)
            return
        building = parts.work / "table"
        building.mkdir()
        rest = iter(plan)
        following = next(rest, None)
        number = 0
        while following is not None or number == 0:
            taken = _Files(following, rest)
            more = partial(late, len(assembly.records))
            write_table(taken.rows(batches), building / f"part-{number:05d}.parquet", metadata, more)
            following, number = taken.following, number + 1
        sync_folder(building)
        building.replace(parts.new)
        self._mend(parts)

    def _mend(self, parts: Parts) -> None:
        """Finish the exchange of a folder of files, which takes two renames, wherever it was left."""
        if parts.new.exists():
            target = self.output.resolve()
            if target.exists():
                shutil.rmtree(parts.old, ignore_errors=True)
                target.replace(parts.old)
            parts.new.replace(target)
            sync_folder(target.parent)
        shutil.rmtree(parts.old, ignore_errors=True)


@contextmanager
def _kept() -> Iterator[None]:
    """No search for garbage in what is there by now, above all the rules, which takes a quarter of a second each time.

    Workers that are forked meanwhile would copy all that memory by the search.
    """
    if gc.get_freeze_count():  # whoever has done so knows better what stays
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@dataclass
class _Files:
    """Shards taken from a plan until one file of a folder has its rows; `following` is the first of the next file."""

    following: Planned | None
    rest: Iterator[Planned]

    def rows(self, batches: Callable[[Iterable[Planned]], Iterator[pa.RecordBatch]]) -> Iterator[pa.RecordBatch]:
        """The rows of the shards taken."""
        rows = 0
        while self.following is not None and rows < PARTITION_ROWS:
            for batch in batches([self.following]):
                rows += batch.num_rows
                yield batch
            self.following = next(self.rest, None)


def check_run(output: Path, *, partition: bool, fresh: bool = False) -> None:
    """Raise TableError if a run could not put its table at `output`, before any work is done for it.

    What is there and no table is replaced by a `fresh` run alone.
    """
    target = output.resolve()
    if not partition:
        _check_beside_parts(output)
        check_output(output)
        if not fresh:
            check_replaced(output)
        return
    check_output(target.with_name(f".{target.name}.tmp"))
    if target.exists() and not target.is_dir():
        raise RunError(f"{output} is a file; with --partition the table is a folder: remove it, or give another name")
    if target.is_dir():
        _check_parts(output)


def _check_parts(folder: Path) -> None:
    """Raise RunError if a folder holds anything but parts of a table, since all of it will be replaced.

    A part that cannot be read, or is of another version, is in nobody's way, as a table of one file is not.
    """
    for path in sorted(folder.iterdir()):
        if not _PART.fullmatch(path.name) or not path.is_file() or is_foreign(path):
            raise RunError(
                f"{folder} holds {path.name!r}, which is no part of a table and would be lost; "
                f"give a folder of its own, such as {folder / 'claims'}"
            )


def _check_beside_parts(output: Path) -> None:
    """Raise RunError if a table of one file would take the place of a folder of parts, or come to lie among them."""
    if _has_parts(output):
        raise RunError(
            f"{output} is a folder that holds a table made with --partition; make it again with --partition, "
            "or give another name"
        )
    folder = output.resolve().parent
    if not output.is_dir() and _has_parts(folder):
        raise RunError(
            f"{output}: its folder holds a table made with --partition, of which it would become a part; "
            "write it into another folder"
        )


def _has_parts(folder: Path) -> bool:
    """Whether a folder holds a part of a claims table. Inputs may have such names, too, but are no claims tables."""
    if not folder.is_dir():
        return False
    return any(_PART.fullmatch(path.name) and is_table(path) for path in folder.iterdir())


def _plan(shard: Shard, parts: Parts, table: OldTable, basis: dict[str, str]) -> tuple[Planned, Shard | None]:
    """Where the rows of a shard come from, and what of it has to be extracted for that."""
    papers, origins = len(shard.papers), shard.origins()
    if shard.key in parts:
        return Planned(shard.key, papers, origins, part=shard.key), None
    old = table.shards.get(shard.key)
    if old is None:
        return Planned(shard.key, papers, origins, part=shard.key), shard
    if not old.record.touched:
        return Planned(shard.key, papers, origins, old=old), None
    again = shard.part(old.record.touched, basis)
    return Planned(shard.key, papers, origins, part=again.key, old=old), None if again.key in parts else again
