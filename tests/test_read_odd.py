"""Odd files: exports for people, lines above a table, lists inside answers, archives; and ids that are none."""

from __future__ import annotations

import bz2
import datetime
import gzip
import lzma

import pytest
from reading import FASTER, SPARSE, read

from extractor.read.read import InputError, title_id

PUBMED = "1. J Examples. 2020 May 1;12(3):100-110. doi: 10.1000/xyz.1.\n\nSparse caches.\n\nDoe J(1), Roe R(2).\n\n"


def test_a_list_of_pubmed_to_be_read_is_told(tmp_path):
    path = tmp_path / "abstract-sparse.txt"
    path.write_text(f"{PUBMED}{FASTER}\n\nPMID: 31234567 [Indexed for MEDLINE]\n", encoding="utf-8")
    with pytest.raises(
        InputError, match=r'PubMed.s list for people to read\. In PubMed choose Save, and the format "PubMed"'
    ):
        read(path)
    assert len(read(path, format="text")[0]) == 1


def test_tags_of_web_of_science_head_a_table(tmp_path):
    path = tmp_path / "savedrecs.txt"
    path.write_text("PT\tTI\tAB\tDI\tUT\tPY\nJ\tSparse\tIt is 2x faster.\t10.1000/a\tWOS:1\t2020\n", encoding="utf-8")
    ((paper,), _) = read(path)
    assert (paper.paper_id, paper.title, paper.published) == ("10.1000/a", "Sparse", datetime.date(2020, 1, 1))


def test_a_doi_is_the_id_of_a_paper_in_a_table(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("id,doi,title,abstract\n7,https://doi.org/10.1000/a,Sparse,It is 2x faster.\n", encoding="utf-8")
    ((paper,), _) = read(path)
    assert (paper.paper_id, paper.url) == ("10.1000/a", "https://doi.org/10.1000/a")


ODD = "title,abstract\nSparse,It is 2x faster.\n"
ENDNOTE = "<?xml version='1.0'?><xml>\n<records><record>"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.csv", ODD),
        ("p.txt", f"{SPARSE}\n\n{FASTER} {FASTER}\n"),
        ("p.ris", f"TY  - JOUR\nTI  - {SPARSE}\nAB  - {FASTER}\nER  - \n"),
        ("p.jsonl", '{"title": "A", "abstract": "B."}\n{"title": "C", "abstract": "D."}\n'),
        ("p.bib", f"@article{{a,\n title={{A}},\n abstract={{{FASTER}}}\n}}\n"),
    ],
)
def test_lines_may_end_in_a_carriage_return_alone(tmp_path, name, text):
    texts = []
    for end in ("\n", "\r"):
        (tmp_path / name).write_bytes(text.replace("\n", end).encode())
        texts.append([(one.title, one.abstract) for one in read(tmp_path / name)[0]])
    assert texts[0] == texts[1] != []


@pytest.mark.parametrize("above", ["sep=;\n", "About the data: exported today\n\n", "# by me\n# for you\n"])
def test_lines_above_the_names_of_columns(tmp_path, above):
    path = tmp_path / "p.csv"
    path.write_text(above + ODD.replace(",", ";"), encoding="utf-8")
    papers, rejects = read(path)
    assert [(one.title, one.abstract) for one in papers] == [("Sparse", "It is 2x faster.")]
    assert not rejects


@pytest.mark.parametrize("answer", ['{"response": {"docs": [%s]}}', '{\n"data": {"page": 1,\n"papers": [%s]}}'])
def test_a_list_inside_an_answer(tmp_path, answer):
    path = tmp_path / "p.json"
    path.write_text(
        answer % '{"title": "A", "abstract": "B.", "authors": {"items": [{"name": "C"}]}}', encoding="utf-8"
    )
    assert [one.title for one in read(path)[0]] == ["A"]
    path.write_text('{"title": "A", "abstract": "B.", "authors": {"items": [{"name": "C"}]}}', encoding="utf-8")
    assert [one.title for one in read(path)[0]] == ["A"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bz2.compress(ODD.encode()), "bzip2"),
        (lzma.compress(ODD.encode()), "packed with xz"),
        (gzip.compress(gzip.compress(ODD.encode())), "packed twice"),
        (b"p.csv".ljust(257, b"\0") + b"ustar\0" + b"00".ljust(249, b"\0") + ODD.encode(), "tar archive"),
        (b"<?xml version='1.0'?>\n<PubmedArticleSet><PubmedArticle>", "PubMed's XML"),
        (ENDNOTE.encode(), "EndNote's XML"),
        (b"%0 Journal Article\n%T A\n", "EndNote's own export"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",  # gzip holds the time: no name for a test
)
def test_what_cannot_be_read_is_told(tmp_path, data, said):
    path = tmp_path / "p.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=said):
        read(path)


@pytest.mark.parametrize("none", ["n/a", "NaN", "-", "https://doi.org/", " "])
def test_a_word_for_none_is_no_id(tmp_path, none):
    """Else all papers without a DOI were one."""
    path = tmp_path / "p.csv"
    path.write_text(f"doi,id,title,abstract\n{none},7,A,B.\n{none},{none},C,D.\n", encoding="utf-8")
    assert [one.paper_id for one in read(path)[0]] == ["7", title_id("C")]
