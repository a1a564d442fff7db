"""Portions: whose a measure is that a value is a share of: "96% of X's accuracy", "half the memory of X"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extractor.frames.joins import Chunk
from extractor.frames.listing import named
from extractor.rivals.ends import text_of
from extractor.rivals.objects import is_system
from extractor.rivals.rivals import RivalReader
from extractor.rulefiles.rules import Rules
from extractor.terms.spellings import unowned
from extractor.text.tokens import Tokens

_METRIC = frozenset(["M", "S"])
_LIKE = 6  # tokens from "of" to what ends the measure
_GIVEN = 2  # words of "that recommended by"


class Portions:
    """Reads what stands behind a share, by rules/context/baseline.toml."""

    def __init__(self, rules: Rules, names: RivalReader) -> None:
        table = rules.table("context/baseline.toml")
        self._names = names
        self._of = frozenset(table["of"])
        self._links = frozenset(table["links"])
        self._by = frozenset(table["changed"])
        self._articles = frozenset(table["articles"])
        self._possessive = tuple(table["possessive"])
        self._stop = frozenset(table["stop"])
        self._measured = frozenset([*table["measures"], *table["ceilings"]])
        self._ceilings = frozenset(table["ceilings"])
        self._others = frozenset(table["others"])
        self._systems = frozenset(table["nouns"])
        self._stands_for = frozenset(table["stands_for"])
        self._same = frozenset(table["same"])
        self._regimes = frozenset(table["regimes"])
        self._undivided = frozenset(table["undivided"])
        self._processes = frozenset(table["processes"])
        self._kept = frozenset(table["kept"])
        self._theirs = frozenset(table["theirs"])
        self._first, self._originals = frozenset(table["first"]), frozenset(table["originals"])
        self._that = frozenset(rules.table("context/subject.toml")["that"])

    def __call__(
        self, tokens: Tokens, chunks: Sequence[Chunk], at: int, last: int, data: Collection[int] = frozenset()
    ) -> str:
        """The owner of what a share is a part of: "96% of ResNet18's performance", "96% accuracy of the teacher"."""
        behind = next((c.end for c in chunks if c.start == at and "M" in c.tags and c.tags <= _METRIC), at)
        behind = tokens.past_bracket(behind, last) if behind > at else at  # "0.2% parameters (100k) of large models"
        used = behind + 1 < last and tokens.lower[behind] in self._links and tokens.lower[behind + 1] in self._by
        if behind > at and behind + 1 < last and (used or tokens.lower[behind] in self._of):
            return self._names.name(tokens, behind + 1 + used, last)
        direct = at + 1 < last and tokens.lower[at] in self._articles  # "half the memory of X"
        if at + 1 < last and tokens.lower[at] in self._stands_for:
            return self._stood_for(tokens, at + 1, last)  # "half that of X"
        if at + 1 >= last or not (direct or tokens.lower[at] in self._of):
            return ""
        if not direct and tokens.lower[at + 1] in self._stands_for:
            return self._stood_for(tokens, at + 2, last)
        start = self._names.begin(tokens, at + 1, last)
        if whole := self._original(tokens, start, last):
            return whole
        for end in range(start, min(start + _LIKE, last)):
            word = tokens.lower[end]
            if word in self._links and self._by.intersection(tokens.lower[end + 1 : end + 2]):
                return self._names.name(tokens, end + 2, last)  # "of the computations required by X"
            if word.endswith(self._possessive):
                return unowned(text_of(tokens, start, end + 1), self._possessive)
            metric = next((c for c in chunks if "M" in c.tags and start < c.end == end), None)
            owner = None if metric is None else self._of_metric(tokens, start, metric, last, direct=direct)
            if owner is not None:
                return owner
            if word in self._stop:
                break
        measured = start < last and tokens.lower[start] in self._measured
        if not measured and self._others.isdisjoint(tokens.lower[at + 1 : start + 1]):
            return self._whole(tokens, chunks, start, last, data)
        name = self._names.name(tokens, start, last)
        if not self._theirs.isdisjoint(tokens.lower[at + 1 : start]) and not self._names.is_named(name):
            return ""  # "1% of their computational complexity"
        head = name.rpartition(" ")[2].lower()  # not "of the memory needed"
        return name if (measured and head not in self._links) or head in self._systems else ""

    def _of_metric(self, tokens: Tokens, start: int, metric: Chunk, last: int, *, direct: bool) -> str | None:
        """The owner of a measure, told behind or before it; None where nothing of that kind stands there."""
        word = tokens.lower[metric.end]
        name = self._names.name(tokens, metric.end + 1, last)
        if word in self._that:  # "28% of the parameters that X has"
            return name if self._names.is_named(name) and not self._names.is_any(name) else ""
        told = " " in name or name.lower() in self._regimes or self._names.is_named(name)
        # "50% of the training time of X", "half the size as X", "93% of the AP of its teacher"
        if (word in self._of or (direct and word in self._same)) and told:
            return "" if self._names.is_any(name) else name
        if regime := self._regime(tokens, start, metric):
            return regime
        lone = (direct or word in self._stop) and tokens.lower[start] not in self._ceilings
        return "" if lone else None  # "half the training examples", "60% of training episodes"

    def _original(self, tokens: Tokens, start: int, last: int) -> str:
        """What was there before, as a whole: "25% of the original training data", "5% of its initial size"."""
        end, told = start, start
        while end < min(last, start + _LIKE) and tokens.lower[end] not in self._stop | self._of:
            end += 1
            told = end if tokens.lower[end - 1] in self._originals else told
        return text_of(tokens, start, told) if told > start + 1 and tokens.lower[start] in self._first else ""

    def _stood_for(self, tokens: Tokens, at: int, last: int) -> str:
        """The owner behind "(half of) that": "that of X", "that recommended by X"."""
        for end in range(at, min(at + _GIVEN, last - 1)):
            if tokens.lower[end] in self._of or (end > at and tokens.lower[end] in self._by):
                return self._names.name(tokens, end + 1, last)
        return ""

    def _regime(self, tokens: Tokens, start: int, metric: Chunk) -> str:
        """Whose measure it is, told before it: "94% of the baseline success rate", "90% of FooNet accuracy".

        A regime that a name stands before tells of a model that is found as one: "of the FooNet teacher performance".
        """
        if start < metric.start and tokens.lower[start].partition("-")[0] in self._undivided:
            whole = text_of(tokens, start, metric.start)
            return "" if whole.lower() in self._undivided else whole  # "99% of the full accuracy"
        ends = [at + 1 for at in range(start, metric.start) if tokens.lower[at] in self._regimes]
        names = [at for at in range(start, metric.start) if tokens.lower[at] not in self._regimes]
        if ends and not any(named(tokens.words[at]) for at in names if at < ends[-1]):
            return text_of(tokens, start, tokens.past(ends[-1], self._processes, metric.start))
        kept = tokens.lower[metric.end - 1] in self._kept and start + 1 == metric.start
        return tokens.words[start] if kept and is_system(tokens.words[start]) else ""

    def _whole(self, tokens: Tokens, chunks: Sequence[Chunk], start: int, last: int, data: Collection[int]) -> str:
        """The system that a share is a part of with no measure between: "reduces the size to 20% of FooNet"."""
        if start >= last or start in data:
            return ""
        name = self._names.name(tokens, start, last)
        head = name.rpartition(" ")[2]
        if any("M" in c.tags and start <= c.start < start + name.count(" ") + 1 for c in chunks):
            return ""
        return name if is_system(head) or (" " in name and self._names.is_rival(name)) else ""
