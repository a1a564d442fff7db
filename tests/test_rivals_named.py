"""Which words name a rival: names with a star, those in a remark, whose measure is told, and none that are no system."""

import pytest


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("FooNet is 3x faster than A*.", ["A*"]),
        ("FooNet cuts planning time by 86% compared to a baseline A* planner.", ["baseline A* planner"]),
        ("FooNet is 3x faster than RRT* and BIT*.", ["RRT* and BIT*"]),
        ("FooNet outperforms the best model, BarNav (which is open), by 24% in success rate.", ["BarNav"]),
        ("Compared with the usual inference library (Bar Engine v4.0), FooNet is 4.2x faster.", ["Bar Engine v4.0"]),
        (
            "Compared with the usual vector quantization (VQ), FooNet is 4.2x faster.",
            ["usual vector quantization (VQ)"],
        ),
        ("Compared to always using the largest networks, FooNet reduces the cost by 40%.", ["largest networks"]),
        ("It surpasses the best accuracy of the converted BarNet with 7 times lower latency.", ["converted BarNet"]),
        ("This gives a 3.6x reduction of the size and latency from the existing method.", ["existing method"] * 2),
        ("FooNet gives a 20% and 5% lower WER and CER, respectively, from a strong baseline.", ["baseline"] * 2),
        ("FooNet improves a state-of-the-art tracker by 4.3% in accuracy.", ["state-of-the-art tracker"]),
        ("FooNet improves the accuracy of existing trackers by 2.2%.", ["existing trackers"]),
        ("FooNet improves the accuracy of existing trackers by 2.2% over a distilled one.", ["distilled one"]),
        ("FooNet is 3 times smaller than searched by BarNAS.", ["BarNAS"]),
        ("FooNet gives 2% better accuracy on top of existing solvers.", ["existing solvers"]),
        ("Built on top of existing solvers, FooNet is 2x faster than BarNet.", ["BarNet"]),
        ("Compared to the usual methods, FooNet brings a 20% gain in accuracy.", ["usual methods"]),
        ("FooNet is 10x faster and provides better scores than usual methods.", ["usual methods"]),
        ("FooNet gains 3% accuracy over pairs of scenes.", [""]),
        (
            "FooNet cuts errors by 2% over BarNet and by 7% on roads and 6% at night over BazNet.",
            ["BarNet", "BazNet", "BazNet"],
        ),
        (
            "FooNet beats all baselines in recall by 4%, outperforming Bar and Baz Cloud by 3% and 2%, respectively.",
            ["baselines", "Bar", "Baz Cloud"],
        ),
    ],
)
def test_a_rival_is_named_in_full(rivals_of, sentence, expected):
    assert sorted(rivals_of(sentence)) == sorted(expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("FooNet reduces memory by 3x and saves energy to a similar degree as well.", [""]),
        ("FooNet gives 3x lower perplexity on questions that need reasoning over facts.", [""]),
        ("FooNet reduces 81% of the original length and decreases latency by 4.5x.", ["", ""]),
        ("FooNet is 7 times smaller than previously reported.", [""]),
        ("FooNet reduces memory by 3x, and achieves better accuracy than existing methods.", [""]),
        ("FooNet reduces memory by 3x, while the accuracy is even better than existing methods.", [""]),
        ("FooNet needs 3x less memory and has 2% better accuracy than BarNet.", ["BarNet", "BarNet"]),
        (
            "FooNet has the same accuracy as BarNet with considerable (41% and 53%) reductions in memory over BazNet.",
            ["BazNet", "BazNet"],
        ),
    ],
)
def test_what_is_no_rival_of_a_value(rivals_of, sentence, expected):
    assert rivals_of(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("FooNet raises accuracy from the previous best of 67.7% to 82.0%.", ["previous best"]),
        ("Its accuracy rises from 36.1% gained by earlier algorithms to 45.9%.", ["earlier algorithms"]),
        ("FooNet reduces the delay from 0.26 ms of BarNet to merely 0.07 ms.", ["BarNet"]),
        ("FooNet raises accuracy from 67.7% to 82.0% over BarNet.", ["BarNet"]),
        ("FooNet raises accuracy from 67.7% of the cases to 82.0%.", [""]),
        ("FooNet outperforms BarNet, improving AUC from .677 to .748.", ["BarNet"]),
        ("FooNet raises the F1 from 71% of CIFAR-10 to 82%.", [""]),
    ],
)
def test_a_change_may_name_its_rival(rivals_of, sentence, expected):
    assert rivals_of(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "FooNet is 4x faster than BarNet and 2x faster than BazNet, reducing the cost by 5x and 9x, respectively.",
            ["BarNet", "BazNet", "BarNet", "BazNet"],
        ),
        (
            "FooNet is 4x faster than BarNet and 2x faster than BazNet, reducing the cost by 5x and the size by 9x.",
            ["BarNet", "BazNet", "BazNet", "BazNet"],
        ),
        (
            "FooNet is 4x faster than BarNet, reducing the cost and the memory by 5x and 9x, respectively.",
            ["BarNet", "BarNet", "BarNet"],
        ),
    ],
)
def test_parallel_values_share_out_the_rivals_before_them(rivals_of, sentence, expected):
    assert rivals_of(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("FooNet comes very close to the best competing method with 40% less memory.", ["best competing method"]),
        ("FooNet can nearly match existing planners with 5x fewer samples.", ["existing planners"]),
        ("FooNet keeps the gap close to zero with 40% less memory.", [""]),
    ],
)
def test_what_something_comes_close_to_is_a_rival_where_it_is_a_system(rivals_of, sentence, expected):
    assert rivals_of(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It raises the accuracy of an already state-of-the-art action classifier by 7%.", "classifier"),
        ("It improves the performance of the teacher GAN by 7%.", "teacher GAN"),
        ("It improves the accuracy of the model by 7%.", ""),
        ("It improves the accuracy of predictions by 7%.", ""),
        ("It improves the accuracy of a planning system, raising recall by 7%.", ""),
    ],
)
def test_whose_quality_is_raised_is_the_rival(rivals_of, sentence, expected):
    (rival,) = rivals_of(sentence)
    assert rival.endswith(expected) if expected else not rival


