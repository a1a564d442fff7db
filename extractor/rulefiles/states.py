"""The state of files on disk, by which what was made of them is kept: another one wherever the content may be."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Mark = tuple[int, ...]
"""Which file it is, when it was last written and changed, and its size; empty where there is none."""
State = tuple[object, ...]
_Made = TypeVar("_Made")
_Given = TypeVar("_Given")


def mark(path: str) -> Mark:
    """What tells one content of a file from another without reading it, and one file from another of its path."""
    try:
        stat = os.stat(path)
    except (OSError, ValueError):
        return ()
    return stat.st_dev, stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size


def marks(folder: str, endings: tuple[str, ...]) -> State:
    """The folder, and all files within whose names end so: path and mark of each."""
    whole = os.path.abspath(folder)  # a relative path is another folder elsewhere
    found = (os.path.join(inner, name) for inner, _, names in os.walk(whole) for name in names)
    return whole, *((path, mark(path)) for path in sorted(found) if path.endswith(endings))


def kept(
    state: Callable[[_Given], State], most: int = 8
) -> Callable[[Callable[[_Given], _Made]], Callable[[_Given], _Made]]:
    """Keep what a function makes of files for as long as their state is the same; the `most` asked for last."""

    def keeping(make: Callable[[_Given], _Made]) -> Callable[[_Given], _Made]:
        @lru_cache(maxsize=most)
        def made(given: _Given, _: State) -> _Made:
            return make(given)

        @wraps(make)
        def asked(given: _Given) -> _Made:
            return made(given, state(given))

        return asked

    return keeping
