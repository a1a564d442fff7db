"""References as people export them: BibTeX, RIS, Atom, OAI-PMH, and prose."""

from __future__ import annotations

import gzip
import shutil
from datetime import date
from pathlib import Path

import pytest

from extractor.read.read import FORMATS, InputError, ReadOptions, Source, read_papers
from extractor.read.references import arxiv_id, doi

FIXTURES = Path(__file__).parent / "fixtures" / "read"


def read(path, **options):
    rejects = []
    return list(read_papers([path], rejects.append, ReadOptions(**options))), rejects


def written(path, text):
    path.write_text(text, encoding="utf-8", newline="")
    return path


def left_out(rejects):
    return [(reject.line, reject.kind) for reject in rejects]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("bibtex/anthology.bib", "bibtex"), ("bibtex/zotero.bib", "bibtex"), ("ris/endnote.ris", "ris"),
        ("ris/zotero.ris", "ris"), ("atom/query.xml", "atom"), ("atom/error.xml", "atom"), ("oai/oai_dc.xml", "oai"),
        ("oai/arxiv.xml", "oai"), ("oai/arxivraw.xml", "oai"), ("text/papers.txt", "text"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [None, ".txt", ".gz"])
def test_format_is_told_by_the_content(tmp_path, file, name, suffix):
    path = FIXTURES / file
    if suffix == ".gz":
        path = tmp_path / "named.gz"
        path.write_bytes(gzip.compress((FIXTURES / file).read_bytes()))
    elif suffix:
        path = tmp_path / f"named{suffix}"
        shutil.copy(FIXTURES / file, path)
    source = Source(path, path.name)
    assert next(reader.name for reader in FORMATS.values() if reader.sniff(source)) == name


def test_no_format_takes_a_page(tmp_path):
    for page in [*FIXTURES.glob("*.txt"), *(FIXTURES.parents[2] / "seeds").glob("*.txt")]:
        source = Source(page, page.name)
        assert next(reader.name for reader in FORMATS.values() if reader.sniff(source)) == "pages"
        assert not any(FORMATS[name].sniff(source) for name in ("bibtex", "ris", "atom", "oai"))


# --- BibTeX


def test_bibtex_of_the_anthology():
    papers, rejects = read(FIXTURES / "bibtex" / "anthology.bib")
    first, second = papers
    assert first.paper_id == "10.18653/v1/2020.acl-main.537"
    assert first.title == r"{F}ast{BERT}: a Self-distilling {BERT} that is $2\times$ Faster"
    assert r"an A100~{GPU}, with 40{\%} less memory" in first.abstract
    assert (first.url, first.published) == ("https://aclanthology.org/2020.acl-main.537/", date(2020, 7, 1))
    assert (second.paper_id, second.published) == ("roe-2020-small", date(2020, 12, 1))
    assert second.abstract == "Our model needs 3{\\textmu}s per token,\n      and reduces parameters by\n      66{\\%}."
    assert left_out(rejects) == [(22, "not_bibtex"), (35, "duplicate_key"), (40, "no_abstract")]


def test_bibtex_of_reference_managers():
    first, second = read(FIXTURES / "bibtex" / "zotero.bib")[0]
    assert (first.paper_id, first.url) == ("2401.00010", "http://arxiv.org/abs/2401.00010v3")
    assert first.title == "{KV} Caches, {Halved}"
    assert (second.paper_id, second.url) == ("cs/0112017", "https://arxiv.org/abs/cs/0112017")
    assert second.published == date(2001, 12, 11)


def test_bibtex_in_several_blocks_keeps_lines_and_keys(tmp_path, monkeypatch):
    """Every place at which the text may be cut gives the same papers and the same lines."""
    whole = read(FIXTURES / "bibtex" / "anthology.bib")
    for lines in (1, 5, 20):
        monkeypatch.setattr("extractor.read.bibtex._LINES", lines)
        assert read(FIXTURES / "bibtex" / "anthology.bib") == whole


def test_bibtex_without_abstracts_says_where_they_are(tmp_path):
    path = written(tmp_path / "a.bib", "@article{a,\n title = {A Title},\n}\n")
    with pytest.raises(InputError, match=r"its only entry has no abstract\. .*anthology\+abstracts\.bib\.gz"):
        read(path)
    assert read(path, allow_empty=True)[0] == []


def test_bibtex_that_is_not_utf8_names_the_byte(tmp_path):
    path = tmp_path / "a.bib"
    path.write_bytes("@article{a,\n title = {Caf\xe9},\n abstract = {It is 2x faster.}\n}\n".encode("latin-1"))
    with pytest.raises(InputError, match=r"line 2: not UTF-8 at byte 25 \(0xe9\)\. .*--encoding"):
        read(path)
    assert read(path, encoding="latin-1")[0][0].title == "Café"


# --- RIS


def test_ris_of_endnote():
    (paper,), rejects = read(FIXTURES / "ris" / "endnote.ris")
    assert (paper.paper_id, paper.title) == ("10.1000/xyz.123", "Sparse Kernels for Everyone")
    assert paper.abstract == "Sparse kernels run 3.2 times faster than cuBLAS on a V100."
    assert (paper.url, paper.published) == ("https://example.org/sparse", date(2021, 3, 4))
    assert left_out(rejects) == [(16, "no_abstract")]


