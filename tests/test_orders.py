"""Orders of growth that a sentence sets against another are lower; those that are only told are not."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Our solver runs in O(n) time instead of O(n^2).", "lower"),
        ("We give a method with O(n log n) time, improving the best known bound.", "lower"),
        ("It needs O(n) memory, which is better than that of all others.", "lower"),
        ("Compared to exact solvers, ours needs only O(n) memory.", "lower"),
        ("It has an improved time complexity of O(n).", "lower"),
        ("We improve the rate of the solver to O(n) steps.", "lower"),
        ("It runs in O(n) time, a drastic improvement over the old solver.", "lower"),
        ("Our solver runs in O(n) time.", "none"),
        ("It runs in O(n) time and has a better accuracy than all others.", "none"),
        ("Compared to exact solvers, it needs an additional O(n) memory.", "none"),
        ("Its time complexity is no better than O(n).", "none"),
    ],
)
def test_an_order_that_is_set_against_another_is_lower(read, text, direction):
    claim = read(text)[0]
    assert (claim.measure, claim.direction) == ("complexity", direction)


@pytest.mark.parametrize(
    ("text", "baseline"),
    [
        ("Our solver needs O(n) steps, which outperforms the prior planner.", "prior planner"),
        ("It takes O(n) time, hence improving on the prior state-of-the-art result.", "prior state-of-the-art result"),
        ("Our solver needs O(n) steps, which improves the previous bound O(n^2) of others.", "previous bound"),
        ("Our solver needs O(n) steps and outperforms prior planners on maps.", ""),
        ("Our solver needs O(n) memory over T rounds.", ""),
        ("Our solver needs O(n) time, which dominates the running time of our algorithm.", ""),
        ("Our solver needs O(n) steps as long as m grows slower than n.", ""),
        ("It cuts the complexity of self-attention from O(n^2) to O(n).", "self-attention"),
        ("Our solver needs O(n) steps. This improves upon the best known result.", "best known result"),
        ("Our solver needs O(n) steps. This bound improves over previous planners by far.", "previous planners"),
        ("Our solver needs O(n) steps. This also improves the stability.", ""),
        ("Our solver needs O(n) steps. This method is compared with prior planners.", ""),
        ("Our solver needs O(n) steps. We improve upon prior planners in accuracy.", ""),
    ],
)
def test_what_an_order_beats(read, text, baseline):
    claim = read(text)[0]
    assert (claim.measure, claim.baseline) == ("complexity", baseline)


def test_an_order_that_the_next_sentence_compares_is_lower(read):
    claim = read("Our solver needs O(n) steps. This improves upon the previous planner.")[0]
    assert (claim.direction, claim.effect) == ("lower", "better")


def test_the_order_of_a_rival_is_compared_with_nothing(read):
    claims = read("Our solver needs O(n) steps, improving upon the previous O(n^2) planner.")
    assert [claim.baseline for claim in claims if claim.by != "own"] == [""]


def test_two_changed_orders_have_one_rival(read):
    claims = read("The cost of the old planner is cut from O(n^3) to O(n^2) at first and from O(n^2) to O(n) later.")
    assert [claim.baseline for claim in claims] == ["old planner"] * 2


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("It takes O(n) time, improving the previous best O(n^2) time method.", ["own", "baseline"]),
        ("It takes O(n) time, a saving over the naive O(n^2) time.", ["own", "baseline"]),
        ("We replace an O(n^2) computation with an O(n) one.", ["baseline", "own"]),
        ("It reduces the linear complexity of O(n) required for a full step to a constant.", ["baseline"]),
        ("It is a rule that accelerates the classic O(1/T) convergence rate.", ["baseline"]),
        ("Our solver has an improved time complexity of O(n).", ["own"]),
        ("It takes O(n) time, a gain compared with kernels which usually need O(n^2) time.", ["own", "baseline"]),
        ("It takes O(n) time without involving sorts, whose time complexity is O(n^2).", ["own", "baseline"]),
        ("FooSort takes O(n) time, whereas methods that compare keys take O(n^2) time.", ["own", "baseline"]),
        ("Our tree closes the gap between the lower bound and the upper bound of O(n^2) time.", ["baseline"]),
        ("The best known sort takes O(n^2) time.", ["prior"]),
        ("It is well known that the time complexity of sorting is O(n^2).", ["prior"]),
        ("A list, for which all known methods need O(n^2) time, is sorted.", ["prior"]),
        ("Baes (2009) proposed a method that takes O(n^2) time.", ["prior"]),
        ("Baes et al. showed that, for long lists, a sort takes O(n^2) time.", ["prior"]),
        ("This improves on an O(n^2) time method from [Baes et al., 2009].", ["baseline"]),
        ("There is an O(n^2) time method by Baes et al. that sorts well.", ["prior"]),
        ("The list is sorted by the method of Baes (2009) in O(n^2) time.", ["own"]),
        ("Our sort attains the best known time complexity of O(n^2).", ["own"]),
        ("We improve the best known time complexity to O(n).", ["own"]),
        ("It sorts any list in no more than O(n) time.", ["own"]),
        ("Improving on the best known sort and reaching high accuracy takes O(n) time.", ["own"]),
    ],
)
def test_whose_an_order_is(read, text, by):
    claims = read(f"We sort lists. {text}")
    assert [claim.by for claim in claims if claim.measure == "complexity"] == by


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("FooStep has a good iteration complexity. We improve the complexity to O(1/epsilon).", "convergence"),
        ("FooStep finds a stationary point with a total complexity of O(1/epsilon^2).", "convergence"),
        ("The sample complexity of FooStep is low. We prove a complexity of O(1/epsilon) for it.", "data"),
        ("The iteration and sample complexity, no sample complexity but a complexity of O(1/epsilon).", "data"),
        ("FooStep has a good iteration complexity. We improve the complexity to O(n^2).", "flops"),
        ("FooStep has a good iteration complexity. Its computational complexity is O(1/epsilon).", "flops"),
        ("We improve the complexity to O(1/epsilon).", "flops"),
    ],
)
def test_what_a_mere_complexity_counts(read, text, metric):
    assert [claim.metric for claim in read(text)] == [metric]
