"""Likened: what something is as good as, or needs as much as: "the same accuracy as X", "half as much memory as X"."""

from __future__ import annotations

from extractor.rivals.ends import NoNames
from extractor.rivals.keepers import Keepers
from extractor.rivals.rivals import RivalReader
from extractor.rivals.weighed import Weighed
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Tokens

_LIKE = 6  # tokens between "same" and "as"
_REMARK = 8  # tokens of a remark behind "similar"


class Likened:
    """Reads what stands behind a word of likeness, by rules/context/baseline.toml."""

    def __init__(self, rules: Rules, names: RivalReader, keepers: Keepers, weighed: Weighed) -> None:
        table = rules.table("context/baseline.toml")
        self._names, self._keepers, self._weighed = names, keepers, weighed
        self._like = frozenset(table["like"])
        self._joined = frozenset(table["joiners"]) - frozenset([",", "/"])
        self._trials = frozenset(table["trials"])
        self._as, self._same = frozenset(table["as"]), frozenset(table["same"])
        self.amounts = frozenset(table["amounts"])
        self.words = self._like | keepers.words | weighed.words
        self.endings = keepers.endings

    def __call__(self, tokens: Tokens, at: int, last: int, none: NoNames) -> str:
        """What is as good: "the same accuracy as X", or what the paper's own is weighed against."""
        word = tokens.lower[at]
        if word.endswith(self.endings):
            return self._keepers.level(tokens, at)
        if word in self._weighed.words:
            return self._weighed(tokens, at, last, none)
        if word in self._keepers.words:
            return self._keepers(tokens, at + 1, last, none)
        return self._alike(tokens, at, last, none) if word in self._like else ""

    def is_second(self, tokens: Tokens, at: int) -> bool:
        """Whether a comparison at a token is but the second of two: "comparable or superior to X"."""
        near = (at, at - 1)  # "comparable or better than X"
        return any(tokens.before(i) in self._joined and tokens.before(i - 1) in self._like for i in near)

    def _alike(self, tokens: Tokens, at: int, last: int, none: NoNames) -> str:
        """What a word at a token likens to: "similar accuracy to X", "comparable (or even better) accuracy to X"."""
        start = tokens.past_bracket(at + 1, min(at + _REMARK, last))
        links = self._same if tokens.lower[at] in self._same else self._as
        for end in range(start, min(start + _LIKE, last)):
            if tokens.lower[end] in links:
                return self._names.name(tokens, end + 1, last, none)
            if not tokens.lower[end][0].isalpha() or tokens.lower[end] in self._trials:
                break  # "similar experiments with X"
        return ""

    def as_much(self, tokens: Tokens, at: int, last: int, none: NoNames) -> str:
        """What is compared by amounts: "half as much memory as X", "as many parameters as X"."""
        ends = range(at + 2, min(at + _LIKE, last - 1))
        end = next((end for end in ends if tokens.lower[end] in self._same), last)
        if end == last or tokens.lower[at - 1] not in self._same:
            return ""
        return self._names.name(tokens, end + 1, last, none)
