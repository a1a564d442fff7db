"""LaTeX and HTML: shown as people read it, matched as if it were plain, quoted as the source has it."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from extractor.claims.claims import ClaimFinder
from extractor.read.read import read_papers
from extractor.records import Paper
from extractor.rulefiles.rules import load_rules, load_table
from extractor.table.latex import decoded, shown
from extractor.table.show import sentence_text
from extractor.text.clean import Cleaner
from extractor.text.lines import unwrapped

SEEDS = Path(__file__).parents[1] / "seeds"

# An abstract's sentence as BibTeX or arXiv has it, the same in plain Unicode, and as it is shown where that differs.
SAME = [
    (r"Our method is 2.3&times; faster than <i>BERT</i>.", "Our method is 2.3× faster than BERT."),
    (r"Our <jats:bold>method</jats:bold> is 1.5&#8211;2.5&#xD7; faster.", "Our method is 1.5–2.5× faster."),
    (r"It takes &lt;5&nbsp;ms on <b>an A100</b>.", "It takes <5\u00a0ms on an A100."),
    (r"It is <tex-math notation='TeX'>$2.3\times$</tex-math> faster.", "It is 2.3× faster."),
    (r"Our method is $2.3\times$ faster than {BERT}.", "Our method is 2.3× faster than BERT."),
    (r"Our method is $\mathbf{2.3}\times$ faster.", "Our method is 2.3× faster."),
    (r"Our method is \textbf{2.3$\times$} faster.", "Our method is 2.3× faster."),
    (r"Our method is $2.3\text{x}$ faster.", "Our method is 2.3x faster."),
    (r"Our method is {\bf 2.3x} faster.", "Our method is 2.3x faster."),
    (r"Our method is 10{\texttimes} faster.", "Our method is 10× faster."),
    (r"Our method is 10\(\times\) faster.", "Our method is 10× faster."),
    (r"Our method is $\bm{2\times}$ faster.", "Our method is 2× faster."),
    (r"Our method is 3.5{\mbox{$\times$}} faster.", "Our method is 3.5× faster."),
    (r"Our method is 1.5--2.5$\times$ faster.", "Our method is 1.5–2.5× faster."),
    (r"Our method is $1.5\times$--$2.5\times$ faster.", "Our method is 1.5×–2.5× faster."),
    (r"Our method is $3\times$ faster~\cite{a,b}.", "Our method is 3× faster."),
    (r"It reduces latency by 40{\%} on an A100~{GPU}.", "It reduces latency by 40% on an A100 GPU."),
    (r"It reduces latency by~40\%.", "It reduces latency by 40%."),
    (r"It reduces latency by ${40\%}$.", "It reduces latency by 40%."),
    (r"It reduces latency by {\textasciitilde}40{\%}.", "It reduces latency by ~40%."),
    (r"It reduces latency by $\sim$40\%.", "It reduces latency by ∼40%."),
    (r"It reduces latency by $\approx40\%$.", "It reduces latency by ≈40%."),
    (r"It reduces latency by 20\%--40\%.", "It reduces latency by 20%–40%."),
    (r"It reaches an accuracy of $81.2 \pm 0.3\%$.", "It reaches an accuracy of 81.2 ± 0.3%."),
    (r"Its latency is $\leq 5$ ms.", "Its latency is ≤ 5 ms."),
    (r"Its latency is $<$5 ms.", "Its latency is <5 ms."),
    (r"Its latency is {\textless}5 ms.", "Its latency is <5 ms."),
    (r"Its throughput is $\geq 500$ tokens/s.", "Its throughput is ≥ 500 tokens/s."),
    (r"Its throughput is {\textgreater}500 tokens/s.", "Its throughput is >500 tokens/s."),
    (r"Its latency is 30 $\mu s$.", "Its latency is 30 μs."),
    (r"Its latency is 30 $\mu$s.", "Its latency is 30 μs."),
    (r"Its latency is 30 {\textmu}s.", "Its latency is 30 µs."),
    (r"Its latency is 30~ms.", "Its latency is 30 ms."),
    (r"Its latency is $30\,\mathrm{ms}$.", "Its latency is 30 ms."),
    (r"The error is $10^{-3}$ on MNIST.", "The error is 10⁻³ on MNIST."),
    (r"The error is $2.5\times10^{-3}$ on MNIST.", "The error is 2.5×10⁻³ on MNIST."),
    (r"The rotation error is 2.5$^{\circ}$.", "The rotation error is 2.5°."),
    (r"It trains for {\$}500.", "It trains for $500."),
    (r"It processes 1{,}000 images/s.", "It processes 1,000 images/s."),
    (r"It uses {\textbf{50\%}} fewer parameters.", "It uses 50% fewer parameters."),
    (r"It uses \emph{50\%} fewer parameters than {LL}a{MA}-2.", "It uses 50% fewer parameters than LLaMA-2."),
    (r"BLEU rises by +1.5 (25.3 $\rightarrow$ 26.8).", "BLEU rises by +1.5 (25.3 → 26.8)."),
    (r"It cuts complexity from $\mathcal{O}(n^2)$ to $\mathcal{O}(n)$.", "It cuts complexity from O(n²) to O(n)."),
    (r"The {P}oincar{\'e} map of G{\"o}del is 3x faster.", "The Poincaré map of Gödel is 3x faster."),
]
ORDINARY = [
    "costs $5 and $10 per hour", "$5-$10", "US$5 or A$6", "R&D of a & b", "5% of {1, 2, 3}", "~5x and 10~30%",
    "a --flag", "from `a' to b", "x_i^2", "the authors'' own", "$5/hr vs. AU$ 7", "", "2{3} of them",
]  # fmt: skip


@pytest.fixture(scope="module")
def find():
    return ClaimFinder(load_rules())


def facts(claims):
    return [
        (c.metric, c.measure, c.value_low, c.value_high, c.value_before, c.uncertainty, c.unit, c.bound, c.direction)
        for c in claims
    ]


@pytest.mark.parametrize(("latex", "plain"), SAME, ids=[pair[0] for pair in SAME])
def test_claims_are_those_of_plain_text(find, latex, plain):
    paper = Paper("p", "A {T}itle of $k$ Words", latex)
    found = find(paper)
    assert facts(found) == facts(find(Paper("p", "A Title of k Words", plain)))
    assert found
    for claim in found:
        assert paper.text[claim.start : claim.end] == claim.quote


@pytest.mark.parametrize(("latex", "plain"), SAME, ids=[pair[0] for pair in SAME])
def test_latex_is_shown_as_plain_text(latex, plain):
    assert decoded(latex) == plain


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_shown_as_it_is(text):
    assert decoded(text) == text


def test_seeds_without_latex_are_shown_as_they_are():
    for paper in read_papers([SEEDS], lambda reject: None):
        for text in (paper.title, paper.abstract):
            if not re.search(r"[\\{}]|``|\$[^\s\d]|\w~[a-zA-Z]", text):
                assert decoded(text) == text


def test_seeds_lose_no_sign_that_means_something():
    for paper in read_papers([SEEDS], lambda reject: None):
        text = paper.abstract
        for sign in "%&#<>=+":
            assert decoded(text).count(sign) == text.count(sign), text


@pytest.mark.parametrize(
    ("sentence", "quotes", "marked"),
    [
        (r"It is $\mathbf{2.3}\times$ faster.", [r"2.3}\times"], "It is «2.3×» faster."),
        (r"The error is 10$^{-3}$.", ["10$^{-3"], "The error is «10⁻³»."),
        (r"{F}ast is 66{\%} and {\bf 2x} better.", [r"66{\%", "2x"], "Fast is «66%» and «2x» better."),
        ("It is\n   2x faster.", ["2x"], "It is «2x» faster."),
    ],
)
def test_evidence_stays_marked(sentence, quotes, marked):
    rows = [
        {
            "sentence": sentence,
            "quote": quote,
            "start": sentence.index(quote),
            "end": sentence.index(quote) + len(quote),
        }
        for quote in quotes
    ]
    assert sentence_text(rows).plain == marked


def test_quote_that_ends_within_a_group_is_shown_without_its_brace():
    assert [decoded(quote) for quote in ("A100~{GPU", "66{\\%", "10$^{-3", "2.3}\\times")] == [
        "A100 GPU", "66%", "10^-3", "2.3×",
    ]  # fmt: skip


def test_places_of_a_decoded_text():
    plain = shown(r"a \% b {C} d")
    assert plain.text == "a % b C d"
    assert [plain.place(*span) for span in ((0, 1), (2, 4), (5, 6), (7, 10), (11, 12))] == [
        (0, 1), (2, 3), (4, 5), (6, 7), (8, 9),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "part", ["\\", "{", "}", "$", "~", "--", "``", "$a", "\\frac{", "\\cite{", "^{", "{a,", "\\'", "10 "]
)
def test_time_grows_with_length_alone(part):
    """Twenty thousand of anything: a tenth of a second; what is quadratic takes a minute."""
    clean, text = Cleaner(load_table("clean/replacements.toml")), part * 20_000
    start = time.process_time()
    decoded(text)
    clean(text)
    unwrapped(part.replace(" ", "\n") * 20_000)
    assert time.process_time() - start < 5


# --- wrapped lines


@pytest.mark.parametrize(
    ("text", "title_end", "matched"),
    [
        ("A title\nover lines\nAn abstract is\n   wrapped.", 18, "A title over lines\nAn abstract is    wrapped."),
        ("Title\nOne.\n\nTwo.", 5, "Title\nOne.\n\nTwo."),
        ("Title\nGains:\n- 2x\n- 3x", 5, "Title\nGains:\n- 2x\n- 3x"),
        ("Title\n" + "word " * 30 + "\nMore", 5, "Title\n" + "word " * 30 + "\nMore"),
        ("Title\n" + "word " * 30 + "\nmore", 5, "Title\n" + "word " * 30 + " more"),
        ("Title\n" + "word " * 30 + "end. \nmore", 5, "Title\n" + "word " * 30 + "end. \nmore"),
        ("no title\nhere", 0, "no title here"),
    ],
)
def test_breaks_that_wrap_are_spaces(text, title_end, matched):
    assert unwrapped(text, title_end) == matched


def test_claim_over_a_wrapped_line_is_found(find):
    wrapped = Paper(
        "p",
        "A Kernel\n  for Everyone",
        "Attention is slow. Our kernel is up to 2.1$\\times$\nfaster than cuBLAS on an\nA100.",
    )
    claims = find(wrapped)
    speed = next(claim for claim in claims if claim.metric == "speed")
    assert (speed.quote, speed.bound, speed.baseline, speed.hardware) == (
        "2.1$\\times",
        "up_to",
        "cuBLAS",
        ("NVIDIA A100",),
    )
    assert all(wrapped.text[claim.start : claim.end] == claim.quote for claim in claims)
