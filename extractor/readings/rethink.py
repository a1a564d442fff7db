"""Rethink: second thoughts on a named metric, by what the whole sentence says and by the unit of its value."""

from __future__ import annotations

from extractor.frames.frames import Frame
from extractor.frames.joins import Chunk, Meaning, metric_of, metrics_of, moving, plain
from extractor.frames.listing import named as is_named
from extractor.quantities.ranges import Quantity
from extractor.readings.durations import erring_of, fits_of, lengths_of
from extractor.readings.heads import Heads
from extractor.readings.tasks import RELATIVE
from extractor.readings.things import Things
from extractor.rulefiles.rules import Rules
from extractor.terms.terms import forms
from extractor.text.tokens import Tokens

_NAMING = frozenset(["M", "MA", "MN", "MV"])
_FALLS = frozenset(["down", "worse"])
_PARTS = frozenset(["share", "used"])  # measures of a part of something
# What a list of gains is made of.
_IN_LIST = frozenset(
    ["Q", "QA", "QS", "QU", "QO", "QP", "N", "PREP", "W", "AND", "COMMA", "LP", "RP", "USE", "THAN", "VS", "TERMS"]
)
_IN_TERMS = frozenset(["W", "AND", "LP", "RP", "SLASH", "PRUNE", "S"])  # between "in terms of" and a metric
_WITH = frozenset(["ACH", "USE"])  # "compared with"
_OPENING = frozenset(["LP"])
_AS_MEASURED = frozenset(["PREP", "TERMS"])
_OWN_VALUE = frozenset(["Q", "QC", "QV", "N", "BE", "PREP"])
_CLAUSE_ENDS = frozenset(["BREAK", "COMMA", "PREP", "USE", "LP", "RP", "AND", "BE"])  # behind a metric said last
_STOPS = frozenset(["BREAK", "COMMA"])
_CLAUSE = frozenset(["BREAK", "COMMA", "AND"])  # behind them another clause may begin
_SHARING = frozenset(["W", "AND"])  # what stands between two values of one wording
_NOUN_OR_MORE = frozenset(["DN", "DA"])
_JOINING = frozenset(["AND"])
_OF_QUALITY = frozenset(["percent", "points"])
_REACH = 10  # chunks behind "in terms of", "on" or "for" within which a metric is named
_TOLD = frozenset(["pattern", "share"])  # directions that the word of a size tells
_NEAR_MODEL, _MODEL_BEHIND = 8, 6  # tokens before and behind a comparative of size in which its model is named
_LEAST_MODEL = 1e6  # a bare number from here on, said of a size, counts parameters


