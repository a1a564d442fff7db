"""The benchmarks that write something else into abstracts run on a small corpus."""

from __future__ import annotations

import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from reading import ROOT

ABSTRACT = "FooNet achieves 81.5% accuracy on ImageNet. It is 2.5x faster than existing methods compared to BarNet."


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (["wordings.py"], "0 of 6 sentences come out otherwise (word)\n0 of 1 sentences come out otherwise (move)"),
        (["names.py", "datasets"], "0 of 1 names of datasets are not followed"),
    ],
)
def test_the_benchmark_says_how_many_come_out_otherwise(tmp_path, named, said):
    papers = tmp_path / "papers.parquet"
    pq.write_table(pa.table({"title": ["FooNet: fast nets"], "abstract": [ABSTRACT]}), papers)
    script, *rest = named
    command = [sys.executable, ROOT / "tests" / "benchmarks" / script, papers, *rest]
    assert said in subprocess.run(command, capture_output=True, text=True, check=True).stdout
