"""BibTeX as a format of input, such as the ACL Anthology with abstracts; any size, a block of entries in memory."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.read.papers import RecordError
from extractor.read.references import ReferenceReader, reference, text_lines
from extractor.read.sources import OnReject, ReadOptions, Source
from extractor.records import Paper

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry

_ENTRY = re.compile(r"\s*@\w+[ \t]*[{(]")
_SNIFFED = re.compile(r"^[ \t]*@[a-zA-Z]+[ \t]*[{(][ \t]*[^\s,{}()=\"]+[ \t]*[,=]", re.MULTILINE)
_LINES = 5_000  # of a block at least; cut where an entry begins
_MOST = 64 << 20  # characters of a block: no entry is as long


class BibtexReader(ReferenceReader):
    """BibTeX whose entries have a field `abstract`."""

    name = "bibtex"
    expects = "a BibTeX file whose entries have title and abstract"
    suffixes: tuple[str, ...] = (".bib", ".bibtex")

    def sniff(self, source: Source) -> bool:
        """Whether an entry or a macro of BibTeX begins a line in the head."""
        return _SNIFFED.search(source.head_text) is not None

    def read(self, source: Source, options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Yield the papers of the entries that have an abstract. Raises InputError if no entry has one.

        An entry that cannot be parsed, one without an abstract, and one whose key an earlier one has are left out.
        """
        table = self.table(source)
        names, months = table["bibtex"], table["months"]
        keys: set[str] = set()
        papers = bare = 0
        for line, block in _parsed(source):
            entry, problem = _entry(block)
            if entry is None:
                if problem:
                    on_reject(source.reject(line, problem, "not_bibtex"))
                continue
            if entry.entry_type in names["skip"]:
                continue
            if entry.key and entry.key in keys:
                on_reject(source.reject(line, f"an earlier entry has the key {entry.key!r}", "duplicate_key"))
                continue
            keys.add(entry.key)
            fields: dict[str, str] = {}
            for field in entry.fields:
                fields.setdefault(field.key.lower(), _bare(str(field.value)))
            try:
                paper = reference(fields, names, source, months, entry.key)
            except RecordError as error:
                bare += error.kind == "no_abstract"
                on_reject(source.reject(line, f"{error} (entry {entry.key!r})", error.kind))
            else:
                papers += 1
                yield paper
        if not papers and not options.allow_empty:
            which = "its only entry has no" if bare == 1 else f"none of {bare:,} entries has an"
            problem = f"{which} abstract" if bare else "no entry can be read"
            remedy = "Take an export with abstracts (of the ACL Anthology: anthology+abstracts.bib.gz)"
            raise source.error(problem, remedy)


def _parsed(source: Source) -> Iterator[tuple[int, Block]]:
    """Yield the library's blocks with their lines: entries, and what it could not parse."""
    from bibtexparser.splitter import Splitter

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it warns of what is reported here with its line
    for start, text in _blocks(source):
        for block in Splitter(text).split().blocks:
            yield start + (block.start_line or 0), block


def _blocks(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the text in pieces that begin with an entry, and the line each begins on."""
    lines: list[str] = []
    start, size = 1, 0
    for number, line in text_lines(source):
        if len(lines) >= _LINES and _ENTRY.match(line):
            yield start, "\n".join(lines)
            lines, start, size = [], number, 0
        lines.append(line)
        size += len(line) + 1
        if size > _MOST:
            raise source.error(f"an entry of more than {_MOST:,} characters", "Check that it is BibTeX", start)
    yield start, "\n".join(lines)


def _entry(block: Block) -> tuple[Entry | None, str]:
    """The entry of a block, or what is wrong with it ("" for a comment or a macro)."""
    from bibtexparser.model import Entry, ParsingFailedBlock

    if isinstance(block, Entry):
        return block, ""
    if not isinstance(block, ParsingFailedBlock):
        return None, ""
    if isinstance(block.ignore_error_block, Entry):  # a field given twice: the first counts
        return block.ignore_error_block, ""
    why = getattr(block.error, "abort_reason", str(block.error))
    if "end of file" in why or "block start" in why:  # which of both depends on where the text was cut
        return None, "not BibTeX: a brace or a quotation mark of this entry is not closed"
    return None, f"not BibTeX: {' '.join(why.split())}"


def _bare(value: str) -> str:
    """A field's value without what encloses it."""
    if len(value) > 1 and (value[0], value[-1]) in (("{", "}"), ('"', '"')):
        return value[1:-1]
    return value
