"""Rivals that a lone noun names only with what stands behind it, or that stand where other words come between."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "baselines"),
    [
        (
            "Climbing with the brace takes 20% less energy than climbing without the brace.",
            ["climbing without the brace"],
        ),
        ("It needs twice the memory compared to solving on the full map.", ["solving on the full map"]),
        ("It is 3x faster than searching for the whole object.", ["searching for the whole object"]),
        (
            "Compared to DropNets with dense masks, DropNets with sparse masks are 3x faster.",
            ["DropNets with dense masks"],
        ),
        ("Compared with network training on demand, it is 3x faster.", ["network training"]),
        ("It is 3x faster than routes from prior planners.", ["routes from prior planners"]),
        ("It is 3x faster than a solution of the relaxed task.", ["solution of the relaxed task"]),
        ("It is 10% better than one that ignores the noise.", ["one that ignores the noise"]),
        ("It is 3x faster than humans with less memory.", ["humans"]),
        ("It is better than the baselines with a margin of 4 points.", ["baselines"]),
        ("It is 3x faster than climbing without", ["climbing"]),
        ("It is 30% faster than routes with almost 20% fewer turns.", ["routes", "routes"]),
        ("It is 3x faster than its teacher on a CPU.", ["teacher"]),
        ("It accelerates the execution of one layer by 2x.", [""]),
        ("It is 3x faster than recent work.", ["recent work"]),
        ("It is 100x larger than those seen during training.", ["those seen during training"]),
    ],
)
def test_which_of_its_kind(rivals_of, text, baselines):
    assert rivals_of(text) == baselines


@pytest.mark.parametrize(
    ("text", "baselines"),
    [
        ("It is 3x faster than R(2+1)D and FooNet.", ["R(2+1)D and FooNet"]),
        ("It needs 20% fewer steps than our $A^*$ search code.", ["A^* search code"]),
        ("It is 3x faster than a recently proposed, rule-based planner.", ["rule-based planner"]),
        ("It gains 4% compared to slow, rule-based planners.", ["slow, rule-based planners"]),
        ("Compared to slow, planners are 3x faster.", ["slow"]),
        ("It outperforms the best model, FooNet (7B parameters), by 4%.", ["FooNet"]),
        ("It beats both old pipelines and their ablations by 4%.", ["old pipelines and their ablations"]),
        ("It is 3x faster than FooNet11https://a.b/c.", ["FooNet"]),
        ("It has the image quality (as told by people) of FooNet with 10% of the labels.", ["FooNet"]),
    ],
)
def test_a_name_goes_on(rivals_of, text, baselines):
    assert rivals_of(text) == baselines


@pytest.mark.parametrize(
    ("text", "baselines"),
    [
        ("Unlike prior planners, it is 3x faster.", ["prior planners"]),
        ("It gains 3% with constant memory, unlike FooNet.", [""]),
        ("It is as widely effective as FooNet, while being 3x faster.", ["FooNet"]),
        ("While reproducing the results of the old simulator, it is 3x faster.", ["old simulator"]),
        ("It cuts the time by 30% (compared to FooNet).", ["FooNet"]),
        ("It beats BarNet by a large margin, and is 3x faster than FooNet.", ["FooNet"]),
        ("It is faster than FooNet, by at least 3x, and better compared to BarNet.", ["FooNet"]),
        ("It is 2x faster than FooNet and needs 5% of the time to match BarNet.", ["FooNet", "BarNet"]),
        ("It is 3x smaller, and compared to FooNet it is 2x faster.", ["FooNet", "FooNet"]),
        ("It needs 18% inference time of prior planners.", ["prior planners"]),
        ("It needs 0.2% parameters (100k) of large models.", ["large models"]),
        ("It needs half the training examples.", [""]),
        ("Compared to FooNet, it needs 60% of training episodes.", ["FooNet"]),
        ("It wins with 3x parameters of BarNet.", ["BarNet"]),
        ("It speeds up the training process of BarNet by 3x.", ["BarNet"]),
        ("It improves the speed of BARF inference on maps by a factor of 3.", ["BARF inference"]),
        ("It reduces the RANSAC run-time by 41%.", ["RANSAC"]),
        ("We show the speed of the framework, reducing the cost by 41%.", [""]),
        ("It is better than stacked FooNets. Due to its size, it is 3x faster.", ["stacked FooNets"]),
    ],
)
def test_where_a_rival_stands(rivals_of, text, baselines):
    assert rivals_of(text) == baselines
