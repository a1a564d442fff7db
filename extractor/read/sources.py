"""Sources: one input as bytes, lines or text, whatever it is packed in, and what is said of inputs that cannot be read.

Compression is told by the first bytes, never by the name. Nothing is guessed: text that is not UTF-8 is an error
that names the first byte, unless a byte order mark or the user says what it is.
"""

from __future__ import annotations

import codecs
import io
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, Any, BinaryIO, Literal, cast

from extractor.read.page_layout import EncodingError, decode

HEAD = 1 << 16
"""Bytes of a file that its reader is picked by."""
MAX_LINE = 16 << 20
"""Bytes of a line, a cell or an item of a list beyond which it is left out."""
MAX_TEXT = 1 << 30
"""Bytes of a file that is read in one piece."""

_CHUNK = 1 << 18
_MAGIC = ((b"\x1f\x8b", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"))
_MARKS = (  # that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLANK = b" \t\r\n\x0b\x0c"
_SHOWN = 40  # characters of a day that cannot be read
_PACKED = (".gz", ".zst", ".zstd", ".gzip")

_log = logging.getLogger(__name__)


class InputError(Exception):
    """An input that cannot be read: which file, at which line where that is known, why, and what to do about it."""

    def __init__(self, path: Path | str, problem: str, remedy: str, line: int | None = None) -> None:
        """Keep the parts; the message is all of them in one line."""
        self.path, self.problem, self.remedy, self.line = Path(path), problem, remedy, line
        place = printable(str(path)) + (f", line {line}" if line is not None else "")
        super().__init__(f"{place}: {problem}. {remedy}{'' if remedy.endswith('?') else '.'}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it cross from one process to another."""
        return type(self), (self.path, self.problem, self.remedy, self.line)


class NoPapersError(InputError):
    """A file that can be read, but is none of papers; among the files of a folder it is left out."""


@dataclass(frozen=True)
class Reject:
    """A record (or a whole file of a folder) left out: its line or its row in a table, from 1, and the reason.

    `kind` is a word for programs to count by ("line_too_long", "not_json", ...), no part of what makes two equal.
    """

    source: str
    line: int | None
    reason: str
    kind: str = field(default="record", compare=False)


OnReject = Callable[[Reject], None]


def log_reject(reject: Reject) -> None:
    """Say in the log what is left out, where nobody else is told."""
    _log.warning("left out: %r", reject)


@dataclass(frozen=True)
class ReadOptions:
    """How inputs are read, as the user asks.

    `columns` maps our fields (title, abstract, paper_id, url, published, year) to the user's names of columns.
    `on_error` "stop" makes the first record that cannot be used an InputError; `max_line` is in bytes;
    with `allow_empty` an input without any paper is no error. `without` are files and folders that are not read where
    a folder or a pattern finds them, such as the output. `rules` is a folder of rules of one's own.
    """

    format: str | None = None
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    on_error: Literal["skip", "stop"] = "skip"
    max_line: int = MAX_LINE
    allow_empty: bool = False
    without: tuple[Path, ...] = ()
    rules: Path | None = None


@dataclass
class Source:
    """One file to read. `name` is what is shown and stored of it; `path` may be a temporary copy of standard input."""

    path: Path
    name: str
    encoding: str | None = None
    max_line: int = MAX_LINE
    on_reject: OnReject = log_reject
    shown: str = ""  # the name in messages; the path, where it is empty
    many: bool = False  # one of the files of a folder or a pattern
    rules: Path | None = None  # the folder of rules of one's own that it is read by
    cache: dict[str, Any] = field(default_factory=dict, repr=False)  # what several readers ask of it
    odd_days: int = 0  # days that could not be read, to be told in one line
    first_odd_day: str = ""

    @cached_property
    def compression(self) -> str | None:
        """What the file is packed with ("gzip", "zstd"), by its first bytes. Raises OSError."""
        with self.path.open("rb") as stream:
            start = stream.read(4)
        return next((name for magic, name in _MAGIC if start.startswith(magic)), None)

    @cached_property
    def told_encoding(self) -> str | None:
        """The encoding that the user gave, else that of a byte order mark of UTF-16 or UTF-32; None is UTF-8."""
        return self.encoding or next((name for mark, name in _MARKS if self.head.startswith(mark)), None)

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB, unpacked; all there is of a smaller file. Raises OSError, InputError."""
        with self.open() as stream:
            return stream.read(HEAD)

    @cached_property
    def head_text(self) -> str:
        """The head as text without byte order mark, bytes that are none left out. Raises OSError, InputError."""
        name = self.told_encoding or "utf-8-sig"
        text = self.head.decode(name, errors="ignore").removeprefix("\ufeff")
        return _ended(text)

    @cached_property
    def suffix(self) -> str:
        """The end of the name in lower case (".json"), that of the compression left out."""
        name = Path(self.name.lower())
        return Path(name.stem).suffix if name.suffix in _PACKED else name.suffix

    def forget(self) -> None:
        """Let go of what was kept of the content, since of a folder there may be thousands of sources."""
        for kept in ("head", "head_text", "told_encoding"):
            self.__dict__.pop(kept, None)
        self.cache.clear()

    def odd_day(self, text: str) -> None:
        """Note a day that cannot be read; its paper is kept without it."""
        self.odd_days += 1
        self.first_odd_day = self.first_odd_day or text[:_SHOWN]

    def tell_days(self) -> None:
        """Say how many days could not be read."""
        if self.odd_days:
            count = f"days that cannot be read and were left out: {self.odd_days:,}"
            _log.warning("%s: %s (the first: %r)", self.name, count, self.first_odd_day)
            self.odd_days, self.first_odd_day = 0, ""

    def error(self, problem: str, remedy: str, line: int | None = None) -> InputError:
        """The InputError to raise about this file."""
        return InputError(self.shown or self.path, problem, remedy, line)

    def no_papers(self, problem: str, remedy: str) -> NoPapersError:
        """The error to raise about this file where it is whole, but holds no papers."""
        return NoPapersError(self.shown or self.path, problem, remedy)

    def reject(self, line: int | None, reason: str, kind: str = "record") -> Reject:
        """The Reject to report about a record of this file."""
        return Reject(self.name, line, reason, kind)

    def open(self) -> BinaryIO:
        """Open the unpacked bytes from the start, to be read once through. Raises OSError.

        Reading raises InputError where the compressed file is cut off or damaged; it says how far it could be read.
        """
        if self.compression is None:
            return self.path.open("rb")
        return cast(BinaryIO, io.BufferedReader(_Unpacked(self, self.compression), _CHUNK))

    def open_seekable(self) -> BinaryIO:
        """Open the unpacked bytes for reading at any place; a compressed file is unpacked into a temporary one."""
        if self.compression is None:
            return self.path.open("rb")
        spool = tempfile.TemporaryFile(prefix="claimtable-")  # noqa: SIM115
        with self.open() as stream:
            shutil.copyfileobj(stream, spool, _CHUNK)
        spool.seek(0)
        return cast(BinaryIO, spool)

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield each line that is not blank with its number, in UTF-8 (not checked), without its end.

        A byte order mark is left out. A line of more than `max_line` bytes is never held: it is rejected and skipped.
        Raises InputError, OSError.
        """
        for number, _, line in self.lines_at():
            if line.strip(_BLANK):
                yield number, line.rstrip(b"\r\n")

    def lines_at(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield what `lines` does, blank lines and ends of lines included; the byte it begins at stands between."""
        stream: IO[bytes] = self.open_utf8()
        if b"\r" in self.head and b"\n" not in self.head:  # as old Macs end lines, and Excel still can
            stream = io.BufferedReader(_Ended(stream), _CHUNK)
        with stream:
            number = offset = 0
            while line := stream.readline(self.max_line + 1):
                number, start, offset = number + 1, offset, offset + len(line)
                if len(line) > self.max_line and not line.endswith(b"\n"):
                    while rest := stream.readline(_CHUNK):
                        offset += len(rest)
                        if rest.endswith(b"\n"):
                            break
                    self.on_reject(self.too_long(number))
                    continue
                if number == 1 and line.startswith(codecs.BOM_UTF8):
                    line, start = line[3:], 3
                yield number, start, line

    def too_long(self, line: int, what: str = "line") -> Reject:
        """The Reject of a line (or an item) that is not held."""
        return self.reject(line, f"a {what} of more than {self.max_line:,} bytes", "line_too_long")

    def text(self) -> str:
        """Return the whole text, without byte order mark. Raises OSError; InputError if it is not in its encoding."""
        with self.open() as stream:
            data = stream.read(MAX_TEXT + 1)
        if len(data) > MAX_TEXT:
            raise self.error(f"a text of more than {MAX_TEXT:,} bytes", "Split it into several files")
        if self.told_encoding is None:
            return _ended(self.decoded(data))
        try:
            return _ended(data.decode(self.told_encoding).removeprefix("\ufeff"))
        except UnicodeError as error:
            raise self.not_in_encoding(error, data) from error

    def decoded(self, data: bytes, *, whole: bool = True) -> str:
        """Decode UTF-8 from the start of the file. Raises InputError that names byte and line."""
        try:
            return decode(data, whole=whole)
        except EncodingError as error:
            raise self.error(str(error), "Save it as UTF-8, or name its encoding with --encoding", error.line) from None

    def not_in_encoding(self, error: UnicodeError, data: bytes = b"", offset: int = 0) -> InputError:
        """The InputError about bytes that are not in the encoding the user gave."""
        start = getattr(error, "start", 0)
        place = f"not {self.told_encoding} at byte {offset + start}"
        line = data.count(b"\n", 0, start) + 1 if data else None
        return self.error(place, "Name the encoding it has with --encoding", line)

    def open_utf8(self) -> IO[bytes]:
        """Open the text as UTF-8 (not checked), from the encoding that the user gave or a byte order mark tells."""
        if self.told_encoding is None or codecs.lookup(self.told_encoding).name == "utf-8":
            return self.open()
        return io.BufferedReader(_Recoded(self, self.told_encoding), _CHUNK)


def _ended(text: str) -> str:
    """The text with line feeds, where its lines end in a carriage return alone."""
    return text if "\n" in text else text.replace("\r", "\n")


class _Ended(io.RawIOBase):
    """The bytes of a text whose lines end in a carriage return alone, with line feeds instead."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer)).replace(b"\r", b"\n")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


class _Unpacked(io.RawIOBase):
    """The bytes of a compressed file; what is wrong with the compression becomes an InputError."""

    def __init__(self, source: Source, compression: str) -> None:
        import pyarrow as pa

        self._source, self._name, self._count = source, compression, 0
        self._stream: Any = pa.CompressedInputStream(pa.OSFile(os.fspath(source.path), "rb"), cast(Any, compression))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except (OSError, ValueError) as error:
            count = f"{self._count:,} bytes could be unpacked"
            problem = f"the {self._name} file is cut off or damaged: {count} before the fault ({first_line(error)})"
            raise self._source.error(problem, "Download or write it again") from error
        buffer[: len(data)] = data
        self._count += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


class _Recoded(io.RawIOBase):
    """The text of a file as UTF-8, decoded from the encoding the user gave."""

    def __init__(self, source: Source, encoding: str) -> None:
        self._source, self._stream, self._rest, self._read = source, source.open(), b"", 0
        self._decoder = codecs.getincrementaldecoder(encoding)()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            data, kept = self._stream.read(_CHUNK), len(self._decoder.getstate()[0])
            try:
                self._rest = self._decoder.decode(data, final=not data).encode("utf-8", "surrogatepass")
            except UnicodeError as error:
                raise self._source.not_in_encoding(error, offset=self._read - kept) from error
            self._read += len(data)
            if not data:
                break
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def printable(text: str) -> str:
    """Return the text with every control character and stray byte spelled out."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def first_line(error: Exception) -> str:
    """The first line of what an error says, its kind where it says nothing."""
    return (str(error).splitlines() or [type(error).__name__])[0]
