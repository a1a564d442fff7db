"""Chunks: a sentence as frames see it, with each quantity, metric, verb or comparison as one item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from extractor.ranges import PART, Quantity
from extractor.rules import Metric, Rules
from extractor.terms import Term
from extractor.tokens import Sentence, Tokens, starting_in

_OTHER = "_"
_OPENING = frozenset(["PREP", "USE"])  # what a phrase before the main clause begins with
_LISTING = frozenset(["AND", "COMMA", "SLASH"])
_WORD = frozenset(["W"])
_CLOSING = frozenset(["RP"])
_NAMING = (_WORD, frozenset(["USE"]))  # what may stand there: "cache memory", "required labels"
_HEADS = frozenset(["M", "MN", "DN"])
_SAYING = frozenset(["BE", "DV", "MV", "ACH", "OUT"])  # verbs that go on about what stands before "that"
_LONGEST_NAMED = 2  # words before a metric that only narrow it
_NAMED = frozenset(["M", "S", "USE"])  # tags of a name of a metric
_COUNTED = frozenset(["count", "percent"])
_LIST_MARKS = frozenset(["AND", "COMMA"])
_VALUED = 3  # chunks of a value and its metric: "81% accuracy", "40% less memory"
_HEADED = frozenset(["M", "DA", "MA"])
_COUNTER = "counter"  # the `sub` of a word that only counts what stands behind its "of"


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
    judged: bool = False  # a judgement stands before it, so that it shares no amount: "and comparable accuracy"


class Chunk(NamedTuple):
    """One item of a sentence. `tags` are what frames ask for; `word` is its text where a frame names it.

    `sub` is the kind of a quantity or the family of a metric; `quantities` index the list of quantities;
    `meanings` hold one entry a coordinated metric.
    """

    tags: frozenset[str]
    word: str
    sub: str
    start: int
    end: int
    quantities: tuple[int, ...] = ()
    meanings: tuple[Meaning, ...] = ()


class Chunker:
    """Cuts sentences into chunks by the classes of rules/terms/words.toml and the metrics."""

    def __init__(self, rules: Rules, literals: frozenset[str]) -> None:
        self._metrics: Mapping[str, Metric] = rules.metrics
        table = rules.table("terms/metrics.toml")
        self._readings: list[dict[str, Any]] = table["reading"]
        self._weak = frozenset(table["weak"])
        self._apart = frozenset(table["roles"].get("listed_apart", ()))
        self._scoped = {(entry["metric"], entry["scope"]): entry["becomes"] for entry in table["scoped"]}
        self._classes: list[dict[str, Any]] = rules.table("terms/words.toml")["class"]
        marks = rules.table("terms/words.toml")["marks"]
        self._marks = {word: frozenset((tag,)) for tag, words in marks.items() for word in words}
        self._counters = frozenset(table["counters"])
        self._literals = literals | self._counters | frozenset(table["qualifiers"])
        self._telling = self._literals | frozenset(self._marks)
        said = rules.table("terms/words.toml")["said"]
        self._judging, self._abbreviated = frozenset(said["judging"]), frozenset(said["abbreviated"])
        self._relative = frozenset(said["relative"])
        self._deputies = frozenset(said["deputies"])
        self._owned = frozenset(said["owned"])
        # What a term says, by its kinds and its text; as many as the rules have phrases.
        self._memo: dict[tuple[tuple[tuple[str, str], ...], str], Chunk | None] = {}

    def __call__(
        self, tokens: Tokens, sentence: Sentence, quantities: list[Quantity], terms: list[Term], named: frozenset[int]
    ) -> list[Chunk]:
        """The chunks of one sentence, in order; words that say nothing are left out.

        `named` are tokens inside names, whose words are no terms ("Faster R-CNN").
        """
        # "CLIP score" is more than the name it begins with.
        inside = (t for t in _of_sentence(terms, sentence) if t.start not in named or t.end - 1 not in named)
        by_start = {t.start: t for t in inside if not _is_name(t, tokens, sentence)}
        return self._together(list(self._cut(tokens, sentence, quantities, by_start)))

    def _together(self, chunks: list[Chunk]) -> list[Chunk]:
        """Join what belongs together: words, a metric and its phase, its acronym, lists of metrics; and its clause."""
        out: list[Chunk] = []
        for index, chunk in enumerate(chunks):
            if chunk.word in self._relative and out and _is_relative(out[-1], chunks[index + 1 : index + 2]):
                continue
            out.append(chunk)
            # Only a word, a metric and the end of a bracket are ever joined to what stands before them.
            if chunk.tags in (_WORD, _CLOSING) or "M" in chunk.tags:
                after = chunks[index + 1 : index + 2]
                if "M" in chunk.tags and (_begins_clause(out, after) or _is_verb(chunk, after)):
                    continue
                if "M" in chunk.tags and _is_apart(out, chunks[index + 1 : index + 3], self._owned):
                    continue
                while _joined(out):
                    pass
                if len(out) > 2 and "AND" in out[-2].tags and "S" in out[-3].tags:
                    self._share_noun(out)
        return out

    def _share_noun(self, out: list[Chunk]) -> None:
        """Join a phase to a metric whose noun it shares: "training and inference time" are two metrics."""
        phase, _, named = out[-3:]
        metric = self._scoped.get((named.meanings[0].metric, phase.sub)) if "M" in named.tags else None
        of_phase = "S" in named.tags or (named.meanings and named.meanings[0].scopes)
        if metric is not None and of_phase and "M" not in phase.tags:
            first = self._meaning(metric, "", "", "", False)
            out[-3:] = [named._replace(start=phase.start, meanings=(first, *named.meanings))]

    def _cut(
        self, tokens: Tokens, sentence: Sentence, quantities: list[Quantity], terms: Mapping[int, Term]
    ) -> Iterator[Chunk]:
        inside = starting_in(quantities, sentence.first, sentence.last)
        lists = _lists(inside, quantities)
        at = sentence.first
        while at < sentence.last:
            if lists and at >= quantities[lists[0][0]].first:
                members = lists.pop(0)
                head = quantities[members[0]]
                end = max(quantities[members[-1]].last, at + 1)
                tags = _quantity_tags(head)
                if "QN" in tags and "." in tokens.words[head.start]:
                    tags = frozenset(("Q",))  # "by 7.7 on the one and 5.0 on the other"
                yield Chunk(tags, _OTHER, "whole" if _is_whole(head, tags) else head.kind, at, end, tuple(members))
                at = end
                continue
            stop = quantities[lists[0][0]].first if lists else sentence.last
            term = terms.get(at)
            if term is not None and term.end <= stop:
                chunk = self._term(term, tokens)
                if chunk is not None:
                    yield chunk
                at = term.end
                continue
            first = at  # words that say nothing are one chunk
            while at < stop and tokens.lower[at] not in self._telling and (at == first or at not in terms):
                at += 1
            if at > first:
                yield Chunk(_WORD, _OTHER, "", first, at)
            else:
                yield self._word(tokens, at)
                at += 1

    def _word(self, tokens: Tokens, at: int) -> Chunk:
        lower = tokens.lower[at]
        word = lower if lower in self._literals else _OTHER
        return Chunk(self._marks.get(lower, _WORD), word, _COUNTER if lower in self._counters else "", at, at + 1)

    def _term(self, term: Term, tokens: Tokens) -> Chunk | None:
        """The chunk of a term; None where it says nothing."""
        text = " ".join(tokens.lower[term.start : term.end])
        key = (term.kinds, text)
        if key not in self._memo:
            self._memo[key] = self._meant(*key)
        chunk = self._memo[key]
        if chunk is None:
            return None
        if text == "." and tokens.lower[term.start - 1] in self._abbreviated and term.start > 0:
            return Chunk(_WORD, _OTHER, "", term.start, term.end)
        if "M" in chunk.tags and tokens.lower[term.end : term.end + 1] and tokens.lower[term.end] in self._deputies:
            return Chunk(_WORD, _OTHER, "", term.start, term.end)
        meanings = chunk.meanings
        if meanings and term.start > 0 and tokens.lower[term.start - 1] in self._judging:
            meanings = (meanings[0]._replace(judged=True), *meanings[1:])
        return Chunk(chunk.tags, chunk.word, chunk.sub, term.start, term.end, chunk.quantities, meanings)

    def _meant(self, kinds: tuple[tuple[str, str], ...], text: str) -> Chunk | None:
        tags: set[str] = set()
        meanings: list[Meaning] = []
        sub = ""
        for kind, value in kinds:
            if kind == "class":
                entry = self._classes[int(value)]
                tags.add(entry["name"])
                sub = sub or entry.get("metric", "")
                if "moves" in entry:
                    good = entry.get("good", "")
                    meanings.append(self._meaning(entry.get("metric", ""), entry["moves"], good, "", False))
            elif kind == "metric":
                tags.add("M")
                sub = self._metrics[value].family
                meanings.insert(
                    0, self._meaning(value, "", "", "", text.rstrip("s") in self._weak or text in self._weak)
                )
            elif kind == "reading":
                reading = self._readings[int(value)]
                tags.add("M")
                sub = self._metrics[reading["metric"]].family
                meaning = self._meaning(reading["metric"], "", reading.get("good", ""), reading.get("moves", ""), False)
                meanings.insert(
                    0, meaning._replace(percentage=reading.get("percentage"), either=reading.get("either", False))
                )
            elif kind == "scope":
                tags.add("S")
                sub = sub or value
        if tags == {"SKIP"}:
            return None
        tags.discard("SKIP")
        if not tags:
            tags = {"W"}
        word = text if text in self._literals else _OTHER
        return Chunk(frozenset(tags), word, sub, 0, 0, (), tuple(meanings))

    def _meaning(self, metric: str, moves: str, good: str, forced: str, weak: bool) -> Meaning:
        polarity = self._metrics[metric].polarity if metric else ""
        return Meaning(metric, moves, good or polarity, forced, weak, (), apart=metric in self._apart)


def _quantity_tags(head: Quantity) -> frozenset[str]:
    """The tags of a quantity: Q for a value, N for a number that cannot be a claim, and for those with a form.

    QC a change, QF "from A to B", QS a signed value, QU "up to A", QO "only A steps", "within A%", QP "half", QV
    "halves", QN a bare whole number.
    """
    if head.kind == "none" or head.setting:
        return frozenset(("N",))
    if head.form == "change":
        return frozenset(("QC",))
    if head.form == "fromto":
        return frozenset(("Q", "QF"))
    if head.form == "verb":
        return frozenset(("QV",))
    if head.sign and head.scale == 1:
        return frozenset(("Q", "QS"))
    tags = ["Q"]
    if head.scale == PART and head.form == "single":
        tags.append("QP")
    if head.kind in _COUNTED and (head.only or head.bound == "less_than"):
        tags.append("QO")
    elif head.bound == "up_to":
        tags.append("QU")
    bare = head.kind == "number" and head.low is not None and head.low == int(head.low)
    return frozenset(("Q", "QN")) if bare and len(tags) == 1 else frozenset(tags)


def _is_whole(head: Quantity, tags: frozenset[str]) -> bool:
    """Whether a bare or signed number is a whole one, which may count or be a code: "in {-1, +1}"."""
    return "QN" in tags or ("QS" in tags and head.kind == "number" and head.low == int(head.low or 0))


def _of_sentence(terms: list[Term], sentence: Sentence) -> list[Term]:
    """The terms of a sentence, out of those of the text, which are in order."""
    return [terms[at] for at in starting_in(terms, sentence.first, sentence.last)]


def _lists(inside: Iterable[int], quantities: list[Quantity]) -> list[list[int]]:
    """Indexes of quantities, those of one list together."""
    lists: list[list[int]] = []
    for index in inside:
        if lists and quantities[lists[-1][-1]].group == quantities[index].group:
            lists[-1].append(index)
        else:
            lists.append([index])
    return lists


def metric_of(chunk: Chunk) -> Meaning | None:
    """The first metric a chunk names, None where it names none."""
    return next((meaning for meaning in chunk.meanings if meaning.metric), None)


def _is_relative(left: Chunk, after: list[Chunk]) -> bool:
    """Whether a pronoun between a metric and a verb ends no clause: "a latency that is 40% lower"."""
    return not left.tags.isdisjoint(_HEADS) and bool(after) and not after[0].tags.isdisjoint(_SAYING)


def _begins_clause(out: list[Chunk], after: list[Chunk]) -> bool:
    """Whether a metric behind a comma opens the main clause: "with fewer weights, accuracy drops" is no list."""
    if len(out) < 3 or "COMMA" not in out[-2].tags or "M" not in out[-3].tags or _OPENING.isdisjoint(out[0].tags):
        return False
    return not (after and after[0].tags & _LISTING)


def _is_apart(out: list[Chunk], after: list[Chunk], owned: frozenset[str]) -> bool:
    """Whether two metrics have a value each: "81% accuracy and an F1 of 0.8" is no list of them, nor is "F1 (0.8)"."""
    if len(after) < 2 or "Q" not in after[1].tags or not ("LP" in after[0].tags or after[0].word in owned):
        return False
    listed = [chunk for chunk in out[:-1] if not chunk.tags & _LIST_MARKS][-_VALUED:]
    joined = len(out) > _VALUED and bool(out[-2].tags & _LIST_MARKS) and "M" in listed[-1].tags
    valued = [at for at, chunk in enumerate(listed) if "Q" in chunk.tags]
    return joined and bool(valued) and all(chunk.tags & _HEADED for chunk in listed[valued[-1] + 1 :])


def _is_verb(chunk: Chunk, after: list[Chunk]) -> bool:
    """Whether a word that may be a metric or a verb is one: "halves the latency and costs 3x less"."""
    return "USE" in chunk.tags and bool(after) and bool(after[0].quantities)


def _joined(out: list[Chunk]) -> bool:
    """Join the last chunks where they are one; True where something was joined."""
    if len(out) < 2:
        return False
    if out[-1].tags == _WORD:  # to a word alone
        return _joined_two(out)
    return _joined_two(out) or (len(out) >= 3 and _joined_three(out)) or (len(out) >= 4 and _joined_four(out))


def _joined_two(out: list[Chunk]) -> bool:
    """Join words, a phase and its metric, and parts of one metric's name."""
    a, b = out[-2], out[-1]
    if a.tags == b.tags == {"W"} and a.word == b.word == _OTHER:
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
    if a.quantities and mark.tags == {"LP"} and b.tags == {"RP"}:
        out[-3:] = [a]  # "32% (absolute)"
        return True
    word = mark.tags == {"W"} and mark.end - mark.start == 1
    if _plain_metric(a) and a.sub == "cost" and word and _plain_metric(b):
        out[-3:] = [b._replace(start=a.start)]  # "data preparation throughput"
    elif mark.tags <= {"AND", "COMMA", "SLASH"} and _named_metric(a) and _named_metric(b) and _alike(a, b):
        out[-3:] = [_listed(a, b)]
    elif "PREP" in mark.tags and a.tags == {"M", "DN"} and "M" in b.tags:
        out[-3] = _changing(a)
    elif _plain_metric(b) and (_counts(a, mark) or (_is_qualifier(a) and b.sub == a.sub and _named_by(mark, b))):
        out[-3:] = [b._replace(start=a.start)]  # "number of parameters", "top-1 image recall"
    elif _plain_metric(a) and not a.meanings[0].weak and _named_by(mark, b) and b.meanings[0].weak and a.sub == b.sub:
        out[-3:] = [a._replace(end=b.end)]  # "rank-1 retrieval performance"
    else:
        return False
    return True


