"""How fast the report of a large table is: python tests/benchmarks/report_page.py [CLAIMS]

The seeds' papers are copied under other ids until the table has so many claims (default 5,000), abstracts included.
Prints the seconds that the page takes to write, and in headless Chromium until the table can be used, until the charts
are drawn too, and for a search and a filter; the median of five runs.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from dataclasses import replace
from itertools import count
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browsing import a_browser, why_not

from extractor.ask.query import Database
from extractor.read.read import merge_duplicates, read_papers
from extractor.report.report import write_report
from extractor.rulefiles.rules import load_rules

RUNS = 5
READY = """(state) => new Promise((resolve) => {
    const look = () => (document.documentElement.dataset.ready === state || document.documentElement.dataset.ready === "all"
        ? resolve(performance.now()) : setTimeout(look, 2));
    look();
})"""
TYPED = """([id, value]) => new Promise((resolve) => {
    const field = document.getElementById(id), before = document.getElementById("count").textContent;
    const start = performance.now();
    new MutationObserver(() => resolve(performance.now() - start)).observe(document.getElementById("count"), { childList: true });
    field.value = value;
    field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input"));
})"""


def enlarged(claims: int) -> tuple[pa.Table, list]:
    """The seeds' table and papers, copied until there are so many claims."""
    table = pq.read_table(ROOT / "data" / "claims.parquet")
    papers = {paper.paper_id: paper for paper in merge_duplicates(read_papers([ROOT / "seeds"]))}
    tables, copies, rows = [], [], 0
    for number in count():
        ids = [f"{number}-{paper_id}" for paper_id in table.column("paper_id").to_pylist()]
        place = table.schema.get_field_index("paper_id")
        tables.append(table.set_column(place, table.schema.field(place), pa.array(ids)))
        copies += [replace(paper, paper_id=f"{number}-{paper_id}") for paper_id, paper in papers.items()]
        rows += table.num_rows
        if rows >= claims:
            return pa.concat_tables(tables).slice(0, claims), copies


def main(claims: int) -> None:
    table, papers = enlarged(claims)
    with tempfile.TemporaryDirectory() as folder:
        source, page = Path(folder, "claims.parquet"), Path(folder, "report.html")
        pq.write_table(table, source)
        start = time.perf_counter()
        made = write_report(Database(source), page, papers, load_rules(), title="Benchmark")
        print(f"{made['claims']:,} claims of {made['papers']:,} papers, {made['texts']:,} abstracts")
        print(f"written in {time.perf_counter() - start:.2f} s, {made['bytes'] / 1e6:.2f} MB")
        if reason := why_not():
            sys.exit(reason)
        times: dict[str, list[float]] = {}
        with a_browser() as browser:
            for _ in range(RUNS):
                context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
                view = context.new_page()
                view.goto(page.as_uri(), wait_until="commit")
                times.setdefault("table usable", []).append(view.evaluate(READY, "table"))
                times.setdefault("charts drawn", []).append(view.evaluate(READY, "all"))
                times.setdefault("search", []).append(view.evaluate(TYPED, ["search", "quantization"]))
                times.setdefault("filter", []).append(view.evaluate(TYPED, ["filter-metric", "speed"]))
                context.close()
        for name, values in times.items():
            print(
                f"{name}: {statistics.median(values) / 1000:.2f} s (of {RUNS}: {min(values) / 1000:.2f} to {max(values) / 1000:.2f})"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
