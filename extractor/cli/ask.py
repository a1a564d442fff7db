"""The commands that ask the table: compare, against, trade-off, sql, export, plot; heavy modules load in a command."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from extractor.ask.filters import FILTERS, WHOSE
from extractor.cli.interrupts import left_at_once
from extractor.cli.paths import PATH
from extractor.read.sources import printable
from extractor.table.schema import QUALITY

if TYPE_CHECKING:
    from extractor.ask.compare import Answer
    from extractor.ask.query import Database

Command = TypeVar("Command", bound=Callable[..., Any])

GROUPS = ("technique", "hardware", "dataset", "baseline", "model", "year", "metric")
FORMATS = ("table", "markdown", "csv", "json", "jsonl", "parquet", "arrow")
EXIT_NOTHING = 1
_FORMAT = "By default what the end of FILE's name says, such as .csv, .json or .md; else a table."
_RAW_CSV = "CSV without the ' before text that looks like a formula."

EXIT_CODES = """\
\b
Exit codes:
  0  rows were found (or the file was written)
  1  nothing fits
  2  wrong usage, no such table, a query that is wrong or not allowed"""

# What a person sees of an answer; csv, json, parquet and arrow have every column.
_COMPARED = ("papers", "claims", "q1", "median", "q3", "up_to", "best", "best_bound", "best_quote", "best_paper")
_AGAINST = ("paper", "metric", "factor", "bound", "quote", "conditions", "techniques")
_PAIRS = (
    *("paper", "gain", "gain_metric", "gain_quote", "change", "change_unit", "cost_metric", "cost_quote"),
    *("same_sentence", "pairs"),
)


def filter_options(*, whose: bool = True, by: bool = False) -> Callable[[Command], Command]:
    """The options that choose claims, one a filter; `by` names the column `by` where that does not mean grouping."""

    def decorate(command: Command) -> Command:
        for one in reversed(FILTERS):
            kind: click.ParamType[Any] = click.STRING
            if one.kind in {"min", "max"}:
                kind = click.FLOAT
            elif one.values:
                kind = click.Choice(one.values, case_sensitive=False)
            several = one.kind not in {"min", "max"}
            meta = {"min": "N", "max": "N", "year": "Y[-Y]", "where": "TEST"}.get(one.kind, "X")
            option = click.option(
                f"--{one.name.replace('_', '-')}", one.name, type=kind, multiple=several, metavar=meta,
                help=one.meaning + (f" One of: {', '.join(one.values)}." if one.values else ""),
            )  # fmt: skip
            command = option(command)
        if whose:
            names = ("--by", "--whose", "whose") if by else ("--whose",)
            default = "any" if by else "own"
            values = click.Choice((*WHOSE.values, "any"))
            command = click.option(*names, type=values, help=f"{WHOSE.meaning} [default: {default}]")(command)
        return command

    return decorate


def output_options(command: Command) -> Command:
    """--format, -o and --raw-csv."""
    for option in (
        click.option("--raw-csv", is_flag=True, help=_RAW_CSV),
        click.option("-o", "--output", metavar="FILE", type=PATH, help="Write to this file, whole or not at all."),
        click.option("--format", "kind", type=click.Choice(FORMATS), help=_FORMAT),
    ):
        command = option(command)
    return command


table_argument = click.argument("table", type=PATH)


@click.command(epilog=EXIT_CODES, short_help="Compare claims by technique, device, data set ...")
@table_argument
@click.option(
    "--by", multiple=True, default=("technique",), show_default=True, metavar="GROUP[,GROUP]",
    help=f"Group by one or two of {', '.join(GROUPS)}. Whose numbers count is --whose; own, prior and any are taken "
    "here as well.",
)  # fmt: skip
@click.option("--levels", is_flag=True, help="Compare levels (75% accuracy, 30 FPS) for each data set, not factors.")
@click.option(
    "--sort",
    type=click.Choice(("papers", "median", "best", "name")),
    default="papers",
    show_default=True,
    help="The order of the groups.",
)
@click.option("--top", type=click.IntRange(1), metavar="N", help="Only the first N groups.")
@filter_options()
@output_options
def compare(
    table: Path, by: tuple[str, ...], levels: bool, sort: str, top: int | None, whose: str | None,
    kind: str | None, output: Path | None, raw_csv: bool, **filters: Any,
) -> None:  # fmt: skip
    """Compare the claims of TABLE (a Parquet file or a folder of them) in groups.

    For each group: papers, claims, median and quartiles of the factor (how many times better than the baseline),
    how many claims are "up to", and the best claim. Values of one filter are alternatives, different filters must all
    hold. What cannot be compared is counted below.

    \b
    Examples:
      claimtable compare data/claims.parquet --metric speed --by technique
      claimtable compare data/claims.parquet --family speed --by technique,hardware --whose any --min-factor 2
      claimtable compare data/claims.parquet --metric accuracy --by dataset --levels
    """
    from extractor.ask.compare import compare as ask
    from extractor.ask.compare import split_by

    kind = _kind(kind, output)
    groups, speaker = split_by(by if by != ("own",) else ("technique", *by))
    groups = groups or ["technique"]
    filters["whose"] = _whose(whose, speaker)
    answer = ask(_open(table, output, kind), groups, levels=levels, sort=sort, top=top, **filters)
    wanted = [*groups, "metric", "dataset", "generic", "unit", *_COMPARED, "best_conditions"]
    _finish(answer, wanted, len(groups), kind, output, raw_csv)


@click.command(epilog=EXIT_CODES, short_help="List every claim against one baseline.")
@table_argument
@click.argument("name")
@filter_options()
@output_options
def against(table: Path, name: str, kind: str | None, output: Path | None, raw_csv: bool, **filters: Any) -> None:
    """List what papers claim against the baseline NAME, the largest factor first.

    Spellings are one name (FlashAttention2, FlashAttention-2), versions are not (FlashAttention-3).

    \b
    Examples:
      claimtable against data/claims.parquet FlashAttention-2
      claimtable against data/claims.parquet LoRA --format json
    """
    from extractor.ask.compare import against as ask

    kind = _kind(kind, output)
    _finish(ask(_open(table, output, kind), name, **filters), _AGAINST, 0, kind, output, raw_csv)


@click.command("trade-off", epilog=EXIT_CODES, short_help="Pair each paper's gain with what it costs.")
@table_argument
@click.option("--gain", default="speed", show_default=True, metavar="X", help="A family or metric that gets better.")
@click.option("--cost", default=QUALITY, show_default=True, metavar="X", help="A family or metric that it changes.")
@click.option("--all", "every_pair", is_flag=True, help="Every pair of a paper, not only the closest.")
@filter_options()
@output_options
def trade_off(
    table: Path, gain: str, cost: str, every_pair: bool, kind: str | None, output: Path | None,
    raw_csv: bool, **filters: Any,
) -> None:  # fmt: skip
    """Pair each paper's gain with what it costs in quality: 1.93x faster, -0.6% success rate.

    A name that is both a family and a metric (speed, memory, energy) is the family; the family quality holds every
    score. Of several pairs that of one sentence goes first, then of one data set.

    \b
    Examples:
      claimtable trade-off data/claims.parquet --gain speed --cost accuracy
      claimtable trade-off data/claims.parquet --gain memory --cost quality --all
    """
    from extractor.ask.tradeoff import trade_off as ask

    kind = _kind(kind, output)
    answer = ask(_open(table, output, kind), gain, cost, every_pair=every_pair, **filters)
    _finish(answer, _PAIRS, 0, kind, output, raw_csv)


class _SqlCommand(click.Command):
    """A command whose help ends with the views and macros."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the views and macros, then the exit codes."""
        from extractor.ask.query import describe_views

        with formatter.section("Views and macros"):
            formatter.write_dl(describe_views(), col_max=26)
        super().format_epilog(ctx, formatter)


