"""The commands `claimtable rules ...`: what they print, and their exit codes."""

from __future__ import annotations

import json
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import extractor.cli.rules
from extractor.cli.commands import cli
from extractor.rulefiles.rules import rules_root

FRAME = """
id = "amount-snazzier"
summary = "An amount and 'snazzier'."
why = "It says how much faster."
priority = 90
patterns = [["Q.ratio", "snazzier"]]
measure = "difference"
metric = "speed"
direction = "up"
[[match]]
text = "The new decoder is 3x snazzier."
claims = [{quote = "3x", metric = "speed", measure = "ratio", value = 3, direction = "higher"}]
[[no_match]]
text = "A snazzier decoder has 3 layers."
"""


def run(*arguments):
    return CliRunner().invoke(cli, ["rules", *map(str, arguments)])


@pytest.fixture(autouse=True)
def _one_finder(request, monkeypatch):
    """The shipped line is built once for all tests."""
    build, shared = extractor.cli.rules._finder, request.getfixturevalue("finder")
    monkeypatch.setattr(extractor.cli.rules, "_finder", lambda folder: build(folder) if folder else shared)


@pytest.fixture
def own(tmp_path):
    """A folder of one's own with one frame; call it to change the file."""
    folder = tmp_path / "my-rules"
    (folder / "frames").mkdir(parents=True)

    def write(old="", new=""):
        (folder / "frames" / "amount-snazzier.toml").write_text(FRAME.replace(old, new), encoding="utf-8")
        return folder

    write()
    return write


@pytest.fixture
def papers(tmp_path):
    path = tmp_path / "papers.parquet"
    texts = {"FireQ: fast": "The new decoder is 3x snazzier.", "Other": "It is 2x faster. \x1b[31m"}
    pq.write_table(pa.table({"title": list(texts), "abstract": list(texts.values())}), path)
    return path


# test


def test_test_reports_a_line_a_rule():
    result = run("test", "amount-faster", "rules/frames/unit-metric.toml")
    assert result.exit_code == 0
    assert result.stdout.startswith("ok   amount-faster")
    assert result.stdout.rstrip().endswith("passed, 0 failed")


def test_test_runs_a_folder_of_ones_own_without_a_checkout(own, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("test", "--rules", own())
    assert "ok   amount-snazzier  2 examples" in result.stdout
    assert "ok   amount-faster " in result.stdout
    assert "clean/replacements.toml" in result.stdout


def test_test_shows_what_failed_with_file_expectation_and_result(own):
    result = run("test", "amount-snazzier", "--rules", own("value = 3", "value = 4"))
    assert result.exit_code == 1
    assert "FAIL amount-snazzier" in result.stdout
    for part in (
        "frames/amount-snazzier.toml",
        "The new decoder is 3x snazzier.",
        "value = 4",
        "value = 3",
        "1 passed, 1 failed",
    ):
        assert part in result.stdout


def test_test_lists_every_error_of_broken_files_with_its_line(own):
    folder = own('"difference"', '"differing"')
    (folder / "frames" / "other.toml").write_text("id = 3 4\n", encoding="utf-8")
    result = run("test", "--rules", folder)
    assert result.exit_code == 2
    assert "amount-snazzier.toml:7: measure must be" in result.stderr
    assert "other.toml" in result.stderr
    assert "line 1" in result.stderr


def test_test_names_file_and_line_of_a_pattern_that_cannot_be_read(own):
    result = run("test", "--rules", own('"Q.ratio", "snazzier"', '"Q.ratio", "FOO", "%%"'))
    assert result.exit_code == 2
    assert "frames/amount-snazzier.toml:6: " in result.stderr
    assert "'FOO'" in result.stderr
    assert "'%%'" in result.stderr


@pytest.mark.parametrize("command", [["test"], ["explain", "It is 3x faster."]])
def test_a_broken_technique_is_told_without_a_traceback(tmp_path, command):
    (tmp_path / "terms").mkdir()
    techniques = (rules_root() / "terms" / "techniques.toml").read_text(encoding="utf-8")
    (tmp_path / "terms" / "techniques.toml").write_text(techniques.replace("\nstrong = [", "\nstong = [", 1))
    result = run(*command, "--rules", tmp_path)
    assert result.exit_code == 2
    assert "terms/techniques.toml:" in result.stderr
    assert "Traceback" not in result.stderr


def test_explaining_nothing_is_wrong_usage():
    assert run("explain", " ").exit_code == 2


def test_test_suggests_a_name():
    result = run("test", "amount-fastr")
    assert result.exit_code == 2
    assert "did you mean amount-faster" in result.stderr


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("distillation", "ok   distillation  "),
        ("Token-Reduction", "ok   token_reduction  "),
        ("techniques", "ok   terms/techniques.toml  "),
        ("rules/tokens/tokens.toml", "ok   tokens/tokens.toml  "),
    ],
)
def test_test_takes_what_has_examples(name, line):
    result = run("test", name)
    assert (result.exit_code, line in result.stdout) == (0, True), result.output
    assert len(result.stdout.splitlines()) < 30


