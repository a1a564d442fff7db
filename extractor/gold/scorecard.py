"""The scorecard of an evaluation: its figures and errors as text, as Markdown, or as plain data for JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from extractor.gold.agreement import BESIDE, CORE, ROW
from extractor.gold.evaluate import (
    Evaluation,
    Outcome,
    Score,
    Verdict,
    errors,
    field_shares,
    group_scores,
    level_scores,
    rule_scores,
)
from extractor.gold.gold import GoldClaim, GoldDevice, GoldPaper
from extractor.records import Claim
from extractor.table.precision import RuleScore
from extractor.table.schema import OTHER

GROUPS = ("measure", "family", "metric", "rule")
AROUND = 60
"""Letters of the text shown on each side of a quote."""

_ALL = ("value", *CORE, *ROW)
_DEVICE = ("hardware", "count")
_TELLING = {Verdict.VALUE: ("value",), Verdict.CORE: CORE, Verdict.ROW: ROW, Verdict.DETAIL: _DEVICE}
"""The fields that make a verdict."""
_SCORE_HEAD = ("precision", "recall", "F1", "right", "given", "gold")
_RULE_HEAD = ("precision", "smoothed", "right", "given")


@dataclass(frozen=True, slots=True)
class Card:
    """What to show: the verdicts, groups to break the core level down by, and how many errors of each kind.

    `families` maps the ids of metrics to families.
    """

    evaluation: Evaluation
    families: Mapping[str, str]
    by: tuple[str, ...] = ()
    errors: int = 0

    def family(self, metric: str) -> str:
        """The family of a metric; `other` for one that the rules do not know."""
        return self.families.get(metric, OTHER)

    def groups(self, by: str) -> dict[str, Score]:
        """The core scores by measure, family or metric."""
        keys: dict[str, Callable[[Claim | GoldClaim], str]] = {
            "measure": lambda one: one.measure,
            "metric": lambda one: one.metric,
            "family": lambda one: self.family(one.metric),
        }
        return group_scores(self.evaluation, keys[by])


def as_data(card: Card) -> dict[str, Any]:
    """Everything as plain data, no figure rounded."""
    return {
        "papers": len(card.evaluation),
        "papers_exact": sum(result.exact for result in card.evaluation),
        "papers_without_rows": len(without_rows(card.evaluation)),
        "levels": {name: _score_data(score) for name, score in level_scores(card.evaluation).items()},
        "fields": field_shares(card.evaluation, card.family),
        "by": {by: _group_data(card, by) for by in card.by},
        "errors": [_error_data(paper, one) for _, found in _errors(card) for paper, one in found],
    }


def as_text(card: Card) -> Iterator[str]:
    """Lines for a terminal."""
    yield _headline(card)
    for head, rows in _tables(card):
        yield ""
        yield from _aligned([head, *rows])
    if shares := field_shares(card.evaluation, card.family):
        yield ""
        yield "of the values found, right: " + ", ".join(f"{name} {share:.3f}" for name, share in shares.items())
    for heading, found in _errors(card):
        yield ""
        yield heading
        yield from (f"  {error_line(paper, one)}" for paper, one in found)


def as_markdown(card: Card) -> Iterator[str]:
    """Lines for a comment on a pull request."""
    yield _headline(card)
    for head, rows in _tables(card):
        yield ""
        yield _markdown_row(head)
        yield _markdown_row(["---", *("---:" for _ in head[1:])])
        yield from map(_markdown_row, rows)
    for heading, found in _errors(card):
        yield ""
        yield f"**{heading}**"
        yield ""
        yield from (f"- {_escaped(error_line(paper, one))}" for paper, one in found)


def without_rows(evaluation: Evaluation) -> list[GoldPaper]:
    """The papers of the gold that hold claims while the table has no row of them: perhaps it never saw them."""
    return [result.paper for result in evaluation if not result.found and any(one.wanted for one in result.claims)]


def error_line(paper: GoldPaper, one: Outcome) -> str:
    """One error in one line: what differs, the evidence with its quote marked, the paper, and the rule."""
    rule = f" [{one.row.rule}]" if one.row else ""
    return f"{_what(one)} | {_evidence(paper, one)} | {paper.title}{rule}"


# figures


def _headline(card: Card) -> str:
    papers, exact = len(card.evaluation), sum(result.exact for result in card.evaluation)
    share = f" ({exact / papers:.1%})" if papers else ""
    noun = "paper" if papers == 1 else "papers"
    return f"{papers} {noun}; {exact}{share} with every claim right at core level and none false"


def _tables(card: Card) -> Iterator[tuple[list[str], list[list[str]]]]:
    yield ["level", *_SCORE_HEAD], [_score_row(name, s) for name, s in level_scores(card.evaluation).items()]
    for by in card.by:
        if by == "rule":
            scores = sorted(rule_scores(card.evaluation).items(), key=lambda item: (-item[1].given, item[0]))
            yield ["rule", *_RULE_HEAD], [_rule_row(rule, score) for rule, score in scores]
        else:
            yield [by, *_SCORE_HEAD], [_score_row(name, score) for name, score in card.groups(by).items()]


def _score_row(name: str, score: Score) -> list[str]:
    shares = (f"{share:.3f}" for share in (score.precision, score.recall, score.f1))
    return [name, *shares, *map(str, (score.right, score.given, score.gold))]


def _rule_row(rule: str, score: RuleScore) -> list[str]:
    return [rule, f"{score.right / score.given:.3f}", f"{score.precision:.3f}", str(score.right), str(score.given)]


def _score_data(score: Score) -> dict[str, float]:
    names = ("precision", "recall", "f1", "right", "given", "gold")
    return {name: getattr(score, name) for name in names}


def _group_data(card: Card, by: str) -> dict[str, dict[str, float]]:
    if by == "rule":
        scores = rule_scores(card.evaluation)
        return {name: {"right": s.right, "given": s.given, "precision": s.precision} for name, s in scores.items()}
    return {name: _score_data(score) for name, score in card.groups(by).items()}


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        numbers = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join((row[0].ljust(widths[0]), *numbers))


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


# errors


def _errors(card: Card) -> Iterator[tuple[str, list[tuple[GoldPaper, Outcome]]]]:
    """Each kind of error with its number, and the first of them."""
    if not card.errors:
        return
    for verdict, group in groupby(errors(card.evaluation), key=lambda error: error[1].verdict):
        found = list(group)
        shown = f", the first {card.errors}" if len(found) > card.errors else ""
        yield f"{verdict} ({len(found)}{shown})", found[: card.errors]


def _error_data(paper: GoldPaper, one: Outcome) -> dict[str, Any]:
    return {
        "kind": str(one.verdict),
        "paper": paper.title,
        "evidence": _evidence(paper, one),
        "rule": one.row.rule if one.row else None,
        "given": _meaning(one.row) if one.row else None,
        "gold": _meaning(one.gold) if one.gold else None,
        "wrong": {name: {"given": given, "gold": gold} for name, given, gold in _wrong(one, (*_ALL, *BESIDE, "count"))},
    }


def _what(one: Outcome) -> str:
    """What is wrong, in words: the fields that differ, or the claim that is missing or too much."""
    if one.row and one.gold:
        return "; ".join(
            f"{name} {given or '-'}, gold {gold or '-'}" for name, given, gold in _wrong(one, _TELLING[one.verdict])
        )
    known = one.row or one.gold
    return _meaning(known) if known else ""


def _wrong(one: Outcome, names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Each of the fields that differs: its name, as given, as in the gold."""
    if one.row and one.gold:
        for name in names:
            if name in one.wrong:
                yield name, _shown(one.row, name), _shown(one.gold, name)


