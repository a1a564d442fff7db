"""Data sets told in another place than right behind their value: before it, in each of a list of clauses, or dealt out."""

from __future__ import annotations

import pytest

MNIST, COCO, KITTI = ["MNIST"], ["COCO"], ["KITTI"]


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("MNIST accuracy is 88.1%, mIoU on KITTI is 55.6%, and box AP on COCO is 56.4%.", [MNIST, KITTI, COCO]),
        (
            "It has 90.1% accuracy on MNIST, while detection on COCO yields 63.8% AP and segmentation on KITTI yields 61.2% mIoU.",
            [MNIST, COCO, KITTI],
        ),
        ("Zornet processes KITTI at 60 FPS and COCO at 24 FPS.", [KITTI, COCO]),
        ("Accuracy on MNIST rises by 2.1% and F1 on COCO by 3.4%.", [MNIST, COCO]),
    ],
)
def test_each_value_has_the_one_before_it(read, text, datasets):
    assert [list(claim.datasets) for claim in read(text)] == datasets


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("Zornet is 2.1 times faster on KITTI, and on COCO 3.4 times.", [KITTI, COCO]),
        ("Zornet needs 40% fewer FLOPs on KITTI and, on COCO, 60% fewer.", [KITTI, COCO]),
        ("Zornet is 2.1 times faster on KITTI and COCO, 3.4 times smaller.", [[*KITTI, *COCO]] * 2),
        (
            "On MNIST and COCO, accuracy is improved by 5% compared to Qarn, and on COCO even Belto is outperformed by 11%.",
            [[*MNIST, *COCO], COCO],
        ),
    ],
)
def test_a_clause_with_one_of_its_own_ends_what_is_said(read, text, datasets):
    assert [list(claim.datasets) for claim in read(text)] == datasets


@pytest.mark.parametrize(
    "text",
    [
        "Zornet beats others on MNIST and COCO and is lean: on COCO, it needs half of the parameters of Qarn.",
        "On MNIST and COCO Zornet is best, and the quality of Qarn on COCO is matched with only half of its parameters.",
    ],
)
def test_a_name_said_again_begins_anew(read, text):
    assert [list(claim.datasets) for claim in read(text)] == [COCO]


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("On MNIST and COCO, an accuracy of 66.4% and an mAP of 69.4 are obtained, respectively.", [MNIST, COCO]),
        (
            "On MNIST and COCO, Zornet runs at 47 FPS and 5 FPS on a GTX 1080 Ti and a Jetson Nano, respectively.",
            [[*MNIST, *COCO]] * 2,
        ),
        ("Zornet runs at 47 FPS and 5 FPS on MNIST and COCO, respectively, on a V100.", [MNIST, COCO]),
    ],
)
def test_dealt_to_values_of_two_metrics_or_to_devices(read, text, datasets):
    assert [list(claim.datasets) for claim in read(text)] == datasets


@pytest.mark.parametrize("joined", ["and establishes", "and also sets", "and still sets"])
def test_a_record_joined_on_tells_nothing_of_a_resource_before(read, joined):
    (claim,) = read(f"Zornet is 40 times faster than Qarn, {joined} a fresh record on COCO.")
    assert claim.datasets == ()


def test_a_guarded_name_opens_a_sentence(read):
    (claim,) = read("On HELM, Zornet needs 100 times less compute than Qarn.")
    assert (claim.datasets, claim.models) == (("HELM",), ())


def test_a_study_at_the_end_of_a_sentence(read):
    texts = "We test Zornet on COCO. Its accuracy is 76%, according to a user study."
    assert read(texts)[0].datasets == ()
