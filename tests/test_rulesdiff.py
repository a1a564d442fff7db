"""Differences between two versions of the rules: pairing of rows, sides, forms and exit codes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
from samples import PAPER

from extractor.rulefiles.rules import RuleError, rules_root
from extractor.ruletest import rulesdiff
from extractor.ruletest.rulesdiff import compare, pair
from extractor.ruletest.sides import FIELDS, TECHNIQUES, SideError, folder_rules, revision_folder, rows_of

ROW = dict.fromkeys(FIELDS, "") | {
    "metric": "speed",
    "start": 10,
    "end": 14,
    "quote": "1.7x",
    "rule": "a",
    TECHNIQUES: [],
}


def row(**fields):
    return ROW | fields


def diff(old, new):
    return compare(("old", "new"), [PAPER], {PAPER.paper_id: old}, {PAPER.paper_id: new})


def kinds(old, new):
    return [change.kind for change in diff(old, new).changes]


def test_equal_rows_are_no_difference():
    found = diff([row()], [row()])
    assert not found
    assert found.same == 1
    assert found.summary().startswith("no difference: 1 row of 1 paper (")


def test_a_row_can_come_go_and_change():
    assert kinds([], [row()]) == ["added"]
    assert kinds([row()], []) == ["removed"]
    assert kinds([row()], [row(metric="latency")]) == ["changed"]


def test_changed_fields_are_told_with_old_and_new_value():
    (change,) = diff([row()], [row(metric="latency", rule="b")]).changes
    assert change.fields() == {"metric": ("speed", "latency"), "rule": ("a", "b")}
    assert change.rule == "b"


def test_rows_pair_by_place_and_metric_before_place_and_overlap():
    old = [row(metric="speed"), row(metric="latency")]
    new = [row(metric="latency", bound="about"), row(metric="energy")]
    pairs = [(a["metric"], b["metric"]) for a, b in pair(old, new)]
    assert sorted(pairs) == [("latency", "latency"), ("speed", "energy")]


def test_rows_pair_by_overlap_and_then_by_metric():
    wide, other = row(start=8, quote="to 1.7x"), row(start=8, metric="latency")
    assert pair([row()], [other, wide]) == [(None, other), (row(), wide)]
    assert (row(), None) in pair([row()], [row(start=14, end=20)])


def test_changes_stand_under_the_rule_responsible():
    found = diff([row(), row(start=20, end=24)], [row(rule="z"), row(start=20, end=24, unit="x")])
    assert [(rule, len(changes)) for rule, changes in found.by_rule()] == [("a", 1), ("z", 1)]


def test_techniques_are_one_difference_a_paper():
    found = diff(
        [row(), row(start=20, end=24)], [row(techniques=["pruning"]), row(start=20, end=24, techniques=["pruning"])]
    )
    assert found
    assert not found.changes
    assert "techniques changed of 1" in found.summary()


def test_text_lists_at_most_the_number_asked():
    found = diff([], [row(start=at, end=at + 4) for at in range(0, 50, 5)])
    text = "\n".join(rulesdiff.as_text(found, 3))
    assert text.count("  + ") == 3
    assert "7 more" in text
    assert "\n".join(rulesdiff.as_text(found, 0)).count("  + ") == 10


def test_json_holds_everything():
    record = json.loads(rulesdiff.as_json(diff([row()], [row(unit="x")])))
    assert record["summary"] == {"added": 0, "removed": 0, "changed": 1, "same": 0}
    assert record["changes"][0]["fields"] == {"unit": {"old": "", "new": "x"}}


def test_markdown_cannot_be_broken_by_a_sentence():
    text = "\n".join(rulesdiff.as_markdown(diff([], [row(sentence="a </details>\n# b | @all *c*")]), 0))
    assert text.count("</details>") == 1
    assert "@all" not in text
    assert not re.search("^# ", text, re.MULTILINE)


# sides


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A git repository with the shipped rules; the working folder has one frame less."""
    shutil.copytree(rules_root(), tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "x"]):
        subprocess.run(["git", *command], check=True)
    (tmp_path / "rules" / "frames" / "amount-faster.toml").unlink()
    return tmp_path


def test_a_revision_is_its_rules_and_a_whole_folder_its_own(repository):
    old, new = rows_of("HEAD", [PAPER]), rows_of("rules", [PAPER])
    (change,) = compare(("HEAD", "rules"), [PAPER], old, new).changes
    assert (change.rule, change.kind) == ("amount-faster", "removed")


def test_a_folder_that_lacks_tables_adds_to_the_shipped_rules(tmp_path):
    (tmp_path / "frames").mkdir()
    shutil.copy(rules_root() / "frames" / "amount-faster.toml", tmp_path / "frames")
    assert len(folder_rules(tmp_path).frames) > 10


def test_errors_of_a_revision_name_it(repository):
    (repository / "rules" / "frames" / "amount-faster.toml").write_text("broken", encoding="utf-8")
    subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qam", "broken"], check=True)
    with pytest.raises(RuleError, match=r"^HEAD:rules/frames/amount-faster.toml"):
        rows_of("HEAD", [PAPER])


@pytest.mark.parametrize("side", ["nothing", "HEAD~99"])
def test_an_unknown_revision_is_refused(repository, side):
    with pytest.raises(SideError, match=f"^{side}: this is none of"):
        rows_of(side, [PAPER])


def test_outside_git_a_revision_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(SideError, match="not in a git repository"), revision_folder("HEAD"):
        pass


def test_rules_of_another_time_that_lack_a_table_key_are_refused(tmp_path):
    shutil.copytree(rules_root(), tmp_path / "rules")
    (tmp_path / "rules" / "numbers" / "words.toml").write_text("[cardinals]\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"numbers/words\.toml: lacks .*phrase.*; .* copy .*/words\.toml, then edit"):
        rows_of(str(tmp_path / "rules"), [PAPER])
