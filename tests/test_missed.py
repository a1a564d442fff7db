"""Claims that wordings of their own hide: orders of complexity, counts of data, factors before a bare adjective."""

from __future__ import annotations

import pytest

from extractor.claims.claims import ClaimFinder
from extractor.records import Paper


def _found(finder: ClaimFinder, text: str) -> list[tuple[str, str, str]]:
    return [(claim.quote, claim.metric, claim.measure) for claim in finder(Paper("x", "", text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We give an O(n log n) algorithm, improving upon the previous O(n^2) algorithm.",
            [("O(n log n)", "flops", "complexity"), ("O(n^2)", "flops", "complexity")],
        ),
        (
            "The cost falls from O(n^2) to O(nk) while building and from O(n) to O(k) in use.",
            [("from O(n^2) to O(nk)", "flops", "complexity"), ("from O(n) to O(k)", "flops", "complexity")],
        ),
        ("Ranking succeeds with O(n log n) comparisons.", [("O(n log n)", "data", "complexity")]),
        (
            "The iteration complexity of the solver with restarts is still O(k).",
            [("O(k)", "convergence", "complexity")],
        ),
        ("It finds shortest paths in O(n log n), even on large maps.", [("O(n log n)", "flops", "complexity")]),
        ("The estimation error of a stable learner on n samples is O(n).", []),
        ("The weights of the tree are in O(n).", []),
    ],
)
def test_orders_of_complexity(finder: ClaimFinder, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _found(finder, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The accuracy drop of our nets on dry roads is only 3.1%.", [("3.1%", "accuracy", "points")]),
        ("The mAP loss with respect to the dense net is 0.8%.", [("0.8%", "map", "points")]),
        ("The latency reduction over the old net reaches 38%.", [("38%", "latency", "percent")]),
        ("It improves the accuracy and drops the tokens by 60%.", [("60%", "cost", "percent")]),
    ],
)
def test_nouns_of_change(finder: ClaimFinder, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _found(finder, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was trained on 28K simulated pinch grasps.", [("28K simulated pinch grasps", "data", "level")]),
        (
            "A policy trained with 40 noisy human demonstrations fails.",
            [("40 noisy human demonstrations", "data", "level")],
        ),
        ("It was tested on 28K simulated pinch grasps.", []),
        ("The sorter is orders of magnitude computationally efficient.", [("orders of magnitude", "speed", "ratio")]),
        ("The gripper has a force bandwidth of 60 Hz.", []),
        ("The controller runs at 70 Hz.", [("70 Hz", "throughput", "level")]),
        ("It needs only nine disk reads.", [("nine disk reads", "communication", "level")]),
    ],
)
def test_counts_and_factors(finder: ClaimFinder, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _found(finder, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It improves quality by two times on A and by 62% on B.", [("two times", "ratio"), ("62%", "percent")]),
        ("It improves accuracy by 2x on A and 62% of the runs end.", [("2x", "ratio")]),
    ],
)
def test_percentage_behind_a_factor_of_quality(finder: ClaimFinder, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(quote, measure) for quote, _, measure in _found(finder, text)] == expected


@pytest.mark.parametrize(
    ("text", "directions"),
    [
        ("Our search runs in O(n) time, as opposed to the O(n^2) time of existing planners.", ["lower", "none"]),
        ("Our search runs in O(n) time and uses O(n) memory.", ["none", "none"]),
    ],
)
def test_own_order_is_lower_beside_that_of_a_competitor(finder: ClaimFinder, text: str, directions: list[str]) -> None:
    assert [claim.direction for claim in finder(Paper("x", "", text))] == directions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It cuts latency by 60% relative to Foo and by 45% relative to Bar.",
            [("60%", "latency", "percent"), ("45%", "latency", "percent")],
        ),
        ("Relative to a net of equal size, WER improves by 6%.", [("6%", "wer", "percent")]),
        ("Compared to a net of equal size, accuracy improves by 2%.", [("2%", "accuracy", "points")]),
    ],
)
def test_beside_what_it_is_compared_with(finder: ClaimFinder, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _found(finder, text) == expected
