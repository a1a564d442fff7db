"""Whose: whether a value in a sentence about the own work is a competitor's or earlier work's, and where they begin."""

from __future__ import annotations

from typing import NamedTuple

from extractor.baselines import Marker
from extractor.choices import Chooser
from extractor.former import Former
from extractor.gapped import GappedReader
from extractor.outspent import Outspent
from extractor.owner import OwnerFinder
from extractor.rules import Rules
from extractor.scenes import Place, Scene
from extractor.subjects import SubjectFinder
from extractor.tasks import CHANGES, Reading
from extractor.trailing import Trailing

SHARED = frozenset(["share", "complexity"])

# Where a competitor begins whose value it is, and its name where that is plain.
Rival = tuple[int, str]


class Told(NamedTuple):
    """Whose a value is (own, baseline or prior), of which rival, and what holds for the values behind it.

    `named` tells that it belongs to the one model that the sentence names, `kept` is the rival of a whole list.
    """

    by: str
    rival: Rival | None = None
    named: bool = False
    kept: Rival | None = None


class Whose:
    """Tells by the tables of rules/context/context.toml that its parts name."""

    def __init__(self, rules: Rules, owner: OwnerFinder, choose: Chooser, subjects: SubjectFinder) -> None:
        self._owner = owner
        self._choose = choose
        self._subjects = subjects
        self._former = Former(rules)
        self._gapped = GappedReader(rules)
        self._trailing = Trailing(rules)
        self.outspent = Outspent(rules)

    def __call__(
        self, scene: Scene, reading: Reading, stems: tuple[str, ...], title: str, *, listed: bool, last: Rival | None
    ) -> Told:
        """Whose a value is that nothing yet gives to others.

        The value before it may be a competitor's, too, in a list (`listed`): that of `last`.
        """
        place, tokens = scene.place(reading), scene.tokens
        level, behind = reading.measure == "level", self._trailing(scene, place, reading)
        against = reading.measure in CHANGES and (
            listed
            or self._owner.is_set_against(tokens, place.first, place.last)
            or self._owner.contrasts(tokens, scene.sentence)
        )
        if not (level or behind or against or reading.measure in SHARED):
            return Told("own")
        named = level and self._owner.is_theirs(tokens, scene.sentence, place.first, scene.named("model"))
        rival = self._rival(scene, place, reading, stems, last, listed=listed)
        if behind and rival and self._trailing.is_titled(scene, rival[0], title):
            rival = None
        kept = rival if behind else None
        if named or rival is not None:
            return Told("baseline", rival, named, kept)
        if (reading.measure, reading.direction) == ("complexity", "none"):
            by, rival = self._former(tokens, scene.sentence, place.first, place.last, stems)
            return Told(by, rival, kept=rival if behind else None)
        return Told("own")

    def _rival(
        self, scene: Scene, place: Place, reading: Reading, stems: tuple[str, ...], last: Rival | None, *, listed: bool
    ) -> Rival | None:
        """The competitor whose value it is."""
        tokens = scene.tokens
        order = reading.measure == "complexity"
        if not order and (beaten := self._bracketed(scene, place, reading)):
            return beaten.at, beaten.name
        if theirs := self.outspent(scene, reading, place, stems):
            return theirs.at, theirs.name
        listed = listed and not self._gapped.is_own_behind(tokens, place.last, stems)
        start = self._owner.listed(tokens, place.before, place.first, place.last) if listed else None
        if start is None:
            beside = listed and self._owner.goes_on(tokens, place.before, place.first)
            before = scene.sentence.first if beside else place.before
            start = self._owner.competitor(tokens, scene.sentence, place.first, place.last, before, stems)
        if start is None:
            start = self._gapped(scene, place, reading, stems, listed=listed)
        if start is None and listed and self._is_paired(scene, reading):
            start = place.first
        if start is None and reading.effect == "worse":
            start = self._owner.outdone(tokens, scene.sentence, place.first, place.last, stems)
            if start is None and listed and self._owner.resumes(tokens, place.before, place.first):
                return last
        if start is None:
            return None
        return start, self._subjects.other(scene, reading, place, start) if order else ""

    @staticmethod
    def _is_paired(scene: Scene, reading: Reading) -> bool:
        """Whether a value is of one list with the one before it: "compared to 25% and 30% for X and Y"."""
        at = scene.readings.index(reading)
        before = scene.readings[at - 1]
        return at > 0 and (before.anchor, before.metric) == (reading.anchor, reading.metric)

    def _bracketed(self, scene: Scene, place: Place, reading: Reading) -> Marker | None:
        """The beaten one that a level in a bracket belongs to; "up to" tells by how much it is beaten."""
        bound = scene.quantities[reading.quantity].bound
        found = self._choose.bracketed(scene.tokens, scene.markers, place.first, place.last)
        return found if bound != "up_to" else None
