"""Records as they should not be: each costs itself alone, and is said with its line.

The numbers are those of the list of bad inputs in docs/inputs.md.
"""

from __future__ import annotations

import json

import pytest
from broken import IDS, LINE, NEXT, ids, put, until_error
from reading import FIXTURES, read, write_table

from extractor.read.read import InputError, ReadOptions, read_papers

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
    (b'{"title": ["Fast", "Faster"], "abstract": "a"}', "wrong_type", "the title is no text but of type list"),  # 15
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


@pytest.mark.promise("Broken input costs itself alone")
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


ALIKE = {
    "title": (("Title", "title", "abstract"), "Title", "--title-column"),
    "abstract": (("title", "abstract", "ABSTRACT"), "ABSTRACT", "--abstract-column"),
    "paper_id": (("title", "abstract", "arxiv_id", "ArXiv ID"), "ArXiv ID", "--id-column"),
}


@pytest.mark.parametrize("name", ["p.csv", "p.jsonl", "p.parquet"])
@pytest.mark.parametrize("field", ALIKE)
def test_14_names_that_differ_in_nothing_that_counts_are_refused(tmp_path, name, field):
    columns, one, option = ALIKE[field]
    path = put_columns(tmp_path / name, {column: f"in {column}" for column in columns})
    with pytest.raises(InputError, match=f"have the same name but for case.*: {option} '{one}', or rename one"):
        read(path)
    ((paper,), _) = read(path, columns={field: one})
    assert getattr(paper, field) == f"in {one}"


def test_14_days_under_two_such_names_are_said(tmp_path, caplog):
    path = put_columns(tmp_path / "p.csv", {"title": "a", "abstract": "b", "Date": "", "date": "2024-05-06"})
    ((paper,), _) = read(path)
    assert str(paper.published) == "2024-05-06"
    assert "the columns 'Date', 'date' have the same name" in caplog.text


def put_columns(path, row):
    """A file with one paper under columns of any name, in the format that its name says."""
    if path.suffix == ".parquet":
        return write_table(path, **{name: [value] for name, value in row.items()})
    lines = [",".join(row), ",".join(row.values())] if path.suffix == ".csv" else [json.dumps(row)]
    return put(path, "\n".join(lines).encode())


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
