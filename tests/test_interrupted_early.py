"""Ctrl-C in the first moments: exit code 130 and no traceback, wherever in the loading of modules it comes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.cli.interrupts import interruptible, left_at_once

ROOT = Path(__file__).parents[1]
# Interrupts itself when a module is looked for, as a user would who changes his mind.
INTERRUPT = """
import os, signal, sys
class Finder:
    def find_spec(self, name, *_):
        if name == {0!r}:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
sys.argv[1:] = ["compare", "data/claims.parquet"]
from extractor.__main__ import main
main()
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("module", ["extractor.cli.commands", "click", "extractor.cli.extract", "duckdb", "pyarrow"])
def test_ctrl_c_while_modules_load(module):
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPT.format(module)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")


def test_only_its_own_way_of_leaving_is_given_up():
    """A handler of whoever runs the command as a part of his own program stays, whatever it is called."""

    def leave(*_):
        pass

    before = signal.signal(signal.SIGINT, leave)
    try:
        interruptible()
        assert signal.getsignal(signal.SIGINT) is leave
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with left_at_once():
            assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
            interruptible()
            assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
