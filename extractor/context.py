"""Context: on which data, model, device and in which phase a claim holds, what it is compared with, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.baselines import BaselineFinder, Marker
from extractor.chunks import Chunk
from extractor.names import Mention
from extractor.owner import OwnerFinder
from extractor.ranges import Quantity
from extractor.readings import Reading
from extractor.rules import Metric, Rules
from extractor.tokens import Sentence, Tokens


class Context(NamedTuple):
    """The conditions of one claim; sets are in the order of the text."""

    subject: str
    baseline: str
    datasets: tuple[str, ...]
    models: tuple[str, ...]
    hardware: tuple[str, ...]
    scope: tuple[str, ...]
    by: str


class Whole(NamedTuple):
    """What holds for a paper as a whole: its cleaned text, its system's name, where its own work begins."""

    text: str
    title_end: int
    system: str
    own_from: int
    title_scopes: tuple[str, ...]


class Place(NamedTuple):
    """A value's tokens, and where the values to its left and right end and begin."""

    first: int
    last: int
    before: int
    after: int


class ContextFinder:
    """Finds the context of each reading of a sentence, by rules/context/context.toml."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/context.toml")
        self._metrics = rules.metrics
        self._scopes = {word: scope for scope, words in table["scope"]["words"].items() for word in words}
        self._scope_before = frozenset(table["scope"]["before"])
        self._scope_never = frozenset(table["scope"]["not_before"])
        self._model_before = frozenset(table["model"]["before"])
        self._device_before = frozenset(table["device"]["before"])
        defaults = rules.table("terms/metrics.toml").get("default_scope", {})
        self._scope_of = {metric: scope for scope, metrics in defaults.items() for metric in metrics}
        self._baselines = BaselineFinder(rules)
        self._owner = OwnerFinder(rules)

    def whole(self, title: str, text: str, title_end: int) -> Whole:
        """What the sentences of a paper share; `text` is cleaned and begins with the title."""
        system = self._owner.system(title, text)
        own_from = self._owner.own_from(text, title_end, system)
        words = [word.strip(",:.?!") for word in text[:title_end].lower().split()]
        scopes = tuple(
            dict.fromkeys(
                s for word in words if (s := self._scopes.get(word)) and s in ("inference", "decoding", "finetuning")
            )
        )
        return Whole(text, title_end, system, own_from, scopes)

    def __call__(
        self,
        tokens: Tokens,
        sentence: Sentence,
        chunks: list[Chunk],
        quantities: Sequence[Quantity],
        readings: Sequence[Reading],
        mentions: Sequence[Mention],
        whole: Whole,
    ) -> list[Context]:
        """One context a reading."""
        if not readings:
            return []
        here = [m for m in mentions if sentence.first <= m.first < sentence.last]
        markers = self._baselines.markers(tokens, sentence, chunks)
        by = self._owner.by(tokens, sentence, whole.text, whole.own_from, whole.title_end)
        return [
            self._one(tokens, sentence, chunks, quantities, reading, readings, here, markers, by, whole)
            for reading in readings
        ]

    def _one(
        self,
        tokens: Tokens,
        sentence: Sentence,
        chunks: list[Chunk],
        quantities: Sequence[Quantity],
        reading: Reading,
        readings: Sequence[Reading],
        here: Sequence[Mention],
        markers: Sequence[Marker],
        by: str,
        whole: Whole,
    ) -> Context:
        place = _place(sentence, quantities, reading, readings)
        metric = self._metrics[reading.metric]
        baseline, applied = self._baseline(tokens, place, reading, chunks, here, markers, whole)
        models = self._models(tokens, place, reading, here, baseline, whole) if not applied else applied
        level = reading.measure == "level"
        if level and by == "own" and self._owner.is_baseline(tokens, sentence, place.first, place.before):
            by = "baseline"
        return Context(
            self._owner.subject(tokens, sentence, place.first, whole.system),
            "" if level else baseline,
            _shared(self._datasets(tokens, place, sentence, metric, here), reading),
            _shared(models, reading),
            _shared(self._hardware(tokens, place, sentence, metric, here), reading),
            self._scope(tokens, place, sentence, reading, metric, chunks, whole),
            by,
        )

    # what it is compared with

    def _baseline(
        self, tokens: Tokens, place: Place, reading: Reading, chunks: list[Chunk], here: Sequence[Mention],
        markers: Sequence[Marker], whole: Whole,
    ) -> tuple[str, tuple[str, ...]]:  # fmt: skip
        """The baseline, and the models a verb was applied to (they are the baseline, too)."""
        models = [m for m in here if m.kind == "model" and not _is_own(m, whole)]
        verb = next(
            (c for c in reversed(chunks[: reading.anchor]) if c.tags & {"DV", "MV"} and "DN" not in c.tags), None
        )
        name = self._baselines.choose(markers, place.first, place.last, place.before, place.after)
        if verb is not None and verb.start >= place.before:
            applied = [m for m in models if verb.end <= m.first and m.last <= place.first]
            if applied and not any(m.at >= place.last and m.at < place.after and m.rank == 0 for m in markers):
                names = tuple(m.text for m in applied)
                return " and ".join(names), names
        return name, ()

    # where it holds

    def _datasets(
        self, tokens: Tokens, place: Place, sentence: Sentence, metric: Metric, here: Sequence[Mention]
    ) -> tuple[str, ...]:
        sets = [m for m in here if m.kind == "dataset"]
        behind = [m for m in sets if place.last <= m.first < place.after]
        before = [m for m in sets if m.first < place.first]
        if metric.family == "size" and metric.id != "bitrate":
            return ()
        if metric.family == "quality" or metric.id == "bitrate":
            chosen = (
                behind
                or [m for m in before if m.first >= place.before]
                or before
                or [m for m in sets if m.first >= place.last]
            )
        else:
            chosen = [m for m in behind if not self._far(tokens, place, m)]
            if not chosen and before and before[0].first - sentence.first <= _OPENING:
                chosen = before
        return _texts(chosen)

    @staticmethod
    def _far(tokens: Tokens, place: Place, mention: Mention) -> bool:
        """Whether another clause stands between a value and a name."""
        return any(word in ("while", "with", "and", ";") for word in tokens.lower[place.last : mention.first])

    def _models(
        self, tokens: Tokens, place: Place, reading: Reading, here: Sequence[Mention], baseline: str, whole: Whole
    ) -> tuple[str, ...]:
        models = [m for m in here if m.kind == "model" and m.text not in baseline and not _is_own(m, whole)]
        models = [m for m in models if self._led(tokens, m, models, self._model_before)]
        behind = [m for m in models if place.last <= m.first < place.after]
        before = [m for m in models if m.first < place.first]
        return _texts(behind or before)

    def _led(self, tokens: Tokens, mention: Mention, mentions: Sequence[Mention], before: frozenset[str]) -> bool:
        """Whether a leading word stands before a name or before the list it is in."""
        at = mention.first - 1
        while at > 0:
            word = tokens.lower[at]
            if word in before:
                return True
            inside = any(m.first <= at < m.last for m in mentions)
            if word not in _BETWEEN and not inside and not _adjective(word):
                return False
            at -= 1
            if mention.first - at > _LEAD:
                return False
        return True

    def _hardware(
        self, tokens: Tokens, place: Place, sentence: Sentence, metric: Metric, here: Sequence[Mention]
    ) -> tuple[str, ...]:
        if metric.family in ("quality", "size", "other"):
            return ()
        devices = [m for m in here if m.kind in ("device", "generic")]
        devices = [m for m in devices if m.kind == "device" or self._led(tokens, m, devices, self._device_before)]
        behind = [m for m in devices if place.last <= m.first < place.after]
        if metric.id == "memory":
            memory = [m for m in here if m.kind == "generic" and tokens.lower[m.last : m.last + 1] == ["memory"]]
            behind = behind or memory
        opening = [m for m in devices if m.first - sentence.first <= _OPENING and m.first < place.first]
        later = [m for m in devices if m.first >= place.last and m.kind == "device"]
        return _texts(behind or opening or later)

    # phase

    def _scope(
        self,
        tokens: Tokens,
        place: Place,
        sentence: Sentence,
        reading: Reading,
        metric: Metric,
        chunks: list[Chunk],
        whole: Whole,
    ) -> tuple[str, ...]:
        if metric.family in ("quality", "other") or metric.id in ("bitrate", "params"):
            return ()
        start, end = chunks[reading.start].start, chunks[reading.end - 1].end
        found = [s for at in range(start, end) if (s := self._scope_at(tokens, at)) is not None]
        stop = min(place.after, sentence.last, max(place.last, end) + _NEAR_SCOPE)
        for at in range(max(place.last, end), stop):
            if tokens.lower[at] in _SCOPE_ENDS:
                break
            scope = self._scope_at(tokens, at)
            led = tokens.lower[at - 1] in self._scope_before
            listed = found and tokens.lower[at - 1] == "and" and self._scope_at(tokens, at - 2) is not None
            if scope is not None and (led or listed):
                found.append(scope)
        if not found and metric.family in _PHASED:
            window = range(max(place.before, sentence.first), min(place.after, sentence.last))
            found = [s for at in window if (s := self._scope_at(tokens, at)) in _NEARBY][:1]
        if not found and metric.id in self._scope_of:
            found = [self._scope_of[metric.id]]
        if not found and metric.family in ("speed", "compute", "memory"):
            found = list(whole.title_scopes[:1])
        if not found and metric.id == "throughput" and reading.measure == "level":
            found = ["inference"]
        return tuple(dict.fromkeys(found))

    def _scope_at(self, tokens: Tokens, at: int) -> str | None:
        scope = self._scopes.get(tokens.lower[at])
        if scope == "training" and at + 1 < len(tokens.lower) and tokens.lower[at + 1] in self._scope_never:
            return None
        return scope


_OPENING = 6  # tokens within which a sentence opens with its conditions
_LEAD = 10
_NEAR_SCOPE = 6
_SCOPE_ENDS = frozenset([",", ";", "while", "than", "compared", "over"])
_PHASED = frozenset(["speed", "compute", "memory", "energy"])
_NEARBY = frozenset(["inference", "decoding", "finetuning", "training"])
_BETWEEN = frozenset(
    ["and", ",", "/", "or", "&", "(", ")", "the", "a", "an", "both", "single", "one", "two", "various", "-"]
)


def _adjective(word: str) -> bool:
    """A word that may stand between a preposition and a name ("on low-end mobile devices")."""
    return word.isalpha() or "-" in word


def _place(sentence: Sentence, quantities: Sequence[Quantity], reading: Reading, readings: Sequence[Reading]) -> Place:
    q = quantities[reading.quantity]
    mates = [quantities[r.quantity] for r in readings if r.anchor == reading.anchor]
    after = [quantities[r.quantity].first for r in readings if r.anchor > reading.anchor]
    before = [quantities[r.quantity].last for r in readings if r.anchor < reading.anchor]
    last = max(mate.last for mate in mates)
    return Place(q.first, last, max(before, default=sentence.first), min(after, default=sentence.last))


def _is_own(mention: Mention, whole: Whole) -> bool:
    """Whether a model is the paper's own system rather than one it is applied to."""
    stem = "".join(c for c in whole.system.lower() if c.isalnum())
    name = "".join(c for c in mention.text.lower() if c.isalnum())
    return (
        (len(stem) > 2
        and (name.startswith(stem) or stem.startswith(name)))
        or mention.text in whole.text[: whole.title_end]
    )


def _texts(mentions: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.text for m in mentions))


def _shared(names: tuple[str, ...], reading: Reading) -> tuple[str, ...]:
    """The name at the value's own place where names and values are parallel lists."""
    if reading.size > 1 and len(names) > 1 and reading.size % len(names) == 0:
        return (names[reading.place % len(names)],)
    return names
