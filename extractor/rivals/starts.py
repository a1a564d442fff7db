"""Starts: where the name of what something is compared with starts, behind words that only lead to it."""

from __future__ import annotations

from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Tokens

_ASIDE = 10  # tokens of a remark in brackets
_FILLERS = 6  # words of "than it would be possible with"


class NameStarts:
    """Skips articles, remarks, and what only stands for the thing compared, by rules/context/baseline.toml."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/baseline.toml")
        self._led_in = frozenset([tuple(table["not_only"]), *(tuple(phrase.split()) for phrase in table["led_in"])])
        self._drop = frozenset(table["drop"])
        self._stands_for = frozenset(table["stands_for"])
        self._one_of = frozenset(table["one_of"])
        self._than = frozenset(rules.table("context/owner.toml")["bounding"])
        self._fillers = frozenset(table["fillers"])
        self._leads = frozenset(table["fillers_end"])

    def __call__(self, tokens: Tokens, at: int, last: int) -> int:
        """The first token of the name at a token."""
        if at < last and tokens.before(at) in self._than:
            at = self._filled(tokens, at, last)
        while at < last:
            if tokens.lower[at] in self._stands_for:
                at = self._filled(tokens, at + 1, last)
            elif tokens.lower[at] in self._one_of and (behind := self._filled(tokens, at + 1, last)) > at + 1:
                at = behind  # "than the ones obtained with X"
            elif tuple(tokens.lower[at : at + 2]) in self._led_in:
                at += 2  # "surpasses not only X", "the previously used X"
            elif self._is_attribute(tokens, at, last):
                at += 2  # "a recently proposed, rule-based planner"
            elif tokens.lower[at] in self._drop and not self._is_letter(tokens, at):
                at += 1
            elif (behind := tokens.past_bracket(at, min(last, at + _ASIDE))) > at:
                at = behind
            else:
                break
        return at

    def _is_attribute(self, tokens: Tokens, at: int, last: int) -> bool:
        """Whether a comma parts a participle from another attribute of the name: "proposed, rule-based planner"."""
        told = tokens.lower[at] in self._fillers and tokens.words[at + 1 : at + 2] == [","]
        return told and at + 2 < last and tokens.lower[at + 2] not in self._drop

    @staticmethod
    def _is_letter(tokens: Tokens, at: int) -> bool:
        """Whether what looks like an article begins a name: "A^*", "A-Net"."""
        return tokens.words[at] == "A" and at + 1 < len(tokens.words) and tokens.glued(at + 1)

    def _filled(self, tokens: Tokens, at: int, last: int) -> int:
        """The token behind "(than) in", "(than) was possible with", "(those) trained on"; the same where none is."""
        end = tokens.past(at, self._fillers, min(last, at + _FILLERS))
        return end if end > at and end < last and tokens.lower[end - 1] in self._leads else at
