"""Outcomes: what was decided about every frame that matched, in words.

Which frame won, and whether one was asked at all, the stage `decisions` says itself. It does not say what a frame
without a reading lacked; that is found by asking again: one that does read once it is told a direction or a metric
lacked exactly that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from extractor.claims.claims import ClaimFinder, Sheet
from extractor.frames.frames import Frame
from extractor.frames.joins import Chunk, metric_of
from extractor.readings.decisions import Decision, Why
from extractor.readings.tasks import CHANGES, Reading, Task


class Outcome(NamedTuple):
    """A frame that matched, whether it won its quantity, and a sentence on why."""

    frame: Frame
    won: bool
    verdict: str


class Outcomes:
    """Words what the decider of `finder` decides about the frames of a sentence."""

    def __init__(self, finder: ClaimFinder) -> None:
        self._decide = finder.decide
        self._metrics = finder.rules.metrics

    def __call__(self, sheet: Sheet, chunks: list[Chunk], frames: Mapping[int, list[Frame]]) -> list[Outcome]:
        """Every frame, quantity by quantity, the best first."""
        if not frames:
            return []
        decided = self._decide(chunks, frames, sheet.quantities, sheet.tokens)
        made: dict[int, list[Decision]] = {anchor: [] for anchor in sorted(frames)}
        for decision in decided.made:
            made[decision.anchor].append(decision)
        out: list[Outcome] = []
        for anchor, decisions in made.items():
            if decisions and decisions[0].why is Why.DEALT:
                verdict = f"not asked: {decisions[0].frame.rule.id} took this value with the one before it"
                out.extend(Outcome(frame, False, verdict) for frame in frames[anchor])
                continue
            for decision in decisions:
                task = Task(decision.frame, chunks, sheet.quantities, sheet.tokens, decided.read[: decision.known])
                out.append(self._outcome(task, decision, frames[anchor][len(decisions) :]))
            out.extend(_unasked(decisions, frames[anchor]))
        return out

    def _outcome(self, task: Task, decision: Decision, behind: Sequence[Frame]) -> Outcome:
        """What became of a frame that was asked; `behind` it are those that were not."""
        frame = decision.frame
        others = [other for other in behind if other.rule.id != frame.rule.id]
        match decision.why:
            case Why.READ:
                more = any(reading.anchor != decision.anchor for reading in decision.readings)
                too = ", and the values behind this one are of its list" if more else ""
                return Outcome(frame, True, _won(frame, others, task.chunks) + too)
            case Why.SILENT:
                return Outcome(frame, True, "won: it says that this is no claim")
            case Why.ASKED:
                return Outcome(frame, False, "no reading: it was first, but a question claims nothing")
            case Why.SPENT:
                lacking = "what it begins with has a value of its own, and something else takes this one"
                return Outcome(frame, False, f"no reading: {lacking}")
            case _:
                return Outcome(frame, False, f"no reading: {self._lacking(task)}")

    def _lacking(self, task: Task) -> str:
        """What a frame would have needed to give a reading."""
        frame, rule, before = task.frame, task.frame.rule, task.before
        if (rule.metric == "M-before" or "previous" in (rule.metric, rule.direction)) and not before:
            return "it goes by the claim before it, and there is none in the sentence"
        if rule.metric == "previous":
            return "it is not like the claim before it (other kind, too far, or nothing that joins them)"
        if rule.direction == "previous" and before[-1].measure not in CHANGES:
            return f"it goes by the change before it, and the claim before it is a {before[-1].measure}"
        if self._told(task):
            on = "it does not go on with the claim before it"
            return on if rule.direction == "previous" else "nothing in it says which way"
        chunks = task.chunks
        named = [m.metric for chunk in chunks[frame.start : frame.end] if (m := metric_of(chunk)) is not None]
        kind = chunks[frame.anchor].sub
        if any(self._told(task, metric) for metric in self._metrics):
            if named:
                return f"a {kind} cannot be a {rule.measure} of {' or '.join(dict.fromkeys(named))}"
            return "nothing in it names a metric"
        return f"a {kind} cannot be a {rule.measure} of any metric"

    def _told(self, task: Task, metric: str = "") -> list[Reading]:
        """What a frame reads once it is told that the metric goes up, and which metric."""
        rule = task.frame.rule
        told = replace(rule, metric=metric or rule.metric, direction="up")
        return self._decide.read(task._replace(frame=task.frame._replace(rule=told)))


def _unasked(decisions: Sequence[Decision], group: Sequence[Frame]) -> Iterator[Outcome]:
    """The frames of a quantity behind the one that decided it."""
    for frame in group[len(decisions) :]:
        yield Outcome(frame, False, f"not asked: {decisions[-1].frame.rule.id} was first")


def _won(frame: Frame, others: list[Frame], chunks: list[Chunk]) -> str:
    """Why a frame came before the next one: the order is that of `FrameMatcher`."""
    if not others:
        return "won: alone"
    second = others[0]
    against = f"against {second.rule.id}"
    if frame.rule.priority != second.rule.priority:
        return f"won {against}: priority {frame.rule.priority} to {second.rule.priority}"
    if _names(frame, chunks) != _names(second, chunks):
        return f"won {against}: same priority, but it names a metric"
    if frame.end - frame.start != second.end - second.start:
        return f"won {against}: same priority, but the shorter reach"
    return f"won {against}: same priority and reach, first by its id"


def _names(frame: Frame, chunks: list[Chunk]) -> bool:
    return any(metric_of(chunk) is not None for chunk in chunks[frame.start : frame.end])
