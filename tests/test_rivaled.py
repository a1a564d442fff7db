"""What a rival needs more, the paper's own needs less."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("It does better than a model trained with 10x the amount of labeled data.", "lower"),
        ("It outperforms BarNet, which has 57% more parameters than ours.", "lower"),
        ("It beats an LSTM with ten times as many learnable parameters.", "lower"),
        ("It is on par in comparison to methods that use 13 times the number of images.", "lower"),
        ("It does well, surpassing 7x larger models.", "lower"),
        ("It outperforms BarNet while using 3x more memory.", "higher"),
        ("It outperforms BarNet with only 5% more parameters.", "higher"),
        ("Compared with BarNet, it needs 3x more memory.", "higher"),
        ("Unlike BarNet, it was trained with 3x more data.", "higher"),
    ],
)
def test_an_amount_of_the_other_side_is_lower_for_ones_own(read, text, direction):
    assert [claim.direction for claim in read(text)] == [direction]
