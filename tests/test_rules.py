"""The shipped rule files: every example in them runs, and nothing stands in them twice."""

from __future__ import annotations

import collections
import dataclasses
import itertools
import re
from pathlib import Path

import pytest

from extractor.rulefiles.elements import ANCHORS, ELEMENT, GAP, SHORTHAND, TAGS, WORD
from extractor.rulefiles.framecheck import FRAME_DIRECTIONS, FRAME_MEASURES, FRAME_METRICS
from extractor.rulefiles.rules import Example, load_rules, load_table, rules_root
from extractor.ruletest.examples import UNSHOWN, check_rule, check_tables
from extractor.terms.terms import forms, joined
from extractor.text.tokens import Tokenizer

ROOT = Path(__file__).parents[1]
FRAMES = {rule.id: rule for rule in load_rules().frames}

# the shipped rules


@pytest.mark.parametrize("rule_id", FRAMES)
def test_examples_of_a_frame(rules, finder, rule_id):
    problems = check_rule(rules, FRAMES[rule_id], finder)
    assert not problems, "\n".join(map(str, problems))


def test_examples_of_the_tables(rules):
    problems = check_tables(rules)
    assert not problems, "\n".join(map(str, problems))


@pytest.mark.parametrize("path", sorted((rules_root() / "frames").glob("*.toml")), ids=lambda path: path.stem)
def test_frame_file(path):
    rule = FRAMES[path.stem]
    assert rule.path == path.name
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id), "kebab-case, and never numbered"
    assert {"match", "no_match"} <= {example.kind for example in rule.examples}


@pytest.mark.parametrize("rule_id", FRAMES)
def test_no_example_is_a_sentence_of_the_seeds(rule_id):
    seeds = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "seeds").glob("*.txt"))
    plain = " ".join(seeds.split())
    assert [example.text for example in FRAMES[rule_id].examples if example.text.rstrip(".") in plain] == []


@pytest.mark.parametrize("path", sorted(rules_root().rglob("*.toml")), ids=lambda path: path.stem)
def test_table_opens_with_its_grammar(path):
    if path.parent.name != "frames":
        assert path.read_text(encoding="utf-8").startswith("#")


# the examples are really run


@pytest.mark.parametrize(
    ("kind", "text", "claims", "found"),
    [
        ("match", "It is 3x faster.", [{"quote": "3x", "value": 4}], "value = 3"),
        ("match", "It is 3x faster.", [{"quote": "3x", "metric": "latency"}], 'metric = "speed"'),
        ("match", "It is 3x faster.", [{"quote": "3x", "by": "prior"}], "amount-faster"),
        ("match", "It is 3x faster.", [], "amount-faster"),
        ("match", "It is 3x faster and uses 5 GB.", [{"quote": "3x"}], "5 GB"),
        ("match", "It is fast.", [{"quote": "3x"}], "no claim"),
        ("match", "The detector runs at 152 FPS.", [{"quote": "152 FPS"}], "value-with-unit"),
        ("no_match", "It is 3x faster.", [], "amount-faster"),
        ("todo_match", "It is 3x faster.", [{"quote": "3x"}], "make it a [[match]]"),
    ],
)
def test_wrong_example_is_a_problem(rules, finder, kind, text, claims, found):
    example = Example(text, tuple(claims), kind)
    rule = dataclasses.replace(FRAMES["amount-faster"], examples=(example,))
    problems = check_rule(rules, rule, finder)
    assert problems
    assert (problems[0].file, problems[0].rule, problems[0].text) == (
        "frames/amount-faster.toml",
        "amount-faster",
        text,
    )
    assert found in str(problems[0])


@pytest.mark.parametrize(
    ("kind", "text", "claims"),
    [
        (
            "match",
            "It is 3x faster.",
            [{"quote": "3x", "value": 3, "measure": "ratio", "unit": "x", "effect": "better"}],
        ),
        ("match", "It is 2-3x faster.", [{"quote": "2-3x", "value": [2, 3]}]),
        ("match", "It is 3x faster on ImageNet.", [{"quote": "3x", "datasets": ["ImageNet"]}]),
        ("no_match", "It is faster.", []),
        ("todo_match", "It is 3x faster.", [{"quote": "3x", "metric": "latency"}]),
    ],
)
def test_right_example_is_none(rules, finder, kind, text, claims):
    rule = dataclasses.replace(FRAMES["amount-faster"], examples=(Example(text, tuple(claims), kind),))
    assert [problem for problem in check_rule(rules, rule, finder) if problem.kind != UNSHOWN] == []


