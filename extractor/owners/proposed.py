"""Proposed: names in passive sentences: "A Fast Online Optimizer (FOO) is introduced", "a network, Foo, is"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from extractor.owners.phrased import NamePhrases, pieces_of
from extractor.owners.shortforms import is_spelled
from extractor.rulefiles.rules import Rules

_BEHIND = 4  # pieces of a short form in brackets and one word behind it


class ProposedNames:
    """Finds the names before a passive verb by rules/context/system.toml."""

    def __init__(self, rules: Rules, phrases: NamePhrases) -> None:
        context = rules.folder("context")
        being, passive, others = ("|".join(context["system"][key]) for key in ("being", "passive", "by_others"))
        self._proposed = re.compile(rf" (?:{being}) (?:{passive})\b(?! (?:{others}))")
        self._phrases = phrases
        self._prepositions = frozenset(context["subject"]["of"])
        self._of = frozenset(context["baseline"]["of"])
        self._articles = frozenset(context["baseline"]["articles"])

    def __call__(self, text: str, title_end: int) -> Iterator[tuple[int, str, bool]]:
        """Each name behind the title, with its place; the last is False: it is not for sure if it has several words."""
        for match in self._proposed.finditer(text, title_end):
            begin = max(text.rfind(". ", 0, match.start()) + 1, title_end)
            pieces = pieces_of(text[begin : match.start()])
            name = self._name(pieces)
            coined = bool(name) and self._phrases.is_coined(name) and self._phrases.is_whole(name)
            field = is_spelled(name, text[title_end:begin])
            if coined and not field and self._phrases.data.isdisjoint(pieces):
                yield match.start(), name, False

    def _name(self, pieces: Sequence[str]) -> str:
        """What may be the name in the words before a verb: in brackets, between commas, or before its noun."""
        at = max((at for at, piece in enumerate(pieces) if piece == "("), default=0)
        plain = self._is_subject(pieces[: at or len(pieces)])
        if at:
            told = plain and len(pieces) - at <= _BEHIND and pieces[at - 1].lower() not in self._phrases.fields
            return self._phrases.bracketed(pieces, at) if told else ""
        apposed = pieces[-3:-2] == [","] == pieces[-1:]
        named = apposed or (plain and pieces[-1:] != [] and pieces[-1] in self._phrases.nouns)
        return "".join(pieces[-2:-1] if named else pieces[-1:])

    def _is_subject(self, pieces: Sequence[str]) -> bool:
        """Whether the noun phrase that some words end with hangs on no preposition: "a joint built using an alloy"."""
        words = [piece.lower() for piece in takewhile(lambda piece: piece[0].isalnum(), reversed(pieces))]
        start = next((at for at, word in enumerate(words) if word in self._articles), len(words))
        inside, before = self._prepositions - self._of, self._prepositions
        return inside.isdisjoint(words[:start]) and before.isdisjoint(words[start : start + 2])
