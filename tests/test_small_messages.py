"""Messages that count, and that propose a name: one is not many, and a page is no table."""

from __future__ import annotations

from datetime import date

import pytest
from asking import write
from click.testing import CliRunner

from extractor.cli.commands import cli


def run(*arguments):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_one_copy(tmp_path):
    (tmp_path / "p.csv").write_text("title,abstract\nFast,It is 2x faster.\nSlow,It is not.\nFast,It is 2x faster.\n")
    done = run("extract", tmp_path / "p.csv", "-o", tmp_path / "x.parquet", "--on-duplicate", "stop")
    assert done.exit_code == 2
    assert "1 paper is a copy of an earlier one; " in done.stderr


def test_one_early_paper(tmp_path):
    rows = [
        "title,abstract,published",
        f"Fast,It is 2x faster.,{date(2020, 5, 1)}",
        f"New,It is 3x faster.,{date(2025, 5, 1)}",
    ]
    (tmp_path / "p.csv").write_text("\n".join(rows) + "\n")
    done = run("extract", tmp_path / "p.csv", "-o", tmp_path / "x.parquet", "--since", "2024-01-01")
    assert done.exit_code == 0
    assert "left out: 1 paper from before 2024-01-01" in done.stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Nothing here.", "the one sentence holds neither a number nor a device, and is read no further"),
        ("Nothing here. It is 2x faster.", "1 of 2 sentences holds neither"),
        ("Nothing here. None there. It is 2x faster.", "2 of 3 sentences hold neither"),
    ],
)
def test_one_sentence(text, told):
    assert told in " ".join(run("rules", "explain", text).stdout.split())


@pytest.mark.parametrize(
    ("command", "name", "proposed"),
    [
        (["report", "-o"], "out", "report.html"),
        (["compare", "--format", "csv", "-o"], "out", "answer.csv"),
        (["compare", "-o"], "out", "answer.txt"),
        (["plot", "-o"], "out.svg", "claims.svg"),
        (["export", "-o"], "out.csv", "claims.csv"),
    ],
)
def test_name_proposed_for_a_folder(tmp_path, command, name, proposed):
    table = write(tmp_path / "claims.parquet")
    (tmp_path / name).mkdir()
    done = run(command[0], table, *command[1:], tmp_path / name)
    assert done.exit_code == 2
    assert f"such as {tmp_path / name / proposed}" in done.stderr


@pytest.mark.parametrize("command", ["show {} --paper FireQ", "evaluate {} --gold {gold}", "rules diff {} shipped"])
def test_a_folder_of_tables_is_a_table_for_every_command(tmp_path, command):
    papers, gold, folder = tmp_path / "p.csv", tmp_path / "gold.jsonl", tmp_path / "many"
    papers.write_text("title,abstract\nFireQ solves,Our solver is 3x faster than MUMPS.\n")
    assert run("annotate", papers, "-o", gold).exit_code == 0
    assert run("extract", papers, "-o", folder, "--partition").exit_code == 0
    more = ["--on", papers] if "diff" in command else []
    done = run(*command.format(folder, gold=gold).split(), *more)
    assert done.exit_code == 0, done.output


def test_one_paper_to_correct(tmp_path):
    (tmp_path / "p.csv").write_text("title,abstract\nFast,Our solver is 3x faster than MUMPS on an A100.\n")
    draft = tmp_path / "d.jsonl"
    assert "1 paper with 1 claim to correct" in run("annotate", tmp_path / "p.csv", "-o", draft).stdout
    assert "1 paper, 1 claim, 0 optional ones, 1 device, nothing wrong" in run("gold", "check", draft).stdout


@pytest.mark.parametrize("day", ["2025", "31.01.2025", "2025-02-30"])
def test_what_is_no_day(tmp_path, day):
    done = run("extract", tmp_path, "-o", tmp_path / "x.parquet", "--since", day)
    assert done.exit_code == 2
    assert f"{day!r} is no day such as 2024-01-31" in done.stderr


@pytest.mark.parametrize("command", [["compare"], ["trade-off"], ["export", "-o", "x.csv"], ["plot", "-o", "x.svg"]])
def test_a_table_without_claims_is_told(tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.csv").write_text("title,abstract\n")
    assert run("extract", "p.csv", "-o", "t.parquet", "--allow-empty").exit_code == 0
    done = run(command[0], "t.parquet", *command[1:])
    assert done.exit_code == 1
    assert "note: the table holds no claims" in done.stderr


def test_an_empty_folder(tmp_path):
    (tmp_path / "in").mkdir()
    done = run("extract", tmp_path / "in", "-o", tmp_path / "x.parquet")
    assert done.exit_code == 2
    assert "there is no file in this folder. Check its name, or allow this with --allow-empty" in done.stderr


@pytest.mark.parametrize("name", ["x.parquet", "x.json"])
def test_what_export_does_not_write_but_sql_does(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "t.parquet")
    done = run("export", "t.parquet", name)
    assert (done.exit_code, f'claimtable sql TABLE "from claims" -o {name}' in done.stderr) == (2, True)
    assert run("sql", "t.parquet", "from claims", "-o", name).exit_code == 0


def test_a_comma_too_many_among_columns(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "t.parquet")
    assert run("export", "t.parquet", "x.jsonl", "--columns", "title,, metric,").exit_code == 0
    assert (tmp_path / "x.jsonl").read_text(encoding="utf-8").startswith('{"title": ')


@pytest.mark.parametrize("group", [[], ["gold"], ["rules"]])
def test_no_summary_of_a_command_is_cut(group):
    commands = run(*group, "--help").stdout.partition("Commands:\n")[2]
    assert commands
    assert "...\n" not in commands.replace("data set ...\n", "")


@pytest.mark.parametrize("query", ["", " "])
def test_an_empty_query(tmp_path, query):
    done = run("sql", write(tmp_path / "t.parquet"), query)
    assert (done.exit_code, "the query is empty" in done.stderr) == (2, True)
