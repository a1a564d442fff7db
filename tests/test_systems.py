"""The name that a paper gives its system, by the shapes such names have and the places they are introduced in."""

from __future__ import annotations

import pytest

from extractor.owners.systems import SystemFinder

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
        ("We propose ZORN a simple BarNet-based sorter.", "ZORN"),
        ("We propose Tallow a simple sorter.", "Tallow"),
        ("We present Zornet which sorts widgets.", "Zornet"),
        ("We built a robot called Zornet. It sorts widgets.", "Zornet"),
        ("We propose a sorter, dubbed Quick Tallow, that is simple.", "Quick Tallow"),
        ("We introduce Set Block Sorting to be fast. Set Block Sorting is simple.", "Set Block Sorting"),
        ("We propose a novel method (ZORN-M) that is simple.", "ZORN-M"),
        ("We propose a fast widget screening rule (Wires) that is simple.", "Wires"),
        ("We introduce Camouflaged ZORN2 (CamZORN2) for widgets.", "CamZORN2"),
        ("A sorter is proposed, called ZORN, for widgets. Our sorter is fast.", "ZORN"),
        ("We propose a Graph Guided Network of Nodes (G2N2) for widgets.", "G2N2"),
        ("The proposed Widget-Adaptive Sorter (WASorter) is fast.", "WASorter"),
        ("Our WidgetNet sorts by screening rules (WSR).", "WidgetNet"),
        ("Our widget-guided-sorting (WGS) map is fast.", "WGS"),
        ("Widget sorting (WS) is slow. We propose a new WS method, dubbed ZornWS.", "ZornWS"),
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
        "We propose the use of Zorn Widget Sorting (ZWS) for widgets.",
        "We propose a Multi-Task model for widgets.",
        "A known sorter is called ZORN. Here we sort widgets faster.",
        "We present a Widget Tree (CNN) model. The Widget Tree is simple.",
        "We use widget sorting trees (Figure) for widgets.",
        "Random widget sorting (RWS) is slow. We propose a new RWS method that is fast.",
        "We propose a variant of Random Widget Sorting (RWS) for widgets.",
        "We propose to apply Random Widget Sorting (RWS) to widgets.",
        "We build upon the Random Widget Sorting (RWS) algorithm.",
        "We introduce the Random Widget Sorting (RWS) problem.",
        "We introduce a Random Widget Sorting (RWS)-based planner.",
    ],
)
def test_no_name_of_a_system(systems, abstract):
    assert systems(TITLE, abstract).main == "ours"


def test_a_phrase_before_the_colon_of_a_title_is_no_name(systems):
    assert systems("Beyond Planar Widgets: A Study", "We sort widgets.").main == "ours"


@pytest.mark.parametrize(
    ("title", "abstract", "name"),
    [
        ("Linked Widget Sorting with Trees", "Linked widget sorting (LWS) is slow. LWS needs trees.", "ours"),
        ("Linked Widget Sorting with Trees", "A method called linked widget sorting (LWS) is fast.", "LWS"),
        ("Linked Widget Sorting with Trees", "We show that linked widget sorting (LWS) is fast.", "LWS"),
        ("Linked Widget Sorting", "Linked widget sorting (LWS) is fast. LWS needs trees.", "LWS"),
        ("Linked Widget Sorting with Trees", "Widgets are slow. LWS needs trees.", "LWS"),
    ],
)
def test_the_acronym_of_a_title_may_be_that_of_a_field(systems, title, abstract, name):
    assert systems(title, abstract).main == name


def test_a_further_one_is_not_the_one_before_it(read):
    (claim,) = read("We propose Zornet++ for widgets. Zornet++ outperforms Zornet by 3.9% accuracy on ImageNet.")
    assert (claim.subject, claim.baseline) == ("Zornet++", "Zornet")
