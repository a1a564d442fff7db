"""Outcomes: what became of every frame that matched: which won and why, and why a better one gave no reading.

The stage `readings` answers with readings or with nothing, so the reason for nothing is found by asking again:
a frame that does read once it is told a direction or a metric lacked exactly that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from extractor.claims import ClaimFinder, Sheet
from extractor.frames import Frame
from extractor.joins import Chunk, metric_of


class Outcome(NamedTuple):
    """A frame that matched, whether it won its quantity, and a sentence on why."""

    frame: Frame
    won: bool
    verdict: str


class Outcomes:
    """Judges the frames of a sentence with the reader of `finder`."""

    def __init__(self, finder: ClaimFinder) -> None:
        self._read = finder.read
        self._metrics = finder.rules.metrics

    def __call__(self, sheet: Sheet, chunks: list[Chunk], frames: Mapping[int, list[Frame]]) -> list[Outcome]:
        """Every frame, quantity by quantity, the best first."""
        out: list[Outcome] = []
        winners: dict[int, list[Frame]] = {}
        for anchor in sorted(frames):
            winner = self._winner(sheet, chunks, winners, frames[anchor])
            places = range(len(frames[anchor]))
            out.extend(self._outcome(sheet, chunks, winners, frames[anchor], place, winner) for place in places)
            if winner is not None:
                winners[anchor] = [frames[anchor][winner]]
        return out

    def _winner(
        self, sheet: Sheet, chunks: list[Chunk], before: dict[int, list[Frame]], group: list[Frame]
    ) -> int | None:
        """The place of the frame that decides: the first that reads, or one that says there is no claim."""
        for place, frame in enumerate(group):
            spent = self._read.is_spent(chunks, frame)
            if not spent and (frame.rule.measure == "none" or self._reads(sheet, chunks, before, frame)):
                return place
        return None

    def _reads(self, sheet: Sheet, chunks: list[Chunk], before: dict[int, list[Frame]], frame: Frame) -> bool:
        """Whether a frame gives a reading, behind those that won before it."""
        readings = self._read(chunks, {**before, frame.anchor: [frame]}, sheet.quantities, sheet.tokens)
        return any(reading.anchor == frame.anchor for reading in readings)

    def _outcome(
        self, sheet: Sheet, chunks: list[Chunk], before: dict[int, list[Frame]], group: list[Frame], place: int,
        winner: int | None,
    ) -> Outcome:  # fmt: skip
        frame = group[place]
        if place == winner:
            others = [other for other in group[place + 1 :] if other.rule.id != frame.rule.id]
            return Outcome(frame, True, _won(frame, others, chunks))
        if winner is not None and place > winner:
            return Outcome(frame, False, f"not asked: {group[winner].rule.id} was first")
        return Outcome(frame, False, f"no reading: {self._lacking(sheet, chunks, before, frame)}")

    def _lacking(self, sheet: Sheet, chunks: list[Chunk], before: dict[int, list[Frame]], frame: Frame) -> str:
        """What a frame would have needed to give a reading."""
        rule = frame.rule

        def reads(metric: str = rule.metric) -> bool:
            """Whether it reads once it is told that the metric goes up, and which metric."""
            told = replace(rule, metric=metric, direction="up")
            return self._reads(sheet, chunks, before, frame._replace(rule=told))

        if self._read.is_spent(chunks, frame):
            return "what it begins with has a value of its own, and something else takes this one"
        if (rule.metric == "M-before" or "previous" in (rule.metric, rule.direction)) and not before:
            return "it goes by the claim before it, and there is none in the sentence"
        if rule.metric == "previous":
            return "it is not like the claim before it (other kind, too far, or nothing that joins them)"
        if reads():
            return "nothing in it says which way"
        named = [m.metric for chunk in chunks[frame.start : frame.end] if (m := metric_of(chunk)) is not None]
        kind = chunks[frame.anchor].sub
        if any(reads(metric) for metric in self._metrics):
            if named:
                return f"a {kind} cannot be a {rule.measure} of {' or '.join(dict.fromkeys(named))}"
            return "nothing in it names a metric"
        return f"a {kind} cannot be a {rule.measure} of any metric"


def _won(frame: Frame, others: list[Frame], chunks: list[Chunk]) -> str:
    """Why a frame came before the next one: the order is that of `FrameMatcher`."""
    if frame.rule.measure == "none":
        return "won: it says that this is no claim"
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
