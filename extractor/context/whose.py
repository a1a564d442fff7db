"""Whose: whether a value in a sentence about the own work is its own, a competitor's or earlier work's.

The one place that decides; each of its parts knows where a competitor begins by one thing: what turns to it
(competitors, with openers), a verb that is left out (gapped), what it spends (rival_costs); orders of growth have words
of their own (former). Whether a sentence is about the own work is told before (own_work), and the names of whoever it
is are read afterwards (subjects).
"""

from __future__ import annotations

from typing import NamedTuple

from extractor.choosing.gapped import GappedReader
from extractor.context.rival_costs import Outspent, RivalDescriptions
from extractor.context.subjects import SubjectFinder
from extractor.frames.listing import named
from extractor.owners.choices import Chooser
from extractor.owners.competitors import CompetitorFinder
from extractor.owners.former import Former
from extractor.owners.places import Place
from extractor.owners.scenes import Scene
from extractor.readings.tasks import CHANGES, Reading
from extractor.rivals.baselines import Marker
from extractor.rulefiles.rules import Rules
from extractor.terms.names import letters

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
    """Tells by the tables of rules/context/ that its parts name."""

    def __init__(self, rules: Rules, choose: Chooser, subjects: SubjectFinder) -> None:
        self._competitors = CompetitorFinder(rules)
        self._choose = choose
        self._subjects = subjects
        self._former = Former(rules)
        self._gapped = GappedReader(rules)
        self._describes_rival = RivalDescriptions(rules)
        self.outspent = Outspent(rules)

    def __call__(
        self, scene: Scene, reading: Reading, stems: tuple[str, ...], title: str, *, listed: bool, last: Rival | None
    ) -> Told:
        """Whose a value is that nothing yet gives to others.

        The value before it may be a competitor's, too, in a list (`listed`): that of `last`.
        """
        place, tokens = scene.place(reading), scene.tokens
        level, behind = reading.measure == "level", self._may_trail(scene, place, reading)
        against = reading.measure in CHANGES and (
            listed
            or self._competitors.is_set_against(tokens, place.first, place.last)
            or self._competitors.contrasts(tokens, scene.sentence)
        )
        if not (level or behind or against or reading.measure in SHARED):
            return Told("own")
        named = level and self._competitors.is_theirs(tokens, scene.sentence, place.first, scene.named("model"))
        rival = self._rival(scene, place, reading, stems, last, listed=listed)
        if behind and rival and _is_titled(scene.tokens.words[rival[0]], title):
            rival = None
        kept = rival if behind else None
        if named or rival is not None:
            return Told("baseline", rival, named, kept)
        if (reading.measure, reading.direction) == ("complexity", "none"):
            by, rival = self._former(tokens, scene.sentence, place.first, place.last, stems)
            return Told(by, rival, kept=rival if behind else None)
        return Told("own")

    def _may_trail(self, scene: Scene, place: Place, reading: Reading) -> bool:
        """Whether a value that is worse by so much may be a competitor's own: "whereas FooNet is 3x slower".

        It is not where it only describes one ("better than nets trained on 10x more data"), nor bounds a gain in
        brackets ("(within 1%)").
        """
        if reading.effect != "worse" or reading.measure not in CHANGES:
            return False
        quantity = scene.quantities[reading.quantity]
        described = self._describes_rival(reading, quantity, scene.tokens.lower, scene.sentence)
        return not described and "(" not in scene.tokens.words[max(place.first - 2, 0) : place.first]

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
        start = self._competitors.listed(tokens, place.before, place.first, place.last) if listed else None
        if start is None:
            beside = listed and self._competitors.goes_on(tokens, place.before, place.first)
            spot = place._replace(before=scene.sentence.first) if beside else place
            start = self._competitors(tokens, scene.sentence, spot, stems)
        if start is None:
            start = self._gapped(scene, place, reading, stems, listed=listed)
        if start is None and listed and self._is_paired(scene, reading):
            start = place.first
        if start is None and reading.effect == "worse":
            start = self._competitors.outdone(tokens, scene.sentence, place.first, place.last, stems)
            if start is None and listed and self._competitors.resumes(tokens, place.before, place.first):
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


def _is_titled(word: str, title: str) -> bool:
    """Whether the title has a name, which may be the paper's own: "while FooNet needs 3x more"."""
    return named(word[1:]) and letters(word) in {letters(part) for part in title.replace("-", " ").split()}
