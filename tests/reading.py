"""What tests of reading share: files made by hand, and reading with everything that is left out kept."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.read import page_layout
from extractor.read.read import ReadOptions, Reject, read_papers
from extractor.records import Paper

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
FIXTURES = Path(__file__).parent / "fixtures" / "read"
LAYOUT = page_layout.Layout(tomllib.loads((ROOT / "rules" / "read" / "pages.toml").read_text(encoding="utf-8")))

SPACED = (
    "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nbyAK and the research community\n\nMar 12\n\n{}\n"
)
GLUED = "Get trending papers in your email inbox once a day!\nGet trending papers in your email inbox!\nSubscribe{}\n"
LAYOUTS = pytest.mark.parametrize(("header", "gap"), [(SPACED, "\n\n"), (GLUED, "\n")], ids=["spaced", "glued"])

SPARSE = "Sparse Caches for Long Contexts"  # of tests/fixtures/read, as are the two below
FASTER = "We keep one key in eight. Decoding is 2.3x faster at a context of 128K tokens."
DAY = datetime.date(2023, 12, 30)

LONG = "Serving large models is slow. " * 8 + "Ours is 2.3times faster, with 66\\% less memory at batch size 1."
OTHER = "Caches grow with every token. " * 9 + "We cut them by 5.18\\times$ in 2 mus (sim0.6)."


def page(header: str, gap: str, *lines: str) -> str:
    return header.format(gap.join(lines))


def read(*inputs: Path | str, **options: Any) -> tuple[list[Paper], list[Reject]]:
    rejects: list[Reject] = []
    return list(read_papers(inputs, rejects.append, ReadOptions(**options))), rejects


def write_table(path: Path, **columns: object) -> Path:
    pq.write_table(pa.table(columns), path)
    return path
