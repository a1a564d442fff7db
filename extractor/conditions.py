"""Conditions: the data sets, base models and devices that a value holds for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from extractor.around import Around
from extractor.baselines import Marker, named
from extractor.chunks import Chunk
from extractor.names import Mention, letters
from extractor.ranges import Quantity
from extractor.readings import Reading
from extractor.rules import Rules
from extractor.tokens import Sentence, Tokens

_LEAD = 10  # tokens between a leading word and a name of the list it opens
_JOINED = 3  # tokens between two values that share what stands behind them


class Place(NamedTuple):
    """A value's tokens, and where the values to its left and right end and begin."""

    first: int
    last: int
    before: int
    after: int


class Scene(NamedTuple):
    """One sentence: its tokens, chunks, values, names (and those of the sentences around it), comparisons."""

    tokens: Tokens
    sentence: Sentence
    chunks: list[Chunk]
    quantities: Sequence[Quantity]
    readings: Sequence[Reading]
    mentions: Sequence[Mention]
    around: Around
    markers: Sequence[Marker]
    places: Mapping[int, Place]

    def place(self, reading: Reading) -> Place:
        """Where a value of the sentence stands."""
        return self.places[reading.anchor]._replace(first=self.quantities[reading.quantity].first)

    def named(self, *kinds: str) -> list[Mention]:
        """The names of some kinds, left to right."""
        return [m for m in self.mentions if m.kind in kinds]


def places_of(sentence: Sentence, quantities: Sequence[Quantity], readings: Sequence[Reading]) -> dict[int, Place]:
    """The place of each list of values, by its chunk; readings stand in the order of their chunks."""
    spans: dict[int, tuple[int, int]] = {}
    for reading in readings:
        q = quantities[reading.quantity]
        first, last = spans.get(reading.anchor, (q.first, q.last))
        spans[reading.anchor] = min(first, q.first), max(last, q.last)
    befores = [sentence.first, *(last for _, last in spans.values())]
    afters = [*(first for first, _ in spans.values()), sentence.last][1:]
    return {
        anchor: Place(first, last, before, after)
        for (anchor, (first, last)), before, after in zip(spans.items(), befores, afters, strict=False)
    }


