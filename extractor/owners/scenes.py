"""Scenes: one sentence with its values and names, as the finders of a value's conditions see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.frames.joins import Chunk
from extractor.owners.places import Place
from extractor.quantities.ranges import Quantity
from extractor.readings.tasks import Reading
from extractor.rivals.baselines import Marker
from extractor.terms.around import Around
from extractor.terms.names import Mention
from extractor.text.tokens import Sentence, Tokens

_GAINS = frozenset({"percent", "points"})  # both are told in percent: "2% higher accuracy and 9% lower loss"
_GAP = 2  # characters between two sentences


class Kept(NamedTuple):
    """What the values of a sentence that ends at an offset are compared with, by metric, measure and direction.

    `announced` is what a sentence with no value said that the paper's own is compared with.
    """

    end: int
    rivals: Mapping[tuple[str, str, str], str]
    announced: str = ""

    def is_right_before(self, sentence: Sentence) -> bool:
        """Whether what is kept is of the sentence before."""
        return 0 <= sentence.start - self.end <= _GAP


NOTHING_KEPT = Kept(-_GAP - 1, {})
"""What the first sentence of a text goes on from."""


class Scene(NamedTuple):
    """One sentence: its tokens, chunks, values, names (and those of the sentences around it), comparisons.

    `before` is what is kept of the sentence before.
    """

    tokens: Tokens
    sentence: Sentence
    chunks: list[Chunk]
    quantities: Sequence[Quantity]
    readings: Sequence[Reading]
    mentions: Sequence[Mention]
    around: Around
    markers: Sequence[Marker]
    places: Mapping[int, Place]
    before: Kept

    def place(self, reading: Reading) -> Place:
        """Where a value of the sentence stands."""
        _, last, before, after = self.places[reading.anchor]
        return Place(self.quantities[reading.quantity].first, last, before, after)

    def words(self) -> list[str]:
        """The words of the sentence, lower case."""
        return self.tokens.lower[self.sentence.first : self.sentence.last]

    def is_metric(self, at: int) -> bool:
        """Whether a token is part of the name of a metric."""
        return any("M" in chunk.tags and chunk.start <= at < chunk.end for chunk in self.chunks)

    def is_known(self, at: int) -> bool:
        """Whether a token is part of the name of a data set, a device or a model."""
        return any(mention.first <= at < mention.last for mention in self.mentions)

    def named(self, *kinds: str) -> list[Mention]:
        """The names of some kinds, left to right."""
        return [m for m in self.mentions if m.kind in kinds]

    def listed(self, names: Sequence[str], joiners: frozenset[str], joined: str) -> str:
        """Some names as the sentence itself lists them ("A, B, and C", "A with B"), else `joined` by some words."""
        found = [m for m in self.mentions if m.text in names]
        tokens = self.tokens
        between = [tokens.lower[one.last : after.first] for one, after in pairwise(found)]
        if len(names) < 2 or not all(map(joiners.issuperset, between)) or texts(found) != tuple(names):
            return joined.join(names)
        first, last = found[0].first, found[-1].last
        rest = (("" if tokens.glued(at) else " ") + tokens.words[at] for at in range(first + 1, last))
        return tokens.words[first] + "".join(rest)


def is_in(name: str, listed: str) -> bool:
    """Whether a name is one of those in a list: "BERT" of "GPT-2, BERT", not of "RoBERTa"."""
    return f" {name} " in f" {listed.replace(',', ' ')} "


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


def turn(scene: Scene, reading: Reading, shared_out: frozenset[str]) -> tuple[int, int]:
    """Place and size of the list a value is in; words of `shared_out` make one of values that stand apart.

    Those of one metric, else all, if all are alike: "on A and B, 81% accuracy and 44 mAP, respectively".
    """
    if reading.size > 1 or shared_out.isdisjoint(scene.tokens.lower[scene.place(reading).last : scene.sentence.last]):
        return reading.place, reading.size
    even = [r for r in scene.readings if r.size == 1 and (r.measure in _GAINS) == (reading.measure in _GAINS)]
    even = even if reading.measure in _GAINS else [r for r in even if r.measure == reading.measure]
    alike = [r for r in even if r.metric == reading.metric]
    alike = even if len(alike) == 1 and len(even) == len(scene.readings) else alike
    return alike.index(reading), len(alike)


def turned(scene: Scene, start: int, end: int, turns: frozenset[str]) -> bool:
    """Whether what stands between a value and a name turns to something else: "without loss on COCO"."""
    return not turns.isdisjoint(scene.tokens.lower[start:end])


def is_subject(scene: Scene, mention: Mention, *tags: str) -> bool:
    """Whether a model is what a verb of `tags` speaks of: "For instance, Llama-2-70B achieved a 48.4% speedup"."""
    words, at = scene.tokens.words, mention.last
    opens = mention.first == scene.sentence.first or words[mention.first - 1] in ",;:"
    at += at < scene.sentence.last and words[at].isalpha() and words[at].islower()  # "still achieves"
    return opens and any(
        mention.last <= chunk.start <= at and not chunk.tags.isdisjoint(tags) for chunk in scene.chunks
    )


def texts(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The names as written, each once."""
    return tuple(dict.fromkeys(m.text for m in mentions))


def shared(mentions: Sequence[Mention], turn: tuple[int, int]) -> tuple[str, ...]:
    """The names, or the one at the value's own place where names and values are parallel lists."""
    names, (place, size) = texts(mentions), turn
    if len(names) == 1 and names[0].count("/") + 1 == size > 1:
        names = sizes(names[0])
    if size > 1 and len(names) > 1 and size % len(names) == 0:
        return (names[place % len(names)],)
    return names


def sizes(name: str) -> tuple[str, ...]:
    """The names in one of several sizes: "ResNet-18/34/50"."""
    first, *rest = name.split("/")
    stem = first[: max(first.rfind("-"), first.rfind(" ")) + 1]
    return (first, *(stem + size for size in rest))
