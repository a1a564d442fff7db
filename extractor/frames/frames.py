"""Frames: wordings around a quantity, matched by spaCy's Matcher over the chunks of a sentence."""

from __future__ import annotations

import functools
import itertools
import operator
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from spacy.attrs import LEMMA, TAG
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from extractor.frames.joins import Chunk
from extractor.frames.shifts import Shifts
from extractor.rulefiles.elements import ANCHORS, ELEMENT, GAP, KINDS, SHORTHAND, TAGS, WORD
from extractor.rulefiles.rules import FrameRule, Rules

# What a gap may step over: `..` stays inside a noun phrase, `~` crosses anything but another quantity or clause.
_NOUN_GAP = frozenset(["W", "S", "SLASH", "N"])
_WIDE_STOPS = frozenset(["Q", "QC", "QF", "QV", "BREAK"])
_NAMING = frozenset(["M", "MA", "MN", "MV"])
_OPS: dict[str, tuple[int, int | None]] = {"": (1, 1), "?": (0, 1), "*": (0, None), "+": (1, None)}
NEAR = 14  # chunks to each side of a quantity that a frame may reach
_CROWD = 20  # quantities among those chunks that make them a table, not a sentence; a frame takes long there


class Frame(NamedTuple):
    """One rule on one quantity chunk: chunks [start, end) of the sentence, `anchor` the quantity's.

    `quantity` indexes the first of the quantities in that chunk.
    """

    rule: FrameRule
    start: int
    end: int
    anchor: int
    quantity: int


@dataclass(frozen=True, slots=True, eq=False)
class _Need:
    """A pattern on the kinds of quantity it can stand on, up to `left` chunks before it and `right` behind it.

    `anchor` is its element that is the quantity; `mixed` tells that another of its elements can be one, too.
    """

    rule: str
    kinds: frozenset[str]
    specs: list[dict[str, Any]]
    left: int
    right: int
    anchor: int
    mixed: bool


