"""What a rival needs more, the paper's own needs less."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("It does better than a parser trained with 8x the amount of annotated data.", "lower"),
        ("It outperforms BarNet, which has 31% more parameters than FooNet.", "lower"),
        ("It beats a GRU with six times as many tunable parameters.", "lower"),
        ("It is on par in comparison to nets that use 6 times the number of labels.", "lower"),
        ("It does well, surpassing 7x larger models.", "lower"),
        ("It outperforms BarNet while using 3x more memory.", "higher"),
        ("It outperforms BarNet with only 5% more parameters.", "higher"),
        ("Compared with BarNet, it needs 3x more memory.", "higher"),
        ("Unlike BarNet, it was trained with 3x more data.", "higher"),
    ],
)
def test_an_amount_of_the_other_side_is_lower_for_ones_own(read, text, direction):
    assert [claim.direction for claim in read(text)] == [direction]
