"""Heads: the metric that heads a phrase in which another one stands: "the memory needed to reach this accuracy"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.frames.joins import Chunk
from extractor.rulefiles.rules import Metric, Rules

_PHRASE = 6  # chunks of a phrase before the metric at its end
_IN_PHRASE = frozenset(["W", "DA"])
_NAMES = frozenset(["M", "S"])
_WORD = frozenset(["W"])
_VERBS = frozenset(["BE", "DV"])
_SUBJECT = frozenset(["W", "DA", "N", "S"])
_NEED = 7  # chunks from a verb of needing to the metric that is needed for
_OWNER = 3  # chunks between a metric and the verb it is the subject of, or what it is needed for
_ENDS = frozenset(["BREAK", "COMMA", "Q", "QC", "QV", "DV", "BE"])
_OPENING = frozenset(["BREAK", "COMMA", "AND"])  # before the subject of a clause
_OF_THING = frozenset(["W", "PREP", "S"])
_PREDICATE = frozenset(
    ["W", "DA", "MA", "AND", "S", "COMMA", "Q", "QU"]
)  # "is more stable and 3x faster", "is, in fact, 3x faster"
_CLAUSE = frozenset(["BREAK", "COMMA"])  # before a subject
_NOUNS = frozenset(
    ["W", "DA", "DN", "S", "M", "N", "PREP", "AND", "ACH", "USE", "LP", "RP"]
)  # what subjects are made of
_TELLING = frozenset(["PREP", "ACH", "USE"])  # what follows the noun that heads one


class Heads:
    """Tells which metric a phrase is one of, by [said] of rules/terms/words.toml."""

    def __init__(self, rules: Rules) -> None:
        self._metrics: Mapping[str, Metric] = rules.metrics
        said = rules.table("terms/words.toml")["said"]
        self._inside, self._purpose = frozenset(said["inside"]), frozenset(said["purpose"])
        self._needed, self._owned = frozenset(said["needed"]), frozenset(said["owned"])
        self._relative = frozenset(said["relative"])

    def __call__(self, chunks: list[Chunk], at: int) -> int:
        """The metric that the phrase is one of at whose end the metric `at` stands, which is that itself mostly."""
        of = at - 1 - (at > 0 and chunks[at - 1].tags == _WORD)
        if of > 1 and chunks[of].word in self._owned and "DN" in chunks[of - 1].tags and chunks[of - 2].tags == {"M"}:
            return of - 2  # "the latency reduction of the large cache is 35%"
        needed = self._needed_for(chunks, at)
        if needed is None and (subject := _heading(chunks, at)) is not None:
            return subject
        return self._measured_on(chunks, at) if needed is None else needed

    def _measured_on(self, chunks: list[Chunk], at: int) -> int:
        """The metric that a phrase of data belongs to: "the accuracy on real data is 20% higher"; else the data."""
        verb = "USE" in chunks[at].tags and at > 0 and chunks[at - 1].word in self._purpose  # "to compute"
        if not (chunks[at].meanings[0].apart or verb):
            return at
        inside = False  # whether the data stand in a phrase of what is before them
        for i in range(at - 1, max(-1, at - _PHRASE), -1):
            chunk = chunks[i]
            if inside and chunk.tags <= _NAMES and chunk.traits.on_data:
                return i
            inside = inside or chunk.word in self._inside or chunk.word in self._purpose
            if not (chunk.tags <= _IN_PHRASE or chunk.word in self._inside or chunks[i + 1].word in self._purpose):
                return at
        return at

    def _needed_for(self, chunks: list[Chunk], at: int) -> int | None:
        """The resource that is needed for a metric: "the memory required to reach the same accuracy drops by 40%"."""
        for verb in range(at - 1, max(0, at - _NEED), -1):
            if not _ENDS.isdisjoint(chunks[verb].tags):
                return None
            if chunks[verb].word not in self._needed:
                continue
            for i in range(verb - 1, max(-1, verb - 1 - _OWNER), -1):
                chunk = chunks[i]
                if "M" in chunk.tags and chunk.meanings:
                    return i if self._metrics[chunk.meanings[0].metric].resource else None
        return None

    def subject(self, chunks: Sequence[Chunk], at: int) -> int:
        """The chunk that heads the subject of what is said to be so at a chunk, -1 without one.

        "The latency of the cache on phones is more stable and 3x faster", "with runtimes that are 3x faster".
        """
        be = at - 1
        while be > 0 and chunks[be].tags <= _PREDICATE:
            be -= 1
        if be < 1 or "BE" not in chunks[be].tags:
            return -1
        if chunks[be - 1].word in self._relative:
            return be - 2 - (be > 1 and "COMMA" in chunks[be - 2].tags)
        last = be - 1
        if "COMMA" in chunks[last].tags:  # "the runtime of our method, for most inputs, is"
            last = max((i for i in range(last) if "COMMA" in chunks[i].tags), default=0) - 1
        head = -1
        for i in range(last, -1, -1):
            if not chunks[i].tags.isdisjoint(_CLAUSE):
                break
            if not chunks[i].tags <= _NOUNS or (i == last and "AND" in chunks[i].tags):
                return -1
            if i == last or not chunks[i + 1].tags.isdisjoint(_TELLING):
                head = i
        return head

    def winning(self, chunks: list[Chunk], verb: int, *, factor: bool) -> int | None:
        """The metric that is the subject of a verb of winning: "the throughput of ours exceeds theirs by 2x".

        One of which more is better, and that opens its clause; for "nets of larger size surpass others". No percentage
        where it wins by a `factor`.
        """
        if "OUT" not in chunks[verb].tags:
            return None
        for at in range(verb - 1, max(-1, verb - _OWNER - 2), -1):
            chunk = chunks[at]
            if chunk.tags == {"M"} and chunk.meanings:
                opens = at == 0 or not chunks[at - 1].tags.isdisjoint(_OPENING)
                owns = at + 1 == verb or chunks[at + 1].word in self._owned
                metric = self._metrics[chunk.meanings[0].metric]
                fits = metric.polarity == "higher" and not (factor and metric.percentage)
                return at if opens and owns and fits else None
            if not chunk.tags <= _OF_THING or not chunk.tags:
                return None
        return None


def _heading(chunks: list[Chunk], at: int) -> int | None:
    """The metric that heads a subject with a resource at its end: "the latency of the KV cache is 20% higher"."""
    behind = at + 1 + (at + 1 < len(chunks) and chunks[at + 1].tags == _WORD)  # "of the cache system"
    ends = behind < len(chunks) and not chunks[behind].tags.isdisjoint(_VERBS)
    if not ends or not chunks[at].tags <= _NAMES:
        return None
    for i in range(at - 1, max(-1, at - _PHRASE), -1):
        if chunks[i].tags == {"M"}:
            led = "PREP" in chunks[i + 1].tags and chunks[i].traits.owned and chunks[i].sub != chunks[at].sub
            return i if led and not chunks[i].meanings[0].weak else None
        if not (chunks[i].tags <= _SUBJECT or "PREP" in chunks[i].tags):
            return None
    return None