def test_ris_of_zotero():
    (first, second), rejects = read(FIXTURES / "ris" / "zotero.ris")
    assert (first.paper_id, first.published) == ("2401.00011", date(2024, 1, 1))
    assert second.title == "A Second One"
    assert left_out(rejects) == [(17, "cut_off")]


def test_ris_without_a_record_is_an_error(tmp_path):
    with pytest.raises(InputError, match="no record"):
        read(written(tmp_path / "a.ris", "AU  - Doe\n"), format="ris")


# --- XML


def test_atom_of_the_arxiv_api():
    (first, second), rejects = read(FIXTURES / "atom" / "query.xml")
    assert (first.paper_id, first.url) == ("2401.00010", "http://arxiv.org/abs/2401.00010v2")
    assert first.title == "Attention That Is Fast & Small: A Kernel\n  for Everyone"
    assert first.abstract.startswith("Attention is slow. Our kernel is up to 2.1$\\times$ faster\nthan cuBLAS")
    assert first.abstract.endswith("the code.")
    assert first.published == date(2024, 1, 2)
    assert second.paper_id == "cs/0112017"
    assert left_out(rejects) == [(42, "no_abstract")]


def test_error_of_the_arxiv_api_is_no_paper():
    papers, (reject,) = read(FIXTURES / "atom" / "error.xml")
    assert papers == []
    assert (reject.kind, reject.reason) == ("server_error", "the server's message: incorrect id format for 1234")


def test_comment_of_oai_dc_is_no_abstract():
    (first, second), rejects = read(FIXTURES / "oai" / "oai_dc.xml")
    assert (first.paper_id, first.title, first.published) == ("2401.00010", "Quantized Attention", date(2024, 1, 2))
    assert first.abstract == "Attention in INT8 is 2.1$\\times$ faster & needs\n50\\% less memory."
    assert (second.paper_id, second.url) == ("oai:zenodo.org:77", "https://zenodo.org/records/77")
    assert left_out(rejects) == [(51, "no_abstract")]  # the deleted record is none


@pytest.mark.parametrize("name", ["arxiv", "arxivraw"])
def test_oai_in_arxivs_own_formats(name):
    ((paper,), rejects) = read(FIXTURES / "oai" / f"{name}.xml")
    assert (paper.paper_id, paper.url) == ("0704.0001", "https://arxiv.org/abs/0704.0001")
    assert paper.published == date(2007, 4, 2)
    assert rejects == []


def test_broken_xml_says_what_was_read(tmp_path):
    text = (FIXTURES / "atom" / "query.xml").read_text(encoding="utf-8")
    path = written(tmp_path / "a.xml", text[: text.index("Nothing Below")])
    papers = read_papers([path])
    assert next(papers).paper_id == "2401.00010"
    assert next(papers).paper_id == "cs/0112017"
    with pytest.raises(InputError, match=r"line \d+: broken XML: .*; 2 papers were read before that"):
        next(papers)


def test_no_entity_is_resolved(tmp_path):
    secret = written(tmp_path / "secret.txt", "secret")
    text = (FIXTURES / "oai" / "arxivraw.xml").read_text(encoding="utf-8")
    head = f'<!DOCTYPE r [<!ENTITY a "lol"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "{secret.as_uri()}">]>\n<OAI-PMH'
    path = written(tmp_path / "a.xml", text.replace("<OAI-PMH", head, 1).replace("It takes", "&x;&b; It takes"))
    (paper,) = read(path)[0]
    assert "secret" not in paper.abstract
    assert "lol" not in paper.abstract


# --- plain text


def test_plain_text():
    papers, rejects = read(FIXTURES / "text" / "papers.txt")
    assert [paper.title for paper in papers] == ["A Fast Kernel\nfor Attention", "A Small Model", "Third Paper"]
    assert papers[0].abstract.endswith("on an A100.\n\nIt also needs 40% less memory.")
    assert left_out(rejects) == [(12, "not_a_paper")]


@pytest.mark.parametrize(
    "text",
    [
        "Dear all,\nthe meeting is off.\n",
        "Notes\n",
        "title,abstract,year,venue\nA,It is 3x faster.,2020,B\n",
        "<html><body><p>Forbidden</p></body></html>",
        "First Title\n\n"
        + "It is slow. " * 20
        + "\n\nSecond Title\n\n"
        + "It is slow. " * 20,  # a page without its header
    ],
    ids=["letter", "notes", "table", "html", "titles"],
)
def test_other_text_is_not_taken_for_papers(tmp_path, text):
    path = written(tmp_path / "a.txt", text)
    assert not FORMATS["text"].sniff(Source(path, path.name))


# --- ids


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2401.00010", "2401.00010"), ("arXiv:2401.00010v2 [cs.LG]", "2401.00010"), ("cs/0112017v1", "cs/0112017"),
        ("10.48550/arXiv.2401.00010", "2401.00010"), ("https://arxiv.org/pdf/2401.00010v12", "2401.00010"),
        ("oai:arXiv.org:0704.0001", "0704.0001"), ("arXiv preprint arXiv:1810.04805", "1810.04805"),
        ("10.1000/2401.00010", None), ("12345678", None), ("pages 2401.00010", None), ("", None),
    ],
)  # fmt: skip
def test_arxiv_id(text, found):
    assert arxiv_id(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://doi.org/10.1007/978-3\\_4", "10.1007/978-3_4"), ("doi:10.1000/abc.1.", "10.1000/abc.1"), ("none", None)
    ],
)  # fmt: skip
def test_doi(text, found):
    assert doi(text) == found
