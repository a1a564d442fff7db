"""Listing: whether a mark or "and" behind a name goes on with another name, or ends what is compared with."""

from __future__ import annotations

from extractor.rulefiles.rules import Rules
from extractor.text.plurals import is_plural
from extractor.text.tokens import Tokens

MARKS = frozenset([",", ".", ";", "("])

_SHARED = 4  # words behind "and" up to the noun that the words before it describe, too
_SECOND = 6  # tokens from "and" to the head of the second of two descriptions
_NAMED = 4  # words of one name of a list
_LEADING = 12  # tokens of a description before its examples
_STEM = 3  # letters before a full stop within a name: "llama.cpp", not "e.g"
_EARLIER = 5  # tokens back to the comma of a list whose last item has one, too


class ListReader:
    """Reads joined names by rules/context/baseline.toml."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table = context["baseline"]
        self._examples = [tuple(phrase.split()) for phrase in table["examples"]]
        self._stop = frozenset(table["stop"])
        self._joiners = frozenset(table["joiners"])
        self._of = frozenset(table["of"])
        self._articles = frozenset(table["articles"])
        self._links_nouns = self._joiners - MARKS - frozenset(["/"])
        self._nouns = frozenset([*context["system"]["nouns"], *table["nouns"], *table["single"]])
        self._verbs = frozenset([*context["subject"]["verbs"], *context["subject"]["adverbs"]])
        self._falling = frozenset(table["falling"])  # of "accuracy" as often as of a system, so no verbs of subjects
        self._ending = self._stop | self._joiners | self._verbs | frozenset(table["fresh"])
        self._trailing, self._adverbial = tuple(table["trailing"]), tuple(table["adverbial"])
        self._paired = frozenset(table["paired"])
        self._acts = frozenset(context["model"]["being"])
        self._plurals = frozenset([*table["nouns"], *table["plurals"]])
        self._several = frozenset([*filter(is_plural, context["system"]["nouns"]), *table["nouns"]])

    def ends(self, tokens: Tokens, at: int, last: int) -> bool | None:
        """Whether a word that joins ends a name; None where it joins no names, and other words tell."""
        word = tokens.lower[at]
        if word not in self._joiners:
            return None
        first, before = self._next(tokens, at, last), tokens.words[at - 1]
        if before == "," and first == at + 1:
            before = tokens.words[at - 2]  # "A, B, and C"
        if first < last and named(before):
            if named(tokens.words[first]):
                return self._begins_clause(tokens, word, first, last)
            if "," in tokens.words[max(0, at - 2) : at + 1] and self._closes(tokens, at, first, last):
                return False
        if self._is_attribute(tokens, at, last) or (before == "-" and tokens.glued(at - 1)):
            return False  # "word- and character-level models"
        if word in self._links_nouns and (self._is_both(tokens, at) or self._is_second(tokens, at, last)):
            return False
        if word in self._links_nouns and tokens.lower[at - 1] not in self._nouns:
            # "previous pruning and distillation approaches" are one kind of approaches
            behind = tokens.lower[at + 1 : min(last, at + 1 + _SHARED)]
            ends = (i for i, later in enumerate(behind) if later in self._stop or later in self._joiners)
            end = next(ends, len(behind))
            return end < 2 or not (behind[end - 1] in self._nouns or self._alike(tokens, at, end))
        return None

    def past_lead(self, tokens: Tokens, at: int) -> int:
        """The token behind a phrase like "such as" that stands at one; the token itself where there is none."""
        return at + next((len(words) for words in self._examples if tokens.spells(at, words)), 0)

    def examples_at(self, tokens: Tokens, at: int, last: int) -> int:
        """Where the examples of a description begin ("strong baselines such as A and B"), else the token itself."""
        for begin in range(at, min(at + _LEADING, last)):
            if (behind := self.past_lead(tokens, begin)) > begin:
                return behind
            if tokens.words[begin] in MARKS and tokens.words[begin] != ",":
                break
            if named(tokens.words[begin]) and begin > at and tokens.words[begin - 1] == ",":
                break
        return at

    def _next(self, tokens: Tokens, at: int, last: int) -> int:
        """Where the name behind a word that joins begins; behind a comma another may stand ("A, B, and C")."""
        after = at + 1
        if tokens.words[at] != "," or after >= last or tokens.lower[after] not in self._links_nouns:
            return after
        return after + 1 if "," in tokens.words[max(0, at - _EARLIER) : at] else last

    def _closes(self, tokens: Tokens, at: int, first: int, last: int) -> bool:
        """Whether a description ends a list of names: "A, B, and other fast planners", not "A, and ours is fast"."""
        if tokens.lower[first].endswith(self._trailing) or self._links_nouns.isdisjoint(tokens.lower[at:first]):
            return False
        end = next((i for i in range(first, last) if tokens.lower[i] in self._ending or i - first > _SECOND), last)
        acts = end < last and tokens.lower[end] in self._verbs | self._acts
        return first < end and not acts and tokens.lower[end - 1] in self._plurals

    def _begins_clause(self, tokens: Tokens, word: str, first: int, last: int) -> bool:
        """Whether the name behind a mark is what the main clause speaks of: "compared to A, B achieves"."""
        if word not in MARKS:
            return False
        end = first + 1
        while end < min(last, first + _NAMED) and named(tokens.words[end]):
            end += 1  # "compared to A, B v2 and C"
        if end >= last:
            return False  # "A, B, and C"
        after = tokens.lower[end]
        if after in self._verbs or after in self._falling:
            return True
        if tokens.lower[first - 1] in self._links_nouns and is_plural(after) and tokens.lower[end + 1] in self._stop:
            return False  # "A, B, and C kernels on"
        return after[0].isalnum() and after not in self._joiners and after not in self._stop

    def _is_attribute(self, tokens: Tokens, at: int, last: int) -> bool:
        """Whether a comma parts two attributes of one noun: "a single, fixed prior"."""
        if tokens.words[at] != "," or at + 2 >= last:
            return False
        if self._qualifies(tokens, at, last):
            return True
        if tokens.before(at - 1) not in self._articles:
            return False
        if tokens.before(at - 2) in self._of:
            return False  # "the state of the art, reducing"
        near = tokens.lower[at - 1], tokens.lower[at + 1], tokens.lower[at + 2]
        plain = all(word.isalpha() and word not in self._stop and word not in self._verbs for word in near)
        return plain and self._articles.isdisjoint(near) and near[0] not in self._nouns

    def _qualifies(self, tokens: Tokens, comma: int, last: int) -> bool:
        """Whether a comma parts what tells of systems right behind a comparison: "than slow, rule-based planners"."""
        start = comma - 1
        start -= tokens.before(start).endswith(self._adverbial)  # "a recently proposed, ..."
        lead = start - (tokens.before(start) in self._articles)
        word = tokens.lower[comma - 1]
        if tokens.before(lead) not in self._stop or named(word) or word in self._nouns or is_plural(word):
            return False
        for end in range(comma + 1, min(last, comma + _NAMED + 2)):
            word = tokens.lower[end]
            if word in self._ending or word in self._articles or not word[0].isalpha():
                return False
            if word in self._nouns:
                behind = tokens.lower[end + 1] if end + 1 < last else "."
                closes = behind in self._stop or behind in self._joiners
                return end > comma + 1 and closes and behind not in self._verbs | self._acts
        return False

    def _is_both(self, tokens: Tokens, at: int) -> bool:
        """Whether "both" stands before the first of two names: "outperforms both old planners and their variants"."""
        first = next((i for i in range(at - 1, max(at - _SECOND, 0), -1) if tokens.lower[i] in self._ending), 0)
        return tokens.lower[first] in self._paired

    def _is_second(self, tokens: Tokens, at: int, last: int) -> bool:
        """Whether "and" joins a second description of systems, or of the same: "random search and grid search"."""
        head = tokens.lower[at - 1]
        if at + 1 < last and tokens.lower[at + 1].endswith(self._trailing):
            return False  # "over baselines and surpassing other methods"
        for end in range(at + 1, min(last, at + _SECOND)):
            word = tokens.lower[end]
            if word in self._ending or not word[0].isalpha():
                return False
            closed = end + 1 >= last or tokens.lower[end + 1] in self._stop
            if closed and end > at + 1 and (word == head or (head in self._several and word in self._several)):
                return True
        return False

    def _alike(self, tokens: Tokens, at: int, behind: int) -> bool:
        """Whether "and" joins two attributes of one plural: "gated and unitary RNNs"."""
        if at == 0:
            return False  # a text may open with "and"
        words = tokens.lower[at - 1 : at + behind + 1]
        systems = is_plural(words[-1]) and words[-1] not in self._verbs
        return systems and not is_plural(words[0]) and not named(tokens.words[at - 1])


def named(word: str) -> bool:
    """Whether a word looks like a name: an upper-case letter, a digit or a full stop in it ("llama.cpp")."""
    if word.isalpha():
        return not word.islower() and word.lower() != word
    return word.lower() != word or word.find(".", 0, -1) >= _STEM or any(map(str.isdigit, word))
