"""Messages: a mere compression, in a text on learning over a network, is one of what is sent."""

from __future__ import annotations

from extractor.joins import Chunk
from extractor.rules import Rules
from extractor.tasks import Reading
from extractor.titles import any_of

_COMPRESSING = frozenset(["MN", "MV"])


class Messages:
    """Tells by [roles] sent of rules/terms/metrics.toml what is sent, where only a noun or verb says a size."""

    def __init__(self, rules: Rules) -> None:
        roles = rules.table("terms/metrics.toml")["roles"]
        self._size: str = roles["size"]
        self._metric: str = roles["sent"]["metric"]
        self._about = any_of(roles["sent"]["about"])

    def __call__(self, readings: list[Reading], chunks: list[Chunk], text: str) -> list[Reading]:
        """The readings; the whole text is asked only where one is of a compression."""
        bare = [one.metric == self._size and self._is_bare(chunks[one.metric_at]) for one in readings]
        if not any(bare) or self._about.search(text) is None:
            return readings
        return [
            one._replace(metric=self._metric) if is_bare else one for one, is_bare in zip(readings, bare, strict=True)
        ]

    @staticmethod
    def _is_bare(chunk: Chunk) -> bool:
        """Whether a chunk is a noun or verb that says a size by itself ("compression"), not a size's name."""
        return "M" not in chunk.tags and not chunk.tags.isdisjoint(_COMPRESSING)
