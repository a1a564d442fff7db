"""Readings: what a frame says of its quantities: metric, measure and direction."""

from __future__ import annotations

from extractor.frames.joins import OTHER, Meaning, chunk_before
from extractor.quantities.ranges import PART, Quantity
from extractor.quantities.thresholds import thresholds
from extractor.readings.dealt import Dealer
from extractor.readings.durations import Durations
from extractor.readings.gains import Gains, highest_beside
from extractor.readings.handled import Handled
from extractor.readings.learned import Learned
from extractor.readings.measures import Measurer, effect
from extractor.readings.naming import MetricNamer
from extractor.readings.repeats import Repeater
from extractor.readings.rethink import Rethinker
from extractor.readings.tasks import CHANGES, MIXED, NEAR_ENOUGH, Reading, Task, counted_alike
from extractor.rulefiles.rules import Metric, Rules
from extractor.text.tokens import Tokens

_SPOKEN = frozenset(["M", "S"])
_BOTH = frozenset(["higher", "lower"])
_VERTICAL = frozenset(["up", "down"])
_LOSS = frozenset(["DN", "M"])
_LAGGING = frozenset(["DV", "DN"])
_CHANGING = frozenset(["DA", "DN", "DV"])
_WORD = frozenset(["W"])
_OF_THING = frozenset(["W", "PREP"])  # "the error in heel strikes is 33 ms"
_OBJECT = frozenset(["W", "M", "PRUNE"])  # what a verb of change may have right behind it
_ENDING = frozenset(["BREAK", "COMMA", "DV", "TERMS", "OUT"])
_HOLDING = frozenset(["PREP", "USE"])  # what holds a description: "of similar size", "with more parameters"
_DESCRIBING = (frozenset(["W"]), frozenset(["DA"]), frozenset(["MA"]), frozenset(["DA", "MA"]))
_LISTING = frozenset(["W", "DA", "AND", "COMMA"])
_PLAIN = frozenset(["percent", "number"])