@click.command(cls=_SqlCommand, epilog=EXIT_CODES, short_help="Ask in SQL (DuckDB).")
@table_argument
@click.argument("query")
@output_options
def sql(table: Path, query: str, kind: str | None, output: Path | None, raw_csv: bool) -> None:
    """Answer QUERY, in DuckDB's SQL, about TABLE (a Parquet file or a folder of them).

    The query only reads, and can reach nothing but the views and macros below. The column "by" is written in quotes.
    A query of "-" is read from standard input.

    \b
    Examples:
      claimtable sql data/claims.parquet "select metric, count(*) from claims group by all order by 2 desc"
      claimtable sql data/claims.parquet "select paper_id, quote from against('FlashAttention-2')" --format csv
      claimtable sql data/claims.parquet "from per_technique() where \\"by\\" = 'own' limit 5" --format json
    """
    kind = _kind(kind, output)
    if query == "-":
        query = sys.stdin.read()
    database = _open(table, output, kind, closed=True)
    reader = database.ask(query)
    if not _write(reader, kind, output, raw_csv):
        click.get_current_context().exit(EXIT_NOTHING)


@click.command(epilog=EXIT_CODES, short_help="Write a spreadsheet, CSV, JSON lines or Markdown.")
@table_argument
@click.argument("output", required=False, type=PATH)
@click.option("-o", "--output", "named", metavar="FILE", type=PATH, help="The same as OUTPUT.")
@click.option("--columns", metavar="A,B,...", help="Only these columns, in this order.")
@click.option("--raw-csv", is_flag=True, help=_RAW_CSV)
@filter_options(by=True)
def export(
    table: Path, output: Path | None, named: Path | None, columns: str | None, raw_csv: bool, **filters: Any
) -> None:
    """Write the claims of TABLE to OUTPUT (or -o FILE): .xlsx, .csv, .jsonl or .md.

    A workbook has the sheets claims, papers, pivot (techniques and metrics) and columns (what each means). Text stays
    text: in CSV, text that a spreadsheet would take for a formula (it begins with = + - @) gets a ' before it. Markdown
    has the columns that one reads; --columns gives others. If nothing fits, no file is written; an old one stays.

    \b
    Examples:
      claimtable export data/claims.parquet claims.xlsx
      claimtable export data/claims.parquet -o fast.csv --metric speed --whose own --min-factor 2
      claimtable export data/claims.parquet claims.md --columns title,quote,factor_low
    """
    from extractor.ask.export import export_claims

    if output is None or named is not None:
        if output is not None or named is None:
            raise click.UsageError("give the file to write once: claimtable export TABLE OUTPUT, or -o OUTPUT")
        output = named
    names = [name.strip() for name in columns.split(",") if name.strip()] if columns else []
    filters["whose"] = None if filters["whose"] == "any" else filters["whose"]
    rows, notes = export_claims(_open(table), output, columns=names, raw_csv=raw_csv, **filters)
    if not rows:
        _end_with_nothing(notes)
    click.echo(f"{rows:,} {'row' if rows == 1 else 'rows'}: {click.format_filename(output)}")
    _say(notes)


