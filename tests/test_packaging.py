"""What ships: the rules inside the wheel, and entry points that lead somewhere."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    pytest.importorskip("hatchling", reason="part of the extra claimtable[test]")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("claimtable-*.whl")
    return path


def test_wheel_holds_every_rule_file(wheel):
    with ZipFile(wheel) as archive:
        shipped = {name: archive.read(name) for name in archive.namelist() if name.startswith("extractor/rules/")}
    rules = ROOT / "rules"
    files = {
        f"extractor/rules/{path.relative_to(rules).as_posix()}": path for path in rules.rglob("*") if path.is_file()
    }
    assert files.keys() == shipped.keys()
    assert all(shipped[name] == path.read_bytes() for name, path in files.items())


def test_wheel_holds_the_files_of_the_report(wheel):
    with ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if name.startswith("extractor/report/page/")}
    assert shipped == {
        f"extractor/report/page/{path.name}" for path in (ROOT / "extractor" / "report" / "page").iterdir()
    }


def test_wheel_holds_nothing_else(wheel):
    with ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"extractor"}


def test_wheel_runs_without_a_checkout(wheel, tmp_path):
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = "from extractor.rulefiles.rules import load_rules; print(load_rules().root)"
    result = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.stdout.strip(), result.stderr) == (str(tmp_path / "extractor" / "rules"), "")


ENTRY_POINTS = {
    **{f"script {name}": target for name, target in PROJECT["scripts"].items()},
    **{f"{group} {name}": target for group, names in PROJECT["entry-points"].items() for name, target in names.items()},
}


@pytest.mark.parametrize("target", ENTRY_POINTS.values(), ids=ENTRY_POINTS.keys())
def test_entry_point_leads_somewhere(target):
    from importlib.metadata import EntryPoint

    assert callable(EntryPoint("x", target, "x").load())


def test_versions_agree():
    from extractor import __version__

    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {__version__} " in changes
