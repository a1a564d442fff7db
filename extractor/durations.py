"""Durations: whether a bare time is one of a result, of a training, or only tells how long something lasted."""

from __future__ import annotations

from extractor.chunks import Chunk, Meaning
from extractor.ranges import Quantity
from extractor.rules import Rules, Table
from extractor.tokens import Tokens

_AROUND = 8  # tokens that tell whether a duration is one of training
_BESIDE = 2  # tokens before a duration in which its verb stands


def fits_of(units: Table) -> dict[str, frozenset[str]]:
    """The metrics that a value in a measured unit can be of, by unit."""
    return {
        entry["unit"]: frozenset([entry["metric"], *entry.get("also", ())])
        for entry in [*units["unit"], *units["prefix"]]
        if entry["kind"] == "unit"
    }


class Durations:
    """Tells what a duration is one of, where only its unit names a metric."""

    def __init__(self, rules: Rules) -> None:
        units = rules.table("quantities/units.toml")
        roles = rules.table("terms/metrics.toml")["roles"]
        training = rules.table("context/context.toml")["training"]
        self._fits = fits_of(units)
        self._runtime: str = roles["runtime"]
        self._training_time: str = roles["training_time"]
        self._spans: dict[str, frozenset[str]] = {
            key: frozenset([words] if isinstance(words, str) else words) for key, words in units["spans"].items()
        }
        self._training, self._running = frozenset(training["words"]), frozenset(training["not_words"])
        self._learned = self._training | frozenset(training["beside"])

    def __call__(self, meaning: Meaning, tokens: Tokens, q: Quantity, chunks: list[Chunk]) -> Meaning | None:
        """A bare duration's metric: that of training where the words around it speak of training.

        None where it says how long or when something was done ("flew for 2 hours", "24 hours a day").
        """
        if meaning.metric not in (self._runtime, self._training_time):
            return meaning
        first, last = chunks[0].start, chunks[-1].end
        if self._is_span(tokens, q, first, last):
            return None
        fits = self._fits.get(q.unit, (self._runtime, self._training_time))
        beside = tokens.lower[max(first, q.first - _BESIDE) : q.first]
        if self._training_time in fits and not self._learned.isdisjoint(beside):
            return meaning._replace(metric=self._training_time)  # "prediction can be trained in 25 minutes"
        near = tokens.lower[max(first, q.first - _AROUND) : min(last, q.last + _AROUND)]
        for window in (near, tokens.lower[first:last]):
            trains = any(word in self._training for word in window)
            runs = any(word in self._running for word in window)
            if trains != runs:
                metric = self._training_time if trains else self._runtime
                return meaning._replace(metric=metric if metric in fits else q.metric)
        metric = q.metric or meaning.metric
        if metric == self._training_time and self._training.isdisjoint(tokens.lower):
            # Hours and days are those of training only where something is trained.
            metric = self._runtime if self._runtime in self._fits.get(q.unit, ()) else metric
        return meaning._replace(metric=metric)

    def _is_span(self, tokens: Tokens, q: Quantity, first: int, last: int) -> bool:
        """Whether a duration is no time that a result takes, by the words beside it, where nothing is trained."""
        spans = self._spans
        if q.unit not in spans["units"] or q.only:
            return False
        before, behind = tokens.lower[max(first, q.first - 1) : q.first], tokens.lower[q.last : min(last, q.last + 2)]
        lasts = not spans["before"].isdisjoint(before)
        lasts = lasts or any(" ".join(behind[:most]) in spans["behind"] for most in (1, 2))
        lasts = lasts or (tokens.lower[q.first] in spans["over"] and spans["taking"].isdisjoint(before))
        noun = bool(behind) and behind[0].isalpha() and behind[0] not in spans["answers"]
        lasts = lasts or (noun and not spans["articles"].isdisjoint(before))
        return lasts and self._training.isdisjoint(tokens.lower[first:last])
