"""Base models: those that a value holds for, by rules/context/model.toml."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.choosing.announced import Announcer
from extractor.frames.own import is_own_model
from extractor.models.bearers import BearerFinder
from extractor.models.part_of import PartOf
from extractor.models.resized import of_size
from extractor.owners.places import Place
from extractor.owners.scenes import Scene, is_subject, shared, texts, turn, turned
from extractor.readings.tasks import Reading
from extractor.rulefiles.rules import Rules
from extractor.terms.names import Mention
from extractor.text.tokens import starting_in

_GAIN = 2  # tokens between a noun of change, with its "on", and what changes
_AS = 3  # tokens behind a model that may call it the backbone
_VERBS = frozenset({"DV", "MV"})
_CLAUSE = 80  # tokens behind a value among which its clause ends
_JOINED = 4  # tokens from a model to its own value: "by up to 3%"
_NOUN = 2  # tokens from the end of a value to "for", with a word for what it is
_OWNED = 5  # ... to the end of its owner, with what joins another value to it
_CHANGE = "change"
_HEDGE = 2  # tokens from a comparison to its value
_EACH = 2  # values from which each may have a model of its own before it
_JUDGE = 4  # tokens behind a model within which it is called a judge


class BaseModelFinder:
    """Finds the models of a value, in its own sentence or in one before it that says what all was tried on."""

    def __init__(self, rules: Rules, announcer: Announcer) -> None:
        context = rules.folder("context")
        self._shared_out = frozenset(context["baseline"]["shared_out"])
        self._turns = frozenset(context["dataset"]["turns"])
        self._by = frozenset([*context["baseline"]["changed"], *context["model"]["amounts"]])
        self._models = frozenset(context["system"]["nouns"])
        self._of = frozenset(context["baseline"]["of"])
        self._model_before = frozenset(context["model"]["before"])
        self._opposed = frozenset(context["model"]["opposed"])
        self._against = frozenset(context["owner"]["opposed"])
        self._ourselves = frozenset(context["owner"]["ourselves"])
        self._gaining_on = frozenset(context["model"]["gaining_on"])
        self._gains_to = frozenset(tuple(phrase.split()) for phrase in context["model"]["gains_to"])
        self._backbones = frozenset(context["model"]["backbones"])
        self._lists = frozenset(context["model"]["lists"])
        self._alone = frozenset(context["model"]["alone"])
        self._beyond = frozenset(context["model"]["beyond"])
        self._closing = frozenset(context["model"]["closing"])
        self.part_of = PartOf(rules)
        self._bearers = BearerFinder(rules)
        self._larger, unlisted = frozenset(context["baseline"]["larger"]), context["model"]["unlisted"]
        self._openers = frozenset([*unlisted["openers"], *unlisted["links"]])
        self._holders = frozenset(context["model"]["holders"])
        self._likened = frozenset(tuple(p.split()) for p in context["owner"]["likened"] if " " in p)
        self._weighed = frozenset(tuple(phrase.split()) for phrase in context["baseline"]["after"])
        self._lengths = sorted({len(phrase) for phrase in self._weighed})
        self._between = frozenset(context["device"]["between"])
        self._plain = frozenset([*context["dataset"]["articles"], *context["dataset"]["adjectives"]])
        self._attacks, self._attacked = frozenset(context["model"]["attacks"]), frozenset(context["model"]["attacked"])
        self._whens = frozenset(context["model"]["whens"])
        self._tries = frozenset(context["model"]["tries"])  # "when applied to three networks (e.g., X)"
        self._judged_by = frozenset(tuple(phrase.split()) for phrase in context["model"]["judged_by"])
        self._judging, self._judging_as = (
            frozenset(context["model"]["judging"]),
            frozenset(context["model"]["judging_as"]),
        )
        self._announcer = announcer

    def models(
        self, scene: Scene, reading: Reading, own: Sequence[str], applied: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """The base models a value was measured with; neither the paper's own nor what it is compared with.

        Those `applied`, which the verb before the value names, give way to one in the phrase of the value.
        """
        place = scene.place(reading)
        models = [m for m in scene.named("model") if not is_own_model(m.text, own) and not self._compared(scene, m)]
        models = [m for m in models if not self._judges(scene, m)]
        shares = [scene.place(r) for r in scene.readings if self.part_of.is_part(r)]
        owners = {owner.text for share in shares if models and (owner := self.part_of(scene, share))}
        models = [m for m in models if m.text not in owners]
        if scene.tokens.words[place.last : place.last + 1] == ["("]:
            models = [m for m in models if not self._bracketed(scene, m) or m.first == place.last + 1]
        led = [m for m in models if self._led(scene, m, models, self._model_before) or self._is_attacked(scene, m)]
        after = self._clause_end(scene, place.last)
        behind = [m for m in led if place.last <= m.first < min(place.after, after)]
        backbone = self._backbone_of(scene, led)
        if backbone:
            return backbone
        if applied and (not behind or turned(scene, place.last, behind[0].first, self._opposed)):
            return applied
        models = [
            m for m in models if m in led or self._gained(scene, m, reading) or self._bearers(scene, m, models, own)
        ]
        if fronted := self._fronted(scene, place, models):
            return texts(fronted)
        behind = behind or [m for m in models if place.last <= m.first < min(place.after, after)]
        before = [m for m in models if m.first < place.first and not self._is_other(scene, m, place.first)]
        near = [m for m in before if place.before <= m.first]
        later = self._later(scene, place, [m for m in models if m.first < after])
        if near and later and self._closes(scene, place, near[-1]):
            near = later
        return shared(behind or near or before or later, turn(scene, reading, self._shared_out))

    def _judges(self, scene: Scene, mention: Mention) -> bool:
        """Whether a model only tells how good another is: "as judged by GPT-4", "with GPT-4 as the judge"."""
        lower = scene.tokens.lower
        if tuple(lower[max(mention.first - 2, 0) : mention.first]) in self._judged_by:
            return True
        behind = (word for word in lower[mention.last : mention.last + _JUDGE] if word not in self._judging_as)
        return next(behind, "") in self._judging

    def _fronted(self, scene: Scene, place: Place, models: Sequence[Mention]) -> list[Mention]:
        """The models before a value where each value has its own: "with A it is 2x faster, while with B it is 3x"."""
        places, words = sorted(scene.places.values()), scene.tokens.lower
        fronts = [[m for m in models if p.before <= m.first < p.first] for p in places]
        if len(fronts) < _EACH or not all(fronts) or any(places[-1].last <= m.first for m in models):
            return []
        later = [(p, front[0]) for p, front in zip(places, fronts, strict=True)][1:]
        if any(self._opposed.isdisjoint(words[p.before : m.first]) for p, m in later):
            return []  # "2% for A, which is at 80%"
        return next(front for p, front in zip(places, fronts, strict=True) if p.last == place.last)

    @staticmethod
    def _leads(scene: Scene, place: Place) -> set[str]:
        """The words that lead to a value's own data sets: "85% on MNIST and 83% on VGG" has one model, not two."""
        sets = [m for m in scene.named("dataset") if place.last < m.first < place.after]
        return {scene.tokens.lower[m.first - 1] for m in sets}

    @staticmethod
    def _bracketed(scene: Scene, mention: Mention) -> bool:
        """Whether a model is all that a bracket behind a value holds: "0.1 s (A) and 0.2 s (B)"."""
        words = scene.tokens.words
        alone = scene.tokens.before(mention.first) == "(" and words[mention.last : mention.last + 1] == [")"]
        return alone and any(place.last == mention.first - 1 for place in scene.places.values())

    def _later(self, scene: Scene, place: Place, models: Sequence[Mention]) -> list[Mention]:
        """The models behind a later value, before the one after that: "9% at 5 fps on A, and 8% at 7 fps on B"."""
        before, own = scene.tokens.before, self._leads(scene, place)
        later = [m for m in models if place.last <= m.first and not turned(scene, place.last, m.first, self._turns)]
        later = [m for m in later if before(m.first) not in own or m.first < place.after]
        later = [m for m in later if before(m.first) not in self._of or m.first < place.after]  # "the 3% error of X"
        ends = [p.first for p in scene.places.values() if later and later[0].first < p.first]
        return [m for m in later if m.first < min(ends, default=m.last)]

    def _closes(self, scene: Scene, place: Place, mention: Mention) -> bool:
        """Whether a model before a value ends what is said of another: "2x on A and 3x with a loss of 1% on B"."""
        joined = scene.tokens.lower[mention.last : place.first]
        return place.before > scene.sentence.first and not self._opposed.isdisjoint(w for w in joined if w.isalpha())

    def _backbone_of(self, scene: Scene, models: Sequence[Mention]) -> tuple[str, ...]:
        """The one backbone that a sentence ends with, which all its values have: "with Hiera-T as the backbone"."""
        first = min(place.first for place in scene.places.values())
        end = max(place.last for place in scene.places.values())
        found = [m for m in models if first <= m.first]
        if len(found) != 1 or found[0].first < end:
            return ()
        called = scene.tokens.lower[found[0].last : found[0].last + _AS]
        return () if self._backbones.isdisjoint(called) else texts(found)

    def _clause_end(self, scene: Scene, at: int) -> int:
        """Where the next verb of change stands: what is behind it is of another value ("and raises that of")."""
        chunks, words, last = scene.chunks, scene.tokens.words, min(at + _CLAUSE, scene.sentence.last)
        for index in starting_in(chunks, at + 1, last):
            start = chunks[index].start
            if chunks[index].tags & _VERBS and scene.tokens.lower[start - 1] in self._opposed:
                return start
        return next((at for at in range(at, last) if self._ends_clause(words, at)), scene.sentence.last)

    def _ends_clause(self, words: Sequence[str], at: int) -> bool:
        """Whether a clause ends before a token: a semicolon, or "and when" that opens another condition."""
        return words[at] == ";" or (
            words[at] in self._whens and words[at - 1] in self._opposed and words[at - 1] != ","
        )

    def _is_other(self, scene: Scene, mention: Mention, first: int) -> bool:
        """Whether the text turns from a model to the paper's own before a value: "ViT-B has 81% while ours has"."""
        words = scene.tokens.lower
        return any(
            words[at] in self._against and words[at + 1] in self._ourselves for at in range(mention.last, first - 1)
        )

    def headed(self, scene: Scene, reading: Reading, own: Sequence[str]) -> str:
        """The model that a change in brackets is of: "reduces the size of BERT (by 25%) and ViT (31%)"."""
        words, first = scene.tokens.lower, scene.place(reading).first
        at = next((at for at in (first - 1, first - 2) if at >= 0 and words[at] == "("), -1)
        models = [m for m in scene.named("model") if m.last == at and not is_own_model(m.text, own)]
        headed = models and reading.measure != "level" and reading.size == 1 and not self._compared(scene, models[0])
        return models[0].text if headed else ""

    def heading(self, scene: Scene, place: Place) -> str:
        """The model right before a value and its "by": "compresses A by 51x, the B model by 10x, and C from 2 to 1"."""
        words = scene.tokens.lower
        for mention in scene.named("model"):
            start = mention.last + (mention.last < place.first and words[mention.last] in self._models)
            near = place.before <= mention.first and start <= place.first < start + _JOINED
            if near and (start == place.first or words[start] in self._by):
                return mention.text
        return ""

    def _compared(self, scene: Scene, mention: Mention) -> bool:
        """Whether a model is, or is part of, what the paper's own is compared with: "outperforms DETR with ViT"."""
        if self._ends_in(scene, mention.first, self._likened, 1) or self._is_rivals(scene, mention):
            return True
        if self._is_attacked(scene, mention):
            return False
        before = [marker for marker in scene.markers if marker.at < mention.first]
        named = [marker.at for marker in before if mention.text in marker.name]
        if named:
            first = self._bearers.list_start(scene, mention)
            gained = first - _GAIN == named[-1] and scene.tokens.lower[first - 1] in self._gaining_on
            gained = gained or tuple(scene.tokens.lower[first - _GAIN : first]) in self._gains_to
            return not gained  # "a 3% improvement on X"
        beaten = [marker.at for marker in before if marker.verb and not marker.held][-1:]
        plain = [m.at for m in before if not m.verb and scene.tokens.lower[m.at] not in self._tries][-1:]
        return any(self._goes_on(scene, at, mention.first) for at in beaten) or any(
            self._goes_on(scene, at, mention.first)
            and not self._lists.isdisjoint(scene.tokens.lower[at : mention.first])
            for at in plain
        )

    def larger(self, scene: Scene) -> set[str]:
        """The models that are but examples of rivals some times larger: "surpassing 10x larger models such as BERT"."""
        words, ends = scene.tokens.lower, {place.last for place in scene.places.values()}
        found: set[str] = set()
        for mention in scene.named("model"):
            noun = scene.tokens.back(self._bearers.list_start(scene, mention), self._openers, scene.sentence.first) - 1
            if noun - 1 in ends and words[noun] in self._models and words[noun - 1] in self._larger:
                found.add(mention.text)
        return found

    def _is_attacked(self, scene: Scene, mention: Mention) -> bool:
        """Whether a model, or the list it is in, is what an attack is made on: "a success rate of 90% against BERT"."""
        words, at = scene.tokens.lower, self._bearers.list_start(scene, mention)
        at = scene.tokens.back(at, self._plain, scene.sentence.first)  # "against the latest BERT"
        if at == scene.sentence.first or words[at - 1] not in self._attacked:
            return False
        return not self._attacks.isdisjoint(words[scene.sentence.first : scene.sentence.last])

    def _is_rivals(self, scene: Scene, mention: Mention) -> bool:
        """Whether levels behind a comparison are a model's: "versus 64% for BERT", "versus 9 ms of A and 4 of BERT"."""
        words, end = scene.tokens.lower, mention.first
        if scene.tokens.before(end) in self._between:  # "for the"
            end -= 1
        if scene.tokens.before(end) not in self._holders:
            return False
        # "27 Hz versus 1.7 Hz for OpenVLA"
        changes = (scene.quantities[r.quantity] for r in scene.readings if r.measure == _CHANGE)
        if any(q.last == end - 1 and self._sets_against(words[q.first : q.last]) for q in changes):
            return True
        for place in sorted(scene.places.values(), reverse=True):
            owned = end - _OWNED <= place.last < end and words[place.last] in self._holders  # "14 FPS of FooNet and"
            if not (owned or end - _NOUN <= place.last < end):
                continue
            if self._ends_in(scene, place.first, self._weighed, _HEDGE):
                return True
            end = place.first
            if scene.tokens.before(end) not in self._between:
                return False
        return False

    def _sets_against(self, words: Sequence[str]) -> bool:
        """Whether a change says in words that one value is set against the other: "27 Hz versus 2 Hz"."""
        return any(tuple(words[at : at + n]) in self._weighed for at in range(len(words)) for n in self._lengths)

    @staticmethod
    def _ends_in(scene: Scene, end: int, phrases: frozenset[tuple[str, ...]], hedged: int) -> bool:
        """Whether one of some phrases stands before a token, with fewer than `hedged` words between."""
        words, first, lengths = scene.tokens.lower, scene.sentence.first, set(map(len, phrases))
        ends = range(end, max(first, end - hedged), -1)
        return any(tuple(words[max(first, at - n) : at]) in phrases for at in ends for n in lengths)

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

    def closing(self, scene: Scene, reading: Reading, own: Sequence[str]) -> tuple[str, ...]:
        """The models that a sentence ends with, which the values joined to its last have, too.

        "Reduces the error by 5%, and improves the accuracy by 2% on BERT".
        """
        places = sorted(scene.places.values())
        place, last = scene.place(reading), places[-1].last
        models = scene.named("model")
        if place.last >= last or not models or models[0].first < last or is_own_model(models[0].text, own):
            return ()
        between = scene.tokens.words[place.last : models[0].first]
        if ";" in between or turned(scene, place.last, last, self._turns):
            return ()
        if scene.tokens.lower[models[0].first - 1] in self._leads(scene, place):
            return ()
        led = [m for m in models if self._led(scene, m, models, self._closing) and not self._compared(scene, m)]
        return texts(led) if len(texts(led)) == len(texts(models)) else ()

    def _gained(self, scene: Scene, mention: Mention, reading: Reading) -> bool:
        """Whether a value is a model's gain; a plain level is its own ("YOLOv2 gets 76.8 mAP")."""
        kept = reading.measure == "share" and reading.effect == "none"  # "Llama-2-13B retains 90% of the quality"
        lost = reading.effect == "worse"  # "BERT-base loses less than 1%"
        gained = is_subject(scene, mention, *(("ACH", "KEEP") if kept else ("ACH", *_VERBS) if lost else ("ACH",)))
        return gained and (reading.measure != "level" or reading.metric in self._alone)

    def announced(self, scene: Scene, reading: Reading, own: Sequence[str]) -> tuple[str, ...]:
        """The models that a sentence before says all was tried on, unless others were named since; one of a size alone.

        Those of the sentence itself must be compared with, and it must go on from the trials. A model of the paper's
        own that it names was not tried on others ("We show our scaling on BERT. Our FooNet reaches 84%").
        """
        named = [m for m in scene.named("model") if not self._judges(scene, m)]
        others = [m for m in named if not is_own_model(m.text, own)]
        goes_on = not others or (self._announcer.goes_on(scene) and all(self._compared(scene, m) for m in others))
        if len(others) < len(named) or not goes_on:
            return ()
        for _, tokens, before in self._announcer.before(scene, "model", shown=True):
            models = [m for m in before if not is_own_model(m.text, own)]
            if models:
                return of_size(scene, reading, texts(models)) if self._announcer.tries(tokens, models) else ()
        return ()

    def others(self, scene: Scene, reading: Reading) -> tuple[str, ...]:
        """The models that the text turns away from before a value."""
        place = scene.place(reading)
        before = [m for m in scene.named("model") if m.last <= place.first]
        return texts([m for m in before if self._is_other(scene, m, place.first)])

    def _led(self, scene: Scene, mention: Mention, mentions: Sequence[Mention], before: frozenset[str]) -> bool:
        """Whether a leading word stands before a name or before the list it is in."""
        return self._announcer.led(scene.tokens, scene.sentence.first, mention, mentions, before)
