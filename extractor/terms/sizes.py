"""Sizes: further sizes or versions of a model whose name stands but once, "Foo-7B and 13B", "Foo-v1, v2, and v3"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.rulefiles.rules import Rules


class SizeFinder:
    """Finds the sizes joined to the name of a model, by [model.sizes] of the context rules."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/model.toml")["sizes"]
        self._kinds = [re.compile(rf"(?:{kind})$") for kind in table["kinds"]]
        things = "|".join(table["not_before"])
        self._next = [
            re.compile(rf"(?:{'|'.join(table['joins'])})((?:{kind})(?![\w%]|\.\d)(?! ?(?:{things})))")
            for kind in table["kinds"]
        ]

    def __call__(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """Where each further size behind the name at [start, end) stands, and its whole name."""
        if not text[end : end + 1] or text[end] not in " ,/&":
            return
        for kind, following in zip(self._kinds, self._next, strict=True):
            size = kind.search(text, start, end)
            if size is None:
                continue
            while more := following.match(text, end):
                end = more.end()
                yield more.start(1), end, text[start : size.start()] + more[1]
            return
