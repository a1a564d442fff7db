"""Papers out of the fields of a record: ids, addresses, days, and which papers are the same."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from extractor.records import Paper
from extractor.rulefiles.rules import kept_by, table_of

_ARXIV_ID = re.compile(r"[0-9]{4}\.[0-9]{4,5}(v[0-9]+)?")
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
_TAG = re.compile(r"<[^<>]{0,200}>")
_SEVERAL = 2
_LONGEST_ABSENT = 200  # characters of a text that stands for none
_DAY = re.compile(r"([0-9]{4})(?:[-/]?([0-9]{2})(?:[-/]?([0-9]{2})(?![0-9]))?)?(?![0-9])")


OnDay = Callable[[str], None]
"""What is told of the text of a day that is none."""


def _unheard(text: str) -> None:
    """Tell nobody."""


class RecordError(ValueError):
    """A record no paper can be made of; `kind` is the word to count it by."""

    def __init__(self, reason: str, kind: str = "record") -> None:
        """Keep both."""
        super().__init__(reason)
        self.kind = kind


def make_paper(
    source: str | tuple[str, ...],
    title: Any,
    abstract: Any,
    paper_id: Any = "",
    url: Any = "",
    published: Any = "",
    year: Any = None,
    *,
    rules: Path | None = None,
    on_day: OnDay = _unheard,
) -> Paper:
    """Make a paper of values as a file, or another engine, gives them; `rules` is a folder of rules of one's own.

    `on_day` is told of a day that cannot be read. This is where ids, addresses and days are brought into one form, so
    that a paper is the same however it came.

    Raises:
        RecordError: title or abstract is missing or no text, or the id is neither text nor a whole number.
    """
    title, abstract = text_of(title, "title"), abstract_of(abstract, rules)
    own = bare_id(_id(paper_id), rules)
    address = plain(url) or arxiv_url(own) or doi_url(own)
    sources = (source,) if isinstance(source, str) else source
    return Paper(own or title_id(title), title, abstract, sources, address, day_of(plain(published), year, on_day))


def first_id(values: Iterable[Any], rules: Path | None = None) -> Any:
    """The first of a record's ids that is not empty; but if that is a DOI, its arXiv id, where it has one, too."""
    some = [value for value in values if _is_there(value, rules)]
    if len(some) > 1 and _DOI.fullmatch(bare_id(plain(some[0]), rules)):
        arxiv = _id_patterns(rules).arxiv
        return next((value for value in some if arxiv.fullmatch(plain(value))), some[0])
    return some[0] if some else None


def abstract_of(value: Any, rules: Path | None = None) -> str:
    """Return the text of an abstract; "No abstract available" and the like are none. Raises RecordError."""
    text = text_of(value, "abstract")
    if len(text) <= _LONGEST_ABSENT and _bare_words(_TAG.sub(" ", text)) in _absent_abstracts(rules):
        raise RecordError(f"there is no abstract ({' '.join(text.split())!r} stands for none)", "no_abstract")
    return text


@kept_by("read/columns.toml")
def _absent_abstracts(rules: Path | None) -> frozenset[str]:
    """What stands where there is no abstract; signs alone do, too."""
    return frozenset(("", *map(_bare_words, table_of("read/columns.toml", rules)["abstracts"]["absent"])))


def _bare_words(text: str) -> str:
    """The words of a text in lower case, parted by spaces."""
    return " ".join(re.findall(r"\w+", text.lower()))


def text_of(value: Any, name: str) -> str:
    """Return the text of a title or an abstract, be it alone in a list; bytes are UTF-8. Raises RecordError."""
    if isinstance(value, list) and len(value) < _SEVERAL:  # as Crossref has titles
        value = value[0] if value else None
    if value is None or (isinstance(value, (str, bytes)) and not value.strip()):
        raise RecordError(f"there is no {name}", f"no_{name}")
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes):
        raise RecordError(f"the {name} is no text but of type {type(value).__name__}", "wrong_type")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RecordError(f"the {name} is not UTF-8 at its byte {error.start}", "encoding") from error


