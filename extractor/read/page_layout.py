"""Hugging Face "Daily Papers" pages saved as text: where each title and each abstract stands.

Both layouts seen so far (title and abstract between blank lines; title glued to "Subscribe" and one line each) differ
in their header alone, so one method reads both, and mixtures. The header is cut off by the phrases of
rules/read/pages.toml. Each line below it is then a title, an abstract, a further paragraph of an abstract, or no part
of an entry; the labelling of the whole page that costs least is taken (the Viterbi algorithm). What speaks against a
label is its cost: a long line as a title, a short line without a full stop as an abstract. A line that ends up as no
part of an entry is handed back, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

# Costs. A line that fits its label costs nothing; leaving a line out must cost more than a small blemish, and less
# than two lines read the wrong way round.
_LEFT_OUT = 2.0  # a short line is no part of an entry
_LEFT_OUT_LONG = 3.0  # ... and it is as long as an abstract
_LEFT_OUT_BETWEEN = 1.0  # on top: it stands between a title and its abstract
_TITLE_LENGTH = 40.0  # a title pays one for so many characters beyond the length of a sure abstract
_TITLE_FURNITURE = 1.75  # a title reads like a date or a count
_SHORT_PROSE = 0.5  # a short abstract that reads like one
_SHORT_OTHER = 5.0  # a short abstract that reads like a title
_PARAGRAPH = 1.5  # one more paragraph of an abstract, and one more for so many characters:
_PARAGRAPH_LENGTH = 400.0
_PARAGRAPH_PLAIN = 0.5  # it plainly goes on: begins in lower case, or no blank line where the page has them

_Label = Literal["title", "abstract", "paragraph", "out"]
_Last = Literal["start", "title", "abstract"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A title with its abstract, and the line the title stands on (from 1)."""

    title: str
    abstract: str
    line: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that is no part of an entry, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the page without the white space around it: `text` is the page from `start` to `end`."""

    number: int
    start: int
    end: int
    text: str
    directly: bool  # no blank line above


@dataclass(frozen=True, slots=True)
class _Path:
    """The cheapest labelling of the lines so far that ends in one state."""

    cost: float
    length: int = 0  # of the abstract under way
    label: _Label | None = None
    before: _Path | None = None


class EncodingError(ValueError):
    """Bytes that are not UTF-8: the message names the first, and `line` (from 1) is where it stands."""

    def __init__(self, problem: str, line: int) -> None:
        """Keep both."""
        super().__init__(problem)
        self.line = line


class Layout:
    """What rules/read/pages.toml says, compiled."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """Compile the parsed table.

        Raises:
            ValueError: a key is missing, or a pattern is not a regular expression.
        """
        try:
            lengths, prose = table["lengths"], table["prose"]
            self.header_lines: int = lengths["header_lines"]
            self.abstract_sure: int = lengths["abstract_sure"]
            self.abstract_most: int = lengths["abstract_most"]
            self.phrases = [
                (re.compile(entry["pattern"], re.IGNORECASE), entry.get("page"), entry.get("after", False))
                for entry in table["header"]
            ]
            self._furniture = [re.compile(entry["pattern"], re.IGNORECASE) for entry in table["furniture"]]
            self._prose = [re.compile(prose[key]) for key in ("end", "words", "link")]
        except KeyError as error:
            raise ValueError(f"read/pages.toml: the key {error} is missing") from error
        except re.error as error:
            raise ValueError(f"read/pages.toml: {error.pattern!r} is not a regular expression: {error}") from error

    def cut(self, line: str) -> tuple[str, set[str]]:
        """The line without the header's phrases at its front, and what those say ("sure", "perhaps", "after", "")."""
        rest, said = line, set[str]()
        while rest:
            for pattern, page, after in self.phrases:
                found = pattern.match(rest)
                if found and found.end() and (not after or said or found.end() == len(rest)):
                    rest = rest[found.end() :].lstrip()
                    said.add("after" if after else page or "")
                    break
            else:
                break
        return rest, said

    def is_furniture(self, line: str) -> bool:
        """Whether the whole line is known to be part of no entry."""
        if len(line) >= self.abstract_sure:
            return False
        return any(pattern.fullmatch(line) for pattern in self._furniture) or not self.cut(line)[0]

    def reads_like_prose(self, text: str) -> bool:
        """Whether a short line is worded like an abstract rather than like a title."""
        return any(pattern.search(text) for pattern in self._prose)


def decode(data: bytes, *, whole: bool = True) -> str:
    """Decode UTF-8, a byte order mark at the front left out; the last character may be cut unless `whole`.

    Raises:
        EncodingError: the bytes are anything else; nothing is guessed.
    """
    mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    try:
        return data[mark:].decode("utf-8")
    except UnicodeDecodeError as error:
        if not whole and error.reason == "unexpected end of data":
            return data[mark : mark + error.start].decode("utf-8")
        byte = mark + error.start
        line = data.count(b"\n", 0, byte) + 1
        raise EncodingError(f"not UTF-8 at byte {byte} (0x{data[byte]:02x})", line) from error


def knows(text: str, layout: Layout) -> bool:
    """Whether the text begins like a page: some phrase of the header stands in its first lines."""
    return bool(_said(_header(_lines(text), layout), layout))


