"""What CI says of two tables that differ: which files they are, and no advice that fits only one of its steps."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "data" / "claims.parquet"


def _compared(new, kept):
    command = [sys.executable, ROOT / ".ci" / "compare_tables.py", new, kept]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)


def test_tables_that_differ_are_named(tmp_path):
    table = pq.read_table(KEPT)
    other = tmp_path / "lowest.parquet"
    pq.write_table(table.replace_schema_metadata({**table.schema.metadata, b"claimtable.rules": b"none"}), other)
    run = _compared(other, KEPT)
    assert run.returncode == 1
    assert run.stderr.startswith(f"{other} differs from {KEPT}: metadata")
    assert "stale" not in run.stderr
