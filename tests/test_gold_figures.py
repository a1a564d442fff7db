"""The figures on the project's gold, pinned, and each rule's precision as the table tells it.

A change of rules moves them. If the change is meant:

    pytest tests/test_gold_figures.py --force-regen                       (the figures, README's too; look at the diff)
    claimtable evaluate --gold data/gold --write-precision                (rules/precision.toml)
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.gold.evaluate import evaluate, given_by_papers, group_scores, level_scores, rule_scores
from extractor.gold.gold import read_gold
from extractor.records import Paper
from extractor.rulefiles.rules import PRECISIONS
from extractor.run.extract import extract_papers
from extractor.table.precision import COMMAND, precision_text, rule_precisions

ROOT = Path(__file__).parents[1]
GOLD = sorted((ROOT / "data" / "gold").glob("*.jsonl"))
REWORDED = sorted((ROOT / "data" / "gold" / "reworded").glob("*.jsonl"))
README = ROOT / "README.md"
SEEN = (
    "seeds-dev",
    "seeds-more",
    "seeds-late",
    "venues-dev",
    "venues-more",
    "efficient-dev",
    "efficient-late",
    "efficient-more",
    "efficient-wide",
    "corpus-dev",
    "written",
)
HELD = ("seeds-held", "venues-held", "efficient-held", "efficient-wide-held", "corpus-held", "written-held")


@pytest.fixture(scope="module")
def evaluations(rules):
    """The verdicts on each file of gold."""
    return _evaluated({path.stem: read_gold(path) for path in GOLD}, rules)


def _evaluated(gold, rules):
    """The verdicts on the papers of one or more files, extracted now."""
    papers = (Paper(str(one.id), one.title, one.abstract) for file in gold.values() for one in file)
    given = given_by_papers(extract_papers(papers, rules))
    return {name: evaluate(file, given) for name, file in gold.items()}


def _pinned(evaluation):
    """The figures of one file as they are kept."""
    return {
        level: {
            "precision": round(score.precision, 3),
            "recall": round(score.recall, 3),
            "f1": round(score.f1, 3),
            "counts": f"{score.right} right, {score.given} given, {score.gold} in the gold",
        }
        for level, score in level_scores(evaluation).items()
    }


@pytest.mark.parametrize("name", [path.stem for path in GOLD])
def test_figures_are_pinned(evaluations, name, data_regression):
    data_regression.check(_pinned(evaluations[name]), basename=name)


@pytest.mark.parametrize("path", REWORDED, ids=lambda path: path.stem)
def test_figures_on_reworded_abstracts_are_pinned(rules, path, data_regression):
    evaluations = _evaluated({path.stem: read_gold(path)}, rules)  # by itself: all files have the same titles
    data_regression.check(_pinned(evaluations[path.stem]), basename=f"reworded-{path.stem}")


def test_rule_precision_is_up_to_date(evaluations):
    scores = rule_scores(tuple(result for evaluation in evaluations.values() for result in evaluation))
    kept = (ROOT / "rules" / PRECISIONS).read_text(encoding="utf-8")
    assert kept == precision_text(scores, GOLD), f"rules/{PRECISIONS} is stale; run: {COMMAND}"


def test_rule_precision_is_of_rules(rules):
    """No rule is measured under a name that rules/ does not hold."""
    assert set(rule_precisions(rules.root)) <= {frame.id for frame in rules.frames} | {"device-mention"}


def test_readme_states_the_figures(evaluations, rules, request):
    """Per file of gold, and per measure and family: the tables of README are those of this very run."""
    families = {metric.id: metric.family for metric in rules.metrics.values()}
    text = README.read_text(encoding="utf-8")
    new = _between(text, "figures", _levels_table(evaluations))
    new = _between(new, "families", _groups_table(evaluations, families))
    if request.config.getoption("force_regen"):
        README.write_text(new, encoding="utf-8")
    assert text == new, "README's figures are stale; run: pytest tests/test_gold_figures.py --force-regen"


def test_every_file_of_gold_is_seen_or_held():
    assert {path.stem for path in GOLD} == {*SEEN, *HELD}


def _between(text, name, table):
    start, end = f"<!-- {name} -->\n", f"<!-- end {name} -->"
    before, rest = text.split(start)
    return before + start + table + end + rest.split(end)[1]


def _levels_table(evaluations):
    rows = ["| gold | papers | detect | core | row | hardware | techniques |", "|---|---|---|---|---|---|---|"]
    for name in (*SEEN, *HELD):
        scores = level_scores(evaluations[name])
        cells = [f"{scores[level].f1:.3f}" for level in ("detect", "core", "row", "hardware", "techniques")]
        held = " (held out)" if name in HELD else ""
        rows.append(f"| {name}{held} | {len(evaluations[name])} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _groups_table(evaluations, families):
    everything = tuple(result for evaluation in evaluations.values() for result in evaluation)
    by_family = group_scores(everything, lambda claim: families.get(claim.metric, "other"))
    by_measure = group_scores(everything, lambda claim: claim.measure)
    rows = ["| | claims | precision | recall | F1 |", "|---|---|---|---|---|"]
    for scores in (by_family, by_measure):
        rows += [
            f"| {name} | {score.gold} | {score.precision:.2f} | {score.recall:.2f} | {score.f1:.2f} |"
            for name, score in scores.items()
        ]
    return "\n".join(rows) + "\n"
