"""Phases: when a value holds (training, inference, one kernel ...), by rules/context/scope.toml."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.owners.scenes import Scene
from extractor.phases.phasewords import PhaseReader
from extractor.phases.titles import Theme, Titles
from extractor.phases.unsaid import PLAIN, Unsaid
from extractor.readings.tasks import Reading
from extractor.rulefiles.rules import Metric, Rules
from extractor.text.tokens import Sentence, Tokens


class PhaseFinder:
    """Gives each value the phases that the text names for it, those that go on from the value before, or those meant.

    `PhaseReader` reads the words of the first, `Unsaid` tells the last.
    """

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/scope.toml")
        self._metrics = rules.metrics
        self.titles = Titles(table)
        self._reader = PhaseReader(table)
        self._unsaid = Unsaid(rules, self._reader, self.titles)
        self._default = self._unsaid.default
        self._level_phase: str = table["level_phase"]
        self._everything: str = table["everything"]
        self._training_phase: str = table["training_phase"]
        self._operator_phase: str = table["operator_phase"]
        self._runs = frozenset(table["run_phases"])
        self._families, self._never = frozenset(table["families"]), frozenset(table["never"])
        self._holding, self._runs_only = frozenset(table["holding"]), frozenset(table["runs_only"])
        self._levels, self._tuning = frozenset(table["levels"]), frozenset(table["tuning"])
        self._alone: dict[str, str] = table["alone"]
        self._kept, self._earlier = frozenset(table["kept"]), frozenset(table["earlier"])

    def __call__(
        self, scene: Scene, reading: Reading, theme: Theme, systems: Sequence[str], held: tuple[str, ...]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Phases of a value, and what is held; `systems` are the paper's own and the one that the value is against.

        The phase that the text names for one value holds for those behind it that have none of their own
        ("reduces inference time by 45% and FLOPs by 88%"); `held` are those of the value before.
        """
        tokens, sentence, place = scene.tokens, scene.sentence, scene.place(reading)
        metric = self._metrics[reading.metric]
        if metric.id in self._tuning and reading.measure == "level" and not self._unsaid.tunes(tokens, sentence):
            return (), held  # "we train models of 3B parameters": as large before and after
        if metric.family in self._families and metric.id not in self._never:
            found = self._reader.said(tokens, sentence, place, reading, scene.chunks)
            trained = self._default.get(metric.id) == self._training_phase  # of "a hundred kernels"
            if reading.measure == "complexity" or trained:  # of "kernel matrices", too; operators: see Unsaid
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
        running = metric.id in self._runs_only or (metric.id in self._levels and reading.measure in PLAIN)
        return bool(held) and metric.family in self._holding and not (running and self._training_phase in held)

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