@click.command(epilog=EXIT_CODES, short_help="Draw the factors of all claims, or a trade-off.")
@table_argument
@click.option("-o", "--output", required=True, metavar="FILE", type=PATH, help=".svg, .png, .html")
@click.option(
    "--by", multiple=True, default=("technique",), show_default=True, metavar="GROUP",
    help=f"Group by one of {', '.join(GROUPS)}. Whose numbers count is --whose; own, prior and any are taken here as "
    "well.",
)  # fmt: skip
@click.option("--top", type=click.IntRange(1), default=15, show_default=True, metavar="N", help="The N largest groups.")
@click.option("--sort", type=click.Choice(("median", "name")), default="median", show_default=True, help="Their order.")
@click.option("--gain", metavar="X", help="Draw gains of this family or metric against --cost instead.")
@click.option("--cost", default=QUALITY, show_default=True, metavar="X", help="With --gain: what it costs.")
@filter_options()
def plot(
    table: Path, output: Path, by: tuple[str, ...], top: int, sort: str, gain: str | None, cost: str, whose: str | None,
    **filters: Any,
) -> None:  # fmt: skip
    """Draw every claim's factor in groups on a log axis, or with --gain a scatter of trade-offs.

    Ranges are bars, "up to" is a triangle, the median a thick line. In HTML the paper and its words show on hover. If
    nothing fits, no file is written; an old one stays.

    \b
    Examples:
      claimtable plot data/claims.parquet --metric speed --by technique -o speed.svg
      claimtable plot data/claims.parquet --gain speed --cost quality -o trade-off.html
    """
    from extractor.ask.compare import split_by
    from extractor.ask.tradeoff import trade_off as pairs
    from extractor.plot.picture import check_picture, save
    from extractor.plot.plots import NothingToDrawError, strip_chart
    from extractor.plot.scatter import trade_off_chart

    check_picture(output)
    groups, speaker = split_by(by)
    filters["whose"] = _whose(whose, speaker)
    if len(groups) > 1 and not gain:
        raise click.UsageError("a plot has one --by")
    try:
        if gain:
            answer = pairs(_open(table, output), gain, cost, **filters)
            chart = trade_off_chart(answer, gain, cost)
        else:
            chart, answer = strip_chart(
                _open(table, output), (groups or ["technique"])[0], top=top, sort=sort, **filters
            )
    except NothingToDrawError as error:
        _end_with_nothing([error.problem, *error.notes])
    save(chart, output, answer.notes)
    click.echo(click.format_filename(output))
    _say(answer.notes)


