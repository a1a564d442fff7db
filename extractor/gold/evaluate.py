"""Evaluate: rows of the table against the gold, as one verdict for each row and claim; every figure counts those.

    detect  the value is found: quotes overlap, numbers equal
    core    and metric, measure and direction are right
    row     and bound, by, effect, baseline, datasets, models, hardware and scope are right

An optional claim is neutral: it is no miss when absent, and a row on it is no error. So is a further mention of
a device that the gold lists once. Papers are matched by the letters and digits of their titles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from operator import attrgetter
from typing import Any

from extractor.gold.agreement import (
    BESIDE,
    CORE,
    ROW,
    affinity,
    close,
    device_differences,
    differences,
    letters,
    overlap,
    same_device,
)
from extractor.gold.gold import GoldClaim, GoldDevice, GoldPaper
from extractor.records import Claim, Paper
from extractor.table.precision import RuleScore
from extractor.table.schema import HARDWARE

LEVELS = ("detect", "core", "row")

_FIELDS = tuple(field.name for field in fields(Claim))
_in_table_order = attrgetter("start", "end", "metric", "measure", "rule")


class Verdict(StrEnum):
    """What became of a claim of the gold, or of a row."""

    RIGHT = "right"
    DETAIL = "other device name or count"
    ROW = "wrong row field"
    CORE = "wrong core field"
    VALUE = "wrong value"
    MISSED = "missed"
    FALSE = "false"
    NEUTRAL = "neutral"


# A mention of a device is right by its place and count alone, as the specification's scorer counts it.
_RIGHT = frozenset({Verdict.RIGHT, Verdict.DETAIL})
_REACHED = {"detect": _RIGHT | {Verdict.ROW, Verdict.CORE}, "core": _RIGHT | {Verdict.ROW}, "row": _RIGHT}
ERRORS = (Verdict.MISSED, Verdict.VALUE, Verdict.CORE, Verdict.FALSE, Verdict.ROW, Verdict.DETAIL)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A claim or device of the gold (None for a row without one) and the row on it (None for a miss).

    `wrong` names the fields in which they differ.
    """

    verdict: Verdict
    row: Claim | None
    gold: GoldClaim | GoldDevice | None
    wrong: frozenset[str] = frozenset()

    @property
    def wanted(self) -> bool:
        """Whether it counts as a claim that should be found."""
        return self.gold is not None and self.verdict is not Verdict.NEUTRAL

    @property
    def given(self) -> bool:
        """Whether it counts as a row that should be right."""
        return self.row is not None and self.verdict is not Verdict.NEUTRAL

    def reached(self, level: str) -> bool:
        """Whether the row is right at a level."""
        return self.verdict in _REACHED[level]


@dataclass(frozen=True, slots=True)
class Score:
    """So many right, of so many given, of so many in the gold."""

    right: int
    given: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of what was given that is right."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.given + other.given, self.gold + other.gold)


@dataclass(frozen=True, slots=True)
class Given:
    """What a table says of one paper: its rows in order, device mentions among them, and its techniques."""

    rows: tuple[Claim, ...]
    techniques: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperResult:
    """The verdicts on one paper; `found` says whether the table had any row of it."""

    paper: GoldPaper
    found: bool
    claims: tuple[Outcome, ...]
    devices: tuple[Outcome, ...]
    techniques: Score

    @property
    def exact(self) -> bool:
        """Whether every claim is right at core level and none is false."""
        return all(not (one.wanted or one.given) or one.reached("core") for one in self.claims)


Evaluation = tuple[PaperResult, ...]


# what a table gives


def given_by_rows(rows: Iterable[Mapping[str, Any]]) -> dict[str, Given]:
    """Rows of the claims table, by the letters of the paper's title."""
    claims = ((row["title"], row["techniques"], _claim(row)) for row in rows)
    return _given(claims)


def given_by_papers(extracted: Iterable[tuple[Paper, Sequence[Claim], Sequence[str]]]) -> dict[str, Given]:
    """What the extractor found, likewise, in the order in which the table would have it."""
    return _given(
        (paper.title, techniques, claim)
        for paper, claims, techniques in extracted
        for claim in sorted(claims, key=_in_table_order)
    )


def given_by_gold(papers: Iterable[GoldPaper]) -> dict[str, Given]:
    """What another reader wrote down, as if a table held it: how far two readers agree is what a program can reach.

    Claims that the reader calls optional are left out.
    """
    return {
        letters(paper.title): Given(
            (
                *(_as_claim(one) for one in paper.claims if not one.optional),
                *(_as_mention(device) for device in paper.hardware),
            ),
            paper.techniques,
        )
        for paper in papers
    }


