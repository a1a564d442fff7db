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
        ("It outperforms a rival which requires 2.5x as many parameters.", "lower"),
        ("It is as good as a teacher that is 8x larger.", "lower"),
        ("It is competitive with models up to 4x larger.", "lower"),
        ("It is competitive with models five times its size.", "lower"),
        ("It has the same accuracy as models 6 times larger.", "lower"),
        ("It is competitive with teachers which are twice as big.", "lower"),
        ("It keeps up with models that use twice the memory.", "lower"),
        ("It is as good as its teacher and 3x larger.", "higher"),
        ("Its models are as good, but 4x larger.", "higher"),
        ("It outperforms BarNet while using 3x more memory.", "higher"),
        ("It outperforms BarNet with only 5% more parameters.", "higher"),
        ("Compared with BarNet, it needs 3x more memory.", "higher"),
        ("Unlike BarNet, it was trained with 3x more data.", "higher"),
    ],
)
def test_an_amount_of_the_other_side_is_lower_for_ones_own(read, text, direction):
    assert [claim.direction for claim in read(text)] == [direction]
