"""The commands that ask the table: what they print where, their exit codes, and pinned answers over the seeds.

After a change of the rules: `pytest tests/test_cli_ask.py --force-regen`, and read the difference.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from asking import EVIL, write
from click.testing import CliRunner

from extractor.ask.compare import GROUPS
from extractor.ask.filters import FILTERS
from extractor.cli.ask import COMMANDS, FORMATS
from extractor.cli.ask import GROUPS as OFFERED
from extractor.cli.commands import cli

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "data" / "claims.parquet"


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return write(tmp_path_factory.mktemp("table") / "claims.parquet")


def run(*arguments):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def python(*arguments, **options):
    command = [sys.executable, "-m", "extractor", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, **options)


# --- answers, pinned: over a small table, and one a command over the seeds

SMALL = {
    "compare": "compare TABLE --metric speed --by technique",
    "compare-two": "compare TABLE --metric speed --by technique,hardware --whose any",
    "compare-levels": "compare TABLE --metric accuracy --by dataset --levels",
    "against": "against TABLE FlashAttention2",
    "trade-off": "trade-off TABLE --gain speed --cost accuracy",
}
OF_SEEDS = {
    "compare": "compare TABLE --metric speed --by technique --top 8",
    "against": "against TABLE FlashAttention-2",
    "trade-off": "trade-off TABLE --gain speed --cost accuracy",
    "sql": 'sql TABLE "select family, count(*) as claims from claims group by all order by claims desc, family"',
}


@pytest.mark.parametrize("name", SMALL)
def test_answer(table, name, file_regression):
    result = run(*shlex.split(SMALL[name].replace("TABLE", str(table))))
    assert result.exit_code == 0
    file_regression.check(result.stdout + result.stderr)


@pytest.mark.parametrize("name", OF_SEEDS)
def test_answer_over_the_seeds(name, file_regression):
    result = run(*shlex.split(OF_SEEDS[name].replace("TABLE", str(SEEDS))))
    assert result.exit_code == 0
    file_regression.check(result.stdout + result.stderr)


def test_export_of_the_seeds(tmp_path, file_regression):
    options = ["--columns", "title,quote,factor_low", "--technique", "quantization", "--metric", "speed", "--by", "own"]
    assert run("export", SEEDS, tmp_path / "x.csv", *options).exit_code == 0
    file_regression.check((tmp_path / "x.csv").read_text(encoding="utf-8-sig"), extension=".csv")


def test_plot_of_the_seeds(file_regression):
    """What is written at both ends of each strip; the picture itself is Vega's."""
    from extractor.ask.query import Database
    from extractor.plot.picture import chart_spec
    from extractor.plot.plots import strip_chart

    text = json.dumps(
        chart_spec(strip_chart(Database(SEEDS), "technique", metric="speed", top=8)[0]), ensure_ascii=False
    )
    labels = re.search(r'"sort": (\[.*?\])', text).group(1)
    notes = re.findall(r'"note": ("median.*?\)")', text)
    file_regression.check("\n".join([*json.loads(labels), *map(json.loads, notes)]) + "\n")


# --- exit codes and streams


@pytest.mark.parametrize(
    "command",
    [
        "compare TABLE --metric colour",
        "against TABLE FlashAttention-9",
        "trade-off TABLE --gain energy",
        'sql TABLE "select 1 where false"',
        "export TABLE OUT/x.csv --metric colour",
        "plot TABLE -o OUT/x.svg --metric colour",
    ],
)
def test_nothing_fits(table, tmp_path, command):
    result = run(*shlex.split(command.replace("TABLE", str(table)).replace("OUT", str(tmp_path))))
    assert result.exit_code == 1
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "command",
    [
        "compare OUT/none.parquet",
        "compare OUT",
        "compare TABLE --by colour",
        "compare TABLE --by technique,year,metric",
        "compare TABLE --by own,any",
        "compare TABLE --whose own --by prior",
        "plot TABLE -o OUT/x.svg --whose own --by prior",
        "compare TABLE --family haste",
        "compare TABLE --min-factor many",
        "compare TABLE --year soon",
        "compare TABLE --where colour=red",
        "compare TABLE -o OUT/none/x.csv",
        "compare TABLE --format xml",
        "against TABLE",
        "against TABLE ''",
        "trade-off TABLE --gain speed --cost speed",
        "sql TABLE 'drop view claims'",
        "sql TABLE 'selct'",
        "sql TABLE 'select quote::int as n from claims'",
        "export TABLE OUT/x.doc",
        "export TABLE OUT/x.csv --columns colour",
        "plot TABLE",
        "plot TABLE -o OUT/x.gif",
        "plot TABLE -o OUT/x.svg --by year,metric",
        "plot TABLE -o OUT/x.svg --gain speed --cost speed",
    ],
)
def test_mistake_of_the_user(table, tmp_path, command):
    result = run(*shlex.split(command.replace("TABLE", str(table)).replace("OUT", str(tmp_path))))
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", FORMATS)
def test_pipe_gets_rows_alone(table, kind):
    result = python("compare", table, "--metric", "speed", "--format", kind)
    assert result.returncode == 0
    assert kind in {"parquet", "arrow"} or b"\x1b" not in result.stdout
    assert b"note: a claim with several" in result.stderr
    rows = {
        "json": json.loads,
        "jsonl": lambda data: [json.loads(line) for line in data.splitlines()],
        "csv": lambda data: data.decode().splitlines()[1:],
        "table": lambda data: data.decode().splitlines()[2:],
        "markdown": lambda data: data.decode().splitlines()[2:],
        "parquet": lambda data: pq.read_table(io.BytesIO(data)).to_pylist(),
        "arrow": lambda data: pa.ipc.open_stream(data).read_all().to_pylist(),
    }[kind](result.stdout)
    assert len(rows) == 4


