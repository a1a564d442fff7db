"""Measures: what kind of statement a value makes, whether it makes sense, and where it moves its metric."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.frames.frames import Frame
from extractor.frames.joins import Chunk, Meaning, moving
from extractor.quantities.ranges import PART, Quantity
from extractor.quantities.thresholds import thresholds
from extractor.readings.durations import metrics_of_units
from extractor.rulefiles.rules import Metric, Rules
from extractor.text.tokens import Tokens

_DIRECTED = frozenset(["DV", "DA", "DN", "MV", "MA", "MN", "OUT"])
_NOUNS = frozenset(["DN", "MN"])
_OPPOSITE = {"higher": "lower", "lower": "higher"}
_TOLD = {"better": "better", "worse": "worse", "up": "up", "down": "down", "gain": "up"}  # by the rule itself
_BEHIND_LOSS = frozenset(["BE", "DV", "PREP"])  # "the accuracy drop is", "the accuracy drop of the net"
_REVERSED = {"up": "down", "down": "up", "better": "worse", "worse": "better"}
_NAMED = (frozenset(["M"]), frozenset(["W"]))  # what may stand between a verb and the noun of change it governs
_WORD = frozenset(["W"])
_SIZED = frozenset(["DA", "MA"])  # a comparative, be it one of a metric of its own: "larger"
_BEFORE_NOUN = (frozenset(["DA"]), frozenset(["DV"]))
_GOVERNED = frozenset(["BREAK", "Q", "DV", "OUT"])
_FACTOR_BEFORE = 3  # tokens before a number that lost its sign in which a factor may be named
_LARGEST = ("up_to", "at_least")  # bounds of what can be taken in
_WHOLE = 100  # per cent: all of it; no percentage is higher, or moves by more points
_NOUN_BEFORE = 13  # tokens before a difference in which its noun may be called relative or absolute
_NOUN_BEHIND = 4  # tokens behind such a word in which that noun stands
_NEAR_BEFORE = 4  # tokens before a difference in which it may be itself
_ADDED = 6  # tokens behind a percentage in which its metric is named
_LEFT = 20  # chunks to the left in which a verb may govern a value


class Measurer:
    """Decides measure and direction, as the keys `measure` and `direction` of a rule ask."""

    def __init__(self, rules: Rules) -> None:
        relative = rules.table("context/relative.toml")
        self._metrics = rules.metrics
        metrics = rules.table("terms/metrics.toml")
        self._gain, roles = thresholds(metrics), metrics["roles"]
        self._unnamed: str = roles["unnamed"]
        self._in_points = frozenset(roles["levels_in_points"])
        self._in_parts = frozenset(roles["levels_in_parts"])
        self._in_wholes = frozenset(roles["levels_whole"])
        self._taken_away = frozenset(roles["taken_away"])
        units = rules.table("quantities/units.toml")["unit"]
        self._counts = metrics_of_units(units, "count")
        self._percent = frozenset(word for entry in units if entry["kind"] == "percent" for word in entry["surfaces"])
        words = rules.table("terms/words.toml")
        self._nouns = frozenset(word for entry in words["class"] if entry["name"] == "DN" for word in entry["words"])
        self._by, self._reached = frozenset(words["said"]["by"]), frozenset(words["said"]["reached"])
        self._owned = frozenset(words["said"]["owned"])
        self._counted = frozenset(roles["counted_in_words"])
        self._added = frozenset(roles["added"])
        self._factors = frozenset(words["said"]["factors"])
        self._absolute = frozenset(relative["absolute"])
        self._named_absolute = frozenset(relative["named_absolute"])
        self._relative = frozenset(relative["words"])

    def measure(
        self, way: str, q: Quantity, metric: Metric, tokens: Tokens, meaning: Meaning, listed: tuple[int, int]
    ) -> str:
        """The measure of a value, the guide's ruling on per cent of percentages applied; `listed` are the first token
        and the end of the list it stands in.
        """
        if way == "used" and q.kind == "percent" and self._is_added(tokens, q, listed[1]):
            return "percent"
        if way in ("share", "used"):
            return "ratio" if q.kind == "ratio" and q.low is not None and q.low >= 1 else "share"
        if way != "difference":
            return way
        if q.form == "fromto" and q.low is not None and q.high is not None and q.low > q.high:
            return "change"  # "a reduction in defects from 10.7% to 1.3%": amounts would rise
        if q.kind == "ratio":
            return "share" if metric.resource and q.high is not None and 0 < q.high < 1 else "ratio"
        bare = q.kind == "number" and not q.sign and q.scale == 1
        if bare and q.low and (metric.resource or metric.traits.pace):
            # A sign was lost on the way: "4.5 faster", "a 45 reduction in FLOPs".
            near = tokens.lower[max(0, listed[0] - _FACTOR_BEFORE) : q.first]
            if q.low > self._gain.signless_most and self._factors.isdisjoint(near):
                return "points"  # "selects 1000 additional images"
            factor = q.low < self._gain.signless or not self._factors.isdisjoint(near)
            return "ratio" if factor else "percent"
        if q.kind != "percent":
            return "points"
        percentage = metric.percentage if meaning.percentage is None else meaning.percentage
        percentage = percentage and q.scale != PART  # "by half"
        return self.manner(q, tokens, listed) or ("points" if percentage else "percent")

    def manner(self, q: Quantity, tokens: Tokens, listed: tuple[int, int]) -> str:
        """The measure that the words around a percentage ask for by "absolute" or "relative"; none without them."""
        lower, (first, last) = tokens.lower, listed
        if any(self._is_absolute(tokens, at) for at in (q.first - 1, q.start - 1, q.last - 1, *_behind(lower, q.last))):
            return "points"
        near = [*range(first - _NEAR_BEFORE, first), *range(q.first - _NEAR_BEFORE, q.last)]
        for end in (q.last, last):
            near += _behind(lower, end)
        if any(self._is_relative(tokens, at) for at in near):
            return "percent"
        if any(self._is_absolute(tokens, at) for at in (first - 1, last - 1, *_behind(lower, last))):
            return "points"
        if q.high is not None and q.high > _WHOLE:
            return "percent"
        return self._of_noun(tokens, first)

    def _is_absolute(self, tokens: Tokens, at: int) -> bool:
        """Whether a token says that a change is absolute, and is no part of a name: "the mean absolute error"."""
        lower = tokens.lower
        if not 0 <= at < len(lower) or lower[at] not in self._absolute:
            return False
        return self._named_absolute.isdisjoint(lower[at + 1 : at + 2])

    def _is_relative(self, tokens: Tokens, at: int) -> bool:
        """Whether a token says that a change is relative."""
        return 0 <= at < len(tokens.lower) and tokens.lower[at] in self._relative

    def _of_noun(self, tokens: Tokens, first: int) -> str:
        """The measure by the noun of change a value belongs to: "a relative increase in accuracy of 22%".

        Also by what stands before the metric: "raises the absolute CER by 1.2%".
        """
        lower = tokens.lower
        for at in range(first - 1, max(-1, first - _NOUN_BEFORE), -1):
            if lower[at][0].isdigit() or lower[at] == ".":
                return ""
            if self._is_absolute(tokens, at) or self._is_relative(tokens, at):
                if tokens.before(at) in self._percent or tokens.before(at)[:1].isdigit():
                    return ""  # "a 2% absolute gain, while latency falls by 40%": that of another value
                absolute = lower[at] in self._absolute
                nouned = not self._nouns.isdisjoint(lower[at + 1 : at + 1 + _NOUN_BEHIND])
                changed = absolute and at == first - 3 and lower[at + 2] in self._by
                return "" if not (nouned or changed) else ("points" if absolute else "percent")
        return ""

    def _is_added(self, tokens: Tokens, q: Quantity, last: int) -> bool:
        """Whether what a percentage is of comes on top: "with only 5% parameter and latency overheads"."""
        return not self._added.isdisjoint(tokens.lower[q.last : last + _ADDED])

    def makes_sense(self, measure: str, q: Quantity, metric: Metric, written: str) -> bool:
        """Whether a value can be said of a metric: no level in per cent of a cost, no bare count of a memory.

        `written` is its first word in the text, for "94.0" is no count of things.
        """
        if measure == "level":
            return self._is_level(q, metric, written)
        if q.kind == "complexity":  # "improves by O(log n)"
            return measure == "complexity"
        if measure == "ratio" and q.high == 0:  # "0x1F"; nothing is zero times as fast
            return False
        if measure == "share" and (q.sign == "+" or (q.kind == "number" and (q.high or 0) > 1)):
            return False  # "a gain of +2.3% of accuracy", "100k of the labels"
        if measure == "share" and metric.resource and q.kind == "percent" and (q.low or 0) >= _WHOLE:
            return False  # "the baseline that uses 100% of the labels"
        if measure == "share":
            return metric.resource or metric.traits.in_parts or metric.id in self._taken_away
        if q.kind == "points" and metric.resource:  # "trained with annotations only by 25 points"
            return False
        if measure == "points" and q.kind == "number":
            return q.scale == 1 if metric.traits.quality else metric.resource and q.scale != 1
        return q.kind != "count" or metric.id in self._counts.get(q.unit, ())

    def _is_level(self, q: Quantity, metric: Metric, written: str) -> bool:
        if q.kind == "complexity" or q.sign == "+":
            return False
        if q.kind == "percent":
            if q.scale == PART and metric.id not in self._in_parts:
                return False  # "a 1/2-approximation", "with probability 2/3"
            return metric.percentage or metric.traits.in_percent
        if q.kind == "number":
            pointed = "." in written and metric.traits.quality  # "94.0 and 90.4 on both"
            exact = pointed or metric.id in self._in_wholes
            whole = q.low is not None and q.low == int(q.low) and not exact
            if q.scale != 1:
                # "with sequence lengths from 4K to 32K" sets the scene
                return metric.id in self._counted and (q.form != "fromto" or metric.traits.size)
            if q.low == 0:
                return False  # "the error goes to 0"
            if metric.id in self._counted and q.bound in _LARGEST and (q.low or 0) >= self._gain.taken_in:
                return True  # "handles graphs with up to 100,000 nodes"
            if metric.percentage and q.low is not None and q.low > _WHOLE:
                return False
            if metric.id == self._unnamed and whole:
                return False  # "performance with those of 8 planners"
            return metric.traits.quality or (not whole and not metric.traits.counted and metric.unit != "")
        if q.kind == "points":
            return metric.id in self._in_points
        if q.kind == "count":
            return metric.id in self._counts.get(q.unit, ())
        return q.kind != "ratio"

    def moves(self, chunks: list[Chunk], frame: Frame, metric_at: int) -> str:
        """Where the wording moves the metric: up, down, better, worse, or nothing."""
        way = frame.rule.direction
        if way in _TOLD:
            return _TOLD[way]
        if way not in ("pattern", "change", "left"):
            return ""
        if way == "pattern" and "QV" in chunks[frame.anchor].tags:
            return "up" if chunks[frame.anchor].sub == "ratio" else "down"  # "doubles", "halves"
        inside = [i for i in range(frame.start, frame.end) if chunks[i].tags & _DIRECTED and moving(chunks[i])]
        if way in ("change", "left") and not inside:
            left = range(frame.anchor - 1, max(-1, frame.anchor - _LEFT), -1)
            inside = [i for i in left if chunks[i].tags & _DIRECTED][:1]
        inside = [i for i in inside if not self._describes(chunks, i)] or inside
        if not inside:
            return ""
        at = min(inside, key=lambda i: (abs(i - frame.anchor), i))
        if "DA" in chunks[at].tags <= _SIZED and (more := moving(chunks[at])) is not None and more.moves == "up":
            # "33% more FLOPs reduction", "1.5x higher compression": the noun says where it moves.
            at = next((i for i in inside if i > at and not _NOUNS.isdisjoint(chunks[i].tags)), at)
        if at < frame.anchor and chunks[at].tags in _BEFORE_NOUN and at and "DV" in chunks[at - 1].tags:
            at -= 1  # "reduces additional training time", "improves the cutting accuracy": the verb says where it moves
        meaning = moving(chunks[at])
        if meaning is None:
            return ""
        turned = meaning if self._is_turned(chunks, at, frame.anchor) else _lost(chunks, metric_at, at)
        if turned is not None:
            return _REVERSED[turned.moves]
        noun = moving(chunks[metric_at]) if "MN" in chunks[metric_at].tags else None
        if chunks[at].tags == {"DA"} and noun is not None and noun.moves == "down":
            # "4x higher compression" is more of what the noun says.
            return "down" if meaning.moves in ("up", "better") else "up"
        plain = next((m for m in chunks[at].meanings if m.moves and not m.metric), None)
        if meaning.metric and at != metric_at and plain is not None:
            return plain.moves  # "larger batches" grow, for all that "larger" alone says of a model
        if meaning.metric and at != metric_at:
            # "faster" said of a latency: better for it, wherever that metric moves.
            good = self._metrics[meaning.metric].polarity
            return "better" if (meaning.moves == "up") == (good == "higher") else "worse"
        return meaning.moves

    def _describes(self, chunks: list[Chunk], at: int) -> bool:
        """Whether a verb of change only tells what a system is like: "the accuracy loss of the pruned net is 0.4%"."""
        verb = "DV" in chunks[at].tags and "DN" not in chunks[at].tags
        named = any(chunk.tags == _WORD for chunk in chunks[at + 1 : at + 2])
        return verb and named and at > 0 and chunks[at - 1].word in self._owned

    def _is_turned(self, chunks: list[Chunk], noun: int, anchor: int) -> bool:
        """Whether a noun of change means its opposite: "reduces the drop by 2%", "wins by a difference of 2%".

        What a drop is reduced to remains: "reduces the drop to 2%".
        """
        if "DN" not in chunks[noun].tags:
            return False
        if _is_lessened(chunks, noun):
            return chunks[anchor - 1].word not in self._reached
        by = any(chunk.word in self._by for chunk in chunks[max(0, noun - 2) : noun])
        meaning = moving(chunks[noun])
        return by and meaning is not None and meaning.moves == "worse" and _is_won(chunks, noun)

    @staticmethod
    def direction(way: str, moves: str, meaning: Meaning, metric: Metric, q: Quantity, measure: str) -> str:
        """higher, lower or none: which way the metric itself moves."""
        if way == "none" or measure == "level":
            return "none"
        if way == "sign":
            return "higher" if q.sign == "+" else "lower"
        if way == "share" and measure == "ratio":
            return "higher"  # "3.9x throughput", "twice the memory"
        if way == "share" and measure == "percent":
            return "higher"  # what is added
        if way == "share" or measure == "share":
            spent = way == "down" or metric.polarity == "lower" or metric.traits.pace
            return "lower" if spent else "none"  # "half the error"
        if measure == "complexity":
            return "lower" if q.form == "change" else "none"
        if measure == "change" and q.low is not None and q.high is not None:
            before, after = (q.low, q.high) if q.before is None else (q.before, q.low)
            return "higher" if after > before else "lower"
        return _direct(moves, meaning)


def _behind(lower: Sequence[str], end: int) -> range:
    """The two tokens behind a value: "12% relative", "2% in absolute terms"; the one in a bracket: "8% (relative)".

    Unless what the bracket opens with is said of another value: "8% (relative 20%)".
    """
    if lower[end : end + 1] != ["("]:
        return range(end, end + 2)
    own = not any(word[0].isdigit() for word in lower[end + 2 : end + 4])
    return range(end + 1, end + 2) if own else range(0)


def _is_won(chunks: list[Chunk], noun: int) -> bool:
    """Whether a verb of winning governs a noun of change, in its clause."""
    for chunk in reversed(chunks[:noun]):
        if not chunk.tags.isdisjoint(_GOVERNED):
            return "OUT" in chunk.tags
    return False


def _is_lessened(chunks: list[Chunk], noun: int) -> bool:
    """Whether a noun of change is the object of a verb that lessens it."""
    at = noun - 1
    if at > 0 and chunks[at].tags in _NAMED and ("M" in chunks[at].tags or "DV" not in chunks[noun].tags):
        at -= 1  # "reduces the accuracy drop", but "a pruning method boosts"
        if at > 0 and chunks[at].quantities:
            at -= 1  # "alleviates 74% of the accuracy drop"
    if at < 0 or "DV" not in chunks[at].tags or "DN" in chunks[at].tags:
        return False
    measured = any("M" in chunk.tags for chunk in chunks[noun + 1 : noun + 2])
    if "PRUNE" in chunks[at].tags and at == noun - 1 and "DV" in chunks[noun].tags and measured:
        return False  # "pruning cuts latency", but "prunes cuts in accuracy"
    meaning = moving(chunks[at])
    return meaning is not None and meaning.moves == "down"


def _lost(chunks: list[Chunk], metric: int, verb: int) -> Meaning | None:
    """What the noun of change that a verb lessens says, None where it lessens none: "the accuracy drop shrinks"."""
    if not metric + 1 < verb or "DN" not in chunks[metric + 1].tags or "DV" not in chunks[verb].tags:
        return None
    meaning = moving(chunks[verb])
    lessened = meaning is not None and meaning.moves == "down"
    return moving(chunks[metric + 1]) if lessened and chunks[metric + 2].tags & _BEHIND_LOSS else None


def _direct(moves: str, meaning: Meaning) -> str:
    """The direction, from the wording and what is better for the metric."""
    if meaning.forced:
        return meaning.forced if moves in ("up", "better", "") else _OPPOSITE[meaning.forced]
    if moves in ("up", "down"):
        return "higher" if moves == "up" else "lower"
    if moves in ("better", "worse"):
        return meaning.good if moves == "better" else _OPPOSITE[meaning.good]
    return "none"


def effect(direction: str, measure: str, meaning: Meaning, metric: Metric, way: str) -> str:
    """better, worse or none: what a direction means for the metric, in a wording that goes some way."""
    if direction == "none" or measure == "level":
        return "none"
    good = meaning.forced or meaning.good or metric.polarity
    return "better" if direction == good or metric.either or meaning.either or way == "gain" else "worse"


def direction_of(effect: str, meaning: Meaning) -> str:
    """The direction that has an effect on a metric."""
    return meaning.good if effect == "better" else _OPPOSITE[meaning.good]
