"""Tasks: one frame to be read with what is known around it, and the reading that comes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.frames.frames import Frame
from extractor.frames.joins import Chunk
from extractor.quantities.ranges import Quantity
from extractor.text.tokens import Tokens

RELATIVE = frozenset(["ratio", "percent"])  # measures of how many times, or by what part, something changes
CHANGES = RELATIVE | {"points"}
MIXED = frozenset(["percent", "points"])  # measures that one list of percentages can give
STATED = frozenset(["level", "complexity"])  # measures of what each of two systems has
NEAR_ENOUGH = 16  # chunks between two values that share their wording


class Reading(NamedTuple):
    """One value read: `quantity` indexes the paper's quantities, `place` its place in a list of `size`.

    `start`, `end` are the chunks the frame covers, `anchor` the quantity's, `metric_at` the one that names the metric.
    """

    quantity: int
    metric: str
    measure: str
    direction: str
    effect: str
    scopes: tuple[str, ...]
    rule: str
    anchor: int
    metric_at: int
    place: int
    size: int
    start: int
    end: int


class Task(NamedTuple):
    """A frame being read, with all that is known around it."""

    frame: Frame
    chunks: list[Chunk]
    quantities: Sequence[Quantity]
    tokens: Tokens
    before: list[Reading]

    @property
    def members(self) -> tuple[int, ...]:
        """The quantities of the frame's list."""
        return self.chunks[self.frame.anchor].quantities


def counted_alike(task: Task, q: Quantity) -> Quantity:
    """A bare number as one of what the value before it counts: "takes 40 steps, while the old sampler needs 900"."""
    last = task.quantities[task.before[-1].quantity] if task.before else q
    alike = task.frame.rule.metric == "M-before" and q.kind == "number" and last.kind == "count"
    return q._replace(kind=last.kind, unit=last.unit) if alike else q
