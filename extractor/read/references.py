"""Papers out of bibliographic fields, whatever format spells them: ids first of arXiv, then DOI; days; texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from extractor.read.papers import abstract_of, bare_id, day_of, text_of, title_id
from extractor.read.sources import Source
from extractor.records import Paper
from extractor.rulefiles.rules import table_of

# 2401.00010, cs/0112017, math.GT/0309136; the version is no part of the id.
_ID = r"(\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?!\d)"
_ARXIV_ALONE = re.compile(rf"\s*(?:arxiv:)?\s*{_ID}\s*(?:\[[\w.-]+\])?\s*", re.IGNORECASE)
_ARXIV_NAMED = re.compile(rf"\barxiv(?:\.org/(?:abs|pdf|html)/|\.org:|[:.]\s?){_ID}", re.IGNORECASE)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s{}\"<>]+")
_YEAR_BEFORE = re.compile(r"^\d{4}[ -]")  # "2020 May 1"
_NUMBER = re.compile(r"\d{1,2}")
_LINK = re.compile(r"https?://[^\s{}\"<>]+")


class ReferenceReader:
    """What readers of reference managers' formats share: the names of their fields, and of months."""

    def table(self, source: Source) -> dict[str, Any]:
        """What read/references.toml of the rules says."""
        return table_of("read/references.toml", source.rules)


def text_lines(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text file, without their ends, and their numbers; one too long to be held is "".

    Raises InputError if it is not UTF-8.
    """
    last = 0
    for number, start, line in source.lines_at():
        for skipped in range(last + 1, number):
            yield skipped, ""
        last = number
        try:
            text = line.rstrip(b"\r\n").decode("utf-8")
        except UnicodeDecodeError as error:
            byte = start + error.start
            problem = f"not UTF-8 at byte {byte} (0x{line[error.start]:02x})"
            raise source.error(problem, "Save it as UTF-8, or name its encoding with --encoding", number) from error
        yield number, text


def first(fields: Mapping[str, str], names: Iterable[str]) -> str:
    """The first of the named fields that is not empty, without the white space around it; "" if none is."""
    return next((value for name in names if (value := fields.get(name, "").strip())), "")


def arxiv_id(text: str, *, alone: bool = True) -> str | None:
    """The arXiv id that a text names in a link, a DOI or after "arXiv:", or is (`alone`), without its version."""
    found = _ARXIV_NAMED.search(text) or (_ARXIV_ALONE.fullmatch(text) if alone else None)
    return found[1] if found else None


def doi(text: str) -> str | None:
    """The DOI in a text."""
    found = _DOI.search(text.replace("\\", ""))
    return found[0].rstrip(".,;") if found else None


def link(text: str) -> str | None:
    """The first http(s) address in a text."""
    found = _LINK.search(text.replace("\\_", "_").replace("\\%", "%").replace("\\&", "&").replace("\\#", "#"))
    return found[0] if found else None


def month_of(year: str, month: str, months: list[str]) -> date | None:
    """The first day of a month by number or by name ("jul", "July", "7"), or of the year where none is told."""
    whole = re.search(r"\d{4}", year)
    if whole is None:
        return None
    word = _YEAR_BEFORE.sub("", month.strip(' {}"').lower())
    named = next((at for at, name in enumerate(months, 1) if word.startswith(name)), 0)
    number = _NUMBER.match(word)
    return _date(int(whole[0]), named or (int(number[0]) if number else 1)) or _date(int(whole[0]), 1)


def reference(
    fields: Mapping[str, str], names: Mapping[str, Any], source: Source, months: list[str], key: str = ""
) -> Paper:
    """The paper of an entry of a reference list; `names` says which fields hold what (rules/read/references.toml).

    Title and abstract are the fields' own text without the white space around it. The id is the arXiv id, else the
    DOI, else the entry's own, else made of the title. Raises RecordError if title or abstract is missing.
    """
    title, abstract = first(fields, names["title"]), first(fields, names["abstract"])
    arxiv = next((own for name in names["arxiv"] if (own := arxiv_id(fields.get(name, "")))), None)
    number = next((found for name in names["doi"] if (found := doi(fields.get(name, "")))), None)
    url = link(first(fields, names["url"]))
    days = (day_of(fields.get(name, ""), on_day=source.odd_day) for name in names["date"])
    published = next(filter(None, days), None)
    published = published or month_of(first(fields, names["year"]), first(fields, names["month"]), months)
    return paper(title, abstract, source, (arxiv, number, first(fields, names["id"]) or key), url, published)


def paper(
    title: str,
    abstract: str,
    source: Source,
    ids: tuple[str | None, str | None, str | None],
    url: str | None,
    published: date | None,
) -> Paper:
    """A paper of its texts; `ids` are its arXiv id, its DOI and its source's own. Raises RecordError without a text."""
    title, abstract = text_of(title, "title"), abstract_of(abstract, source.rules)
    arxiv, number, own = ids
    linked = f"https://arxiv.org/abs/{arxiv}" if arxiv else f"https://doi.org/{number}" if number else None
    found = arxiv or bare_id(number or own or "", source.rules) or title_id(title)
    return Paper(found, title, abstract, (source.name,), url or linked, published)


def _date(year: int, month: int) -> date | None:
    try:
        return date(year, month, 1)
    except ValueError:
        return None
