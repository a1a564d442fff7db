"""The formats of input by name, in the order in which they are asked whether a file is theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from extractor.read.arrow import ArrowReader, ParquetReader
from extractor.read.bibtex import BibtexReader
from extractor.read.json import JsonReader, ProducerReader
from extractor.read.pages import PageReader
from extractor.read.producers import producers
from extractor.read.ris import RisReader
from extractor.read.s2 import BulkReader
from extractor.read.sources import OnReject, ReadOptions, Source
from extractor.read.table import csv_reader, tsv_reader
from extractor.read.tagged import medline_reader, wos_reader
from extractor.read.text import TextReader
from extractor.read.xml import AtomReader, OaiReader
from extractor.records import Paper
from extractor.rulefiles.rules import kept_by


class Reader(Protocol):
    """What a format needs: a name, what its files look like in words, their usual suffixes, and the two methods."""

    @property
    def name(self) -> str:
        """What `--input-format` takes."""

    @property
    def expects(self) -> str:
        """What its files look like, in the words of an error message."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The ends of its files' names, in lower case."""

    def sniff(self, source: Source) -> bool:
        """Whether the file is of this format, by its first bytes and its name. Raises OSError, InputError."""

    def read(self, source: Source, options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Yield the papers of the file in order. Raises InputError if the file as a whole cannot be read."""


_READERS: tuple[Reader, ...] = (
    ParquetReader(),
    ArrowReader(),
    ProducerReader("daily-papers"),
    ProducerReader("arxiv-snapshot"),
    BulkReader(),
    ProducerReader("semantic-scholar-api"),
    ProducerReader("s2orc"),
    ProducerReader("openalex"),
    ProducerReader("papers-with-code"),
    ProducerReader("csl-json"),
    JsonReader(),
    OaiReader(),
    AtomReader(),
    BibtexReader(),
    RisReader(),
    medline_reader(),
    wos_reader(),
    PageReader(),
    tsv_reader(),
    csv_reader(),
    TextReader(),
)
FORMATS: dict[str, Reader] = {reader.name: reader for reader in _READERS}
"""The readers by name."""


@kept_by("read/producers.toml")
def formats_of(rules: Path | None = None) -> Mapping[str, Reader]:
    """The readers by name, with the producers that a folder of rules of one's own adds, without those it lacks."""
    if rules is None or not (rules / "read" / "producers.toml").is_file():
        return FORMATS
    known = producers(rules)
    halves = BulkReader.halves <= known.keys()
    found: dict[str, Reader] = {}
    for name, reader in FORMATS.items():
        if isinstance(reader, JsonReader):
            own = known.keys() - FORMATS.keys() - BulkReader.halves
            found |= {new: ProducerReader(new, rules) for new in known if new in own}
        if isinstance(reader, ProducerReader):
            if name in known:
                found[name] = ProducerReader(name, rules)
        elif halves or not isinstance(reader, BulkReader):
            found[name] = reader
    return found
