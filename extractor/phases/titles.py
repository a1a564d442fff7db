"""Titles: the phase that a paper is about, or speaks of, by rules/context/scope.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from extractor.rulefiles.rules import Table
from extractor.terms.spellings import any_phrase

_BESIDE = 30  # characters before a word of a phase that say what it is of


class Theme(NamedTuple):
    """The phases of a paper as a whole: that of its title, that its abstract speaks of, that its title names."""

    topic: str
    said: str
    titled: str


class Titles:
    """Reads the phases off titles and whole abstracts."""

    def __init__(self, table: Table) -> None:
        self._topics: dict[str, re.Pattern[str]] = {scope: any_of(words) for scope, words in table["topic"].items()}
        self._not_topic = any_of(table["not_topic"])
        self._said_in: dict[str, re.Pattern[str]] = {scope: any_of(words) for scope, words in table["said"].items()}
        self._other_inference = re.compile(rf"{any_phrase(table['other_inference']).pattern} $", re.IGNORECASE)
        self._titled_in: dict[str, re.Pattern[str]] = {s: any_of(words) for s, words in table["named"].items()}
        self._said_by: dict[str, re.Pattern[str]] = {scope: any_of(words) for scope, words in table["titled"].items()}
        self._not_said = any_of(table["not_titled"])
        self._other_said = any_of(table["not_said"])
        self._titled_of: dict[str, list[str]] = table["titled_of"]
        self._titled_if: dict[str, dict[str, frozenset[str]]] = {
            scope: {metric: frozenset(words) for metric, words in metrics.items()}
            for scope, metrics in table["titled_if"].items()
        }
        self._running = frozenset(table["running"])

    def theme(self, title: str, text: str) -> Theme:
        """The phases of a paper by its title and its cleaned text."""
        return Theme(self._topic(title), self._said(title, text), self._titled(title))

    def _topic(self, title: str) -> str:
        """The phase that a whole paper is about, by its title, or nothing."""
        if self._not_topic.search(title):
            return ""
        return next((scope for scope, words in self._topics.items() if words.search(title)), "")

    def _titled(self, title: str) -> str:
        """The phase that a title names, or nothing; one that names several means none of them."""
        found = [scope for scope, words in self._titled_in.items() if words.search(title)]
        return found[0] if len(found) == 1 else ""

    def _said(self, title: str, text: str) -> str:
        """The phase that an abstract speaks of, and so means where it names none, or nothing.

        One that speaks of training as well may mean either.
        """
        if self._topic(title):
            return ""
        if not self._not_said.search(title):
            for words in (self._said_by, self._said_in):
                for scope, choice in words.items():
                    if choice.search(title):
                        return scope
        found = next((scope for scope, words in self._said_in.items() if self._is_said(words, text)), "")
        return "" if found and self._other_said.search(text) else found

    def _is_said(self, words: re.Pattern[str], text: str) -> bool:
        """Whether a text holds one of some words of a phase, but for those of statistics: "variational inference"."""
        hits = (text[max(0, match.start() - _BESIDE) : match.start()] for match in words.finditer(text))
        return any(self._other_inference.search(before) is None for before in hits)

    def phase_of(self, inside: list[str]) -> str:
        """The phase that the words of a sentence speak of, in lower case, or nothing."""
        text = " ".join(inside)
        return next((scope for scope, words in self._said_in.items() if self._is_said(words, text)), "")

    def holds(self, metric: str, phase: str, inside: list[str]) -> bool:
        """Whether the phase of a title is that of a metric; of a speed not where its sentence, `inside`, runs it."""
        if metric in self._titled_of.get(phase, ()):
            return True
        said = self._titled_if.get(phase, {}).get(metric)
        if said is None:
            return False
        return self._running.isdisjoint(inside) and (not said or not said.isdisjoint(inside))


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds what any of some patterns fits, whole words of it."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)
