"""Papers for benchmarks, as many as wanted: the seeds' abstracts over and over, each time with other words and numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from extractor.read.read import merge_duplicates, read_papers
from extractor.records import Paper

SEEDS = Path(__file__).parents[2] / "seeds"
_NUMBER = re.compile(r"\b[2-9](?=[0-9]*\b)")


def write_papers(path: Path, number: int, *, sentences: str = "all") -> None:
    """Write a Parquet file of `number` papers; of a hundred, one has the title and no id, as another had before it.

    `sentences`: "all" of a seed's abstract, its "last" one, or the last of one paper in twenty ("few"), the others
    having no number: as many papers as a large library has, in little time.
    """
    seeds = merge_duplicates(read_papers([SEEDS]))
    schema = pa.schema([(name, pa.string()) for name in ("paper_id", "title", "abstract")])
    with pq.ParquetWriter(path, schema) as writer:
        for start in range(0, number, 4096):
            rows = [_paper(n, seeds[n % len(seeds)], sentences) for n in range(start, min(start + 4096, number))]
            writer.write_batch(pa.RecordBatch.from_pylist(rows, schema=schema))


def _paper(n: int, seed: Paper, sentences: str) -> dict[str, str | None]:
    abstract = _NUMBER.sub(lambda digit: str((int(digit[0]) - 2 + n) % 8 + 2), seed.abstract)
    if sentences != "all":
        abstract = abstract.rstrip(".").rpartition(". ")[2] + "."
    twin = n % 100 in (49, 99)
    title = f"Twin {n // 100}" if twin else f"Variant {n} of {seed.title}"
    if sentences == "few" and n % 20:
        title, abstract = f"On {_letters(n // 100 if twin else n)}{' once more' * twin}", "We study it."
    return {"paper_id": None if twin else f"p{n:09d}", "title": title, "abstract": f"{abstract} Word{n:x} closes it."}


def _letters(n: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(n))
