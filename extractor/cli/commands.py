"""The command `claimtable`. The only module that prints; everything heavy is imported when a command runs."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path
from typing import Any, TextIO

import click

from extractor import __version__
from extractor.cli.ask import COMMANDS as ASKING
from extractor.cli.extract import extract
from extractor.cli.gold import annotate, evaluate, gold
from extractor.cli.interrupts import EXIT_INTERRUPTED, interruptible
from extractor.cli.paths import PATH
from extractor.cli.report import report
from extractor.cli.rules import rules as rules_commands

EXIT_USAGE = 2


EXIT_CODES = """\
\b
Exit codes:
  0    done
  1    differences found, or nothing fits (the help of a command says which)
  2    wrong usage, unreadable input or output that cannot be written
  3    done, but records were left out
  130  interrupted; what was there before is still there, or the new whole"""


class UserError(click.ClickException):
    """A mistake that the person who ran the command can mend: its text goes to standard error, without a traceback."""

    exit_code = EXIT_USAGE


class Commands(click.Group):
    """A group of commands that turns users' mistakes into messages, and an interruption into exit code 130."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises UserError for a user's mistake, and click's Exit with code 130."""
        try:
            interruptible()  # so that a command can put things in order
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(EXIT_INTERRUPTED)
        except OSError as error:
            if error.errno == errno.EPIPE:
                _silence()
                ctx.exit(0)  # whoever read the output has seen enough (newer versions of click settle this themselves)
            raise UserError(_os_message(error)) from error
        except Exception as error:
            if isinstance(error, RuntimeError) and str(error) == "Query interrupted":  # what DuckDB makes of Ctrl-C
                click.echo("interrupted", err=True)
                ctx.exit(EXIT_INTERRUPTED)
            if isinstance(error, _user_errors()):
                raise UserError(str(error)) from error
            raise


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.version_option(__version__, prog_name="claimtable", message="%(prog)s %(version)s")
def cli() -> None:
    """Turn abstracts of machine-learning papers into a table of their efficiency claims.

    \b
    Examples:
      claimtable extract seeds/ -o claims.parquet
      claimtable show claims.parquet --paper FireQ
    """


@cli.command(short_help="Show the claims of one paper, evidence marked.")
@click.argument("table", type=PATH)
@click.option("--paper", required=True, metavar="X", help="Its id, its title, or a part of the title, in any case.")
def show(table: Path, paper: str) -> None:
    """Show the claims of one paper in TABLE, each below its sentence, the evidence marked.

    \b
    Examples:
      claimtable show claims.parquet --paper FireQ
      claimtable show claims.parquet --paper 2505.20839
    """
    from rich.console import Console

    from extractor.table.show import find_paper, paper_text
    from extractor.table.store import read_table

    terminal = _is_terminal(sys.stdout)
    console = Console(highlight=False, soft_wrap=not terminal)
    with console.capture() as captured:
        for line in paper_text(find_paper(read_table(table), paper)):
            console.print(line)
    click.echo(captured.get(), nl=False, color=terminal or None)


cli.add_command(extract)
cli.add_command(rules_commands)
cli.add_command(evaluate)
cli.add_command(annotate)
cli.add_command(gold)
cli.add_command(report)
for _command in ASKING:
    cli.add_command(_command)


def main() -> None:
    """Run the command line; ends the process with the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter gets its code
    cli(prog_name="claimtable")


def _silence() -> None:
    """Send what is still buffered for a closed pipe nowhere, or the interpreter complains of it at its end."""
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty()


def _user_errors() -> tuple[type[Exception], ...]:
    """The errors whose message is meant for the user. Imported late: they live in heavy modules."""
    from extractor.ask.filters import FilterError
    from extractor.ask.query import QueryError
    from extractor.gold.goldcheck import GoldError
    from extractor.plot.plots import PlotError
    from extractor.read.read import InputError
    from extractor.rulefiles.rules import RuleError
    from extractor.table.show import PaperNotFoundError
    from extractor.table.store import TableError
    from extractor.table.table import RowError
    from extractor.table.units import UnitError

    asking = (FilterError, PlotError, QueryError)
    return GoldError, InputError, RuleError, PaperNotFoundError, TableError, RowError, UnitError, *asking


def _os_message(error: OSError) -> str:
    """An operating system error in one line: the file, where it has one, and what went wrong."""
    reason = error.strerror or str(error)
    return f"{click.format_filename(error.filename)}: {reason}" if error.filename else reason
