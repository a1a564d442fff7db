"""Data sets: those a value was measured on, by [dataset] of the context rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from extractor.names import Mention
from extractor.readings import Reading
from extractor.rivals import named
from extractor.rules import Rules
from extractor.scenes import Place, Scene, shared, texts, turn, turned

_REACH = 12  # tokens between a value and the end of a data set without a name
_TASK = 4  # words between a data set and a bracket with the value of its task
_PHRASE = 6  # words of such a data set
_VERBS = frozenset({"DV", "MV", "ACH", "OUT"})


class DatasetFinder:
    """Finds the data sets of a value in its sentence, or in those before it."""

    def __init__(self, rules: Rules) -> None:
        context = rules.table("context/context.toml")
        table = context["dataset"]
        self._metrics = rules.metrics
        self._like_quality = frozenset(table["like_quality"])
        self._shared_out = frozenset(context["baseline"]["shared_out"])
        self._owning = frozenset(table["owning"])
        self._pairing = frozenset(table["joiners"])
        self._running = frozenset(table["running"])
        self._turns = frozenset(table["turns"])
        self._between = frozenset(context["device"]["between"])
        unnamed = table["unnamed"]
        self._kinds = frozenset([*table["nouns"], *unnamed["kinds"]])
        self._single = frozenset(unnamed["single"])
        self._plain = frozenset(unnamed["plain"])
        self._not_inside = frozenset(unnamed["not_inside"])
        self._leads = frozenset(unnamed["leads"])
        self._closes = frozenset([*table["closes"], *unnamed["closes"]])
        self._back = frozenset(unnamed["back"])

    def __call__(self, scene: Scene, reading: Reading, own: str = "") -> tuple[str, ...]:
        """The data sets of any value but a size: behind it, else before it, else the next of the sentence.

        A quality without one is of the data set that the paper introduces, else goes on from the sentences before.
        """
        place, metric = scene.place(reading), self._metrics[reading.metric]
        everything = scene.named("dataset")
        sets = [m for m in everything if not self._of_other(scene, reading, m)] or everything
        if metric.family == "quality":
            return self._of_quality(scene, reading, place, own)
        headed = self._headed(scene, reading, sets)
        behind = [m for m in sets if place.last <= m.first < place.after]
        near = self._last_list(scene, [m for m in sets if place.before <= m.first < place.first])
        if metric.id in self._like_quality:
            before = [m for m in sets if m.first < place.first]
            chosen = headed or behind or near or before or [m for m in sets if m.first >= place.last]
        else:
            opening = [m for m in sets if m.first < self._first_value(scene)]
            later = [m for m in sets if m.first >= place.last and not turned(scene, place.last, m.first, self._turns)]
            if metric.id in self._running and reading.measure == "level":
                later = [m for m in later if m in behind or not self._of_level(scene, m)]
            sized = metric.family == "size"
            chosen = opening if sized else [m for m in behind if m in later] or near or opening or later
        return shared(chosen, turn(scene, reading, self._shared_out))

    def _of_quality(self, scene: Scene, reading: Reading, place: Place, own: str) -> tuple[str, ...]:
        """The data sets of a quality."""
        sets = [m for m in self._placed(scene) if not self._of_other(scene, reading, m)]
        near = [m for m in sets if m.kind == "dataset" and place.before <= m.first < place.first]
        behind = self._first_list(scene, [m for m in sets if place.last <= m.first < place.after])
        before = [m for m in sets if m.first < place.first]
        chosen = self._headed(scene, reading, [m for m in sets if m.kind == "dataset"]) or behind
        if not chosen:
            unnamed = self._unnamed(scene, place.last, place.after if before else scene.sentence.last)
            if unnamed is None and not near:
                unnamed = self._unnamed(scene, place.before, place.first) or None
            if unnamed or (unnamed is not None and not own):
                return unnamed
        chosen = chosen or self._last_list(scene, near) or before or [m for m in sets if m.first >= place.last]
        if not chosen:
            return (own,) if own else self._carried(scene, reading)
        return shared(chosen, turn(scene, reading, self._shared_out))

    def _of_level(self, scene: Scene, mention: Mention) -> bool:
        """Whether a data set stands behind the level of a quality: "30 FPS, while obtaining 58% AUC on COCO"."""
        for reading in scene.readings:
            place = scene.place(reading)
            if place.last <= mention.first < place.after:
                return reading.measure == "level" and self._metrics[reading.metric].family == "quality"
        return False

    @staticmethod
    def _of_other(scene: Scene, reading: Reading, mention: Mention) -> bool:
        """Whether a data set belongs to the name of another value's metric: "0.29 WikiText-2 perplexity"."""
        heads = {r.metric_at for r in scene.readings} - {reading.metric_at}
        chunks = [scene.chunks[at] for at in heads]
        return any(chunk.start == mention.last and not chunk.quantities for chunk in chunks)

    def _unnamed(self, scene: Scene, start: int, end: int) -> tuple[str, ...] | None:
        """A data set without a name, by what it holds: "on the grid-map dataset"; None where there is none.

        One that is told by its number or use alone ("on seven benchmarks") gives nothing.
        """
        words, last = scene.tokens.lower, scene.sentence.last
        for at in range(start + 1, min(end, start + _REACH)):
            if words[at] not in self._kinds or (at + 1 < last and words[at + 1] not in self._closes):
                continue
            first = next((i for i in range(at, max(start, at - _PHRASE) - 1, -1) if words[i] in self._leads), at) + 1
            inside = words[first:at]
            if first > at or not self._not_inside.isdisjoint(inside) or not all(word[0].isalnum() for word in inside):
                return None
            if any(first <= m.first <= at for m in scene.named("dataset")):
                return None
            while first < at and words[first] in self._plain:
                first += 1
            if first == at and not self._back.isdisjoint(inside[:1]):
                return None  # "the dataset" is one that was named before
            single = first < at and words[first][0].isalpha() and words[at] in self._single
            return (" ".join(scene.tokens.words[first : at + 1]),) if single else ()
        return None

    def _first_list(self, scene: Scene, mentions: Sequence[Mention]) -> list[Mention]:
        """The first list among some names: "on A and B, and raises that on C" has two."""
        found = list(mentions[:1])
        for mention in mentions[1:]:
            between = scene.tokens.lower[found[-1].last : mention.first]
            if between[-1:] == ["("]:  # "KITTI and Berkeley Deep Drive (BDD)"
                between = between[:1]
            if not all(word in self._between for word in between):
                break
            found.append(mention)
        return found

    @staticmethod
    def _last_list(scene: Scene, mentions: Sequence[Mention]) -> list[Mention]:
        """The names behind the last verb: "14.8% on A, and raises that on B by" has two lists."""
        verbs = [chunk.start for chunk in scene.chunks if chunk.tags & _VERBS] if len(mentions) > 1 else []
        turned_at = max((at for at in verbs if mentions[0].first < at < mentions[-1].first), default=-1)
        return [m for m in mentions if m.first > turned_at]

    @staticmethod
    def _placed(scene: Scene) -> list[Mention]:
        """The data sets, and the names that no list has behind "on": "3.1% better on Foo-12"."""
        devices = scene.named("device", "generic", "model")
        return [
            m
            for m in scene.named("dataset", "place")
            if m.kind == "dataset" or not any(d.first < m.last and m.first < d.last for d in devices)
        ]

    @staticmethod
    def _carried(scene: Scene, reading: Reading) -> tuple[str, ...]:
        """The data sets of the sentence before; for a level, the last ones named."""
        for mentions in islice(scene.around.before(scene.sentence.start), None if reading.measure == "level" else 1):
            sets = texts([m for m in mentions if m.kind == "dataset"])
            if sets:
                return sets
        return ()

    def _headed(self, scene: Scene, reading: Reading, sets: Sequence[Mention]) -> list[Mention]:
        """The data set right before a metric's name or a value: "an ADE20K mIoU of 55.6%", "COCO (56.4%)"."""
        metric = scene.chunks[reading.metric_at]
        place = scene.place(reading)
        if place.before <= metric.start and metric.end <= place.first:
            headed = [m for m in sets if metric.start in (m.last, m.last + 1)]
            if headed:
                return headed
        end = place.first
        if end - 1 > scene.sentence.first and scene.tokens.words[end - 1] in self._owning:
            end -= 1
        return (
            [m for m in sets if m.last == end]
            or self._paired(scene, place, sets, end)
            or self._tasked(scene, sets, end)
        )

    def _tasked(self, scene: Scene, sets: Sequence[Mention], end: int) -> list[Mention]:
        """The data set of a task that a value in brackets is of: "MNIST digit recognition (99.4%)"."""
        tokens = scene.tokens
        if end == scene.sentence.last or tokens.words[end] != "(":
            return []
        at = end
        while at - 1 > max(scene.sentence.first, end - _TASK) and tokens.lower[at - 1].isalpha():
            if tokens.lower[at - 1] in self._closes:
                break
            at -= 1
            if found := [m for m in sets if m.last == at]:
                return found
        return []

    def _paired(self, scene: Scene, place: Place, sets: Sequence[Mention], end: int) -> list[Mention]:
        """A name no list has, in a list of pairs: "COCO (56.4%) and Foo (83.1%)"."""
        tokens = scene.tokens
        first = end - 1
        listed = first - 1 > scene.sentence.first and tokens.words[first - 1] in self._pairing
        gap = place.first - end
        firsts = {there.first for there in scene.places.values() if there.first < place.first}
        paired = any(m.last + gap in firsts for m in sets)
        if not listed or not paired or not named(tokens.words[first]) or tokens.words[first].isdigit():
            return []
        if any(m.first <= first < m.last for m in scene.mentions):
            return []
        start, stop = tokens.starts[first], tokens.ends[first]
        return [Mention(start, stop, first, end, "place", tokens.words[first], tokens.words[first])]

    @staticmethod
    def _first_value(scene: Scene) -> int:
        """Where the first value of the sentence begins: what stands before it holds for all."""
        return min(scene.quantities[r.quantity].first for r in scene.readings)
