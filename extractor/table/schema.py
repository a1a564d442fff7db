"""The schema of the claims table: its columns, their types, order and meaning. No other module knows it.

`COLUMNS` is plain data, so that the command line and the documentation can use it without pyarrow;
`claims_schema()` is the same as an Arrow schema, with the descriptions in the field metadata.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA_VERSION = "1"
"""Raised whenever a column is added, removed, renamed, or changes its type or meaning."""

METADATA_PREFIX = "claimtable."

BOUNDS = ("exact", "up_to", "at_least", "about", "less_than", "average")
DIRECTIONS = ("higher", "lower", "none")
EFFECTS = ("better", "worse", "none")
SPEAKERS = ("own", "baseline", "prior")
MEASURES = ("ratio", "percent", "points", "share", "level", "change", "complexity", "count")
FAMILIES = ("speed", "compute", "memory", "size", "energy", "cost", "quality", "other", "hardware")
SCOPES = ("training", "finetuning", "inference", "prefill", "decoding", "encoding", "end_to_end", "kernel", "storage")

QUALITY, OTHER = "quality", "other"
"""The family that says how good the outcome is, which gains are set against, and that of what has no other."""

HARDWARE = "hardware"
"""Metric and family of a row that mentions a device."""

Kind = Literal["text", "texts", "int", "float", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `values` lists what it may hold, () where that is open; only `nullable` ones hold nulls."""

    name: str
    kind: Kind
    description: str
    nullable: bool = False
    values: tuple[str, ...] = ()


COLUMNS: tuple[Column, ...] = (
    Column("claim_id", "text", "Stable name of the row: the same on every run and machine for the same claim."),
    Column("paper_id", "text", "The source's own id where it has one (arXiv id first), else derived from the title."),
    Column("title", "text", "Title of the paper, as in the source."),
    Column("sources", "texts", "The files or data sets the paper was found in."),
    Column("url", "text", "Link to the paper, where the source gives one or an arXiv id allows one.", nullable=True),
    Column("published", "date", "Day of publication.", nullable=True),
    Column("sentence", "text", "The sentence that holds the claim, as in the source."),
    Column("quote", "text", 'The value as written: characters start to end of title + "\\n" + abstract.'),
    Column("start", "int", "Where the quote starts, in characters of the paper's text."),
    Column("end", "int", "Where the quote ends (the first character behind it)."),
    Column("metric", "text", "What the number measures: an id of rules/terms/metrics.toml, `hardware` for a device."),
    Column("family", "text", "The kind of metric.", values=FAMILIES),
    Column(
        "measure",
        "text",
        "How the number is meant: a factor (ratio), a relative change (percent), an absolute difference (points), "
        "what is left or used (share), the value itself (level), from one value to another (change), "
        "an asymptotic order (complexity), or a number of devices (count).",
        values=MEASURES,
    ),
    Column(
        "value_low",
        "float",
        "The value as written, in `unit`; for a range its low end, for `change` the value after. "
        "Null for complexity and for a device without a count.",
        nullable=True,
    ),
    Column("value_high", "float", "The high end of a range, else equal to value_low.", nullable=True),
    Column("value_before", "float", "For `change`, the value before, or the baseline's.", nullable=True),
    Column("uncertainty", "float", "The part behind a plus-minus sign, in `unit`.", nullable=True),
    Column("unit", "text", 'Unit of the value as a normal symbol (ms, token/s, GFLOP, %, pp, x), "" if it has none.'),
    Column(
        "si_low",
        "float",
        "value_low in si_unit, for level, points and change; null where the unit does not convert.",
        nullable=True,
    ),
    Column("si_high", "float", "value_high in si_unit, likewise.", nullable=True),
    Column("si_unit", "text", "The metric's canonical unit; null where si_low is.", nullable=True),
    Column("bound", "text", "How the value is hedged (`at most` as a boast is up_to).", values=BOUNDS),
    Column("direction", "text", "Which way the metric itself moves against the baseline.", values=DIRECTIONS),
    Column("effect", "text", "Whether that is good for the subject.", values=EFFECTS),
    Column(
        "factor_low",
        "float",
        "The comparable number: how many times better than the baseline (below 1: worse). "
        "40% lower latency, 1.67x faster and 10 ms to 6 ms are all 1.667. Null where nothing is compared.",
        nullable=True,
    ),
    Column("factor_high", "float", "The high end of a range, else equal to factor_low.", nullable=True),
    Column(
        "subject", "text", "Who the number belongs to; empty where it is not the paper's own and no other is named."
    ),
    Column("baseline", "text", 'What it is compared with, "" if the text names nothing.'),
    Column("datasets", "texts", "Data sets and benchmarks the number holds on."),
    Column("models", "texts", "Base models it was applied to or measured with."),
    Column("hardware", "texts", "Devices it was measured on, by canonical name."),
    Column("scope", "texts", "The phases it holds for; empty if the text does not say.", values=SCOPES),
    Column("techniques", "texts", "What makes the paper's system efficient, the main technique first."),
    Column("by", "text", "Whose number it is: the paper's, its competitor's, or earlier work's.", values=SPEAKERS),
    Column("rule", "text", "Id of the rule that found it, as in rules/."),
    Column(
        "rule_precision",
        "float",
        "That rule's measured precision (core level, smoothed); null for a rule not measured yet.",
        nullable=True,
    ),
)


@lru_cache(maxsize=1)
def claims_schema() -> pa.Schema:
    """The Arrow schema of the claims table: types, nullability, and each column's description as metadata."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "int": pa.int32(),
        "float": pa.float64(),
        "date": pa.date32(),
    }
    return pa.schema(
        pa.field(column.name, types[column.kind], nullable=column.nullable, metadata=_field_metadata(column))
        for column in COLUMNS
    )


def _field_metadata(column: Column) -> dict[str, str]:
    """Description of a column, and the values it may hold where that set is closed."""
    values = {"values": " ".join(column.values)} if column.values else {}
    return {"description": column.description, **values}


def schema_text() -> str:
    """The Arrow schema in readable form, one column a line; pinned by a test."""
    lines = [f"schema version {SCHEMA_VERSION}"]
    for field in claims_schema():
        null = ", null" if field.nullable else ""
        notes = {key.decode(): text.decode() for key, text in (field.metadata or {}).items()}
        lines.append(f"{field.name}: {field.type}{null} -- {notes['description']}")
        if "values" in notes:
            lines.append(f"    one of: {notes['values']}")
    return "\n".join(lines) + "\n"