class ConditionFinder:
    """Finds data sets, models and devices of a value by [dataset], [model] and [device] of the context rules."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/context.toml")
        self._metrics = rules.metrics
        self._like_quality = frozenset(table["dataset"]["like_quality"])
        self._shared_out = frozenset(table["baseline"]["shared_out"])
        self._owning = frozenset(table["dataset"]["owning"])
        self._pairing = frozenset(table["dataset"]["joiners"])
        self._turns = frozenset(table["dataset"]["turns"])
        self._model_before = frozenset(table["model"]["before"])
        self._opposed = frozenset(table["model"]["opposed"])
        self._against = frozenset(table["owner"]["opposed"])
        self._ourselves = frozenset(table["owner"]["ourselves"])
        self._with = frozenset(table["model"]["with"])
        device = table["device"]
        self._between = frozenset(device["between"])
        self._device_before = frozenset(device["before"])
        self._not_after = frozenset(device["not_after"])
        self._processors = frozenset(device["processors"])
        self._memory = frozenset(device["memory"])
        self._memory_metrics = frozenset(device["memory_metrics"])
        self._metrics_on = frozenset(device["metrics"])

    # data sets

    def datasets(self, scene: Scene, reading: Reading, own: str = "") -> tuple[str, ...]:
        """The data sets of any value but a size: behind it, else before it, else the next of the sentence.

        A quality without one is of the data set that the paper introduces, else goes on from the sentences before.
        """
        place, metric = scene.place(reading), self._metrics[reading.metric]
        sets = scene.named("dataset")
        headed = self._headed(scene, reading, sets)
        behind = [m for m in sets if place.last <= m.first < place.after]
        near = [m for m in sets if place.before <= m.first < place.first]
        opening = [m for m in sets if m.first < self._first_value(scene)]
        if metric.family != "quality" and metric.id not in self._like_quality:
            later = [m for m in sets if m.first >= place.last]
            behind = [m for m in behind if not self._turned(scene, place.last, m.first)]
            later = [m for m in later if not self._turned(scene, place.last, m.first)]
            sized = metric.family == "size"
            return _shared(opening if sized else behind or near or opening or later, self._turn(scene, reading))
        if metric.family == "quality":
            sets = self._placed(scene)
            behind = self._first_list(scene, [m for m in sets if place.last <= m.first < place.after])
        before = [m for m in sets if m.first < place.first]
        chosen = headed or behind or near or before or [m for m in sets if m.first >= place.last]
        if not chosen and metric.family == "quality":
            return (own,) if own else self._carried(scene, reading)
        return _shared(chosen, self._turn(scene, reading))

    def _first_list(self, scene: Scene, mentions: Sequence[Mention]) -> list[Mention]:
        """The first list among some names: "on A and B, and raises that on C" has two."""
        found = list(mentions[:1])
        for mention in mentions[1:]:
            if not all(word in self._between for word in scene.tokens.lower[found[-1].last : mention.first]):
                break
            found.append(mention)
        return found

    @staticmethod
    def _placed(scene: Scene) -> list[Mention]:
        """The data sets, and the names that no list has behind "on": "3.1% better on Foo-12"."""
        devices = scene.named("device", "generic", "model")
        return [
            m
            for m in scene.named("dataset", "place")
            if m.kind == "dataset" or not any(d.first < m.last and m.first < d.last for d in devices)
        ]

    def _turned(self, scene: Scene, start: int, end: int) -> bool:
        """Whether what stands between a value and a data set turns to something else: "without loss on COCO"."""
        return not self._turns.isdisjoint(scene.tokens.lower[start:end])

    @staticmethod
    def _carried(scene: Scene, reading: Reading) -> tuple[str, ...]:
        """The data sets of the sentence before; for a level, the last ones named."""
        earlier = scene.around.before(scene.sentence.start)
        for mentions in earlier if reading.measure == "level" else islice(earlier, 1):
            sets = _texts([m for m in mentions if m.kind == "dataset"])
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
        return [m for m in sets if m.last == end] or self._paired(scene, place, sets, end)

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

    def _turn(self, scene: Scene, reading: Reading) -> tuple[int, int]:
        """Place and size of the list a value is in; "respectively" makes one of values that stand apart."""
        if reading.size > 1 or self._shared_out.isdisjoint(
            scene.tokens.lower[scene.place(reading).last : scene.sentence.last]
        ):
            return reading.place, reading.size
        alike = [r for r in scene.readings if (r.metric, r.measure, r.size) == (reading.metric, reading.measure, 1)]
        return alike.index(reading), len(alike)

    # models

    def models(self, scene: Scene, reading: Reading, own: Sequence[str]) -> tuple[str, ...]:
        """The base models a value was measured with; neither the paper's own nor what it is compared with."""
        place = scene.place(reading)
        models = [m for m in scene.named("model") if not is_own(m.text, own) and not self._compared(scene, m)]
        models = [
            m for m in models if self._led(scene, m, models, self._model_before) or self._bearer(scene, m, models)
        ]
        after = self._clause_end(scene, place.last)
        behind = [m for m in models if place.last <= m.first < min(place.after, after)]
        before = [m for m in models if m.first < place.first and not self._is_other(scene, m, place.first)]
        near = [m for m in before if place.before <= m.first]
        later = [m for m in models if place.last <= m.first < after and not self._turned(scene, place.last, m.first)]
        return _shared(behind or near or before or later, self._turn(scene, reading))

    def _clause_end(self, scene: Scene, at: int) -> int:
        """Where the next verb of change stands: what is behind it is of another value ("and raises that of")."""
        for chunk in scene.chunks:
            verb = chunk.start > at and chunk.tags & {"DV", "MV"}
            if verb and scene.tokens.lower[chunk.start - 1] in self._opposed:
                return chunk.start
        words = scene.tokens.words
        return next((at for at in range(at, scene.sentence.last) if words[at] == ";"), scene.sentence.last)

    def _is_other(self, scene: Scene, mention: Mention, first: int) -> bool:
        """Whether the text turns from a model to the paper's own before a value: "ViT-B has 81% while ours has"."""
        words = scene.tokens.lower
        return any(
            words[at] in self._against and words[at + 1] in self._ourselves for at in range(mention.last, first - 1)
        )

    @staticmethod
    def _compared(scene: Scene, mention: Mention) -> bool:
        return any(mention.text in marker.name for marker in scene.markers if marker.at < mention.first)

    def _bearer(self, scene: Scene, mention: Mention, models: Sequence[Mention]) -> bool:
        """Whether a method is added to a model: "DeiT-T and DeiT-S with MCTF reduce ..."."""
        at = mention.last
        for other in models:
            if other.first >= at and all(word in self._between for word in scene.tokens.lower[at : other.first]):
                at = other.last
        return at < scene.sentence.last and scene.tokens.lower[at] in self._with

    def others(self, scene: Scene, reading: Reading) -> tuple[str, ...]:
        """The models that the text turns away from before a value."""
        place = scene.place(reading)
        before = [m for m in scene.named("model") if m.last <= place.first]
        return _texts([m for m in before if self._is_other(scene, m, place.first)])

    # devices

    def hardware(self, scene: Scene, reading: Reading) -> tuple[str, ...]:
        """The devices a speed, memory or energy was measured on."""
        if reading.metric not in self._metrics_on:
            return ()
        place = scene.place(reading)
        memory = self._device_memory(scene, reading, place)
        if memory:
            return memory
        devices = self._devices(scene)
        if not devices:
            return ()
        chosen = [m for m in devices if place.last <= m.first < place.after] or self._next(
            scene, reading, place, devices
        )
        if not chosen:
            first = min(q.first for q in (scene.quantities[r.quantity] for r in scene.readings))
            chosen = [m for m in devices if m.first < min(first, place.first)]
        if not chosen:
            chosen = [m for m in devices if place.before <= m.first < place.first and m.kind == "device"]
        canonical = [m._replace(text=m.name) for m in self._specific(chosen)]
        return _shared(canonical, self._turn(scene, reading))

    def _devices(self, scene: Scene) -> list[Mention]:
        """The named devices, and the generic words that a value can have been measured on."""
        devices = _apart(scene.named("device", "generic"))
        return [m for m in devices if m.kind == "device" or self._counts(scene, m, devices)]

    def _counts(self, scene: Scene, mention: Mention, devices: Sequence[Mention]) -> bool:
        tokens = scene.tokens
        behind = tokens.lower[mention.last] if mention.last < scene.sentence.last else ""
        hyphen = mention.first > 0 and tokens.words[mention.first - 1] == "-" and tokens.glued(mention.first)
        led = self._led(scene, mention, devices, self._device_before, near=True)
        return not hyphen and behind not in self._not_after and led

    @staticmethod
    def _next(scene: Scene, reading: Reading, place: Place, devices: Sequence[Mention]) -> list[Mention]:
        """The devices behind a later value of the same metric, or one joined to this value."""
        at = reading.anchor
        for other in scene.readings:
            if other.anchor <= reading.anchor:
                continue
            there = scene.place(other)
            joined = there.first - scene.place(reading).last <= _JOINED and other.anchor != at
            if other.metric != reading.metric and not joined:
                continue
            chosen = [m for m in devices if there.last <= m.first < there.after]
            if chosen:
                return chosen
        return []

    def _device_memory(self, scene: Scene, reading: Reading, place: Place) -> tuple[str, ...]:
        """The device in "GPU memory"."""
        if reading.metric not in self._memory_metrics:
            return ()
        start = max(place.before, scene.chunks[reading.start].start)
        end = min(place.after, scene.chunks[reading.end - 1].end + 2)
        words = scene.tokens.lower
        for at in range(start, min(end, scene.sentence.last - 1)):
            if words[at] in self._processors and words[at + 1] in self._memory:
                return (scene.tokens.words[at],)
        return ()

    def _specific(self, devices: Sequence[Mention]) -> list[Mention]:
        """Named devices make a generic word beside them needless, but "GPU and Xeon CPU" are two."""
        known = [m for m in devices if m.kind == "device"]
        if not known:
            return list(devices)
        return [m for m in devices if m.kind == "device" or m.text.lower() in self._processors]

    # a list of names and the word that leads it

    def _led(
        self, scene: Scene, mention: Mention, mentions: Sequence[Mention], before: frozenset[str], *, near: bool = False
    ) -> bool:
        """Whether a leading word stands before a name or before the list it is in; `near`: with no number between."""
        words = scene.tokens.lower
        for at in range(mention.first - 1, max(scene.sentence.first, mention.first - _LEAD) - 1, -1):
            word = words[at]
            if word in before:
                return True
            inside = any(m.first <= at < m.last for m in mentions)
            if word == "," and not any(m.last in (at, at - 1) for m in mentions):
                return False
            plain = word.isalpha() or "-" in word if near else any(c.isalnum() for c in word)
            if word not in self._between and not inside and not plain:
                return False
        return False


