"""The table in DuckDB: names unified, filters bound, and queries of users that reach nothing else."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest
from asking import ROWS, cells, write

from extractor.ask.filters import FILTERS, FilterError, conditions
from extractor.ask.query import KEY_STEPS, Database, QueryError, describe_views
from extractor.ask.unify import bare_name, name_key, names_in, unified
from extractor.table.schema import COLUMNS
from extractor.table.store import TableError


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write(tmp_path_factory.mktemp("table") / "claims.parquet")


@pytest.fixture(scope="module")
def database(path):
    database = Database(path)
    yield database
    database.close()


@pytest.fixture(scope="module")
def closed(path):
    database = Database(path, closed=True)
    yield database
    database.close()


# --- names

ONE_NAME = [
    ("FlashAttention2", "FlashAttention-2", "FlashAttention 2", "Flash Attention v2", "flash-attention-2"),
    ("LLaVA-1.5", "LLaVA-v1.5", "LLaVA v1.5"),
    ("ViT", "ViTs"),
    ("Transformer", "transformers"),
    ("RTX 4090", "RTX4090", "rtx-4090"),
    ("DeiT-Base (distilled)", "DeiT-Base"),
]
OTHER_NAMES = [
    ("FlashAttention-2", "FlashAttention-3"),
    ("FlashAttention", "FlashAttention-2"),
    ("DeiT", "DeiT-S"),
    ("Llama-3-1B", "Llama-31B"),
    ("Qwen2.5-7B", "Qwen2-57B"),
    ("A100", "A1000"),
]


@pytest.mark.parametrize("spellings", ONE_NAME, ids=lambda names: names[0])
def test_spellings_of_one_name(spellings):
    assert len({name_key(name) for name in spellings}) == 1


@pytest.mark.parametrize(("left", "right"), OTHER_NAMES)
def test_versions_are_kept_apart(left, right):
    assert name_key(left) != name_key(right)


def test_key_is_the_same_in_sql(closed):
    """Python and DuckDB take the same steps; the queries of users unify names as the commands do."""
    names = [name for pair in (*ONE_NAME, *OTHER_NAMES) for name in pair] + ["  \u2013x", "v2", "", "a-b_c 1-2-3"]
    for name in names:
        quoted = name.replace("'", "''")
        assert closed.ask(f"select name_key('{quoted}') as key").read_all()["key"][0].as_py() == name_key(name)
    assert any(not pattern for pattern, _ in KEY_STEPS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the original FlashAttention-2 kernel", "FlashAttention-2"),
        ("state-of-the-art SplaTAM", "SplaTAM"),
        ("Medusa decoding", "Medusa"),
        ("speculative decoding", "speculative decoding"),
        ("beam search", "beam search"),
        ("recent efficient model MobileViT-XXS", "MobileViT-XXS"),
    ],
)
def test_name_without_its_company(text, name):
    assert bare_name(text) == (name, False)


@pytest.mark.parametrize(
    "text",
    ["the dense baseline", "existing methods", "state-of-the-art", "compute-equivalent dense baseline", "models"],
)
def test_generic_words_are_no_name(text):
    assert bare_name(text) == (text, True)


def test_lists_are_taken_apart():
    assert [name.name for name in names_in("MPCFormer and THE-X")] == ["MPCFormer", "THE-X"]
    assert [name.name for name in names_in("LLaVA-1.5, the SAISA model")] == ["LLaVA-1.5", "SAISA"]
    assert [name.name for name in names_in("ViT-B/16")] == ["ViT-B/16"]


def test_commonest_spelling_is_shown():
    assert {name.name for name in unified({"ImageNet-1k": 1, "ImageNet-1K": 2})} == {"ImageNet-1K"}


# --- filters

MATCHES = [
    ({}, 13),
    ({"metric": "speed"}, 6),
    ({"metric": ["speed", "accuracy"]}, 9),
    ({"metric": "Speed", "bound": "up_to"}, 2),
    ({"family": "quality"}, 3),
    ({"measure": "level"}, 4),
    ({"technique": "quantization"}, 5),
    ({"hardware": "a100"}, 3),
    ({"hardware": "NVIDIA A100"}, 2),
    ({"dataset": "imagenet"}, 3),
    ({"baseline": "flash attention 2"}, 2),
    ({"baseline": "the dense baseline"}, 1),
    ({"scope": "inference"}, 8),
    ({"paper": "pruned"}, 2),
    ({"paper": "p1"}, 4),
    ({"whose": "prior"}, 1),
    ({"min_factor": 2}, 5),
    ({"max_factor": 2}, 2),
    ({"min_precision": 0.5}, 0),
    ({"year": 2021}, 4),
    ({"year": "2022-2023"}, 3),
    ({"year": "2024-"}, 6),
    ({"text": "ON COCO"}, 3),
    ({"where": "unit=ms"}, 2),
    ({"where": ["value_low>=5", "value_low<=6"]}, 3),
    ({"where": "datasets!=ImageNet"}, 10),
    ({"where": "published>=2024-01-01"}, 6),
    ({"rule": "faster-than", "subject": "fireq", "metric": "speed", "source": "page.txt"}, 6),
]


@pytest.mark.parametrize(("filters", "rows"), MATCHES, ids=[str(filters) for filters, _ in MATCHES])
def test_filter(database, filters, rows):
    where = conditions(filters)
    if where.needs_baselines:
        database.names("baseline")
    assert database.table(f"select 1 as one from claims where {where}", where.parameters).num_rows == rows


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"colour": "red"}, "'colour' is no filter"),
        ({"family": "haste"}, "none of speed, compute"),
        ({"year": "last"}, "neither a year"),
        ({"year": "-"}, "neither a year"),
        ({"min_factor": "many"}, "no number"),
        ({"where": "unit"}, "is not like"),
        ({"where": "colour=red"}, "no column 'colour'"),
        ({"where": "datasets>x"}, "is a list"),
        ({"where": "value_low>=x"}, "no number"),
        ({"hardware": "-"}, "no name"),
    ],
)
def test_impossible_filter(filters, message):
    with pytest.raises(FilterError, match=message):
        conditions(filters)


@pytest.mark.parametrize("one", [one for one in FILTERS if not one.values and one.kind in {"id", "ids", "names", "part", "paper", "baseline"}], ids=lambda one: one.name)  # fmt: skip
@pytest.mark.parametrize("value", ["' or 1=1 --", '"; drop view claims', "$p9", "% or %", "(((", "\\"])
def test_values_are_never_sql(database, one, value):
    where = conditions({one.name: value})
    assert value not in str(where)
    if where.needs_baselines:
        database.names("baseline")
    assert database.table(f"select 1 as one from claims where {where}", where.parameters).num_rows == 0


def test_every_column_can_be_filtered():
    for column in COLUMNS:
        assert conditions({"where": f"{column.name}=1"}).sql


# --- the database


def test_folder_of_tables(tmp_path):
    write(tmp_path / "a.parquet", ROWS[:3])
    (tmp_path / "year=2024").mkdir()
    write(tmp_path / "year=2024" / "b [1].parquet", ROWS[2:])  # the third paper stands in both
    (tmp_path / ".claims.parquet.tmp.parquet").write_bytes(b"half written")
    database = Database(tmp_path)
    assert database.table("select count(*) as number from claims")["number"].to_pylist() == [13]
    assert database.table("select * from claims limit 1").num_columns == len(COLUMNS)


def test_file_is_no_pattern(tmp_path):
    write(tmp_path / "a.parquet", ROWS[:1])
    database = Database(write(tmp_path / "[a].parquet", ROWS[1:2]))
    assert cells(database.table("select paper_id from claims"), "paper_id") == [("p2",)]


@pytest.mark.parametrize("content", [None, b"", b"PAR1", b"<html>"])
def test_no_table(tmp_path, content):
    if content is not None:
        (tmp_path / "x.parquet").write_bytes(content)
    with pytest.raises(TableError):
        Database(tmp_path / "x.parquet")


def test_empty_folder(tmp_path):
    with pytest.raises(TableError, match="no Parquet file"):
        Database(tmp_path)


def test_table_without_rows(tmp_path):
    database = Database(write(tmp_path / "claims.parquet", ()), closed=True)
    assert database.ask("select * from claims").read_all().num_rows == 0
    assert database.ask("from papers").read_all().num_rows == 0


# --- queries of users

GOOD = [
    ("select count(*) as n from claims", 1),
    ("from papers", 5),
    ("from hardware", 1),
    ("with x as (select 1 as a) select * from x", 1),
    ("from against('flash attention 2')", 2),
    ("from per_technique() where technique = 'caching'", 1),
    ("from per_dataset() where dataset = 'ImageNet'", 3),
    ("from per_device()", 4),
    ("from per_model()", 0),
    ("from claims_with_devices() where len(devices) > 0", 4),
    ("select factor(factor_low, factor_high) as f from claims where quote = '2-4x'", 1),
    ("pivot claims on metric using count(*) group by family", 3),
    ("describe claims", len(COLUMNS)),
    ("explain select 1", 1),
    ("show tables", 8),
]


@pytest.mark.parametrize(("query", "rows"), GOOD, ids=[query for query, _ in GOOD])
def test_query(closed, query, rows):
    assert closed.ask(query).read_all().num_rows == rows


def test_every_view_and_macro_is_tested():
    asked = " ".join(query for query, _ in GOOD) + " name_key("
    for name, meaning in describe_views():
        assert name.split("(")[0] in asked
        assert meaning


BAD = [
    *("", "selct", "select 1; select 2", "select no_such_column from claims"),
    *("drop view claims", "create table x (a int)", "delete from claims", "set threads = 1", "pragma version"),
    *("attach 'x.db'", "install httpfs", "load httpfs", "call pragma_version()"),
    "copy claims to '{out}'",
    "copy (select 1) to '{path}' (use_tmp_file false)",
    "copy (pivot claims on metric using count(*)) to '{out}'",
    "explain analyze copy (select 1) to '{out}'",
    "select * from '{path}'",
    "select * from read_parquet('{path}')",
    "select * from read_text('/etc/passwd')",
    "select * from glob('/*')",
    "select * from 'https://example.org/x.parquet'",
    "select database from database",
]


@pytest.mark.parametrize("query", BAD)
def test_query_that_is_refused(closed, path, query):
    before = path.read_bytes()
    out = path.with_name("out.parquet")
    with pytest.raises(QueryError):
        closed.ask(query.format(path=path, out=out)).read_all()
    assert path.read_bytes() == before
    assert not out.exists()
    assert closed.ask("select 1 as one from claims").read_all().num_rows == 13


def test_error_on_the_way_is_the_users(closed):
    with pytest.raises(QueryError, match="Could not convert"):
        closed.ask("select quote::int as number from claims").read_all()


def test_only_a_closed_database_takes_queries(database):
    with pytest.raises(ValueError, match="closed"):
        database.ask("select 1")


def test_python_objects_are_out_of_reach(closed):
    secret = pa.table({"a": [1]})
    with pytest.raises(QueryError):
        closed.ask("select * from secret").read_all()
    assert secret.num_rows == 1
    assert duckdb.__version__
