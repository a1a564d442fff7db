"""Titles, filters and rules that mean harm: all of them are data, and stay data."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date

import openpyxl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from samples import CLAIMS, METRICS, PAPER

from extractor.ask.export import export_claims
from extractor.ask.query import Database
from extractor.cli.commands import cli
from extractor.rulefiles.rules import RuleError, load_rules, rules_root
from extractor.table.store import table_metadata, write_table
from extractor.table.table import TableBuilder
from extractor.table.units import Units

TITLES = [
    "\x1b]0;owned\x07\x1b[2J\x1b[31mred",
    "\u202egnp.exe \u2066isolated\u2069",
    "=HYPERLINK(\"http://x\",\"y\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+cmd",
    "-2+3",
    "| a | b |\n|---|---|",
    "<script>alert(1)</script>",
    "[link](javascript:alert(1))",
    "[bold red]rich markup[/bold red] [/]",
    "../../etc/passwd",
    "/etc/passwd\x00.txt",
    "'; drop table claims; --",
    "\x9b31mC1 control",
]  # fmt: skip
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A table whose papers have hostile titles, ids, baselines and urls."""
    path = tmp_path_factory.mktemp("hostile") / "claims.parquet"
    builder = TableBuilder(METRICS, Units(rules_root() / "quantities" / "units.txt"))
    for number, title in enumerate(TITLES):
        paper = replace(PAPER, paper_id=f"p{number}{title}", title=title, sources=(title,), published=date(2025, 1, 1))
        claims = [replace(claim, subject=title, baseline=title, sentence=f"{title} {claim.quote}") for claim in CLAIMS]
        builder.add(paper, claims, ())
    write_table([builder.batch()], path, table_metadata("x"))
    return path


def run(*args):
    done = CliRunner().invoke(cli, [str(arg) for arg in args])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.mark.promise("Nothing let in")
@pytest.mark.parametrize("number", range(len(TITLES)))
def test_a_terminal_is_not_steered_by_a_paper(hostile, number):
    done = run("show", hostile, "--paper", f"p{number}{TITLES[number]}")
    assert not CONTROLS.search(done.output), repr(done.output)
    assert done.exit_code == 0


@pytest.mark.parametrize("title", TITLES)
def test_a_terminal_is_not_steered_by_what_was_asked_for(hostile, title):
    for command in (("show", hostile, "--paper", f"no {title}"), ("compare", hostile, "--baseline", title)):
        done = run(*command)
        assert not CONTROLS.search(done.output), repr(done.output)


@pytest.mark.parametrize("title", TITLES)
def test_an_explanation_does_not_steer_a_terminal(title):
    done = run("rules", "explain", f"It is 2x faster {title}.")
    assert done.exit_code in (0, 1)
    assert not CONTROLS.search(done.output.replace("\x1b[", "")), repr(done.output)


def _bytes_of(path):
    return path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("suffix", ["csv", "md", "jsonl"])
def test_an_export_holds_no_controls(hostile, tmp_path, suffix):
    export_claims(Database(hostile), tmp_path / f"x.{suffix}")
    text = _bytes_of(tmp_path / f"x.{suffix}")
    assert not CONTROLS.search(text.replace("\r\n", "\n"))
    assert len(text.splitlines()) >= 3 * len(TITLES)


@pytest.mark.promise("Nothing let in")
def test_no_cell_of_a_csv_is_a_formula(hostile, tmp_path):
    import csv

    export_claims(Database(hostile), tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 1 + 3 * len(TITLES)
    numbers = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")
    assert not [
        cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r") and cell and not numbers.fullmatch(cell)
    ]


@pytest.mark.promise("Nothing let in")
def test_no_cell_of_a_workbook_is_a_formula(hostile, tmp_path):
    export_claims(Database(hostile), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert any(cell.value == "+1+cmd" for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.promise("Nothing let in")
def test_a_row_of_markdown_is_one_line_with_its_cells(hostile, tmp_path):
    export_claims(Database(hostile), tmp_path / "x.md")
    lines = [line for line in _bytes_of(tmp_path / "x.md").splitlines() if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1
    assert not any("<script" in line or re.search(r"(?<!\\)\]\(", line) for line in lines)


@pytest.mark.promise("Nothing let in")
@pytest.mark.parametrize(
    "where",
    [
        "title='; drop table claims; --", "title=' or 1=1 --", 'title"=x', "title) or (1=1", "title~%' or '1'='1",
        "paper_id=$p0", "1=1", "title;drop=1", "title=x; attach 'y.db'", "datasets~') or true --",
    ],
)  # fmt: skip
def test_a_filter_is_no_sql(hostile, where):
    before = hostile.read_bytes()
    done = run("compare", hostile, "--where", where)
    assert done.exit_code in (0, 1, 2), done.output
    assert hostile.read_bytes() == before


# a rules folder that is not yours


def rules_with(folder, relative, text):
    path = folder / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.promise("Rules are data")
def test_a_slow_pattern_is_refused_with_its_file_and_key(tmp_path):
    shipped = (rules_root() / "clean/replacements.toml").read_text(encoding="utf-8")
    slow = shipped.replace(
        "\n[characters]\n", "\n[[replace]]\nfind = '(\\d+(?:[.,]\\d+)*\\s*)+x'\nwith = ''\n\n[characters]\n", 1
    )
    with pytest.raises(RuleError, match=r"clean/replacements.toml: replace\[\d+\].find: .*exponential"):
        load_rules(rules_with(tmp_path, "clean/replacements.toml", slow))


@pytest.mark.promise("Rules are data")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = " + "[" * 5000, "nested too deep|Invalid"),
        ("x = " + "9" * 5000, "."),
        ("\x00", "Invalid|Illegal"),
        ("#" + "x" * (5 << 20), "larger than 4 MB"),
        ("import os; os.system('touch owned')", "."),
    ],
    ids=["deep", "digits", "NUL", "large", "code"],
)
def test_a_spoilt_table_is_refused(tmp_path, text, message):
    with pytest.raises(RuleError, match=message):
        load_rules(rules_with(tmp_path, "tokens/tokens.toml", text))
    with pytest.raises(RuleError, match=message):
        load_rules(rules_with(tmp_path / "other", "frames/mine.toml", text))


@pytest.mark.promise("Rules are data")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_plain_file_is_not_opened(tmp_path):
    (tmp_path / "frames").mkdir()
    os.mkfifo(tmp_path / "frames" / "pipe.toml")
    (tmp_path / "frames" / "zero.toml").symlink_to("/dev/zero")
    with pytest.raises(RuleError, match="plain file") as raised:
        load_rules(tmp_path)
    assert "pipe.toml" in str(raised.value)
    assert "zero.toml" in str(raised.value)


def test_links_in_a_circle_end(tmp_path):
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames" / "again").symlink_to(tmp_path)
    (tmp_path / "frames" / "self.toml").symlink_to(tmp_path / "frames" / "self.toml")
    with pytest.raises(RuleError, match=r"self\.toml"):
        load_rules(tmp_path)


def test_hostile_titles_are_kept_as_they_are(hostile):
    """The table is the record: what a paper is called stays; only what is shown and exported is cleaned."""
    assert set(pq.read_table(hostile)["title"].to_pylist()) == set(TITLES)


def test_a_filter_finds_its_own_text_alone(hostile):
    """What looks like SQL is compared with titles, letter by letter."""
    assert run("compare", hostile, "--where", f"title={TITLES[12]}").exit_code == 0
    assert run("compare", hostile, "--where", "title=' or 1=1 --").exit_code == 1
