"""Terms: the words and names of rules/terms/, found in one pass over the words, the longest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractor.rulefiles.rules import Rules, Table
from extractor.text.plurals import plural
from extractor.text.tokens import Sentence, Tokenizer, Tokens


class Term(NamedTuple):
    """A term at tokens [start, end). `kinds` holds (kind, value) pairs: one phrase may be several things.

    Kinds: metric (value: id), reading (index of the reading), class (index of the class of words.toml),
    scope (phase).
    """

    start: int
    end: int
    kinds: tuple[tuple[str, str], ...]


class _Node:
    """A node of the tree of all phrases: what may come next, and the kinds of the phrase that ends here."""

    __slots__ = ("kinds", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.kinds: tuple[tuple[str, str], ...] = ()

    def add(self, words: Iterable[str], kind: tuple[str, str]) -> None:
        """Put a phrase under this node."""
        node = self
        for word in words:
            node = node.next.setdefault(word, _Node())
        node.kinds = tuple(sorted({*node.kinds, kind}))

    def longest(self, words: Sequence[str], at: int, last: int) -> tuple[int, tuple[tuple[str, str], ...]]:
        """Where the longest phrase that begins at a word ends, before `last`, and its kinds; none if there is none."""
        node, end, kinds = self, at, self.kinds
        while at < last:
            following = node.next.get(words[at])
            if following is None:
                break
            node, at = following, at + 1
            if node.kinds:
                end, kinds = at, node.kinds
        return end, kinds


class TermFinder:
    """Finds all terms of the tokens."""

    def __init__(self, rules: Rules, tokenizer: Tokenizer) -> None:
        self._any_case, self._exact = _Node(), _Node()
        classes = rules.table("terms/words.toml")["class"]
        self.tags: dict[str, set[str]] = {}
        for kind, value, text, exact in _phrases(rules):
            words = tokenizer.words(text)
            if words:
                (self._exact if exact else self._any_case).add(words if exact else map(str.lower, words), (kind, value))
                tag = classes[int(value)]["name"] if kind == "class" else "S" if kind == "scope" else "M"
                self.tags.setdefault(" ".join(words).lower(), set()).add(tag)

    def __call__(self, tokens: Tokens, sentences: Iterable[Sentence]) -> list[Term]:
        """Terms of some sentences, left to right; of overlapping ones the first, of those the longest."""
        opens, exact, lower, words = self._any_case.next, self._exact.next, tokens.lower, tokens.words
        found: list[Term] = []
        for sentence in sentences:
            end = sentence.first
            for at in range(sentence.first, sentence.last):
                if at >= end and (lower[at] in opens or words[at] in exact):
                    term = self._at(tokens, at, sentence.last)
                    if term.kinds:
                        found.append(term)
                        end = term.end
        return found

    def _at(self, tokens: Tokens, at: int, last: int) -> Term:
        """The longest term at a token, of equal ones all kinds in one; without kinds where there is none."""
        end, kinds = self._any_case.longest(tokens.lower, at, last)
        if tokens.words[at] in self._exact.next:
            stop, more = self._exact.longest(tokens.words, at, last)
            if stop >= end:
                end, kinds = stop, tuple(sorted({*kinds, *more})) if stop == end else more
        return Term(at, end, kinds)


def _phrases(rules: Rules) -> Iterator[tuple[str, str, str, bool]]:
    """(kind, value, text, exact case) of every phrase of the tables."""
    yield from _metric_phrases(rules.table("terms/metrics.toml"))
    words = rules.table("terms/words.toml")
    for index, entry in enumerate(words["class"]):
        for word in entry["words"]:
            for text in joined(word):
                yield "class", str(index), text, False
    for scope, phrases in words["scopes"].items():
        for phrase in phrases:
            for text in joined(phrase):
                yield "scope", scope, text, False


def _metric_phrases(table: Table) -> Iterator[tuple[str, str, str, bool]]:
    for entry in table["metric"]:
        for word in entry["words"]:
            for text in forms(word):
                yield "metric", entry["id"], text, False
        for word in entry.get("case", ()):
            yield "metric", entry["id"], word, True
        for text in _ranked(entry, table):
            yield "metric", entry["id"], text, False
    for index, entry in enumerate(table["reading"]):
        for name in entry.get("texts", [entry.get("text")]):
            for text in forms(name):
                yield "reading", str(index), text, False
        for text in _ranked(entry, table):
            yield "reading", str(index), text, False


def _ranked(entry: Table, table: Table) -> Iterable[str]:
    """The names of a metric taken at a rank or a threshold: "recall@10"."""
    return (f"{name}@{cut}" for name in entry.get("at", ()) for cut in table.get("cuts", ()))


def forms(word: str) -> Iterable[str]:
    """A metric's name as it may be written: with its plural, hyphens and spaces interchangeable."""
    for text in joined(word):
        yield text
        if not text.endswith("s"):
            yield plural(text)


def joined(text: str) -> Iterable[str]:
    """A phrase with spaces and with hyphens."""
    yield text
    if " " in text:
        yield text.replace(" ", "-")
    if "-" in text[1:-1]:
        yield text.replace("-", " ")
