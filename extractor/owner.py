"""Owner: whose number it is (the paper's own system, a baseline, earlier work), and the system's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.baselines import named
from extractor.leads import Led
from extractor.names import Mention, letters
from extractor.rules import Rules
from extractor.tokens import Sentence, Tokens

_TITLE_NAME = re.compile(r"^[\"“']?([A-Za-z0-9][^\s:]*(?: [^\s:]+){0,2}): ")
_TITLE_WORDS = 3
_WORD = re.compile(r"[A-Za-z]+")
_LEAST, _MOST = 3, 6  # words of a title that an acronym stands for
_OURS = "ours"
_NAME = 8  # tokens of a competitor's name, and what leads from it to its value


class OwnerFinder:
    """Decides by [owner] of rules/context/context.toml."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/context.toml")
        self._common = frozenset(table["dataset"]["common"])
        table = table["owner"]
        self._own = _any_of(table["own"])
        self._prior = _any_of(table["prior"])
        self._compares = _any_of(table["compares"])
        self._baseline = frozenset(table["baseline"])
        self._leaves = frozenset(table["leaves"])
        self._holds = frozenset(table["holds"])
        self._data = _any_of(table["data"])
        self._opposed = frozenset(table["opposed"])
        self._ourselves = frozenset(table["ourselves"])
        self._clauses = frozenset(tuple(phrase.split()) for phrase in table["clauses"])
        self._contrast = [tuple(phrase.split()) for phrase in table["contrast"]]
        name = r"([A-Z][\w\-+/.]*[\w+])"
        self._naming = _led(table["naming"], rf"\s+(?:the\s+|a\s+|an\s+)?{name}")
        self._ours = _led(table["possessive"], rf"\s+(?:proposed\s+)?{name}")
        self._acronym = _led(table["introduces"], r"\b[^.;]{0,300}?\(([A-Z][\w\-+]+)\)")

    def own_from(self, text: str, title_end: int, system: str) -> int:
        """Clean offset of the first sentence about the paper's own work; what stands before is background."""
        match = self._own.search(text, title_end)
        at = match.start() if match else title_end
        own = text.find(system, title_end) if system != _OURS else -1
        return min(at, own) if own >= 0 else at

    def system(self, title: str, text: str) -> str:
        """The name of the paper's system: before the colon of the title, or where the abstract introduces it."""
        match = _TITLE_NAME.match(title)
        titled = match.group(1) if match and (named(match.group(1)[1:]) or " " not in match.group(1)) else ""
        if titled and letters(titled) in letters(text[len(title) :]):
            return titled
        short = _initials(title, text, self._common)
        if short or titled:
            return short or titled
        for pattern in (self._naming, self._ours, self._acronym):
            found = next((m.group(1) for m in pattern.finditer(text) if named(m.group(1)[1:])), "")
            if found:
                return found
        return _OURS

    def dataset(self, title: str, system: str) -> str:
        """The data set that a paper introduces, its system by the title ("X: A benchmark for ..."), or nothing."""
        return system if system != _OURS and self._data.search(title[len(system) :]) else ""

    def names(self, text: str, system: str) -> tuple[str, ...]:
        """The names of the paper's own systems: that of its title, and those the abstract introduces."""
        found = [system] if system != _OURS else []
        for pattern in (self._naming, self._ours, self._acronym):
            found += [match.group(1) for match in pattern.finditer(text) if named(match.group(1)[1:])]
        return tuple(dict.fromkeys(found))

    def by(self, tokens: Tokens, sentence: Sentence, text: str, own_from: int, title_end: int) -> str:
        """own or prior, for a sentence as a whole."""
        if sentence.start < title_end:
            return "own"
        content = text[sentence.start : sentence.end]
        if self._own.search(content):
            return "own"
        if sentence.end <= own_from:
            return "prior"
        if self._prior.search(content) and not self._compares.search(content):
            return "prior"
        return "own"

    def is_baseline(self, tokens: Tokens, sentence: Sentence, first: int, before: int) -> bool:
        """Whether a level belongs to the competitor: "while the baseline reaches 46%", "compared to 25% for"."""
        start = max(sentence.first, before)
        window = tokens.lower[start:first]
        for words in self._contrast:
            for at in range(len(window) - len(words), -1, -1):
                if tuple(window[at : at + len(words)]) == words:
                    rest = window[at + len(words) :]
                    clause = words in self._clauses
                    if not clause and (self._leaves.intersection(rest) or len(rest) > _NAME):
                        continue
                    if any(word in self._baseline for word in rest):
                        return True
                    if not clause and (len(rest) <= 1 or rest[-1] in self._holds):
                        return True
        return False

    def is_theirs(self, tokens: Tokens, sentence: Sentence, first: int, models: Sequence[Mention]) -> bool:
        """Whether a level is of the model its clause opens with: "ViT-B reaches 81% while our model reaches 83%"."""
        before = tokens.lower[sentence.first : first]
        if not models or models[0].first >= first or self._ourselves.intersection(before):
            return False
        return any(
            tokens.lower[at] in self._opposed and self._ourselves.intersection(tokens.lower[at + 1 : at + 3])
            for at in range(first, sentence.last - 2)
        )

    def subject(self, tokens: Tokens, sentence: Sentence, first: int, system: str) -> str:
        """The variant of the system that stands before the value ("EfficientViT-M5"), else the system."""
        stem = letters(system)
        for at in range(first - 1, sentence.first - 1, -1):
            word = tokens.words[at]
            if len(stem) >= 3 and system != _OURS and letters(word).startswith(stem):
                return word
        return system


def _led(leads: Sequence[str], behind: str) -> Led:
    return Led(leads, rf"\b(?:{'|'.join(leads)}){behind}")


def _initials(title: str, text: str, common: frozenset[str]) -> str:
    """The acronym of a title's first words that the abstract goes by, or nothing."""
    words = _WORD.findall(title)
    for count in range(min(_MOST, len(words)), _LEAST - 1, -1):
        found = _standing("".join(word[0].upper() for word in words[:count]), text, len(title))
        if found and found.removesuffix("s") not in common:
            return found
    return ""


def _standing(name: str, text: str, start: int) -> str:
    """A name, or its plural, as it first stands in a text by itself, no part of a word; or nothing."""
    at = text.find(name, start)
    while at >= 0:
        end = at + len(name)
        end += text.startswith("s", end)
        if not (_in_word(text[at - 1 : at]) or _in_word(text[end : end + 1])):
            return text[at:end]
        at = text.find(name, at + 1)
    return ""


def _in_word(character: str) -> bool:
    return character.isalnum() or character in ("-", "_")


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(phrase) for phrase in phrases)})\b", re.IGNORECASE)
