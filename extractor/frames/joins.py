"""Joins: the items of a sentence, and which of those that stand side by side are one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.rulefiles.rules import NO_TRAITS, Metric, Traits

OTHER = "_"  # the `word` of a chunk whose text no frame names
_OPENING = frozenset(["PREP", "USE"])  # what a phrase before the main clause begins with
_PARTED = frozenset(["BREAK"])
_LISTING = frozenset(["AND", "COMMA", "SLASH"])
WORD = frozenset(["W"])
_NAMING = (WORD, frozenset(["USE"]))  # what may stand there: "cache memory", "required labels"
_HEADS = frozenset(["M", "MN", "DN"])
_SAYING = frozenset(["BE", "DV", "MV", "ACH", "OUT"])  # verbs that go on about what stands before "that"
_LONGEST_NAMED = 2  # words before a metric that only narrow it
_NAMED = frozenset(["M", "S", "USE"])  # tags of a name of a metric
_LIST_MARKS = frozenset(["AND", "COMMA"])
_VALUING = frozenset(["PREP", "BE"])
_VALUED = 5  # chunks of a value and its metric: "81% accuracy", "a 40% reduction in memory"
_LEAST_LISTED = 2
_PAIRED = frozenset(["QC", "QF"])  # "from 5 ms to 2 ms"
_HEADED = frozenset(["M", "DA", "MA", "DN", "MN"])
COUNTER = "counter"  # the `sub` of a word that only counts what stands behind its "of"


class Meaning(NamedTuple):
    """What a chunk says about a metric: which, where it moves, what is better for it, in which phase."""

    metric: str
    moves: str  # up | down | better | worse | ""
    good: str  # higher | lower: the direction that is better
    forced: str  # the direction a gain has whatever the wording says, or ""
    weak: bool
    scopes: tuple[str, ...]
    percentage: bool | None = None  # where it differs from the metric's own
    apart: bool = False  # is not listed with other metrics
    either: bool = False  # of which papers tell no change but their gains
    judged: bool = False  # it is only judged, so that it shares no amount: "and comparable accuracy"


class Chunk(NamedTuple):
    """One item of a sentence. `tags` are what frames ask for; `word` is its text where a frame names it.

    `sub` is the kind of a quantity or the family of a metric; `quantities` index the list of quantities;
    `meanings` hold one entry a coordinated metric, `traits` are those of the first one's family.
    """

    tags: frozenset[str]
    word: str
    sub: str
    start: int
    end: int
    quantities: tuple[int, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    traits: Traits = NO_TRAITS


_NOTHING = Chunk(frozenset(), "", "", 0, 0)


def chunk_before(chunks: Sequence[Chunk], at: int, by: int = 1) -> Chunk:
    """The chunk so many before one; before the first it is empty: no index of -1 reads the end of a sentence."""
    return chunks[at - by] if at >= by else _NOTHING


def metric_of(chunk: Chunk) -> Meaning | None:
    """The first metric a chunk names, None where it names none."""
    return next((meaning for meaning in chunk.meanings if meaning.metric), None)


def is_relative(left: Chunk, after: list[Chunk], owned: frozenset[str]) -> bool:
    """Whether a pronoun ends no clause: "a latency that is 40% lower", "the error on A and that on B"."""
    if "AND" in left.tags:
        return bool(after) and after[0].word in owned
    return not left.tags.isdisjoint(_HEADS) and bool(after) and not after[0].tags.isdisjoint(_SAYING)


def begins_clause(out: list[Chunk], after: list[Chunk], *, led: bool) -> bool:
    """Whether a metric behind a comma opens the main clause: "with fewer weights, accuracy drops" is no list.

    `led` tells that the sentence opens with what it is compared with: "Compared to a net of equal size, ...".
    """
    if len(out) < 3 or "COMMA" not in out[-2].tags or "M" not in out[-3].tags:
        return False
    since = max((at + 1 for at in range(len(out) - 3) if "BREAK" in out[at].tags), default=0)  # "shows that for ..."
    if not led and _OPENING.isdisjoint(out[since].tags):
        return False
    return not (after and after[0].tags & _LISTING)


def is_apart(
    out: list[Chunk], after: list[Chunk], owned: frozenset[str], what: frozenset[str], by: frozenset[str]
) -> bool:
    """Whether two metrics have a value each: "81% accuracy and an F1 of 0.8" is no list of them, nor is "F1 (0.8)"."""
    if not _goes_on_alone(after, owned, by):
        return False
    if len(out) > 1 and _named_by(out[-2], out[-1]):
        out = [*out[:-2], out[-1]]  # "81% accuracy and an attribute error of 3%"
    listed = [chunk for chunk in out[:-1] if not chunk.tags & _LIST_MARKS][-_VALUED:]
    worded = len(out) > _LEAST_LISTED and out[-2].tags == WORD  # "58.9 mAP and a recognition accuracy of 95.5%"
    if worded:
        listed = listed[:-1]
    mark = out[-2 - worded].tags & _LIST_MARKS if len(out) > _LEAST_LISTED else frozenset()
    joined = bool(mark) and bool(listed) and "M" in listed[-1].tags
    values = [at for at, chunk in enumerate(listed) if "Q" in chunk.tags]
    return joined and bool(values) and all(c.tags & _HEADED or c.word in what for c in listed[values[-1] + 1 :])


def _goes_on_alone(after: list[Chunk], owned: frozenset[str], by: frozenset[str]) -> bool:
    """Whether what stands behind a metric is of it alone: its value, or a verb that says how far it moved."""
    told = after[_past_place(after) :]
    if len(told) > 1 and "BE" in told[0].tags and "Q" in told[1].tags and "QN" not in told[1].tags:
        return True  # "a drop of 0.2 mAP, and the latency on a phone is 38 ms"
    verb = after[1:] if after and "BE" in after[0].tags else after
    if len(verb) > 1 and "DV" in verb[0].tags:
        if verb[1].word in by:  # "3x fewer weights, and memory is reduced by 40%"
            return any("Q" in chunk.tags for chunk in verb[2:3])
        if verb[1].tags & _PAIRED:
            return True
    if after and "DN" in after[0].tags:  # "3x fewer weights and an accuracy gain of 2%"
        after = after[1:]
        if after and after[0].tags & _PAIRED:  # "3x fewer weights and a latency reduction from 5 ms to 2 ms"
            return True
    valued = len(after) > 1 and "Q" in after[1].tags and "QN" not in after[1].tags
    return valued and ("LP" in after[0].tags or after[0].word in owned)


def _past_place(after: list[Chunk]) -> int:
    """How many chunks say where a metric was measured: "the latency on an Orin board is"."""
    if not after or "PREP" not in after[0].tags:
        return 0
    return next((at for at in range(1, len(after)) if after[at].tags != WORD), len(after))


def part_lead(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks; the comma behind a lead without a value ends a clause: "Without loss, it is 3x faster"."""
    at = next((at for at, chunk in enumerate(chunks) if "COMMA" in chunk.tags or chunk.quantities), None)
    if at is None or chunks[at].quantities:
        return chunks
    return [*chunks[:at], chunks[at]._replace(tags=_PARTED), *chunks[at + 1 :]]


