"""The name that a paper gives its system, by the shapes such names have and the places they are introduced in."""

from __future__ import annotations

import pytest

from extractor.systems import SystemFinder

TITLE = "Learning Widgets at Scale"


@pytest.fixture(scope="module")
def systems(rules):
    finder = SystemFinder(rules)
    return lambda title, abstract: finder(title, f"{title}\n{abstract}", len(title))


@pytest.mark.parametrize(
    ("abstract", "name"),
    [
        ("We propose Zornet++ for widgets.", "Zornet++"),
        ("We propose a new method called Zorn+ to sort widgets.", "Zorn+"),
        ("We propose D^2-Zorn, a sorter.", "D^2-Zorn"),
        ("We present Zornet which sorts widgets.", "Zornet"),
        ("We built a robot called Zornet. It sorts widgets.", "Zornet"),
        ("We propose a sorter, dubbed Quick Tallow, that is simple.", "Quick Tallow"),
        ("We introduce Set Block Sorting to be fast. Set Block Sorting is simple.", "Set Block Sorting"),
        ("We propose a novel method (ZORN-M) that is simple.", "ZORN-M"),
        ("We propose a fast widget screening rule (Wires) that is simple.", "Wires"),
        ("We introduce Camouflaged ZORN2 (CamZORN2) for widgets.", "CamZORN2"),
        ("We propose a Graph Guided Network of Nodes (G2N2) for widgets.", "G2N2"),
    ],
)
def test_the_name_of_a_system(systems, abstract, name):
    assert systems(TITLE, abstract).main == name


@pytest.mark.parametrize(
    "abstract",
    [
        "We introduce a Bayesian framework for widgets.",
        "We propose Set Block Sorting of widgets.",
        "We present Dr. Zorn to the readers.",
        "The so-called Planning with widgets is slow.",
        "We propose a Widget Sorting Layer. The Widget Sorting Layer is simple.",
        "We propose a part called Widget Sorting Layer, which is simple.",
        "We use widget sorting trees (Figure) for widgets.",
    ],
)
def test_no_name_of_a_system(systems, abstract):
    assert systems(TITLE, abstract).main == "ours"


def test_a_further_one_is_not_the_one_before_it(read):
    (claim,) = read("We propose Zornet++ for widgets. Zornet++ outperforms Zornet by 3.9% accuracy on ImageNet.")
    assert (claim.subject, claim.baseline) == ("Zornet++", "Zornet")
