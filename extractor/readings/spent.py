"""Spent: whether a frame takes for its value what another value already has, or what the next clause begins with."""

from __future__ import annotations

from itertools import pairwise

from extractor.frames.frames import Frame
from extractor.frames.joins import Chunk, chunk_before
from extractor.rulefiles.rules import Rules

_HEADED = 2  # chunks from a metric to its value: "an F1 of 80%"
_JOINING = frozenset(["AND", "COMMA"])  # between two things of which each has a value
_HAVING = frozenset(["M", "MN", "DN", "MV", "DA"])  # what can have a value right before it
_NOUN, _MORE = frozenset(["M", "MN", "MA"]), frozenset(["DA"])


class Spender:
    """Tells frames that go from one value's own wording to another value."""

    def __init__(self, rules: Rules) -> None:
        said = rules.table("terms/words.toml")["said"]
        self._by, self._owned = frozenset(said["by"]), frozenset(said["owned"])
        self._what, self._beside = frozenset(said["what"]), frozenset(said["beside"])

    def __call__(self, chunks: list[Chunk], frame: Frame) -> bool:
        """Whether a frame begins with what has its own value, and another takes this: "6x speedup and F1 of 80%"."""
        at = frame.start
        if self._by_doing(chunks, frame) or _takes_subject(chunks, frame):
            return True
        if _takes_own(chunks, frame):
            return True
        head = chunks[at - _HEADED] if at == frame.anchor >= _HEADED and chunks[at - 1].word in self._owned else None
        if head is not None and "M" in head.tags and not head.meanings[0].weak:
            # A frame that leaves out what its value is of goes on to nothing else: "an F1 of 80% and a 6x speedup".
            return any("AND" in chunk.tags for chunk in chunks[at + 1 : frame.end])
        if _is_margin(chunks, frame):
            return self._has_value(chunks, at) or "Q" in chunk_before(chunks, at, 2).tags
        if at >= frame.anchor or not self._has_value(chunks, at):
            return False
        between = range(frame.start + 1, frame.anchor)
        joiners = [i for i in between if chunks[i].tags & _JOINING or chunks[i].word in self._beside]
        if not joiners:
            return False
        # "a 6x speedup with 2x memory savings", "scores 44 BLEU and is 9x smaller"
        behind = chunks[frame.end : frame.end + 2] if frame.end == frame.anchor + 1 else []
        behind = behind[1:] if behind and behind[0].tags == _MORE else behind[:1]
        own = any(not chunk.tags.isdisjoint(_NOUN) for chunk in behind)
        said = own or any("BE" in chunk.tags for chunk in chunks[joiners[-1] + 1 : frame.anchor])
        return said or any(chunk.tags & _HAVING for chunk in chunks[joiners[-1] : frame.anchor])

    def _has_value(self, chunks: list[Chunk], at: int) -> bool:
        """Whether what stands at a chunk has its value before it: "40% memory", "98% of the performance"."""
        if chunks[at].tags.isdisjoint(_HAVING):
            return False
        while at > 0 and (chunks[at].tags & _HAVING or chunks[at].word in self._what):
            at -= 1
        return "Q" in chunks[at].tags

    def _by_doing(self, chunks: list[Chunk], frame: Frame) -> bool:
        """Whether a frame goes on to how its value was reached: "reaches 78% F1 by reducing the noise"."""
        behind = chunks[frame.anchor + 1 : frame.end]
        return any(a.word in self._by and "DV" in b.tags for a, b in pairwise(behind))


def _is_margin(chunks: list[Chunk], frame: Frame) -> bool:
    """Whether a value only bounds how near counts as right: "90% rotation accuracy within 20 degrees"."""
    near = chunks[frame.anchor]
    return frame.anchor == frame.start + 1 and near.sub == "count" and "QO" in near.tags


def _takes_subject(chunks: list[Chunk], frame: Frame) -> bool:
    """Whether a frame ends with the subject of the next clause: "it is 6x smaller and memory is reduced by 4x"."""
    if not ("M" in chunks[frame.end - 1].tags and "AND" in chunks[frame.end - 2].tags):
        return False
    return frame.anchor < frame.end - 2 and any("BE" in chunk.tags for chunk in chunks[frame.end : frame.end + 1])


def _takes_own(chunks: list[Chunk], frame: Frame) -> bool:
    """Whether a noun such as speedup is only part of what has the value: "our compression method is 4x faster".

    Or one of change speaks of another metric than the word behind the value: "without loss in accuracy (9x smaller)".
    """
    behind = chunks[frame.end : frame.end + 1] if frame.anchor == frame.end - 1 else []
    if not behind or "MA" not in behind[0].tags:
        return False
    noun = "MN" in chunks[frame.start].tags
    changed = "DN" in chunks[frame.start].tags and chunks[frame.anchor].sub == "ratio"
    said = chunks[frame.start : frame.start + 1] if noun else chunks[frame.start : frame.anchor] if changed else []
    named = {meaning.metric for chunk in said for meaning in chunk.meanings if meaning.metric}
    if not named:
        return False
    return named.isdisjoint(meaning.metric for meaning in behind[0].meanings)
