"""Orders of growth that a sentence sets against another are lower; those that are only told are not."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Our solver runs in O(n) time instead of O(n^2).", "lower"),
        ("We give a method with O(n log n) time, improving the best known bound.", "lower"),
        ("It needs O(n) memory, which is better than that of all others.", "lower"),
        ("Compared to exact solvers, ours needs only O(n) memory.", "lower"),
        ("It has an improved time complexity of O(n).", "lower"),
        ("We improve the rate of the solver to O(n) steps.", "lower"),
        ("It runs in O(n) time, a drastic improvement over the old solver.", "lower"),
        ("Our solver runs in O(n) time.", "none"),
        ("It runs in O(n) time and has a better accuracy than all others.", "none"),
        ("Compared to exact solvers, it needs an additional O(n) memory.", "none"),
        ("Its time complexity is no better than O(n).", "none"),
    ],
)
def test_an_order_that_is_set_against_another_is_lower(read, text, direction):
    claim = read(text)[0]
    assert (claim.measure, claim.direction) == ("complexity", direction)
