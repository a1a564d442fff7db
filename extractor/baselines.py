"""Baselines: the names of what a sentence compares with, and which of them a value belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.chunks import Chunk
from extractor.names import Mention
from extractor.rules import Rules
from extractor.tokens import Sentence, Tokens

_LONGEST = 12  # tokens of a name


class Marker(NamedTuple):
    """A comparison: where its words stand, the name compared with, and how strong the wording is (0 strong)."""

    at: int
    name: str
    rank: int


class BaselineFinder:
    """Finds what is compared with, by [baseline] of rules/context/context.toml."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/context.toml")["baseline"]
        self._phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for rank, key in enumerate(("after", "weak")):
            for phrase in table[key]:
                words = tuple(phrase.split())
                self._phrases.setdefault(words[0], []).append((words, rank))
        for group in self._phrases.values():
            group.sort(key=lambda item: -len(item[0]))
        self._stop = frozenset(table["stop"])
        self._joiners = frozenset(table["joiners"])
        self._drop = frozenset(table["drop"])
        self._empty = frozenset(table["empty"])
        self._examples = [tuple(phrase.split()) for phrase in table["examples"]]

    def markers(self, tokens: Tokens, sentence: Sentence, chunks: Sequence[Chunk]) -> list[Marker]:
        """Every comparison of a sentence, left to right."""
        found: list[Marker] = []
        for at in range(sentence.first, sentence.last):
            for words, rank in self._phrases.get(tokens.lower[at], ()):
                if tuple(tokens.lower[at : min(at + len(words), sentence.last)]) == words:
                    name = self.name(tokens, at + len(words), sentence.last)
                    if name:
                        found.append(Marker(at, name, rank))
                    break
        for chunk in chunks:
            if "OUT" in chunk.tags:
                name = self.name(tokens, chunk.end, sentence.last)
                if name:
                    found.append(Marker(chunk.start, name, 0))
        return sorted(found)

    def name(self, tokens: Tokens, at: int, last: int) -> str:
        """The noun phrase at a token, as written and short; empty where there is none."""
        at = self._begin(tokens, at, last)
        if at >= last or tokens.lower[at][0].isdigit():
            return ""
        end = at
        while end < min(last, at + _LONGEST) and not self._ends(tokens, end, last):
            end += 1
        listed = self._listed(tokens, end, last)
        if listed:
            return listed
        if end == at or " ".join(tokens.lower[at:end]) in self._empty:
            return ""
        return text_of(tokens, at, end)

    def _begin(self, tokens: Tokens, at: int, last: int) -> int:
        """The first token of the name, past articles and a remark in brackets."""
        while at < last and tokens.lower[at] in self._drop:
            at += 1
        if at < last and tokens.words[at] == "(":
            close = next((i for i in range(at, min(last, at + 8)) if tokens.words[i] == ")"), None)
            at = self._begin(tokens, close + 1, last) if close else at
        return at

    def _ends(self, tokens: Tokens, at: int, last: int) -> bool:
        word = tokens.lower[at]
        if word in self._joiners and at + 1 < last and named(tokens.words[at + 1]) and named(tokens.words[at - 1]):
            return False
        if word == "/":
            return False
        return word in self._stop or (word[0].isdigit() and not named(tokens.words[at - 1]))

    def _listed(self, tokens: Tokens, at: int, last: int) -> str:
        """The names behind "including", "such as": "mainstream planners, including A, B and C"."""
        at += tokens.words[at : at + 1] == [","]
        for words in self._examples:
            start = at + len(words)
            if tuple(tokens.lower[at : min(start, last)]) == words and start < last and named(tokens.words[start]):
                end = start
                while end < min(last, start + 2 * _LONGEST) and not self._ends(tokens, end, last):
                    end += 1
                return text_of(tokens, start, end) if end > start else ""
        return ""

    @staticmethod
    def choose(markers: Sequence[Marker], first: int, last: int, before: int, after: int) -> str:
        """The name for a value at tokens [first, last), between the values that end at `before` and begin at `after`.

        Nearest behind it, else nearest before it, else the next of the sentence; weaker wordings come last.
        """
        for rank in (0, 1):
            of_rank = [m for m in markers if m.rank == rank]
            near = [m for m in of_rank if last <= m.at < after]
            close = [m for m in of_rank if before <= m.at < first]
            earlier = [m for m in of_rank if m.at < first]
            later = [m for m in of_rank if m.at >= last]
            if near or close or earlier or later:
                return (near[:1] or close[-1:] or later[:1] or earlier[-1:])[0].name
        return ""

    @staticmethod
    def applied_to(models: Sequence[Mention], start: int, end: int) -> str:
        """The model that a verb changes ("accelerates DeiT-S by ..."): it is the baseline, too."""
        inside = [m.text for m in models if start <= m.first and m.last <= end]
        return " and ".join(inside)


def named(word: str) -> bool:
    """Whether a word looks like a name: an upper-case letter or a digit in it."""
    return any(character.isupper() or character.isdigit() for character in word)


def text_of(tokens: Tokens, start: int, end: int) -> str:
    """The words of tokens [start, end), spaced as in the cleaned text."""
    parts = [tokens.words[start]]
    parts += [("" if tokens.glued(at) else " ") + tokens.words[at] for at in range(start + 1, end)]
    return "".join(parts).strip(" ,")
