"""Changed: whose measure a value changes, told with "of": "cuts the cost of X by 10%", "a 1% rise in the cost of X"."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.ends import is_amount
from extractor.joins import Chunk
from extractor.listing import named
from extractor.rivals import RivalReader
from extractor.rules import Rules
from extractor.tokens import Tokens, starting_in

_CHANGES = frozenset(["DV", "MV", "DN"])
_CHANGING = frozenset(["DN", "MN"])
_REACH = 6  # tokens from a noun of change to its "of"


class Changed:
    """Reads the owner of a changed measure, by [baseline] of rules/context/context.toml."""

    def __init__(self, rules: Rules, names: RivalReader) -> None:
        table = rules.table("context/context.toml")["baseline"]
        self._names = names
        self._of, self._links = frozenset(table["of"]), frozenset(table["links"])
        self._by, self._into = frozenset(table["changed"]), frozenset(table["into"])
        self._stop, self._ours = frozenset(table["stop"]), frozenset(table["ours"])
        self._within = frozenset(table["within"])

    def behind(self, tokens: Tokens, chunks: Sequence[Chunk], first: int, last: int, *, close: bool) -> str:
        """Whose measure changes, told behind the amount: "a 1% increase in the error rate of the baseline network".

        For a value that tells how `close` something comes, whose it comes close to: "within 1% of the full model".
        """
        near = starting_in(chunks, first, first + _REACH)
        ends = [chunks[at].end for at in near if chunks[at].tags & _CHANGING]
        changed = max(ends, default=first if close else last)
        for at in range(changed, min(changed + _REACH, last - 1)):
            if tokens.lower[at] in self._of:
                mine = not self._ours.isdisjoint(tokens.lower[at + 1 : at + 3])  # "of the proposed planner"
                name = "" if mine else self._names.name(tokens, at + 1, last)
                return name if name and self._names.is_rival(name) else ""
            if tokens.lower[at] in self._stop and tokens.lower[at] not in self._into:
                break
        return ""

    def before(
        self, tokens: Tokens, chunks: Sequence[Chunk], before: int, first: int, *, wide: bool, close: bool
    ) -> str:
        """What a verb changes the measure of: "reduces the FLOPs of five popular networks by 10%".

        A system, or a name; anything if `wide`. If it must be `close`, no other verb of change stands between.
        """
        for index in starting_in(chunks, before, first):
            chunk, at = chunks[index], chunks[index].end
            if at + 2 >= first:
                break
            if "M" not in chunk.tags:
                continue
            if tokens.lower[at] in self._links and tokens.lower[at + 1] in self._by:
                at += 1  # "the time required by X"
            elif tokens.lower[at] not in self._of:
                continue
            end = first + (tokens.lower[first] in self._by)
            while end > at + 1 and tokens.lower[end - 1] not in self._by:
                end -= 1
            if end <= at + 2 or self._ours.intersection(tokens.lower[at + 1 : end]):
                continue
            between = starting_in(chunks, at + 1, end - 1) if close else ()
            if any(chunks[i].tags & _CHANGES and chunks[i].end < end - 1 for i in between):  # not "of X is raised by"
                continue
            name = self._names.name(tokens, at + 1 + is_amount(tokens.lower[at + 1]), end - 1)
            return name if name and (wide or self._names.is_rival(name) or named(name.rpartition(" ")[2])) else ""
        return ""

    def is_close(self, words: Sequence[str]) -> bool:
        """Whether the words before a value tell that it is how close something comes: "within 1% of"."""
        return not self._within.isdisjoint(words)
