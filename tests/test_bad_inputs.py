"""Files as they should not be: empty, in other encodings, unreadable; nothing is lost in silence, nothing is guessed.

The numbers, here and in test_bad_sizes.py and test_bad_records.py, are those of the list of bad inputs in docs/inputs.md.
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
from broken import GOOD, IDS, LINE, NEXT, ids, mounted, pack, peak, put, said
from reading import GLUED, LONG, ROOT, page, read, write_table

from extractor.read.read import InputError

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
    with pytest.raises(InputError, match="there is no file in this folder"):
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


@pytest.mark.parametrize("name", ["p.jsonl", "p.json", "p.csv", "p.tsv"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_4_utf_16_without_its_mark_or_cut_off_is_refused(tmp_path, name, encoding):
    text = (
        LINE.decode() + "\u00e9\n"
        if "json" in name
        else "title,abstract\nCaf\u00e9,It is.\n".replace(",", "\t" if name == "p.tsv" else ",")
    )
    data = text.encode(encoding)
    with pytest.raises(InputError, match=rf"{name}.* not {encoding} at byte \d+\. .*--encoding"):
        read(put(tmp_path / name, data[:-1], end=b""))
    with pytest.raises(InputError):
        read(put(tmp_path / name, text.encode(f"{encoding}-le"), end=b""))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-be", "utf-32-be"])
@pytest.mark.parametrize("name", ["p.jsonl", "p.csv", "p.ris", "p.txt"])
def test_4_utf_16_is_told_by_its_mark(tmp_path, name, encoding):
    text = {
        "p.jsonl": LINE.decode(),
        "p.csv": "title,abstract\nCaf\u00e9,It is.\n",
        "p.ris": "TY  - JOUR\nTI  - Caf\u00e9\nAB  - It is.\nER  - \n",
        "p.txt": "Caf\u00e9\n\n" + "It is 2x faster. " * 9,
    }[name]
    mark = "\ufeff" if encoding.endswith("-be") else ""
    (path := tmp_path / name).write_bytes((mark + text).encode(encoding))
    (plain := tmp_path / f"plain-{name}").write_text(text, encoding="utf-8")
    assert [(one.title, one.abstract) for one in read(path)[0]] == [(one.title, one.abstract) for one in read(plain)[0]]


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
    program = (
        "from extractor.read.read import *\ntry: list(read_papers(['-']))\nexcept InputError as error: print(error)"
    )
    with mounted(tmp_path / "small", "size=64k") as small:
        done = subprocess.run(
            [sys.executable, "-c", program],
            input=LINE + b" " * 500_000,
            env=os.environ | {"TMPDIR": str(small)},
            capture_output=True,
            check=True,
            cwd=ROOT,
        )
    assert b"no space left in" in done.stdout
