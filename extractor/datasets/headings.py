"""Headings: the data sets that stand right before a value or its metric and so are its own."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.frames.listing import named
from extractor.owners.places import Place
from extractor.owners.scenes import Scene
from extractor.readings.tasks import Reading
from extractor.rulefiles.rules import Rules
from extractor.terms.names import Mention

_TASK = 4  # words between a data set and a bracket with the value of its task
_TAIL = 3  # words behind a name of a list that say what it is: "COCO object detection"
_CITED = 3  # tokens of a reference, "[15]"
_BRACKET = 20  # tokens of a bracket up to a value
_BOUND = 3  # words that bound a value: "by more than 2%"


class HeadingFinder:
    """Finds the data sets that head a value, by [dataset] of the context rules."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table = context["dataset"]
        self._owning = frozenset(table["owning"])
        self._dealing = frozenset(table["dealing"])
        self._by = frozenset(context["baseline"]["changed"])
        self._nouns = frozenset(table["nouns"])
        self._pairing = frozenset(table["joiners"])
        self._closes = frozenset([*table["closes"], *table["unnamed"]["closes"]])
        self._between = frozenset(context["device"]["between"])

    def __call__(self, scene: Scene, reading: Reading, sets: Sequence[Mention]) -> list[Mention]:
        """The data set right before a metric's name or a value: "an ADE20K mIoU of 55.6%", "COCO (56.4%)"."""
        metric = scene.chunks[reading.metric_at]
        place = scene.place(reading)
        if place.before <= metric.start and metric.end <= place.first:
            joined = scene.tokens.before(metric.start) in self._pairing  # "81% on A and accuracy 83% on B"
            headed = [m for m in sets if metric.start in (m.last, m.last + (not joined))]
            if headed:
                return headed
        if dealt := self._dealt(scene, place, sets):
            return dealt
        end = place.first
        if end - 1 > scene.sentence.first and scene.tokens.words[end - 1] in self._owning:
            end -= 1
        if inside := self._bracket(scene, reading, place, sets):
            return inside
        headed = [m for m in sets if m.last in (end, self._name_end(scene, end))]
        return headed or self._paired(scene, place, sets, end) or self._tasked(scene, sets, end)

    def _bracket(self, scene: Scene, reading: Reading, place: Place, sets: Sequence[Mention]) -> list[Mention]:
        """The data set that a bracket with several values, or with their metrics, is of: "A (81% top-1, 90% top-5)".

        A bracket that names a data set of its own, or is joined to a list of them, tells for itself.
        """
        words, opened = scene.tokens.lower, scene.tokens.opened(place.first, place.first - _BRACKET)
        if opened <= scene.sentence.first:
            return []
        headed = [m for m in sets if m.last in (opened, self._name_end(scene, opened))]
        last = next((at for at in range(place.last, scene.sentence.last) if words[at] in ";()"), scene.sentence.last)
        listed = last_joined(words, [m for m in sets if m.last <= opened], self._between) if headed else []
        if len(listed) == reading.size > 1:
            return listed
        if turns := _in_turn(scene, reading, listed, (opened, last)):
            return turns
        if any(opened < m.first < last for m in sets):
            return []
        alone = headed and not any(m.last < headed[0].first and self._joined(scene, m, headed[0]) for m in sets)
        return headed if alone else []

    def owns(self, scene: Scene, mention: Mention, place: Place) -> bool:
        """Whether another value is right behind a data set and its own: "on A (81%), B by 2%, with 3x fewer steps"."""
        for there in scene.places.values():
            between = scene.tokens.lower[mention.last : there.first] if mention.last < there.first < place.first else []
            told = [word for word in between if word not in self._nouns]
            if between and (told == ["("] or (told[:1] and told[0] in self._by and len(told) <= _BOUND)):
                return True
        return False

    def _name_end(self, scene: Scene, at: int) -> int:
        """Where a name ends before its noun and a reference: "on the Foo [9] dataset by 2%", "on Foo datasets"."""
        words = scene.tokens.words
        at -= at - 1 > scene.sentence.first and scene.tokens.lower[at - 1] in self._nouns
        cited = at - _CITED > scene.sentence.first and words[at - 1] == "]" and words[at - _CITED] == "["
        return at - _CITED if cited else at

    def _joined(self, scene: Scene, one: Mention, other: Mention) -> bool:
        """Whether two data sets are of one list."""
        return are_joined(scene.tokens.lower[one.last : other.first], self._between)

    def _dealt(self, scene: Scene, place: Place, sets: Sequence[Mention]) -> list[Mention]:
        """The data sets that an amount is dealt to: "on A and B with 81% and 83%", "on A by up to 2%, on B by 3%"."""
        words = scene.tokens.lower
        least = max(scene.sentence.first, place.before, place.first - 1 - _BOUND)
        for at in range(place.first - 1, least, -1):
            if words[at] in self._dealing:
                end = self._name_end(scene, at)
                if not any(m.last in (at, end) for m in sets):
                    return []
                listed = [m for m in sets if place.before <= m.first and m.last <= at]
                return last_joined(words, listed, self._between)
            if not words[at].isalpha():
                return []
        return []

    def _tasked(self, scene: Scene, sets: Sequence[Mention], end: int) -> list[Mention]:
        """The data set of a task that a value in brackets is of: "MNIST digit recognition (99.4%)"."""
        tokens = scene.tokens
        if end == scene.sentence.last or tokens.words[end] != "(":
            return []
        at = end
        while at - 1 > max(scene.sentence.first, end - _TASK) and tokens.lower[at - 1].isalpha():
            if tokens.lower[at - 1] in self._closes:
                break
            at -= 1
            if found := [m for m in sets if m.last == at]:
                return found
        return []

    def _paired(self, scene: Scene, place: Place, sets: Sequence[Mention], end: int) -> list[Mention]:
        """A name no list has, in a list of pairs: "COCO (56.4%) and Foo (83.1%)"."""
        tokens = scene.tokens
        first = end - 1
        listed = first - 1 > scene.sentence.first and tokens.words[first - 1] in self._pairing
        gap = place.first - end
        firsts = {there.first for there in scene.places.values() if there.first < place.first}
        paired = any(m.last + gap in firsts for m in sets)
        if not listed or not paired or not named(tokens.words[first]):
            return []
        if not any(map(str.isalpha, tokens.words[first])):  # "45.2 (+2.3) on COCO and 51.3 (+1.1) on Foo"
            return []
        start, stop = tokens.starts[first], tokens.ends[first]
        return [Mention(start, stop, first, end, "place", tokens.words[first], tokens.words[first])]


