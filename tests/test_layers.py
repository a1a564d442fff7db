"""The package is a straight line: no module imports one that comes later."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from extractor import rules
from extractor.rules import TABLES

PACKAGE = Path(__file__).parents[1] / "extractor"
LINE = (
    *(
        "records",
        "patterns",
        "elements",
        "replacing",
        "termcheck",
        "framecheck",
        "states",
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
        "precision",
        "page_sums",
        "store",
        "summary",
    ),
    *("latex", "show", "factories"),
    *("batch", "shards", "parts", "buckets", "duplicates", "manifest", "assemble", "workers", "engine", "spark"),
    *("nearest", "outcomes", "explain", "coverage", "drawn"),
    *("examples", "labelled", "testnames", "ruletest", "sides", "rulesdiff"),
    *("goldcheck", "gold", "agreement", "evaluate", "scorecard", "annotate"),
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
        "docs",
        "interrupts",
        "cli_paths",
        "cli_reading",
        "cli_ask",
        "cli_rules",
        "cli_gold",
        "cli_extract",
        "cli_report",
    ),
    *("cli", "__main__"),
)
PACKAGE_ITSELF = "__init__"  # its version, and what it imports once it is asked for
BESIDE_RUNS = LINE[LINE.index("nearest") : LINE.index("unify")]
"""What explains and tests rules and measures against the gold: no run needs it."""


def _imported(tree):
    """The modules of the package that a module imports: by any form of import, at its head or within."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, "imports within the package are absolute"
            if node.module == "extractor":
                yield from (alias.name if alias.name in LINE else PACKAGE_ITSELF for alias in node.names)
            elif (node.module or "").startswith("extractor."):
                yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            names = (alias.name.split(".") for alias in node.names)
            yield from ((*name, PACKAGE_ITSELF)[1] for name in names if name[0] == "extractor")


@pytest.mark.parametrize(
    ("code", "module"),
    [
        ("from extractor.gold import read_gold", "gold"),
        ("from extractor import gold, __version__", "gold"),
        ("import extractor.gold as g", "gold"),
        ("import os, extractor.gold", "gold"),
        ("def late():\n    from extractor import gold", "gold"),
        ("if TYPE_CHECKING:\n    from extractor.gold import GoldPaper", "gold"),
    ],
)
def test_every_form_of_import_is_seen(code, module):
    assert set(_imported(ast.parse(code))) - {PACKAGE_ITSELF} == {module}


def test_every_module_has_its_place():
    assert len(LINE) == len(set(LINE))
    assert {*LINE, PACKAGE_ITSELF} == {path.stem for path in PACKAGE.glob("*.py")}


@pytest.mark.parametrize("module", LINE)
def test_no_module_imports_a_later_one(module):
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    assert not set(_imported(tree)) & set(LINE[LINE.index(module) :])


@pytest.mark.parametrize("module", ["extractor.engine", "extractor.spark", "extractor.factories", "extractor.cli"])
def test_a_run_does_without_what_measures_it(module):
    """What a worker, a component of spaCy or a user of the commands has loaded before a command is chosen."""
    code = f"import {module}, sys; print(*(name for name in sys.modules if name.startswith('extractor.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert not {name.split(".")[1] for name in done.stdout.split()} & set(BESIDE_RUNS)


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


def _stored_in_vain(tree):
    """Private attributes that a class sets and never reads: of no other use, since nobody else may read them."""
    for node in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        own = [
            inner
            for inner in ast.walk(node)
            if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name) and inner.value.id == "self"
        ]
        read = {inner.attr for inner in own if isinstance(inner.ctx, ast.Load)}
        stored = {inner.attr for inner in own if isinstance(inner.ctx, ast.Store) and inner.attr.startswith("_")}
        yield from (f"{node.name}.{name}" for name in sorted(stored - read))


def test_attributes_in_vain_are_seen():
    code = "class A:\n    def f(self):\n        self._a, self._b, self.c = 1, 2, 3\n        return self._a"
    assert list(_stored_in_vain(ast.parse(code))) == ["A._b"]


@pytest.mark.parametrize("module", LINE)
def test_no_attribute_is_stored_in_vain(module):
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    assert not list(_stored_in_vain(tree))


def test_the_rules_name_their_folders():
    folders = {relative.partition("/")[0] for relative in TABLES} | {"frames"}
    assert {folder for folder in folders if f"`{folder}`" not in rules.__doc__} == set()


def _by_position(tree, records):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in records and node.args:
            yield f"{node.func.id} in line {node.lineno}"


@pytest.mark.parametrize("module", LINE)
def test_long_records_are_built_by_keyword(module):
    """Two texts that changed places would be no error of types."""
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    assert not list(_by_position(tree, ("Claim", "GoldClaim", "Quantity", "Reading")))
