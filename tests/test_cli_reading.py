"""Commands that read papers take the same options about them, and no message names one that they do not take."""

from __future__ import annotations

import json
import re
import shlex

import click
import pytest
from click.testing import CliRunner

from extractor.cli.commands import cli

READING = {
    "--input-format", "--encoding", "--title-column", "--abstract-column", "--id-column", "--on-error", "--allow-empty",
}  # fmt: skip
READERS = ("extract", "annotate", "report", "rules explain", "rules diff", "rules coverage")
LINES = {
    "annotate": "annotate {} -o draft.jsonl",
    "coverage": "rules coverage {}",
    "explain": "rules explain --paper bakery --on {}",
    "diff": "rules diff shipped shipped --on {}",
    "report": "report t.parquet -o r.html --papers {}",
}
OVEN = "Our oven schedule bakes 4x faster than the naive one on a Jetson Nano; the crêpes need 15% less energy."


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A folder to work in, with papers under columns of other names, in an encoding of its own, and their table."""
    monkeypatch.chdir(tmp_path)
    rows = f'Kopf|Inhalt|Nummer\nScheduling a bakery|"{OVEN}"|b-1\n'
    (tmp_path / "papers.dat").write_text(rows, encoding="latin-1")
    assert run(f"extract {GIVEN} -o t.parquet").exit_code == 0
    return tmp_path


GIVEN = (
    "papers.dat --input-format csv --encoding latin-1 --title-column Kopf --abstract-column Inhalt --id-column Nummer"
)


def run(line):
    return CliRunner().invoke(cli, shlex.split(line))


def command_of(words):
    command = cli
    for word in words.split():
        command = command.commands[word]
    return command


def options_of(command):
    return {option for parameter in command.params for option in parameter.opts}


@pytest.mark.parametrize("words", READERS)
def test_every_command_that_reads_papers_takes_every_option_about_them(words):
    assert options_of(command_of(words)) >= READING


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_papers_are_read_by_what_the_options_say(line):
    result = run(line.format(GIVEN))
    assert (result.exit_code, "Error" in result.stderr) == (0, False), result.stderr


def test_what_is_read_is_what_the_columns_hold(place):
    run(LINES["annotate"].format(GIVEN))
    (record,) = map(json.loads, (place / "draft.jsonl").read_text(encoding="utf-8").splitlines())
    assert (record["id"], record["title"], record["abstract"]) == ("b-1", "Scheduling a bakery", OVEN)
    run(LINES["report"].format(GIVEN))
    assert "crêpes" in (place / "r.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
@pytest.mark.parametrize("wrong", ["papers.dat", "papers.dat --input-format csv", "empty.csv", "short.md"])
def test_an_option_that_a_message_names_is_taken(place, line, wrong):
    (place / "empty.csv").write_text("title,abstract\n", encoding="utf-8")
    (place / "short.md").write_text("An oven\n\nIt is 2x faster.\n", encoding="utf-8")
    result = run(line.format(wrong))
    named = set(re.findall(r"--[a-z][a-z-]+", result.stderr))
    assert (result.exit_code, bool(named)) == (2, True)
    assert named <= options_of(command_of(" ".join(shlex.split(line)[: 1 + line.startswith("rules")])))


def test_an_empty_input_is_allowed_where_it_is_told_to_be(place):
    (place / "empty.csv").write_text("title,abstract\n", encoding="utf-8")
    assert run("annotate empty.csv -o draft.jsonl --allow-empty").exit_code == 0
    assert (place / "draft.jsonl").read_bytes() == b""


@pytest.mark.parametrize(
    ("line", "option"), [("report t.parquet -o r.html", "--papers"), ("rules explain 'It is 2x faster.'", "--on")]
)
@pytest.mark.parametrize("given", ["--format csv", "--title-column Kopf", "--on-error stop"])
def test_options_about_papers_where_there_are_none(line, option, given):
    result = run(f"{line} {given}")
    assert result.exit_code == 2
    assert f"{given.split()[0]} is about papers; give them with {option}" in result.stderr


@pytest.mark.parametrize("line", [LINES["coverage"], LINES["diff"], LINES["report"]])
def test_what_was_left_out_is_told_with_its_reason(place, line):
    lines = [{"title": "Scheduling a bakery", "abstract": OVEN}, {"title": "", "abstract": OVEN}, 7]
    (place / "some.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in lines), encoding="utf-8")
    assert "could not be read; the first: some.jsonl:2: there is no title" in run(line.format("some.jsonl")).stderr


def test_format_is_that_of_the_answer_where_there_is_one():
    for words in READERS:
        option = next(one for one in command_of(words).params if "--format" in one.opts)
        assert ("--input-format" in option.opts) is not isinstance(option.type, click.Choice)
