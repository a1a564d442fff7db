"""The report: one HTML page that holds the table, its charts and all that runs it, and needs no network.

Text out of papers reaches the page as escaped JSON alone and is shown as text. The page's policy names the scripts that
may run by their hashes, so that no other does.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

from extractor.ask.query import Database
from extractor.plot.picture import escaped_json
from extractor.plot.plots import PlotError
from extractor.records import Paper
from extractor.report.charts import chart_specs
from extractor.report.data import report_data
from extractor.rulefiles.rules import Rules
from extractor.table.store import atomic_file, check_page

SCRIPTS = (
    "base.js",
    "data.js",
    "state.js",
    "evidence.js",
    "table.js",
    "drawing.js",
    "keys.js",
    "charts.js",
    "views.js",
    "main.js",
)
"""The page's own scripts, in the order in which they need one another."""


def write_report(
    database: Database, path: Path, papers: Iterable[Paper] | None, rules: Rules, *, title: str
) -> dict[str, Any]:
    """Write the page about the claims of `database` to `path`, whole or not at all.

    `papers` are the papers that the table was made from, None if there are none. Returns what the page holds: `claims`,
    `papers`, `texts` (papers whose abstract was found) and `bytes`. Raises PlotError if what draws is not installed,
    or if there is nothing to show, and TableError.
    """
    check_page(path, database.files, "report.html")
    check_parts()
    data = report_data(database, papers, rules)
    if not data["marks"]:
        raise PlotError("the table holds no claims; nothing to show")
    content = report_page(data, title).encode("utf-8", "replace")
    with atomic_file(path) as sink:
        sink.write(content)
    texts = data["papers"]["text"]
    return {
        "claims": len(data["marks"]),
        "papers": len(texts),
        "texts": sum(text is not None for text in texts),
        "bytes": len(content),
    }


def check_parts() -> None:
    """Raise PlotError if what the page is made with is not installed."""
    try:
        import altair  # noqa: F401
        import itables  # noqa: F401
        import vl_convert  # noqa: F401
    except ImportError as error:
        raise PlotError("a report needs Altair, vl-convert and itables: pip install 'claimtable[report]'") from error


def report_page(data: dict[str, Any], title: str) -> str:
    """The page as HTML. The same data give the same page."""
    table_script, table_style = _table_component()
    scripts = [_charting(), table_script, "\n".join(_own(name) for name in SCRIPTS)]
    texts = {
        "title": escape(title),
        "policy": _policy(scripts),
        "table_style": table_style,
        "style": _own("page.css"),
        "data": escaped_json(data),
        "specs": escaped_json(chart_specs()),
        "scripts": "\n".join(f'<script type="module">{script}</script>' for script in scripts),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda found: texts[found[1]], _own("page.html"))


def _policy(scripts: Iterable[str]) -> str:
    """The content security policy: nothing from outside, and only these scripts."""
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{each}'" for each in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _own(name: str) -> str:
    """The text of a file of the page."""
    return resources.files("extractor.report").joinpath("page", name).read_text(encoding="utf-8")


@cache
def _charting() -> str:
    """Vega-Lite, Vega and vega-embed as one script."""
    import vl_convert

    return _closed(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))


def _table_component() -> tuple[str, str]:
    """DataTables as packaged by itables: its script, which sets `window.DataTable`, and its style."""
    folder = resources.files("itables").joinpath("html")
    script = folder.joinpath("dt_bundle.js").read_text(encoding="utf-8")
    exported = re.search(r"export\s*\{[^}]*?([\w$]+) as default[^}]*\};?", script)
    if exported is None:
        raise PlotError("this version of itables exports no table: pip install 'claimtable[report]'")
    script = script[: exported.start()] + f"window.DataTable={exported[1]};" + script[exported.end() :]
    return _closed(script), folder.joinpath("dt_bundle.css").read_text(encoding="utf-8").replace("</", "<\\/")


def _closed(script: str) -> str:
    """A script in which no text ends the element that it stands in."""
    return re.sub(r"</(?=script)|<(?=!--)", lambda found: found[0].replace("<", "\\x3C"), script, flags=re.IGNORECASE)
