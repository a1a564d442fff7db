"""Able: which comparisons of a sentence a value may belong to at all, before one of them is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.baselines import BaselineFinder, Marker
from extractor.listing import named
from extractor.scenes import Place, Scene
from extractor.tasks import Reading

_LOST = frozenset(["points", "percent"])
_RELATIVE = frozenset(["ratio", "percent"])


class Able:
    """Sorts out by what is measured; which words speak of a value itself, the finder of comparisons knows."""

    def __init__(self, baselines: BaselineFinder) -> None:
        self._baselines = baselines

    def __call__(self, scene: Scene, place: Place, reading: Reading, *, quality: bool) -> Sequence[Marker]:
        """The comparisons of a sentence that a value may belong to; `quality` tells whether it is of one.

        A loss of quality is none against what is beaten ("beats X with a drop of 1%"), and an order of growth is
        none against what is, unless it itself beats that ("in O(n), which improves on X").
        """
        markers = _without_apposed(scene, place, reading)
        if quality and reading.effect == "worse" and reading.measure in _LOST:
            return [m for m in markers if not m.verb or m.own or (m.held and m.at < place.first)]
        if reading.measure == "complexity":
            return [m for m in markers if not m.verb or m.at < place.last or self._is_beaten(scene, m)]
        return markers

    def _is_beaten(self, scene: Scene, marker: Marker) -> bool:
        """Whether a value itself beats what a verb names, which is more than "the running time of our algorithm"."""
        told = " " in marker.name or named(marker.name)
        return told and self._baselines.is_of_it(scene.tokens, marker.at)


def _without_apposed(scene: Scene, place: Place, reading: Reading) -> Sequence[Marker]:
    """The comparisons but for those of another amount of the same metric: "a 3x speedup, 17% faster than X".

    They cannot both be over X.
    """
    behind = [m for m in scene.markers if m.at >= place.after]
    if not behind or reading.measure not in _RELATIVE:
        return scene.markers
    places = [scene.place(r) for r in scene.readings if r.metric == reading.metric and r.measure in _RELATIVE]
    ends = {p.last + 1 for p in places if p.first > place.last and scene.tokens.words[p.first - 1] == ","}
    return [m for m in scene.markers if m.at < place.after or m.at not in ends] if ends else scene.markers
