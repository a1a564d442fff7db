"""Referred: the rival that a pronoun of a comparison stands for: "It needs 80% less memory than they do"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extractor.owners.scenes import Scene
from extractor.rivals.rivals import RivalReader
from extractor.rulefiles.rules import Rules
from extractor.terms.names import Mention, letters
from extractor.text.tokens import Tokens


class Referred:
    """Reads what was named last, by rules/context/foretold.toml."""

    def __init__(self, rules: Rules, names: RivalReader) -> None:
        context = rules.folder("context")
        table = context["foretold"]
        self._names = names
        self._refers = [tuple(phrase.split()) for phrase in table["refers"]]
        self._starts = frozenset(words[0] for words in self._refers)
        self._ours = frozenset([*table["ours"], *context["baseline"]["ours"]])

    def __call__(self, scene: Scene, own: Collection[str]) -> str:
        """What was named last before a pronoun of a sentence, in it or in the one before; empty if it has none."""
        tokens, first, last = scene.tokens, scene.sentence.first, scene.sentence.last
        at = next((i for i in range(first, last) if tokens.lower[i] in self._starts and self._is_at(tokens, i)), -1)
        if at < 0:
            return ""
        name = self._named_last(tokens, scene.named("model"), own, start=first, end=at, last=last)
        if name:
            return name
        before, mentions = next(iter(scene.around.sentences(scene.sentence.start)))
        models = [mention for mention in mentions if mention.kind == "model"]
        count = len(before.words)
        return self._named_last(before, models, own, start=0, end=count, last=count)

    def _is_at(self, tokens: Tokens, at: int) -> bool:
        """Whether a comparison with a pronoun stands at a token: "than they do", "relative to it"."""
        return any(tokens.spells(at, words) for words in self._refers)

    def _named_last(
        self, tokens: Tokens, models: Sequence[Mention], own: Collection[str], *, start: int, end: int, last: int
    ) -> str:
        """The last model or system of tokens [start, end) that is not the paper's own; its sentence ends at `last`."""
        at = start
        known, found = {mention.first: mention.text for mention in models}, ""
        while at < end:
            name = "" if tokens.before(at) in self._ours else self._names.name(tokens, at, last)
            system = " " in name and self._names.is_rival(name)
            name = name if system else known.get(at, "")
            if name and tokens.words[at] == name.partition(" ")[0] and letters(name) not in own:
                found = name
                at += name.count(" ")
            at += 1
        return found
