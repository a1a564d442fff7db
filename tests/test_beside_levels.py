"""What stands beside a level: the part of a peak that it is, a factor that it is of another's, a further comparison."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It trains at 210 TFLOPS per GPU (52% of peak).", [("compute_rate", "level"), ("utilization", "share")]),
        ("Our kernel reaches 75% of peak performance.", [("utilization", "share")]),
        ("The copy attains 90% of memory bandwidth.", [("utilization", "share")]),
        ("Reads run at 78% of the theoretical bandwidth.", [("utilization", "share")]),
        ("Training scales to 512 nodes with 91% efficiency.", [("utilization", "level")]),
        ("It attains 90% parallel efficiency.", [("utilization", "level")]),
        ("The new protocol uses 20% of the bandwidth.", [("communication", "share")]),
        ("Our kernel needs 75% of the FLOPs.", [("flops", "share")]),
    ],
)
def test_a_part_of_what_the_hardware_could_do_is_a_utilization(read, text, found):
    assert [(claim.metric, claim.measure) for claim in read(text) if claim.measure != "count"] == found


@pytest.mark.parametrize(
    ("behind", "baseline"),
    [
        (" (3 times vLLM).", ""),
        (": 3 times that of vLLM.", "vLLM"),
        (" per device, 3x that of vLLM.", "vLLM"),
        (" (52% of peak), 3x that of vLLM.", "vLLM"),
    ],
)
def test_a_factor_behind_a_level_is_of_its_metric(read, behind, baseline):
    factor = read(f"Our engine decodes 850 tokens/s{behind}")[-1]
    assert (factor.metric, factor.measure, factor.value_low) == ("throughput", "ratio", 3)
    assert factor.baseline == baseline


@pytest.mark.parametrize(
    ("text", "baselines"),
    [
        ("It yields speedups of 3.1x on phones, 17% faster than FooNet.", ["", "FooNet"]),
        ("It yields speedups of 3.1x at temperature 0, 17% faster than FooNet.", ["", "FooNet"]),
        ("It is 3.1x faster on phones, and 2x faster on GPUs than FooNet.", ["FooNet", "FooNet"]),
        ("It needs 3x less memory, and is 2x faster than FooNet.", ["FooNet", "FooNet"]),
    ],
)
def test_two_amounts_of_one_metric_are_not_over_the_same(read, text, baselines):
    assert [claim.baseline for claim in read(text)] == baselines


def test_a_score_and_a_scene_are_told_apart_from_their_namesakes(read):
    score, steps = read("It attains an ImageReward of 1.12 in 4 steps.")
    assert (score.metric, steps.datasets) == ("quality_score", ())
    (rate,) = read("On Mip-NeRF 360, our method renders at 620 FPS.")
    assert (rate.datasets, rate.models) == (("Mip-NeRF 360",), ())