def is_verb(chunk: Chunk, after: list[Chunk]) -> bool:
    """Whether a word that may be a metric or a verb is one: "halves the latency and costs 3x less"."""
    return "USE" in chunk.tags and bool(after) and bool(after[0].quantities)


def joined(out: list[Chunk]) -> bool:
    """Join the last chunks where they are one; True where something was joined."""
    if len(out) < 2:
        return False
    if out[-1].tags == WORD:  # to a word alone
        return _joined_two(out)
    return _joined_two(out) or (len(out) >= 3 and _joined_three(out)) or (len(out) >= 4 and _joined_four(out))


def _joined_two(out: list[Chunk]) -> bool:
    """Join words, a phase and its metric, and parts of one metric's name."""
    a, b = out[-2], out[-1]
    if a.tags == b.tags == {"W"} and a.word == b.word == OTHER:
        out[-2:] = [b._replace(start=a.start)]
    elif "S" in a.tags and b.tags == {"M"} and not (a.tags & {"M", "Q"}):
        scopes = tuple(meaning._replace(scopes=(a.sub, *meaning.scopes)) for meaning in b.meanings)
        out[-2:] = [b._replace(start=a.start, meanings=scopes)]
    elif _adjoins(a, b) and (_plain_metric(b) or ("M" in b.tags and b.meanings[0].weak)):
        # The last noun is the head ("KV cache computation"), unless it says nothing ("latency performance").
        head = a if b.meanings[0].weak and not a.meanings[0].weak else b
        # It heads the last of a list alone: "energy and cache memory".
        meanings = head.meanings if head is a else (*a.meanings[:-1], *b.meanings)
        out[-2:] = [head._replace(start=a.start, end=b.end, meanings=meanings)]
    else:
        return False
    return True


