"""Parquet and Arrow: every row is a paper or is reported with its number."""

from __future__ import annotations

import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from reading import read, write_table

from extractor.read.read import InputError, Reject, arxiv_url, read_papers, title_id
from extractor.records import Paper


def test_parquet_row_becomes_a_paper(tmp_path):
    day = datetime.date(2024, 1, 5)
    path = write_table(
        tmp_path / "papers.parquet",
        abstract=["It is 2x faster.\nTwice.", "It is not."],
        title=[" Fast\u00a0 ", "Slow"],
        paper_id=["2401.00010", "x:1"],
        published=[day, None],
        url=[None, "https://example.org/1"],
    )
    assert read(path)[0] == [
        Paper(
            "2401.00010", " Fast\u00a0 ", "It is 2x faster.\nTwice.", ("papers.parquet",), arxiv_url("2401.00010"), day
        ),
        Paper("x:1", "Slow", "It is not.", ("papers.parquet",), "https://example.org/1", None),
    ]


def test_parquet_of_title_and_abstract_alone_is_enough(tmp_path):
    path = write_table(tmp_path / "no suffix", title=["Fast"], abstract=["It is."])
    assert read(path)[0] == [Paper(title_id("Fast"), "Fast", "It is.", ("no suffix",))]


@pytest.mark.parametrize(
    "kind",
    [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.dictionary(pa.int32(), pa.string())],
    ids=str,
)
def test_parquet_text_of_any_arrow_type_is_read(tmp_path, kind):
    text = pa.array(["Schnell für Übung"]).cast(kind)
    path = write_table(tmp_path / "papers.parquet", title=text, abstract=text, paper_id=text)
    assert [(paper.paper_id, paper.title) for paper in read(path)[0]] == [("Schnell für Übung",) * 2]


@pytest.mark.parametrize(
    ("abstract", "reason"),
    [
        (pa.array([None], pa.string()), "there is no abstract"),
        (pa.array([" \n"]), "there is no abstract"),
        (pa.array([None]), "there is no abstract"),
        (pa.array([5]), "the abstract is no text but of type int"),
        (pa.array([["a", "b"]]), "the abstract is no text but of type list"),
        (pa.array([b"caf\xe9"]), "the abstract is not UTF-8 at its byte 3"),
        (pa.array([b"caf\xe9"]).view(pa.string()), "the abstract is not UTF-8 at its byte 3"),
    ],
    ids=["null", "blank", "all null", "number", "list", "latin-1", "latin-1 as text"],
)
def test_parquet_row_without_text_is_reported_with_its_number(tmp_path, abstract, reason):
    path = write_table(tmp_path / "papers.parquet", title=["Fast"], abstract=abstract)
    assert read(path) == ([], [Reject("papers.parquet", 1, reason)])


def test_parquet_rows_are_counted_over_batches_and_row_groups(tmp_path):
    abstracts = ["It is." for _ in range(5000)]
    titles = [f"Title {row}" if row not in (1, 2499, 5000) else None for row in range(1, 5001)]
    pq.write_table(pa.table({"title": titles, "abstract": abstracts}), tmp_path / "p.parquet", row_group_size=1500)
    papers, rejects = read(tmp_path / "p.parquet")
    assert [reject.line for reject in rejects] == [1, 2499, 5000]
    assert [paper.title for paper in papers] == [title for title in titles if title]


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["2401.00010"], "2401.00010"),
        ([7], "7"),
        ([7.0], "7"),
        ([None], title_id("Fast")),
        ([""], title_id("Fast")),
        ([float("nan")], title_id("Fast")),
    ],
    ids=repr,
)
def test_parquet_ids_are_text(tmp_path, ids, expected):
    path = write_table(tmp_path / "papers.parquet", title=["Fast"], abstract=["It is."], paper_id=ids)
    assert [paper.paper_id for paper in read(path)[0]] == [expected]


def test_parquet_ids_that_lost_a_digit_are_an_input_error(tmp_path):
    path = write_table(tmp_path / "p.parquet", title=["A", "B"], abstract=["It is."] * 2, paper_id=[7.0, 2401.00010])
    with pytest.raises(InputError, match=r"p\.parquet, line 2: paper_id 2401\.0001 is a number.*as text"):
        read(path)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"year": [2024]}, datetime.date(2024, 1, 1)),
        ({"year": [2024], "published": ["2023-12-31T23:00:00Z"]}, datetime.date(2023, 12, 31)),
        ({"published": pa.array([datetime.datetime(2024, 5, 1, 9)], pa.timestamp("ns"))}, datetime.date(2024, 5, 1)),
        ({"published": pa.array([2**30], pa.date32())}, None),
        ({"published": ["last week"]}, None),
        ({"year": [None]}, None),
        ({"year": [0]}, None),
    ],
    ids=["year", "day-in-text", "time-stamp", "day-far-off", "no-day", "no-year", "year-0"],
)
def test_parquet_day_of_publication(tmp_path, columns, expected):
    path = write_table(tmp_path / "papers.parquet", title=["Fast"], abstract=["It is."], **columns)
    assert read(path)[0][0].published == expected


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (
            ["title", "My Abstracts"],
            "no column 'abstract'.*'title', 'My Abstracts'. Name it with .*--abstract-column 'My Abstracts'",
        ),
        (["titel", "abstract"], "no column 'title'.*perhaps --title-column 'titel'"),
        (["x", "y"], "no column 'title'; the columns found are 'x', 'y'. Name the column .* with --title-column"),
        (["title", "abstract", "title"], "more than one column 'title'"),
    ],
)
def test_parquet_without_a_column_names_the_nearest(tmp_path, names, message):
    pq.write_table(pa.Table.from_arrays([pa.array(["a"])] * len(names), names), tmp_path / "papers.parquet")
    with pytest.raises(InputError, match=message):
        read(tmp_path / "papers.parquet")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: b"", "the file is empty"),
        (lambda data: data[:1000], r"damaged Parquet file \("),
        (lambda data: data[:200] + bytes(2000) + data[2200:], "damaged Parquet file in row group 0"),
        (lambda data: b"<html>403 Forbidden</html>", "looks like an HTML page.*Expected a Parquet file"),
    ],
    ids=["empty", "truncated", "overwritten", "html"],
)
def test_damaged_parquet_is_an_input_error(tmp_path, damage, message):
    path = write_table(tmp_path / "papers.parquet", title=[f"Title {n}" for n in range(999)], abstract=["It is."] * 999)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(InputError, match=message):
        read(path)


def test_flipped_bit_in_parquet_is_an_input_error(tmp_path):
    path = tmp_path / "papers.parquet"
    table = pa.table({"title": ["Fast"], "abstract": ["It is 2x faster."]})
    pq.write_table(
        table, path, compression="none", use_dictionary=False, write_statistics=False, write_page_checksum=True
    )
    data = path.read_bytes()
    assert data.count(b"2x") == 1
    path.write_bytes(data.replace(b"2x", b"3x"))
    with pytest.raises(InputError, match=r"row group 0 .*CRC"):
        read(path)


def test_parquet_is_read_as_it_is_asked_for(tmp_path, monkeypatch):
    path = write_table(tmp_path / "papers.parquet", title=["Fast"] * 9000, abstract=["It is."] * 9000)
    batches: list[int] = []
    original = pq.ParquetFile.iter_batches

    def counted(self, *args, **options):
        for batch in original(self, *args, **options):
            batches.append(batch.num_rows)
            yield batch

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", counted)
    next(read_papers([path]))
    assert sum(batches) < 9000
