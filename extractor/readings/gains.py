"""Gains: whether a value that reads as the level of a quality is how far it rose, or how far it is off."""

from __future__ import annotations

from extractor.frames.joins import Meaning, chunk_before
from extractor.quantities.ranges import PART, Quantity
from extractor.quantities.thresholds import thresholds
from extractor.readings.tasks import MIXED, Task
from extractor.rulefiles.rules import Metric, Rules
from extractor.text.tokens import Tokens

_IMPROVING = frozenset(["OUT", "DV", "DA", "DN"])
_GOOD = frozenset(["up", "better"])
_ENDING_GAIN = frozenset(["BREAK", "ACH", "USE", "KEEP", "DV", "VS"])
_PASSED = frozenset(["PREP", "M"])
_METRIC, _MORE = frozenset(["M"]), frozenset(["DA"])
_VALUED = frozenset(["Q", "QC", "QV"])
_WITH = frozenset(["ACH", "USE"])
_TOLD = frozenset(["BE", "VS"])  # before a value that is one, however small
_VALUES = frozenset(["level", "share"])
_THAN = 2  # chunks behind a gain within which "than" stands


class Gains:
    """Tells gains and distances from levels, by their size and by the words before them."""

    def __init__(self, rules: Rules) -> None:
        self._metrics = rules.metrics
        metrics = rules.table("terms/metrics.toml")
        self._gain, roles = thresholds(metrics), metrics["roles"]
        self._to_hundred = frozenset(roles["to_hundred"])
        self._error: str = roles["exact"]["error"]
        said = rules.table("terms/words.toml")["said"]
        self._within, self._reached = frozenset(said["within"]), frozenset(said["reached"])
        self._passed = frozenset(said["passed"])
        self._losses = frozenset(said["losses"])
        self._owned, self._by = frozenset(said["owned"]), frozenset(said["by"])

    def is_gain(self, task: Task, q: Quantity, metric: Metric, meaning: Meaning) -> bool:
        """Whether what reads as a level is too small for one where something is improved: "improves it for 1.7 mAP"."""
        frame, chunks = task.frame, task.chunks
        if frame.rule.direction != "none" or frame.rule.metric in self._metrics or metric.polarity != "higher":
            return False
        if chunk_before(chunks, frame.anchor).word in self._by:
            return False  # no level either: another frame says what moves
        percentage = metric.percentage if meaning.percentage is None else meaning.percentage
        number = q.kind == "number" and (percentage or metric.id in self._to_hundred) and (q.high or 0) >= 1
        percent = q.kind == "percent" and q.scale != PART
        if not metric.traits.quality or not (percent or number or q.kind == "unit") or self.led_to(task.tokens, q):
            return False
        if "OUT" in chunks[frame.start].tags and q.bound == "up_to":
            return True  # "outperforms the rest (up to 75%)"
        than = any("THAN" in chunk.tags for chunk in chunks[frame.anchor + 1 : frame.anchor + 1 + _THAN])
        most = self._gain.compared if than else self._gain.usual
        return self._gain.least < (q.high or 0) <= most and (than or _is_improved(task, q))

    def is_near(self, task: Task, q: Quantity, metric: Metric, measure: str, at: int) -> bool:
        """Whether a value is how far off a quality may be: "on par (within 0.5 mAP)", "the gap to within 2 BLEU".

        Nothing that is better for being higher is reached "within" a value, but an error is, unless it is a loss.
        """
        if measure not in _VALUES or not metric.traits.quality:
            return False
        loss = task.tokens.lower[task.chunks[at].end - 1] in self._losses  # "the final loss is within 1% of X"
        if (metric.id != self._error or loss) and not self._within.isdisjoint(task.tokens.lower[q.first : q.start]):
            return q.kind != "count" and (q.high or 0) <= self._gain.most
        few = q.kind == "percent" and q.bound == "less_than" and (q.high or 0) <= self._gain.close
        # "the success rate is below 10%", "97% against under 1% of the old net"
        few = few and chunk_before(task.chunks, task.frame.anchor).tags.isdisjoint(_TOLD)
        # "brings the accuracy down to below 1%", "a success rate of less than 10%"
        owned = at == task.frame.anchor - 2 and task.chunks[at + 1].word in self._owned
        return few and (measure == "share" or metric.percentage) and not (owned or self.led_to(task.tokens, q))

    def is_improved(self, task: Task) -> bool:
        """Whether the last word of change before a value says that something gets better."""
        for chunk in reversed(task.chunks[: task.frame.anchor]):
            if chunk.tags & _IMPROVING and chunk.meanings:
                return any(m.moves == "better" for m in chunk.meanings)
        return False

    def led_to(self, tokens: Tokens, q: Quantity) -> bool:
        """Whether the words before a value say that it is reached: "brings it down to below 1%", "falls below 4%"."""
        return q.first > 0 and (tokens.lower[q.first - 1] in self._reached or tokens.lower[q.first] in self._passed)


def _is_improved(task: Task, q: Quantity) -> bool:
    """Whether the nearest verb or noun before a value is one of improvement; what is reached or is so ends it.

    A value also goes on from a gain that it is listed with.
    """
    chunks, anchor = task.chunks, task.frame.anchor
    if q.only or (q.bound == "exact" and "LP" in chunk_before(chunks, anchor).tags):
        return False  # "a best accuracy of only 9%"; a competitor's own: "outperforms the old net (11%)"
    noun = listed = False
    for at in range(anchor - 1, -1, -1):
        tags = chunks[at].tags
        if tags & _IMPROVING and any(m.moves for m in chunks[at].meanings):
            if tags == _MORE and not any("M" in c.tags or c.quantities for c in chunks[at + 1 : at + 3]):
                return False  # "better training makes it 11%", but "a higher final reward of 11%"
            return any(m.moves in _GOOD for m in chunks[at].meanings) and (not noun or "DN" in tags)
        if tags & _VALUED:
            gained = (r for r in task.before if r.anchor == at and r.measure in MIXED and r.effect == "better")
            return not listed and any(gained)
        ends = tags & _ENDING_GAIN and not tags & _PASSED and tags != _WITH
        if ends or (tags == _METRIC and not chunks[at].traits.quality):
            return False
        noun = noun or "BE" in tags
        listed = listed or tags == _WITH
    return False


def highest_beside(task: Task) -> float:
    """The highest percentage of those in one bracket with a value: "beats older nets (6.5% on A, 59.2% on B)"."""
    highest = 0.0
    for chunk in task.chunks[task.frame.anchor :]:
        if "RP" in chunk.tags:
            break
        if "Q" in chunk.tags and chunk.sub == "percent":
            highest = max([highest, *(task.quantities[index].low or 0 for index in chunk.quantities)])
    return highest
