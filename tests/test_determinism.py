"""The same papers give the same bytes: whatever the hash seed, locale, time zone, folder, flags or order of inputs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "seeds").rglob("*.txt"))[:2]


def _locale(name, folder):
    """What the environment needs for a locale: nothing where it is known, a folder where it is made now.

    None where it cannot be had: the sources of locales are a package of their own (Debian: locales).
    """
    made = {"LOCPATH": str(folder)}
    if _is_known({"LC_ALL": name}):
        return {}
    if shutil.which("localedef"):
        command = ["localedef", "-i", name[:5], "-f", "UTF-8", str(folder / name)]
        subprocess.run(command, capture_output=True, check=False)
    return made if _is_known({"LC_ALL": name, **made}) else None


def _is_known(environment):
    command = [sys.executable, "-c", "import locale; locale.setlocale(locale.LC_ALL, '')"]
    return not subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=False).returncode


def _table(folder, inputs=PAGES, *, flags=(), cwd=ROOT, **environment):
    """The bytes of the table that a fresh interpreter writes."""
    output = folder / "claims.parquet"
    command = [sys.executable, *flags, "-m", "extractor", "extract", *map(str, inputs), "-o", str(output)]
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return output.read_bytes()


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    table = _table(tmp_path_factory.mktemp("expected"), PYTHONHASHSEED="0")
    assert len(table) > 20_000
    return table


@pytest.mark.promise("Deterministic")
@pytest.mark.parametrize(
    ("flags", "environment"),
    [
        (("-O",), {"PYTHONHASHSEED": "1", "LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Pacific/Kiritimati"}),
        (("-OO",), {"PYTHONHASHSEED": "4294967295", "LC_ALL": "C.UTF-8", "TZ": "America/Los_Angeles"}),
        ((), {"PYTHONHASHSEED": "random", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"}),
        ((), {"PYTHONHASHSEED": "2", "LC_ALL": "de_DE.UTF-8", "PYTHONUTF8": "0", "TZ": "UTC"}),
    ],
    ids=lambda value: value.get("LC_ALL", "") if isinstance(value, dict) else " ".join(value),
)
def test_hash_seed_locale_time_zone_and_flags_do_not_matter(expected, tmp_path, flags, environment):
    """In Turkish the small letter of I is another one, in German the decimal point is a comma."""
    locale = _locale(environment["LC_ALL"], tmp_path)
    if locale is None:
        pytest.skip(f"no locale {environment['LC_ALL']} here, and none can be made: apt-get install locales")
    assert _table(tmp_path, flags=flags, **environment, **locale) == expected


def test_folder_does_not_matter(expected, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    relative = [Path(os.path.relpath(path, tmp_path / "elsewhere")) for path in PAGES]
    assert _table(tmp_path, relative, cwd=tmp_path / "elsewhere") == expected


@pytest.mark.promise("Deterministic")
def test_order_of_inputs_changes_the_order_of_rows_alone(expected, tmp_path):
    """Rows stand in the order of the papers, so a folder, which is read by name, has one table."""
    import pyarrow.parquet as pq

    def rows(data):
        (tmp_path / "x.parquet").write_bytes(data)
        return [{**row, "sources": sorted(row["sources"])} for row in pq.read_table(tmp_path / "x.parquet").to_pylist()]

    turned = rows(_table(tmp_path, PAGES[::-1]))
    assert sorted(turned, key=lambda row: row["claim_id"]) == sorted(rows(expected), key=lambda row: row["claim_id"])


@pytest.mark.promise("Deterministic")
def test_names_of_a_folder_alone_decide_its_order(expected, tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for page in PAGES[::-1]:  # made in the other order
        shutil.copyfile(page, folder / page.name)
    assert _table(tmp_path, [folder]) == expected


@pytest.mark.promise("Dependencies")
def test_no_warning_of_our_own(tmp_path):
    """With every warning an error, those of other packages while they are imported aside."""
    code = (
        "import warnings, spacy, pint, pyarrow.parquet, rich.progress, click, duckdb, sys; warnings.simplefilter('error');"
        "from extractor.cli.commands import main; sys.argv[0] = 'claimtable'; main()"
    )
    command = [sys.executable, "-c", code, "extract", *map(str, PAGES), "-o", str(tmp_path / "claims.parquet")]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
