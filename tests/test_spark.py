"""The real Spark on two threads of this machine finds the rows of a local run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.table.store import read_table, table_files

ROOT = Path(__file__).parents[1]

needs_java = pytest.mark.skipif(
    not (shutil.which("java") or os.environ.get("JAVA_HOME")), reason="there is no Java here, which Spark runs on"
)


def run(*arguments, **options):
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | options
    command = [sys.executable, "-m", "extractor", "extract", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@needs_java
def test_spark_finds_the_rows_of_a_local_run(tmp_path, seed_papers):
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'claimtable[spark]'")
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(3):
        rows = [
            {"id": f"arXiv:2401.{number}{at:04}v2", "Title": one.title, "abstract": one.abstract, "date": "2024-05"}
            for at, one in enumerate(seed_papers[number * 20 : number * 20 + 20])
        ]
        pq.write_table(pa.Table.from_pylist(rows), papers / f"{number}.parquet")
    local, spark = tmp_path / "local.parquet", tmp_path / "spark"
    assert run(papers, "-o", local).returncode == 0
    result = run("--engine", "spark", "--master", "local[2]", papers, spark)
    assert result.returncode == 0, result.stderr
    order = [("paper_id", "ascending"), ("start", "ascending"), ("claim_id", "ascending")]
    found = pa.concat_tables(map(read_table, table_files(spark)))
    assert found.num_rows > 50
    assert found.sort_by(order).equals(read_table(local).sort_by(order))
    assert f"{found.num_rows} rows" in result.stdout
    again = run("--engine", "spark", papers, "-o", spark)
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_without_java_it_says_so(tmp_path):
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'claimtable[spark]'")
    result = run("--engine", "spark", "papers", tmp_path / "out", PATH="", JAVA_HOME="")
    assert result.returncode == 2
    assert result.stderr == "Error: --engine spark needs Java 17 or later: install a JRE, or set JAVA_HOME\n"


@pytest.mark.parametrize("option", ["--partition", "--workers=2", "--fresh", "--on-error=stop"])
def test_options_that_spark_does_not_heed(tmp_path, option):
    result = run("--engine", "spark", option, "papers", tmp_path / "out")
    assert result.returncode == 2
    assert "does not go with --engine spark" in result.stderr
