"""Partners: the data sets a value shares with those told behind it, each of which may have one of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.owners.places import Place
from extractor.owners.scenes import Scene, texts
from extractor.readings.tasks import Reading
from extractor.rulefiles.rules import Rules
from extractor.terms.names import Mention

_VERBS = frozenset({"DV", "MV", "ACH", "OUT"})
_NOUNS = frozenset({"DN", "MN"})


class PartnerFinder:
    """Decides whether a value has the data sets of the one behind it, by [dataset] of the context rules."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table = context["dataset"]
        self._joined = frozenset([*table["parts"], *table["hedges"], *table["tasks"], "of"])
        self._lists = frozenset(table["joiners"]) - {","}
        self._opened = frozenset([*table["opened"], *table["dealing"]])
        self._ends = frozenset(table["ends"])
        self._comparing = frozenset(table["comparing"])
        self._sets = frozenset(table["plural"])
        self._every = frozenset(table["every"])
        self._articles = frozenset(table["articles"])
        self._one_of: dict[str, int] = table["one_of"]
        self._cardinals = {n: word for word, n in rules.table("numbers/words.toml")["cardinals"].items()}
        self._qualities = frozenset(name for name, metric in rules.metrics.items() if metric.traits.quality)
        self._set_off = frozenset([",", ")", *table["beside"]]) - frozenset(table["said_with"])
        self._shared_out = frozenset(context["baseline"]["shared_out"])

    def __call__(self, scene: Scene, place: Place, near: Sequence[Mention], sets: Sequence[Mention]) -> list[Mention]:
        """The sets of the value right behind one, where those before it belong to what was told before.

        "50 mAP and 61 mIoU on A, and 40 mAP and 52 mIoU on B", "2x with 1% loss on A, and 3x with 2% loss on B",
        "50 (+2) on A and 40 (+1) on B".
        """
        words = scene.tokens.lower
        if not near or place.after >= scene.sentence.last or near[-1].last == place.first:
            return []
        told = [words[at] for at in range(near[-1].last, place.first) if not scene.is_metric(at)]
        if not self._joined.issuperset(told) and "(" not in told:
            return []
        there = next(p for p in scene.places.values() if p.first == place.after)
        between = words[place.last : there.first]
        told = between[:-1] if between[-1:] == [","] else between  # "+2 box AP, +1 mask AP on B"
        compared = between != [] and between[0] in self._comparing  # "81% compared to 79% on B"
        if between != ["("] and not compared and not self._ends.isdisjoint(told):
            return []
        return [m for m in sets if there.last <= m.first < there.after]

    def pairs(
        self, scene: Scene, place: Place, chosen: Sequence[Mention], before: Sequence[Mention]
    ) -> Sequence[Mention]:
        """The sets chosen for a resource, and those paired like them: "2% on A and 3% on B, while 2x faster".

        One joined to the last alone has but that: "2% on A and 3% on B at 20 FPS".
        """
        if not chosen or self._set_off.isdisjoint(scene.tokens.lower[before[-1].last : place.first]):
            return chosen
        found = [before[-1]]
        for mention in reversed(before[:-1]):
            if not self._is_pair(scene, mention, found[0]):
                break
            found.insert(0, mention)
        return found if all(m in found for m in chosen) else chosen

    def _is_pair(self, scene: Scene, one: Mention, other: Mention) -> bool:
        """Whether two sets have a quality of one kind each, which alone stands between them, with what joins them."""
        inside = [r for r in scene.readings if one.last <= scene.place(r).first < other.first]
        between = [chunk for chunk in scene.chunks if one.last <= chunk.start < other.first]
        if (
            len(inside) != 1
            or inside[0].metric not in self._qualities
            or any(c.tags & _VERBS and not c.tags & _NOUNS for c in between)
        ):
            return False
        alike = [r for r in scene.readings if (r.metric, r.measure) == (inside[0].metric, inside[0].measure)]
        return len(alike) > 1 and not self._lists.isdisjoint(scene.tokens.lower[one.last : other.first])

    @staticmethod
    def until_alike(scene: Scene, reading: Reading, later: Sequence[Mention]) -> list[Mention]:
        """The sets behind a value, before another value of the same kind: "A by 8% and B by 5% on X, C by 2% on Y"."""
        kind = reading.metric, reading.measure
        alike = [scene.place(r).first for r in scene.readings if (r.metric, r.measure) == kind]
        first = later[0].first if later else 0
        end = min((at for at in alike if at > first), default=scene.sentence.last)
        return [m for m in later if m.first < end]

    def one_of(self, scene: Scene, place: Place, chosen: Sequence[Mention]) -> Sequence[Mention]:
        """The one of a list that a word before the value takes: "on A and B, the latter with 81%"."""
        told = scene.tokens.lower[chosen[-1].last : place.first] if len(chosen) > 1 else []
        for article, word in pairwise(told):
            if word in self._one_of and article in self._articles:  # no "outperforms former methods"
                return [chosen[self._one_of[word]]]
        return chosen

    def by_lists(self, scene: Scene, reading: Reading, names: tuple[str, ...]) -> tuple[str, ...] | None:
        """The set of a list with slashes, one of as many as there are sets: "1/2 and 3/4 on A and B, respectively"."""
        words, number = scene.tokens.lower, len(names)
        lists = {r.anchor: scene.places[r.anchor] for r in scene.readings if r.size == reading.size}
        slashes = {at: words[there.first : there.last].count("/") for at, there in lists.items()}
        parted = [at for at, count in slashes.items() if count == reading.size - 1]
        told = not self._shared_out.isdisjoint(words[scene.place(reading).last : scene.sentence.last])
        if number < 2:
            return None
        if told and reading.anchor in parted and len(parted) == number != reading.size:
            return (names[parted.index(reading.anchor)],)
        one = reading.size > number and reading.size % number == 0 and slashes[reading.anchor] == reading.size - number
        return (names[reading.place * number // reading.size],) if one else None

    def dealt_back(self, scene: Scene, place: Place, before: Sequence[Mention], size: int) -> list[Mention]:
        """As many sets as values: "70 mAP on A and 35 mAP on B, which is 3 and 1 mAP better, respectively"."""
        owners = [there for there in scene.places.values() if there.last <= place.first]
        told = not self._shared_out.isdisjoint(scene.tokens.lower[place.last : scene.sentence.last])
        told = told or len(owners) == size  # "70% on A and 35% on B, outperforming X by 3% and 1%"
        owned = all(any(there.last <= m.first < there.after for there in owners) for m in before)
        return list(before) if told and owned and len(texts(before)) == size > 1 else []

    def dealt_out(self, scene: Scene, reading: Reading, names: tuple[str, ...]) -> tuple[str, ...]:
        """Of as many names told before as a list has values, the value's own: "errors of 3% and 5%, respectively".

        All of them where the values are dealt to others: "for cars and buses", "over BERT and GPT, respectively".
        """
        if not 1 < reading.size == len(names):
            return names
        place = scene.place(reading)
        before = scene.tokens.lower[scene.sentence.first : place.first]
        opened = before[: before.index(",")] if "," in before and before[0] in self._opened else []
        told = self._told_in(scene, reading, place.before, place.first) is not None  # "are respectively 3% and 5%"
        told = told or self._told_at(scene, reading) is not None
        if not told or self.dealt_to_others(scene, reading) or not self._lists.isdisjoint(opened):
            return names
        return (names[reading.place],)

    def dealt_to_others(self, scene: Scene, reading: Reading) -> bool:
        """Whether a list's values are dealt to what stands behind them: "2% and 3% for cars and buses, respectively".

        So are those behind which as many models or devices stand.
        """
        place = scene.place(reading)
        if reading.size == 1:
            return False
        behind = [m for m in scene.named("model", "device") if place.last <= m.first < place.after]
        numbers = {len({m.text for m in behind if m.kind == kind}) for kind in ("model", "device")}
        told = self._told_at(scene, reading)
        listed = told is not None and not self._lists.isdisjoint(scene.tokens.lower[place.last : told])
        return listed or reading.size in numbers

    def _told_at(self, scene: Scene, reading: Reading) -> int | None:
        """Where behind a list of values, and before the next value, it is told that they are dealt out."""
        place = scene.place(reading)
        return self._told_in(scene, reading, place.last, min(place.after, scene.sentence.last))

    def _told_in(self, scene: Scene, reading: Reading, start: int, end: int) -> int | None:
        """Where among some tokens it is told that a list of values is dealt out.

        So are those of as many sets as the list has: "81% and 83% on the two datasets".
        """
        words = scene.tokens.lower
        counted = {self._cardinals.get(reading.size, ""), *self._every}
        return next(
            (
                at
                for at in range(start, end)
                if words[at] in self._shared_out or (words[at] in self._sets and words[at - 1] in counted)
            ),
            None,
        )