def test_test_of_a_metric_runs_what_tells_of_it(own):
    folder = own('"speed"', '"energy"')
    assert "ok   amount-snazzier" in run("test", "energy efficiency", "--rules", folder).stdout
    assert "amount-snazzier" not in run("test", "ssim", "--rules", folder).stdout


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Jetson Nano", 'try it in a sentence: claimtable rules explain "It is 2x faster on the Jetson Nano."'),
        ("coco", "'coco' stands in terms/datasets.toml, whose entries have no examples"),
        ("Mistral", "stands in terms/models.toml"),
        ("bitrate", "no example of a rule tells of the metric 'bitrate'"),
        ("datasets.toml", "terms/datasets.toml holds no examples of its own"),
        ("rules/", "rules of your own are given with --rules"),
        ("distilation", "did you mean distillation"),
        ("", "give a rule, a technique, a metric or a table with examples"),
    ],
)
def test_test_says_what_a_name_is_that_has_no_examples(name, message):
    result = run("test", name)
    assert result.exit_code == 2
    assert message in result.stderr


def test_test_tells_every_name_that_is_none():
    result = run("test", "foo-bar-baz", "amount-faster", "coco")
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 2


# explain


def test_explain_a_sentence(own):
    result = run("explain", "The new decoder is 3x snazzier.", "--rules", own())
    assert result.exit_code == 0
    assert "speed, higher, better" in result.stdout
    assert "won" in result.stdout


def test_explain_a_paper_as_a_page(papers, tmp_path):
    page = tmp_path / "page.html"
    result = run("explain", "--paper", "fireq", "--on", papers, "--html", page)
    assert result.exit_code == 0
    assert "<title>FireQ: fast</title>" in page.read_text(encoding="utf-8")


def test_explain_writes_control_characters_out(papers):
    result = run("explain", "--paper", "Other", "--on", papers)
    assert "\x1b" not in result.stdout
    assert "\\x1b[31m" in result.stdout


def test_explain_takes_a_sentence_without_quotes():
    joined = run("explain", "It", "cuts", "FLOPs", "by", "40%.")
    assert (joined.exit_code, joined.stdout) == (0, run("explain", "It cuts FLOPs by 40%.").stdout)


@pytest.mark.parametrize("arguments", [[], ["a", "--paper", "b"], ["--paper", "FireQ"], ["a", "--on", "seeds"]])
def test_explain_wants_a_sentence_or_a_paper(arguments):
    assert run("explain", *arguments).exit_code == 2


def test_explain_names_papers_that_fit(papers):
    result = run("explain", "--paper", "e", "--on", papers)
    assert result.exit_code == 2
    assert "2 papers fit 'e'" in result.stderr


# diff and coverage


def test_diff_tells_by_its_exit_code(own, papers):
    assert run("diff", "shipped", "shipped", "--on", papers).exit_code == 0
    result = run("diff", "shipped", own(), "--on", papers)
    assert result.exit_code == 1
    assert "amount-snazzier: 1 added\n  + " in result.stdout
    assert "      | The new decoder is 3x snazzier." in result.stdout
    assert result.stdout.splitlines()[-1].startswith(
        "1 added, 0 removed, 0 changed, 1 the same, in 2 papers (shipped -> "
    )


def test_diff_with_a_table_made_earlier(own, papers, tmp_path):
    table = tmp_path / "claims.parquet"
    made = CliRunner().invoke(cli, ["extract", str(papers), "-o", str(table)])
    assert made.exit_code == 0
    assert run("diff", table, "shipped", "--on", papers).exit_code == 0
    result = run("diff", table, own(), "--on", papers, "--format", "json")
    assert json.loads(result.stdout)["summary"] == {"added": 1, "removed": 0, "changed": 0, "same": 1}


def test_diff_refuses_a_side_that_is_nothing(papers):
    result = run("diff", "no-such-thing", "shipped", "--on", papers)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: no-such-thing: ")


def test_coverage_lists_what_is_missed(papers):
    result = run("coverage", papers)
    assert result.exit_code == 0
    assert "decoder is Q.ratio snazzier ." in result.stdout
    assert json.loads(run("coverage", papers, "--format", "json").stdout)["covered"] == 1


def test_help_is_quick_because_nothing_heavy_is_imported():
    code = "import sys, extractor.cli.commands; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"spacy", "pyarrow", "rich", "pandas", "extractor.explain.explain", "extractor.claims.claims"} & set(
        loaded
    )