def _as_claim(gold: GoldClaim) -> Claim:
    change = gold.measure == "change"
    low, high = (gold.value[change], gold.value[-1]) if gold.value else (None, None)
    return Claim(
        start=gold.start, end=gold.end, quote=gold.quote, sentence=gold.context, metric=gold.metric,
        measure=gold.measure, value_low=low, value_high=high, value_before=gold.value[0] if change else None,
        uncertainty=None, unit=gold.unit, bound=gold.bound, direction=gold.direction, effect=gold.effect,
        subject=gold.subject, baseline=gold.baseline, datasets=gold.datasets, models=gold.models,
        hardware=gold.hardware, scope=gold.scope, by=gold.by, rule="",
    )  # fmt: skip


def _as_mention(device: GoldDevice) -> Claim:
    return Claim(
        start=device.start, end=device.end, quote=device.quote, sentence="", metric=HARDWARE, measure="count",
        value_low=device.count, value_high=device.count, value_before=None, uncertainty=None, unit="device",
        bound="exact", direction="none", effect="none", subject="", baseline="", datasets=(), models=(),
        hardware=(device.name,), scope=(), by="own", rule="",
    )  # fmt: skip


def _claim(row: Mapping[str, Any]) -> Claim:
    values: dict[str, Any] = {name: tuple(row[name]) if isinstance(row[name], list) else row[name] for name in _FIELDS}
    return Claim(**values)


def _given(found: Iterable[tuple[str, Sequence[str], Claim]]) -> dict[str, Given]:
    """Claims by paper; of a claim that two sources of the paper gave, one."""
    rows: dict[str, list[Claim]] = {}
    techniques: dict[str, tuple[str, ...]] = {}
    seen: set[tuple[Any, ...]] = set()
    for title, labels, claim in found:
        paper = letters(title)
        key = (paper, claim.start, claim.end, claim.metric, claim.measure, claim.value_low, claim.value_high)
        if key in seen:
            continue
        seen.add(key)
        rows.setdefault(paper, []).append(claim)
        techniques.setdefault(paper, tuple(labels))
    return {paper: Given(tuple(claims), techniques[paper]) for paper, claims in rows.items()}


# verdicts


def evaluate(papers: Iterable[GoldPaper], given: Mapping[str, Given]) -> Evaluation:
    """The verdicts on every paper of the gold."""
    return tuple(evaluate_paper(paper, given.get(letters(paper.title), Given((), ()))) for paper in papers)


def evaluate_paper(paper: GoldPaper, given: Given) -> PaperResult:
    """The verdicts on one paper; its techniques count only if the table has a row of it, which alone can hold them."""
    claims = [row for row in given.rows if row.metric != HARDWARE]
    devices = [row for row in given.rows if row.metric == HARDWARE]
    labels, wanted = set(given.techniques), set(paper.techniques)
    techniques = Score(len(labels & wanted), len(labels), len(wanted)) if given.rows else Score(0, 0, 0)
    return PaperResult(
        paper,
        bool(given.rows),
        tuple(_claim_outcomes(claims, paper.claims)),
        tuple(_device_outcomes(devices, paper.hardware)),
        techniques,
    )


def pairs(rows: Sequence[Claim], gold: Sequence[GoldClaim]) -> dict[int, int]:
    """Which row is on which claim (places in `gold` to places in `rows`): each at most once, the best fit first."""
    candidates = [(affinity(row, claim), i, j) for i, row in enumerate(rows) for j, claim in enumerate(gold)]
    row_of: dict[int, int] = {}
    taken: set[int] = set()
    for fit, i, j in sorted(candidates, key=lambda candidate: -candidate[0]):
        if fit and i not in taken and j not in row_of:
            row_of[j] = i
            taken.add(i)
    return row_of


def _claim_outcomes(rows: Sequence[Claim], gold: Sequence[GoldClaim]) -> Iterator[Outcome]:
    row_of = pairs(rows, gold)
    for j, claim in enumerate(gold):
        yield _claim_outcome(rows[row_of[j]] if j in row_of else None, claim)
    optional = [claim for claim in gold if claim.optional]
    for i, row in enumerate(rows):
        if i not in row_of.values():
            beside = any(overlap(row, claim) for claim in optional)
            yield Outcome(Verdict.NEUTRAL if beside else Verdict.FALSE, row, None)


