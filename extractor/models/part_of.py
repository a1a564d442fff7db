"""Part of: the model that a size or a cost is a part, or some times, of: "59% of X", "1.3x the parameters of X"."""

from __future__ import annotations

from extractor.owners.places import Place
from extractor.owners.scenes import Scene
from extractor.readings.tasks import Reading
from extractor.rulefiles.rules import Rules
from extractor.terms.names import Mention

_NEAR = 6  # tokens behind a value among which the model is named


class PartOf:
    """Finds the model by [baseline] and [model] of the context rules; it is but compared with."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        self._of = frozenset(context["baseline"]["of"])
        self._set_to = frozenset(context["model"]["set_to"])
        self._inherent = frozenset(context["dataset"]["inherent"])

    def __call__(self, scene: Scene, place: Place) -> Mention | None:
        """The model that a value is a part, or some times, of."""
        words, end = scene.tokens.lower, min(place.last + _NEAR, place.after)
        models = [m for m in scene.named("model") if place.last < m.first <= end]
        led = (m for m in models if words[m.first - 1] in self._of or self._is_set_to(scene, m))
        return next(led, None)

    def is_part(self, reading: Reading) -> bool:
        """Whether a value tells a size or a cost by that of another: a share of it, or more than all of it."""
        larger = reading.measure == "ratio" and reading.metric in self._inherent and reading.direction == "higher"
        return larger or (reading.measure == "share" and reading.direction != "none")

    def _is_set_to(self, scene: Scene, mention: Mention) -> bool:
        """Whether a model is named behind the metric a value is a share of: "with 1/2 of the parameters to SSD"."""
        return scene.tokens.lower[mention.first - 1] in self._set_to and scene.is_metric(mention.first - 2)
