"""A whole run: the same bytes however it was cut, interrupted or shared out, and nothing extracted twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import shards
from extractor.duplicates import Copies, keys_of, merge_keys
from extractor.engine import Run, RunOptions
from extractor.manifest import OldTable
from extractor.papers import merge_duplicates, title_id
from extractor.parts import LockedError, Parts, RunError, opened, pack, parts_folder, unpack
from extractor.records import Paper
from extractor.rules import RuleError
from extractor.store import read_table, table_files

ROOT = Path(__file__).parents[1]
NUMBER = 60

SMALL = "import extractor.shards as s; s.LEAST, s.MEAN, s.MOST = 3, 6, 12\n"


@pytest.fixture(autouse=True)
def small_shards(monkeypatch):
    """Many shards out of few papers."""
    for name, value in {"LEAST": 3, "MEAN": 6, "MOST": 12}.items():
        monkeypatch.setattr(shards, name, value)


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


@pytest.fixture
def out(tmp_path):
    return tmp_path / "claims.parquet"


def run(out, given, **options):
    return Run(out, RunOptions(**({"workers": 1} | options)))(given)


@pytest.fixture
def plain(tmp_path):
    """The bytes of the table of `papers()`, made in one undisturbed run."""
    path = tmp_path / "plain" / "claims.parquet"
    path.parent.mkdir(exist_ok=True)
    run(path, papers())
    return path.read_bytes()


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "plain")


# --- the table


def test_rows_come_in_the_order_of_the_papers(out):
    outcome = run(out, papers())
    table = read_table(out)
    ids = list(dict.fromkeys(table.column("paper_id").to_pylist()))
    assert ids == [f"p{n}" for n in range(NUMBER)]
    assert (outcome.papers, outcome.extracted, outcome.reused, outcome.resumed) == (NUMBER, NUMBER, 0, 0)
    assert len(OldTable.at(out).shards) > 4
    assert names(out.parent) == ["claims.parquet"]


def test_table_of_one_shard_has_no_manifest(out):
    run(out, papers(3))
    assert b"claimtable.shards" not in pq.read_metadata(out).metadata


def test_no_papers_give_an_empty_table(out):
    assert run(out, []).papers == 0
    assert read_table(out).num_rows == 0


@pytest.mark.parametrize("piece", [1, 4, 256])
def test_two_processes_write_the_same_bytes(out, plain, monkeypatch, piece):
    monkeypatch.setattr("extractor.workers.PIECE", piece)
    run(out, papers(), workers=2)
    assert out.read_bytes() == plain


STARTED = (
    "import threading, extractor.shards as s, extractor.workers as w; s.LEAST, s.MEAN, s.MOST = 3, 6, 12\n"
    "{0}context = w._context\ndef told():\n    found = context()\n    print(found.get_start_method())\n    return found\n"
    "w._context = told\n"
)
THREAD = "if __name__ == '__main__': threading.Thread(target=threading.Event().wait, daemon=True).start()\n"


@pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux alone")
@pytest.mark.parametrize(("also", "way"), [("", "fork"), (THREAD, "spawn")])
def test_workers_are_forks_unless_there_are_threads(out, source, plain, also, way):
    process = start(command(out, source, "--workers", "2", code=STARTED.format(also)))
    said, errors = process.communicate()
    assert process.returncode == 0, errors
    assert said.splitlines()[0] == way
    assert out.read_bytes() == plain


FORKED = """
import os, sys
from pathlib import Path
from extractor.parts import forget_locks, opened
out, (end, go), (ready, told) = Path(sys.argv[1]), os.pipe(), os.pipe()
with opened(out):
    if not os.fork():
        os.close(go)
        forget_locks()
        os.write(told, b"x")
        os.read(end, 1)  # as long as the other lives
        os._exit(0)
    os.read(ready, 1)
with opened(out):
    print("locked again")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_fork_does_not_keep_the_lock(out):
    process = start([sys.executable, "-c", FORKED, str(out)])
    assert process.communicate() == ("locked again\n", "")


def test_long_texts_end_a_shard(monkeypatch):
    monkeypatch.setattr(shards, "MOST_LETTERS", 100)
    assert [len(shard.papers) for shard in shards.cut([paper(n, abstract="x" * 60) for n in range(6)], {})] == [2, 2, 2]


