"""The package is a straight line: no module imports one that comes later."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "extractor"
LINE = (
    *(
        "records",
        "patterns",
        "elements",
        "replacing",
        "termcheck",
        "framecheck",
        "rules",
        "keys",
        "pages",
        "sources",
        "papers",
        "columns",
        "producers",
        "json_items",
        "read_json",
        "read_s2",
        "read_arrow",
        "read_table",
        "references",
        "read_bibtex",
        "read_ris",
        "read_tagged",
        "read_xml",
        "read_text",
        "read_pages",
        "strangers",
        "formats_in",
        "read",
    ),
    *(
        "plurals",
        "lines",
        "clean",
        "tokens",
        "numbers",
        "ranges",
        "carried",
        "valueless",
        "described",
        "said",
        "bounds",
        "quantities",
        "terms",
        "spellings",
        "shapes",
        "lost",
        "mates",
        "unlisted_on",
        "unlisted",
        "unlisted_models",
        "sizes",
        "names",
        "around",
        "devices",
        "scan",
    ),
    *(
        "listing",
        "own",
        "joins",
        "chunks",
        "shifts",
        "frames",
        "spent",
        "tasks",
        "durations",
        "things",
        "heads",
        "naming",
        "rethink",
        "handled",
        "learned",
        "measures",
        "gains",
        "repeats",
        "dealt",
        "readings",
        "decisions",
        "ends",
        "starts",
        "which",
        "rivals",
        "anaphora",
        "besides",
        "objects",
        "weighed",
        "keepers",
        "changed",
        "overtaken",
        "likened",
        "portions",
        "baselines",
        "choices",
        "prefixed",
        "worded",
        "systems",
        "openers",
        "own_work",
        "competitors",
        "former",
        "scenes",
        "titles",
        "phasewords",
        "phases",
        "announced",
        "referred",
        "foretold",
        "lifted",
        "siblings",
        "gapped",
        "able",
        "actors",
        "headings",
        "partners",
        "backward",
        "clauses",
        "elsewhere",
        "datasets",
        "resized",
        "part_of",
        "bearers",
        "conditions",
        "hosts",
        "subjects",
    ),
    *(
        "applied",
        "rival_costs",
        "whose",
        "context",
        "orders",
        "pointed",
        "claims",
        "phrases",
        "technique_table",
        "techniques",
        "extract",
        "schema",
        "factor",
        "units",
        "table",
        "page_sums",
        "store",
        "summary",
    ),
    *("latex", "show"),
    *("batch", "shards", "parts", "buckets", "duplicates", "manifest", "assemble", "workers", "engine", "spark"),
    *(
        "unify",
        "filters",
        "query",
        "hints",
        "compare",
        "tradeoff",
        "formats",
        "workbook",
        "export",
        "claims_table",
        "plots",
        "scatter",
    ),
    *(
        "picture",
        "report_marks",
        "report_data",
        "report_charts",
        "report",
        "cli_paths",
        "cli_reading",
        "cli_ask",
        "cli_extract",
        "cli_report",
    ),
    "cli",
)


def _imported(module):
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("extractor."):
            yield node.module.split(".")[1]


@pytest.mark.parametrize("module", LINE[:-1])
def test_no_module_imports_a_later_one(module):
    assert not set(_imported(module)) & set(LINE[LINE.index(module) + 1 :])


_PRINTERS = {"print", "pprint", "echo", "secho", "Console", "basicConfig", "StreamHandler"}
_STREAMS = {"stdout", "stderr"}
# Both run as the program itself, before or without a command line: the page's maker, and the last word on Ctrl-C.
_MAY_PRINT = {"docs", "interrupts"}


def _prints(source):
    """Whether a module calls what writes to the terminal, or takes a stream that does."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _PRINTERS:
                return True
            case ast.Attribute(value=ast.Name(id="sys"), attr=name) if name in _STREAMS | {"__stdout__", "__stderr__"}:
                return True
            case ast.ImportFrom(module="sys", names=names) if _STREAMS & {one.name for one in names}:
                return True
            case ast.Call(func=ast.Attribute(value=ast.Name(id="os"), attr="write"), args=[ast.Constant(), *_]):
                return True
    return False


@pytest.mark.parametrize(
    "source",
    [
        "print(1)",
        "import sys\nsys.stdout.write('x')",
        "import sys\nfile = sys.stderr",
        "from sys import stdout",
        "import click\nclick.echo('x')",
        "from rich.console import Console\nConsole().rule()",
        "import logging\nlogging.basicConfig()",
        "import os\nos.write(2, b'x')",
    ],
)
def test_printing_is_seen(source):
    assert _prints(source)


def test_naming_what_prints_is_no_printing():
    assert not _prints('"""Calls print(x)."""\nimport logging\nlogging.getLogger(__name__)\nfile.write("x")')


def test_only_the_command_line_prints():
    printing = {path.stem for path in PACKAGE.glob("*.py") if _prints(path.read_text(encoding="utf-8"))}
    assert {module for module in printing if not module.startswith("cli")} == _MAY_PRINT
