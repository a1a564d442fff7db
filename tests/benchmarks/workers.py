"""How much faster two workers are than one: python tests/benchmarks/workers.py [--papers N] [--rounds N]

Whole runs of `claimtable extract`, Parquet in to Parquet out, start-up included, in turns (one, two, one, two ...), so
that what else the machine does falls on both. Reads well only on a machine with two idle cores; the load is shown.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from memory import command
from synthetic import write_papers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    times: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        papers = Path(folder, "papers.parquet")
        write_papers(papers, options.papers)
        for turn in range(options.rounds):
            for workers in (1, 2):
                times[workers].append(seconds(papers, Path(folder, f"{turn}-{workers}.parquet"), workers))
                rate = options.papers / times[workers][-1]
                print(f"{workers} workers: {times[workers][-1]:.1f} s, {rate:,.0f} papers/s", flush=True)
    one, two = (statistics.median(times[workers]) for workers in (1, 2))
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"two workers are {one / two:.2f} times as fast as one (median of {options.rounds} rounds; load {load})")


def seconds(papers: Path, out: Path, workers: int) -> float:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    start = time.perf_counter()
    arguments = [*command(papers, out), "--workers", str(workers)]
    subprocess.run(arguments, stdout=subprocess.DEVNULL, env=environment, check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
