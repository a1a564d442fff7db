"""docs/write-a-rule.md is true: its commands run in order in a copy of the project, and print what it says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "write-a-rule.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(sh|text)(?: exit=(\d))?\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
NEEDED = ("extractor", "rules", "seeds", "tests", "data", "pyproject.toml")
SHELL = f'claimtable() {{ "{sys.executable}" -m extractor "$@"; }}\npytest() {{ "{sys.executable}" -m pytest "$@"; }}\n'
IDENTITY = ("-c", "user.name=newcomer", "-c", "user.email=newcomer@example.org")


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A copy of the project, committed, in which the page may do what it likes."""
    folder = tmp_path_factory.mktemp("clone")
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    (folder / ".gitignore").write_text("__pycache__/\n.pytest_cache/\n", encoding="utf-8")
    for command in (["init", "-q"], ["add", "-A"], [*IDENTITY, "commit", "-q", "-m", "start"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    for key in ("user.name", "user.email"):
        subprocess.run(["git", "config", key, "newcomer@example.org"], cwd=folder, check=True)
    return folder


def words(text):
    """Text without the blanks that only line up columns."""
    return " ".join(text.split())


def test_the_page_holds_true(clone):
    printed = ""
    for kind, code, block in BLOCKS:
        if kind == "text":
            for line in block.splitlines():
                assert words(line) in words(printed), f"not printed: {line}\n{printed}"
            continue
        result = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", SHELL + block], cwd=clone, capture_output=True, text=True, check=False
        )
        assert result.returncode == int(code or 0), f"{block}\n{result.stdout}\n{result.stderr}"
        printed = result.stdout


def test_the_page_has_commands_and_says_what_they_print():
    assert [kind for kind, *_ in BLOCKS].count("sh") >= 8
    assert [kind for kind, *_ in BLOCKS].count("text") >= 3
    assert set(re.findall(r"claimtable rules (\w+)", PAGE)) == {"coverage", "explain", "test", "diff"}


@pytest.mark.parametrize(
    "said",
    [
        "claimtable extract seeds/ -o data/claims.parquet",
        "pytest tests/test_seeds.py tests/test_gold_figures.py --force-regen",
        "claimtable evaluate --gold data/gold --write-precision",
    ],
)
def test_the_last_step_names_what_ci_asks_for(said):
    assert f"`{said}`" in PAGE.partition("## 7.")[2].partition("## Without")[0]


def test_the_page_and_the_table_say_what_a_new_metric_needs():
    table = (ROOT / "rules" / "terms" / "metrics.toml").read_text(encoding="utf-8")
    for text in (PAGE, table):
        assert all(name in text for name in ("rules/quantities/units.toml", "`also`", "rules/context/device.toml"))
