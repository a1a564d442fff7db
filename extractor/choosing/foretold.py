"""Foretold: rivals that a sentence before names, where this one goes on: "It outperforms A. It is also 2x faster"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from extractor.choosing.announced import Announcer
from extractor.choosing.referred import Referred
from extractor.frames.listing import named
from extractor.frames.own import OwnReader
from extractor.owners.scenes import Kept, Scene
from extractor.readings.tasks import STATED, Reading
from extractor.rivals.baselines import BaselineFinder
from extractor.rivals.rivals import RivalReader
from extractor.rulefiles.rules import Rules
from extractor.terms.around import Around
from extractor.text.tokens import Sentence, Tokens, opens_with

_TOLD = STATED | frozenset(["share"])  # measures that tell themselves what they are of
_BACK = 2  # sentences that one may go on from
_LEADING = 2  # tokens in which a comparison opens a sentence
_SAID = 10  # tokens within which a sentence may say that it goes on


class Foretold:
    """Reads the sentence before, by rules/context/foretold.toml."""

    def __init__(self, rules: Rules, names: RivalReader, announcer: Announcer, baselines: BaselineFinder) -> None:
        context = rules.folder("context")
        table = context["foretold"]
        self._baselines = baselines
        self._announcer = announcer
        self._referred = Referred(rules, names)
        self._goes_on = [tuple(phrase.split()) for phrase in table["goes_on"]]
        self._turns = [tuple(phrase.split()) for phrase in table["turns"]]
        self._sums_up = [tuple(phrase.split()) for phrase in table["sums_up"]]
        self._opening = max(map(len, (*self._goes_on, *self._turns, *self._sums_up)))
        self._anew = frozenset(table["anew"])
        self._compares = frozenset(table["compares"])
        self._heads = frozenset(table["heads"])
        self._loose = frozenset(table["loose"])
        self._any = frozenset(table["any"])
        self._instead = frozenset(table["instead"])
        self._speaks_of_own = OwnReader(table["ours"], exact=True)
        self._itself = frozenset(context["baseline"]["itself"])
        self._that = frozenset(table["that"])

    def __call__(self, scene: Scene, reading: Reading, own: Sequence[str]) -> str:
        """The rival of a value whose sentence names none."""
        if meant := self._referred(scene, own):
            return meant
        opening = scene.tokens.lower[scene.sentence.first : scene.sentence.first + self._opening]
        if opens_with(opening, self._goes_on) or self._exemplifies(scene):
            told = self._told(opening, scene, own)
            if reading.measure != "complexity" or self._baselines.is_former(told):
                return told
        if reading.measure == "complexity":
            return self._told_next(scene, own)
        if reading.measure in _TOLD or opens_with(opening, self._turns):
            return ""
        first = scene.place(reading).first
        if not self._anew.isdisjoint(scene.tokens.lower[scene.sentence.first : first]):
            return ""
        if not opens_with(opening, self._sums_up):
            alike = scene.before.rivals.get((reading.metric, reading.measure, reading.direction), "")
            if alike:
                return alike
        return scene.before.announced if reading.effect != "worse" else ""

    def keep(self, scene: Scene, rivals: Sequence[str]) -> Kept:
        """What the next sentence goes on from: what the values of this one are compared with, none where they differ.

        What an announcement tells holds until a sentence compares with something else.
        """
        announced = "" if scene.markers else scene.before.announced
        head = scene.markers[0].at if scene.markers else scene.sentence.last
        if head - scene.sentence.first < _LEADING and scene.tokens.lower[head] in self._heads:
            announced = scene.markers[0].name  # "Compared to A, it is 2x faster. Additionally, it gains 3%"
        found: dict[tuple[str, str, str], str] = {}
        for reading, rival in zip(scene.readings, rivals, strict=True):
            kind = reading.metric, reading.measure, reading.direction
            if reading.measure not in _TOLD:
                found[kind] = rival if found.get(kind, rival) == rival else ""
        return Kept(scene.sentence.end, found, announced)

    def kept_before(self, sentence: Sentence, around: Around, last: Kept, own: Sequence[str]) -> Kept:
        """What a sentence goes on from: what the `last` one with values kept, if it stands right before.

        The one before has no value else, but may announce a rival.
        """
        if last.is_right_before(sentence):
            return last
        return Kept(sentence.start, {}, self._announced(sentence, around, own))

    def _exemplifies(self, scene: Scene) -> bool:
        """Whether a sentence says behind its first words that it goes on: "On X, for example, it is 2x faster"."""
        first = scene.sentence.first
        words = scene.tokens.lower[first : min(first + _SAID, scene.sentence.last)]
        if "," not in words:
            return False
        behind = words[words.index(",") + 1 :]
        return any(behind[: len(phrase) + 1] == [*phrase, ","] for phrase in self._goes_on)

    def _told(self, opening: Sequence[str], scene: Scene, own: Sequence[str]) -> str:
        """What the sentence before compares with, or the one that it goes on from, too."""
        for back, tokens in enumerate(islice(scene.around.tokens(scene.sentence.start), _BACK)):
            if back and not opens_with(opening, self._goes_on):
                break
            found = [name for _, name in self._baselines.comparisons(tokens, own)]
            if found:
                return next((name for name in found if named(name)), found[0])
            opening = tokens.lower[: self._opening]
        return ""

    def _told_next(self, scene: Scene, own: Sequence[str]) -> str:
        """What the next sentence says that a value is better than: "It takes O(n) time. This improves on X"."""
        tokens = scene.around.following(scene.sentence.end)
        if self._itself.isdisjoint(tokens.lower[:1]):
            return ""
        for at, name in self._baselines.comparisons(tokens, own):
            other = not self._any.isdisjoint(name.lower().split()) or tokens.lower[at] in self._heads
            if at < _SAID and not other and self._baselines.is_former(name):
                return name
        return ""

    def _announced(self, sentence: Sentence, around: Around, own: Sequence[str]) -> str:
        """What a sentence before, which has no value, says that the paper's own is compared with, or better than."""
        if not around.says(sentence.start, 1, self._compares):
            return ""
        tokens = next(around.tokens(sentence.start))
        if self._announcer.counts(tokens, ()):
            return ""
        for at, name in self._baselines.comparisons(tokens, own):
            loose = tokens.lower[at] in self._loose
            rival = self._baselines.is_known(name) if loose else self._baselines.is_named(name)
            other = not self._any.isdisjoint(name.lower().split())
            instead = at > 0 and tokens.lower[at - 1] in self._instead
            if rival and not other and not instead and self._is_ours(tokens, at, own):
                return name
        return ""

    def _is_ours(self, tokens: Tokens, at: int, own: Sequence[str]) -> bool:
        """Whether the clause of a comparison at a token is about the paper's own: "we show that our net beats A"."""
        that = max((i for i in range(at) if tokens.lower[i] in self._that), default=-1)
        return self._speaks_of_own(tokens, that + 1, at if at > that + 1 else len(tokens.words), own)
