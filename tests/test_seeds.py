"""The seeds: their table is the one that is kept, and their claims stand as text that a person can review as a diff."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from extractor.cli.commands import cli

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "data" / "claims.parquet"
STALE = "data/claims.parquet is stale: run `claimtable extract seeds/ -o data/claims.parquet`"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """The seeds' table, made anew by the command."""
    path = tmp_path_factory.mktemp("seeds") / "claims.parquet"
    result = CliRunner().invoke(cli, ["extract", str(ROOT / "seeds"), "-o", str(path)])
    assert result.exit_code == 0, result.output
    return path


def test_kept_table_is_fresh(fresh):
    new, old = pq.read_table(fresh), pq.read_table(KEPT)
    assert new.schema.equals(old.schema, check_metadata=True), STALE
    assert new.equals(old), STALE


def test_second_run_gives_the_same_bytes(fresh, tmp_path):
    again = tmp_path / "again.parquet"
    CliRunner().invoke(cli, ["extract", str(ROOT / "seeds"), "-o", str(again)])
    assert again.read_bytes() == fresh.read_bytes()


def test_every_quote_stands_where_the_table_says(fresh):
    from extractor.read.read import merge_duplicates, read_papers

    texts = {paper.paper_id: paper.text for paper in merge_duplicates(read_papers([ROOT / "seeds"]))}
    assert len(texts) == 434
    for row in pq.read_table(fresh).to_pylist():
        assert texts[row["paper_id"]][row["start"] : row["end"]] == row["quote"]


def test_claims_of_the_seeds(fresh, file_regression):
    """Regenerate with `pytest tests/test_seeds.py --force-regen`, and read the diff."""
    lines, title = [], None
    for row in pq.read_table(fresh).to_pylist():
        if row["title"] != title:
            title = row["title"]
            lines += ["", f"# {title}  [{', '.join(row['techniques'])}]"]
        lines.append(_line(row))
    file_regression.check("\n".join(lines).lstrip() + "\n", extension=".txt", encoding="utf-8")


def _line(row):
    value = "" if row["value_low"] is None else f"{row['value_low']:g}"
    if row["value_high"] not in (None, row["value_low"]):
        value += f"..{row['value_high']:g}"
    if row["value_before"] is not None:
        value = f"{row['value_before']:g} -> {value}"
    where = {
        "against": row["baseline"],
        "on": ", ".join(row["datasets"]),
        "with": ", ".join(row["models"]),
        "device": ", ".join(row["hardware"]),
        "phase": ", ".join(row["scope"]),
        "by": row["by"] if row["by"] != "own" else "",
    }
    conditions = " ".join(f"{key} {text};" for key, text in where.items() if text)
    moves = "" if row["direction"] == "none" else f" {row['direction']}"
    bound = "" if row["bound"] == "exact" else f" {row['bound']}"
    return f"  {row['quote']!r}: {row['metric']} {row['measure']} {value} {row['unit']}{bound}{moves} | {conditions} [{row['rule']}]"
