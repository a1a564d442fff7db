"""Reading, over inputs that nobody would write by hand: what was written comes back, and damage is always said."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.read.json_items import _Splitter
from extractor.read.read import InputError, ReadOptions, read_papers

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip)
ABSTRACT = TEXT.map("We {}".format)  # signs alone, and words such as "none", stand for no abstract
VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text('[]{}",\\x \n'),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('[]{}",\\x', max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(st.text('ab"\\[', max_size=3), VALUE, max_size=3)),
    st.integers(1, 40),
    st.sampled_from([None, 1]),
)
def test_list_is_split_where_its_objects_end(objects, step, indent):
    data = json.dumps(objects, indent=indent).encode()
    splitter, found = _Splitter(1 << 20), []
    for start in range(0, len(data), step):
        found += splitter.feed(data[start : start + step])
    assert splitter.over
    assert [kind for kind, _, _ in found] == ["item"] * len(objects)
    assert [json.loads(raw) for _, _, raw in found] == objects


@given(
    st.lists(st.tuples(TEXT, ABSTRACT), min_size=1, max_size=5),
    st.sampled_from(",;|\t"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_table_comes_back_as_it_was_written(tmp_path_factory, rows, delimiter, end):
    sink = io.StringIO()
    writer = csv.writer(sink, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("title", "abstract"), *rows])
    path = tmp_path_factory.mktemp("p") / ("p.tsv" if delimiter == "\t" else "p.csv")
    path.write_bytes(sink.getvalue().encode())
    assert [(one.title, one.abstract) for one in read_papers([path], pytest.fail)] == rows


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5), st.data())
def test_lines_with_damage_give_papers_rejects_or_an_error(tmp_path_factory, rows, data):
    lines = "\n".join(
        json.dumps({"title": title, "abstract": text}, ensure_ascii=False) for title, text in rows
    ).encode()
    at = data.draw(st.integers(0, len(lines) - 1))
    lines = lines[:at] + data.draw(st.binary(max_size=4)) + lines[at + data.draw(st.integers(0, 4)) :]
    for name in ("p.jsonl", "p.csv", "p.json", "p"):
        path = tmp_path_factory.mktemp("p") / name
        path.write_bytes(lines)
        papers, rejects, error = attempt(path)
        assert error.isprintable()
        assert papers or rejects or error
        assert all(one.title.strip() and one.abstract.strip() for one in papers)
        assert all(one.text.encode() for one in papers)


def attempt(path):
    papers, rejects = [], []
    try:
        for one in read_papers([path], rejects.append, ReadOptions(max_line=1000)):
            papers.append(one)  # noqa: PERF402 (what came before the error must stay)
    except InputError as error:
        return papers, rejects, str(error)
    return papers, rejects, ""
