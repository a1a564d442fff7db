"""The options about the papers that a command reads: the same ones wherever a command reads papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from extractor.read.sources import printable

if TYPE_CHECKING:
    from extractor.read.read import ReadOptions, Reject

Command = TypeVar("Command", bound=Callable[..., Any])

_COLUMNS = {"title": "title_column", "abstract": "abstract_column", "paper_id": "id_column"}
_NAMES = {"format_name", "encoding", *_COLUMNS.values(), "on_error", "allow_empty"}
_FORMAT = ("--format", "--input-format", "format_name")


def reading_options(
    *, answers: bool = False, left_out: str = "leave it out and say so"
) -> Callable[[Command], Command]:
    """The options that say how papers are read, which `reading_of` understands.

    With `answers`, --format is that of the command's answer, and the papers have --input-format alone. `left_out` says
    what is done with a record that cannot be used.
    """
    options = (
        click.option(
            *_FORMAT[answers:], metavar="NAME",
            help="The format of the papers, where it is not to be told from them.",
        ),
        click.option("--encoding", metavar="NAME", help="The encoding of text that is not UTF-8, such as latin-1."),
        click.option("--title-column", metavar="NAME", help="The column (or field) that holds the titles."),
        click.option("--abstract-column", metavar="NAME", help="The column that holds the abstracts."),
        click.option("--id-column", metavar="NAME", help="The column that holds the ids."),
        click.option(
            "--on-error", type=click.Choice(("skip", "stop")), default="skip", show_default=True,
            help=f"A record that cannot be used: {left_out}, or stop.",
        ),
        click.option("--allow-empty", is_flag=True, help="An input without any paper is no error."),
    )  # fmt: skip

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def reading_of(given: Mapping[str, Any], *, without: tuple[Path, ...] = (), rules: Path | None = None) -> ReadOptions:
    """How to read papers, by the options of a command and the `rules` of one's own; `without` is never read."""
    from extractor.read.read import ReadOptions

    return ReadOptions(
        format=given["format_name"],
        encoding=given["encoding"],
        columns={ours: given[option] for ours, option in _COLUMNS.items() if given[option] is not None},
        on_error=given["on_error"],
        allow_empty=given["allow_empty"],
        without=without,
        rules=rules,
    )


def refuse_without_papers(ctx: click.Context, option: str) -> None:
    """Raise click.UsageError if it is said how papers are read, while none are given with `option`."""
    for parameter in ctx.command.params:
        name = parameter.name or ""
        if name in _NAMES and ctx.get_parameter_source(name) is not ParameterSource.DEFAULT:
            raise click.UsageError(f"{parameter.opts[0]} is about papers; give them with {option}")


def told(rejects: Sequence[Reject], option: str = "") -> str:
    """How many records (of an option) could not be read, and what was wrong with the first."""
    of, first = f" of {option}" if option else "", said(rejects[0])
    if len(rejects) == 1:
        return f"1 record{of} could not be read: {first}"
    return f"{len(rejects):,} records{of} could not be read; the first: {first}"


def said(reject: Reject) -> str:
    """A record that was left out: its file, its line and the reason."""
    line = f":{reject.line}" if reject.line is not None else ""
    return printable(f"{reject.source}{line}: {reject.reason}")