COMMANDS = (compare, against, trade_off, sql, export, plot)
"""What the command line adds to its own."""


def _whose(whose: str | None, speaker: str | None) -> str | None:
    """Whose numbers count, by --whose and by what --by says of it. Raises UsageError where these exclude each other."""
    if whose and speaker and whose != speaker:
        raise click.UsageError(f"--whose {whose} and --by {speaker} exclude each other: give one of them")
    return whose or speaker


def _kind(asked: str | None, output: Path | None) -> str:
    from extractor.ask.formats import chosen_format

    return chosen_format(asked, output)


def _open(table: Path, output: Path | None = None, kind: str = "", *, closed: bool = False) -> Database:
    """The claims of TABLE. Raises TableError, also where `output` cannot be written, or is a file of the table."""
    from extractor.ask.formats import endings
    from extractor.ask.query import Database
    from extractor.table.store import check_output

    with left_at_once():
        import duckdb  # noqa: F401  # aborts the process if an exception comes while it is loaded
    database = Database(table, closed=closed)
    if output is not None:
        check_output(output, database.files, f"answer{endings(kind)[0]}" if kind else f"chart{output.suffix}")
    return database


def _finish(answer: Answer, wanted: Iterable[str], groups: int, kind: str, output: Path | None, raw: bool) -> None:
    """Write an answer, say its notes, and end with 1 if it is empty."""
    table = answer.table
    if kind in {"table", "markdown"}:
        names = set(table.column_names)
        table = table.select([name for name in dict.fromkeys(wanted) if name in names])
    if not table.num_rows:
        if kind == "json" and output is None:
            click.echo("[]")  # who reads JSON wants a value
        _end_with_nothing(answer.notes)
    _write(table.to_reader(), kind, output, raw, groups)
    _say(answer.notes)


def _end_with_nothing(notes: Iterable[str]) -> NoReturn:
    """Say that nothing fits, and what may have been meant; ends the command."""
    click.echo("nothing fits", err=True)
    _say(notes)
    click.get_current_context().exit(EXIT_NOTHING)


def _write(reader: Any, kind: str, output: Path | None, raw: bool, groups: int = 0) -> int:
    """Write rows to standard output or a file; returns how many lines or rows there were below the head."""
    from extractor.ask.formats import BINARY_FORMATS, Counted, lines, write_binary
    from extractor.table.store import atomic_file

    if output is None and kind in BINARY_FORMATS and sys.stdout.isatty():
        raise click.UsageError(f"{kind} is not for a terminal: give -o FILE, or send it to another program")
    counted = Counted(reader)
    if kind in BINARY_FORMATS:
        if output is None:
            write_binary(kind, counted.reader(), sys.stdout.buffer)
        else:
            with atomic_file(output) as sink:
                write_binary(kind, counted.reader(), sink)
        return counted.rows
    terminal = output is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else None
    text = lines(kind, counted.reader(), width=width, raw=raw, groups=groups)
    if output is None:
        for line in text:
            click.echo(line)
    else:
        with atomic_file(output) as sink:
            for line in text:
                sink.write(line.encode("utf-8", "replace") + b"\n")
    return counted.rows


def _say(notes: Iterable[str]) -> None:
    """Notes go to standard error, so that a pipe gets rows alone."""
    for note in notes:
        click.echo(f"note: {printable(note)}", err=True)
