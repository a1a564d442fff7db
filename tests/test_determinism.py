"""The same papers give the same claims, whatever Python's hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = """
import sys
from pathlib import Path
from extractor.extract import Extractor
from extractor.read import merge_duplicates, read_papers
from extractor.rules import load_rules
papers = merge_duplicates(read_papers([Path("seeds")]))[:40]
for extracted in Extractor(load_rules()).all(papers):
    print(repr(extracted))
print(hash("a"), file=sys.stderr)
"""


def test_hash_seed_does_not_matter():
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", CODE],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for seed in ("1", "2")
    ]
    (out, seed), (other, other_seed) = (run.communicate(timeout=120) for run in runs)
    assert [run.returncode for run in runs] == [0, 0], seed + other_seed
    assert seed != other_seed
    assert out.count("Claim(") > 50
    assert out == other
