"""JSON as a format of input: lists, lines and answers of services, of known producers and of anybody."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from extractor.read.columns import FIELDS, names_of
from extractor.read.json_items import Item, first_object, items, layout
from extractor.read.papers import RecordError, first_id, make_paper, plain
from extractor.read.producers import Producer, producers
from extractor.read.sources import InputError, OnReject, ReadOptions, Source
from extractor.records import Paper

_PROBE = 100  # objects whose keys are looked at before the first paper comes
_MOST_HELD = 10_000  # items before the first paper that are no objects, and are reported in their turn
_ID = FIELDS.index("paper_id")
_log = logging.getLogger(__name__)

_Parsed = tuple[Item, dict[str, Any] | RecordError]
Pair = tuple[Item, dict[str, Any]]
Values = Callable[[Any], list[Any]]


class Objects:
    """The objects of a file, and what is read of them."""

    def __init__(self, source: Source, on_reject: OnReject) -> None:
        self._source, self._on_reject = source, on_reject
        self.rejected: list[tuple[int | None, str]] = []  # the first record left out
        self._twice: list[tuple[int | None, str]] = []

    def __iter__(self) -> Iterator[Pair]:
        """Yield each item that is an object; the others are rejected."""
        return self.objects_of(self.everything())

    def everything(self) -> Iterator[_Parsed]:
        """Yield each item, with what is wrong with it where it is no object."""
        for item in items(self._source):
            try:
                yield item, item.parse()
            except RecordError as error:
                yield item, error

    def objects_of(self, some: Iterable[_Parsed]) -> Iterator[Pair]:
        """Yield those that are objects; the others are rejected, each in its turn."""
        for item, record in some:
            if isinstance(record, RecordError):
                self.reject(item, record)
            else:
                yield item, record

    def finish(self) -> None:
        """Say how many records held a key twice."""
        if self._twice:
            line, key = self._twice[0]
            count = f"records that hold a key twice, of which the last value was taken: {len(self._twice):,}"
            _log.warning("%s: %s (the first: line %s, %r)", self._source.name, count, line, key)

    def reject(self, item: Item, error: RecordError) -> None:
        """Report an item that is left out."""
        if not self.rejected:
            self.rejected.append((item.line, str(error)))
        reason = str(error) if str(error).startswith(item.place) else item.place + str(error)
        self._on_reject(self._source.reject(item.line, reason, error.kind))

    def values(self, item: Item, record: dict[str, Any], read: Values) -> list[Any]:
        """The values of the fields; a number that is an id is the text it is written in."""
        raw = item.raw
        found = read(record)
        if isinstance(found[_ID], float) or raw.count(b'"title"') > 1 or raw.count(b'"abstract"') > 1:
            exact, twice = item.exact()
            found[_ID] = read(exact)[_ID]
            if twice:
                self._twice.append((item.line, twice))
        return found


class ProducerReader:
    """The JSON of one known producer; a class of its own for none, since rules/read/producers.toml says all."""

    suffixes: tuple[str, ...] = ()

    def __init__(self, name: str, rules: Path | None = None) -> None:
        """Take the name of a producer of the table, which is loaded when first needed."""
        self.name, self._rules = name, rules

    @property
    def producer(self) -> Producer:
        """What the table says."""
        return producers(self._rules)[self.name]

    @property
    def expects(self) -> str:
        """What such a file is, in words."""
        return self.producer.expects

    def sniff(self, source: Source) -> bool:
        """Whether the first object has the keys that the producer is told by."""
        return self.producer.told(first_object(source))

    def read(self, source: Source, options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Yield the papers, an item in memory. Raises InputError for a file that is cut off."""
        producer, objects = self.producer, Objects(source, on_reject)
        for item, record in objects:
            try:
                yield _paper(source, objects.values(item, record, producer.values), producer.url_of_id)
            except RecordError as error:
                objects.reject(item, error)
        objects.finish()


class JsonReader:
    """JSON of anybody: objects one a line, in a list or in an answer, with keys named like the columns of a table."""

    name = "json"
    expects = "JSON Lines, or a JSON list, of objects with title and abstract"
    suffixes: tuple[str, ...] = (".json", ".jsonl", ".ndjson")

    def sniff(self, source: Source) -> bool:
        """Whether there is an object among the first items, or the name says so and it begins like JSON."""
        return bool(first_object(source) or (source.suffix in self.suffixes and layout(source)))

    def read(self, source: Source, options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Yield the papers, an item in memory. Raises InputError if no key holds title or abstract, or none is JSON."""
        objects = Objects(source, on_reject)
        stream, begun, fault = _probed(objects)
        first = [record for _, record in begun if isinstance(record, dict)]
        if not first:
            for _ in objects.objects_of(begun):
                pass
            if fault:
                raise fault
            if objects.rejected:
                line, reason = objects.rejected[0]
                problem = f"no line or item of it is a JSON object: {reason}"
                raise source.error(problem, f"Expected {self.expects}", line)
            return
        found = list(dict.fromkeys(key for record in first for key in record))
        read = _reader(source, names_of(source.rules).choose(source, found, options.columns, "key"))
        for item, record in objects.objects_of(chain(begun, stream)):
            try:
                yield _paper(source, objects.values(item, record, read))
            except RecordError as error:
                objects.reject(item, error)
        objects.finish()
        if fault:
            raise fault


def _probed(objects: Objects) -> tuple[Iterator[_Parsed], list[_Parsed], InputError | None]:
    """The items, those up to the last object of the probe taken off; a fault that ends them is kept until all are read.

    What is no object waits with them, so that it is reported in its turn; but not more of it than fits the memory.
    """
    stream, begun = objects.everything(), list[_Parsed]()
    number = 0
    try:
        for item, record in stream:
            if isinstance(record, RecordError) and len(begun) >= number + _MOST_HELD:
                objects.reject(item, record)
                continue
            begun.append((item, record))
            number += isinstance(record, dict)
            if number == _PROBE:
                break
    except InputError as error:
        return iter(()), begun, error
    return stream, begun, None


def _paper(source: Source, values: list[Any], url_of_id: str = "") -> Paper:
    title, abstract, own, url, published, year = values
    if url_of_id and not url and plain(own):
        url = url_of_id.format(plain(own))
    return make_paper(
        source.name, title, abstract, own, url, published, year, rules=source.rules, on_day=source.odd_day
    )


def _reader(source: Source, chosen: Mapping[str, list[str]]) -> Values:
    """What reads the fields of an object out of the keys chosen for each: the first that has a value."""

    def first(record: Mapping[str, Any], keys: list[str]) -> Any:
        for key in keys:
            value = record.get(key)
            if value not in (None, ""):
                return value
        return None

    def own(record: Mapping[str, Any], keys: list[str]) -> Any:
        return first_id(map(record.get, keys), source.rules)

    fields = [(own if field == "paper_id" else first, chosen[field]) for field in FIELDS]
    return lambda record: [pick(record, keys) for pick, keys in fields]
