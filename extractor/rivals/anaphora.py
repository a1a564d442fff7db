"""Anaphora: what "the former" and "the latter" of a comparison stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Tokens


class Anaphora:
    """Tells by rules/context/anaphora.toml which of two rivals named before is meant."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table = context["anaphora"]
        self._words = frozenset([*table["first"], *table["second"]])
        self._first, self._articles = frozenset(table["first"]), frozenset(table["articles"])
        self._joined: str = table["joined"]
        self._leads = frozenset(phrase.split()[-1] for phrase in context["baseline"]["after"])

    def among(self, words: Sequence[str], first: int, last: int) -> list[int]:
        """The tokens in [first, last) that may stand for one of two; hardly ever any."""
        if self._words.isdisjoint(words[first:last]):
            return []
        return [at for at in range(first, last) if words[at] in self._words]

    def __call__(self, tokens: Tokens, at: int, names: Sequence[str]) -> Iterator[str]:
        """The rival that such a word at a token stands for: "3x faster than A and B, 2x smaller than the latter".

        `names`: the rivals named before it; nothing where they are not two, or the word is compared with nothing.
        """
        if at < 2 or tokens.lower[at - 1] not in self._articles or tokens.lower[at - 2] not in self._leads:
            return
        pair = next((name for name in reversed(names) if self._joined in name), "")
        two = pair.split(self._joined) if pair else list(dict.fromkeys(names))
        if len(two) == 2:
            yield two[tokens.lower[at] not in self._first]
