"""A folder of rules of one's own: what it adds and replaces, and how it is refused where it is broken."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyarrow as pa
import pytest
from own_rules import GOOD, folder_of, refused

from extractor.claims.claims import ClaimFinder
from extractor.records import Paper
from extractor.rulefiles.rules import load_rules, rules_root
from extractor.ruletest.examples import check_rule
from extractor.run.batch import BatchExtractor, extract_batch

FRAMES = {rule.id: rule for rule in load_rules().frames}


# a folder of one's own


def test_folder_adds_a_frame(tmp_path, claims_of):
    folder = folder_of(tmp_path, mine=GOOD)
    own = load_rules(folder)
    assert {rule.id for rule in own.frames} == {*FRAMES, "mine"}
    finder = ClaimFinder(own)
    (claim,) = finder(Paper("x", "", "It is 3x brighter."))
    assert (claim.rule, claim.value_low) == ("mine", 3)
    assert claims_of("It is 3x brighter.") == []
    (mine,) = (rule for rule in own.frames if rule.id == "mine")
    assert check_rule(own, mine, finder) == []


def test_folder_overrides_a_frame(tmp_path):
    text = GOOD.replace('"mine"', '"amount-faster"')
    own = load_rules(folder_of(tmp_path, amount_faster=text))
    (overridden,) = (rule for rule in own.frames if rule.id == "amount-faster")
    assert {rule.id for rule in own.frames} == set(FRAMES)
    assert overridden.patterns == (("Q", "brighter"),)


def test_folder_overrides_a_table(tmp_path):
    (tmp_path / "numbers").mkdir()
    words = (rules_root() / "numbers" / "words.toml").read_text(encoding="utf-8")
    (tmp_path / "numbers" / "words.toml").write_text(words.replace("\none = 1\n", "\none = 1\numpteen = 17\n"))
    assert load_rules(tmp_path).table("numbers/words.toml")["cardinals"]["umpteen"] == 17
    assert "umpteen" not in load_rules().table("numbers/words.toml")["cardinals"]


def test_digest_changes_with_every_byte(tmp_path):
    shutil.copytree(rules_root(), tmp_path / "a")
    shutil.copytree(rules_root(), tmp_path / "b")
    with (tmp_path / "b" / "quantities" / "units.txt").open("a") as file:
        file.write("\n")
    assert load_rules(tmp_path / "a").digest != load_rules(tmp_path / "b").digest


# broken rules are refused


def test_no_such_folder(tmp_path):
    assert refused(tmp_path / "none") == [f"{tmp_path / 'none'}: no such folder of rules"]


@pytest.mark.parametrize("names", [(), ("README.md", "frames/notes.md"), ("papers.txt", "frames/notes.txt")])
def test_folder_without_a_rule_file(tmp_path, names):
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (message,) = refused(tmp_path)
    assert message.startswith(f"{tmp_path}: holds no rule file; ")
    assert "frames/my-rule.toml" in message


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("why =", "wy =", 3, "unknown key 'wy'"),
        ('why = "A reason."\n', "", 1, "the key 'why' is missing"),
        ('id = "mine"', 'id = "other"', 1, "must equal the file's stem 'mine'"),
        ("priority = 99", 'priority = "high"', 4, "priority must be a whole number"),
        ('[["Q", "brighter"]]', '["Q", "brighter"]', 5, "patterns must be a list of lists"),
        ('[["Q", "brighter"]]', "[]", 5, "patterns must be a list of lists"),
        ('[["Q", "brighter"]]', '[["Q", 3]]', 5, "patterns must be a list of lists"),
        ('"difference"', '"differance"', 6, "measure must be one of"),
        ('"speed"\ndir', '"sped"\ndir', 7, "metric 'sped' is no metric"),
        ('"up"', '"upp"', 8, "direction must be one of"),
        ("\nclaims =", "\nclaim =", 11, "unknown key 'claim' in [[match]]"),
        ('\nclaims = [{quote = "3x", metric = "speed", value = 3}]', "", 9, "asserts nothing"),
        ('{quote = "3x", ', "{", 11, "needs its quote"),
        ("value = 3", "valeu = 3", 11, "a claim has no field 'valeu'"),
        ('[[no_match]]\ntext = "It is brighter."', "", 1, "needs at least one [[no_match]]"),
        ('text = "It is brighter."', 'txt = "It is brighter."', 13, "unknown key 'txt' in [[no_match]]"),
        ('text = "It is brighter."', 'text = "It."\nclaims = []', 14, "[[no_match]] has no claims"),
        ('why = "A reason."', 'why = "A reason."\ntodo_match = ["x"]', 4, "must be written as [[todo_match]] tables"),
    ],
)
def test_broken_frame(tmp_path, old, new, line, problem):
    assert old in GOOD
    errors = refused(folder_of(tmp_path, mine=GOOD.replace(old, new, 1)))
    assert any(error.startswith(f"frames/mine.toml:{line}: ") and problem in error for error in errors), errors


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('id = "a"\nid = "a"\n', "at line 2"),  # a duplicate key
        ('id = "a\n', "at line 1"),
        ("id = yes\n", "at line 1"),
    ],
)
def test_no_toml(tmp_path, text, problem):
    (error,) = refused(folder_of(tmp_path, a=text))
    assert error.startswith("frames/a.toml: ")
    assert problem in error


def test_not_utf8(tmp_path):
    folder_of(tmp_path)
    (tmp_path / "frames" / "a.toml").write_bytes(b'id = "\xff"')
    (error,) = refused(tmp_path)
    assert error.startswith("frames/a.toml: ")


def test_all_errors_are_told_at_once(tmp_path):
    folder = folder_of(
        tmp_path, mine=GOOD.replace("why", "wy").replace("99", "9.9"), other=GOOD, third="id =", fourth=GOOD[:11]
    )
    (tmp_path / "numbers").mkdir()
    (tmp_path / "numbers" / "words.toml").write_text("[cardinals")
    errors = refused(folder)
    for start in ("mine.toml:3", "mine.toml:4", "other.toml:1", "third.toml: ", "fourth.toml:1"):
        assert any(error.startswith(f"frames/{start}") for error in errors), start
    assert any(error.startswith("numbers/words.toml: ") for error in errors)


@pytest.mark.parametrize("stray", ["mine.toml", "frame/mine.toml", "terms/metric.toml", "frames/new/mine.toml"])
def test_file_that_no_stage_reads(tmp_path, stray):
    path = tmp_path / stray
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(GOOD)
    (error,) = refused(tmp_path)
    assert error.startswith(f"{stray}: no stage reads this file")


def test_unknown_element_of_a_pattern(tmp_path):
    other = GOOD.replace('id = "mine"', 'id = "other"').replace('"up"', '"upp"')
    errors = refused(folder_of(tmp_path, mine=GOOD.replace('"brighter"', '"NOSUCH"'), other=other))
    assert errors[0] == "frames/mine.toml:5: no class of words is called 'NOSUCH'"
    assert errors[1].startswith("frames/other.toml:8: direction must be")


@pytest.mark.parametrize("missing", ["family", "polarity", "unit", "percentage"])
def test_metric_without_a_key(tmp_path, missing):
    (tmp_path / "terms").mkdir()
    metrics = (rules_root() / "terms" / "metrics.toml").read_text(encoding="utf-8")
    broken = re.sub(rf"^{missing} = .*\n", "", metrics, count=1, flags=re.MULTILINE)
    (tmp_path / "terms" / "metrics.toml").write_text(broken, encoding="utf-8")
    (error,) = refused(tmp_path)  # the frames that name this metric are right
    assert re.search(rf"metric '\w+' has no key '{missing}'", error)


def test_rules_written_anew_are_read_anew(tmp_path):
    """Within one process: a notebook, a worker of Spark."""
    papers = pa.RecordBatch.from_pydict({"title": ["A lamp"], "abstract": ["It is 3x brighter."]})
    folder = folder_of(tmp_path, mine=GOOD)
    first, rows = BatchExtractor(folder).rules, extract_batch(papers, rules=folder).num_rows
    (folder / "frames" / "mine.toml").write_text(GOOD.replace("brighter", "lighter"), encoding="utf-8")
    second, later = BatchExtractor(folder).rules, extract_batch(papers, rules=folder).num_rows
    assert first.digest != second.digest
    assert (rows, later) == (1, 0)


def test_a_relative_folder_is_another_one_elsewhere(tmp_path, monkeypatch):
    found = []
    for place, priority in (("here", "priority = 99"), ("there", "priority = 90")):
        (tmp_path / place / "own").mkdir(parents=True)
        folder_of(tmp_path / place / "own", mine=GOOD.replace("priority = 99", priority))
        monkeypatch.chdir(tmp_path / place)
        found += [rule.priority for rule in load_rules(Path("own")).frames if rule.id == "mine"]
    assert found == [99, 90]
