"""Evaluate: the figures of the specification's scorer, each level, and each case that is neutral."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from samples import DEVICE, PAPER, claim

from extractor.gold.agreement import same_device, same_text, same_value
from extractor.gold.evaluate import (
    Given,
    Score,
    Verdict,
    errors,
    evaluate,
    evaluate_paper,
    field_shares,
    given_by_gold,
    given_by_papers,
    given_by_rows,
    group_scores,
    level_scores,
    rule_scores,
)
from extractor.gold.gold import GoldClaim, GoldDevice, GoldPaper, read_gold
from extractor.gold.scorecard import Card, as_data, as_markdown, as_text
from extractor.table.precision import RuleScore

FIXTURE = Path(__file__).parent / "fixtures" / "evaluate"
NAMES = ("precision", "recall", "f1", "right", "given", "gold")
SPEEDUP = claim()


def gold_claim(row=SPEEDUP, **fields):
    """The claim of the gold that a row is right on."""
    values = {name: getattr(row, name) for name in GoldClaim.__slots__ if hasattr(row, name)}
    return GoldClaim(**values | {"context": row.quote, "value": (row.value_low,), "optional": False} | fields)


def gold_paper(*claims, hardware=(), techniques=()):
    return GoldPaper(1, PAPER.title, PAPER.abstract, "", claims, tuple(hardware), techniques)


def verdicts(rows, *claims):
    """The verdicts on the rows of a paper whose gold holds `claims`."""
    return [one.verdict for one in evaluate_paper(gold_paper(*claims), Given(tuple(rows), ())).claims]


# --- the scorer's figures


@pytest.fixture(scope="module")
def frozen():
    rows = [json.loads(line) for line in (FIXTURE / "rows.jsonl").read_text(encoding="utf-8").splitlines()]
    return evaluate(read_gold(FIXTURE / "gold.jsonl"), given_by_rows(rows))


@pytest.fixture(scope="module")
def scorer():
    return json.loads((FIXTURE / "scores.json").read_text(encoding="utf-8"))


def test_levels_are_those_of_the_scorer(frozen, scorer):
    scores = level_scores(frozen)
    for level, score in scores.items():
        assert [getattr(score, name) for name in NAMES] == list(scorer[level].values()), level
    assert list(scores) == ["detect", "core", "row", "hardware", "techniques"]


def test_papers_are_those_of_the_scorer(frozen, scorer):
    assert len(frozen) == scorer["papers"]
    assert sum(result.exact for result in frozen) == scorer["papers_exact"]


def test_fields_are_those_of_the_scorer(frozen, scorer, rules):
    families = field_shares(frozen, lambda metric: rules.metrics[metric].family)
    assert families == scorer["accuracy_of_found"]


# --- levels

WRONG = {
    "right": ({}, Verdict.RIGHT),
    "another name of the same": ({"baseline": "the Q-Serve"}, Verdict.RIGHT),
    "subject is of no level": ({"subject": "ours"}, Verdict.RIGHT),
    "unit is of no level": ({"unit": ""}, Verdict.RIGHT),
    "bound": ({"bound": "exact"}, Verdict.ROW),
    "by": ({"by": "prior"}, Verdict.ROW),
    "effect": ({"effect": "worse"}, Verdict.ROW),
    "baseline": ({"baseline": ""}, Verdict.ROW),
    "datasets": ({"datasets": ("ImageNet",)}, Verdict.ROW),
    "models": ({"models": ("Llama",)}, Verdict.ROW),
    "hardware": ({"hardware": ("NVIDIA A100",)}, Verdict.ROW),
    "scope": ({"scope": ()}, Verdict.ROW),
    "metric": ({"metric": "throughput"}, Verdict.CORE),
    "measure": ({"measure": "level"}, Verdict.CORE),
    "direction": ({"direction": "none"}, Verdict.CORE),
    "value": ({"value_low": 1.7, "value_high": 1.7}, Verdict.VALUE),
    "core and row": ({"metric": "throughput", "by": "prior"}, Verdict.CORE),
}


@pytest.mark.parametrize(("fields", "verdict"), WRONG.values(), ids=WRONG)
def test_verdict(fields, verdict):
    assert verdicts([replace(SPEEDUP, **fields)], gold_claim()) == [verdict]


def test_levels_count_what_they_ask_for():
    rows = [SPEEDUP, replace(SPEEDUP, start=1, end=2)]
    scores = level_scores(evaluate([gold_paper(gold_claim())], {"fireqfastint4fp8kernel": Given(tuple(rows), ())}))
    assert scores["row"] == scores["detect"] == Score(1, 2, 1)
    assert (scores["row"].precision, scores["row"].recall, scores["row"].f1) == (0.5, 1.0, 2 / 3)


def test_nothing_scores_nothing():
    (score, *_) = level_scores(()).values()
    assert (score.precision, score.recall, score.f1) == (0.0, 0.0, 0.0)
    assert field_shares((), str) == {}


def test_missed_and_false():
    elsewhere = replace(SPEEDUP, start=0, end=3)
    assert verdicts([elsewhere], gold_claim()) == [Verdict.MISSED, Verdict.FALSE]


def test_each_row_is_on_one_claim_the_best_fit_first():
    latency = replace(SPEEDUP, metric="latency", direction="lower")
    gold = [gold_claim(SPEEDUP), gold_claim(latency)]
    assert verdicts([latency, SPEEDUP], *gold) == [Verdict.RIGHT, Verdict.RIGHT]
    assert verdicts([latency], *gold) == [Verdict.MISSED, Verdict.RIGHT]
    assert verdicts([SPEEDUP, SPEEDUP], gold[0]) == [Verdict.RIGHT, Verdict.FALSE]


# --- neutral cases


def test_optional_claim_is_neither_missed_nor_false():
    optional = gold_claim(optional=True)
    for rows in ([], [SPEEDUP], [replace(SPEEDUP, metric="latency", value_low=9.0)], [SPEEDUP, SPEEDUP]):
        found = evaluate_paper(gold_paper(optional), Given(tuple(rows), ()))
        assert {one.verdict for one in found.claims} == {Verdict.NEUTRAL}
        assert found.exact
        assert level_scores((found,))["detect"] == Score(0, 0, 0)


def test_row_beside_an_optional_claim_is_neutral_only_if_it_overlaps():
    assert verdicts([SPEEDUP, replace(SPEEDUP, start=0, end=3)], gold_claim(optional=True))[1] == Verdict.FALSE


def test_paper_of_two_sources_counts_once():
    titles = (PAPER.title, PAPER.title.upper() + "!")
    rows = [asdict(SPEEDUP) | {"title": title, "techniques": []} for title in titles]
    ((title, given),) = given_by_rows(rows).items()
    assert (title, given.rows) == ("fireqfastint4fp8kernel", (SPEEDUP,))


def test_table_and_extraction_give_the_same():
    rows = [asdict(row) | {"title": PAPER.title, "techniques": ["pruning"]} for row in (SPEEDUP, DEVICE)]
    listed = [row | {name: list(value) for name, value in row.items() if isinstance(value, tuple)} for row in rows]
    assert given_by_papers([(PAPER, [DEVICE, SPEEDUP], ("pruning",))]) == given_by_rows(listed)


def device(name="NVIDIA A100", count=None):
    return GoldDevice(DEVICE.start, DEVICE.end, DEVICE.quote, name, count)


DEVICES = {
    "right": ([DEVICE], [device()], Score(1, 1, 1)),
    "missed": ([], [device()], Score(0, 0, 1)),
    "false": ([DEVICE], [], Score(0, 1, 0)),
    "mentioned again": ([DEVICE, replace(DEVICE, start=0, end=3)], [device()], Score(1, 1, 1)),
    "mentioned again in other words": (
        [DEVICE, replace(DEVICE, start=0, end=3, hardware=("8 A100 80 GB GPUs",))],
        [device()],
        Score(1, 1, 1),
    ),
    "another elsewhere": ([DEVICE, replace(DEVICE, start=0, end=3, hardware=("CPU",))], [device()], Score(1, 2, 1)),
    "one is as good as no count": ([DEVICE], [device(count=1)], Score(1, 1, 1)),
    "count": ([replace(DEVICE, value_low=8.0)], [device(count=8)], Score(1, 1, 1)),
    # the row is then a further mention of a device that the gold lists
    "count differs": ([replace(DEVICE, value_low=4.0)], [device(count=8)], Score(0, 0, 1)),
}


@pytest.mark.parametrize(("rows", "gold", "score"), DEVICES.values(), ids=DEVICES)
def test_devices(rows, gold, score):
    result = evaluate_paper(gold_paper(hardware=gold), Given(tuple(rows), ()))
    assert level_scores((result,))["hardware"] == score
    assert result.exact
    assert not result.claims


DETAILS = {
    "name": (DEVICE, device("NVIDIA H100"), {"hardware"}),
    "count": (replace(DEVICE, value_low=8.0), device(count=1), {"count"}),
    "both": (replace(DEVICE, value_low=8.0), device("laptop", 1), {"hardware", "count"}),
    "vendor and size": (DEVICE, device("A100 80 GB"), set()),
    "no count is one": (DEVICE, device(count=1), set()),
}


@pytest.mark.parametrize(("row", "gold", "wrong"), DETAILS.values(), ids=DETAILS)
def test_a_device_of_another_name_counts_and_is_listed(row, gold, wrong):
    result = evaluate_paper(gold_paper(hardware=[gold]), Given((row,), ()))
    assert level_scores((result,))["hardware"] == Score(1, 1, 1)
    assert [one.wrong for _, one in errors((result,))] == [wrong for _ in range(bool(wrong))]


def test_the_list_of_errors_tells_both_names_of_a_device():
    result = evaluate_paper(
        gold_paper(hardware=[device("NVIDIA H100", 1)]), Given((replace(DEVICE, value_low=8.0),), ())
    )
    lines = list(as_text(Card((result,), {}, (), 5)))
    line = lines[lines.index("other device name or count (1)") + 1]
    assert line.startswith(f"  hardware {DEVICE.hardware[0]}, gold NVIDIA H100; count 8, gold 1 | ")
    (data,) = as_data(Card((result,), {}, (), 5))["errors"]
    assert data["wrong"]["count"] == {"given": "8", "gold": "1"}


def test_techniques_count_where_a_row_can_hold_them():
    paper = gold_paper(gold_claim(), techniques=("pruning", "caching"))
    assert evaluate_paper(paper, Given((SPEEDUP,), ("pruning", "low_rank"))).techniques == Score(1, 2, 2)
    assert evaluate_paper(paper, Given((), ())).techniques == Score(0, 0, 0)


# --- values and names


@pytest.mark.parametrize(
    ("fields", "gold", "same"),
    [
        ({}, {}, True),
        ({"value_high": None}, {}, True),
        ({"value_high": 3.0}, {}, False),
        ({"value_high": 3.0}, {"value": (1.68, 3.0)}, True),
        ({"value_low": None, "value_high": None}, {}, False),
        ({"value_low": 1.68 + 1e-7}, {}, True),
        ({"measure": "complexity", "value_low": None}, {"measure": "complexity", "value": ()}, True),
        ({"value_low": 60.0, "value_high": 60.0, "unit": "MFLOP"}, {"measure": "level", "value": (6e7,), "unit": "FLOP"}, True),
        ({"value_low": 60.0, "value_high": 60.0, "unit": "M FLOP"}, {"measure": "level", "value": (0.06,), "unit": "GFLOP"}, True),
        ({"value_low": 60.0, "value_high": 60.0, "unit": "MFLOP"}, {"measure": "ratio", "value": (6e7,), "unit": "FLOP"}, False),
        ({"value_low": 2.0, "value_high": 2.0, "unit": "min"}, {"measure": "level", "value": (0.002,), "unit": "in"}, False),
        ({"value_low": 33.33, "value_high": 33.33}, {"measure": "percent", "value": (33.3,)}, True),
        ({"value_low": 33.03, "value_high": 33.03}, {"measure": "percent", "value": (33.0,)}, False),
        ({"value_before": 10.0, "value_low": 6.0}, {"measure": "change", "value": (10.0, 6.0)}, True),
        ({"value_before": 6.0, "value_low": 10.0}, {"measure": "change", "value": (10.0, 6.0)}, False),
        ({"value_before": None, "value_low": 6.0}, {"measure": "change", "value": (10.0, 6.0)}, False),
    ],
)  # fmt: skip
def test_same_value(fields, gold, same):
    assert same_value(replace(SPEEDUP, **fields), gold_claim(**gold)) is same


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Llama-2 7B", "llama2-7b", True),
        ("ImageNet", "ImageNet-1K", True),
        ("", "", True),
        ("", "QServe", False),
        ("R1", "R1-Zero", False),
        ("ViT", "EViT", True),
    ],
)
def test_same_text(a, b, same):
    assert same_text(a, b) is same_text(b, a) is same


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("8 A100 80 GB GPUs", "NVIDIA A100", True),
        ("a single GPU", "GPU", True),
        ("GPU", "CPU", False),
        ("GPU", "NVIDIA A100 GPU", False),
        ("Intel Xeon CPU", "Xeon", True),
        ("Snapdragon 865", "Snapdragon 8", True),
        ("iPhone 12", "iPhone 13", False),
        ("4-core CPU", "processor", True),
    ],
)
def test_same_device(a, b, same):
    assert same_device(a, b) is same_device(b, a) is same


# --- groups and the scorecard


@pytest.fixture(scope="module")
def evaluation():
    wrong = replace(SPEEDUP, metric="latency", rule="other-rule")
    rows = (wrong, replace(SPEEDUP, start=0, end=3), DEVICE)
    gold = gold_paper(gold_claim(), hardware=[device()], techniques=("pruning",))
    return (evaluate_paper(gold, Given(rows, ("pruning",))),)


def test_groups(evaluation):
    assert group_scores(evaluation, lambda one: one.metric) == {"speed": Score(0, 1, 1), "latency": Score(0, 1, 0)}
    assert group_scores(evaluation, lambda one: one.measure) == {"ratio": Score(0, 2, 1)}


def test_groups_add_up_to_the_core_level(frozen):
    for key in ("metric", "measure", "bound"):
        scores = group_scores(frozen, lambda one, key=key: getattr(one, key)).values()
        assert sum(scores, Score(0, 0, 0)) == level_scores(frozen)["core"]


def test_rules_are_smoothed(evaluation):
    scores = rule_scores(evaluation)
    assert scores == {"device": RuleScore(1, 1), "faster-than": RuleScore(0, 1), "other-rule": RuleScore(0, 1)}
    assert [round(score.precision, 3) for score in scores.values()] == [0.667, 0.333, 0.333]


def test_rules_add_up(frozen):
    scores, levels = rule_scores(frozen).values(), level_scores(frozen)
    assert sum(score.given for score in scores) == levels["core"].given + levels["hardware"].given
    assert sum(score.right for score in scores) == levels["core"].right + levels["hardware"].right


def test_text(evaluation):
    lines = list(as_text(Card(evaluation, {"speed": "speed"}, ("family", "rule"), 5)))
    assert lines[0] == "1 paper; 0 (0.0%) with every claim right at core level and none false"
    assert "detect          0.500   1.000  0.667      1      2     1" in lines
    assert "other-rule       0.000     0.333      0      1" in lines
    at = lines.index("wrong core field (1)")
    assert lines[at + 1].startswith(
        "  metric latency, gold speed | FireQ: Fast INT4-FP8 Kernel FireQ is up to «1.68x» faster"
    )
    assert lines[at + 1].endswith("| FireQ: Fast INT4-FP8 Kernel [other-rule]")
    assert "false (1)" in lines


def test_markdown(evaluation):
    lines = list(as_markdown(Card(evaluation, {}, ("metric",), 1)))
    assert "| detect | 0.500 | 1.000 | 0.667 | 1 | 2 | 1 |" in lines
    assert any(line.startswith("- metric latency, gold speed") for line in lines)


def test_data(evaluation):
    data = json.loads(json.dumps(as_data(Card(evaluation, {}, ("rule", "measure"), 9))))
    assert data["levels"]["detect"] == {"precision": 0.5, "recall": 1.0, "f1": 2 / 3, "right": 1, "given": 2, "gold": 1}
    assert data["by"]["rule"]["device"] == {"right": 1, "given": 1, "precision": 2 / 3}
    assert [error["kind"] for error in data["errors"]] == ["wrong core field", "false"]
    assert data["errors"][0]["wrong"] == {"metric": {"given": "latency", "gold": "speed"}}


def test_errors_are_shown_as_many_as_asked(frozen):
    card = Card(frozen, {}, errors=2)
    shown = [line for line in as_text(card) if line.startswith("  ") and "«" in line]
    kinds = {one.verdict for result in frozen for one in (*result.claims, *result.devices)} - {
        Verdict.RIGHT,
        Verdict.NEUTRAL,
    }
    assert len(kinds) < len(shown) <= 2 * len(kinds)
    assert as_data(Card(frozen, {}))["errors"] == []


# --- another reader instead of a table


def test_a_reader_agrees_with_himself():
    papers = read_gold(FIXTURE / "gold.jsonl")
    scores = level_scores(evaluate(papers, given_by_gold(papers)))
    assert {level: (score.right, score.right) for level, score in scores.items()} == {
        level: (score.given, score.gold) for level, score in scores.items()
    }
    assert scores["row"].gold > 10


def test_what_a_reader_calls_optional_is_not_given():
    other = gold_paper(gold_claim(optional=True))
    (given,) = given_by_gold([other]).values()
    assert given.rows == ()


def test_another_reader_may_differ_in_a_field():
    other = gold_paper(gold_claim(baseline="ResNet-50"), techniques=["pruning"])
    scores = level_scores(evaluate([gold_paper(gold_claim(baseline="BERT"))], given_by_gold([other])))
    assert (scores["core"].f1, scores["row"].f1) == (1, 0)
