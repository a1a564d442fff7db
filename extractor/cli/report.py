"""The command that writes the report; heavy modules load when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from extractor.cli.paths import PATH
from extractor.cli.reading import reading_of, reading_options, refuse_without_papers, told

EXIT_CODES = """\
\b
Exit codes:
  0  the page was written
  2  wrong usage, no such table, unreadable papers, or a part of the program that is not installed"""


@click.command(epilog=EXIT_CODES, short_help="Write one HTML page: charts, a table, the evidence marked.")
@click.argument("table", type=PATH)
@click.option("-o", "--output", required=True, metavar="OUT.html", type=PATH, help="The page to write.")
@click.option(
    "--papers", "inputs", multiple=True, metavar="INPUT", type=PATH,
    help="What the table was extracted from (a file or folder; may be given more than once): shows whole abstracts.",
)  # fmt: skip
@click.option("--title", default="Efficiency claims", show_default=True, help="The heading of the page.")
@reading_options()
@click.pass_context
def report(
    ctx: click.Context, /, table: Path, output: Path, inputs: tuple[Path, ...], title: str, **given: Any
) -> None:
    """Write TABLE (a Parquet file or a folder of them) as one HTML page that opens from disk, without a network.

    Charts, a table to search, filter and download, and each claim's evidence marked in its abstract. The table holds
    only the sentences of claims; --papers gives the abstracts. A view is shared by its address.

    \b
    Examples:
      claimtable report data/claims.parquet -o report.html
      claimtable report data/claims.parquet --papers seeds/ -o report.html
    """
    from extractor.ask.query import Database
    from extractor.read.read import Reject, inputs_at, read_papers
    from extractor.report.report import write_report
    from extractor.rulefiles.rules import load_rules
    from extractor.table.store import check_page
    from extractor.text.plurals import counted

    if not inputs:
        refuse_without_papers(ctx, "--papers")
    reading = reading_of(given)
    database = Database(table)
    check_page(output, [*database.files, *inputs_at(output, inputs, reading)], "report.html")
    rejects: list[Reject] = []
    papers = read_papers(inputs, rejects.append, reading) if inputs else None
    made = write_report(database, output, papers, load_rules(), title=title)
    size = f"{made['bytes'] / 1e6:.1f} MB"
    rows = f"{counted(made['claims'], 'row')} of {counted(made['papers'], 'paper')}"
    click.echo(f"{rows}, {size}: {click.format_filename(output)}")
    if not inputs:
        click.echo("note: evidence is shown in single sentences; --papers INPUT shows it in abstracts", err=True)
    elif missing := made["papers"] - made["texts"]:
        papers_are = "1 paper of the table is" if missing == 1 else f"{missing:,} papers of the table are"
        click.echo(f"note: {papers_are} not in --papers as it quotes them", err=True)
    if rejects:
        click.echo(f"note: {told(rejects, '--papers')}", err=True)
