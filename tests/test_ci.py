"""What .ci/run asks: that no test is left out unseen, and of tables that differ, which they are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "data" / "claims.parquet"
CHECK = ROOT / ".ci" / "check_skips.py"
RESULTS = """<testsuites><testsuite>
<testcase name="a"/>
<testcase name="b"><skipped type="pytest.skip" message="needs Java 17"/></testcase>
<testcase name="c"><skipped type="pytest.xfail" message="a known miss"/></testcase>
</testsuite></testsuites>"""


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


@pytest.mark.parametrize(
    ("allowed", "code", "out"),
    [("", 1, "1 left out: needs Java 17\n"), ("no browser\nneeds Java\n", 0, ""), ("no browser", 1, "1 left out: needs Java 17\n")],
)  # fmt: skip
def test_a_test_left_out_is_told(tmp_path, allowed, code, out):
    (tmp_path / "tests.xml").write_text(RESULTS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, CHECK, tmp_path / "tests.xml", allowed], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (code, out)
    assert ("CI_ALLOW_SKIPS" in done.stderr) == bool(code)


def test_pytest_writes_what_is_looked_for(tmp_path):
    (tmp_path / "test_x.py").write_text(
        "import pytest\n\ndef test_x():\n    pytest.skip('no browser here')\n\n"
        "@pytest.mark.skipif(True, reason='no locale')\ndef test_y():\n    pass\n"
    )
    results = tmp_path / "tests.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={results}", tmp_path]
    subprocess.run(command, capture_output=True, check=True, cwd=tmp_path)
    done = subprocess.run([sys.executable, CHECK, results, "no locale"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "1 left out: no browser here\n")
