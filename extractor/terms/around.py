"""Around: what the sentences of a paper name, also those without a number; found only where a value asks for it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import islice

from extractor.terms.names import Mention, NameFinder
from extractor.text.tokens import Tokenizer, Tokens

_BACK = 12  # sentences that a value may go on from
_LETTERS = re.compile(r"[a-z]+")
_GAP = 2  # characters between two sentences
_NOTHING = Tokens([], [], [], [], [])


class Around:
    """The names in the sentences of a cleaned text whose title ends at `title_end`.

    `datasets` holds the canonical names of the data sets of all sentences read so far, by how they are written: no
    value has one that was not read; `devices` are all that the text names. Else an Around only remembers what it read.
    """

    def __init__(
        self, text: str, title_end: int, tokenize: Tokenizer, names: NameFinder, known: Iterable[Mention]
    ) -> None:
        self._text = text
        self._title_end = title_end
        self._tokenize = tokenize
        self._find = names
        self._spans: list[tuple[int, int]] | None = None
        self._words_at: dict[int, Set[str]] = {}
        self._cut_at: dict[int, Tokens] = {}
        self._read_at: dict[int, tuple[Tokens, list[Mention]]] = {}
        self._tried_at: dict[int, Sequence[Mention]] = {}
        known = tuple(known)
        self.datasets = {mention.text: mention.name for mention in known if mention.kind == "dataset"}
        self.devices = [mention for mention in known if mention.kind == "device"]

    def before(self, start: int) -> Iterator[Sequence[Mention]]:
        """What the sentences of the abstract before that at an offset name, the last one first.

        The first is the one that a sentence directly goes on from; nothing where something stands between them. Of a
        sentence without a digit only the data sets count that it says something was tried on.
        """
        for tokens, found in self.sentences(start):
            at = tokens.sentences[0].start if found else -1
            if found and at not in self._tried_at:
                counts = any(char.isdigit() for word in tokens.words for char in word)
                self._tried_at[at] = found if counts else self._find.tried_on(tokens, tokens.sentences[0], found)
            yield self._tried_at.get(at, ())

    def sentences(self, start: int) -> Iterator[tuple[Tokens, Sequence[Mention]]]:
        """The same sentences with their own tokens, and all that they name."""
        for span in self._back_from(start):
            yield self._read(*span) if span else (_NOTHING, ())

    def saying(self, start: int, number: int, words: Set[str]) -> Iterator[tuple[Tokens, Sequence[Mention]]]:
        """At most a number of the same, up to the furthest back that has one of some words (lower case, letters alone).

        To look for words takes a tenth of the time of reading a sentence.
        """
        spans = list(islice(self._back_from(start), number))
        while spans and (spans[-1] is None or words.isdisjoint(self._words(*spans[-1]))):
            spans.pop()
        for span in spans:
            yield self._read(*span) if span else (_NOTHING, ())

    def tokens(self, start: int) -> Iterator[Tokens]:
        """The tokens alone of the sentences before an offset, the last one first: names take ten times as long."""
        for span in self._back_from(start):
            yield self._cut(*span) if span else _NOTHING

    def following(self, end: int) -> Tokens:
        """The tokens of the sentence that directly follows the one that ends at an offset."""
        at = len(self._spans_before(end))
        spans = (self._spans or [])[at : at + 1]
        return self._cut(*spans[0]) if spans and spans[0][0] - end <= _GAP else _NOTHING

    def says(self, start: int, number: int, words: Set[str]) -> bool:
        """Whether one of some words (lower case, letters alone) is in the last sentences before an offset."""
        return any(not words.isdisjoint(self._words(*span)) for span in self._spans_before(start)[-number:])

    def _back_from(self, start: int) -> Iterator[tuple[int, int] | None]:
        """The sentences before an offset, the last one first; None first where something stands between."""
        spans = self._spans_before(start)
        if not spans or start - spans[-1][1] > _GAP:
            yield None
        yield from reversed(spans[-_BACK:])

    def _spans_before(self, start: int) -> list[tuple[int, int]]:
        """The sentences of the abstract that end before an offset."""
        if self._spans is None:
            self._spans = [span for span in self._tokenize.sentences(self._text) if span[0] >= self._title_end]
        return self._spans[: bisect_right(self._spans, start, key=_end)]

    def _words(self, start: int, end: int) -> Set[str]:
        if start not in self._words_at:
            self._words_at[start] = frozenset(_LETTERS.findall(self._text[start:end].lower()))
        return self._words_at[start]

    def _cut(self, start: int, end: int) -> Tokens:
        if start not in self._cut_at:
            self._cut_at[start] = self._tokenize.of(self._text, start, end)
        return self._cut_at[start]

    def _read(self, start: int, end: int) -> tuple[Tokens, list[Mention]]:
        if start in self._read_at:
            return self._read_at[start]
        tokens = self._cut(start, end)
        found = self._find(self._text, tokens)
        self.datasets |= {mention.text: mention.name for mention in found if mention.kind == "dataset"}
        self._read_at[start] = tokens, found
        return tokens, found


def _end(span: tuple[int, int]) -> int:
    return span[1]
