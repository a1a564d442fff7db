"""Questions that no claim answers, and those that cannot be asked: what is said, what is written, the exit code."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from asking import ROWS, write
from click.testing import CliRunner

from extractor.ask.filters import FilterError, conditions
from extractor.cli.commands import cli


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return write(tmp_path_factory.mktemp("table") / "claims.parquet")


def run(*arguments):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".md", ".xlsx"])
def test_export_of_nothing_leaves_the_old_file(table, tmp_path, suffix):
    out = tmp_path / f"x{suffix}"
    out.write_text("mine")
    done = run("export", table, out, "--metric", "colour")
    assert (done.exit_code, done.stdout, out.read_text()) == (1, "", "mine")
    assert "nothing fits\nnote: metric: no claim has 'colour'" in done.stderr


@pytest.mark.parametrize("question", [["--metric", "colour"], ["--gain", "energy", "--cost", "quality"]])
def test_plot_of_nothing_ends_with_1(table, tmp_path, question):
    out = tmp_path / "x.svg"
    out.write_text("mine")
    done = run("plot", table, "-o", out, *question)
    assert (done.exit_code, done.stdout, out.read_text()) == (1, "", "mine")
    assert "nothing to draw" in done.stderr


@pytest.mark.parametrize("command", [["compare"], ["against"], ["trade-off"]])
def test_json_of_nothing_is_an_empty_list(table, command):
    name = ["FlashAttention-9"] if command == ["against"] else ["--paper", "no such paper"]
    done = run(*command, table, *name, "--format", "json")
    assert (done.exit_code, json.loads(done.stdout)) == (1, [])


def test_sql_without_rows_is_an_empty_list(table):
    assert run("sql", table, "select 1 where false", "--format", "json").stdout == "[]\n"


@pytest.mark.parametrize(
    "wrong",
    [
        ("--year", "2025-2023", "write 2023-2025"),
        ("--min-precision", "1.5", "between 0 and 1"),
        ("--min-precision", "-1", "between 0 and 1"),
        ("--min-factor", "nan", "no number"),
        ("--max-factor", "nan", "no number"),
        ("--where", "value_low>=nan", "no number"),
    ],
)
@pytest.mark.parametrize("command", [["compare"], ["export", "-o", "OUT"], ["trade-off"], ["plot", "-o", "OUT"]])
def test_impossible_value(table, tmp_path, command, wrong):
    name, value, told = wrong
    out = tmp_path / ("x.csv" if command[0] == "export" else "x.svg")
    done = run(command[0], table, *(out if part == "OUT" else part for part in command[1:]), name, value)
    assert (done.exit_code, out.exists()) == (2, False)
    assert told in done.stderr


def test_extract_refuses_a_precision_that_is_no_number(tmp_path):
    assert run("extract", tmp_path, "-o", tmp_path / "x.parquet", "--min-precision", "nan").exit_code == 2


def test_years_in_order_are_asked():
    assert conditions({"year": "2023-2023"}).parameters == {"p0": 2023, "p1": 2023}
    assert conditions({"year": "2023-"}).parameters == {"p0": 2023, "p1": 9999}
    with pytest.raises(FilterError):
        conditions({"year": "2024 - 2023"})


@pytest.mark.parametrize("command", [["compare"], ["trade-off"], ["export", "-o", "OUT"], ["plot", "-o", "OUT"]])
def test_year_where_no_paper_has_a_date(tmp_path, command):
    out = tmp_path / ("x.csv" if command[0] == "export" else "x.svg")
    table = write(tmp_path / "claims.parquet", [(replace(row[0], published=None), *row[1:]) for row in ROWS])
    rest = [out if part == "OUT" else part for part in command[1:]]
    done = run(command[0], table, *rest, "--year", "2023")
    assert done.exit_code == 1
    assert "note: year: no paper here has a date" in done.stderr


def test_year_of_no_paper_where_others_have_one(table):
    assert ROWS[0][0].published == date(2021, 1, 2)
    assert "has a date" not in run("compare", table, "--year", "1999").stderr
