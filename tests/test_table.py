"""Claims to rows: order, ids, what is worked out from a claim, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import CHANGE, CLAIMS, DEVICE, METRICS, PAPER, claim

from extractor.rulefiles.rules import Metric, rules_root
from extractor.table.factor import factor
from extractor.table.schema import claims_schema
from extractor.table.table import RowError, TableBuilder, claim_batches, claim_id, finite, in_canonical_unit
from extractor.table.units import Units

UNITS = Units(rules_root() / "quantities" / "units.txt")


def rows(*claims, paper=PAPER, precisions=None):
    builder = TableBuilder(METRICS, UNITS, precisions)
    builder.add(paper, claims, ("quantization", "kernel_optimization"))
    return builder.batch().to_pylist()


def test_rows_are_pinned(data_regression):
    data_regression.check(rows(*CLAIMS))


def test_batch_has_the_schema():
    builder = TableBuilder(METRICS, UNITS)
    builder.add(PAPER, CLAIMS, ())
    assert builder.batch().schema.equals(claims_schema(), check_metadata=True)


def test_empty_batch_has_the_schema():
    batch = TableBuilder(METRICS, UNITS).batch()
    assert batch.num_rows == 0
    assert batch.schema.equals(claims_schema(), check_metadata=True)


def test_batch_starts_anew():
    builder = TableBuilder(METRICS, UNITS)
    builder.add(PAPER, CLAIMS, ())
    assert len(builder) == 3
    assert builder.batch().num_rows == 3
    assert len(builder) == 0
    assert builder.batch().num_rows == 0


def test_rows_come_by_start_end_and_metric():
    second = replace(claim(), metric="latency")
    found = rows(DEVICE, claim(), CHANGE, second)
    assert [(row["start"], row["metric"]) for row in found] == sorted((row["start"], row["metric"]) for row in found)
    assert found == rows(second, CHANGE, claim(), DEVICE)


def test_offsets_cut_the_quote():
    assert all(PAPER.text[row["start"] : row["end"]] == row["quote"] for row in rows(*CLAIMS))


def test_claim_id_is_stable():
    """Ids live in other people's notes: they may change only together with the schema's version."""
    assert [claim_id(PAPER, one) for one in CLAIMS] == ["3c257d8bbc3d334e", "cf7dba8369d532df", "53887b55a1e05e6e"]


@pytest.mark.parametrize(
    "other",
    [
        replace(claim(), metric="latency"),
        replace(claim(), value_low=1.7),
        replace(claim(), value_before=1.0),
        replace(claim(), start=claim().start + 1),
    ],
    ids=["metric", "value", "before", "place"],
)
def test_claim_id_tells_claims_apart(other):
    assert claim_id(PAPER, other) != claim_id(PAPER, claim())


def test_claim_id_does_not_depend_on_what_rules_say_beside_the_value():
    other = replace(claim(), rule="other", subject="x", bound="exact", effect="none", sentence="")
    assert claim_id(PAPER, other) == claim_id(PAPER, claim())


def test_ids_are_unique_even_for_twins():
    ids = [row["claim_id"] for row in rows(claim(), claim(rule="another-rule"))]
    assert len(set(ids)) == 2


# measure, values, unit, metric -> low and high in the metric's canonical unit
SI = {
    "level": ("level", (1.6, 1.6, None), "ms", "latency", (0.0016, 0.0016)),
    "range": ("level", (1.0, 2.0, None), "ms", "latency", (0.001, 0.002)),
    "change has the value after": ("change", (6.0, 6.0, 10.0), "ms", "latency", (0.006, 0.006)),
    "points": ("points", (15.0, 15.0, None), "s", "latency", (15.0, 15.0)),
    "frames are items": ("level", (20.0, 20.0, None), "FPS", "throughput", (20.0, 20.0)),
    "ratio has none": ("ratio", (2.0, 2.0, None), "x", "latency", None),
    "percent has none": ("percent", (40.0, 40.0, None), "%", "latency", None),
    "share has none": ("share", (40.0, 40.0, None), "%", "accuracy", None),
    "no value": ("level", (None, None, None), "s", "latency", None),
    "another kind of unit": ("level", (3.0, 3.0, None), "GPU hour", "latency", None),
    "a bare number is no time": ("level", (3.0, 3.0, None), "", "latency", None),
    "not a unit": ("level", (3.0, 3.0, None), "!!", "latency", None),
    "percentage": ("level", (79.2, 79.2, None), "%", "accuracy", (79.2, 79.2)),
    "percentage without its sign": ("level", (79.2, 79.2, None), "", "accuracy", (79.2, 79.2)),
    "fraction": ("level", (0.78, 0.78, None), "", "accuracy", (78.0, 78.0)),
    "fraction to fraction": ("change", (0.9, 0.9, 0.5), "", "accuracy", (90.0, 90.0)),
    "points are never a fraction": ("points", (0.5, 0.5, None), "pp", "accuracy", (0.5, 0.5)),
    "bare points": ("points", (0.5, 0.5, None), "", "accuracy", (0.5, 0.5)),
    "below one per cent": ("level", (0.5, 0.5, None), "%", "accuracy", (0.5, 0.5)),
    "quality without its unit": ("level", (31.0, 31.0, None), "", "psnr", (31.0, 31.0)),
    "quality that has no unit": ("level", (2.62, 2.62, None), "", "fid", (2.62, 2.62)),
    "per cent of what has no unit": ("level", (3.0, 3.0, None), "%", "fid", None),
}


@pytest.mark.parametrize(("measure", "values", "unit", "metric", "expected"), SI.values(), ids=SI.keys())
def test_value_in_canonical_unit(measure, values, unit, metric, expected):
    assert in_canonical_unit(measure, values, unit, METRICS[metric], UNITS) == expected


def test_si_unit_is_null_with_its_value():
    (row,) = rows(replace(CHANGE, unit="GPU hour"))
    assert (row["si_low"], row["si_high"], row["si_unit"]) == (None, None, None)


def test_polarity_decides_where_the_claim_does_not():
    kept = claim(measure="share", value_low=80.0, value_high=80.0, unit="%", direction="none", effect="none")
    (row,) = rows(kept)
    assert (row["factor_low"], row["factor_high"]) == factor("share", 80, 80, None, "higher", "none", "none")


def test_rule_precision_is_that_of_the_rule():
    found = rows(claim(), DEVICE, precisions={"faster-than": 0.93})
    assert [row["rule_precision"] for row in found] == [0.93, None]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), None])
def test_only_finite_numbers_get_in(value):
    (row,) = rows(claim(value_low=value, value_high=value, value_before=value, uncertainty=value))
    numbers = ("value_low", "value_high", "value_before", "uncertainty", "factor_low", "factor_high", "si_low")
    assert [row[name] for name in numbers] == [None] * len(numbers)


def test_negative_zero_is_zero():
    assert str(finite(-0.0)) == "0.0"


def test_unknown_metric_is_refused():
    with pytest.raises(RowError, match="rule faster-than: metric 'glamour'"):
        rows(claim(metric="glamour"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bound", "maybe"),
        ("direction", "up"),
        ("effect", ""),
        ("by", "them"),
        ("measure", "rate"),
        ("scope", ("inference", "dreaming")),
    ],
)
def test_closed_columns_are_closed(name, value):
    with pytest.raises(RowError, match=f"rule faster-than: {name} "):
        rows(claim(**{name: value}))


def test_family_of_a_metric_is_closed_too():
    builder = TableBuilder({"speed": Metric("speed", "haste", "higher", "", False)}, UNITS)
    builder.add(PAPER, [claim()], ())
    with pytest.raises(RowError, match="family 'haste'"):
        builder.batch()


def test_lone_surrogates_do_not_move_offsets():
    (row,) = rows(claim(subject="a\ud800b", models=("c\udfffd",)))
    assert (row["subject"], row["models"]) == ("a\ufffdb", ["c\ufffdd"])


def test_a_paper_stays_in_one_batch(monkeypatch):
    monkeypatch.setattr("extractor.table.table.BATCH_ROWS", 2)
    papers = [replace(PAPER, paper_id=str(number)) for number in range(4)]
    stream = [(paper, CLAIMS, ()) for paper in papers]
    batches = list(claim_batches(stream, TableBuilder(METRICS, UNITS)))
    assert [set(batch.column("paper_id").to_pylist()) for batch in batches] == [{"0"}, {"1"}, {"2"}, {"3"}, set()]


@given(st.floats() | st.none(), st.floats() | st.none(), st.floats() | st.none(), st.text(max_size=8))
def test_no_number_and_no_unit_stops_a_row(low, high, before, unit):
    (row,) = rows(
        claim(measure="change", metric="latency", value_low=low, value_high=high, value_before=before, unit=unit)
    )
    numbers = [value for value in row.values() if isinstance(value, float)]
    assert all(abs(value) < float("inf") for value in numbers)
