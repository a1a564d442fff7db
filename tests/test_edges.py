"""Texts whose claim stands at an edge: of the text, of a sentence, of a title without a stop, of a range, of a name."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("The accuracy changes by +-3%.", "quote", []),
        ("FooNet is 2.2 points above DistilBERT", "baseline", ["DistilBERT"]),
        ("We need 0.1 s vs 1.1 s for BarNet", "baseline", ["BarNet"]),
        ("Our method needs 0.5 to 1 times the memory of BERT.", "value_high", [100.0]),
        ("It uses 0.57 of the memory of BERT.", "value_low", [57.0]),  # no binary dust
        ("We show 12 and 16% lower WER for nets of any size", "value_low", [12.0, 16.0]),
        (
            "FooNet reaches 52% accuracy whereas Foo Bar Baz QuxNet reaches 46%.",
            "by",
            ["own", "baseline"],
        ),
        (
            "It runs in O(nk) time, which can be as small as O(n log n).",
            "bound",
            ["exact", "up_to"],
        ),
    ],
)
def test_at_an_edge(claims_of, text, field, values):
    assert [getattr(claim, field) for claim in claims_of(text, "FooNet: Nets of Any Size")] == values


def test_another_name_that_begins_like_ones_own(claims_of):
    """The system "Mo" is not MobileNet, whose number is not its own."""
    text = "Mo reaches 52% accuracy, while MobileNet reaches 46%."
    assert [claim.by for claim in claims_of(text, "Mo: Small Nets")] == ["own", "baseline"]