def test_a_likeness_of_another_clause_is_that_clauses_own(rivals_of):
    sentence = "FooNet matches BarNet with a 2x smaller cache, and FooNet-B matches BazNet."
    assert rivals_of(sentence) == ["BarNet"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("FooNet outperforms Bar-1, Bar-2, and Bar-3 kernels on GPUs, with a 1.4x speedup.", ["Bar-1, Bar-2, and Bar-3 kernels"]),
        ("FooNet is 3x faster compared to CPU, NPU, and state-of-the-art accelerators.", ["CPU, NPU, and state-of-the-art accelerators"]),
        ("FooNet is 3x more energy efficient than GPUs.", ["GPUs"]),
        ("FooNet saves 75% of the costs, with large savings over five years.", [""]),
        ("FooNet keeps parity with full attention while being 5x faster.", ["full attention"]),
        ("FooNet recovers 97% of full-cache accuracy.", ["full-cache"]),
        ("FooNet maintains 99% of the full accuracy.", [""]),
        ("FooNet improves LLM-judge accuracy by 7.5%.", [""]),
        ("FooNet stays within 2 points of the teacher across all tasks.", ["teacher"]),
        ("FooNet gives a 3% accuracy gain on the Bar model compared to MXFP4 format.", ["MXFP4 format"]),
        ("FooNet loses under 1% of accuracy on roads, lowers FLOPs by 15% versus prior baselines.", ["", "prior baselines"]),
    ],
)  # fmt: skip
def test_a_list_goes_on_to_its_end_and_a_whole_is_named(rivals_of, sentence, expected):
    assert sorted(rivals_of(sentence)) == sorted(expected)
