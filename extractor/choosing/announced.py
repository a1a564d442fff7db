"""Announced: sentences that say on what all that follows was tried: "We evaluate our method on A and B."."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from itertools import islice

from extractor.owners.scenes import Scene
from extractor.rulefiles.rules import Rules
from extractor.terms.names import Mention, is_led
from extractor.text.tokens import Tokens

_GOES_ON = 2  # sentences behind one that announces something
_OPENING = 6  # tokens within which a sentence names the trials that show something
_PHRASE = 12  # tokens between such a noun and its first name
_SHOWN = 5  # tokens up to the end of what is shown
_TURN = 4  # tokens within which a sentence turns to another finding
_BEHIND = 6  # tokens between the last name and what the trials show


class Announcer:
    """Tells what a sentence announces, by [announced] of the context rules."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table = context["announced"]
        self._being = frozenset(context["model"]["being"])
        self._presented = frozenset(table["presented"])
        self._trials = frozenset(table["trials"])
        self._running = frozenset([*table["trials"], *table["runs"]])
        self._nouns = frozenset(table["nouns"])
        self._leads = frozenset(table["leads"])
        self._findings = frozenset(table["findings"])
        self._shows = frozenset(table["shows"])
        self._presents = frozenset(table["presents"])
        self._merits = frozenset(table["merits"])
        self._amounts = frozenset(table["amounts"])
        self._besides = frozenset(table["besides"])
        self._tried_with = frozenset(context["model"]["tried_with"])
        self._weighs = frozenset(context["model"]["weighs"])
        self._between = frozenset(context["device"]["between"])
        unlisted = context["model"]["unlisted"]
        self._openers = frozenset([*unlisted["openers"], *unlisted["links"]])
        self._groups = frozenset([*context["model"]["backbones"], *unlisted["plural"], *unlisted["groups"]])
        self._telling = self._trials | self._presents | self._presented | self._nouns

    def before(
        self, scene: Scene, kind: str, *, shown: bool = False
    ) -> Iterator[tuple[int, Tokens, Sequence[Mention]]]:
        """The sentences before, within reach, that name something of a kind: how far back, tokens, and these names.

        None behind the last in which a word of trials stands, without which no sentence announces anything.
        """
        words = self._telling if shown else self._trials
        for back, (tokens, mentions) in enumerate(scene.around.saying(scene.sentence.start, _GOES_ON, words)):
            named = [mention for mention in mentions if mention.kind == kind]
            if named:
                yield back, tokens, named

    def devices(self, scene: Scene) -> Sequence[Mention]:
        """The devices that a sentence before, within reach, says all was run on: "We run it on an A100. It is fast"."""
        known = [mention for mention in scene.around.devices if mention.last <= scene.sentence.first]
        if not known or not scene.around.says(scene.sentence.start, _GOES_ON, self._running) or not self.goes_on(scene):
            return ()
        for tokens in islice(scene.around.tokens(scene.sentence.start), _GOES_ON):
            if found := list(_inside(tokens, known)):
                return found if self.holds(tokens, found, run=True) else ()
        return ()

    def holds(self, tokens: Tokens, names: Sequence[Mention], *, shown: bool = False, run: bool = False) -> bool:
        """Whether a sentence only says what something was tried on, and tells no finding: that holds from there on.

        `shown`: also where it says that a merit was shown there ("We show its performance on A"); `run`: or that
        something was run there ("We deploy it on A").
        """
        words, first, trials = tokens.lower, names[0].first, self._running if run else self._trials
        at = next((i for i in range(first - 1, -1, -1) if words[i] in trials), -1)
        merits = {i for i in range(len(words)) if self._is_shown(tokens, i)} if shown else set()
        if at < 0:
            at = min((i for i in merits if i < first), default=-1)
        if at < 0 and merits and self.opens(tokens, names):
            return self._tells_nothing(tokens, merits)
        if at < 0 or not self._tried_on(tokens, at, first) or self.counts(tokens, names):
            return False
        return self._tells_nothing(tokens, merits | {at})

    def tries(self, tokens: Tokens, models: Sequence[Mention]) -> bool:
        """Whether a sentence says that all was tried on some models, and with no others: "We test it on BERT"."""
        led = self.led(tokens, 0, models[0], models, self._tried_with, loose=True)
        alone = led and self._weighs.isdisjoint(tokens.lower[: models[-1].first])
        return alone and self.holds(tokens, models, shown=True)

    def led(
        self, tokens: Tokens, start: int, mention: Mention, mentions: Sequence[Mention], before: frozenset[str],
        *, loose: bool = False,
    ) -> bool:  # fmt: skip
        """Whether a word of `before` stands before a model, or its list, or the noun that a list gives examples of.

        `loose`: such a list stands behind a mere comma, too ("on a new backbone, FooNet", "on LLMs, such as Foo").
        """
        if is_led(tokens, start, mention, mentions, before, self._between):
            return True
        at = tokens.back(mention.first, self._openers, start)
        if at - 1 <= start or tokens.lower[at - 1] not in self._groups:
            return False
        told = loose or any(word.isalpha() for word in tokens.words[at : mention.first])
        return told and is_led(tokens, start, mention._replace(first=at - 1), mentions, before, self._between)

    def _tells_nothing(self, tokens: Tokens, merits: Set[int]) -> bool:
        """Whether no word of a sentence but some tells a finding."""
        return not any(word in self._findings for at, word in enumerate(tokens.lower) if at not in merits)

    def _is_shown(self, tokens: Tokens, at: int) -> bool:
        """Whether a verb at a token has a merit as its object or its subject: "We show its performance on A"."""
        words = tokens.lower
        if words[at] in self._presents:
            return not self._merits.isdisjoint(words[at + 1 : at + _SHOWN])
        told = words[at] in self._presented and at > 0 and words[at - 1] in self._being
        return told and not self._merits.isdisjoint(words[:at])

    def goes_on(self, scene: Scene) -> bool:
        """Whether a sentence may go on from the trials of the one before: no "It is also"."""
        first = scene.sentence.first
        return self._besides.isdisjoint(scene.tokens.lower[first : first + _TURN])

    def opens(self, tokens: Tokens, names: Sequence[Mention]) -> bool:
        """Whether a sentence begins with trials on names, which show something: "Experiments on A and B show".

        What the next sentence goes on with was measured in the same trials.
        """
        words, first, last = tokens.lower, names[0].first, names[-1].last
        at = next((i for i, word in enumerate(words[:_OPENING]) if word in self._nouns), -1)
        if (
            at < 0
            or not at < first <= at + _PHRASE
            or not self._tried_on(tokens, at, first)
            or self.counts(tokens, names)
        ):
            return False
        return self._findings.isdisjoint(words[:last]) and not self._shows.isdisjoint(words[last : last + _BEHIND])

    def _tried_on(self, tokens: Tokens, at: int, first: int) -> bool:
        """Whether a preposition stands between a word of trying and the first name."""
        return not self._leads.isdisjoint(tokens.lower[at + 1 : first])

    def counts(self, tokens: Tokens, names: Sequence[Mention]) -> bool:
        """Whether a sentence has values of its own, and not only numbers of things: "on 12 tasks of A"."""
        inside = {at for name in names for at in range(name.first, name.last)}
        for at, word in enumerate(tokens.lower):
            if at in inside:
                continue
            if word in self._amounts:
                if at and tokens.lower[at - 1][-1].isdigit():
                    return True
            elif word[0].isdigit():
                number = word[:-1] if word[-1] in self._amounts else word
                plain = number == word and word.replace(",", "").isdigit()
                if not plain and not any(map(str.isalpha, number)):  # "0.5" and "2x", no "3D-Foo"
                    return True
        return False


def _inside(tokens: Tokens, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The names of a text that stand in one of its sentences, at the tokens of that sentence."""
    if tokens.words:
        for mention in mentions:
            if tokens.starts[0] <= mention.start < tokens.ends[-1]:
                first, last = bisect_left(tokens.starts, mention.start), bisect_left(tokens.starts, mention.end)
                yield mention._replace(first=first, last=last)
