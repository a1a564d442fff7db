"""Overtaken: the rival that a passive speaks of: "prior planners are outperformed by 3%", "X's accuracy is matched"."""

from __future__ import annotations

from collections.abc import Collection

from extractor.ends import NoNames
from extractor.listing import named
from extractor.names import letters
from extractor.rivals import RivalReader
from extractor.rules import Rules
from extractor.tokens import Tokens

_BACK = 6  # tokens from a participle back to its "is"
_SUBJECT = 40  # tokens from "is" back to where what it speaks of begins
_AGENT = 12  # tokens from a participle to the amount behind its agent
_HEDGED = 5  # tokens from "by" to its value


class Overtaken:
    """Reads what stands before a verb in the passive, by [baseline] of rules/context/context.toml."""

    def __init__(self, rules: Rules, names: RivalReader) -> None:
        context = rules.table("context/context.toml")
        table, subject = context["baseline"], context["subject"]
        self._names = names
        self.words = frozenset([*table["matched"], *table["improved"]])
        self._keeping = frozenset(table["keeping"])
        self._being = frozenset(context["model"]["being"])
        self._trailing = tuple(table["trailing"])
        self._between = frozenset([*table["drop"], *subject["adverbs"], *subject["modal"], *context["model"]["being"]])
        self._adverbial = tuple(subject["adverbial"])
        self._joiners = frozenset(table["joiners"]) - frozenset([",", "/"])
        self._stop = frozenset(table["stop"])
        self._opens = self._stop | frozenset(table["joiners"])
        self._verbs = frozenset(subject["verbs"])
        self._says, self._that = frozenset(subject["says"]), frozenset(subject["that"])
        self._clauses = frozenset([*context["owner"]["clauses"], ";", ":"])
        self._relative = frozenset(context["scope"]["relative"]) - self._being
        self._by = frozenset(table["changed"])
        self._ours = frozenset([*table["ours"], *table["own_weighed"]])

    def being(self, tokens: Tokens, at: int, first: int) -> int | None:
        """Where "is" stands whose participle is at a token: "is clearly matched or beaten"; None where it is active."""
        if tokens.lower[at].endswith(self._trailing):
            return None
        for i in range(at - 1, max(at - _BACK, first) - 1, -1):
            word = tokens.lower[i]
            if word in self._being:
                return i
            if not (word in self._joiners or word in self._between or word.endswith((*self._adverbial, "ed"))):
                break
        return None

    def __call__(self, tokens: Tokens, being: int, first: int, none: NoNames, own: Collection[str]) -> str:
        """What "is" at a token speaks of, from token `first` on; empty where it is the paper's own."""
        start, end = self.subject(tokens, being, first, own)
        return self._names.name(tokens, start, end, none) if start < end else ""

    def subject(self, tokens: Tokens, being: int, first: int, own: Collection[str]) -> tuple[int, int]:
        """Where the noun phrase before "is" begins and ends, which is none if it is the paper's own."""
        end = being
        while end > first and tokens.lower[end - 1] in self._between:
            end -= 1
        start = self._start(tokens, first, end)
        mine = any(tokens.lower[i] in self._ours or letters(tokens.words[i]) in own for i in range(start, end))
        return (end if mine else start), end

    def likens(self, tokens: Tokens, at: int) -> bool:
        """Whether a verb of winning is but the second of two: "matches or exceeds the accuracy of X"."""
        while tokens.lower[at - 1] in self._between:
            at -= 1  # "or even surpassing"
        return tokens.lower[at - 1] in self._joiners and tokens.lower[at - 2] in self._keeping

    def has_amount(self, tokens: Tokens, at: int, last: int, none: NoNames) -> bool:
        """Whether a verb has an amount behind it, its agent between them or not: "by FooNet by 3%"."""
        near = (i for i in range(at, min(at + _AGENT, last)) if tokens.lower[i] in self._by)
        return any(not none.data.isdisjoint(range(i + 1, min(i + _HEDGED, last))) for i in near)

    def _start(self, tokens: Tokens, first: int, end: int) -> int:
        """Where the noun phrase begins that ends at a token; at that token where a clause or a preposition does."""
        low = max(first, end - _SUBJECT)
        low = next((i + 1 for i in range(end - 1, low - 1, -1) if self._begins_clause(tokens, i)), low)
        bounds = [low, *(i + 1 for i in range(low, end) if tokens.words[i] == "," and _is_open(tokens, low, i))]
        stop = end
        while len(bounds) > 1 and (bounds[-1] == stop or tokens.lower[bounds[-1]] in self._stop):
            stop = bounds.pop() - 1  # "FooNet, in which all is trained, is"
        start = bounds.pop()
        listed = tokens.lower[start] in self._joiners  # "A, B, and C are"
        pair = start > low and named(tokens.words[start]) and named(tokens.words[start - 2])  # "A, B and C are"
        while bounds and (listed or pair) and tokens.lower[bounds[-1]] not in self._stop:
            start = bounds.pop()
        acts = (i for i in range(start, stop) if tokens.lower[i] in self._verbs)
        act = next(acts, stop)
        told = not self._relative.isdisjoint(tokens.lower[start:act])  # "methods that use maps are"
        return end if tokens.lower[start] in self._opens or (act < stop and not told) else start

    def _begins_clause(self, tokens: Tokens, at: int) -> bool:
        """Whether a clause begins behind a word: "while", "we show that"."""
        word = tokens.lower[at]
        return word in self._clauses or (word in self._that and tokens.lower[at - 1] in self._says)


def _is_open(tokens: Tokens, first: int, at: int) -> bool:
    """Whether no bracket that is opened behind token `first` holds a token."""
    return tokens.words[first:at].count("(") <= tokens.words[first:at].count(")")
