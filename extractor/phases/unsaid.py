"""Unsaid: the phase of a value whose sentence names none, by what is measured, the title and the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.owners.places import Place
from extractor.owners.scenes import Scene
from extractor.phases.phasewords import PhaseReader
from extractor.phases.titles import Theme, Titles, any_of
from extractor.readings.tasks import Reading
from extractor.rulefiles.rules import Metric, Rules
from extractor.text.tokens import Sentence, Tokens

_NEAR = 7  # tokens around a value within which the operation stands that it is of
PLAIN = ("level", "points")
"""Measures of values that stand for themselves, and are of one run of a model where they are of its pace."""


class Unsaid:
    """Tells what such a value means, by rules/context/scope.toml."""

    def __init__(self, rules: Rules, reader: PhaseReader, titles: Titles) -> None:
        table = rules.table("context/scope.toml")
        self._titles = titles
        self._level_phase: str = table["level_phase"]
        self._training_phase: str = table["training_phase"]
        self._tuning_phase: str = table["tuning_phase"]
        self._operator_phase: str = table["operator_phase"]
        both = (*reader.strong.items(), *reader.verbs.items())
        trainings = (self._training_phase, self._tuning_phase)
        self._trainings = {word: scope for word, scope in both if scope in trainings}
        self._families, self._never = frozenset(table["families"]), frozenset(table["never"])
        self._levels = frozenset(table["levels"])
        self._operating = frozenset(table["operated"])
        self._whole_models = frozenset(table["of_models"])
        self._complex, self._complex_of = frozenset(table["complex"]), any_of(table["complex_of"])
        self._said_of = frozenset(table["said_of"])
        self._operator = re.compile(rf"{any_of(table['operator']).pattern}{table['operator_ends']}$", re.IGNORECASE)
        self._operation = any_of(table["operation"])
        self._parting = frozenset([*table["ends"], *table["joiners"], *table["relative"]])
        self._training: tuple[str, ...] = tuple(table["training"])
        self._search = frozenset(table["search"])
        self._tuned, self._tuning = frozenset(table["tuned"]), frozenset(table["tuning"])
        self._tunable = tuple(table["tunable"])
        self._tuned_parts, self._tunings = tuple(table["tuned_parts"]), tuple(table["tunings"])
        self._undone = {metric: frozenset(words) for metric, words in table["undone"].items()}
        self._rates, self._quick = frozenset(table["rates"]), frozenset(table["quick"])
        self._slow: dict[str, float] = table["slow"]
        self._compared, self._spoken = frozenset(table["compared"]), frozenset(table["spoken"])
        defaults = rules.table("terms/metrics.toml").get("default_scope", {})
        self.default: dict[str, str] = {metric: scope for scope, metrics in defaults.items() for metric in metrics}
        """The phase of a metric whatever the text says, for those that have one."""

    def __call__(
        self, scene: Scene, reading: Reading, metric: Metric, theme: Theme, systems: Sequence[str]
    ) -> tuple[str, ...]:
        """The phases that a value means whose sentence names none."""
        tokens, sentence, place = scene.tokens, scene.sentence, scene.place(reading)
        topic, said = theme.topic, theme.said
        inside = tokens.lower[sentence.first : sentence.last]
        if metric.family not in self._families or metric.id in self._never:
            return (self._tuning_phase,) if topic == self._tuning_phase and metric.id in self._tuned else ()
        if metric.id in self._levels and reading.measure in PLAIN and not self._is_slow(scene, reading):
            return (self._level_phase,)
        if topic and (metric.id not in self.default or topic == self._tuning_phase):
            return (topic,) if metric.id not in self._tuning or self.tunes(tokens, sentence) else ()
        if metric.id in self._tuning and reading.measure == "share" and self._tunes_part(tokens, sentence):
            return (self._tuning_phase,)
        if metric.id in self.default and reading.measure != "complexity":
            if metric.id not in self._spoken:
                undone = not self._undone.get(metric.id, frozenset()).isdisjoint(inside)
                return () if undone else (self.default[metric.id],)
            return self._trained(tokens, sentence, theme, self.default[metric.id])
        timed = metric.family in self._operating and metric.id not in self._whole_models
        if timed and (
            any(map(self._operator.search, systems))
            or self._operated(tokens, sentence, place, shared=reading.measure == "share")
        ):
            return (self._operator_phase,)
        if reading.measure == "complexity" and metric.id in self._complex:
            named = self._complex_of.search(" ".join(inside))
            return (self._operator_phase,) if named else ()
        if metric.id in self._compared and self._tells_runs(scene):
            return (self._level_phase,)
        if theme.titled and self._titles.holds(metric.id, theme.titled, inside):
            return (theme.titled,)
        if metric.id in self._said_of:
            said = said or self._titles.phase_of(inside)
            return (said,) if said else ()
        return ()

    def tunes(self, tokens: Tokens, sentence: Sentence) -> bool:
        """Whether a sentence says of parameters that they are those tuned, not those that a model has."""
        return any(word.startswith(self._tunable) for word in tokens.lower[sentence.first : sentence.last])

    def _is_slow(self, scene: Scene, reading: Reading) -> bool:
        """Whether a time is too long for one run of a model: "20 minutes"."""
        quantity = scene.quantities[reading.quantity]
        least = self._slow.get(quantity.unit)
        return least is not None and quantity.low is not None and quantity.low >= least

    def _tells_runs(self, scene: Scene) -> bool:
        """Whether a sentence tells how fast something runs: "15 FPS, 3 times faster"; seconds may be anything's."""
        levels = (r for r in scene.readings if r.measure in ("level", "change"))
        return any(r.metric in self._rates or scene.quantities[r.quantity].unit in self._quick for r in levels)

    def _operated(self, tokens: Tokens, sentence: Sentence, place: Place, *, shared: bool) -> bool:
        """Whether an operation or a layer is what a value is of: "runs matrix multiplication twice as fast".

        A share (`shared`) is of what stands behind it: "such a layer takes 40% of the time" of the whole.
        """
        start, end = place.first, place.last
        least = max(place.before, start - _NEAR, sentence.first)
        most = min(place.after, end + _NEAR, sentence.last)
        while not shared and start > least and tokens.lower[start - 1] not in self._parting:
            start -= 1
        while end < most and tokens.lower[end] not in self._parting:
            end += 1
        return bool(self._operation.search(" ".join(tokens.lower[start:end])))

    def _tunes_part(self, tokens: Tokens, sentence: Sentence) -> bool:
        """Whether a sentence says of a share of the parameters that only these are tuned: "updates 1% of them"."""
        inside = tokens.lower[sentence.first : sentence.last]
        tuned = any(word.startswith(self._tuned_parts) for word in inside)
        return tuned and any(word.startswith(self._tunings) for word in inside)

    def _trained(self, tokens: Tokens, sentence: Sentence, theme: Theme, phase: str) -> tuple[str, ...]:
        """The phase of the days and hours of a sentence, if they are not of a search, an operation or a recording.

        Where only one kind of training has a name there, they are of that: "with finetuning, it is done in an hour".
        """
        inside = tokens.lower[sentence.first : sentence.last]
        told = theme.titled == self._training_phase or any(word.startswith(self._training) for word in inside)
        if not told or not self._search.isdisjoint(inside):
            return ()
        kinds = {scope for word in inside if (scope := self._trainings.get(word))}
        return (kinds.pop(),) if len(kinds) == 1 else (phase,)
