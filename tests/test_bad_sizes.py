"""Inputs that are too large, or packed and damaged: no more is held than a line, and what is whole is read.

The numbers are those of the list of bad inputs in docs/inputs.md.
"""

from __future__ import annotations

import gzip
import json
import os
import time

import pytest
from broken import GOOD, IDS, LINE, NEXT, PACKED, ids, pack, peak, put, said, until_error
from reading import read

from extractor.read.read import InputError, read_papers

# --- 6 and 10 long lines


LONG_LINE = ["line_too_long: a line of more than 16,777,216 bytes"]
LONG_ITEM = ["line_too_long: a list item of more than 16,777,216 bytes"]


@pytest.mark.parametrize(
    ("name", "before", "after", "reasons"),
    [
        ("p.jsonl", LINE + b'\n{"abstract": "', b'"}\n' + NEXT, LONG_LINE),
        ("p.json", b"[" + LINE + b', {"abstract": "\\"', b'\\\\"}, ' + NEXT + b"]", LONG_ITEM),
        ("p.csv", b'id,title,abstract\n2401.00010,Fast,It is.\n1,"', b'",x\n2401.00020,Fast,It is.', LONG_LINE),
    ],
    ids=["lines", "list", "csv"],
)
def test_6_line_of_100_mb_is_never_held(tmp_path, name, before, after, reasons):
    path = tmp_path / name
    with path.open("wb") as sink:
        sink.write(before)
        for _ in range(100):
            sink.write(b"x" * (1 << 20))
        sink.write(after)
    papers, rejects, grown = peak(path)
    assert papers == IDS
    assert rejects == reasons
    assert grown < 90


def test_6_limit_can_be_set(tmp_path):
    path = put(tmp_path / "p.jsonl", LINE, NEXT + b" " * 1000)
    assert said(read(path, max_line=500)[1]) == [(2, "line_too_long", "a line of more than 500 bytes")]


@pytest.mark.parametrize("step", [1, 7, 64, 1 << 18])
@pytest.mark.parametrize("limit", [60, 100, 150, 100_000])
def test_6_items_of_a_list_of_any_length(tmp_path, monkeypatch, limit, step):
    monkeypatch.setattr("extractor.read.json_items._STEP", step)
    odd = json.dumps(GOOD | {"abstract": '"\\' * 60 + "[{" * 40 + "x" * 300 + "\\" * 7}).encode()
    items = [LINE, odd, NEXT, b'"' + b"\\\\" * 200 + b'"', NEXT]
    papers, rejects = read(put(tmp_path / "p.json", b"[\n" + b",\n".join(items) + b"]"), max_line=limit)
    kept = {60: [], 100: [2, 4, 6], 150: [2, 4, 6], 100_000: [2, 3, 4, 6]}[limit]
    assert len(papers) == len(kept)
    assert [reject.line for reject in rejects] == [line for line in (2, 3, 4, 5, 6) if line not in kept]
    kinds = {reject.kind for reject in rejects}
    assert kinds == ({"line_too_long"} if limit < 100_000 else {"wrong_type"})


@PACKED
def test_10_bomb_is_unpacked_in_pieces(tmp_path, how):
    path = tmp_path / "p.jsonl.gz"
    path.write_bytes(pack(LINE + b"\n" + b"x" * 200_000_000 + b"\n" + NEXT, how))
    assert path.stat().st_size < 250_000
    papers, rejects, grown = peak(path)
    assert (papers, rejects) == (IDS, LONG_LINE)
    assert grown < 90


# --- 7, 8, 9 compression


@pytest.mark.promise("Broken input costs itself alone")
@PACKED
@pytest.mark.parametrize("cut", [0.5, 0.9, -1, -4, -8])
def test_7_truncated_file_says_how_far_it_was_read(tmp_path, how, cut):
    lines = [json.dumps(GOOD | {"id": str(n), "abstract": os.urandom(400).hex()}).encode() for n in range(4000)]
    data = pack(b"\n".join(lines), how)
    path = put(tmp_path / "p.jsonl.gz", data[: cut if cut < 0 else int(len(data) * cut)], end=b"")
    found, error = until_error(path)
    assert "p.jsonl.gz: the " in error
    assert "file is cut off or damaged" in error
    assert f"{len(found):,} papers were read before that" in error
    assert len(found) > 1000


@PACKED
@pytest.mark.parametrize("place", [-2, -6, 0.5], ids=str)
def test_8_damage_is_noticed(tmp_path, how, place):
    lines = [json.dumps(GOOD | {"abstract": os.urandom(40).hex()}).encode() for n in range(400)]
    data = bytearray(gzip.compress(b"\n".join(lines)) if how == "gzip" else checked_zstd(b"\n".join(lines)))
    data[place if place < 0 else int(len(data) * place)] ^= 1
    with pytest.raises(InputError, match="cut off or damaged"):
        read(put(tmp_path / "p.jsonl.gz", bytes(data), end=b""))


def checked_zstd(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def test_9_name_says_gzip_and_it_is_none(tmp_path):
    assert ids(read(put(tmp_path / "p.jsonl.gz", LINE))[0]) == IDS[:1]
    assert ids(read(put(tmp_path / "p.csv", gzip.compress(LINE), end=b""))[0]) == IDS[:1]


def test_9_parts_glued_together_are_one_file(tmp_path):
    path = put(tmp_path / "p.gz", gzip.compress(LINE + b"\n"), gzip.compress(NEXT), end=b"")
    assert ids(read(path)[0]) == IDS


def test_zip_is_refused_with_its_name(tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "archive.zip", "w") as archive:
        archive.writestr("p.jsonl", LINE)
    with pytest.raises(InputError, match=r"archive.zip: a ZIP archive\. Unpack it"):
        read(tmp_path / "archive.zip")


@pytest.mark.parametrize("unit", [b"[", b'["",', b'[{"a":'])
def test_brackets_without_end_are_refused_at_once(tmp_path, unit):
    path = tmp_path / "bomb.json"
    path.write_bytes(unit * (40_000_000 // len(unit)))
    start = time.perf_counter()
    with pytest.raises(InputError, match="more than 1,048,576 deep"):
        list(read_papers([path]))
    assert time.perf_counter() - start < 20  # of "[", it was 40 seconds


def test_a_deep_item_costs_itself_alone(tmp_path):
    path = tmp_path / "deep.json"
    deep = b"[" * 900_000 + b"]" * 900_000
    paper = b'{"title": "A", "abstract": "B."}'
    path.write_bytes(b"[" + b", ".join([paper, b'{"title": ' + deep + b"}", paper]) + b"]")
    rejects = []
    assert [one.title for one in read_papers([path], rejects.append)] == ["A", "A"]
    assert [reject.kind for reject in rejects] == ["not_json"]
