"""Able: which comparisons of a sentence a value may belong to at all, before one of them is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.frames.listing import MARKS, named
from extractor.owners.places import Place
from extractor.owners.scenes import Scene
from extractor.readings.tasks import RELATIVE, Reading
from extractor.rivals.baselines import BaselineFinder, Marker
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import starting_in

_ENDS = MARKS | {":"}
_VERBS = frozenset(["DV", "MV"])
_LOST = frozenset(["points", "percent"])
_NAME = 3  # letters of a name that is no sign of a formula


class Able:
    """Sorts out by what is measured, and by rules/context/baseline.toml."""

    def __init__(self, rules: Rules, baselines: BaselineFinder) -> None:
        self._baselines = baselines
        self._instead = frozenset(rules.table("context/baseline.toml")["instead"])
        self._weighs = frozenset(rules.table("context/baseline.toml")["weighs"])

    def __call__(self, scene: Scene, place: Place, reading: Reading, *, quality: bool) -> Sequence[Marker]:
        """The comparisons of a sentence that a value may belong to; `quality` tells whether it is of one.

        A loss of quality is none against what is beaten ("beats X with a drop of 1%"), and an order of growth is
        none against what is, unless it itself beats that ("in O(n), which improves on X").
        """
        markers = _without_apposed(scene, place, reading)
        if quality and reading.effect == "worse" and reading.measure in _LOST:
            markers = [m for m in markers if not m.verb or m.own or (m.held and m.at < place.first)]
            return [m for m in markers if m.at < place.after or not self._acts_anew(scene, place)]
        if quality and reading.effect == "better" and reading.measure in _LOST:
            likened = [m for m in markers if m.rank and m.at >= place.last]  # "a gain of 3%, making it as good as X"
            markers = [m for m in markers if m not in likened or scene.tokens.lower[m.at] in self._instead]
        if reading.measure == "complexity":
            return [m for m in markers if self._is_ordered(scene, place, m)]
        return markers

    @staticmethod
    def _acts_anew(scene: Scene, place: Place) -> bool:
        """Whether the next value behind a comma has a verb of its own: "loses 1%, lowers the cost by 2x over X"."""
        between = scene.tokens.words[place.last : place.after]
        comma = place.last + between.index(",") if "," in between else place.after
        return any(scene.chunks[at].tags & _VERBS for at in starting_in(scene.chunks, comma, place.after))

    def _is_ordered(self, scene: Scene, place: Place, marker: Marker) -> bool:
        """Whether an order of growth may be that of a comparison: a system's, which is more than "over T rounds"."""
        tokens, last = scene.tokens, marker.name.rpartition(" ")[2]
        told = named(last) and len(last) >= _NAME and "_" not in last  # not "over T rounds", "d_TV"
        told = told or self._baselines.is_former(marker.name) or self._baselines.is_system(marker.name)
        told = told or not self._weighs.isdisjoint(tokens.lower[marker.at : marker.at + 2])
        if not told and not (" " in marker.name and self._baselines.is_of_it(tokens, marker.at)):
            return False
        if marker.at < place.first:  # "improves over the previous bound of O(n^2)", which is that of the bound
            return marker.verb or marker.rank > 0 or not _ENDS.isdisjoint(tokens.words[marker.at : place.first])
        return not marker.verb or self._baselines.is_of_it(tokens, marker.at)  # "O(n) time, which outperforms X"


def _without_apposed(scene: Scene, place: Place, reading: Reading) -> Sequence[Marker]:
    """The comparisons but for those of another amount of the same metric: "a 3x speedup, 17% faster than X".

    They cannot both be over X.
    """
    behind = [m for m in scene.markers if m.at >= place.after]
    if not behind or reading.measure not in RELATIVE:
        return scene.markers
    places = [scene.place(r) for r in scene.readings if r.metric == reading.metric and r.measure in RELATIVE]
    ends = {p.last + 1 for p in places if p.first > place.last and scene.tokens.words[p.first - 1] == ","}
    return [m for m in scene.markers if m.at < place.after or m.at not in ends] if ends else scene.markers
