"""Comparison: what is put side by side, what is not, and what is said about the rest."""

from __future__ import annotations

import pytest
from asking import FORMULA, ROWS, cells, write

from extractor.ask.compare import GROUPS, against, compare, split_by
from extractor.ask.filters import FilterError
from extractor.ask.query import Database
from extractor.ask.tradeoff import trade_off


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return Database(write(tmp_path_factory.mktemp("table") / "claims.parquet"))


# --- groups


def test_by_technique(database):
    answer = compare(database, ["technique"], metric="speed")
    assert cells(answer.table, "technique", "papers", "claims", "up_to", "best", "best_quote", "best_paper") == [
        ("quantization", 2, 2, 1, 3.0, "3x", FORMULA),
        ("caching", 1, 1, 0, 3.0, "3x", FORMULA),
        ("pruning", 1, 1, 0, pytest.approx(8**0.5), "2-4x", "Pruned"),
        (None, 1, 2, 0, 8.0, "8x", ROWS[3][0].title),
    ]
    assert cells(answer.table, "q1", "median", "q3")[0] == pytest.approx((2.01, 2.34, 2.67))
    assert answer.notes == (
        "1 claim about the numbers of others left out (--whose any takes them in)",
        "a claim with several techniques counts for each",
    )


def test_relative_claims_in_any_dress(database):
    """A change from 10 ms to 6 ms stands beside a factor of 1.68."""
    answer = compare(database, ["metric"], family="speed", paper="FireQ")
    assert cells(answer.table, "metric", "median") == [("latency", pytest.approx(10 / 6)), ("speed", 1.68)]


def test_by_baseline(database):
    """Spellings are one group, versions are not, generic words come last and are marked."""
    answer = compare(database, ["baseline"], metric="speed")
    assert cells(answer.table, "baseline", "generic", "claims") == [
        ("FlashAttention2", False, 2),
        ("FlashAttention-3", False, 1),
        ("QServe", False, 1),
        ("the dense baseline", True, 1),
    ]


def test_by_two(database):
    answer = compare(database, ["technique", "year"], metric="speed", technique="quantization")
    assert cells(answer.table, "technique", "year", "claims") == [
        ("caching", "2022", 1),
        ("quantization", "2021", 1),
        ("quantization", "2022", 1),
    ]


def test_device_with_and_without_its_maker(database):
    answer = compare(database, ["hardware"], metric="speed", hardware="A100")
    assert cells(answer.table, "hardware", "claims") == [("NVIDIA A100", 2)]


@pytest.mark.parametrize("group", GROUPS)
def test_every_group(database, group):
    answer = compare(database, [group])
    assert answer.table.column_names[0] == group
    assert answer.table.num_rows > 0


@pytest.mark.parametrize(
    ("whose", "claims"), [(None, 5), ("own", 5), ("prior", 1), ("any", 6), (("own", "prior"), 6), ("baseline", 0)]
)
def test_whose_numbers(database, whose, claims):
    answer = compare(database, ["metric"], metric="speed", whose=whose)
    assert sum(answer.table["claims"].to_pylist()) == claims


@pytest.mark.parametrize("whose", ["nobody", ("own", "nobody")])
def test_numbers_of_nobody_are_refused_with_all_that_there_are(database, whose):
    with pytest.raises(FilterError, match=r"whose: 'nobody' is none of own, baseline, prior, any$"):
        compare(database, ["metric"], metric="speed", whose=whose)


@pytest.mark.parametrize(
    ("sort", "first"), [("papers", "quantization"), ("median", "caching"), ("best", "caching"), ("name", "caching")]
)
def test_order(database, sort, first):
    assert cells(compare(database, ["technique"], metric="speed", sort=sort).table, "technique")[0] == (first,)


def test_top(database):
    answer = compare(database, ["technique"], metric="speed", top=1)
    assert answer.table.num_rows == 1
    assert "3 more groups are left out (--top 1)" in answer.notes


# --- what cannot be compared


def test_left_out_is_counted_by_reason(database):
    answer = compare(database, ["metric"])
    assert answer.not_compared == {
        "levels on named data sets": 3,
        "differences in points": 1,
        "levels on no named data set": 1,
    }
    assert "not comparable here: 5 claims (levels on named data sets: 3, differences in points: 1, levels on no named data set: 1)" in answer.notes  # fmt: skip


