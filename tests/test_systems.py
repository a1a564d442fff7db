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
        ("To be fast, we proposed Widget Zorn Sorting (WZS) for widgets.", "WZS"),
        ("The proposed Sort-of-Widgets (SoW) is fast.", "SoW"),
        ("Our new ZornSort sorter is fast.", "ZornSort"),
        ("We propose _Widget-Time Sorting_ (WTS) which is fast.", "WTS"),
        ("We introduce a novel type of sorting architecture, ZornNet, which is fast.", "ZornNet"),
        ("Our fast widget sorter, ZORN, surpasses others.", "ZORN"),
        ("We present a method for sorting widgets, ZORN (Zealous Online Ranking of Nodes).", "ZORN"),
        ("We refer to this method as the Efficient Widget Sorter (EWS).", "EWS"),
        ("Our key contribution is a fast sorting technique, ZornSort, that is simple.", "ZornSort"),
        ("This gives rise to Zealous Online Ranking (ZOR), a framework for widgets.", "ZOR"),
        ("A Zealous Online Ranker (ZOR) is proposed for widgets.", "ZOR"),
        ("For widgets, a new sorter, ZornSort, is presented.", "ZornSort"),
        ("Widgets are many. The ZornSort architecture is introduced for them.", "ZornSort"),
        ("The resulting sorter, ZornSort, is fast.", "ZornSort"),
        ("This article presents Zorn, a fast system-on-chip (SoC) for widgets.", "Zorn"),
        ("Sorting is slow. ZornSort needs no comparisons. On widgets, ZornSort is 2x faster.", "ZornSort"),
    ],
)
def test_the_name_of_a_system(systems, abstract, name):
    assert systems(TITLE, abstract).main == name


@pytest.mark.parametrize(
    ("title", "abstract", "name"),
    [
        ("Watch Your Widgets: Sorting in Time", "We sort widgets.", "ours"),
        ("Watch Your Widgets: Sorting in Time", "We propose ZornSort for widgets.", "ZornSort"),
        ("Widget Map: A Sorted Map of Widgets", "We sort widgets.", "Widget Map"),
        ("Fast ZornNet: Sorting in Time", "We sort widgets.", "Fast ZornNet"),
        ("Zealous Widget Sorter for Boxes", "We use the Zealous Widget Sorter (ZWSort) as a block.", "ZWSort"),
        ("Zealous Widget Sorting for Boxes", "We study the problem of zealous widget sorting (ZWSort).", "ours"),
        ("A Zealous Widget Sorter Based Method", "Our zeal is a zealous widget sorter (ZWSort) one.", "ours"),
    ],
)
def test_what_a_title_says_counts_where_it_names_something(systems, title, abstract, name):
    assert systems(title, abstract).main == name


def test_the_last_word_of_a_name_is_not_the_paper_s_own(systems):
    assert systems("Foo R-CNN: A Detector", "We propose Foo R-CNN, which is fast.").all == ("Foo R-CNN",)


@pytest.mark.parametrize(
    "abstract",
    [
        "We propose a cross widget attention (CWA) module.",
        "We propose a ZornSort layer for nets.",
        "A Zealous Online Ranker (ZOR) is proposed by others.",
        "A joint built using a zealous online rod (ZOR) is proposed.",
        "A method based on the ZornSort algorithm is proposed.",
        "The resulting LLaMA-7B is fast.",
        "Our previous method, ZornSort, fails.",
        "Sorting is slow. A recent method, ZornSort needs 3 s. ZornSort is costly.",
        "ZornSort is slow. We sort faster than ZornSort.",
        "Point sorting (PTS) is slow. PTS needs trees.",
        "GPT-4 sorts well. We find that GPT-4 is 2x faster.",
        "Our data, widget images, and ZornSort, and more are used.",
    ],
)
def test_no_name_introduced_less_directly(systems, abstract):
    assert systems(TITLE, abstract).main == "ours"


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("ZornNet reduces latency by 74%, improves throughput by 2.3x, and cuts memory by 28%.", ["ZornNet"] * 3),
        ("Int4 coding reduces latency by 74% and improves throughput by 2.3x.", ["Int4 coding"] * 2),
        ("Zorn V2 is 2x faster than BarNet.", ["Zorn V2"]),
        ("A version of it, Fast Zorn, is 2x faster than BarNet.", ["Fast Zorn"]),
        ("On widgets, the smallest Zorn is 2x faster than BarNet.", ["smallest Zorn"]),
        ("On widgets, the smallest Zorn-S is 2x faster than BarNet.", ["Zorn-S"]),
    ],
)
def test_a_subject_for_each_verb_and_kind(read, text, subjects):
    title = "Zorn: A Sorter" if "Zorn " in text or "Zorn," in text or "Zorn-" in text else TITLE
    assert [claim.subject for claim in read(text, title)] == subjects


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
