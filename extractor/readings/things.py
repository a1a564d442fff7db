"""Things: what is counted or lessened though it is no metric: "reduces the heads by 9%", "holds 60% more vehicles"."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.frames.frames import Frame
from extractor.frames.joins import OTHER, WORD, Chunk, Meaning, moving, plain
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Tokens

_PHRASE = frozenset(["W", "PREP"])
_OBJECT = 4  # chunks behind a verb within which its object begins ("reduces the number of words by 9%")


class Things:
    """Tells nouns of no metric by [said] of rules/terms/words.toml."""

    def __init__(self, rules: Rules) -> None:
        self._metrics = rules.metrics
        roles = rules.table("terms/metrics.toml")["roles"]
        self._lessened: str = roles["lessened"]
        self._scored: str = roles["scored"]
        said = rules.table("terms/words.toml")["said"]
        self._known: dict[str, str] = {word: metric for metric, words in said["things"].items() for word in words}
        self._by = frozenset(said["by"])
        self._counting, self._numbering = frozenset(said["counting"]), frozenset(said["numbering"])
        self._plural, self._no_plural = said["plural"], tuple(said["no_plural"])

    def less(self, said: Sequence[Chunk]) -> Meaning:
        """A thing with no name of a metric that is lessened: nobody says so but of what is bad for it."""
        metric = next((self._known[chunk.word] for chunk in said if chunk.word in self._known), self._lessened)
        return plain(self._metrics[metric])._replace(good="lower", percentage=False)

    def is_object(self, said: Sequence[Chunk]) -> bool:
        """Whether what stands between a verb and a value is a thing, and no metric."""
        if any("M" in chunk.tags for chunk in said):
            return False
        return any(c.tags == {"W"} and (c.word == OTHER or c.sub or c.word in self._known) for c in said[:_OBJECT])

    def subject(self, chunks: Sequence[Chunk], verb: int) -> int:
        """The thing that a verb of change without an object is about, -1 without one: "the stiffness grew by 9%"."""
        passive = verb > 0 and "BE" in chunks[verb - 1].tags
        at = verb - 1 - passive
        if at < 0 or "DV" not in chunks[verb].tags or chunks[at].tags != WORD:
            return -1
        head = at
        while head > 0 and not chunks[head].tags.isdisjoint(_PHRASE):
            head -= 1
        if "M" in chunks[head].tags:
            return -1  # "the accuracy on the new task grew by 9%"
        return at if passive or chunks[verb + 1].quantities or chunks[verb + 1].word in self._by else -1

    def compared(self, chunks: list[Chunk], frame: Frame, tokens: Tokens) -> Meaning | None:
        """What a comparative is said of behind its value: things by number are no score, and less of one is better.

        "Holds 60% more vehicles", "solves twice as many puzzles", "builds maps of 50% lower entropy".
        """
        if frame.rule.metric != self._scored:
            return None
        more = next((chunk for chunk in chunks[frame.anchor + 1 : frame.end] if "DA" in chunk.tags), None)
        says = None if more is None else moving(more)
        if more is None or says is None:
            return None
        if says.moves == "down":
            return plain(self._metrics[self._scored])._replace(good="lower")
        how = " ".join(tokens.lower[more.start : more.end])
        nouns = next((tokens.lower[c.start : c.end] for c in chunks[frame.anchor + 1 :] if c.start >= more.end), [])
        many = how in self._numbering or (how in self._counting and any(self._is_plural(word) for word in nouns))
        return plain(self._metrics[self._lessened]) if many else None

    def _is_plural(self, word: str) -> bool:
        """Whether a word looks like a plural; of things of any kind more endings tell than of names: "bus", "axis"."""
        return word.endswith(self._plural) and not word.endswith(self._no_plural)
