"""Whole runs that are killed, interrupted, locked out or out of room: the old table or the whole new one is there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from broken import mounted
from running import (
    ROOT,
    SMALL,
    command,
    names,
    papers,
    run,
    start,
    wait_for_part,
)

from extractor.rulefiles.rules import RuleError
from extractor.run.parts import LockedError, Parts, opened, parts_folder

pytestmark = pytest.mark.usefixtures("small_shards")

# --- the lock, and what goes wrong on the way


def test_second_run_into_one_output_is_refused(out):
    with opened(out), pytest.raises(LockedError, match=f"process {os.getpid()}"):
        run(out, papers(3))
    run(out, papers(3))


def test_lock_of_a_dead_process_means_nothing(out):
    parts = parts_folder(out)
    parts.mkdir()
    (parts / "lock").write_text("999999\n")
    (parts / ".x.parquet.0123456789ab.tmp").touch()
    (out.parent / ".claims.parquet.0123456789ab.tmp").touch()
    run(out, papers(3))
    assert names(out.parent) == ["claims.parquet"]


def test_rules_that_cannot_be_used_leave_nothing(out, tmp_path):
    with pytest.raises(RuleError):
        run(out, papers(3), rules=tmp_path / "none")
    assert names(tmp_path) == []


SLOW = (
    SMALL + "import time, extractor.run.workers as w; do = w.finish_part\n"
    "def slow(*given):\n    time.sleep(0.2); return do(*given)\nw.finish_part = slow\n"
)


def test_ctrl_c_keeps_what_is_finished(out, source, plain):
    process = start(command(out, source, "--workers", "1", code=SLOW))
    wait_for_part(out)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 130
    assert errors == "what is finished is kept; the same command goes on from there\ninterrupted\n"
    done = run(out, papers())
    assert done.resumed >= 3
    assert out.read_bytes() == plain


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes as Linux shows them")
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_their_parent(out, source, plain, kind):
    slow = SMALL + "import time; import extractor.run.parts as p; write = p.Parts.write\n"
    slow += "def late(*given):\n    write(*given); time.sleep(0.5)\np.Parts.write = late\n"
    process = start(command(out, source, "--workers", "2", code=slow), start_new_session=True)
    wait_for_part(out)
    children = [
        int(pid) for task in Path(f"/proc/{process.pid}/task").glob("*/children") for pid in task.read_text().split()
    ]
    assert len(children) >= 2
    if kind == signal.SIGINT:
        os.killpg(process.pid, kind)  # as a terminal does it: the workers get it as well
    else:
        process.kill()
    _, errors = process.communicate()
    assert "Traceback" not in errors
    for _ in range(100):
        if not any(alive(pid) for pid in children):
            break
        time.sleep(0.1)
    assert [pid for pid in children if alive(pid)] == []
    assert not out.exists()
    run(out, papers())
    assert out.read_bytes() == plain


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] != "Z"
    except OSError:
        return False


KILLED = """
import os, random, signal, sys, time
from pathlib import Path
sys.path.insert(0, "tests")
import running as t
from extractor.run import engine
from extractor.run import shards
from extractor.run.batch import batch_extractor
batch_extractor()
shards.LEAST, shards.MEAN, shards.MOST = 3, 6, 12
engine.PARTITION_ROWS = 20
folder, partition = Path(sys.argv[1]), sys.argv[2] == "partition"
out, random, kills, whole = folder / "claims.parquet", random.Random(7), 0, 0


def content():
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())} if partition else out.read_bytes()


def child():
    pid = os.fork()
    if not pid:
        try:
            t.run(out, t.doubled(), partition=partition)
            os._exit(0)
        except BaseException as error:
            os.write(2, repr(error).encode())
            os._exit(1)
    return pid


started = time.monotonic()
os.waitpid(child(), 0)
whole_time, right = time.monotonic() - started, content()
t.remove(out)
while kills < 50 or not whole:
    pid = child()
    time.sleep(random.random() * whole_time * 1.2)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, status
    kills += os.WIFSIGNALED(status)
    if out.exists():
        whole += 1
        assert content() == right, "a table that is not the whole one"
        t.remove(out)
