"""Pointed: what unnamed points are of: "exact match drops by 0.4 points. It is 3.9 points better than X"."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.ranges import Quantity
from extractor.rules import Rules
from extractor.tasks import Reading

_POINTS = "points"
_SAID = frozenset(["level", "change", "points", "share"])  # measures of a quality that points may go on with


class Pointed:
    """Gives points of a mere performance the one quality that the sentence right before speaks of.

    Points are counted in a metric that is a percentage, and none but the one just said can be meant; a percentage
    without a metric stays one of the performance.
    """

    def __init__(self, rules: Rules) -> None:
        self._unnamed: str = rules.table("terms/metrics.toml")["roles"]["unnamed"]
        self._pointed = {m.id for m in rules.metrics.values() if m.family == "quality" and m.polarity == "higher"}
        self._pointed.discard(self._unnamed)

    def __call__(
        self, readings: list[Reading], before: Sequence[Reading], quantities: Sequence[Quantity]
    ) -> list[Reading]:
        """The readings, with the quality said in the sentence before for points of which none is named."""
        if not before or not any(self._is_unnamed(one, quantities) for one in readings):
            return readings
        said = {one.metric for one in before if one.measure in _SAID and one.metric in self._pointed}
        if len(said) != 1 or any(one.metric in self._pointed for one in readings):
            return readings
        metric = said.pop()
        return [one._replace(metric=metric) if self._is_unnamed(one, quantities) else one for one in readings]

    def _is_unnamed(self, one: Reading, quantities: Sequence[Quantity]) -> bool:
        return (one.metric, one.measure, quantities[one.quantity].kind) == (self._unnamed, _POINTS, _POINTS)
