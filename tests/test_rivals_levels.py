"""Levels of a rival behind a comparison, likeness, and values that one verb of winning counts up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from extractor.records import Claim

ByQuote: TypeAlias = Callable[[str], dict[str, Claim]]


@pytest.fixture
def claims(read: Callable[[str, str], list[Claim]]) -> ByQuote:
    """The claims of a paper about Zornet, by their quotes."""
    return lambda text: {claim.quote: claim for claim in read(text, "Zornet: A Fast Network")}


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Zornet achieves 87% accuracy compared to 64% for ResNet-50.", "87%"),
        ("Zornet succeeds in 87% of trials versus only 64% for the Diffusion Policy.", "87%"),
        ("Zornet takes 9 ms and 2 MB compared to 110 ms and 12 MB for ResNet-50.", "2 MB"),
        ("Zornet reaches 94.1% accuracy on CFP-FP, close to ResNet-50 but with less compute.", "94.1%"),
    ],
)
def test_the_owner_of_a_rivals_level_is_no_base_model(claims: ByQuote, text: str, quote: str) -> None:
    assert claims(text)[quote].models == ()


@pytest.mark.parametrize("adverb", ["only", "merely", "still"])
def test_an_adverb_stands_before_the_verb_of_a_rival(claims: ByQuote, adverb: str) -> None:
    found = claims(f"Zornet attains 45.2 F1, while SqueezeBERT {adverb} reaches 40.1.")
    assert (found["45.2"].baseline, found["40.1"].by) == ("SqueezeBERT", "baseline")


def test_a_model_of_an_own_level_stays(claims: ByQuote) -> None:
    assert claims("Zornet gets 81% accuracy for ResNet-50 compared to 79% by pruning.")["81%"].models == ("ResNet-50",)


def test_two_levels_joined_behind_a_comparison_are_both_the_rivals(claims: ByQuote) -> None:
    found = claims("Zornet takes 9 ms and 2 MB, compared to 110 ms and 12 MB for BarNet.")
    assert [found[quote].by for quote in ("9 ms", "2 MB", "110 ms", "12 MB")] == ["own", "own", "baseline", "baseline"]
    assert found["12 MB"].subject == "BarNet"


@pytest.mark.parametrize("opening", ["Relative to", "Compared with"])
@pytest.mark.parametrize("verb", ["decreases", "reduces"])
def test_the_main_clause_is_no_part_of_what_an_opening_compares_with(claims: ByQuote, opening: str, verb: str) -> None:
    assert claims(f"{opening} BarNet, Zornet {verb} the parameters by 46.7%.")["46.7%"].baseline == "BarNet"


def test_a_name_ends_at_yet(claims: ByQuote) -> None:
    assert claims("It has 1/10 the MACs of BarNet yet achieves 33.2 dB on SIDD.")["1/10"].baseline == "BarNet"


def test_the_last_of_three_gains_has_the_rival_of_the_first(claims: ByQuote) -> None:
    found = claims(
        "Zornet outperforms BarNet by 1.4%, 2.8% and 2.6% in accuracy on MNIST, CIFAR-10 and ImageNet, "
        "and decodes 9x faster than FooNet."
    )
    assert [found[quote].baseline for quote in ("1.4%", "2.8%", "2.6%", "9x")] == ["BarNet"] * 3 + ["FooNet"]


@pytest.mark.parametrize("end", ["", " for", " for BarNet"])
def test_a_text_may_end_behind_joined_levels(claims: ByQuote, end: str) -> None:
    assert claims(f"Zornet takes 9 ms and 2 MB, compared to 110 ms and 12 MB{end}")["110 ms"].by == "baseline"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Zornet beats two selected baselines: BarNet (0.71 average Dice) and older BazNet (0.72 average Dice).", "0.72"),
        ("Zornet improves accuracy to 81% from a 76% dense baseline.", "76%"),
        ("Zornet reaches 81% accuracy, whereas leading baselines reach 46% accuracy.", "46%"),
        ("Zornet reaches 81% accuracy, surpassing the 36% accuracy of pointwise methods.", "36%"),
        ("Zornet reaches 81% accuracy. The strongest baseline collapses to 2.5% accuracy.", "2.5%"),
        ("Zornet reaches 17.1% accuracy, second only to BarNet (17.6%).", "17.6%"),
    ],
)  # fmt: skip
def test_a_level_is_the_rivals_that_is_named_beside_it(claims: ByQuote, text: str, quote: str) -> None:
    assert claims(text)[quote].by == "baseline"


def test_what_sums_up_two_levels_is_over_the_rival(claims: ByQuote) -> None:
    text = "Zornet has a 7.7% error compared to 86.9% for standard surrogates (an 11x improvement)."
    assert claims(text)["11x"].baseline == "standard surrogates"


def test_each_speedup_is_over_the_model_behind_it(claims: ByQuote) -> None:
    found = claims("Zornet achieves a 5.5x speedup on BERT, and a 5.6x speedup on ResNet-50.")
    assert [found[quote].baseline for quote in ("5.5x", "5.6x")] == ["BERT", "ResNet-50"]
