"""The commands `claimtable rules ...`: test, explain, diff and coverage; everything heavy is imported when one runs."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.paths import PATH
from extractor.cli.reading import reading_of, reading_options, refuse_without_papers, told

if TYPE_CHECKING:
    from rich.console import RenderableType

    from extractor.claims.claims import ClaimFinder
    from extractor.read.read import ReadOptions
    from extractor.records import Paper
    from extractor.rulefiles.rules import Rules

EXIT_DIFFERENT = 1
WIDTH = 150
"""Columns of tables where the output is no terminal."""

rules_option = click.option(
    "--rules",
    "rules_folder",
    metavar="DIR",
    type=PATH,
    help="A folder of rules of your own; files it lacks are the shipped ones.",
)
"""--rules, of every command that works by rules."""


@click.group(short_help="Test rules, explain them, see what a change changes.")
def rules() -> None:
    """Test rules, explain what they do, and see what a change of them changes.

    \b
    Examples:
      claimtable rules test --rules my-rules/
      claimtable rules explain "It cuts latency by 40%."
      claimtable rules diff HEAD rules/ --on seeds/
      claimtable rules coverage seeds/
    """


TEST_CODES = """\
\b
Exit codes:
  0  every example holds
  1  some do not
  2  wrong usage, or rule files that are broken (all errors are listed)"""


@rules.command(epilog=TEST_CODES, short_help="Run the examples inside the rule files.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@rules_option
@click.pass_context
def test(ctx: click.Context, names: tuple[str, ...], rules_folder: Path | None) -> None:
    """Run the examples of each NAME (default: of all rules, of the tables and of the techniques).

    A NAME is a rule or its file, a technique, a metric (the rules with examples that tell of it), or a table that holds
    examples: replacements, tokens or techniques. The examples of a rule are run with only that rule on, and with all.

    \b
    Examples:
      claimtable rules test
      claimtable rules test amount-faster rules/frames/unit-metric.toml
      claimtable rules test quantization latency
      claimtable rules test --rules my-rules/
    """
    from extractor.ruletest.ruletest import report, run
    from extractor.table.show import clean

    failed = False
    for line in report(run(_finder(rules_folder), names)):
        style = {"FAIL": "red", "ok": "green"}.get(line.status)
        mark = click.style(f"{line.status:<5}", fg=style) if line.status else ""
        click.echo(mark + "\n".join(clean(part) for part in line.text.split("\n")))
        failed = failed or line.status == "FAIL"
    if failed:
        ctx.exit(EXIT_DIFFERENT)


@rules.command(short_help="Show, stage by stage, what the rules make of a sentence.")
@click.argument("words", nargs=-1, metavar="[SENTENCE]")
@click.option("--paper", metavar="X", help="Explain this paper instead: its id, its title, or a part of the title.")
@click.option("--on", "inputs", metavar="PAPERS", multiple=True, type=PATH, help="Where the paper is.")
@click.option(
    "--html", "page", metavar="FILE", type=PATH,
    help="Write one HTML page instead.",
)  # fmt: skip
@rules_option
@reading_options()
@click.pass_context
def explain(
    ctx: click.Context, /, words: tuple[str, ...], paper: str | None, inputs: tuple[Path, ...], page: Path | None,
    rules_folder: Path | None, **given: Any,
) -> None:  # fmt: skip
    """Show what each stage makes of SENTENCE: tokens, numbers, quantities, terms, frames, readings and rows.

    Of the frames it says which matched, which won and why, and of those that almost matched where they failed.

    \b
    Examples:
      claimtable rules explain "It cuts latency by 40%."
      claimtable rules explain --paper FireQ --on seeds/ --html explained.html
    """
    sentence = " ".join(words) if words else None  # a sentence without quotes comes in pieces
    if (sentence is None) == (paper is None) or bool(paper) != bool(inputs):
        raise click.UsageError("give either a SENTENCE, or --paper X together with --on PAPERS")
    if sentence is not None and not sentence.strip():
        raise click.UsageError("the SENTENCE is empty")
    if not inputs:
        refuse_without_papers(ctx, "--on")
    from extractor.explain import drawn
    from extractor.explain.explain import Explainer
    from extractor.read.read import inputs_at
    from extractor.table.store import atomic_file, check_page

    reading = reading_of(given, rules=rules_folder)
    if page is not None:
        check_page(page, inputs_at(page, inputs, reading), "explained.html")
    if paper is not None:
        one = _find_paper(_papers(inputs, reading), paper)
        source, title_end, name = one.text, len(one.title), one.title
    else:
        source, title_end, name = sentence or "", 0, "Explained"
    sections = Explainer(_finder(rules_folder))(source, title_end)
    if page is None:
        _print(drawn.lines(sections))
        return
    with atomic_file(page) as sink:
        sink.write(drawn.page(sections, name).encode("utf-8", "backslashreplace"))
    click.echo(f"page: {click.format_filename(page)}")


DIFF_CODES = """\
\b
Exit codes:
  0  no difference
  1  differences
  2  wrong usage, or a side that cannot be used"""


@rules.command(epilog=DIFF_CODES, short_help="Compare what two versions of the rules find.")
@click.argument("old")
@click.argument("new")
@click.option(
    "--on", "inputs", metavar="PAPERS", required=True, multiple=True, type=PATH,
    help="The papers that both sides read; may be given several times.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True,
    help="How to list the differences.",
)  # fmt: skip
@click.option(
    "--most", metavar="N", type=click.IntRange(min=0), default=20, show_default=True,
    help="List at most N differences a rule (0: all); json always lists all.",
)  # fmt: skip
@reading_options(answers=True)
@click.pass_context
def diff(
    ctx: click.Context, /, old: str, new: str, inputs: tuple[Path, ...], form: str, most: int, **given: Any
) -> None:
    """List the rows that NEW adds, removes or changes against OLD, by the rule responsible.

    OLD and NEW are each a folder of rules, a git revision (its folder rules/), a table made earlier (.parquet, or a
    folder of them), or the word "shipped". A folder that lacks some tables is taken as an addition to the shipped
    rules.

    \b
    Examples:
      claimtable rules diff shipped my-rules/ --on seeds/
      claimtable rules diff HEAD~1 rules/ --on seeds/
      claimtable rules diff claims.parquet rules/ --on papers.parquet --format markdown
    """
    from extractor.ruletest import rulesdiff
    from extractor.ruletest.sides import rows_of
    from extractor.table.show import clean

    papers = _papers(inputs, reading_of(given))
    found = rulesdiff.compare((old, new), papers, rows_of(old, papers), rows_of(new, papers))
    if form == "json":
        click.echo(rulesdiff.as_json(found))
    else:
        lines = rulesdiff.as_text if form == "text" else rulesdiff.as_markdown
        for line in lines(found, most):
            click.echo(clean(line))
    if found:
        ctx.exit(EXIT_DIFFERENT)


@rules.command(short_help="List the wordings around quantities that gave no claim.")
@click.argument("inputs", nargs=-1, required=True, metavar="PAPERS...", type=PATH)
@click.option(
    "--top", metavar="N", type=click.IntRange(min=1), default=20, show_default=True, help="List the N most frequent."
)
@click.option(
    "--window", metavar="N", type=click.IntRange(0, 20), default=2, show_default=True,
    help="Words to each side of the quantity that make a wording.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to list them."
)
@rules_option
@reading_options(answers=True)
def coverage(
    inputs: tuple[Path, ...], top: int, window: int, form: str, rules_folder: Path | None, **given: Any
) -> None:
    """List sentences of PAPERS that hold a quantity but gave no claim: what to write rules for next.

    They are grouped by the words around the quantity, with numbers and names masked, the most frequent first;
    below each stands an example, as written and as frames see it.

    \b
    Examples:
      claimtable rules coverage seeds/
      claimtable rules coverage papers.parquet --top 50 --format json
    """
    from extractor.explain import coverage as gaps
    from extractor.table.show import clean

    reading = reading_of(given, rules=rules_folder)
    found = gaps.coverage(_finder(rules_folder), _papers(inputs, reading), window)
    if form == "json":
        click.echo(gaps.as_json(found, top))
        return
    for line in gaps.as_text(found, top):
        click.echo(clean(line))


def _load(folder: Path | None) -> Rules:
    from extractor.rulefiles.rules import load_rules

    return load_rules(folder)


def _finder(folder: Path | None) -> ClaimFinder:
    from extractor.run.extract import Extractor

    return Extractor(_load(folder)).find  # built whole, so that what is broken anywhere is told


def _papers(inputs: tuple[Path, ...], reading: ReadOptions) -> list[Paper]:
    """The papers of files and folders, each once; what had to be left out is told on standard error."""
    from extractor.read.read import Reject, merge_duplicates, read_papers

    rejects: list[Reject] = []
    papers = merge_duplicates(read_papers(inputs, rejects.append, reading))
    if rejects:
        click.echo(told(rejects), err=True)
    return papers


def _find_paper(papers: Iterable[Paper], query: str) -> Paper:
    """The one paper with this id, this title, or this in its title."""
    from extractor.table.show import PaperNotFoundError, clean

    wanted, known = query.strip().casefold(), list(papers)
    found = [p for p in known if p.paper_id.casefold() == wanted or p.title.casefold() == wanted]
    found = found or [p for p in known if wanted and wanted in p.title.casefold()]
    if len(found) == 1:
        return found[0]
    several = [f"  {clean(p.paper_id)}  {clean(p.title)}" for p in found[:10]]
    raise PaperNotFoundError("\n".join([f"{len(found) or 'no'} papers fit {clean(query)!r}", *several]))


def _print(lines: Iterable[RenderableType]) -> None:
    """Print for the terminal there is; elsewhere without colours, as wide as tables need, no blanks at the ends."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    console = Console(highlight=False) if terminal else Console(highlight=False, width=WIDTH)
    with console.capture() as captured:
        for line in lines:
            console.print(line)
    text = captured.get()
    if not terminal:
        text = "".join(f"{line.rstrip()}\n" for line in text.splitlines())
    click.echo(text, nl=False, color=terminal or None)
