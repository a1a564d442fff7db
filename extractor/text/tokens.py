"""Tokens: cleaned text is cut into sentences, and sentences that can hold a claim into tokens."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from operator import attrgetter
from typing import NamedTuple, Protocol

from extractor.rulefiles.rules import Table

_LONGEST = 2_000  # characters of a sentence: later stages look at all of it for each of its values
_SHORTENED = 8  # characters before the end of a sentence in which a word stands that ends none
_BRACKETS = frozenset("()")
_WORD_REST = re.compile(r"\w*")


class Sentence(NamedTuple):
    """A sentence by its tokens [first, last) and its clean offsets [start, end)."""

    first: int
    last: int
    start: int
    end: int


class Tokens(NamedTuple):
    """Parallel lists, one item a token; offsets are of the cleaned text."""

    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[Sentence]

    def glued(self, index: int) -> bool:
        """Whether no white space stands before the token."""
        return index > 0 and self.starts[index] == self.ends[index - 1]

    def before(self, index: int) -> str:
        """The word (lower case) before a token, empty before the first: no index of -1 reads the end of a text."""
        return self.lower[index - 1] if index > 0 else ""

    def past(self, index: int, words: Set[str], last: int = sys.maxsize) -> int:
        """The first token from one on that is none of some words (lower case), `last` where all before that are."""
        last = min(last, len(self.lower))
        while index < last and self.lower[index] in words:
            index += 1
        return index

    def past_bracket(self, index: int, last: int) -> int:
        """The token behind the bracket that stands at one and closes before `last`; the token itself without one."""
        if self.words[index : index + 1] != ["("]:
            return index
        return next((at + 1 for at in range(index, min(last, len(self.words))) if self.words[at] == ")"), index)

    def back_bracket(self, index: int, first: int) -> int:
        """Where the bracket opens, behind `first`, that ends right before a token; the token itself without one."""
        if self.before(index) != ")":
            return index
        return next((at for at in range(index - 2, first, -1) if self.words[at] == "("), index)

    def opened(self, index: int, first: int) -> int:
        """Where the bracket opens, from `first` on, that a token stands in, by the nearest mark before it; else -1."""
        at = next((at for at in range(index - 1, max(first, 0) - 1, -1) if self.words[at] in _BRACKETS), -1)
        return at if at >= 0 and self.words[at] == "(" else -1

    def is_bracketed(self, first: int, index: int) -> bool:
        """Whether a bracket that opens at a token from `first` on is still open at another."""
        return self.words[first:index].count("(") > self.words[first:index].count(")")

    def spells(self, index: int, words: tuple[str, ...], last: int = sys.maxsize) -> bool:
        """Whether some words (lower case) stand at a token, and end before `last`."""
        return index >= 0 and tuple(self.lower[index : min(index + len(words), last)]) == words

    def back(self, index: int, words: Set[str], first: int = 0) -> int:
        """Where the tokens right before one begin that are all among some words (lower case), `first` at the least."""
        while index > first and self.lower[index - 1] in words:
            index -= 1
        return index


class Tokenizer:
    """Cuts text by rules/tokens/tokens.toml: kinds tried in order at each place, then single characters."""

    def __init__(self, table: Table) -> None:
        parts = "|".join([table.get("plain", r"(?!)"), *(entry["pattern"] for entry in table["token"])])
        # White space is half of where a token is looked for: told first, it spares the test of every kind.
        self._token = re.compile(f"(?=\\S)(?:{parts}|\\S)")
        self._beside = re.compile(table.get("beside", r"(?!)"))
        sentence = table["sentence"]
        self._end = re.compile(f"{sentence['end']}|{sentence['glued']}|\\n+")
        self._trigger = re.compile(sentence.get("triggers", ""))
        self._not_after = tuple(sentence["not_after"])

    def sentences(self, text: str) -> Iterator[tuple[int, int]]:
        """Clean offsets of each sentence; a line break always ends one, and one without end is cut between words."""
        for first, end in self._sentences(text):
            start = first
            while end - start > _LONGEST:
                at = text.rfind(" ", start + 1, start + _LONGEST)
                if at < 0:
                    rest = _WORD_REST.match(text, start + _LONGEST, end)
                    at = rest.end() if rest else end
                yield start, at
                start = at
            if start < end:
                yield start, end

    def _sentences(self, text: str) -> Iterator[tuple[int, int]]:
        start = 0
        for match in self._ends(text):
            at, end = match.span()
            broken = text[at:end].strip(" ") and "\n" in text[at:end]
            if not broken and text.endswith(self._not_after, max(start, at - _SHORTENED), at):
                continue
            if text[at : at + 1] == ".":
                at = end = at + 1
            if at > start:
                yield start, at
            start = end
        if start < len(text):
            yield start, len(text)

    def _ends(self, text: str) -> Iterator[re.Match[str]]:
        """Where sentences may end, tried at triggers and right behind them: everywhere takes ten times as long."""
        done = 0
        for trigger in self._trigger.finditer(text):
            for at in trigger.span():
                if at < done:
                    continue
                match = self._end.match(text, at)
                done = at + 1 if match is None else match.end()
                if match is not None:
                    yield match

    def matches(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """The tokens of a text, or of a part of it that begins with a word, as matches."""
        return self._token.finditer(text, start, end)

    def depends(self, piece: str) -> bool:
        """Whether its neighbours may tell how a piece of a text is cut."""
        return self._beside.search(piece) is not None

    def words(self, text: str) -> list[str]:
        """The tokens of a short text; phrases of the rules are cut as texts are."""
        return self._token.findall(text)

    def __call__(self, text: str, places: Sequence[int] | None = None) -> Tokens:
        """Tokens of all sentences in which one of some clean offsets, in order, stands (of all where it is None)."""
        return self._cut(text, self.sentences(text) if places is None else self._holding(text, places))

    def _holding(self, text: str, places: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The sentences that hold one of some places; behind the last none are looked for."""
        at = 0
        for start, end in self.sentences(text) if places else ():
            at = bisect_left(places, start, lo=at)
            if at == len(places):
                return
            if places[at] < end:
                yield start, end

    def of(self, text: str, start: int, end: int) -> Tokens:
        """The tokens of one sentence [start, end)."""
        return self._cut(text, [(start, end)])

    def _cut(self, text: str, spans: Iterable[tuple[int, int]]) -> Tokens:
        words: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        sentences: list[Sentence] = []
        for start, end in spans:
            first, at = len(words), start
            words += self._token.findall(text, start, end)
            for word in words[first:]:  # between tokens there is only white space
                at = text.find(word, at)
                starts.append(at)
                at += len(word)
                ends.append(at)
            if len(words) > first:
                sentences.append(Sentence(first, len(words), start, end))
        return Tokens(words, [word.lower() for word in words], starts, ends, sentences)


def opens_with(words: Sequence[str], phrases: Iterable[tuple[str, ...]]) -> bool:
    """Whether some words begin with one of some phrases."""
    return any(tuple(words[: len(phrase)]) == phrase for phrase in phrases)


class Placed(Protocol):
    """What begins somewhere: a term, a quantity, a chunk, a mention."""

    @property
    def start(self) -> int:
        """Where it begins."""


_start = attrgetter("start")


def starting_in(items: Sequence[Placed], first: int, last: int) -> range:
    """The indices of the items that begin in [first, last); the items are in the order of their beginnings."""
    begin = bisect_left(items, first, key=_start)
    return range(begin, bisect_left(items, last, lo=begin, key=_start))
