"""Which rules speak up on the examples of other rules, as one golden text: a change of a rule shows as a diff.

After a change that is meant: pytest tests/test_crosstalk.py --force-regen, and read the diff.
"""

from __future__ import annotations

import warnings

from extractor.records import Paper
from extractor.ruletest.examples import example_claims


def fitting(finder, example):
    """The frames that fit somewhere in an example: no other one can give a claim there when it is alone."""
    paper = Paper("example", example.title, example.text)
    sheet = finder.sheet(paper.text, len(paper.title))
    return {frame.rule.id for _, frames, *_ in sheet.sentences for group in frames.values() for frame in group}


def crosstalk(rules, finder):
    """One block an example that other rules speak up on: `wins` with all rules on, `alone` with only itself on."""
    alone = {
        rule.id: finder.without(frozenset(other.id for other in rules.frames if other.id != rule.id))
        for rule in rules.frames
    }
    for rule in rules.frames:
        for example in rule.examples:
            lines = {("wins", claim.rule, claim.quote) for claim in example_claims(finder, example)}
            for other in fitting(finder, example):
                lines |= {("alone", other, claim.quote) for claim in example_claims(alone[other], example)}
            off = sorted((line for line in lines if line[1] != rule.id), key=lambda line: (line[0] != "wins", line))
            if off:
                yield f"{rule.id} {example.kind}: {example.text}"
                yield from (f"  {mode:<5}  {other}  {quote}" for mode, other, quote in off)


def test_crosstalk(rules, finder, file_regression):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"\[W036\]")
        lines = list(crosstalk(rules, finder))
    file_regression.check("\n".join(lines) + "\n", encoding="utf-8")
