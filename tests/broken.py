"""What tests of broken inputs share: good lines to stand among bad ones, packing, and how much memory reading takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest
from reading import ROOT

from extractor.read.read import InputError, read_papers

GOOD = {"id": "2401.00010", "title": "Fast", "abstract": "It is 2x faster."}
LINE = json.dumps(GOOD).encode()
NEXT = LINE.replace(b"00010", b"00020")
IDS = ["2401.00010", "2401.00020"]


def put(path: Path, *lines: bytes, end: bytes = b"\n") -> Path:
    path.write_bytes(b"".join(line + end for line in lines))
    return path


@contextmanager
def mounted(folder: Path, options: str):
    """A small file system of its own at a new folder; the test is skipped where mounting is not allowed."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def ids(papers):
    return [one.paper_id for one in papers]


def said(rejects):
    return [(reject.line, reject.kind, reject.reason) for reject in rejects]


def pack(data: bytes, how: str) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, how) as stream:
        stream.write(data)
    return sink.getvalue().to_pybytes()


PACKED = pytest.mark.parametrize("how", ["gzip", "zstd"])


def until_error(path):
    """The papers that come before the error, and the error."""
    found = []
    try:
        for one in read_papers([path]):
            found.append(one)  # noqa: PERF402 (what came before the error must stay)
    except InputError as error:
        return found, str(error)
    pytest.fail("no error came")


def peak(path: Path, **options: object) -> tuple[list[str], list[str], int]:
    """What reading in a fresh process gives, and by how many MB its memory grew over what the imports take."""
    program = (
        "import json, resource, sys\n"
        "from extractor.read.read import ReadOptions, read_papers\n"
        "import orjson, pyarrow.parquet\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "rejects = []\n"
        "papers = [p.paper_id for p in read_papers([sys.argv[1]], rejects.append, ReadOptions(**json.loads(sys.argv[2])))]\n"
        "grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024\n"
        "print(json.dumps([papers, [r.kind + ': ' + r.reason for r in rejects], grown]))\n"
    )
    command = [sys.executable, "-c", program, str(path), json.dumps(options)]
    done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT, env=os.environ)
    return tuple(json.loads(done.stdout))
