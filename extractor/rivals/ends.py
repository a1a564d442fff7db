"""Ends: where the name of what something is compared with ends, and how its words are written."""

from __future__ import annotations

from typing import NamedTuple

from extractor.frames.listing import ListReader, named
from extractor.rulefiles.rules import Rules
from extractor.text.plurals import singular
from extractor.text.tokens import Tokens

LONGEST = 12  # tokens of a name
HEDGED = 5  # tokens from "by" to its value

_ASIDE = 6  # tokens back to the first comma of a name's adjectives
_BRACKETS = frozenset(["(", ")"])


class NoNames(NamedTuple):
    """The tokens of a sentence that are none of a baseline.

    Those of data sets and values, of metrics, and where amounts begin that end a name ("beats FooNet 2 dB"); `own` are
    those of the paper's own names.
    """

    data: frozenset[int] = frozenset()
    metrics: frozenset[int] = frozenset()
    amounts: frozenset[int] = frozenset()
    own: frozenset[int] = frozenset()

    def valued(self, at: int, last: int) -> bool:
        """Whether a value, or a data set, stands near behind the "by" at a token: "by more than 5%"."""
        return not self.data.isdisjoint(range(at + 1, min(at + HEDGED, last)))


NO_NAMES = NoNames()


class NameEnds:
    """Tells where a name ends by rules/context/baseline.toml."""

    def __init__(self, rules: Rules, lists: ListReader) -> None:
        context = rules.folder("context")
        table = context["baseline"]
        self._adverbs = frozenset(context["subject"]["adverbs"])
        self._articles = frozenset(table["articles"]) - frozenset(table["ours"])
        self._attributes = frozenset(table["attributes"])
        self._authored = frozenset(table["authored"])
        self._dimensions = frozenset(table["dimensions"])
        self._inside: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        for phrase in table["records"]:
            words = tuple(phrase.split())
            for nth, word in enumerate(words):
                self._inside.setdefault(word, []).append((nth, words))
        self._joiners = frozenset(table["joiners"])
        self._dangling = self._joiners.union(table["loose"])
        self._of = frozenset(table["of"])
        self._possessive = tuple(table["possessive"])
        self._qualifies = frozenset(table["others"])
        self._stop = frozenset(table["stop"])
        self._trailing = tuple(table["trailing"])
        self._verbs = frozenset(context["subject"]["verbs"])
        self._tails = frozenset(table["tails"])
        self._participles = tuple(table["participles"])
        self._adverbial = tuple(table["adverbial"])
        self._plurals = frozenset([*table["nouns"], *table["ones"], *table["plurals"]])
        self._lists = lists

    def end(self, tokens: Tokens, at: int, last: int) -> int:
        """The token that ends a name."""
        end = at + (at < last and _opens_with_digit(tokens.words[at]))
        while end < min(last, at + LONGEST) and not self.ends(tokens, end, last):
            word = tokens.lower[end]
            if end > at and (word in self._tails or self._tells_how(tokens.lower[end - 1], word)):
                break
            end += 1
        cut = tokens.words[max(at, end - 2) : end]
        return end - len(cut) + cut.index("(") if "(" in cut else end

    def goes_on(self, noun: str, word: str) -> bool:
        """Whether a word tells which of several systems are meant: "solvers optimizing", "methods designed"."""
        return noun in self._plurals and word.isalpha() and word.endswith(self._participles)

    def _tells_how(self, noun: str, word: str) -> bool:
        """Whether a word behind a noun of systems ends their name: "methods designed", "schemes qualitatively"."""
        return self.goes_on(noun, word) or (noun in self._plurals and word.endswith(self._adverbial))

    def ends(self, tokens: Tokens, at: int, last: int) -> bool:
        """Whether a name ends before a token."""
        word = tokens.lower[at]
        if word in _BRACKETS and self._is_aside(tokens, at if word == "(" else at - 2, last):
            return False  # "the spring damper (SD) controller"
        if _is_in_name(tokens, at):
            return False
        if self.in_record(tokens, at):
            return False  # "previous state of the art"
        joined = self._lists.ends(tokens, at, last)
        if joined is not None:
            return joined
        if word == "," and at + 1 < last and self._qualified(tokens, at):
            return tokens.lower[at + 1] in self._stop or named(tokens.words[at + 1])  # "prior, slower methods"
        if word == "/" or word in self._dimensions or inside_word(tokens, at):
            return False
        authored = word in self._of and tokens.before(at) in self._authored
        if authored and any(map(named, tokens.words[at + 1 : min(at + 2, last)])):
            return False  # "the methods of FooNet"
        if word in self._articles and not self._leads_to_article(tokens.before(at)):
            return True  # "compared to manual control the automatic mode is"
        if word in self._attributes:
            return at + 1 >= last or tokens.lower[at + 1] in self._stop
        before = tokens.words[max(0, at - 1) : at]  # "FooNet x1.0"
        numbered = any(named(one) or (len(one) == 1 and tokens.glued(at)) for one in before)
        short = len(word) > 1 and tokens.words[at].isupper() and any(map(str.islower, before))  # "compared to AS"
        return (
            (word in self._stop and not short)
            or "://" in word
            or (word[0].isdigit() and not numbered and not _opens_with_digit(tokens.words[at]))
        )

    def in_record(self, tokens: Tokens, at: int) -> bool:
        """Whether a token is part of a phrase such as "state of the art"."""
        inside = self._inside.get(tokens.lower[at], ())
        return any(tokens.spells(at - nth, words) for nth, words in inside)

    def trimmed(self, tokens: Tokens, at: int, end: int, none: NoNames) -> int:
        """The end of a name without words that join, or that name a metric of it: "LoRA efficiency"."""
        end = tokens.back(end, self._dangling, at)
        while end > at + 1 and is_order(tokens.words[end - 1]):
            end -= 1  # "the previous result O(n^2)"
        tail = end
        while tail > at and tail - 1 in none.metrics:
            tail -= 1
        if at + 1 < tail < end and tokens.words[tail - 1].islower() and named(tokens.words[tail - 2]):
            tail -= 1  # "LoRA inference latency"
        owned = any(tokens.lower[i].endswith(self._possessive) for i in range(at, tail))
        return tail if tail == at or owned or named(tokens.words[tail - 1]) else end

    def _is_aside(self, tokens: Tokens, at: int, last: int) -> bool:
        """Whether a bracket at a token holds the short form of the words before it, and their noun stands behind."""
        if not 0 <= at < last - 3 or (tokens.words[at], tokens.words[at + 2]) != ("(", ")"):
            return False
        if not named(tokens.words[at + 1]):
            return False
        behind = tokens.lower[at + 3]
        goes_on = behind in self._stop or behind in self._joiners or behind in self._verbs or behind in self._adverbs
        return behind[0].isalpha() and not goes_on and is_short(tokens, at)

    def _leads_to_article(self, word: str) -> bool:
        """Whether an article behind a word goes on with it: "training the policy", "learning without a teacher"."""
        return word in self._stop or word.endswith(self._trailing)

    def _qualified(self, tokens: Tokens, comma: int) -> bool:
        """Whether a comma parts the adjectives of a noun: "prior, more complex, slower methods"."""
        if tokens.lower[comma - 1] in self._qualifies:
            return True
        first = next((i for i in range(comma - 1, max(comma - _ASIDE, 0), -1) if tokens.words[i] == ","), 0)
        return first > 0 and tokens.lower[first - 1] in self._qualifies


