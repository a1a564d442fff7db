"""Conditions: the base models and devices that a value holds for."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.names import Mention, is_led, letters
from extractor.rules import Rules
from extractor.scenes import Place, Scene, sentence_before, shared, texts, turn, turned
from extractor.tasks import Reading
from extractor.tokens import starting_in

_OPENING = 10  # tokens within which a sentence opens with its devices
_AS = 3  # tokens behind a model that may call it the backbone
_VERBS = frozenset({"DV", "MV"})
_CLAUSE = 80  # tokens behind a value among which its clause ends
_JOINED = 3  # tokens between two values that share what stands behind them
_EACH = 2  # values from which each may have a device of its own before it
_SHARED = 6  # tokens behind a share among which its owner is named


class ConditionFinder:
    """Finds models and devices of a value by [model] and [device] of the context rules."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/context.toml")
        self._shared_out = frozenset(table["baseline"]["shared_out"])
        self._turns = frozenset(table["dataset"]["turns"])
        self._by = frozenset([*table["baseline"]["changed"], *table["model"]["amounts"]])
        self._models = frozenset(table["system"]["nouns"])
        self._of = frozenset(table["baseline"]["of"])
        self._model_before = frozenset(table["model"]["before"])
        self._opposed = frozenset(table["model"]["opposed"])
        self._against = frozenset(table["owner"]["opposed"])
        self._ourselves = frozenset(table["owner"]["ourselves"])
        self._with = frozenset(table["model"]["with"])
        self._backbones = frozenset(table["model"]["backbones"])
        self._lists = frozenset(table["model"]["lists"])
        self._alone = frozenset(table["model"]["alone"])
        self._beyond = frozenset(table["model"]["beyond"])
        self._tries = frozenset(table["model"]["tries"])
        self._tried_on = tuple(f" {word} " for word in table["model"]["tried_on"])
        device = table["device"]
        self._between = frozenset(device["between"])
        self._heads = frozenset([*table["dataset"]["closes"], *table["dataset"]["unnamed"]["closes"], *device["heads"]])
        self._device_before = frozenset(device["before"])
        self._not_after = frozenset(device["not_after"])
        self._processors = frozenset(device["processors"])
        self._kin = frozenset(device["kin"])
        self._memory = frozenset(device["memory"])
        self._memory_metrics = frozenset(device["memory_metrics"])
        self._metrics_on = frozenset(device["metrics"])
        self._clock = frozenset(device["clock"])
        self._implemented = frozenset(device["implemented"])

    # models

    def models(
        self, scene: Scene, reading: Reading, own: Sequence[str], applied: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """The base models a value was measured with; neither the paper's own nor what it is compared with.

        Those `applied`, which the verb before the value names, give way to one in the phrase of the value.
        """
        place = scene.place(reading)
        models = [m for m in scene.named("model") if not is_own(m.text, own) and not self._compared(scene, m)]
        shares = [scene.place(r) for r in scene.readings if r.measure == "share" and r.direction != "none"]
        owners = {owner.text for share in shares if models and (owner := self.owner(scene, share))}
        models = [m for m in models if m.text not in owners]
        led = [m for m in models if self._led(scene, m, models, self._model_before)]
        after = self._clause_end(scene, place.last)
        behind = [m for m in led if place.last <= m.first < min(place.after, after)]
        backbone = self._backbone_of(scene, led)
        if backbone:
            return backbone
        if applied and (not behind or turned(scene, place.last, behind[0].first, self._opposed)):
            return applied
        models = [m for m in models if m in led or self._bearer(scene, m, models) or self._gained(scene, m, reading)]
        behind = behind or [m for m in models if place.last <= m.first < min(place.after, after)]
        before = [m for m in models if m.first < place.first and not self._is_other(scene, m, place.first)]
        near = [m for m in before if place.before <= m.first]
        later = self._later(scene, place, [m for m in models if m.first < after])
        if near and later and self._closes(scene, place, near[-1]):
            near = later
        return shared(behind or near or before or later, turn(scene, reading, self._shared_out))

    def _later(self, scene: Scene, place: Place, models: Sequence[Mention]) -> list[Mention]:
        """The models behind a later value, before the one after that: "9% at 5 fps on A, and 8% at 7 fps on B"."""
        later = [m for m in models if place.last <= m.first and not turned(scene, place.last, m.first, self._turns)]
        ends = [p.first for p in scene.places.values() if later and later[0].first < p.first]
        return [m for m in later if m.first < min(ends, default=m.last)]

    def _closes(self, scene: Scene, place: Place, mention: Mention) -> bool:
        """Whether a model before a value ends what is said of another: "2x on A and 3x with a loss of 1% on B"."""
        joined = scene.tokens.lower[mention.last : place.first]
        return place.before > scene.sentence.first and not self._opposed.isdisjoint(w for w in joined if w.isalpha())

    def owner(self, scene: Scene, place: Place) -> Mention | None:
        """The model that a share of a resource is one of, which is but compared with: "59% of GoogLeNet"."""
        words, end = scene.tokens.lower, min(place.last + _SHARED, place.after)
        models = [m for m in scene.named("model") if place.last < m.first <= end]
        return next((m for m in models if words[m.first - 1] in self._of), None)

    def _backbone_of(self, scene: Scene, models: Sequence[Mention]) -> tuple[str, ...]:
        """The one backbone that a sentence ends with, which all its values have: "with Hiera-T as the backbone"."""
        first = min(place.first for place in scene.places.values())
        end = max(place.last for place in scene.places.values())
        found = [m for m in models if first <= m.first]
        words = scene.tokens.lower
        one = len(found) == 1 and end <= found[0].first
        return (
            texts(found) if one and not self._backbones.isdisjoint(words[found[0].last : found[0].last + _AS]) else ()
        )

    def _clause_end(self, scene: Scene, at: int) -> int:
        """Where the next verb of change stands: what is behind it is of another value ("and raises that of")."""
        chunks, words, last = scene.chunks, scene.tokens.words, min(at + _CLAUSE, scene.sentence.last)
        for index in starting_in(chunks, at + 1, last):
            start = chunks[index].start
            if chunks[index].tags & _VERBS and scene.tokens.lower[start - 1] in self._opposed:
                return start
        return next((at for at in range(at, last) if words[at] == ";"), scene.sentence.last)

    def _is_other(self, scene: Scene, mention: Mention, first: int) -> bool:
        """Whether the text turns from a model to the paper's own before a value: "ViT-B has 81% while ours has"."""
        words = scene.tokens.lower
        return any(
            words[at] in self._against and words[at + 1] in self._ourselves for at in range(mention.last, first - 1)
        )

    def headed(self, scene: Scene, reading: Reading, own: Sequence[str]) -> str:
        """The model that a change in brackets is of: "reduces the size of BERT (by 25%) and ViT (31%)"."""
        words, first = scene.tokens.lower, scene.place(reading).first
        at = next((at for at in (first - 1, first - 2) if words[at] == "("), -1)
        models = [m for m in scene.named("model") if m.last == at and not is_own(m.text, own)]
        headed = models and reading.measure != "level" and reading.size == 1 and not self._compared(scene, models[0])
        return models[0].text if headed else ""

    def heading(self, scene: Scene, place: Place) -> str:
        """The model right before a value and its "by": "compresses A by 51x, the B model by 10x, and C from 2 to 1"."""
        words = scene.tokens.lower
        for mention in scene.named("model"):
            start = mention.last + (words[mention.last] in self._models)
            near = place.before <= mention.first and start <= place.first < start + _JOINED
            if near and (start == place.first or words[start] in self._by):
                return mention.text
        return ""

    def _compared(self, scene: Scene, mention: Mention) -> bool:
        """Whether a model is, or is part of, what the paper's own is compared with: "outperforms DETR with ViT"."""
        before = [marker for marker in scene.markers if marker.at < mention.first]
        if any(mention.text in marker.name for marker in before):
            return True
        beaten = [marker.at for marker in before if marker.verb and not marker.held][-1:]
        plain = [marker.at for marker in before if not marker.verb][-1:]
        return any(self._goes_on(scene, at, mention.first) for at in beaten) or any(
            self._goes_on(scene, at, mention.first)
            and not self._lists.isdisjoint(scene.tokens.lower[at : mention.first])
            for at in plain
        )

    def _goes_on(self, scene: Scene, start: int, end: int) -> bool:
        """Whether a comparison goes on up to a token: "than others (e.g., X)", "surpassing all models, including X"."""
        words = scene.tokens.lower
        if end - start > _CLAUSE:
            return False
        marks = [at for at in range(start + 1, end) if words[at] == ","]
        marks = [at for at in marks if not self._lists.isdisjoint(words[at - 2 : at + 2])]
        inside = [words[at] for at in range(start + 1, end) if at not in marks]
        if not self._beyond.isdisjoint(inside):
            return False
        return not any(chunk.tags & _VERBS for chunk in scene.chunks if start < chunk.start < end)

    def _bearer(self, scene: Scene, mention: Mention, models: Sequence[Mention]) -> bool:
        """Whether a method is added to a model: "DeiT-T and DeiT-S with MCTF reduce ..."."""
        at = mention.last
        for other in models:
            if other.first >= at and all(word in self._between for word in scene.tokens.lower[at : other.first]):
                at = other.last
        return at < scene.sentence.last and scene.tokens.lower[at] in self._with

    @staticmethod
    def gains(scene: Scene, mention: Mention, *tags: str) -> bool:
        """Whether a model is what a verb of `tags` speaks of: "For instance, Llama-2-70B achieved a 48.4% speedup"."""
        words, at = scene.tokens.words, mention.last
        opens = mention.first == scene.sentence.first or words[mention.first - 1] in ",;:"
        at += at < scene.sentence.last and words[at].isalpha() and words[at].islower()  # "still achieves"
        return opens and any(
            mention.last <= chunk.start <= at and not chunk.tags.isdisjoint(tags) for chunk in scene.chunks
        )

    def _gained(self, scene: Scene, mention: Mention, reading: Reading) -> bool:
        """Whether a value is a model's gain; a plain level is its own ("YOLOv2 gets 76.8 mAP")."""
        kept = reading.measure == "share" and reading.effect == "none"  # "Llama-2-13B retains 90% of the quality"
        gained = self.gains(scene, mention, *(("ACH", "KEEP") if kept else ("ACH",)))
        return gained and (reading.measure != "level" or reading.metric in self._alone)

    def tried(self, scene: Scene, text: str, own: Sequence[str]) -> tuple[str, ...]:
        """The models that the sentence before says the method was tried on: "We evaluate it on LLaMA-7B."."""
        if any(not is_own(m.text, own) and not self._compared(scene, m) for m in scene.named("model")):
            return ()
        end = scene.sentence.start
        start = sentence_before(text, end, text.find("\n") + 1)
        if self._tries.isdisjoint(text[start:end].lower().split()):
            return ()
        before = next(iter(scene.around.before(end)), ())
        models = [m for m in before if m.kind == "model" and start <= m.start and not is_own(m.text, own)]
        return texts(models) if models and text[start : models[0].start].endswith(self._tried_on) else ()

    def others(self, scene: Scene, reading: Reading) -> tuple[str, ...]:
        """The models that the text turns away from before a value."""
        place = scene.place(reading)
        before = [m for m in scene.named("model") if m.last <= place.first]
        return texts([m for m in before if self._is_other(scene, m, place.first)])

    # devices

    def hardware(self, scene: Scene, reading: Reading) -> tuple[str, ...]:
        """The devices a speed, memory or energy was measured on."""
        if reading.metric not in self._metrics_on:
            return ()
        place = scene.place(reading)
        memory = self._device_memory(scene, reading, place)
        if memory:
            return memory
        devices = self._devices(scene)
        if not devices:
            return ()
        fronted = self._fronted(scene, place, devices)
        chosen = fronted or [m for m in devices if place.last <= m.first < place.after]
        if not fronted and not any(m.kind == "device" for m in chosen):
            chosen = self._opening(scene, place.first, devices) or chosen
        chosen = chosen or self._next(scene, reading, devices)
        if not chosen:
            first = min(q.first for q in (scene.quantities[r.quantity] for r in scene.readings))
            chosen = [m for m in devices if m.first < min(first, place.first)]
        if not chosen:
            chosen = [m for m in devices if place.before <= m.first < place.first and m.kind == "device"]
        if not chosen and reading.measure == "level":
            kind = (reading.metric, reading.measure)
            alike = [r for r in scene.readings if (r.metric, r.measure) == kind and r.anchor < reading.anchor]
            chosen = [m for m in devices if alike and scene.place(alike[0]).last <= m.first < place.first]
        canonical = [m._replace(text=m.name) for m in self._specific(scene, chosen)]
        return shared(canonical, turn(scene, reading, self._shared_out))

    def _devices(self, scene: Scene) -> list[Mention]:
        """The named devices, and the generic words that a value can have been measured on."""
        devices = _apart(scene.named("device", "generic"))
        return [m for m in devices if m.kind == "device" or self._counts(scene, m, devices)]

    def _counts(self, scene: Scene, mention: Mention, devices: Sequence[Mention]) -> bool:
        tokens = scene.tokens
        behind = tokens.lower[mention.last] if mention.last < scene.sentence.last else ""
        hyphen = mention.first > 0 and tokens.words[mention.first - 1] == "-" and tokens.glued(mention.first)
        led = self._led(scene, mention, devices, self._device_before, near=True)
        led = led or self._in_bracket(scene, mention) or self._runs(scene, mention)
        head = not behind.isalpha() or behind in self._heads or self._ends_there(scene, mention)
        return not hyphen and head and behind not in self._not_after and led

    @staticmethod
    def _in_bracket(scene: Scene, mention: Mention) -> bool:
        """Whether a device stands in brackets of its own behind a value: "30 FPS (GPU)", "3x faster (CPU)"."""
        words, opens = scene.tokens.words, mention.first - 1
        if words[opens : opens + 1] != ["("] or words[mention.last : mention.last + 1] != [")"]:
            return False
        return any(0 <= opens - place.last < _JOINED for place in scene.places.values())

    def _runs(self, scene: Scene, mention: Mention) -> bool:
        """Whether a device is told by its clock, or what runs on it is: "on a 3 GHz CPU", "our GPU implementation"."""
        words = scene.tokens.lower[max(mention.first - 1, 0) : mention.last + 1]
        return words[0] in self._clock or (words[0] in self._ourselves and words[-1] in self._implemented)

    @staticmethod
    def _ends_there(scene: Scene, mention: Mention) -> bool:
        """Whether a device ends before a verb or a name: "on a mobile CPU achieves", "on mobile phones Zornet runs"."""
        if mention.last >= scene.sentence.last:
            return True
        named = any(m.first == mention.last and m.kind != "dataset" for m in scene.mentions)
        return named or any(
            chunk.start == mention.last and not chunk.tags.isdisjoint(("ACH", "BE", "OUT", "KEEP"))
            for chunk in scene.chunks
        )

    @staticmethod
    def _fronted(scene: Scene, place: Place, devices: Sequence[Mention]) -> list[Mention]:
        """The devices before a value where each value has its own before it: "on GPUs by 2x and on CPUs by 3x"."""
        fronts = [[m for m in devices if p.before <= m.first < p.first] for p in scene.places.values()]
        if len(fronts) < _EACH or not all(len(front) == 1 for front in fronts):
            return []
        return [m for m in devices if place.before <= m.first < place.first]

    def _opening(self, scene: Scene, first: int, devices: Sequence[Mention]) -> list[Mention]:
        """The devices that a sentence opens with: "On mobile phones, ..."."""
        words, start = scene.tokens.words, scene.sentence.first
        end = next((at for at in range(start, min(first, start + _OPENING)) if words[at] == ","), start)
        return [m for m in devices if m.last <= end] if words[start].lower() in self._device_before else []

    @staticmethod
    def _next(scene: Scene, reading: Reading, devices: Sequence[Mention]) -> list[Mention]:
        """The devices behind a later value of the same metric, or one joined to this value, or to one that is."""
        last = scene.place(reading).last
        for other in scene.readings:
            if other.anchor <= reading.anchor:
                continue
            there = scene.place(other)
            if 0 <= there.first - last <= _JOINED:
                last = there.last
            elif other.metric != reading.metric:
                continue
            chosen = [m for m in devices if there.last <= m.first < there.after]
            if chosen:
                return chosen
        return []

    def _device_memory(self, scene: Scene, reading: Reading, place: Place) -> tuple[str, ...]:
        """The device in "GPU memory"."""
        if reading.metric not in self._memory_metrics:
            return ()
        start = max(place.before, scene.chunks[reading.start].start)
        end = min(place.after, scene.chunks[reading.end - 1].end + 2)
        words = scene.tokens.lower
        for at in range(start, min(end, scene.sentence.last - 1)):
            if words[at] in self._processors and words[at + 1] in self._memory:
                return (scene.tokens.words[at],)
        return ()

    def _specific(self, scene: Scene, devices: Sequence[Mention]) -> list[Mention]:
        """Named devices make a generic word beside them needless, but "GPU and Xeon CPU" are two."""
        known = [m for m in devices if m.kind == "device"]
        if not known:
            return list(devices)
        return [
            m
            for m in devices
            if m.kind == "device" or (m.text.lower() in self._processors and not self._is_kin(scene, m, known))
        ]

    def _is_kin(self, scene: Scene, mention: Mention, known: Sequence[Mention]) -> bool:
        """Whether a generic word only ends the name of a device: "Volta architecture GPUs", "Jetson embedded GPU"."""
        before = [m.last for m in known if m.last <= mention.first]
        return bool(before) and self._kin.issuperset(scene.tokens.lower[max(before) : mention.first])

    def _led(
        self, scene: Scene, mention: Mention, mentions: Sequence[Mention], before: frozenset[str], *, near: bool = False
    ) -> bool:
        """Whether a leading word stands before a name or before the list it is in; `near`: with no number between."""
        return is_led(scene.tokens, scene.sentence.first, mention, mentions, before, self._between, near=near)


def is_own(name: str, own: Sequence[str]) -> bool:
    """Whether a model is the paper's own system rather than one it is applied to."""
    plain = letters(name)
    return any(len(stem) > 2 and (plain.startswith(stem) or stem.startswith(plain)) for stem in map(letters, own))


def _apart(mentions: Sequence[Mention]) -> list[Mention]:
    """The longest of names that overlap; generic words that follow one another are one: "laptop CPU"."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if kept and mention.kind == kept[-1].kind == "generic" and mention.start == kept[-1].end + 1:
            last = kept[-1]
            if mention.first == last.last:
                whole = f"{last.text} {mention.text}"
                kept[-1] = last._replace(end=mention.end, last=mention.last, text=whole, name=whole)
                continue
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
