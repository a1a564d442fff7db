"""Naming: which metric a frame speaks of, by its words, its unit, or the sentence so far."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.frames.frames import Frame
from extractor.frames.joins import Chunk, Meaning, metric_of, metrics_of, moving, plain
from extractor.quantities.ranges import Quantity
from extractor.readings.durations import lengths_of
from extractor.readings.heads import Heads
from extractor.readings.tasks import CHANGES, RELATIVE, Reading
from extractor.readings.things import Things
from extractor.rulefiles.rules import Rules

_OWN = frozenset(["MA", "MN", "MV"])
_NAMED = frozenset(["M", "S"])
_VERBAL = frozenset(["ACH", "USE"])  # a metric's name that may be a verb
_WINNING = frozenset(["OUT"])
_IN_SUBJECT = frozenset(["W", "PREP"])
_JUDGED = frozenset(["better", "worse"])
_OF_QUALITY = frozenset(["percent", "points"])  # "a loss of 0.4%" is none of the loss that training minimizes
_SUBJECT = 3  # chunks between a verb and the metric that heads its subject
_BEFORE_LIST = frozenset(["BREAK", "Q", "QC", "QV"])  # where the clause of a list of values begins
_OBJECT = 4  # chunks behind a noun of change in which what changes is said
_REACH = 12  # chunks a change may stand behind its metric

Named = tuple[int, tuple[Meaning, ...]]


class MetricNamer:
    """Names the metric of a frame, as the key `metric` of its rule asks."""

    def __init__(self, rules: Rules) -> None:
        self._metrics = rules.metrics
        roles = rules.table("terms/metrics.toml")["roles"]
        self._unnamed_metric: str = roles["unnamed"]
        self._lessened_metric: str = roles["lessened"]
        self._complexity_metric: str = roles["complexity"]
        self._complexity_of: dict[str, str] = roles["complexity_of"]
        said = rules.table("terms/words.toml")["said"]
        self._what, self._owned = frozenset(said["what"]), frozenset(said["owned"])
        self._alone = frozenset(said["alone"])
        self._heads = Heads(rules)
        self._things = Things(rules)
        self._times = frozenset([roles["runtime"], roles["training_time"]])
        self._speed: str = roles["of_systems"]
        self._own_times = frozenset(roles["own_times"])
        self._error: str = roles["exact"]["error"]
        self._taken = frozenset(roles["taken_away"])
        self._lengths = lengths_of(rules.table("quantities/units.toml"), self._error)

    def __call__(self, chunks: list[Chunk], frame: Frame, head: Quantity, before: Sequence[Reading]) -> Named:
        """The chunk that names the metric, and what it says; no meanings where none can be named."""
        way = frame.rule.metric
        inside = range(frame.start, frame.end)
        named = [i for i in inside if "M" in chunks[i].tags and chunks[i].meanings and i != frame.anchor]
        # "by 2% given equivalent annotation time": a judged resource is what it costs, not what changes.
        named = [i for i in named if i < frame.anchor + 2 or not self._is_condition(chunks[i])]
        if any("LP" in chunk.tags for chunk in chunks[frame.start : frame.anchor]):
            # "trained on less data (up to 5% absolute improvement)": no data improve
            behind = next((i for i in range(frame.anchor, len(chunks)) if "RP" in chunks[i].tags), frame.end)
            changes = (c for c in chunks[frame.start : max(frame.end, behind)] if "DN" in c.tags)
            gains = {m.moves for c in changes if (m := moving(c)) is not None}
            named = [i for i in named if not (gains and gains <= _JUDGED and _is_bare(chunks[i].meanings[0]))]
        # "a loss of 0.02% in accuracy": a noun of change is a metric only where nothing else is.
        lost = head.kind == "points" or (way == "left-or-performance" and head.kind in _OF_QUALITY)
        nouns = [] if lost else named
        named = [i for i in named if "DN" not in chunks[i].tags] or nouns
        if len(named) > 1 and named[0] == frame.start and chunks[frame.start].tags & _VERBAL:
            named = named[1:]  # "scores 81.2% accuracy", "costs only 3.6x latency"
        if way == "M-or-unit":
            named = [i for i in named if self._can_change(chunks[i], head)]
        if named and (at := _nearest(way, named, frame.anchor)) is not None:
            if head.kind in RELATIVE and (since := self._reduced_since(chunks, at, frame.anchor)):
                return frame.anchor, (self._things.less(chunks[since : frame.anchor]),)
            at = self._heads(chunks, at) if at < frame.anchor and head.kind in CHANGES else at
            return self._sped(chunks, at) or (at, metrics_of(chunks[at]))
        own = [i for i in inside if chunks[i].tags & _OWN and _own(chunks[i])]
        if way in ("MX", "pattern") and own:
            return self._of_word(chunks, min(own, key=lambda i: abs(i - frame.anchor)))
        if way in ("unit", "M-or-unit") and head.metric:
            return frame.anchor, (plain(self._metrics[head.metric]),)
        if way in ("M-or-unit", "left-level") or way.endswith("or-performance"):
            return self._by_the_sentence(chunks, frame, head, before, way)
        if way == "M-before" and before:
            return self._again(chunks, before[-1])
        if way == "complexity":
            return self._complexity(chunks, frame)
        if way == self._lessened_metric and frame.rule.direction == "pattern":
            return frame.anchor, (self._things.less(chunks[frame.anchor : frame.end + 1]),)  # "40% fewer neurons"
        worded = next((m for i in own for m in chunks[i].meanings if m.metric == way and m.moves), None)
        return frame.anchor, (worded or plain(self._metrics[way]),) if way in self._metrics else ()

    def _of_word(self, chunks: list[Chunk], at: int) -> Named:
        """What a word with a metric of its own says, or the time before it: "a TTFT speedup of 2x".

        Or the resource that is its subject: "the runtime of our method on phones is 3x smaller".
        """
        if "MA" in chunks[at].tags and (subject := self._subject(chunks, at)) is not None:
            return subject, metrics_of(chunks[subject])
        if at and chunks[at - 1].word in self._own_times:
            return at - 1, metrics_of(chunks[at - 1])
        if at and "MN" in chunks[at].tags and "MV" in chunks[at - 1].tags and _own(chunks[at - 1]):
            at -= 1  # "accelerates compression by 25x": of what is done faster, the verb tells
        # A word may be noun and verb alike ("speedup"): it still says one thing.
        return at, tuple({m.metric: m for m in chunks[at].meanings if m.metric and m.moves}.values())

    def _subject(self, chunks: list[Chunk], at: int) -> int | None:
        """The time, or what else is spent, that a word like "faster" or "smaller" is said of as its subject."""
        said = _own(chunks[at])
        head = -1 if said is None else self._heads.subject(chunks, at)
        if said is None or head < 0 or not chunks[head].tags <= _NAMED or not chunks[head].meanings:
            return None
        metric = self._metrics[chunks[head].meanings[0].metric]
        timed = metric.id in self._times and self._metrics[said.metric].traits.pace
        return head if timed or (metric.resource and self._metrics[said.metric].traits.size) else None

    def _sped(self, chunks: list[Chunk], at: int) -> Named | None:
        """The speed that a noun behind a time tells, with the phase of the time: "a 2x decoding latency speedup".

        A time with a name of its own stays what moves: "a 2x TTFT speedup".
        """
        noun = chunks[at + 1] if at + 1 < len(chunks) else chunks[at]
        timed, speed = chunks[at].meanings[0], _own(noun)
        if timed.metric not in self._times or chunks[at].word in self._own_times:
            return None
        if "MN" not in noun.tags or speed is None or speed.metric != self._speed:
            return None
        return at + 1, (speed._replace(scopes=timed.scopes),)

    def _reduced_since(self, chunks: list[Chunk], at: int, anchor: int) -> int:
        """The verb between a quality and a value that lessens another thing, 0 without one.

        "Improves the performance of the nets and reduces the input size by 60%": no performance is reduced.
        """
        if not chunks[at].traits.quality:
            return 0
        for verb in range(anchor - 1, at, -1):
            noun = verb == at + 1 and "DN" in chunks[verb].tags  # "the accuracy drop of our nets is 4%"
            if "DV" in chunks[verb].tags and not noun and (says := moving(chunks[verb])) is not None:
                if chunks[verb - 1].word in self._owned and not noun:
                    continue  # "the accuracy loss of the pruned nets is 4%"
                # "the accuracy is reduced on cars"
                passive = any("BE" in chunk.tags for chunk in chunks[max(at, verb - 2) : verb])
                acts = says.moves == "down" and not passive
                return verb if acts and self._things.is_object(chunks[verb + 1 : anchor]) else 0
        return 0

    def _is_condition(self, chunk: Chunk) -> bool:
        """Whether a metric is a resource that is called the same, low, or the like."""
        return chunk.meanings[0].judged and self._metrics[chunk.meanings[0].metric].resource

    def _beside(self, chunks: list[Chunk], frame: Frame) -> int | None:
        """The chunk of the quality right behind a value ("by 4.8% mAP"), or of the subject of a frame's first verb.

        "The accuracy of our method outperforms the best by 21 points": what outperforms is an accuracy.
        """
        behind = frame.anchor + 1
        if behind < len(chunks) and chunks[behind].tags == {"M"} and chunks[behind].traits.quality:
            return behind
        if chunks[frame.start].tags.isdisjoint(_WINNING):
            return None
        # "surpasses the best accuracy on A by 3%"
        beaten = frame.start + 1 + (frame.start + 1 < frame.anchor and chunks[frame.start + 1].tags == {"DA"})
        if beaten < frame.anchor and chunks[beaten].tags == {"M"} and chunks[beaten].traits.quality:
            return beaten
        for at in range(frame.start - 1, max(-1, frame.start - _SUBJECT - 1), -1):
            of = chunks[at + 1].word in self._owned or at + 1 == frame.start
            if chunks[at].tags == {"M"} and chunks[at].traits.quality and of:
                return at
            if not chunks[at].tags <= _IN_SUBJECT or not chunks[at].tags:
                return None
        return None

    def _by_the_sentence(
        self, chunks: list[Chunk], frame: Frame, head: Quantity, before: Sequence[Reading], way: str
    ) -> Named:
        """The metric of a value whose own wording names none."""
        if way == "M-or-unit":
            for at in range(frame.anchor - 1, max(-1, frame.anchor - _REACH), -1):
                if "BREAK" in chunks[at].tags:
                    break
                if "M" in chunks[at].tags and self._can_change(chunks[at], head):
                    return at, metrics_of(chunks[at])
        if head.kind == "unit" and head.metric:
            return frame.anchor, (plain(self._metrics[head.metric]),)
        several = len(chunks[frame.anchor].quantities)
        if several > 1:
            for listed in (self._listed(chunks, frame.anchor), self._levels(chunks, before[-several:])):
                if len(listed) == several:
                    return frame.anchor, listed
        moves = {m.moves for i in range(frame.start, frame.end) if (m := moving(chunks[i])) is not None}
        if head.kind == "count" and head.unit in self._lengths and frame.rule.measure == "difference":
            # "a 5 mm improvement", but "a gap of 10 m", "a drop of up to 8 m"
            return frame.anchor, (plain(self._metrics[self._error]),) if moves == {"better"} else ()
        thing = self._of_something(chunks, frame.end) or self._things.subject(chunks, frame.start) >= 0
        thing = thing and head.kind != "points"  # points are of a quality
        if moves == {"up"} and (thing or self._has_object(chunks, frame)):
            return frame.anchor, (plain(self._metrics[self._lessened_metric]),)  # "a 54% increase in blocked force"
        paid = way.startswith("quality") and self._is_gain(before)
        if moves == {"down"} and head.kind != "points" and not paid:
            unnamed = self._unnamed_metric if way.startswith("quality") else self._lessened_metric
            return self._lessened(chunks, frame, before, unnamed)
        return self._unnamed(chunks, frame, head, before, way)

    @staticmethod
    def _listed(chunks: list[Chunk], anchor: int) -> tuple[Meaning, ...]:
        """The metrics named before a list of values in its clause, in order, each once.

        "diminishes the latency and cuts the energy consumption with reductions of 61% and 28%": one for each.
        """
        named: dict[str, Meaning] = {}
        for at in range(anchor - 1, -1, -1):
            if not _BEFORE_LIST.isdisjoint(chunks[at].tags):
                break
            if "M" in chunks[at].tags and (meaning := metric_of(chunks[at])) is not None:
                named.setdefault(meaning.metric, meaning)
        return tuple(reversed(named.values()))

    def _levels(self, chunks: list[Chunk], said: Sequence[Reading]) -> tuple[Meaning, ...]:
        """The qualities of the levels just said: "reaches 88.4% mAP and 95.3% rank-1, beating X by 6.8% and 1.5%"."""
        named: dict[str, Meaning] = {}
        for one in said:
            if one.measure == "level" and self._metrics[one.metric].traits.quality:
                named.setdefault(one.metric, metric_of(chunks[one.metric_at]) or plain(self._metrics[one.metric]))
        return tuple(named.values())

    def _can_change(self, chunk: Chunk, head: Quantity) -> bool:
        """Whether a change may be one of the metric: "83% vs. 60%", or "2 points", is none of a latency."""
        meaning = metric_of(chunk)
        if meaning is None or head.kind not in _OF_QUALITY:
            return meaning is not None
        metric = self._metrics[meaning.metric]
        return metric.percentage or metric.traits.quality

    def _unnamed(self, chunks: list[Chunk], frame: Frame, head: Quantity, before: Sequence[Reading], way: str) -> Named:
        """The quality beside the value or of the verb's subject, the one just said, else a mere "performance".

        A factor is none of a percentage.
        """
        if head.kind != "ratio" and (at := self._beside(chunks, frame)) is not None:
            return at, metrics_of(chunks[at])[:1]
        winner = self._heads.winning(chunks, frame.start, factor=head.kind == "ratio")
        if winner is not None:
            return winner, metrics_of(chunks[winner])[:1]
        if before and not way.startswith("level"):
            # "speech by 12 dB, and the success rate was increased by 17 points": named anew since the last value.
            since = before[-1].metric_at
            left = self._quality_before(chunks, frame, head, since)
            if left is not None and left[1][0].metric != self._unnamed_metric:
                return left
        own = self._has_object(chunks, frame)
        for said in reversed(before):
            if own and self._metrics[said.metric].polarity == "lower":
                continue  # "reduces the error by 5% and improves the share of served people by 7%"
            # "accuracy drops by 0.5 points, beating the best by 5 points"; an unnamed percentage is of the performance
            moved = said.measure == head.kind == "points"
            moved = moved and any(m.metric == said.metric for m in chunks[said.metric_at].meanings)
            level = not way.startswith("level") or said.measure == "level" or moved
            metric = self._metrics[said.metric]
            if metric.traits.quality and level and not (head.kind == "ratio" and metric.percentage):
                return self._again(chunks, said)
        left = None if way.startswith("level") else self._quality_before(chunks, frame, head, -1)
        if left is not None and not (own and self._metrics[left[1][0].metric].polarity == "lower"):
            return left
        speed = bool(before) and self._metrics[before[-1].metric].traits.pace
        if head.kind == "ratio" and speed and before[-1].measure == "ratio":
            # "sped up 2.3x, with gains of up to 3.1x"
            return before[-1].metric_at, (plain(self._metrics[before[-1].metric]),)
        return frame.anchor, () if way == "left-level" else (plain(self._metrics[self._unnamed_metric]),)

    def _is_gain(self, before: Sequence[Reading]) -> bool:
        """Whether a resource was just said to gain, so that what drops is its price: "3x faster with a 0.2% drop"."""
        if not before or self._metrics[before[-1].metric].traits.quality:
            return False
        last = before[-1]
        return last.metric in self._taken or (last.measure in CHANGES and last.effect == "better")

    def _quality_before(self, chunks: list[Chunk], frame: Frame, head: Quantity, since: int) -> Named | None:
        """The quality that the clause of a value names last before it, behind the chunk `since`."""
        for at in range(frame.anchor - 1, since, -1):
            if "BREAK" in chunks[at].tags:
                return None
            loses = "DN" in chunks[at].tags and frame.start <= at
            if "M" in chunks[at].tags and chunks[at].meanings and chunks[at].traits.quality and not loses:
                named = metrics_of(chunks[at])[:1]
                if head.kind != "ratio" or not self._metrics[named[0].metric].percentage:
                    return at, named
        return None

    def _of_something(self, chunks: list[Chunk], end: int) -> bool:
        """Whether a noun of change says itself, behind it, what changes: "an 80% reduction in the number of frames".

        Also behind its value: "an increase of 80% of the force".
        """
        after = chunks[end : end + 2]
        if len(after) < 2 or after[0].word not in self._what or after[1].tags != {"W"}:
            return False
        valued = end > 2 and bool(chunks[end - 1].quantities) and "DN" in chunks[end - 3].tags
        valued = valued and after[0].word in self._owned
        return valued or "DN" in chunks[end - 1].tags

    def _lessened(self, chunks: list[Chunk], frame: Frame, before: Sequence[Reading], unnamed: str) -> Named:
        """The metric of a reduction: the nearest one before it in the sentence, else `unnamed`."""
        if self._of_something(chunks, frame.end):
            return frame.anchor, (self._things.less(chunks[frame.end : frame.end + _OBJECT]),)
        if self._has_object(chunks, frame):
            return frame.anchor, (self._things.less(chunks[frame.start : frame.anchor]),)
        for at in range(frame.anchor - 1, -1, -1):
            if before and at == before[-1].metric_at and self._metrics[before[-1].metric].resource:
                return at, (plain(self._metrics[before[-1].metric]),)  # "after 200K steps, 5 times fewer than SAC"
            meaning = metric_of(chunks[at]) if "M" in chunks[at].tags else None
            if meaning is not None and meaning.apart and at and "PREP" in chunks[at - 1].tags:
                continue  # "shown by simulations to be reduced by 26%": no fewer simulations
            if meaning is not None and not (before and meaning.weak and meaning.metric == self._unnamed_metric):
                return at, metrics_of(chunks[at])[:1]
        if before:
            return before[-1].metric_at, (plain(self._metrics[before[-1].metric]),)
        saved = unnamed == self._lessened_metric and chunks[frame.anchor].sub in RELATIVE
        return frame.anchor, (self._things.less(()) if saved else plain(self._metrics[unnamed]),)

    def _has_object(self, chunks: list[Chunk], frame: Frame) -> bool:
        """Whether the verb a frame begins with has an object that is no metric: "reduces the corrections by 9%"."""
        at = frame.start
        passive = at > 0 and "BE" in chunks[at - 1].tags  # "the accuracy is reduced on many roads by 6%"
        if "DV" not in chunks[at].tags or passive or self._is_alone(chunks, at):
            return False
        return self._things.is_object(chunks[at + 1 : frame.anchor])

    def _is_alone(self, chunks: list[Chunk], verb: int) -> bool:
        """Whether a verb of change has no object: "rises over the old net by 2%", not "a drop in heads by 2%"."""
        behind = chunks[verb + 1].word
        return behind in self._alone and ("DN" not in chunks[verb].tags or behind not in self._what)

    def _again(self, chunks: list[Chunk], said: Reading) -> Named:
        """The metric of a reading before, with what its name said: "an AUC of 88%, a gain of 4%" are points."""
        named = next((m for m in chunks[said.metric_at].meanings if m.metric == said.metric and not m.moves), None)
        return said.metric_at, (named or plain(self._metrics[said.metric]),)

    def _complexity(self, chunks: list[Chunk], frame: Frame) -> Named:
        """What an order counts: the resource that stands nearest to it in the frame; computation where none does."""
        named = [at for at in range(frame.start, frame.end) if "M" in chunks[at].tags]
        if not named:
            return frame.anchor, (plain(self._metrics[self._complexity_metric]),)
        for at in sorted(named, key=lambda at: abs(at - frame.anchor)):
            counted = [self._complexity_of.get(meaning.metric) for meaning in metrics_of(chunks[at])]
            if any(counted):
                return frame.anchor, tuple(plain(self._metrics[metric]) for metric in dict.fromkeys(counted) if metric)
        return frame.anchor, ()


def _nearest(way: str, named: list[int], anchor: int) -> int | None:
    """The chunk among those that name a metric which a rule asks for; None where it asks for none of them."""
    if way in ("pattern", "M-named", "M-or-unit"):
        return named[0]
    if way == "M-last":
        left = [i for i in named if i < anchor]
        return left[-1] if left else named[0]
    if way == "M-next":
        right = [i for i in named if i > anchor]
        return right[0] if right else named[-1]
    return None


def _is_bare(meaning: Meaning) -> bool:
    """Whether a metric is mere data, not how well these are used."""
    return meaning.apart and not meaning.forced and meaning.percentage is None


def _own(chunk: Chunk) -> Meaning | None:
    return next((m for m in chunk.meanings if m.metric and m.moves), None)
