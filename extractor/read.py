"""The stage `read`: files in, papers out, each exactly as its source gives it.

One thin reader a format stands in `FORMATS`; which one reads a file is told by the file's first bytes, then by its
name. A record that cannot be used is reported (`Reject`) and the rest is read on; a file that cannot be used is an
`InputError`.
"""

from __future__ import annotations

import contextlib
import glob
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.formats_in import FORMATS, Reader
from extractor.papers import arxiv_url, merge_duplicates, title_id
from extractor.read_pages import PageReader
from extractor.records import Paper
from extractor.sources import HEAD, InputError, OnReject, ReadOptions, Reject, Source, log_reject

__all__ = [
    "FORMATS", "InputError", "OnReject", "PageReader", "ReadOptions", "Reader", "Reject", "Source",
    "arxiv_url", "merge_duplicates", "read_papers", "title_id",
]  # fmt: skip

STDIN = "-"
_STDIN_NAME = "stdin"
_DEFAULTS = ReadOptions()


@dataclass(frozen=True)
class _Root:
    """One input as given: its files with their names; of a folder or a glob, those of no known kind are left out."""

    path: Path
    files: Sequence[tuple[Path, str]]
    many: bool
    shown: str = ""


def read_papers(
    inputs: Sequence[str | Path], on_reject: OnReject | None = None, options: ReadOptions = _DEFAULTS
) -> Iterator[Paper]:
    """Yield every paper of every input: files, folders, quoted globs, `-` for standard input.

    Folders are read in full, sorted, hidden files left out. Every file's reader is picked before the first paper
    comes. `sources` of a paper holds the file's name relative to the input given. What is left out goes to
    `on_reject` (default: a warning in the log): records, and files of a folder that are of no known kind. Papers
    stream, and the same one from two places comes twice. Raises InputError.
    """
    report = _stopping(on_reject or log_reject, options)
    with contextlib.ExitStack() as stack:
        plan = list(_plan(inputs, report, options, stack))
        for source, reader in plan:
            yield from _read(source, reader, options)


def _read(source: Source, reader: Reader, options: ReadOptions) -> Iterator[Paper]:
    """Yield the papers of one file; an error half-way says how many there were."""
    count = 0
    try:
        for paper in reader.read(source, options, source.on_reject):
            yield paper
            count += 1
    except OSError as error:
        raise _unreadable(source, error) from error
    except InputError as error:
        if not count:
            raise
        problem = f"{error.problem}; {count:,} papers were read before that"
        raise source.error(problem, error.remedy, error.line) from error


def _plan(
    inputs: Sequence[str | Path], report: OnReject, options: ReadOptions, stack: contextlib.ExitStack
) -> Iterator[tuple[Source, Reader]]:
    """Yield each file once, with its reader. Raises InputError."""
    seen: set[str] = set()
    for given in inputs:
        root, known = _root(given, report, stack), 0
        for path, name in root.files:
            real = os.path.realpath(path)
            source = Source(path, name, options.encoding, options.max_line, report, root.shown)
            if real not in seen and (reader := _pick(source, options, many=root.many)):
                seen.add(real)
                yield source, reader
            elif real not in seen:
                report(Reject(name, None, "a file of no known kind", "file"))
            known += real in seen
        if root.many and not known and not options.allow_empty:
            raise InputError(root.path, "no file in this folder can be read", f"Expected {_expected()}")


def _root(given: str | Path, report: OnReject, stack: contextlib.ExitStack) -> _Root:
    """The files of one input. Raises InputError."""
    path = Path(given)
    if given == STDIN:
        return _Root(path, [(_spooled(stack), _STDIN_NAME)], many=False, shown="standard input")
    if path.is_dir():
        return _Root(path, list(_files(path, report, "", set())), many=True)
    if not os.path.lexists(path) and glob.has_magic(str(path)):
        return _Root(path, list(_matches(path, report)), many=True)
    return _Root(path, [(path, _source(path.name))], many=False)


