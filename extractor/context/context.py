"""Context: on which data, model, device and in which phase a claim holds, what it is compared with, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.choosing.able import Able
from extractor.choosing.announced import Announcer
from extractor.choosing.foretold import Foretold
from extractor.choosing.lifted import Lifted
from extractor.choosing.siblings import Siblings
from extractor.context.applied import AppliedFinder
from extractor.context.subjects import SubjectFinder
from extractor.context.whose import SHARED, Rival, Whose
from extractor.datasets.datasets import DatasetFinder
from extractor.frames.joins import Chunk
from extractor.models.base_models import BaseModelFinder
from extractor.models.hosts import HostFinder
from extractor.owners.choices import Chooser
from extractor.owners.own_work import OwnWork, Starts
from extractor.owners.places import Place
from extractor.owners.scenes import Kept, Scene, is_in, places_of
from extractor.owners.systems import SystemFinder, Systems
from extractor.phases.phases import PhaseFinder
from extractor.phases.titles import Theme
from extractor.quantities.ranges import Quantity
from extractor.readings.tasks import CHANGES, STATED, Reading
from extractor.rivals.baselines import BaselineFinder, data_tokens
from extractor.rivals.rivals import RivalReader
from extractor.rulefiles.rules import Rules
from extractor.terms.around import Around
from extractor.terms.names import Mention, letters
from extractor.text.tokens import Sentence, Tokens, starting_in


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
    """What holds for a paper as a whole.

    Its cleaned text, the names of its own systems, where its own work begins, the data set it introduces, and the
    phases that it is about.
    """

    text: str
    title_end: int
    systems: Systems
    own_from: int
    dataset: str
    theme: Theme


class Held(NamedTuple):
    """What goes on holding: a baseline ("accelerates DeiT-S by 60% while losing 0.4%"), the models it is, phases.

    `theirs` tells that the value was a competitor's, `rival` where that begins, and its name where that is plain.
    """

    name: str
    models: tuple[str, ...]
    phases: tuple[str, ...] = ()
    theirs: bool = False
    rival: Rival | None = None

    def of(self, reading: Reading) -> tuple[str, tuple[str, ...]]:
        """The baseline and models of a value; where there are as many values in its list, one each."""
        if len(self.models) == reading.size > 1:
            return self.models[reading.place], (self.models[reading.place],)
        return self.name, self.models


_LISTED = 7  # tokens between two shares of one list
_NOTHING = Held("", ())
_SUMMED = 4  # tokens from a mark to the value that sums up those before it
_MARKS = frozenset([",", "(", ":", ";"])


class ContextFinder:
    """Finds the context of each reading of a sentence, by rules/context/."""

    def __init__(self, rules: Rules) -> None:
        self._metrics = rules.metrics
        names, announcer = RivalReader(rules), Announcer(rules)
        self._datasets = DatasetFinder(rules, announcer)
        self._base_models = BaseModelFinder(rules, announcer)
        self._hosts = HostFinder(rules, announcer)
        self._phases = PhaseFinder(rules)
        self._baselines = BaselineFinder(rules, names)
        self._choose = Chooser(rules, self._baselines)
        self._siblings = Siblings(rules)
        self._own_work = OwnWork(rules)
        self._systems = SystemFinder(rules)
        self._subjects = SubjectFinder(rules, names)
        self._whose = Whose(rules, self._choose, self._subjects)
        self._foretold = Foretold(rules, names, announcer, self._baselines)
        self._lifted = Lifted(rules, names)
        self._applied = AppliedFinder(rules)
        self._able = Able(rules, self._baselines)
        context = rules.folder("context")
        self._preferences = frozenset(context["baseline"]["preferences"])
        self._joined: str = context["anaphora"]["joined"]
        table = context["model"]
        self._of_itself = frozenset(table["of_itself"])
        self._alone = frozenset(table["alone"])
        self._joiners = frozenset(table["joiners"])

    def whole(self, title: str, text: str, title_end: int) -> Whole:
        """What the sentences of a paper share; `text` is cleaned and begins with the title."""
        systems = self._systems(title, text, title_end)
        own_from = self._own_work.own_from(text, title_end, systems.main)
        dataset = self._own_work.dataset(title, text[title_end:], systems.main)
        return Whole(text, title_end, systems, own_from, dataset, self._phases.titles.theme(title, text))

    def __call__(
        self,
        tokens: Tokens,
        sentence: Sentence,
        chunks: list[Chunk],
        quantities: Sequence[Quantity],
        readings: Sequence[Reading],
        mentions: Sequence[Mention],
        whole: Whole,
        around: Around,
        last: Kept,
    ) -> tuple[list[Context], Kept]:
        """One context a reading, of which at least one is given, and what the sentence keeps for those behind it.

        `last` is what the last sentence with readings kept.
        """
        here = _of_sentence(mentions, sentence)
        markers = self._baselines.markers(tokens, sentence, chunks, here, whole.systems.stems)
        value = tokens.starts[quantities[readings[0].quantity].first]
        starts = Starts(own_work=whole.own_from, abstract=whole.title_end, value=value)
        by = self._own_work.by(sentence, whole.text, starts, whole.systems.all)
        places = places_of(sentence, quantities, readings)
        before = self._foretold.kept_before(sentence, around, last, whole.systems.stems)
        scene = Scene(tokens, sentence, chunks, quantities, readings, here, around, markers, places, before)
        out: list[Context] = []
        held = _NOTHING
        for reading in readings:
            context, held = self._one(scene, reading, by, whole, held)
            out.append(context)
        rivals = self._siblings(scene, [one.baseline for one in out], [one.by == "own" for one in out])
        out = [one._replace(baseline=rival) for one, rival in zip(out, rivals, strict=True)]
        theirs = [one.by == "own" and not any(is_in(model, one.baseline) for model in one.models) for one in out]
        kept = self._foretold.keep(scene, [rival if told else "" for rival, told in zip(rivals, theirs, strict=True)])
        return self._with_rivals(scene, out), kept

    def _with_rivals(self, scene: Scene, contexts: list[Context]) -> list[Context]:
        """The contexts; a level is compared with the competitor's: "81%, whereas the baseline reaches 46%".

        Both were measured with the same models, unless one is named behind the competitor's: "than 79% of BERT".
        """
        readings = scene.readings
        for at, (reading, context) in enumerate(zip(readings, contexts, strict=True)):
            sized = self._metrics[reading.metric].traits.size
            sized = sized or self._whose.outspent(scene, reading, scene.place(reading), ()) is not None
            if reading.measure not in STATED or context.by != "baseline" or sized:
                continue
            own = [
                other
                for other, one in enumerate(contexts)
                if one.by == "own"
                and (readings[other].metric, readings[other].measure) == (reading.metric, reading.measure)
            ]
            if own:
                if at and readings[at - 1].anchor == reading.anchor:  # "81% and 83%, compared to 77% and 79% of X"
                    own = [other for other in own if contexts[other].baseline != context.subject] or own
                nearest = min(own, key=lambda other: abs(other - at))
                mine = contexts[nearest]
                of = tuple(model for model in mine.models if not is_in(model, context.subject))
                contexts[nearest] = mine._replace(baseline=mine.baseline or context.subject, models=of)
                theirs = {m.text for m in scene.named("model") if m.first >= scene.place(reading).last}
                models = tuple(m for m in mine.models if m not in theirs and not is_in(m, context.subject))
                contexts[at] = context._replace(models=models)
            if at + 1 < len(contexts) and self._sums_up(scene, reading, readings[at + 1]):
                behind = contexts[at + 1]
                contexts[at + 1] = behind._replace(baseline=behind.baseline or context.subject)
        return contexts

    @staticmethod
    def _sums_up(scene: Scene, theirs: Reading, reading: Reading) -> bool:
        """Whether a value says by how much one's own beats the competitor's before: "9% for X (a 2x improvement)"."""
        place = scene.place(reading)
        near = scene.tokens.words[max(place.first - _SUMMED, scene.place(theirs).last) : place.first]
        alike = reading.metric == theirs.metric and theirs.measure == "level"
        return alike and reading.measure in CHANGES and reading.effect == "better" and not _MARKS.isdisjoint(near)

    def _one(self, scene: Scene, reading: Reading, by: str, whole: Whole, held: Held) -> tuple[Context, Held]:
        """The context of one value, and what it holds of its model for the values behind it."""
        place = scene.place(reading)
        phases, listed, last = held.phases, held.theirs, held.rival
        baseline, applied, held = self._baseline(scene, place, reading, whole, held)
        models = self._base_models.models(scene, reading, whole.systems.stems, applied)
        if headed := self._base_models.headed(scene, reading, whole.systems.stems):
            baseline, models = headed if applied or baseline in models else baseline, (headed,)
        if applied and models and set(models) < set(applied):  # "improves A and B (e.g. 14% gain for A)"
            baseline = scene.listed(models, self._joiners, self._joined)
        if reading.measure == "share" and not applied:  # "97% of the ResNet-50 teacher's accuracy"
            models = tuple(model for model in models if model not in baseline or model == baseline)
        baseline = baseline or self._changed(scene, place, reading, whole, models, by)
        if not (baseline or reading.measure == "level" or scene.markers or by != "own"):
            gained = reading.measure in CHANGES  # "from 63% to 84% against existing attacks" is over nothing
            baseline = self._lifted(scene, place, whole.systems.stems) if gained else ""
            baseline = baseline or self._foretold(scene, reading, whole.systems.stems)
        kept, rival = None, None
        if by == "own":
            title, stems = whole.text[: whole.title_end], whole.systems.stems
            by, rival, named, kept = self._whose(scene, reading, stems, title, listed=listed, last=last)
            models = () if named else models
        scope, phases = self._phases(scene, reading, whole.theme, (whole.systems.main, baseline), phases)
        if by == "own" and not models:
            models = self._base_models.closing(scene, reading, whole.systems.stems)
            models = models or self._base_models.announced(scene, reading, whole.systems.stems)
        subject = self._subject(scene, place, reading, whole, by, rival)
        context = Context(
            subject,
            "" if self._stands_alone(reading, by) else baseline,
            self._datasets(scene, reading, whole.dataset),
            self._models_of(scene, reading, models, by),
            self._hosts(scene, reading),
            scope,
            by,
        )
        return context, held._replace(phases=phases, theirs=by == "baseline", rival=kept)

    def _stands_alone(self, reading: Reading, by: str) -> bool:
        """Whether a value is compared with nothing: a plain level, and an order of growth of another."""
        told = reading.measure == "level" or by != "own"
        return reading.measure in STATED and told and reading.metric not in self._preferences

    def _models_of(self, scene: Scene, reading: Reading, models: tuple[str, ...], by: str) -> tuple[str, ...]:
        """The models of a value of the paper's own, or of earlier work that changed them; `_with_rivals` has others."""
        level = reading.measure == "level"
        kept = by == "own" or (by == "prior" and not level)
        if not models or not kept or (level and reading.metric in self._of_itself):
            return ()
        larger = self._base_models.larger(scene)
        return tuple(model for model in models if model not in larger)

    def _changed(
        self, scene: Scene, place: Place, reading: Reading, whole: Whole, models: tuple[str, ...], by: str
    ) -> str:
        """What a value of the paper's own changed, where nothing is named that it is compared with."""
        # "A 2x speedup on X, outperforming Y" is one over X.
        scored = self._is_scored(reading)
        able = self._able(scene, place, reading, quality=self._is_quality(reading))
        markers = [m for m in able if ";" not in scene.tokens.words[m.at : place.first]]  # "; on B it is 2x"
        rivals = any(scored or reading.measure == "share" or not m.verb or m.at < place.last for m in markers)
        if reading.measure == "level" or by != "own" or rivals or reading.metric in self._alone:
            return ""
        baseline = scene.listed(
            self._base_models.others(scene, reading) or self._applied.plainly(scene, place, models),
            self._joiners,
            self._joined,
        )
        if baseline or reading.measure == "share":
            return baseline
        wide = reading.measure == "complexity"
        changed = self._baselines.changed.before(
            scene.tokens, scene.chunks, place.before, place.first, wide=wide, close=scored
        )
        mine = letters(changed) in whole.systems.stems or any(m.text == changed for m in scene.named("dataset"))
        if mine or (scored and not self._baselines.is_owner(changed)):
            changed = ""
        changed = changed or self._behind(scene, place)
        if changed or reading.measure not in CHANGES:
            return changed
        return self._baselines.owner_behind(scene.tokens, scene.chunks, place.last, scene.sentence.last)

    def _is_quality(self, reading: Reading) -> bool:
        """Whether a value is of a quality, of which a competitor may be said to lose some."""
        return self._metrics[reading.metric].traits.quality

    def _behind(self, scene: Scene, place: Place) -> str:
        """What changes, named behind the amount, else the owner of a share that a later value is."""
        name = self._baselines.changed.behind(scene.tokens, scene.chunks, place.last, place.after)
        shares = [scene.place(r).last for r in scene.readings if r.measure == "share" and not name]
        owners = (self._baselines.shared(scene.tokens, scene.chunks, at, scene.sentence.last) for at in shares)
        return name or next((owner for owner in owners if self._baselines.is_named(owner)), "")

    def _subject(self, scene: Scene, place: Place, reading: Reading, whole: Whole, by: str, rival: Rival | None) -> str:
        """Who a value belongs to; nobody where it is not the paper's own and the sentence names no other."""
        if by == "own":
            return self._subjects.own(
                scene, place, reading, whole.systems, whole.text[: whole.title_end], whole.dataset
            )
        if by == "prior":
            return self._subjects.prior(scene, place)
        if rival is None:
            return scene.named("model")[0].text
        start, name = rival
        return name or self._subjects.other(scene, reading, place, start)

    def _baseline(
        self, scene: Scene, place: Place, reading: Reading, whole: Whole, held: Held
    ) -> tuple[str, tuple[str, ...], Held]:
        """The baseline, the models a verb was applied to (they are the baseline, too), and what holds further on."""
        if reading.measure == "change":
            last = scene.sentence.last
            if name := self._baselines.rival_of_change(scene.tokens, place.first, place.last, last, scene.mentions):
                return name, (), _NOTHING
        if close := self._baselines.changed.near(scene.tokens, scene.chunks, place.first, place.last, place.after):
            return close, (), _NOTHING
        plain = [m for m in scene.markers if not m.verb and m.rank == 0]
        plain = [m for m in plain if not self._choose.is_apart(scene.tokens, scene.chunks, m, place.first, place.last)]
        end = max(p.last for p in scene.places.values())
        opening = min(p.first for p in scene.places.values())
        leading = [m for m in plain if self._choose.opens(scene.tokens, scene.sentence.first, m, opening)]
        if not leading and not any(place.last <= m.at < place.after or m.at >= end for m in plain):
            applied = self._applied(scene, place, reading, whole.systems.stems)
            if applied:
                held = Held(scene.listed(applied, self._joiners, self._joined), applied)
                return *held.of(reading), held
        part = self._base_models.part_of.is_part(reading)
        if part or reading.measure == "share":
            name = self._owner_of_share(scene, place, reading) if reading.measure == "share" else ""
            if not name and part and (owner := self._base_models.part_of(scene, place)):
                name = owner.text
            if name:
                return name, (), Held(name if self._baselines.is_named(name) else "", ())
        near = [m for m in scene.markers if place.before <= m.at < place.after]
        if held.models and (headed := self._base_models.heading(scene, place)):
            held = Held(headed, (headed,))  # "compresses A by 51x, and B by 10x"
        if held.name and not any(not m.verb or m.at < place.first for m in near):
            return *held.of(reading), held
        alike = all(r.metric == reading.metric for r in scene.readings if r.anchor == reading.anchor)
        quality = self._is_scored(reading) or reading.measure in SHARED
        able = self._able(scene, place, reading, quality=self._is_quality(reading))
        best = self._choose(scene.tokens, able, place, opening)
        if best and not quality and self._choose.is_apart(scene.tokens, scene.chunks, best, place.first, place.last):
            likened = [m for m in scene.markers if m.rank and self._baselines.is_named(m.name)]
            best = self._choose(scene.tokens, likened, place, opening)  # "matches Y, and outperforms X"
        return best.of(reading.place, reading.size if alike else 1) if best else "", (), _NOTHING

    def _is_scored(self, reading: Reading) -> bool:
        """Whether a value is of a quality, and tells of no loss of it."""
        return self._is_quality(reading) and reading.effect != "worse"

    def _owner_of_share(self, scene: Scene, place: Place, reading: Reading) -> str:
        """Whose measure a share is a part of, told behind the last of a list: "25% of the size and 10% of X's time"."""
        shares = [scene.place(r) for r in scene.readings if r.measure == reading.measure and r.anchor > reading.anchor]
        data = data_tokens(scene.mentions)
        ends = [place.last]
        for following in shares:
            if following.first - ends[-1] > _LISTED:
                break
            ends.append(following.last)
        last = scene.sentence.last
        names = (self._baselines.shared(scene.tokens, scene.chunks, end, last, data) for end in ends)
        return next(filter(None, names), "")


def _of_sentence(mentions: Sequence[Mention], sentence: Sentence) -> Sequence[Mention]:
    """The mentions of a sentence, out of those of the text, which are in order."""
    return [mentions[at] for at in starting_in(mentions, sentence.start, sentence.end)]
