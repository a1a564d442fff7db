"""Terms: the words and names of rules/terms/, found by spaCy's PhraseMatcher, the longest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractor.rules import Rules
from extractor.tokens import Tokenizer, Tokens

_SHORT = 5  # a name of fewer letters and no digit is an ordinary word in another case


class Term(NamedTuple):
    """A term at tokens [start, end). `kinds` holds (kind, value) pairs: one phrase may be several things.

    Kinds: metric (value: id), reading (index of the reading), class (index of the class of words.toml),
    scope (phase), dataset, model, device (canonical name), and the same with "guarded_" before them where
    the name counts only in company.
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
        self._tokenizer = tokenizer
        self._any_case = PhraseMatcher(vocab, attr="LOWER")
        self._exact = PhraseMatcher(vocab, attr="ORTH")
        self._kinds: dict[int, tuple[str, str]] = {}
        classes = rules.table("terms/words.toml")["class"]
        self.tags: dict[str, set[str]] = {}
        phrases: dict[tuple[str, str, bool], list[Doc]] = {}
        for kind, value, text, exact in _phrases(rules):
            words = tokenizer.words(text)
            if words:
                phrases.setdefault((kind, value, exact), []).append(Doc(vocab, words=words))
                tag = {"class": lambda v: classes[int(v)]["name"], "scope": lambda _: "S"}.get(kind, lambda _: "M")
                if kind in ("class", "scope", "metric", "reading"):
                    self.tags.setdefault(" ".join(words).lower(), set()).add(tag(value))
        for (kind, value, exact), docs in phrases.items():
            key = f"{kind}\t{value}"
            (self._exact if exact else self._any_case).add(key, docs)
            self._kinds[vocab.strings[key]] = (kind, value)

    def __call__(self, tokens: Tokens) -> list[Term]:
        """Terms left to right; of overlapping ones the longest, and of equal ones all kinds in one term."""
        doc = Doc(self._vocab, words=tokens.words)
        matches = self._any_case(doc) + self._exact(doc)
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
                found.append(Term(start, stop, tuple(sorted(set(kinds)))))
                end = stop
        return found


def _phrases(rules: Rules) -> Iterator[tuple[str, str, str, bool]]:
    """(kind, value, text, exact case) of every phrase of the tables."""
    metrics = rules.table("terms/metrics.toml")
    for entry in metrics["metric"]:
        for word in entry["words"]:
            for text in _forms(word):
                yield "metric", entry["id"], text, False
        for word in entry.get("case", ()):
            yield "metric", entry["id"], word, True
    for index, entry in enumerate(metrics["reading"]):
        for text in _forms(entry["text"]):
            yield "reading", str(index), text, False
    words = rules.table("terms/words.toml")
    for index, entry in enumerate(words["class"]):
        for word in entry["words"]:
            for text in _joined(word):
                yield "class", str(index), text, False
    for scope, phrases in words["scopes"].items():
        for phrase in phrases:
            for text in _joined(phrase):
                yield "scope", scope, text, False
    for kind, relative in (("dataset", "terms/datasets.toml"), ("model", "terms/models.toml")):
        for entry in rules.table(relative).get(kind, ()):
            yield from _named(kind, entry)
    hardware = rules.table("terms/hardware.toml")
    for entry in hardware.get("device", ()):
        yield from _named("device", entry)
    for entry in hardware.get("generic", ()):
        for text in _joined(entry["word"]):
            yield "generic", entry["word"], text, False
            yield "generic", entry["word"], f"{text}s", False


def _named(kind: str, entry: dict[str, Any]) -> Iterator[tuple[str, str, str, bool]]:
    """The spellings of one name; guarded ones count only in company, which `context` checks."""
    for prefix, names in (("", [entry["name"], *entry.get("aliases", ())]), ("guarded_", entry.get("guarded", ()))):
        for name in dict.fromkeys(names):
            if prefix == "" and name in entry.get("guarded", ()):
                continue
            letters = sum(character.isalpha() for character in name)
            digits = any(character.isdigit() for character in name)
            exact = not digits if kind == "device" else letters < _SHORT and not digits
            exact = exact or prefix != ""
            for text in _joined(name):
                yield prefix + kind, entry["name"], text, exact


def _forms(word: str) -> Iterable[str]:
    """A metric's name with its plural, hyphens and spaces interchangeable."""
    for text in _joined(word):
        yield text
        if not text.endswith("s"):
            yield f"{text}s"


def _joined(text: str) -> Iterable[str]:
    """A phrase with spaces, with hyphens, and (names with a digit) with neither."""
    yield text
    if " " in text:
        yield text.replace(" ", "-")
    if "-" in text[1:-1]:
        yield text.replace("-", " ")
    if any(character.isdigit() for character in text) and (" " in text or "-" in text):
        yield text.replace(" ", "").replace("-", "")
