"""Dealt: which value of a list has which of the metrics that are named for it."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.frames.joins import Meaning
from extractor.readings.tasks import Task
from extractor.rulefiles.rules import Rules

_SEPARATING = (frozenset(["AND"]), frozenset(["COMMA"]), frozenset(["SLASH"]))  # between the values of a list
_OWN_WORDING = frozenset(["M", "DA", "DN", "MA", "MN"])  # behind a value: what is said of it alone

Pair = tuple[int, tuple[int, Meaning]]  # the place in the list, the quantity, and what is said of it


class Dealer:
    """Deals metrics out over the values of a frame."""

    def __init__(self, rules: Rules) -> None:
        self._slashes = frozenset(rules.table("terms/words.toml")["marks"]["SLASH"])

    def __call__(self, task: Task, at: int, meanings: Sequence[Meaning]) -> tuple[list[Pair], dict[int, int]]:
        """Each value with its metric, of those that chunk `at` says or that were chosen of them.

        With it the chunks of values of unlike kinds, which stand in no list of their own; empty where there are none.
        """
        every = [m for m in task.chunks[at].meanings if m.metric and not m.moves]
        if len(meanings) < len(every) == len(task.members):  # "BLEU / CIDEr / SPICE": two of one kind
            meanings = every
        unlike = self._unlike(task, at, every) if len(every) > len(task.members) else {}
        if unlike:
            return list(enumerate(zip(unlike, every, strict=True))), unlike
        if len(meanings) == len(task.members) > 1:  # respectively
            return list(enumerate(zip(task.members, meanings, strict=True))), {}
        if len(every) > 1 and self._in_turn(task, len(every)):
            return [(place, (index, every[place % len(every)])) for place, index in enumerate(task.members)], {}
        kept = meanings[:1] if len(task.members) > 1 else meanings
        return [(place, (index, m)) for place, index in enumerate(task.members) for m in kept], {}

    def _in_turn(self, task: Task, number: int) -> bool:
        """Whether the values of a list stand in groups of one for each metric: "by 5%/2%, 6%/3% on mAP/Rank-1"."""
        ends = [task.quantities[index].last for index in task.members]
        if len(ends) <= number or len(ends) % number:
            return False
        marks = [task.tokens.lower[end] for end in ends[:-1]]
        inside = {mark for at, mark in enumerate(marks) if (at + 1) % number}
        between = {mark for at, mark in enumerate(marks) if not (at + 1) % number}
        return inside <= self._slashes and self._slashes.isdisjoint(between)

    @staticmethod
    def _unlike(task: Task, at: int, meanings: Sequence[Meaning]) -> dict[int, int]:
        """The values of a list of unlike kinds with their chunks, one for each metric said before: "31 dB and 0.9".

        Nothing where they are not as many, or where the last has a wording of its own.
        """
        chunks, here = task.chunks, task.frame.anchor
        found = dict.fromkeys(task.members, here)
        while len(found) < len(meanings) and at < task.frame.anchor:
            here += 1
            while here < len(chunks) and chunks[here].tags in _SEPARATING:
                here += 1
            if here == len(chunks) or "Q" not in chunks[here].tags or chunks[here - 1].tags not in _SEPARATING:
                break
            found.update(dict.fromkeys(chunks[here].quantities, here))
        own = here + 1 < len(chunks) and not chunks[here + 1].tags.isdisjoint(_OWN_WORDING)
        return found if len(found) == len(meanings) and not own else {}
