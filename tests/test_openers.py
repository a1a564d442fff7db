"""Whose value it is where a sentence opens with a competitor, or one stands behind the value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from extractor.records import Claim

Said: TypeAlias = list[tuple[str, str, str, str]]


@pytest.fixture
def said(claims_of: Callable[[str, str], list[Claim]]) -> Callable[[str], Said]:
    """Quote, by, subject and baseline of the values of a sentence of a paper about TallowNet."""

    def of(sentence: str) -> Said:
        claims = claims_of(f"We present TallowNet, a network. {sentence}", "TallowNet: A network for images")
        return [(c.quote, c.by, c.subject, c.baseline) for c in claims]

    return of


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
def test_opening(said: Callable[[str], Said], sentence: str, subject: str) -> None:
    assert said(sentence) == [("40%", "baseline", subject, "")]


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
def test_own_opening(said: Callable[[str], Said], sentence: str) -> None:
    assert [one[1] for one in said(sentence)] == ["own"]


@pytest.mark.parametrize(
    "sentence",
    [
        "TallowNet reaches 60% accuracy, whereas simple training reaches 40%.",
        "Whereas simple training reaches 40% accuracy, TallowNet reaches 60%.",
    ],
)
def test_plain_rival(said: Callable[[str], Said], sentence: str) -> None:
    assert sorted(said(sentence)) == [
        ("40%", "baseline", "simple training", ""),
        ("60%", "own", "TallowNet", "simple training"),
    ]


def test_theirs_first(said: Callable[[str], Said]) -> None:
    assert said("DorvikNet attains 40% accuracy, whereas TallowNet reaches 60%.") == [
        ("40%", "baseline", "DorvikNet", ""),
        ("60%", "own", "TallowNet", "DorvikNet"),
    ]


def test_spread(said: Callable[[str], Said]) -> None:
    found = said("TallowNet reaches 60% accuracy, while the standard deviation is 4%.")
    assert {by for _, by, _, _ in found} == {"own"}


@pytest.mark.parametrize(
    ("behind", "by"), [("DorvikNet", "baseline"), ("the much larger DorvikNet", "baseline"), ("our ensemble", "own")]
)
def test_achieved_by(said: Callable[[str], Said], behind: str, by: str) -> None:
    found = said(f"It reaches an accuracy of 60%, above the 40% achieved by {behind}.")
    assert [one[1] for one in found] == ["own", by]


@pytest.mark.parametrize(
    ("sentence", "by"),
    [
        ("Unlike DorvikNet, which reaches 40% accuracy, it is small.", "baseline"),
        ("It outperforms DorvikNet, which reaches 40% accuracy.", "baseline"),
        ("It is smaller than DorvikNet, which has 40% accuracy.", "baseline"),
        ("Compared with DorvikNet, which has 40% accuracy, it is small.", "baseline"),
        ("Unlike TallowNet, which reaches 40% accuracy, DorvikNet is large.", "own"),
        ("Like DorvikNet, which we build on, it reaches 40% accuracy.", "own"),
        ("It is smaller than DorvikNet, which is large, and has 40% accuracy.", "own"),
    ],
)
def test_told_by_clause(said: Callable[[str], Said], sentence: str, by: str) -> None:
    assert [owner for _, owner, _, _ in said(sentence)] == [by]
