"""The command `claimtable`. The only module that prints; everything heavy is imported when a command runs."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from extractor import __version__
from extractor.cli_ask import COMMANDS as ASKING
from extractor.cli_gold import annotate, evaluate, gold
from extractor.cli_report import report
from extractor.cli_rules import rules as rules_commands

if TYPE_CHECKING:
    import pyarrow as pa

    from extractor.read import Reject
    from extractor.rules import Rules
    from extractor.table import Extracted

EXIT_USAGE = 2
EXIT_LEFT_OUT = 3
EXIT_INTERRUPTED = 130

EXIT_CODES = """\
\b
Exit codes:
  0    done
  2    wrong usage, unreadable input or output that cannot be written
  3    done, but records were left out (see OUT.rejects.jsonl)
  130  interrupted; OUT.parquet is still the old table, or already the whole new one"""


class UserError(click.ClickException):
    """A mistake that the person who ran the command can mend: its text goes to standard error, without a traceback."""

    exit_code = EXIT_USAGE


class Commands(click.Group):
    """A group of commands that turns users' mistakes into messages, and an interruption into exit code 130."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises UserError for a user's mistake, and click's Exit with code 130."""
        try:
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


@cli.command(epilog=EXIT_CODES, short_help="Write the claims of all papers to one table.")
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", required=True, metavar="OUT.parquet", type=click.Path(path_type=Path), help="The table to write."
)
@click.option(
    "--rules",
    "rules_folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder of rules of your own; files it lacks are the shipped ones.",
)
@click.option(
    "--min-precision",
    metavar="P",
    type=click.FloatRange(0, 1),
    help="Leave out claims of rules that were right less often on the gold (0 to 1), or were never measured.",
)
@click.pass_context
def extract(
    ctx: click.Context, inputs: tuple[Path, ...], output: Path, rules_folder: Path | None, min_precision: float | None
) -> None:
    """Write the claims of all papers in INPUTS (files or folders) to one Parquet table.

    INPUTS are Hugging Face "Daily Papers" pages saved as text, or Parquet files with the columns title and
    abstract. A paper found twice is one paper with two sources. The table replaces OUT.parquet only when it
    is complete.

    \b
    Examples:
      claimtable extract seeds/ -o claims.parquet
      claimtable extract march.txt april.txt -o claims.parquet
      claimtable extract papers.parquet -o claims.parquet --rules my-rules/
      claimtable extract papers.parquet -o sure.parquet --min-precision 0.9
    """
    from extractor.store import check_output

    check_output(output)
    if any(path.exists() and output.exists() and path.samefile(output) for path in inputs):
        raise UserError(f"{output} is itself an input; give another name for the table")
    rejects = _extract(inputs, output, rules_folder, min_precision)
    if rejects:
        ctx.exit(EXIT_LEFT_OUT)


@cli.command(short_help="Show the claims of one paper, evidence marked.")
@click.argument("table", type=click.Path(path_type=Path))
@click.option("--paper", required=True, metavar="X", help="Its id, its title, or a part of the title, in any case.")
def show(table: Path, paper: str) -> None:
    """Show the claims of one paper in TABLE, each below its sentence, the evidence marked.

    \b
    Examples:
      claimtable show claims.parquet --paper FireQ
      claimtable show claims.parquet --paper 2505.20839
    """
    from rich.console import Console

    from extractor.show import find_paper, paper_text
    from extractor.store import read_table

    terminal = _is_terminal(sys.stdout)
    console = Console(highlight=False, soft_wrap=not terminal)
    with console.capture() as captured:
        for line in paper_text(find_paper(read_table(table), paper)):
            console.print(line)
    click.echo(captured.get(), nl=False, color=terminal or None)


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


def _extract(
    inputs: Sequence[Path], output: Path, rules_folder: Path | None, min_precision: float | None
) -> list[Reject]:
    """Read, extract, write and report; returns what was left out."""
    from extractor.extract import extract_papers
    from extractor.precision import PrecisionFilter, rule_precisions
    from extractor.read import merge_duplicates, read_papers
    from extractor.rules import load_rules
    from extractor.store import table_metadata, write_table
    from extractor.summary import Summary
    from extractor.table import TableBuilder, claim_batches

    rules = load_rules(rules_folder)
    rejects: list[Reject] = []
    papers = merge_duplicates(read_papers(inputs, rejects.append))
    summary = Summary()
    summary.papers = len(papers)
    precisions = rule_precisions(rules.root)
    builder = TableBuilder(rules.metrics, _units(rules), precisions)
    trusted = PrecisionFilter(precisions, min_precision)
    with _progress(extract_papers(papers, rules), len(papers)) as extracted:
        batches = _counted(claim_batches(trusted(extracted), builder), summary)
        write_table(batches, output, table_metadata(rules.digest))
    for line in summary.lines():
        click.echo(line)
    if min_precision is not None:
        click.echo(f"\nleft out: {trusted.dropped:,} rows of rules not measured, or below precision {min_precision:g}")
    click.echo(f"\ntable: {click.format_filename(output)}")
    _write_rejects(rejects, output.with_name(f"{output.name}.rejects.jsonl"))
    return rejects


def _units(rules: Rules) -> Any:
    """The unit registry of the rules folder, or the shipped one where the folder has none of its own."""
    from extractor.rules import rules_root
    from extractor.units import Units

    relative = Path("quantities", "units.txt")
    own = rules.root / relative
    return Units(own if own.is_file() else rules_root() / relative)


def _counted(batches: Iterable[pa.RecordBatch], summary: Any) -> Iterator[pa.RecordBatch]:
    """The same batches, each added to the summary as it passes."""
    for batch in batches:
        summary.add(batch)
        yield batch


@contextmanager
def _progress(extracted: Iterable[Extracted], total: int) -> Iterator[Iterable[Extracted]]:
    """The same papers, with a progress bar on standard error if that is a terminal."""
    if not _is_terminal(sys.stderr):
        yield extracted
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("papers"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield progress.track(extracted, total=total)


def _silence() -> None:
    """Send what is still buffered for a closed pipe nowhere, or the interpreter complains of it at its end."""
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty()


def _write_rejects(rejects: Sequence[Reject], path: Path) -> None:
    """List what was left out beside the table, one JSON object a line; a list of an earlier run goes away."""
    import json

    from extractor.store import atomic_file

    if not rejects:
        path.unlink(missing_ok=True)
        return
    with atomic_file(path) as sink:
        for reject in rejects:
            record = {"source": reject.source, "line": reject.line, "reason": reject.reason}
            sink.write(json.dumps(record).encode() + b"\n")
    number = "1 record was" if len(rejects) == 1 else f"{len(rejects):,} records were"
    click.echo(f"{number} left out; see {click.format_filename(path)}", err=True)


def _user_errors() -> tuple[type[Exception], ...]:
    """The errors whose message is meant for the user. Imported late: they live in heavy modules."""
    from extractor.filters import FilterError
    from extractor.goldcheck import GoldError
    from extractor.plots import PlotError
    from extractor.query import QueryError
    from extractor.read import InputError
    from extractor.rules import RuleError
    from extractor.show import PaperNotFoundError
    from extractor.store import TableError
    from extractor.table import RowError
    from extractor.units import UnitError

    asking = (FilterError, PlotError, QueryError)
    return GoldError, InputError, RuleError, PaperNotFoundError, TableError, RowError, UnitError, *asking


def _os_message(error: OSError) -> str:
    """An operating system error in one line: the file, where it has one, and what went wrong."""
    reason = error.strerror or str(error)
    return f"{click.format_filename(error.filename)}: {reason}" if error.filename else reason
