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


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        (
            "Zornet has 70% mIoU on COCO with 17 GFLOPs and a speed of 160 FPS, and 71% mIoU with 34 GFLOPs.",
            [["COCO"]] * 5,
        ),
        ("Zornet has 70% mIoU on COCO at 76 FPS on a fast Jetson Nano and 8 FPS on a slow phone.", [["COCO"]] * 3),
        ("Zornet and Qarn have 53% / 54% AP on COCO and 108 / 74 FPS.", [["COCO"], ["COCO"], [], []]),
        ("It gains +1.0 mIoU on ADE20K and +1.3 box AP, +1.4 mask AP on COCO.", [["ADE20K"], ["COCO"], ["COCO"]]),
        ("It has 81% accuracy on MNIST, and 86% compared with 85% on SVHN.", [["MNIST"], ["SVHN"], ["SVHN"]]),
        ("It has 71 mAP on COCO; while 33 mAP and 35 AP on LVIS.", [["COCO"], ["LVIS"], ["LVIS"]]),
    ],
)
def test_levels_that_are_joined_share_their_set(read, text, datasets):
    assert [list(claim.datasets) for claim in read(text) if claim.metric != "hardware"] == datasets


def test_dealt_to_years_of_one_set(read):
    claims = read("Zornet improves accuracy by 0.6%/2.1%/1.5% on the CROHME 2014/2016/2019 test sets.")
    assert [claim.datasets for claim in claims] == [("CROHME 2014",), ("CROHME 2016",), ("CROHME 2019 test",)]


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("We test on MNIST and COCO. Zornet improves accuracy by 2% and 3% on the two datasets.", [[MNIST], [COCO]]),
        ("We test on MNIST and COCO. Zornet has 2% and 3% higher accuracy across both datasets.", [[MNIST], [COCO]]),
        ("We test on MNIST and COCO. Zornet gains 2% and 3% accuracy over rivals.", [[MNIST, COCO]] * 2),
    ],
)
def test_dealt_to_as_many_sets_named_before(read, text, datasets):
    assert [list(claim.datasets) for claim in read(text)] == [[name for (name,) in row] for row in datasets]


