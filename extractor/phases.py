"""Phases: when a value holds (training, inference, one kernel ...), by [scope] of rules/context/context.toml."""

from __future__ import annotations

import re

from extractor.joins import Chunk
from extractor.ranges import Quantity
from extractor.rules import Metric, Rules
from extractor.tasks import Reading
from extractor.titles import Theme, Titles, any_of
from extractor.tokens import Sentence, Tokens

_NEAR = 7  # tokens behind a value within which its phase stands
_TRAINING = "training"
_TRAININGS = (_TRAINING, "finetuning")
_KERNEL = "kernel"
_END_TO_END, _RUNS = "end_to_end", ("inference", _TRAINING)
_LEVELS = ("level", "points")
_INTRODUCED = 5  # tokens within which the words end that introduce a sentence
_NAMED = 3  # tokens before a phase that its preposition may stand over
_OPENING = 6  # tokens within which a sentence opens with its phase


class PhaseFinder:
    """Reads the phase off the noun phrase of a value, its prepositions, or the opening of its sentence."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/context.toml")["scope"]
        self.titles = Titles(table)
        self._strong: dict[str, str] = {word: scope for scope, words in table["words"].items() for word in words}
        self._weak: dict[str, str] = {word: scope for scope, words in table["weak"].items() for word in words}
        self._sped: dict[str, str] = {word: scope for scope, words in table["sped"].items() for word in words}
        self._verbs: dict[str, str] = {word: scope for scope, words in table["verbs"].items() for word in words}
        self._spelt = {tuple(words.split()): scope for scope, all_ in table["spelt"].items() for words in all_}
        self._spelt_first = frozenset(words[0] for words in self._spelt)
        self._paced: dict[str, str] = {word: scope for scope, words in table["paced"].items() for word in words}
        self._amount: tuple[str, ...] = tuple(table["amount"])
        self._relative, self._pace = frozenset(table["relative"]), frozenset(table["pace"])
        both = (*self._strong.items(), *self._verbs.items())
        self._trainings = {word: scope for word, scope in both if scope in _TRAININGS}
        self._before = frozenset(table["before"])
        self._when, self._aims = frozenset(table["when"]), frozenset(table["aims"])
        self._opens = frozenset(table["opens"])
        self._heads = frozenset(table["heads"])
        self._faster = frozenset(table["faster"])
        self._level_phase: str = table["level_phase"]
        self._names_of = frozenset(table["not_before"])
        self._ends, self._turns = frozenset(table["ends"]), frozenset(table["turns"])
        self._joiners = frozenset(table["joiners"])
        self._shares = frozenset(table["shares"])
        self._articles = frozenset(table["articles"])
        self._families = frozenset(table["families"])
        self._never = frozenset(table["never"])
        self._holding = frozenset(table["holding"])
        self._runs_only = frozenset(table["runs_only"])
        self._said_words = {scope: frozenset(words) for scope, words in table["said"].items()}
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
        self._undone = {metric: frozenset(words) for metric, words in table["undone"].items()}
        self._kept = frozenset(table["kept"])
        self._speedups = frozenset(table["speedups"])
        self._rates = frozenset(table["rates"])
        self._quick = frozenset(table["quick"])
        self._slow: dict[str, float] = table["slow"]
        self._compared = frozenset(table["compared"])
        self._earlier = frozenset(table["earlier"])
        self._spoken = frozenset(table["spoken"])
        defaults = rules.table("terms/metrics.toml").get("default_scope", {})
        self._default: dict[str, str] = {metric: scope for scope, metrics in defaults.items() for metric in metrics}
        self._levels = frozenset(table["levels"])

    def runs(self, reading: Reading, unit: str) -> bool:
        """Whether a value tells how fast something runs: "15 FPS", "20 ms"; a few seconds may be anything's."""
        return reading.measure in ("level", "change") and (reading.metric in self._rates or unit in self._quick)

    def slow(self, quantity: Quantity) -> bool:
        """Whether a time is too long for one run of a model."""
        least = self._slow.get(quantity.unit)
        return least is not None and quantity.low is not None and quantity.low >= least

    def __call__(
        self, tokens: Tokens, sentence: Sentence, inside: tuple[int, int, int, int], reading: Reading, metric: Metric,
        chunks: list[Chunk], theme: Theme, held: tuple[str, ...],
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:  # fmt: skip
        """Phases of a value at tokens inside[:2], its neighbours ending and beginning at inside[2:], and what is held.

        The phase that the text names for one value holds for those behind it that have none of their own
        ("reduces inference time by 45% and FLOPs by 88%"); `held` are those of the value before.
        """
        if metric.id in self._tuning and reading.measure == "level" and not self._tunes(tokens, sentence):
            return (), held  # "we train models of 3B parameters": as large before and after
        if metric.family in self._families and metric.id not in self._never:
            found = self._said(tokens, sentence, inside, reading, chunks)
            trained = self._default.get(metric.id) == _TRAINING  # of "a hundred kernels"
            if reading.measure == "complexity" or trained:  # of "kernel matrices", too; operators: see _unsaid
                found = [scope for scope in found if scope != _KERNEL]
            if not found and metric.id in self._earlier:
                found = self._clause(tokens, inside[0], inside[2])
            if found:
                held = self._whole(found, tokens, sentence, theme, self._default.get(metric.id, ""))
                each = len(held) == len(found) == reading.size and _END_TO_END not in held
                return (held[reading.place : reading.place + 1] if each else held), self._going_on(found, held)
            if self._holds(held, reading, metric):
                return held, held
        elif held and self._kept.issuperset(held) and (reading.effect == "worse" or reading.measure == "share"):
            return held, held  # "5x faster inference with a drop of 1%"
        return self._unsaid(tokens, sentence, inside, reading, metric, theme), held

    def _holds(self, held: tuple[str, ...], reading: Reading, metric: Metric) -> bool:
        """Whether the phase of the value before holds for a value; a plain latency is none of training."""
        running = metric.id in self._runs_only or (metric.id in self._levels and reading.measure in _LEVELS)
        return bool(held) and metric.family in self._holding and not (running and _TRAINING in held)

    def _unsaid(
        self, tokens: Tokens, sentence: Sentence, inside: tuple[int, int, int, int], reading: Reading, metric: Metric,
        theme: Theme,
    ) -> tuple[str, ...]:  # fmt: skip
        """The phases that a value means whose sentence names none."""
        topic, said = theme.topic, theme.said
        if metric.family not in self._families or metric.id in self._never:
            return ("finetuning",) if topic == "finetuning" and metric.id in self._tuned else ()
        if metric.id in self._levels and reading.measure in _LEVELS and not theme.slow:
            return (self._level_phase,)
        if topic and (metric.id not in self._default or topic == "finetuning"):
            return (topic,) if metric.id not in self._tuning or self._tunes(tokens, sentence) else ()
        if metric.id in self._tuning and reading.measure == "share" and self._tunes_part(tokens, sentence):
            return ("finetuning",)
        if metric.id in self._default and reading.measure != "complexity":
            if metric.id not in self._spoken:
                undone = not self._undone.get(metric.id, frozenset()).isdisjoint(_words(tokens, sentence))
                return () if undone else (self._default[metric.id],)
            return self._trained(tokens, sentence, theme, self._default[metric.id])
        timed = metric.family in ("speed", "compute") and metric.id not in self._whole_models
        if timed and (any(map(self._operator.search, theme.names)) or self._operated(tokens, sentence, inside)):
            return (_KERNEL,)
        if reading.measure == "complexity" and metric.id in self._complex:
            named = self._complex_of.search(" ".join(_words(tokens, sentence)))
            return (_KERNEL,) if named else ()
        if theme.runs and metric.id in self._compared:
            return (self._level_phase,)
        if theme.titled and self.titles.holds(metric.id, theme.titled, _words(tokens, sentence)):
            return (theme.titled,)
        if metric.id in self._said_of:
            said = said or self._named(tokens, sentence)
            return (said,) if said else ()
        return ()

    def _operated(self, tokens: Tokens, sentence: Sentence, inside: tuple[int, int, int, int]) -> bool:
        """Whether an operation or a layer is what a value is of: "runs matrix multiplication twice as fast"."""
        first, last, before, after = inside
        start, end = first, last
        least, most = max(before, first - _NEAR, sentence.first), min(after, last + _NEAR, sentence.last)
        while start > least and tokens.lower[start - 1] not in self._parting:
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
        told = theme.titled == _TRAINING or any(word.startswith(self._training) for word in inside)
        if not told or not self._search.isdisjoint(inside):
            return ()
        kinds = {scope for word in inside if (scope := self._trainings.get(word))}
        return (kinds.pop(),) if len(kinds) == 1 else (phase,)

    def _named(self, tokens: Tokens, sentence: Sentence) -> str:
        """The phase of [scope.said] that a sentence has anywhere."""
        inside = _words(tokens, sentence)
        return next((scope for scope, words in self._said_words.items() if not words.isdisjoint(inside)), "")

    def _whole(self, found: list[str], tokens: Tokens, sentence: Sentence, theme: Theme, phase: str) -> tuple[str, ...]:
        """The phases found, "inference+prefill" being two; end to end holds of the inference a text speaks of, too.

        `phase` is that of the metric, where it has one of its own: "trained end-to-end in a day".
        """
        phases = dict.fromkeys(phase for phases in found for phase in phases.split("+"))
        if phases.keys() == {_END_TO_END}:
            inside = _words(tokens, sentence)
            named = [s for word in inside if (s := self._strong.get(word)) in _RUNS] or [phase or theme.titled]
            phases.update(dict.fromkeys(filter(None, named[:1])))
        return tuple(phases)

    def _going_on(self, found: list[str], phases: tuple[str, ...]) -> tuple[str, ...]:
        """What goes on from phases: "40% lower first-token latency and 30% less memory" saves it in inference."""
        moments = {phase for both in found for phase in both.split("+")[1:]}.difference(found)
        return tuple(phase for phase in phases if phase not in moments)

    def _said(
        self,
        tokens: Tokens,
        sentence: Sentence,
        inside: tuple[int, int, int, int],
        reading: Reading,
        chunks: list[Chunk],
    ) -> list[str]:
        """The phases that the text names: in the phrase, behind it, before it, or where the sentence opens."""
        first, last, before, after = inside
        named = chunks[reading.metric_at]
        start, end = max(chunks[reading.start].start, before), max(last, min(chunks[reading.end - 1].end, after))
        if named.start < first:
            own = self._behind(tokens, last, min(after, sentence.last))
            if own:
                return own
        if named.start >= last:  # "3x training speed, 7x inference speed": the first phase is of the value before
            parted = self._ends | self._joiners  # "40% of the memory in training and 30% of the inference time"
            start = max([start, *(at + 1 for at in range(start, first) if tokens.lower[at] in parted)])
        spots = [*range(self._modifiers(tokens, start, before), end)]  # "40 fine-tuning steps", too
        if named.end <= before:
            spots += range(self._modifiers(tokens, named.start, sentence.first), named.end)
        found = [s for at in spots if (s := self._at(tokens, at, sentence.last))]
        found = (
            found or self._behind(tokens, end, min(after, sentence.last)) or self._shared(tokens, after, sentence.last)
        )
        paced = reading.metric in self._pace
        return (
            found
            or self._ahead(tokens, sentence, first, before, paced=paced)
            or self._opening(tokens, sentence, first, before)
        )

    def _modifiers(self, tokens: Tokens, start: int, before: int) -> int:
        """Where the words directly before a phrase begin that are phases: "training and inference" latency."""
        while start - 1 >= before:
            joined = start - 2 >= before and tokens.lower[start - 1] in self._joiners
            if joined and tokens.lower[start] not in self._strong:
                break
            if tokens.lower[start - 1 - joined] not in self._strong:
                break
            start -= 1 + joined
        return start

    def _behind(self, tokens: Tokens, start: int, stop: int) -> list[str]:
        """Phases behind a value: at once, led by a preposition, or joined to another phase."""
        found: list[str] = []
        leads = self._before
        while start < stop and tokens.lower[start] in self._articles:
            start += 1
        for index in range(start, stop):
            word = tokens.lower[index]
            scope = self._at(tokens, index, stop)
            aimed = index == start + 1 and tokens.lower[start] in self._aims  # "2x faster to train"
            if word in self._verbs and (aimed or (not scope and self._lead(tokens, index) in self._when)):
                scope = self._verbs[word]
            joined = bool(found) and tokens.lower[index - 1] in self._joiners
            if scope and (index == start or aimed or joined or self._led(tokens, index, start, leads)):
                found.append(scope)
            elif word in self._ends or (not found and self._turns_clause(tokens, index, stop)):
                break
            elif word in self._turns or index - start > _NEAR:
                leads = self._opens
        return found

    def _shared(self, tokens: Tokens, after: int, stop: int) -> list[str]:
        """The phase behind the next value, where it holds for both ("55% TFLOPs and 53% storage during inference")."""
        if after >= stop or tokens.lower[after - 1] not in self._joiners:
            return []
        for index in range(after + 1, min(stop, after + 3 * _NEAR)):
            if tokens.lower[index] in self._ends:
                break
            if tokens.lower[index] in self._strong and self._lead(tokens, index) in self._shares:
                return [self._strong[tokens.lower[index]]]
        return []

    def _ahead(self, tokens: Tokens, sentence: Sentence, first: int, before: int, *, paced: bool) -> list[str]:
        """The phase that the clause before a value is about ("accelerates training by", "we train it 1.8x faster").

        `paced`: the value is of a speed, for which more verbs do ("it learns 2x faster").
        """
        least = max(before, sentence.first)
        if tuple(tokens.lower[first - 2 : first]) == self._amount:  # "trains faster than FooNet, by 50%"
            first -= 2
        for index in range(first - 1, least - 1, -1):
            if tokens.lower[index] in self._ends or tokens.lower[index] in self._joiners:
                return []
            scope = self._at(tokens, index, sentence.last) or self._verb(tokens, index)
            paced = paced and tokens.lower[index] not in self._relative  # "learns a model that is 2x faster"
            scope = scope or (self._paced.get(tokens.lower[index], "") if paced else "")
            if scope:
                earlier = tokens.lower[index - 1] in self._joiners and self._at(tokens, index - 2, sentence.last)
                ahead = [tokens.lower[at] for at in range(self._modifiers(tokens, index, least), index)]
                more = [self._strong[word] for word in ahead if word in self._strong]  # "end-to-end inference"
                return [*more, scope] if more else [earlier, scope] if earlier else [scope]
        return []

    def _clause(self, tokens: Tokens, first: int, before: int) -> list[str]:
        """The one phase whose speed an earlier clause is about: "improves decoding speed, achieving a 2x boost"."""
        found = {
            scope.split("+")[0]  # "lower first-token latency and higher throughput": in inference, too
            for at in range(before, first - 1)
            if (scope := self._strong.get(tokens.lower[at], "")) and tokens.lower[at + 1] in self._heads
        }
        return [*found] if len(found) == 1 else []

    def _verb(self, tokens: Tokens, at: int) -> str:
        """The phase that a verb is about, or nothing; "fine-tuned models" has none."""
        return "" if tokens.lower[at + 1] in self._names_of else self._verbs.get(tokens.lower[at], "")

    def _opening(self, tokens: Tokens, sentence: Sentence, first: int, before: int) -> list[str]:
        """The phase a sentence or its last part opens with: "During inference, ...", "and for decoding, ..."."""
        clauses = [at + 1 for at in range(before, first - 1) if self._turns_clause(tokens, at, first)]
        opening = tokens.words[sentence.first : min(sentence.first + _INTRODUCED, first)]
        told = [sentence.first + opening.index(",") + 1] if "," in opening else []  # "For instance, when training ..."
        for start in (*clauses[-1:], sentence.first, *told):
            verbal = tokens.lower[start] in self._when
            if tokens.lower[start] not in self._opens and not verbal:
                continue
            reach = 2 if verbal else _OPENING  # "When training ResNet-50, ..."
            for index in range(start + 1, min(first, start + reach)):
                if tokens.lower[index] in self._ends:
                    break
                scope = self._at(tokens, index, sentence.last) or (self._verb(tokens, index) if verbal else "")
                if scope:
                    later = tokens.lower[index + 1] in self._joiners and self._at(tokens, index + 2, sentence.last)
                    return [scope, later] if later else [scope]
        return []

    def _turns_clause(self, tokens: Tokens, at: int, stop: int) -> bool:
        """Whether a new part of the sentence begins behind a token: "and for end-to-end execution, ..."."""
        opening = at + 1 < stop and tokens.lower[at] in self._joiners and tokens.lower[at + 1] in self._opens
        return opening and "," in tokens.words[at + 2 : at + 2 + _OPENING]

    def _led(self, tokens: Tokens, at: int, start: int, leads: frozenset[str]) -> bool:
        """Whether a preposition leads to a phase, names before it left out: "faster on FooNet training"."""
        if self._lead(tokens, at) in leads:
            return True
        for index in range(at - 1, max(start, at - _NAMED) - 1, -1):
            if tokens.lower[index] in leads:
                return tokens.lower[at] in self._strong
            if tokens.words[index] == tokens.lower[index] and not tokens.words[index][0].isdigit():
                return False
        return False

    def _lead(self, tokens: Tokens, at: int) -> str:
        """The word before a token, articles left out."""
        at -= 1
        while at > 0 and tokens.lower[at] in self._articles:
            at -= 1
        return tokens.lower[at]

    def _at(self, tokens: Tokens, at: int, last: int) -> str:
        """The phase a token names, or nothing where the word is part of something else."""
        word = tokens.lower[at]
        behind = tokens.lower[at + 1] if at + 1 < last else ""
        if word in self._strong:
            return "" if behind in self._names_of else self._strong[word]
        if word in self._spelt_first:
            return next((scope for words, scope in self._spelt.items() if self._spells(tokens, at, last, words)), "")
        lead = self._lead(tokens, at)
        led = (lead in self._opens or lead in self._when) and (not behind.isalpha() or behind in self._turns)
        if word not in self._weak:
            return self._sped.get(word, "") if behind in self._speedups else ""
        joined = at > 1 and tokens.lower[at - 1] in self._joiners and tokens.lower[at - 2] in self._strong
        plain = led or joined or behind in self._heads or tokens.lower[at - 1] in self._faster
        return self._weak[word] if plain else ""

    @staticmethod
    def _spells(tokens: Tokens, at: int, last: int, words: tuple[str, ...]) -> bool:
        """Whether some words stand at a token: "faster end to end"."""
        return at + len(words) <= last and tuple(tokens.lower[at : at + len(words)]) == words


def _words(tokens: Tokens, sentence: Sentence) -> list[str]:
    return tokens.lower[sentence.first : sentence.last]
