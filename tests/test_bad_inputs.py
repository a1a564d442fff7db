"""Inputs as they should not be: nothing is lost in silence, nothing is guessed, no more is held than a line.

The numbers are those of the list of bad inputs in docs/inputs.md.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from reading import FIXTURES, GLUED, LONG, ROOT, page, read, write_table

from extractor.read import InputError, ReadOptions, read_papers

GOOD = {"id": "2401.00010", "title": "Fast", "abstract": "It is 2x faster."}
LINE = json.dumps(GOOD).encode()
NEXT = LINE.replace(b"00010", b"00020")
IDS = ["2401.00010", "2401.00020"]


def put(path: Path, *lines: bytes, end: bytes = b"\n") -> Path:
    path.write_bytes(b"".join(line + end for line in lines))
    return path


def ids(papers):
    return [one.paper_id for one in papers]


def said(rejects):
    return [(reject.line, reject.kind, reject.reason) for reject in rejects]


def pack(data: bytes, how: str) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, how) as stream:
        stream.write(data)
    return sink.getvalue().to_pybytes()


PACKED = pytest.mark.parametrize("how", ["gzip", "zstd"])


def until_error(path):
    """The papers that come before the error, and the error."""
    found = []
    try:
        for one in read_papers([path]):
            found.append(one)  # noqa: PERF402 (what came before the error must stay)
    except InputError as error:
        return found, str(error)
    pytest.fail("no error came")


# --- 1 empty


@pytest.mark.parametrize("name", ["p.jsonl", "p.json", "p.csv", "p.tsv", "p.parquet", "p.arrow", "p.txt", "p", "p.xyz"])
@pytest.mark.parametrize("data", [b"", gzip.compress(b"")], ids=["plain", "gzip"])
def test_1_empty_file(tmp_path, name, data):
    path = put(tmp_path / name, data, end=b"")
    with pytest.raises(InputError, match=rf"{name}: the file is empty\. Remove it, or download it again\."):
        read(path)
    assert read(path, allow_empty=True) == ([], [])


@pytest.mark.parametrize(
    ("name", "data"),
    [("p.csv", b"title,abstract\n"), ("p.json", b"[]"), ("p.json", b'{"results": []}'), ("p.jsonl", b"\n\n")],
)
def test_1_file_without_papers(tmp_path, name, data):
    path = put(tmp_path / name, data)
    with pytest.raises(InputError, match=rf"{name}: "):
        read(path)


@pytest.mark.parametrize("name", ["p.csv", "p.json", "p.parquet"])
def test_1_table_without_rows_can_be_allowed(tmp_path, name):
    if name == "p.parquet":
        write_table(tmp_path / name, title=pa.array([], pa.string()), abstract=pa.array([], pa.string()))
    else:
        put(tmp_path / name, b"title,abstract" if name == "p.csv" else b"[]")
    with pytest.raises(InputError, match="there is no paper in it"):
        read(tmp_path / name)
    assert read(tmp_path / name, allow_empty=True) == ([], [])


def test_1_empty_folder(tmp_path):
    with pytest.raises(InputError, match="no file in this folder can be read"):
        read(tmp_path)
    assert read(tmp_path, allow_empty=True) == ([], [])


def test_1_empty_shard_among_others_is_no_error(tmp_path):
    write_table(tmp_path / "0.parquet", title=pa.array([], pa.string()), abstract=pa.array([], pa.string()))
    write_table(tmp_path / "1.parquet", title=["Fast"], abstract=["It is."])
    assert len(read(tmp_path)[0]) == 1


# --- 2 and 3 blank lines, byte order mark


@pytest.mark.parametrize(
    "data", [LINE + b"\n\n \t\n" + NEXT, b"\n\r\n" + LINE + b"\r\n\r\n" + NEXT + b"\r\n"], ids=["lf", "crlf"]
)
def test_2_blank_lines_and_no_last_newline(tmp_path, data):
    papers, rejects = read(put(tmp_path / "p.jsonl", data, end=b""))
    assert (ids(papers), rejects) == (IDS, [])


def test_2_blank_lines_of_a_table(tmp_path):
    papers, rejects = read(
        put(tmp_path / "p.csv", b"\n\nid,title,abstract\r\n\r\n1,Fast,It is.\n  \n2,Slow,It is.", end=b"")
    )
    assert (ids(papers), rejects) == (["1", "2"], [])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("p.jsonl", LINE),
        ("p.json", b"[" + LINE + b"]"),
        ("p.json", json.dumps(GOOD, indent=1).encode()),
        ("p.csv", b"id,title,abstract\n2401.00010,Fast,It is 2x faster."),
        ("p.tsv", b"id\ttitle\tabstract\n2401.00010\tFast\tIt is 2x faster."),
    ],
    ids=["lines", "list", "document", "csv", "tsv"],
)
@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"\xef\xbb\xbf", None), (b"\xef\xbb\xbf", "utf-8"), (b"", "utf-16"), (b"", "utf-16-le")]
)
def test_3_byte_order_mark(tmp_path, name, data, mark, encoding):
    text = data.decode()
    data = mark + (text.encode(encoding) if encoding else data)
    papers, rejects = read(put(tmp_path / name, data, end=b""), encoding=encoding)
    assert rejects == []
    assert [(one.paper_id, one.title, one.abstract) for one in papers] == [tuple(GOOD.values())]


# --- 4 other encodings


@pytest.mark.parametrize(
    ("name", "text", "line", "byte"),
    [
        ("p.csv", "id,title,abstract\n1,Fast,It is.\n2,Caf\u00e9,It is.", 3, 37),
        ("p.tsv", "id\ttitle\tabstract\n2\tCaf\u00e9\tIt is.", 2, 23),
        ("p.txt", GLUED.format("Caf\u00e9\n" + LONG), 3, 105),
    ],
)
def test_4_latin_1_names_byte_line_and_remedy(tmp_path, name, text, line, byte):
    path = put(tmp_path / name, text.encode("latin-1"))
    with pytest.raises(InputError, match=rf"{name}, line {line}: not UTF-8 at byte {byte} \(0xe9\).*--encoding"):
        read(path)
    assert read(path, encoding="latin-1")[0][-1].title == "Caf\u00e9"


def test_4_latin_1_in_json_lines_costs_its_line_alone(tmp_path):
    path = put(tmp_path / "p.jsonl", LINE, LINE.replace(b"Fast", b"Caf\xe9"), NEXT)
    papers, rejects = read(path)
    assert ids(papers) == IDS
    assert said(rejects) == [
        (2, "not_json", "no valid JSON: not UTF-8 at its byte 34 (0xe9); --encoding names another encoding")
    ]
    assert [one.title for one in read(path, encoding="latin-1")[0]] == ["Fast", "Caf\u00e9", "Fast"]


@pytest.mark.parametrize("name", ["p.csv", "p.jsonl", "p.json", "p.tsv", "p.txt", "p"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_4_utf_16_is_refused_with_its_name(tmp_path, name, encoding):
    path = put(tmp_path / name, (LINE.decode() + "\n").encode(encoding), end=b"")
    with pytest.raises(
        InputError, match=rf"{name}, line 1: not UTF-8 but UTF-16 or UTF-32, from byte 0 on\. .*--encoding"
    ):
        read(path)


def test_4_wrong_encoding_given_names_the_byte(tmp_path):
    path = put(tmp_path / "p.csv", "title,abstract\nCaf\u00e9,It is.".encode("latin-1"))
    with pytest.raises(InputError, match=r"p\.csv: not ascii at byte 18\. Name the encoding it has"):
        read(path, encoding="ascii")


def test_4_encoding_that_is_none(tmp_path):
    with pytest.raises(InputError, match=r"there is no encoding 'klingon'"):
        read(put(tmp_path / "p.csv", b"title,abstract\na,b"), encoding="klingon")


# --- 5 NUL


def test_5_raw_nul_costs_its_line(tmp_path):
    papers, rejects = read(put(tmp_path / "p.jsonl", LINE, LINE.replace(b"Fast", b"Fa\x00st"), NEXT))
    assert (ids(papers), [reject.line for reject in rejects]) == (IDS, [2])


@pytest.mark.parametrize("name", ["p.jsonl", "p.csv", "p.parquet"])
def test_5_nul_in_text_is_replaced_and_counted(tmp_path, name, caplog):
    path = tmp_path / name
    if name == "p.parquet":
        write_table(path, title=["Fa\0st"], abstract=["\0\0 is."])
    else:
        put(
            path,
            b'{"title": "Fa\\u0000st", "abstract": "\\u0000\\u0000 is."}'
            if name == "p.jsonl"
            else b"title,abstract\nFa\0st,\0\0 is.",
        )
    assert [one.text for one in read(path)[0]] == ["Fa\ufffdst\n\ufffd\ufffd is."]
    assert f"{name}: 3 NUL characters were replaced by U+FFFD" in caplog.text


# --- 6 and 10 long lines


def peak(path: Path, **options: object) -> tuple[list[str], list[str], int]:
    """What reading in a fresh process gives, and by how many MB its memory grew over what the imports take."""
    program = (
        "import json, resource, sys\n"
        "from extractor.read import ReadOptions, read_papers\n"
        "import orjson, pyarrow.parquet\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "rejects = []\n"
        "papers = [p.paper_id for p in read_papers([sys.argv[1]], rejects.append, ReadOptions(**json.loads(sys.argv[2])))]\n"
        "grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024\n"
        "print(json.dumps([papers, [r.kind + ': ' + r.reason for r in rejects], grown]))\n"
    )
    command = [sys.executable, "-c", program, str(path), json.dumps(options)]
    done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT, env=os.environ)
    return tuple(json.loads(done.stdout))


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
    monkeypatch.setattr("extractor.json_items._STEP", step)
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


# --- 11 Parquet (12, a flipped bit, and more stand in test_read_arrow.py)


def test_11_page_of_a_web_server_instead_of_a_file(tmp_path):
    for name in ("p.parquet", "p.jsonl", "p.csv", "p.json.gz", "p.arrow"):
        path = put(tmp_path / name, b"<!DOCTYPE html>\n<html><title>403 Forbidden, title,abstract</title></html>")
        with pytest.raises(InputError, match=rf"{name}: not of a known format \(it looks like an HTML page\)"):
            read(path)


def test_11_finished_files_are_kept_when_a_later_one_is_damaged(tmp_path):
    write_table(tmp_path / "a.parquet", title=["Fast"], abstract=["It is."])
    path = write_table(tmp_path / "b.parquet", title=["Fast"] * 999, abstract=["It is."] * 999)
    path.write_bytes(path.read_bytes()[:600])
    papers, error = until_error(tmp_path)
    assert [one.sources for one in papers] == [("a.parquet",)]
    assert "b.parquet: damaged Parquet file" in error


# --- 13 broken lines

BROKEN = [
    (b'{"title": "Fast", "abstr', "not_json", "unexpected end of data"),
    (b"Fast, It is.", "not_json", "no valid JSON"),
    (b'{"title": "Fast", "abstract": "It is.",}', "not_json", "no valid JSON"),
    (b'{"title": "Fast"} {"title": "Slow"}', "not_json", "unexpected content"),
    (b'["Fast", "It is."]', "wrong_type", "no JSON object but of type list"),
    (b"null", "wrong_type", "no JSON object but of type NoneType"),
    (b'{"title": "Fast", "abstract": NaN}', "not_json", "no valid JSON"),  # 19
    (b'{"title": "Fast", "abstract": "\\ud800"}', "not_json", "surrogate"),
    (b'{"title": "Fast", "abstract": "\xed\xa0\x80"}', "not_json", "not UTF-8 at its byte 31"),
    (b'{"title": "Fast", "abstract": "a", "n": ' + b"9" * 5000 + b"}", "not_json", "infinity"),
    (b'{"title": "Fast", "abstract": "a", "n": 1e400}', "not_json", "infinity"),
    (b"[" * 100_000, "not_json", "depth"),  # 18
    (b'{"title": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not_json", "depth"),
    (b'{"title": ["Fast"], "abstract": "a"}', "wrong_type", "the title is no text but of type list"),  # 15
    (b'{"title": "Fast", "abstract": 5}', "wrong_type", "the abstract is no text but of type int"),
    (b'{"title": "Fast", "abstract": 5.5}', "wrong_type", "the abstract is no text but of type float"),
    (b'{"title": "Fast", "abstract": true}', "wrong_type", "the abstract is no text but of type bool"),
    (b'{"title": "Fast", "abstract": {"a": 1}}', "wrong_type", "the abstract is no text but of type dict"),
    (b'{"title": "Fast", "abstract": null}', "no_abstract", "there is no abstract"),
    (b'{"title": "Fast"}', "no_abstract", "there is no abstract"),
    (b'{"title": " ", "abstract": "a"}', "no_title", "there is no title"),
    (b'{"title": "Fast", "abstract": "a", "id": ["1"]}', "wrong_type", "the id is no text but of type list"),
    (b"{}", "no_title", "there is no title"),
]
LIST, OBJECT = (b"[", b"]"), (b"{", b"}")
BALANCED = [case for case in BROKEN if all(case[0].count(one) == case[0].count(two) for one, two in (LIST, OBJECT))]


@pytest.mark.parametrize(("broken", "kind", "reason"), BROKEN, ids=lambda value: str(value)[:40])
def test_13_broken_line_costs_itself_alone(tmp_path, broken, kind, reason):
    papers, rejects = read(put(tmp_path / "p.jsonl", LINE, broken, NEXT))
    assert ids(papers) == IDS
    assert [(reject.source, reject.line, reject.kind) for reject in rejects] == [("p.jsonl", 2, kind)]
    assert reason in rejects[0].reason


@pytest.mark.parametrize(("broken", "kind", "reason"), BALANCED, ids=lambda value: str(value)[:40])
def test_13_broken_item_of_a_list_costs_itself_alone(tmp_path, broken, kind, reason):
    papers, rejects = read(put(tmp_path / "p.json", b"[" + LINE + b",", broken + b",", NEXT + b"]"))
    assert ids(papers) == IDS
    assert rejects[0].line == 2
    assert "of the list: " in rejects[0].reason


def test_13_list_that_is_cut_off_keeps_its_whole_items(tmp_path):
    papers, error = until_error(put(tmp_path / "p.json", b"[" + LINE + b"," + NEXT + b"," + LINE[:40]))
    assert ids(papers) == IDS
    assert "p.json: the JSON list is not closed after item 2: " in error
    assert "; 2 papers were read before that" in error


def test_13_what_stands_behind_a_list_is_reported(tmp_path):
    papers, rejects = read(put(tmp_path / "p.json", b"[" + LINE + b"]\n[" + NEXT + b"]"))
    assert ids(papers) == IDS[:1]
    assert len(rejects) == 1


def test_13_stop_names_the_line(tmp_path):
    path = put(tmp_path / "p.jsonl", LINE, b"{", NEXT)
    with pytest.raises(
        InputError,
        match=r"p\.jsonl, line 2: no valid JSON: .*; 1 paper was read before that\. Mend it, or .*--on-error skip",
    ):
        list(read_papers([path], lambda reject: None, ReadOptions(on_error="stop")))


def test_13_file_of_nothing_but_broken_lines_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match=r"p\.jsonl, line 1: no line or item of it is a JSON object: no valid JSON"):
        read(put(tmp_path / "p.jsonl", b'{"a', b'{"b'))


def test_13_first_line_broken_in_a_file_of_a_producer(tmp_path):
    data = (FIXTURES / "arxiv-snapshot" / "arxiv-metadata-oai-snapshot.json").read_bytes()
    papers, rejects = read(put(tmp_path / "arxiv.json", b'{"id": "0704.0001", "title": "Cut', data))
    assert ids(papers) == ["0704.0010", "hep-th/9901001"]
    assert [reject.line for reject in rejects] == [1]


# --- 14 columns


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        (
            "p.csv",
            b"Titel,Abstract Note\na,b",
            r"no column 'title'.*found are 'Titel', 'Abstract Note'.*--title-column 'Titel'",
        ),
        ("p.jsonl", b'{"title": "a", "body": "b"}', r"no key 'abstract'; the keys found are 'title', 'body'"),
        ("p.json", b'[{"title": "a", "abstracts": "b"}]', r"no key 'abstract'.*--abstract-column 'abstracts'"),
        (
            "p.tsv",
            b"a\tb\n1\t2",
            r"no column 'title'; the columns found are 'a', 'b'\. Name the column .*--title-column",
        ),
        ("p.csv", b"title,abstract,title\n1,2,3", r"more than one column 'title'"),
    ],
)
def test_14_missing_column_lists_those_found(tmp_path, name, data, message):
    with pytest.raises(InputError, match=message):
        read(put(tmp_path / name, data))


# --- 16 ids


@pytest.mark.parametrize(
    "data",
    [
        b'{"arxiv_id": 2401.00010, "title": "Fast", "abstract": "It is."}',
        b'[{"id": 2401.00010, "title": "Fast", "abstract": "It is."}]',
        b'{"results": [{"id": 2401.00010, "title": "Fast", "abstract": "It is."}]}',
        b'{\n "id": 2401.00010,\n "title": "Fast",\n "abstract": "It is."\n}',
        b"id,title,abstract\n2401.00010,Fast,It is.",
        b'{"id": "arXiv:2401.00010v3", "title": "Fast", "abstract": "It is."}',
        b'{"url": "x", "doi": "https://doi.org/10.48550/arXiv.2401.00010", "title": "Fast", "abstract": "It is."}',
        b'{"id": "http://arxiv.org/abs/2401.00010v1", "title": "Fast", "abstract": "It is."}',
    ],
    ids=["lines", "list", "answer", "document", "csv", "prefix", "doi", "address"],
)
def test_16_no_id_loses_its_zero(tmp_path, data):
    assert ids(read(put(tmp_path / "p", data))[0]) == ["2401.00010"]


@pytest.mark.parametrize("number", ["123456789012345678901234567890", "7", "0704.10", "1E2"])
def test_16_numbers_stay_as_they_are_written(tmp_path, number):
    data = f'{{"id": {number.replace("0704", "704")}, "title": "Fast", "abstract": "It is."}}'
    assert ids(read(put(tmp_path / "p.jsonl", data.encode()))[0]) == [number.replace("0704", "704")]


# --- 17 duplicates


def test_17_last_of_two_keys_is_taken_and_said(tmp_path, caplog):
    twice = b'{"title": "First", "title": "Last", "abstract": "It is."}'
    papers, rejects = read(put(tmp_path / "p.jsonl", LINE, twice, twice))
    assert [one.title for one in papers] == ["Fast", "Last", "Last"]
    assert rejects == []
    assert (
        "p.jsonl: records that hold a key twice, of which the last value was taken: 2 (the first: line 2, 'title')"
        in caplog.text
    )


def test_17_same_id_with_another_text_comes_twice(tmp_path):
    papers, _ = read(put(tmp_path / "p.jsonl", LINE, LINE.replace(b"2x", b"3x")))
    assert [one.abstract for one in papers] == ["It is 2x faster.", "It is 3x faster."]


# --- 20 tables


@pytest.mark.parametrize(
    ("rows", "kept", "left_out"),
    [
        (["1,a,b", "2,a", "3,a,b"], "13", [(3, "ragged")]),
        (["1,a,b", "2,a,b,c", "3,a,b"], "13", [(3, "ragged")]),
        (["1,a,b", "2;a;b", "3,a,b"], "13", [(3, "ragged")]),
        (['1,"a,b', "2,a,b", "3,a,b"], "23", [(2, "unclosed_quote")]),
        (['1,"a",b', '2,"a,b', '3,"a","b"', '4,"a","b\nc"', "5,a,b"], "1345", [(3, "unclosed_quote")]),
        (['1,"a"x,b', "2,a,b"], "2", [(2, "unclosed_quote")]),
        (['1,a "quoted" word,b', '2,a 5" disk,b'], "12", []),
        (['1,"a ""quoted"" word",b', '2,"a, b",c'], "12", []),
        (['1,"a\n\nb\nc",d', '2,a,"b\r\nc"'], "12", []),
        (["1,a,b", '2,a,"b', "c,d,e"], "1c", [(3, "unclosed_quote")]),
        (["1,a,", "2,,b", "3,a,b"], "3", [(2, "no_abstract"), (3, "no_title")]),
    ],
)
def test_20_row_that_does_not_fit_costs_itself_alone(tmp_path, rows, kept, left_out):
    papers, rejects = read(put(tmp_path / "p.csv", b"id,title,abstract", "\n".join(rows).encode()))
    assert "".join(ids(papers)) == kept
    assert [(reject.line, reject.kind) for reject in rejects] == left_out


def test_20_unclosed_quote_in_a_long_file_costs_its_line(tmp_path):
    rows = [f"{n},Title {n},It is." for n in range(20_000)]
    rows[9] = '9,"Title,It is.'
    papers, rejects = read(put(tmp_path / "p.csv", b"id,title,abstract", "\n".join(rows).encode()))
    assert (len(papers), [reject.line for reject in rejects]) == (19_999, [11])


def test_20_many_unclosed_quotes_take_linear_time(tmp_path):
    rows = [f'{n},"Title,It is.' if n % 2 else f"{n},Title,It is." for n in range(4_000)]
    papers, rejects = read(put(tmp_path / "p.csv", b"id,title,abstract", "\n".join(rows).encode()))
    assert (len(papers), len(rejects)) == (2000, 2000)


def test_20_cell_longer_than_the_usual_limit_of_csv(tmp_path):
    papers, rejects = read(put(tmp_path / "p.csv", b"title,abstract", b"Fast," + b"x " * 200_000))
    assert (len(papers[0].abstract), rejects) == (400_000, [])


# --- files and folders


def test_unreadable_file_is_named(tmp_path):
    path = put(tmp_path / "p.jsonl", LINE)
    path.chmod(0)
    tmp_path.chmod(0o755)
    user = os.geteuid()
    try:
        if user == 0:
            os.seteuid(65534)  # root may read everything
        with pytest.raises(
            InputError, match=r"cannot be read: Permission denied\. Check its name, and who may read it"
        ):
            read(path)
        with pytest.raises(InputError, match="Permission denied"):
            read(tmp_path)
    finally:
        os.seteuid(user)


def test_link_to_itself_is_no_endless_way(tmp_path):
    (tmp_path / "loop.jsonl").symlink_to(tmp_path / "loop.jsonl")
    with pytest.raises(InputError, match="cannot be read: Too many levels of symbolic links"):
        read(tmp_path / "loop.jsonl")
    put(tmp_path / "p.jsonl", LINE)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    papers, rejects = read(tmp_path)
    assert (ids(papers), [reject.source for reject in rejects]) == (IDS[:1], ["loop.jsonl"])
    assert ids(read(str(tmp_path / "**" / "*.jsonl"))[0]) == IDS[:1]


@pytest.mark.parametrize(
    "name", ["two words.jsonl", "new\nline.jsonl", "-dash.jsonl", "\x1b[31m.jsonl", "\u202e.jsonl", "'\".jsonl"]
)
def test_odd_names_are_read_and_said_in_one_line(tmp_path, name):
    path = put(tmp_path / name, LINE)
    assert read(path)[0][0].sources == (name,)
    path.write_bytes(b'{"a')
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value).isprintable()


def test_mixed_layouts_in_one_folder(tmp_path):
    put(tmp_path / "a.txt", page(GLUED, "\n", "Page", LONG).encode())
    put(tmp_path / "b.jsonl", LINE)
    put(tmp_path / "c.csv", b"title;abstract\nTable;It is.")
    pq.write_table(pa.table({"title": ["Parquet"], "abstract": ["It is."]}), tmp_path / "d")
    put(tmp_path / "e.zst", pack(b"[" + NEXT + b"]", "zstd"), end=b"")
    papers, rejects = read(tmp_path)
    assert [one.title for one in papers] == ["Page", "Fast", "Table", "Parquet", "Fast"]
    assert rejects == []


def test_mojibake_is_text_like_other_text(tmp_path):
    papers, _ = read(put(tmp_path / "p.csv", "title,abstract\nCafÃ© \ufffd,It is 2Ã— faster.".encode()))
    assert papers[0].text == "CafÃ© \ufffd\nIt is 2Ã— faster."


@pytest.mark.parametrize("name", ["p.jsonl", "p.json", "p.csv", "p.parquet", "p.arrow", "p.jsonl.gz"])
def test_memory_does_not_grow_with_the_file(tmp_path, name):
    peaks = []
    for count in (3_000, 40_000):
        folder = tmp_path / str(count)
        folder.mkdir()
        write_many(folder / name, count)
        papers, rejects, grown = peak(folder / name)
        assert (len(papers), rejects) == (count, [])
        peaks.append(grown)
    assert peaks[1] < peaks[0] + 12  # the 40,000 ids alone are 3 MB; the texts are 48 MB


def write_many(path: Path, count: int) -> None:
    rows = [GOOD | {"id": str(n), "abstract": "x " * 600} for n in range(count)]
    if path.suffix == ".csv":
        put(path, b"id,title,abstract", *(",".join(row.values()).encode() for row in rows))
    elif path.suffix in (".parquet", ".arrow"):
        table = pa.Table.from_pylist(rows)
        if path.suffix == ".parquet":
            pq.write_table(table, path, row_group_size=2_000)
        else:
            with pa.ipc.new_file(path, table.schema) as sink:
                sink.write_table(table, 2_000)
    else:
        lines = [json.dumps(row) for row in rows]
        data = ("[" + ",\n".join(lines) + "]" if path.suffix == ".json" else "\n".join(lines)).encode()
        path.write_bytes(gzip.compress(data, 1) if path.suffix == ".gz" else data)


def test_memory_does_not_grow_with_the_number_of_files(tmp_path):
    for number in range(800):
        put(tmp_path / f"{number:03}.jsonl", json.dumps(GOOD | {"id": str(number), "abstract": "x " * 40_000}).encode())
    papers, _, grown = peak(tmp_path)
    assert len(papers) == 800
    assert grown < 30  # the first 64 KiB of each would be 50


def test_encoding_that_is_no_text_is_refused(tmp_path):
    with pytest.raises(InputError, match="there is no encoding 'rot13'"):
        read(put(tmp_path / "p.csv", b"title,abstract\na,b"), encoding="rot13")


def test_manifest_beside_the_data_is_left_out(tmp_path):
    put(tmp_path / "manifest", b'{"entries": [{"url": "s3://x"}]}')
    put(tmp_path / "part_000.gz", gzip.compress(LINE), end=b"")
    papers, rejects = read(tmp_path)
    assert ids(papers) == IDS[:1]
    assert [(reject.source, reject.reason) for reject in rejects] == [("manifest", "a file of no known kind")]


def test_error_crosses_processes():
    import pickle

    error = InputError("p.csv", "no", "Do", 3)
    assert str(pickle.loads(pickle.dumps(error))) == str(error) == "p.csv, line 3: no. Do."


@pytest.mark.skipif(not Path("/dev/shm").is_dir() or os.geteuid() != 0, reason="needs to mount a small file system")
def test_full_temporary_folder_says_so(tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small], check=False, capture_output=True
    ).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        program = (
            "from extractor.read import *\ntry: list(read_papers(['-']))\nexcept InputError as error: print(error)"
        )
        done = subprocess.run(
            [sys.executable, "-c", program],
            input=LINE + b" " * 500_000,
            env=os.environ | {"TMPDIR": str(small)},
            capture_output=True,
            check=True,
            cwd=ROOT,
        )
        assert b"no space left in" in done.stdout
    finally:
        subprocess.run(["umount", small], check=True)
