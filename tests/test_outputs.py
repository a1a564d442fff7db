"""What a command writes never takes the place of what it reads, nor of something else than its name says."""

from __future__ import annotations

import json
import shlex

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from asking import write
from click.testing import CliRunner

from extractor.cli.commands import cli
from extractor.table.store import read_table

BIBTEX = """@article{swift,
  title = {A Swift Solver},
  abstract = {Our solver is 3x faster than MUMPS on a laptop, and needs half the memory of it.},
}
"""


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A folder to work in: a table, a folder of tables, links to them, and papers."""
    monkeypatch.chdir(tmp_path)
    table = write(tmp_path / "t.parquet")
    for name in ("t.svg", "t.csv", "t.html"):
        (tmp_path / name).symlink_to(table)
    (tmp_path / "many").mkdir()
    write(tmp_path / "many" / "one.parquet")
    for name in ("refs.bib", "in/refs.bib"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(BIBTEX, encoding="utf-8")
    return tmp_path


def run(line):
    return CliRunner().invoke(cli, shlex.split(line))


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(place, line):
    """What is said of a line that is wrong usage, and leaves everything as it was."""
    before = contents(place)
    result = run(line)
    assert result.exit_code == 2
    assert contents(place) == before
    return result.stderr


@pytest.mark.parametrize(
    "line",
    [
        "compare t.parquet -o t.parquet --format parquet",
        "compare many -o many/one.parquet --format parquet",
        "compare t.parquet -o t.csv --format csv",
        "sql t.parquet 'from claims limit 1' -o ./in/../t.parquet --format parquet",
        "against t.parquet FlashAttention-2 --format csv -o t.csv",
        "trade-off t.parquet -o t.parquet --format parquet",
        "export t.parquet t.csv",
        "plot t.parquet -o t.svg",
        "report t.parquet -o t.parquet",
        "report t.parquet -o t.html",
        "report t.parquet --papers refs.bib -o refs.bib",
        "report t.parquet --papers in -o in/refs.bib",
        "annotate in/refs.bib -o in/refs.bib --force",
        "annotate in -o in/refs.bib --force",
        "annotate 'in/*.bib' -o in/refs.bib --force",
        "rules explain --paper Swift --on refs.bib --html refs.bib",
    ],
)
def test_an_input_is_not_written_over(place, line):
    assert "is itself an input" in refused(place, line)


@pytest.mark.parametrize("line", ["rules explain 'It is 2x faster.' --html t.parquet", "report many -o t.parquet"])
def test_a_page_is_not_written_under_the_name_of_something_else(place, line):
    assert "must end in .html" in refused(place, line)


def test_a_report_among_its_papers_is_written_anew():
    for _ in range(2):
        assert run("report t.parquet --papers in -o in/report.html").exit_code == 0


@pytest.mark.parametrize("line", ["annotate in -o {}", "rules explain 'It is 2x faster.' --html {}"])
@pytest.mark.parametrize(
    ("output", "message"), [("none/x.html", "does not exist; make it first"), ("many", "is a folder; give the name")]
)
def test_a_place_where_nothing_can_be_written_is_told_at_once(place, line, output, message):
    said = refused(place, line.format(output))
    assert message in said
    assert "claims.parquet" not in said


# --- extract: its table, its parts and its rejects, found in a folder


def write_papers(path, *titles):
    rows = [
        {"title": f"{title} solver", "abstract": f"Our {title} solver is 3x faster than MUMPS."} for title in titles
    ]
    pq.write_table(pa.Table.from_pylist(rows), path)


@pytest.mark.parametrize("given", ["in", "'in/*.parquet'", "in/p.parquet", "'i*'"])
@pytest.mark.parametrize("fresh", ["", "--fresh"])
def test_extract_does_not_write_over_what_it_finds(place, given, fresh):
    write_papers(place / "in" / "p.parquet", "quick")
    assert "is itself an input" in refused(place, f"extract {given} -o in/p.parquet {fresh}")


@pytest.mark.parametrize("kind", ["parquet", "text"])
def test_extract_replaces_what_is_no_table_only_when_told_to(place, kind):
    (place / "mine").write_text("notes", encoding="utf-8")
    if kind == "parquet":
        write_papers(place / "mine", "my own")
    said = refused(place, "extract refs.bib -o mine")
    assert "not a claims table; give another name, or replace it with --fresh" in said
    assert run("extract refs.bib -o mine --fresh").exit_code == 0
    assert read_table(place / "mine").num_rows > 0


@pytest.mark.parametrize("given", [".", "'*'"])
@pytest.mark.parametrize("partition", ["", "--partition"])
def test_extract_in_a_folder_does_not_read_what_it_writes(place, monkeypatch, given, partition):
    monkeypatch.chdir(place / "in")
    write_papers(place / "in" / "p.parquet", "quick", "cheap")
    (place / "in" / "claims.parquet.parts").mkdir()
    write_papers(place / "in" / "claims.parquet.parts" / "left.parquet", "half done")
    rejected = json.dumps({"title": "An old reject", "abstract": "It is 9x faster than all."})
    (place / "in" / "claims.parquet.rejects.jsonl").write_text(f"{rejected}\n", encoding="utf-8")
    tables = []
    for _ in range(2):
        result = run(f"extract {given} -o claims.parquet {partition}")
        assert result.exit_code == 0
        assert "left out" not in result.stderr
        tables.append(sorted(contents(place / "in").items()))
    assert tables[0] == tables[1]
    assert [path.name for path in sorted((place / "in").iterdir())] == ["claims.parquet", "p.parquet", "refs.bib"]


def test_a_refused_run_leaves_no_parts(place):
    write_papers(place / "in" / "p.parquet", "swift", "quick", "swift")
    assert "a copy of an earlier one" in refused(place, "extract in/p.parquet -o x.parquet --on-duplicate stop")
    assert not (place / "x.parquet.parts").exists()
    assert "interrupted" not in run("extract in/p.parquet -o x.parquet").stdout


# --- the format of an answer, by the name of its file

STARTS = {
    "x.csv": b"technique,",
    "x.CSV": b"technique,",
    "x.json": b"[\n",
    "x.jsonl": b'{"technique"',
    "x.md": b"| technique |",
    "x.txt": b"technique  ",
    "x": b"technique  ",
    "x.parquet": b"PAR1",
    "x.arrow": b"\xff\xff\xff\xff",
}


@pytest.mark.parametrize("name", STARTS)
def test_the_name_of_the_file_chooses_the_format(place, name):
    assert run(f"compare t.parquet --metric speed -o {name}").exit_code == 0
    assert (place / name).read_bytes().startswith(STARTS[name])


@pytest.mark.parametrize(
    "command", ["compare {}", "against {} FlashAttention-2", "trade-off {}", "sql {} 'from claims'"]
)
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("-o x.xlsx", "claimtable export TABLE FILE.xlsx"),
        ("-o x.xlsx --format csv", "claimtable export TABLE FILE.xlsx"),
        ("-o x.tsv", "a name that ends in .csv"),
        ("-o x.doc", "its name must end in one of .txt"),
        ("-o x.csv --format json", "its name says csv, while --format says json, which ends in .json"),
        ("-o x.parquet --format table", "its name says parquet, while --format says table, which ends in .txt"),
        ("-o x.txt --format arrow", "which ends in .arrow or .arrows"),
    ],
)
def test_a_name_that_says_something_else_is_refused(place, command, options, message):
    assert message in refused(place, f"{command.format('t.parquet')} {options}")


def test_a_text_may_hold_any_text(place):
    assert run("compare t.parquet --metric speed -o x.txt --format csv").exit_code == 0
    assert (place / "x.txt").read_bytes().startswith(STARTS["x.csv"])
    assert run("compare t.parquet --metric speed -o x.answer --format csv").exit_code == 0


# --- names


@pytest.mark.parametrize(
    "line",
    [
        "extract '' -o x.parquet",
        "extract refs.bib '' -o x.parquet",
        "extract refs.bib -o ''",
        "compare ''",
        "compare t.parquet -o ''",
        "show '' --paper x",
        "report t.parquet --papers '' -o x.html",
        "annotate '' -o x.jsonl",
        "evaluate --gold ''",
        "rules coverage ''",
        "rules test --rules ''",
    ],
)
def test_an_empty_name_is_not_the_current_folder(place, line):
    assert "an empty name (a variable that is not set?); the current folder is '.'" in refused(place, line)