def _in_turn(scene: Scene, reading: Reading, listed: Sequence[Mention], bracket: tuple[int, int]) -> list[Mention]:
    """The data set at a value's turn in a bracket, where each of a list has a value in it: "on A and B (81%, 79%)".

    Or each has a list of values: "on A and B (81% mAP, 79% and 78% accuracy)", where those of the second are of B.
    """
    own = scene.place(reading).first
    values = {scene.quantities[one.quantity].first for one in scene.readings}
    lists = {there.first for there in scene.places.values()}
    for at, firsts in ((own, values), (scene.places[reading.anchor].first, lists)):
        inside = sorted(first for first in firsts if bracket[0] < first < bracket[1])
        if at in inside and len(inside) == len(listed) > 1:
            return [listed[inside.index(at)]]
    return []


def last_joined(words: Sequence[str], mentions: Sequence[Mention], between: frozenset[str]) -> list[Mention]:
    """The last list among some names of a text in `words`: "on A (81%) and on B and C (83% and 85%)" has two."""
    found = list(mentions[-1:])
    for mention in reversed(mentions[:-1]):
        if not are_joined(words[mention.last : found[0].first], between):
            break
        found.insert(0, mention)
    return found


def list_start(words: Sequence[str], mention: Mention, mentions: Sequence[Mention], between: frozenset[str]) -> int:
    """Where in the `words` of a text the list begins that a name is in, among some names."""
    before = [other for other in mentions if other.last <= mention.first]
    return last_joined(words, [*before, mention], between)[0].first


def are_joined(words: Sequence[str], between: frozenset[str]) -> bool:
    """Whether words between two names make a list of them; they may refer to papers: "A [15], B [32]"."""
    return all(word in between or word.isdigit() or word in "[]" for word in words)


class ListFinder:
    """Decides whether two names are of one list, by [dataset] of the context rules."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table = context["dataset"]
        self._between = frozenset(context["device"]["between"])
        self._joiners = frozenset(table["joiners"])
        self._added = [phrase.split() for phrase in table["added"]]
        self._closes = frozenset([*table["closes"], *table["unnamed"]["closes"]])
        self._before = self._between | frozenset(table["unnamed"]["plain"])

    def __call__(self, words: Sequence[str]) -> bool:
        """Whether such words stand between two names of a list: ", ", "[15] and", "detection and the more recent"."""
        if are_joined(words, self._between):
            return True
        at = next((i for i, word in enumerate(words) if word in self._joiners), len(words))
        end = next((i for i in range(len(words) - 1, -1, -1) if words[i] in self._joiners), at) + 1
        for phrase in self._added:
            for i in range(len(words) - len(phrase) + 1):
                if list(words[i : i + len(phrase)]) == phrase:
                    at, end = i, i + len(phrase)
        tail, joined, head = words[:at], words[at:end], words[end:]
        if not joined or len(tail) > _TAIL or len(joined) > _TAIL:
            return False
        told = all(word.isalpha() and word not in self._closes for word in "".join(tail).split("-")) if tail else True
        return told and all(word in self._before for word in head)
