"""Rivals that the paper's own is set against, that head a list, or whose measure is told with where it holds."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "rivals"),
    [
        ("We compare FooNet with the BarTools and find a speedup of 6 in runtime.", ["BarTools"]),
        ("We compare the accuracy of FooNet with BarTools and find a gain of 6%.", ["BarTools"]),
        ("We compare BarTools with FooNet and find a speedup of 6 in runtime.", [""]),
        ("We compare QuuxTools with BarTools and find a speedup of 6 in runtime.", [""]),
        (
            "FooNet has merits over prior nets: (a) it is simple; (b) it is sound; and (c) it runs 9x faster.",
            ["prior nets"],
        ),
        ("We show that (1) it is better than prior nets; (2) it is sound; (3) it runs 9x faster.", [""]),
        ("FooNet is more robust than prior nets; it is sound; it runs 9x faster.", [""]),
        ("FooNet is 2x faster than two prior schemes qualitatively.", ["two prior schemes"]),
        ("FooNet boosts BarNet's success rate across four suites by 3%.", ["BarNet"]),
        ("FooNet boosts BarNet's success rate across four suites from 76% to 97%.", ["BarNet"]),
        ("FooNet boosts BarNet's success rate, and cuts the latency by 3%.", [""]),
        ("We speed up the training of state of the art networks by up to 9x.", ["state of the art networks"]),
        ("FooNet reaches BarNet-level accuracy with 50x fewer parameters.", ["BarNet"]),
        ("FooNet reaches word-level accuracy with 50x fewer parameters.", [""]),
        ("FooNet is 7x faster than recent benchmarks.", ["benchmarks"]),
        ("FooNet gains 4% over ten benchmarks.", [""]),
        ("It cuts the FLOPs by 30%, and outperforms prior nets.", [""]),
        (
            "It cuts the FLOPs by 30%, keeps the accuracy of the original model and outperforms prior nets.",
            ["original model"],
        ),
        ("The accuracy of the baseline is increased by 3%.", ["baseline"]),
        ("The effort of the standard Foo detector (as in BarCV) can be reduced by 85%.", ["standard Foo detector"]),
    ],
)
def test_rivals(claims_of, text, rivals):
    assert [claim.baseline for claim in claims_of(text, "FooNet: a net")] == rivals
