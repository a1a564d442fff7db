"""Papers that several sources hold: compared at once while they are few, else by way of the disk, with one outcome."""

from __future__ import annotations

import random

import pytest

from extractor.read.papers import title_id
from extractor.records import Paper
from extractor.run import duplicates
from extractor.run.duplicates import Copies, KeyFile


def _papers(seed):
    """Papers of few ids and titles, so that many are copies, directly or by way of others."""
    choose = random.Random(seed)
    for number in range(60):
        title = f"Title {choose.randrange(25)}"
        own = choose.choice([title_id(title), f"id-{choose.randrange(25)}"])
        url = choose.choice([None, f"https://example.org/{number}"])
        yield Paper(own, title, choose.choice(["One text.", "Another."]), (f"source-{number}",), url)


def _patches(folder, papers):
    folder.mkdir()
    keys, copies = KeyFile(folder), Copies()
    for paper in papers:
        keys.add(paper, title_id(paper.title))
    return list(keys.patches(copies)), copies


@pytest.mark.parametrize("seed", range(3))
def test_few_papers_are_merged_as_many_are(tmp_path, monkeypatch, seed):
    papers = list(_papers(seed))
    at_once = _patches(tmp_path / "few", papers)
    monkeypatch.setattr(duplicates, "_BATCH", 7)
    by_disk = _patches(tmp_path / "many", papers)
    assert not list((tmp_path / "few").iterdir())
    assert (tmp_path / "many" / "keys.parquet").exists()
    assert at_once == by_disk
    assert at_once[1].number > 10


def test_without_papers_nothing_is_merged(tmp_path):
    assert _patches(tmp_path / "none", []) == ([], Copies())
