"""Semantic Scholar's papers and abstracts, which lie in two folders and are joined."""

from __future__ import annotations

import datetime
import gzip

import pytest
from reading import DAY, FASTER, FIXTURES, SPARSE, read

from extractor.read.read import InputError

S2 = FIXTURES / "semantic-scholar"
JOINED = [
    ("2401.00010", SPARSE, FASTER),
    ("CorpusId:13", "Known by Its Number Alone", "The model has 1.5B parameters."),
]
LONELY = ["papers without abstract in the files given: 1", "abstracts without paper in the files given: 1"]


def test_s2_papers_are_joined_with_their_abstracts(caplog):
    papers, rejects = read(S2 / "papers" / "part0.jsonl", S2 / "abstracts" / "part0.jsonl")
    assert [(one.paper_id, one.title, one.abstract) for one in papers] == JOINED
    assert [one.published for one in papers] == [DAY, datetime.date(2019, 1, 1)]
    assert [reject.reason for reject in rejects] == LONELY
    assert "papers that came again, of which the first was taken: 1" in caplog.text
    assert "abstracts that came again, of which the first was taken: 1" in caplog.text


@pytest.mark.parametrize("packed", ["papers", "abstracts", "both"])
def test_s2_folders_in_any_order_either_packed(tmp_path, packed):
    for half in ("papers", "abstracts"):
        (tmp_path / half).mkdir()
        data = (S2 / half / "part0.jsonl").read_bytes()
        name = "20240102_1.gz" if packed in (half, "both") else "20240102_1"
        (tmp_path / half / name).write_bytes(gzip.compress(data) if packed in (half, "both") else data)
    for inputs in (
        [tmp_path],
        [tmp_path / "papers", tmp_path / "abstracts"],
        [tmp_path / "abstracts", tmp_path / "papers"],
    ):
        papers, rejects = read(*inputs)
        assert [(one.paper_id, one.title, one.abstract) for one in papers] == JOINED
        assert [reject.reason for reject in rejects] == LONELY


@pytest.mark.parametrize("parts", [1, 3, 50])
def test_s2_papers_keep_their_order_however_many_parts(tmp_path, monkeypatch, parts):
    monkeypatch.setattr("extractor.read.s2._parts", lambda abstracts: parts)
    (tmp_path / "a").write_text("".join(
        f'{{"corpusid": {n * 7919 % 1000}, "openaccessinfo": {{}}, "abstract": "It is {n * 7919 % 1000}."}}\n'
        for n in range(1000)
    ))  # fmt: skip
    (tmp_path / "p").write_text("".join(
        f'{{"corpusid": {n * 31 % 1000}, "title": "No. {n}", "isopenaccess": true}}\n' for n in range(1000)
    ))  # fmt: skip
    papers, rejects = read(tmp_path)
    assert [(one.title, one.abstract) for one in papers] == [
        (f"No. {n}", f"It is {n * 31 % 1000}.") for n in range(1000)
    ]
    assert rejects == []


def test_s2_sources_are_both_files():
    assert read(S2)[0][0].sources == ("papers/part0.jsonl", "abstracts/part0.jsonl")


@pytest.mark.parametrize(("half", "missing"), [("papers", "abstracts"), ("abstracts", "titles")])
def test_s2_half_alone_says_what_is_missing(half, missing):
    with pytest.raises(InputError, match=f"part0.jsonl: one half of .*without {missing}.*Give the files of both"):
        read(S2 / half)


def test_s2_record_without_a_key_is_left_out(tmp_path):
    lines = (S2 / "papers" / "part0.jsonl").read_text().replace('"corpusid":13', '"corpusid":null')
    (tmp_path / "papers.jsonl").write_text(lines)
    papers, rejects = read(tmp_path / "papers.jsonl", S2 / "abstracts" / "part0.jsonl")
    assert len(papers) == 1
    assert ("papers.jsonl", 3, "there is no corpusid to join it by") in [(r.source, r.line, r.reason) for r in rejects]
