"""Siblings: values that one verb counts up ("saves 60% of the memory and 30% of the time") have one rival."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.frames.listing import named
from extractor.owners.places import Place
from extractor.owners.scenes import Scene
from extractor.readings.tasks import STATED, Reading
from extractor.rivals.baselines import Marker
from extractor.rivals.ends import HEDGED
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import starting_in

_APART = 14  # tokens between two values of one list
_NEAR = 8  # tokens from the last of parallel values to "respectively"
_VERBS = frozenset(["DV", "MV", "OUT", "ACH", "USE", "KEEP", "BE"])
_NO_VERBS = frozenset(["DN", "MN", "DA", "MA", "PREP"])


class Siblings:
    """Evens out the rivals of joined values, with words of rules/context/baseline.toml."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/baseline.toml")
        self._joiners = frozenset(table["counts_up"])
        self._shared_out = frozenset(table["shared_out"])
        self._by = frozenset(table["changed"])
        self._ends = frozenset([";", ".", ":", "(", ")"])

    def __call__(self, scene: Scene, rivals: Sequence[str], own: Sequence[bool]) -> list[str]:
        """The rivals of the readings of a sentence; `own` tells which values are the paper's own."""
        found = list(rivals)
        if not any(found) or len(found) < 2:
            return found
        self._share_out(scene, found)
        self._share_each(scene, found)
        for at in range(1, len(found)):
            if found[at] == found[at - 1] or not (own[at] and own[at - 1]):
                continue
            one, other = scene.readings[at - 1], scene.readings[at]
            if self._is_stated(scene, one) or self._is_stated(scene, other):
                continue
            if one.anchor == other.anchor:
                if not found[at] and self._shared_out.isdisjoint(scene.tokens.lower[scene.place(other).last :]):
                    found[at] = found[at - 1]
                continue
            left, right = scene.place(one), scene.place(other)
            if self._joined(scene, left, right):
                found[at - 1 : at + 1] = self._even(scene, left, right, found[at - 1], found[at])
        return found

    def _is_stated(self, scene: Scene, reading: Reading) -> bool:
        """Whether a value is what a system has, and tells of no change: "O(n)", not "from O(n^2) to O(n)"."""
        changes = reading.measure != "level" and scene.tokens.lower[scene.place(reading).first] in self._by
        return reading.measure in STATED and not changes

    def _share_out(self, scene: Scene, found: list[str]) -> None:
        """Parallel values behind as many rivals: "2% over A and 3% over B, at a 5x and 9x lower cost, respectively"."""
        for at, reading in enumerate(scene.readings):
            size, last = reading.size, at + reading.size
            group, before = scene.readings[at:last], found[max(at - size, 0) : at]
            alike = all(one.anchor == reading.anchor for one in group) and len(set(found[at:last])) == 1
            if size < 2 or reading.place or not alike or len(set(before)) < size or found[at] != before[-1]:
                continue
            end = scene.place(group[-1]).last
            if not self._shared_out.isdisjoint(scene.tokens.lower[end : end + _NEAR]):
                found[at:last] = before

    def _share_each(self, scene: Scene, found: list[str]) -> None:
        """Values that stand apart before as many rivals: "3.7 nats and 0.3 nats over A and B, respectively"."""
        for marker in scene.markers:
            size = len(marker.each)
            places = [at for at, name in enumerate(found) if name == marker.name]
            if size < 2 or len(places) != size or places[-1] - places[0] != size - 1:
                continue
            group = scene.readings[places[0] : places[-1] + 1]
            alone = all(one.size == 1 and scene.place(one).last <= marker.at for one in group)
            alike = len({(one.metric, one.measure) for one in group}) == 1
            if alone and alike and not self._shared_out.isdisjoint(scene.tokens.lower[marker.at : scene.sentence.last]):
                found[places[0] : places[-1] + 1] = marker.each

    def _joined(self, scene: Scene, left: Place, right: Place) -> bool:
        """Whether two values are counted up: no verb, comparison, model or end of a clause stands between them."""
        low, high = left.last, right.first
        if not 0 < high - low <= _APART:
            return False
        words = scene.tokens.lower[low:high]
        if self._joiners.isdisjoint(words) or not self._ends.isdisjoint(words):
            return False
        if any(low <= m.at < high for m in scene.markers) or any(low <= m.first < high for m in scene.named("model")):
            return False
        chunks = (scene.chunks[at] for at in starting_in(scene.chunks, low, high))
        if any(chunk.tags & _VERBS and not chunk.tags & _NO_VERBS for chunk in chunks):
            return False
        return self._shared_out.isdisjoint(scene.tokens.lower[high : scene.sentence.last])

    def _even(self, scene: Scene, left: Place, right: Place, one: str, other: str) -> tuple[str, str]:
        """The rivals of two joined values: the one told behind both, else that of the first."""
        behind = _marker(scene.markers, other, right.last, right.after)
        if behind and (" " in other or named(other)):  # not "accuracy over pairs"
            words = scene.tokens.lower[max(left.first - HEDGED, scene.sentence.first) : left.first]
            bound = not self._by.isdisjoint(words)  # "outperforms X by 2%, at a 3x lower cost than Y"
            before = _marker(scene.markers, one, scene.sentence.first, left.first)
            anew = any(word in self._joiners and by in self._by for word, by in pairwise(words))
            if anew and before is not None and not before.verb:
                return other, other  # "by 2% over A, and by 3% and 4% over B"
            held = before is not None and before.verb and before.held  # "outperforms X by 1%, 2% and 3%, and is 9x ..."
            if before is None or bound or held or behind.rank != before.rank:
                return one, other
            spent = any(scene.place(reading).last <= before.at for reading in scene.readings)
            return (one, other) if spent else (other, other)  # "2x faster than X with 3% more and 4x faster than Y"
        if not other or _marker(scene.markers, other, scene.sentence.first, left.first):
            return one, one or other
        return one, other


def _marker(markers: Sequence[Marker], name: str, low: int, high: int) -> Marker | None:
    """The last comparison with a name at tokens [low, high)."""
    return next((m for m in reversed(markers) if m.name == name and low <= m.at < high), None) if name else None
