"""docs/evaluate.md is true: every command in it runs, and its names are those of the program."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.gold.agreement import CORE, ROW
from extractor.gold.evaluate import ERRORS, level_scores
from extractor.gold.gold import read_gold
from extractor.gold.scorecard import GROUPS
from extractor.table.precision import COMMAND

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "evaluate.md").read_text(encoding="utf-8")
FORMAT = (ROOT / "data" / "gold" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder to write in, with what the commands read; of the gold and the seeds a part, to be quick."""
    folder = tmp_path_factory.mktemp("clone")
    gold = folder / "data" / "gold"
    gold.mkdir(parents=True)
    (folder / "data" / "claims.parquet").symlink_to(ROOT / "data" / "claims.parquet")
    lines = (ROOT / "data" / "gold" / "seeds-dev.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (gold / "seeds-dev.jsonl").write_text("".join(lines[:40]), encoding="utf-8")
    for name in ("seeds-held.jsonl", "second"):
        (gold / name).symlink_to(ROOT / "data" / "gold" / name)
    (folder / "seeds").mkdir()
    seed = min((ROOT / "seeds").glob("*.txt"))
    (folder / "seeds" / seed.name).symlink_to(seed)
    return folder


@pytest.mark.parametrize("block", BLOCKS, ids=[block.splitlines()[0][11:60] for block in BLOCKS])
def test_block_runs(block, folder):
    script = f'claimtable() {{ "{sys.executable}" -m extractor "$@"; }}\n{block}'
    result = subprocess.run(["bash", "-euc", script], cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_names_are_those_of_the_program():
    for name in (*level_scores(()), *CORE, *ROW, *GROUPS):
        assert f"`{name}`" in PAGE
    assert ", ".join(ERRORS) in PAGE
    assert COMMAND in PAGE


def test_format_names_every_key_and_file():
    gold = ROOT / "data" / "gold"
    assert set(re.findall(r"`(\S+\.jsonl)`", FORMAT)) == {path.name for path in gold.rglob("*.jsonl")}
    listed = re.findall(r"^\| `(\w+)` \|", FORMAT, re.MULTILINE)
    text = (gold / "seeds-dev.jsonl").read_text(encoding="utf-8")
    assert set(listed) == set(re.findall(r'"(\w+)": ', text))
    assert read_gold(gold / "seeds-dev.jsonl")