class Rethinker:
    """Names a mere "performance" or "size" by what else its sentence says, and the metric that fits a unit."""

    def __init__(self, rules: Rules) -> None:
        self._metrics = rules.metrics
        table = rules.table("terms/metrics.toml")
        roles = table["roles"]
        named = (entry for entry in table["metric"] if entry["id"] != roles["unnamed"])
        qualities = [entry for entry in named if rules.metrics[entry["id"]].traits.quality]
        self._names = {name: e["id"] for e in qualities for word in e["words"] for name in forms(word.lower())}
        self._names |= {name.lower(): e["id"] for e in qualities for name in e.get("case", ())}
        self._unnamed_metric: str = roles["unnamed"]
        self._lessened_metric: str = roles["lessened"]
        self._scored: str = roles["scored"]
        self._raised = frozenset(roles["raised"])
        self._things_of, self._heads = Things(rules), Heads(rules)
        self._system_metric: str = roles["of_systems"]
        self._system_words = frozenset(roles["systems"])
        self._program_words = frozenset(roles["programs"])
        self._performing = frozenset(roles["performing"])
        efficient = roles["efficient"]
        self._energy: str = efficient["metric"]
        self._efficient, self._moved = frozenset(efficient["words"]), frozenset(efficient["moved"])
        self._in_part: dict[str, str] = roles["in_part"]
        self._size: str = roles["size"]
        self._counted_size: str = roles["counted_size"]
        self._cache, self._cached = roles["cached"]["metric"], frozenset(roles["cached"]["words"])
        self._size_nouns, self._of_sets = frozenset(roles["size_nouns"]), frozenset(roles["of_sets"])
        self._data = next(metric for metric in roles["sizes_of"] if metric != roles["lessened"])
        self._digital, self._models = frozenset(roles["digital"]), frozenset(roles["models"])
        self._solved_metric, self._solved = roles["solved"]["metric"], frozenset(roles["solved"]["words"])
        self._sets: tuple[str, ...] = tuple(roles["sets_named"])
        self._things = {word: metric for metric, words in roles["sizes_of"].items() for word in words}
        said = rules.table("terms/words.toml")["said"]
        self._what, self._owned = frozenset(said["what"]), frozenset(said["owned"])
        self._measured_on, self._fronted = frozenset(said["measured_on"]), frozenset(said["fronted"])
        self._relative = frozenset(said["relative"])
        self._right_on = frozenset(said["right_on"])
        units = rules.table("quantities/units.toml")
        self._fits = fits_of(units)
        exact = roles["exact"]
        self._error: str = exact["error"]
        self._runtime: str = roles["runtime"]
        self._durations = frozenset(units["durations"])
        lengths, erring = lengths_of(units, self._error), erring_of(units, self._error)
        # The units in which a metric says how far off something is.
        self._exact = {metric: lengths if metric in exact["lengths_only"] else erring for metric in exact["metrics"]}

    def __call__(
        self, chunks: list[Chunk], meanings: tuple[Meaning, ...], frame: Frame, head: Quantity, tokens: Tokens, at: int
    ) -> tuple[Meaning, ...]:
        """The meanings; a mere "performance" is the metric that the sentence names with "in terms of".

        Of a machine or a program ("outperforms cuBLAS by 2x on a GPU") it is speed. `at` is the chunk that named them.
        """
        if [m.metric for m in meanings] == [self._size]:
            shrinks = any("MN" in chunk.tags for chunk in chunks[frame.start : frame.end])
            shrinks = shrinks or frame.rule.measure == "share"  # "compresses the KV cache to 12% of its size"
            if shrinks and not self._cached.isdisjoint(tokens.lower[chunks[0].start : chunks[-1].end]):
                return (meanings[0]._replace(metric=self._cache),)  # "compresses the KV cache: a 4x compression"
            return self._sized(chunks, meanings, frame, tokens) or self._size_of(chunks, meanings, frame, tokens)
        thing = self._things_of.compared(chunks, frame, tokens) if at == frame.anchor else None
        if (other := thing or self._of_motion(chunks, meanings, frame, tokens, at)) is not None:
            return (other,)
        inside = self._said_inside(head, tokens) if "QF" in chunks[frame.anchor].tags else None
        if [(m.metric, m.good) for m in meanings] == [(self._lessened_metric, "higher")]:
            # "lifts the state of the art by 6.8%": what is raised is its quality
            subject = self._things_of.subject(chunks, frame.start)
            first = frame.start if subject < 0 else subject
            object_ = tokens.lower[chunks[first].start : chunks[frame.anchor].start]
            raised = inside or plain(self._metrics[self._unnamed_metric])
            return meanings if self._raised.isdisjoint(object_) else (raised,)
        scores = "ACH" in chunks[at].tags and [m.metric for m in meanings] == [self._scored]
        if scores and (named := self._in_terms(chunks)):
            return named[:1]  # "in terms of accuracy, we score 96%"
        if [m.metric for m in meanings] != [self._unnamed_metric]:
            return self._said_anew(chunks, meanings, frame, head, at)
        if (behind := inside or self._right_behind(chunks, frame)) is not None:
            return (behind,)
        if head.kind == "ratio" and (speed := self._speed_before(chunks, frame)) is not None:
            return (speed,)
        if self._of_system(chunks, frame, head, tokens):
            return (plain(self._metrics[self._system_metric]),)
        if named := self._in_terms(chunks):
            return named if len(named) == len(chunks[frame.anchor].quantities) else named[:1]
        if head.kind == "ratio":
            more = self._merely_more(chunks, frame, tokens)
            return (plain(self._metrics[self._lessened_metric]),) if more else meanings
        if around := self._said_behind(chunks, frame):
            return around
        fronted = self._said_in_front(chunks, frame)
        return (fronted,) if fronted is not None else meanings

    def _of_motion(
        self, chunks: list[Chunk], meanings: tuple[Meaning, ...], frame: Frame, tokens: Tokens, at: int
    ) -> Meaning | None:
        """The energy that a mere efficiency is one of, where something moves: "the motor is 2% more efficient"."""
        if [m.metric for m in meanings] != [self._system_metric] or frame.rule.measure != "difference":
            return None
        alone = self._efficient.issuperset(tokens.lower[chunks[at].start : chunks[at].end])
        moves = not self._moved.isdisjoint(tokens.lower[chunks[0].start : chunks[-1].end])
        return meanings[0]._replace(metric=self._energy) if alone and moves else None

    def _merely_more(self, chunks: list[Chunk], frame: Frame, tokens: Tokens) -> bool:
        """Whether a factor only says that something is more, and nothing that it performs: "4 times greater than"."""
        more = [chunk for chunk in chunks[frame.start : frame.end] if not _NOUN_OR_MORE.isdisjoint(chunk.tags)]
        if frame.rule.metric == self._unnamed_metric or "ACH" in chunks[max(frame.anchor - 1, 0)].tags:
            return False  # "solves 2x more theorems", "performs 2x higher"
        behind = chunks[frame.end : frame.end + 1] if more[-1:] == chunks[frame.end - 1 : frame.end] else []
        if any(_is_word(chunk) for chunk in behind):
            return False  # "4 times more suitable"
        if len(more) != 1 or "DN" in more[0].tags or (says := moving(more[0])) is None or says.moves != "up":
            return False
        return self._performing.isdisjoint(tokens.lower[chunks[0].start : chunks[-1].end])

    def _said_anew(
        self, chunks: list[Chunk], meanings: tuple[Meaning, ...], frame: Frame, head: Quantity, at: int
    ) -> tuple[Meaning, ...]:
        """The meanings, unless a difference whose quality stands before it names another one behind it.

        "Improves the detection accuracy by 2.6% in mAP", "95% top-1 on A, with gains of 1.8% and 2.2% for mask AP".
        A part of a rate has a metric of its own: "75% of peak performance".
        """
        if len(meanings) == 1 and meanings[0].metric in self._in_part and frame.rule.measure in _PARTS:
            return (plain(self._metrics[self._in_part[meanings[0].metric]]),)
        changes = frame.rule.measure == "difference" and head.kind in _OF_QUALITY and at < frame.anchor
        if not changes or len(meanings) != 1 or not self._metrics[meanings[0].metric].traits.quality:
            return meanings
        right = self._right_behind(chunks, frame)
        behind = (right,) if right is not None else self._said_behind(chunks, frame) if at < frame.start else ()
        # "A relative error reduction of 10% in accuracy" is one of the error.
        alike = all(m.good == meanings[0].good and self._metrics[m.metric].traits.quality for m in behind)
        return behind if behind and alike else meanings

    def _said_inside(self, head: Quantity, tokens: Tokens) -> Meaning | None:
        """The quality said between the two values of a change: "from 71.0% F1 to 75.9%"."""
        named = (self._names.get(word) for word in tokens.lower[head.first : head.last])
        return next((plain(self._metrics[metric]) for metric in named if metric), None)

    def _right_behind(self, chunks: list[Chunk], frame: Frame) -> Meaning | None:
        """The metric said right behind a frame that names none: "by 16.9% in energy efficiency", "62% at top-10"."""
        at = max(frame.end, frame.anchor + 1)
        said = chunks[at : at + 3]
        if len(said) < 2 or said[1].tags != {"M"}:
            return None
        if said[0].word not in self._right_on and "TERMS" not in said[0].tags:
            return None
        if not all(chunk.tags.isdisjoint(_NAMING) for chunk in chunks[frame.anchor + 1 : at]):
            return None
        ends = len(said) < 3 or (not said[2].tags.isdisjoint(_CLAUSE_ENDS) and said[2].word not in self._owned)
        named = said[1].meanings[0]
        return named if ends and not named.judged and named.metric != self._unnamed_metric else None

    def _in_terms(self, chunks: list[Chunk]) -> tuple[Meaning, ...]:
        """The qualities that a sentence names with "in terms of", each once: "in terms of Average Speaker Error"."""
        for at, chunk in enumerate(chunks[:-1]):
            if "TERMS" not in chunk.tags:
                continue
            named: dict[str, Meaning] = {}
            for after in chunks[at + 1 : at + _REACH]:
                if "M" in after.tags and (after.traits.quality or at == 0):
                    named.update((m.metric, m) for m in metrics_of(after) if m.metric != self._unnamed_metric)
                elif not after.tags <= _IN_TERMS:
                    break
            if named:
                return tuple(named.values())
        return ()

    def _said_in_front(self, chunks: list[Chunk], frame: Frame) -> Meaning | None:
        """The quality a sentence opens with: "In accuracy, it beats the old net by 3%"."""
        opens = frame.start >= 3 and chunks[0].word in self._fronted and chunks[1].tags == {"M"}
        if not opens or not chunks[1].traits.quality or "COMMA" not in chunks[2 + _is_word(chunks[2])].tags:
            return None
        named = chunks[1].meanings[0]
        return None if named.metric == self._unnamed_metric else named

    def _said_behind(self, chunks: list[Chunk], frame: Frame) -> tuple[Meaning, ...]:
        """The quality a clause ends with: "by 1.3% on A and by 4.4% on B on the dice metric".

        Also one that a bracket names alone: "by 6.8% for images and 4.8% for captions (Recall@1)".
        """
        for at in range(frame.anchor, len(chunks) - 1):
            here = chunks[at]
            gained = at > frame.start and "DN" in here.tags and "Q" in chunks[at - 1].tags
            # "keeps 98% of its performance with a 40% reduction in error": what is kept is none of the error.
            inside = at < frame.end or (gained and frame.rule.measure != "share")
            if not (
                inside or here.tags <= _IN_LIST or here.tags == _WITH or here.traits.counted
            ):  # "on the news data in F1"
                return ()
            if here.tags == _OPENING and (alone := _alone_in_bracket(chunks, at + 1)):
                alone = alone if len(alone) == len(chunks[frame.anchor].quantities) else alone[:1]
                return () if alone[0].metric == self._unnamed_metric else alone
            again = at > 0 and "Q" in here.tags and chunks[at - 1].tags <= _SHARING  # "A by 4.2% and B by 10% NDCG"
            again = again and (at == 1 or "COMMA" not in chunks[at - 2].tags)  # ", and 1.5% mAP" says its own alone
            if not (at == frame.anchor or again or here.word in self._measured_on):
                continue
            named = at + 1 + (chunks[at + 1].tags == {"W"} and at + 2 < len(chunks))  # "in retrieval precision"
            if here.word in self._measured_on:  # "on the linear and angular pose errors"
                while named + 1 < len(chunks) and named < at + _REACH and chunks[named].tags <= _SHARING:
                    named += 1
                named -= here.word not in self._what and chunks[named - 1].tags == _JOINING  # "on A and accuracy"
            if chunks[named].tags != {"M"} or not chunks[named].traits.quality:
                continue
            end = named + 1 + (named + 1 < len(chunks) and _is_word(chunks[named + 1]))  # "on the dice metric"
            ends = end == len(chunks) or not chunks[end].tags.isdisjoint(_STOPS if again else _CLAUSE_ENDS)
            ends = ends and (end == len(chunks) or chunks[end].word not in self._owned)
            right_behind = at == frame.anchor + 1 == named - 1 and here.word in self._what
            meaning = chunks[named].meanings[0]
            if (ends or right_behind) and meaning.metric != self._unnamed_metric:
                return (meaning,)
        return ()

    def _sized(
        self, chunks: list[Chunk], meanings: tuple[Meaning, ...], frame: Frame, tokens: Tokens
    ) -> tuple[Meaning, ...]:
        """The size of a model, unless "7 times larger" is said of a thing or of data, and no model is spoken of."""
        inside = chunks[frame.start : frame.end]
        if any("M" in chunk.tags for chunk in inside) or not any("MA" in chunk.tags for chunk in inside):
            return ()
        head = self._heads.subject(chunks, frame.anchor)
        heads = self._things.get(tokens.lower[chunks[head].end - 1]) if head >= 0 else None
        if heads is not None and heads != self._data:  # "the gap between the two models is 7 times smaller"
            return (meanings[0]._replace(metric=heads),)
        words = tokens.lower[chunks[0].start : chunks[-1].end]
        thing = next((self._things[word] for word in words if word in self._things), None)
        if thing == self._data and self._is_of_model(chunks, frame.anchor, tokens):
            thing = None
        if meanings[0].moves == "up" and frame.rule.direction in _TOLD:
            near = tokens.lower[max(chunks[0].start, inside[0].start - _NEAR_MODEL) : inside[-1].end + _MODEL_BEHIND]
            a_model = frame.rule.measure == "share" or self._is_of_name(chunks, frame.anchor, tokens)
            if not self._models.isdisjoint(near) or (thing is None and a_model):  # "FooNet is half as large as BarNet"
                return meanings
            size = thing or (self._lessened_metric if self._solved.isdisjoint(near) else self._solved_metric)
            return (meanings[0]._replace(metric=size, good=self._metrics[size].polarity),)
        if not self._digital.isdisjoint(words):
            return meanings
        return meanings if thing is None else (meanings[0]._replace(metric=thing),)

    def _is_of_name(self, chunks: list[Chunk], anchor: int, tokens: Tokens) -> bool:
        """Whether a clause tells how large a name before it is: "while BERT, which is 18 times larger, has".

        Without "which" a name is that of a model by its shape and ending alone: "FooNet is twice as large".
        """
        be = anchor - 1
        if be < 1 or "BE" not in chunks[be].tags:
            return False
        told = chunks[be - 1].word in self._relative
        at = chunks[be - told].start - 1
        if at < 0:
            return False  # nothing stands before the clause
        name = tokens.words[at - (at > 0 and tokens.words[at] == ",")]
        if told:
            return is_named(name)
        subject = chunks[be - 1].start == at and (be == 1 or "PREP" not in chunks[be - 2].tags)  # not "those in FooNet"
        return subject and is_named(name[1:]) and not name.isupper() and not name.lower().endswith(self._sets)

    def _is_of_model(self, chunks: list[Chunk], anchor: int, tokens: Tokens) -> bool:
        """Whether the clause names no data before a size: "with 3x less data, our net is 5x smaller on two sets"."""
        be = anchor - 1
        if be < 0 or "BE" not in chunks[be].tags or tokens.before(chunks[be].start) in self._relative:
            return False
        clause = max((c.end for c in chunks[:be] if not c.tags.isdisjoint(_CLAUSE)), default=chunks[0].start)
        return all(self._things.get(word) != self._data for word in tokens.lower[clause : chunks[be].start])

    def _size_of(
        self, chunks: list[Chunk], meanings: tuple[Meaning, ...], frame: Frame, tokens: Tokens
    ) -> tuple[Meaning, ...]:
        """What a bare "size" is one of: of a set or a target no model's, and of data where none is near."""
        inside = [c for c in chunks[frame.start : frame.end] if c.meanings and c.meanings[0].metric == self._size]
        named = [c for c in inside if "MA" not in c.tags] or inside  # "a 3x larger size"
        at = named[0].start if len(named) == 1 and named[0].end == named[0].start + 1 else -1
        if at < 1 or tokens.lower[at] not in self._size_nouns:
            return meanings
        first, end = max(chunks[0].start, at - _NEAR_MODEL), min(chunks[-1].end, at + _MODEL_BEHIND)
        near = [word for i in range(first, end) if (word := tokens.lower[i]) not in self._size_nouns]
        metric = self._size
        if tokens.lower[at - 1] in self._of_sets:
            metric = self._lessened_metric
        elif self._models.isdisjoint(near):
            data = any(self._things.get(word) == self._data for word in near)
            metric = self._data if data else metric
        return (meanings[0]._replace(metric=metric, good=self._metrics[metric].polarity),)

    def _speed_before(self, chunks: list[Chunk], frame: Frame) -> Meaning | None:
        """A speed named before in the clause: "improves decoding speed, with a 3.8x performance boost"."""
        for at in range(frame.anchor - 1, -1, -1):
            if "BREAK" in chunks[at].tags:
                return None
            meaning = metric_of(chunks[at]) if not _NAMING.isdisjoint(chunks[at].tags) else None
            if meaning is not None:
                metric = self._metrics[meaning.metric]
                return plain(metric) if metric.traits.pace else None
        return None

    def _of_system(self, chunks: list[Chunk], frame: Frame, head: Quantity, tokens: Tokens) -> bool:
        """Whether a frame speaks of the performance of machines or programs.

        Where a program is named ("12x better than cuBLAS") any factor will do, and a percentage where no quality
        stands in the sentence; a machine may be what a quality was measured on, so "performance" must be said, and
        a program named elsewhere in the abstract ("performance benefits are 12X") is no more than that.
        """
        if frame.rule.measure != "difference" or head.kind not in RELATIVE:
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
            if "M" in chunk.tags and chunk.traits.quality
            for meaning in chunk.meanings
        )

    def fitting(self, meaning: Meaning, q: Quantity) -> Meaning:
        """The metric, or that of the unit where a value in it cannot be one of the metric ("accuracy at 30 FPS")."""
        if q.kind == "number" and q.scale >= _LEAST_MODEL and self._metrics[meaning.metric].traits.size:
            return plain(self._metrics[self._counted_size])
        hours = q.kind == "unit" and (q.metric == self._runtime or q.unit in self._durations)
        lasts = hours and bool(meaning.moves) and meaning.metric in self._exact  # "2 hours more accurate"
        if lasts or (q.kind == "count" and q.unit in self._exact.get(meaning.metric, ())):
            # "an accuracy of 2 cm" is how far off it is
            return plain(self._metrics[self._error])._replace(scopes=meaning.scopes)
        fits = self._fits.get(q.unit)
        if fits is None or meaning.metric in fits or q.kind != "unit":
            return meaning
        return plain(self._metrics[q.metric])._replace(scopes=meaning.scopes)


def _alone_in_bracket(chunks: list[Chunk], at: int) -> tuple[Meaning, ...]:
    """The qualities a bracket opens with, where none has a value of its own: "(Recall@1)", "(for the MRR metric)"."""
    at += not chunks[at].tags.isdisjoint(_AS_MEASURED)
    if len(chunks) <= at + 1 or chunks[at].tags != {"M"} or not chunks[at].traits.quality:
        return ()
    return chunks[at].meanings if chunks[at + 1].tags.isdisjoint(_OWN_VALUE) else ()


def _is_word(chunk: Chunk) -> bool:
    """Whether a chunk is a single word that says nothing."""
    return chunk.tags == {"W"} and chunk.end - chunk.start == 1
