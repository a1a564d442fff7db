"""Lessened: values of the paper's own that are lower, and better, since they are said to be less than others'."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.claims.orders import Orders
from extractor.context.context import Context
from extractor.context.rival_costs import RivalDescriptions
from extractor.quantities.ranges import Quantity
from extractor.readings.tasks import Reading
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Sentence, Tokens


class Lessened:
    """Gives levels and orders the direction that only what they are compared with tells."""

    def __init__(self, rules: Rules, orders: Orders) -> None:
        self._orders = orders
        self._are_less = (orders, RivalDescriptions(rules))

    def __call__(
        self,
        readings: Sequence[Reading],
        contexts: Sequence[Context],
        quantities: Sequence[Quantity],
        tokens: Tokens,
        sentence: Sentence,
    ) -> list[Reading]:
        """The readings; lower and better is what the sentence says to be less than that of others."""
        return [
            one._replace(direction="lower", effect="better")
            if context.by == "own" and self._is_less(one, context, quantities[one.quantity], tokens.lower, sentence)
            else one
            for one, context in zip(readings, contexts, strict=True)
        ]

    def _is_less(self, one: Reading, context: Context, q: Quantity, lower: list[str], sentence: Sentence) -> bool:
        less = any(is_less(one, q, lower, sentence) for is_less in self._are_less)
        return less or self._orders.beats(one, context.baseline, lower, sentence)
