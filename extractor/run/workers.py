"""Finishing shards: in this process while there are few, else in a pool of processes, all by the same code.

Processes are given pieces of shards, small enough that none has long to do while the others have nothing left. Where
it is safe they are forks of this process, which has the rules by then: they start at once, and share that memory.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.run.batch import BatchExtractor, Rows, joined
from extractor.run.parts import Parts, RunError, forget_locks
from extractor.run.shards import Shard

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    import pyarrow as pa

PIECE = 256
"""Papers that a worker process takes at a time."""

_AHEAD = 6  # pieces under way for each worker, so that none runs dry while the next shard is read


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker needs to know: where parts go, and the rules by which they are made."""

    folder: Path
    rules: Path | None
    min_precision: float | None
    basis: tuple[str, ...] = ()
    """What the rows of the run follow from (BatchExtractor.basis), in words."""


@dataclass
class Workers:
    """Takes shards, and has each finished as a part. `on_done` is told the number of papers as they are finished.

    The first shard is held back: if no second one comes, it is done here, since a process of its own would take longer
    to load the rules than the shard takes.
    """

    job: Job
    number: int
    on_done: Callable[[int], object]
    _held: Shard | None = None
    _pool: ProcessPoolExecutor | None = None
    _running: dict[Future[Rows], tuple[_Pieces, int]] = field(default_factory=dict)
    _others: frozenset[int | None] = frozenset()

    def add(self, shard: Shard) -> None:
        """Have a shard finished. Waits while enough are under way. Raises what finishing a shard raises."""
        if self.number == 1:
            self._here(shard)
        elif self._held is None and self._pool is None:
            self._held = shard
        else:
            if self._held is not None:
                held, self._held = self._held, None
                self._submit(held)
            self._submit(shard)

    def finish(self) -> None:
        """Wait for every shard that was added. Raises what finishing one raises."""
        if self._held is not None:
            held, self._held = self._held, None
            self._here(held)
        while self._running:
            self._collect()
        if self._pool:
            self._pool.shutdown()
            self._pool = None

    def kill(self) -> None:
        """End the processes at once, whatever they are doing."""
        import multiprocessing

        if self._pool:
            for child in multiprocessing.active_children():
                if child.pid not in self._others:
                    child.kill()
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _here(self, shard: Shard) -> None:
        finish_part(self.job, shard.key, shard.batch(), lambda: self.on_done(1))

    def _submit(self, shard: Shard) -> None:
        import multiprocessing

        if self._pool is None:
            self._others = frozenset(child.pid for child in multiprocessing.active_children())
            self._pool = ProcessPoolExecutor(self.number, _context(), initializer=_start, initargs=(self.job,))
        starts = range(0, len(shard.papers), PIECE)
        pieces = _Pieces(shard.key, [None] * len(starts))
        for place, start in enumerate(starts):
            while len(self._running) >= self.number * _AHEAD:
                self._collect()
            with _deaf_children(), _broken_pool_told():
                future = self._pool.submit(extract_piece, self.job, shard.batch(start, start + PIECE))
            self._running[future] = pieces, place

    def _collect(self) -> None:
        """Wait for a piece, and raise what went wrong with it; the last of a shard finishes its part."""
        done, _ = wait(self._running, return_when=FIRST_COMPLETED)
        for future in done:
            pieces, place = self._running.pop(future)
            with _broken_pool_told():
                rows = future.result()
            pieces.rows[place] = rows
            whole = [piece for piece in pieces.rows if piece is not None]
            if len(whole) == len(pieces.rows):
                Parts(self.job.folder).write(pieces.key, joined(whole))
            self.on_done(len(rows.counts))


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A shard under way, and the rows of its pieces that are there."""

    key: str
    rows: list[Rows | None]


def finish_part(job: Job, key: str, batch: pa.RecordBatch, tick: Callable[[], object] | None = None) -> int:
    """Extract one shard and put its part in place; returns its rows. Raises OSError, RowError, RuleError."""
    rows = _line(job).rows(batch, tick)
    Parts(job.folder).write(key, rows)
    return rows.batch.num_rows


def extract_piece(job: Job, batch: pa.RecordBatch) -> Rows:
    """The rows of some papers of a shard. Raises RowError, RuleError."""
    return _line(job).rows(batch)


@lru_cache(maxsize=1)
def _line(job: Job) -> BatchExtractor:
    """The stages of a run, which keeps to them whatever is written into its rules meanwhile. Raises RuleError."""
    return BatchExtractor(job.rules, job.min_precision)


def cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _context() -> BaseContext:
    """How processes start: as forks on Linux, unless other threads of Python may hold what a fork would wait for."""
    import multiprocessing

    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


def _start(job: Job) -> None:
    """Make a new worker ready: one thread of Arrow's, deaf to Ctrl-C (the parent ends it), dead when the parent is."""
    import pyarrow as pa

    forget_locks()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    pa.set_cpu_count(1)
    _line(job)


def _die_with_parent() -> None:
    from multiprocessing import parent_process
    from multiprocessing.connection import wait as wait_for

    parent = parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


@contextmanager
def _broken_pool_told() -> Iterator[None]:
    """Say in words that a worker died. Raises RunError."""
    try:
        yield
    except BrokenProcessPool as error:
        raise RunError(
            "a worker process died: most often for want of memory (try fewer --workers), or because somebody ended it; "
            "what is finished is kept, and the same command goes on"
        ) from error


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Processes that start in here never see Ctrl-C, which is ours to answer: they inherit that it is held up."""
    if sys.platform == "win32":
        yield
        return
    from multiprocessing import resource_tracker

    with suppress(OSError):
        resource_tracker.ensure_running()  # it would let the signal through again when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with warnings.catch_warnings():
            # Python 3.12 warns of forks beside any thread; ours are those of libraries that see to forks themselves
            warnings.filterwarnings("ignore", message=".*use of fork", category=DeprecationWarning)
            yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
