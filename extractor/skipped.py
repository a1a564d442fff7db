"""Skipped sentences: those without a number, never cut into tokens, asked for the data sets of what follows them."""

from __future__ import annotations

from extractor.names import Mention, NameFinder
from extractor.rules import Rules
from extractor.scenes import is_led
from extractor.tokens import Tokenizer


class SkippedSentences:
    """Finds the data sets that a sentence says something was measured on: "We evaluate on A and B."."""

    def __init__(self, rules: Rules, tokenize: Tokenizer, names: NameFinder) -> None:
        table = rules.table("context/context.toml")
        self._leads = frozenset(table["dataset"]["leads"])
        self._between = frozenset(table["device"]["between"])
        self._spaced = tuple(f" {lead} " for lead in table["dataset"]["leads"])
        self._tokenize = tokenize
        self._names = names

    def __call__(self, text: str, start: int, end: int) -> list[Mention]:
        """The data sets of the last sentence of text[start:end]; their offsets and tokens are of that sentence."""
        first, last = max(self._tokenize.sentences(text[start:end]), default=(0, 0))
        sentence = text[start + first : start + last]
        if not any(lead in sentence for lead in self._spaced):
            return []
        tokens = self._tokenize(sentence)
        sets = [m for m in self._names(sentence, tokens) if m.kind == "dataset"]
        return [m for m in sets if is_led(tokens, 0, m, sets, self._leads, self._between)]
