"""docs/scale.md is true: its Python runs, the tests it names are there, and so are the options."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.cli import cli

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
TESTS = (ROOT / "tests" / "test_engine.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("block", re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))
def test_python_runs(block, capsys):
    exec(block, {})
    assert capsys.readouterr().out == "2.0\n"


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(test_\w+)`", TEXT))))
def test_named_test_is_there(name):
    assert f"def {name}(" in TESTS


def test_named_options_are_there():
    known = {option for parameter in cli.commands["extract"].params for option in parameter.opts}
    assert {option for option in re.findall(r"(--[a-z][a-z-]*)", TEXT) if option not in ("--short",)} <= known


@pytest.mark.parametrize("path", re.findall(r"(?:python )(tests/benchmarks/\w+\.py)", TEXT))
def test_named_benchmark_is_there(path):
    assert (ROOT / path).is_file()
