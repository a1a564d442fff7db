"""Plain text as a format of input: a title, a blank line, an abstract; and the next paper after a line of dashes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from typing import Any

from extractor.read.papers import RecordError, abstract_of, title_id
from extractor.read.references import text_lines
from extractor.read.sources import OnReject, ReadOptions, Source
from extractor.records import Paper
from extractor.rulefiles.rules import table_of

_Line = tuple[int, str]


class TextReader:
    """Papers as prose: the first paragraph is the title, what follows it is the abstract."""

    name = "text"
    expects = "plain text (a title, a blank line, an abstract; papers parted by a line of dashes)"
    suffixes: tuple[str, ...] = ()  # files of these names are pages, unless they look like this

    _asked = (".txt", ".text", ".md", ".markdown", "")
    _marked = (".md", ".markdown")  # files of other names with "#" in front hold comments, or a program

    def sniff(self, source: Source) -> bool:
        """Whether the name is that of a text, and the head begins with a title and prose; asked after all others."""
        return self.refusal(source) == ("", "")

    def refusal(self, source: Source) -> tuple[str, str] | None:
        """Why a file is not taken for a text unasked, and what to do; both empty where it is, None for what is none."""
        table = table_of("read/text.toml", source.rules)
        if source.suffix not in self._asked or "\0" in source.head_text:
            return None
        least = table["abstract_least"]
        lines = list(_below_front(table, enumerate(source.head_text.split("\n"), 1)))
        text = _joined(lines)
        if re.match(table["other"], text) and not (source.suffix in self._marked and _marks(table, text)):
            return None
        for one in table["written"]:
            if re.match(one["begins"], text):
                return one["what"], one["remedy"]
        first = next(_blocks(table, lines), None)
        if first is None:
            return None
        title, abstract = _split(first)
        if not abstract:
            return None
        if len(abstract) < least:
            return (
                f"no title with an abstract of {least} characters or more below it was found",
                "Write a title, a blank line, the abstract; where it is as short as this, add --input-format text",
            )
        problem, _, remedy = (_problem(table, first, title, abstract) or _section(table, text)).partition(": ")
        return problem, remedy[:1].upper() + remedy[1:]

    def read(self, source: Source, options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Yield the papers. Raises InputError if there is none."""
        table = table_of("read/text.toml", source.rules)
        papers, why = 0, ""
        for block in _blocks(table, _below_front(table, text_lines(source))):
            title, abstract = _split(block)
            problem = _problem(table, block, title, abstract) or _absent(abstract, source)
            if problem:
                why = why or f" (line {block[0][0]}: {problem})"
                on_reject(source.reject(block[0][0], problem, "not_a_paper"))
                continue
            papers += 1
            yield Paper(title_id(title), title, abstract, (source.name,))
        if not papers and not options.allow_empty:
            raise source.error(f"no paper was found{why}", f"Expected {self.expects}")


def _below_front(table: Mapping[str, Any], lines: Iterable[_Line]) -> Iterator[_Line]:
    """Yield all lines, those of the front matter that a text opens with emptied: it tells of the file, not of a paper.

    What holds a line as long as an abstract is no front matter, but may be a paper.
    """
    edge, entry = re.compile(table["front"]), re.compile(table["front_line"])
    rest, head = iter(lines), list[_Line]()
    for number, line in rest:
        head.append((number, line))
        if len(head) > 1 and edge.fullmatch(line):
            head = [(number, "") for number, _ in head]
            break
        if not (entry if len(head) > 1 else edge).fullmatch(line) or len(line) >= table["abstract_least"]:
            break
    yield from head
    yield from rest


def _blocks(table: Mapping[str, Any], lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Yield the lines of each paper: parted by a separator, two blank lines and more, or the heading of a title.

    The marks of a title's heading are layout, and so is a heading that says no more than that an abstract follows.
    """
    separator, titled, told = (re.compile(table[key]) for key in ("separator", "heading", "abstract_heading"))
    block: list[_Line] = []
    blank, marks, begun = 0, "", False
    for number, line in lines:
        if not line.strip(" \t\r\x0b"):
            blank += 1
            continue
        if block and told.fullmatch(line):
            block, blank = [*block, (number, "")], 0
            continue
        heading = titled.fullmatch(line)
        marks = heading["marks"] if heading and not begun else marks
        title = heading["title"] if heading and heading["marks"] == marks else ""
        parted, begun = separator.fullmatch(line) is not None, True
        if block and (parted or title or (blank > 1 and not marks) or line.startswith("\f")):
            yield block
            block = []
        elif block:
            block += [(number - 1, "")] * blank
        if title:
            block = [(number, title), (number, "")]
        elif not parted:
            block.append((number, line.lstrip("\f")))
        blank = 0
    if block:
        yield block


def _section(table: Mapping[str, Any], text: str) -> str:
    """Why a text in Markdown is more than papers: a heading that is none of a title or an abstract; "" if it is not."""
    marks, told = _marks(table, text), re.compile(table["abstract_heading"])
    for number, line in enumerate(text.split("\n") if marks else (), 1):
        found = re.match(table["headings"], line)
        if found and found.group().strip() != marks and not told.fullmatch(line):
            return f"line {number} is the heading of a part: give titles and abstracts, or add --input-format text"
    return ""


def _marks(table: Mapping[str, Any], text: str) -> str:
    """The marks of the heading that a text begins with; "" where it begins otherwise."""
    found = re.match(table["heading"], text.lstrip())
    return found["marks"] if found else ""


def _absent(abstract: str, source: Source) -> str:
    """Why an abstract is none: it says that there is none."""
    try:
        abstract_of(abstract, source.rules)
    except RecordError as error:
        return str(error)
    return ""


def _problem(table: Mapping[str, Any], block: list[_Line], title: str, abstract: str) -> str:
    """Why a block is no paper; "" if it is one."""
    if not abstract:
        return "a title without an abstract below it"
    if len(title) > table["title_most"]:
        return f"the title has more than {table['title_most']:,} characters: end it with a blank line"
    if len(abstract) > table["abstract_most"]:
        return f"the abstract has more than {table['abstract_most']:,} characters: part papers by a line of dashes"
    ended = re.compile(table["sentence"])
    for part, following in pairwise(_paragraphs(block)[1:]):
        if len(part) == 1 and not ended.search(part[0][1]) and len(_joined(following)) > len(part[0][1]):
            return f"line {part[0][0]} looks like another title: part papers by a line of dashes"
    return ""


def _paragraphs(block: list[_Line]) -> list[list[_Line]]:
    return [list(lines) for some, lines in groupby(block, key=lambda line: bool(line[1])) if some]


def _split(block: list[_Line]) -> tuple[str, str]:
    """The title, which is the first paragraph, or the first line where there is but one; and the rest."""
    parts = _paragraphs(block)
    at = len(parts[0]) if len(parts) > 1 else 1
    return _joined(block[:at]).strip(), _joined(block[at:]).strip()


def _joined(lines: list[_Line]) -> str:
    return "\n".join(line for _, line in lines)
