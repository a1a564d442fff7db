"""Rivals of papers never seen: where their names end, which of two a value has, and wordings without "than"."""

import pytest


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Tests against ResNet-50 reveal that our method reduces FLOPs by 30%.", ["ResNet-50"]),
        ("It is 10x faster than current solvers optimizing the same objective.", ["current solvers"]),
        ("It is 10x faster than methods relying on graphs.", ["methods relying on graphs"]),
        ("Latency drops by 12% compared to a cascade composed of two models.", ["cascade"]),
        ("It gains 5% accuracy over word- and char-level BM25.", ["word- and char-level BM25"]),
        ("It is 10x faster than the ones supported by existing tools.", ["existing tools"]),
        ("FooNet outperforms 6 state-of-the-arts by 15.6% accuracy.", ["6 state-of-the-arts"]),
        ("FooNet gains 5% accuracy over the compared methods.", ["compared methods"]),
        ("FooNet outperforms the state- of-the-art consistently, by 4% accuracy.", ["state- of-the-art"]),
        (
            "FooNet gains 9% accuracy over a competitive and accurate deep baseline.",
            ["competitive and accurate deep baseline"],
        ),
        ("FooNet improves accuracy by 2% compared to the ImageNet baseline model.", ["ImageNet baseline model"]),
        ("FooNet improves accuracy by 2% compared to the ImageNet benchmark.", [""]),
        ("FooNet improves the baseline with 2.5% gains in accuracy.", ["baseline"]),
        ("Here 7x7 filters gain 4 mAP compared to 3x3 kernels.", ["3x3 kernels"]),
        ("FooNet increases the state-of-the-art results by over five percentage points.", ["state-of-the-art"]),
        ("Compared directly to BarNet, the error drops by 7%.", ["BarNet"]),
    ],
)
def test_a_name_ends_before_what_only_tells_of_it(rivals_of, sentence, expected):
    assert rivals_of(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "FooNet outperforms BarNet, yielding 4% gain in mAP and 8% gain in recall against BazNet.",
            ["BazNet", "BazNet"],
        ),
        ("FooNet is on par with BarNet while using 18% of the data and 31% fewer parameters.", ["BarNet", "BarNet"]),
        (
            "FooNet is 2x faster than BarNet with 1% higher accuracy and 4x faster than BazNet.",
            ["BarNet", "BarNet", "BazNet"],
        ),
        (
            "It raises the success rate of existing planners by 25% in simulation and by 12% on robots.",
            ["existing planners"] * 2,
        ),
        ("FooNet outperforms BarNet by 2% mAP, at a 3x lower latency than BazNet.", ["BarNet", "BazNet"]),
        (
            "Compared with five other methods, FooNet clearly improves accuracy and recall by 2% and 4%, respectively.",
            ["five other methods"] * 2,
        ),
        (
            "FooNet outperforms open-loop replay by over 5% and behaviour cloning by over 8%.",
            ["open-loop replay", "behaviour cloning"],
        ),
        (
            "FooNet outperforms BarNet on face detection by 4%, hand detection by 7%, and gait detection by 8%.",
            ["BarNet"] * 3,
        ),
        (
            "FooNet outperforms the state-of-the-art by 13 mAP and is 200x faster than the original BarNet.",
            ["state-of-the-art", "original BarNet"],
        ),
        ("It exceeds the capabilities of robust control while reducing FLOPs by 30%.", ["robust control"]),
        (
            "The accuracy of perception systems is improved by 12.3% on hard and 4% on normal scenes.",
            ["perception systems"] * 2,
        ),
    ],
)
def test_joined_values_have_one_rival(rivals_of, sentence, expected):
    assert rivals_of(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("We compare our planner with a grid search and find a 20% reduction in runtime.", ["grid search"]),
        ("We compare two models with a grid search and find a 20% reduction in runtime.", [""]),
        ("It reaches identical performance to batch training while learning 100 times faster.", ["batch training"]),
        ("FooNet outperforms standard benchmarks by 21% accuracy.", ["standard benchmarks"]),
        ("FooNet is 5% better than on other benchmarks.", [""]),
        ("FooNet speeds up training by 30% over all benchmarks.", [""]),
        ("FooNet requires twice the energy of the tuned controller.", ["tuned controller"]),
        ("Our error is 50% lower than the error from existing models.", ["existing models"]),
        ("It reduces packet loss by 30% compared to the previously used protocol.", ["protocol"]),
        ("The models underperform humans by 27 F1 points.", ["humans"]),
        ("We improve on the state of the art in odometry, reducing errors by 45%.", ["state of the art"]),
        ("Using a graph search instead of a learned planner, it is 3x faster.", ["learned planner"]),
        ("It needs seconds instead of the hours taken by BarNet, a 1000x speedup.", ["BarNet"]),
        ("Its FLOPs are 22% of what ordinary temporal models require.", ["ordinary temporal models"]),
        ("The net is 4x smaller than what truncated SVD alone would give.", ["truncated SVD"]),
        ("The net is 4x smaller than what is available today.", [""]),
        ("Planning takes 30% less time with respect to the undamped case.", ["undamped case"]),
        ("Planning takes 30% less time w.r.t. the undamped case.", ["undamped case"]),
        ("With respect to rotation, planning takes 30% less time.", [""]),
        ("On ImageNet, with respect to rotation, planning takes 30% less time.", [""]),
        (
            "Its accuracy is 8% higher than the scores without using feature caching.",
            ["without using feature caching"],
        ),
        ("It has a lower error with only 28% of the parameters that the baseline has.", ["baseline"]),
        ("It has a lower error with only 28% of the parameters that are active.", [""]),
        ("It closely approximates existing detectors with 7x lower inference cost.", ["existing detectors"]),
        ("Its accuracy is approaching the state-of-the-art at a 9x lower cost.", ["state-of-the-art"]),
        ("It gains 7.3 BLEU points over the Transformer default settings.", ["Transformer default settings"]),
        ("It has a 4% higher recall than the FooBench 2014 winner.", ["FooBench 2014 winner"]),
        ("It ranks about as well as more expensive rankers, but is 6x faster.", ["more expensive rankers"]),
        (
            "It beats strongly-supervised nets, by 11% in F1, with fewer parameters than other nets.",
            ["strongly-supervised nets"],
        ),
        ("The latency drops by 50% with 99% of the performance kept.", ["", ""]),
    ],
)
def test_a_rival_is_told_in_other_words(rivals_of, sentence, expected):
    assert rivals_of(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "FooNet beats BarNet by more than doubling the reward while also reducing the error by 50%.",
            ["BarNet", "BarNet"],
        ),
        ("FooNet surpasses BarNet at less than 1% of its computational complexity.", ["BarNet"]),
        (
            "Results are improved (6% increase in AUC) compared to the state-of-the-art baseline.",
            ["state-of-the-art baseline"],
        ),
        ("FooNet outperforms (by a relative 3% in mean accuracy) other existing methods.", ["existing methods"]),
        ("Runtime improves (up to 17.5x), which shows the superiority of the proposed graph planner.", [""]),
    ],
)
def test_what_is_no_rival(rivals_of, sentence, expected):
    assert rivals_of(sentence) == expected


def test_a_text_may_end_with_the_level_of_a_rival(rivals_of):
    assert rivals_of("It is 2x faster at BarNet-level") == [""]
