"""Items: the objects of a JSON file one by one, be they one a line, in a list, or in the answer of a service.

Nothing of a file is held but one item, and a broken item costs no other: what an item holds is left to the JSON
parser, here it is only found where it ends.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import IO, Any, NamedTuple

from extractor.read.columns import Names, names_of
from extractor.read.papers import RecordError, first_id
from extractor.read.sources import InputError, Source

_STEP = 1 << 18
_FIRST = 20  # items looked at for one that can be parsed
_TOKEN = re.compile(  # a whole string, brackets in a row, half a string
    rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[{]++|[\]}]++|"', re.DOTALL
)
_STRING_END = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_MAP = re.compile(rb'\s*\{\s*"[^"]*+"\s*:\s*\{')  # how an object of objects begins
_SPACE = b" \t\r\n,"
_DEEPEST = 1 << 20  # brackets open at once; the JSON parser takes a thousand, and what is deeper is an attack
_LINE_SUFFIXES = (".jsonl", ".ndjson")


Piece = tuple[str, int, bytes]
"""What a list is split into: kind, line, bytes."""


class Item(NamedTuple):
    """One item: the line it begins at, where it stands in a list ("item 3: "), its bytes or else its value."""

    line: int | None
    place: str
    raw: bytes
    value: Any = None

    def parse(self) -> dict[str, Any]:
        """Return the object. Raises RecordError if it is none, or no valid JSON."""
        import orjson

        try:
            value = orjson.loads(self.raw) if self.raw else self.value
        except orjson.JSONDecodeError as error:
            problem = _not_utf8(self.raw) or error.msg
            raise RecordError(f"{self.place}no valid JSON: {problem}", "not_json") from error
        if not isinstance(value, dict):
            raise RecordError(f"{self.place}no JSON object but of type {type(value).__name__}", "wrong_type")
        return value

    def exact(self) -> tuple[dict[str, Any], str]:
        """Return the object with every number as the text it is written in, and a key that stands in it twice or ""."""
        twice = ""

        def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
            nonlocal twice
            made = dict(found)
            if len(made) < len(found) and not twice:
                keys = [key for key, _ in found]
                twice = next(key for key in keys if keys.count(key) > 1)
            return made

        if not self.raw:
            return self.value, ""
        return json.loads(self.raw, parse_float=str, parse_int=str, object_pairs_hook=pairs), twice


def layout(source: Source) -> str:
    """How the file is laid out: "list", "lines", "document" (one value over many lines), or "" for no JSON at all."""
    head = source.head_text.lstrip()
    if head.startswith("["):
        return "list"
    if source.suffix in _LINE_SUFFIXES and re.search(r"^\s*\{", head, re.MULTILINE):
        return "lines"
    if not head.startswith("{"):
        return ""
    first, _, rest = head.partition("\n")
    if _is_answer(first, names_of(source.rules).lists) or (
        re.match(r'\{\s*(?:$|")', first) and not first.rstrip().endswith("}") and rest.strip()
    ):
        return "document" if not re.search(r"^\{\s*\"", rest, re.MULTILINE) else "lines"
    return "lines"


def items(source: Source) -> Iterator[Item]:
    """Yield the items of a file in order; too long ones are rejected. Raises InputError, OSError."""
    kind = layout(source)
    if kind == "list":
        yield from _list_items(source)
    elif kind == "document":
        yield from _document_items(source)
    else:
        yield from _line_items(source)


def first_object(source: Source) -> dict[str, Any]:
    """Return the first object of a file, or {} if there is none among its first items."""
    kept: dict[str, Any] | None = source.cache.get("first_object")
    if kept is None:
        kept = source.cache["first_object"] = _first_object(source)
    return kept


def _first_object(source: Source) -> dict[str, Any]:
    if not layout(source):
        return {}
    quiet = replace(source, on_reject=lambda reject: None, cache={})
    try:
        for _, item in zip(range(_FIRST), items(quiet), strict=False):
            try:
                return item.parse()
            except RecordError:
                continue
    except InputError:  # a fault further down, which reading will report
        pass
    return {}


def _list_items(source: Source) -> Iterator[Item]:
    count = 0
    with source.open_utf8() as stream:
        for kind, line, raw in split_list(stream, source.max_line):
            if kind == "deep":
                problem = f"brackets within brackets, more than {_DEEPEST:,} deep, which no list of papers has"
                raise source.error(problem, "Check where the file comes from", line)
            if kind == "open":
                problem = f"the JSON list is not closed after item {count:,}: the file is cut off, or an item broken"
                raise source.error(problem, "Download or write it again")
            count += 1
            if kind == "item":
                yield Item(line, f"item {count:,} of the list: ", raw)
            elif kind == "long":
                source.on_reject(source.too_long(line, "list item"))
            else:
                source.on_reject(source.reject(line, "text behind the end of the JSON list", "not_json"))


def _line_items(source: Source) -> Iterator[Item]:
    """An item a line; the only line of a file may be an object that maps ids to papers."""
    lines = source.lines()
    first, second = next(lines, None), next(lines, None)
    if first and not second and (entries := _mapped(first[1], names_of(source.rules))):
        yield from entries
        return
    for line, raw in chain((one for one in (first, second) if one), lines):
        yield Item(line, "", raw)


def _mapped(raw: bytes, names: Names) -> list[Item]:
    """The papers of the bytes of an object that maps ids to them; none of any other."""
    if not _MAP.match(raw):
        return []
    try:
        return _known_map(json.loads(raw, parse_float=str), names)
    except (ValueError, RecursionError):
        return []


def _known_map(value: Any, names: Names) -> list[Item]:
    """The papers of an object that maps ids to them, by itself or under a known key.

    A key is the id of its paper where that has none of its own.
    """
    for part in (value, *(value.get(key) for key in names.lists)) if isinstance(value, dict) else ():
        entries = part.items() if isinstance(part, dict) else ()
        if all(isinstance(entry, dict) for _, entry in entries) and any(names.fit(list(entry)) for _, entry in entries):
            ids = names.find("paper_id", list(dict.fromkeys(name for _, entry in entries for name in entry)))
            own = ids[0] if ids else "id"  # under one name, where some have an id and some have none
            return [
                Item(None, f"item {number:,} ({key!r}): ", b"", entry if has_id else {**entry, own: key})
                for number, (key, entry) in enumerate(entries, 1)
                for has_id in (first_id(map(entry.get, ids), names.rules) is not None,)
            ]
    return []


def _document_items(source: Source) -> Iterator[Item]:
    """The items of a document that is small enough to be held: the list under one of the known keys, or itself."""
    import orjson

    with source.open_utf8() as stream:
        data = stream.read(source.max_line + 1)
    if len(data) > source.max_line:
        problem = f"one JSON object of more than {source.max_line:,} bytes over many lines"
        raise source.error(problem, "Write one object a line, or a list of objects")
    try:
        orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise source.error(f"no valid JSON: {error.msg}", "Download or write it again", error.lineno) from error
    value = json.loads(data, parse_float=str)
    found = _known_list(value, names_of(source.rules))
    if found is None:
        yield from _known_map(value, names_of(source.rules)) or [Item(1, "", b"", value)]
        return
    for number, entry in enumerate(found[1], 1):
        yield Item(None, f"item {number:,} of {found[0]!r}: ", b"", entry)


def _known_list(value: Any, names: Names) -> tuple[str, list[Any]] | None:
    """The list of papers in an answer: under a known key, or in a part of it, where it is no paper itself."""
    within = [value]
    if not names.find("title", list(value)):
        within += [part for part in value.values() if isinstance(part, dict)]
    places = ((key, part.get(key)) for part in within for key in names.lists)
    return next(((key, some) for key, some in places if isinstance(some, list)), None)


def _is_answer(first: str, lists: Sequence[str]) -> bool:
    """Whether a line is the whole answer of a service: an object with one of the known lists in it."""
    return any(re.search(rf'^\{{(?:.{{0,2000}}[,{{])?\s*"{key}"\s*:\s*\[', first) for key in lists)


def _not_utf8(raw: bytes) -> str:
    """What is wrong with the bytes as text; "" if nothing is."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"not UTF-8 at its byte {error.start} (0x{raw[error.start]:02x}); --encoding names another encoding"
    return ""


