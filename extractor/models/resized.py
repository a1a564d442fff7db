"""Resized: a model named once more by its size alone: "tried on Foo-7B and Foo-32B; the 32B model attains 71%"."""

from __future__ import annotations

from extractor.frames.joins import Chunk
from extractor.owners.scenes import Scene
from extractor.readings.tasks import Reading

_SIZED = frozenset(["Q", "QN"])
_VALUES = frozenset(["Q", "QC", "QV"])


def of_size(scene: Scene, reading: Reading, models: tuple[str, ...]) -> tuple[str, ...]:
    """The models, or that of them alone whose size stands beside the value: "2x for the 70B model, 1.5x for the 8B"."""
    size = _size_beside(scene, reading.anchor) if len(models) > 1 else None
    if size is None:
        return models
    words = scene.tokens.lower[size.start : size.end]
    ending = f"-{''.join(words[:2])}"  # "32", "B"
    return tuple(model for model in models if model.lower().endswith(ending)) or models


def _size_beside(scene: Scene, anchor: int) -> Chunk | None:
    """The size of a model behind a value, up to the next value, else the last one before it."""
    for chunk in scene.chunks[anchor + 1 :]:
        if _is_size(chunk):
            return chunk
        if not chunk.tags.isdisjoint(_VALUES):
            break
    return next((chunk for chunk in reversed(scene.chunks[:anchor]) if _is_size(chunk)), None)


def _is_size(chunk: Chunk) -> bool:
    """Whether a chunk only tells the size of a model."""
    return chunk.tags == _SIZED and chunk.sub == "unit"
