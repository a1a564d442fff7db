"""Which: the words behind a lone noun that tell which of its kind is compared with: "walking without a brace"."""

from __future__ import annotations

from extractor.rivals.ends import NO_NAMES, NameEnds, NoNames, text_of
from extractor.rivals.starts import NameStarts
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Tokens

_TOLD = 7  # tokens that tell which methods are meant
_TWICE = 30  # tokens around a noun within which it may stand once more
_CLOSED = frozenset([",", ".", ";", "(", ")", ":"])


class Which:
    """Reads what tells more of a noun, by rules/context/baseline.toml."""

    def __init__(self, rules: Rules, begin: NameStarts, names: NameEnds) -> None:
        context = rules.folder("context")
        table = context["baseline"]
        self._begin, self._names = begin, names
        self._articles = frozenset(table["articles"]) - frozenset(table["ours"])
        self._away, self._by = frozenset(table["away"]), frozenset(table["changed"])
        self._clauses, self._ours = frozenset(context["owner"]["clauses"]), frozenset(table["ours"])
        self._going, self._stop = frozenset(table["going_on"]), frozenset(table["stop"])
        self._kinds = frozenset(table["processes"])
        self._known = frozenset([*context["owner"]["baseline"], *table["records"], *table["kept"]])
        self._empty = frozenset(table["empty"]).difference(table["one_of"])
        self._parts, self._part_of = frozenset(table["apart"]), frozenset(table["part_of"])
        self._of, self._adverbial = frozenset(table["of"]), tuple(table["adverbial"])
        self._vague, self._lacking = frozenset(table["vague"]), frozenset(table["lacking"])
        self._trailing = tuple(table["trailing"])
        self._qualities, self._aims = frozenset(table["kept"]), frozenset(table["places"])

    def __call__(self, tokens: Tokens, at: int, end: int, last: int) -> str:
        """A lone noun with what tells which: "methods that neglect biases", "a version using full precision"."""
        stop = end + 1
        while stop < min(last, end + _TOLD) and not self._ends_told(tokens, end, stop, last):
            stop += 1
        if stop == end + _TOLD:
            stop = tokens.back(stop, self._stop | self._articles, end + 1)
        return text_of(tokens, at, stop) if stop > end + 1 else ""

    def _ends_told(self, tokens: Tokens, end: int, at: int, last: int) -> bool:
        """Whether a word ends what tells which methods are meant; "from" may tell what they were trained from."""
        word = tokens.lower[at]
        if word in self._away and at + 1 < last and tokens.lower[at - 1] in self._going:
            return not tokens.lower[at + 1][0].isalpha()
        if tokens.lower[at - 2] in self._away and at > end + 2 and word in self._stop:
            return True  # "trained from scratch on", "trained from scratch with"
        return tokens.words[at] in _CLOSED or word in self._by or word in self._clauses or word in self._ours

    def plainly(self, tokens: Tokens, at: int, end: int, last: int, none: NoNames) -> str:
        """A noun of any kind with what tells it from another: "walking without a brace", "maps from a planner".

        Empty where it tells enough alone, or what stands behind it speaks of what the comparison brings.
        """
        word = tokens.lower[at]
        process = tokens.lower[end - 1] in self._kinds
        lone = end == at + 1 and word not in self._known and at not in none.metrics
        told = word.isalpha() and (tokens.words[at].islower() or self._is_twice(tokens, at))
        if end >= last or not (process or (lone and told)):
            return ""
        behind = tokens.lower[end]
        acts = lone and behind in self._aims and word.endswith(self._trailing)  # "searching for the whole object"
        if not acts and behind not in (self._parts if process and not lone else self._parts | self._part_of):
            return self._relative(tokens, at, end, last, none) if lone and behind in self._going else ""
        before = tokens.before(tokens.back(at, self._articles))
        if behind in self._of and (word in self._empty or before not in self._stop):
            return ""  # "speeds up the execution of one layer"
        stop = self.phrase(tokens, end, last)
        return text_of(tokens, at, stop) if stop else ""

    def phrase(self, tokens: Tokens, lead: int, last: int) -> int:
        """Where the noun phrase behind a preposition ends; 0 where it tells of a gain, or of the paper's own."""
        start = self._begin(tokens, lead + 1, last)
        stop = self._names.end(tokens, start, last)
        if stop == start or not self._ours.isdisjoint(tokens.lower[lead + 1 : start]):
            return 0
        if tokens.lower[stop - 1].endswith(self._adverbial) or self._is_gain(tokens, lead, stop):
            return 0
        return self._names.trimmed(tokens, start, stop, NO_NAMES)

    def gains(self, tokens: Tokens, lead: int, last: int) -> bool:
        """Whether a preposition leads to what the comparison brings: "over baselines with a margin of 3%"."""
        told = lead < last and tokens.lower[lead] in self._parts - self._lacking
        return told and self._is_gain(tokens, lead, self._names.end(tokens, lead + 1, last))

    def _relative(self, tokens: Tokens, at: int, end: int, last: int, none: NoNames) -> str:
        """A noun with a clause that tells which: "one that ignores noise"; no value is part of it."""
        name = self(tokens, at, end, last) if tokens.lower[at] not in self._empty else ""
        valued = not none.data.isdisjoint(range(at, at + len(name.split())))
        return "" if valued or any(word[0].isdigit() for word in name.split()) else name

    def _is_gain(self, tokens: Tokens, lead: int, stop: int) -> bool:
        """Whether words behind a preposition tell of a gain or a loss: "with fewer labels", "without losing any"."""
        words = tokens.lower[lead + 1 : stop]
        if any(word[0].isdigit() for word in tokens.words[lead + 1 : stop + 1]):
            return True  # "other metrics with almost 30%"
        if tokens.lower[lead] not in self._parts or not words:
            return False
        measured = words[-1] in self._qualities
        losing = tokens.lower[lead] in self._lacking and words[0].endswith(self._trailing)
        return measured or losing or not self._vague.isdisjoint(words)

    def _is_twice(self, tokens: Tokens, at: int) -> bool:
        """Whether a name stands near once more, each time with what tells which: "nets with A beat nets with B"."""
        near = range(max(at - _TWICE, 0), min(at + _TWICE, len(tokens.words) - 1))
        return any(i != at and tokens.words[i] == tokens.words[at] and tokens.lower[i + 1] in self._parts for i in near)
