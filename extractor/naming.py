"""Naming: which metric a frame speaks of, by its words, its unit, or the sentence so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from extractor.chunks import Chunk, Meaning, metric_of
from extractor.durations import fits_of
from extractor.frames import Frame
from extractor.ranges import Quantity
from extractor.rules import Rules
from extractor.tokens import Tokens

_OWN = frozenset(["MA", "MN", "MV"])
_NAMING = _OWN | {"M"}
_WINNING = frozenset(["OUT"])
_IN_SUBJECT = frozenset(["W", "PREP"])
_COMPARED = frozenset(["ratio", "percent"])
_OF_QUALITY = frozenset(["percent", "points"])  # "a loss of 0.4%" is none of the loss that training minimizes
_FALLS = frozenset(["down", "worse"])
_SUBJECT = 3  # chunks between a verb and the metric that heads its subject
_IN_LIST = frozenset(
    ["Q", "QS", "QU", "N", "PREP", "W", "AND", "COMMA", "LP", "RP", "USE"]
)  # what a list of gains is made of
_OPENING = frozenset(["LP"])
_AS_MEASURED = frozenset(["PREP", "TERMS"])
_OWN_VALUE = frozenset(["Q", "QC", "QV", "N", "BE", "PREP"])
_CLAUSE_ENDS = frozenset(["BREAK", "COMMA", "PREP", "USE", "LP", "RP", "AND", "BE"])  # behind a metric said last
_STOPS = frozenset(["BREAK", "COMMA"])
_SHARING = frozenset(["W", "AND"])  # what stands between two values of one wording
_BEFORE_LIST = frozenset(["BREAK", "Q", "QC", "QV"])  # where the clause of a list of values begins
_REACH = 12  # chunks a change may stand behind its metric
_NEAR_MODEL = 8  # tokens before a comparative of size in which its model is named
_LEAST_MODEL = 1e6  # a bare number from here on, said of a size, counts parameters

Named = tuple[int, tuple[Meaning, ...]]


class Said(Protocol):
    """What the naming of a metric needs of the readings before it in the sentence."""

    @property
    def metric(self) -> str:
        """Its metric."""

    @property
    def measure(self) -> str:
        """Its measure."""

    @property
    def metric_at(self) -> int:
        """The chunk that named its metric."""


class MetricNamer:
    """Names the metric of a frame, as the key `metric` of its rule asks."""

    def __init__(self, rules: Rules) -> None:
        self._metrics = rules.metrics
        roles = rules.table("terms/metrics.toml")["roles"]
        self._unnamed_metric: str = roles["unnamed"]
        self._system_metric: str = roles["of_systems"]
        self._system_words = frozenset(roles["systems"])
        self._program_words = frozenset(roles["programs"])
        self._performing = frozenset(roles["performing"])
        self._lessened_metric: str = roles["lessened"]
        self._raised = frozenset(roles["raised"])
        self._size: str = roles["size"]
        self._digital, self._models = frozenset(roles["digital"]), frozenset(roles["models"])
        self._solved_metric, self._solved = roles["solved"]["metric"], frozenset(roles["solved"]["words"])
        self._things = {word: metric for metric, words in roles["sizes_of"].items() for word in words}
        self._counted_size: str = roles["counted_size"]
        self._complexity_metric: str = roles["complexity"]
        self._complexity_of: dict[str, str] = roles["complexity_of"]
        said = rules.table("terms/words.toml")["said"]
        self._what, self._owned = frozenset(said["what"]), frozenset(said["owned"])
        self._measured_on, self._fronted = frozenset(said["measured_on"]), frozenset(said["fronted"])
        units = rules.table("quantities/units.toml")
        self._fits = fits_of(units)
        exact = roles["exact"]
        self._error: str = exact["error"]
        self._exact = frozenset(exact["metrics"])
        self._lengths = frozenset(
            e["unit"] for e in units["unit"] if e["kind"] == "count" and e.get("also") == [self._error]
        )

    def __call__(self, chunks: list[Chunk], frame: Frame, head: Quantity, before: Sequence[Said]) -> Named:
        """The chunk that names the metric, and what it says; no meanings where none can be named."""
        way = frame.rule.metric
        inside = range(frame.start, frame.end)
        named = [i for i in inside if "M" in chunks[i].tags and chunks[i].meanings and i != frame.anchor]
        # "a loss of 0.02% in accuracy": a noun of change is a metric only where nothing else is.
        nouns = [] if way == "left-or-performance" and head.kind in _OF_QUALITY else named
        named = [i for i in named if "DN" not in chunks[i].tags] or nouns
        if len(named) > 1 and named[0] == frame.start and "ACH" in chunks[frame.start].tags:
            named = named[1:]  # "scores 81.2% accuracy"
        if way == "M-or-unit":
            named = [i for i in named if self._can_change(chunks[i], head)]
        if named and (at := _nearest(way, named, frame.anchor)) is not None:
            return at, metrics_of(chunks[at])
        own = [i for i in inside if chunks[i].tags & _OWN and _own(chunks[i])]
        if way in ("MX", "pattern") and own:
            at = min(own, key=lambda i: abs(i - frame.anchor))
            # A word may be noun and verb alike ("speedup"): it still says one thing.
            return at, tuple({m.metric: m for m in chunks[at].meanings if m.metric and m.moves}.values())
        if way in ("unit", "M-or-unit") and head.metric:
            return frame.anchor, (self.plain(head.metric),)
        if way in ("M-or-unit", "left-level") or way.endswith("or-performance"):
            return self._by_the_sentence(chunks, frame, head, before, way)
        if way == "M-before" and before:
            return self._again(chunks, before[-1])
        if way == "complexity":
            return self._complexity(chunks, frame)
        worded = next((m for i in own for m in chunks[i].meanings if m.metric == way and m.moves), None)
        return frame.anchor, (worded or self.plain(way),) if way in self._metrics else ()

    def _beside(self, chunks: list[Chunk], frame: Frame) -> int | None:
        """The chunk of the quality right behind a value ("by 4.8% mAP"), or of the subject of a frame's first verb.

        "The accuracy of our method outperforms the best by 21 points": what outperforms is an accuracy.
        """
        behind = frame.anchor + 1
        if behind < len(chunks) and chunks[behind].tags == {"M"} and chunks[behind].sub == "quality":
            return behind
        if chunks[frame.start].tags.isdisjoint(_WINNING):
            return None
        for at in range(frame.start - 1, max(-1, frame.start - _SUBJECT - 1), -1):
            of = chunks[at + 1].word in self._owned or at + 1 == frame.start
            if chunks[at].tags == {"M"} and chunks[at].sub == "quality" and of:
                return at
            if not chunks[at].tags <= _IN_SUBJECT or not chunks[at].tags:
                return None
        return None

    def _by_the_sentence(
        self, chunks: list[Chunk], frame: Frame, head: Quantity, before: Sequence[Said], way: str
    ) -> Named:
        """The metric of a value whose own wording names none."""
        if way == "M-or-unit":
            for at in range(frame.anchor - 1, max(-1, frame.anchor - _REACH), -1):
                if "BREAK" in chunks[at].tags:
                    break
                if "M" in chunks[at].tags and self._can_change(chunks[at], head):
                    return at, metrics_of(chunks[at])
        if head.kind == "unit" and head.metric:
            return frame.anchor, (self.plain(head.metric),)
        several = len(chunks[frame.anchor].quantities)
        if several > 1:
            for listed in (self._listed(chunks, frame.anchor), self._levels(chunks, before[-several:])):
                if len(listed) == several:
                    return frame.anchor, listed
        moves = {m.moves for i in range(frame.start, frame.end) if (m := moving(chunks[i])) is not None}
        if head.kind == "count" and head.unit in self._lengths and frame.rule.measure == "difference":
            # "a 5 mm improvement", but "a gap of 10 m", "a drop of up to 8 m"
            return frame.anchor, (self.plain(self._error),) if moves == {"better"} else ()
        thing = head.kind != "points" and self._of_something(chunks, frame.end)  # points are of a quality
        if moves == {"up"} and (thing or _has_object(chunks, frame)):
            return frame.anchor, (self.plain(self._lessened_metric),)  # "a 54% increase in blocked force"
        if moves == {"down"} and head.kind != "points":
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

    def _levels(self, chunks: list[Chunk], said: Sequence[Said]) -> tuple[Meaning, ...]:
        """The qualities of the levels just said: "reaches 88.4% mAP and 95.3% rank-1, beating X by 6.8% and 1.5%"."""
        named: dict[str, Meaning] = {}
        for one in said:
            if one.measure == "level" and self._metrics[one.metric].family == "quality":
                named.setdefault(one.metric, metric_of(chunks[one.metric_at]) or self.plain(one.metric))
        return tuple(named.values())

    def _can_change(self, chunk: Chunk, head: Quantity) -> bool:
        """Whether a change may be one of the metric: "83% vs. 60% at the same latency" is none of a latency."""
        meaning = metric_of(chunk)
        if meaning is None or head.kind != "percent":
            return meaning is not None
        metric = self._metrics[meaning.metric]
        return metric.percentage or metric.family == "quality"

    def _unnamed(self, chunks: list[Chunk], frame: Frame, head: Quantity, before: Sequence[Said], way: str) -> Named:
        """The quality beside the value or of the verb's subject, the one just said, else a mere "performance".

        A factor is none of a percentage.
        """
        if head.kind != "ratio" and (at := self._beside(chunks, frame)) is not None:
            return at, metrics_of(chunks[at])[:1]
        if before and not way.startswith("level"):
            # "speech by 12 dB, and the success rate was increased by 17 points": named anew since the last value.
            since = before[-1].metric_at
            left = self._quality_before(chunks, frame, head, since)
            if left is not None and left[1][0].metric != self._unnamed_metric:
                return left
        for said in reversed(before):
            level = not way.startswith("level") or said.measure == "level"
            metric = self._metrics[said.metric]
            if metric.family == "quality" and level and not (head.kind == "ratio" and metric.percentage):
                return self._again(chunks, said)
        if not way.startswith("level") and (left := self._quality_before(chunks, frame, head, -1)) is not None:
            return left
        if head.kind == "ratio" and before and before[-1].measure == "ratio" and self._is_speed(before[-1].metric):
            return before[-1].metric_at, (self.plain(before[-1].metric),)  # "sped up 2.3x, with gains of up to 3.1x"
        return frame.anchor, () if way == "left-level" else (self.plain(self._unnamed_metric),)

    def _quality_before(self, chunks: list[Chunk], frame: Frame, head: Quantity, since: int) -> Named | None:
        """The quality that the clause of a value names last before it, behind the chunk `since`."""
        for at in range(frame.anchor - 1, since, -1):
            if "BREAK" in chunks[at].tags:
                return None
            loses = "DN" in chunks[at].tags and frame.start <= at
            if "M" in chunks[at].tags and chunks[at].meanings and chunks[at].sub == "quality" and not loses:
                named = metrics_of(chunks[at])[:1]
                if head.kind != "ratio" or not self._metrics[named[0].metric].percentage:
                    return at, named
        return None

    def _of_something(self, chunks: list[Chunk], end: int) -> bool:
        """Whether a noun of change says itself, behind it, what changes: "an 80% reduction in the number of frames"."""
        after = chunks[end : end + 2]
        said = len(after) == 2 and after[0].word in self._what and after[1].tags == {"W"}
        return said and "DN" in chunks[end - 1].tags

    def _lessened(self, chunks: list[Chunk], frame: Frame, before: Sequence[Said], unnamed: str) -> Named:
        """The metric of a reduction: the nearest one before it in the sentence, else `unnamed`."""
        if self._of_something(chunks, frame.end) or _has_object(chunks, frame):
            return frame.anchor, (self._less(),)
        for at in range(frame.anchor - 1, -1, -1):
            if before and at == before[-1].metric_at and self._metrics[before[-1].metric].resource:
                return at, (self.plain(before[-1].metric),)  # "after 200K steps, 5 times fewer than SAC"
            meaning = metric_of(chunks[at]) if "M" in chunks[at].tags else None
            if meaning is not None and meaning.apart and at and "PREP" in chunks[at - 1].tags:
                continue  # "shown by simulations to be reduced by 26%": no fewer simulations
            if meaning is not None and not (before and meaning.weak and meaning.metric == self._unnamed_metric):
                return at, metrics_of(chunks[at])[:1]
        if before:
            return before[-1].metric_at, (self.plain(before[-1].metric),)
        saved = unnamed == self._lessened_metric and chunks[frame.anchor].sub in _COMPARED
        return frame.anchor, (self._less() if saved else self.plain(unnamed),)

    def _less(self) -> Meaning:
        """A thing with no metric of its own that is lessened: nobody says so but of what is bad for it."""
        return self.plain(self._lessened_metric)._replace(good="lower")

    def _again(self, chunks: list[Chunk], said: Said) -> Named:
        """The metric of a reading before, with what its name said: "an AUC of 88%, a gain of 4%" are points."""
        named = next((m for m in chunks[said.metric_at].meanings if m.metric == said.metric and not m.moves), None)
        return said.metric_at, (named or self.plain(said.metric),)

    def _complexity(self, chunks: list[Chunk], frame: Frame) -> Named:
        """What an order counts: the resource that stands nearest to it in the frame; computation where none does."""
        named = [at for at in range(frame.start, frame.end) if "M" in chunks[at].tags]
        if not named:
            return frame.anchor, (self.plain(self._complexity_metric),)
        for at in sorted(named, key=lambda at: abs(at - frame.anchor)):
            counted = [self._complexity_of.get(meaning.metric) for meaning in metrics_of(chunks[at])]
            if any(counted):
                return frame.anchor, tuple(self.plain(metric) for metric in dict.fromkeys(counted) if metric)
        return frame.anchor, ()

    def plain(self, metric: str) -> Meaning:
        """A metric with nothing said of it but its name."""
        return Meaning(metric, "", self._metrics[metric].polarity, "", False, ())

    # second thoughts

    def elsewhere(
        self, chunks: list[Chunk], meanings: tuple[Meaning, ...], frame: Frame, head: Quantity, tokens: Tokens
    ) -> tuple[Meaning, ...]:
        """The meanings; a mere "performance" is the metric that the sentence names with "in terms of".

        Of a machine or a program ("outperforms cuBLAS by 2x on a GPU") it is speed.
        """
        if [m.metric for m in meanings] == [self._size]:
            return self._sized(chunks, meanings, frame, tokens)
        if [(m.metric, m.good) for m in meanings] == [(self._lessened_metric, "higher")]:
            # "lifts the state of the art by 6.8%": what is raised is its quality
            object_ = tokens.lower[chunks[frame.start].start : chunks[frame.anchor].start]
            return meanings if self._raised.isdisjoint(object_) else (self.plain(self._unnamed_metric),)
        if [m.metric for m in meanings] != [self._unnamed_metric]:
            return meanings
        if self._of_system(chunks, frame, head, tokens):
            return (self.plain(self._system_metric),)
        if head.kind == "ratio" and (speed := self._speed_before(chunks, frame)) is not None:
            return (speed,)
        for at, chunk in enumerate(chunks[:-1]):
            after = next(
                (c for c in chunks[at + 1 : at + 3] if "M" in c.tags and (c.sub == "quality" or at == 0)), None
            )
            if "TERMS" in chunk.tags and after is not None:
                named = metrics_of(after)
                return named if len(named) == len(chunks[frame.anchor].quantities) else named[:1]
        if head.kind == "ratio":
            return meanings
        around = self._said_behind(chunks, frame) or self._said_in_front(chunks, frame)
        return (around,) if around is not None else meanings

    def _said_in_front(self, chunks: list[Chunk], frame: Frame) -> Meaning | None:
        """The quality a sentence opens with: "In accuracy, it beats the old net by 3%"."""
        opens = frame.start >= 3 and chunks[0].word in self._fronted and chunks[1].tags == {"M"}
        if not opens or chunks[1].sub != "quality" or "COMMA" not in chunks[2 + _is_word(chunks[2])].tags:
            return None
        named = chunks[1].meanings[0]
        return None if named.metric == self._unnamed_metric else named

    def _said_behind(self, chunks: list[Chunk], frame: Frame) -> Meaning | None:
        """The quality a clause ends with: "by 1.3% on A and by 4.4% on B on the dice metric".

        Also one that a bracket names alone: "by 6.8% for images and 4.8% for captions (Recall@1)".
        """
        for at in range(frame.anchor, len(chunks) - 1):
            here = chunks[at]
            inside = at < frame.end or (at == frame.anchor + 1 and "DN" in here.tags)
            if not (inside or here.tags <= _IN_LIST or here.sub == "cost"):  # "on the news data in F1"
                return None
            if here.tags == _OPENING and (alone := _alone_in_bracket(chunks, at + 1)) is not None:
                return None if alone.metric == self._unnamed_metric else alone
            again = "Q" in here.tags and chunks[at - 1].tags <= _SHARING  # "A by 4.2% and B by 10% NDCG"
            again = again and "COMMA" not in chunks[at - 2].tags  # ", and 1.5% mAP" says its own alone
            if not (at == frame.anchor or again or here.word in self._measured_on):
                continue
            named = at + 1 + (chunks[at + 1].tags == {"W"} and at + 2 < len(chunks))  # "in retrieval precision"
            if chunks[named].tags != {"M"} or chunks[named].sub != "quality":
                continue
            end = named + 1 + (named + 1 < len(chunks) and _is_word(chunks[named + 1]))  # "on the dice metric"
            ends = end == len(chunks) or not chunks[end].tags.isdisjoint(_STOPS if again else _CLAUSE_ENDS)
            ends = ends and (end == len(chunks) or chunks[end].word not in self._owned)
            right_behind = at == frame.anchor + 1 == named - 1 and here.word in self._what
            meaning = chunks[named].meanings[0]
            if (ends or right_behind) and meaning.metric != self._unnamed_metric:
                return meaning
        return None

    def _sized(
        self, chunks: list[Chunk], meanings: tuple[Meaning, ...], frame: Frame, tokens: Tokens
    ) -> tuple[Meaning, ...]:
        """The size of a model, unless "7 times larger" is said of a thing or of data, and no model is spoken of."""
        inside = chunks[frame.start : frame.end]
        if any("M" in chunk.tags for chunk in inside) or not any("MA" in chunk.tags for chunk in inside):
            return meanings
        words = tokens.lower[chunks[0].start : chunks[-1].end]
        thing = next((self._things[word] for word in words if word in self._things), None)
        if meanings[0].moves == "up" and frame.rule.direction == "pattern":
            near = tokens.lower[max(0, inside[0].start - _NEAR_MODEL) : inside[-1].end + 2]
            if not self._models.isdisjoint(near):
                return meanings
            named = thing or (self._lessened_metric if self._solved.isdisjoint(near) else self._solved_metric)
            return (meanings[0]._replace(metric=named, good=self._metrics[named].polarity),)
        if not self._digital.isdisjoint(words):
            return meanings
        return meanings if thing is None else (meanings[0]._replace(metric=thing),)

    def _speed_before(self, chunks: list[Chunk], frame: Frame) -> Meaning | None:
        """A speed named before in the clause: "improves decoding speed, with a 3.8x performance boost"."""
        for at in range(frame.anchor - 1, -1, -1):
            if "BREAK" in chunks[at].tags:
                return None
            meaning = metric_of(chunks[at]) if not _NAMING.isdisjoint(chunks[at].tags) else None
            if meaning is not None:
                return self.plain(meaning.metric) if self._is_speed(meaning.metric) else None
        return None

    def _is_speed(self, metric: str) -> bool:
        return self._metrics[metric].family == "speed"

    def _of_system(self, chunks: list[Chunk], frame: Frame, head: Quantity, tokens: Tokens) -> bool:
        """Whether a frame speaks of the performance of machines or programs.

        Where a program is named ("12x better than cuBLAS") any factor will do, and a percentage where no quality
        stands in the sentence; a machine may be what a quality was measured on, so "performance" must be said, and
        a program named elsewhere in the abstract ("performance benefits are 12X") is no more than that.
        """
        if frame.rule.measure != "difference" or head.kind not in _COMPARED:
            return False
        words = tokens.lower[chunks[0].start : chunks[-1].end]
        said = any("OUT" in chunk.tags or "M" in chunk.tags for chunk in chunks[frame.start : frame.end])
        said = said or not self._performing.isdisjoint(words)
        programs = not self._program_words.isdisjoint(words)
        if head.kind == "percent":
            # A loss of a few percent is what speeding up costs: a quality, also on an accelerator.
            falls = any(m.moves in _FALLS for c in chunks[frame.start : frame.end] for m in c.meanings)
            return said and programs and not falls and not self._quality_named(chunks)
        if programs:
            return said or not self._quality_named(chunks)
        return said and not (self._system_words.isdisjoint(words) and self._program_words.isdisjoint(tokens.lower))

    def _quality_named(self, chunks: list[Chunk]) -> bool:
        """Whether a sentence names a quality other than "performance"."""
        return any(
            meaning.metric != self._unnamed_metric
            for chunk in chunks
            if "M" in chunk.tags and chunk.sub == "quality"
            for meaning in chunk.meanings
        )

    def fitting(self, meaning: Meaning, q: Quantity) -> Meaning:
        """The metric, or that of the unit where a value in it cannot be one of the metric ("accuracy at 30 FPS")."""
        if q.kind == "number" and q.scale >= _LEAST_MODEL and self._metrics[meaning.metric].family == "size":
            return self.plain(self._counted_size)
        if q.kind == "count" and q.unit in self._lengths and meaning.metric in self._exact:
            return self.plain(self._error)._replace(scopes=meaning.scopes)  # "an accuracy of 2 cm" is how far off it is
        fits = self._fits.get(q.unit)
        if fits is None or meaning.metric in fits or q.kind != "unit":
            return meaning
        return self.plain(q.metric)._replace(scopes=meaning.scopes)


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


def _has_object(chunks: list[Chunk], frame: Frame) -> bool:
    """Whether the verb a frame begins with has an object that is no metric: "reduces the corrections by 9%"."""
    between = chunks[frame.start + 1 : frame.anchor]
    if "DV" not in chunks[frame.start].tags or not between or any("M" in chunk.tags for chunk in between):
        return False
    return any(chunk.tags == {"W"} and chunk.word == "_" for chunk in between[:3])


def _own(chunk: Chunk) -> Meaning | None:
    return next((m for m in chunk.meanings if m.metric and m.moves), None)


def _alone_in_bracket(chunks: list[Chunk], at: int) -> Meaning | None:
    """The quality that a bracket opens with, where it has no value of its own: "(Recall@1)", "(for the MRR metric)"."""
    at += not chunks[at].tags.isdisjoint(_AS_MEASURED)
    if len(chunks) <= at + 1 or chunks[at].tags != {"M"} or chunks[at].sub != "quality":
        return None
    return chunks[at].meanings[0] if chunks[at + 1].tags.isdisjoint(_OWN_VALUE) else None


def _is_word(chunk: Chunk) -> bool:
    """Whether a chunk is a single word that says nothing."""
    return chunk.tags == {"W"} and chunk.end - chunk.start == 1


def moving(chunk: Chunk) -> Meaning | None:
    """What a chunk says of where a metric moves, None where it says nothing."""
    return next((m for m in chunk.meanings if m.moves), None)


def metrics_of(chunk: Chunk) -> tuple[Meaning, ...]:
    """The metrics a chunk names, each once; nouns of their own before words of change."""
    plain = {m.metric: m for m in reversed(chunk.meanings) if m.metric and not m.moves}
    named = plain or {m.metric: m for m in reversed(chunk.meanings) if m.metric}
    return tuple(reversed(named.values()))
