"""Decisions: which of the frames that match a quantity has it, and why those asked before it do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from extractor.frames.frames import Frame
from extractor.frames.joins import Chunk
from extractor.quantities.ranges import Quantity
from extractor.readings.readings import Reader
from extractor.readings.spent import Spender
from extractor.readings.tasks import Reading, Task
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Tokens


class Why(StrEnum):
    """What became of a frame that was asked about a quantity."""

    READ = "read"  # it gave a reading
    ASKED = "asked"  # it gave one, but of a question
    SILENT = "silent"  # it says that there is no claim
    SPENT = "spent"  # what it begins with has a value of its own
    LACKING = "lacking"  # it gave none
    DEALT = "dealt"  # it had given this value a reading with one before it


class Decision(NamedTuple):
    """What became of a frame for the quantity chunk `anchor`, when the sentence had `known` readings."""

    anchor: int
    frame: Frame
    why: Why
    known: int
    readings: tuple[Reading, ...] = ()


class Decisions(NamedTuple):
    """All that was decided in a sentence: the readings that stay, those `read` on the way, and each decision."""

    readings: list[Reading]
    read: list[Reading]
    made: list[Decision]


class Decider:
    """Goes through the quantities of one sentence, left to right, and asks their frames, the best first."""

    def __init__(self, rules: Rules) -> None:
        self.read = Reader(rules)
        self._is_spent = Spender(rules)
        self._asking = frozenset(rules.table("terms/words.toml")["said"]["asking"])

    def __call__(
        self, chunks: list[Chunk], frames: Mapping[int, Iterable[Frame]], quantities: Sequence[Quantity], tokens: Tokens
    ) -> Decisions:
        """Readings of a sentence: for each quantity those of its best frame that makes sense.

        No frame behind that one is drawn from `frames`, so they may be found as they are asked for.
        """
        out: list[Reading] = []
        made: list[Decision] = []
        dealt: dict[int, Frame] = {}
        for anchor in sorted(frames):
            if anchor in dealt:
                made.append(Decision(anchor, dealt[anchor], Why.DEALT, len(out)))
                continue
            for frame in frames[anchor]:
                decision = self._ask(Task(frame, chunks, quantities, tokens, out))
                made.append(decision)
                if decision.readings:
                    out.extend(decision.readings)
                    dealt.update((reading.anchor, frame) for reading in decision.readings)
                if decision.readings or decision.why is Why.SILENT:
                    break
        last = chunks[-1].end - 1
        if not out or tokens.words[last] not in self._asking:
            return Decisions(out, out, made)
        # A question claims nothing, but an order it asks about is known, and so is what comes before a full stop.
        asked = max((at for at in range(chunks[0].start, last) if tokens.words[at] == "."), default=-1)
        kept = [reading for reading in out if reading.measure == "complexity" or chunks[reading.anchor].start < asked]
        return Decisions(kept, out, [_of_question(decision, kept) for decision in made])

    def _ask(self, task: Task) -> Decision:
        """What one frame gives."""
        frame, known = task.frame, len(task.before)
        if self._is_spent(task.chunks, frame):
            return Decision(frame.anchor, frame, Why.SPENT, known)
        if frame.rule.measure == "none":
            return Decision(frame.anchor, frame, Why.SILENT, known)
        readings = tuple(self.read(task))
        return Decision(frame.anchor, frame, Why.READ if readings else Why.LACKING, known, readings)


def _of_question(decision: Decision, kept: Sequence[Reading]) -> Decision:
    """A decision whose readings were not kept, because they are of a question, as what it is."""
    lost = decision.readings and not any(reading in kept for reading in decision.readings)
    return decision._replace(why=Why.ASKED) if lost else decision
