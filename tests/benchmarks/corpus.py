"""A whole corpus, once: time, memory, claims by family and venue, the most frequent wordings, rows drawn to be judged.

    python tests/benchmarks/corpus.py papers.parquet [--workers N] [--rows 100 --seed 0]

`papers.parquet` has the columns title and abstract, and venue where there is one. The rows drawn are for a person to
judge: whether each is a claim with the right number (detect), and whether metric, measure and direction are right (core).
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

ROOT = Path(__file__).parents[2]
_BEFORE, _BEHIND = 2, 3  # words of a wording before and behind the number


def main() -> None:
    """Run the command, then count what it found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("papers", type=Path)
    parser.add_argument("--workers", default="1")
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "claims.parquet"
        _run(options.papers, out, options.workers)
        rows = [row for row in pq.read_table(out).to_pylist() if row["family"] != "hardware"]
    venues = {row["title"]: row.get("venue") for row in pq.read_table(options.papers).to_pylist()}
    _count("family", Counter(row["family"] for row in rows))
    _count("venue", Counter(venues.get(row["title"]) or "" for row in rows))
    _count("wording", Counter(map(_wording, rows)), most=20)
    print(f"\n## {options.rows} rows drawn")
    for row in random.Random(options.seed).sample(rows, min(options.rows, len(rows))):
        value = f"{row['quote']!r} {row['metric']} {row['measure']} {row['direction']}"
        print(f"- {value} | {' '.join(row['sentence'].split())}")


def _run(papers: Path, out: Path, workers: str) -> None:
    command = [sys.executable, "-m", "extractor", "extract", str(papers), "-o", str(out), "--workers", workers]
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"\n{time.perf_counter() - start:.0f} s, {used.ru_utime + used.ru_stime:.0f} s of the processor, ", end="")
    print(f"largest process {used.ru_maxrss / 1024:.0f} MB")


def _wording(row: dict[str, object]) -> str:
    """The words around a number, each number as N."""
    sentence, quote = " ".join(str(row["sentence"]).split()), " ".join(str(row["quote"]).split())
    before, _, behind = sentence.partition(quote)
    words = [*before.split()[-_BEFORE:], "N", *behind.split()[:_BEHIND]]
    masked = (re.sub(r"\d[\d.,]*", "N", word.strip(".,;:()").lower() if word != "N" else word) for word in words)
    return " ".join(filter(None, masked))


def _count(name: str, counter: Counter[str], most: int = 40) -> None:
    print(f"\n## claims by {name}")
    for value, number in counter.most_common(most):
        print(f"{number:7,}  {value}")


if __name__ == "__main__":
    main()
