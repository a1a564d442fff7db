"""Applied: the models that a change was made to, "accelerates DeiT-S by 50%", which its values are compared with."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.frames.joins import Chunk
from extractor.frames.own import is_own_model
from extractor.owners.places import Place
from extractor.owners.scenes import Scene, is_subject
from extractor.readings.tasks import Reading
from extractor.rulefiles.rules import Rules
from extractor.terms.names import Mention

_TESTED = 3  # tokens from a test to the model it is on


class AppliedFinder:
    """Finds the models a verb was applied to, by [model] of the context rules."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/model.toml")
        self._aims = frozenset(table["aims"])
        self._tests = frozenset(table["tests"])
        self._being = frozenset(table["being"])
        self._ends = frozenset(table["ends"])
        self._joiners = frozenset(table["joiners"])

    def __call__(self, scene: Scene, place: Place, reading: Reading, own: Sequence[str]) -> tuple[str, ...]:
        """The models that the verb before a value was applied to: "accelerates DeiT-S by 50%"."""
        models = [m for m in scene.named("model") if m.last <= place.first and not is_own_model(m.text, own)]
        models = [m for m in models if not is_subject(scene, m, "ACH", "KEEP")]
        chunks = scene.chunks
        for at in range(reading.anchor - 1 if models else -1, -1, -1):
            if chunks[at].start < place.before or "OUT" in chunks[at].tags:
                break
            if _is_verb(chunks[at], chunks[at - 1] if at else None):
                behind = tuple(dict.fromkeys(m.text for m in models if chunks[at].end <= m.first))
                return behind or self._passive(scene, chunks[at].start, place, models)
        return ()

    def _passive(self, scene: Scene, verb: int, place: Place, models: Sequence[Mention]) -> tuple[str, ...]:
        """The models that a verb in the passive speaks of: "the speed of DeiT-S is increased by 50%"."""
        words = scene.tokens.lower
        if not self._being.intersection(words[max(verb - 2, 0) : verb]):
            return ()
        before = [m for m in models if place.before <= m.first and m.last <= verb]
        if any(word in self._ends for word in words[before[0].last : verb]) if before else True:
            return ()
        if words[before[-1].last] == "," and words[before[-1].last + 1] in self._joiners:
            return ()  # "compared to 14 FPS of DeiT-S, and its memory is reduced by 40%"
        return tuple(dict.fromkeys(m.text for m in before))

    def plainly(self, scene: Scene, place: Place, models: Sequence[str]) -> Sequence[str]:
        """The models a method was applied to, which its values are compared with.

        None where a bracket gives examples, where one is what the clause speaks of, a gain is for it, or it is tested.
        """
        words = scene.tokens.lower
        for mention in scene.named("model"):
            if mention.text in models:
                behind = place.last <= mention.first and words[mention.first - 1] in self._aims
                led = words[max(mention.first - _TESTED, scene.sentence.first) : mention.first]
                if behind or not self._tests.isdisjoint(led) or is_subject(scene, mention, "ACH", "KEEP"):
                    return ()
                if scene.tokens.is_bracketed(scene.sentence.first, mention.first):
                    return ()
        return models


def _is_verb(chunk: Chunk, left: Chunk | None) -> bool:
    """Whether a chunk is a verb of change; "decreases" or "speedup" behind a metric or an amount is a noun."""
    if not chunk.tags & {"DV", "MV"}:
        return False
    return chunk.tags.isdisjoint({"DN", "MN"}) or left is None or not left.tags & {"Q", "M", "DA"}
