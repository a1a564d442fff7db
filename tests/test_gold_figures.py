"""The figures on the project's gold, pinned, and each rule's precision as the table tells it.

A change of rules moves them. If the change is meant:

    pytest tests/test_gold_figures.py --force-regen                       (the figures; look at the diff)
    claimtable evaluate --gold data/gold --write-precision                (rules/precision.toml)
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.evaluate import evaluate, given_by_papers, level_scores, rule_scores
from extractor.extract import extract_papers
from extractor.gold import read_gold
from extractor.precision import COMMAND, precision_text, rule_precisions
from extractor.records import Paper
from extractor.rules import PRECISIONS

ROOT = Path(__file__).parents[1]
GOLD = sorted((ROOT / "data" / "gold").glob("*.jsonl"))


@pytest.fixture(scope="module")
def evaluations(rules):
    """The verdicts on each file of gold."""
    gold = {path.stem: read_gold(path) for path in GOLD}
    papers = (Paper(str(one.id), one.title, one.abstract) for file in gold.values() for one in file)
    given = given_by_papers(extract_papers(papers, rules))
    return {name: evaluate(file, given) for name, file in gold.items()}


@pytest.mark.parametrize("name", [path.stem for path in GOLD])
def test_figures_are_pinned(evaluations, name, data_regression):
    data_regression.check(
        {
            level: {
                "precision": round(score.precision, 3),
                "recall": round(score.recall, 3),
                "f1": round(score.f1, 3),
                "counts": f"{score.right} right, {score.given} given, {score.gold} in the gold",
            }
            for level, score in level_scores(evaluations[name]).items()
        },
        basename=name,
    )


def test_rule_precision_is_up_to_date(evaluations):
    scores = rule_scores(tuple(result for evaluation in evaluations.values() for result in evaluation))
    kept = (ROOT / "rules" / PRECISIONS).read_text(encoding="utf-8")
    assert kept == precision_text(scores, GOLD), f"rules/{PRECISIONS} is stale; run: {COMMAND}"


def test_rule_precision_is_of_rules(rules):
    """No rule is measured under a name that rules/ does not hold."""
    assert set(rule_precisions(rules.root)) <= {frame.id for frame in rules.frames} | {"device-mention"}
