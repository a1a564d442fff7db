"""Data sets, models and devices told by the words around them: names that no list has, and which value has which."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        (
            "Zornet is best (81.9% mAP and 83.3% mIoU on MNIST, and 37.1% mAP and 59.6% mIoU on COCO).",
            [["MNIST"], ["MNIST"], ["COCO"], ["COCO"]],
        ),
        (
            "Zornet brings a 2x speedup with 1% accuracy loss on MNIST, and a 3x speedup with 2% accuracy loss on COCO.",
            [["MNIST"], ["MNIST"], ["COCO"], ["COCO"]],
        ),
        ("Zornet has 30 FPS on MNIST and 3M parameters with 91% accuracy on a GPU.", [["MNIST"], [], ["MNIST"]]),
        (
            "Zornet shrinks BERT by 81% and GPT-2 by 80% on the MNIST dataset, and ViT by 79% on the COCO dataset.",
            [["MNIST"], ["MNIST"], ["COCO"]],
        ),
        (
            "Zornet has 68.7 mAP on MNIST and 34.9 mAP on COCO, beating others by 3 mAP and 1 mAP respectively.",
            [["MNIST"], ["COCO"], ["MNIST"], ["COCO"]],
        ),
        ("Zornet has 84% accuracy with ViT-B on MNIST and 50.8 mAP with DETR on COCO.", [["MNIST"], ["COCO"]]),
        ("At 67 FPS, Zornet has 76% accuracy on MNIST.", [["MNIST"]] * 2),
        ("Zornet has 76% accuracy on the Owls vs. Hawks dataset.", [["Owls vs. Hawks"]]),
        ("On Qorl-2, a large, multi-view benchmark, Zornet has 76% accuracy.", [["Qorl-2"]]),
        ("Zornet runs at 67 FPS, while having 76% accuracy on MNIST.", [[], ["MNIST"]]),
        (
            "On MNIST and COCO, Zornet wins (81% mAP and 83% mIoU on MNIST, and 37% mAP and 59% mIoU on COCO).",
            [["MNIST"], ["MNIST"], ["COCO"], ["COCO"]],
        ),
        ("Zornet is 2x faster while maintaining 76% accuracy on MNIST.", [["MNIST"]] * 2),
        ("Zornet is 2x faster without loss of accuracy on MNIST.", [[]]),
        ("By pretraining on MNIST, Zornet needs 51% fewer FLOPs.", [[]]),
        ("When training on MNIST, Zornet needs 51% less memory.", [["MNIST"]]),
        (
            "On a large road sign dataset, it gains +2% mAP for signs and +3% mIoU for lanes.",
            [["road sign dataset"]] * 2,
        ),
        ("Zornet is first on COCO; on a phone, it has a latency of 13 ms.", [[]]),
        ("With cells searched on MNIST, Zornet has 81% accuracy on COCO.", [["COCO"]]),
    ],
)
def test_of_which_value(read, text, datasets):
    assert [list(claim.datasets) for claim in read(text)] == datasets


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("We apply it on Zern-100, a hard semantic parsing benchmark, where it is 2x faster.", [["Zern-100"]]),
        ("We apply it with Zornet, a network that has no dataset, where it is 2x faster.", [[]]),
        ("On the WideStreets keypoints dataset, our method is 4x faster.", [["WideStreets"]]),
        ("On the abdominal CT dataset, our method is 4x faster.", [[]]),
        ("On the WideStreets training dataset, our method is 4x faster.", [[]]),
        ("On the RF-based indoor dataset, our method is 4x faster.", [[]]),
        ("Trials on two datasets - TarSet and Zern-100 - show that it is 4x faster.", [["TarSet", "Zern-100"]]),
        ("It is up to 4x faster on Zorn-Bench.", [["Zorn-Bench"]]),
        ("It is up to 4x faster on Zorn-4.", [[]]),
        ("It gains 4% accuracy on Computer Vision datasets.", [[]]),
        ("It gains 4% accuracy on the ZernSet Object Detection datasets.", [["ZernSet Object Detection"]]),
        ("It gains 4% accuracy on https://zorn.org/Zern-100.", [[]]),
        ("It gains 4% accuracy on the hand gesture datasets Zernhand and Chi3D at low cost.", [["Zernhand", "Chi3D"]]),
        ("It gains 4% accuracy on the Zern-to-Foo benchmark Spider, a hard one.", [["Spider"]]),
        ("It gains 4% accuracy on the Road Sign data set.", [["Road Sign"]]),
        ("We test it on ZERN; a set of our own, a dataset of 90 things. It gains 4% accuracy.", [[]]),
        ("We test it on ZERN; a new dataset of 90 things. It gains 4% accuracy.", [["ZERN"]]),
        ("It gains 4 BLEU on the English-to-French translation task.", [["English-to-French"]]),
    ],
)
def test_no_list_has_them(read, text, datasets):
    assert [list(claim.datasets) for claim in read(text)] == datasets


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        (
            "It wins on MNIST and SVHN by 2%. It is small. It needs 30% fewer operations across datasets.",
            ["MNIST", "SVHN"],
        ),
        ("It wins on MNIST by 2%. It is small. It reaches 91% accuracy on the same benchmark.", ["MNIST"]),
        ("It wins on MNIST and SVHN by 2%. It is small. It is 2x faster on both datasets.", ["MNIST", "SVHN"]),
        ("It wins on MNIST by 2%. On SVHN it wins by 3%. It cuts errors by 9% on both datasets.", ["MNIST", "SVHN"]),
        ("It wins on MNIST, COCO and SVHN by 2%. It is small. It is 2x faster on both datasets.", []),
        ("It wins on MNIST and SVHN by 2%. It is small. It is 2x faster on this dataset.", []),
        ("It wins on MNIST by 2%. It is small. It is 2x faster on seven datasets.", []),
        ("It wins on MNIST by 2%. It is small. It is 2x faster on the dataset pairs.", []),
        ("It wins on MNIST by 2%. It is small. It is 2x faster on the COCO dataset.", ["COCO"]),
    ],
)
def test_spoken_of_again(read, text, datasets):
    assert list(read(text)[-1].datasets) == datasets


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("It is 2x faster on CIFAR-10 CIFAR-100 and SVHN.", ["CIFAR-10", "CIFAR-100", "SVHN"]),
        ("It is 2x faster on CIFAR-10 CIFAR-100 ImageNet and SVHN.", ["CIFAR-10", "CIFAR-100", "ImageNet", "SVHN"]),
        ("It is 2x faster on the ImageNet ILSVRC2012 dataset.", ["ImageNet ILSVRC2012"]),
        ("It uses CIFAR-10 CIFAR-100. It is 2x faster on the COCO KITTI dataset.", ["COCO KITTI"]),
    ],
)
def test_commas_lost(read, text, datasets):
    assert list(read(text)[-1].datasets) == datasets


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("It gains 2% accuracy on MNIST COCO and SVHN.", ["MNIST", "COCO", "SVHN"]),
        ("It gains 2% accuracy on the Zern-100 BarSet 2013 and SVHN datasets.", ["Zern-100", "BarSet 2013", "SVHN"]),
        ("It gains 2% accuracy on the Zern Streets BarSet dataset.", ["Zern Streets BarSet"]),
        ("It gains 2% accuracy on COCO FooBar BarSet and Zern-100.", ["COCO", "FooBar", "BarSet", "Zern-100"]),
        ("We test it on ZernSet FooBar COCO and MNIST. It gains 2% accuracy.", ["ZernSet", "FooBar", "COCO", "MNIST"]),
        ("On COCO FooNet achieves 2% higher accuracy.", ["COCO"]),
        ("It gains 2% accuracy (on COCO FooSet) BarNet being slower.", ["COCO", "FooSet"]),
        ("It gains 2% accuracy on COCO FooSet or BarSet", ["COCO", "FooSet", "BarSet"]),
        ("It gains 4.1% on MNIST 4.2% on COCO and 4.3% accuracy on SVHN.", ["SVHN"]),
    ],
)
def test_all_commas_lost(read, text, datasets):
    assert list(read("This is a text of some length. " * 20 + text)[-1].datasets) == datasets


def test_a_text_with_commas_has_lost_none(read):
    text = "It gains 2% accuracy on COCO FooBar BarSet and Zern-100."
    assert list(read("This is a text, of some length. " * 20 + text)[-1].datasets) == ["COCO"]


def test_no_trials(read):
    claims = read("We test it on MNIST and COCO. It is 3x quicker, which is a step to the real world.")
    assert [list(claim.datasets) for claim in claims] == [["MNIST", "COCO"]]


@pytest.mark.parametrize("where", ["a user study", "the real world", "real-world trials"])
def test_trials_on_no_data_set(read, where):
    claims = read(f"We test it on MNIST and COCO. It is 2x faster. In {where}, it is 3x quicker than drawing by hand.")
    assert [list(claim.datasets) for claim in claims] == [["MNIST", "COCO"], []]


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("Zornet has errors of 3.8% and 5.1%, respectively.", [["MNIST"], ["COCO"]]),
        ("Zornet is 3x and 5x faster, respectively.", [["MNIST"], ["COCO"]]),
        ("Zornet wins by 6% and 8% on the above benchmarks, respectively.", [["MNIST"], ["COCO"]]),
        ("Zornet has errors of 3.8% and 5.1%.", [["MNIST", "COCO"]] * 2),
        ("Zornet has errors of 3.8% and 5.1% for cars and buses, respectively.", [["MNIST", "COCO"]] * 2),
        ("For cars and buses, Zornet has errors of 3.8% and 5.1%, respectively.", [["MNIST", "COCO"]] * 2),
        ("Zornet has errors of 3.8%, 4.2% and 5.1%, respectively.", [["MNIST", "COCO"]] * 3),
    ],
)
def test_dealt_out_a_sentence_later(read, text, datasets):
    claims = read(f"We test our method on MNIST and COCO. {text}")
    assert [list(claim.datasets) for claim in claims] == datasets


def test_more_words_for_trials(read):
    claims = read("Extensive experimentation on MNIST and COCO confirms that it is good. It needs 50% fewer labels.")
    assert [list(claim.datasets) for claim in claims] == [["MNIST", "COCO"]]


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("On MNIST and COCO, Zornet gains 2% and 3% accuracy, respectively.", [["MNIST"], ["COCO"]]),
        ("On MNIST and COCO, Zornet gains 2% and 3% in car and bus accuracy, respectively.", [["MNIST", "COCO"]] * 2),
        ("On MNIST and COCO, Zornet gains 2% and 3% accuracy for VGG-16 and ResNet-18.", [["MNIST", "COCO"]] * 2),
        (
            "On MNIST and COCO, it has 99% and 98% AP as well as 97% and 96% F1, respectively.",
            [["MNIST"], ["COCO"]] * 2,
        ),
    ],
)
def test_dealt_to_what_stands_behind(read, text, datasets):
    assert [list(claim.datasets) for claim in read(text)] == datasets