def _joined_three(out: list[Chunk]) -> bool:
    """Join what a word, a mark or a preposition holds together."""
    a, mark, b = out[-3:]
    if (a.quantities or _plain_metric(a)) and mark.tags == {"LP"} and b.tags == {"RP"}:
        out[-3:] = [a]  # "32% (absolute)", "2.1% AP (absolute)"
        return True
    word = mark.tags == {"W"} and mark.end - mark.start == 1
    if _plain_metric(a) and a.traits.counted and word and _plain_metric(b):
        out[-3:] = [b._replace(start=a.start)]  # "data preparation throughput"
    elif mark.tags <= {"AND", "COMMA", "SLASH"} and _named_metric(a) and _named_metric(b) and _together(out):
        out[-3:] = [_listed(a, b)]
    elif "PREP" in mark.tags and a.tags == {"M", "DN"} and "M" in b.tags:
        out[-3] = _changing(a)
    elif _plain_metric(b) and (_counts(a, mark, b) or (_is_qualifier(a) and b.sub == a.sub and _named_by(mark, b))):
        out[-3:] = [b._replace(start=a.start)]  # "number of parameters", "top-1 image recall"
    elif _plain_metric(a) and not a.meanings[0].weak and _named_by(mark, b) and b.meanings[0].weak and a.sub == b.sub:
        out[-3:] = [a._replace(end=b.end)]  # "rank-1 retrieval performance"
    elif _is_qualifier(a) and mark.tags == {"RP"} and _plain_metric(b):
        for at in range(-3, -len(out) - 1, -3):  # "21.2% top-1 (5.6% top-5) error": here, too, it is said once
            if not _is_qualifier(out[at]):
                break
            out[at] = out[at]._replace(meanings=(b.meanings[0],), sub=b.sub, traits=b.traits)
        return False
    else:
        return False
    return True


def _joined_four(out: list[Chunk]) -> bool:
    """Join a metric and its count, what stands in brackets, and the end of a list."""
    a, open_, b, close = out[-4:]
    bracket = open_.tags == {"LP"} and close.tags == {"RP"}
    if _counts(a, open_, close) and _named_by(b, close):
        out[-4:] = [close._replace(start=a.start)]  # "number of non-zero parameters"
    elif _plain_metric(a) and open_.tags == {"AND"} and _named_by(b, close) and _alike(a, close):
        out[-4:] = [_listed(a, close)]  # "energy and cache memory"
    elif _is_qualifier(a) and open_.tags <= {"AND", "COMMA"} and b.quantities and _plain_metric(close):
        # "21.2% top-1 and 5.6% top-5 error": the metric is said once, at the end.
        out[-4] = a._replace(meanings=(close.meanings[0],), sub=close.sub, traits=close.traits)
        return False
    elif a.tags == {"M", "DN"} and "PREP" in open_.tags and b.tags == {"W"} and _plain_metric(close):
        out[-4] = _changing(a)  # "loss of test accuracy"
    elif a.quantities and bracket and (b.tags == {"W"} or (_is_qualifier(b) and _is_valued(out[:-4]))):
        out[-4:] = [a]  # a remark: "7% (Waymo) and 15% (nuScenes) higher", "an error of 26% (top-1)"
    elif a.tags == b.tags == WORD and bracket and a.word == b.word == OTHER:
        out[-4:] = [a._replace(end=close.end)]  # a name and its short form
    elif "M" in a.tags and bracket and ("M" in b.tags or b.tags == {"W"}) and b.end - b.start == 1:
        says = _plain_metric(a) and _plain_metric(b) and a.meanings[0].weak and not b.meanings[0].weak
        out[-4:] = [(b if says else a)._replace(start=a.start, end=close.end)]  # "predictive performance (AUROC)"
    elif _named_metric(a) and open_.tags == {"COMMA"} and b.tags == {"AND"} and _lists_on(close):
        out[-4:] = [_listed(a, close)]
    else:
        return False
    return True