class FrameMatcher:
    """Matches all frames; built once.

    A matcher's time grows with the patterns it holds, and few of some hundreds fit in one place. So all patterns are
    first tried at once over the sentence (`Shifts`; what a chunk fits is worked out once for each sort of chunk), and
    spaCy is asked only about patterns that end near a quantity, and in its near alone.
    """

    def __init__(self, rules: Rules, vocab: Vocab, tag_sets: Iterable[frozenset[str]]) -> None:
        self._vocab = vocab
        self._tags = {tags: "+".join(sorted(tags)) for tags in tag_sets}
        self._rules = {rule.id: rule for rule in rules.frames if rule.id not in rules.disabled}
        self._shifts: Shifts[_Need] = Shifts()
        self._elements: dict[str, tuple[dict[str, Any], list[int]]] = {}  # each with its bits in all patterns
        self._others = 0  # the bits of elements that are no quantity
        self._sorts: dict[tuple[frozenset[str], str, str], tuple[int, tuple[int, int]]] = {}
        self._matchers: dict[_Need, Matcher] = {}  # made when first asked for
        self._quantities = frozenset(text for tags, text in self._tags.items() if tags & ANCHORS and "QN" not in tags)
        for rule in self._rules.values():
            for kinds, specs, at in self.patterns(rule):
                self._add(rule.id, kinds & frozenset(KINDS) if kinds else frozenset(KINDS), specs, at)
        tests = [(_tests(spec), _any(bits)) for spec, bits in self._elements.values()]
        self._tests = [(wanted, bits) for wanted, bits in tests if len(wanted) != 1]
        self._tests_of_one = [(*wanted[0], bits) for wanted, bits in tests if len(wanted) == 1]
        self._fit_one: dict[tuple[str, str], int] = {}

    def __call__(self, chunks: list[Chunk]) -> dict[int, Iterator[Frame]]:
        """For each quantity of a sentence its frames, the best first, each found when it is asked for.

        By priority, then those that name a metric, then the shortest reach, then the id.
        """
        anchors = [index for index, chunk in enumerate(chunks) if not chunk.tags.isdisjoint(ANCHORS)]
        if not anchors:
            return {}
        bits = [self._sort(chunk)[0] for chunk in chunks]
        ends = list(self._shifts.ends(bits))
        docs: list[Doc] = []  # one for all its quantities, made when first asked for
        found: dict[int, Iterator[Frame]] = {}
        for anchor in anchors:
            near, far = max(0, anchor - NEAR), min(len(chunks), anchor + NEAR + 1)
            if bisect_left(anchors, far) - bisect_left(anchors, near) > _CROWD:
                continue
            # A quantity that another element can step over may stand anywhere in a frame.
            anywhere = bool(bits[anchor] & self._others)
            candidates = _candidates(ends, anchor, chunks[anchor].sub, anywhere=anywhere)
            if candidates:
                found[anchor] = self._best_first(chunks, docs, anchor, candidates)
        return found

    def _best_first(
        self, chunks: list[Chunk], docs: list[Doc], anchor: int, candidates: Mapping[_Need, tuple[int, int]]
    ) -> Iterator[Frame]:
        """The frames of one quantity; spaCy is asked about rules of lower priority only where these are wanted."""
        if not docs:
            docs.append(self.doc(chunks))
        doc, quantity = docs[0], chunks[anchor].quantities[0]
        for _, needs in itertools.groupby(sorted(candidates, key=self._order), key=self._order):
            found: dict[tuple[str, int, int], Frame] = {}  # two patterns of a rule may fit the same chunks
            for need in needs:
                left, stop = candidates[need]
                low = max(0, anchor - left)
                for start, end in self._hits(need, doc[low:stop], anchor - low):
                    first, last = start + low, end + low
                    if first <= anchor < last and _is_anchor(chunks, anchor, first, last):
                        found[need.rule, first, last] = Frame(self._rules[need.rule], first, last, anchor, quantity)
            yield from sorted(found.values(), key=lambda frame: _rank(frame, chunks))

    def _order(self, need: _Need) -> int:
        return -self._rules[need.rule].priority

    def _hits(self, need: _Need, part: Span, at: int) -> Iterator[tuple[int, int]]:
        """Where a pattern fits in a part of a sentence; one of two quantities stands with its own on chunk `at`."""
        if need not in self._matchers:
            self._matchers[need] = Matcher(self._vocab, validate=False)
            self._matchers[need].add(need.rule, [need.specs])
        matcher = self._matchers[need]
        hits: Any = matcher(part)
        if hits and need.mixed:  # to ask for the elements of all would take long
            aligned: Any = matcher(part, with_alignments=True)
            hits = (hit for *hit, held in aligned if hit[1] <= at < hit[2] and held[at - hit[1]] == need.anchor)
        yield from ((start, end) for _, start, end in hits)

    def _add(self, rule: str, kinds: frozenset[str], specs: list[dict[str, Any]], anchor: int) -> None:
        """Take a pattern, with how far from its quantity it can reach; its elements are given their bits."""
        reach = [0, 0, 0]  # before, at and behind the quantity
        # What is no operator of an element is the "{0,3}" of a gap.
        elements = [_OPS.get(op := spec.get("OP", "")) or (0, int(op[3])) for spec in specs]
        for at, (_, most) in enumerate(elements):
            reach[(at >= anchor) + (at > anchor)] += NEAR if most is None else most
        spare = reach[1] - 1
        mixed = any(
            self._quantities.intersection(spec.get("TAG", {}).get("IN", ()))
            for i, spec in enumerate(specs)
            if i != anchor
        )
        need = _Need(rule, kinds, specs, min(NEAR, reach[0] + spare), min(NEAR, reach[2] + spare), anchor, mixed)
        for at, (spec, bits) in enumerate(zip(specs, self._shifts.add(need, elements), strict=True)):
            plain = {name: value for name, value in spec.items() if name != "OP"}
            self._elements.setdefault(repr(plain), (plain, []))[1].append(bits)
            if at != anchor:
                self._others |= bits

    def _sort(self, chunk: Chunk) -> tuple[int, tuple[int, int]]:
        """For a chunk the bits of the elements it fits, and its tag and lemma in spaCy's numbers."""
        key = (chunk.tags, chunk.sub, chunk.word)
        sort = self._sorts.get(key)
        if sort is None:
            values = self.attributes(chunk)
            fits = [self._of_one(name, value) for name, value in values.items()]
            fits += [
                bits for tests, bits in self._tests if all((values[k] in those) is held for k, those, held in tests)
            ]
            strings = self._vocab.strings
            tag, lemma = strings.add(values["TAG"]), strings.add(values["LEMMA"])
            sort = self._sorts[key] = (_any(fits), (tag, lemma))
        return sort

    def _of_one(self, name: str, value: str) -> int:
        """The bits of the elements that ask for this attribute alone and fit its value."""
        if (name, value) not in self._fit_one:
            self._fit_one[name, value] = _any(
                bits for wanted, those, held, bits in self._tests_of_one if wanted == name and (value in those) is held
            )
        return self._fit_one[name, value]

    def element(self, element: str) -> tuple[list[dict[str, Any]], bool]:
        """What spaCy is asked for by one element of a pattern, and whether it is the quantity; for explaining."""
        specs, _, is_anchor = self._element(element)
        return specs, is_anchor

    def attributes(self, chunk: Chunk) -> dict[str, str]:
        """What spaCy sees of a chunk; for explaining."""
        return {"TAG": self._tag(chunk.tags), "LEMMA": chunk.sub or "_", "ORTH": chunk.word}

    def doc(self, chunks: list[Chunk]) -> Doc:
        """The sentence as a document of one token a chunk: TAG its tags, LEMMA its kind, ORTH its word."""
        doc = Doc(self._vocab, words=[chunk.word for chunk in chunks])
        # An array of numbers known already takes a third of the time of giving spaCy the texts.
        values: Any = np.array([*zip(*(self._sort(chunk)[1] for chunk in chunks), strict=True)], dtype=np.uint64)
        return doc.from_array([TAG, LEMMA], values.T)

    def _tag(self, tags: frozenset[str]) -> str:
        known = self._tags.get(tags)
        if known is None:
            known = self._tags[tags] = "+".join(sorted(tags))
        return known

    def patterns(self, rule: FrameRule) -> Iterator[tuple[frozenset[str], list[dict[str, Any]], int]]:
        """Each pattern of a rule as spaCy wants it, with the kinds of quantity it needs (empty: any) and its place."""
        for pattern in rule.patterns:
            kinds: frozenset[str] = frozenset()
            parts: list[dict[str, Any]] = []
            anchors: list[int] = []
            for element in pattern:
                part, subs, is_anchor = self._element(element)
                if is_anchor:
                    anchors.append(len(parts))
                    kinds = subs
                parts.extend(part)
            yield kinds, parts, anchors[0]

    def _element(self, element: str) -> tuple[list[dict[str, Any]], frozenset[str], bool]:
        gap = GAP.match(element)
        if gap:
            if gap["kind"] == "..":
                allowed = [
                    t for tags, t in self._tags.items() if "QN" in tags or (tags & _NOUN_GAP and not tags & {"M", "Q"})
                ]
                spec: dict[str, Any] = {"TAG": {"IN": allowed}}
            else:
                spec = {
                    "TAG": {"NOT_IN": [t for tags, t in self._tags.items() if tags & _WIDE_STOPS and "QN" not in tags]}
                }
            return [{**spec, "OP": f"{{0,{gap['most']}}}"}], frozenset(), False
        word = WORD.match(element)
        if word:
            spec = {"ORTH": {"IN": word["words"].split("|")}}
            return [_with_op(spec, word["op"])], frozenset(), False
        match = ELEMENT.match(element)
        assert match is not None, element  # extractor/rulefiles/rules.py refuses what is none
        names = SHORTHAND.get(match["name"], (match["name"],))
        spec = {"TAG": {"IN": [text for tags, text in self._tags.items() if tags & set(names)]}}
        subs = frozenset(match["subs"].split("|")) if match["subs"] else frozenset()
        if subs:
            spec["LEMMA"] = {"IN": sorted(subs)}
        return [_with_op(spec, match["op"])], subs, match["name"] in ANCHORS