@pytest.mark.parametrize(
    ("before", "datasets"),
    [
        ("Based on COCO, we build the SignSet dataset on 3 roads.", ["SignSet"]),
        ("It has 81% accuracy on MNIST, on par with Qarn pre-trained on COCO.", ["MNIST"]),
        ("It has 81% accuracy on MNIST, and 83% accuracy on COCO.", ["MNIST", "COCO"]),
    ],
)
def test_what_only_was_learned_from_does_not_go_on(read, before, datasets):
    assert list(read(f"{before} A larger Zornet has an accuracy of 85%.")[-1].datasets) == datasets


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("Zornet outperforms a network trained on COCO by 8% in mAP.", []),
        ("Zornet trained on COCO outperforms others by 8% in mAP.", ["COCO"]),
        ("On MNIST, we find that COCO outperforms others by 8% in mAP.", ["MNIST"]),
        ("Zornet has 81% accuracy on a large and diverse road sign dataset.", ["road sign dataset"]),
        ("Zornet has 81% accuracy on large and diverse road sign datasets.", []),
        ("With ImageNet pretraining, Zornet is 2x faster.", []),
        ("Zornet is 2x faster on 224x224 ImageNet pretraining.", ["ImageNet"]),
        ("Zornet has 81% accuracy on VOC 2007/2012.", ["VOC 2007/2012"]),
    ],
)
def test_names_that_are_no_set_of_the_value(read, text, datasets):
    assert list(read(text)[0].datasets) == datasets


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("It gains 9% accuracy on MNIST and 11% on SVHN, while being 3x faster.", ["MNIST", "SVHN"]),
        ("It is the best on MNIST (F-score of 0.78) and SVHN (F-score of 0.75), and 3x faster.", ["MNIST", "SVHN"]),
        ("It gains 9% accuracy on MNIST and 11% on SVHN at 20 FPS.", ["SVHN"]),
        ("It has 58 mAP on COCO at 30 FPS, and 60 mAP on LVIS at 20 FPS.", ["LVIS"]),
        ("On the road sign benchmark, it gains 2% mAP with 28% of the training cost.", ["road sign benchmark"]),
        ("It needs 3x less data and we also reach the best accuracy on COCO.", []),
        ("It is the best on COCO. Its complexity is O(n).", []),
        ("It has 9% better accuracy and 4% lower loss on MNIST and SVHN, respectively.", ["SVHN"]),
    ],
)
def test_the_last_value_has_these(read, text, datasets):
    assert list(read(text)[-1].datasets) == datasets


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("We train on MNIST and COCO. The accuracies are respectively 91.2% and 48.1%.", [MNIST, COCO]),
        ("We evaluate on MNIST and COCO. Errors on both datasets are 26 mm and 29 mm.", [MNIST, COCO]),
        (
            "Zornet attains 65.1/59.3 and 40.1/32.5 in pAP/DSC on MNIST and COCO, respectively.",
            [MNIST, MNIST, COCO, COCO],
        ),
        (
            "Zornet and Belto gain 9%/6% AUC, 23%/8% AUC and 24%/25% AUC on MNIST, COCO and KITTI, respectively.",
            [MNIST, MNIST, COCO, COCO, KITTI, KITTI],
        ),
        ("It has 91%/48% accuracy and 65%/63% recall on MNIST and COCO, respectively.", [MNIST, COCO] * 2),
        ("Experiments on MNIST and COCO show 1.5/0.7 and 0.8/0.3 BLEU points improvement.", [MNIST, MNIST, COCO, COCO]),
        (
            "Zornet improves accuracy on MNIST and our new harder split of COCO by 3% and 12%, respectively.",
            [MNIST, COCO],
        ),
    ],
)
def test_values_are_dealt_out_over_the_sets_of_their_list(read, text, datasets):
    assert [list(claim.datasets) for claim in read(text)] == datasets


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("Zornet is best on MNIST among all (96.1% accuracy) and good on COCO.", [MNIST]),
        ("Zornet is best in detection (47.2% mAP) on COCO.", [COCO]),
        ("It has 84.1% accuracy on MNIST classification, 49.2 box AP and 44.0 mask AP on COCO.", [MNIST, COCO, COCO]),
        ("Zornet is tried on MNIST and COCO, the latter with an accuracy of 81%.", [COCO]),
        ("On MNIST and COCO, it outperforms former methods by 2% accuracy.", [[*MNIST, *COCO]]),
        ("It has 72.5% accuracy on MNIST among methods trained without using COCO.", [MNIST]),
    ],
)
def test_a_set_of_another_finding_is_not_taken(read, text, datasets):
    assert [list(claim.datasets) for claim in read(text)] == datasets


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("We evaluate on MNIST. On a real anomaly detection task, accuracy is 81%.", []),
        ("We evaluate on MNIST. On a per-digit detection task, accuracy is 81%.", MNIST),
    ],
)
def test_a_new_scene_has_no_set_of_the_sentence_before(read, text, datasets):
    (claim,) = read(text)
    assert list(claim.datasets) == datasets


@pytest.mark.parametrize(
    "text",
    [
        "We introduce Zornet-Pairs, an open training dataset that's 20 times larger than the previous best resource.",
        "We release ZORSET, a new training dataset that uses 40% fewer samples than Qarn.",
    ],
)
def test_what_a_new_set_costs_is_measured_on_none(read, text):
    assert [list(claim.datasets) for claim in read(text)] == [[]]


@pytest.mark.parametrize(
    ("said", "datasets"),
    [
        ("Zornet, a large, open-ended benchmark for reasoning", ["Zornet"]),
        ("Zornet, a network trained on a new benchmark", []),
        ("Zornet, a dataset of dialogs", []),  # what is trained on is tested on others
    ],
)
def test_what_a_remark_calls_a_benchmark_is_what_the_levels_are_on(read, said, datasets):
    text = f"We introduce {said}. We find that the best models reach an accuracy of only 56%."
    (claim,) = read(text, "Zornet: Evaluation of reasoning")
    assert list(claim.datasets) == datasets
