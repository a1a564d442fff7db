"""Loose writing: placeholders for abstracts, texts in lists, papers by their ids, Markdown, days that never were."""

from __future__ import annotations

import datetime
import json

import pytest
from reading import FASTER, SPARSE, read

from extractor.read.read import InputError


def put(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


PLACEHOLDERS = ["No abstract available.", "N/A", "[No abstract]", "-", "<p>No abstract is available.</p>"]


@pytest.mark.parametrize("said", PLACEHOLDERS)
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.csv", 'title,abstract\nA,"{}"\nB,It is.\n'),
        ("p.ris", "TY  - JOUR\nTI  - A\nAB  - {}\nER  - \nTY  - JOUR\nTI  - B\nAB  - It is.\nER  - \n"),
        ("p.bib", "@article{{a,\n title={{A}},\n abstract={{{}}}\n}}\n@article{{b,title={{B}},abstract={{It is.}}}}"),
    ],
)
def test_words_for_none_are_no_abstract(tmp_path, said, name, text):
    papers, rejects = read(put(tmp_path, name, text.format(said)))
    assert [one.title for one in papers] == ["B"]
    assert [(one.kind, one.reason.split(" (")[0]) for one in rejects] == [("no_abstract", "there is no abstract")]


@pytest.mark.parametrize("abstract", ["No abstract machine is faster.", "NA cuts it by 2x.", "2x.", "不明"])
def test_short_abstracts_are_abstracts(tmp_path, abstract):
    ((paper,), _) = read(put(tmp_path, "p.csv", f"title,abstract\nA,{abstract}\n"))
    assert paper.abstract == abstract


def test_texts_alone_in_lists_are_taken(tmp_path):
    rows = [
        {"title": ["A"], "abstract": [FASTER]},
        {"title": [], "abstract": "x"},
        {"title": ["A", "B"], "abstract": "x"},
    ]
    papers, rejects = read(put(tmp_path, "p.jsonl", "\n".join(map(json.dumps, rows))))
    assert [(one.title, one.abstract) for one in papers] == [("A", FASTER)]
    assert [one.kind for one in rejects] == ["no_title", "wrong_type"]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("key", ["", "papers"])
def test_papers_stand_under_their_ids(tmp_path, key, indent):
    some = {
        "2401.00010": {"title": "A", "abstract": "It is."},
        "x": {"title": "B", "abstract": "It is.", "ID": "own"},
        "y": {"title": "C", "abstract": "It is.", "ID": ""},
        "z": {"title": "D"},
    }
    papers, rejects = read(put(tmp_path, "p.json", json.dumps({key: some} if key else some, indent=indent)))
    assert [one.paper_id for one in papers] == ["2401.00010", "own", "y"]
    assert [one.reason for one in rejects] == ["item 4 ('z'): there is no abstract"]


def test_an_object_of_other_objects_is_no_list_of_papers(tmp_path):
    with pytest.raises(InputError, match="there is no key 'title'; the keys found are 'meta', 'more'"):
        read(put(tmp_path, "p.json", '{"meta": {"a": 1}, "more": {"b": 2}}'))


PROSE = f"{FASTER} {FASTER}"


@pytest.mark.parametrize(
    "text",
    [
        f"# {SPARSE}\n\n{PROSE}\n",
        f"\n## {SPARSE}\n{PROSE}\n",
        f"# {SPARSE}\n\n\n### Abstract\n\n{PROSE}\n",
        f"# {SPARSE}\n\n**Abstract:**\n\n{PROSE}\n",
        f"{SPARSE}\n\nABSTRACT\n\n{PROSE}\n",
    ],
    ids=["heading", "second level", "abstract's heading", "bold", "plain"],
)
def test_markdown_has_a_title_and_an_abstract(tmp_path, text):
    ((paper,), rejects) = read(put(tmp_path, "p.md", text))
    assert (paper.title, paper.abstract, rejects) == (SPARSE, PROSE, [])


@pytest.mark.parametrize("between", ["\n", "\n\n---\n\n"])
def test_markdown_may_hold_several(tmp_path, between):
    papers, _ = read(put(tmp_path, "p.md", f"# A\n\n{PROSE}\n{between}# B\n\n## Abstract\n{PROSE}\n"))
    assert [(one.title, one.abstract) for one in papers] == [("A", PROSE), ("B", PROSE)]


FRONT = "---\ntitle: Reading list\ntags:\n  - nets\n- fast\n---\n"


@pytest.mark.parametrize("text", [f"\n# {SPARSE}\n\n{PROSE}\n", f"\n{SPARSE}\n\n{PROSE}\n"], ids=["heading", "plain"])
def test_front_matter_tells_of_the_file(tmp_path, text):
    ((paper,), rejects) = read(put(tmp_path, "p.md", FRONT + text))
    assert (paper.title, paper.abstract, rejects) == (SPARSE, PROSE, [])


def test_front_matter_does_not_hide_a_readme(tmp_path):
    with pytest.raises(InputError, match="line 11 is the heading of a part"):
        read(put(tmp_path, "p.md", f"{FRONT}# Tool\n\n{PROSE}\n\n## Install\n\nRun it.\n"))


def test_records_between_dashes_are_no_front_matter(tmp_path):
    papers, _ = read(put(tmp_path, "p.md", f"---\nTitle: A\nAbstract: {PROSE}\n---\nTitle: B\nAbstract: {PROSE}\n"))
    assert [one.title for one in papers] == ["Title: A", "Title: B"]


def test_a_readme_and_comments_are_no_papers(tmp_path):
    readme = put(tmp_path, "README.md", f"# Tool\n\n{PROSE}\n\n## Install\n\nRun it.\n")
    with pytest.raises(InputError, match=r"a text, but line 5 is the heading of a part.*--input-format text"):
        read(readme)
    put(tmp_path, "notes.txt", f"# Tool\n\n{PROSE}\n")
    put(tmp_path, "p.csv", "title,abstract\nA,It is.\n")
    papers, rejects = read(tmp_path)
    assert ([one.title for one in papers], len(rejects)) == (["A"], 2)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.csv", "title,abstract,date,year\nA,It is.,{},2024\n"),
        ("p.jsonl", '{{"title": "A", "abstract": "It is.", "date": "{}", "year": 2024}}\n'),
        ("p.ris", "TY  - JOUR\nTI  - A\nAB  - It is.\nDA  - {}\nPY  - 2024\nER  - \n"),
    ],
)
@pytest.mark.parametrize("day", ["2024-02-31", "2024/13/01"])
def test_a_day_that_never_was_is_told(tmp_path, caplog, name, text, day):
    ((paper,), rejects) = read(put(tmp_path, name, text.format(day)))
    assert (paper.published, rejects) == (datetime.date(2024, 1, 1), [])
    assert f"{name}: days that cannot be read and were left out: 1 (the first: {day!r})" in caplog.text


@pytest.mark.parametrize(
    ("cells", "told"),
    [("2024-00-00,", False), ("2024-02-29,", False), ("soon,2024", False), ("soon,", True), (",", False)],
)
def test_days_not_told_are_no_fault(tmp_path, caplog, cells, told):
    read(put(tmp_path, "p.csv", f"title,abstract,date,year\nA,It is.,{cells}\n"))
    assert ("cannot be read" in caplog.text) is told