def _is_anchor(chunks: list[Chunk], anchor: int, start: int, end: int) -> bool:
    """Whether a quantity is what a frame stands on, not a bare number in one of its gaps ("of 16 nets by 5%")."""
    if "QN" not in chunks[anchor].tags:
        return True
    return not any("Q" in chunk.tags and "QN" not in chunk.tags for chunk in chunks[start:end])


def _candidates(
    ends: list[tuple[int, tuple[_Need, ...]]], anchor: int, kind: str, *, anywhere: bool
) -> dict[_Need, tuple[int, int]]:
    """The patterns that end within reach of a quantity: how far before it they may reach, and where the last ends."""
    reaches: dict[_Need, tuple[int, int]] = {}
    for end, needs in ends:
        behind = end - anchor - 1
        for need in needs if 0 <= behind <= NEAR else ():
            left, right = need.left, need.right
            if anywhere:
                left = right = min(NEAR, left + right)
            if behind <= right and kind in need.kinds:
                reaches[need] = left, end
    return reaches


def _any(bits: Iterable[int]) -> int:
    """The bits that any of some numbers has."""
    return functools.reduce(operator.or_, bits, 0)


def _tests(spec: dict[str, dict[str, list[str]]]) -> list[tuple[str, frozenset[str], bool]]:
    """What an element wants of a chunk: for each attribute some values, and whether it must be one of these or none."""
    return [(name, frozenset(those), how == "IN") for name, wanted in spec.items() for how, those in wanted.items()]


