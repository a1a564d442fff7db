"""Short forms: which words one stands for ("EDT" of "Energy-Driven Transformer"), and the acronym of a title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.terms.names import letters
from extractor.text.plurals import plural, singular

_WORD = re.compile(r"[A-Za-z]+")
_COUNTS = "23"  # digits that may count a letter
_LEAST, _MOST = 3, 6  # words of a title that an acronym stands for; the fewest of a name without capitals


def short_form(short: str) -> str:
    """A short form without the "s" of a plural, which stands behind a capital or a digit: "QRNNs", but "IETrans"."""
    return short if short[-2:-1].islower() else singular(short)


def is_spelled(short: str, text: str) -> bool:
    """Whether a text has a short form in brackets, so that it is no new one behind it."""
    return f"({short})" in text or f"({plural(short)})" in text


def stands_for(short: str, words: Sequence[str]) -> bool:
    """Whether a short form takes its letters, in order, from the last of some words, beginning with one's first.

    A digit in it may count the letter before it: "E3BM" of "ensemble of epoch-wise empirical Bayes models".
    """
    plain = letters(singular(short))
    counted = "".join(plain[at - 1] * (int(c) - 1) if at and c in _COUNTS else c for at, c in enumerate(plain))
    for start in range(len(words) - 1, -1, -1):
        whole = letters("".join(words[start:]))
        if whole[:1] == plain[:1] and any(_in_order(wanted, whole) for wanted in {plain, counted}):
            return True
    return False


def _in_order(wanted: str, whole: str) -> bool:
    """Whether letters stand in a text in their order."""
    rest = iter(whole)
    return all(letter in rest for letter in wanted)


def initials(title: str, body: str, common: frozenset[str], ends: frozenset[str]) -> str:
    """The acronym of a title's first words that the abstract goes by, or nothing."""
    words = _WORD.findall(title)
    for count in range(min(_MOST, len(words)), _LEAST - 1, -1):
        if ends.isdisjoint(word.lower() for word in words[:count]):
            short = "".join(word[0].upper() for word in words[:count])
            if short not in common and _stands(short, body):
                return short
    return ""


def _stands(name: str, text: str) -> bool:
    """Whether a name or its plural stands in a text by itself, no part of a word."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        end += text.startswith("s", end)
        if not (_in_word(text[max(at - 1, 0) : at]) or _in_word(text[end : end + 1])):
            return True
        at = text.find(name, at + 1)
    return False


def _in_word(character: str) -> bool:
    return character.isalnum() or character in ("-", "_")
