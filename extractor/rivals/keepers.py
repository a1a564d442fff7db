"""Keepers: whose quality is kept or reached: "maintains the quality of X", "X's accuracy", "X-level accuracy"."""

from __future__ import annotations

from extractor.frames.listing import named
from extractor.rivals.ends import NoNames, text_of
from extractor.rivals.rivals import RivalReader
from extractor.rulefiles.rules import Rules
from extractor.terms.spellings import unowned
from extractor.text.tokens import Tokens

_REACH = 6  # tokens from a verb to the quality
_KEPT = 4  # tokens from an owner to the quality that is kept


class Keepers:
    """Reads what stands behind a verb of keeping, by rules/context/baseline.toml."""

    def __init__(self, rules: Rules, names: RivalReader) -> None:
        table = rules.table("context/baseline.toml")
        self._names = names
        self.words = frozenset(table["keeping"])
        self.endings = tuple(table["levels"])
        self._kept = frozenset(table["kept"])
        self._measures = frozenset(table["measures"])
        self._articles = frozenset(table["articles"])
        self._of = frozenset(table["of"])
        self._possessive = tuple(table["possessive"])

    def level(self, tokens: Tokens, at: int) -> str:
        """The name in a word with such an ending: "FooNet-level accuracy", not "word-level accuracy"."""
        name = next(tokens.words[at][: -len(end)] for end in self.endings if tokens.lower[at].endswith(end))
        return name if named(name) and self._kept.intersection(tokens.lower[at + 1 : at + 2]) else ""

    def __call__(self, tokens: Tokens, at: int, last: int, none: NoNames) -> str:
        """Whose quality is kept: "maintains the top-1 accuracy of X", "preserving X's performance"."""
        for end in range(at, min(at + _REACH, last - 1)):
            word = tokens.lower[end]
            if word.endswith(self._possessive) and self._kept.intersection(tokens.lower[end + 1 : end + _KEPT]):
                start = self._names.begin(tokens, at, last)
                owner = unowned(text_of(tokens, start, end + 1), self._possessive) if start <= end else ""
                return "" if self._names.is_any(owner) else owner
            of = end + 1 + (tokens.lower[end + 1] in self._measures)  # "the accuracy level of X"
            if word in self._kept and of < last and tokens.lower[of] in self._of and tokens.lower[at] in self._articles:
                owner = self._names.name(tokens, of + 1, last, none)
                return "" if self._names.is_any(owner) else owner
            if not word[0].isalpha():
                break
        return ""