def _claim_outcome(row: Claim | None, gold: GoldClaim) -> Outcome:
    if row is None:
        return Outcome(Verdict.NEUTRAL if gold.optional else Verdict.MISSED, None, gold)
    wrong = differences(row, gold)
    if gold.optional:
        return Outcome(Verdict.NEUTRAL, row, gold, wrong)
    if "value" in wrong:
        return Outcome(Verdict.VALUE, row, gold, wrong)
    if wrong.intersection(CORE):
        return Outcome(Verdict.CORE, row, gold, wrong)
    return Outcome(Verdict.ROW if wrong.intersection(ROW) else Verdict.RIGHT, row, gold, wrong)


def _device_outcomes(rows: Sequence[Claim], gold: Sequence[GoldDevice]) -> Iterator[Outcome]:
    left = dict(enumerate(rows))
    for device in gold:
        hit = next((i for i, row in left.items() if overlap(row, device) and _count_fits(row, device)), None)
        row = None if hit is None else left.pop(hit)
        if row is None:
            yield Outcome(Verdict.MISSED, None, device)
            continue
        wrong = device_differences(row, device)
        yield Outcome(Verdict.DETAIL if wrong else Verdict.RIGHT, row, device, wrong)
    for row in left.values():
        again = any(same_device(" ".join(row.hardware), device.name) for device in gold)
        yield Outcome(Verdict.NEUTRAL if again else Verdict.FALSE, row, None)


def _count_fits(row: Claim, device: GoldDevice) -> bool:
    return device.count in (None, 1) or close(row.value_low, device.count)


# figures


def level_scores(evaluation: Evaluation) -> dict[str, Score]:
    """The scores at the levels detect, core and row, and those of devices and of technique labels."""
    claims = [one for result in evaluation for one in result.claims]
    devices = [one for result in evaluation for one in result.devices]
    return {
        **{level: _score(claims, level) for level in LEVELS},
        "hardware": _score(devices, "core"),
        "techniques": sum((result.techniques for result in evaluation), Score(0, 0, 0)),
    }


def group_scores(evaluation: Evaluation, group: Callable[[Claim | GoldClaim], str]) -> dict[str, Score]:
    """The scores at core level, where row and claim are of one group, by group; the largest in the gold first."""
    right, given, gold = Counter[str](), Counter[str](), Counter[str]()
    for one in (one for result in evaluation for one in result.claims):
        if one.given and one.row:
            given[group(one.row)] += 1
            right[group(one.row)] += one.reached("core")
        if one.wanted and isinstance(one.gold, GoldClaim):
            gold[group(one.gold)] += 1
    names = sorted(given | gold, key=lambda name: (-gold[name], -given[name], name))
    return {name: Score(right[name], given[name], gold[name]) for name in names}


def rule_scores(evaluation: Evaluation) -> dict[str, RuleScore]:
    """How often each rule is right at core level, by id; the mentions of devices are a rule's rows too."""
    right, given = Counter[str](), Counter[str]()
    for one in (one for result in evaluation for one in (*result.claims, *result.devices)):
        if one.given and one.row:
            given[one.row.rule] += 1
            right[one.row.rule] += one.reached("core")
    return {rule: RuleScore(right[rule], given[rule]) for rule in sorted(given)}


def field_shares(evaluation: Evaluation, family: Callable[[str], str]) -> dict[str, float]:
    """Of the values found, the share with each field right; `family` tells a metric's family."""
    found = [one for result in evaluation for one in result.claims if one.reached("detect")]
    wrong = Counter(name for one in found for name in one.wrong)
    wrong["family"] = sum(
        family(one.row.metric) != family(one.gold.metric)
        for one in found
        if one.row and isinstance(one.gold, GoldClaim)
    )
    names = sorted((*CORE, *ROW, *BESIDE, "family"))
    return {name: (len(found) - wrong[name]) / len(found) for name in names} if found else {}


def errors(evaluation: Evaluation) -> Iterator[tuple[GoldPaper, Outcome]]:
    """Everything not wholly right: by kind, in the order of `ERRORS`, then claims before devices, then by paper."""
    for verdict in ERRORS:
        for kind in ("claims", "devices"):
            for result in evaluation:
                yield from ((result.paper, one) for one in getattr(result, kind) if one.verdict is verdict)


def _score(outcomes: Sequence[Outcome], level: str) -> Score:
    return Score(
        sum(one.reached(level) for one in outcomes),
        sum(one.given for one in outcomes),
        sum(one.wanted for one in outcomes),
    )
