"""Every unit the rules write parses, converts exactly, and never means what Pint's own registry would make of it."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.rulefiles.rules import load_table, rules_root
from extractor.table.units import UnitError, Units

UNITS = Units(rules_root() / "quantities" / "units.txt")

SYMBOLS = """
x|%|pp|ms|s|min|h|day|week|month|year|µs|ns|FPS|frame/s|token/s|image/s|sample/s|request/s|query/s|item/s|step/s
iteration/s|Hz|kHz|MHz|B|KB|MB|GB|TB|PB|KiB|MiB|GiB|bit|Kbit|Mbit|bit/s|Mbit/s|GB/s|bpp|W|mW|kW|J|mJ|µJ|nJ|pJ|kWh|Wh
FLOP|MFLOP|GFLOP|TFLOP|PFLOP|EFLOP|FLOP/s|GFLOP/s|TFLOP/s|PFLOP/s|MAC|kMAC|MMAC|GMAC|OP|GOP|OPS|GOPS|TOPS|TOPS/W|GOPS/W
FPS/W|token/J|dB|parameter|token|step|timestep|epoch|iteration|round|layer|forward pass|sample|image|frame|example
instance|GPU|GPU hour|GPU day|TPU day|$|point|BLEU|bit/dim|bit/character|device|pixel|mm|mm²|ms/1k pixels
""".replace("\n", "|").strip("|")  # fmt: skip


@pytest.mark.parametrize("unit", SYMBOLS.split("|"))
def test_symbol_is_defined_by_the_registry_file(unit):
    assert UNITS.knows(unit)


@pytest.mark.parametrize("metric", load_table("terms/metrics.toml")["metric"], ids=lambda metric: metric["id"])
def test_canonical_unit_of_every_metric_is_defined(metric):
    assert UNITS.knows(metric["unit"])


def _written_units():
    entries = load_table("quantities/units.toml")["unit"]
    return sorted({entry["unit"] for entry in entries if entry["kind"] in ("unit", "ratio", "percent", "points")})


@pytest.mark.parametrize("unit", _written_units())
def test_every_measured_unit_of_the_rules_is_defined(unit):
    assert UNITS.knows(unit)


@pytest.mark.parametrize(
    ("value", "unit", "canonical", "expected"),
    [
        (1.6, "ms", "s", 0.0016),
        (0.3, "µs", "s", 3e-7),
        (3, "min", "s", 180),
        (8, "day", "s", 691_200),
        (2, "week", "day", 14),
        (1, "year", "day", 365.25),
        (1, "month", "day", 30.4375),
        (20, "FPS", "item/s", 20),
        (160, "token/s", "item/s", 160),
        (30, "kHz", "item/s", 30_000),
        (16, "GB", "B", 16e9),
        (1, "KiB", "B", 1024),
        (16, "KB", "B", 16_000),
        (8, "bit", "B", 1),
        (0.15, "bpp", "bit", 0.15),
        (1.5, "kWh", "J", 5.4e6),
        (7, "pJ", "J", 7e-12),
        (225, "TFLOP/s", "FLOP/s", 2.25e14),
        (4, "TOPS", "FLOP/s", 4e12),
        (0.6, "GMAC", "FLOP", 1.2e9),
        (1.7, "pp", "%", 1.7),
        (6, "forward pass", "step", 6),
        (48, "GPU hour", "GPU day", 2),
        (3, "ms/1k pixels", "s", 3e-6),
        (5, "input view", "", 5),
    ],
)
def test_conversion_is_exact(value, unit, canonical, expected):
    assert UNITS.convert(value, unit, canonical) == expected


@pytest.mark.parametrize(
    ("unit", "canonical"),
    [
        ("GPU hour", "h"),  # hours of a device are not hours
        ("GPU day", "TPU day"),
        ("epoch", "step"),
        ("W", "J"),
        ("GB/s", "B"),
        ("", "%"),  # 79.2 must not become 7920 %
        ("dB", ""),
        ("car lifetime", "J"),
        ("TOPS/W", "J"),
        ("m", "s"),
        ("$", "€"),
    ],
)
def test_different_kinds_do_not_convert(unit, canonical):
    assert UNITS.factor(unit, canonical) is None
    with pytest.raises(UnitError, match="different kinds"):
        UNITS.convert(1.0, unit, canonical)


@pytest.mark.parametrize("unit", ["input view", "A100 hour", "sub-network", "car lifetime", "词", "étape"])
def test_unknown_noun_counts_itself(unit):
    assert not UNITS.knows(unit)
    assert UNITS.is_bare(unit)


@pytest.mark.parametrize("unit", ["7", "%%", "token/", "/s", "a//b", "1/s", "!", "a=b", "_", "ms;s"])
def test_what_is_no_name_is_refused(unit):
    with pytest.raises(UnitError, match="is not a unit"):
        UNITS.parse(unit)


def test_case_counts():
    assert UNITS.convert(1, "mW", "W") == 0.001
    assert UNITS.convert(1, "MW", "W") == 1e6


def test_decibels_are_plain():
    assert UNITS.convert(0.5, "dB", "dB") == 0.5


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_only_finite_values_convert(value):
    with pytest.raises(UnitError, match="not a finite number"):
        UNITS.convert(value, "ms", "s")


def test_overflow_is_an_error_of_ours():
    with pytest.raises(UnitError, match="too large"):
        UNITS.convert(1e308, "EB", "B")


def test_broken_registry_file_is_named(tmp_path: Path):
    path = tmp_path / "units.txt"
    path.write_text("second = [time = s\n", encoding="utf-8")
    with pytest.raises(UnitError, match=r"units\.txt"):
        Units(path)


@given(
    st.floats(-1e30, 1e30),
    st.sampled_from(["ms", "min", "day", "year", "µs"]),
    st.sampled_from(["s", "h", "ns", "month"]),
)
def test_there_and_back(value, unit, other):
    there = UNITS.convert(value, unit, other)
    assert UNITS.convert(there, other, unit) == pytest.approx(value, rel=1e-15, abs=1e-300)


@given(st.text(max_size=20))
def test_any_text_parses_or_is_refused(text):
    with contextlib.suppress(UnitError):
        UNITS.parse(text)
