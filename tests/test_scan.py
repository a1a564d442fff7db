"""The short cuts taken for speed change nothing: each is held against the long way round."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.matcher import Matcher

from extractor.claims.claims import ClaimFinder
from extractor.read.read import read_papers
from extractor.rulefiles.rules import load_rules

SEEDS = Path(__file__).parents[1] / "seeds"
TRICKY = [
    "It takes an hour.",
    "It takes a\u00a0second or two.",
    "A layer of a network with a GPU.",
    "in six~seven minutes",
    "about half of it; an order\nof magnitude",
    "It costs $\\mathcal{O}(n \\log n)$ time.",
    "twice\u200b as fast, 2\u00d7 as small",
    "Ｏ（ｎ） and ½ and ² and ５ ms",
    "[email protected] of 0.5",
    "no number at all!",
    "It cuts latency by x7.",
    "It answers with sub-10 ms latency.",
    "It cuts latency by a factor of almost two.",
    "several orders of magnitude faster, in two million steps",
]


@pytest.fixture(scope="module")
def find():
    return ClaimFinder(load_rules())


@pytest.fixture(scope="module")
def texts():
    rules = load_rules()
    examples = [example.text for rule in rules.frames for example in rule.examples]
    abstracts = [paper.text for paper in read_papers([SEEDS])][:150]
    sentences = [sentence for text in abstracts for sentence in text.split(". ")]
    return [*TRICKY, *examples, *abstracts, *sentences]


def test_a_text_left_unread_holds_no_claim(find, texts):
    unread = [text for text in texts if not find.scan.may_hold(text, find.scan.pieces(text))]
    assert len(unread) > 100
    assert [text for text in unread if find.claims(find.sheet(text))] == []


def test_only_suspect_pieces_need_cleaning(find, texts):
    for text in texts:
        assert find.clean(text, find.scan.pieces(text).suspects()) == find.clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "half an hour",
        "in under an hour",
        "five minutes",
        "an A100",
        "5 ms",
        "O(n) time",
        "by x7",
        "by an order of magnitude",
        "a factor of two",
        "two million steps",
        "two-times faster",
    ],
)
def test_a_text_with_a_number_is_read(find, text):
    assert find.scan.may_hold(text, find.scan.pieces(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one of many",
        "no claim here",
        "naïve – yet “good”",
        "A, second to none as far as we can tell – here",
        "both (1) small and (2) new, by equation (12).",
        "a factor graph, many times, in thousands of places, of great magnitude",
    ],
)
def test_a_text_without_one_is_not(find, text):
    assert not find.scan.may_hold(text, find.scan.pieces(text))


def test_frames_are_those_of_one_matcher_with_all_patterns(find, texts):
    """Frames that lack something they need are not tried; nor is any frame beyond where it can reach."""
    rules, frames = find.rules, find.frames
    matcher = Matcher(find.vocab, validate=False)
    for rule in rules.frames:
        matcher.add(rule.id, [specs for _, specs, _ in frames.patterns(rule)])
    kinds = {rule.id: [kinds for kinds, _, _ in frames.patterns(rule)] for rule in rules.frames}
    chunked = [chunks for text in texts for chunks, *_ in find.sheet(text).sentences if chunks]
    assert len(chunked) > 300
    for chunks in chunked:
        groups = frames(chunks).values()
        found = {(frame.rule.id, frame.start, frame.end, frame.anchor) for group in groups for frame in group}
        matches = {(find.vocab.strings[key], start, end) for key, start, end in matcher(frames.doc(chunks))}
        assert {match[:3] for match in found} <= matches
        for rule, start, end in matches:
            for anchor in range(start, end):
                # A rule whose patterns all stand on any kind of quantity must have been found.
                if chunks[anchor].quantities and "Q" in chunks[anchor].tags and not any(kinds[rule]):
                    assert (rule, start, end, anchor) in found
