"""Frames: wordings around a quantity, matched by spaCy's Matcher over the chunks of a sentence."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractor.chunks import Chunk
from extractor.rules import FrameRule, RuleError, Rules

_ELEMENT = re.compile(r"(?P<name>[A-Z]+)(?:\.(?P<subs>[a-z_|]+))?(?P<op>[?+*]|\{\d,\d\})?$")
_WORD = re.compile(r"(?P<words>[a-z+&'=:|-]+)(?P<op>[?+*])?$")
_GAP = re.compile(r"(?P<kind>\.\.|~)(?P<most>\d)$")
# What a gap may step over: `..` stays inside a noun phrase, `~` crosses anything but another quantity or clause.
_NOUN_GAP = frozenset(["W", "S", "SLASH", "N"])
_WIDE_STOPS = frozenset(["Q", "QC", "QF", "BREAK"])
_SHORTHAND = {
    "D": ("DV", "DA", "DN", "MV", "MA", "MN", "OUT"),
    "MX": ("MA", "MN", "MV"),
    "SEP": ("COMMA", "AND", "SLASH"),
}
_ANCHORS = frozenset(["Q", "QC", "QF", "QS", "QU", "QO"])
_KINDS = ("ratio", "percent", "points", "unit", "count", "number", "whole", "complexity")
_NAMING = frozenset(["M", "MA", "MN", "MV"])
_NEAR = 14  # chunks to each side of a quantity that a frame may reach
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


class FrameMatcher:
    """Matches all frames; built once, since building costs more than matching."""

    def __init__(self, rules: Rules, vocab: Vocab, tag_sets: Iterable[frozenset[str]]) -> None:
        self._vocab = vocab
        self._tags = {tags: "+".join(sorted(tags)) for tags in tag_sets}
        families = {metric.family for metric in rules.metrics.values()}
        self._subs = frozenset(_KINDS) | families | rules.metrics.keys()
        self._rules = {rule.id: rule for rule in rules.frames if rule.id not in rules.disabled}
        self._by_kind: dict[str, Matcher] = {}
        errors: list[str] = []
        compiled = [(rule, self._compile(rule, errors)) for rule in self._rules.values()]
        if errors:
            raise RuleError("\n".join(errors))
        # A frame is tried only on the kinds of quantity it can stand on.
        for kind in _KINDS:
            matcher = Matcher(vocab, validate=False)
            for rule, patterns in compiled:
                fitting = [spacy for kinds, spacy in patterns if not kinds or kind in kinds]
                if fitting:
                    matcher.add(rule.id, fitting)
            if len(matcher):
                self._by_kind[kind] = matcher

    def __call__(self, chunks: list[Chunk]) -> list[Frame]:
        """Every frame that fits, for every quantity of the sentence."""
        found: list[Frame] = []
        anchors = [index for index, chunk in enumerate(chunks) if chunk.tags & _ANCHORS]
        if not anchors:
            return found
        doc = self._doc(chunks)
        for anchor in anchors:
            low, high = max(0, anchor - _NEAR), min(len(chunks), anchor + _NEAR + 1)
            matcher = self._by_kind.get(chunks[anchor].sub)
            if matcher is None or bisect_left(anchors, high) - bisect_left(anchors, low) > _CROWD:
                continue
            for key, start, end in matcher(doc[low:high]):
                if start + low <= anchor < end + low:
                    rule = self._rules[self._vocab.strings[key]]
                    found.append(Frame(rule, start + low, end + low, anchor, chunks[anchor].quantities[0]))
        return found

    def element(self, element: str, rule: FrameRule) -> tuple[list[dict[str, Any]], bool]:
        """What spaCy is asked for by one element of a pattern, and whether it is the quantity; for explaining."""
        specs, _, is_anchor = self._element(element, rule, [])
        return specs, is_anchor

    def attributes(self, chunk: Chunk) -> dict[str, str]:
        """What spaCy sees of a chunk; for explaining."""
        return {"TAG": self._tag(chunk.tags), "LEMMA": chunk.sub or "_", "ORTH": chunk.word}

    def _doc(self, chunks: list[Chunk]) -> Doc:
        """The sentence as a document of one token a chunk: TAG its tags, LEMMA its kind, ORTH its word."""
        return Doc(
            self._vocab,
            words=[chunk.word for chunk in chunks],
            tags=[self._tag(chunk.tags) for chunk in chunks],
            lemmas=[chunk.sub or "_" for chunk in chunks],
        )

    def _tag(self, tags: frozenset[str]) -> str:
        known = self._tags.get(tags)
        if known is None:
            known = self._tags[tags] = "+".join(sorted(tags))
        return known

    def _compile(self, rule: FrameRule, errors: list[str]) -> list[tuple[frozenset[str], list[dict[str, Any]]]]:
        """Each pattern of a rule as spaCy wants it, with the kinds of quantity it needs (empty: any)."""
        compiled = []
        for pattern in rule.patterns:
            kinds: frozenset[str] = frozenset()
            parts: list[dict[str, Any]] = []
            anchors = 0
            for element in pattern:
                part, subs, is_anchor = self._element(element, rule, errors)
                parts.extend(part)
                if is_anchor:
                    anchors += 1
                    kinds = subs
            if anchors != 1:
                errors.append(
                    f"frames/{rule.path}:{rule.line}: {rule.id}: a pattern needs exactly one Q, not {anchors}"
                )
            compiled.append((kinds, parts))
        return compiled

    def _element(
        self, element: str, rule: FrameRule, errors: list[str]
    ) -> tuple[list[dict[str, Any]], frozenset[str], bool]:
        gap = _GAP.match(element)
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
        word = _WORD.match(element)
        if word:
            spec = {"ORTH": {"IN": word["words"].split("|")}}
            return [_with_op(spec, word["op"])], frozenset(), False
        match = _ELEMENT.match(element)
        if match is None:
            errors.append(f"frames/{rule.path}:{rule.line}: {rule.id}: cannot read the pattern element {element!r}")
            return [], frozenset(), False
        names = _SHORTHAND.get(match["name"], (match["name"],))
        spec = {"TAG": {"IN": [text for tags, text in self._tags.items() if tags & set(names)]}}
        if not spec["TAG"]["IN"]:
            errors.append(f"frames/{rule.path}:{rule.line}: {rule.id}: no class of words is called {match['name']!r}")
        subs = frozenset(match["subs"].split("|")) if match["subs"] else frozenset()
        unknown = subs - self._subs
        if unknown:
            listed = ", ".join(sorted(unknown))
            errors.append(f"frames/{rule.path}: {rule.id}: {element!r} names no kind or family: {listed}")
        if subs:
            spec["LEMMA"] = {"IN": sorted(subs)}
        return [_with_op(spec, match["op"])], subs, match["name"] in _ANCHORS


def _with_op(spec: dict[str, Any], op: str | None) -> dict[str, Any]:
    return {**spec, "OP": op} if op else spec


def literals(rules: Rules) -> frozenset[str]:
    """Words that some frame names; chunks keep the text of these alone."""
    elements = itertools.chain.from_iterable(pattern for rule in rules.frames for pattern in rule.patterns)
    found: set[str] = set()
    for element in elements:
        word = _WORD.match(element)
        if word:
            found.update(word["words"].split("|"))
    return frozenset(found)


def tag_sets(rules: Rules, term_kinds: Mapping[str, set[str]]) -> set[frozenset[str]]:
    """Every set of tags that a chunk can have, from all the phrases of the tables."""
    single = ["Q", "N", "W", "M", "S", "COMMA", "AND", "LP", "RP", "SLASH"]
    single += [entry["name"] for entry in rules.table("terms/words.toml")["class"]]
    sets = {frozenset((name,)) for name in single}
    sets |= {
        frozenset(("Q", "QF")),
        frozenset(("QC",)),
        frozenset(("Q", "QS")),
        frozenset(("Q", "QU")),
        frozenset(("Q", "QO")),
        frozenset(("Q", "QN")),
    }
    for tags in term_kinds.values():
        plain = frozenset(tags - {"SKIP"})
        sets.add(plain or frozenset(("W",)))
    return sets


def ranked(frames: Iterable[Frame], chunks: list[Chunk]) -> dict[int, list[Frame]]:
    """For each quantity its frames, the best first: by priority, then those that name a metric, then the
    shortest reach, then the id.
    """
    by_anchor: dict[int, list[Frame]] = {}
    for frame in frames:
        by_anchor.setdefault(frame.anchor, []).append(frame)
    for group in by_anchor.values():
        group.sort(key=lambda frame: _rank(frame, chunks))
    return by_anchor


def _rank(frame: Frame, chunks: list[Chunk]) -> tuple[int, bool, int, str, int]:
    named = any(chunk.tags & _NAMING for chunk in chunks[frame.start : frame.end])
    return (-frame.rule.priority, not named, frame.end - frame.start, frame.rule.id, frame.start)
