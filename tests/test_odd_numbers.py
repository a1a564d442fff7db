"""Numbers that are none, are too large, or are written as other countries, powers and Unicode write them."""

from __future__ import annotations

import math

import pyarrow.parquet as pq
import pytest
from invariants import check_rows, new_builder

from extractor.records import Paper
from extractor.table.store import write_table
from extractor.table.table import claim_batches

BUILDER = new_builder()

READ = [
    ("It is 10^6 times faster.", "10^6 times", 1e6),
    ("It is 10**6 times faster.", "10**6 times", 1e6),
    ("It is 10⁶ times faster.", "10⁶ times", 1e6),
    ("It is 10¹² times faster.", "10¹² times", 1e12),
    ("It has a latency of 10⁻³ s.", "10⁻³ s", 1e-3),
    ("It is 1.5×10^6 times faster.", "1.5×10^6 times", 1.5e6),
    ("It is 1.5$\\times 10^{6}$ times faster.", "1.5$\\times 10^{6}$ times", 1.5e6),
    ("It has a latency of 3.2·10^4 ms.", "3.2·10^4 ms", 32_000),
    ("It is 1e3x faster.", "1e3x", 1000),
    ("It is 1e308x faster.", "1e308x", 1e308),
    ("It cuts latency by -0%.", "-0%", 0),
    ("It has a throughput of 1,000,000 tokens/s.", "1,000,000 tokens/s", 1e6),
    ("It has a throughput of 1 000 000 tokens/s.", "1 000 000 tokens/s", 1e6),
    ("It has a throughput of 1\u2009500\u2009000 tokens/s.", "1\u2009500\u2009000 tokens/s", 1.5e6),
    ("It has a throughput of 1\u00a0500 tokens/s.", "1\u00a0500 tokens/s", 1500),
    ("It has a throughput of 1\u202f500 tokens/s.", "1\u202f500 tokens/s", 1500),
    ("It has a throughput of 1'500 tokens/s.", "1'500 tokens/s", 1500),
    ("It has a throughput of 1’500’000 tokens/s.", "1’500’000 tokens/s", 1.5e6),
    ("It cuts latency by ٣٥%.", "٣٥%", 35),
    ("It is 3٫5x faster.", "3٫5x", 3.5),
    ("It is ३x faster.", "३x", 3),
    ("It is ３．５x faster.", "３．５x", 3.5),
    ("It is 𝟑x faster.", "𝟑x", 3),
    ("It is 2½x faster.", "2½x", 2.5),
    ("It is 2¾x faster.", "2¾x", 2.75),
]  # fmt: skip
NOT_READ = [
    "It is 1e400x faster.", "It is 1e4000x faster.", "It is 10^400 times faster.", "It is 10^999999 times faster.",
    "It is 1e300 trillion times faster.", "It is 0x faster.", "0x1F is faster.", "It is NaN times faster.",
    "It is nan times faster.", "It is inf times faster.", "It is infinity times faster.", "It is 1.2.3x faster.",
    "It has a latency of 1.2.3 ms.", "It has a throughput of 1.000.000 tokens/s.", "It is 2⅓x faster.",
    "It has a throughput of 12,34,567 tokens/s.", "It has 2^20 parameters.", "It has 2²⁰ parameters.",
    f"It is {'9' * 400}x faster.", f"It is {'9' * 400}.{'9' * 400}x faster.", "It is Ⅷx faster.", "It is 五x faster.",
]  # fmt: skip
EXTREME = [
    "It is 1e308x faster and 9e307% slower.", "It takes 1e308 hours of latency.", "It cuts latency from 1e-320 s to 1e308 h.",
    "It uses 1e-320% of the memory.", "It cuts latency by 100%.", "It cuts latency by 150%.", "from 0 ms to 5 ms latency",
    "It cuts latency from 5 ms to 0 ms.", "1/0 speedup", "It is 0.0x faster.", "It is 400 orders of magnitude faster.",
    "It is -1e308x to 1e308x faster.", "accuracy of 1e308%", "It runs on 9999999999999999999999 GPUs.",
]  # fmt: skip


@pytest.mark.promise("Numbers are numbers")
@pytest.mark.parametrize(("text", "quote", "value"), READ, ids=[text for text, _, _ in READ])
def test_number_is_read(claims_of, text, quote, value):
    (claim,) = claims_of(text)
    assert (claim.quote, claim.value_low, claim.value_high) == (quote, pytest.approx(value), pytest.approx(value))


@pytest.mark.promise("Numbers are numbers")
@pytest.mark.parametrize("text", NOT_READ, ids=[text[:40] for text in NOT_READ])
def test_no_number_is_made_up(claims_of, text):
    assert claims_of(text) == []


@pytest.mark.parametrize("text", [*NOT_READ, *EXTREME, *(text for text, _, _ in READ)])
def test_no_number_of_a_row_is_infinite(finder, text):
    paper = Paper("x", "", text)
    check_rows(BUILDER, (paper, finder(paper), ()))


@pytest.mark.promise("Numbers are numbers")
def test_no_number_of_the_written_table_is_infinite(finder, tmp_path):
    papers = [
        Paper(f"p{at}", "", text) for at, text in enumerate([*EXTREME, *NOT_READ, *(text for text, _, _ in READ)])
    ]
    extracted = ((paper, finder(paper), ()) for paper in papers)
    write_table(claim_batches(extracted, new_builder()), tmp_path / "claims.parquet", {})
    table = pq.read_table(tmp_path / "claims.parquet")
    assert table.num_rows > 30
    floats = [name for name in table.column_names if str(table.schema.field(name).type) == "double"]
    assert len(floats) == 9
    for name in floats:
        assert all(math.isfinite(value) for value in table[name].to_pylist() if value is not None), name
