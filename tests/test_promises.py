"""docs/promises.md names tests that there are, and dependencies have the bounds it speaks of."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/test_\w+\.py)::(test_\w+)`", TEXT)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LISTS = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
REQUIREMENTS = [Requirement(text) for part in LISTS for text in part if not text.startswith("claimtable[")]


def test_every_promise_names_a_test():
    rows = [line for line in TEXT.splitlines() if line.startswith("| **")]
    assert len(rows) > 5
    assert all("::test_" in row for row in rows)


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[name for _, name in NAMED])
def test_each_named_test_is_there(file, name):
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def _lower(requirement):
    return next((Version(one.version) for one in requirement.specifier if one.operator == ">="), None)


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=str)
def test_every_dependency_has_both_bounds(requirement):
    assert {one.operator for one in requirement.specifier} == {">=", "<"}


def test_lowest_versions_are_those_of_the_project():
    text = (ROOT / "tests" / "constraints-lowest.txt").read_text(encoding="utf-8")
    lowest = {Requirement(line).name: Requirement(line) for line in text.splitlines() if line and line[0] != "#"}
    needed = {one.name: _lower(one) for one in REQUIREMENTS}
    assert {Requirement(text).name for text in PROJECT["dependencies"]} <= lowest.keys()
    for name, requirement in lowest.items():
        (pinned,) = (Version(one.version) for one in requirement.specifier)
        assert pinned == needed[name], name
