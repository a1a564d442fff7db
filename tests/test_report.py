"""The report without a browser: what is marked, what the page holds and what it may run, the command."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from asking import EVIL, FIREQ, ROWS, SCRIPT, write
from click.testing import CliRunner
from samples import claim

from extractor.ask.export import export_claims
from extractor.ask.query import Database
from extractor.cli.commands import cli
from extractor.plot.plots import PlotError
from extractor.read.read import read_papers
from extractor.records import Paper
from extractor.report.charts import chart_specs
from extractor.report.data import matching_texts, report_data
from extractor.report.marks import KINDS, paper_marks, sentence_marks
from extractor.report.report import SCRIPTS, write_report
from extractor.rulefiles.rules import load_rules

ROOT = Path(__file__).parents[1]
TEXT = "Fastest\nOurs is 2x faster than Flash Attention 2 on ImageNet, with two A100s. FlashAttention-2 is old."


def row(quote, text=TEXT, **fields):
    made = claim(quote, Paper("x", *text.split("\n", 1)), **fields)
    names = ("start", "end", "quote", "sentence", "metric", "subject", "baseline", "datasets", "hardware")
    return {name: getattr(made, name) for name in names}


def words(marks, text):
    """The marks as (kind, text), read as a browser reads them: in UTF-16 units."""
    units = text.encode("utf-16-le")
    triples = zip(marks[::3], marks[1::3], marks[2::3], strict=True)
    return [(KINDS[kind], units[2 * start : 2 * end].decode("utf-16-le")) for kind, start, end in triples]


TWICE = row("2x", subject="Ours", baseline="FlashAttention-2", datasets=("ImageNet",), hardware=("NVIDIA A100",))
MENTION = row("A100s", subject="", baseline="", metric="hardware", hardware=("NVIDIA A100",))


def test_everything_that_is_known_of_a_claim_is_marked():
    marks = paper_marks([TWICE, MENTION], TEXT)
    assert words(marks[0], TEXT) == [
        *(("quote", "2x"), ("subject", "Ours"), ("baseline", "Flash Attention 2"), ("dataset", "ImageNet")),
        ("device", "A100s"),
    ]
    assert words(marks[1], TEXT) == [("device", "A100s")]


def test_a_name_in_another_sentence_is_marked_where_its_own_lacks_it():
    marks = paper_marks([{**TWICE, "baseline": "old", "subject": "nobody", "datasets": ()}], TEXT)
    assert words(marks[0], TEXT) == [("quote", "2x"), ("baseline", "old")]


def test_marks_count_as_browsers_do():
    text = TEXT.replace("Fastest", "Fastest 🚀🚀")
    (marks,) = paper_marks([row("2x", text, subject="Ours", baseline="")], text)
    assert words(marks, text) == [("quote", "2x"), ("subject", "Ours")]
    assert marks[1] == text.index("2x") + 2


def test_sentences_are_marked_where_there_is_no_text():
    (marks,) = sentence_marks([TWICE])
    assert words(marks, TWICE["sentence"])[:3] == [
        ("quote", "2x"),
        ("subject", "Ours"),
        ("baseline", "Flash Attention 2"),
    ]
    assert sentence_marks([{**TWICE, "quote": "3x"}]) == [[]]


@pytest.mark.parametrize("name", ["", "...", "(", "a" * 5000, "2x"])
def test_names_that_cannot_be_found_leave_no_mark(name):
    marks = paper_marks([{**TWICE, "subject": name, "baseline": "", "datasets": (), "hardware": ()}], TEXT)
    assert words(marks[0], TEXT) == [("quote", "2x")]


def table_rows(tmp_path):
    return Database(write(tmp_path / "claims.parquet")).table("select * from claims").to_pylist()


def test_texts_are_found_by_id_or_by_title_if_they_hold_the_quotes(tmp_path):
    rows = table_rows(tmp_path)
    other = replace(FIREQ, abstract="Something else.")
    by_title = replace(FIREQ, paper_id="t-other")
    assert matching_texts(rows, [other, FIREQ]) == {"p1": FIREQ.text}
    assert matching_texts(rows, [by_title, SCRIPT]) == {"p1": FIREQ.text, "p4": SCRIPT.text}
    assert matching_texts(rows, [other, Paper("z", "Unknown", "2x")]) == {}


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return Database(write(tmp_path_factory.mktemp("table") / "claims.parquet"))


@pytest.fixture(scope="module")
def data(database):
    return report_data(database, None, load_rules())


def test_columns_hold_every_value_of_the_table(database, data):
    def value(name, number):
        if name in data["papers"]:
            return data["papers"][name][data["claims"]["paper"][number]]
        column = data["claims"][name]
        return column["values"][column["codes"][number]] if isinstance(column, dict) else column[number]

    rows = database.table("select * from claims").to_pylist()
    for number, expected in enumerate(rows):
        for name, cell in expected.items():
            found = value(name, number)
            assert (list(found) if isinstance(found, tuple) else found) == (
                cell.isoformat() if name == "published" else cell
            )


def test_baselines_are_unified_as_against_does_it(data):
    (name,) = {"FlashAttention2", "FlashAttention-2"} & data["baselines"].keys()
    assert data["baselines"][name] == {
        "spellings": ["FlashAttention-2", "FlashAttention2"],
        "others": ["FlashAttention-3"],
    }
    assert "the dense baseline" not in data["baselines"]


def test_pairs_tell_claims_by_their_place(data):
    quotes = data["claims"]["quote"]
    named = [
        (quotes["values"][quotes["codes"][pair["gain"]]], quotes["values"][quotes["codes"][pair["cost"]]])
        for pair in data["pairs"]["speed"]
    ]
    assert ("1.68x", "0.6%") in named


def test_charts_have_no_data_and_names_for_it():
    for name, spec in chart_specs().items():
        text = json.dumps(spec)
        assert '"values": [{' not in text, name
        assert '"name": "points"' in text, name


LATEX = Paper(
    "l1",
    r"Sp{\"a}rse {M}\"uller {K}ernels: {$\mathcal{O}(n\log n)$}",
    "It is~fine \U0001f680. Our na{\\\"\\i}ve M{\\\"u}ller kernel saves 40\\,\\% of memory against S{\\'e}bastien's on {CIFAR}. More.",
)


@pytest.fixture(scope="module")
def latex(tmp_path_factory):
    """A table of one claim, of which all words hold LaTeX."""
    fields = {"subject": 'M{\\"u}ller kernel', "baseline": "S{\\'e}bastien's", "datasets": ("{CIFAR}",), "hardware": ()}
    saving = claim(r"40\,\%", LATEX, value_low=2.0, value_high=2.0, **fields)
    return Database(write(tmp_path_factory.mktemp("latex") / "claims.parquet", [(LATEX, ("pruning",), [saving])]))


def value_of(column, number=0):
    return column["values"][column["codes"][number]]


def test_words_are_shown_decoded_and_the_source_is_kept_for_the_download(latex, tmp_path):
    data = report_data(latex, [LATEX], load_rules())
    claims, papers = data["claims"], data["papers"]
    shown = {name: value_of(claims[name]) for name in ("quote", "subject", "baseline", "datasets")}
    assert list(shown.values()) == ["40 %", "Müller kernel", "Sébastien's", ("CIFAR",)]
    assert papers["title"] == ["Spärse Müller Kernels: O(nlog n)"]
    assert not set("\\{}$") & set(papers["title"][0] + papers["text"][0] + value_of(claims["sentence"]))
    assert papers["text"][0].startswith(papers["title"][0] + "\nIt is fine 🚀.")
    export_claims(latex, tmp_path / "claims.csv")
    (exported,) = csv.DictReader((tmp_path / "claims.csv").read_text("utf-8-sig").splitlines())
    for name in ("quote", "sentence", "subject", "baseline"):
        assert claims[name]["source"][claims[name]["codes"][0]] == exported[name]
    assert papers["source"] == [{"title": exported["title"]}]
    assert "\\" not in "".join(map(data["said"].get, data["baselines"], data["baselines"]))


@pytest.mark.parametrize("papers", [[LATEX], None], ids=["abstract", "sentence"])
def test_marks_lie_over_the_decoded_words(latex, papers):
    data = report_data(latex, papers, load_rules())
    text = data["papers"]["text"][0] or value_of(data["claims"]["sentence"])
    expected = {"quote": "40 %", "subject": "Müller kernel", "baseline": "Sébastien's", "dataset": "CIFAR"}
    assert words(data["marks"][0], text) == list(expected.items())


@pytest.fixture(scope="module")
def page(database, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "report.html"
    write_report(database, path, None, load_rules(), title=EVIL)
    return path.read_text(encoding="utf-8")


def test_only_the_page_s_own_scripts_may_run(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    scripts = re.findall(r'<script type="module">(.*?)</script>', page, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert policy.split("; ")[:2] == [
        "default-src 'none'",
        "script-src " + " ".join(f"'sha256-{each}'" for each in hashes),
    ]
    assert len(scripts) == 3
    assert page.count("</script") == 5  # and two of data
    assert EVIL not in page
    assert "unsafe-eval" not in policy


def test_nothing_is_loaded_from_outside(page):
    outside = re.sub(r"<script type=.*?</script>", "", page, flags=re.DOTALL)
    assert not re.findall(r"(?:src|href)=\"(?!#)[^\"]*\"|url\((?!data:)[^)]*\)|@import", outside)


def test_same_table_same_bytes(database, page, tmp_path):
    write_report(database, tmp_path / "again.html", None, load_rules(), title=EVIL)
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == page


def test_page_of_an_empty_table(tmp_path):
    database = Database(write(tmp_path / "claims.parquet", []))
    with pytest.raises(PlotError, match="holds no claims"):
        write_report(database, tmp_path / "report.html", None, load_rules(), title="")
    assert not (tmp_path / "report.html").exists()


def test_the_seeds_report_is_small(tmp_path):
    seeds = Database(ROOT / "data" / "claims.parquet")
    made = write_report(seeds, tmp_path / "r.html", read_papers([ROOT / "seeds"]), load_rules(), title="Seeds")
    assert made["texts"] == made["papers"]
    assert made["bytes"] == (tmp_path / "r.html").stat().st_size < 3_000_000


def test_every_script_of_the_page_is_used():
    folder = ROOT / "extractor" / "report" / "page"
    assert {path.name for path in folder.iterdir()} == {*SCRIPTS, "page.html", "page.css"}


def run(*arguments):
    return CliRunner().invoke(cli, ["report", *map(str, arguments)])


def test_one_paper_is_no_papers(tmp_path):
    table = tmp_path / "claims.parquet"
    result = CliRunner().invoke(cli, ["extract", str(_one_paper(tmp_path)), "-o", str(table)])
    assert result.exit_code == 0
    assert run(table, "-o", tmp_path / "report.html").stdout.startswith("1 row of 1 paper, ")


def _one_paper(folder):
    path = folder / "p.csv"
    path.write_text('title,abstract\nFooNet,"It is 2x faster than BarNet."\n', encoding="utf-8")
    return path


def test_command(tmp_path):
    table, out = write(tmp_path / "claims.parquet"), tmp_path / "report.html"
    result = run(table, "-o", out)
    assert (result.exit_code, result.stdout[:19]) == (0, "13 rows of 5 papers")
    assert "--papers INPUT shows it in abstracts" in result.stderr
    papers = tmp_path / "papers.parquet"
    columns = {name: [getattr(of, name) for of, *_ in ROWS[:3]] for name in ("paper_id", "title", "abstract")}
    pq.write_table(pa.table({**columns, "title": [None, *columns["title"][1:]]}), papers)
    result = run(table, "--papers", papers, "-o", out)
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "note: 3 papers of the table are not in --papers as it quotes them",
        "note: 1 record of --papers could not be read: papers.parquet:1: there is no title",
    ]
    assert "FireQ is up to" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("wrong", ["table", "papers", "folder"])
def test_command_tells_what_is_wrong(tmp_path, wrong):
    table = write(tmp_path / "claims.parquet")
    arguments = {
        "table": (tmp_path / "none.parquet", "-o", tmp_path / "r.html"),
        "papers": (table, "--papers", tmp_path / "none", "-o", tmp_path / "r.html"),
        "folder": (table, "-o", tmp_path),
    }[wrong]
    result = run(*arguments)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "r.html").exists()
