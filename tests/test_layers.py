"""The package is a straight line: no module imports one that comes later."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.rulefiles import rules
from extractor.rulefiles.rules import TABLES

PACKAGE = Path(__file__).parents[1] / "extractor"
_ORDER = {
    "rulefiles": "patterns elements replacing termcheck framecheck states rules keys",
    "read": (
        "page_layout sources papers columns producers json_items json s2 arrow table references bibtex ris "
        "tagged xml text pages strangers formats_in read"
    ),
    "text": "plurals lines clean markup tokens",
    "quantities": "numbers thresholds ranges carried valueless described said bounds quantities",
    "terms": "terms spellings shapes lost mates unlisted_on unlisted unlisted_models sizes names around devices",
    "frames": "scan listing own joins chunks shifts frames",
    "readings": (
        "spent tasks durations things heads naming rethink handled learned measures gains repeats dealt "
        "readings decisions"
    ),
    "rivals": (
        "ends starts which rivals anaphora besides objects weighed keepers changed overtaken likened portions extents baselines"
    ),
    "owners": "places prefixed worded shortforms phrased acting proposed systems openers own_work former choices competitors scenes",
    "phases": "titles phasewords unsaid phases",
    "choosing": "announced referred foretold lifted siblings gapped able actors",
    "datasets": "headings partners backward clauses elsewhere datasets",
    "models": "resized part_of bearers base_models hosts",
    "context": "subjects applied rival_costs whose context",
    "claims": "orders pointed measured_by lessened values claims",
    "techniques": "phrases technique_table techniques",
    "table": "latex schema factor units table precision page_sums store summary show",
    "run": "extract batch shards parts buckets duplicates manifest assemble workers engine spark",
    "explain": "nearest outcomes explain coverage drawn",
    "ruletest": "examples labelled testnames ruletest sides rulesdiff",
    "gold": "goldcheck gold agreement evaluate scorecard annotate",
    "ask": "unify filters query hints compare tradeoff formats workbook export claims_table",
    "plot": "plots scatter picture",
    "report": "marks data charts report",
    "cli": "interrupts paths reading ask rules gold extract report commands",
}
"""The packages in the order of the stages, and the modules of each in theirs."""
PACKAGES = {package: [f"{package}.{module}" for module in modules.split()] for package, modules in _ORDER.items()}
LINE = ("records", *(module for modules in PACKAGES.values() for module in modules), "factories", "docs", "__main__")
PACKAGE_ITSELF = "__init__"  # its version, and what it imports once it is asked for
BESIDE_RUNS = {"explain", "ruletest", "gold"}
"""What explains and tests rules and measures against the gold: no run needs it."""


def _modules(name, names=()):
    """The modules of LINE that an import of `name` (and of `names` from it) means; a package's own file is none."""
    inner = name.split(".")[1:]
    found = {".".join(inner), *(".".join((*inner, one)) for one in names)} & set(LINE)
    return found or {PACKAGE_ITSELF}


def _imported(tree):
    """The modules of the package that a module imports: by any form of import, at its head or within."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, "imports within the package are absolute"
            if (node.module or "").split(".")[0] == "extractor":
                for alias in node.names:
                    yield from _modules(node.module, [alias.name])
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "extractor":
                    yield from _modules(alias.name)


def _tree(module):
    return ast.parse((PACKAGE / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("code", "module"),
    [
        ("from extractor.gold.gold import read_gold", "gold.gold"),
        ("from extractor.gold import gold, __name__", "gold.gold"),
        ("import extractor.gold.gold as g", "gold.gold"),
        ("import os, extractor.gold.gold", "gold.gold"),
        ("def late():\n    from extractor.gold import gold", "gold.gold"),
        ("if TYPE_CHECKING:\n    from extractor.gold.gold import GoldPaper", "gold.gold"),
    ],
)
def test_every_form_of_import_is_seen(code, module):
    assert set(_imported(ast.parse(code))) - {PACKAGE_ITSELF} == {module}


def test_every_module_has_its_place():
    assert len(LINE) == len(set(LINE))
    inner = [path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.rglob("*.py")]
    assert {*LINE} == {".".join(path.parts) for path in inner if path.name != PACKAGE_ITSELF}
    assert {*PACKAGES} == {path.parts[0] for path in inner if len(path.parts) > 1}


def test_the_package_tells_the_order_of_the_line():
    told = ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))).partition(":\n")[2]
    assert [word for word in re.findall(r"\w+", told) if word != "then"] == [*PACKAGES]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_says_what_it_is_and_nothing_else(package):
    """Nothing is brought up to a package: everything has one name, and no stage loads what it does not ask for."""
    tree = ast.parse((PACKAGE / package / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


@pytest.mark.parametrize("module", LINE)
def test_no_module_imports_a_later_one(module):
    tree = _tree(module)
    assert not set(_imported(tree)) & set(LINE[LINE.index(module) :])


@pytest.mark.parametrize(
    "module", ["extractor.run.engine", "extractor.run.spark", "extractor.factories", "extractor.cli.commands"]
)
def test_a_run_does_without_what_measures_it(module):
    """What a worker, a component of spaCy or a user of the commands has loaded before a command is chosen."""
    code = f"import {module}, sys; print(*(name for name in sys.modules if name.startswith('extractor.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert not {name.split(".")[1] for name in done.stdout.split()} & BESIDE_RUNS


_PRINTERS = {"print", "pprint", "echo", "secho", "Console", "basicConfig", "StreamHandler"}
_STREAMS = {"stdout", "stderr"}
_MAY_PRINT = {"docs"}  # runs as a program itself, without a command line: the page's maker


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
    sources = {path.relative_to(PACKAGE): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    printing = {path for path, source in sources.items() if _prints(source)}
    assert {path.stem for path in printing if path.parts[0] != "cli"} == _MAY_PRINT


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
    tree = _tree(module)
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
    tree = _tree(module)
    assert not list(_by_position(tree, ("Claim", "GoldClaim", "Quantity", "Reading")))
