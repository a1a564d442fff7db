"""Pointed: what unnamed points are of: "exact match drops by 0.4 points. It is 3.9 points better than X".

And what a sentence that only sums up the one before is about: "It needs 13% of the data. This is an improvement of 9%".
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.frames.joins import plain
from extractor.quantities.ranges import Quantity
from extractor.readings.measures import direction_of
from extractor.readings.tasks import RELATIVE, Reading
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Sentence, Tokens

_POINTS = "points"
_SAID = frozenset(["level", "change", "points", "share"])  # measures of a quality that points may go on with


class Pointed:
    """Gives points of a mere performance the one quality that the sentence right before speaks of.

    Points are counted in a metric that is a percentage, and none but the one just said can be meant; a percentage
    without a metric stays one of the performance.
    """

    def __init__(self, rules: Rules) -> None:
        self._metrics = rules.metrics
        sums = rules.table("terms/words.toml")["said"]["this_is"]
        self._sums_up = [tuple(phrase.split()) for phrase in sums]
        self._unnamed: str = rules.table("terms/metrics.toml")["roles"]["unnamed"]
        self._pointed = {m.id for m in rules.metrics.values() if m.traits.quality and m.polarity == "higher"}
        self._pointed.discard(self._unnamed)

    def __call__(
        self,
        readings: list[Reading],
        before: Sequence[Reading],
        quantities: Sequence[Quantity],
        tokens: Tokens,
        sentence: Sentence,
    ) -> list[Reading]:
        """The readings, with the quality said in the sentence before for points of which none is named."""
        if before and any(tokens.spells(sentence.first, words) for words in self._sums_up):
            return [self._summed(one, before) for one in readings]
        if not before or not any(self._is_unnamed(one, quantities) for one in readings):
            return readings
        said = {one.metric for one in before if one.measure in _SAID and one.metric in self._pointed}
        if len(said) != 1 or any(one.metric in self._pointed for one in readings):
            return readings
        metric = said.pop()
        return [one._replace(metric=metric) if self._is_unnamed(one, quantities) else one for one in readings]

    def _summed(self, one: Reading, before: Sequence[Reading]) -> Reading:
        """A relative change of a mere performance: that of the one metric said before, if it is no percentage."""
        said = {other.metric for other in before}
        metric = self._metrics[before[-1].metric]
        unnamed = one.metric == self._unnamed and one.measure in RELATIVE and one.effect != "none"
        if not unnamed or len(said) != 1 or (metric.percentage and not metric.resource):
            return one
        return one._replace(metric=metric.id, direction=direction_of(one.effect, plain(metric)))

    def _is_unnamed(self, one: Reading, quantities: Sequence[Quantity]) -> bool:
        return (one.metric, one.measure, quantities[one.quantity].kind) == (self._unnamed, _POINTS, _POINTS)
