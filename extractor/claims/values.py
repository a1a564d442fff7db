"""Values: the numbers and the unit of a row, by how its quantity was read."""

from __future__ import annotations

from typing import NamedTuple

from extractor.quantities.numbers import times
from extractor.quantities.ranges import Quantity
from extractor.readings.tasks import Reading
from extractor.rulefiles.rules import Rules


class Value(NamedTuple):
    """Lowest and highest value, the one before a change, and the unit; an order of growth has none of them."""

    low: float | None
    high: float | None
    before: float | None
    unit: str


class Values:
    """Makes values by the units of kinds in rules/quantities/bounds.toml and those of metrics."""

    def __init__(self, rules: Rules) -> None:
        self._metrics = rules.metrics
        self._counted_size: str = rules.table("terms/metrics.toml")["roles"]["counted_size"]
        units = rules.table("quantities/bounds.toml")["unit_of_kind"]
        self._times, self._percent, self._points = units["ratio"], units["percent"], units["points"]

    def __call__(self, q: Quantity, reading: Reading) -> Value:
        """The value of a quantity that is read so."""
        low, high, before, unit = q.low, q.high, q.before, q.unit
        metric = self._metrics[reading.metric]
        if reading.measure == "complexity":
            return Value(None, None, None, "")
        if reading.measure == "change" and before is None:
            low, before = high, low
            high = low
        if reading.measure in ("percent", "ratio") and not unit:
            unit = self._percent if reading.measure == "percent" else self._times
        if reading.measure == "points" and unit in (self._percent, ""):
            unit = self._points if metric.percentage or unit else metric.unit
        if reading.measure in ("level", "change") and not unit and reading.metric == self._counted_size:
            unit = metric.unit
        part = reading.measure == "share" and q.kind in ("ratio", "number")
        if part and low is not None and high is not None and low < 1:
            low, high, unit = times(low, 100), times(high, 100), self._percent
        if low is not None and high is not None and low > high:  # "from 0.8 to 0.3" that no frame reads as a change
            low, high = high, low
        return Value(low, high, before, unit)
