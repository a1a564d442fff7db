"""Phases: when a value holds (training, inference, one kernel ...), by rules/context/scope.toml."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.owners.scenes import Place, Scene
from extractor.phases.phasewords import PhaseReader
from extractor.phases.titles import Theme, Titles, any_of
from extractor.readings.tasks import Reading
from extractor.rulefiles.rules import Metric, Rules
from extractor.text.tokens import Sentence, Tokens

_NEAR = 7  # tokens behind a value within which its phase stands
_LEVELS = ("level", "points")


class PhaseFinder:
    """Reads the phase off the noun phrase of a value, its prepositions, or the opening of its sentence."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/scope.toml")
        self._metrics = rules.metrics
        self.titles = Titles(table)
        self._reader = reader = PhaseReader(table)
        both = (*reader.strong.items(), *reader.verbs.items())
        self._level_phase: str = table["level_phase"]
        self._everything: str = table["everything"]
        self._training_phase: str = table["training_phase"]
        self._tuning_phase: str = table["tuning_phase"]
        self._operator_phase: str = table["operator_phase"]
        self._runs = frozenset(table["run_phases"])
        trainings = (self._training_phase, self._tuning_phase)
        self._trainings = {word: scope for word, scope in both if scope in trainings}
        self._ends = frozenset(table["ends"])
        self._joiners = frozenset(table["joiners"])
        self._families = frozenset(table["families"])
        self._never = frozenset(table["never"])
        self._holding, self._operating = frozenset(table["holding"]), frozenset(table["operated"])
        self._runs_only = frozenset(table["runs_only"])
        self._complex = frozenset(table["complex"])
        self._complex_of = any_of(table["complex_of"])
        self._said_of = frozenset(table["said_of"])
        self._operator = re.compile(rf"{any_of(table['operator']).pattern}{table['operator_ends']}$", re.IGNORECASE)
        self._operation = any_of(table["operation"])
        self._parting = self._ends | self._joiners | frozenset(table["relative"])
        self._whole_models = frozenset(table["of_models"])
        self._training: tuple[str, ...] = tuple(table["training"])
        self._search = frozenset(table["search"])
        self._tuned, self._tuning = frozenset(table["tuned"]), frozenset(table["tuning"])
        self._tunable = tuple(table["tunable"])
        self._tuned_parts, self._tunings = tuple(table["tuned_parts"]), tuple(table["tunings"])
        self._alone: dict[str, str] = table["alone"]
        self._undone = {metric: frozenset(words) for metric, words in table["undone"].items()}
        self._kept = frozenset(table["kept"])
        self._rates = frozenset(table["rates"])
        self._quick = frozenset(table["quick"])
        self._slow: dict[str, float] = table["slow"]
        self._compared = frozenset(table["compared"])
        self._earlier = frozenset(table["earlier"])
        self._spoken = frozenset(table["spoken"])
        defaults = rules.table("terms/metrics.toml").get("default_scope", {})
        self._default: dict[str, str] = {metric: scope for scope, metrics in defaults.items() for metric in metrics}
        self._levels = frozenset(table["levels"])

    def __call__(
        self, scene: Scene, reading: Reading, theme: Theme, systems: Sequence[str], held: tuple[str, ...]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Phases of a value, and what is held; `systems` are the paper's own and the one that the value is against.

        The phase that the text names for one value holds for those behind it that have none of their own
        ("reduces inference time by 45% and FLOPs by 88%"); `held` are those of the value before.
        """
        tokens, sentence, place = scene.tokens, scene.sentence, scene.place(reading)
        metric = self._metrics[reading.metric]
        if metric.id in self._tuning and reading.measure == "level" and not self._tunes(tokens, sentence):
            return (), held  # "we train models of 3B parameters": as large before and after
        if metric.family in self._families and metric.id not in self._never:
            found = self._reader.said(tokens, sentence, place, reading, scene.chunks)
            trained = self._default.get(metric.id) == self._training_phase  # of "a hundred kernels"
            if reading.measure == "complexity" or trained:  # of "kernel matrices", too; operators: see _unsaid
                found = [scope for scope in found if scope != self._operator_phase]
            if not found and metric.id in self._earlier:
                found = self._reader.clause(tokens, place.first, place.before)
            alone = self._alone.get(metric.id, "")
            found = (
                [alone] if {alone, self._level_phase} == set(found) else found
            )  # "cuts training and inference time": each has its own metric
            if found:
                held = self._whole(found, tokens, sentence, theme, self._default.get(metric.id, ""))
                each = len(held) == len(found) == reading.size and self._everything not in held
                return (held[reading.place : reading.place + 1] if each else held), self._going_on(found, held)
            if self._holds(held, reading, metric):
                each = reading.place > 0 and len(held) == reading.size and self._everything not in held
                return (held[reading.place : reading.place + 1] if each else held), held
        elif held and self._kept.issuperset(held) and (reading.effect == "worse" or reading.measure == "share"):
            return held, held  # "5x faster inference with a drop of 1%"
        unsaid = self._unsaid(scene, reading, metric, theme, systems)
        # "trained on 1%, it has 31 FPS, 3x faster than X"
        turned = self._training_phase in held and self._level_phase in unsaid
        return unsaid, () if turned else held

    def _holds(self, held: tuple[str, ...], reading: Reading, metric: Metric) -> bool:
        """Whether the phase of the value before holds for a value; a plain latency is none of training."""
        running = metric.id in self._runs_only or (metric.id in self._levels and reading.measure in _LEVELS)
        return bool(held) and metric.family in self._holding and not (running and self._training_phase in held)

    def _unsaid(
        self, scene: Scene, reading: Reading, metric: Metric, theme: Theme, systems: Sequence[str]
    ) -> tuple[str, ...]:
        """The phases that a value means whose sentence names none."""
        tokens, sentence, place = scene.tokens, scene.sentence, scene.place(reading)
        topic, said = theme.topic, theme.said
        if metric.family not in self._families or metric.id in self._never:
            return (self._tuning_phase,) if topic == self._tuning_phase and metric.id in self._tuned else ()
        if metric.id in self._levels and reading.measure in _LEVELS and not self._is_slow(scene, reading):
            return (self._level_phase,)
        if topic and (metric.id not in self._default or topic == self._tuning_phase):
            return (topic,) if metric.id not in self._tuning or self._tunes(tokens, sentence) else ()
        if metric.id in self._tuning and reading.measure == "share" and self._tunes_part(tokens, sentence):
            return (self._tuning_phase,)
        if metric.id in self._default and reading.measure != "complexity":
            if metric.id not in self._spoken:
                undone = not self._undone.get(metric.id, frozenset()).isdisjoint(_words(tokens, sentence))
                return () if undone else (self._default[metric.id],)
            return self._trained(tokens, sentence, theme, self._default[metric.id])
        timed = metric.family in self._operating and metric.id not in self._whole_models
        if timed and (
            any(map(self._operator.search, systems))
            or self._operated(tokens, sentence, place, shared=reading.measure == "share")
        ):
            return (self._operator_phase,)
        if reading.measure == "complexity" and metric.id in self._complex:
            named = self._complex_of.search(" ".join(_words(tokens, sentence)))
            return (self._operator_phase,) if named else ()
        if metric.id in self._compared and self._tells_runs(scene):
            return (self._level_phase,)
        if theme.titled and self.titles.holds(metric.id, theme.titled, _words(tokens, sentence)):
            return (theme.titled,)
        if metric.id in self._said_of:
            said = said or self.titles.phase_of(_words(tokens, sentence))
            return (said,) if said else ()
        return ()

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

    def _tunes(self, tokens: Tokens, sentence: Sentence) -> bool:
        """Whether a sentence says of parameters that they are those tuned, not those that a model has."""
        return any(word.startswith(self._tunable) for word in _words(tokens, sentence))

    def _tunes_part(self, tokens: Tokens, sentence: Sentence) -> bool:
        """Whether a sentence says of a share of the parameters that only these are tuned: "updates 1% of them"."""
        inside = _words(tokens, sentence)
        tuned = any(word.startswith(self._tuned_parts) for word in inside)
        return tuned and any(word.startswith(self._tunings) for word in inside)

    def _trained(self, tokens: Tokens, sentence: Sentence, theme: Theme, phase: str) -> tuple[str, ...]:
        """The phase of the days and hours of a sentence, if they are not of a search, an operation or a recording.

        Where only one kind of training has a name there, they are of that: "with finetuning, it is done in an hour".
        """
        inside = _words(tokens, sentence)
        told = theme.titled == self._training_phase or any(word.startswith(self._training) for word in inside)
        if not told or not self._search.isdisjoint(inside):
            return ()
        kinds = {scope for word in inside if (scope := self._trainings.get(word))}
        return (kinds.pop(),) if len(kinds) == 1 else (phase,)

    def _whole(self, found: list[str], tokens: Tokens, sentence: Sentence, theme: Theme, phase: str) -> tuple[str, ...]:
        """The phases found, "inference+prefill" being two; end to end holds of the inference a text speaks of, too.

        `phase` is that of the metric, where it has one of its own: "trained end-to-end in a day".
        """
        phases = dict.fromkeys(phase for phases in found for phase in phases.split("+"))
        if phases.keys() == {self._everything}:
            inside = _words(tokens, sentence)
            spoken = (self._reader.strong.get(word) for word in inside)
            named = next((one for one in spoken if one in self._runs), phase or theme.titled)
            phases.update({named: None} if named else {})
        return tuple(phases)

    def _going_on(self, found: list[str], phases: tuple[str, ...]) -> tuple[str, ...]:
        """What goes on from phases: "40% lower first-token latency and 30% less memory" saves it in inference."""
        moments = {phase for both in found for phase in both.split("+")[1:]}.difference(found)
        return tuple(phase for phase in phases if phase not in moments)


def _words(tokens: Tokens, sentence: Sentence) -> list[str]:
    return tokens.lower[sentence.first : sentence.last]
