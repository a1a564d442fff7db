"""Readings: what a frame says of its quantity: metric, measure and direction. The first half of `claims`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractor.chunks import Chunk, Meaning, metric_of
from extractor.frames import Frame
from extractor.ranges import Quantity
from extractor.rules import Metric, Rules
from extractor.tokens import Tokens

_DIRECTED = frozenset(["DV", "DA", "DN", "MV", "MA", "MN", "OUT"])
_OPPOSITE = {"higher": "lower", "lower": "higher"}
_UNNAMED = "performance"
_MODEL_SCALE = 1e6
_LEAST_PERCENT = 20
_MOST_POINTS = 100
_CHANGES = frozenset(["ratio", "percent", "points"])


class Reading(NamedTuple):
    """One value read: `quantity` indexes the paper's quantities, `place` its place in a list of `size`;
    `start`, `end` are the chunks the frame covers.
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


class Reader:
    """Turns the winning frames of one sentence into readings, left to right."""

    def __init__(self, rules: Rules) -> None:
        self._metrics = rules.metrics
        units = rules.table("quantities/units.toml")
        self._fits = {
            entry["unit"]: frozenset([entry["metric"], *entry.get("also", ())])
            for entry in [*units["unit"], *units["prefix"]]
            if entry["kind"] == "unit"
        }
        training = rules.table("context/context.toml")["training"]
        self._training, self._running = frozenset(training["words"]), frozenset(training["not_words"])
        self._durations = frozenset(["latency", "training_time"])
        self._counts = {
            entry["unit"]: frozenset([entry["metric"], *entry.get("also", ())])
            for entry in units["unit"]
            if entry["kind"] == "count"
        }
        self._relative = frozenset(rules.table("context/context.toml")["relative"]["words"])

    def __call__(
        self, chunks: list[Chunk], frames: Mapping[int, list[Frame]], quantities: Sequence[Quantity], tokens: Tokens
    ) -> list[Reading]:
        """Readings of a sentence: for each quantity those of its best frame that makes sense."""
        out: list[Reading] = []
        for anchor in sorted(frames):
            for frame in frames[anchor]:
                if frame.rule.measure == "none":
                    break
                readings = self._read(chunks, frame, quantities, out, tokens)
                if readings:
                    out.extend(readings)
                    break
        return out

    def _read(
        self, chunks: list[Chunk], frame: Frame, quantities: Sequence[Quantity], before: list[Reading], tokens: Tokens
    ) -> list[Reading]:
        head = quantities[chunks[frame.anchor].quantities[0]]
        rule = frame.rule
        if rule.direction == "previous" != rule.metric and (not before or before[-1].measure not in _CHANGES):
            return []
        if rule.metric == "previous":
            return self._same_as(chunks, frame, quantities, before)
        at, meanings = self._meanings(chunks, frame, head, before)
        moves = self._moves(chunks, frame, at)
        if rule.direction == "previous" or (rule.direction == "left" and before and before[-1].measure in _CHANGES):
            moves = before[-1].effect
        meanings = self._named_elsewhere(chunks, meanings)
        members = chunks[frame.anchor].quantities
        size = len(members)
        pairs: list[tuple[int, int, Meaning]]
        if size > 1 and len(meanings) == size:
            pairs = [(place, index, meanings[place]) for place, index in enumerate(members)]
        else:
            pairs = [
                (place, index, meaning)
                for place, index in enumerate(members)
                for meaning in meanings[: 1 if size > 1 else None]
            ]
        readings = [
            self._reading(frame, quantities[index], index, meaning, moves, at, place, size, tokens, chunks)
            for place, index, meaning in pairs
        ]
        return [reading for reading in readings if reading is not None]

    def _reading(
        self, frame: Frame, q: Quantity, index: int, meaning: Meaning, moves: str, at: int, place: int, size: int,
        tokens: Tokens, chunks: list[Chunk],
    ) -> Reading | None:  # fmt: skip
        meaning = self._fitting(meaning, q, frame.rule.measure)
        if meaning.metric in self._durations and frame.anchor == at:
            meaning = meaning._replace(metric=self._duration(tokens, q, chunks))
        metric = self._metrics[meaning.metric]
        if frame.rule.measure == "used" and not metric.resource and metric.family != "speed":
            return None
        measure = self._measure(frame.rule.measure, q, metric, tokens, meaning)
        if frame.rule.metric == "M-named" and metric.id == _UNNAMED:
            measure = "share"
        if not self._valid(measure, q, metric):
            return None
        direction = self._direction(frame.rule.direction, moves, meaning, metric, q, measure)
        if measure in ("ratio", "percent", "points") and direction == "none":
            return None
        effect = _effect(direction, measure, meaning, metric)
        return Reading(
            index,
            metric.id,
            measure,
            direction,
            effect,
            meaning.scopes,
            frame.rule.id,
            frame.anchor,
            at,
            place,
            size,
            frame.start,
            frame.end,
        )

    def _duration(self, tokens: Tokens, q: Quantity, chunks: list[Chunk]) -> str:
        """The metric of a bare duration: that of training where the words around it speak of training."""
        words = tokens.lower[chunks[0].start : chunks[-1].end]
        near = tokens.lower[max(chunks[0].start, q.first - _AROUND) : min(chunks[-1].end, q.last + _AROUND)]
        for window in (near, words):
            trains = any(word in self._training for word in window)
            runs = any(word in self._running for word in window)
            if trains != runs:
                return "training_time" if trains else "latency"
        return q.metric

    def _named_elsewhere(self, chunks: list[Chunk], meanings: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
        """A mere "performance" is the metric that the sentence names with "in terms of"."""
        if [m.metric for m in meanings] != [_UNNAMED]:
            return meanings
        for at, chunk in enumerate(chunks[:-1]):
            after = next((c for c in chunks[at + 1 : at + 3] if "M" in c.tags and c.sub == "quality"), None)
            if "TERMS" in chunk.tags and after is not None:
                return _metrics_of(after)[:1]
        return meanings

    def _fitting(self, meaning: Meaning, q: Quantity, measure: str) -> Meaning:
        """The metric, or that of the unit where a value in it cannot be one of the metric ("accuracy at 30 FPS")."""
        if q.kind == "number" and q.scale >= _MODEL_SCALE and self._metrics[meaning.metric].family == "size":
            return self._plain("params")
        fits = self._fits.get(q.unit)
        if fits is None or meaning.metric in fits or q.kind != "unit":
            return meaning
        return self._plain(q.metric)._replace(scopes=meaning.scopes)

    def _valid(self, measure: str, q: Quantity, metric: Metric) -> bool:
        """Whether a value can be said of a metric: no level in per cent of a cost, no bare count of a memory."""
        whole = q.low is not None and q.low == int(q.low)
        if measure == "level":
            if q.kind == "percent":
                return metric.percentage or metric.family in ("quality", "energy")
            if q.kind == "number":
                return q.scale == 1 and (metric.family == "quality" or (not whole and metric.family != "cost"))
            if q.kind == "ratio":
                return False
            if q.kind == "points":
                return metric.id in ("quality_score", "performance")
            return q.kind != "count" or metric.id in self._counts.get(q.unit, ())
        if measure == "share":
            return metric.resource or metric.family in ("quality", "speed", "compute") or metric.id == "sparsity"
        if measure == "points" and q.kind == "number":
            return metric.family == "quality" and q.scale == 1
        return q.kind != "count" or metric.id in self._counts.get(q.unit, ())

    # metric

    def _meanings(
        self, chunks: list[Chunk], frame: Frame, head: Quantity, before: list[Reading]
    ) -> tuple[int, tuple[Meaning, ...]]:
        """Chunk index and meanings of the metric a frame speaks of."""
        way = frame.rule.metric
        inside = range(frame.start, frame.end)
        named = [i for i in inside if "M" in chunks[i].tags and chunks[i].meanings and i != frame.anchor]
        own = [i for i in inside if chunks[i].tags & {"MA", "MN", "MV"} and _own(chunks[i])]
        if way in ("pattern", "M", "M-named", "M-or-unit") and named:
            at = named[0]
            return at, _metrics_of(chunks[at])
        if way == "M-last" and named:
            left = [i for i in named if i < frame.anchor]
            at = left[-1] if left else named[0]
            return at, _metrics_of(chunks[at])
        if way == "M-next" and named:
            right = [i for i in named if i > frame.anchor]
            at = right[0] if right else named[-1]
            return at, _metrics_of(chunks[at])
        if way in ("MX", "pattern") and own:
            at = min(own, key=lambda i: abs(i - frame.anchor))
            # A word may be noun and verb alike ("speedup"): it still says one thing.
            return at, tuple({m.metric: m for m in chunks[at].meanings if m.metric and m.moves}.values())
        if way in ("unit", "M-or-unit") and head.metric:
            return frame.anchor, (self._plain(head.metric),)
        if way == "M-or-unit":
            named = [i for i in range(frame.anchor - 1, max(-1, frame.anchor - 8), -1) if _names(chunks[i])][:1]
            if named and not any("BREAK" in chunk.tags for chunk in chunks[named[0] : frame.anchor]):
                return named[0], _metrics_of(chunks[named[0]])
        if way == "M-or-unit" or way.endswith("or-performance"):
            if self._lessens(chunks, frame):
                return self._lessened(chunks, frame, head, before)
            return self._unnamed(chunks, frame, head, before, way)
        if way == "complexity":
            return self._complexity(chunks, frame)
        if way in self._metrics:
            return frame.anchor, (self._plain(way),)
        return frame.anchor, ()

    def _unnamed(
        self, chunks: list[Chunk], frame: Frame, head: Quantity, before: list[Reading], way: str
    ) -> tuple[int, tuple[Meaning, ...]]:
        """The metric of a value that names none: the one just said, else performance."""
        if head.kind == "unit" and head.metric:
            return frame.anchor, (self._plain(head.metric),)
        for reading in reversed(before):
            metric = self._metrics[reading.metric]
            if metric.family != "quality" or (way.startswith("level") and reading.measure != "level"):
                continue
            return reading.metric_at, (self._plain(reading.metric),)
        if not way.startswith("level"):
            for at in range(frame.anchor - 1, -1, -1):
                if "BREAK" in chunks[at].tags:
                    break
                if "M" in chunks[at].tags and chunks[at].meanings and chunks[at].sub == "quality":
                    return at, _metrics_of(chunks[at])[:1]
        return frame.anchor, (self._plain(_UNNAMED),)

    @staticmethod
    def _lessens(chunks: list[Chunk], frame: Frame) -> bool:
        """Whether a frame speaks of a reduction: of quality it would say a drop or a loss."""
        inside = [m for i in range(frame.start, frame.end) if (m := _moving(chunks[i])) is not None]
        return bool(inside) and all(m.moves == "down" for m in inside)

    def _lessened(
        self, chunks: list[Chunk], frame: Frame, head: Quantity, before: list[Reading]
    ) -> tuple[int, tuple[Meaning, ...]]:
        """The metric of a reduction that names none: the nearest one before it in the sentence, else none."""
        if head.kind == "unit" and head.metric:
            return frame.anchor, (self._plain(head.metric),)
        for at in range(frame.anchor - 1, -1, -1):
            if "M" in chunks[at].tags and metric_of(chunks[at]) is not None:
                return at, _metrics_of(chunks[at])[:1]
        if before:
            return before[-1].metric_at, (self._plain(before[-1].metric),)
        return frame.anchor, (self._plain(_UNNAMED),)

    def _complexity(self, chunks: list[Chunk], frame: Frame) -> tuple[int, tuple[Meaning, ...]]:
        near = range(max(0, frame.anchor - 5), min(len(chunks), frame.anchor + 3))
        for at in near:
            for meaning in chunks[at].meanings:
                if meaning.metric == "memory":
                    return at, (meaning,)
        return frame.anchor, (self._plain("flops"),)

    def _plain(self, metric: str) -> Meaning:
        return Meaning(metric, "", self._metrics[metric].polarity, "", False, ())

    # direction

    def _moves(self, chunks: list[Chunk], frame: Frame, metric_at: int) -> str:
        """Where the wording moves the metric: up, down, better, worse, or nothing."""
        way = frame.rule.direction
        if way in ("better", "worse", "up", "down"):
            return way
        if way not in ("pattern", "change", "left"):
            return ""
        inside = [i for i in range(frame.start, frame.end) if chunks[i].tags & _DIRECTED and _moving(chunks[i])]
        if way in ("change", "left") and not inside:
            inside = [i for i in range(frame.anchor - 1, max(-1, frame.anchor - 10), -1) if chunks[i].tags & _DIRECTED][
                :1
            ]
        if not inside:
            return ""
        at = min(inside, key=lambda i: (abs(i - frame.anchor), i))
        meaning = _moving(chunks[at])
        if meaning is None:
            return ""
        if meaning.metric and at != metric_at:
            # "faster" said of a latency: better for it, wherever that metric moves.
            good = self._metrics[meaning.metric].polarity
            return "better" if (meaning.moves == "up") == (good == "higher") else "worse"
        return meaning.moves

    def _direction(self, way: str, moves: str, meaning: Meaning, metric: Metric, q: Quantity, measure: str) -> str:
        if way == "none" or measure == "level":
            return "none"
        if way == "sign":
            return "higher" if q.sign == "+" else "lower"
        if way == "share" or measure == "share":
            spent = metric.resource or (metric.family == "speed" and metric.polarity == "higher")
            return "lower" if spent else "none"
        if measure == "change" and q.before is None and q.low is not None and q.high is not None:
            return "higher" if q.high > q.low else "lower"
        if measure == "change" and q.before is not None and q.low is not None:
            return "higher" if q.low > q.before else "lower"
        if measure == "complexity" and q.form != "change":
            return "none"
        if measure == "complexity":
            return "lower"
        return direct(moves, meaning)

    def _measure(self, way: str, q: Quantity, metric: Metric, tokens: Tokens, meaning: Meaning) -> str:
        if way in ("share", "used"):
            return "ratio" if q.kind == "ratio" and q.low is not None and q.low >= 1 else "share"
        if way != "difference":
            return way
        if q.kind == "ratio":
            return "ratio"
        if q.kind == "number" and (metric.resource or metric.family == "speed") and q.low and not q.sign:
            # A sign was lost on the way: "4.5 faster", "a 45 reduction in FLOPs".
            return "percent" if q.low >= _LEAST_PERCENT else "ratio"
        if q.kind != "percent":
            return "points"
        near = tokens.lower[max(0, q.first - 3) : q.last + 2]
        if q.low is not None and q.low > _MOST_POINTS:
            return "percent"
        percentage = metric.percentage if meaning.percentage is None else meaning.percentage
        return "points" if percentage and not any(word in self._relative for word in near) else "percent"

    def _same_as(
        self, chunks: list[Chunk], frame: Frame, quantities: Sequence[Quantity], before: list[Reading]
    ) -> list[Reading]:
        """The reading of the value before it in the sentence, for a value of the same kind."""
        if not before:
            return []
        last = before[-1]
        between = chunks[last.anchor + 1 : frame.anchor]
        kind, held = chunks[frame.anchor].sub, chunks[last.anchor].sub
        if (last.measure == "change") != bool(chunks[frame.anchor].tags & {"QF", "QC"}):
            return []
        joined = len(between) == 1 and between[0].tags == {"AND"} and last.measure in ("points", "percent")
        if kind == "unit" and not joined:
            return []
        if kind != held and not (joined and kind in ("unit", "percent", "points")):
            return []
        if len(between) > _NEAR_ENOUGH or any("BREAK" in chunk.tags for chunk in between):
            return []
        if not any(chunk.tags & _JOINING for chunk in between):
            return []
        same = [r for r in before if r.anchor == last.anchor and r.place == last.place]
        members = chunks[frame.anchor].quantities
        out = [
            r._replace(
                quantity=index,
                rule=frame.rule.id,
                anchor=frame.anchor,
                place=place,
                size=len(members),
                start=min(r.start, frame.start),
                end=frame.end,
            )
            for place, index in enumerate(members)
            for r in same
        ]
        if kind == "unit":
            return [self._as_unit(r, quantities[r.quantity]) for r in out]
        return [r for r in out if self._valid(r.measure, quantities[r.quantity], self._metrics[r.metric])]

    def _as_unit(self, reading: Reading, q: Quantity) -> Reading:
        """A difference in a unit of its own: "by 1.7 points and 70 FPS"."""
        meaning = self._plain(q.metric)
        better = reading.effect == "better"
        direction = meaning.good if better else _OPPOSITE[meaning.good]
        return reading._replace(metric=q.metric, measure="points", direction=direction)


_JOINING = frozenset(["AND", "COMMA", "SLASH", "LP"])
_NEAR_ENOUGH = 12
_AROUND = 8


def _names(chunk: Chunk) -> bool:
    return "M" in chunk.tags and metric_of(chunk) is not None


def _own(chunk: Chunk) -> Meaning | None:
    return next((m for m in chunk.meanings if m.metric and m.moves), None)


def _moving(chunk: Chunk) -> Meaning | None:
    return next((m for m in chunk.meanings if m.moves), None)


def _metrics_of(chunk: Chunk) -> tuple[Meaning, ...]:
    """The metrics a chunk names, each once; nouns of their own before words of change."""
    plain = {m.metric: m for m in reversed(chunk.meanings) if m.metric and not m.moves}
    named = plain or {m.metric: m for m in reversed(chunk.meanings) if m.metric}
    return tuple(reversed(named.values()))


def direct(moves: str, meaning: Meaning) -> str:
    """higher, lower or none: where a metric moves, from the wording and what is better for it."""
    if meaning.forced and moves in ("up", "better", ""):
        return meaning.forced
    if meaning.forced:
        return _OPPOSITE[meaning.forced]
    if moves in ("up", "down"):
        return "higher" if moves == "up" else "lower"
    if moves == "better":
        return meaning.good
    if moves == "worse":
        return _OPPOSITE[meaning.good]
    return "none"


def _effect(direction: str, measure: str, meaning: Meaning, metric: Metric) -> str:
    if direction == "none" or measure == "level":
        return "none"
    good = meaning.forced or meaning.good or metric.polarity
    return "better" if direction == good else "worse"
