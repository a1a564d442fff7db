"""Fitting: which comparisons of a sentence a value may have at all, whatever stands near it."""

from __future__ import annotations

from extractor.baselines import Marker
from extractor.rules import Rules
from extractor.scenes import Scene
from extractor.tasks import Reading

_OPENING = 2  # tokens in which a comparison opens a sentence
_NEAR = 5  # tokens from a share of the parameters to the word that tells them to be tuned, or to what it is a share of


class Fitting:
    """Leaves out comparisons, by words of [baseline] and [scope] of rules/context/context.toml."""

    def __init__(self, rules: Rules) -> None:
        context = rules.table("context/context.toml")
        self._metrics = rules.metrics
        self._tunable = tuple(context["scope"]["tunable"])
        self._whole = tuple(context["baseline"]["tuned_of"])

    def __call__(self, scene: Scene, reading: Reading) -> Scene:
        """The scene as a value sees it."""
        if not scene.markers:
            return scene
        lost = reading.effect == "worse" and reading.measure != "change"
        if lost and self._metrics[reading.metric].family == "quality":
            # "A drop of 1%, outperforming X": nobody is outperformed by what is lost.
            last = scene.place(reading).last
            return scene._replace(markers=[m for m in scene.markers if not m.verb or m.own or m.at < last])
        if reading.measure == "share" and reading.metric == "params" and self._is_tuned(scene, reading):
            return scene._replace(markers=[m for m in scene.markers if self._is_whole(scene, reading, m)])
        return scene

    def _is_tuned(self, scene: Scene, reading: Reading) -> bool:
        """Whether a share is that of the parameters that are tuned, so one of the model itself."""
        place = scene.place(reading)
        if scene.quantities[reading.quantity].kind != "percent":
            return False  # "0.7 times the trainable parameters"
        near = scene.tokens.lower[max(place.first - _NEAR, scene.sentence.first) : place.last + _NEAR]
        return any(word.startswith(self._tunable) for word in near)

    def _is_whole(self, scene: Scene, reading: Reading, marker: Marker) -> bool:
        """Whether a comparison is with what tunes more, or one with the share itself: "12% compared to X"."""
        if any(word.startswith(self._whole) for word in marker.name.lower().replace("-", " ").split()):
            return True
        place = scene.place(reading)
        opens = marker.at - scene.sentence.first < _OPENING
        return not marker.verb and (opens or 0 <= marker.at - place.last <= _NEAR)
