"""The formats of input by name, in the order in which they are asked whether a file is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from extractor.read_pages import PageReader
from extractor.read_parquet import ParquetReader
from extractor.records import Paper
from extractor.sources import OnReject, ReadOptions, Source


class Reader(Protocol):
    """What a format needs: a name, what its files look like in words, their usual suffixes, and the two methods."""

    name: str
    expects: str
    suffixes: tuple[str, ...]

    def sniff(self, source: Source) -> bool:
        """Whether the file is of this format, by its first bytes and its name. Raises OSError, InputError."""

    def read(self, source: Source, options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Yield the papers of the file in order. Raises InputError if the file as a whole cannot be read."""


FORMATS: dict[str, Reader] = {reader.name: reader for reader in (ParquetReader(), PageReader())}
"""The readers by name."""