def is_order(word: str) -> bool:
    """Whether a word is an order of growth: "O(n^2)"."""
    return word[1:2] == "(" and word.endswith(")")


def is_short(tokens: Tokens, at: int) -> bool:
    """Whether what is in brackets only abbreviates the words before: "vector quantization (VQ)"."""
    short = singular(tokens.words[at + 1]).lower()
    return tokens.words[at + 1].isdigit() or is_initials(tokens, at) or short[0] == tokens.lower[at - 1][0]


def is_initials(tokens: Tokens, at: int) -> bool:
    """Whether what is in brackets are the first letters of the words before: "a vision transformer (ViT)"."""
    short = singular(tokens.words[at + 1]).lower()
    initials = "".join(
        word[0] for token in tokens.lower[max(0, at - LONGEST) : at] for word in token.split("-") if word
    )
    capitals = "".join(filter(str.isupper, tokens.words[at + 1])).lower()  # "vision transformer (ViT)"
    firsts = "".join(token[0] for token in tokens.lower[max(0, at - LONGEST) : at])
    return short in initials or (len(capitals) > 1 and firsts.endswith(capitals))


def _is_in_name(tokens: Tokens, at: int) -> bool:
    """Whether a token is of a bracket inside a name: "R(2+1)D"."""
    opens = next((i for i in range(at, max(at - _ASIDE, 0), -1) if tokens.words[i] == "("), 0)
    end = tokens.past_bracket(opens, min(opens + _ASIDE, len(tokens.words) - 1))
    glued = opens > 0 and at < end and all(tokens.glued(i) for i in range(opens, end + 1))
    return glued and tokens.words[end][0].isalnum()


def _opens_with_digit(word: str) -> bool:
    """Whether a word is a name that opens with a digit: "3D-UNet"."""
    return word[0].isdigit() and "-" in word and any(map(str.isupper, word))


def inside_word(tokens: Tokens, at: int) -> bool:
    """Whether a token is the number or the hyphen of a word: "8-bit", "full- precision"."""
    hyphen = at if tokens.words[at] == "-" else at + 1
    joins = hyphen + 1 < len(tokens.words) and tokens.words[hyphen] == "-" and tokens.glued(hyphen)
    return joins and tokens.words[hyphen + 1].isalpha() and (hyphen == at or tokens.glued(hyphen + 1))


def is_amount(word: str) -> bool:
    """Whether a word is a number, and no name such as "3x3"."""
    return word[0].isdigit() and not any(character.isalpha() for character in word)


def text_of(tokens: Tokens, start: int, end: int) -> str:
    """The words of tokens [start, end), spaced as in the cleaned text."""
    parts = [tokens.words[start]]
    parts += [("" if tokens.glued(at) else " ") + tokens.words[at] for at in range(start + 1, end)]
    return "".join(parts).strip(" ,")
