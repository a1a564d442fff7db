"""Coverage-guided fuzzing of the line and of the readers; docs/promises.md has the command, and what it found.

    python tests/fuzz/fuzz.py line -max_total_time=3600       text to claims to rows
    python tests/fuzz/fuzz.py readers -max_total_time=3600    bytes of a page or a Parquet file to papers

Needs atheris (`pip install atheris`), which the tests do not. Each new failure is written to finding-* in the current
folder, with its traceback, and the run goes on; `python tests/fuzz/fuzz.py line finding-...` shows it again. Its
shortest form then becomes a case of tests/test_fuzz_cases.py.
"""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

with atheris.instrument_imports(include=["extractor"]):
    from invariants import check_claims, check_rows, new_builder
    from pieces import PIECES

    from extractor.read.read import InputError, read_papers
    from extractor.records import Paper
    from extractor.rulefiles.rules import load_rules
    from extractor.run.extract import Extractor

SECONDS_A_CHARACTER = 0.002  # ten times what the slowest text takes on a slow machine


def text_of(data: bytes) -> str:
    """Pieces of claims where the first byte is even, letters as they are where it is odd."""
    if data[:1] and data[0] % 2:
        return data[1:].decode("utf-8", "surrogateescape")
    return "".join(PIECES[byte % len(PIECES)] for byte in data[1:])


def fuzz_line():
    extract, builder = Extractor(load_rules()), new_builder()

    def one(data: bytes) -> None:
        title, newline, abstract = text_of(data).partition("\n")
        paper = Paper("x", title if newline else "", abstract if newline else title)
        start = time.process_time()
        extracted = extract(paper)
        taken = time.process_time() - start
        assert taken < 0.5 + SECONDS_A_CHARACTER * len(paper.text), f"{taken} s for {len(paper.text)} characters"
        check_claims(paper, extracted[1])
        check_rows(builder, extracted)

    return one


def fuzz_readers():
    folder = Path(tempfile.mkdtemp())

    def one(data: bytes) -> None:
        for suffix in (".txt", ".parquet"):
            path = folder / f"input{suffix}"
            path.write_bytes(data)
            try:
                for paper in read_papers([path], lambda reject: None):
                    assert isinstance(paper.title, str)
                    assert isinstance(paper.abstract, str)
                    assert paper.paper_id
            except InputError as error:
                if path.name not in str(error):
                    raise

    return one


def keeping_on(target):
    """The target, each failure written down once (told apart by where it was raised) instead of ending the run."""
    seen = set()

    def one(data: bytes) -> None:
        try:
            target(data)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            if (place.filename, place.lineno) not in seen:
                seen.add((place.filename, place.lineno))
                name = f"finding-{Path(place.filename).stem}-{place.lineno}"
                Path(name).write_bytes(data)
                Path(f"{name}.txt").write_text(traceback.format_exc(), "utf-8", "backslashreplace")

    return one


def main() -> None:
    target = {"line": fuzz_line, "readers": fuzz_readers}[sys.argv.pop(1)]()
    replay = Path(sys.argv[-1]).is_file()
    atheris.Setup(sys.argv, target if replay else keeping_on(target))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