def _joined_four(out: list[Chunk]) -> bool:
    """Join a metric and its count, what stands in brackets, and the end of a list."""
    a, open_, b, close = out[-4:]
    bracket = open_.tags == {"LP"} and close.tags == {"RP"}
    if _counts(a, open_) and _named_by(b, close):
        out[-4:] = [close._replace(start=a.start)]  # "number of non-zero parameters"
    elif _plain_metric(a) and open_.tags == {"AND"} and _named_by(b, close) and _alike(a, close):
        out[-4:] = [_listed(a, close)]  # "energy and cache memory"
    elif _is_qualifier(a) and open_.tags <= {"AND", "COMMA"} and b.quantities and _plain_metric(close):
        # "21.2% top-1 and 5.6% top-5 error": the metric is said once, at the end.
        out[-4] = a._replace(meanings=(close.meanings[0],), sub=close.sub)
        return False
    elif a.tags == {"M", "DN"} and "PREP" in open_.tags and b.tags == {"W"} and _plain_metric(close):
        out[-4] = _changing(a)  # "loss of test accuracy"
    elif a.quantities and bracket and b.tags == {"W"}:
        out[-4:] = [a]  # a remark: "7% (Waymo) and 15% (nuScenes) higher"
    elif a.tags == b.tags == _WORD and bracket and a.word == b.word == _OTHER:
        out[-4:] = [a._replace(end=close.end)]  # a name and its short form
    elif "M" in a.tags and bracket and ("M" in b.tags or b.tags == {"W"}) and b.end - b.start == 1:
        says = _plain_metric(a) and _plain_metric(b) and a.meanings[0].weak and not b.meanings[0].weak
        out[-4:] = [(b if says else a)._replace(start=a.start, end=close.end)]  # "predictive performance (AUROC)"
    elif _named_metric(a) and open_.tags == {"COMMA"} and b.tags == {"AND"} and _named_metric(close):
        out[-4:] = [_listed(a, close)]
    else:
        return False
    return True


