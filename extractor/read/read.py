"""The stage `read`: files in, papers out, each exactly as its source gives it.

One thin reader a format stands in `FORMATS`; which one reads a file is told by the file's first bytes, then by its
name. A record that cannot be used is reported (`Reject`) and the rest is read on; a file that cannot be used is an
`InputError`.
"""

from __future__ import annotations

import contextlib
import errno
import glob
import logging
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.read.columns import names_of
from extractor.read.formats_in import FORMATS, Reader, formats_of
from extractor.read.json import JsonReader, ProducerReader
from extractor.read.json_items import first_object
from extractor.read.pages import PageReader
from extractor.read.papers import arxiv_url, merge_duplicates, title_id
from extractor.read.s2 import BulkReader
from extractor.read.sources import HEAD, InputError, NoPapersError, OnReject, ReadOptions, Reject, Source, log_reject
from extractor.read.strangers import stranger
from extractor.read.text import TextReader
from extractor.records import Paper

__all__ = [
    "FORMATS", "InputError", "OnReject", "PageReader", "ReadOptions", "Reader", "Reject", "Source",
    "arxiv_url", "merge_duplicates", "read_papers", "title_id",
]  # fmt: skip

STDIN = "-"
_STDIN_NAME = "stdin"
_OWN_KEYS = (ProducerReader, BulkReader)  # where the user names the columns, these are plain JSON
_TEXTS = (".txt", ".text", ".md", ".markdown", "")
_BROKEN_LINK = "a broken link, or no regular file"
_DEFAULTS = ReadOptions()

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Root:
    """One input as given: its files with their names; of a folder or a glob, those of no known kind are left out."""

    path: Path
    files: Sequence[tuple[Path, str]]
    many: bool
    shown: str = ""


class _Report:
    """What is told of records left out; counts the records; with `on_error` "stop", the first left out is an error."""

    def __init__(self, on_reject: OnReject, options: ReadOptions) -> None:
        self._on_reject, self._stop, self.records = on_reject, options.on_error == "stop", 0
        self.refused: InputError | None = None  # the first file of several that was left out whole

    def __call__(self, reject: Reject) -> None:
        self.records += reject.kind != "file"
        self._on_reject(reject)
        if self._stop:
            raise InputError(reject.source, reject.reason, "Mend it, or leave it out with --on-error skip", reject.line)


def read_papers(
    inputs: Sequence[str | Path], on_reject: OnReject | None = None, options: ReadOptions = _DEFAULTS
) -> Iterator[Paper]:
    """Yield every paper of every input: files, folders, quoted globs, `-` for standard input.

    Folders are read in full, sorted, hidden files left out. Every file's reader is picked before the first paper
    comes. `sources` of a paper holds the file's name relative to the input given. What is left out goes to
    `on_reject` (default: a warning in the log): records, and files of a folder that are of no known kind. Papers
    stream, and the same one from two places comes twice. Raises InputError.
    """
    report = _Report(on_reject or log_reject, options)
    with contextlib.ExitStack() as stack:
        plan = list(_plan(inputs, report, options, stack))
        joined = [source for source, reader in plan if isinstance(reader, BulkReader)]
        for source, reader in plan:
            if not isinstance(reader, BulkReader):
                yield from _checked(source, reader.read(source, options, report), report)
            elif source is joined[0]:
                yield from _checked(source, reader.read_together(joined, options, report), report)
        if plan and not report.records and not options.allow_empty:
            remedy = "Check the file, or allow this with --allow-empty"
            raise report.refused or plan[0][0].error("there is no paper in it", remedy)


def inputs_at(path: Path, inputs: Sequence[str | Path], options: ReadOptions = _DEFAULTS) -> list[Path]:
    """The files that `read_papers` would take papers from and that are `path`, under whatever name.

    One that it would leave out of a folder, since it holds no papers, is none. What cannot be read is not told here.
    """
    same: list[Path] = []
    with contextlib.ExitStack() as stack:
        for given in inputs if path.is_file() else ():
            if str(given) == STDIN:
                continue
            with contextlib.suppress(OSError, InputError):
                root = _root(given, _unheard, stack)
                found = ((file, name) for file, name in root.files if file.exists() and file.samefile(path))
                same += [file for file, name in found if not root.many or _holds_papers(file, name, options)]
    return same