def _meaning(one: Claim | GoldClaim | GoldDevice) -> str:
    if isinstance(one, GoldDevice):
        return f"{one.name} {'' if one.count is None else _number(one.count)}".rstrip()
    if one.measure == "count":
        return " ".join((*one.hardware, _shown(one, "value"))).rstrip()
    direction = "" if one.direction == "none" else one.direction
    return " ".join(filter(None, (one.metric, one.measure, _shown(one, "value"), one.unit, direction)))


def _shown(one: Claim | GoldClaim | GoldDevice, name: str) -> str:
    if isinstance(one, GoldDevice):
        return one.name if name == "hardware" else "" if one.count is None else _number(one.count)
    if name in ("value", "count"):
        return " to ".join(map(_number, _values(one)))
    value = getattr(one, name)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _values(one: Claim | GoldClaim) -> Sequence[float]:
    """The numbers as the gold writes them."""
    if isinstance(one, GoldClaim):
        return one.value
    values = (one.value_before, one.value_low, None if one.value_high == one.value_low else one.value_high)
    return [value for value in values if value is not None]


def _number(value: float) -> str:
    return f"{value:.6g}"


def _evidence(paper: GoldPaper, one: Outcome) -> str:
    """The text around a quote, in one line, the quote marked."""
    place = one.gold or one.row
    if place is None:
        return ""
    before, behind = max(place.start - AROUND, 0), min(place.end + AROUND, len(paper.text))
    parts = (
        paper.text[before : place.start],
        f"«{paper.text[place.start : place.end]}»",
        paper.text[place.end : behind],
    )
    ends = ("…" if before else "", "…" if behind < len(paper.text) else "")
    return ends[0] + " ".join("".join(parts).split()) + ends[1]


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|#$~" else letter for letter in text)