def split(text: str, layout: Layout) -> tuple[list[Entry], list[LeftOut]]:
    """The entries of a page in order, titles and abstracts exactly as they stand, and the lines that are part of none.

    Raises:
        ValueError: the text is not such a page; the message says what speaks against it.
    """
    lines = list(_lines(text))
    header = _header(lines, layout)
    said = _said(header, layout)
    if not said:
        raise ValueError("no line of its header says so")
    body, left_out = _without_header(lines, len(header), layout)
    entries: list[Entry] = []
    title = first = None
    among = behind = 0  # lines left out among the entries, and behind the last one
    for line, label in zip(body, _labels(body, layout), strict=True):
        if label == "title":
            title = line
        elif label == "abstract" and title:
            entries.append(Entry(title.text, line.text, title.number))
            first, among, behind = line, among + behind, 0
        elif label == "paragraph" and first:
            entries[-1] = replace(entries[-1], abstract=text[first.start : line.end])
        elif not layout.is_furniture(line.text):
            left_out.append(LeftOut(line.number, _why_left_out(line, layout)))
            behind += bool(entries)
    if not entries:
        raise ValueError("no title with an abstract below it was found")
    if among > len(entries):
        raise ValueError(f"{among} lines could not be understood, against {len(entries)} entries")
    if "sure" not in said and any(len(entry.abstract) < layout.abstract_sure for entry in entries):
        raise ValueError("its header says so only in part, and its paragraphs are too short for abstracts")
    return entries, sorted(left_out, key=lambda one: one.line)


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not blank. Lines end at a line feed alone: abstracts may hold any other separator."""
    offset, directly = 0, False
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if bare:
            start = offset + len(line) - len(line.lstrip())
            yield _Line(number, start, start + len(bare), bare, directly)
        offset, directly = offset + len(line) + 1, bool(bare)


def _header(lines: Iterable[_Line], layout: Layout) -> list[_Line]:
    """The first lines of a page, as far as a phrase of the header may stand."""
    header: list[_Line] = []
    for line in lines:
        if len(header) == layout.header_lines or len(line.text) >= layout.abstract_sure:
            break
        header.append(line)
    return header


def _said(header: Iterable[_Line], layout: Layout) -> set[str]:
    """What the phrases in the header say of the page: "sure", "perhaps", both or nothing."""
    said = set[str]()
    for line in header:
        said |= layout.cut(line.text)[1]
    return said & {"sure", "perhaps"}


def _without_header(lines: list[_Line], header: int, layout: Layout) -> tuple[list[_Line], list[LeftOut]]:
    """The lines below the header, a title glued to its last phrase included, and what was not understood in it."""
    left_out: list[LeftOut] = []
    rests = [layout.cut(line.text) for line in lines[:header]]
    last = max(index for index, (_, said) in enumerate(rests) if said - {"after"})
    for line, (rest, _) in zip(lines[:last], rests, strict=False):
        if rest and not layout.is_furniture(rest):
            left_out.append(LeftOut(line.number, f"{_short(rest)!r} stands in the page's header and is not known"))
    line, rest = lines[last], rests[last][0]
    glued = [_Line(line.number, line.end - len(rest), line.end, rest, line.directly)] if rest else []
    return glued + lines[last + 1 :], left_out


def _labels(body: list[_Line], layout: Layout) -> list[_Label]:
    """The labelling of the lines that costs least."""
    spaced = sum(not line.directly for line in body[1:]) * 3 >= len(body) - 1
    states: dict[_Last, _Path] = {"start": _Path(0.0)}
    for line in body:
        length = len(line.text)
        long = length >= layout.abstract_sure
        furniture = layout.is_furniture(line.text)
        as_out = 0.0 if furniture else _LEFT_OUT_LONG if long else _LEFT_OUT
        as_title = max(0, length - layout.abstract_sure) / _TITLE_LENGTH + _TITLE_FURNITURE * furniture
        as_abstract = 0.0 if long else _SHORT_PROSE if layout.reads_like_prose(line.text) else _SHORT_OTHER
        plain = (line.directly and spaced) or line.text[0].islower()
        as_paragraph = as_abstract + (_PARAGRAPH_PLAIN if plain else _PARAGRAPH + length / _PARAGRAPH_LENGTH)
        following: dict[_Last, _Path] = {}
        for last, path in states.items():
            between = _LEFT_OUT_BETWEEN if last == "title" else 0.0
            full = layout.abstract_most if last == "abstract" else 0  # no paragraph goes on behind a gap
            _offer(following, last, path, "out", as_out + between, full)
            if last == "title":
                _offer(following, "abstract", path, "abstract", as_abstract, length)
                continue
            _offer(following, "title", path, "title", as_title, 0)
            if last == "abstract" and path.length + length < layout.abstract_most:
                _offer(following, "abstract", path, "paragraph", as_paragraph, path.length + length + 1)
        states = following
    ends = [path for last, path in states.items() if last != "title"]
    best: _Path | None = min(ends, key=lambda one: one.cost)
    labels: list[_Label] = []
    while best and best.label:
        labels.append(best.label)
        best = best.before
    return labels[::-1]


def _offer(states: dict[_Last, _Path], state: _Last, before: _Path, label: _Label, cost: float, length: int) -> None:
    """Keep the path in the state if none that is as cheap is there yet."""
    total = before.cost + cost
    if state not in states or total < states[state].cost:
        states[state] = _Path(total, length, label, before)


def _why_left_out(line: _Line, layout: Layout) -> str:
    if len(line.text) >= layout.abstract_sure:
        return f"{_short(line.text)!r} is as long as an abstract, and no title stands above it"
    return f"{_short(line.text)!r} has no abstract below it"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
