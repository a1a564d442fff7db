"""What fuzzing found, each in its shortest form."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from invariants import check_claims, check_rows, new_builder

from extractor.read.read import InputError, read_papers
from extractor.records import Paper

BUILDER = new_builder()


@pytest.mark.promise("Never a traceback")
@pytest.mark.parametrize(
    "text",
    [
        "mean average precision (mAP) of detection performance from 0.824 to 0.353, or",  # ends of a level out of order
        "It is 1e300 trillion x faster.",  # infinite
        "It has 98% accuracy, greater than the 25% (30% (left)) of BarNet.",  # a bracket alone between two levels
        "First on KITTI, COCO and ADE20K (75% F1, 71% and 70% recall, 66% mAP).",  # lists in a bracket behind a list
        "Our 4-second clips run at \u2060 2x\u2060.",
    ],
)
def test_claims_of_a_text_that_fuzzing_found(finder, text):
    paper = Paper("x", "", text)
    claims = finder(paper)
    check_claims(paper, claims)
    check_rows(BUILDER, (paper, claims, ()))


@pytest.mark.promise("Never a traceback")
def test_a_column_whose_name_is_not_utf8(tmp_path):
    """The bytes of a Parquet file with one letter of a column's name turned into half of one."""
    pq.write_table(pa.table({"title": ["a"], "abstract": ["b"], "xyzzy": ["c"]}), tmp_path / "x.parquet")
    data = (tmp_path / "x.parquet").read_bytes()
    (tmp_path / "x.parquet").write_bytes(data.replace(b"xyzzy", b"\xc7yzzy"))
    with pytest.raises(InputError, match=r"x\.parquet"):
        list(read_papers([tmp_path / "x.parquet"]))
