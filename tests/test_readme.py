"""The README is true: every block in it runs, and its table is the one the seeds give."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
COLUMNS = ("title", "quote", "metric", "measure", "direction", "factor_low", "baseline", "hardware")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """What the blocks need of a clone, in a folder where they may write."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("seeds", "data"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def _without_install(script):
    """The commands of a block but for `pip install`, which .ci/run does, and `pytest`, which is running."""
    script = re.sub(r"pip install \S+( \S+)?( && )?", "", script)
    return re.sub(r"^pytest$", "", script, flags=re.MULTILINE)


@pytest.mark.parametrize(("language", "block"), BLOCKS, ids=[block.splitlines()[0][:50] for _, block in BLOCKS])
def test_block_runs(language, block, checkout):
    if language == "sh":
        command = [
            "bash",
            "-euo",
            "pipefail",
            "-c",
            f'claimtable() {{ "{sys.executable}" -m extractor "$@"; }}\n{_without_install(block)}',
        ]
    else:
        command = [sys.executable, "-c", block]
    result = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_blocks_are_of_known_languages():
    assert {language for language, _ in BLOCKS} == {"sh", "python"}


def test_table_holds_rows_of_the_seeds():
    import pyarrow.parquet as pq

    rows = re.search(r"<!-- table.*?\n\|.*?\n\|.*?\n(.*?)<!-- end -->", README, re.DOTALL).group(1).strip().splitlines()
    table = pq.read_table(ROOT / "data" / "claims.parquet", columns=list(COLUMNS)).to_pylist()
    shown = {tuple(_cell(row[name]) for name in COLUMNS) for row in table}
    assert len(rows) >= 6
    for row in rows:
        assert tuple(cell.strip() for cell in row.strip("|").split("|")) in shown


def _cell(value):
    if isinstance(value, list):
        return ", ".join(value)
    return f"{value:.3g}" if isinstance(value, float) else str(value if value is not None else "")
