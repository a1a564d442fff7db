"""What holds for any text, tried on texts that are full of claims, data sets, models and rivals.

Texts of random letters hardly ever claim anything, so the later stages would not even run. How many of these make them
work is counted, and too few fail the test.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from forward import Forward, watch
from hypothesis import HealthCheck, given, settings
from invariants import check_claims, check_rows, new_builder
from recombined import texts_out_of

from extractor.records import Paper
from extractor.rulefiles.rules import load_rules
from extractor.run.extract import Extractor

SEEDS = Path(__file__).parents[1] / "data" / "claims.parquet"
SENTENCES = sorted(set(pq.read_table(SEEDS, columns=["sentence"])["sentence"].to_pylist()))
TOLD = ("datasets", "models", "hardware", "baseline", "scope")


@pytest.mark.promise("Never a traceback")
def test_texts_full_of_claims():
    """They raise nothing, and their claims are sound."""
    extract, builder, worked = Extractor(load_rules()), new_builder(), Counter()

    @settings(max_examples=max(150, settings.default.max_examples), suppress_health_check=[HealthCheck.too_slow])
    @given(texts_out_of(SENTENCES))
    def tried(text):
        paper = Paper("x", "FooNet: A fast net", text)
        extracted = extract(paper)
        claims = [claim for claim in extracted[1] if claim.metric != "hardware"]
        check_claims(paper, extracted[1])
        check_rows(builder, extracted)
        worked.update(["texts"], claims=bool(claims), context=any(claim.datasets or claim.baseline for claim in claims))
        worked.update(name for name in TOLD if any(getattr(claim, name) for claim in claims))

    tried()
    assert worked["claims"] > 0.8 * worked["texts"], worked
    assert worked["context"] > 0.5 * worked["texts"], worked
    assert all(worked[name] > 0.2 * worked["texts"] for name in TOLD), worked


@pytest.mark.promise("Never a traceback")
def test_no_index_wraps_round(monkeypatch):
    """What stands before the first token of a text, or the first chunk of a sentence, is not its last one."""
    watch(monkeypatch)
    extract = Extractor(load_rules())

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(texts_out_of(SENTENCES))
    def tried(text):
        extract(Paper("x", "", text))

    tried()


@pytest.mark.parametrize(
    "text",
    [
        "81% are obtained on COCO with 81%.",
        "GPT-2: from 3 ms to 81%.",
        "It beats A100, COCO by 81%, respectively.",
        "FooNet (81%) is better: 81% than ours.",
        "Benchmarks with LLaMA-2 and its models show a speedup up to 1.73times.",
        "FooNet, which runs on ADE20K, KITTI, achieves 81% (+2%) and 81% mAP.",
    ],
)
def test_no_index_wraps_round_in_what_fuzzing_found(monkeypatch, text):
    watch(monkeypatch)
    Extractor(load_rules())(Paper("x", "", text))


def test_lists_that_are_watched():
    words = Forward("abc")
    at = 0
    assert (words[-1], words[at], words[1:]) == ("c", "a", ["b", "c"])
    with pytest.raises(AssertionError, match=r"-1 in .*test_recombined\.py"):
        words[at - 1]
    with pytest.raises(AssertionError, match="slice"):
        words[at - 1 : at]