@given(st.integers(0, 199), st.lists(st.integers(1000, 2000), max_size=3))
def test_a_change_in_one_place_leaves_most_shards(place, more):
    before = papers(200)
    after = before[:place] + [paper(n) for n in more] + before[place:]
    keys = [{shard.key for shard in shards.cut(some, {})} for some in (before, after)]
    assert len(keys[0] - keys[1]) <= 6


def test_shard_knows_its_basis():
    keys = {next(shards.cut(papers(3), {"rules": rules})).key for rules in ("a", "b")}
    assert len(keys) == 2


def test_lone_surrogates_do_not_stop_a_run(out):
    run(out, [paper(1, title="Fast \ud800", abstract="It is 2x faster \udfff than \ud800 X.")])
    assert read_table(out).column("title").to_pylist() == ["Fast \ufffd"]


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_counts_are_packed_and_unpacked(counts):
    assert unpack(pack(counts), len(counts)) == counts


# --- going on


class StopError(Exception):
    pass


def stopping(given, after):
    for number, one in enumerate(given):
        if number == after:
            raise StopError
        yield one


def test_interrupted_run_goes_on(out, plain):
    with pytest.raises(StopError):
        run(out, stopping(papers(), 40))
    parts = parts_folder(out)
    finished = {path: path.stat().st_mtime_ns for path in parts.glob("*.parquet")}
    assert len(finished) >= 3
    assert not out.exists()
    assert not (parts / "work").exists()
    (parts / "basis.json").touch()
    seen = []
    outcome = Run(out, RunOptions(workers=1), on_batch=lambda batch: seen.append(mtimes(parts)))(papers())
    assert {path: seen[0][path] for path in finished} == finished  # not made again
    assert outcome.resumed >= 20
    assert outcome.resumed + outcome.extracted == NUMBER
    assert out.read_bytes() == plain
    assert not parts.exists()


def mtimes(parts):
    return {path: path.stat().st_mtime_ns for path in parts.glob("*.parquet")}


def test_grown_input_extracts_what_is_new(out, tmp_path):
    run(out, papers())
    grown = [*papers(), *(paper(n) for n in range(100, 110))]
    outcome = run(out, grown)
    assert 10 <= outcome.extracted <= 10 + 12  # the last shard grew with them
    assert outcome.reused == len(grown) - outcome.extracted
    run(tmp_path / "anew.parquet", grown)
    assert out.read_bytes() == (tmp_path / "anew.parquet").read_bytes()


def test_second_run_extracts_nothing(out):
    run(out, papers())
    first = out.read_bytes()
    assert run(out, papers()).extracted == 0
    assert out.read_bytes() == first


def test_fresh_uses_nothing(out):
    run(out, papers())
    assert run(out, papers(), fresh=True).extracted == NUMBER


def test_changed_input_is_noticed(out):
    run(out, papers())
    changed = [replace(one, abstract="It is 9x smaller.") if one.paper_id == "p30" else one for one in papers()]
    assert 1 <= run(out, changed).extracted <= 12
    assert "9x" in read_table(out).column("quote").to_pylist()


@pytest.mark.parametrize("interrupted", [False, True])
def test_changed_options_are_noticed(out, interrupted):
    if interrupted:
        with pytest.raises(StopError):
            run(out, stopping(papers(), 40))
    else:
        run(out, papers())
    outcome = run(out, papers(), min_precision=0.999)
    assert (outcome.changed, outcome.extracted) == (["--min-precision"], NUMBER)


def test_changed_rules_are_noticed(out, tmp_path):
    run(out, papers())
    mine = tmp_path / "mine"
    (mine / "terms").mkdir(parents=True)
    table = (ROOT / "rules" / "terms" / "words.toml").read_text(encoding="utf-8")
    (mine / "terms" / "words.toml").write_text(table + "\n# another\n", encoding="utf-8")
    outcome = run(out, papers(), rules=mine)
    assert outcome.changed[0] == "rules"
    assert outcome.extracted == NUMBER


