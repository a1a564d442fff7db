"""What a name that no list has looks like: its letters, and the words that join it to others of a list."""

from __future__ import annotations

import re

from extractor.rulefiles.rules import Rules
from extractor.terms.terms import forms
from extractor.text.plurals import is_among
from extractor.text.tokens import Tokens

_LONGEST = 5  # tokens of a name
_LEAST = 4  # letters of a name that only its capitals tell


class NameShapes:
    """Tells names by their letters alone: capitals and digits in words that are no common ones."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/dataset.toml")
        self._articles = tuple([article] for article in table["articles"])
        self._common = frozenset(table["common"])
        self._qualities = _qualities(rules)
        self._function = frozenset(table["function"])
        self._joiners = frozenset(table["joiners"])
        self._participles = tuple(table["participles"])
        self._versus = frozenset(table["versus"])
        self._formats = re.compile(table["formats"])

    def is_name(self, word: str) -> bool:
        """Whether a word of an unlisted name: capitals or digits in it, and no common one ("SOTA", "3D")."""
        if is_among(word, self._common) or not word[0].isalnum() or not any(c.isupper() for c in word):
            return False
        plain = word.lower().partition("@")[0]
        if plain in self._qualities or plain.replace("-", " ") in self._qualities:
            return False
        letters_in = sum(c.isalpha() for c in word)  # "10M" and "5K" are amounts
        return letters_in > 1 and word.lower() not in self._function and not self._formats.fullmatch(word)

    def end(self, tokens: Tokens, at: int, known: set[int]) -> int:
        """The token behind a name that begins at a token; the token itself where there is none."""
        end = at
        while end < len(tokens.words) and end - at < _LONGEST and end not in known:
            word = tokens.words[end]
            if not self.is_name(word) and not (end > at and word[0].isdigit()):
                break
            end += 1
        return end

    def short(self, tokens: Tokens, first: int, known: set[int]) -> int:
        """The same of a name of one or two words, each marked as one."""
        at = first
        while at < len(tokens.words) and at - first < 2 and at not in known and self.is_name(tokens.words[at]):
            word = tokens.words[at]
            if "-" in word and word.endswith(self._participles):  # "FooNet-generated"
                break
            if not self.is_marked(word):
                break
            at += 1
        return at

    @staticmethod
    def is_marked(word: str) -> bool:
        """Whether a word of a name is one by itself: it holds a digit, a hyphen, or several capitals."""
        return any(c.isdigit() or c == "-" for c in word) or (
            len(word) >= _LEAST and sum(c.isupper() for c in word) > 1
        )

    def is_pair(self, word: str) -> bool:
        """Whether a word is made of two common ones: "English-to-German"."""
        return len(self._common.intersection(word.split("-"))) > 1

    def before(self, tokens: Tokens, end: int, known: set[int]) -> int:
        """The first token of a name that ends before a token; the token itself where there is none."""
        at = end - (end > 1 and _is_version(tokens.words[end - 1]) and end - 1 not in known)
        last = at
        while at > 0 and last - at < _LONGEST and at - 1 not in known:
            if against := self._sets_against(tokens, at):
                at = against
            elif self.is_name(tokens.words[at - 1]):
                at -= 1
            else:
                break
        return at if at < last else end

    def _sets_against(self, tokens: Tokens, at: int) -> int:
        """Where a name begins with what it sets the name at a token against ("Dogs vs. Cats"); 0 where it does not."""
        word = at - 1 - (tokens.before(at) == ".")  # of "vs."
        inside = word > 1 and at < len(tokens.words) and tokens.lower[word] in self._versus
        return word - 1 if inside and tokens.words[word - 1][0].isupper() and tokens.words[at][0].isupper() else 0

    def joined_at(self, tokens: Tokens, at: int) -> int:
        """Where the name before one in a list would end: "the A, and the B"; the token itself where there is none."""
        last = at - (at > 1 and [tokens.lower[at - 1]] in self._articles)
        end = tokens.back(last, self._joiners)
        return end if end < last else at

    def past_joiners(self, tokens: Tokens, at: int) -> int:
        """The first token from one on that joins no list."""
        return tokens.past(at, self._joiners)


def _qualities(rules: Rules) -> frozenset[str]:
    """The names of qualities, lower case: a gain "on PSNR" is on no data set."""
    metrics = rules.table("terms/metrics.toml")["metric"]
    words = (word for metric in metrics if rules.metrics[metric["id"]].traits.quality for word in metric["words"])
    return frozenset(name for word in words for name in forms(word.lower()))


def _is_version(word: str) -> bool:
    """Whether a word may end a name as its version: "Foo v2", "Foo 2.0"."""
    return word.lower().removeprefix("v")[:1].isdigit()
