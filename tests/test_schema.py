"""The schema is a contract: a change of it shows here as a diff, and needs a new SCHEMA_VERSION."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from extractor.docs import columns_page
from extractor.records import Claim
from extractor.table.schema import COLUMNS, FAMILIES, HARDWARE, claims_schema, schema_text

ROOT = Path(__file__).parents[1]


def test_schema_is_pinned(file_regression):
    file_regression.check(schema_text())


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_description_travels_with_the_field(column):
    field = claims_schema().field(column.name)
    assert field.metadata[b"description"].decode() == column.description
    assert field.nullable == column.nullable


def test_closed_columns_are_text():
    assert {column.kind for column in COLUMNS if column.values} == {"text", "texts"}


def test_every_family_of_the_column_is_one_of_the_rules(rules):
    families = [entry["id"] for entry in rules.table("terms/metrics.toml")["family"]]
    assert (*families, HARDWARE) == FAMILIES


def test_every_field_of_a_claim_is_a_column():
    assert set(Claim.__dataclass_fields__) <= set(claims_schema().names)


def test_integer_and_date_types():
    types = {name: claims_schema().field(name).type for name in ("start", "value_low", "published", "sources")}
    assert types == {
        "start": pa.int32(),
        "value_low": pa.float64(),
        "published": pa.date32(),
        "sources": pa.list_(pa.string()),
    }


def test_page_of_columns_is_up_to_date():
    page = (ROOT / "docs" / "columns.md").read_text(encoding="utf-8")
    assert page == columns_page(), "run: python -m extractor.docs > docs/columns.md"
