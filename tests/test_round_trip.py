"""Sentences built from known fields, which are then read back: a small grammar of claims."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invariants import check_claims, check_rows, new_builder

from extractor.records import Paper
from extractor.rulefiles.rules import load_rules
from extractor.run.extract import Extractor

EXTRACT = Extractor(load_rules())
BUILDER = new_builder()

# noun, metric, and the way that is better
FALLING = [("latency", "latency"), ("memory usage", "memory"), ("energy consumption", "energy"), ("FLOPs", "flops")]
RISING = [("throughput", "throughput"), ("accuracy", "accuracy")]
METRICS = [(*one, "lower") for one in FALLING] + [(*one, "higher") for one in RISING]
BOUNDS = [("", "exact"), ("up to ", "up_to"), ("over ", "at_least"), ("about ", "about"), ("at least ", "at_least")]
UNITS = [
    ("ms", "ms", "latency", "latency"),
    ("GB", "GB", "memory", "memory"),
    ("FPS", "FPS", "throughput", "throughput"),
]
SYSTEMS = ["Our method", "FooNet", "The proposed system", "It"]
numbers = (
    st.integers(2, 99).map(str) | st.decimals("1.1", 99, places=1).map(str) | st.decimals("1.01", 99, places=2).map(str)
)


class Built(NamedTuple):
    """A sentence, and what must be read from it."""

    text: str
    quote: str
    metric: str
    measure: str
    value: float
    unit: str
    bound: str
    direction: str


@st.composite
def built(draw) -> Built:
    return draw(st.sampled_from([_percent, _ratio, _speedup, _level, _change]))(draw)


def _percent(draw):
    noun, metric, better = draw(st.sampled_from(METRICS))
    number, (word, bound), system = draw(numbers), draw(st.sampled_from(BOUNDS)), draw(st.sampled_from(SYSTEMS))
    verb = draw(st.sampled_from(["reduces", "cuts", "lowers"] if better == "lower" else ["increases", "improves"]))
    text = f"{system} {verb} {noun} by {word}{number}%."
    # a difference of what is a percentage itself is in points
    measure, unit = ("points", "pp") if metric == "accuracy" else ("percent", "%")
    return Built(text, f"{number}%", metric, measure, float(number), unit, bound, better)


def _ratio(draw):
    noun, metric, better = draw(st.sampled_from([one for one in METRICS if one[0] != "accuracy"]))
    number, (word, bound), system = draw(numbers), draw(st.sampled_from(BOUNDS)), draw(st.sampled_from(SYSTEMS))
    sign = draw(st.sampled_from(["x", "×", " times", "$\\times$"]))
    text = f"{system} has {word}{number}{sign} {better} {noun}."
    return Built(text, f"{number}{sign.removesuffix('$')}", metric, "ratio", float(number), "x", bound, better)


def _speedup(draw):
    number, (word, bound), system = draw(numbers), draw(st.sampled_from(BOUNDS)), draw(st.sampled_from(SYSTEMS))
    sign = draw(st.sampled_from(["x", "×", " times", "-fold"]))
    end = draw(st.sampled_from([" faster than BERT.", " faster.", " faster on an A100 GPU."]))
    return Built(
        f"{system} is {word}{number}{sign}{end}",
        f"{number}{sign}",
        "speed",
        "ratio",
        float(number),
        "x",
        bound,
        "higher",
    )


def _level(draw):
    written, unit, noun, metric = draw(st.sampled_from(UNITS))
    number, (word, bound), system = draw(numbers), draw(st.sampled_from(BOUNDS)), draw(st.sampled_from(SYSTEMS))
    text = f"{system} reaches a {noun} of {word}{number} {written}."
    return Built(text, f"{number} {written}", metric, "level", float(number), unit, bound, "none")


def _change(draw):
    written, unit, noun, metric = draw(st.sampled_from(UNITS[:2]))
    low, high = sorted(draw(st.lists(st.integers(2, 500), min_size=2, max_size=2, unique=True)))
    text = f"{draw(st.sampled_from(SYSTEMS))} reduces {noun} from {high} {written} to {low} {written}."
    return Built(text, f"from {high} {written} to {low} {written}", metric, "change", low, unit, "exact", "lower")


def _rows(paper):
    extracted = EXTRACT(paper)
    check_claims(paper, extracted[1])
    check_rows(BUILDER, extracted)
    return [claim for claim in extracted[1] if claim.metric != "hardware"]


def _fields(claim):
    return Built(
        claim.sentence,
        claim.quote,
        claim.metric,
        claim.measure,
        claim.value_low,
        claim.unit,
        claim.bound,
        claim.direction,
    )


@pytest.mark.promise("What is written is read")
@given(built())
@settings(max_examples=max(200, settings().max_examples))
def test_what_was_written_is_read(claim):
    assert [_fields(one) for one in _rows(Paper("x", "", claim.text))] == [claim]


@pytest.mark.promise("What is written is read")
@given(st.lists(built(), min_size=2, max_size=5), st.sampled_from([" ", "\n"]))
@settings(max_examples=max(60, settings().max_examples))
def test_sentences_do_not_disturb_one_another(claims, between):
    paper = Paper("x", "", between.join(claim.text for claim in claims))
    assert [_fields(one) for one in _rows(paper)] == claims


@pytest.mark.promise("Every quote is in its text")
@given(built(), st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=max(150, settings().max_examples))
def test_any_text_around_a_claim_leaves_its_place_right(claim, before, after):
    paper = Paper("x", after, f"{before}\n{claim.text}\n{after}")
    start = paper.text.index(f"\n{claim.text}\n") + 1
    inside = [one for one in _rows(paper) if start <= one.start < start + len(claim.text)]
    assert claim.quote in [paper.text[one.start : one.end] for one in inside]


@given(
    built(),
    st.sampled_from(["\u200b", "\u00ad", "\ufeff", "\u200d", "\u200e", "\u2060", "\u202e", "\ufe0f"]),
    st.data(),
)
@settings(max_examples=max(100, settings().max_examples))
def test_characters_without_width_change_nothing(claim, letter, data):
    """Between words, they are as if they were not there."""
    words = claim.text.split(" ")
    at = data.draw(st.integers(1, len(words) - 1))
    paper = Paper("x", "", " ".join([*words[:at], letter + words[at], *words[at + 1 :]]))
    assert [(one.metric, one.value_low, one.unit, one.bound) for one in _rows(paper)] == [
        (claim.metric, claim.value, claim.unit, claim.bound)
    ]


@pytest.mark.promise("Every quote is in its text")
@pytest.mark.parametrize("marks", ["\u0301" * 500, "\u202e", "\u2066", "👩‍🔬", "𝐀", "ﷺ", "\u0000", "\ud800"])
def test_letters_of_other_planes_leave_offsets_right(marks):
    paper = Paper("x", marks, f"{marks} It is 2.5x faster {marks} and cuts latency by 40% {marks}.")
    claims = _rows(paper)
    assert [paper.text[one.start : one.end] for one in claims] == ["2.5x", "40%"]