def _with_op(spec: dict[str, Any], op: str | None) -> dict[str, Any]:
    return {**spec, "OP": op} if op else spec


def literals(rules: Rules) -> frozenset[str]:
    """Words that some frame names; chunks keep the text of these alone."""
    elements = itertools.chain.from_iterable(pattern for rule in rules.frames for pattern in rule.patterns)
    found: set[str] = set()
    for element in elements:
        word = WORD.match(element)
        if word:
            found.update(word["words"].split("|"))
    return frozenset(found)


def tag_sets(rules: Rules, term_kinds: Mapping[str, set[str]]) -> set[frozenset[str]]:
    """Every set of tags that a chunk can have, from all the phrases of the tables."""
    single = [*TAGS, *(entry["name"] for entry in rules.table("terms/words.toml")["class"])]
    sets = {frozenset((name,)) for name in single}
    sets |= {
        frozenset(("Q", "QF")),
        frozenset(("QC",)),
        frozenset(("Q", "QS")),
        frozenset(("Q", "QU")),
        frozenset(("Q", "QO")),
        frozenset(("Q", "QP")),
        frozenset(("Q", "QO", "QP")),
        frozenset(("Q", "QU", "QP")),
        frozenset(("QV",)),
        frozenset(("Q", "QN")),
        frozenset(("Q", "QA")),
        frozenset(("Q", "QA", "QN")),
    }
    for tags in term_kinds.values():
        plain = frozenset(tags - {"SKIP"})
        sets.add(plain or frozenset(("W",)))
    return sets


def _rank(frame: Frame, chunks: list[Chunk]) -> tuple[bool, int, str, int]:
    """The order of frames of one priority."""
    named = any(chunk.tags & _NAMING for chunk in chunks[frame.start : frame.end])
    return (not named, frame.end - frame.start, frame.rule.id, frame.start)
