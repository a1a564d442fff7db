"""The folder beside an output in which a run keeps what it has finished, so that it can be interrupted at any moment.

`OUT.parts/` holds one Parquet file a finished shard, named by the shard's key, and `work/`, which every run makes anew.
A file is there whole or not at all; what a killed run left half done is removed by the next one. One run at a time
holds the folder's lock, which the system takes back from a process that dies.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from extractor.run.batch import Failure, Rows
from extractor.table.store import READING, WRITING, TableError, atomic_file

if TYPE_CHECKING:
    import pyarrow as pa

_KEY = "claimtable.part"
_TRIES = 50
_held: set[IO[str]] = set()  # the lock files of this process


class RunError(TableError):
    """A run that cannot go on, or must not: what is in the way, and what to do about it."""


class LockedError(RunError):
    """Another run writes to the same output."""


@dataclass(frozen=True, slots=True)
class PartInfo:
    """What a finished part says of itself: rows of each paper, rows left out by --min-precision, papers that failed."""

    counts: bytes
    papers: int
    rows: int
    dropped: int
    failed: tuple[Failure, ...]


def pack(counts: list[int]) -> bytes:
    """Row counts of papers in few bytes (zstd over 32-bit numbers)."""
    import numpy as np
    import pyarrow as pa

    return pa.compress(np.asarray(counts, "<u4").tobytes(), codec="zstd", asbytes=True)


def unpack(packed: bytes, papers: int) -> list[int]:
    """The counts again, one a paper."""
    import numpy as np
    import pyarrow as pa

    data = pa.decompress(packed, papers * 4, codec="zstd", asbytes=True)
    return [int(count) for count in np.frombuffer(data, "<u4")]


class Parts:
    """The parts folder of one output; made by `opened`, which holds its lock."""

    def __init__(self, folder: Path) -> None:
        """Take a folder that is there."""
        self.folder = folder
        self.work = folder / "work"
        self.new = folder / "new"
        self.old = folder / "old"

    def __contains__(self, key: str) -> bool:
        """Whether the part is finished; one that cannot be read, or whose checksums are wrong, is removed."""
        path = self.path(key)
        if not path.exists():
            return False
        try:
            self.info(key)
            self.rows(key)
        except TableError:
            path.unlink()
            return False
        return True

    def path(self, key: str) -> Path:
        """Where the part of this key is, or will be."""
        return self.folder / f"{key}.parquet"

    def keys(self) -> list[str]:
        """The keys of the finished parts."""
        return [path.stem for path in self.folder.glob("*.parquet")]

    def write(self, key: str, rows: Rows) -> None:
        """Finish a part. Raises OSError."""
        import base64

        import pyarrow.parquet as pq

        about = {
            "counts": base64.b64encode(pack(rows.counts)).decode(),
            "papers": len(rows.counts),
            "rows": rows.batch.num_rows,
            "dropped": rows.dropped,
            "failed": rows.failed,
            "key": key,
        }
        schema = rows.batch.schema.with_metadata({_KEY: json.dumps(about)})
        with atomic_file(self.path(key)) as sink, pq.ParquetWriter(sink, schema, **WRITING) as writer:
            writer.write_batch(rows.batch.replace_schema_metadata(schema.metadata))

    def info(self, key: str) -> PartInfo:
        """What a part says of itself. Raises TableError if it is damaged."""
        import base64

        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            metadata = pq.read_metadata(self.path(key))
            about = json.loads((metadata.metadata or {})[_KEY.encode()])
            failed = tuple(Failure(*one) for one in about["failed"])
            counts = base64.b64decode(about["counts"])
            info = PartInfo(counts, about["papers"], about["rows"], about["dropped"], failed)
        except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
            raise self._damaged(key) from error
        if about["key"] != key or metadata.num_rows != info.rows:
            raise TableError(f"{self.path(key)}: not the part of its name; remove it and run the same command again")
        return info

    def rows(self, key: str) -> pa.Table:
        """The rows of a part. Raises TableError if it is damaged."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            return pq.read_table(self.path(key), use_threads=False, **READING).replace_schema_metadata(None)
        except (pa.ArrowException, OSError) as error:
            raise self._damaged(key) from error

    def _damaged(self, key: str) -> TableError:
        return TableError(f"{self.path(key)}: damaged; remove it and run the same command again")

    def begin(self, basis: Mapping[str, str], *, fresh: bool) -> list[str]:
        """Make ready for a run: remove what dead runs left half done, and parts of another basis.

        Returns what is other than in the run that left parts here, [] if nothing is or there are none.
        """
        for path in self.folder.glob(".*.tmp"):
            path.unlink(missing_ok=True)
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir()
        changed = changes(self._basis(), basis) if self.keys() else []
        if changed or fresh:
            for key in self.keys():
                self.path(key).unlink()
        with atomic_file(self.folder / "basis.json") as sink:
            sink.write(json.dumps(dict(basis)).encode())
        return changed

    def _basis(self) -> dict[str, str]:
        try:
            found = json.loads((self.folder / "basis.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def close(self, *, done: bool) -> None:
        """Remove the folder if the run is done or left no finished part, else only what is half done."""
        shutil.rmtree(self.work, ignore_errors=True)
        for path in self.folder.glob(".*.tmp"):
            path.unlink(missing_ok=True)
        if done or not (self.keys() or self.new.exists()):
            shutil.rmtree(self.folder, ignore_errors=True)


def changes(before: Mapping[str, Any], now: Mapping[str, str]) -> list[str]:
    """The names of what differs between two bases."""
    return [name for name in now if before.get(name) != now[name]]


def parts_folder(output: Path) -> Path:
    """Where a run to `output` keeps its parts: beside the file it really is, so that links do not hide one run."""
    target = output.resolve()
    return target.with_name(f"{target.name}.parts")


@contextmanager
def opened(output: Path) -> Iterator[Parts]:
    """The parts folder of an output, made if need be, and locked. Raises LockedError, OSError."""
    folder = parts_folder(output)
    lock = _locked(folder)
    _held.add(lock)
    try:
        yield Parts(folder)
    finally:
        _held.discard(lock)
        lock.close()  # the lock goes with it; where the folder stays, so does the file, which then means nothing


def forget_locks() -> None:
    """In a fork: leave the locks to the process that was forked, so that they end with it."""
    while _held:
        _held.pop().close()


def _locked(folder: Path) -> IO[str]:
    """The lock file, held. Raises LockedError if another process holds it."""
    path = folder / "lock"
    for _ in range(_TRIES):
        try:
            folder.mkdir(exist_ok=True)
            lock = path.open("a+", encoding="utf-8")
        except FileNotFoundError:
            continue  # another run has just finished, and taken the folder away
        if not _take(lock):
            lock.seek(0)
            holder = re.sub(r"[^0-9]", "", lock.read()[:20]) or "unknown"
            lock.close()
            raise LockedError(
                f"another run (process {holder}) is writing this output; wait for it, or give another name with -o"
            )
        if _is_at(lock, path):
            lock.seek(0)
            lock.truncate()
            lock.write(f"{os.getpid()}\n")
            lock.flush()
            return lock
        lock.close()
        time.sleep(0.01)
    raise LockedError(f"{folder} comes and goes: another run is writing this output")


def _is_at(lock: IO[str], path: Path) -> bool:
    """Whether the file that was locked is still the one of that name."""
    with suppress(OSError):
        return os.path.samestat(os.fstat(lock.fileno()), path.stat())
    return False


if sys.platform == "win32":
    import msvcrt

    def _take(lock: IO[str]) -> bool:
        try:
            lock.seek(1 << 20)  # far behind the text, which others read
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(lock: IO[str]) -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
