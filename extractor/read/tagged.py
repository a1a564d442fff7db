"""Exports with a tag a line: MEDLINE as PubMed writes it, and Web of Science; any size, a record in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.read.papers import RecordError
from extractor.read.references import ReferenceReader, reference, text_lines
from extractor.read.sources import OnReject, ReadOptions, Source
from extractor.records import Paper


class Tags(NamedTuple):
    """How such an export is laid out."""

    known: re.Pattern[str]  # how a file begins
    line: re.Pattern[str]  # a line with a tag and a text
    more: re.Pattern[str]  # a line that goes on with the text above
    first: str  # the tag that a record begins with
    last: str  # the tag that it ends with; "" where the next one ends it


MEDLINE = Tags(
    known=re.compile(r"\s*PMID- *\d+\s*\n[A-Z]{2,4} *- "),
    line=re.compile(r"([A-Z][A-Z0-9]{1,3}) *- ?(.*)"),
    more=re.compile(r" {6}(.*)"),
    first="PMID",
    last="",
)
WOS = Tags(
    known=re.compile(r"\s*(?:FN [^\n]*\n\s*VR [\d.]+|PT [A-Z]\s*\n(?:A[UF]|B[AE]|CA|GP|ED|TI) )"),
    line=re.compile(r"([A-Z][A-Z0-9])(?: (.*)|$)"),
    more=re.compile(r" {3}(.*)"),
    first="PT",
    last="ER",
)


class TaggedReader(ReferenceReader):
    """Records of lines with tags, which rules/read/references.toml names under the name of the format."""

    def __init__(self, name: str, expects: str, suffixes: tuple[str, ...], tags: Tags) -> None:
        """Take what tells one export from another."""
        self.name, self.expects, self.suffixes, self._tags = name, expects, suffixes, tags

    def sniff(self, source: Source) -> bool:
        """Whether the head begins with a record, or with what stands before the first."""
        return self._tags.known.match(source.head_text) is not None

    def read(self, source: Source, options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Yield the papers of the records. Raises InputError if there is no record at all."""
        table = self.table(source)
        names, records = table[self.name], 0
        for start, lines in self._records(source):
            records += 1
            try:
                fields = self._fields(lines)
                own = names["id"][0]
                fields[own] = names["id_start"] + fields[own] if own in fields else ""
                yield reference(fields, names, source, table["months"])
            except RecordError as error:
                on_reject(source.reject(start, str(error), error.kind))
        if not records and not options.allow_empty:
            raise source.error("no record was found", f"Expected {self.expects}")

    def _records(self, source: Source) -> Iterator[tuple[int, list[str]]]:
        """Yield each record's lines and the number of its first."""
        record: list[str] = []
        start, begins = 0, re.compile(rf"{self._tags.first}(?:-| |$)")
        for number, line in text_lines(source):
            if begins.match(line):
                if record:
                    yield start, record
                record, start = [], number
            if record or begins.match(line):
                record.append(line)
            if record and self._tags.last and line.rstrip() == self._tags.last:
                yield start, record
                record = []
        if record:
            yield start, record

    def _fields(self, lines: Sequence[str]) -> dict[str, str]:
        """The texts by their tags, lines of one joined by a space; of a tag that comes again, below each other.

        Raises RecordError where the end of the record is missing.
        """
        if self._tags.last and lines[-1].rstrip() != self._tags.last:
            raise RecordError("this record has no end: the file is cut off, or damaged", "cut_off")
        found: dict[str, list[str]] = {}
        texts: list[str] = []
        for line in lines:
            if tagged := self._tags.line.match(line):
                texts = found.setdefault(tagged[1], [])
                texts.append((tagged[2] or "").strip())
            elif texts and (more := self._tags.more.match(line)):
                texts[-1] = f"{texts[-1]} {more[1].strip()}".strip()
        return {tag: "\n".join(texts) for tag, texts in found.items()}


def medline_reader() -> TaggedReader:
    """The reader of PubMed's exports."""
    expects = 'an export of PubMed in its format "PubMed" (MEDLINE), with title (TI) and abstract (AB)'
    return TaggedReader("medline", expects, (".nbib", ".medline"), MEDLINE)


def wos_reader() -> TaggedReader:
    """The reader of Web of Science's exports."""
    expects = "a plain-text export of Web of Science with title (TI) and abstract (AB)"
    return TaggedReader("web-of-science", expects, (".ciw", ".isi"), WOS)
