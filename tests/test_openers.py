"""Whose value it is where a sentence opens with a competitor, or one stands behind the value."""

from __future__ import annotations

import pytest

from extractor.extract import Extractor
from extractor.records import Paper
from extractor.rules import load_rules

_EXTRACTOR = Extractor(load_rules())


def _said(sentence: str) -> list[tuple[str, str, str, str]]:
    """Quote, by, subject and baseline of the values of a sentence of a paper about TallowNet."""
    paper = Paper("a", "TallowNet: A network for images", f"We present TallowNet, a network. {sentence}")
    return [(c.quote, c.by, c.subject, c.baseline) for _, claims, _ in _EXTRACTOR.all([paper]) for c in claims]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("The strongest baseline only achieves 40% accuracy.", "strongest baseline"),
        ("In comparison, a standard network obtains 40% accuracy.", "standard network"),
        ("In contrast, existing approaches achieve 40% accuracy.", "existing approaches"),
        ("Human annotators achieve 40% accuracy.", "Human annotators"),
        ("A study reveals that humans achieve 40% accuracy.", "humans"),
        ("In contrast, DorvikNet achieves 40% accuracy.", "DorvikNet"),
    ],
)
def test_opening(sentence: str, subject: str) -> None:
    assert _said(sentence) == [("40%", "baseline", subject, "")]


@pytest.mark.parametrize(
    "sentence",
    [
        "A state-of-the-art accuracy of 40% is reached.",
        "State-of-the-art performance is 40% accuracy.",
        "The standard error is 40%.",
        "DorvikNet achieves 40% accuracy.",
        "Our baselines achieve 40% accuracy.",
        "The previous methods are slow, but it achieves 40% accuracy.",
        "In contrast, TallowNet achieves 40% accuracy.",
    ],
)
def test_own_opening(sentence: str) -> None:
    assert [said[1] for said in _said(sentence)] == ["own"]


@pytest.mark.parametrize(
    "sentence",
    [
        "TallowNet reaches 60% accuracy, whereas simple training reaches 40%.",
        "Whereas simple training reaches 40% accuracy, TallowNet reaches 60%.",
    ],
)
def test_plain_rival(sentence: str) -> None:
    assert sorted(_said(sentence)) == [
        ("40%", "baseline", "simple training", ""),
        ("60%", "own", "TallowNet", "simple training"),
    ]


def test_theirs_first() -> None:
    assert _said("DorvikNet attains 40% accuracy, whereas TallowNet reaches 60%.") == [
        ("40%", "baseline", "DorvikNet", ""),
        ("60%", "own", "TallowNet", "DorvikNet"),
    ]


def test_spread() -> None:
    said = _said("TallowNet reaches 60% accuracy, while the standard deviation is 4%.")
    assert {by for _, by, _, _ in said} == {"own"}


@pytest.mark.parametrize(
    ("behind", "by"), [("DorvikNet", "baseline"), ("the much larger DorvikNet", "baseline"), ("our ensemble", "own")]
)
def test_achieved_by(behind: str, by: str) -> None:
    said = _said(f"It reaches an accuracy of 60%, above the 40% achieved by {behind}.")
    assert [one[1] for one in said] == ["own", by]
