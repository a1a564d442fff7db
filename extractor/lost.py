"""Lost: texts that have lost their commas, where the names of a list stand side by side: "on Foo-2 BarSet and COCO"."""

from __future__ import annotations

from extractor.shapes import NameShapes
from extractor.tokens import Tokens

_LEAST = 400  # characters of a text that would have a comma if it had any


def has_no_commas(text: str) -> bool:
    """Whether a text is so long that its commas must have been lost, as in some venues' own lists of abstracts."""
    return len(text) >= _LEAST and "," not in text


def names_in(tokens: Tokens, first: int, last: int, names: NameShapes) -> list[tuple[int, int]]:
    """The names that a span of tokens holds, each one word marked as a name, and the year or version behind it.

    The span itself where some word may be but a part of a name: "Foo Streets BarSet".
    """
    starts = [at for at in range(first, last) if tokens.words[at][0].isalpha()]
    marked = all(names.is_marked(tokens.words[at]) for at in starts)
    if len(starts) < 2 or starts[0] != first or not marked:
        return [(first, last)]
    return list(zip(starts, [*starts[1:], last], strict=True))
