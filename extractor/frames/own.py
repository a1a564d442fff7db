"""Own: whether words speak of the paper's own work, by a word for it ("ours") or by a name that it goes by.

Which words count depends on where they stand, so that each reader has its own of rules/context/; names are
told by the letters that they begin with, their stems, as extractor/owners/systems.py finds them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from extractor.frames.listing import named
from extractor.terms.names import letters
from extractor.text.plurals import plural
from extractor.text.tokens import Tokens

_SHORT = 3  # letters of a name that others may begin with


class OwnReader:
    """Tells whether tokens speak of the paper's own: by one of some words for it, or by one of its names.

    An `exact` one takes a name only as it is, with no size or kind behind it.
    """

    def __init__(self, words: Iterable[str], *, exact: bool = False) -> None:
        self.words = frozenset(words)
        self._names_own = _is_own_name if exact else names_own

    def __call__(self, tokens: Tokens, first: int, last: int, own: Collection[str]) -> bool:
        """Whether one of the tokens [first, last) is a word or a name of the paper's own, whose stems are `own`."""
        return any(
            tokens.lower[at] in self.words or self._names_own(tokens.words[at], own) for at in range(first, last)
        )


def names_own(word: str, stems: Collection[str]) -> bool:
    """Whether a word is a name of the paper's own, by the letters with which its names begin."""
    return named(word) and any(is_variant(word, stem) for stem in stems)


def is_own_model(name: str, stems: Collection[str]) -> bool:
    """Whether a model is the paper's own system, by the letters of its names, rather than one it is applied to.

    Unlike a word, it may be the beginning of such a name: "BERT" where the paper presents "BERT-Fast".
    """
    plain = letters(name)
    return any(len(stem) >= _SHORT and (plain.startswith(stem) or stem.startswith(plain)) for stem in stems)


def is_variant(word: str, stem: str) -> bool:
    """Whether a word is a name of some letters, or one that goes on with a size or a kind ("FAST-T", not "fastest")."""
    whole = letters(word)
    if whole == stem:
        return True
    if len(stem) < _SHORT or not whole.startswith(stem):
        return False
    kind = [c for c in word if letters(c)][len(stem)]
    return not kind.islower() or whole == plural(stem)


def _is_own_name(word: str, stems: Collection[str]) -> bool:
    """Whether a word is a name of the paper's own as it is."""
    return named(word) and letters(word) in stems
