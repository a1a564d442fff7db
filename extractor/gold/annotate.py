"""Annotate: what the extractor finds in a paper as a draft of gold, for a person to correct."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from extractor.gold.goldcheck import places
from extractor.records import Claim, Paper
from extractor.table.schema import HARDWARE

MARGIN = 5
"""Words that a context has beside the quote, so that a person sees what the value is of."""

Json = dict[str, Any]

_WORD = re.compile(r"\S+")


def draft(paper: Paper, claims: Sequence[Claim], techniques: Sequence[str]) -> Json:
    """One paper as an object of the gold format. No claim is optional: that is for the person to say."""
    return {
        "id": paper.paper_id,
        "title": paper.title,
        "abstract": paper.abstract,
        "source": ", ".join(paper.sources),
        "claims": [_claim(claim, paper.text) for claim in claims if claim.metric != HARDWARE],
        "hardware": list(_devices(claims)),
        "technique": list(techniques),
    }


def context_of(start: int, end: int, text: str) -> str:
    """A run of whole words around text[start:end] that occurs once in `text` and holds the quote once.

    As near as can be to `MARGIN` words more than the quote, the quote in their middle, in one line of the text.
    Where no run will do, the quote itself.
    """
    quote = text[start:end]
    starts, ends = _word_starts(start, text), _word_ends(end, text)
    for more in sorted(range(len(starts) + len(ends) - 1), key=lambda more: abs(more - MARGIN)):
        lefts = range(max(0, more - len(ends) + 1), min(more, len(starts) - 1) + 1)
        for left in sorted(lefts, key=lambda left: abs(2 * left - more)):
            part = text[starts[left] : ends[more - left]]
            if _is_context(part, quote, text):
                return part
    return quote


def _is_context(part: str, quote: str, text: str) -> bool:
    return len(places(quote, part)) == 1 and len(places(part, text)) == 1


def _word_starts(start: int, text: str) -> list[int]:
    """`start`, then the start of the word it stands in, and of each word before, nearest first; within its line."""
    line = text.rfind("\n", 0, start) + 1
    return [start, *(line + word.start() for word in reversed(list(_WORD.finditer(text[line:start]))))]


def _word_ends(end: int, text: str) -> list[int]:
    """`end`, then the end of the word it stands in, and of each word behind, nearest first; within its line."""
    line = text.find("\n", end)
    return [end, *(end + word.end() for word in _WORD.finditer(text[end : line if line >= 0 else len(text)]))]


def _claim(claim: Claim, text: str) -> Json:
    return {
        "quote": claim.quote,
        "context": context_of(claim.start, claim.end, text),
        "measure": claim.measure,
        "value": _value(claim),
        "unit": claim.unit,
        "bound": claim.bound,
        "metric": claim.metric,
        "direction": claim.direction,
        "effect": claim.effect,
        "subject": claim.subject,
        "baseline": claim.baseline,
        "dataset": list(claim.datasets),
        "model": list(claim.models),
        "hardware": list(claim.hardware),
        "scope": list(claim.scope),
        "by": claim.by,
        "optional": False,
    }


def _value(claim: Claim) -> list[float] | None:
    low, high = claim.value_low, claim.value_high
    if claim.measure == "complexity" or low is None:
        return None
    if claim.measure == "change" and claim.value_before is not None:
        return [claim.value_before, low]
    return [low] if high is None or high == low else [low, high]


def _devices(claims: Iterable[Claim]) -> Iterable[Json]:
    """Each device once, at its first mention."""
    seen: set[str] = set()
    for claim in claims:
        if claim.metric == HARDWARE and claim.hardware and claim.hardware[0] not in seen:
            seen.add(claim.hardware[0])
            yield {"quote": claim.quote, "name": claim.hardware[0], "count": claim.value_low}