def test_a_pattern_that_no_match_shows_is_a_problem(rules, finder):
    shown = Example("It is 3x faster.", ({"quote": "3x"},), "match")
    silent = Example("It is faster by far, by 3 steps.", (), "no_match")
    patterns = (("Q", "MA"), ("MA", "THAN", "~4", "by", "Q"))
    rule = dataclasses.replace(FRAMES["amount-faster"], patterns=patterns, examples=(shown, silent))
    assert [(problem.kind, problem.text) for problem in check_rule(rules, rule, finder)] == [
        (UNSHOWN, "MA THAN ~4 by Q")
    ]


def test_a_known_miss_shows_no_pattern_at_work(rules, finder):
    shown = Example("It is 4x faster.", ({"quote": "4x"},), "match")
    missed = Example("It is faster than BarNet by 4x.", ({"quote": "4x", "metric": "latency"},), "todo_match")
    patterns = (("Q", "MA"), ("MA", "THAN", "~4", "by", "Q"))
    rule = dataclasses.replace(FRAMES["amount-faster"], patterns=patterns, examples=(shown, missed))
    assert [problem.kind for problem in check_rule(rules, rule, finder)] == [UNSHOWN]


@pytest.mark.parametrize(
    ("table", "group", "examples"),
    [
        ("clean/replacements.toml", "replace", [["5 times", "5 times"]]),
        ("clean/replacements.toml", "replace", [["nothing here", "nothing here"]]),  # needs no replacement
        ("tokens/tokens.toml", "token", [["a b", ["a b"]]]),
    ],
)
def test_wrong_example_of_a_table_is_a_problem(rules, table, group, examples):
    content = rules.table(table)
    entries = [{**content[group][2], "examples": examples}]
    wrong = {**content, group: [*content[group][:2], *entries, *content[group][3:]]}
    (problem, *_) = check_tables(dataclasses.replace(rules, tables={**rules.tables, table: wrong}))
    assert (problem.file, problem.text) == (table, examples[0][0])


def _lists(table, path=""):
    """Every list of texts in a table, with where it stands."""
    if isinstance(table, dict):
        for key, value in table.items():
            yield from _lists(value, f"{path}.{key}")
    elif isinstance(table, list):
        if table and all(isinstance(item, str) for item in table):
            yield path, table
        for place, item in enumerate(table):
            yield from _lists(item, f"{path}[{place}]")


@pytest.mark.parametrize("folder", ["terms", "context", "quantities", "numbers", "tokens"])
def test_no_list_of_words_has_a_word_twice(folder):
    for file in sorted((rules_root() / folder).glob("*.toml")):
        for path, words in _lists(load_table(file)):
            if not re.search(r"\.(examples|match|no_match)\b", path):
                assert len(words) == len(set(words)), f"{file.name}{path}"


# Lists of parts of names, and phrases as they begin a sentence.
_CASED = ("common", "endings", "sizes", "families", "kinds", "of_data", "naming", "possessive", "resulting", "opens")


def test_each_list_of_context_is_lower_case():
    """A word with a capital would never be found: tokens are looked up in lower case."""
    for file in sorted((rules_root() / "context").glob("*.toml")):
        for path, words in _lists(load_table(file)):
            if not path.endswith(_CASED):
                assert [word for word in words if word != word.lower()] == [], f"{file.name}{path}"


# What begins or ends a word rather than being one, and patterns.
_PARTS = re.compile(r"[\\?*\[(]|^[ '’-]|[ -]$")


def test_each_list_of_context_is_cut_as_texts_are(rules):
    """A phrase that the tokens of a text never spell ("vs." is two of them) would never be found.

    Some are cut so in capitals alone ("3DGS").
    """
    words = Tokenizer(rules.table("tokens/tokens.toml")).words
    for file in sorted((rules_root() / "context").glob("*.toml")):
        for path, phrases in _lists(load_table(file)):
            whole = [one for one in phrases if not _PARTS.search(one)]
            found = {
                " ".join(words(f"a {as_written} b")[1:-1]).lower() for one in whole for as_written in (one, one.upper())
            }
            assert [one for one in whole if one.lower() not in found] == [], f"{file.name}{path}"


