"""The type of all arguments and options of the command line that are names of files or folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


class _Name(click.Path):
    """A name that is not empty: pathlib takes the empty one for the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The name as a Path; an empty one, mostly of a variable of the shell that is not set, is wrong usage."""
        if value == "":
            self.fail("an empty name (a variable that is not set?); the current folder is '.'", param, ctx)
        return super().convert(value, param, ctx)


PATH = _Name(path_type=Path)