def test_levels_stay_on_their_data_set(database):
    answer = compare(database, ["dataset"], levels=True)
    assert cells(answer.table, "dataset", "metric", "unit", "claims", "median", "best") == [
        ("ImageNet", "accuracy", "%", 2, pytest.approx(78.05), 80.0),
        ("COCO", "throughput", "item/s", 1, 30.0, 30.0),
    ]
    assert answer.not_compared == {"claims that are no levels": 7, "levels on no named data set": 1}


@pytest.mark.parametrize(
    "wrong",
    [{"by": ["colour"]}, {"by": []}, {"by": ["year"] * 2}, {"by": list(GROUPS[:3])}, {"by": ["year"], "sort": "luck"}],
    ids=str,
)
def test_impossible_comparison(database, wrong):
    with pytest.raises(FilterError):
        compare(database, wrong.pop("by"), **wrong)


def test_nothing_fits(database):
    assert compare(database, ["technique"], metric="colour").table.num_rows == 0


@pytest.mark.parametrize(
    ("by", "split"),
    [
        ("technique", (["technique"], None)),
        (("technique,hardware", "own"), (["technique", "hardware"], "own")),
        (["any"], ([], "any")),
        ("baseline", (["baseline"], None)),
    ],
)
def test_by_means_groups_and_speakers(by, split):
    assert split_by(by) == split


# --- head to head


def test_against(database):
    answer = against(database, "Flash Attention 2")
    assert cells(answer.table, "paper", "factor", "baseline") == [
        (FORMULA, 3.0, "FlashAttention2"),
        ("Pruned", pytest.approx(8**0.5), "FlashAttention-2"),
    ]
    assert answer.notes == (
        "spellings taken as one: FlashAttention-2, FlashAttention2",
        "other versions, kept apart: FlashAttention-3",
    )


def test_against_generic_words(database):
    answer = against(database, "The dense baseline")
    assert cells(answer.table, "quote") == [("8x",)]
    assert "names nothing in particular" in answer.notes[0]


def test_against_nobody(database):
    assert against(database, "FlashAttention-9").table.num_rows == 0
    with pytest.raises(FilterError):
        against(database, " ")


# --- trade-offs


def test_trade_off(database):
    """The pair of one sentence goes before the larger gain of another."""
    answer = trade_off(database, "speed", "accuracy")
    assert cells(answer.table, "paper", "gain_quote", "change", "change_unit", "same_sentence", "pairs") == [
        ("FireQ: Fast INT4 kernels", "1.68x", -0.6, "pp", True, 2)
    ]
    assert "3 of 4 papers with such a gain state no change of accuracy" in answer.notes


def test_every_pair(database):
    answer = trade_off(database, "speed", "quality", every_pair=True)
    assert cells(answer.table, "gain_quote", "cost_quote") == [("1.68x", "0.6%"), ("6 ms", "0.6%")]


def test_cost_may_be_named_as_a_metric_or_a_family(database):
    assert trade_off(database, "latency", "accuracy").table.num_rows == 1
    assert trade_off(database, "speed", "energy").table.num_rows == 0


@pytest.mark.parametrize("names", [("speed", "speed"), ("", "quality"), ("speed", "hardware")])
def test_impossible_trade_off(database, names):
    with pytest.raises(FilterError):
        trade_off(database, *names)


# --- the same in Python


def test_python(tmp_path):
    import extractor as ct
    from extractor.table.units import UnitError

    table = ct.load(write(tmp_path / "claims.parquet"))
    frame = table.compare(metric="speed", by="technique")
    assert frame.loc[0, "technique"] == "quantization"
    assert frame.attrs["notes"]
    assert table.compare(by="metric").attrs["not_compared"]["differences in points"] == 1
    assert list(table.against("FlashAttention2")["quote"]) == ["3x", "2-4x"]
    assert list(table.trade_off()["change"]) == [-0.6]
    assert table.sql("select count(*) as n from claims").loc[0, "n"] == 13
    assert len(table.claims(technique="caching")) == 1
    assert repr(table) == f"ClaimsTable({str(tmp_path / 'claims.parquet')!r})"
    quantities = table.quantity("s", metric="latency")
    assert [quantity.magnitude for quantity in quantities] == [0.006, 0.005]
    assert str(quantities.sum().to("ms").units) == "millisecond"
    assert table.quantity("s").attrs == {"left_out": 10}
    assert [str(one.units) for one in table.quantity(metric="latency", end="before")] == ["millisecond"]
    with pytest.raises(FilterError):
        table.quantity(end="middle")
    with pytest.raises(UnitError):
        table.quantity("%%", metric="latency")
    table.close()
