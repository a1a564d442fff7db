"""Data sets: those a value was measured on, by [dataset] of the context rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, pairwise

from extractor.choosing.announced import Announcer
from extractor.datasets.backward import BackwardFinder
from extractor.datasets.clauses import VERBS, ClauseFinder
from extractor.datasets.elsewhere import ElsewhereFinder
from extractor.datasets.headings import HeadingFinder, ListFinder, last_joined, list_start
from extractor.datasets.partners import PartnerFinder
from extractor.owners.places import Place
from extractor.owners.scenes import Scene, shared, texts, turn, turned
from extractor.readings.tasks import Reading
from extractor.rulefiles.rules import Rules
from extractor.terms.names import Mention
from extractor.text.tokens import Tokens

_REACH = 12  # tokens between a value and the end of a data set without a name
_PHRASE = 8  # words of such a data set
_STATED = frozenset({"level", "change"})
_SAID_WITH = 5  # tokens between a quality and the speed it is reached at
_LISTED = 2  # names that make a list


class DatasetFinder:
    """Finds the data sets of a value in its sentence, or in those before it."""

    def __init__(self, rules: Rules, announcer: Announcer) -> None:
        context = rules.folder("context")
        table = context["dataset"]
        self._metrics = rules.metrics
        self._like_quality = frozenset(table["like_quality"])
        self._shared_out = frozenset(context["baseline"]["shared_out"])
        self._headed = HeadingFinder(rules)
        self._announcer = announcer
        self._backward = BackwardFinder(rules)
        self._clauses = ClauseFinder(rules)
        self._listed = ListFinder(rules)
        self._partners = PartnerFinder(rules)
        self._is_elsewhere = ElsewhereFinder(rules)
        self._pairing = frozenset(table["joiners"])
        self._running = frozenset(table["running"])
        self._adding = frozenset(table["adding"])
        self._turns = frozenset(table["turns"])
        self._at = frozenset(table["at"])
        self._further = frozenset(table["further"])
        self._said_with = frozenset(table["said_with"])
        self._apart = frozenset(table["apart"])
        self._hedged = frozenset([*table["hedges"], ","])
        self._parting = frozenset(table["parts"]).difference(table["joiners"])
        self._inherent = frozenset(table["inherent"])
        self._learned = frozenset(table["learned"])
        self._untrained = frozenset(table["untrained"])
        self._trained = frozenset(table["trained"])
        self._learned_on = frozenset(table["learned_on"])
        self._between = frozenset(context["device"]["between"])
        unnamed = table["unnamed"]
        self._kinds = frozenset([*table["nouns"], *unnamed["kinds"]])
        self._single = frozenset(unnamed["single"])
        self._plain = frozenset(unnamed["plain"])
        self._not_inside = frozenset(unnamed["not_inside"])
        self._leads = frozenset(unnamed["leads"])
        self._closes = frozenset([*table["closes"], *unnamed["closes"]])
        self._back = frozenset(unnamed["back"])
        self._numbers = frozenset(rules.table("numbers/words.toml")["cardinals"])

    def __call__(self, scene: Scene, reading: Reading, own: str = "") -> tuple[str, ...]:
        """The data sets of any value but a size: behind it, else before it, else the next of the sentence.

        A quality without one is of the data set that the paper introduces, else goes on from the sentences before.
        """
        place, metric = scene.place(reading), self._metrics[reading.metric]
        everything = [m for m in self._sets(scene, "dataset") if not self._counted(scene, reading, m)]
        sets = [m for m in everything if not self._of_other(scene, reading, m)] or everything
        if metric.traits.quality:
            return self._of_quality(scene, reading, place, own)
        sets = [m for m in sets if not self._clauses.is_introduced(scene, m)]
        if metric.id in self._untrained:  # "By pretraining on A, our model wins with 5% fewer FLOPs"
            sets = self._unlearned(scene.tokens, scene.sentence.first, sets, self._learned)
        headed = self._headed(scene, reading, sets)
        near = self._last_list(scene, place, [m for m in sets if place.before <= m.first < place.first])
        chosen: Sequence[Mention]
        if not sets and reading.measure != "complexity":  # what a quality is measured on, a speed beside it is, too
            beside = any(self._metrics[r.metric].traits.quality for r in scene.readings)
            sets = [m for m in self._placed(scene) if m.kind == "place" and (beside or self._clauses.of_task(scene, m))]
            near = [m for m in sets if place.before <= m.first < place.first]
        if metric.id in self._like_quality:
            before = [m for m in sets if m.first < place.first]
            behind = [m for m in sets if place.last <= m.first < place.after]
            chosen = headed or behind or near or before or [m for m in sets if m.first >= place.last]
        else:
            chosen = self._of_resource(scene, reading, place, sets, near)
            if not chosen and not sets and reading.measure != "complexity":  # which is measured nowhere
                return self._partners.dealt_out(scene, reading, self._announced_for(scene, reading, place))
        return self._dealt(scene, reading, place, chosen)

    def _dealt(self, scene: Scene, reading: Reading, place: Place, chosen: Sequence[Mention]) -> tuple[str, ...]:
        """The names, or the value's own of them; those before values that are dealt to others are all its own."""
        chosen = self._partners.one_of(scene, place, chosen)
        if all(m.last <= place.first for m in chosen) and self._partners.dealt_to_others(scene, reading):
            return texts(chosen)
        if (names := self._partners.by_lists(scene, reading, texts(chosen))) is not None:
            return names
        return shared(chosen, turn(scene, reading, self._shared_out))

    def _of_resource(
        self, scene: Scene, reading: Reading, place: Place, sets: Sequence[Mention], near: Sequence[Mention]
    ) -> Sequence[Mention]:
        """The data sets of a speed, a size or a cost; the plain size of a system is its own, unless a quality tells."""
        before = [m for m in sets if m.last <= place.first and not self._closed_off(scene, m, place)]
        if len(before) >= _LISTED and all(self._headed.owns(scene, m, place) for m in before[-_LISTED:]):
            before = []
        opening = [m for m in before if m.first < self._first_value(scene)]
        level = reading.measure == "level"
        if level and reading.metric in self._inherent:
            qualities = (r for r in scene.readings if self._metrics[r.metric].traits.quality)
            each = len(texts(opening)) == turn(scene, reading, self._shared_out)[1] > 1  # "on A and B, 8 MB and 5 MB"
            return opening if each or any(scene.place(r).last <= place.first for r in qualities) else ()
        later = [m for m in sets if m.first >= place.last and not turned(scene, place.last, m.first, self._turns)]
        opens = place.first - 1 == scene.sentence.first and scene.tokens.lower[place.first - 1] in self._at
        if reading.metric in self._running and level and not opens:
            later = [m for m in later if m.first < place.after or not self._of_level(scene, m)]
        if later and self._clauses.acts(scene, place.last, later[0]):
            later = []
        behind = self._until_next(scene, place, [m for m in later if m.first < place.after])
        if near and behind and self._clauses.alike(scene, place, near[-1], behind[-1]):
            behind = []
        told = [m for m in before if not turned(scene, m.last, place.first, self._apart)]
        opening = [m for m in opening if ";" not in scene.tokens.words[m.last : place.first]]
        if level:  # "58% AP on COCO and 30 FPS on a V100"
            told = [m for m in told if ";" not in scene.tokens.words[m.last : place.first]]
            first = scene.places[reading.anchor].first
            told = [m for m in near if m in told and set(scene.tokens.lower[m.last : first]) - self._pairing]
        near = [m for m in near if m in told]
        behind = behind or self._partners(scene, place, near, later)
        later = self._partners.until_alike(scene, reading, later)
        chosen = behind or near or opening or last_joined(scene.tokens.lower, told, self._between) or later
        if chosen and all(m in before for m in chosen):
            return self._partners.pairs(scene, place, chosen, before)
        return chosen or (self._beside(scene, place, sets) if level else [])

    def _beside(self, scene: Scene, place: Place, sets: Sequence[Mention]) -> Sequence[Mention]:
        """Those of what a level is said with: "45 AP on COCO, and the large one has 54.6 AP at 96 FPS and 2 GB"."""
        last = max((p.last for p in scene.places.values() if p.last <= place.first), default=0)
        told = next((r for r in scene.readings if scene.place(r).last == last and r.measure == "level"), None)
        between = [scene.tokens.lower[at] for at in range(last, place.first) if not scene.is_known(at)]
        if told is None or len(between) > _SAID_WITH:
            return []
        before = [m for m in sets if m.first < last]
        if self._metrics[told.metric].traits.quality:
            return [] if self._said_with.isdisjoint(between) else last_joined(scene.tokens.lower, before, self._between)
        if told.metric in self._inherent or self._adding.isdisjoint(between):
            return []
        there = scene.place(told)
        return self._of_resource(scene, told, there, sets, [m for m in before if there.before <= m.first < there.first])

    def _until_next(self, scene: Scene, place: Place, behind: list[Mention]) -> list[Mention]:
        """Some names behind a value but one that opens the clause of the next: "2x faster on A, and on B, 3x"."""
        if len(behind) < _LISTED or place.after == scene.sentence.last:
            return behind
        gap = scene.tokens.lower[behind[-1].last : place.after]
        opens = self._clauses.opens(scene, behind[0].last, behind[-1]) and self._hedged.issuperset(gap)
        return behind[:-1] if opens else behind

    @staticmethod
    def _closed_off(scene: Scene, mention: Mention, place: Place) -> bool:
        """Whether a name stands with a value in brackets that end before this one: "(2% on MMLU), and 27% faster"."""
        words = scene.tokens.words
        behind = words[mention.last : place.first]
        if behind.count(")") <= behind.count("("):
            return False
        opened = next((at for at in range(mention.first, scene.sentence.first, -1) if words[at] == "("), mention.first)
        return any(opened < there.first < mention.last for there in scene.places.values())

    def _of_quality(self, scene: Scene, reading: Reading, place: Place, own: str) -> tuple[str, ...]:
        """The data sets of a quality."""
        placed = [m for m in self._placed(scene) if not self._counted(scene, reading, m)]
        sets = self._measured(scene, [m for m in placed if not self._of_other(scene, reading, m)])
        near = [m for m in sets if m.kind == "dataset" and place.before <= m.first < place.first]
        behind = self._first_list(scene, [m for m in sets if place.last <= m.first < place.after])
        before = [m for m in sets if m.first < place.first]
        before = self._clauses.since_break(scene, place, before, sets)
        if behind and (bracketed := self._clauses.bracketed(scene, place, behind[0], before)):
            near, behind = bracketed, []
        if behind and self._clauses.of_later(scene, place, behind[0], near, before):
            behind = []
        behind = behind or self._first_list(scene, self._partners(scene, place, near, sets))
        _, size = turn(scene, reading, self._shared_out)
        if 1 < size != len(behind) and behind:
            every = [m for m in sets if place.last <= m.first < place.after]
            each = every and not self._shared_out.isdisjoint(scene.tokens.lower[every[-1].last : place.after])
            behind = every if each and len(every) == size else behind  # "on A with X and B with Y, respectively"
        told = not self._shared_out.isdisjoint(scene.tokens.lower[place.last : scene.sentence.last])
        dealt = told and not behind and len(texts(near)) == size > 1
        headed = self._headed(scene, reading, [m for m in sets if m.kind == "dataset"])
        chosen = near if dealt else headed or behind
        if not chosen:
            unnamed = self._without_name(scene, place, sets, near, before)
            opened = before and place.before == scene.sentence.first  # "on A and B, 2% across the benchmarks"
            if unnamed or (unnamed is not None and not own and not opened):
                return unnamed
        chosen = chosen or self._partners.dealt_back(scene, place, before, size)
        chosen = chosen or self._last_list(scene, place, near) or last_joined(scene.tokens.lower, before, self._between)
        chosen = chosen or self._first_list(scene, [m for m in sets if m.first >= place.last])
        if not chosen and not own:
            chosen = self._of_same(scene, reading, place)
        if not chosen:
            before_it = self._backward(scene) or ((own,) if own else self._carried(scene, reading))
            return self._partners.dealt_out(scene, reading, before_it)
        return self._dealt(scene, reading, place, chosen)

    def _without_name(
        self, scene: Scene, place: Place, sets: Sequence[Mention], near: Sequence[Mention], before: Sequence[Mention]
    ) -> tuple[str, ...] | None:
        """What `_unnamed` finds behind a value, else before it, else at the opening of its sentence."""
        unnamed = self._unnamed(scene, place.last, place.after)
        if unnamed is None and not near:
            unnamed = self._unnamed(scene, place.before, place.first) or None
        if unnamed is None and not sets:  # "On the grid-map dataset, it gains 2% mAP and 3% mIoU"
            unnamed = self._unnamed(scene, scene.sentence.first, self._first_value(scene)) or None
        if unnamed is None and not before:
            unnamed = self._unnamed(scene, place.last, scene.sentence.last)
        return unnamed

    def _of_level(self, scene: Scene, mention: Mention) -> bool:
        """Whether a data set stands behind the level of a quality: "30 FPS, while obtaining 58% AUC on COCO"."""
        qualities = (r for r in scene.readings if r.measure == "level" and self._metrics[r.metric].traits.quality)
        return any(place.last <= mention.first < place.after for place in map(scene.place, qualities))

    @staticmethod
    def _of_other(scene: Scene, reading: Reading, mention: Mention) -> bool:
        """Whether a data set belongs to the name of another value's metric: "0.29 WikiText-2 perplexity"."""
        heads = {r.metric_at for r in scene.readings} - {reading.metric_at}
        chunks = [scene.chunks[at] for at in heads]
        return any(chunk.start == mention.last and not chunk.quantities for chunk in chunks)

    def _counted(self, scene: Scene, reading: Reading, mention: Mention) -> bool:
        """Whether a data set is what another value is a score of: "0.74 FooEval and 3.1 FID"."""
        behind = scene.tokens.lower[mention.last] if mention.last < scene.sentence.last else "."
        if behind[0].isalnum() and behind not in self._closes:
            return False  # "81% COCO accuracy"
        return any(place.last == mention.first for at, place in scene.places.items() if at != reading.anchor)

    def _of_same(self, scene: Scene, reading: Reading, place: Place) -> list[Mention]:
        """The data set in the name of the same metric before: "81% ImageNet accuracy; with more data, 83% accuracy"."""
        heads = {scene.chunks[r.metric_at].start for r in scene.readings if r.metric == reading.metric}
        return [m for m in scene.named("dataset") if m.last in heads and m.last <= place.first][-1:]

    def _unnamed(self, scene: Scene, start: int, end: int) -> tuple[str, ...] | None:
        """A data set without a name, by what it holds: "on the grid-map dataset"; None where there is none.

        One that is told by its number or use alone ("on seven benchmarks") gives nothing.
        """
        words, last = scene.tokens.lower, scene.sentence.last
        for at in range(start + 1, min(end, start + _REACH)):
            if words[at] not in self._kinds or (at + 1 < last and words[at + 1] not in self._closes):
                continue
            first = next((i for i in range(at, max(start, at - _PHRASE, 0) - 1, -1) if words[i] in self._leads), at) + 1
            inside = words[first:at]
            if words[max(first - 2, 0)] in self._trained:  # "Trained on a synthetic dataset"
                return None
            alone = self._back.isdisjoint(inside[:1])  # and not "the four databases"
            several = words[at] not in self._single
            parts = [words[i] for i in range(first, at) if several or not self._joins_plain(words, i)]
            if first > at or not self._not_inside.isdisjoint(parts) or not all(word[0].isalnum() for word in inside):
                return None
            if any(first <= m.first <= at for m in scene.named("dataset")):
                return None
            while first < at and (
                words[first] in self._plain
                or self._joins_plain(words, first)
                or (not alone and words[first] in self._numbers)
            ):
                first += 1
            if first == at and not self._back.isdisjoint(inside[:1]):
                return None  # "the dataset" is one that was named before
            single = first < at and words[first][0].isalpha() and words[at] in self._single
            return (" ".join(scene.tokens.words[first : at + 1]),) if single else ()
        return None

    def _joins_plain(self, words: Sequence[str], at: int) -> bool:
        """Whether a token joins two words that tell nothing: "a large and diverse road sign dataset"."""
        return words[at] in self._adding and words[at - 1] in self._plain and words[at + 1] in self._plain

    def _first_list(self, scene: Scene, mentions: Sequence[Mention]) -> list[Mention]:
        """The first list among some names: "on A and B, and raises that on C" has two."""
        found = list(mentions[:1])
        for mention in mentions[1:]:
            between = scene.tokens.lower[found[-1].last : mention.first]
            if between[-1:] == ["("]:  # "KITTI and Berkeley Deep Drive (BDD)"
                between = between[:1]
            if not self._listed(between):
                break
            found.append(mention)
        return found

    def _last_list(self, scene: Scene, place: Place, mentions: Sequence[Mention]) -> list[Mention]:
        """The names behind the last verb, or the last clause: "14.8% on A, and raises that on B by" has two lists.

        A clause counts behind another value: "14.8% on A, and on B it has 2%", but "on A, and on B, it has 2%". So does
        a name said again: "better on A and B: on B, it has 2%".
        """
        if len(mentions) < _LISTED:
            return list(mentions)
        first, last = mentions[0].first, mentions[-1].first
        turns = [chunk.start for chunk in scene.chunks if chunk.tags & VERBS and first < chunk.start < last]
        if place.before > scene.sentence.first:
            turns += [m.first - 1 for m in mentions[1:] if self._clauses.opens(scene, first, m)]
            turns += [m.first - 1 for one, m in pairwise(mentions) if turned(scene, one.last, m.first, self._parting)]
        turns += [m.first - 1 for at, m in enumerate(mentions) if m.text in texts(mentions[:at])]
        return [m for m in mentions if m.first > max(turns, default=-1)]

    def _placed(self, scene: Scene) -> list[Mention]:
        """The data sets, and the names that no list has behind "on": "3.1% better on Foo-12"."""
        devices = scene.named("device", "generic", "model")
        names = self._sets(scene, "dataset", "place")
        rested = [m for m in names if m.kind == "place" and self._clauses.rests(scene, m)]
        inside = [m for m in names if m.kind == "place" and any(d.first < m.last and m.first < d.last for d in devices)]
        return [m for m in names if m not in rested and m not in inside]

    def _sets(self, scene: Scene, *kinds: str) -> list[Mention]:
        """The names of some kinds, but one that acts, and what a system that is outperformed was trained on."""
        names = scene.named(*kinds)
        actors = {m.text for m in names if self._clauses.is_actor(scene, m)}
        tokens, start = scene.tokens, scene.sentence.first
        outdone = [m for m in names if self._clauses.is_outdone(scene, m)]
        rivals = {m.first for m in outdone if self._is_learned(tokens, start, m, names, self._trained)}
        return [m for m in names if m.text not in actors and m.first not in rivals]

    def _measured(self, scene: Scene, sets: list[Mention]) -> list[Mention]:
        """The names but those a system learned from before, nor those it was trained on where there are others."""
        sets = self._unlearned(scene.tokens, scene.sentence.first, sets, self._learned)
        return self._unlearned(scene.tokens, scene.sentence.first, sets, self._trained) or sets

    def _unlearned(self, tokens: Tokens, start: int, sets: Sequence[Mention], verbs: frozenset[str]) -> list[Mention]:
        """The names of a sentence that begins at `start` but those that stand behind such a verb."""
        return [m for m in sets if not self._is_learned(tokens, start, m, sets, verbs)]

    def _is_learned(
        self, tokens: Tokens, start: int, mention: Mention, sets: Sequence[Mention], verbs: frozenset[str]
    ) -> bool:
        """Whether a name, or the list it is in, stands behind such a verb: "pre-trained on ImageNet"."""
        words = tokens.lower
        if verbs is self._learned and not verbs.isdisjoint(words[mention.last : mention.last + 1]):
            before = (word for word in reversed(words[start : mention.first]) if word.isalpha() and len(word) > 1)
            return next(before, "") not in self._leads  # "with A pre-training", not "on 224x224 A pre-training"
        at = tokens.back(list_start(words, mention, sets, self._between), self._learned_on, start)
        return at > start and words[at - 1] in verbs and at < mention.first

    def _carried(self, scene: Scene, reading: Reading) -> tuple[str, ...]:
        """The data sets of the sentence before, unless this turns to another finding; for a level, the last."""
        level = reading.measure == "level"
        if self._is_elsewhere(scene.words()):
            return ()
        if reading.measure not in _STATED and scene.tokens.lower[scene.sentence.first] in self._further:
            return self._announced(scene)
        start = scene.sentence.start
        sentences = zip(scene.around.sentences(start), scene.around.before(start), strict=False)
        for (tokens, _), mentions in islice(sentences, None if level else 1):
            sets = self._unlearned(tokens, 0, [m for m in mentions if m.kind == "dataset"], self._learned)
            if sets:  # "Based on A, we propose B"
                firsts = [(m, list_start(tokens.lower, m, sets, self._between)) for m in sets]
                return texts([m for m, first in firsts if not self._clauses.is_rested_on(tokens, 0, first)] or sets)
        return self._announced(scene)

    def _announced(self, scene: Scene) -> tuple[str, ...]:
        """The data sets that a sentence before says all was tried on, unless others were named since."""
        found = next(self._announcer.before(scene, "dataset", shown=True), None)
        if found is None:
            return ()
        back, tokens, sets = found
        told = self._announcer.holds(tokens, sets, shown=True)
        told = told or (not back and self._announcer.goes_on(scene) and self._announcer.opens(tokens, sets))
        return texts(sets) if told else ()

    def _announced_for(self, scene: Scene, reading: Reading, place: Place) -> tuple[str, ...]:
        """Those of a resource; none for the plain size of a system, nor where the sentence tells of other data."""
        if reading.measure == "level" and reading.metric in self._inherent:
            return ()
        if any(m.kind == "place" for m in scene.mentions) or self._is_elsewhere(scene.words()):
            return ()
        start = scene.sentence.first
        scored = any(self._metrics[r.metric].traits.quality for r in scene.readings)
        opened = scored and scene.tokens.lower[start] in self._leads
        if opened and (opening := self._unnamed(scene, start, self._first_value(scene))):
            return opening  # "On the road sign dataset, it gains 2% mAP and is 3x faster"
        if back := self._backward(scene):
            return back
        spans = (place.last, scene.sentence.last), (scene.sentence.first - 1, place.first)
        described = any(self._unnamed(scene, *span) is not None for span in spans)
        return () if described else self._announced(scene)

    @staticmethod
    def _first_value(scene: Scene) -> int:
        """Where the first value of the sentence begins: what stands before it holds for all."""
        return min(scene.quantities[r.quantity].first for r in scene.readings)