def _context_readers():
    """For each table of rules/context/ the modules that read it, as `package.module`."""
    found, package = {}, ROOT / "extractor"
    for path in sorted(package.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        asked = set(re.findall(r'\bcontext\["(\w+)"\]', text)) | set(re.findall(r'"context/(\w+)\.toml"', text))
        for table in asked if path.stem != "patterns" else ():
            found.setdefault(table, []).append(".".join(path.relative_to(package).with_suffix("").parts))
    return found


def test_each_table_of_context_names_the_modules_that_read_it():
    readers = _context_readers()
    for path in sorted((rules_root() / "context").glob("*.toml")):
        head = " ".join(line.removeprefix("#").strip() for line in path.read_text(encoding="utf-8").splitlines()[:20])
        assert re.search(r"Read by ([\w., ]+?)\. ", head)[1].split(", ") == readers.pop(path.stem), path.name
    assert readers == {}


def test_no_pattern_stands_in_two_frames_of_one_priority_and_measure(rules):
    owners = {}
    for rule in rules.frames:
        for pattern in rule.patterns:
            owners.setdefault((tuple(pattern), rule.priority, rule.measure), []).append(rule.id)
    assert [ids for ids in owners.values() if len(ids) > 1] == []


def _choices(element):
    """What an element of a pattern can be: what it is, the choices it leaves (None: all), and how often it stands."""
    if gap := GAP.match(element):
        return gap["kind"], set(range(int(gap["most"]) + 1)), None
    if word := WORD.match(element):
        return "word", set(word["words"].split("|")), word["op"]
    name = ELEMENT.match(element)
    return name["name"], set(name["subs"].split("|")) if name["subs"] else None, name["op"]


def _is_within(element, other):
    (kind, some, op), (other_kind, more, other_op) = _choices(element), _choices(other)
    return (kind, op) == (other_kind, other_op) and (more is None or (some is not None and some <= more))


@pytest.mark.parametrize("rule_id", FRAMES)
def test_no_pattern_stands_within_another_of_its_frame(rule_id):
    pairs = itertools.permutations(FRAMES[rule_id].patterns, 2)
    within = [one for one, other in pairs if len(one) == len(other) and all(map(_is_within, one, other))]
    assert within == []


def test_no_name_is_that_of_two_metrics(rules):
    owners = {}
    for metric in rules.table("terms/metrics.toml")["metric"]:
        for name in {*map(str.lower, metric.get("words", ())), *metric.get("case", ())}:
            owners.setdefault(name, []).append(metric["id"])
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def _named(rules):
    """Every list of names of the terms, with what makes the forms of one, as readers of a text may write it."""
    words, metrics = rules.table("terms/words.toml"), rules.table("terms/metrics.toml")
    yield from ((entry["words"], joined) for entry in words["class"])
    yield from ((phrases, joined) for phrases in words["scopes"].values())
    yield from ((entry["words"], forms) for entry in metrics["metric"])
    yield from ((entry["texts"], forms) for entry in metrics["reading"] if "texts" in entry)


def test_no_name_stands_for_what_others_of_its_list_stand_for(rules):
    tokenize = Tokenizer(rules.table("tokens/tokens.toml"))
    for names, written in _named(rules):
        ways = [{tuple(map(str.lower, tokenize.words(text))) for text in written(name)} for name in names]
        often = collections.Counter(itertools.chain.from_iterable(ways))
        assert [name for name, way in zip(names, ways, strict=True) if all(often[form] > 1 for form in way)] == []


def test_the_readme_names_all_that_frames_can_say(rules):
    text = (rules_root() / "README.md").read_text("utf-8")
    classes = {entry["name"] for entry in rules.table("terms/words.toml")["class"]} - {"SKIP"}
    known = {*FRAME_METRICS, *FRAME_DIRECTIONS, *FRAME_MEASURES, *ANCHORS, *TAGS, *SHORTHAND, *classes}
    assert sorted(name for name in known if f"`{name}`" not in text) == []
