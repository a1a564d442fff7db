"""The commands about gold: evaluate, annotate, and gold check. Everything heavy is imported when one runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.paths import PATH
from extractor.cli.reading import reading_of, reading_options, said
from extractor.cli.rules import rules_option

if TYPE_CHECKING:
    from extractor.gold.evaluate import Evaluation, Given
    from extractor.gold.gold import GoldPaper
    from extractor.gold.scorecard import Card
    from extractor.rulefiles.rules import Rules

EXIT_PROBLEMS = 1
EXIT_LEFT_OUT = 3

FORMATS = ("text", "json", "markdown")
GROUPS = ("measure", "family", "metric", "rule")


class ManyGold(click.Command):
    """A command whose option --gold takes several files at once, as the shell makes them of `*.jsonl`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat --gold before each further file that follows it."""
        spread: list[str] = []
        taking = False
        for before, word in zip(["", *args], args, strict=False):
            further = taking and before != "--gold" and word.endswith(".jsonl")
            taking = word == "--gold" or before == "--gold" or further
            spread += ["--gold", word] if further else [word]
        return super().parse_args(ctx, spread)


@click.command(cls=ManyGold, short_help="Measure the extraction against gold.")
@click.argument("table", required=False, type=PATH)
@click.option(
    "--gold",
    "gold",
    required=True,
    multiple=True,
    metavar="GOLD.jsonl...",
    type=PATH,
    help="Annotated papers: files, or a folder of them.",
)
@rules_option
@click.option("--by", multiple=True, type=click.Choice(GROUPS), help="Break the core level down; may be repeated.")
@click.option("--errors", default=0, metavar="N", type=click.IntRange(0), help="List up to N errors of each kind.")
@click.option(
    "--format", "form", default="text", type=click.Choice(FORMATS), show_default=True, help="How to show the figures."
)
@click.option(
    "--write-precision", is_flag=True, help="Write each rule's precision to precision.toml in the folder of rules."
)
def evaluate(
    table: Path | None,
    gold: tuple[Path, ...],
    rules_folder: Path | None,
    by: tuple[str, ...],
    errors: int,
    form: str,
    write_precision: bool,
) -> None:
    """Measure precision, recall and F1 against papers annotated by hand.

    TABLE is a claims table, or the gold of another reader (a .jsonl file); without it the papers of the gold are
    extracted now. A paper that TABLE lacks counts as missed. The levels: detect (the value is found), core (and
    metric, measure, direction are right), row (and every other field that tells claims apart).
    docs/evaluate.md explains them.

    \b
    Examples:
      claimtable evaluate --gold data/gold --by family --errors 20
      claimtable evaluate claims.parquet --gold data/gold/seeds-dev.jsonl
      claimtable evaluate data/gold/seeds-held.jsonl --gold data/gold/second/seeds-held.jsonl
      claimtable evaluate --gold data/gold --rules my-rules/ --format markdown
      claimtable evaluate --gold data/gold --write-precision
    """
    if write_precision and table:
        raise click.UsageError("--write-precision measures the rules themselves; leave TABLE out")
    from extractor.gold.evaluate import evaluate as verdicts
    from extractor.gold.gold import read_gold
    from extractor.gold.scorecard import Card
    from extractor.rulefiles.rules import load_rules

    files = _gold_files(gold)
    papers = [paper for path in files for paper in read_gold(path)]
    rules = load_rules(rules_folder)
    evaluation = verdicts(papers, _in_table(table, papers) if table else _extracted(papers, rules))
    families = {metric.id: metric.family for metric in rules.metrics.values()}
    _show(Card(evaluation, families, by, errors), form, table)
    if write_precision:
        _write_precision(evaluation, rules, files)


DRAFT_CODES = """\
\b
Exit codes:
  0  the draft was written
  2  wrong usage, or papers that cannot be read
  3  the draft was written, but records were left out"""


@click.command(epilog=DRAFT_CODES, short_help="Write a draft of gold for a person to correct.")
@click.argument("inputs", metavar="PAPERS...", nargs=-1, required=True, type=PATH)
@click.option("-o", "--output", required=True, metavar="DRAFT.jsonl", type=PATH, help="The file to write.")
@rules_option
@click.option("--force", is_flag=True, help="Replace DRAFT.jsonl if it is there already.")
@reading_options()
@click.pass_context
def annotate(
    ctx: click.Context, /, inputs: tuple[Path, ...], output: Path, rules_folder: Path | None, force: bool, **given: Any
) -> None:
    """Write what is found in PAPERS (as for `extract`) as gold, one paper a line, for a person to correct.

    \b
    Examples:
      claimtable annotate papers.parquet -o draft.jsonl
      claimtable gold check draft.jsonl
    """
    from extractor.gold.annotate import draft
    from extractor.read.read import Reject, inputs_at, merge_duplicates, read_papers
    from extractor.rulefiles.rules import load_rules
    from extractor.run.extract import extract_papers
    from extractor.table.store import check_output
    from extractor.text.plurals import counted

    rules, reading = load_rules(rules_folder), reading_of(given, rules=rules_folder)
    check_output(output, inputs_at(output, inputs, reading), "draft.jsonl")
    if output.exists() and not force:
        raise click.UsageError(f"{output} is there already, perhaps corrected by hand; --force replaces it")
    rejects: list[Reject] = []
    papers = merge_duplicates(read_papers(inputs, rejects.append, reading))
    drafts = [draft(*found) for found in extract_papers(papers, rules)]
    _write_lines(drafts, output)
    claims = sum(len(record["claims"]) for record in drafts)
    found = f"{counted(len(drafts), 'paper')} with {counted(claims, 'claim')}"
    click.echo(f"{found} to correct: {click.format_filename(output)}")
    for reject in rejects:
        click.echo(f"left out: {said(reject)}", err=True)
    if rejects:
        ctx.exit(EXIT_LEFT_OUT)


@click.group(short_help="Check papers annotated by hand.")
def gold() -> None:
    """Work with papers annotated by hand (data/gold/README.md explains the format).

    \b
    Examples:
      claimtable gold check data/gold/seeds-dev.jsonl
    """


@gold.command(
    short_help="Say what is wrong in gold files.",
    epilog="\b\nExit codes:\n  0  nothing is wrong\n  1  something is\n  2  wrong usage, or a file that cannot be read",
)
@click.argument("files", metavar="GOLD.jsonl...", nargs=-1, required=True, type=PATH)
@rules_option
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...], rules_folder: Path | None) -> None:
    """Say what is wrong in gold files: file, line, paper, claim, and how to mend it.

    Metrics and techniques must be those of the rules.

    \b
    Examples:
      claimtable gold check data/gold
      claimtable gold check draft.jsonl --rules my-rules/
    """
    from extractor.gold.gold import read_gold
    from extractor.gold.goldcheck import check_gold, vocabulary_of
    from extractor.rulefiles.rules import load_rules

    vocabulary = vocabulary_of(load_rules(rules_folder))
    total = 0
    for path in _gold_files(files):
        problems = check_gold(path, vocabulary)
        total += len(problems)
        for problem in problems:
            click.echo(str(problem))
        if not problems:
            click.echo(f"{click.format_filename(path)}: {_counts(read_gold(path))}, nothing wrong")
    if total:
        click.echo("1 problem" if total == 1 else f"{total:,} problems", err=True)
        ctx.exit(EXIT_PROBLEMS)


def _gold_files(paths: Sequence[Path]) -> list[Path]:
    """The files meant by `paths`: themselves, or every *.jsonl of a folder."""
    files: list[Path] = []
    for path in paths:
        found = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not found:
            raise click.UsageError(f"the folder {path} holds no *.jsonl file")
        files += found
    return list(dict.fromkeys(files))


def _extracted(papers: Sequence[GoldPaper], rules: Rules) -> Mapping[str, Given]:
    """What the rules find in the papers of the gold now."""
    from extractor.gold.evaluate import given_by_papers
    from extractor.records import Paper
    from extractor.run.extract import extract_papers

    return given_by_papers(extract_papers((Paper(str(p.id), p.title, p.abstract) for p in papers), rules))


def _in_table(path: Path, papers: Sequence[GoldPaper]) -> Mapping[str, Given]:
    """What a table, or another reader, holds of the papers of the gold."""
    import pyarrow as pa

    from extractor.gold.agreement import letters
    from extractor.gold.evaluate import given_by_gold, given_by_rows
    from extractor.gold.gold import read_gold
    from extractor.table.store import read_table

    if path.suffix == ".jsonl":
        return given_by_gold(read_gold(path))

    table = read_table(path)
    wanted = {letters(paper.title) for paper in papers}
    rows = [number for number, title in enumerate(table.column("title").to_pylist()) if letters(str(title)) in wanted]
    return given_by_rows(table.take(pa.array(rows, pa.int64())).to_pylist())


def _show(card: Card, form: str, table: Path | None) -> None:
    import json

    from extractor.gold.scorecard import as_data, as_markdown, as_text, without_rows
    from extractor.table.show import clean

    if form == "json":
        click.echo(json.dumps(as_data(card), ensure_ascii=False, indent=1))
    else:
        for line in as_text(card) if form == "text" else as_markdown(card):
            click.echo(clean(line))
    missing = len(without_rows(card.evaluation))
    if table and missing:
        papers = "1 paper" if missing == 1 else f"{missing:,} papers"
        click.echo(f"\n{papers} with claims in the gold, but no row in {click.format_filename(table)}", err=True)


def _write_precision(evaluation: Evaluation, rules: Rules, files: Sequence[Path]) -> None:
    from extractor.gold.evaluate import rule_scores
    from extractor.rulefiles.rules import PRECISIONS, rules_root
    from extractor.table.precision import precision_text, rule_precisions
    from extractor.table.store import atomic_file

    scores = rule_scores(evaluation)
    path = rules.root / PRECISIONS
    known = rule_precisions(rules.root) if rules.root == rules_root() else {}
    kept = len(known.keys() & scores.keys())
    if kept * 2 < len(known):
        raise click.UsageError(
            f"{path} has the precision of {len(known)} rules, and only {kept} of them found anything in these papers; "
            "give all of the gold, or a copy of the rules with --rules"
        )
    with atomic_file(path) as sink:
        sink.write(precision_text(scores, files).encode())
    click.echo(f"precision of {len(scores)} rules: {click.format_filename(path)}", err=True)


def _write_lines(records: Iterable[Mapping[str, Any]], path: Path) -> None:
    """One JSON object a line."""
    import json

    from extractor.table.store import atomic_file

    with atomic_file(path) as sink:
        for record in records:
            sink.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")


def _counts(papers: Sequence[GoldPaper]) -> str:
    from extractor.text.plurals import counted

    claims = [claim for paper in papers for claim in paper.claims]
    optional = sum(claim.optional for claim in claims)
    devices = sum(len(paper.hardware) for paper in papers)
    some = (counted(len(papers), "paper"), counted(len(claims) - optional, "claim"), counted(optional, "optional one"))
    return ", ".join((*some, counted(devices, "device")))