class Reader:
    """Turns one frame into readings, given those of the sentence before it."""

    def __init__(self, rules: Rules) -> None:
        self._metrics = rules.metrics
        metrics = rules.table("terms/metrics.toml")
        self._gain, roles = thresholds(metrics), metrics["roles"]
        self._unnamed: str = roles["unnamed"]
        self._lessened: str = roles["lessened"]
        self._error: str = roles["exact"]["error"]
        self._namer = MetricNamer(rules)
        self._rethink = Rethinker(rules)
        self._lasting = Durations(rules)
        self._handled = Handled(rules)
        self._learned = Learned(rules)
        self._measurer = Measurer(rules)
        self._repeat = Repeater(rules, self._measurer)
        self._deal = Dealer(rules)
        said = rules.table("terms/words.toml")["said"]
        self._by, self._whole = frozenset(said["by"]), frozenset(said["whole"])
        self._opposing = frozenset(said["opposing"])
        self._owned, self._none = frozenset(said["owned"]), frozenset(said["none"])
        self._leads = self._owned | frozenset(said["ranging"])
        self._won_in, self._won_in_data = frozenset(said["won_in"]), frozenset(said["won_in_data"])
        self._changing_by = frozenset(said["changing_by"])
        self._gains = Gains(rules)
        self._reduced_to = frozenset(said["reached"])
        self._lengths = frozenset(roles["shortened"]["words"])
        self._left_out: dict[str, str] = roles["shortened"]["becomes"]

    def __call__(self, task: Task) -> list[Reading]:
        """The readings of one frame; none where it cannot name its metric or makes no sense."""
        rule, before = task.frame.rule, task.before
        if rule.metric == "previous":
            return self._repeat(task)
        if rule.direction == "previous" and (not before or before[-1].measure not in CHANGES):
            return []
        if rule.metric == "level-or-performance" and self._by_changing(task):
            return []
        said = self._repeat.compared(task) if rule.metric == "M-before" else before
        at, meanings = self._namer(task.chunks, task.frame, task.quantities[task.members[0]], said)
        if meanings and (self._of_rival(task, at, meanings[0]) or self._is_rival(task, at, meanings[0])):
            return []
        moves = self._measurer.moves(task.chunks, task.frame, at)
        if rule.direction == "previous" or (rule.direction == "left" and before and before[-1].measure in CHANGES):
            # What has no metric of its own is no better for growing: "reduces the queries by 2x and memory by 3x".
            # Nor does a verb change its mind: "reduces the accuracy by 1% and the latency by 40%".
            literal = before[-1].metric == self._lessened or (rule.direction == "left" and _turned(task, at))
            literal = literal or (before[-1].metric == self._unnamed and before[-1].effect == "worse")
            moves = {"higher": "up", "lower": "down"}[before[-1].direction] if literal else before[-1].effect
        head = task.quantities[task.members[0]]
        meanings = self._rethink(task.chunks, meanings, task.frame, head, task.tokens, at)
        pairs, dealt = self._deal(task, at, meanings)
        found = [self._reading(task, index, meaning, moves, at, place) for place, (index, meaning) in pairs]
        readings = [reading for reading in found if reading is not None]
        if dealt:
            return [reading._replace(anchor=dealt[reading.quantity]) for reading in readings]
        one = 1 in (len({r.metric for r in readings}), len({r.quantity for r in readings}))
        if (
            one
            and {r.measure for r in readings} == MIXED
            and all(task.quantities[r.quantity].kind == "percent" for r in readings)
        ):
            readings = [r._replace(measure="percent") for r in readings]  # "success rates by 158% and 54%"
        # Two metrics of which a unit makes one are said once: "a 10 ms forward pass".
        return list(dict.fromkeys(readings))

    def _reading(self, task: Task, index: int, meaning: Meaning, moves: str, at: int, place: int) -> Reading | None:
        """One value of a frame with one metric."""
        frame, q = task.frame, task.quantities[index]
        fitting = meaning if self._errs_in(task, meaning, at) else self._rethink.fitting(meaning, q)
        fitting = self._learned(fitting, task.tokens, at, task.chunks, frame)
        other = self._metrics[meaning.metric].traits.quality or meaning.metric == self._learned.counts
        other = other and fitting.metric != meaning.metric  # "an epoch takes 4 s"
        lasts = frame.anchor == at or other  # only its unit names its metric
        meant = self._lasting(fitting, task.tokens, q, task.chunks) if lasts else fitting
        named = task.chunks[at]  # its last two words are a time: "time", "wall-clock time"
        words = task.tokens.lower[max(named.start, named.end - 2) : named.end]
        if meant is not None:
            meant = self._lasting.narrowed(meant, " ".join(words), task.tokens, q, task.chunks)
        if lasts and meant is not None and self._is_rivals(task, q):
            meant = meant._replace(metric=task.before[-1].metric)
        if meant is not None and frame.rule.measure == "level":
            meant = self._handled(meant, task.tokens, q, task.chunks)
        if "MA" in named.tags and len({m.metric for m in named.meanings if m.metric and m.moves}) > 1:
            moves = meaning.moves or moves  # "3x faster and smaller"
        polarities = {self._metrics[metric].polarity for metric in (meaning.metric, fitting.metric)}
        if meaning.moves and polarities == _BOTH:  # "12 ms faster": better for the time as for the speed
            moves = {"up": "better", "down": "worse"}.get(moves, moves)
        return self._measured(task, index, meant, moves, at, place) if meant is not None else None

    def _is_rivals(self, task: Task, q: Quantity) -> bool:
        """Whether a value whose unit alone names a metric is set against the one before it, and so of its metric.

        "Its index takes 9 GB, while that of BarNet takes 154 GB", but not "while inference takes 3 ms".
        """
        last = task.before[-1] if task.before else None
        if last is None or last.measure != "level" or last.metric not in self._lasting.fits(q.unit):
            return False
        between = task.chunks[last.anchor + 1 : task.frame.anchor]
        first = task.quantities[last.quantity].last
        opposed = not self._opposing.isdisjoint(task.tokens.lower[first : q.first])
        return opposed and all(chunk.tags.isdisjoint(_SPOKEN) for chunk in between)

    def _measured(self, task: Task, index: int, meaning: Meaning, moves: str, at: int, place: int) -> Reading | None:
        """A value of a known metric, with its measure and direction; None where they make no sense."""
        frame, q = task.frame, counted_alike(task, task.quantities[index])
        metric = self._metrics[meaning.metric]
        again = q.scale == PART and metric.polarity == "lower"  # "an error of 3.2, half that of X"
        if frame.rule.measure == "used" and not (metric.resource or metric.traits.pace or again):
            return None
        measure, way, moves = self._stated(task, q, meaning, moves, at)
        lost = measure == "level" and q.kind == "percent" and task.chunks[at].tags == _LOSS  # "with <1% loss"
        if not measure or lost or not self._measurer.makes_sense(measure, q, metric, task.tokens.words[q.start]):
            return None
        before = task.chunks[max(0, frame.anchor - 1)].word
        if (
            before in self._by
            and measure == "level"
            and q.kind in ("percent", "number")
            and frame.rule.metric not in self._metrics
        ):
            return None  # "deviates by 25%", but "preferred by 88%"
        if metric.traits.quality and measure in ("level", "points") and _counts_things(task, at):
            return None
        if frame.rule.direction == "previous" and measure == "points" and self._is_reached(task, q, metric, meaning):
            return None
        if q.kind == "number" and measure in ("percent", "ratio") and _counts_things(task, at):
            return None  # "a reduction of 947 tons"
        direction = self._measurer.direction(way, moves, meaning, metric, q, measure)
        if measure == "complexity" and moves == "down" and before in self._reduced_to:
            direction = "lower"  # "reduces the cost to O(n)"
        if measure in CHANGES and direction == "none":
            return None
        if direction == "lower" and task.tokens.lower[task.chunks[at].end - 1] in self._lengths:
            metric = self._metrics[self._left_out.get(metric.id, metric.id)]
        return Reading(
            quantity=index, metric=metric.id, measure=measure, direction=direction,
            effect=effect(direction, measure, meaning, metric, way), scopes=meaning.scopes, rule=frame.rule.id,
            anchor=frame.anchor, metric_at=at, place=place, size=len(task.members), start=frame.start, end=frame.end,
        )  # fmt: skip

    def _stated(self, task: Task, q: Quantity, meaning: Meaning, moves: str, at: int) -> tuple[str, str, str]:
        """The measure of a value, which way its wording goes, and where it moves the metric."""
        frame, metric = task.frame, self._metrics[meaning.metric]
        listed = task.chunks[frame.anchor]
        measure = self._measurer.measure(
            frame.rule.measure, q, metric, task.tokens, meaning, (listed.start, listed.end)
        )
        way = frame.rule.direction
        if measure in MIXED and (self._is_level(task, q, metric) or self._is_beside_cut(task, q, metric, moves, at)):
            measure, way = "level", "none"
        if measure == "percent" and metric.resource and way == "previous" and self._part_of(task.tokens, q):
            measure = "share"  # "300x fewer operations and half the memory"
        # "within 0.8% of the performance of the teacher" is what is lost, not what is kept.
        near = self._gains.is_near(task, q, metric, measure, at)
        # "surpasses the rest with 0.9 dB", "a higher mIoU of 3% than the best"
        if near or (measure == "level" and self._gains.is_gain(task, q, metric, meaning)):
            measure = self._measurer.measure("difference", q, metric, task.tokens, meaning, (q.first, q.last))
            way, moves = "pattern", "worse" if near else "better"
        if way == "sign" and q.sign == "+" and metric.polarity == "lower" and self._gains.is_improved(task):
            way, moves = "pattern", "better"  # "improves the removal (+2 MAE)"
        last = task.before[-1] if frame.rule.metric == "M-before" else None
        if last is not None and last.metric == metric.id and metric.traits.quality and last.measure == "share":
            measure = "share"  # "recovers 83% of the performance versus only 38%"
        if frame.rule.metric == "M-named" and metric.id == self._unnamed and not self._is_of_task(task, at):
            measure = "share"
        named = metric.traits.quality and metric.id != self._unnamed
        measure = _share(task, q, metric, at) if named and (measure, way) == ("share", "none") else measure
        return measure, way, moves

    def _is_of_task(self, task: Task, at: int) -> bool:
        """Whether a performance that is reached is that on a task, no part of another: "85% sorting performance"."""
        narrowed = chunk_before(task.chunks, at).tags == _WORD or task.chunks[at].end - task.chunks[at].start > 1
        owned = any(chunk.word in self._owned for chunk in task.chunks[at + 1 : at + 2])
        return narrowed and not owned and "ACH" in task.chunks[task.frame.start].tags

    def _is_level(self, task: Task, q: Quantity, metric: Metric) -> bool:
        """Whether what reads as a difference is a value: one in brackets, or one that is reached."""
        frame = task.frame
        if frame.rule.direction in ("pattern", "better") and self._is_level_in_brackets(task, q, metric):
            return True
        named = metric.traits.quality and metric.id != self._unnamed
        if not named or not self._gains.led_to(task.tokens, q):
            return False
        # "Increases this score a lot to 69%", but "the loss in accuracy is kept to 2%", "the decrease amounts to 1.3".
        said = task.chunks[frame.start : frame.anchor]
        noun = any("BE" in chunk.tags for chunk in said)  # "the accuracy gain is equal to 2%"
        raised = any("DV" in chunk.tags and not (noun and "DN" in chunk.tags) for chunk in said)
        nouns = any(chunk.tags & {"DV", "DN"} == {"DN"} for chunk in task.chunks[frame.start : frame.end])
        return raised and not nouns and "BE" not in chunk_before(task.chunks, frame.anchor).tags

    def _is_beside_cut(self, task: Task, q: Quantity, metric: Metric, moves: str, at: int) -> bool:
        """Whether a quality is too high to share the noun behind a cost: "81% accuracy and a 3% latency cut"."""
        behind = [m for chunk in task.chunks[at + 1 : task.frame.end] for m in chunk.meanings if m.metric]
        shared = moves == "down" and any(not self._metrics[m.metric].traits.quality for m in behind)
        return shared and metric.traits.quality and metric.percentage and (q.low or 0) > self._gain.usual

    def _is_level_in_brackets(self, task: Task, q: Quantity, metric: Metric) -> bool:
        """Whether a value is given behind its comparative, not by how much it differs: "higher accuracy (95%)".

        Also behind what it falls short of ("lags behind human performance (93%)"), and a count ("fewer samples (12K)").
        """
        frame, chunks = task.frame, task.chunks
        if q.sign or "LP" not in chunk_before(chunks, frame.anchor).tags:
            return False
        if task.before and frame.rule.metric == "M-before" and self._is_far(task, q, task.before[-1]):
            return True  # "improves by 5% (up to 98%)"
        changes = [chunk for chunk in chunks[frame.start : frame.anchor] if chunk.tags & _CHANGING]
        compared = bool(changes) and all(chunk.tags & _CHANGING <= {"DA"} for chunk in changes)
        compared = compared or "OUT" in chunks[frame.start].tags  # "beats all others (81.9% mAP)"
        if q.kind == "number" and q.scale > 1:
            return compared
        if q.kind == "unit" and metric.traits.pace and q.bound == "exact":
            return True  # "superiority in efficiency (71 FPS)"
        if not metric.traits.quality or (highest_beside(task) if not changes else q.low or 0) <= self._gain.most:
            return False
        before = (task.tokens.before(chunk.start) for chunk in changes if "DN" in chunk.tags)
        if metric.percentage and not self._none.isdisjoint(before):
            return True  # "with no drop in accuracy (76.5% top-1)"
        lags = any(chunk.tags & _LAGGING and chunk.meanings[0].moves == "worse" for chunk in changes)
        lags = lags and _LAGGING.isdisjoint(chunk_before(chunks, frame.anchor, 2).tags)  # but "a gap (51% accuracy)"
        return lags or (compared and metric.percentage)

    def _by_changing(self, task: Task) -> bool:
        """Whether a win is by a change that has the amount: "outperforms the others by reducing the path by 48%"."""
        chunks, start, anchor = task.chunks, task.frame.start, task.frame.anchor
        for at in range(start + 2, anchor - 1):
            led = chunks[at - 1].word in self._changing_by or "COMMA" in chunks[at - 1].tags
            if led and "DV" in chunks[at].tags:
                return chunks[at + 1].tags <= _OBJECT
        return False

    def _errs_in(self, task: Task, meaning: Meaning, at: int) -> bool:
        """Whether a value right behind an error is of that, whatever its unit: "a timing error of 33 ms"."""
        chunks, anchor = task.chunks, task.frame.anchor
        unit = task.quantities[task.members[0]].metric
        if meaning.metric != self._error or not at < anchor or (unit and self._metrics[unit].traits.quality):
            return False  # "a PSNR and a loss of 27 dB and 2%"
        last = chunks[anchor - 1]
        said = at == anchor - 1 or last.word in self._leads or "BE" in last.tags
        return said and all(chunk.tags <= _OF_THING for chunk in chunks[at + 1 : anchor - 1])

    def _of_rival(self, task: Task, at: int, meaning: Meaning) -> bool:
        """Whether a resource only says who is beaten: "beats nets of the same size by 2%", not "in size by 2%"."""
        chunks, anchor, traits = task.chunks, task.frame.anchor, self._metrics[meaning.metric].traits
        between = chunks[at + 1 : anchor + 1] if not traits.quality else ()
        if not any(chunk.word in self._by for chunk in between):
            return False
        before = at - 1
        while before >= 0 and chunks[before].tags in _DESCRIBING:
            before -= 1
        won_in = self._won_in_data if traits.counted else self._won_in
        if before < 0 or chunks[before].word in won_in:
            return False
        if _HOLDING.isdisjoint(chunks[before].tags) or "TERMS" in chunks[before].tags:
            return False
        for i in range(before - 1, max(-1, before - NEAR_ENOUGH), -1):
            # "A by 2% and B trained on all data by 3%"
            other = "Q" in chunks[i].tags and "AND" not in chunks[i + 1].tags
            if other or not chunks[i].tags.isdisjoint(_ENDING):
                return "OUT" in chunks[i].tags
        return False

    def _is_rival(self, task: Task, at: int, meaning: Meaning) -> bool:
        """Whether a resource is itself what is beaten: "outperforms hand-made labels by 2%"."""
        chunks = task.chunks
        differs = task.frame.rule.measure == "difference" and "M" in chunks[at].tags and at < task.frame.anchor
        if not differs or not self._metrics[meaning.metric].traits.beaten or meaning.forced:
            return False
        before = at - 1
        while before >= 0 and (chunks[before].tags <= _LISTING or chunks[before].word in self._owned):
            before -= 1
        return before >= 0 and "OUT" in chunks[before].tags

    def _is_reached(self, task: Task, q: Quantity, metric: Metric, meaning: Meaning) -> bool:
        """Whether a quality is what is reached beside a gain: "a 70% reduction in time and 90% accuracy".

        Also beside what is bad: "35% less error and 90% success".
        """
        last = task.before[-1]
        before = self._metrics[last.metric]
        if meaning.apart and not meaning.forced and metric.percentage and before.id != metric.id:
            return True  # "a 6x reduction in parameters and 40% sparsity"
        another = metric.id != before.id or (q.low or 0) > self._gain.most
        if before.traits.quality and another and self._is_far(task, q, last):
            return True
        other = not before.traits.quality or (before.id == self._error and metric.polarity == "higher")
        least = self._gain.level if q.kind == "number" and not before.traits.quality else self._gain.most
        return other and q.kind in _PLAIN and (q.low or 0) > least

    def _is_far(self, task: Task, q: Quantity, last: Reading) -> bool:
        """Whether a value is too high for a gain like that of another quality: "a 4% gain in F1 and 81% accuracy"."""
        gained, high = task.quantities[last.quantity].high or 0, q.low or 0
        told = last.measure == "points" or (last.measure == "percent" and high > self._gain.most)
        fits = q.kind in _PLAIN and told and gained <= self._gain.usual
        return fits and high > self._gain.level and high >= self._gain.level_times * gained

    def _part_of(self, tokens: Tokens, q: Quantity) -> bool:
        """Whether a percentage is a part in words of what follows: "half the memory", "a third of the cost"."""
        in_words = q.form == "single" and tokens.lower[q.start].isalpha()
        return in_words and not self._whole.isdisjoint(tokens.lower[q.end : q.end + 1])


