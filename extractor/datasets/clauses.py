"""Clauses: whether a data set behind a value is that of another finding, told in a clause of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from extractor.owners.places import Place
from extractor.owners.scenes import Scene
from extractor.rulefiles.rules import Rules
from extractor.terms.names import Mention
from extractor.text.tokens import Tokens

VERBS = frozenset({"DV", "MV", "ACH", "OUT"})
_NOUNS = frozenset({"DN", "MN"})
_HALF = frozenset({"USE"})  # "with" is but half a verb: "50 mAP with FooNet on COCO"
_ENDS = frozenset(",;")
_GAP = 4  # tokens from a name to the value behind it: "test set rises by"
_TASK = 4  # tokens of the task behind a name
_LED = 2  # tokens of a verb and its preposition: "based on"


class ClauseFinder:
    """Decides by [dataset] of the context rules."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table = context["dataset"]
        self._articles = frozenset(table["articles"])
        self._opened = frozenset(table["opened"])
        self._parts = frozenset(table["parts"])
        self._joins = frozenset(table["joins"])
        self._beside = frozenset(table["beside"])
        self._resting = frozenset(table["resting"])
        self._hedged = frozenset([*table["hedges"], *context["subject"]["pronouns"]])
        self._acts = frozenset(table["acts"])
        self._by = frozenset(context["baseline"]["changed"])
        self._tasks = frozenset([*table["tasks"], *table["pieces"]])
        self._subject_leads = frozenset(table["subject_leads"])
        self._introduces = frozenset(context["system"]["introduces"])

    def of_later(
        self, scene: Scene, place: Place, mention: Mention, near: Sequence[Mention], before: Sequence[Mention]
    ) -> bool:
        """Whether a data set behind a value is another finding's, where the value has one before it."""
        if near:
            names = {m.text.lower() for m in near}
            if mention.text.lower() in names:  # "on A and B, 81%, and on B even 83%"
                return len(names) > 1 and self.opens(scene, place.last, mention)
            return self.goes_on(scene, place, mention) or self.alike(scene, place, near[-1], mention)
        return bool(before) and (
            ";" in scene.tokens.words[place.last : mention.first] or self.opens(scene, place.last, mention)
        )

    def of_task(self, scene: Scene, mention: Mention) -> bool:
        """Whether a task, or a part of a data set, is told behind a name: "on Foo-2 object detection, it"."""
        behind = takewhile(str.islower, scene.tokens.words[mention.last : mention.last + _TASK])
        return any(word in self._tasks for word in behind)

    def bracketed(self, scene: Scene, place: Place, behind: Mention, before: Sequence[Mention]) -> list[Mention]:
        """The name that a value stands behind in brackets, and another is told then: "on A (81% accuracy) and B"."""
        words = scene.tokens.words
        closed = next((at for at in range(place.last, behind.first) if words[at] == ")"), -1)
        if closed < 0 or scene.tokens.lower[closed + 1] not in self._parts:  # "(47%) on A"
            return []
        opened = next((at for at in range(place.first - 1, place.before, -1) if words[at] in "()"), place.before)
        return [m for m in before if m.first >= place.before and m.last <= opened][-1:] if words[opened] == "(" else []

    @staticmethod
    def since_break(scene: Scene, place: Place, before: list[Mention], sets: Sequence[Mention]) -> list[Mention]:
        """The names before a value, but none before a semicolon where more are behind: "81% on A; 79% and 83% on B"."""
        words = scene.tokens.words
        at = next((at for at in range(place.first - 1, scene.sentence.first, -1) if words[at] == ";"), -1)
        end = next((at for at in range(place.last, scene.sentence.last) if words[at] == ";"), scene.sentence.last)
        goes_on = at > 0 and any(place.last <= m.first < end for m in sets)
        return [m for m in before if m.first > at] if goes_on else before

    def rests(self, scene: Scene, mention: Mention) -> bool:
        """Whether a name is what something rests on, which is no data set: "based on the FooBar"."""
        return self.is_rested_on(scene.tokens, scene.sentence.first, mention.first)

    def is_rested_on(self, tokens: Tokens, start: int, at: int) -> bool:
        """Whether what begins at a token is what something rests on, in a sentence that begins at `start`."""
        at = tokens.back(at, self._articles, start)
        return at - _LED >= start and tokens.lower[at - _LED] in self._resting

    def is_actor(self, scene: Scene, mention: Mention) -> bool:
        """Whether a name is that of a system, which does something: "we show that DROID outperforms X"."""
        words, before = scene.tokens.lower, max(mention.first - 1, scene.sentence.first)
        if mention.last >= scene.sentence.last or words[mention.last] not in self._acts:
            return False
        if mention.kind == "dataset" and not self._by.isdisjoint(words[mention.last + 1 : mention.last + 2]):
            return False  # "RULER improves by 2%"
        return before == mention.first or words[before] in self._subject_leads

    def is_introduced(self, scene: Scene, mention: Mention) -> bool:
        """Whether a name is that of what the sentence introduces, whose cost is its own: "we release A, 2x larger"."""
        return mention.first > scene.sentence.first and scene.tokens.lower[mention.first - 1] in self._introduces

    @staticmethod
    def is_outdone(scene: Scene, mention: Mention) -> bool:
        """Whether a name is told of what something outperforms: "outperforms nets trained on A by 2%"."""
        outdone = max((c.end for c in scene.chunks if "OUT" in c.tags and c.end <= mention.first), default=-1)
        if outdone < 0 or any(outdone <= place.first < mention.first for place in scene.places.values()):
            return False
        return _ENDS.isdisjoint(scene.tokens.words[outdone : mention.first])

    def goes_on(self, scene: Scene, place: Place, mention: Mention) -> bool:
        """Whether a data set behind a value is another finding's: "and also improves on A", "; on A, 81%"."""
        if ";" in scene.tokens.words[place.last : mention.first] or self.opens(scene, place.last, mention):
            return True
        between = [chunk for chunk in scene.chunks if place.last <= chunk.start and chunk.end <= mention.first]
        numbered = any(word[0].isdigit() for word in scene.tokens.words[place.last : mention.first])
        no_verbs = _NOUNS if numbered else _NOUNS | _HALF
        return any(chunk.tags & VERBS and not chunk.tags & no_verbs for chunk in between)

    def alike(self, scene: Scene, place: Place, near: Mention, mention: Mention) -> bool:
        """Whether a value's data set is told before it, and the next one's likewise: "mIoU on A is 81% and on B is 9%".

        Likewise is with the same kind of verb between, or the same last words: "rises on A by 2%, on B by 3%".
        """
        told, then = scene.tokens.lower[near.last : place.first], scene.tokens.lower[mention.last : place.after]
        if not 0 < len(then) <= len(told) <= _GAP or any(word[0].isdigit() for word in told):
            return False
        if told[-len(then) :] == then and self._parts.isdisjoint(then):
            return True
        verb = self._verb(scene, near.last, place.first)
        return bool(verb) and verb == self._verb(scene, mention.last, place.after)

    @staticmethod
    def _verb(scene: Scene, start: int, end: int) -> str:
        """The kind of the verb that parts a name that ends at a token from a value: "BE" of "A is 81%", or nothing."""
        between = [chunk for chunk in scene.chunks if start <= chunk.start and chunk.end <= end]
        return next((kind for chunk in between for kind in ("BE", "ACH") if kind in chunk.tags), "")

    def opens(self, scene: Scene, start: int, mention: Mention) -> bool:
        """Whether a data set opens a clause: ", on A", "; for the A data"."""
        words, at = scene.tokens.lower, scene.tokens.back(mention.first, self._articles, start)
        return at - 1 > start and words[at - 1] in self._opened and words[at - 2] in self._parts

    def acts(self, scene: Scene, start: int, mention: Mention) -> bool:
        """Whether a data set goes with a verb joined on: "2x faster and attains 81% on A", and no "while" it does."""
        tokens, words = scene.tokens, scene.tokens.lower
        for at in range(mention.first - 1, start, -1):
            if words[at] in self._beside:
                return False
            before = tokens.back(at, self._hedged, start)  # "and", "and still", "and we also"
            if words[at] in self._acts and words[before - 1] in self._joins:
                return True
        return False