def plain(value: Any) -> str:
    """Return text or a whole number as text without white space around it; anything else is no value ("")."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _id(value: Any) -> str:
    if value is not None and (isinstance(value, bool) or not isinstance(value, (str, int, bytes))):
        raise RecordError(f"the id is no text but of type {type(value).__name__}", "wrong_type")
    return plain(value)


def _is_there(value: Any, rules: Path | None) -> bool:
    """Whether a value is more than nothing, white space, NaN, or a word for none."""
    if isinstance(value, (str, bytes)):
        return bool(bare_id(plain(value), rules))
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def bare_id(own: str, rules: Path | None = None) -> str:
    """Return an id without what its source puts before or behind it ("arXiv:2401.00010v2" is "2401.00010").

    What comes out stays as it is if it is given again; it is "" where nothing is left, or what stands for none.
    """
    patterns = _id_patterns(rules)
    before = ""
    while own != before:
        found = patterns.arxiv.fullmatch(own)
        before, own = own, found["id"] if found else patterns.prefixes.sub("", own, count=1).strip()
    return "" if own.lower() in patterns.absent else own


class _IdPatterns(NamedTuple):
    arxiv: re.Pattern[str]
    prefixes: re.Pattern[str]
    absent: frozenset[str]


@kept_by("read/columns.toml")
def _id_patterns(rules: Path | None) -> _IdPatterns:
    """What read/columns.toml says of ids: arXiv's, and prefixes of others."""
    table = table_of("read/columns.toml", rules)["ids"]
    arxiv, others = "|".join(table["arxiv"]), "|".join(table["prefixes"])
    return _IdPatterns(
        re.compile(rf"(?P<before>{arxiv})?(?P<id>{table['arxiv_id']})(?:v[0-9]+)?(?(before)(?:\.pdf)?)", re.IGNORECASE),
        re.compile(f"^(?:{others})", re.IGNORECASE),
        frozenset(table["absent"]),
    )


def day_of(published: str, year: Any = None, on_day: OnDay = _unheard) -> date | None:
    """Return the day of publication; of a month or a year alone its first day; None where neither says it.

    `on_day` is told of a day that there never was (2024-02-31), and of a text that is none where no year is told.
    """
    if isinstance(year, float) and year.is_integer():
        year = int(year)
    day = (_iso(published) or _mail(published)) if published else None
    other = _iso(plain(year)) if day is None else None
    if published and day is None and (other is None or _DAY.match(published)):
        on_day(published)
    return day or other


def _iso(text: str) -> date | None:
    """Read 2024-01-05 (and whatever stands behind it), 2024-01, 2024; 00 is a month or a day that is not told."""
    found = _DAY.match(text)
    try:
        return date(int(found[1]), int(found[2] or 0) or 1, int(found[3] or 0) or 1) if found else None
    except ValueError:
        return None


def _mail(text: str) -> date | None:
    """Read "Mon, 2 Apr 2007 19:18:42 GMT"."""
    from email.utils import parsedate

    try:
        parts = parsedate(text)
        return date(*parts[:3]) if parts else None
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def merge_duplicates(papers: Iterable[Paper]) -> list[Paper]:
    """Make one paper out of each that several sources hold, in the order of first appearance.

    Papers are the same if their ids are; where one of two was given none, if the letters and digits of their titles
    are. The first text is kept, every source is, and id, url and date come from the first that has them.
    """
    merged: list[Paper] = []
    places: dict[str, int] = {}  # by the ids given, and by the id of each first title
    for paper in papers:
        title = title_id(paper.title)
        place = places.get(paper.paper_id)
        if place is None and title in places and merged[places[title]].paper_id == title:
            place = places[title]  # of a paper that had no id so far
        if place is None:
            place = len(merged)
            places.setdefault(title, place)
            merged.append(paper)
        else:
            first = merged[place]
            sources = tuple(dict.fromkeys(first.sources + paper.sources))
            own = paper.paper_id if first.paper_id == title else first.paper_id
            url, published = first.url or paper.url, first.published or paper.published
            merged[place] = replace(first, paper_id=own, sources=sources, url=url, published=published)
        places.setdefault(paper.paper_id, place)
    return merged


def title_id(title: str) -> str:
    """Derive the id of a paper whose source gives none: the same for titles that differ in case or punctuation."""
    folded = unicodedata.normalize("NFKC", title).lower()
    letters = "".join(filter(str.isalnum, folded)) or title
    return "t-" + hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def arxiv_url(paper_id: str) -> str | None:
    """Return the address of a paper whose id is an arXiv id."""
    return f"https://arxiv.org/abs/{paper_id}" if _ARXIV_ID.fullmatch(paper_id) else None


def doi_url(paper_id: str) -> str | None:
    """Return the address of a paper whose id is a DOI."""
    return f"https://doi.org/{paper_id}" if _DOI.fullmatch(paper_id) else None
