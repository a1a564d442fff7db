"""Papers: ids and addresses, and which of two are the same."""

from __future__ import annotations

import datetime

import pytest

from extractor.read.read import arxiv_url, merge_duplicates, title_id
from extractor.records import Paper


@pytest.mark.parametrize(
    ("paper_id", "url"),
    [
        ("2401.00010", "https://arxiv.org/abs/2401.00010"),
        ("0704.0001v2", "https://arxiv.org/abs/0704.0001v2"),
        ("2401.0001\n", None),
        ("x2401.00010", None),
        ("cs/0501001", None),
        ("\u0662401.00010", None),
    ],
)
def test_url_is_made_of_arxiv_ids_alone(paper_id, url):
    assert arxiv_url(paper_id) == url


def test_title_id_is_stable():
    assert title_id("Fast Transformers") == "t-32fabb053eb21e79"


@pytest.mark.parametrize(
    "other", ["fast transformers", "Fast-Transformers!", " FAST  TRANSFORMERS", "\uff26ast Transformers"]
)
def test_title_id_ignores_case_and_punctuation(other):
    assert title_id(other) == title_id("Fast Transformers")


@pytest.mark.parametrize(("one", "other"), [("Fast 2", "Fast 3"), ("χ", "ψ"), ("???", "!!!")])
def test_title_id_tells_titles_apart(one, other):
    assert title_id(one) != title_id(other)


def paper(title: str, source: str, paper_id: str = "", **fields: object) -> Paper:
    return Paper(paper_id or title_id(title), title, f"Abstract in {source}.", (source,), **fields)


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        (
            [paper("Fast", "a"), paper("Slow", "a"), paper("FAST", "b")],
            [(title_id("fast"), "Fast", "ab"), ("", "Slow", "a")],
        ),
        ([paper("Fast", "a"), paper("Fast", "a")], [("", "Fast", "a")]),
        ([paper("Fast", "a", "1"), paper("Faster", "b", "1")], [("1", "Fast", "ab")]),
        ([paper("Fast", "a", "1"), paper("Fast", "b", "2")], [("1", "Fast", "a"), ("2", "Fast", "b")]),
        ([paper("Fast", "a", "1"), paper("fast", "b")], [("1", "Fast", "ab")]),
        ([paper("Fast", "a"), paper("fast", "b", "1")], [("1", "Fast", "ab")]),
        (
            [paper("Fast", "a"), paper("Fast", "b", "1"), paper("Fast", "c", "2")],
            [("1", "Fast", "ab"), ("2", "Fast", "c")],
        ),
        ([paper("Fast", "a"), paper("Fast", "b", "1"), paper("Fast", "c")], [("1", "Fast", "abc")]),
        (
            [paper("Fast", "a", "1"), paper("Fast", "b", "2"), paper("Fast", "c")],
            [("1", "Fast", "ac"), ("2", "Fast", "b")],
        ),
    ],
    ids=[
        "title",
        "same source",
        "id",
        "ids differ",
        "id first",
        "id later",
        "two ids later",
        "id between",
        "two ids first",
    ],
)
def test_duplicates_become_one_paper_with_all_sources(papers, expected):
    merged = merge_duplicates(papers)
    assert [(one.paper_id, one.title, "".join(one.sources)) for one in merged] == [
        (paper_id or title_id(title), title, sources) for paper_id, title, sources in expected
    ]
    assert all(one.abstract == f"Abstract in {one.sources[0]}." for one in merged)


def test_merged_paper_takes_url_and_day_from_the_first_that_has_them():
    day = datetime.date(2024, 1, 5)
    merged = merge_duplicates(
        [paper("Fast", "a"), paper("Fast", "b", "1", url="u"), paper("Fast", "c", "1", url="v", published=day)]
    )
    assert [(one.url, one.published) for one in merged] == [("u", day)]