def is_without(real: str, options: ReadOptions) -> bool:
    """Whether a file is one of those that are not to be read, or lies in such a folder; `real` is its real path."""
    return any(real == str(left) or real.startswith(f"{left}{os.sep}") for left in options.without)


def _holds_papers(path: Path, name: str, options: ReadOptions) -> bool:
    """Whether a file of a folder is one that is read; one that stops the reading counts, too."""
    try:
        source = Source(path, name, options.encoding, many=True, on_reject=_unheard, rules=options.rules)
        return _suited(source, options, _unheard) is not None
    except (OSError, InputError):
        return True


def _unheard(reject: Reject) -> None:
    """Tell nobody."""


def _checked(source: Source, papers: Iterator[Paper], report: _Report) -> Iterator[Paper]:
    """Yield the papers, each as text that can be written; an error half-way says how many there were."""
    count = replaced = 0
    try:
        for paper in papers:
            if "\0" in paper.title or "\0" in paper.abstract:
                replaced += paper.text.count("\0")
                title, abstract = (text.replace("\0", "\ufffd") for text in (paper.title, paper.abstract))
                yield replace(paper, title=title, abstract=abstract)
            else:
                yield paper
            count += 1
            report.records += 1
    except OSError as error:
        raise _unreadable(source, error) from error
    except InputError as error:
        if isinstance(error, NoPapersError) and source.many and not count:
            report.refused = report.refused or error
            report(source.reject(None, error.problem, "file"))
            return
        if not count:
            raise
        before = "1 paper was" if count == 1 else f"{count:,} papers were"
        problem = f"{error.problem}; {before} read before that"
        raise InputError(error.path, problem, error.remedy, error.line) from error
    finally:
        source.forget()
    source.tell_days()
    if replaced:
        _log.warning("%s: %s NUL characters were replaced by U+FFFD", source.name, f"{replaced:,}")


def _plan(
    inputs: Sequence[str | Path], report: OnReject, options: ReadOptions, stack: contextlib.ExitStack
) -> Iterator[tuple[Source, Reader]]:
    """Yield each file once, with its reader. Raises InputError."""
    seen: set[str] = set()
    for given in inputs:
        try:
            root, known = _root(given, report, stack), 0
        except OSError as error:
            raise _unreadable(Path(given), error) from error
        for path, name in root.files:
            real = os.path.realpath(path)
            if root.many and is_without(real, options):
                continue
            source = Source(
                path, name, options.encoding, options.max_line, report, root.shown, root.many, options.rules
            )
            if real in seen:
                known += 1
            elif options.allow_empty and _is_empty(source):
                known += 1
                seen.add(real)
            elif reader := _suited(source, options, report):
                known += 1
                seen.add(real)
                yield source, reader
            source.forget()
        if root.many and not known and not options.allow_empty:
            raise _nothing_in(root)


def _nothing_in(root: _Root) -> InputError:
    """The InputError about a folder of which nothing can be read."""
    if not root.files:
        return InputError(
            root.path, "there is no file in this folder", "Check its name, or allow this with --allow-empty"
        )
    return InputError(root.path, "no file in this folder can be read", f"Expected {_expected()}")


def _suited(source: Source, options: ReadOptions, report: OnReject) -> Reader | None:
    """The reader of a file; one of several that is none of papers is reported, and left out. Raises InputError."""
    try:
        reader = _pick(source, options, many=source.many)
    except NoPapersError as error:
        if not source.many:
            raise
        report(source.reject(None, error.problem, "file"))
        return None
    if reader is None:
        report(source.reject(None, "a file of no known kind", "file"))
    return reader


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
        real = os.path.join(os.path.realpath(path.parent), path.name)  # links in a ring lead to it again and again
        if path.is_dir():
            if os.path.realpath(path) not in seen:
                yield from _files(path, report, name + "/", seen)
        elif real not in seen:
            seen.add(real)
            if path.exists():
                yield path, name
            else:
                report(Reject(name, None, _BROKEN_LINK, "file"))


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
            report(Reject(source, None, _BROKEN_LINK, "file"))
        elif os.path.realpath(path) not in seen:
            yield from _files(path, report, source + "/", seen)


