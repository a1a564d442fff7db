"""Repeats: readings of values that share the wording of the one before them: "2.1x on A and 3x on B"."""

from __future__ import annotations

import math
from collections.abc import Sequence

from extractor.frames.joins import OTHER, Chunk, chunk_before, plain
from extractor.quantities.ranges import Quantity
from extractor.quantities.thresholds import thresholds
from extractor.readings.measures import Measurer, direction_of
from extractor.readings.tasks import MIXED, NEAR_ENOUGH, RELATIVE, Reading, Task
from extractor.rulefiles.rules import Rules

_MOST_WORDS = 2  # chunks of something that no list knows, where a metric could stand
_BARE = frozenset(["percent", "number"])  # kinds of a value of a quality
_ERRING = frozenset(["count", "percent"])
_JOINING = frozenset(["AND", "COMMA", "SLASH", "LP"])
_BETWEEN = frozenset(["AND", "COMMA", "RP"])  # between two things of a list
_LISTED = (frozenset(["M"]), frozenset(["AND"]), frozenset(["COMMA"]))  # between gains of qualities


class Repeater:
    """Reads a value as the one before it in its sentence was read."""

    def __init__(self, rules: Rules, measurer: Measurer) -> None:
        self._metrics = rules.metrics
        self._measurer = measurer
        said, metrics = rules.table("terms/words.toml")["said"], rules.table("terms/metrics.toml")
        self._gain, roles = thresholds(metrics), metrics["roles"]
        self._listing, self._by = frozenset(said["listing"]), frozenset(said["by"])
        self._resumed = self._listing.union(said["aside"])
        self._inner, self._nouns = frozenset(said["inner"]), frozenset(said["metric_nouns"])
        self._error: str = roles["exact"]["error"]
        self._other: str = roles["lessened"]
        self._unnamed: str = roles["unnamed"]
        self._score: str = roles["levels_in_points"][0]

    def __call__(self, task: Task) -> list[Reading]:
        """The reading of the value before it in the sentence, for a value of the same kind."""
        last, frame = _model(task), task.frame
        if last is None or not self._continues(task, last):
            return []
        alike = last.size == len(task.members)  # "by 2% and 3% on A, 4% and 5% on B"
        out = [
            r._replace(
                quantity=index, rule=frame.rule.id, anchor=frame.anchor, place=place, size=len(task.members),
                start=min(r.start, frame.start), end=frame.end,
            )
            for place, index in enumerate(task.members)
            for r in task.before
            if r.anchor == last.anchor and r.place == (place if alike else last.place)
        ]  # fmt: skip
        same = task.quantities[last.quantity].unit == task.quantities[task.members[0]].unit
        if task.chunks[frame.anchor].sub == "unit" and last.measure != "change" and not same:
            return [self._as_unit(r, task.quantities[r.quantity]) for r in out]
        if self._of_another(task, last):
            out = [r._replace(metric=self._another(r)) for r in out]
        out = [self._of_competitor(self._in_own_kind(r, task), task) for r in out]
        return [r for r in out if self._makes_sense(r, task)]

    def _makes_sense(self, reading: Reading, task: Task) -> bool:
        """Whether a value can be said of the metric that it goes on with."""
        q, metric = task.quantities[reading.quantity], self._metrics[reading.metric]
        return self._measurer.makes_sense(reading.measure, q, metric, task.tokens.words[q.start])

    def compared(self, task: Task) -> list[Reading]:
        """The readings up to the one a compared value is set against: the last, or a level before a share of data.

        "78% with only 9% of the labels, compared to 61% without them": the level, where the value is nearer to it.
        """
        before, q = task.before, task.quantities[task.members[0]]
        if len(before) > 1 and q.kind == "ratio" and (before[-1].measure, before[-2].measure) == ("share", "level"):
            return before[:-1]  # "163 TFLOPS per GPU (52% of peak), 1.4x that of X"
        if before and task.frame.rule.measure == "difference":
            return self._gained_beside(before, q)
        if q.kind in _BARE:
            before = self._quality_beside(task, q)
        if not before or before[-1].measure != "share" or not self._metrics[before[-1].metric].resource or not q.low:
            return before
        share = task.quantities[before[-1].quantity].low or 0
        for at in range(len(before) - 1, -1, -1):
            level = task.quantities[before[at].quantity]
            if before[at].measure == "level" and level.kind == q.kind and level.low:
                nearer = abs(math.log(level.low / q.low)) < abs(math.log(share / q.low)) if share > 0 else True
                return before[: at + 1] if nearer else before
        return before

    def _quality_beside(self, task: Task, q: Quantity) -> list[Reading]:
        """The readings up to the quality that a bare level is of, behind what its owner spends or is larger by.

        "2.94 PESQ, while X, which has 9 times more weights, has 2.68"; a value with a unit may be followed by a bare
        number of the same ("60 FPS, while X reaches 20"), but by no percentage.
        """
        before = task.before
        if len(before) < 2 or self._metrics[before[-1].metric].traits.quality:
            return before
        last = task.quantities[before[-1].quantity]
        if before[-1].measure not in RELATIVE and (q.kind != "percent" or last.kind == q.kind):
            return before
        for at in range(len(before) - 1, -1, -1):
            alike = task.quantities[before[at].quantity].kind == q.kind
            if alike and before[at].measure == "level" and self._metrics[before[at].metric].traits.quality:
                return before[: at + 1]
        return before

    def _gained_beside(self, before: list[Reading], q: Quantity) -> list[Reading]:
        """The readings up to the quality that a small gain is of: "82.1% accuracy at 3 GFLOPs, 1.6% above the rest"."""
        last = before[-1]
        small = q.kind == "points" or (q.kind == "percent" and (q.high or 0) <= self._gain.beside)
        if not small or last.measure != "level" or self._metrics[last.metric].traits.quality:
            return before
        for at in range(len(before) - 1, -1, -1):
            if before[at].measure == "level" and self._metrics[before[at].metric].traits.quality:
                return before[: at + 1]
        return before

    def _of_another(self, task: Task, last: Reading) -> bool:
        """Whether something no list knows stands where the metric stood: "speed by 3x and climbing height by 2x"."""
        chunks, anchor, at = task.chunks, task.frame.anchor, last.metric_at
        between = chunks[last.anchor + 1 : anchor]
        here = chunks[anchor + 1 : anchor + 3]
        if at == last.anchor + 2 and len(here) == 2 and here[1].tags == {"W"}:  # "5% in speed and 6% in stride"
            noun = task.tokens.lower[here[1].end - 1] in self._nouns
            return here[0].word == chunk_before(chunks, at).word and (here[0].word in self._inner or noun)
        before = chunks[anchor - 1]
        alike = before.word in self._by and chunk_before(chunks, last.anchor).word in self._by
        alike = alike or ("LP" in before.tags and "LP" in chunk_before(chunks, last.anchor).tags)
        if at != last.anchor - 2 or not alike or len(between) < 3:  # "speed by 5% and stride by 6%"
            return False
        if between[-2].tags <= _BETWEEN:  # "by 5% relative to A and by 6% relative to B"
            return False
        words = [chunk for chunk in between[:-1] if chunk.tags == {"W"} and chunk.word == OTHER]
        others = [chunk for chunk in between[:-1] if chunk not in words]
        return 0 < len(words) <= _MOST_WORDS and all(chunk.tags <= _BETWEEN for chunk in others)

    def _another(self, reading: Reading) -> str:
        """The metric of something that stands in one list with another and has no metric of its own."""
        metric = self._metrics[reading.metric]
        if metric.traits.quality:  # what is bad beside an error is an error, too
            return self._score if metric.polarity == "higher" and metric.id != self._unnamed else metric.id
        return self._other

    def _continues(self, task: Task, last: Reading) -> bool:
        """Whether a value goes on in the wording of the last one: same kind and clause, joined by a comma or "and"."""
        anchor = task.frame.anchor
        between = task.chunks[last.anchor + 1 : anchor]
        here = task.chunks[anchor]
        paired = bool(here.tags & {"QF", "QC"})
        if paired != (last.measure == "change") and not (paired and "QF" in task.chunks[last.anchor].tags):
            return False
        gained = last.measure in ("points", "percent")
        joined = len(between) == 1 and between[0].tags == {"AND"} and gained
        units = task.quantities[last.quantity].unit, task.quantities[here.quantities[0]].unit
        of_unit = task.quantities[here.quantities[0]].metric
        if here.sub == "unit" and of_unit and self._metrics[of_unit].traits.quality:
            joined = gained and all(chunk.tags in _LISTED for chunk in between)  # "(1.8% mIoU, 1.1 dB)"
        again = units[0] == units[1] and last.measure == "points"
        if here.sub == "unit" and not joined and not again and last.measure != "change":
            return False
        turned = {here.sub, task.chunks[last.anchor].sub} == RELATIVE and last.measure in RELATIVE
        if turned:  # "speedups of 40% over A and 2.4x over B"
            after = task.frame.start < anchor or (between and between[-1].tags == {"AND"})
            clause = len(between) <= NEAR_ENOUGH and not any("BREAK" in chunk.tags for chunk in between)
            by = task.chunks[anchor - 1].word in self._by and chunk_before(task.chunks, last.anchor).word in self._by
            return bool(after) and clause and (by or not self._metrics[last.metric].traits.quality)
        if self._errs_also(task, last, between):
            return True
        if here.sub != task.chunks[last.anchor].sub and not (joined and here.sub in ("unit", "percent", "points")):
            q = task.quantities[last.quantity]  # "2.6% absolute on A, 2.8% on B"
            if here.sub != "percent" or last.measure != "points" or "%" not in task.tokens.words[q.start : q.end]:
                return False
        # A frame may itself begin with what sets a value against the one before: "but only 2% on B".
        own = anchor - task.frame.start
        said = between[: len(between) - own]
        breaks = [task.tokens.lower[chunk.start] for chunk in said if "BREAK" in chunk.tags]
        start = task.frame.start
        resumes = "AND" in task.chunks[start].tags and "COMMA" in chunk_before(task.chunks, start).tags
        # "speeds up A by 2.3x while keeping 99% of its score, and B by 1.9x"
        listing = self._resumed if resumes and task.chunks[anchor - 1].word in self._by else self._listing
        if len(between) > NEAR_ENOUGH or not listing.issuperset(breaks):
            return False
        return own > 0 or bool(breaks) or any(chunk.tags & _JOINING for chunk in between)

    def _errs_also(self, task: Task, last: Reading, between: Sequence[Chunk]) -> bool:
        """Whether a value is an error like the level before it, in another unit: "of 3 cm (0.4%)", "2% and 1.2°"."""
        q, at = task.quantities[task.members[0]], task.frame.anchor
        if (last.metric, last.measure) != (self._error, "level") or len(between) > NEAR_ENOUGH:
            return False
        other = {task.chunks[last.anchor].sub, task.chunks[at].sub} == _ERRING
        joined = not chunk_before(task.chunks, at).tags.isdisjoint(_JOINING)
        small = q.kind == "count" or (q.high or 0) <= self._gain.most
        return other and joined and small and not any("BREAK" in chunk.tags for chunk in between)

    def _in_own_kind(self, reading: Reading, task: Task) -> Reading:
        """A factor that goes on behind a percentage, or the other way round: "by 40% on A and 2.4x on B"."""
        q, listed = task.quantities[reading.quantity], task.chunks[task.frame.anchor]
        if q.kind == "percent" and reading.measure in MIXED:
            own = self._measurer.manner(q, task.tokens, (listed.start, listed.end))
            return reading._replace(measure=own) if own else reading  # "by 2.1% absolute (11% relative)"
        return reading._replace(measure=q.kind) if {q.kind, reading.measure} == RELATIVE else reading

    def _of_competitor(self, reading: Reading, task: Task) -> Reading:
        """What a competitor reaches, in brackets behind its name: "by 2% over MobileNet (75.3%)"."""
        q, metric, before = task.quantities[reading.quantity], self._metrics[reading.metric], task.frame.anchor - 1
        high = metric.percentage and metric.traits.quality and (q.low or 0) > self._gain.most
        if not high or reading.measure != "points" or q.bound != "exact" or "LP" not in task.chunks[before].tags:
            return reading
        return reading._replace(measure="level", direction="none", effect="none")

    def _as_unit(self, reading: Reading, q: Quantity) -> Reading:
        """A difference in a unit of its own: "by 1.7 points and 70 FPS"."""
        direction = direction_of(reading.effect, plain(self._metrics[q.metric]))
        return reading._replace(metric=q.metric, measure="points", direction=direction)


def _model(task: Task) -> Reading | None:
    """The reading a value goes on in: the last, but for a gain set behind a level ("83.4% (+8.1%) and 88.9%")."""
    signed = task.quantities[task.members[0]].sign
    plain = (reading for reading in reversed(task.before) if signed or not task.quantities[reading.quantity].sign)
    last = next(plain, task.before[-1] if task.before else None)
    kind = task.chunks[task.frame.anchor].sub
    other = task.chunks[last.anchor].sub if last is not None else kind
    if kind not in (other, "unit") and {other, kind} != MIXED:
        # "mAP 79.6% at 20 FPS or 79.0% at 62 FPS" goes on in the wording of its own kind.
        last = next((r for r in reversed(task.before) if task.chunks[r.anchor].sub == kind), last)
    if last is not None and last.measure == "change" and not task.chunks[task.frame.anchor].tags & {"QF", "QC"}:
        # "by 21 points (63% vs. 42%) on A and 16 points on B" goes on behind the bracket.
        alike = (r for r in reversed(task.before) if r.measure != "change" and task.chunks[r.anchor].sub == kind)
        last = next(alike, last)
    return last
