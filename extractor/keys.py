"""Keys: what a table of somebody's own rules lacks that the shipped one has; a stage would stop at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def missing_keys(own: Mapping[str, Any], shipped: Mapping[str, Any]) -> Iterator[str]:
    """What the own table lacks: sections, and word lists of them.

    A section that maps words to values ("seventeen" to 17) may lack some, and so may what stands deeper.
    """
    remedy = "copy it from the shipped file, or leave it empty"
    for section, value in shipped.items():
        if section not in own:
            yield f"no {section!r}; {remedy}"
        elif isinstance(value, Mapping) and isinstance(own[section], Mapping):
            lists = any(isinstance(item, list) for item in value.values())
            yield from (f"[{section}] has no {key!r}; {remedy}" for key in value if lists and key not in own[section])
