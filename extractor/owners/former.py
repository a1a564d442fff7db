"""Former: whose an order of growth is that others had reached before: "improving on the best known O(n^2)"."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from extractor.frames.own import names_own
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Sentence, Tokens

_OPENING = 5  # tokens of a subject within which it is called known
_SAID = 9  # tokens within which a clause says what is known
_CITED = 24  # tokens within which a clause cites others
_BEHIND = 4  # tokens from an order to what it is of
_NAME = 8  # tokens of a citation
_KNOWN = 3  # tokens from a verb of gain to what it calls known


class Reached(NamedTuple):
    """Whose an order is (own, baseline or prior), and where they begin who reached it."""

    by: str
    rival: tuple[int, str] | None


_OWN = Reached("own", None)


class Former:
    """Tells by rules/context/former.toml."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table = context["former"]
        self._turns = [tuple(phrase.split()) for phrase in table["turns"]]
        self._gains, self._known = frozenset(table["gains"]), frozenset(table["known"])
        self._lessens = frozenset(table["lessens"])
        self._parting, self._has = frozenset(table["parting"]), table["has"]
        self._replaced, self._by = frozenset(table["replaced"]), frozenset(table["by"])
        self._told, self._being = frozenset(table["told"]), frozenset(table["being"])
        self._relative, self._goes_on = frozenset(table["relative"]), frozenset(table["goes_on"])
        self._own_led, self._does = frozenset(table["own_led"]), frozenset(table["does"])
        self._ends, self._of = frozenset(table["ends"]), frozenset(table["of"])
        self._opposed = frozenset(context["owner"]["opposed"])
        self._openings = [tuple(phrase.split()) for phrase in context["owner"]["openings"]]
        self._nouns = frozenset(context["baseline"]["nouns"])
        self._bounding = frozenset(table["bounding"])
        self._skip, self._cites = frozenset(table["skip"]), frozenset(table["cites"])
        self._year = re.compile(table["year"])
        self._ours = frozenset(context["owner"]["ourselves"])
        self._joiners = frozenset(context["subject"]["joiners"])
        self._articles = frozenset(context["baseline"]["articles"])
        self._verbs, self._to = frozenset(context["subject"]["verbs"]), frozenset(context["order"]["to"])
        self._pronouns = frozenset(context["subject"]["pronouns"])

    def __call__(self, tokens: Tokens, sentence: Sentence, first: int, last: int, own: tuple[str, ...]) -> Reached:
        """Whose the order at tokens [first, last) is, by the words of its clause."""
        if self._is_cited(tokens, last, min(last + _BEHIND, sentence.last), sentence.last):
            return self._theirs(tokens, sentence, first, own)
        mine, at = False, first - 1
        while at >= sentence.first:
            word = tokens.lower[at]
            if self._is_ours(tokens, at):
                return _OWN
            if end := self._turned(tokens, at, first):
                against = not mine and self._leads(tokens, end, first)
                return Reached("baseline", (end, "")) if against else _OWN
            if self._ends_clause(tokens, at):
                break
            if word in self._relative and self._opens_known(tokens, at + 1, first):
                return self._theirs(tokens, sentence, first, own)
            mine = mine or names_own(tokens.words[at], own)
            at = min(at, tokens.back_bracket(at + 1, sentence.first)) - 1
        if self._contrasts(tokens, sentence, at, first):
            return Reached("baseline", (at + 1, ""))
        if self._opens_known(tokens, at + 1, first) or (not mine and self._cites_first(tokens, at + 1, first)):
            return self._theirs(tokens, sentence, first, own)
        if self._speaks_of_own(tokens, range(sentence.first, first), own):
            return _OWN
        told = self._says_known(tokens, sentence.first, first) or self._cites_first(tokens, sentence.first, first)
        return self._theirs(tokens, sentence, first, own) if told else _OWN

    def _ends_clause(self, tokens: Tokens, at: int) -> bool:
        """Whether the clause of an order behind a token begins right behind it."""
        then = tokens.lower[at + 1]
        return tokens.lower[at] in self._ends or (
            tokens.lower[at] == "," and then not in self._goes_on and then not in self._verbs
        )

    def _theirs(self, tokens: Tokens, sentence: Sentence, first: int, own: tuple[str, ...]) -> Reached:
        """An order of others: a competitor's where the sentence speaks of the paper's own, else background."""
        compared = self._speaks_of_own(tokens, range(sentence.first, sentence.last), own)
        return Reached("baseline", (first, "")) if compared else Reached("prior", None)

    def _speaks_of_own(self, tokens: Tokens, places: range, own: tuple[str, ...]) -> bool:
        """Whether some tokens speak of the paper's own."""
        return any(self._is_ours(tokens, at) or names_own(tokens.words[at], own) for at in places)

    def _is_ours(self, tokens: Tokens, at: int) -> bool:
        """Whether a word is the paper's own, and no verb: "Baes (2009) proposed an algorithm"."""
        return tokens.lower[at] in self._ours and self._articles.isdisjoint(tokens.lower[at + 1 : at + 2])

    def _turned(self, tokens: Tokens, at: int, first: int) -> int:
        """Where those begin whom words at a token turn to: "compared with X", "improving the known"; 0 for none."""
        word, rest = tokens.lower[at], tokens.lower[at + 1 : first]
        if word in self._gains and not self._known.isdisjoint(rest[:_KNOWN]):
            return at + 1
        close = len(rest) <= _KNOWN + 1
        if close and word in self._parting and not self._known.isdisjoint(rest):
            return at + 1  # "a saving over the naive O(n^2)", "from the typical O(n)"
        if close and word in self._replaced and self._by.isdisjoint(rest):
            return at + 1  # "replacing an O(n^2) step with one in O(n)"
        if word in self._lessens and rest[-1:] == [self._has] and self._own_led.isdisjoint(rest):
            return at + 1  # "reduces the complexity of O(n) that X needs"
        turned = (words for words in self._turns if tokens.spells(at, words, first))
        bounds = tokens.before(at) in self._bounding  # "no more than O(n)"
        return next((at + len(words) for words in turned if not bounds), 0)

    def _leads(self, tokens: Tokens, begin: int, first: int) -> bool:
        """Whether what stands between a turn and an order leaves it theirs, unlike "improves the known to O(n)"."""
        rest = tokens.lower[begin:first]
        if any(
            word in self._does or (word in self._joiners and then in self._verbs)
            for word, then in pairwise([*rest, ""])
        ):
            return False  # "and takes O(n) steps"
        return not rest or rest[-1] not in self._own_led or not self._relative.isdisjoint(rest)

    def _opens_known(self, tokens: Tokens, begin: int, first: int) -> bool:
        """Whether a clause is about what was known: "The best known bound is", "It is well known that"."""
        known = not self._known.isdisjoint(self._subject(tokens, begin, first)[:_OPENING])
        return known or self._says_known(tokens, begin, first)

    def _says_known(self, tokens: Tokens, begin: int, first: int) -> bool:
        """Whether a clause opens by saying that something is known: "It is well known that"."""
        words = tokens.lower[begin : min(begin + _SAID, first)]
        return any(word in self._being and then in self._told for word, then in pairwise(words))

    def _contrasts(self, tokens: Tokens, sentence: Sentence, at: int, first: int) -> bool:
        """Whether a clause behind a token sets systems in the plural against one's own: "whereas kernels take"."""
        start = sentence.first
        turns = at >= start and tokens.lower[at] in self._opposed
        turns = turns or any(
            tokens.spells(start, words, at + 1) and at == start + len(words) for words in self._openings
        )
        return turns and not self._nouns.isdisjoint(self._subject(tokens, at + 1, first))

    def _subject(self, tokens: Tokens, begin: int, first: int) -> list[str]:
        """The words of a clause up to its verb."""
        begin = tokens.past(begin, self._skip, first)
        words = tokens.lower[begin : min(begin + _SAID, first)]
        return words[: next((at for at, word in enumerate(words) if word in self._verbs), len(words))]

    def _cites_first(self, tokens: Tokens, begin: int, first: int) -> bool:
        """Whether a clause opens by citing others: "Baes (2009) gave an algorithm that takes O(n) steps".

        What only uses theirs is another matter: "is found by the method of Baes (2009) in O(n) steps".
        """
        near = range(begin, min(begin + _CITED, first))
        at = next((at for at in near if self._is_citation(tokens, at)), first)
        if at == first or tokens.lower[begin] in self._pronouns:
            return False
        rest = tokens.lower[at:first]
        acts = (then for word, then in pairwise(rest) if word not in self._to)
        return not self._verbs.isdisjoint(acts) or rest[-1] not in self._own_led

    def _is_cited(self, tokens: Tokens, at: int, end: int, last: int) -> bool:
        """Whether an order is that of others cited right behind it: "the O(n) time method of X (2018)"."""
        of = next((i for i in range(at, end) if tokens.lower[i] in self._of or tokens.words[i] in ",.;"), end)
        if of == end or tokens.lower[of] not in self._of:
            return False
        for i in range(of + 1, min(of + _NAME, last)):
            if tokens.words[i] in (".", ";") and tokens.before(i) not in self._cites:
                return False
            if self._is_citation(tokens, i):
                return True
        return False

    def _is_citation(self, tokens: Tokens, at: int) -> bool:
        """Whether others are cited at a token, by "et al." or by a year in brackets."""
        word = tokens.lower[at]
        closed = self._year.fullmatch(word) and tokens.lower[at + 1 : at + 2] in ([")"], ["]"])
        return word in self._cites or bool(closed)
