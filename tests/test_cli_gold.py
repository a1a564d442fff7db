"""The commands about gold, and the precision of rules in the table: what they print, write, and end with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from extractor.cli.commands import cli
from extractor.rulefiles.rules import PRECISIONS, RuleError, load_rules, rules_root
from extractor.run.extract import Extractor
from extractor.table.precision import RuleScore, precision_text, rule_precisions
from extractor.table.store import read_table

ABSTRACTS = {
    "FireQ: Fast Kernels": "FireQ is up to 1.68x faster than QServe on an A100. It reduces latency from 10 ms to 6 ms.",
    "Structured Pruning": "We prune an efficient network. It reduces FLOPs by 66% and is 2x faster.",
    "Nothing": "We think about nothing.",
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty folder to work in, with a file of papers."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("extractor.run.extract.Extractor", _built)
    pq.write_table(pa.table({"title": list(ABSTRACTS), "abstract": list(ABSTRACTS.values())}), "papers.parquet")
    return tmp_path


BUILT = {}


def _built(rules):
    """An extractor, built once for each set of rules: building takes half a second."""
    if rules.digest not in BUILT:
        BUILT[rules.digest] = Extractor(rules)
    return BUILT[rules.digest]


@pytest.fixture
def draft(folder):
    assert run("annotate papers.parquet -o draft.jsonl").exit_code == 0
    return folder / "draft.jsonl"


def run(line):
    return CliRunner().invoke(cli, line.split())


def figures(line):
    result = run(f"evaluate {line} --format json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def records(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def rewrite(path, *changed):
    path.write_text("".join(json.dumps(record) + "\n" for record in changed), encoding="utf-8")


# --- annotate and check


def test_annotate(folder):
    result = run("annotate papers.parquet -o draft.jsonl")
    assert (result.exit_code, result.output) == (0, "3 papers with 4 claims to correct: draft.jsonl\n")
    first, second, third = records(folder / "draft.jsonl")
    assert [claim["value"] for claim in first["claims"]] == [[1.68], [10.0, 6.0]]
    assert first["hardware"] == [{"quote": "A100", "name": "NVIDIA A100", "count": None}]
    assert second["technique"] == ["pruning"]
    assert third["claims"] == []


def test_draft_is_right_by_its_own_measure(draft):
    levels = figures("--gold draft.jsonl")["levels"]
    assert all(score["f1"] == 1 for score in levels.values())


def test_draft_is_not_replaced_unasked(draft):
    draft.write_text("corrected by hand", encoding="utf-8")
    result = run("annotate papers.parquet -o draft.jsonl")
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert draft.read_text(encoding="utf-8") == "corrected by hand"
    assert run("annotate papers.parquet -o draft.jsonl --force").exit_code == 0


def test_annotate_says_what_it_left_out(folder):
    pq.write_table(pa.table({"title": ["One", None], "abstract": ["Text.", "Text."]}), "more.parquet")
    result = run("annotate more.parquet -o more.jsonl")
    assert (result.exit_code, result.stderr) == (3, "left out: more.parquet:2: there is no title\n")


def test_check(draft):
    result = run("gold check draft.jsonl")
    assert (result.exit_code, result.output) == (
        0,
        "draft.jsonl: 3 papers, 4 claims, 0 optional ones, 1 device, nothing wrong\n",
    )
    assert run(f"gold check {draft.parent}").exit_code == 0


def test_check_finds_problems(draft):
    first, *others = records(draft)
    first["claims"][0]["metric"] = "sped"
    rewrite(draft, first, *others)
    result = run("gold check draft.jsonl")
    assert (result.exit_code, result.stderr) == (1, "1 problem\n")
    assert result.stdout == (
        "draft.jsonl:1: FireQ: Fast Kernels: claim 1 '1.68x': unknown metric 'sped'; did you mean 'speed'?\n"
    )


# --- evaluate


def test_evaluate_text(draft):
    result = run("evaluate --gold draft.jsonl --by measure --by rule --errors 3")
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "3 papers; 3 (100.0%) with every claim right at core level and none false\n\nlevel "
    )
    assert "\nmeasure  precision" in result.stdout
    assert "\nrule " in result.stdout
    assert "missed" not in result.stdout


def test_evaluate_shows_errors(draft):
    first, second, third = records(draft)
    first["claims"][0]["bound"] = "exact"
    second["claims"] = second["claims"][1:]
    rewrite(draft, first, second, third)
    text = run("evaluate --gold draft.jsonl --errors 3").stdout
    assert "false (1)\n  flops percent 66 % lower | " in text
    assert "It reduces FLOPs by «66%» and is 2x faster. | Structured Pruning [" in text
    assert "wrong row field (1)\n  bound up_to, gold exact | " in text
    data = figures("--gold draft.jsonl --errors 3")
    assert [error["kind"] for error in data["errors"]] == ["false", "wrong row field"]
    assert "| level | precision |" in run("evaluate --gold draft.jsonl --format markdown").stdout


def test_evaluate_a_table(draft):
    assert run("extract papers.parquet -o claims.parquet").exit_code == 0
    assert figures("claims.parquet --gold draft.jsonl") == figures("--gold draft.jsonl")


def test_evaluate_says_what_the_table_lacks(draft):
    table = pa.table({"title": ["Other"], "abstract": ["It is 2x faster."]})
    pq.write_table(table, "other.parquet")
    assert run("extract other.parquet -o claims.parquet").exit_code == 0
    result = run("evaluate claims.parquet --gold draft.jsonl")
    assert result.exit_code == 0
    assert "2 papers with claims in the gold, but no row in claims.parquet" in result.stderr


@pytest.mark.parametrize(
    "gold", ["--gold one.jsonl two.jsonl", "--gold one.jsonl --gold two.jsonl", "--gold gold", "--gold gold one.jsonl"]
)
def test_gold_of_several_files(draft, gold):
    first, *others = records(draft)
    Path("gold").mkdir()
    for name, part in {"one": [first], "two": others}.items():
        rewrite(Path(f"{name}.jsonl"), *part)
        if "gold gold one" not in gold or name == "two":
            shutil.copy(f"{name}.jsonl", "gold")
    assert figures(gold)["papers"] == 3


@pytest.mark.parametrize(
    "line",
    [
        "evaluate",
        "evaluate --gold none.jsonl",
        "evaluate --gold .",
        "evaluate papers.parquet --gold broken.jsonl",
        "evaluate none.parquet --gold empty.jsonl",
        "evaluate papers.parquet --gold empty.jsonl --write-precision",
        "evaluate --gold empty.jsonl --by paper",
        "evaluate --gold empty.jsonl --rules none",
        "gold check none.jsonl",
        "annotate none.parquet -o draft.jsonl",
        "annotate papers.parquet",
        "extract papers.parquet -o claims.parquet --min-precision 2",
    ],
)
def test_mistake_of_the_user(folder, line):
    if line != "evaluate --gold .":
        Path("empty.jsonl").touch()
        Path("broken.jsonl").write_text("{", encoding="utf-8")
    result = run(line)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert "Traceback" not in result.stderr


def test_nested_command_has_examples():
    for command in ("evaluate", "annotate", "gold", "gold check"):
        assert "Examples:" in run(f"{command} --help").stdout


# --- precision of rules


@pytest.fixture
def own_rules(folder):
    (folder / "mine").mkdir()
    return folder / "mine"


def test_write_precision(draft, own_rules):
    (own_rules / "frames").mkdir()
    shutil.copy(rules_root() / "frames" / "amount-faster.toml", own_rules / "frames")
    digest = load_rules(own_rules).digest
    result = run("evaluate --gold draft.jsonl --rules mine --write-precision")
    assert result.stderr == f"precision of 4 rules: {Path('mine') / PRECISIONS}\n"
    text = (own_rules / PRECISIONS).read_text(encoding="utf-8")
    assert text.startswith(
        "# How often each rule is right, measured on draft.jsonl.\n# Generated, do not edit: claimtable "
    )
    assert "device-mention = { right = 1, given = 1, precision = 0.667 }" in text
    assert rule_precisions(own_rules)["device-mention"] == 0.667
    assert load_rules(own_rules).digest == digest


def test_few_papers_do_not_replace_the_shipped_precision(draft):
    """A measurement of few rules would leave most rows of every later table without a precision."""
    before = (rules_root() / PRECISIONS).read_bytes()
    result = run("evaluate --gold draft.jsonl --write-precision")
    assert (rules_root() / PRECISIONS).read_bytes() == before
    assert result.exit_code == 2
    assert "give all of the gold, or a copy of the rules with --rules" in result.stderr


def test_shipped_precision_does_not_hold_for_a_rule_of_ones_own(own_rules):
    (own_rules / "frames").mkdir()
    shutil.copy(rules_root() / "frames" / "amount-faster.toml", own_rules / "frames")
    assert "amount-faster" in rule_precisions(rules_root())
    assert rule_precisions(own_rules) == {
        k: v for k, v in rule_precisions(rules_root()).items() if k != "amount-faster"
    }


@pytest.mark.parametrize("text", ["x = 1", "x = {right = 1}", "x = {precision = 'a'}", "x ="])
def test_broken_precision_file(own_rules, text):
    (own_rules / PRECISIONS).write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=r"precision\.toml.*write it anew: claimtable evaluate"):
        rule_precisions(own_rules)


def set_precisions(folder, precisions):
    """A precision file in which each rule has the precision given."""
    scores = {rule: RuleScore(round(value * 1000) - 1, 998) for rule, value in precisions.items()}
    (folder / PRECISIONS).write_text(precision_text(scores, []), encoding="utf-8")


@pytest.fixture
def rule_of():
    """The rule behind each quote of the papers."""
    assert run("extract papers.parquet -o before.parquet").exit_code == 0
    return {row["quote"]: row["rule"] for row in read_table(Path("before.parquet")).to_pylist()}


def test_table_tells_the_precision(own_rules, rule_of):
    set_precisions(own_rules, {rule_of["1.68x"]: 0.5})
    assert run("extract papers.parquet -o claims.parquet --rules mine").exit_code == 0
    precision = {row["quote"]: row["rule_precision"] for row in read_table(Path("claims.parquet")).to_pylist()}
    shipped = rule_precisions(rules_root())
    assert precision["1.68x"] == 0.5
    assert precision["66%"] == shipped[rule_of["66%"]]
    assert precision["A100"] == shipped["device-mention"]


def test_precision_is_null_where_never_measured(own_rules, rule_of, monkeypatch):
    monkeypatch.setattr("extractor.table.precision.rules_root", lambda: own_rules)
    set_precisions(own_rules, {rule_of["1.68x"]: 0.5})
    assert run("extract papers.parquet -o claims.parquet --rules mine").exit_code == 0
    precision = {row["quote"]: row["rule_precision"] for row in read_table(Path("claims.parquet")).to_pylist()}
    assert (precision["1.68x"], precision["66%"]) == (0.5, None)
    assert run("extract papers.parquet -o claims.parquet --rules mine --min-precision 0").exit_code == 0
    assert None not in read_table(Path("claims.parquet")).column("rule_precision").to_pylist()


def test_min_precision(own_rules, rule_of):
    set_precisions(own_rules, dict.fromkeys(rule_of.values(), 0.5) | {rule_of["66%"]: 0.9})
    result = run("extract papers.parquet -o claims.parquet --rules mine --min-precision 0.9")
    rows = read_table(Path("claims.parquet")).to_pylist()
    assert {row["rule"] for row in rows} == {rule_of["66%"]}
    assert f"\nleft out: {5 - len(rows)} rows of rules not measured, or below precision 0.9\n" in result.stdout
    assert "left out" not in run("extract papers.parquet -o claims.parquet --rules mine").stdout
