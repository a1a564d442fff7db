"""Rulesdiff: what changed between two tables of the same papers, row by row and field by field."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple, TypeVar

from extractor.records import Paper
from extractor.ruletest.sides import FIELDS, TECHNIQUES, Row
from extractor.text.plurals import counted

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_SIGNS = {ADDED: "+", REMOVED: "-", CHANGED: "~"}
_LONG = ("sentence",)
_MOST_LETTERS = 300

Key = Callable[[Row], tuple[Any, ...]]
_T = TypeVar("_T")


class Change(NamedTuple):
    """One row that came, went or changed; `old` or `new` is None where there is none."""

    paper: Paper
    old: Row | None
    new: Row | None

    @property
    def kind(self) -> str:
        """added, removed or changed."""
        if self.old is None:
            return ADDED
        return REMOVED if self.new is None else CHANGED

    @property
    def row(self) -> Row:
        """The row as it is now, or as it was."""
        row = self.new if self.new is not None else self.old
        assert row is not None
        return row

    @property
    def rule(self) -> str:
        """The rule responsible: the one that gives the row now, or that gave it."""
        return str(self.row["rule"])

    def fields(self) -> dict[str, tuple[Any, Any]]:
        """Every field that changed, with its old and new value."""
        if self.old is None or self.new is None:
            return {}
        return {name: (self.old[name], self.new[name]) for name in FIELDS if self.old[name] != self.new[name]}


class Relabelled(NamedTuple):
    """A paper whose techniques changed, and with them that column of its rows."""

    paper: Paper
    old: list[str]
    new: list[str]


class Diff(NamedTuple):
    """All changes, by rule and then in the order of the papers, and how many rows stayed the same."""

    old: str
    new: str
    papers: int
    same: int
    changes: tuple[Change, ...]
    relabelled: tuple[Relabelled, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.changes or self.relabelled)

    def count(self, kind: str) -> int:
        """How many rows were added, removed or changed."""
        return sum(change.kind == kind for change in self.changes)

    def by_rule(self) -> Iterator[tuple[str, list[Change]]]:
        """The changes of each rule."""
        for rule, group in groupby(self.changes, key=lambda change: change.rule):
            yield rule, list(group)

    def summary(self) -> str:
        """The whole in one line."""
        if not self:
            rows = f"{counted(self.same, 'row')} of {counted(self.papers, 'paper')}"
            return f"no difference: {rows} ({self.old} -> {self.new})"
        counts = ", ".join(f"{self.count(kind):,} {kind}" for kind in _SIGNS)
        labels = f"; techniques changed of {len(self.relabelled):,} of them" if self.relabelled else ""
        papers = counted(self.papers, "paper")
        return f"{counts}, {self.same:,} the same, in {papers}{labels} ({self.old} -> {self.new})"


def compare(
    names: tuple[str, str], papers: Sequence[Paper], old: Mapping[str, list[Row]], new: Mapping[str, list[Row]]
) -> Diff:
    """Compare the rows of each paper; `old` and `new` hold them by paper id."""
    same, changes, relabelled = 0, [], []
    for paper in papers:
        left, right = old.get(paper.paper_id, []), new.get(paper.paper_id, [])
        if left and right and left[0][TECHNIQUES] != right[0][TECHNIQUES]:
            relabelled.append(Relabelled(paper, left[0][TECHNIQUES], right[0][TECHNIQUES]))
        for before, after in pair(left, right):
            if before is not None and after is not None and _whole(before) == _whole(after):
                same += 1
            else:
                changes.append(Change(paper, before, after))
    changes.sort(key=lambda change: change.rule)  # stable: papers and places keep their order
    return Diff(*names, len(papers), same, tuple(changes), tuple(relabelled))


def pair(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[Row | None, Row | None]]:
    """The rows of one paper, each old one with the new one that it became, in the order of the text.

    Rows belong together that are equal; else those of the same place and metric, of the same place, or that
    overlap (those with the same metric before others).
    """
    pairs: list[tuple[Row | None, Row | None]] = []
    left, right = list(old), list(new)
    for key in _KEYS:
        _pair_by(key, left, right, pairs)
    for same_metric in (True, False):
        _pair_overlapping(same_metric, left, right, pairs)
    pairs += [(row, None) for row in left]
    pairs += [(None, row) for row in right]
    return sorted(pairs, key=_place)


def _whole(row: Row) -> tuple[Any, ...]:
    return tuple(tuple(value) if isinstance(value, list) else value for value in map(row.__getitem__, FIELDS))


_KEYS: tuple[Key, ...] = (
    _whole,
    lambda row: (row["start"], row["end"], row["metric"], row["measure"]),
    lambda row: (row["start"], row["end"], row["metric"]),
    lambda row: (row["start"], row["end"]),
)


def _pair_by(key: Key, left: list[Row], right: list[Row], pairs: list[tuple[Row | None, Row | None]]) -> None:
    """Move the rows of equal keys from both lists to the pairs."""
    waiting: dict[tuple[Any, ...], list[Row]] = {}
    for row in right:
        waiting.setdefault(key(row), []).append(row)
    for row in list(left):
        fitting = waiting.get(key(row))
        if fitting:
            pairs.append((row, fitting.pop(0)))
            _remove(left, row)
            _remove(right, pairs[-1][1])


def _pair_overlapping(
    same_metric: bool, left: list[Row], right: list[Row], pairs: list[tuple[Row | None, Row | None]]
) -> None:
    """Move to the pairs each old row with the new row that shares most characters with it."""
    for row in list(left):
        shared = [
            (_overlap(row, other), -at)
            for at, other in enumerate(right)
            if not same_metric or row["metric"] == other["metric"]
        ]
        most, at = max(shared, default=(0, 0))
        if most > 0:
            pairs.append((row, right.pop(-at)))
            _remove(left, row)


def _overlap(a: Row, b: Row) -> int:
    return int(min(a["end"], b["end"]) - max(a["start"], b["start"]))


def _remove(rows: list[Row], row: Row | None) -> None:
    """Take out this very row, not one that equals it."""
    rows[:] = [other for other in rows if other is not row]


def _place(pair: tuple[Row | None, Row | None]) -> tuple[int, int, str]:
    row = pair[1] if pair[1] is not None else pair[0]
    assert row is not None
    return row["start"], row["end"], row["metric"]


# shown


def as_text(diff: Diff, most: int) -> Iterator[str]:
    """Lines for a terminal: rule by rule, at most `most` changes each (0: all), and the summary."""
    for rule, changes in diff.by_rule():
        yield f"{rule}: {_counts(changes)}"
        for change in _some(changes, most):
            yield f"  {_SIGNS[change.kind]} {change.paper.paper_id}  {_claim(change)}"
            for name, (old, new) in change.fields().items():
                yield f"      {name}: {_value(name, old)} -> {_value(name, new)}"
            yield f"      | {change.row['sentence']}"
        yield from _rest(changes, most, "  ... and {} more (--most 0 lists all)")
        yield ""
    if diff.relabelled:
        yield f"{TECHNIQUES}: {counted(len(diff.relabelled), 'paper')}"
        for paper, old, new in _some(diff.relabelled, most):
            yield f"  ~ {paper.paper_id}  {paper.title}"
            yield f"      {_value(TECHNIQUES, old)} -> {_value(TECHNIQUES, new)}"
        yield from _rest(diff.relabelled, most, "  ... and {} more (--most 0 lists all)")
        yield ""
    yield diff.summary()


def as_markdown(diff: Diff, most: int) -> Iterator[str]:
    """A comment for a pull request: the summary, a table of rules, and a fold-out list a rule."""
    yield f"**claimtable rules diff**: {_md(diff.summary())}"
    if not diff:
        return
    yield from ("", "| rule | added | removed | changed |", "|---|---:|---:|---:|")
    for rule, changes in diff.by_rule():
        kinds = Counter(change.kind for change in changes)
        yield f"| {_md(rule)} | {kinds[ADDED]} | {kinds[REMOVED]} | {kinds[CHANGED]} |"
    for rule, changes in diff.by_rule():
        yield from ("", f"<details><summary>{_md(rule)}: {_counts(changes)}</summary>", "")
        for change in _some(changes, most):
            yield f"- **{change.kind}** {_md(change.paper.paper_id)}: {_md(_claim(change))}"
            for name, (old, new) in change.fields().items():
                yield f"  - {name}: {_md(_value(name, old))} → {_md(_value(name, new))}"
            yield f"  > {_md(change.row['sentence'])}"
        yield from _rest(changes, most, "- … and {} more")
        yield from ("", "</details>")
    if diff.relabelled:
        yield from ("", f"<details><summary>{TECHNIQUES} of {counted(len(diff.relabelled), 'paper')}</summary>", "")
        for paper, old, new in _some(diff.relabelled, most):
            yield f"- {_md(paper.paper_id)}: {_md(_value(TECHNIQUES, old))} → {_md(_value(TECHNIQUES, new))}"
        yield from _rest(diff.relabelled, most, "- … and {} more")
        yield from ("", "</details>")


def as_json(diff: Diff) -> str:
    """Everything, for programs."""
    summary = {kind: diff.count(kind) for kind in _SIGNS}
    record = {
        "old": diff.old,
        "new": diff.new,
        "papers": diff.papers,
        "summary": {**summary, "same": diff.same},
        "changes": [
            {
                "kind": change.kind,
                "rule": change.rule,
                "paper_id": change.paper.paper_id,
                "title": change.paper.title,
                "sentence": change.row["sentence"],
                "fields": {name: {"old": old, "new": new} for name, (old, new) in change.fields().items()},
                "old": change.old,
                "new": change.new,
            }
            for change in diff.changes
        ],
        "techniques": [
            {"paper_id": paper.paper_id, "title": paper.title, "old": old, "new": new}
            for paper, old, new in diff.relabelled
        ],
    }
    return json.dumps(record, indent=2)


def _some(changes: Sequence[_T], most: int) -> Sequence[_T]:
    return changes[:most] if most else changes


def _rest(changes: Sequence[Any], most: int, form: str) -> Iterator[str]:
    if most and len(changes) > most:
        yield form.format(f"{len(changes) - most:,}")


def _counts(changes: Iterable[Change]) -> str:
    kinds = Counter(change.kind for change in changes)
    return ", ".join(f"{kinds[kind]:,} {kind}" for kind in _SIGNS if kinds[kind])


def _claim(change: Change) -> str:
    """A row in few words: "40%": latency, percent, lower."""
    row = change.row
    said = [row["metric"], row["measure"], *(row[name] for name in ("direction",) if row[name] != "none")]
    return f'"{row["quote"]}": {", ".join(said)}'


def _value(name: str, value: Any) -> str:
    if value is None or value in ("", []):
        return "nothing"
    if isinstance(value, list):
        return ", ".join(value)
    text = f"{value:,.12g}" if isinstance(value, float) else str(value)
    return f"{text[:_MOST_LETTERS]} …" if name in _LONG and len(text) > _MOST_LETTERS else text


def _md(text: str) -> str:
    """Text that neither Markdown nor HTML reads as anything else, on one line."""
    for mark in "\\`*_[]|#<>~@":
        text = text.replace(mark, {"<": "&lt;", ">": "&gt;", "@": "&#64;"}.get(mark, f"\\{mark}"))
    return " ".join(text.split())
