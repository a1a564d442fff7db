"""Speed of the whole line against spaCy's blank tokenizer: python tests/benchmarks/speed.py [PAPERS.parquet]

One process, Parquet in to Parquet out, on the papers of seeds/ over and over or on those of a Parquet file. The line and
the tokenizer take turns on the same texts, so that what else the machine does falls on both; times are of the processor.
With --curves: cost against the number of papers, the length of texts and the number of rules. With --others: quantulum3
and Recognizers-Text on a few of the papers, where they are installed (pip install quantulum3 recognizers-text-suite).
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import pyarrow as pa
import pyarrow.parquet as pq

from extractor.read.read import read_papers
from extractor.rulefiles.rules import load_rules, rules_root
from extractor.run.engine import Run, RunOptions

Texts = list[tuple[str, str]]  # title and abstract
FEW = 50  # papers for programs that are a hundred times as slow
WARM_UP = """
import time
start = time.process_time()
from extractor.run.extract import Extractor
from extractor.rulefiles.rules import load_rules
imported = time.process_time()
Extractor(load_rules())
print(imported - start, time.process_time() - imported)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("papers", nargs="?", type=Path, help="a Parquet file with title and abstract (default: seeds/)")
    parser.add_argument("--number", type=int, default=2000, help="papers to take, spread over the file")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--curves", action="store_true")
    parser.add_argument("--others", action="store_true")
    options = parser.parse_args()
    texts = spread(options.papers, options.number)
    with tempfile.TemporaryDirectory() as folder:
        against_tokenizer(texts, options.rounds, Path(folder))
        if options.others:
            others(texts[:: max(1, len(texts) // FEW)][:FEW])
        if options.curves:
            curves(texts, options.rounds, Path(folder))
    warm_up()


def spread(file: Path | None, number: int) -> Texts:
    """Titles and abstracts: evenly out of a Parquet file, or those of seeds/ over and over."""
    if file is None:
        seeds = [(paper.title, paper.abstract) for paper in read_papers([ROOT / "seeds"])]
        return list(itertools.islice(itertools.cycle(dict.fromkeys(seeds)), number))
    table = pq.read_table(file, columns=["title", "abstract"])
    step = max(1, table.num_rows // number)
    rows = table.take(list(range(0, table.num_rows, step))[:number]).to_pylist()
    return [(row["title"] or "", row["abstract"] or "") for row in rows]


class Line:
    """The whole line for one rules folder: what `claimtable extract IN.parquet -o OUT.parquet --workers 1` runs."""

    def __init__(self, rules: Path | None = None) -> None:
        self.options = RunOptions(rules=rules, workers=1, fresh=True)
        self.frames = len(load_rules(rules).frames)

    def __call__(self, papers: Path, out: Path) -> int:
        """Parquet in, Parquet out; the number of rows."""
        Run(out, self.options)(read_papers([papers]))
        return pq.read_metadata(out).num_rows


def tokenizer() -> Callable[[Texts], None]:
    import spacy

    tokenize = spacy.blank("en").tokenizer

    def run(texts: Texts) -> None:
        for title, abstract in texts:
            tokenize(f"{title}\n{abstract}")

    return run


def in_turns(runs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds of the processor that each takes, in turns, after one turn that does not count."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(rounds + 1):
        for name, run in runs.items():
            start = time.process_time()
            run()
            if turn:
                times[name].append(time.process_time() - start)
    return times


def against_tokenizer(texts: Texts, rounds: int, folder: Path) -> None:
    file, line, tokenize = written(texts, folder), Line(), tokenizer()
    runs = {"spaCy's tokenizer": lambda: tokenize(texts), "the whole line": lambda: line(file, folder / "out.parquet")}
    times = in_turns(runs, rounds)
    rows = pq.read_metadata(folder / "out.parquet").num_rows
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{len(texts):,} papers, {rows:,} rows, {rounds} rounds, load {load}\n")
    print("| | best, µs a paper | median | papers a second (best) | rate against the tokenizer: best | median |")
    print("|---|---|---|---|---|---|")
    own = times["spaCy's tokenizer"]
    for name, took in times.items():
        middle = statistics.median(mine / yours for mine, yours in zip(own, took, strict=True))
        best, median = (of(took) / len(texts) * 1e6 for of in (min, statistics.median))
        print(
            f"| {name} | {best:,.0f} | {median:,.0f} | {1e6 / best:,.0f} | {min(own) / min(took):.2f} | {middle:.2f} |"
        )


def curves(texts: Texts, rounds: int, folder: Path) -> None:
    line = Line()
    print("\n| papers | µs a paper |\n|---|---|")
    sizes = [len(texts) // 8, len(texts) // 4, len(texts) // 2, len(texts)]
    report({f"{size:,}": texts[:size] for size in sizes}, line, rounds, folder)
    print("\n| characters of an abstract (mean) | µs a 1,000 characters |\n|---|---|")
    few = texts[: len(texts) // 8]
    for times in (1, 2, 4, 8, 16):
        longer = [(title, " ".join([abstract] * times)) for title, abstract in few]
        length = statistics.mean(len(abstract) for _, abstract in longer)
        report({f"{length:,.0f}": longer}, line, rounds, folder, per=length * len(few) / 1000)
    print("\n| frames | µs a paper | against the shipped ones: best | median | rows |\n|---|---|---|---|---|")
    lines = {times: Line(copied_rules(folder / f"rules-{times}", times)) for times in (1, 2, 4, 8)}
    file = written(texts, folder)
    runs = {str(times): lambda one=one: one(file, folder / "out.parquet") for times, one in lines.items()}
    took = in_turns(runs, rounds)
    for times, one in lines.items():
        mine = took[str(times)]
        ratio = statistics.median(a / b for a, b in zip(mine, took["1"], strict=True))
        print(
            f"| {one.frames} | {min(mine) / len(texts) * 1e6:,.0f} | {min(mine) / min(took['1']):.2f} "
            f"| {ratio:.2f} | {one(file, folder / 'out.parquet'):,} |"
        )


def report(sets: Mapping[str, Texts], line: Line, rounds: int, folder: Path, per: float | None = None) -> None:
    """One row a set of texts: the best time, for each paper or for each of `per`."""
    for name, texts in sets.items():
        file = written(texts, folder)
        took = in_turns({name: lambda file=file: line(file, folder / "out.parquet")}, rounds)[name]
        print(f"| {name} | {min(took) / (per or len(texts)) * 1e6:,.0f} |", flush=True)


def copied_rules(folder: Path, times: int) -> Path:
    """The shipped rules with every frame `times` times, under new ids: they do all the work and change nothing."""
    shutil.copytree(rules_root(), folder)
    for path, number in itertools.product(list((folder / "frames").glob("*.toml")), range(1, times)):
        text = re.sub(
            r'^id = "(.*)"', rf'id = "\1-copy-{number}"', path.read_text(encoding="utf-8"), flags=re.MULTILINE
        )
        path.with_name(f"{path.stem}-copy-{number}.toml").write_text(text, encoding="utf-8")
    return folder


def others(texts: Texts) -> None:
    """Programs that find quantities in any text, on a few papers."""
    print(f"\n| on {len(texts)} papers | µs a paper | papers a second |\n|---|---|---|")
    for name, make in (("quantulum3", quantulum), ("Recognizers-Text", recognizers)):
        try:
            run = make()
        except ImportError as error:
            print(f"| {name} | not installed ({error}) | |")
            continue
        run("Warm up in 5 seconds.")
        start = time.process_time()
        for title, abstract in texts:
            run(f"{title}\n{abstract}")
        mean = (time.process_time() - start) / len(texts) * 1e6
        print(f"| {name} | {mean:,.0f} | {1e6 / mean:,.0f} |", flush=True)


def quantulum() -> Callable[[str], object]:
    from quantulum3 import parser

    return parser.parse


def recognizers() -> Callable[[str], object]:
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_dimension
    from recognizers_text import Culture

    kinds = (recognize_number, recognize_percentage, recognize_dimension)
    return lambda text: [recognize(text, Culture.English) for recognize in kinds]


def warm_up() -> None:
    """What a fresh process takes before its first paper."""
    took = [list(map(float, output.split())) for output in itertools.islice(fresh(), 5)]
    imports, rules = (min(times) for times in zip(*took, strict=True))
    print(
        f"\nwarm-up, best of {len(took)}: importing spaCy and the rest {imports:.2f} s, loading all rules {rules:.2f} s"
    )


def fresh() -> Iterator[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    while True:
        yield subprocess.run(
            [sys.executable, "-c", WARM_UP], env=environment, check=True, capture_output=True
        ).stdout.decode()


def written(texts: Texts, folder: Path) -> Path:
    """The papers as a Parquet file; every copy of a paper is one of its own."""
    file = folder / "papers.parquet"
    titles, abstracts = zip(*texts, strict=True)
    ids = [str(number) for number in range(len(texts))]
    pq.write_table(pa.table({"paper_id": ids, "title": titles, "abstract": abstracts}), file)
    return file


if __name__ == "__main__":
    main()
