"""What .ci/run asks of the tests: none may be left out unseen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CHECK = Path(__file__).parents[1] / ".ci" / "check_skips.py"
RESULTS = """<testsuites><testsuite>
<testcase name="a"/>
<testcase name="b"><skipped type="pytest.skip" message="needs Java 17"/></testcase>
<testcase name="c"><skipped type="pytest.xfail" message="a known miss"/></testcase>
</testsuite></testsuites>"""


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
