"""Papers out of the fields of a record: ids, addresses, days, and which papers are the same."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from extractor.records import Paper

_ARXIV_ID = re.compile(r"[0-9]{4}\.[0-9]{4,5}(v[0-9]+)?")


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
