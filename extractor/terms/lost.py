"""Lost: texts that have lost their commas, where the names of a list stand side by side: "on Foo-2 BarSet and COCO"."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.terms.shapes import NameShapes
from extractor.text.tokens import Tokens

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


def beside(tokens: Tokens, taken: set[int], sets: Mapping[int, int], names: NameShapes) -> list[tuple[int, int]]:
    """The names of such a list beside data sets that are known: "Foo-2 BarSet and COCO", "COCO BarSet and Foo-2".

    What stands behind one counts only where the list goes on: "On COCO FooNet attains" has one.
    """
    found: dict[int, int] = {}
    for first, last in sets.items():
        at = first
        while at > 0 and at - 1 not in taken and _is_one(tokens, at - 1, names):
            at -= 1
            found[at] = at + 1
        end = last
        while end < len(tokens.words) and end not in taken and _is_one(tokens, end, names):
            end += 1
        behind = names.past_joiners(tokens, end)
        if end in sets or behind > end or tokens.words[end : end + 1] == [")"]:
            found.update((at, at + 1) for at in range(last, end))
        final = names.short(tokens, behind, taken) if last < end < behind else behind
        if final > behind:
            found[behind] = final
    return sorted(found.items())


def _is_one(tokens: Tokens, at: int, names: NameShapes) -> bool:
    """Whether a word is a name by itself."""
    return names.is_name(tokens.words[at]) and names.is_marked(tokens.words[at])
