"""Labelled: runs the examples of techniques, made-up papers that must get a label or must not."""

from __future__ import annotations

from collections.abc import Collection

from extractor.rulefiles.rules import Rules
from extractor.ruletest.examples import Problem
from extractor.techniques.technique_table import TABLE
from extractor.techniques.techniques import labeler_of


def check_techniques(rules: Rules, only: Collection[str] = ()) -> tuple[int, tuple[Problem, ...]]:
    """How many examples there are, and those that do not hold; `only` of these labels, if any are given.

    Raises RuleError for a broken table.
    """
    label = labeler_of(rules)
    problems: list[Problem] = []
    count = 0
    for entry in rules.table(TABLE)["technique"]:
        if only and entry["label"] not in only:
            continue
        for kind in ("match", "no_match"):
            for example in entry[kind]:
                count += 1
                title, abstract = example.get("title", ""), example.get("abstract", "")
                found = label(title, abstract)
                if (entry["label"] in found) is (kind == "no_match"):
                    expected = f"{'this label' if kind == 'match' else 'not this label'}: {entry['label']}"
                    text, given = f"{title} | {abstract}", ", ".join(found) or "no label"
                    problems.append(Problem(TABLE, entry["label"], kind, "", text, expected, given))
    return count, tuple(problems)
