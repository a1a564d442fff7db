"""The claims table on disk: one Parquet file, written whole or not at all, the same bytes every time."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal, TypedDict

from extractor import __version__
from extractor.read.sources import first_line
from extractor.records import VERSION_KEY
from extractor.table.page_sums import PageError, check_sums
from extractor.table.schema import METADATA_PREFIX, SCHEMA_VERSION, claims_schema

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq


class _Writing(TypedDict):
    compression: Literal["zstd"]
    write_page_checksum: bool


class _Reading(TypedDict):
    page_checksum_verification: bool


WRITING: _Writing = {"compression": "zstd", "write_page_checksum": True}
"""How tables and parts of them are written: a checksum a page, so that no damage passes unseen."""
READING: _Reading = {"page_checksum_verification": True}
"""How they are read; a table of a version that wrote no checksums is read, too."""

ROW_GROUP_ROWS = 65_536
_PARQUET = b"PAR1"  # what such a file begins with
_PAGES = (".html", ".htm")
CHECKED_BYTES = 32 << 20
"""Bytes of tables up to which every page is read before they are asked: some 0.3 s."""
SUMMED_BYTES = 4 << 30
"""Bytes of larger ones up to which the checksums of their pages are: some 3 s for a gigabyte."""


class TableError(ValueError):
    """A file that is no claims table of this version, or a place where none can be written."""


def table_metadata(rules_digest: str) -> dict[str, str]:
    """The key-value metadata of a table: schema version, hash of the rules folder, version of the program."""
    return {
        VERSION_KEY: SCHEMA_VERSION,
        f"{METADATA_PREFIX}rules": rules_digest,
        f"{METADATA_PREFIX}version": __version__,
    }


def check_output(path: Path, inputs: Iterable[Path] = (), example: str = "claims.parquet") -> None:
    """Raise TableError if no file can be written at `path`, before any work is done for it.

    Nor may one take the place of a file of `inputs`, under whatever name. `example` is a name that would do.
    """
    if path.is_dir():
        raise TableError(f"{path} is a folder; give the name of the file to write, such as {path / example}")
    if path.exists() and not path.is_file():
        raise TableError(f"{path} is not a regular file; give the name of a file")
    if any(is_same(path, file) for file in inputs):
        raise TableError(f"{path} is itself an input; give another name for what is written")
    folder = path.resolve().parent
    if not folder.is_dir():
        raise TableError(f"the folder {folder} does not exist; make it first")
    if not os.access(folder, os.W_OK):
        raise TableError(f"the folder {folder} cannot be written to")


def check_page(path: Path, inputs: Iterable[Path] = (), example: str = "page.html") -> None:
    """As `check_output`, of an HTML page: nothing that is something else by its name is replaced by one."""
    check_output(path, inputs, example)
    if path.suffix.lower() not in _PAGES:
        raise TableError(f"{path}: what is written is an HTML page; its name must end in .html")


def is_same(one: Path, other: Path) -> bool:
    """Whether both names are of one file or folder that is there."""
    with suppress(OSError):
        return one.samefile(other)
    return False


def write_table(
    batches: Iterable[pa.RecordBatch],
    path: Path,
    metadata: Mapping[str, str],
    late: Callable[[], Mapping[str, str]] | None = None,
) -> int:
    """Write batches of the claims schema to `path`; return the number of rows.

    `late` is asked for more metadata once the last batch has come.

    The bytes depend on the rows and `metadata` alone, not on how rows are cut into batches. Until the last
    row is on the disk `path` keeps what it held; on any failure, also an interruption, it is left untouched.
    Raises TableError if `path` cannot be written, and whatever `batches` raises.
    """
    import pyarrow.parquet as pq

    check_output(path)
    schema = claims_schema().with_metadata(dict(metadata))
    rows = 0
    with atomic_file(path) as sink, pq.ParquetWriter(sink, schema, **WRITING) as writer:
        for group in _row_groups(batches):
            writer.write_table(group.replace_schema_metadata(dict(metadata)), row_group_size=ROW_GROUP_ROWS)
            rows += group.num_rows
        if late and (more := dict(late())):
            writer.add_key_value_metadata(more)
    return rows


def read_table(path: Path) -> pa.Table:
    """The claims table at `path`, a file or a folder of them, each claim once.

    Raises TableError, with the remedy, if there is none of this version.
    """
    tables = []
    for one in table_files(path):
        with _open_table(one) as file, damage_told(one):
            tables.append(file.read())
    return tables[0] if len(tables) == 1 else _once(tables)


def _once(tables: Sequence[pa.Table]) -> pa.Table:
    """Tables as one, without the claims that an earlier one has."""
    import pyarrow as pa

    seen: set[tuple[object, object]] = set()
    kept = []
    for table in tables:
        keys = list(zip(*(table.column(name).to_pylist() for name in ("paper_id", "claim_id")), strict=True))
        kept.append(table.filter(pa.array([key not in seen for key in keys], pa.bool_())))
        seen.update(keys)
    return pa.concat_tables(kept)


def is_table(path: Path) -> bool:
    """Whether there is a claims table at `path`, of any version."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with suppress(pa.ArrowException, OSError):
        return VERSION_KEY.encode() in (pq.read_metadata(path).metadata or {})
    return False


def is_foreign(path: Path) -> bool:
    """Whether there is a Parquet file at `path` that is whole, and no claims table. Raises OSError."""
    if not path.is_file():
        return False
    path.open("rb").close()  # what may not be read may be anything
    return _is_whole(path) and not is_table(path)


