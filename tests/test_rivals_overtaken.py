"""Rivals that a passive speaks of, one compact sentence for each wording."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "baselines"),
    [
        ("Older planners are outperformed by FooNet by 4%.", ["Older planners"]),
        (
            "In accuracy, the state-of-the-art parser is clearly outperformed by ours by 4%.",
            ["state-of-the-art parser"],
        ),
        ("We show that prior planners are surpassed by up to 4% in mAP by FooNet.", ["prior planners"]),
        ("On ImageNet, A-Net, BNet, and CNet are beaten by 3% in accuracy by ours.", ["A-Net, BNet, and CNet"]),
        ("BarNet and BazNet can be outperformed by 4%.", ["BarNet and BazNet"]),
        ("A-Net, BNet and CNet are beaten by 3% in accuracy by ours.", ["A-Net, BNet and CNet"]),
        ("Prior planners, which are slow, are beaten by 3% with our model.", ["Prior planners"]),
        ("The old parser, in which all is tuned, is outperformed by FooNet by 2%.", ["old parser"]),
        ("Planners that use maps are exceeded by 3% by our approach.", ["Planners that use maps"]),
        ("The full model is matched or outperformed by ours, which is 1.6x faster.", ["full model"]),
        ("BarNet is outperformed by ours by 3%, and prior parsers by 5%.", ["BarNet", "prior parsers"]),
        ("BarNet is outperformed by 2 points in accuracy and by 70 FPS in speed.", ["BarNet", "BarNet"]),
        ("Our model is outperformed by BarNet by 3%.", ["BarNet"]),
        ("We present FooNet. The FooNet encoder is outperformed by BarNet by 3%.", ["BarNet"]),
        ("The accuracy of the dense encoder is preserved while the cost drops by 5x.", ["dense encoder"]),
        ("BarNet's accuracy is retained with 2x fewer parameters.", ["BarNet"]),
        ("The accuracy is retained with 2x fewer parameters.", [""]),
        ("In our trials, the best published result is improved by 6%.", ["best published result"]),
        ("In our trials, old photos are improved by 6%.", [""]),
        (
            "On A-Set, the best of fast SGD (FSGD), slow SGD (SSGD), and plain SGD (PSGD) is beaten by 3%.",
            ["fast SGD"],
        ),
        (
            "It is small, since the accuracy of the old BarNet model is matched at a 2x lower cost.",
            ["old BarNet model"],
        ),
        ("With our loss older planners are beaten by 3%.", [""]),
    ],
)
def test_rival_before_a_passive(read, text, baselines):
    assert [claim.baseline for claim in read(text)] == baselines


@pytest.mark.parametrize(
    ("text", "baseline"),
    [
        ("Compared with prior planners, FooNet, which plans ahead, is 2x faster.", "prior planners"),
        ("Against prior methods, FooNet plans much better, with a 2x higher speed.", "prior methods"),
        ("Compared to the best planner, FooNet, BarNet is 2x faster.", "FooNet"),
        ("It outperforms prior methods, FooNet, by 3%.", "FooNet"),
        ("It outperforms prior methods, FooNet and BazNet, by 3%.", "FooNet and BazNet"),
    ],
)
def test_rival_before_a_name_between_commas(read, text, baseline):
    assert [claim.baseline for claim in read(text)] == [baseline]


def test_ones_own_name_tells_no_rival(read):
    text = "We propose FooNet. Compared with the best planner, FooNet, which plans ahead, is 2x faster."
    assert [claim.baseline for claim in read(text)] == ["best planner"]


@pytest.mark.parametrize(
    ("text", "baselines"),
    [
        ("It is 18x faster, needs 7x fewer FLOPs, and matches or exceeds the recall of old nets.", ["old nets"] * 2),
        ("It cuts the cost by 5x while matching or even surpassing the quality of BarNet.", ["BarNet"]),
        (
            "It matches or exceeds BarNet with 5x fewer FLOPs and is on par with BazNet at a 2x lower cost.",
            ["BarNet", "BazNet"],
        ),
        ("It gains 3% over BarNet while matching or beating BazNet.", ["BarNet"]),
        ("Its accuracy is comparable (and at times superior) to full search with 2x less memory.", ["full search"]),
        ("On these maps, compared with BarNet, it raises the accuracy of ResNet-50 by 2% and by 3%.", ["BarNet"] * 2),
        (
            "Compared with BarNet, it gains 2 points (absolute; from 41% to 43%) on A-Set and 3 points on B-Set.",
            ["BarNet"] * 2,
        ),
        ("It saves 7% compared to the case without damping while running.", ["case without damping"]),
        ("It saves 5% compared to decoding without drafts.", ["decoding without drafts"]),
        ("It lowers the cost by 5x with 99% of the performance preserved.", ["", ""]),
        (
            "It finds 4x more than A-Net and 2x more than B-Net, and lowers costs by 3x and 2x, respectively.",
            ["A-Net", "B-Net"] * 2,
        ),
    ],
)
def test_rival_around_values(read, text, baselines):
    assert [claim.baseline for claim in read(text)] == baselines
