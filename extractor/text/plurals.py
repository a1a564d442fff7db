"""Plurals: the only one that is made and undone, by an "s": that of names, short forms and nouns of machines.

Other endings are not known: a word in "-ies" or "-es" loses its "s" alone ("queries" becomes "querie"), and one in "y"
or "ss" gets no more than an "s". So what comes out is looked up, or is a name; nouns with such plurals stand in rules/
in both numbers. Patterns that find a name in the plural say `s?` themselves.
"""

from __future__ import annotations

from collections.abc import Container, Iterable


def plural(word: str) -> str:
    """A word with the "s" of a plural."""
    return f"{word}s"


def is_plural(word: str) -> bool:
    """Whether a word looks like a plural by its ending, which some words in the singular have, too ("bus")."""
    return word.endswith("s") and not word.endswith("ss")


def singular(word: str) -> str:
    """A word without the "s" of a plural; one in "ss" is in none: "GPUs", "loss"."""
    return word[:-1] if is_plural(word) else word


def counted(number: int, noun: str) -> str:
    """How many of something there are, as messages tell it: "1 paper", "2,000 papers"."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def with_plurals(words: Iterable[str]) -> frozenset[str]:
    """Words, and each with the "s" of a plural."""
    return frozenset(form for word in words for form in (word, plural(word)))


def is_among(word: str, words: Container[str]) -> bool:
    """Whether a word stands among others, in their number or as the plural of one."""
    return word in words or singular(word) in words
