"""Bearers: base models that a sentence says something is done with: "BERT trained with our loss", "our 2-bit ViT"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extractor.datasets.headings import list_start
from extractor.frames.own import OwnReader, names_own
from extractor.owners.scenes import Scene
from extractor.rulefiles.rules import Rules
from extractor.terms.names import Mention

_AMOUNT = 2  # tokens behind "with" among which a number tells what a model has: "BERT with only 110M"
_DONE = 3  # chunks behind a model, and one, among which the verb of what is done to it stands
_VERBS = frozenset({"DV", "MV"})


class BearerFinder:
    """Tells whether a model bears a method, by [model] of the context rules."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table = context["model"]
        self._models = frozenset(context["system"]["nouns"])
        self._with = frozenset(table["with"])
        self._between = frozenset(context["device"]["between"])
        self._clause = frozenset([*table["opposed"], *table["ends"]])
        self._becomes = frozenset(table["becomes"])
        self._treated, self._treated_by = frozenset(table["treated"]), frozenset(table["treated_by"])
        self._resulting = frozenset(table["resulting"])
        self._ours, self._handled = frozenset(table["ours"]), frozenset(table["handled"])
        self._is_own = OwnReader(context["owner"]["ourselves"])
        self._articles = frozenset(context["dataset"]["articles"])
        self._even = frozenset(table["even"])

    def __call__(self, scene: Scene, mention: Mention, models: Sequence[Mention], own: Sequence[str]) -> bool:
        """Whether the clause or the list of a model tells that something is done with it."""
        done = self._bearer(scene, mention, models, own) or self._given(scene, mention)
        done = done or self._is_ours(scene, mention, own) or self._undergoes(scene, mention)
        return done or self._enumerated(scene, mention, models)

    def list_start(self, scene: Scene, mention: Mention) -> int:
        """Where the list of models that one is in begins."""
        first = list_start(scene.tokens.lower, mention, scene.named("model"), self._between)
        return scene.tokens.back(first, self._between, scene.sentence.first)

    def _bearer(self, scene: Scene, mention: Mention, models: Sequence[Mention], own: Sequence[str]) -> bool:
        """Whether a method is added to a model: "DeiT-T and DeiT-S with MCTF reduce", "BERT trained with our loss"."""
        words, at, last = scene.tokens.lower, mention.last, scene.sentence.last
        for other in models:
            if other.first >= at and all(word in self._between for word in words[at : other.first]):
                at = other.last
        at += at + 1 < last and words[at] in self._models  # "a FooNet model equipped with"
        if at + 1 >= last:
            return False
        if words[at] in self._with:
            return not any(word[0].isdigit() for word in words[at + 1 : at + 1 + _AMOUNT])
        if words[at] not in self._treated or words[at + 1] not in self._treated_by or at + 2 >= last:
            return False
        at = scene.tokens.past(at + 2, self._articles, last - 1)
        return self._is_own(scene.tokens, at, at + 1, own)

    def _is_ours(self, scene: Scene, mention: Mention, own: Sequence[str]) -> bool:
        """Whether a model is what became of one: "our 2-bit ResNet-18 offers", "the FooTune-trained BERT"."""
        words, first = scene.tokens.lower, scene.sentence.first
        at = self.list_start(scene, mention)
        name, _, treated = scene.tokens.words[at - 1].rpartition("-") if at > first else ("", "", "")
        if treated in self._treated and names_own(name, own):
            return True
        if _goes_on(scene, mention):
            return False
        while at > first and (words[at - 1] in self._handled or words[at - 1].isdigit()):
            at -= 1
            if words[at] in self._resulting:
                return True
        return at > first and words[at - 1] in self._ours

    def _given(self, scene: Scene, mention: Mention) -> bool:
        """Whether a sentence opens with what a model is given: "With our FooNet, (even) BERT improves by 2%"."""
        words, first = scene.tokens.words, scene.sentence.first
        first += 2 * (words[first + 1] == ",")  # "Notably, with our FooNet,"
        start = self.list_start(scene, mention)
        start += words[start] == ","
        led = scene.tokens.lower[first] in self._with and any(m.first == start for m in scene.named("model"))
        start = scene.tokens.back(start, self._even, first)
        return led and words[start - 1] == "," and "," not in words[first : start - 1]

    def _undergoes(self, scene: Scene, mention: Mention) -> bool:
        """Whether a model opens a clause that says what is done to it: "BERT is compressed by 8x", "becomes 8x"."""
        words, chunks = scene.tokens.lower, scene.chunks
        start = self.list_start(scene, mention)
        if start > scene.sentence.first and words[start] != "," and words[start - 1] not in self._clause:
            return False
        end = mention.last
        ends = {m.first: m.last for m in scene.named("model")}
        while end < scene.sentence.last and (words[end] in self._between or end in ends):
            end = ends.get(end, end + 1)
        if end < scene.sentence.last and words[end] in self._becomes:
            return True
        at = bisect_left(chunks, end, key=lambda chunk: chunk.start)
        being = any("BE" in chunk.tags for chunk in chunks[at : at + 2])
        return being and any(
            chunk.tags & _VERBS and "DA" not in chunk.tags for chunk in chunks[at + 1 : at + 1 + _DONE]
        )

    def _enumerated(self, scene: Scene, mention: Mention, models: Sequence[Mention]) -> bool:
        """Whether a model is one of a list behind a word for models: "on three networks: BERT, GPT-2, and ViT"."""
        words, at = scene.tokens.lower, self.list_start(scene, mention)
        end = scene.tokens.past(mention.last, self._between, scene.sentence.last)
        several = mention.first > at or any(m.first == end for m in models)  # "models: BERT, an old one,"
        return several and at - 1 > scene.sentence.first and words[at - 1] == ":" and words[at - 2] in self._models


def _goes_on(scene: Scene, mention: Mention) -> bool:
    """Whether a name is that of another model: "the resulting BERT-Foo", "our BERT+", not "our BERT-based ranker"."""
    whole, last = scene.tokens.ends[mention.last - 1], scene.tokens.words[mention.last - 1]
    return mention.text.endswith("+") or (whole > mention.end and last[mention.end - whole :][1:2].isupper())
