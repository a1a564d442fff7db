"""Outspent: how much a rival takes, told behind the own amount: "with 5M weights it matches X with 25M weights"."""

from __future__ import annotations

from extractor.baselines import Marker
from extractor.own import OwnReader
from extractor.rules import Rules
from extractor.scenes import Place, Scene
from extractor.tasks import Reading

_MEASURES = frozenset(["level", "share"])
_PARTED = frozenset([",", ";", ":"])


class Outspent:
    """Tells which amounts are a competitor's, by [spends] of rules/context/context.toml."""

    def __init__(self, rules: Rules) -> None:
        tables = rules.table("context/context.toml")
        resources = (one.id for one in rules.metrics.values() if one.resource)
        self._spent = frozenset([*resources, *tables["spends"]["spent"]])
        self._parted = frozenset(tables["spends"]["parted"])
        self._shared = self._parted | frozenset(tables["spends"]["shared"])
        self._speaks_of_own = OwnReader(tables["owner"]["ourselves"])

    def __call__(self, scene: Scene, reading: Reading, place: Place, own: tuple[str, ...]) -> Marker | None:
        """The comparison behind a smaller amount of the same that leads to a value, where it is a competitor's."""
        q, words = scene.quantities[reading.quantity], scene.tokens.words
        if reading.measure not in _MEASURES or reading.metric not in self._spent or q.only or q.low is None:
            return None
        before = scene.tokens.before(q.first)
        if q.bound == "less_than" or before in (self._shared if reading.measure == "share" else self._parted):
            return None  # "matches X with less than half the cost", "matches the FID of X in 500 epochs"
        mine = [r for r in scene.readings if (r.metric, r.measure) == (reading.metric, reading.measure)]
        mine = [r for r in mine if scene.place(r).last <= place.first and r.quantity != reading.quantity]
        if not mine or scene.quantities[mine[-1].quantity].unit != q.unit:
            return None
        least = scene.quantities[mine[-1].quantity].low
        begin = scene.place(mine[-1]).last
        led = [m for m in scene.markers if begin <= m.at < place.first and not m.own]
        if not led or least is None or least >= q.low:
            return None
        parted = not _PARTED.isdisjoint(words[led[-1].at : place.first])
        parted = parted or self._speaks_of_own(scene.tokens, led[-1].at, place.first, own)
        return None if parted else led[-1]
