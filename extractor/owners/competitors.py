"""Competitors: where the competitor begins whose value it is, in a sentence about the own work: "while X has 5 GB"."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.frames.listing import named
from extractor.frames.own import OwnReader, names_own
from extractor.owners.openers import OpenerReader
from extractor.owners.places import Place
from extractor.rulefiles.rules import Rules
from extractor.terms.names import Mention
from extractor.text.tokens import Sentence, Tokens

_WORDS = 4  # tokens of a competitor's name and its verb
_MEASURE = 3  # tokens of the name of a value's measure, and one
_NAME = 8  # tokens of a competitor's name, and what leads from it to its value


class CompetitorFinder:
    """Finds it by rules/context/owner.toml: by what turns to it, in lists, and where a sentence opens."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        self._openers = OpenerReader(rules)
        baseline = context["baseline"]
        self._articles = frozenset(baseline["articles"])
        self._behind = frozenset(context["subject"]["of"])
        self._verbs = frozenset(context["subject"]["verbs"])
        self._trailing = tuple(baseline["trailing"])
        self._leading = frozenset([*baseline["attributes"], *context["owner"]["baseline"]])
        self._possessive = tuple(baseline["possessive"])
        self._of = frozenset(baseline["of"])
        subject, table = context["subject"], context["owner"]
        self._holders = frozenset(context["model"]["holders"])
        self._joiners = frozenset(subject["joiners"])
        self._listing = self._joiners | {")"}
        self._after = frozenset([*subject["of"], *table["reached_when"], ")"])
        self._adverbs = frozenset(subject["adverbs"])
        self._goes_on = self._verbs | self._adverbs
        self._bounding = frozenset(table["bounding"])
        self._bounded = frozenset(table["bounded"])
        self._likened = frozenset(tuple(phrase.split()) for phrase in table["likened"])
        self._acts = self._verbs.union(table["acts"])
        self._baseline = frozenset(table["baseline"])
        self._regimes = self._baseline.union(baseline["regimes"], baseline["former"])
        self._hedges = frozenset([*context["spends"]["bounds"], *table["hedges"]])
        self._stands_for = frozenset(baseline["stands_for"])
        self._others = frozenset([*table["others"], *table["untouched"]])
        self._lacking = frozenset(baseline["lacking"])
        self._spreads = frozenset(table["spreads"])
        self._learned, self._learned_by = frozenset(table["learned"]), frozenset(table["learned_by"])
        self._that = frozenset(table["that"])
        self._leaves = frozenset(table["leaves"])
        self._beside = frozenset(table["beside"])
        self._holds = frozenset(table["holds"])
        self._opposed = frozenset(table["opposed"])
        self._ourselves = frozenset(table["ourselves"])
        self._mine = self._ourselves | frozenset(baseline["own_weighed"])
        self._speaks_of_own = OwnReader(table["mine"])
        self._opens_own = self._goes_on | self._speaks_of_own.words
        self._clauses = frozenset(tuple(phrase.split()) for phrase in table["clauses"])
        self._marks = frozenset(words for words in self._clauses if not words[0].isalpha())
        self._turns = self._clauses - self._marks
        self._contrast = [tuple(phrase.split()) for phrase in table["contrast"]]

    def __call__(self, tokens: Tokens, sentence: Sentence, place: Place, own: tuple[str, ...]) -> int | None:
        """Where the competitor begins whose level it is, by what turns to it, what stands behind, or the opening."""
        first, last = place.first, place.last
        turned = self._turned_to(tokens, sentence, place, own)
        if turned is None:
            turned = self._openers.behind(tokens, sentence, first, last, own)
        if turned is None:
            turned = self._openers.measured(tokens, sentence, first, last)
        if turned is None:
            turned = self._openers.told(tokens, sentence, first, own)
        return self._openers.opening(tokens, sentence, first, own) if turned is None else turned

    def contrasts(self, tokens: Tokens, sentence: Sentence) -> bool:
        """Whether a sentence opens against the one before it: "In contrast, FooNet is only 2x faster"."""
        return self._openers.contrasts(tokens.lower[sentence.first : sentence.last])

    def outdone(self, tokens: Tokens, sentence: Sentence, first: int, last: int, own: tuple[str, ...]) -> int | None:
        """Where what a sentence opens with begins, whose value is set against one's own: "is 3x slower than ours"."""
        return self._openers.outdone(tokens, sentence, first, last, own)

    def _turned_to(self, tokens: Tokens, sentence: Sentence, place: Place, own: tuple[str, ...]) -> int | None:
        """Where the competitor begins whose level it is: "while the baseline reaches 46%", "compared to 25% for"."""
        first, last, before, _ = place
        start = max(sentence.first, before)
        if (tokens.lower[first],) in self._likened and tokens.lower[first + 1] in self._articles:
            behind = tokens.lower[last : min(last + _MEASURE, sentence.last)]
            if not self._of.isdisjoint(behind) and behind[-1] not in self._ourselves:
                return first + 1  # "surpassing the 36% accuracy of FooNet", whose bound begins with what turns to it
        window = tokens.lower[start:first]
        if before > sentence.first and (at := self._inside(tokens, sentence, before, first, own)) is not None:
            return at
        for words in [words for words in self._contrast if words[0] in window]:  # hardly ever any
            for at in range(first - len(words), start - 1, -1):
                if not tokens.spells(at, words):
                    continue
                end = at + len(words)
                clause = words in self._clauses
                if clause and tokens.lower[end] in self._stands_for and tokens.lower[end + 1] in self._behind:
                    end += 2  # "whereas that of FooNet falls to"
                if end < first and tokens.lower[end] in self._ourselves:
                    return None  # "while our net has 3 GB", "against our 3 GB"
                if words in self._marks and "," in tokens.words[end:first]:
                    return None  # "; specifically, for the baseline, we need 3 GB"
                if clause and self._is_of_other(tokens, end, first, own):
                    # What a mark turns to is another where one's own was named: "FooNet has 5M; BarNet 9M".
                    mine = words not in self._marks or self._speaks_of_own(tokens, sentence.first, at, own)
                    return end if mine or not self._is_other(tokens, end, first, own) else None
                if not clause and self._is_compared(tokens, sentence, first, last, start=start, at=at, end=end):
                    return end
        return None

    def _inside(self, tokens: Tokens, sentence: Sentence, before: int, first: int, own: tuple[str, ...]) -> int | None:
        """Where the competitor begins whose name has the value before in it: "while X, which is 9x larger, has 95%"."""
        between = frozenset(tokens.lower[max(before, first - _NAME) : first])
        if self._verbs.isdisjoint(between) or not self._ourselves.isdisjoint(between):
            return None
        turned = (at for at in range(before - 1, sentence.first, -1) if (tokens.lower[at],) in self._turns)
        at = next(turned, -1) + 1
        return at if at and self._is_of_other(tokens, at, first, own) else None

    def _is_of_other(self, tokens: Tokens, at: int, first: int, own: tuple[str, ...]) -> bool:
        """Whether a clause that begins at a token speaks of a competitor up to its level: "while X reaches 46%"."""
        rest = tokens.lower[at:first]
        acting = rest and rest[0].endswith(self._trailing) and rest[0] not in self._leading  # not "leading baselines"
        if rest and (acting or rest[0] in self._opens_own):
            return False  # "while achieving state-of-the-art accuracy", "but also has", "while it has the baseline's"
        if self._ends_clause(tokens, at, first, own):
            return False  # "while prior work does, our results"
        acts = next((i for i, word in enumerate(rest) if word in self._verbs), len(rest))
        plain = acts < len(rest) and (self._is_plain(rest[: acts + 1]) or self._lacks(tokens, at, at + acts, own))
        return plain or not self._baseline.isdisjoint(rest[:acts]) or self._is_other(tokens, at, first, own)

    def _is_compared(
        self, tokens: Tokens, sentence: Sentence, first: int, last: int, *, start: int, at: int, end: int
    ) -> bool:
        """Whether a phrase of comparison leads to a competitor's level: "than 60 FPS of X", "compared to 25% for".

        The phrase stands at tokens [at, end); what it is looked for in begins at `start`.
        """
        words, rest = tokens.lower[at:end], tokens.lower[end:first]
        if words[-1] in self._bounding:
            if not rest and (last >= sentence.last or tokens.lower[last] not in self._behind):
                return False  # "faster than 60 FPS", and not "than 60 FPS of FooNet"
            if at > start and tokens.lower[at - 1] in self._bounded and "(" not in rest:
                return False  # "less than an error of 5%"
        if not rest:
            return tuple(words) not in self._likened  # "similar to 95%"
        if (clause := self._told_of(tokens, end, first)) is not None:
            told = clause - end <= _NAME + 1 and not self._parts(tokens, end, self._apposed(tokens, end, clause))
            return told and self._ourselves.isdisjoint(rest)
        if len(rest) > _NAME or (not self._leaves.isdisjoint(rest) and self._parts(tokens, end, first)):
            return False
        held = rest[-1] in self._holds or rest[-1].endswith(self._possessive)
        return held or len(rest) == 1 or not self._regimes.isdisjoint(rest)

    def _told_of(self, tokens: Tokens, at: int, first: int) -> int | None:
        """Where it is said what a competitor has: "than X trained with 580 samples", "which reaches an mAP of 40"."""
        words, led = tokens.lower, tokens.back(first, self._hedges, at)
        if led - 2 > at and words[led - 2] in self._learned and words[led - 1] in self._learned_by:
            return led - 2
        clause = next((i for i in range(at + 1, first - 1) if words[i] in self._that), None)
        reaches = clause is not None and words[tokens.past(clause + 1, self._adverbs)] in self._verbs
        reaches = reaches and clause is not None and not self._parts(tokens, clause, first)
        return clause if reaches and first - (clause or 0) <= _WORDS + _MEASURE else None

    def _apposed(self, tokens: Tokens, at: int, clause: int) -> int:
        """Where what tells more of a name begins before a clause at a token: "its rival, a net which", "X, which"."""
        comma = next((i for i in range(at + 1, clause) if tokens.words[i] == ","), clause)
        return comma if comma + 1 == clause or tokens.lower[comma + 1] in self._articles else clause

    def _parts(self, tokens: Tokens, at: int, end: int) -> bool:
        """Whether a word among some tokens parts a name from a value; one inside a word is none ("50-step net")."""
        return any(
            tokens.lower[i] in self._leaves
            and not (tokens.words[i] == "-" and tokens.glued(i) and i + 1 < end and tokens.glued(i + 1))
            for i in range(at, end)
        )

    def listed(self, tokens: Tokens, before: int, first: int, last: int) -> int | None:
        """Where the next competitor of a list begins: "compared to 25% for X and 30% for Y", "X (25%) and Y (30%)".

        The competitor before it has the level that ends at `before`, the value stands at tokens [first, last).
        """
        window = tokens.lower[before:first]
        if window == ["/"]:
            return first  # "X (67.4% / 0.30x)"
        if window and self._joiners.issuperset(window):  # "compared to 9 ms and 4 MB for X"
            near = last + 1 < len(tokens.words)
            held = near and tokens.lower[last] in self._holders and named(tokens.words[last + 1])
            return first if held else None
        bracketed = [window[:1], tokens.lower[last : last + 1]] == [["("], ["("]]
        if bracketed and len(window) > 1 and window[-2] == ")" and window[-1] in self._joiners:
            return first  # "than the 25% (left) and 30% (right) of"
        if ")" in window and "(" not in window[: window.index(")")]:  # "X (0.75 average Dice) and Y (0.76"
            before += window.index(")")
            window = tokens.lower[before:first]
            if len(window) > _NAME:
                return None  # "for humans (85% accuracy), it is harder for models like X (71%"
        if "(" not in window and window[:1] != tokens.lower[last : last + 1]:
            return None  # "25% for X, and 5% on new data"
        if len(window) > _NAME + _WORDS or self._joiners.isdisjoint(window) or window[0] not in self._after:
            return None
        return tokens.past(before + 1, self._listing, first) if "(" in window else first - 1

    def goes_on(self, tokens: Tokens, before: int, first: int) -> bool:
        """Whether a value stands beside the one before it, of the same owner: "30 AP at 118 FPS", "and takes 4 ms"."""
        near = range(before, min(before + _MEASURE, first))
        at = next((at for at in near if tokens.lower[at] in self._beside), first)
        if at == first or first - at > _WORDS + 1 or not all(word.isalpha() for word in tokens.words[before:at]):
            return False
        return all(word.islower() and word not in self._mine for word in tokens.words[at:first])

    def resumes(self, tokens: Tokens, before: int, first: int) -> bool:
        """Whether a value goes on with the subject of the one before it: "is 9x larger than ours and 4x slower"."""
        at = max((at for at in range(before, first) if tokens.lower[at] in self._beside), default=-1)
        return 0 <= first - at <= _WORDS and all(
            word.islower() and word not in self._mine for word in tokens.words[at:first]
        )

    def _ends_clause(self, tokens: Tokens, at: int, first: int, own: tuple[str, ...]) -> bool:
        """Whether the main clause, which is about the paper's own, begins between tokens."""
        for comma in range(at, first - 1):
            if tokens.words[comma] == ",":
                word = tokens.words[comma + 1]
                acts = tokens.lower[comma + 2] in self._goes_on and named(word[1:])
                if word.lower() in self._ourselves or acts or names_own(word, own):
                    return True
        return False

    def _is_plain(self, words: Sequence[str]) -> bool:
        """Whether a clause opens with what is not the paper's own: "whereas standard training reaches"."""
        at = int(words[:1] != [] and words[0] in self._articles)
        other = len(words) > at and words[at] in self._others and "," not in words[at + 1 : at + 2]  # "though simple,"
        return other and self._spreads.isdisjoint(words[at + 1 : at + 2])

    def _lacks(self, tokens: Tokens, first: int, last: int, own: tuple[str, ...]) -> bool:
        """Whether a noun phrase is of what does without something, and not the own: "the grasp without feedback"."""
        words = tokens.lower[first:last]
        lacks = words[:1] != [] and words[0] in self._articles and not self._lacking.isdisjoint(words)
        return lacks and self._ourselves.isdisjoint(words) and not self._speaks_of_own(tokens, first, last, own)

    def _is_other(self, tokens: Tokens, at: int, first: int, own: tuple[str, ...]) -> bool:
        """Whether a clause opens with a name that is not the paper's own, and its verb: "whereas FooNet reaches".

        Also with several of them: "while A and B reach".
        """
        at += tokens.lower[at] in self._articles
        known = not named(tokens.words[at]) or names_own(tokens.words[at], own)
        most = min(at + _WORDS, first)
        end = next((end for end in range(at, most) if not named(tokens.words[end])), most)
        while at < end < first - 1 and tokens.lower[end] in self._joiners and named(tokens.words[end + 1]):
            end = next((i for i in range(end + 1, first) if not named(tokens.words[i])), first)
        surely = any(named(word[1:]) or "-" in word for word in tokens.words[at:end])  # more than a capital
        if known or not surely:
            return False
        if tokens.words[end] == ",":  # "X, trained on the same data, reaches"
            if tokens.lower[end + 1] in self._that and tokens.lower[end + 2] in self._acts:
                return True  # "X, which is 9x larger"
            end = next((i + 1 for i in range(end + 1, first) if tokens.words[i] == ","), end)
        return tokens.lower[tokens.past(end, self._adverbs)] in self._acts

    def is_set_against(self, tokens: Tokens, first: int, last: int) -> bool:
        """Whether a value at tokens is set against the one before: "a speedup of 5.6x, versus 3.9x for FooNet"."""
        if self._holders.isdisjoint(tokens.lower[last : last + 1]):
            return False
        phrases = (words for words in self._contrast if words not in self._clauses and words[-1] not in self._bounding)
        return any(tuple(tokens.lower[max(first - len(words), 0) : first]) == words for words in phrases)

    def is_theirs(self, tokens: Tokens, sentence: Sentence, first: int, models: Sequence[Mention]) -> bool:
        """Whether a level is of the model its clause opens with: "ViT-B reaches 81% while our model reaches 83%"."""
        before = tokens.lower[sentence.first : first]
        if not models or models[0].first >= first or self._ourselves.intersection(before):
            return False
        return any(
            tokens.lower[at] in self._opposed and self._ourselves.intersection(tokens.lower[at + 1 : at + 3])
            for at in range(first, sentence.last - 2)
        )