def _named_by(word: Chunk, metric: Chunk) -> bool:
    """Whether a word or two stand right before a metric's name: "cache memory", "non-zero parameters"."""
    near = word.end == metric.start and word.end - word.start <= _LONGEST_NAMED
    return near and word.tags in _NAMING and _plain_metric(metric)  # "required labels"


def _listed(a: Chunk, b: Chunk) -> Chunk:
    """Two metrics of one list; a bare qualifier takes the metric of the other ("top-1 and top-5 error")."""
    if a.meanings[0].weak and not b.meanings[0].weak:
        a = a._replace(meanings=(b.meanings[0],), sub=b.sub)
    return a._replace(tags=b.tags, end=b.end, meanings=a.meanings + b.meanings)


def _changing(a: Chunk) -> Chunk:
    """A word of change that is a metric only by itself: "loss in accuracy" is a change of it."""
    return a._replace(tags=frozenset(("DN",)), sub="", meanings=tuple(m for m in a.meanings if m.moves))


def _is_name(term: Term, tokens: Tokens, sentence: Sentence) -> bool:
    """A word of a class that is part of a name by its capitals ("Faster R-CNN"); titles are all capitals."""
    if term.start == sentence.first or sentence.start == 0 or not all(kind == "class" for kind, _ in term.kinds):
        return False
    here, after = tokens.words[term.start], tokens.words[term.end : term.end + 1]
    if not here[0].isupper() or here.isupper():
        return False
    before = tokens.words[term.start - 1 : term.start] if term.start - 1 > sentence.first else []
    return any(word[0].isupper() for word in (*before, *after))  # "Faster R-CNN", "Hugging Face Accelerate"


