"""Chunks: a sentence as frames see it, with each quantity, metric, verb or comparison as one item."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from extractor.frames.joins import (
    COUNTER,
    OTHER,
    WORD,
    Chunk,
    Meaning,
    begins_clause,
    is_apart,
    is_relative,
    is_verb,
    joined,
    part_lead,
)
from extractor.quantities.ranges import PART, Quantity
from extractor.rulefiles.rules import NO_TRAITS, Metric, Rules
from extractor.terms.terms import Term
from extractor.text.plurals import is_among
from extractor.text.tokens import Sentence, Tokens, starting_in

_CLOSING = frozenset(["RP"])
_OWN_HEADS = frozenset(["DN", "DA", "MA", "MN"])  # classes of what a value right before it is of
_LARGE = 1e6  # the scale of a number that says a size by itself: "16B"
_PAIR = 2
_VALUE = frozenset(["Q"])
_STEPPED_OVER = frozenset(["Q", "QN"])  # what a gap may step over, and a claim by itself where no frame does
_PHRASE = 5  # tokens of the longest name of a metric, and one
_OWNER = 5  # tokens from "that of" to a metric that is what it is of
_COUNTED = frozenset(["count", "percent"])
_TAKEN_IN = frozenset(["count", "number"])  # kinds of what a system copes with: "over 10,000 frames"
_AND = frozenset(["AND"])
_TOLD = 5  # chunks behind a metric that tell whether it has a value of its own
_STILL = 3  # tokens behind a metric within which it is said to stay as it is
_CORRELATE = 5  # tokens before a metric within which a correlation with it is named


class Chunker:
    """Cuts sentences into chunks by the classes of rules/terms/words.toml and the metrics."""

    def __init__(self, rules: Rules, literals: frozenset[str]) -> None:
        self._metrics: Mapping[str, Metric] = rules.metrics
        table = rules.table("terms/metrics.toml")
        self._readings: list[dict[str, Any]] = table["reading"]
        self._weak = frozenset(table["weak"])
        self._apart = frozenset(table["roles"].get("listed_apart", ()))
        self._size: str = table["roles"]["counted_size"]
        self._models = frozenset(table["roles"]["sized_models"])
        self._scoped = {(entry["metric"], entry["scope"]): entry["becomes"] for entry in table["scoped"]}
        self._classes: list[dict[str, Any]] = rules.table("terms/words.toml")["class"]
        marks = rules.table("terms/words.toml")["marks"]
        self._marks = {word: frozenset((tag,)) for tag, words in marks.items() for word in words}
        self._counters = frozenset(table["counters"])
        self._literals = literals | self._counters | frozenset([*table["qualifiers"], *table["roles"]["own_times"]])
        self._telling = self._literals | frozenset(self._marks)
        said = rules.table("terms/words.toml")["said"]
        self._judging, self._abbreviated = frozenset(said["judging"]), frozenset(said["abbreviated"])
        self._still, self._still_past = frozenset(said["still"]), frozenset(said["still_past"])
        self._relative, self._of_such = frozenset(said["relative"]), frozenset(said["of_such"])
        self._such = frozenset(said["such"])
        self._heads = frozenset(str(at) for at, entry in enumerate(self._classes) if entry["name"] in _OWN_HEADS)
        self._nouns = frozenset(str(at) for at, entry in enumerate(self._classes) if entry["name"] == "DN")
        self._deputies = frozenset(said["deputies"])
        self._correlated, self._correlates = frozenset(said["correlated"]), frozenset(said["correlates"])
        self._owned, self._what = frozenset(said["owned"]), frozenset(said["what"])
        self._by, self._lacking = frozenset(said["by"]), frozenset(said["lacking"])
        self._comparing = frozenset(said["comparing"])
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
        first = tokens.lower[sentence.first]
        led = first in self._comparing
        chunks = self._together(list(self._cut(tokens, sentence, quantities, by_start)), led=led)
        return part_lead(chunks) if first in self._lacking else chunks

    def _together(self, chunks: list[Chunk], *, led: bool) -> list[Chunk]:
        """Join what belongs together: words, a metric and its phase, its acronym, lists of metrics; and its clause.

        `led` tells that the sentence opens with a comparison.
        """
        out: list[Chunk] = []
        for index, chunk in enumerate(chunks):
            if (
                chunk.word in self._relative
                and out
                and is_relative(out[-1], chunks[index + 1 : index + 2], self._of_such)
            ):
                continue
            out.append(chunk)
            if "MA" in chunk.tags and len(out) > 2:
                self._share_amount(out)
            # Only a word, a metric and the end of a bracket are ever joined to what stands before them.
            if chunk.tags in (WORD, _CLOSING) or "M" in chunk.tags:
                after = chunks[index + 1 : index + 2]
                if "M" in chunk.tags and (begins_clause(out, after, led=led) or is_verb(chunk, after)):
                    continue
                behind = chunks[index + 1 : index + 1 + _TOLD]
                if "M" in chunk.tags and is_apart(out, behind, self._owned, self._what, self._by):
                    continue
                while joined(out):
                    pass
                if len(out) > 2 and "AND" in out[-2].tags and "S" in out[-3].tags:
                    self._share_noun(out)
        return out

    def _share_amount(self, out: list[Chunk]) -> None:
        """Join two comparatives of efficiency, both better or both worse: "3x faster and smaller" says two things."""
        a, joiner, b = out[-3:]
        if "MA" not in a.tags or a.sub == b.sub or joiner.tags != _AND:
            return
        sides = [[m for m in chunk.meanings if m.metric and m.moves] for chunk in (a, b)]
        told = [m for side in sides for m in side]
        efficient = all(self._metrics[m.metric].traits.efficiency for m in told)
        if all(sides) and efficient and len({(m.moves == "up") == (m.good == "higher") for m in told}) == 1:
            out[-3:] = [a._replace(end=b.end, meanings=(*a.meanings, *b.meanings))]

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
        lists = [
            part for members in _lists(inside, quantities) for part in self._parts(tokens, members, quantities, terms)
        ]
        at = sentence.first
        while at < sentence.last:
            if lists and at >= quantities[lists[0][0]].first:
                members = lists.pop(0)
                head = quantities[members[0]]
                end = max(quantities[members[-1]].last, at + 1)
                tags = _quantity_tags(head)
                if "QN" in tags and ("." in tokens.words[head.start] or self._stands_alone(head, tokens, end, terms)):
                    tags -= {"QN"}  # "by 7.7 on the one and 5.0 on the other", "16B (3B active) parameters"
                kind = "whole" if _is_whole(head, tags) else head.kind
                if tags == _VALUE and head.metric == self._size and self._is_of_model(tokens, end):
                    tags = _STEPPED_OVER
                yield Chunk(tags, OTHER, kind, at, end, tuple(members))
                at = end
                continue
            stop = quantities[lists[0][0]].first if lists else sentence.last
            term = terms.get(at)
            if term is not None and term.end <= stop:
                chunk = self._term(term, tokens)
                if chunk is not None:
                    yield Chunk(WORD, OTHER, "", at, term.end) if self._is_owner(chunk, tokens, sentence) else chunk
                at = term.end
                continue
            first = at  # words that say nothing are one chunk
            while at < stop and tokens.lower[at] not in self._telling and (at == first or at not in terms):
                at += 1
            if at > first:
                yield Chunk(WORD, OTHER, "", first, at)
            else:
                yield self._word(tokens, at)
                at += 1

    def _is_of_model(self, tokens: Tokens, end: int) -> bool:
        """Whether a size only tells which model is spoken of: "the accuracy of a 7B model is 71.2%"."""
        return not self._models.isdisjoint(tokens.lower[end : end + _PAIR])

    def _is_owner(self, chunk: Chunk, tokens: Tokens, sentence: Sentence) -> bool:
        """Whether a metric is what another is of: "the latency of search by 30% and that of memory by 12%"."""
        if "M" not in chunk.tags:
            return False
        for at in range(chunk.start - 1, max(sentence.first + 1, chunk.start - _OWNER), -1):
            if tokens.lower[at] in self._owned and tokens.lower[at - 1] in self._such:
                return "AND" in self._marks.get(tokens.lower[at - 2], ())
        return False

    def _stands_alone(self, head: Quantity, tokens: Tokens, end: int, terms: Mapping[int, Term]) -> bool:
        """Whether a large number counts no noun right behind it, as one in the gap of a frame does ("a 32B coder")."""
        if head.scale < _LARGE:
            return False
        return end in terms or end == len(tokens.words) or not tokens.words[end][0].isalpha()

    def _parts(
        self, tokens: Tokens, members: list[int], quantities: list[Quantity], terms: Mapping[int, Term]
    ) -> list[list[int]]:
        """A list of two values, or each alone where each has its own thing: "a recall of 82% and 40% less memory"."""
        if len(members) != _PAIR:
            return [members]
        first, second = quantities[members[0]], quantities[members[1]]
        before, term = first.first - 1, terms.get(second.last)
        own = term is not None and (self._names(term) or not self._heads.isdisjoint(v for _, v in term.kinds))
        if self._is_of_another(tokens, first, second, terms):
            return [[members[0]], [members[1]]]
        if not own or tokens.before(first.first) not in self._owned:
            return [members]
        heads = [t for n in range(1, _PHRASE) if (t := terms.get(before - n)) is not None and t.end == before]
        # "an accuracy gain of 5% and 64% sparsity"
        heads += [
            t for head in heads for n in range(1, _PHRASE)
            if self._nouns.intersection(v for _, v in head.kinds)
            and (t := terms.get(head.start - n)) is not None and t.end == head.start
        ]  # fmt: skip
        named = any(self._names(t) and " ".join(tokens.lower[t.start : t.end]) not in self._weak for t in heads)
        return [[members[0]], [members[1]]] if named else [members]

    def _is_of_another(self, tokens: Tokens, first: Quantity, second: Quantity, terms: Mapping[int, Term]) -> bool:
        """Whether the second value is of a thing of its own: "falls by 45%, and about 88% of the FLOPs are saved"."""
        lower = tokens.lower
        parted = any("COMMA" in self._marks.get(word, ()) for word in lower[first.last : first.last + 1])
        if not parted or tokens.before(first.first) not in self._by:
            return False
        if self._owned.isdisjoint(lower[second.last : second.last + 1]):
            return False
        named = (terms.get(at) for at in range(second.last + 1, second.last + 1 + _PAIR))
        return any(term is not None and self._names(term) for term in named)

    @staticmethod
    def _names(term: Term) -> bool:
        """Whether a term is the name of a metric."""
        return any(kind in ("metric", "reading") for kind, _ in term.kinds)

    def _word(self, tokens: Tokens, at: int) -> Chunk:
        lower = tokens.lower[at]
        word = lower if lower in self._literals else OTHER
        return Chunk(self._marks.get(lower, WORD), word, COUNTER if lower in self._counters else "", at, at + 1)

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
            return Chunk(WORD, OTHER, "", term.start, term.end)
        if "M" in chunk.tags and tokens.lower[term.end : term.end + 1] and tokens.lower[term.end] in self._deputies:
            return Chunk(WORD, OTHER, "", term.start, term.end)
        if "M" in chunk.tags and self._is_correlate(tokens, term.start):
            return Chunk(WORD, OTHER, "", term.start, term.end)
        meanings = chunk.meanings
        if meanings and self._is_judged(tokens, term, quality=chunk.traits.quality):
            meanings = (meanings[0]._replace(judged=True), *meanings[1:])
        return Chunk(chunk.tags, chunk.word, chunk.sub, term.start, term.end, (), meanings, chunk.traits)

    def _is_judged(self, tokens: Tokens, term: Term, *, quality: bool) -> bool:
        """Whether a metric is only judged, or stays as it is: "comparable accuracy", "the accuracy is unaffected"."""
        if term.start > 0 and tokens.lower[term.start - 1] in self._judging:
            return True
        behind = (word for word in tokens.lower[term.end : term.end + _STILL] if word not in self._still_past)
        return quality and next(behind, "") in self._still

    def _is_correlate(self, tokens: Tokens, at: int) -> bool:
        """Whether a metric at a token is what another goes with: "a rank correlation with the accuracy of 0.8"."""
        before = tokens.lower[max(0, at - _CORRELATE) : at]
        if self._correlates.isdisjoint(before):
            return False
        return any(noun in self._correlated and word in self._correlates for noun, word in itertools.pairwise(before))

    def _meant(self, kinds: tuple[tuple[str, str], ...], text: str) -> Chunk | None:
        tags: set[str] = set()
        meanings: list[Meaning] = []
        sub, traits = "", NO_TRAITS
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
                sub, traits = self._metrics[value].family, self._metrics[value].traits
                meanings.insert(0, self._meaning(value, "", "", "", is_among(text, self._weak)))
            elif kind == "reading":
                reading = self._readings[int(value)]
                tags.add("M")
                metric = self._metrics[reading["metric"]]
                sub, traits = metric.family, metric.traits
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
        word = text if text in self._literals else OTHER
        return Chunk(frozenset(tags), word, sub, 0, 0, (), tuple(meanings), traits)

    def _meaning(self, metric: str, moves: str, good: str, forced: str, weak: bool) -> Meaning:
        polarity = self._metrics[metric].polarity if metric else ""
        return Meaning(metric, moves, good or polarity, forced, weak, (), apart=metric in self._apart)


def _quantity_tags(head: Quantity) -> frozenset[str]:
    """The tags of a quantity: Q for a value, N for a number that cannot be a claim, and for those with a form.

    QC a change, QF "from A to B", QS a signed value, QU "up to A", QA "over A things", QO "only A steps", "within A%",
    QP "half", QV "halves", QN a bare whole number.
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
    if len(tags) == 1:
        tags += ["QN"] * bare + ["QA"] * (head.bound == "at_least" and head.kind in _TAKEN_IN)
    return frozenset(tags)


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


def _is_name(term: Term, tokens: Tokens, sentence: Sentence) -> bool:
    """A word of a class that is part of a name by its capitals ("Faster R-CNN"); titles are all capitals."""
    here = tokens.words[term.start]
    if not here[0].isupper() or here.isupper():
        return False  # most words
    if term.start == sentence.first or sentence.start == 0 or not all(kind == "class" for kind, _ in term.kinds):
        return False
    after = tokens.words[term.end : term.end + 1]
    before = tokens.words[term.start - 1 : term.start] if term.start - 1 > sentence.first else []
    return any(word[0].isupper() for word in (*before, *after))  # "Faster R-CNN", "Hugging Face Accelerate"
