"""Durations: what a value is of where only its unit names a metric, above all a bare time; or that it is of none."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.frames.joins import Chunk, Meaning
from extractor.quantities.ranges import Quantity
from extractor.readings.tasks import RELATIVE
from extractor.rulefiles.rules import Rules, Table
from extractor.text.tokens import Tokens

_AROUND = 8  # tokens that tell whether a duration is one of training
_NO_WORDS: frozenset[str] = frozenset()
_WIDE, _BEHIND = 15, 4  # ... and those before and behind how it changes
_BESIDE = 2  # tokens before a duration in which its verb stands


def fits_of(units: Table) -> dict[str, frozenset[str]]:
    """The metrics that a value in a measured unit can be of, by unit."""
    return metrics_of_units([*units["unit"], *units["prefix"]], "unit")


def metrics_of_units(entries: Iterable[Table], kind: str) -> dict[str, frozenset[str]]:
    """The metrics that a value can be of, by its unit, for the units of a kind."""
    fitting = (entry for entry in entries if entry["kind"] == kind)
    return {entry["unit"]: frozenset([entry["metric"], *entry.get("also", ())]) for entry in fitting}


def lengths_of(units: Table, error: str) -> frozenset[str]:
    """The units of length: those that are counted and can be of an error alone."""
    return frozenset(e["unit"] for e in units["unit"] if e["kind"] == "count" and e.get("also") == [error])


def erring_of(units: Table, error: str) -> frozenset[str]:
    """The units that are counted and can be of an error: lengths, forces ..."""
    return frozenset(e["unit"] for e in units["unit"] if e["kind"] == "count" and error in e.get("also", ()))


class Durations:
    """Tells what a duration is one of, where only its unit names a metric."""

    def __init__(self, rules: Rules) -> None:
        units = rules.table("quantities/units.toml")
        roles = rules.table("terms/metrics.toml")["roles"]
        training = rules.table("context/training.toml")
        self._fits = fits_of(units)
        self._runtime: str = roles["runtime"]
        self._memory: str = roles["cached"]["metric"]
        self._size: str = roles["size"]
        self._of_store, self._of_memory = frozenset(units["stored"]["words"]), frozenset(units["stored"]["not_words"])
        self._training_time: str = roles["training_time"]
        self._spans: dict[str, frozenset[str]] = {word: frozenset(words) for word, words in units["spans"].items()}
        self._taken: dict[str, frozenset[str]] = {word: frozenset(words) for word, words in units["taken"].items()}
        words = {kind: frozenset(words) for kind, words in units["foreign_words"].items()}
        self._foreign: dict[str, frozenset[str]] = {unit: words[kind] for unit, kind in units["foreign"].items()}
        self._training, self._running = frozenset(training["words"]), frozenset(training["not_words"])
        self._seeking, self._learners = frozenset(training["seeking"]), frozenset(training["learners"])
        self._trained = frozenset(training["trained"])
        self._taught, self._taught_in = frozenset(training["taught"]), frozenset(training["taught_in"])
        self._teaching = frozenset(training["teaching"])
        self._learned = frozenset(training["beside"])
        self._searches, self._sought = frozenset(training["searches"]), frozenset(training["sought"])
        self._times = frozenset(rules.table("terms/words.toml")["said"]["times"])

    def fits(self, unit: str) -> frozenset[str]:
        """The metrics that a value in a unit can be of, where it has a measured one."""
        return self._fits.get(unit, _NO_WORDS)

    def __call__(self, meaning: Meaning, tokens: Tokens, q: Quantity, chunks: list[Chunk]) -> Meaning | None:
        """A bare duration's metric: that of training where the words around it speak of training.

        None where it says how long or when something was done ("flew for 2 hours", "24 hours a day"), and for a value
        in any unit whose sentence speaks of something else ("a tremor of 40 Hz", "a lifespan of 54 hours").
        """
        first, last = chunks[0].start, chunks[-1].end
        if not self._foreign.get(q.unit, _NO_WORDS).isdisjoint(tokens.lower[first:last]):
            return None
        if meaning.metric not in (self._runtime, self._training_time):
            return self._stored(meaning, tokens, q, first, last)
        if self._is_span(tokens, q, first, last):
            return None
        fits = self._fits.get(q.unit, (self._runtime, self._training_time))
        training = self._training_in(tokens)
        beside = tokens.lower[max(first, q.first - _BESIDE) : q.first]
        if self._training_time in fits and not (training | self._learned).isdisjoint(beside):
            return meaning._replace(metric=self._training_time)  # "prediction can be trained in 25 minutes"
        near = tokens.lower[max(first, q.first - _AROUND) : min(last, q.last + _AROUND)]
        for window in (near, tokens.lower[first:last]):
            trains = any(word in training for word in window)
            runs = any(word in self._running for word in window)
            if trains != runs:
                metric = self._training_time if trains else self._runtime
                return meaning._replace(metric=metric if metric in fits else q.metric)
        wide = tokens.lower[max(first, q.first - _WIDE) : min(last, q.last + _AROUND)]
        if q.unit in self._taught_in and not self._taught.isdisjoint(wide) and self._running.isdisjoint(wide):
            return meaning._replace(metric=self._training_time)  # "learning to walk in 20 minutes"
        metric = q.metric or meaning.metric
        if metric == self._training_time and training.isdisjoint(tokens.lower):
            # Hours and days are those of training only where something is trained.
            metric = self._runtime if self._runtime in self._fits.get(q.unit, ()) else metric
        return meaning._replace(metric=metric)

    def _training_in(self, tokens: Tokens) -> frozenset[str]:
        """The words of training in a text: a search or what converges is one only of what learns."""
        return self._training - self._seeking if self._learners.isdisjoint(tokens.lower) else self._training

    def _stored(self, meaning: Meaning, tokens: Tokens, q: Quantity, first: int, last: int) -> Meaning:
        """A bare number of bytes: the size of what is stored, where that is spoken of: "the checkpoint takes 2 GB"."""
        if meaning.metric != self._memory or self._size not in self._fits.get(q.unit, ()):
            return meaning
        near = tokens.lower[max(first, q.first - _AROUND) : min(last, q.last + _BESIDE)]
        stored = not self._of_store.isdisjoint(near) and self._of_memory.isdisjoint(near)
        return meaning._replace(metric=self._size) if stored else meaning

    def narrowed(self, meaning: Meaning, name: str, tokens: Tokens, q: Quantity, chunks: list[Chunk]) -> Meaning:
        """What a bare "time" is one of, where a value beside it says how it changes: "is trained in 2x less time".

        Of a search, it is one of training where a text speaks of architectures: "reduces the search time to 3 h".
        """
        if name in self._searches and meaning.metric == self._runtime and not self._sought.isdisjoint(tokens.lower):
            return meaning._replace(metric=self._training_time)
        if name not in self._times:
            return meaning
        near = tokens.lower[max(chunks[0].start, q.first - _AROUND) : min(chunks[-1].end, q.last + _AROUND)]
        wide = tokens.lower[max(chunks[0].start, q.first - _WIDE) : min(chunks[-1].end, q.last + _BEHIND)]
        trains = not self._trained.isdisjoint(near) or (q.unit in self._taught_in and not self._taught.isdisjoint(near))
        changed = q.kind in RELATIVE or q.unit in self._taught_in
        trains = trains or (changed and not self._teaching.isdisjoint(wide))
        if meaning.metric != self._runtime or not trains or not self._running.isdisjoint((*wide, *near)):
            return meaning
        return meaning._replace(metric=self._training_time)

    def _is_span(self, tokens: Tokens, q: Quantity, first: int, last: int) -> bool:
        """Whether a duration is no time that a result takes, by the words beside it; some where nothing is trained."""
        if q.unit not in self._spans["units"] or q.only or q.form == "change":
            return False  # "after 1.4 s, down from 6 s"
        at = self._listed_since(tokens, q, first) - 1
        if tokens.before(at + 1) not in self._taken and at == q.start - 1:
            at = q.first - 1  # "for up to 5 s"
        before = tokens.lower[at] if at >= first else ""
        back = at > first and tokens.lower[at - 1] in self._taken.get(before, ())
        back = back or (before in self._taken and at != q.start - 1)  # "an average 0.1 s"
        behind = tokens.lower[q.last : min(last, q.last + 2)]
        if any(" ".join(behind[:most]) in self._spans["behind"] for most in (1, 2)):
            return True
        if tokens.lower[first] in self._spans["apiece"] or self._spans["apiece"].intersection(behind[:1]):
            return False  # "per query, it computes for 15 ms"
        spans = before in self._spans["before"] and not back
        noun = bool(behind) and behind[0].isalpha() and behind[0] not in self._spans["answers"]
        spans = spans or (noun and before in self._spans["articles"])
        return spans and self._training.isdisjoint(tokens.lower[first:last])

    def _listed_since(self, tokens: Tokens, q: Quantity, first: int) -> int:
        """Where a list of durations in one unit begins whose last is told: "in their 20s, 30s, and 40s"."""
        at = q.start
        while True:
            end = tokens.back(at, self._spans["listing"], first)
            before = tokens.lower[end - 2 : end] if end < at and end - 2 >= first else []
            if not before or before[1] != tokens.lower[q.last - 1] or not before[0][0].isdigit():
                return at
            at = end - 2