def test_damaged_part_is_made_again(out, plain):
    with pytest.raises(StopError):
        run(out, stopping(papers(), 40))
    damaged, other, *_ = sorted(parts_folder(out).glob("*.parquet"))
    damaged.write_bytes(damaged.read_bytes()[:-20])
    other.write_bytes(sorted(parts_folder(out).glob("*.parquet"))[2].read_bytes())  # whole, but of another shard
    run(out, papers())
    assert out.read_bytes() == plain


def test_damaged_old_table_is_not_used(out, plain):
    out.write_bytes(plain[:-50])
    assert run(out, papers()).reused == 0
    assert out.read_bytes() == plain


def test_since_takes_what_is_new(out):
    days = [date(2024, 1, 1), date(2024, 5, 1), None]
    outcome = run(out, [paper(n, published=day) for n, day in enumerate(days)], since=date(2024, 3, 1))
    assert (outcome.papers, outcome.early, outcome.undated) == (1, 1, 1)


# --- duplicates


def doubled():
    """Papers, some of them twice: with an id only the second time, in another source, or with another text."""
    some = papers()
    some[5] = paper(5, paper_id=title_id("Kernel 5"))
    some[50] = paper(5, paper_id="own", sources=("b.parquet",), url="u", published=date(2024, 1, 2))
    some[51] = paper(7, sources=("b.parquet",), abstract="It is 99x smaller.")
    some[8] = paper(7, sources=("c.parquet",))
    return some


def expected(given, tmp_path):
    path = tmp_path / "expected" / "claims.parquet"
    path.parent.mkdir(exist_ok=True)
    run(path, merge_duplicates(given))
    return read_table(path)


def test_duplicates_are_merged_over_shards(out, tmp_path):
    outcome = run(out, doubled())
    assert (outcome.papers, outcome.copies.number, outcome.copies.other_text) == (NUMBER - 3, 3, 1)
    assert read_table(out).equals(expected(doubled(), tmp_path))
    rows = {row["paper_id"]: row for row in read_table(out).to_pylist()}
    assert rows["own"]["sources"] == ["a.parquet", "b.parquet"]
    assert rows["p7"]["sources"] == ["a.parquet", "c.parquet", "b.parquet"]


def test_duplicates_in_an_old_table_are_undone(out, tmp_path):
    """What a copy changed in the old table is made anew when the copy is there no more, and the rest is taken over."""
    run(out, doubled())
    without = doubled()
    without[50:52] = papers()[50:52]
    outcome = run(out, without)
    assert outcome.extracted <= 20
    assert read_table(out).equals(expected(without, tmp_path))
    again = run(out, doubled())
    assert again.extracted <= 20
    assert read_table(out).equals(expected(doubled(), tmp_path))


def test_touched_papers_alone_are_extracted_again(out):
    run(out, doubled())
    first = out.read_bytes()
    outcome = run(out, doubled())
    assert (outcome.extracted, outcome.reused) == (5, NUMBER - 5)
    assert out.read_bytes() == first


def test_duplicates_may_be_kept(out):
    assert run(out, doubled(), on_duplicate="keep").papers == NUMBER
    assert "99x" in read_table(out).column("quote").to_pylist()


def test_duplicates_may_stop_the_run(out):
    with pytest.raises(RunError, match="3 papers are copies"):
        run(out, doubled(), on_duplicate="stop")
    assert not out.exists()


def test_name_that_looks_like_a_pattern(tmp_path):
    folder = tmp_path / "what's [this] *?"
    folder.mkdir()
    assert run(folder / "a[b]*.parquet", doubled()).copies.number == 3


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "1", "2", "3"]), st.sampled_from("ABC"), st.sampled_from("xyz"), st.booleans()),
        max_size=12,
    )
)
def test_merging_keys_is_merging_papers(records):
    given = [
        Paper(
            own or title_id(title),
            title,
            str(n),
            (source,),
            "u" if dated else None,
            date(2024, 1, 1 + n) if dated else None,
        )
        for n, (own, title, source, dated) in enumerate(records)
    ]
    found = dict(enumerate(given))
    for patch in merge_keys((keys_of(n, one, title_id(one.title)) for n, one in found.copy().items()), Copies()):
        if patch.paper is None:
            del found[patch.ordinal]
        else:
            now = patch.paper
            found[patch.ordinal] = replace(
                given[patch.ordinal], paper_id=now.paper_id, sources=now.sources, url=now.url, published=now.published
            )
    assert list(found.values()) == merge_duplicates(given)


