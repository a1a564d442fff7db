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
        "framefile",
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
        "read_xml",
        "read_text",
        "read_pages",
        "formats_in",
        "read",
    ),
    *(
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
        "led",
        "unlisted",
        "unlisted_models",
        "sizes",
        "names",
        "around",
        "devices",
        "scan",
    ),
    *(
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
        "listing",
        "ends",
        "leadins",
        "rivals",
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
        "leads",
        "worded",
        "systems",
        "openers",
        "owner",
        "titles",
        "phasewords",
        "phases",
        "scenes",
        "announced",
        "referred",
        "foretold",
        "contrasted",
        "lifted",
        "siblings",
        "actors",
        "headings",
        "partners",
        "backward",
        "clauses",
        "datasets",
        "conditions",
        "hosts",
        "subjects",
    ),
    *(
        "context",
        "orders",
        "rivaled",
        "claims",
        "phrases",
        "technique_table",
        "techniques",
        "extract",
        "schema",
        "factor",
        "units",
        "table",
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
        "frame",
        "plots",
        "scatter",
    ),
    *("picture", "report_marks", "report_data", "report_charts", "report", "cli_ask", "cli_extract", "cli_report"),
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


def test_only_the_command_line_prints():
    printing = {path.stem for path in PACKAGE.glob("*.py") if "print(" in path.read_text(encoding="utf-8")}
    assert {module for module in printing if not module.startswith("cli")} == set()
