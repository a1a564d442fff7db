"""Measured by: the metric of a value that only its data set tells: "It scores 61.3% on MMLU" is an accuracy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.context.context import Context
from extractor.frames.joins import Chunk
from extractor.readings.tasks import Reading
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Tokens

_VALUES = frozenset(["level", "change"])
_SCORING = frozenset(["ACH", "M"])  # a verb of reaching that is a word for a score, too: "scores 81.2% on A"


class MeasuredBy:
    """Gives values the metric of their data set, by [measured_by] of rules/terms/metrics.toml."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("terms/metrics.toml")
        self._metrics = rules.metrics
        self._unnamed: str = table["roles"]["unnamed"]
        self._scored: str = table["roles"]["scored"]
        self._measured_by = {name: metric for metric, names in table["measured_by"].items() for name in names}

    def __call__(
        self,
        names: Mapping[str, str],
        tokens: Tokens,
        chunks: Sequence[Chunk],
        readings: Sequence[Reading],
        contexts: Sequence[Context],
    ) -> list[Reading]:
        """The readings, with the metric of its data set for a value of which none is named.

        A verb of scoring names none ("scores 61.3% on MMLU"), and a difference to such a value is one of its metric.
        `names` are the canonical ones of data sets, by how they are written.
        """
        measured: dict[int, set[str]] = {}  # for each list of values, what all its data sets are measured by
        for reading, context in zip(readings, contexts, strict=True):
            by = {self._measured_by.get(names.get(text, text), "") for text in context.datasets}
            measured.setdefault(reading.anchor, set()).update(by)
        told: dict[int, str] = {}  # the metric of a data set, by the chunk that its readings go by
        out: list[Reading] = []
        for reading in readings:
            by = measured[reading.anchor] if self._is_unnamed(chunks, reading) else set()
            metric = next(iter(by)) if len(by) == 1 else ""
            if reading.measure == "points" and (risen := self._risen(names, tokens, chunks, reading)):
                metric = risen  # "and improves MMLU by 2 points"
            elif reading.measure == "points" and reading.metric in (self._unnamed, self._scored):
                metric = told.get(reading.metric_at, "")
            elif metric and (reading.measure == "level" or self._metrics[metric].polarity == "higher"):
                told[reading.metric_at] = metric
            else:
                metric = ""
            out.append(reading._replace(metric=metric) if metric else reading)
        return out

    def _risen(self, names: Mapping[str, str], tokens: Tokens, chunks: Sequence[Chunk], reading: Reading) -> str:
        """The metric of a data set that itself is raised by points, whatever was named before; else none."""
        between = chunks[reading.start + 1 : max(0, reading.anchor - 1)]
        own = reading.start <= reading.metric_at and not chunks[reading.metric_at].quantities
        if own or len(between) != 1 or "DV" not in chunks[reading.start].tags:
            return ""
        name = tokens.words[between[0].start] if between[0].end == between[0].start + 1 else ""
        metric: str = self._measured_by.get(names.get(name, ""), "")
        return metric if metric and self._metrics[metric].polarity == "higher" else ""

    def _is_unnamed(self, chunks: Sequence[Chunk], reading: Reading) -> bool:
        """Whether no word names the metric of a value: it is unnamed, or told by a verb of scoring alone."""
        named = chunks[reading.metric_at]
        if reading.metric == self._scored:
            return reading.measure == "level" and named.tags >= _SCORING
        return reading.metric == self._unnamed and reading.measure in _VALUES and bool(named.quantities)
