"""Fronted: the models a sentence opens with, which hold for a competitor's values in it, too."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.rules import Rules
from extractor.scenes import Scene

_OPENING = 10  # tokens of what a sentence opens with


class Fronted:
    """Reads the opening of a sentence by [model] of rules/context/context.toml."""

    def __init__(self, rules: Rules) -> None:
        self._fronts = frozenset(rules.table("context/context.toml")["model"]["fronts"])

    def __call__(self, scene: Scene, models: Sequence[str]) -> tuple[str, ...]:
        """Those of some models that stand before the comma of an opening: "With FooNet, ours has 81%, BarNet 79%"."""
        first, tokens = scene.sentence.first, scene.tokens
        if not models or tokens.lower[first] not in self._fronts:
            return ()
        value = min(place.first for place in scene.places.values())
        comma = next((at for at in range(first, min(first + _OPENING, value)) if tokens.words[at] == ","), first)
        return tuple(m.text for m in scene.named("model") if m.text in models and m.last <= comma)
