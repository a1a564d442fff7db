"""Learned: what is counted where a sentence speaks of training: fewer tokens are data; a step that is faster, speed."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.frames.frames import Frame
from extractor.frames.joins import Chunk, Meaning, plain
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Tokens


class Learned:
    """Reads the words of a sentence around what is counted, by rules/context/learned.toml."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/learned.toml")
        self._metrics = rules.metrics
        self._becomes: dict[tuple[str, str], str] = {
            (entry["metric"], word): entry["becomes"] for entry in table["counted"] for word in entry["words"]
        }
        self.counts: str = table["of_steps"]
        self._one, self._hastened = frozenset(table["one"]), table["hastened"]
        self._told, self._untold = frozenset(table["told"]), frozenset(table["untold"])

    def __call__(self, meaning: Meaning, tokens: Tokens, at: int, chunks: Sequence[Chunk], frame: Frame) -> Meaning:
        """The meaning, or that of training: "reaches the loss of AdamW in 2x fewer steps", "trains on 3x fewer tokens".

        Not where the sentence speaks of running a model, too: "our trained sampler needs 10x fewer steps".
        """
        if meaning.metric == self.counts and tokens.lower[chunks[at].end - 1] in self._one:
            meant = (m for chunk in chunks[frame.start : frame.end] if "MA" in chunk.tags for m in chunk.meanings)
            # "A training step is 24% faster": there are not fewer of them.
            return next((m._replace(scopes=meaning.scopes) for m in meant if m.metric == self._hastened), meaning)
        becomes = self._becomes.get((meaning.metric, tokens.lower[chunks[at].end - 1]))
        if becomes is None:
            return meaning
        said = tokens.lower[chunks[0].start : chunks[-1].end]
        if self._told.isdisjoint(said) or not self._untold.isdisjoint(said):
            return meaning
        metric = plain(self._metrics[becomes])
        return metric._replace(moves=meaning.moves, scopes=meaning.scopes)
