"""RIS as a format of input, as EndNote and Zotero export it; any size, a record in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extractor.read.papers import RecordError
from extractor.read.references import ReferenceReader, reference, text_lines
from extractor.read.sources import OnReject, ReadOptions, Source
from extractor.records import Paper

_START, _END = "TY  -", "ER  -"
_SNIFFED = re.compile(r"^TY  - ?\w", re.MULTILINE)


class RisReader(ReferenceReader):
    """RIS with title (TI, T1) and abstract (AB, N2)."""

    name = "ris"
    expects = "a RIS file whose records have title (TI) and abstract (AB)"
    suffixes: tuple[str, ...] = (".ris",)

    def sniff(self, source: Source) -> bool:
        """Whether a record begins in the head."""
        return _SNIFFED.search(source.head_text) is not None

    def read(self, source: Source, options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Yield the papers of the records. Raises InputError if there is no record at all."""
        table = self.table(source)
        names, months = table["ris"], table["months"]
        records = 0
        for start, lines in _records(source):
            records += 1
            try:
                yield reference(_fields(lines), names, source, months)
            except RecordError as error:
                on_reject(source.reject(start, str(error), error.kind))
        if not records and not options.allow_empty:
            raise source.error("no record (TY ... ER) was found", "Check that it is RIS, and its encoding")


def _records(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Yield each record's lines and the number of its first; one whose end is missing goes up to the next."""
    record: list[str] = []
    start = 0
    for number, line in text_lines(source):
        if line.startswith(_START):
            if record:
                yield start, [*record, f"{_END} "]
            record, start = [], number
        if record or line.startswith(_START):
            record.append(line)
        if line.startswith(_END) and record:
            yield start, record
            record = []
    if record:
        yield start, record


def _fields(lines: Sequence[str]) -> Mapping[str, str]:
    """The fields of a record by their tags. Raises RecordError where its end is missing, or no record is found."""
    import rispy

    if not lines[-1].startswith(_END):
        raise RecordError("the file ends within this record", "cut_off")
    try:
        found = rispy.loads("\n".join(lines), skip_unknown_tags=True)
    except (KeyError, ValueError, IndexError) as error:
        raise RecordError(f"not RIS: {error!r}", "not_ris") from error
    if len(found) != 1:
        raise RecordError("not RIS: no record was found", "not_ris")
    names = {tag: name for tag, name in rispy.TAG_KEY_MAPPING.items() if name in found[0]}
    return {tag: _text(found[0][name]) for tag, name in names.items()}


def _text(value: Any) -> str:
    """A field's text; of a list the first item."""
    if isinstance(value, list):
        return str(value[0]) if value else ""
    return str(value)