def split_list(stream: IO[bytes], limit: int) -> Iterator[Piece]:
    """Yield what a JSON list holds: each "item" with the line it begins at, "long" for one of more than `limit` bytes.

    What stands between two objects and is more than a comma is an item too. At the end comes "behind" if more
    follows the list, or "open" if it is not closed; "deep" ends it where too many brackets are open.
    """
    splitter = _Splitter(limit)
    while data := stream.read(splitter.wanted()):
        yield from splitter.feed(data)
        if splitter.depth > _DEEPEST:
            yield "deep", splitter.line, b""
            return
        if splitter.behind:
            return
    if splitter.depth or not splitter.over:
        yield "open", 0, b""


class _Splitter:
    """Where each item ends: brackets are counted, strings are passed over."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._buffer = b""
        self._begin = self._at = 0  # of the item (or the gap) under way; scanned up to here
        self._line, self._counted = 1, 0  # the line at `_counted`
        self.depth = 0
        self.over = self.behind = False  # the list is closed; more stands behind it
        self._skipping = self._in_string = False

    def wanted(self) -> int:
        """How many bytes to read next: more, the longer the string that was not closed so far."""
        return max(_STEP, len(self._buffer) - self._at)

    @property
    def line(self) -> int:
        """The line that the item under way begins at, or was last counted to."""
        return self._line

    def feed(self, data: bytes) -> Iterator[Piece]:
        """Yield the items that end in this piece of the file."""
        self._count_to(self._begin)
        self._buffer = self._buffer[self._begin :] + data
        self._at, self._counted, self._begin = self._at - self._begin, self._counted - self._begin, 0
        if self._in_string and not self._leave_string():
            return
        if not self.over:
            yield from self._scan()
        if self.over:
            yield from self._rest()
        else:
            yield from self._bounded()

    def _scan(self) -> Iterator[Piece]:
        for token in _TOKEN.finditer(self._buffer, self._at):
            letter = self._buffer[token.start()]
            if letter == 0x22 and token.end() - token.start() == 1:  # a string that is not closed so far
                self._at = token.start()
                return
            if letter in b"[{":
                yield from self._opened(token.start(), token.end())
            elif letter != 0x22:
                yield from self._closed(token.start(), token.end())
                if self.over:
                    return
            self._at = token.end()
            if self.depth > _DEEPEST:
                return
        self._at = len(self._buffer)

    def _opened(self, start: int, end: int) -> Iterator[Piece]:
        """Brackets in a row that open: the list, an item in it, and what is in the item, of which the depth counts."""
        for place in range(start, min(end, start + max(2 - self.depth, 0))):
            if self.depth == 1:
                yield from self._gap(place)
            else:
                self._begin = place + 1
            self.depth += 1
            start = place + 1
        self.depth += end - start

    def _closed(self, start: int, end: int) -> Iterator[Piece]:
        """Brackets in a row that close; those behind the end of the list are left."""
        within = min(end - start, max(self.depth - 2, 0))
        self.depth -= within
        for place in range(start + within, end):
            self.depth -= 1
            if self.depth == 1:
                yield from self._piece(self._begin, place + 1)
            else:
                yield from self._gap(place)
                self._begin = self._at = place + 1
                self.over = True
                return

    def _gap(self, end: int) -> Iterator[Piece]:
        """What stands between two items, if it is more than a comma."""
        rest = self._buffer[self._begin : end]
        if rest.strip(_SPACE):
            yield from self._piece(self._begin + len(rest) - len(rest.lstrip(_SPACE)), end)
        self._begin, self._skipping = end, False

    def _piece(self, begin: int, end: int) -> Iterator[Piece]:
        if not self._skipping:
            self._count_to(begin)
            long = end - begin > self._limit
            yield ("long", self._line, b"") if long else ("item", self._line, self._buffer[begin:end].strip(_SPACE))
        self._begin, self._skipping = end, False

    def _rest(self) -> Iterator[Piece]:
        rest = self._buffer[self._begin :]
        if rest.strip():
            self._count_to(len(self._buffer) - len(rest.lstrip()))
            self.behind = True
            yield "behind", self._line, b""
        self._begin = self._at = len(self._buffer)

    def _bounded(self) -> Iterator[Piece]:
        """Let go of an item that is too long, and of what is scanned of it."""
        if len(self._buffer) - self._begin > self._limit and not self._skipping:
            held = self._buffer[self._begin :]
            self._count_to(self._begin + len(held) - len(held.lstrip(_SPACE)))
            self._skipping = True
            yield "long", self._line, b""
        if self._skipping:
            self._in_string = len(self._buffer) - self._at > self._limit
            self._begin = self._at
            if self._in_string:
                self._drop_string(1)

    def _leave_string(self) -> bool:
        end = _STRING_END.match(self._buffer, self._at)
        if not end:
            self._drop_string(0)
            return False
        self._in_string, self._at = False, end.end()
        return True

    def _drop_string(self, quote: int) -> None:
        """Keep of a string under way no more than a backslash that escapes what comes next."""
        text = self._buffer[self._at + quote :]
        slashes = len(text) - len(text.rstrip(b"\\"))
        self._count_to(len(self._buffer))
        self._buffer = b"\\" if slashes % 2 else b""
        self._begin = self._at = self._counted = 0

    def _count_to(self, place: int) -> None:
        if place > self._counted:
            self._line += self._buffer.count(b"\n", self._counted, place)
            self._counted = place
