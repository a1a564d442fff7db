"""Rivals that the sentence before names; each pair of sentences is the smallest that shows one way to go on."""

from __future__ import annotations

from copy import copy

import pytest

from extractor.records import Paper

AGAINST = "We compare our method against the existing planners."
BEATS = "Our method outperforms prior planners on all maps."
VALUED = "Our method has a 3% higher accuracy than BarNet on COCO."


@pytest.fixture
def last(claims_of):
    """The rival of the last value of an abstract."""
    return lambda abstract: claims_of(abstract, "FooNet: a net")[-1].baseline


@pytest.mark.parametrize("before", [AGAINST, BEATS], ids=["against", "beats"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The results show that it cuts the latency by 12%.", True),
        ("On large maps, we reduce the latency by 12%.", True),
        ("On large maps, we reduce the latency by 12%. In simulation, our method uses 3x less memory.", True),
        ("Furthermore, we reduce the latency by 12%.", False),
        ("We also propose a cache that reduces the latency by 12%.", False),
        ("On large maps, the accuracy drops by 2%.", False),
        ("On large maps, we update 12% of the parameters.", False),
        ("On large maps, we reduce the latency by 12% compared to QuuxNet.", None),
    ],
)
def test_a_sentence_goes_on_from_one_that_only_compares(last, before, text, told):
    rival = {AGAINST: "existing planners", BEATS: "prior planners"}[before]
    assert last(f"{before} {text}") == {True: rival, False: "", None: "QuuxNet"}[told]


@pytest.mark.parametrize(
    "before",
    [
        "We find that graph methods outperform prior planners on all maps.",
        "Our method runs on a CPU rather than a GPU.",
        "We collect a data set that is larger than existing ones.",
        "Our method was built over the last years.",
        "Our method is compared to prior planners. It is easy to use.",
        "Our method outperforms existing GPU ones.",
        "Our method is better than the proposed baseline.",
        "Our method gains over BarMaps.",
        "Our method uses graphs rather than BarNet.",
    ],
)
def test_no_rival_of_the_papers_own_is_announced(last, before):
    assert last(f"{before} On large maps, we reduce the latency by 12%.") == ""


@pytest.mark.parametrize(
    ("text", "rival"),
    [
        ("On KITTI, the accuracy is improved by 5%.", "BarNet"),
        ("Similarly, our method gains 5% accuracy on KITTI.", "BarNet"),
        ("On KITTI, the accuracy is 5% lower.", ""),
        ("On KITTI, the latency is reduced by 5%.", ""),
        ("On KITTI, the accuracy is 1.2x higher.", ""),
        ("Adding a cache gains 5% accuracy on KITTI.", ""),
        ("Overall, the accuracy is improved by 5%.", ""),
    ],
)
def test_a_value_goes_on_from_its_like(last, text, rival):
    assert last(f"{VALUED} {text}") == rival


@pytest.mark.parametrize(
    ("opening", "rival"), [("Compared to BarNet", "BarNet"), ("In contrast to BarNet", ""), ("Like BarNet", "")]
)
def test_what_opens_a_sentence_with_values_goes_on(last, opening, rival):
    assert last(f"{opening}, our method is 2x faster. Additionally, we gain 3% accuracy.") == rival


def test_values_with_two_rivals_leave_none(last):
    before = "Its accuracy is 3% higher than that of BarNet and 2% higher than that of QuuxNet."
    assert last(f"{before} On KITTI, the accuracy is improved by 5%.") == ""


def test_a_model_that_was_changed_is_no_rival_further_on(last):
    before = "FooNet reduces the memory of ViT-B and ResNet-50 by 2x."
    assert last(f"{before} On small cards, it can reduce the memory by 3x.") == ""


def test_a_model_within_another_name_is_not_that_model(last):
    before = "On BERT, our method gains 3% accuracy over RoBERTa."
    assert last(f"{before} On KITTI, our method gains 5% accuracy.") == "RoBERTa"


def test_an_announcement_holds_beyond_a_level(last):
    text = "On small maps, it needs 3 ms. On large maps, our method reduces the latency by 12%."
    assert last(f"{AGAINST} {text}") == "existing planners"


def test_what_is_on_the_other_hand_goes_on_from_nothing(last):
    assert last(f"{BEATS} On the other hand, we reduce the latency by 12%.") == ""


@pytest.mark.parametrize(
    ("text", "rival"),
    [
        ("We keep the setting of ResNet-50 unchanged. Relative to it, our model saves 66% of the FLOPs.", "ResNet-50"),
        (
            "We do as well as graph-based methods. On large maps, we need 80% fewer labels than they do.",
            "graph-based methods",
        ),
        ("Prior trackers are robust, but our method needs 40% fewer labels than they do.", "Prior trackers"),
        ("Our model is small. Relative to it, a large one saves 66% of the labels.", ""),
        ("On its map, ResNet-50 was tried, and 66% fewer labels are needed relative to it.", "ResNet-50"),
        ("And then it rests. Relative to it, a large one saves 66% of the labels.", ""),
    ],
)
def test_a_pronoun_stands_for_what_was_named_last(last, text, rival):
    assert last(text) == rival


@pytest.mark.parametrize(
    ("text", "rival"),
    [
        (
            "It is 3x smaller than prior planners. On large maps, for example, the latency falls by 12%.",
            "prior planners",
        ),
        ("It is 3x smaller than prior planners. On large maps, by the way, the latency falls by 12%.", ""),
        ("It is 3x smaller than prior planners. Its latency is 12% lower.", "prior planners"),
        ("It is 3x faster than prior planners; its memory is 12% lower.", "prior planners"),
        ("It is 3x faster than prior planners; in particular, memory is 12% lower.", "prior planners"),
        ("It is 3x faster than prior planners; on large maps, memory is 12% lower.", ""),
    ],
)
def test_a_part_that_goes_on(last, text, rival):
    assert last(text) == rival


@pytest.mark.parametrize(
    ("text", "rival"),
    [
        ("They are contrasted with the existing planner. On large maps, planning is 3x faster.", "existing planner"),
        ("We compare them to the existing planner. On large maps, planning is 3x faster.", "existing planner"),
        ("It is superior to several graph planners. In comparison, its latency is 9x lower.", "graph planners"),
    ],
)
def test_what_is_weighed_is_the_papers_own(last, text, rival):
    assert last(text) == rival


def test_the_context_of_a_sentence_can_be_asked_for_again(finder, seed_papers):
    """It follows from what the sentence before kept, which is handed over, and from nothing else that was asked for."""
    differ, several = [], 0

    def asked_twice(*given):
        nonlocal several
        first = finder.context(*given)
        several += bool(given[-1].rivals)
        if finder.context(*given) != first:
            differ.append(first)
        return first

    asked_twice.whole = finder.context.whole
    twice = copy(finder)
    twice.context = asked_twice
    text = f"{AGAINST} It cuts the latency by 12%. It is 2x faster than BarNet. Moreover, memory is 12% lower."
    for paper in (Paper("1", "FooNet: a net", text), *seed_papers):
        twice(paper)
    assert several
    assert not differ
