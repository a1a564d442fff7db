"""Places: where a value stands among the tokens of its sentence, and where its neighbours end and begin."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A value's tokens [first, last), and where the values to its left and right end and begin."""

    first: int
    last: int
    before: int
    after: int