def is_own(name: str, own: Sequence[str]) -> bool:
    """Whether a model is the paper's own system rather than one it is applied to."""
    plain = letters(name)
    return any(len(stem) > 2 and (plain.startswith(stem) or stem.startswith(plain)) for stem in map(letters, own))


def _apart(mentions: Sequence[Mention]) -> list[Mention]:
    """The longest of names that overlap; generic words that follow one another are one: "laptop CPU"."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if kept and mention.kind == kept[-1].kind == "generic" and mention.start == kept[-1].end + 1:
            last = kept[-1]
            if mention.first == last.last:
                whole = f"{last.text} {mention.text}"
                kept[-1] = last._replace(end=mention.end, last=mention.last, text=whole, name=whole)
                continue
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _texts(mentions: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.text for m in mentions))


def _shared(mentions: Sequence[Mention], turn: tuple[int, int]) -> tuple[str, ...]:
    """The names, or the one at the value's own place where names and values are parallel lists."""
    names, (place, size) = _texts(mentions), turn
    if len(names) == 1 and names[0].count("/") + 1 == size > 1:
        names = _sizes(names[0])
    if size > 1 and len(names) > 1 and size % len(names) == 0:
        return (names[place % len(names)],)
    return names


def _sizes(name: str) -> tuple[str, ...]:
    """The names in one of several sizes: "ResNet-18/34/50"."""
    first, *rest = name.split("/")
    stem = first[: max(first.rfind("-"), first.rfind(" ")) + 1]
    return (first, *(stem + size for size in rest))
