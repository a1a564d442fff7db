"""Actors: the noun phrase before the verb of a value's clause, where it tells what is meant: "sparse nets achieve"."""

from __future__ import annotations

from extractor.frames.listing import named
from extractor.owners.places import Place
from extractor.owners.scenes import Scene
from extractor.rivals.ends import text_of
from extractor.rulefiles.rules import Rules
from extractor.terms.spellings import unowned
from extractor.text.plurals import is_among

_NEAR = 4  # tokens between "is" and a value
_FEWEST, _MOST = 2, 6  # words of a phrase
_CHAIN, _FAR = 4, 40  # verbs that go on together, and tokens between two of them


class ActorReader:
    """Reads the acting phrase by rules/context/subject.toml."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table = context["subject"]
        self._being = frozenset(context["model"]["being"])
        self._modal = frozenset(table["modal"])
        self._performs = frozenset(table["performs"])
        self._verbs = frozenset(table["verbs"])
        self._adverbs = frozenset(table["adverbs"])
        self._adverbial = tuple(table["adverbial"])
        self._participle = tuple(table["participle"])
        self._trailing = tuple(context["baseline"]["trailing"])
        self._says, self._that = frozenset(table["says"]), frozenset(table["that"])
        self._owned = frozenset(table["owned"])
        self._joiners = frozenset([*table["joiners"], *table["going_on"]])
        self._closes = frozenset([*table["clauses"], *table["verbs"]])
        self._ends = frozenset([*table["of"], *table["openings"], *table["joiners"], *context["system"]["stop"]])
        self._none = frozenset([*table["pronouns"], *table["generic"], *table["people"]]) - frozenset(table["told"])
        self._rivals = frozenset(context["owner"]["baseline"])
        self._possessive = tuple(table["possessive"])
        self._common = frozenset([*context["dataset"]["common"], *context["system"]["common"]])
        self._articles = frozenset(context["baseline"]["articles"])
        self._plain = frozenset([*table["plain"], *table["skip"], *table["owners"]])
        self._nouns = frozenset([*context["system"]["nouns"]])

    def __call__(self, scene: Scene, place: Place) -> str:
        """The phrase that acts, without its articles, or nothing where it tells no more than "our method"."""
        lower, first = scene.tokens.lower, scene.sentence.first
        verb = next((at for at in range(place.first - 1, first, -1) if lower[at] in self._verbs), first)
        if not self._is_acting(scene, place, verb):
            return ""
        end = self._before(scene, self.first_of(scene, verb))
        start = end
        while start > first and (self._is_part(lower[start - 1]) or scene.is_metric(start - 1)):
            start -= 1
        begin = scene.tokens.past(start, self._plain, end)
        owns = begin < end and lower[begin].endswith(self._possessive)
        if owns or self._is_owner(scene, start):
            coined = (owns or end - begin == 1) and self._is_coined(scene, begin)
            return unowned(scene.tokens.words[begin], self._possessive) if coined else ""
        return text_of(scene.tokens, begin, end) if self._opens(scene, start) and self._tells(scene, begin, end) else ""

    def first_of(self, scene: Scene, verb: int) -> int:
        """The first of the verbs that one goes on from: "FooNet reduces the latency by 3x, and improves the accuracy".

        A comma, "and" or "but" stands between, and no other clause begins there.
        """
        lower, first = scene.tokens.lower, scene.sentence.first
        for _ in range(_CHAIN):
            joiner = self._before(scene, verb) - 1
            if joiner <= first or lower[joiner] not in self._joiners:
                break
            least = max(first, joiner - _FAR)
            earlier = next((at for at in range(joiner - 1, least, -1) if lower[at] in self._closes), first)
            if earlier == first or lower[earlier] not in self._performs:
                break
            verb = earlier
        return verb

    def _before(self, scene: Scene, verb: int) -> int:
        """The token that a verb's own words begin at: "can also achieve"."""
        at = verb
        while at > scene.sentence.first and self._is_between(scene.tokens.lower[at - 1]):
            at -= 1
        return at

    def _is_between(self, word: str) -> bool:
        """Whether a word may stand between what acts and its verb: "can", "is able to", an adverb."""
        return word in self._adverbs or word in self._modal or word.endswith(self._adverbial)

    def _is_owner(self, scene: Scene, start: int) -> bool:
        """Whether a phrase at a token owns the metric before it: "the accuracy of FooNet is"."""
        owned = scene.tokens.before(start) in self._owned
        return owned and start - 2 >= scene.sentence.first and scene.is_metric(start - 2)

    def _is_coined(self, scene: Scene, at: int) -> bool:
        """Whether a word looks like a name, and is none of a data set, of a device or of a metric."""
        word = unowned(scene.tokens.words[at], self._possessive)
        common = is_among(word, self._common)
        looks = named(word[1:]) and word[0].isalpha() and len(word) > _FEWEST
        return looks and not (scene.is_known(at) or common or scene.is_metric(at))

    def _is_acting(self, scene: Scene, place: Place, verb: int) -> bool:
        """Whether a verb says what somebody achieves; "is" only near the value, and no passive or participle."""
        lower = scene.tokens.lower
        if lower[verb] in self._being:
            return place.first - verb <= _NEAR
        passive = scene.tokens.before(verb) in self._being or (
            lower[verb].endswith(self._participle) and lower[verb + 1] in self._ends
        )
        return lower[verb] in self._performs and not passive

    def _is_part(self, word: str) -> bool:
        return (word[0].isalnum() or word == "-") and word not in self._ends and word not in self._verbs

    def _opens(self, scene: Scene, start: int) -> bool:
        """Whether a phrase opens a clause: the sentence, "show that", or behind the first comma: "In our tests, X"."""
        lower, first = scene.tokens.lower, scene.sentence.first
        if start == first:
            return True
        if lower[start - 1] in self._that:
            return start - 2 >= first and lower[start - 2] in self._says
        return lower[start - 1] == "," and "," not in lower[first : start - 1]

    def _tells(self, scene: Scene, start: int, end: int) -> bool:
        """Whether some words tell what acts, and name no rival, metric, data set or people."""
        words = scene.tokens.lower[start:end]
        if not _FEWEST <= len(words) <= _MOST or not self._none.isdisjoint(words) or not self._rivals.isdisjoint(words):
            return False
        if words[-1] in self._articles or words[0].endswith(self._trailing):
            return False  # "reducing the need for", where the verb is none
        if scene.is_metric(end - 1):
            return False
        if any(mention.first < end and start < mention.last for mention in scene.mentions if mention.kind != "model"):
            return False
        return any(word not in self._nouns for word in words) and all(
            word[0].isalpha() or word == "-" for word in words
        )