def _turned(task: Task, at: int) -> bool:
    """Whether the last word of change before a frame, and so of its metric, is a verb that says up or down."""
    if at > 0 and task.chunks[at - 1].tags == _WORD:
        return False  # it may be a verb that no list knows
    for chunk in reversed(task.chunks[: task.frame.start]):
        if "BREAK" in chunk.tags:
            return False
        if moves := next((m.moves for m in chunk.meanings if m.moves), ""):
            return "DV" in chunk.tags and moves in _VERTICAL
    return False


def _counts_things(task: Task, metric_at: int) -> bool:
    """Whether a bare whole number is followed by what it counts: "the accuracy of 16 mainstream networks".

    The metric itself may stand between them, as part of the thing's name ("we use 12 similarity measures"), but not
    where a value is reached ("scores 46 AP there").
    """
    at = task.frame.anchor
    named = metric_at == at + 1 and task.frame.end == at + 2 and "ACH" not in chunk_before(task.chunks, at).tags
    after = task.chunks[at + 1 + named : at + 2 + named]
    last = named or task.frame.end == at + 1
    if not last or "QN" not in task.chunks[at].tags or not after:
        return False
    return (after[0].tags == {"W"} and after[0].word == OTHER) or (after[0].tags == {"M"} and after[0].traits.counted)


def _share(task: Task, q: Quantity, metric: Metric, at: int) -> str:
    """What a part of a named quality is: "98% of the precision" a share, "91% of precision" a level.

    Of what is bad it is nothing unless it is reached: "46% of the errors are those of agreement".
    """
    bare = task.chunks[at].start == q.last + 1  # no article behind "of"
    if metric.polarity == "higher":
        return "level" if bare else "share"
    return "level" if bare and "KEEP" in task.chunks[task.frame.start].tags else ""
