"""No text takes more than linear time: eight times the text takes about eight times the work.

Work is counted in two ways. Bytecodes are counted exactly, and are the same on every machine; regular expressions and
what else is written in C shows in processor time alone, of which only the growth is looked at, with a wide margin:
a square would be 64.
"""

from __future__ import annotations

import gc
import sys
import time

import pytest

from extractor.records import Paper
from extractor.run.extract import Extractor
from extractor.text import tokens

RUNS = {
    "ordinary": "Our method cuts latency by 40% on ImageNet with ResNet-50 and runs at 30 FPS on an A100 GPU. ",
    "claims": "2x faster and ",
    "lists": "1%, ",
    "changes": "from 1000 steps to 4 steps, ",
    "ranges": "from 1 to ",
    "bounds": "up to ",
    "metrics": "latency and ",
    "respectively": "2x and 3x for latency and memory, respectively, ",
    "complexity": "of O(n) to ",
    "datasets": "ImageNet, CIFAR-10 and ",
    "unlisted": "FooBar and ",
    "nouns of data": "Datasets, ",
    "models": "BERT ",
    "versions": "ResNet-50-50-",
    "devices": "8 A100 GPUs, ",
    "sentences with devices": "On an A100 it is 2x faster. ",
    "guarded devices": "TITAN V and TPU, ",
    "baselines": "outperforms BERT by ",
    "models of their own": "compresses BERT by 2x, and GPT by ",
    "changes of models": "reduces the latency of BERT by 2x and ",
    "remarks": "than (a) ",
    "introduced": "introduces FOO (",
    "own name": "We propose Foo (FOO ",
    "techniques": "quantization and pruning of ",
    "number words": "hundred million and ",
    "uncertainty": "1 ± ",
    "letters": "a",
    "capitals": "A",
    "hyphenated": "a-",
    "dotted": "a.B",
    "digits": "1",
    "numbers": "1 ",
    "versions of numbers": "1.",
    "thousands": "1,000",
    "spaced thousands": "1 000 ",
    "powers": "10^",
    "exponents": "1e",
    "products": "1x10",
    "superscripts": "10²",
    "full stops": ".",
    "ends of sentences": ". A",
    "exclamation": "!",
    "open brackets": "(",
    "closed brackets": ")",
    "empty brackets": "()",
    "quotation marks": '"',
    "hyphens": "-",
    "dashes": "–",
    "percent": "%",
    "tildes": "~ ",
    "white space": " ",
    "tabs": "\t",
    "newlines": "\n",
    "combining marks": "e\u0301\u0302",
    "zero width": "2\u200bx ",
    "right to left": "\u202e3x سرعة ",
    "emoji": "👩‍🔬",
    "astral letters": "𝐀𝟑 ",
    "NUL": "\0",
    "lone surrogates": "\ud800",
    "LaTeX times": "3$\\times$",
    "LaTeX commands": "\\textbf{",
    "braces": "{",
    "dollars": "$",
    "backslashes": "\\",
    "lost LaTeX": "1sim",
    "scrambled mail": "[email",
    "links": "http://a.b/",
    "ratios": "1:1",
}  # fmt: skip


LEEWAY = 1.06  # sentences are cut a few letters earlier or later
FEW = 1_000  # bytecodes that a text may cost once, such as where its first sentence is cut


@pytest.fixture(scope="module")
def extract(rules):
    return Extractor(rules)


@pytest.fixture(autouse=True)
def short_sentences(monkeypatch):
    """What a sentence costs may grow with its square, up to the length where it is cut: that is made short here."""
    monkeypatch.setattr(tokens, "_LONGEST", 160)


def _bytecodes(extract, text):
    """How many bytecodes Python executes, which no machine or load changes."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        if event == "call":
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
        elif event == "opcode":
            count += 1
        return trace

    paper = Paper("x", "It is 2x faster on ImageNet", text)
    sys.settrace(trace)
    try:
        extract(paper)
    finally:
        sys.settrace(None)
    return count


@pytest.mark.promise("Linear")
@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_bytecodes_grow_with_the_length(extract, run):
    """The second half of a text twice as long costs what the first did: a small square shows, too."""
    size = 960
    _bytecodes(extract, run * (4 * size // len(run)))  # so that what is remembered is in place
    one, two, four = (_bytecodes(extract, run * (times * size // len(run))) for times in (1, 2, 4))
    assert four - two <= 2 * LEEWAY * (two - one) + FEW


def _seconds(extract, text):
    """Processor time of one text, without the garbage collector, which walks all that the tests keep in memory."""
    gc.disable()
    try:
        start = time.process_time()
        extract(Paper("x", "", text))
        return time.process_time() - start
    finally:
        gc.enable()


def _enough(extract, run):
    """How often a run is repeated so that it takes long enough to be measured, and eight times it fits the caches."""
    times = max(1, 2_000 // len(run))
    while len(run) * times < 12_000 and _seconds(extract, run * times) < 0.02:
        times *= 4
    return times


@pytest.mark.promise("Linear")
@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_time_grows_with_the_length(extract, run):
    times = _enough(extract, run)
    one = max(min(_seconds(extract, run * times) for _ in range(2)), 0.004)
    assert any(_seconds(extract, run * times * 8) < one * 8 * 2.5 for _ in range(3))


def test_brackets_in_one_another(extract):
    texts = ["(" * n + "2x faster" + ")" * n for n in (400, 800, 1600)]
    _bytecodes(extract, texts[-1])  # so that what is remembered is in place
    one, two, four = (_bytecodes(extract, text) for text in texts)
    assert four - two <= 2 * LEEWAY * (two - one)


@pytest.mark.promise("Linear")
def test_a_million_digits(extract):
    text = f"It is 2x faster. It is {'7' * 1_000_000}x slower. It needs 3 ms latency less."
    _, claims, _ = extract(Paper("x", "", text))
    assert [claim.quote for claim in claims] == ["2x", "3 ms"]


@pytest.mark.promise("Linear")
@pytest.mark.parametrize("filler", ["word ", "w"], ids=["words", "one word"])
def test_a_sentence_without_end_is_cut_between_words(extract, filler):
    paper = Paper("x", "", f"It is 2x faster {filler * 400} and it is 3x smaller")
    _, claims, _ = extract(paper)
    assert [(claim.quote, paper.text[claim.start : claim.end]) for claim in claims] == [("2x", "2x"), ("3x", "3x")]
    assert len(claims[0].sentence) <= 160
    assert claims[1].sentence.split()[0] in {"word", "and", "it"}
