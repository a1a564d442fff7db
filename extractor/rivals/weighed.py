"""Weighed: the rival that a paper sets its own against before it tells a gain: "We compare our method with X"."""

from __future__ import annotations

from collections.abc import Collection

from extractor.frames.listing import MARKS
from extractor.rivals.ends import NoNames
from extractor.rivals.rivals import RivalReader
from extractor.rulefiles.rules import Rules
from extractor.terms.names import letters
from extractor.text.tokens import Tokens

_SPAN = 12  # tokens from the verb to what stands before the rival


class Weighed:
    """Reads what the paper's own is compared with, by rules/context/baseline.toml."""

    def __init__(self, rules: Rules, names: RivalReader) -> None:
        table = rules.table("context/baseline.toml")
        self._names = names
        self.words = frozenset(table["weighs"])
        self._ours = frozenset([*table["ours"], *table["own_weighed"]])
        self._against = frozenset(table["weighed_with"])

    def own(self, tokens: Tokens, first: int, last: int, own: Collection[str]) -> frozenset[int]:
        """The tokens of the paper's own names among tokens [first, last), where a verb weighs something."""
        if self.words.isdisjoint(tokens.lower[first:last]):
            return frozenset()
        return frozenset(at for at in range(first, last) if letters(tokens.words[at]) in own)

    def __call__(self, tokens: Tokens, at: int, last: int, none: NoNames) -> str:
        """The rival behind a verb at a token; empty where what is compared is not told to be the paper's own."""
        end = next((i for i in range(at + 1, min(at + _SPAN, last)) if tokens.lower[i] in self._against), last)
        weighed = tokens.lower[at + 1 : end]
        ours = not self._ours.isdisjoint(weighed) or not none.own.isdisjoint(range(at + 1, end))
        if end == last or not ours or not MARKS.isdisjoint(weighed):
            return ""
        return self._names.name(tokens, end + 1, last, none)
