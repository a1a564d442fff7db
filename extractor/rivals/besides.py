"""Besides: rivals that a value names beside itself, with no word of comparison: "12% from X", "twice that of X"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.frames.joins import Chunk
from extractor.frames.listing import MARKS
from extractor.rivals.ends import HEDGED, LONGEST, NoNames
from extractor.rivals.rivals import RivalReader
from extractor.rulefiles.rules import Rules
from extractor.terms.spellings import unowned
from extractor.text.tokens import Tokens, starting_in

_DIFFERENCES = frozenset(["points", "percent"])
_FROM = 9  # tokens from a value to "from"
_AMOUNT = 5  # chunks from a verb of winning to its amount
_VERBS = frozenset(["DV", "MV", "OUT", "ACH", "USE", "KEEP"])
_DIGIT = re.compile(r"\.?\d")


class Besides:
    """Reads what stands behind a value, by rules/context/baseline.toml."""

    def __init__(self, rules: Rules, names: RivalReader) -> None:
        table = rules.table("context/baseline.toml")
        self._names = names
        self._tests = frozenset(table["tests"])
        self._away, self._on = frozenset(table["away"]), frozenset(table["measured_on"])
        self._of, self._lying = frozenset(table["of"]), frozenset(table["lying"])
        self._points = frozenset(table["points"])
        self._into, self._within = frozenset(table["into"]), frozenset(table["within"])
        self._former = frozenset(table["former"])
        self._stop = frozenset(table["stop"]) - self._of - self._into
        self._articles = frozenset(table["articles"])
        self._joined, self._shared_out = frozenset(table["joiners"]) - MARKS, frozenset(table["shared_out"])
        self._stands_for = frozenset(table["stands_for"])
        self._by = frozenset(table["changed"]) - self._away
        self._given = self._of | self._by
        self._told_inside = self._given.union(table["set_against"])
        self._against, self._processes = frozenset(table["set_against"]), frozenset(table["processes"])
        joiners = rules.table("quantities/bounds.toml")["joiners"]
        self._aside = {joiners["from"], *joiners["versus"], *(phrase.split()[0] for phrase in joiners["instead"])}
        self._possessive = tuple(table["possessive"])
        self._all_by, self._ends = frozenset(table["changed"]), frozenset(table["stop"])
        self._links_names, self._trailing = frozenset(table["joiners"]), tuple(table["trailing"])

    def __call__(self, tokens: Tokens, chunks: Sequence[Chunk], at: int, last: int, none: NoNames) -> str:
        """The rival behind the value of chunk `at`; empty where there is none."""
        end = chunks[at].end
        if self.of_which(tokens, end):
            return self._names.name(tokens, end, last, none)
        side = end if self.lies(tokens, chunks[at]) else self._behind_points(tokens, chunks, at, last)
        if side:
            return self._names.name(tokens, side + 1 + (tokens.lower[side + 1] in self._of), last, none)
        of = chunks[at + 1].end if at + 1 < len(chunks) and "M" in chunks[at + 1].tags else last
        if of + 1 < last and tokens.lower[of] in self._of and self._is_measured(tokens, chunks, at):
            return self._names.name(tokens, of + 1, last, none)
        if chunks[at].sub in _DIFFERENCES and tokens.lower[end] in self._on:
            name = self._names.name(tokens, end + 1, last, none)
            words = name.split()
            if "," not in name and self._names.is_known(" ".join(words[:2])) and words[-1] not in self._tests:
                return name  # "a reduction of 12% on the best previous result"
        return self._gone_from(tokens, end, last, none)

    def _is_measured(self, tokens: Tokens, chunks: Sequence[Chunk], at: int) -> bool:
        """Whether the measure behind the value of chunk `at` is somebody's: "half the size", "with 3x parameters"."""
        factor = chunks[at].sub == "ratio" and chunks[at + 1].start == chunks[at].end
        return factor or tokens.lower[chunks[at].end] in self._articles

    def of_which(self, tokens: Tokens, at: int) -> bool:
        """Whether "that of" stands at a token: "twice that of X"."""
        return tokens.lower[at] in self._stands_for and tokens.lower[at + 1] in self._of

    def lies(self, tokens: Tokens, chunk: Chunk) -> bool:
        """Whether a difference lies beside what follows it: "3 points above X", "within 1% of X"."""
        behind = tokens.lower[chunk.end]
        return chunk.sub in _DIFFERENCES and (behind in self._lying or self._is_close(tokens, chunk))

    def _behind_points(self, tokens: Tokens, chunks: Sequence[Chunk], at: int, last: int) -> int:
        """Where behind points of a named metric the side of a rival is told, else 0: "3 BLEU points above X"."""
        behind = chunks[at + 1 : at + 3]
        if len(behind) < 2 or "M" not in behind[0].tags or behind[1].word not in self._points:
            return 0
        end = behind[1].end
        return end if end + 1 < last and tokens.lower[end] in self._lying else 0

    def _is_close(self, tokens: Tokens, chunk: Chunk) -> bool:
        """Whether a difference tells how close something comes to what follows it."""
        before = tokens.before(chunk.start), tokens.lower[chunk.start]
        return tokens.lower[chunk.end] in self._of and not self._within.isdisjoint(before)

    def is_beside(self, tokens: Tokens, chunk: Chunk, name: str) -> bool:
        """Whether a name behind a difference is compared with, though it may be no system: "3 points below chance".

        Something is close to it only where it was there before: "within 1% of the full cache", not "of the true area".
        """
        former = name.partition(" ")[0].lower() in self._former
        if not name or not self.lies(tokens, chunk):
            return former and " " in name and chunk.sub == "ratio"  # "twice the performance of the best demonstration"
        return former or not self._is_close(tokens, chunk)

    def inside(self, tokens: Tokens, first: int, last: int, none: NoNames) -> str:
        """The rival within a change: "from the previous best of 67% to 82%", "from 0.2 of X to 0.1"."""
        for at in range(first, last):
            word = tokens.lower[at]
            if word not in self._away and word not in self._told_inside:
                continue
            value = next((i for i in range(at + 1, last) if _DIGIT.match(tokens.lower[i])), last)
            end = value - (tokens.lower[value - 1] in self._of)
            name = self._names.name(tokens, at + 1, end, none) if end > at + 1 else ""
            if name and (self._names.is_rival(name) or (word in self._told_inside and self._names.is_named(name))):
                return unowned(name, self._possessive)  # "9 ms instead of FooNet's 40 ms"
        return ""

    def second(
        self, tokens: Tokens, chunks: Sequence[Chunk], before: int, first: int, none: NoNames, *, any_name: bool
    ) -> tuple[int, str]:
        """The second rival of a verb, and the joiner before it: "outperforms X by 10%, and Y by 3%".

        The value before ends at `before`, that of the rival begins at `first`. Without `any_name` it is a system.
        """
        low = max(before, first - HEDGED)
        by = next((at for at in range(first - 1, low, -1) if tokens.lower[at] in self._all_by), before)
        begin = tokens.past(before, self._links_names, by)
        acts = any(chunks[at].tags & _VERBS for at in starting_in(chunks, begin, begin + 1))
        whole = before < begin < by and not acts  # the whole phrase between the joiner and "by"
        if whole and (name := self._told_name(tokens, begin - 1, by, none, any_name=any_name)):
            return begin - 1, name
        for at in range(by - 1, max(before, by - LONGEST) - 1, -1):
            word = tokens.lower[at]
            if word in self._links_names:
                return at, self._told_name(tokens, at, by, none, any_name=any_name)
            if word in self._ends or at in none.data:
                break
        return before, ""

    def _told_name(self, tokens: Tokens, at: int, by: int, none: NoNames, *, any_name: bool) -> str:
        """The name behind a joiner, unless a verb in -ing begins there."""
        name = self._names.name(tokens, at + 1, by, none)
        told = self._names.is_named(name) or (any_name and " " in name and none.metrics.isdisjoint(range(at, by)))
        return name if told and not tokens.lower[at + 1].endswith(self._trailing) else ""

    def set_against(self, tokens: Tokens, first: int, end: int, last: int, none: NoNames) -> str:
        """The rival behind the second of two values set against each other: "0.1 s vs 1.1 s for X"."""
        aside = tokens.lower[first + 1 : end]  # "from 9 ms to 4 ms with X" is what X brings
        if end + 1 >= last or tokens.lower[end] not in self._against or self._aside.isdisjoint(aside):
            return ""
        name = self._names.name(tokens, end + 1, last, none)
        told = name.rpartition(" ")[2] in self._processes or self._names.is_named(name)
        return name if name and (told or self._names.is_rival(name)) else ""

    def beaten_by(self, tokens: Tokens, chunks: Sequence[Chunk], at: int, last: int, none: NoNames) -> str:
        """What is named behind the amount that chunk `at`, a verb of winning, tells: "outperforms by 10% the best"."""
        value = next((c for c in chunks[at + 1 : at + _AMOUNT] if "Q" in c.tags), None)
        if value is None or tokens.lower[chunks[at].end] not in self._by or value.end + 1 >= last:
            return ""
        name = self._names.name(tokens, value.end, last, none)
        return name if self._names.is_named(name) else ""

    def _gone_from(self, tokens: Tokens, at: int, last: int, none: NoNames) -> str:
        """The rival that an amount is a change from: "12% from X", "3 BLEU points from the best models"."""
        for end in range(at, min(at + _FROM, last - 1)):
            word = tokens.lower[end]
            if word in self._joined or self._shared_out.intersection(tokens.lower[end - 1 : end + 2]):
                continue  # "reduction of the size and time from X", "reduction, respectively, from X"
            if word in self._away:
                name = self._names.name(tokens, end + 1, last, none)
                return name if name and self._names.is_rival(name) else ""
            if word in self._stop or word in MARKS:
                break
        return ""
