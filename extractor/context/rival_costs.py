"""Rival costs: amounts that tell what the other side spends, by rules/context/spends.toml.

Those that only describe it ("better than a net trained on 10x more data"), and those that it has where one's own was
told before ("with 5M weights it matches X with 25M weights").
"""

from __future__ import annotations

from extractor.frames.own import OwnReader
from extractor.owners.places import Place
from extractor.owners.scenes import Scene
from extractor.quantities.ranges import Quantity
from extractor.readings.tasks import RELATIVE, Reading
from extractor.rivals.baselines import Marker
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Sentence

_BACK = 16  # tokens before an amount within which its owner is compared
_SAME = 4  # tokens from "the same" to the "as" behind it
_MEASURES = frozenset(["level", "share"])
_PARTED = frozenset([",", ";", ":"])


class RivalDescriptions:
    """Tells which amounts only describe what one's own is compared with: "better than a net with 10x more data"."""

    def __init__(self, rules: Rules) -> None:
        words = rules.table("context/spends.toml")
        self._resources = frozenset(one.id for one in rules.metrics.values() if one.resource)
        self._compares, self._relative = frozenset(words["compares"]), frozenset(words["relative"])
        self._winning, self._larger = frozenset(words["winning"]), frozenset(words["larger"])
        self._nouns, self._as = frozenset(words["nouns"]), frozenset(words["as"])
        self._alike, self._same = frozenset(words["alike"]), frozenset(words["same"])
        heads = rules.table("context/system.toml")["nouns"]
        self._heads, self._sizes, self._bounds = frozenset(heads), frozenset(words["sizes"]), frozenset(words["bounds"])
        self._tells, self._ends = frozenset(words["tells"]), frozenset(words["ends"])

    def __call__(self, reading: Reading, q: Quantity, lower: list[str], sentence: Sentence) -> bool:
        """Whether a value says what a rival needs more, by the words of its sentence in lower case."""
        spent = reading.measure in RELATIVE and reading.metric in self._resources
        more = (reading.direction, reading.effect) == ("higher", "worse")
        return spent and more and self._is_rivals(q, reading.measure, lower, sentence)

    def _is_rivals(self, q: Quantity, measure: str, lower: list[str], sentence: Sentence) -> bool:
        """Whether words of comparison lead to a thing that the amount then tells: "than nets with 3x more weights"."""
        won = q.start > sentence.first and lower[q.start - 1] in self._winning
        if won and not self._larger.isdisjoint(lower[q.end : q.end + 1]):
            return True  # "surpassing 7x larger models"
        behind = q.start - 1
        while behind > sentence.first and lower[behind] in self._bounds:
            behind -= 1
        told = ""
        apposed = behind >= 0 and lower[behind] in self._heads and not self._sizes.isdisjoint(lower[q.end : q.end + 2])
        for at in range(q.start - 1, max(sentence.first, q.start - _BACK) - 1, -1):
            word = lower[at]
            if word in self._ends or (word == "," and lower[at + 1] not in self._relative):
                return False
            alike = word in self._as and (
                lower[at - 1] in self._alike or not self._same.isdisjoint(lower[max(at - _SAME, sentence.first) : at])
            )  # "as good as", "the same accuracy as"
            if (word in self._compares or alike) and not lower[at + 1][0].isdigit():  # "over 30 million"
                if lower[at + 1] == told and word in self._nouns:
                    continue  # "a rival that needs 3x more"
                return apposed or (bool(told) and at + 1 < q.start and lower[at + 1] != told)
            if word in self._relative or (word in self._tells and measure == "ratio" and not told):
                told = word
        return False


class Outspent:
    """Tells which amounts are a competitor's that takes more: "with 5M weights it matches X with 25M weights"."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        resources = (one.id for one in rules.metrics.values() if one.resource)
        self._spent = frozenset([*resources, *context["spends"]["spent"]])
        self._parted = frozenset(context["spends"]["parted"])
        self._shared = self._parted | frozenset(context["spends"]["shared"])
        self._speaks_of_own = OwnReader(context["owner"]["ourselves"])

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
