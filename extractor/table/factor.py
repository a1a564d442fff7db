"""The factor: one axis for all relative claims, "how many times better than the baseline".

"40% lower latency", "1.67x faster" and "from 10 ms to 6 ms" all come out as 1.667; below 1 means worse.
"""

from __future__ import annotations

import math

from extractor.rulefiles.rules import Metric

Ends = tuple[float | None, float | None]
NOTHING: Ends = (None, None)


def factor(
    measure: str,
    value_low: float | None,
    value_high: float | None,
    value_before: float | None,
    polarity: str,
    direction: str,
    effect: str,
) -> Ends:
    """The comparable factor of a claim, low end first; (None, None) where the claim compares nothing.

    Values are as written (percent 40 is 40, for `change` they are the values after); the other arguments are
    those of the schema, `polarity` ("higher", "lower", "none") says which way of the metric is better. What
    the claim itself says (direction and effect together) goes before polarity: "energy efficiency 2x higher"
    is better although energy should fall. A division by zero is None, not infinity: a range that reaches it
    keeps its low end. A result below 0 (a reduction by 150 %) means nothing and gives None. Never raises.
    """
    if value_low is None or value_high is None:
        return NOTHING
    rises = should_rise(polarity, direction, effect)
    first = _one(measure, value_low, value_before, rises, direction, effect)
    second = _one(measure, value_high, value_before, rises, direction, effect)
    if first is None or second is None or not (first >= 0 and second >= 0):
        return NOTHING
    low, high = min(first, second), max(first, second)
    return (low if math.isfinite(low) else None, high if math.isfinite(high) else None)


def polarity_of(metric: Metric | None, measure: str, direction: str) -> str:
    """Which way of a metric is better in a claim; "none" where it compares nothing.

    A part of a quality that is kept compares; "half of the layers can be removed" says only how many there are.
    """
    if metric is None or (metric.traits.size and (measure, direction) == ("share", "none")):
        return "none"
    return metric.polarity


def should_rise(polarity: str, direction: str, effect: str) -> bool | None:
    """Whether more of this metric is better, in the sense the claim has it; None if nothing says so."""
    if direction != "none" and effect != "none":
        return (direction == "higher") == (effect == "better")
    return None if polarity == "none" else polarity == "higher"


def _one(
    measure: str, value: float, before: float | None, rises: bool | None, direction: str, effect: str
) -> float | None:
    """The factor of a single value, possibly infinite or negative; None if the claim compares nothing."""
    match measure:
        case "ratio":
            return _ratio(value, rises, direction, effect)
        case "percent":
            return _percent(value, rises, direction)
        case "share" if rises is not None:
            return value / 100 if rises else _divide(100, value)
        case "change" if rises is not None and before is not None:
            return _divide(value, before) if rises else _divide(before, value)
    return None


def _ratio(value: float, rises: bool | None, direction: str, effect: str) -> float | None:
    """r where the effect is better, 1/r where it is worse; an unstated effect follows from the direction."""
    if effect == "none" and direction != "none" and rises is not None:
        effect = "better" if (direction == "higher") == rises else "worse"
    match effect:
        case "better":
            return value
        case "worse":
            return _divide(1, value)
    return None


def _percent(value: float, rises: bool | None, direction: str) -> float | None:
    """1 + p/100 or 1 - p/100 of the baseline, turned over where the metric should fall."""
    if direction == "none" or rises is None:
        return None
    left = 1 + value / 100 if direction == "higher" else 1 - value / 100
    return left if rises else _divide(1, left)


def _divide(above: float, below: float) -> float:
    """A quotient, infinite where the divisor is zero (or so small that the result overflows)."""
    return above / below if below else math.inf
