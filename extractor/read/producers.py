"""Producers: how those who publish lists of papers as JSON name their fields (rules/read/producers.toml)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.read.columns import FIELDS
from extractor.rulefiles.rules import RuleError, kept_by, table_of

Getter = Callable[[Any], Any]


class Producer:
    """One producer's fields, compiled: `told` says whether an object is one of its, `values` reads its fields."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        """Compile an entry of the table. Raises RuleError for a key that is missing or a field that is none."""
        try:
            self.name: str = entry["name"]
            self.expects: str = entry["expects"]
            self.url_of_id: str = entry["url_of_id"]
            self._told_by = [[_path(path) for path in paths] for paths in entry["told_by"]]
            self._fields = [_first_of([_getter(spec) for spec in entry[field]]) for field in FIELDS]
        except KeyError as error:
            raise RuleError(f"read/producers.toml: {entry.get('name', '?')!r} has no key {error}") from error

    def told(self, record: Mapping[str, Any]) -> bool:
        """Whether the object has all the keys of one of the lists (their values may be null)."""
        return any(all(_has(record, keys) for keys in paths) for paths in self._told_by)

    def values(self, record: Mapping[str, Any]) -> list[Any]:
        """The values of title, abstract, paper_id, url, published and year; None where there is none."""
        return [get(record) for get in self._fields]


@kept_by("read/producers.toml")
def producers(rules: Path | None = None) -> Mapping[str, Producer]:
    """The producers of the shipped rules, or of a folder of one's own, by name."""
    return {entry["name"]: Producer(entry) for entry in table_of("read/producers.toml", rules)["producer"]}


def words_in_order(index: Any) -> str | None:
    """Put an inverted index {word: [places]} back into a text; None if it is empty or no such thing."""
    if not isinstance(index, dict):
        return None
    places = [(place, word) for word, found in index.items() for place in _places(found)]
    return " ".join(word for _, word in sorted(places)) or None


def _places(found: Any) -> list[int]:
    return [place for place in found if isinstance(place, int)] if isinstance(found, list) else []


def _getter(spec: Any) -> Getter:
    if isinstance(spec, str):
        return _at(_path(spec))
    if "words" in spec:
        index = _at(_path(spec["words"]))
        return lambda record: words_in_order(index(record))
    if "cut" in spec:
        spans, text = _at(_path(spec["cut"])), _at(_path(spec["of"]))
        return lambda record: _cut(spans(record), text(record))
    if "date" in spec:
        parts = _at(_path(spec["date"]))
        return lambda record: _joined(parts(record))
    if "start" in spec:
        value, start = _at(_path(spec["path"])), spec["start"]
        return lambda record: None if (found := value(record)) in (None, "") else f"{start}{found}"
    raise RuleError(f"read/producers.toml: {spec!r} is no way to read a field")


def _joined(parts: Any) -> str | None:
    """A day out of a list of year, month and day, as far as they are there."""
    if not isinstance(parts, list) or not all(isinstance(part, int | str) for part in parts):
        return None
    return "-".join(f"{part:>02}" for part in parts) or None


def _path(path: str) -> list[str | int]:
    return [int(part) if part.isdigit() else part for part in path.split(".")]


def _at(keys: Sequence[str | int]) -> Getter:
    if len(keys) == 1:
        key = keys[0]
        return lambda record: record.get(key)

    def get(record: Any) -> Any:
        for key in keys:
            if isinstance(key, int):
                record = record[key] if isinstance(record, list) and len(record) > key else None
            else:
                record = record.get(key) if isinstance(record, dict) else None
        return record

    return get


def _first_of(getters: Sequence[Getter]) -> Getter:
    if len(getters) == 1:
        return getters[0]

    def get(record: Any) -> Any:
        for getter in getters:
            value = getter(record)
            if value not in (None, ""):
                return value
        return None

    return get


def _has(record: Any, keys: Sequence[str | int]) -> bool:
    for key in keys:
        if not isinstance(record, dict) or key not in record:
            return False
        record = record[key]
    return True


def _cut(spans: Any, text: Any) -> str | None:
    """The pieces of a text that a JSON string (or a list) of {"start", "end"} marks, each a paragraph."""
    import orjson

    try:
        marks = orjson.loads(spans) if isinstance(spans, str) else spans
        pieces = [text[int(mark["start"]) : int(mark["end"])] for mark in marks]
    except (TypeError, KeyError, ValueError):
        return None
    return "\n".join(piece for piece in pieces if piece) or None
