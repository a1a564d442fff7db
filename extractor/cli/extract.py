"""The command `claimtable extract`. Everything heavy is imported when it runs."""

from __future__ import annotations

import errno
import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TextIO

import click
from click.core import ParameterSource

from extractor.cli.paths import PATH
from extractor.cli.reading import reading_of, reading_options
from extractor.cli.rules import rules_option

if TYPE_CHECKING:
    from extractor.read.read import ReadOptions, Reject
    from extractor.run.batch import Failure
    from extractor.run.engine import Outcome, RunOptions

EXIT_LEFT_OUT = 3

EXIT_CODES = """\
\b
Exit codes:
  0    done
  2    wrong usage, unreadable input or output that cannot be written
  3    done, but records were left out (see OUT.rejects.jsonl)
  130  interrupted; OUT.parquet is still the old table, or already the whole new one"""

_REDRAW = 0.1  # seconds
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_TABLES = (".csv", ".tsv", ".json", ".jsonl", ".md", ".xlsx", ".xls", ".txt", ".html")


class _Share(click.FloatRange):
    """A number in a range; what is no number (nan) is in none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number. Raises click.BadParameter."""
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is no number.", param, ctx)
        return number


class _Day(click.DateTime):
    """A day."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The day. Raises click.BadParameter."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is no day such as 2024-01-31.", param, ctx)


@click.command(epilog=EXIT_CODES, short_help="Write the claims of all papers to one table.")
@click.argument("inputs", nargs=-1, required=True, type=PATH)
@click.option("-o", "--output", metavar="OUT.parquet", type=PATH, help="The table to write.")
@rules_option
@click.option(
    "--min-precision",
    metavar="P",
    type=_Share(0, 1),
    help="Leave out claims of rules that were right less often on the gold (0 to 1), or were never measured.",
)
@click.option("--workers", metavar="N", type=click.IntRange(1), help="Processes at work; by default one a core.")
@click.option("--partition", is_flag=True, help="Make OUT a folder of Parquet files, which are read as one table.")
@click.option(
    "--since",
    metavar="DATE",
    type=_Day(["%Y-%m-%d"]),
    help="Only papers published on that day or later; where only the year is known, 1 January counts.",
)
@click.option(
    "--fresh", is_flag=True, help="Extract everything anew, also what an earlier run has done; OUT may be no table."
)
@click.option(
    "--on-duplicate",
    type=click.Choice(("merge", "keep", "stop")),
    default="merge",
    show_default=True,
    help="A paper found twice: make it one with all its sources, keep both, or stop.",
)
@reading_options(left_out="leave it out and list it in OUT.rejects.jsonl")
@click.option(
    "--engine", type=click.Choice(("local", "spark")), default="local", show_default=True, help="Where to run."
)
@click.option(
    "--master", metavar="URL", help="With --engine spark: its master, such as local[2]; by default Spark's own."
)
@click.pass_context
def extract(ctx: click.Context, /, **given: Any) -> None:
    """Write the claims of all papers in INPUTS (files, folders, or - for standard input) to one Parquet table.

    A paper found twice is one paper with two sources. The table replaces OUT.parquet only when it is complete. An
    interrupted run keeps what it has finished in OUT.parquet.parts/, and the same command goes on from there; over an
    input that has grown, papers that the table has already are not extracted again.

    \b
    Examples:
      claimtable extract seeds/ -o claims.parquet
      claimtable extract march.txt april.txt -o claims.parquet
      claimtable extract papers.parquet -o claims.parquet --rules my-rules/
      claimtable extract papers.parquet -o sure.parquet --min-precision 0.9
      claimtable extract snapshot/ -o claims/ --partition --workers 8 --since 2024-01-01
      claimtable extract --engine spark --master local[2] papers/ claims/
    """
    from extractor.rulefiles.rules import load_rules

    inputs, output = _places(given["inputs"], given["output"], given["engine"])
    if given["engine"] == "spark":
        _refuse_for_spark(ctx)
        _spark(inputs, output, given)
        return
    if given["master"] is not None:
        raise click.UsageError("--master is for --engine spark")
    load_rules(given["rules_folder"])  # by which inputs are looked at, too
    options, reading = _options(given), _reading(given, output)
    _check(inputs, output, options, reading)
    if _local(inputs, output, options, reading):
        ctx.exit(EXIT_LEFT_OUT)


def _check(inputs: Sequence[Path], output: Path, options: RunOptions, reading: ReadOptions) -> None:
    """Raise click.UsageError where the output cannot be a table, or is itself an input.

    The table of an earlier run, found in a folder, is none: `reading` leaves it out.
    """
    from extractor.read.read import inputs_at
    from extractor.run.engine import check_run
    from extractor.table.store import is_same, is_table

    if output.suffix.lower() in _NO_TABLES and not output.is_dir() and not options.partition:
        table = click.format_filename(output.with_suffix(".parquet"))
        name = click.format_filename(output)
        raise click.UsageError(
            f"{name}: the table is a Parquet file; write {table}, then: claimtable export {table} {name}"
        )
    if any(is_same(path, output) for path in inputs):
        raise click.UsageError(f"{output} is itself an input; give another name for the table")
    if inputs_at(output, inputs, reading) and not is_table(output):
        raise click.UsageError(f"{output} is itself an input, found in what was given; give another name for the table")
    check_run(output, partition=options.partition, fresh=options.fresh)


def _options(given: dict[str, Any]) -> RunOptions:
    """How to run, by the options of the command."""
    from extractor.run.engine import RunOptions

    return RunOptions(
        rules=given["rules_folder"],
        min_precision=given["min_precision"],
        workers=given["workers"],
        partition=given["partition"],
        fresh=given["fresh"],
        since=given["since"].date() if given["since"] else None,
        on_duplicate=given["on_duplicate"],
    )


def _rejects_path(output: Path) -> Path:
    """Where the records that were left out are listed."""
    return output.with_name(f"{output.name}.rejects.jsonl")


def _reading(given: dict[str, Any], output: Path) -> ReadOptions:
    """How to read the inputs, by the options of the command; what a run to `output` writes is never read."""
    from extractor.run.parts import parts_folder

    without = (output.resolve(), parts_folder(output), _rejects_path(output).resolve())
    return reading_of(given, without=without, rules=given["rules_folder"])


def _places(inputs: tuple[Path, ...], output: Path | None, engine: str) -> tuple[tuple[Path, ...], Path]:
    """Inputs and output; for Spark the last of the arguments may be the output, as its own tools have it."""
    if output is None and engine == "spark" and len(inputs) > 1:
        return inputs[:-1], inputs[-1]
    if output is None:
        raise click.UsageError("Missing option '-o' / '--output'.")
    return inputs, output


def _local(inputs: Sequence[Path], output: Path, options: RunOptions, reading: ReadOptions) -> int:
    """Read, extract, write and report; returns how many records were left out."""
    from extractor.read.read import read_papers
    from extractor.run.engine import Run
    from extractor.run.parts import LockedError
    from extractor.table.summary import Summary

    summary = Summary()
    total = _known_total(inputs, reading) if _is_terminal(sys.stderr) else None
    rejects_path = _rejects_path(output)
    try:
        with _progress(total) as advance, _Rejects(rejects_path) as rejects:
            failed = partial(_fail, rejects, stop=reading.on_error == "stop")
            run = Run(output, options, advance, summary.add, _say_changed, failed)
            outcome = run(read_papers(list(map(str, inputs)), rejects.add, reading))
    except LockedError as error:
        raise LockedError(f"{click.format_filename(output)}: {error}") from error
    except KeyboardInterrupt:
        _say_kept(output)
        raise
    except OSError as error:
        _say_kept(output)
        if error.errno in _FULL:
            raise _full(error, output) from error
        raise
    summary.papers = outcome.papers
    for line in summary.lines():
        click.echo(line)
    _report(outcome, options, output)
    click.echo(f"\ntable: {click.format_filename(output)}")
    if rejects.number:
        number = "1 record was" if rejects.number == 1 else f"{rejects.number:,} records were"
        click.echo(f"{number} left out; see {click.format_filename(rejects_path)}", err=True)
    if outcome.failed:
        papers = "1 of them is a paper" if outcome.failed == 1 else f"{outcome.failed:,} of them are papers"
        click.echo(f"{papers} at which claimtable itself failed: please report what is said there", err=True)
    return rejects.number


def _report(outcome: Outcome, options: RunOptions, output: Path) -> None:
    """Say what is not in the table, and what was there already."""
    notes = []
    if options.min_precision is not None:
        least = f"{options.min_precision:g}"
        dropped = "1 row" if outcome.dropped == 1 else f"{outcome.dropped:,} rows"
        notes.append(f"left out: {dropped} of rules not measured, or below precision {least}")
    if options.since is not None:
        without = f"; {outcome.undated:,} without a date" if outcome.undated else ""
        early = "1 paper" if outcome.early == 1 else f"{outcome.early:,} papers"
        notes.append(f"left out: {early} from before {options.since}{without}")
    if outcome.copies.other_text:
        again = outcome.copies.other_text
        number = "1 paper was" if again == 1 else f"{again:,} papers were"
        notes.append(f"{number} found again with another abstract; the first one counts")
    if outcome.reused or outcome.resumed:
        sources = [f"{outcome.extracted:,} extracted now"]
        if outcome.reused:
            sources.append(f"{outcome.reused:,} as they were in {click.format_filename(output.name)}")
        if outcome.resumed:
            sources.append(f"{outcome.resumed:,} by the interrupted run")
        notes.append(f"papers read: {', '.join(sources)}")
    if notes:
        click.echo("\n" + "\n".join(notes))


def _say_changed(names: Sequence[str]) -> None:
    click.echo(f"{', '.join(names)}: other than in the run before, so every paper is extracted anew", err=True)


def _say_kept(output: Path) -> None:
    """Say that the same command goes on, if something is kept to go on from."""
    from extractor.run.parts import parts_folder

    if any(parts_folder(output).glob("*.parquet")):
        click.echo("what is finished is kept; the same command goes on from there", err=True)


def _full(error: OSError, output: Path) -> Exception:
    from extractor.table.store import TableError

    reason = error.strerror or "No space left on device"
    return TableError(f"{click.format_filename(error.filename or output)}: {reason}; make room, or write elsewhere")


def _fail(rejects: _Rejects, sources: tuple[str, ...], failure: Failure, *, stop: bool) -> None:
    """List a paper that a defect of the program ended at, or stop there. Raises RunError."""
    from extractor.read.sources import Reject
    from extractor.run.parts import RunError

    if stop:
        raise RunError(f"{failure.reason}; without --on-error stop the other papers are extracted")
    rejects.add(Reject(", ".join(sources), None, failure.reason, "defect"))


class _Rejects:
    """The list of what was left out, one JSON object a line; it takes its place at the end; an old one goes."""

    def __init__(self, path: Path) -> None:
        self.number = 0
        self._path = path
        self._stack = ExitStack()
        self._sink: IO[bytes] | None = None

    def __enter__(self) -> _Rejects:
        return self

    def add(self, reject: Reject) -> None:
        """List one record, or one file."""
        import json

        from extractor.table.store import atomic_file

        if self._sink is None:
            self._sink = self._stack.enter_context(atomic_file(self._path))
        record = {"source": reject.source, "line": reject.line, "reason": reject.reason}
        self._sink.write(json.dumps(record).encode() + b"\n")
        self.number += 1

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)
        if error[0] is None and not self.number:
            self._path.unlink(missing_ok=True)


@contextmanager
def _progress(total: int | None) -> Iterator[Callable[[int], None]]:
    """What is told of papers as they are done; on a terminal it draws a bar, the rate and, if known, what is left."""
    if not _is_terminal(sys.stderr):
        yield lambda number: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    class Rate(TextColumn):
        def render(self, task: Any) -> Any:
            task.fields["rate"] = f"{task.finished_speed or task.speed or 0:,.0f}/s"
            return super().render(task)

    columns = (
        TextColumn("papers"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    # Without a thread that draws, beside which no process may be forked (workers.py).
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        task = progress.add_task("papers", total=total, rate="")
        drawn = 0.0

        def advance(number: int) -> None:
            nonlocal drawn
            progress.advance(task, number)
            if number and time.monotonic() - drawn > _REDRAW:
                progress.refresh()
                drawn = time.monotonic()

        progress.refresh()
        yield advance


def _known_total(inputs: Sequence[Path], reading: ReadOptions) -> int | None:
    """The number of records, if that stands at the end of every file (Parquet); else None."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from extractor.read.read import is_without

    total = 0
    for path in inputs:
        files = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
        for file in files:
            if path.is_dir() and is_without(os.path.realpath(file), reading):
                continue
            try:
                total += pq.read_metadata(file).num_rows
            except (pa.ArrowException, OSError):
                return None
    return total


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty()


_FOR_SPARK = {"inputs", "output", "rules_folder", "min_precision", "engine", "master"}


def _refuse_for_spark(ctx: click.Context) -> None:
    """Raise UsageError for an option that the Spark engine does not heed."""
    for parameter in ctx.command.params:
        name = parameter.name or ""
        if name not in _FOR_SPARK and ctx.get_parameter_source(name) is not ParameterSource.DEFAULT:
            raise click.UsageError(f"{parameter.opts[0]} does not go with --engine spark")


def _spark(inputs: Sequence[Path], output: Path, given: dict[str, Any]) -> None:
    """Run on Spark, and report."""
    from extractor.run.spark import extract_with_spark

    rows = extract_with_spark(
        inputs, output, master=given["master"], rules=given["rules_folder"], min_precision=given["min_precision"]
    )
    click.echo(f"{rows:,} rows\n\ntable: {click.format_filename(output)}")