@pytest.mark.parametrize("kind", FORMATS)
def test_output_to_a_file(table, tmp_path, kind):
    result = run("sql", table, "select quote from claims", "--format", kind, "-o", tmp_path / "x")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "x").stat().st_size > 50


def test_query_from_standard_input(table):
    result = python("sql", table, "-", "--format", "csv", input=b"select count(*) as n from claims")
    assert result.stdout.split() == [b"n", b"13"]


def test_closed_pipe_is_quiet(table):
    query = "select claims.* from claims, range(5000)"
    command = [sys.executable, "-m", "extractor", "sql", str(table), query, "--format", "jsonl"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.read(100)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of this kind")
def test_terminal_is_not_overrun(table):
    """On a terminal a table is as wide as it; bytes of Parquet do not go there."""
    import pty

    for kind, code in (("table", 0), ("parquet", 2)):
        leader, follower = pty.openpty()
        command = [sys.executable, "-m", "extractor", "sql", str(table), "select * from claims", "--format", kind]
        environment = os.environ | {"COLUMNS": "400", "TERM": "dumb"}
        process = subprocess.Popen(command, cwd=ROOT, stdout=follower, stderr=subprocess.PIPE, env=environment)
        os.close(follower)
        shown = b""
        while True:
            try:
                chunk = os.read(leader, 65536)
            except OSError:
                break
            if not chunk:
                break
            shown += chunk
        os.close(leader)
        assert process.stderr.read() == b"" or code
        process.stderr.close()
        assert process.wait() == code
        assert max((len(line) for line in shown.decode().splitlines()), default=0) <= 500
        assert b"\x1b" not in shown


# --- options


def test_whose_and_by_may_share_an_option(table):
    both = run("compare", table, "--metric", "speed", "--by", "technique", "--by", "prior", "--format", "json")
    assert [row["technique"] for row in json.loads(both.stdout)] == ["pruning"]
    assert run("compare", table, "--metric", "speed", "--whose", "prior", "--format", "json").stdout == both.stdout
    alone = run("compare", table, "--metric", "speed", "--by", "prior", "--format", "json")
    assert alone.stdout == both.stdout


def test_export_takes_its_file_as_the_other_commands_do(table, tmp_path):
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    assert run("export", table, first).exit_code == run("export", table, "-o", second).exit_code == 0
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("files", [[], ["a.csv", "-o", "b.csv"]])
def test_export_to_one_file(table, tmp_path, files):
    done = run("export", table, *files)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "give the file to write once" in done.stderr


def test_export_by_is_a_filter(table, tmp_path):
    result = run("export", table, tmp_path / "x.jsonl", "--by", "prior")
    assert (result.exit_code, result.stdout) == (0, f"1 row: {tmp_path / 'x.jsonl'}\n")


def test_export_takes_in_the_numbers_of_others_when_asked(table, tmp_path):
    everyones, asked = tmp_path / "a.csv", tmp_path / "b.csv"
    assert run("export", table, everyones).exit_code == 0
    assert run("export", table, asked, "--whose", "any").exit_code == 0
    assert asked.read_bytes() == everyones.read_bytes()


def test_every_filter_is_an_option():
    for command in ("compare", "against", "trade-off", "export", "plot"):
        offered = {parameter.name for parameter in cli.commands[command].params}
        assert {one.name for one in FILTERS} | {"whose"} <= offered


def test_groups_offered_are_those_there_are():
    assert OFFERED == GROUPS


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_example_runs(name, tmp_path, monkeypatch):
    """The examples of --help, as written, on the table of the seeds."""
    monkeypatch.chdir(tmp_path)
    examples = re.findall(rf"^ +claimtable ({name} .*)$", run(name, "--help").stdout, re.MULTILINE)
    assert len(examples) >= 2
    for example in examples:
        words = [str(SEEDS) if word == "data/claims.parquet" else word for word in shlex.split(example)]
        result = run(*words)
        assert result.exit_code == 0, result.output


def test_plot_writes_notes_and_the_name(table, tmp_path):
    result = run("plot", table, "--metric", "speed", "-o", tmp_path / "x.html")
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'x.html'}\n")
    assert "note: 1 claim about the numbers of others" in result.stderr
    assert EVIL not in (tmp_path / "x.html").read_text(encoding="utf-8")


def test_nothing_heavy_is_loaded_for_help():
    code = "import sys, extractor, extractor.cli.ask; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {
        "pyarrow",
        "pandas",
        "duckdb",
        "altair",
        "xlsxwriter",
        "pint",
        "rich",
        "spacy",
    }


def test_missing_extra_is_said(table, tmp_path, monkeypatch):
    for module, arguments in (("xlsxwriter", ["export", table, tmp_path / "x.xlsx"]), ("altair", ["plot", table, "-o", tmp_path / "x.svg"])):  # fmt: skip
        monkeypatch.setitem(sys.modules, module, None)
        result = run(*arguments)
        assert result.exit_code == 2
        assert "pip install" in result.stderr
