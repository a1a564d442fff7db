"""Trailing: which values that are worse may be a competitor's own: "whereas FooNet is 3x slower"."""

from __future__ import annotations

from extractor.listing import named
from extractor.names import letters
from extractor.rivaled import Rivaled
from extractor.rules import Rules
from extractor.scenes import Place, Scene
from extractor.tasks import CHANGES, Reading


class Trailing:
    """Tells by [spends] of rules/context/context.toml and by the title."""

    def __init__(self, rules: Rules) -> None:
        self._rivaled = Rivaled(rules)

    def __call__(self, scene: Scene, place: Place, reading: Reading) -> bool:
        """Whether a value is worse by so much, and not only part of a rival's description, or a bound in brackets.

        "Better than nets trained on 10x more data" tells of the paper's own, and so does "(within 1%)".
        """
        if reading.effect != "worse" or reading.measure not in CHANGES:
            return False
        described = self._rivaled(reading, scene.quantities[reading.quantity], scene.tokens.lower, scene.sentence)
        return not described and "(" not in scene.tokens.words[max(place.first - 2, 0) : place.first]

    @staticmethod
    def is_titled(scene: Scene, at: int, title: str) -> bool:
        """Whether the title has the name at a token, which may be the paper's own: "while FooNet needs 3x more"."""
        word = scene.tokens.words[at]
        return named(word[1:]) and letters(word) in {letters(part) for part in title.replace("-", " ").split()}
