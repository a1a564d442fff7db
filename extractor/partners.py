"""Partners: the data sets a value shares with those told behind it, each of which may have one of its own."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.names import Mention
from extractor.rules import Rules
from extractor.scenes import Place, Scene, texts
from extractor.tasks import Reading


class PartnerFinder:
    """Decides whether a value has the data sets of the one behind it, by [dataset] of the context rules."""

    def __init__(self, rules: Rules) -> None:
        context = rules.table("context/context.toml")
        table = context["dataset"]
        self._joined = frozenset([*table["parts"], *table["hedges"]])
        self._hedges = frozenset(table["hedges"])
        self._pairs = frozenset(table["joiners"])
        self._ends = frozenset(table["ends"])
        self._shared_out = frozenset(context["baseline"]["shared_out"])

    def __call__(
        self, scene: Scene, reading: Reading, near: Sequence[Mention], sets: Sequence[Mention]
    ) -> list[Mention]:
        """The sets of the value right behind one, where those before it belong to what was told before.

        "50 mAP and 61 mIoU on A, and 40 mAP and 52 mIoU on B", "2x with 1% loss on A, and 3x with 2% loss on B".
        """
        words, place = scene.tokens.lower, scene.place(reading)
        if not near or place.after >= scene.sentence.last or near[-1].last == place.first:
            return []
        told = words[near[-1].last : place.first]
        if not self._joined.issuperset(told) and "(" not in told and not self._is_next(scene, reading, near):
            return []
        there = next((p for p in scene.places.values() if p.first == place.after), None)
        if there is None or not self._ends.isdisjoint(words[place.last : there.first]):
            return []
        return [m for m in sets if there.last <= m.first < there.after]

    def _is_next(self, scene: Scene, reading: Reading, near: Sequence[Mention]) -> bool:
        """Whether "and" opens the second of two pairs: "2x with 1% loss in A parsing, and 3x with 2% loss in B"."""
        words, at = scene.tokens.lower, scene.place(reading).first
        while at > near[-1].last and words[at - 1] in self._hedges:
            at -= 1
        kind = reading.metric, reading.measure
        alike = (scene.place(r) for r in scene.readings if (r.metric, r.measure) == kind)
        return words[at - 1] in self._pairs and any(there.last <= near[0].first for there in alike)

    @staticmethod
    def until_alike(scene: Scene, reading: Reading, later: Sequence[Mention]) -> list[Mention]:
        """The sets behind a value, before another value of the same kind: "A by 8% and B by 5% on X, C by 2% on Y"."""
        kind = reading.metric, reading.measure
        alike = [scene.place(r).first for r in scene.readings if (r.metric, r.measure) == kind]
        first = later[0].first if later else 0
        end = min((at for at in alike if at > first), default=scene.sentence.last)
        return [m for m in later if m.first < end]

    def dealt_back(self, scene: Scene, place: Place, before: Sequence[Mention], size: int) -> list[Mention]:
        """As many sets as values: "70 mAP on A and 35 mAP on B, which is 3 and 1 mAP better, respectively"."""
        told = not self._shared_out.isdisjoint(scene.tokens.lower[place.last : scene.sentence.last])
        owners = [there for there in scene.places.values() if there.last <= place.first]
        owned = all(any(there.last <= m.first < there.after for there in owners) for m in before)
        return list(before) if told and owned and len(texts(before)) == size > 1 else []
