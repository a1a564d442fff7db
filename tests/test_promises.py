"""Each promise of docs/promises.md has tests that are marked for it; dependencies have the bounds it speaks of."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
PROMISES = {
    promise.removesuffix("."): set(re.findall(r"`(tests/test_\w+\.py::test_\w+)`", rest))
    for promise, rest in re.findall(r"(?m)^\| \*\*(.+?)\*\*(.*)$", TEXT)
}
"""The tests that each promise names."""
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LISTS = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
REQUIREMENTS = [Requirement(text) for part in LISTS for text in part if not text.startswith("claimtable[")]


def test_every_promise_has_tests():
    assert len(PROMISES) > 5
    assert all(PROMISES.values())


def _marks(path):
    """(promise, test) for each test of a file that is marked for a promise; the mark may stand on functions alone."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        for mark in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            match mark:
                case ast.Call(func=ast.Attribute(attr="promise"), args=[ast.Constant(value=promise)]):
                    yield promise, f"tests/{path.name}::{node.name}"


def test_tests_marked_for_a_promise_are_those_it_names():
    marked = {promise: set() for promise in PROMISES}
    for path in sorted((ROOT / "tests").glob("test_*.py")):
        for promise, test in _marks(path):
            marked[promise].add(test)
    assert marked == PROMISES


def test_marked_tests_are_collected():
    """What pytest runs of each promise, whatever the marks say: no test is hidden by another of its name."""
    options = ["-q", "-m", "promise", "--collect-only", "-p", "no:cacheprovider"]
    files = sorted({test.partition("::")[0] for tests in PROMISES.values() for test in tests})
    command = [sys.executable, "-m", "pytest", *options, *files]
    environment = os.environ | {"PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    collected = {line.partition("[")[0] for line in done.stdout.splitlines() if "::" in line}
    assert collected == set().union(*PROMISES.values()), done.stdout + done.stderr


def _lower(requirement):
    return next((Version(one.version) for one in requirement.specifier if one.operator == ">="), None)


@pytest.mark.promise("Dependencies")
@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=str)
def test_every_dependency_has_both_bounds(requirement):
    assert {one.operator for one in requirement.specifier} == {">=", "<"}


@pytest.mark.promise("Dependencies")
def test_lowest_versions_are_those_of_the_project():
    text = (ROOT / "tests" / "constraints-lowest.txt").read_text(encoding="utf-8")
    lowest = {Requirement(line).name: Requirement(line) for line in text.splitlines() if line and line[0] != "#"}
    needed = {one.name: _lower(one) for one in REQUIREMENTS}
    assert {Requirement(text).name for text in PROJECT["dependencies"]} <= lowest.keys()
    for name, requirement in lowest.items():
        (pinned,) = (Version(one.version) for one in requirement.specifier)
        assert pinned == needed[name], name
