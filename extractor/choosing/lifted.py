"""Lifted: the rival of a gain whose sentence compares with nothing, but tells what is there already.

An existing system that the paper's own is added to or replaces ("a 2x speedup on existing nets"), or the one that the
clause before speaks of ("Existing nets are slow, but ours is 2x faster").
"""

from __future__ import annotations

from collections.abc import Collection

from extractor.frames.listing import named
from extractor.frames.own import OwnReader
from extractor.owners.places import Place
from extractor.owners.scenes import Scene
from extractor.rivals.rivals import RivalReader
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Tokens


class Lifted:
    """Reads them by rules/context/lifted.toml."""

    def __init__(self, rules: Rules, names: RivalReader) -> None:
        table = rules.table("context/lifted.toml")
        self._names = names
        self._contrasted = _Contrasted(rules, names)
        self._leads = frozenset(table["leads"])
        self._not_behind = frozenset(table["not_behind"])
        self._systems = frozenset(table["systems"])
        self._replaces = [tuple(phrase.split()) for phrase in table["replaces"]]
        self._replacing = frozenset(words[0] for words in self._replaces)

    def __call__(self, scene: Scene, place: Place, own: Collection[str]) -> str:
        """The systems that a sentence, which compares with nothing, tells to be there already; empty if none.

        Where models are named, those are what something is added to, or has a part replaced.
        """
        if scene.named("model"):
            return ""
        words = scene.tokens.lower[scene.sentence.first : scene.sentence.last]
        name = self._added_to(scene) if self._names.may_be_known(words) else ""
        name = name or (self._replaced(scene) if not self._replacing.isdisjoint(words) else "")
        return name or self._contrasted(scene, place, own)

    def _added_to(self, scene: Scene) -> str:
        """The existing systems that something is added to; what is in brackets is told of something else."""
        tokens, last = scene.tokens, scene.sentence.last
        depth = 0
        for at in range(scene.sentence.first, last - 2):
            depth += {"(": 1, ")": -1}.get(tokens.words[at], 0)
            if depth or tokens.lower[at] not in self._leads or tokens.before(at) in self._not_behind:
                continue
            name = self._names.name(tokens, at + 1, last)
            if name and (self._names.is_known(name) or self._names.is_record(name)) and self._is_system(name):
                return name
        return ""

    def _replaced(self, scene: Scene) -> str:
        """What another thing takes the place of: "a 2x speedup when replacing the solver with a network"."""
        tokens, last = scene.tokens, scene.sentence.last
        for at in range(scene.sentence.first, last - 2):
            for words in self._replaces if tokens.lower[at] in self._replacing else ():
                if tokens.spells(at, words):
                    return self._names.name(tokens, at + len(words), last)
        return ""

    def _is_system(self, name: str) -> bool:
        """Whether a name ends in a noun of systems, or looks like one: "existing planners", "conventional BarNet"."""
        last = name.rpartition(" ")[2]
        return last.lower() in self._systems or (" " in name and named(last))


class _Contrasted:
    """Reads who opens a sentence that turns to the paper's own: "Existing nets are slow, but ours is 2x faster"."""

    def __init__(self, rules: Rules, names: RivalReader) -> None:
        context = rules.folder("context")
        table = context["lifted"]
        self._names = names
        self._opens, self._turns = frozenset(table["opens"]), frozenset(table["turns"])
        self._helps, self._former = frozenset(table["helps"]), frozenset(table["former"])
        self._led = self._helps | self._turns
        self._speaks_of_own = OwnReader([*context["baseline"]["ours"], *context["owner"]["ourselves"]], exact=True)
        self._articles = frozenset(context["baseline"]["articles"])
        self._others = tuple(context["baseline"]["others"])

    def __call__(self, scene: Scene, place: Place, own: Collection[str]) -> str:
        """The rival; empty where the sentence opens with none, or the value is not told to be the paper's own."""
        tokens, first = scene.tokens, scene.sentence.first
        opened = tokens.lower[first] in self._opens
        name = self._rival(tokens, first + opened, scene.sentence.last, opened=opened)
        if not name:
            return ""
        for at in range(first + 2, scene.sentence.last):
            if self._speaks_of_own(tokens, at, at + 1, own):
                led = tokens.lower[at - 1 - (tokens.lower[at - 1] in self._articles)]
                return name if led in (self._turns if at < place.first else self._helps) else ""
        return ""

    def _rival(self, tokens: Tokens, at: int, last: int, *, opened: bool) -> str:
        """The competitor that is named at a token; behind "although" any system is one."""
        if tokens.lower[at] in self._led or not self._speaks_of_own.words.isdisjoint(tokens.lower[at : at + 2]):
            return ""
        name = self._names.name(tokens, at, last)
        known = self._names.is_known(name) or self._names.is_record(name) or name.lower().startswith(self._others)
        told = opened or known or not self._former.isdisjoint(name.lower().split())
        return name if told and self._names.tells_system(name) else ""
