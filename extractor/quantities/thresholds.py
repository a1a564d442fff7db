"""Thresholds: the numbers that tell a gain from a level, where no word does; [gain] of rules/terms/metrics.toml."""

from __future__ import annotations

from typing import NamedTuple

from extractor.rulefiles.rules import Table


class Thresholds(NamedTuple):
    """The keys of [gain], whose comments say what each one means; in per cent, but for factors (`times`) and counts."""

    least: float
    usual: float
    compared: float
    most: float
    beside: float
    close: float
    level: float
    level_times: float
    reached: float
    reached_times: float
    apart_times: float
    part: float
    high: float
    signless: float
    signless_most: float
    taken_in: float


def thresholds(metrics: Table) -> Thresholds:
    """The thresholds of a table of metrics.

    Raises:
        KeyError: it has no [gain].
        TypeError: a key of it is missing, or one that nobody reads is there.
    """
    return Thresholds(**metrics["gain"])