def _spooled(stack: contextlib.ExitStack) -> Path:
    """Copy standard input into a file that goes away at the end."""
    spool = stack.enter_context(tempfile.NamedTemporaryFile(prefix="claimtable-"))  # noqa: SIM115
    shutil.copyfileobj(sys.stdin.buffer, spool)
    spool.flush()
    return Path(spool.name)


def _matches(pattern: Path, report: OnReject) -> Iterator[tuple[Path, str]]:
    """Yield the files that a glob finds, sorted, with their names below its fixed part; folders in full."""
    parts = pattern.parts
    base = Path(*parts[: next(n for n, part in enumerate(parts) if glob.has_magic(part))])
    found = [Path(name) for name in sorted(glob.glob(str(pattern), recursive=True))]
    if not found:
        raise InputError(pattern, "no file has such a name", "Check the pattern")
    seen: set[str] = set()
    for path in found:
        name = "/".join(map(_source, path.relative_to(base).parts))
        if not path.is_dir():
            yield path, name
        elif os.path.realpath(path) not in seen:
            yield from _files(path, report, name + "/", seen)


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
            report(Reject(source, None, "a broken link, or no regular file", "file"))
        elif os.path.realpath(path) not in seen:
            yield from _files(path, report, source + "/", seen)


def _pick(source: Source, options: ReadOptions, *, many: bool) -> Reader | None:
    """Pick the reader of a file; None for one of several that no format's name claims either. Raises InputError."""
    try:
        if source.path.exists() and not source.path.is_file():
            raise source.error("no regular file", "Give a file or a folder")
        if options.format is not None:
            return _forced(source, options.format, many=many)
        if source.head:
            for reader in FORMATS.values():
                if reader.sniff(source):
                    return reader
    except OSError as error:
        raise _unreadable(source, error) from error
    named = _named(source)
    if many and not named:
        return None
    if not source.head and options.allow_empty:
        return named or next(iter(FORMATS.values()))
    raise _unknown(source, named)


def _forced(source: Source, name: str, *, many: bool) -> Reader | None:
    """The reader that the user asks for; among several files, for those that are of its kind."""
    if name not in FORMATS:
        raise source.error(f"there is no format {name!r}", f"Formats are {', '.join(FORMATS)}")
    reader = FORMATS[name]
    if many and source.suffix not in reader.suffixes and not reader.sniff(source):
        return None
    return reader


def _named(source: Source) -> Reader | None:
    return next((reader for reader in FORMATS.values() if source.suffix in reader.suffixes), None)


def _unknown(source: Source, named: Reader | None) -> InputError:
    """What to say of a file that no reader knows."""
    if not source.head:
        return source.error("the file is empty", "Remove it, or download it again")
    if source.head.startswith(b"PK\x03\x04"):
        return source.error("a ZIP archive", "Unpack it, and give what is in it")
    if source.encoding is None and source.suffix not in FORMATS["parquet"].suffixes:
        source.decoded(source.head, whole=len(source.head) < HEAD)
    html = " (it looks like an HTML page)" if re.match(rb"\s*<(?:!doctype|html)", source.head, re.IGNORECASE) else ""
    return source.error(f"not of a known format{html}", f"Expected {named.expects if named else _expected()}")


def _stopping(report: OnReject, options: ReadOptions) -> OnReject:
    """What is told of records left out; with `on_error` "stop", the first is an error."""
    if options.on_error == "skip":
        return report

    def stop(reject: Reject) -> None:
        report(reject)
        raise InputError(reject.source, reject.reason, "Mend it, or leave it out with --on-error skip", reject.line)

    return stop


def _unreadable(place: Source | Path, error: OSError) -> InputError:
    problem, remedy = f"cannot be read: {error.strerror or error}", "Check its name, and who may read it"
    return place.error(problem, remedy) if isinstance(place, Source) else InputError(place, problem, remedy)


def _source(name: str) -> str:
    """Return a file's name as valid text, whatever bytes it is made of."""
    return os.fsencode(name).decode("utf-8", "replace")


def _expected() -> str:
    return " or ".join(reader.expects for reader in FORMATS.values())
