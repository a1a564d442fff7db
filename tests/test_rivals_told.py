"""Rivals that stand behind other words than the comparison alone, one compact sentence for each wording."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "baselines"),
    [
        ("It outperforms by 10% the best published system.", ["best published system"]),
        ("It brings a 2x speedup and 40% savings vs. baselines.", ["baselines", "baselines"]),
        ("It is 3x faster vs. full fine-tuning, with no loss.", ["full fine-tuning"]),
        ("Its throughput is 1.5x higher vs. 1F1B.", ["1F1B"]),
        ("It is 4x faster than bar.cpp, FooNet and foo.npu.", ["bar.cpp, FooNet and foo.npu"]),
        ("The trade-off of speed vs. power consumption improves by 20%.", [""]),
        ("Its recall is 81%, 3 points above BarNet and 2 points below the teacher.", ["", "BarNet", "teacher"]),
        ("FooNet is 2 BLEU points ahead of BarNet and 3 F1 points behind X-Net.", ["BarNet", "X-Net"]),
        ("FooNet is 3 mAP points ahead", [""]),
        ("Its recall is 81%, 3 points ahead of BarNet but 2 points behind BazNet.", ["", "BarNet", "BazNet"]),
        ("It stays within 0.4 points of the full model.", ["full model"]),
        ("Its accuracy is within 4% of the true area.", [""]),
        ("Its accuracy is 0.7 points below full recomputation.", ["full recomputation"]),
        ("It cuts the cost by 36% when held 3 mm above a desk.", [""]),
        ("It gains 1.3 BLEU from the previous best models.", ["previous best models"]),
        ("It saves 70% of the training cost from the slow baseline.", ["slow baseline"]),
        ("Its throughput is 3.2 times that of the existing compiler.", ["existing compiler"]),
        ("Its latency is reduced to half that of BarNet.", ["BarNet"]),
        ("Its training time is 60% of that of BarNet.", ["BarNet"]),
        ("Its training time is 60% of that chosen by the old planner.", ["old planner"]),
        ("It reaches 94% of the baseline success rate.", ["baseline"]),
        ("It reaches 90% of fully supervised accuracy.", ["fully supervised"]),
        ("It keeps 95% of the supervised learning performance.", ["supervised learning"]),
        ("It keeps 95% of BarNet performance.", ["BarNet"]),
        ("It keeps 95% of the original performance.", [""]),
        ("It needs only 25% of the original training data.", ["original training data"]),
        ("It needs only 1% of the initial model parameters.", ["initial model"]),
        ("It needs 25% of the original training cost.", [""]),
        ("It cuts the time by 30% compared to the unaided trials.", ["unaided trials"]),
        ("It needs 30% less data compared to benchmarks.", ["benchmarks"]),
        ("It cuts the time by 30% compared to trials.", [""]),
        ("It outperforms prior pruners with only a 1% accuracy drop.", [""]),
        ("It uses half the memory as BarNet.", ["BarNet"]),
        ("It has half the parameters as a standard transformer block.", ["standard transformer block"]),
        ("It reduces the model size to 20% of BarNet.", ["BarNet"]),
        ("It updates 20% of the network parameters.", [""]),
        ("It is superior to BarNet and reduces the latency by 10%.", ["BarNet"]),
        ("It has a 20% lower error than for BarNet.", ["BarNet"]),
        ("It is 20% faster than was possible with prior compilers.", ["prior compilers"]),
        ("It performs 3% better than those trained with BarNet.", ["BarNet"]),
        ("It gains 3% accuracy over a model trained from noise.", ["model trained from noise"]),
        ("It gains 3% accuracy, compared to training with only old photos.", ["training with only old photos"]),
        ("It is 2x faster than other methods.", ["other methods"]),
        ("It is 2x faster than these methods.", [""]),
        ("It is 2x faster than 3D-FooNet in practice.", ["3D-FooNet"]),
        ("It is 2x faster than prior, more complex planners.", ["prior, more complex planners"]),
        ("Accuracy rises by 4% w.r.t. the old baseline.", ["old baseline"]),
        ("It has 10% higher robustness than BarNet.", ["BarNet"]),
        ("Compared to BarNet; our net is 2x faster.", ["BarNet"]),
        ("It needs 2 GB less than BarNet; it is 3x faster.", ["BarNet", "BarNet"]),
        ("Caching accelerates BarNet's training by 12x.", ["BarNet"]),
        ("It improves BarNet accuracy by 3%.", ["BarNet"]),
        ("It improves BarNet by 3% compared to slow baselines.", ["slow baselines"]),
        ("It reduces BarNet's latency from 12 ms to 8 ms.", ["BarNet"]),
        ("It improves the accuracy of BarNet by 3%.", ["BarNet"]),
        ("It improves the accuracy of NER by 3%.", [""]),
        ("It improves the accuracy of CIFAR-10 by 3%.", [""]),
        ("It reduces the error of the current state of the art by 27%.", ["current state of the art"]),
        ("We present FooNet++. It is 2x faster than FooNet.", ["FooNet"]),
        ("It adds 10% robustness against BarNet.", [""]),
    ],
)
def test_rival(read, text, baselines):
    assert [claim.baseline for claim in read(text)] == baselines


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It runs in O(n) time compared to O(n^2) for BarNet.", [("own", "BarNet"), ("baseline", "")]),
        ("It needs O(n) steps, fewer than the O(n^2) steps required by BarNet.", [("own", "BarNet"), ("baseline", "")]),
        ("It runs in O(n) time, faster than O(n^2) in many cases.", [("own", ""), ("baseline", "")]),
        ("It is the first with a convergence rate as fast as O(1/n) up to a factor.", [("own", "")]),
    ],
)
def test_order_of_a_rival(read, text, told):
    assert [(claim.by, claim.baseline) for claim in read(text)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Our method keeps 98% of the accuracy, while H2O falls 4.2 points short.",
            [("own", "ours"), ("baseline", "H2O")],
        ),
        (
            "It has an FID of 6.8, on par with the 50-step teacher (6.5).",
            [("own", "ours"), ("baseline", "50-step teacher")],
        ),
        (
            "The small net has an accuracy comparable to that of LSTMs (within 1.10% and 0.36%, respectively).",
            [("own", "ours")] * 2,
        ),
    ],
)
def test_whose_a_loss_and_a_level_is(read, text, told):
    assert [(claim.by, claim.subject) for claim in read(text)] == told
