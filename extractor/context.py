"""Context: what a claim is compared with, on which data, model, device and phase it holds, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.chunks import Chunk
from extractor.names import Mention
from extractor.quantities import Quantity
from extractor.readings import Reading
from extractor.rules import Metric, Rules
from extractor.tokens import Sentence, Tokens


class Context(NamedTuple):
    """The conditions of one claim; sets are in the order of the text."""

    baseline: str
    datasets: tuple[str, ...]
    models: tuple[str, ...]
    hardware: tuple[str, ...]
    scope: tuple[str, ...]
    by: str


class _Clause(NamedTuple):
    """The stretch of tokens a claim may look at: its own, and the rest of its sentence."""

    first: int
    last: int
    next_value: int
    value_before: int


class ContextFinder:
    """Finds the context of each reading of a sentence, by rules/context/context.toml."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/context.toml")
        baseline = table["baseline"]
        self._metrics = rules.metrics
        self._after = sorted((tuple(text.split()) for text in baseline["after"]), key=len, reverse=True)
        self._after_first = frozenset(words[0] for words in self._after)
        self._weak_after = frozenset(baseline["weak_after"])
        self._stop = frozenset(baseline["stop"])
        self._list = frozenset(baseline["list_words"])
        self._drop = frozenset(baseline["drop"])
        self._empty = frozenset(baseline["empty"])
        self._prior = tuple(table["prior"]["cues"])
        self._own = tuple(table["prior"]["own"])

    def __call__(
        self,
        tokens: Tokens,
        sentence: Sentence,
        chunks: list[Chunk],
        quantities: Sequence[Quantity],
        readings: Sequence[Reading],
        mentions: Sequence[Mention],
    ) -> list[Context]:
        """One context a reading."""
        here = [m for m in mentions if sentence.first <= m.first < sentence.last]
        markers = self._markers(tokens, sentence, chunks)
        by = self._by(tokens, sentence)
        out = []
        for reading in readings:
            clause = self._clause(sentence, quantities, reading, readings)
            metric = self._metrics[reading.metric]
            out.append(
                Context(
                    self._baseline(tokens, clause, reading, quantities, markers),
                    _shared(self._datasets(clause, sentence, metric, here), reading),
                    (),
                    _shared(self._hardware(clause, sentence, metric, here), reading),
                    self._scope(tokens, clause, reading, chunks),
                    by,
                )
            )
        return out

    def _clause(
        self, sentence: Sentence, quantities: Sequence[Quantity], reading: Reading, readings: Sequence[Reading]
    ) -> _Clause:
        q = quantities[reading.quantity]
        starts = [quantities[r.quantity].first for r in readings if r.anchor > reading.anchor]
        ends = [quantities[r.quantity].last for r in readings if r.anchor < reading.anchor]
        return _Clause(q.first, q.last, min(starts, default=sentence.last), max(ends, default=sentence.first))

    # baseline

    def _markers(self, tokens: Tokens, sentence: Sentence, chunks: list[Chunk]) -> list[tuple[int, str, bool]]:
        """(token, name, weak) of everything a value of the sentence may be compared with."""
        found: list[tuple[int, str, bool]] = []
        at = sentence.first
        while at < sentence.last:
            words = self._marker(tokens, at, sentence.last) if tokens.lower[at] in self._after_first else None
            if words is not None:
                name = self._name(tokens, at + len(words), sentence.last)
                if name:
                    found.append((at, name, words[0] in self._weak_after))
                at += len(words)
            else:
                at += 1
        for chunk in chunks:
            if "OUT" in chunk.tags:
                name = self._name(tokens, chunk.end, sentence.last)
                if name:
                    found.append((chunk.start, name, False))
        return sorted(found)

    def _marker(self, tokens: Tokens, at: int, last: int) -> tuple[str, ...] | None:
        for words in self._after:
            if tuple(tokens.lower[at : min(at + len(words), last)]) == words:
                return words
        return None

    def _name(self, tokens: Tokens, at: int, last: int) -> str:
        """The noun phrase at a token, as written; empty where there is none."""
        while at < last and tokens.lower[at] in self._drop:
            at += 1
        if at < last and tokens.lower[at][0].isdigit():
            return ""
        end = at
        while end < last and not self._ends(tokens, end, last):
            end += 1
        if end == at or " ".join(tokens.lower[at:end]) in self._empty:
            return ""
        return _text(tokens, at, end)

    def _ends(self, tokens: Tokens, at: int, last: int) -> bool:
        word = tokens.lower[at]
        if word in self._list and at + 1 < last and tokens.words[at + 1][:1].isupper() and tokens.words[at - 1][:1].isupper():
            return False
        if word == "/":
            return False
        return word in self._stop or word[0].isdigit()

    def _baseline(
        self,
        tokens: Tokens,
        clause: _Clause,
        reading: Reading,
        quantities: Sequence[Quantity],
        markers: list[tuple[int, str, bool]],
    ) -> str:
        if reading.measure == "level":
            return ""
        behind = [m for m in markers if m[0] >= clause.last]
        near = [m for m in behind if m[0] < clause.next_value]
        before = [m for m in markers if m[0] < clause.first]
        if near:
            return near[0][1]
        close = [m for m in before if m[0] >= clause.value_before]
        if close:
            return close[-1][1]
        if before:
            return before[-1][1]
        if behind:
            return behind[0][1]
        return ""

    # where it holds

    def _datasets(self, clause: _Clause, sentence: Sentence, metric: Metric, here: list[Mention]) -> tuple[str, ...]:
        return _near([m for m in here if m.kind == "dataset"], clause, sentence)

    def _hardware(self, clause: _Clause, sentence: Sentence, metric: Metric, here: list[Mention]) -> tuple[str, ...]:
        if metric.family in ("quality", "size"):
            return ()
        return _near([m for m in here if m.kind in ("device", "generic")], clause, sentence)

    def _scope(self, tokens: Tokens, clause: _Clause, reading: Reading, chunks: list[Chunk]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(reading.scopes))

    # whose

    def _by(self, tokens: Tokens, sentence: Sentence) -> str:
        text = " ".join(tokens.lower[sentence.first : sentence.last])
        if any(f" {cue} " in f" {text} " for cue in self._prior) and not any(f" {cue} " in f" {text} " for cue in self._own):
            return "prior"
        return "own"


def _near(mentions: list[Mention], clause: _Clause, sentence: Sentence) -> tuple[str, ...]:
    """The mentions behind a value before the next one; else those before it."""
    behind = [m.text for m in mentions if clause.last <= m.first < clause.next_value]
    if behind:
        return tuple(dict.fromkeys(behind))
    before = [m.text for m in mentions if m.first < clause.first]
    if before:
        return tuple(dict.fromkeys(before))
    later = [m.text for m in mentions if m.first >= clause.last]
    return tuple(dict.fromkeys(later))


def _shared(names: tuple[str, ...], reading: Reading) -> tuple[str, ...]:
    """The name at the value's own place where names and values are parallel lists."""
    if reading.size > 1 and len(names) == reading.size:
        return (names[reading.place],)
    return names


def _text(tokens: Tokens, start: int, end: int) -> str:
    """The words of tokens [start, end), spaced as in the cleaned text."""
    parts = [tokens.words[start]]
    for at in range(start + 1, end):
        parts.append(("" if tokens.glued(at) else " ") + tokens.words[at])
    return "".join(parts)
