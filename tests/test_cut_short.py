"""Texts that begin or end anywhere: an abstract that a source cut off still has its rows, and fails nowhere."""

from __future__ import annotations

import pytest

_PARTS = 40
# What a reader sees of these sentences is whole; that a text ends with them, without a full stop, is what broke.
ENDINGS = [
    ("Zorbnet beats all baselines by 1.2 points on average", "1.2 points"),
    ("Zorbnet is 5 times more efficient than the method of", "5 times"),
    ("Zorbnet cuts 63% of the FLOPs of ResNet-56 and the size of ResNet-50", "63%"),
    ("Zorbnet is faster by 2.5x+", "2.5x"),
    ("Zorbnet is 2.4x faster on an A100 than on the GPU", "2.4x"),
    ("On Foodata, an F1-score of 81.5% is reached by Zorbnet", "81.5%"),
]


def _cuts(text: str) -> list[str]:
    """Every beginning and every end of a text, cut between words."""
    words = text.split(" ")
    cuts = range(1, len(words))
    return [*(" ".join(words[:at]).rstrip(".,;") for at in cuts), *(" ".join(words[at:]) for at in cuts)]


@pytest.mark.parametrize("part", range(_PARTS))
def test_examples_of_frames_may_be_cut_anywhere(rules, claims_of, part: int) -> None:
    texts = [example.text for rule in rules.frames for example in rule.examples]
    for text in texts[part::_PARTS]:
        for cut in _cuts(text):
            claims_of(cut)


@pytest.mark.parametrize(("text", "quote"), ENDINGS)
def test_a_text_without_a_full_stop_has_its_claim(read, text: str, quote: str) -> None:
    assert quote in [claim.quote for claim in read(text, "Zorbnet: A Small Network")]


@pytest.mark.parametrize(
    ("text", "rival", "scope"),
    [
        ("Outperforming BarNet by 3%, it is tested on the", "BarNet", ()),
        ("Learning is 3x faster than the", "", ("training",)),
        ("And training is 3x faster than the old decoding", "old decoding", ("training",)),
    ],
)
def test_the_first_word_has_none_before_it(read, text: str, rival: str, scope: tuple[str, ...]) -> None:
    """What a text breaks off with is not read as what stands before its first word."""
    (claim,) = read(text)
    assert (claim.baseline, tuple(claim.scope)) == (rival, scope)
