"""Openers: the competitor that a sentence opens with, or that stands behind the value it reached."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.frames.listing import named
from extractor.frames.own import OwnReader
from extractor.rulefiles.rules import Rules
from extractor.terms.names import letters
from extractor.text.tokens import Sentence, Tokens, opens_with

_OPENING = 4  # tokens up to the comma of an opening
_PHRASE = 7  # tokens of what a sentence opens with
_DESCRIBED = 12  # the same, if it is an article and what is called a rival at once
_MEASURED = 3  # tokens between a value and the verb behind it
_CLOSE = 3  # tokens from a verb to its value
_SET = 8  # tokens from a value to what it is set against
_NAMED = 2  # tokens of a name and its comma
_PLAIN = 3  # words of such a noun phrase
_TOLD = 6  # tokens from "which" to the value of a competitor
_ENDS = frozenset([",", ".", ";", ":", "("])
_OWN = 4  # tokens from a word that turns to the paper's own and its name
_LISTED = 16  # tokens of a list in brackets
_FAR = 12  # tokens up to the comma of an opening that a word of `under` begins


class OpenerReader:
    """Tells whose value it is by rules/context/owner.toml where the clause itself tells no contrast."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table = context["owner"]
        self._others = frozenset([*table["baseline"], *table["chance"], *table["persons"]])
        self._rivals = frozenset([*table["baseline"], *table["others"]])
        nouns = (*context["system"]["nouns"], *context["baseline"]["nouns"], *context["baseline"]["single"])
        self._heads = frozenset([*self._rivals, *nouns])
        self._speaks_of_own = OwnReader([*table["ourselves"], *table["near"]])
        self._opposed = frozenset([*table["opposed"], ";", ":"])
        self._lost, self._standing = frozenset(table["lost"]), frozenset(table["standing"])
        self._than, self._beside_own = frozenset(table["than_own"]), frozenset(table["beside_own"])
        self._untouched = frozenset(table["untouched"])
        self._leads = frozenset(table["leads"])
        self._relative, self._links = frozenset(table["relative"]), frozenset(table["linking"])
        self._against = frozenset([*context["spends"]["compares"], *table["unlike"]])
        self._openings = frozenset(tuple(phrase.split()) for phrase in table["openings"])
        self._holders = frozenset(context["model"]["holders"])
        self._won, self._agent = frozenset(table["won"]), frozenset(table["agent"])
        self._definite = frozenset(table["definite"])
        self._articles, self._given_by = frozenset(context["baseline"]["articles"]), frozenset(table["given_by"])
        self._that = frozenset(context["subject"]["that"])
        self._people, self._persons = frozenset(table["people"]), frozenset(table["persons"])
        self._chance, self._held = frozenset(table["chance"]), frozenset(table["held"])
        self._gained, self._former = frozenset(table["gained"]), frozenset(table["former"])
        self._under = frozenset(table["under"])
        self._set_against = frozenset(tuple(phrase.split()) for phrase in table["set_against"])
        self._spreads = frozenset(table["spreads"])
        self._verbs = frozenset(context["subject"]["verbs"])
        self._skip = frozenset(context["subject"]["adverbs"])
        self._clauses = frozenset(word for phrase in table["clauses"] for word in phrase.split()[:1])

    def contrasts(self, words: Sequence[str]) -> bool:
        """Whether a sentence opens against the one before it: "In contrast, existing methods achieve 40%"."""
        return opens_with(words, self._openings)

    def behind(self, tokens: Tokens, sentence: Sentence, first: int, last: int, own: tuple[str, ...]) -> int | None:
        """The token before a value that another reached: "above the 65.5% achieved by FooNet"."""
        start = max(first - 1, sentence.first)
        if tokens.lower[start] in self._articles and tokens.before(start) in self._given_by:
            near = range(last, min(last + _PLAIN, sentence.last))
            end = next((at for at in near if tokens.lower[at] in self._rivals), sentence.last)
            if all(word[0].isalpha() for word in tokens.words[last:end]) and end < sentence.last:
                return start  # "from a 62 ms dense baseline"
        one = sum(word[0].isdigit() for word in tokens.words[first:last]) == 1
        if not one or self._definite.isdisjoint(tokens.lower[start:last]):
            return None
        for at in range(last, min(last + _MEASURED, sentence.last - 2)):
            if tokens.lower[at] in self._won and tokens.lower[at + 1] in self._agent:
                return None if self._speaks_of_own(tokens, at + 2, min(at + 2 + _OWN, sentence.last), own) else start
            if tokens.words[at] in _ENDS:
                break
        return None

    def measured(self, tokens: Tokens, sentence: Sentence, first: int, last: int) -> int | None:
        """Where the phrase begins that says whose a value is: "human accuracy (92%)", "chance is 20%"."""
        lower = tokens.lower
        if last + 1 < sentence.last and lower[last] in self._persons and lower[last + 1] in self._people:
            return first  # "85% human accuracy"
        if last + 2 < sentence.last and lower[last] in self._holders and lower[last + 1] in self._persons:
            return first if tokens.words[last + 2] == ")" else None  # "(92% for humans)"
        if tokens.before(first) in self._former and lower[first - 2] in self._definite and first - 2 >= sentence.first:
            return first
        if tokens.before(first) == ":":
            return self._in_bracket(tokens, sentence, first)
        at = tokens.back(first, self._held, sentence.first) - 1
        measured = at > sentence.first and lower[at] in self._people
        at -= measured
        told = at >= sentence.first and (lower[at] in self._chance or (measured and lower[at] in self._persons))
        return at if told and tokens.before(at) not in self._gained else None

    def _in_bracket(self, tokens: Tokens, sentence: Sentence, first: int) -> int | None:
        """Where the phrase before a colon begins, in a bracket that opens with others: "(previous best: 82, X: 79)"."""
        near = range(max(sentence.first, first - _LISTED), first)
        opened = tokens.opened(first, near.start)
        begin = max((at + 1 for at in near if tokens.words[at] in (",", "(")), default=first)
        head = next((at for at in range(max(opened, 0), first) if tokens.words[at] == ":"), first)
        theirs = opened >= 0 and not self._others.isdisjoint(tokens.lower[opened:head])
        return begin if theirs and self._speaks_of_own.words.isdisjoint(tokens.lower[begin:first]) else None

    def told(self, tokens: Tokens, sentence: Sentence, first: int, own: tuple[str, ...]) -> int | None:
        """Where the competitor begins that a relative clause tells the value of: "unlike BarNet, which needs 16 GB"."""
        which = first - 1
        while which > sentence.first and first - which <= _TOLD and tokens.lower[which] not in self._relative:
            if tokens.words[which] in _ENDS:
                return None
            which -= 1
        if which < sentence.first + 3 or tokens.lower[which] not in self._relative or tokens.words[which - 1] != ",":
            return None
        if tokens.lower[which + 1] not in self._verbs or not named(tokens.words[which - 2]):
            return None
        at = which - 2
        while at > sentence.first and which - at <= _PHRASE and named(tokens.words[at]):
            at -= 1
        begin = at + 1
        if tokens.lower[at] in self._links:
            at -= 1
        against = tokens.lower[max(at, sentence.first)] in self._against
        return begin if against and not self._speaks_of_own(tokens, begin, which - 1, own) else None

    def opening(self, tokens: Tokens, sentence: Sentence, first: int, own: tuple[str, ...]) -> int | None:
        """Where the competitor begins that a sentence speaks of up to a value: "The baseline achieves 40%"."""
        opening = tokens.lower[sentence.first : sentence.first + _OPENING]
        against = self.contrasts(opening)
        begin = self._begin(tokens, sentence, first)
        apposed = begin - sentence.first > 2 and tokens.lower[sentence.first] in self._definite
        apposed = apposed and self._is_rival(tokens, sentence.first, begin - 1)  # "The best rival, FooNet, takes"
        known = not self._others.isdisjoint(tokens.lower[begin + 1 : begin + 3])
        near = range(begin, min(begin + (_DESCRIBED if known else _PHRASE), first))
        verb = next((at for at in near if tokens.lower[at] in self._verbs), 0)
        end = tokens.back(verb, self._skip, begin)
        if end > begin and tokens.words[end - 1] == ",":
            end = next(at for at in range(begin, end) if tokens.words[at] == ",")
        if tokens.lower[sentence.first] in self._clauses:
            return None  # "While all baselines need graphs, it has 80%"
        if (
            end == begin
            or not verb
            or self._speaks_of_own(tokens, begin, first, own)
            or self._turns(tokens, verb, first)
        ):
            return None
        apposed = apposed or opens_with(opening, self._set_against)
        untouched = first - verb <= _CLOSE and self._is_untouched(tokens, begin, end)
        if apposed or untouched or self._is_rival(tokens, begin, end):
            return begin
        others = all(named(word) for word in tokens.words[begin:end]) and named(tokens.words[begin][1:])
        turned = (bool(own) and against) or self._turns_to_own(tokens, sentence, first, own)
        return begin if others and turned else None

    def outdone(self, tokens: Tokens, sentence: Sentence, first: int, last: int, own: tuple[str, ...]) -> int | None:
        """Where a sentence begins whose value is more than one's own: "The dense net needs 3x the memory of ours"."""
        for at in range(last, min(last + _SET, sentence.last - 1)):
            if tokens.words[at] in _ENDS:
                break
            behind = at + 1 + (tokens.lower[at + 1] in self._definite)
            told = behind < sentence.last and self._speaks_of_own(tokens, behind, behind + 1, own)
            if told and tokens.lower[at] in self._beside_own:
                begin = self._begin(tokens, sentence, first)
                if begin == sentence.first + _NAMED and named(tokens.words[sentence.first][1:]):
                    begin = sentence.first  # "FooNet, with 3x more weights than ours, ..."
                return None if self._speaks_of_own(tokens, begin, first, own) else begin
        return None

    def _begin(self, tokens: Tokens, sentence: Sentence, first: int) -> int:
        """The token behind the opening of a sentence."""
        most = _FAR if tokens.lower[sentence.first] in self._under else _OPENING
        near = range(sentence.first, min(sentence.first + most, first))
        comma = next((at for at in near if tokens.words[at] == ","), -1)
        begin = comma + 1 if comma >= 0 else sentence.first
        if (
            0 < begin < first
            and tokens.lower[begin] in self._under
            and self.contrasts(tokens.lower[sentence.first : begin - 1])
        ):
            again = (at for at in range(begin, min(begin + _FAR, first)) if tokens.words[at] == ",")
            begin = next(again, begin - 1) + 1  # "In contrast, for the same budget, the rival needs"
        said = range(begin, min(begin + _PHRASE, first))
        return next((at + 1 for at in said if tokens.lower[at] in self._that), begin)  # "It shows that humans reach"

    def _is_rival(self, tokens: Tokens, begin: int, end: int) -> bool:
        """Whether a noun phrase is one of a competitor, and of no measure: "the previous best model"."""
        end = next((at for at in range(begin + 1, end) if tokens.lower[at] in self._leads), end)
        words = tokens.lower[begin:end]  # "the best competitor on it"
        told = any(word in self._rivals and self._names(words[at + 1 : at + 2]) for at, word in enumerate(words))
        person = words[0] in self._persons and words[-1] in self._people  # "human annotators"
        return person or (told and words[-1] in self._heads)

    def _is_untouched(self, tokens: Tokens, begin: int, end: int) -> bool:
        """Whether a noun phrase is what something is made of, and no name: "The original model takes 41 ms"."""
        words = tokens.words[begin + 1 : end]
        plain = 0 < len(words) <= _PLAIN and all(word.islower() for word in words)
        return plain and words[0] in self._untouched and words[-1] in self._heads | self._untouched

    def _names(self, behind: Sequence[str]) -> bool:
        """Whether a word of a competitor is one before another: "the standard error" names none."""
        return not behind or not (behind[0] in self._spreads or behind[0] == ",")

    def _turns(self, tokens: Tokens, verb: int, first: int) -> bool:
        """Whether another clause begins between a verb and a value, or the verb says that one is beaten."""
        words = tokens.lower[verb:first]
        return any(word in self._clauses or word in self._opposed or word in self._lost for word in words)

    def _turns_to_own(self, tokens: Tokens, sentence: Sentence, first: int, own: tuple[str, ...]) -> bool:
        """Whether the clause behind a value is about the paper's own: "FooNet has 81%, whereas BarNet has 83%".

        Or it is set against that: "FooNet is 3x slower than our net".
        """
        for at in range(first, sentence.last - 1):
            if tokens.words[at] == "," and self._is_named_own(tokens, at + 1, own):
                return True  # "FooNet needs 9 MB, ours 4 MB"
            if tokens.lower[at] in self._opposed or tokens.lower[at] in self._than:
                return self._speaks_of_own(tokens, at + 1, min(at + 1 + _OWN, sentence.last), own)
        return False

    def _is_named_own(self, tokens: Tokens, at: int, own: tuple[str, ...]) -> bool:
        """Whether a token is a name of the paper's own, or stands for it alone."""
        return tokens.lower[at] in self._standing or letters(tokens.words[at]) in own
