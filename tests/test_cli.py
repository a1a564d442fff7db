"""The command: what it prints where, and its exit codes.

The stage before the table is a stand-in here (every "1.5x" is a claim): tests/test_extract.py runs the whole line.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from samples import METRICS, claim

import extractor.cli.extract
import extractor.run.batch
from extractor import __version__
from extractor.cli.commands import cli
from extractor.rulefiles.rules import rules_root
from extractor.table.store import read_table
from extractor.table.units import Units

ROOT = Path(__file__).parents[1]
ASKING = ("against", "compare", "export", "plot", "sql", "trade-off")
COMMANDS = ("annotate", "evaluate", "extract", "gold", "report", "rules", "show", *ASKING)
ABSTRACTS = {
    "First paper": "Ours is 1.5x faster.",
    "Second paper": "Nothing.",
    "Third paper": "It is 2x smaller, 4x faster.",
}


def _claims(paper):
    for found in re.finditer(r"([0-9.]+)x", paper.text):
        value = float(found[1])
        yield claim(found[0], paper, value_low=value, value_high=value, rule="stand-in")


@pytest.fixture
def stand_in(monkeypatch):
    """A line of stages without language, so that these tests depend on the command alone."""
    stages = SimpleNamespace(
        all=lambda papers, **options: ((paper, list(_claims(paper)), ("pruning",)) for paper in papers)
    )
    units = Units(rules_root() / "quantities" / "units.txt")
    rules = SimpleNamespace(metrics=METRICS, digest="digest", root=rules_root())
    monkeypatch.setattr(extractor.run.batch, "load_rules", lambda root=None: rules)
    monkeypatch.setattr(extractor.run.batch, "stages", lambda root: (stages, units))
    return stages


@pytest.fixture
def papers(tmp_path):
    path = tmp_path / "papers.parquet"
    write_papers(path, ABSTRACTS)
    return path


def write_papers(path, abstracts):
    pq.write_table(pa.table({"title": list(abstracts), "abstract": list(abstracts.values())}), path)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "claims.parquet"


def run(*arguments):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def python(*arguments, **options):
    return subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False, **options
    )


# --- help and version


@pytest.mark.parametrize("arguments", [(), *((command,) for command in COMMANDS)], ids=str)
def test_help_has_examples(arguments):
    result = run(*arguments, "--help")
    assert result.exit_code == 0
    assert "Examples:" in result.stdout
    assert "  claimtable " in result.stdout


def test_every_command_is_tested():
    assert sorted(cli.commands) == sorted(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_example_parses(command):
    """The examples of --help are command lines that the command accepts."""
    text = run(command, "--help").stdout
    for example in re.findall(rf"^ +claimtable {command} (.*)$", text, re.MULTILINE):
        assert cli.commands[command].make_context(command, shlex.split(example))


def test_version():
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"claimtable {__version__}\n")


def test_python_m_is_the_same_command():
    result = python("-m", "extractor", "--version")
    assert (result.returncode, result.stdout, result.stderr) == (0, f"claimtable {__version__}\n", "")


def test_help_loads_nothing_heavy():
    """A stopwatch would be flaky; what makes start-up slow is what it imports."""
    code = "import sys, extractor.cli.commands; print(*sys.modules)"
    loaded = set(python("-c", code).stdout.split())
    assert not loaded & {"spacy", "pyarrow", "pandas", "numpy", "pint", "rich", "tomllib", "duckdb"}


# --- extract


def test_extract(stand_in, papers, out):
    result = run("extract", papers, "-o", out)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "3 claims and 0 mentions of devices in 2 of 3 papers",
        "",
        "family  rows  papers  ratio",
        "speed      3       2      3",
        "",
        f"table: {out}",
    ]
    assert read_table(out).column("quote").to_pylist() == ["1.5x", "2x", "4x"]
    assert pq.read_metadata(out).metadata[b"claimtable.rules"] == b"digest"


def test_second_run_is_the_same_file(stand_in, papers, out):
    run("extract", papers, "-o", out)
    first = out.read_bytes()
    run("extract", papers, "-o", out)
    assert out.read_bytes() == first


def test_paper_found_twice_is_one(stand_in, papers, out, tmp_path):
    write_papers(tmp_path / "more.parquet", ABSTRACTS)
    result = run("extract", papers, tmp_path / "more.parquet", "-o", out)
    assert result.stdout.startswith("3 claims and 0 mentions of devices in 2 of 3 papers")
    assert read_table(out).column("sources").to_pylist()[0] == ["papers.parquet", "more.parquet"]


def test_records_left_out(stand_in, papers, out):
    write_papers(papers, ABSTRACTS | {"Fourth paper": None})
    result = run("extract", papers, "-o", out)
    rejects = out.with_name("claims.parquet.rejects.jsonl")
    assert result.exit_code == 3
    assert result.stderr == f"1 record was left out; see {rejects}\n"
    (reject,) = map(json.loads, rejects.read_text(encoding="utf-8").splitlines())
    assert (reject["source"], reject["line"]) == ("papers.parquet", 4)
    assert reject["reason"]
    assert read_table(out).num_rows == 3


def test_list_of_rejects_goes_when_there_are_none(stand_in, papers, out):
    write_papers(papers, ABSTRACTS | {"Fourth paper": None})
    run("extract", papers, "-o", out)
    write_papers(papers, ABSTRACTS)
    assert run("extract", papers, "-o", out).exit_code == 0
    assert sorted(path.name for path in out.parent.iterdir()) == ["claims.parquet", "papers.parquet"]


MISTAKES = {
    "no input": "extract -o {out}",
    "no output": "extract {papers}",
    "unknown option": "extract {papers} -o {out} --fast",
    "missing input": "extract {folder}/none.parquet -o {out}",
    "broken input": "extract {folder}/broken.parquet -o {out}",
    "output is a folder": "extract {papers} -o {folder}",
    "output in no folder": "extract {papers} -o {folder}/none/x.parquet",
    "output is an input": "extract {papers} -o {papers}",
    "unknown command": "exrtact",
    "show without paper": "show {papers}",
    "show without table": "show {out} --paper x",
    "show of something else": "show {papers} --paper x",
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_mistake_of_the_user(stand_in, papers, out, mistake):
    out.with_name("broken.parquet").write_bytes(b"PAR1 and no more")
    before = papers.read_bytes()
    result = run(*(word.format(papers=papers, out=out, folder=out.parent) for word in mistake.split()))
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert "Traceback" not in result.stderr
    assert not out.exists()
    assert papers.read_bytes() == before


def test_broken_rules_are_the_users_mistake(papers, out):
    frame = out.parent / "mine" / "frames" / "x.toml"
    frame.parent.mkdir(parents=True)
    frame.write_text('id = "x"\npattrens = []\n', encoding="utf-8")
    result = run("extract", papers, "-o", out, "--rules", out.parent / "mine")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: {frame}:2: ")
    assert "pattrens" in result.stderr
    assert not out.exists()


def test_interruption(stand_in, papers, out):
    def interrupted(papers, **options):
        yield next(iter(papers)), [], ()
        raise KeyboardInterrupt

    stand_in.all = interrupted
    out.write_bytes(b"the old table")
    result = run("extract", papers, "-o", out)
    assert (result.exit_code, result.stderr) == (130, "interrupted\n")
    assert out.read_bytes() == b"the old table"
    assert sorted(path.name for path in out.parent.iterdir()) == ["claims.parquet", "papers.parquet"]


def test_mistake_of_ours_keeps_its_traceback(stand_in, papers, out):
    stand_in.all = lambda papers, **options: 1 / 0
    assert isinstance(run("extract", papers, "-o", out).exception, ZeroDivisionError)


def test_full_disk_is_said_in_one_line(stand_in, papers, out, monkeypatch):
    def no_space(descriptor):
        raise OSError(28, "No space left on device", str(out))

    monkeypatch.setattr(os, "fsync", no_space)
    result = run("extract", papers, "-o", out)
    assert (result.exit_code, result.stderr) == (
        2,
        f"Error: {out}: No space left on device; make room, or write elsewhere\n",
    )
    assert not out.exists()


def test_progress_is_drawn_on_a_terminal_only(stand_in, papers, out, monkeypatch):
    drawn = []

    monkeypatch.setattr("rich.progress.Progress.advance", lambda self, task, number: drawn.append(number))
    run("extract", papers, "-o", out)
    assert drawn == []
    monkeypatch.setattr(extractor.cli.extract, "_is_terminal", lambda stream: True)
    result = run("extract", papers, "-o", out)
    assert sum(drawn) == 3
    assert result.stdout.startswith("3 claims and 0 mentions of devices in 2 of 3 papers")


# --- show


def test_show(stand_in, papers, out):
    run("extract", papers, "-o", out)
    result = run("show", out, "--paper", "third")
    assert result.exit_code == 0
    assert "It is «2x» smaller, «4x» faster." in result.stdout
    assert "[stand-in]" in result.stdout
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize(
    ("query", "message"), [("paper", "2 papers fit 'paper'"), ("second", "no paper of the table has 'second'")]
)
def test_show_of_no_single_paper(stand_in, papers, out, query, message):
    run("extract", papers, "-o", out)
    result = run("show", out, "--paper", query)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


@pytest.mark.promise("Nothing lost, nothing half-written")
@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="no pipes of this kind here")
def test_closed_pipe_is_quiet(stand_in, papers, out):
    write_papers(papers, {"First paper": "It is 2x faster. " * 5_000})
    run("extract", papers, "-o", out)
    process = subprocess.Popen(
        [sys.executable, "-m", "extractor", "show", str(out), "--paper", "First"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.read(100)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


def test_terminal_that_lacks_a_letter(stand_in, papers, out):
    run("extract", papers, "-o", out)
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    result = python("-m", "extractor", "show", out, "--paper", "first", env=environment)
    assert (result.returncode, result.stderr) == (0, "")
    assert "1.5x" in result.stdout


def test_interrupt_from_the_keyboard(papers, out):
    """The real signal, in the middle of the real program, which a stand-in holds up."""
    code = (
        "import time, types, extractor.run.batch\n"
        "def all(papers, **options):\n    print('here', flush=True); time.sleep(60); yield\n"
        "extractor.run.batch.stages = lambda *rules: (types.SimpleNamespace(all=all), None)\n"
        "from extractor.cli.commands import main; main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, "extract", str(papers), "-o", str(out)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "here\n"
    process.send_signal(signal.SIGINT)
    assert process.communicate()[1] == "interrupted\n"
    assert process.returncode == 130
    assert sorted(path.name for path in out.parent.iterdir()) == ["papers.parquet"]


@pytest.mark.parametrize("name", ["x.csv", "x.CSV", "x.xlsx", "x.jsonl"])
def test_a_table_is_not_written_under_the_name_of_another_format(tmp_path, name):
    papers = tmp_path / "a.txt"
    papers.write_text(
        "A Fast Kernel\n\nOur kernel is up to 2.1x faster than cuBLAS on an A100, and smaller besides it.\n"
    )
    done = CliRunner().invoke(cli, ["extract", str(papers), "-o", str(tmp_path / name)])
    assert done.exit_code == 2
    assert f"claimtable export {tmp_path / 'x.parquet'} {tmp_path / name}" in done.stderr
    assert list(tmp_path.iterdir()) == [papers]
