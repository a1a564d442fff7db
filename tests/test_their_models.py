"""The models of values that are not the paper's own: those of the own level beside, and those earlier work changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractor.records import Claim

Read = Callable[[str, str], list[Claim]]


@pytest.mark.parametrize(
    ("text", "models"),
    [
        ("With ResNet-50, Zornet reaches 76.1%, whereas BarNet reaches 75.2%.", [("ResNet-50",), ("ResNet-50",)]),
        ("Zornet with ResNet-50 reaches 76.1%, whereas BarNet reaches 75.2%.", [("ResNet-50",), ("ResNet-50",)]),
        ("BarNet accelerates ViT-L by 2x. Zornet is new.", [("ViT-L",)]),
        ("BarNet with ViT-L reaches 71% accuracy. Zornet is new.", [()]),
        ("In the DARTS space, Zornet has an error of 2.4%.", [()]),
    ],
)
def test_the_models_of_others_values(read: Read, text: str, models: list[tuple[str, ...]]) -> None:
    assert [claim.models for claim in read(text, "Zornet: A Fast Network")] == models