def _counts(a: Chunk, of: Chunk) -> bool:
    """Whether a name only counts what stands behind it: "number of"."""
    return (_is_qualifier(a) or a.sub == _COUNTER) and "PREP" in of.tags


def _is_qualifier(chunk: Chunk) -> bool:
    """Whether a name is none by itself, but says which value of a metric is meant: "top-1"."""
    return _plain_metric(chunk) and chunk.meanings[0].weak and chunk.word != _OTHER


def _alike(a: Chunk, b: Chunk) -> bool:
    """Whether two metrics can stand in one list."""
    return a.meanings[0].apart == b.meanings[0].apart and not b.meanings[0].judged


def _adjoins(a: Chunk, b: Chunk) -> bool:
    """Whether a metric stands right before a chunk, or names it past words that say nothing: "MRR top performance"."""
    if not _plain_metric(a):
        return False
    named = a.sub == b.sub == "quality" and not a.meanings[0].weak and b.meanings[0].weak if b.meanings else False
    return a.end == b.start or named


def _plain_metric(chunk: Chunk) -> bool:
    return chunk.tags == {"M"}


def _named_metric(chunk: Chunk) -> bool:
    """Whether a chunk is a metric, be it also the name of a phase ("storage and computation") or a verb ("cost")."""
    return "M" in chunk.tags and chunk.tags <= _NAMED