def _pick(source: Source, options: ReadOptions, *, many: bool) -> Reader | None:
    """Pick the reader of a file; None for one of several that no format's name claims either. Raises InputError."""
    try:
        _check(source)
        if not many and (told := stranger(source.head)):
            raise source.error(*told)
        if options.format is not None:
            return _forced(source, options.format, many=many)
        if source.head:
            for reader in formats_of(options.rules).values():
                if reader.sniff(source) and not (options.columns and isinstance(reader, _OWN_KEYS)):
                    return None if many and _is_a_guess(reader, source) else reader
    except OSError as error:
        raise _unreadable(source, error) from error
    named = _named(source)
    if many and not named:
        return None
    raise _unknown(source, named)


def _is_a_guess(reader: Reader, source: Source) -> bool:
    """Whether a file is JSON, but neither its name nor its keys say that it holds papers: a manifest, say."""
    if not isinstance(reader, JsonReader) or source.suffix in reader.suffixes:
        return False
    return not names_of(source.rules).fit(list(first_object(source)))


def _is_empty(source: Source) -> bool:
    try:
        _check(source)
        return not source.head
    except OSError as error:
        raise _unreadable(source, error) from error


def _check(source: Source) -> None:
    """Raise InputError for a pipe, a device or an encoding that does not exist. Raises OSError."""
    if source.path.exists() and not source.path.is_file():
        raise source.error("no regular file", "Give a file, a folder, or - for standard input")
    try:
        b"x".decode(source.encoding or "utf-8", "replace")  # of no bytes at all, the name is not looked at
    except LookupError:
        remedy = "Names are those that Python knows: utf-8, utf-16, latin-1, cp1252 and so on"
        raise source.error(f"there is no encoding {source.encoding!r}", remedy) from None


def _forced(source: Source, name: str, *, many: bool) -> Reader | None:
    """The reader that the user asks for; among several files, for those that are of its kind."""
    known = formats_of(source.rules)
    if name not in known:
        raise source.error(f"there is no format {name!r}", f"Formats are {', '.join(known)}")
    reader = known[name]
    if many and source.suffix not in reader.suffixes and not reader.sniff(source):
        return None
    return reader


def _named(source: Source) -> Reader | None:
    return next((reader for reader in FORMATS.values() if source.suffix in reader.suffixes), None)


def _unknown(source: Source, named: Reader | None) -> InputError:
    """What to say of a file that no reader knows."""
    if not source.head:
        return source.error("the file is empty", "Remove it, or download it again")
    if told := stranger(source.head):
        return source.error(*told)
    if source.told_encoding is None and source.suffix not in FORMATS["parquet"].suffixes:
        source.decoded(source.head, whole=len(source.head) < HEAD)
    if source.suffix in _TEXTS and _is_prose(source):
        why = TextReader().refusal(source)
        if why and why[0]:
            return source.no_papers(f"a text, but {why[0]}", why[1])
        problem = "a text, but no title with an abstract below it was found"
        return source.no_papers(problem, "Write a title, a blank line, the abstract; part papers by a line of dashes")
    html = " (it looks like an HTML page)" if re.match(rb"\s*<(?:!doctype|html)", source.head, re.IGNORECASE) else ""
    return source.no_papers(f"not of a known format{html}", f"Expected {named.expects if named else _expected()}")


def _unreadable(place: Source | Path, error: OSError) -> InputError:
    problem, remedy = f"cannot be read: {error.strerror or error}", "Check its name, and who may read it"
    if error.errno == errno.ENOSPC:  # of a temporary file
        problem, remedy = f"no space left in {tempfile.gettempdir()}", "Free some, or name another folder in TMPDIR"
    return place.error(problem, remedy) if isinstance(place, Source) else InputError(place, problem, remedy)


def _source(name: str) -> str:
    """Return a file's name as valid text, whatever bytes it is made of."""
    return os.fsencode(name).decode("utf-8", "replace")


def _is_prose(source: Source) -> bool:
    text = source.head_text
    return not re.match(r"\s*[<{\[@]", text) and "\0" not in text


def _expected() -> str:
    return f"a format that can be read: {', '.join(FORMATS)} (docs/inputs.md); force one with --input-format"
