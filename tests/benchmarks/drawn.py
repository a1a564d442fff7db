"""Abstracts drawn at random, for the benchmarks that write something else into them and look what comes out."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

from extractor.records import Claim, Paper
from extractor.run.extract import Extractor


def arguments(about: str, *, papers: int, seed: int) -> argparse.ArgumentParser:
    """The arguments of such a benchmark: where the papers are, how many are drawn, and how much is shown."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("papers", type=Path)
    parser.add_argument("--papers", dest="number", type=int, default=papers)
    parser.add_argument("--seed", type=int, default=seed)
    parser.add_argument("--show", type=int, default=0, help="print so many of what comes out otherwise")
    return parser


def abstracts(path: Path, number: int, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Titles and abstracts of so many papers of a Parquet file, all of them where there are no more."""
    table = pq.read_table(path, columns=["title", "abstract"])
    for row in table.take(rng.sample(range(len(table)), min(number, len(table)))).to_pylist():
        yield row["title"] or "", row["abstract"] or ""


def claims_in(extract: Extractor, title: str, abstract: str) -> list[Claim]:
    """The claims of a text, without mentions of devices."""
    return [claim for claim in extract(Paper("x", title, abstract))[1] if claim.metric != "hardware"]
