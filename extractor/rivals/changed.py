"""Changed: whose measure a value changes, told with "of": "cuts the cost of X by 10%", "a 1% rise in the cost of X"."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.frames.joins import Chunk
from extractor.frames.listing import named
from extractor.rivals.ends import is_amount
from extractor.rivals.rivals import RivalReader
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Tokens, starting_in

_CHANGES = frozenset(["DV", "MV", "DN"])
_OWNED = frozenset(["M", "MV"])
_CHANGING = frozenset(["DN", "MN"])
_NEAR = 3  # tokens before a value within which it may be told to be how close something comes
_REACH = 6  # tokens from a noun of change to its "of"


class Changed:
    """Reads the owner of a changed measure, by rules/context/baseline.toml."""

    def __init__(self, rules: Rules, names: RivalReader) -> None:
        context = rules.folder("context")
        table, self._untouched = context["baseline"], frozenset(context["owner"]["untouched"])
        self._names = names
        self._of, self._links = frozenset(table["of"]), frozenset(table["links"])
        self._by, self._into = frozenset(table["changed"]), frozenset(table["into"])
        self._stop, self._ours = frozenset(table["stop"]), frozenset(table["ours"])
        self._articles, self._runs = frozenset(table["articles"]) - self._ours, frozenset(table["runs"])
        self._within, self._processes = frozenset(table["within"]), frozenset(table["processes"])

    def near(self, tokens: Tokens, chunks: Sequence[Chunk], first: int, last: int, after: int) -> str:
        """Whose measure a value comes close to, whatever else is named: "stays within 1% of the full model"."""
        if self._within.isdisjoint(tokens.lower[max(first - _NEAR, 0) : first + 1]):
            return ""
        name = self._owner(tokens, self._changed_at(chunks, last, last), after)
        told = any(map(named, name.split())) or name.rpartition(" ")[2] in self._processes or name in self._untouched
        return name if name and (told or self._names.is_rival(name)) else ""

    def behind(self, tokens: Tokens, chunks: Sequence[Chunk], first: int, last: int) -> str:
        """Whose measure changes, told behind the amount: "a 1% increase in the error rate of the baseline network"."""
        name = self._owner(tokens, self._changed_at(chunks, first, last), last)
        return name if name and self._names.is_rival(name) else ""

    def _changed_at(self, chunks: Sequence[Chunk], first: int, plain: int) -> int:
        """The token behind the noun of change next to a value, `plain` where there is none."""
        near = starting_in(chunks, first, first + _REACH)
        return max((chunks[at].end for at in near if chunks[at].tags & _CHANGING), default=plain)

    def _owner(self, tokens: Tokens, start: int, last: int) -> str:
        """Who an "of" behind a token names, unless it is the paper's own."""
        for at in range(start, min(start + _REACH, last - 1)):
            if tokens.lower[at] in self._of:
                mine = not self._ours.isdisjoint(tokens.lower[at + 1 : at + 3])  # "of the proposed planner"
                return "" if mine else self._names.name(tokens, at + 1, last)
            if tokens.lower[at] in self._stop and tokens.lower[at] not in self._into:
                break
        return ""

    def before(
        self, tokens: Tokens, chunks: Sequence[Chunk], before: int, first: int, *, wide: bool, close: bool
    ) -> str:
        """What a verb changes the measure of: "reduces the FLOPs of five popular networks by 10%".

        A system, or a name; anything if `wide`. If it must be `close`, no other verb of change stands between.
        """
        last = first + (tokens.lower[first] in self._by)  # "of X by 10%", "of X (from 10 to 5)"
        for index in starting_in(chunks, before, first):
            chunk, at = chunks[index], chunks[index].end
            if at + 2 >= last:
                break
            if chunk.tags.isdisjoint(_OWNED):
                continue
            if "MV" in chunk.tags and self._of.isdisjoint(tokens.lower[at : at + 1]):
                at = self._process(tokens, at)
            if tokens.lower[at] in self._links and tokens.lower[at + 1] in self._by:
                at += 1  # "the time required by X"
            elif tokens.lower[at] not in self._of:
                continue
            end = last
            while end > at + 1 and tokens.lower[end - 1] not in self._by:
                end -= 1
            if end <= at + 2 or self._ours.intersection(tokens.lower[at + 1 : end]):
                continue
            if self._changes_anew(tokens, chunks, at + 1, end - 1, close=close):
                continue
            name = self._names.name(tokens, at + 1 + is_amount(tokens.lower[at + 1]), end - 1)
            head = name.rpartition(" ")[2]
            process = named(name) and not self._processes.isdisjoint(name.split())  # "the speed of FooNet inference"
            return name if name and (wide or process or self._names.is_rival(name) or named(head)) else ""
        return ""

    def _process(self, tokens: Tokens, at: int) -> int:
        """The token behind a process that a verb is about: "speeds up the training process of X"."""
        at = tokens.past(at, self._articles | self._processes)  # the value behind it at the latest
        return at + (tokens.lower[at] in self._runs)

    @staticmethod
    def _changes_anew(tokens: Tokens, chunks: Sequence[Chunk], first: int, last: int, *, close: bool) -> bool:
        """Whether another verb of change follows: "we show the use of our net, reducing the cost by 2x".

        If it must be `close`, it need not stand behind a comma: "the accuracy of X is raised by 2%".
        """
        between = (chunks[i] for i in starting_in(chunks, first, last))
        changes = (c.start for c in between if c.tags & _CHANGES and c.end < last)
        return any(close or "," in tokens.words[first:at] for at in changes)