def check_replaced(path: Path) -> None:
    """Raise TableError if a table at `path` would take the place of a file that is not one. Raises OSError.

    What was named as a table but cannot be read may have been one, and an empty file is nothing.
    """
    if not path.is_file() or is_table(path):
        return
    with path.open("rb") as file:
        start = file.read(len(_PARQUET))
    if (start and path.suffix != ".parquet") or (start == _PARQUET and _is_whole(path)):
        raise TableError(f"{path} is there, and not a claims table; give another name, or replace it with --fresh")


def _is_whole(path: Path) -> bool:
    """Whether a Parquet file can be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with suppress(pa.ArrowException, OSError):
        return pq.read_metadata(path) is not None
    return False


@contextmanager
def damage_told(path: Path) -> Iterator[None]:
    """Make what fails in reading the rows of a table a TableError with the remedy."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError, PageError) as error:
        raise damaged(path, error) from error


def damaged(path: Path, error: Exception) -> TableError:
    """The TableError about a table whose head can be read, but not its rows."""
    return TableError(f"{path}: damaged; extract it again ({first_line(error)})")


def check_pages(files: Iterable[Path]) -> None:
    """Look at the checksums of every page, but of tables that are huge; small ones are read. Raises TableError."""
    files = list(files)
    size = sum(file.stat().st_size for file in files)
    for path in files if size <= SUMMED_BYTES else ():
        with _open_table(path) as file, damage_told(path):
            if size <= CHECKED_BYTES:
                read_pages(file)
            else:
                check_sums(path, file.metadata)


def read_pages(file: pq.ParquetFile) -> None:
    """Read every row, and keep none: a page whose checksum is wrong is an error. Raises OSError, Arrow errors."""
    for number in range(file.num_row_groups):
        file.read_row_group(number, use_threads=False)


def table_files(path: Path) -> list[Path]:
    """The claims tables at `path`: that file, or every *.parquet of that folder and the folders in it, in order.

    Only the head of each file is read. Raises TableError as `read_table` does, and if a folder holds none.
    """
    files = [path]
    if path.is_dir():
        files = sorted(file for file in path.rglob("*.parquet") if not _is_hidden(file.relative_to(path)))
        if not files:
            raise TableError(f"{path}: this folder holds no Parquet file; `claimtable extract` makes one")
    for file in files:
        with _open_table(file):
            pass
    return files


@contextmanager
def atomic_file(path: Path) -> Iterator[IO[bytes]]:
    """A binary file that takes the place of `path` at the end, or is removed if anything fails before.

    It lies in the folder of `path`, under a hidden name, and is on the disk before it is renamed. A symbolic
    link is followed. Raises OSError.
    """
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
    try:
        with temporary.open("xb") as sink:
            yield sink
            sink.flush()
            os.fsync(sink.fileno())
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def remove_leftovers(path: Path) -> None:
    """Remove what processes that were killed in `atomic_file` left of `path` and of files named after it.

    Only for whoever knows that nobody is writing there now.
    """
    target = path.resolve()
    left = re.compile(rf"\.{re.escape(target.name)}(\.[a-z.]+)?\.[0-9a-f]{{12}}\.tmp")
    for found in target.parent.iterdir():
        if left.fullmatch(found.name):
            found.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Bring a rename onto the disk, on systems that can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _open_table(path: Path) -> Iterator[pq.ParquetFile]:
    """The Parquet file at `path`, if it is a claims table of this version; else raises TableError."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.is_file():
        raise TableError(f"{path}: there is no such file; `claimtable extract` makes one")
    try:
        with pq.ParquetFile(path, **READING) as file:
            _check_version(path, file.schema_arrow.metadata or {})
            if not file.schema_arrow.equals(claims_schema()):
                raise TableError(f"{path}: its columns are not those of schema {SCHEMA_VERSION}; extract it again")
            yield file
    except (pa.ArrowException, OSError) as error:
        raise TableError(f"{path}: not a readable Parquet file {_why_unreadable(path, error)}") from error


def _why_unreadable(path: Path, error: Exception) -> str:
    """Why a file cannot be read as Parquet: it is none at all, or a damaged one."""
    with suppress(OSError), path.open("rb") as file:
        if file.read(len(_PARQUET)) != _PARQUET:
            return "(it does not begin like one); give a table that `claimtable extract` made"
    return f"({first_line(error)})"


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.parts)


def _row_groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The same rows in tables of exactly ROW_GROUP_ROWS rows (the last may be shorter), each in one chunk."""
    import pyarrow as pa

    pending: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        pending.append(batch)
        count += batch.num_rows
        while count >= ROW_GROUP_ROWS:
            table = pa.Table.from_batches(pending)
            yield table.slice(0, ROW_GROUP_ROWS).combine_chunks()
            pending = table.slice(ROW_GROUP_ROWS).to_batches()
            count -= ROW_GROUP_ROWS
    if count:
        yield pa.Table.from_batches(pending).combine_chunks()


def _check_version(path: Path, metadata: Mapping[bytes, bytes]) -> None:
    version = metadata.get(VERSION_KEY.encode())
    if version is None:
        raise TableError(f"{path}: not a claims table (its metadata has no {VERSION_KEY})")
    if version != SCHEMA_VERSION.encode():
        raise TableError(
            f"{path}: a table of schema version {version.decode('utf-8', 'replace')}, while this program reads "
            f"version {SCHEMA_VERSION}; run `claimtable extract` again, or use the version of claimtable that made it"
        )
