"""Terms: the words and names of rules/terms/, found by spaCy's PhraseMatcher, the longest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractor.rules import Rules, Table
from extractor.tokens import Sentence, Tokenizer, Tokens

_OTHER = "_"


class Term(NamedTuple):
    """A term at tokens [start, end). `kinds` holds (kind, value) pairs: one phrase may be several things.

    Kinds: metric (value: id), reading (index of the reading), class (index of the class of words.toml),
    scope (phase).
    """

    start: int
    end: int
    kinds: tuple[tuple[str, str], ...]

    def of(self, kind: str) -> str | None:
        """The value of a kind, None where the term is not of it."""
        return next((value for name, value in self.kinds if name == kind), None)


class TermFinder:
    """Finds all terms of the tokens."""

    def __init__(self, rules: Rules, tokenizer: Tokenizer, vocab: Vocab) -> None:
        self._vocab = vocab
        self._any_case = PhraseMatcher(vocab, attr="LOWER")
        self._exact = PhraseMatcher(vocab, attr="ORTH")
        self._kinds: dict[int, tuple[str, str]] = {}
        self._known: set[str] = set()
        self._opens_exact: set[str] = set()
        classes = rules.table("terms/words.toml")["class"]
        self.tags: dict[str, set[str]] = {}
        # spaCy takes a phrase as the hashes of its words, too (it unpickles so), for which its types have no word;
        # a Doc takes ten times as long.
        hashed = vocab.strings.add
        phrases: dict[tuple[str, str, bool], list[Any]] = {}
        for kind, value, text, exact in _phrases(rules):
            words = tokenizer.words(text)
            if words:
                self._known.update(word.lower() for word in words)
                if exact:
                    self._opens_exact.add(words[0])
                hashes = [hashed(word if exact else word.lower()) for word in words]
                phrases.setdefault((kind, value, exact), []).append(hashes)
                tag = classes[int(value)]["name"] if kind == "class" else "S" if kind == "scope" else "M"
                self.tags.setdefault(" ".join(words).lower(), set()).add(tag)
        for (kind, value, exact), keywords in phrases.items():
            key = f"{kind}\t{value}"
            (self._exact if exact else self._any_case).add(key, keywords)
            self._kinds[vocab.strings[key]] = (kind, value)

    def __call__(self, tokens: Tokens, sentences: Iterable[Sentence]) -> list[Term]:
        """Terms of some sentences, left to right; of overlapping ones the longest, of equal ones all kinds in one."""
        # Words of no term, and what lies between sentences, are one word to spaCy, which takes long over each.
        words, places, known = [_OTHER], [0], self._known
        for sentence in sentences:
            for at in range(sentence.first, sentence.last):
                if tokens.lower[at] in known:
                    words.append(tokens.words[at])
                    places.append(at)
                elif words[-1] is not _OTHER:
                    words.append(_OTHER)
                    places.append(at)
            words.append(_OTHER)
            places.append(sentence.last)
        doc = Doc(self._vocab, words=words)
        matches = self._any_case(doc)
        if not self._opens_exact.isdisjoint(words):
            matches += self._exact(doc)
        matches.sort(key=lambda match: (match[1], -match[2]))
        found: list[Term] = []
        end = -1
        index = 0
        while index < len(matches):
            _, start, stop = matches[index]
            kinds = []
            while index < len(matches) and matches[index][1] == start:
                if matches[index][2] == stop:
                    kinds.append(self._kinds[matches[index][0]])
                index += 1
            if start >= end:
                found.append(Term(places[start], places[stop - 1] + 1, tuple(sorted(set(kinds)))))
                end = stop
        return found


def _phrases(rules: Rules) -> Iterator[tuple[str, str, str, bool]]:
    """(kind, value, text, exact case) of every phrase of the tables."""
    yield from _metric_phrases(rules.table("terms/metrics.toml"))
    words = rules.table("terms/words.toml")
    for index, entry in enumerate(words["class"]):
        for word in entry["words"]:
            for text in _joined(word):
                yield "class", str(index), text, False
    for scope, phrases in words["scopes"].items():
        for phrase in phrases:
            for text in _joined(phrase):
                yield "scope", scope, text, False


def _metric_phrases(table: Table) -> Iterator[tuple[str, str, str, bool]]:
    for entry in table["metric"]:
        for word in entry["words"]:
            for text in _forms(word):
                yield "metric", entry["id"], text, False
        for word in entry.get("case", ()):
            yield "metric", entry["id"], word, True
        for text in _ranked(entry, table):
            yield "metric", entry["id"], text, False
    for index, entry in enumerate(table["reading"]):
        for name in entry.get("texts", [entry.get("text")]):
            for text in _forms(name):
                yield "reading", str(index), text, False
        for text in _ranked(entry, table):
            yield "reading", str(index), text, False


def _ranked(entry: Table, table: Table) -> Iterable[str]:
    """The names of a metric taken at a rank or a threshold: "recall@10"."""
    return (f"{name}@{cut}" for name in entry.get("at", ()) for cut in table.get("cuts", ()))


def _forms(word: str) -> Iterable[str]:
    """A metric's name with its plural, hyphens and spaces interchangeable."""
    for text in _joined(word):
        yield text
        if not text.endswith("s"):
            yield f"{text}s"


def _joined(text: str) -> Iterable[str]:
    """A phrase with spaces and with hyphens."""
    yield text
    if " " in text:
        yield text.replace(" ", "-")
    if "-" in text[1:-1]:
        yield text.replace("-", " ")
