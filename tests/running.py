"""What tests of whole runs share: papers, runs in this process and in one of their own, and papers some of which are copies."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from extractor.read.papers import title_id
from extractor.records import Paper
from extractor.run.engine import Run, RunOptions
from extractor.run.parts import parts_folder

ROOT = Path(__file__).parents[1]
NUMBER = 60

SMALL = "import extractor.run.shards as s; s.LEAST, s.MEAN, s.MOST = 3, 6, 12\n"


def paper(n, **fields):
    found = {
        "paper_id": f"p{n}",
        "title": f"Kernel {n}",
        "abstract": f"Kernel {n} is {n % 7 + 2}x faster than cuBLAS on an A100.",
        "sources": ("a.parquet",),
    }
    return Paper(**(found | fields))


def papers(number=NUMBER):
    return [paper(n) for n in range(number)]


def run(out, given, **options):
    return Run(out, RunOptions(**({"workers": 1} | options)))(given)


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "plain")


class StopError(Exception):
    pass


def stopping(given, after):
    for number, one in enumerate(given):
        if number == after:
            raise StopError
        yield one


def doubled():
    """Papers, some of them twice: with an id only the second time, in another source, or with another text."""
    some = papers()
    some[5] = paper(5, paper_id=title_id("Kernel 5"))
    some[50] = paper(5, paper_id="own", sources=("b.parquet",), url="u", published=date(2024, 1, 2))
    some[51] = paper(7, sources=("b.parquet",), abstract="It is 99x smaller.")
    some[8] = paper(7, sources=("c.parquet",))
    return some


def command(out, source, *options, code=SMALL):
    code += "from extractor.cli.commands import main\nif __name__ == '__main__': main()"
    return [sys.executable, "-c", code, "extract", str(source), "-o", str(out), *options]


def start(arguments, **options):
    return subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def wait_for_part(out):
    for _ in range(600):
        if list(parts_folder(out).glob("*.parquet")):
            return
        time.sleep(0.1)
    pytest.fail("no part was finished in a minute")


def remove(path):
    import shutil

    shutil.rmtree(path) if path.is_dir() else path.unlink()