_, status = os.waitpid(child(), 0)
assert content() == right and os.WEXITSTATUS(status) == 0
assert sorted(path.name for path in folder.iterdir()) == ["claims.parquet"], list(folder.iterdir())
print(kills, whole)
"""


@pytest.mark.promise("Nothing lost, nothing half-written")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forks of a process that has loaded the rules")
@pytest.mark.parametrize("kind", ["file", "partition"])
def test_killed_at_fifty_random_moments(tmp_path, kind):
    """A hundred in all: each run is killed, and the next goes on; what is there is whole, and no part of it wrong."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = start([sys.executable, "-c", KILLED, str(tmp_path), kind], env=environment)
    said, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    kills, whole = map(int, said.split())
    assert kills >= 50
    assert whole >= 1


HELD = (
    SMALL + "import os, time, extractor.run.workers as w; do = w.finish_part\n"
    "def held(*given):\n    do(*given)\n    while not os.path.exists({0!r}): time.sleep(0.05)\nw.finish_part = held\n"
)


@pytest.mark.promise("Nothing lost, nothing half-written")
def test_two_runs_at_once(out, source, plain):
    go = source.with_name("go")
    first = start(command(out, source, "--workers", "1", code=HELD.format(str(go))))
    wait_for_part(out)
    second = start(command(out, source))
    _, errors = second.communicate()
    assert second.returncode == 2
    assert errors == (
        f"Error: {out}: another run (process {first.pid}) is writing this output; wait for it, or give another name "
        "with -o\n"
    )
    go.touch()
    first.communicate()
    assert first.returncode == 0
    assert out.read_bytes() == plain


LIMITED = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))\n" + SMALL


@pytest.mark.promise("Nothing lost, nothing half-written")
@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as POSIX does")
@pytest.mark.parametrize(("workers", "room"), [("1", 4_000), ("2", 4_000), ("1", None)])
def test_no_room_for_the_table(out, source, plain, workers, room):
    """The real error of a file that cannot grow: a part, in this process or a worker, and the table (room None)."""
    out.write_bytes(b"the old table")
    process = start(command(out, source, "--workers", workers, code=LIMITED.format(room or len(plain) - 500)))
    _, errors = process.communicate()
    assert process.returncode == 2, errors
    assert "Traceback" not in errors
    assert "make room" in errors or "duplicates cannot be looked for" in errors
    assert out.read_bytes() == b"the old table"
    assert not list(out.parent.glob(".*.tmp"))


def test_rejects_are_listed_as_they_come(out, tmp_path):
    import pyarrow as pa

    bad = tmp_path / "bad.parquet"
    pq.write_table(pa.table({"title": ["A", "B", "C"], "abstract": ["It is 2x faster.", None, None]}), bad)
    process = start(command(out, bad))
    process.communicate()
    assert process.returncode == 3
    lines = (tmp_path / "claims.parquet.rejects.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["line"] for line in lines] == [2, 3]
    process = start(command(tmp_path / "other.parquet", bad, "--on-error", "stop"))
    _, errors = process.communicate()
    assert process.returncode == 2
    assert "line 2" in errors
    assert "Traceback" not in errors
    assert names(tmp_path) == ["bad.parquet", "claims.parquet", "claims.parquet.rejects.jsonl"]


def test_parts_are_known_by_their_content(tmp_path):
    assert "0" * 32 not in Parts(tmp_path)


@pytest.mark.promise("Nothing lost, nothing half-written")
def test_read_only_folder_is_said_before_any_work(tmp_path, source):
    with mounted(tmp_path / "kept", "ro") as folder:
        done = subprocess.run(
            command(folder / "claims.parquet", source), cwd=ROOT, capture_output=True, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (2, f"Error: the folder {folder} cannot be written to\n")
