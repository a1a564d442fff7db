"""Memory of `claimtable extract` over more and more papers: python tests/benchmarks/memory.py [--workers N] [--sentences all|last|few] [PAPERS ...]

Papers are made up (synthetic.py), Parquet in and Parquet out. The peak is the largest sum, over all processes of the
run, of what each holds in memory (RSS, so that pages they share count more than once), looked at ten times a second.
Linux only.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from synthetic import write_papers

PAGE = os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("papers", nargs="*", type=int, default=[10_000, 100_000, 300_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sentences", choices=("all", "last", "few"), default="all", help="what abstracts hold")
    options = parser.parse_args()
    print("| papers | workers | peak memory | of the parent | time | load before |\n|---|---|---|---|---|---|")
    for number in options.papers:
        with tempfile.TemporaryDirectory() as folder:
            papers, out = Path(folder, "papers.parquet"), Path(folder, "claims.parquet")
            write_papers(papers, number, sentences=options.sentences)
            load = os.getloadavg()[0]
            start = time.perf_counter()
            whole, parent = peak([*command(papers, out), "--workers", str(options.workers)])
            seconds = time.perf_counter() - start
        print(
            f"| {number:,} | {options.workers} | {whole >> 20:,} MB | {parent >> 20:,} MB | {seconds:,.0f} s | {load:.1f} |",
            flush=True,
        )


def command(papers: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "extractor", "extract", str(papers), "-o", str(out)]


def peak(arguments: list[str]) -> tuple[int, int]:
    """Bytes at most of all processes of a command, and of its first alone."""
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root)}
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, env=environment)
    whole = parent = 0
    while process.poll() is None:
        sizes = [resident(pid) for pid in family(process.pid)]
        whole, parent = max(whole, sum(sizes)), max(parent, sizes[0])
        time.sleep(0.1)
    if process.returncode:
        sys.exit(f"exit code {process.returncode}: {' '.join(arguments)}")
    return whole, parent


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text()
        except OSError:
            continue
        for child in map(int, children.split()):
            found += family(child)
    return found


def resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except OSError:
        return 0


if __name__ == "__main__":
    main()