# --- a folder of files


@pytest.fixture
def many_files(monkeypatch):
    monkeypatch.setattr("extractor.engine.PARTITION_ROWS", 20)


def test_partition_is_read_as_one_table(out, plain, tmp_path, many_files):
    import duckdb
    import pandas as pd
    import pyarrow as pa

    folder = tmp_path / "claims"
    run(folder, papers(), partition=True)
    files = table_files(folder)
    assert len(files) > 2
    whole = pq.read_table(pa.BufferReader(plain))
    assert pa.concat_tables(map(read_table, files)).equals(whole)
    assert len(pd.read_parquet(folder)) == whole.num_rows
    assert duckdb.sql(f"select count(*) from '{folder}/*.parquet'").fetchall() == [(whole.num_rows,)]
    assert names(tmp_path) == ["claims"]


def test_partition_is_used_again(tmp_path, many_files):
    folder = tmp_path / "claims"
    run(folder, papers(), partition=True)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run(folder, papers(), partition=True).extracted == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("renames", [0, 1])
def test_exchange_of_folders_is_finished_by_the_next_run(tmp_path, monkeypatch, many_files, renames):
    folder = tmp_path / "claims"
    run(folder, papers(20), partition=True)
    with monkeypatch.context() as patch:
        patch.setattr("extractor.engine.Run._mend", broken_after(renames))
        with pytest.raises(StopError):
            run(folder, papers(), partition=True)
    outcome = run(folder, papers(), partition=True)
    assert outcome.extracted == 0
    assert sum(pq.read_metadata(path).num_rows for path in table_files(folder)) >= NUMBER
    assert names(tmp_path) == ["claims"]


def broken_after(renames):
    def mend(self, parts):
        if parts.new.exists():
            if renames:
                self.output.replace(parts.old)
            raise StopError

    return mend


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.write_bytes(b"x"), "is a file"),
        (lambda path: (path.mkdir(), (path / "notes.txt").touch()), "notes.txt"),
        (lambda path: (path.mkdir(), (path / "a.parquet").write_bytes(b"x")), "not a readable"),
    ],
)
def test_partition_replaces_nothing_but_a_table(tmp_path, make, message):
    make(tmp_path / "claims")
    with pytest.raises(ValueError, match=message):
        run(tmp_path / "claims", papers(3), partition=True)


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


def command(out, source, *options, code=SMALL):
    code += "from extractor.cli import main\nif __name__ == '__main__': main()"
    return [sys.executable, "-c", code, "extract", str(source), "-o", str(out), *options]


@pytest.fixture
def source(tmp_path):
    import pyarrow as pa

    path = tmp_path / "plain" / "a.parquet"
    path.parent.mkdir(exist_ok=True)
    rows = [{"paper_id": one.paper_id, "title": one.title, "abstract": one.abstract} for one in papers()]
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def start(arguments, **options):
    return subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


SLOW = (
    SMALL + "import time, extractor.workers as w; do = w.finish_part\n"
    "def slow(*given):\n    time.sleep(0.2); return do(*given)\nw.finish_part = slow\n"
)


def wait_for_part(out):
    for _ in range(600):
        if list(parts_folder(out).glob("*.parquet")):
            return
        time.sleep(0.1)
    pytest.fail("no part was finished in a minute")


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
    slow = SMALL + "import time; import extractor.parts as p; write = p.Parts.write\n"
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
import test_engine as t
from extractor import engine, shards
from extractor.batch import batch_extractor
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


def remove(path):
    import shutil

    shutil.rmtree(path) if path.is_dir() else path.unlink()


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
    SMALL + "import os, time, extractor.workers as w; do = w.finish_part\n"
    "def held(*given):\n    do(*given)\n    while not os.path.exists({0!r}): time.sleep(0.05)\nw.finish_part = held\n"
)


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


def test_read_only_folder_is_said_before_any_work(tmp_path, source):
    folder = tmp_path / "kept"
    folder.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", folder], check=False, capture_output=True
    ).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        done = subprocess.run(
            command(folder / "claims.parquet", source), cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (2, f"Error: the folder {folder} cannot be written to\n")
    finally:
        subprocess.run(["umount", folder], check=True)
