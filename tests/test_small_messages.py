"""Messages that count, and that propose a name: one is not many, and a page is no table."""

from __future__ import annotations

from datetime import date

import pytest
from asking import write
from click.testing import CliRunner

from extractor.cli import cli


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
