"""What a command writes never takes the place of what it reads, nor of something else than its name says."""

from __future__ import annotations

import shlex

import pytest
from asking import write
from click.testing import CliRunner

from extractor.cli import cli

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
    before = contents(place)
    result = run(line)
    assert result.exit_code == 2
    assert "is itself an input" in result.stderr
    assert contents(place) == before


@pytest.mark.parametrize("line", ["rules explain 'It is 2x faster.' --html t.parquet", "report many -o t.parquet"])
def test_a_page_is_not_written_under_the_name_of_something_else(place, line):
    before = contents(place)
    result = run(line)
    assert result.exit_code == 2
    assert "must end in .html" in result.stderr
    assert contents(place) == before


def test_a_report_among_its_papers_is_written_anew():
    for _ in range(2):
        assert run("report t.parquet --papers in -o in/report.html").exit_code == 0


@pytest.mark.parametrize("line", ["annotate in -o {}", "rules explain 'It is 2x faster.' --html {}"])
@pytest.mark.parametrize(
    ("output", "message"), [("none/x.html", "does not exist; make it first"), ("many", "is a folder; give the name")]
)
def test_a_place_where_nothing_can_be_written_is_told_at_once(place, line, output, message):
    before = contents(place)
    result = run(line.format(output))
    assert result.exit_code == 2
    assert message in result.stderr
    assert "claims.parquet" not in result.stderr
    assert contents(place) == before