def _lists_on(metric: Chunk) -> bool:
    """Whether a metric behind ", and" goes on with the list before it: not "..., and its accuracy does not drop"."""
    return _named_metric(metric) and not metric.meanings[0].judged


def _named_by(word: Chunk, metric: Chunk) -> bool:
    """Whether a word or two stand right before a metric's name: "cache memory", "non-zero parameters"."""
    near = word.end == metric.start and word.end - word.start <= _LONGEST_NAMED
    return near and word.tags in _NAMING and _plain_metric(metric)  # "required labels"


def _listed(a: Chunk, b: Chunk) -> Chunk:
    """Two metrics of one list; a bare qualifier takes the metric of the other ("top-1 and top-5 error")."""
    if a.meanings[0].weak and not b.meanings[0].weak:
        a = a._replace(meanings=(b.meanings[0],), sub=b.sub, traits=b.traits)
    return a._replace(tags=b.tags, end=b.end, meanings=a.meanings + b.meanings)


def _changing(a: Chunk) -> Chunk:
    """A word of change that is a metric only by itself: "loss in accuracy" is a change of it."""
    meanings = tuple(meaning for meaning in a.meanings if meaning.moves)
    return a._replace(tags=frozenset(("DN",)), sub="", traits=NO_TRAITS, meanings=meanings)


def _counts(a: Chunk, of: Chunk, metric: Chunk) -> bool:
    """Whether a name only says how many or which of a metric behind it is meant: "number of parameters".

    A qualifier is one of a quality: not that of "top-1 at equal FLOPs".
    """
    return (a.sub == COUNTER or (_is_qualifier(a) and metric.sub == a.sub)) and "PREP" in of.tags


def _is_qualifier(chunk: Chunk) -> bool:
    """Whether a name is none by itself, but says which value of a metric is meant: "top-1"."""
    return _plain_metric(chunk) and chunk.meanings[0].weak and chunk.word != OTHER


def _alike(a: Chunk, b: Chunk) -> bool:
    """Whether two metrics can stand in one list."""
    return a.meanings[0].apart == b.meanings[0].apart and not b.meanings[0].judged


def _is_valued(before: list[Chunk]) -> bool:
    """Whether a value is said to be that of the metric before it: "an error of", "the error is 25% (top-1) and"."""
    while len(before) > 1 and before[-1].tags & _LIST_MARKS and before[-2].quantities:
        before = before[:-2]
    named = len(before) > 1 and not before[-1].tags.isdisjoint(_VALUING) and _plain_metric(before[-2])
    return named and not before[-2].meanings[0].weak


def _together(out: list[Chunk]) -> bool:
    """Whether the last metric goes on with the list before it; behind a comparative data do: "less data and memory"."""
    a, b = out[-3], out[-1]
    compared = out[-4:-3] and out[-4].tags == {"DA"} and not b.traits.quality
    return _alike(a, b) or (bool(compared) and not b.meanings[0].judged)


def _adjoins(a: Chunk, b: Chunk) -> bool:
    """Whether a metric stands right before a chunk, or names it past words that say nothing: "MRR top performance"."""
    if not _plain_metric(a):
        return False
    scored = a.traits.quality and b.traits.quality
    named = scored and not a.meanings[0].weak and b.meanings[0].weak
    return a.end == b.start or named


def _plain_metric(chunk: Chunk) -> bool:
    return chunk.tags == {"M"}


def _named_metric(chunk: Chunk) -> bool:
    """Whether a chunk is a metric, be it also the name of a phase ("storage and computation") or a verb ("cost")."""
    return "M" in chunk.tags and chunk.tags <= _NAMED


def plain(metric: Metric) -> Meaning:
    """A metric with nothing said of it but its name."""
    return Meaning(metric.id, "", metric.polarity, "", False, ())


def moving(chunk: Chunk) -> Meaning | None:
    """What a chunk says of where a metric moves, None where it says nothing."""
    return next((m for m in chunk.meanings if m.moves), None)


def metrics_of(chunk: Chunk) -> tuple[Meaning, ...]:
    """The metrics a chunk names, each once; nouns of their own before words of change."""
    plain = {m.metric: m for m in reversed(chunk.meanings) if m.metric and not m.moves}
    named = plain or {m.metric: m for m in reversed(chunk.meanings) if m.metric}
    return tuple(reversed(named.values()))
