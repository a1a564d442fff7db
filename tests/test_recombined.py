"""What holds for any text, tried on texts that are full of claims, data sets, models and rivals.

Texts of random letters hardly ever claim anything, so the later stages would not even run. How many of these make them
work is counted, and too few fail the test.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from invariants import check_claims, check_rows, new_builder
from recombined import texts_out_of

from extractor.extract import Extractor
from extractor.records import Paper
from extractor.rules import load_rules

SEEDS = Path(__file__).parents[1] / "data" / "claims.parquet"
SENTENCES = sorted(set(pq.read_table(SEEDS, columns=["sentence"])["sentence"].to_pylist()))
TOLD = ("datasets", "models", "hardware", "baseline", "scope")


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
