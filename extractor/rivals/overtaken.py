"""Overtaken: the rival that a passive speaks of: "prior planners are outperformed by 3%", "X's accuracy is matched"."""

from __future__ import annotations

from collections.abc import Collection

from extractor.frames.listing import named
from extractor.rivals.ends import NoNames
from extractor.rivals.keepers import Keepers
from extractor.rivals.rivals import RivalReader
from extractor.rulefiles.rules import Rules
from extractor.terms.names import letters
from extractor.text.tokens import Sentence, Tokens

_BACK = 6  # tokens from a participle back to its "is"
_SUBJECT = 40  # tokens from "is" back to where what it speaks of begins
_AGENT = 12  # tokens from a participle to the amount behind its agent


class Overtaken:
    """Reads what stands before a verb in the passive, by rules/context/baseline.toml."""

    def __init__(self, rules: Rules, names: RivalReader, keepers: Keepers) -> None:
        context = rules.folder("context")
        table, subject = context["baseline"], context["subject"]
        self._names, self._keepers = names, keepers
        self._matched, self._improved = frozenset(table["matched"]), frozenset(table["improved"])
        self.words = self._matched | self._improved
        self._keeping = frozenset(table["keeping"])
        self._being = frozenset(context["model"]["being"])
        self._trailing = tuple(table["trailing"])
        self._between = frozenset([*table["drop"], *subject["adverbs"], *subject["modal"], *context["model"]["being"]])
        self._endings = (*subject["adverbial"], *subject["participle"])
        self._joiners = frozenset(table["joiners"]) - frozenset([",", "/"])
        self._opens = frozenset([*table["stop"], *table["joiners"]])
        self._stop = self._opens - self._joiners
        self._verbs = frozenset(subject["verbs"])
        self._says, self._that = frozenset(subject["says"]), frozenset(subject["that"])
        self._clauses = frozenset([*context["owner"]["clauses"], *subject["openings"], ";", ":"])
        self._relative = frozenset(context["scope"]["relative"]) - self._being
        self._by = frozenset(table["changed"])
        self._ours = frozenset([*table["ours"], *table["own_weighed"]])

    def __call__(self, tokens: Tokens, at: int, first: int, none: NoNames, own: Collection[str]) -> str:
        """What a passive, whose participle is at a token, speaks of; empty where it is active, or of one's own."""
        start, end = self._subject(tokens, at, first, own)
        return self._names.name(tokens, start, end, none) if start < end else ""

    def kept(self, tokens: Tokens, at: int, first: int, none: NoNames, own: Collection[str]) -> str:
        """Whose quality a passive says to be kept or reached: "the accuracy of X is preserved"."""
        start, end = self._subject(tokens, at, first, own) if tokens.lower[at] in self._matched else (at, at)
        return self._keepers(tokens, start, end, none) if start < end else ""

    def advanced(self, tokens: Tokens, at: int, sentence: Sentence, none: NoNames, own: Collection[str]) -> str:
        """What existing system a passive says to be made better by an amount: "the best parser is improved by 2%"."""
        if tokens.lower[at] not in self._improved:
            return ""
        name = self(tokens, at, sentence.first, none, own)
        told = (self._names.is_record(name) or self._names.is_known(name)) and self._names.is_named(name)
        return name if told and self.has_amount(tokens, at, sentence.last, none) else ""

    def likens(self, tokens: Tokens, at: int) -> bool:
        """Whether a verb of winning is but the second of two: "matches or exceeds the accuracy of X"."""
        at = tokens.back(at, self._between)  # "or even surpassing"
        return tokens.before(at) in self._joiners and tokens.before(at - 1) in self._keeping

    def has_amount(self, tokens: Tokens, at: int, last: int, none: NoNames) -> bool:
        """Whether a verb has an amount behind it, its agent between them or not: "by FooNet by 3%"."""
        return any(none.valued(i, last) for i in range(at, min(at + _AGENT, last)) if tokens.lower[i] in self._by)

    def _subject(self, tokens: Tokens, at: int, first: int, own: Collection[str]) -> tuple[int, int]:
        """Where the noun phrase begins and ends that a passive speaks of, which is none if it is the paper's own."""
        being = self._being_of(tokens, at, first)
        end = tokens.back(being, self._between, first)
        start = self._start(tokens, first, end) if being > first else end
        mine = any(tokens.lower[i] in self._ours or letters(tokens.words[i]) in own for i in range(start, end))
        return (end if mine else start), end

    def _being_of(self, tokens: Tokens, at: int, first: int) -> int:
        """Where the "is" of a participle stands: "is clearly matched or beaten"; `first` where it is active."""
        if tokens.lower[at].endswith(self._trailing):
            return first
        for i in range(at - 1, max(at - _BACK, first) - 1, -1):
            word = tokens.lower[i]
            if word in self._being:
                return i
            if not (word in self._joiners or word in self._between or word.endswith(self._endings)):
                break
        return first

    def _start(self, tokens: Tokens, first: int, end: int) -> int:
        """Where the noun phrase begins that ends at a token; at that token where a clause or a preposition does."""
        low = max(first, end - _SUBJECT)
        low = next((i + 1 for i in range(end - 1, low - 1, -1) if self._begins_clause(tokens, i)), low)
        bounds = [low, *(i + 1 for i in range(low, end) if tokens.words[i] == "," and not tokens.is_bracketed(low, i))]
        stop = end
        while len(bounds) > 1 and (bounds[-1] == stop or tokens.lower[bounds[-1]] in self._stop):
            stop = bounds.pop() - 1  # "FooNet, in which all is trained, is"
        start = bounds.pop()
        listed = tokens.lower[start] in self._joiners  # "A, B, and C are"
        pair = start > low + 1 and named(tokens.words[start]) and named(tokens.words[start - 2])  # "A, B and C are"
        while bounds and (listed or pair) and tokens.lower[bounds[-1]] not in self._stop:
            start = bounds.pop()
        acts = (i for i in range(start, stop) if tokens.lower[i] in self._verbs)
        act = next(acts, stop)
        told = not self._relative.isdisjoint(tokens.lower[start:act])  # "methods that use maps are"
        return end if tokens.lower[start] in self._opens or (act < stop and not told) else start

    def _begins_clause(self, tokens: Tokens, at: int) -> bool:
        """Whether a clause begins behind a word: "while", "we show that"."""
        word = tokens.lower[at]
        return word in self._clauses or (word in self._that and tokens.before(at) in self._says)
