"""The page that documents every column, generated from the schema: `python -m extractor.docs > docs/columns.md`."""

from __future__ import annotations

import sys

from extractor.records import VERSION_KEY
from extractor.table.schema import COLUMNS, METADATA_PREFIX, SCHEMA_VERSION, Column

_TYPES = {"text": "string", "texts": "list of strings", "int": "int32", "float": "float64", "date": "date32"}

_HEAD = f"""\
# Columns of the claims table

One Parquet file, one row a claim; schema version {SCHEMA_VERSION}. A claim is one stated number and what it says about
a system: one value that names two metrics is two rows. The text of a paper is its title, a newline and its abstract,
exactly as the source gives them; `start` and `end` count characters of it.

This page is generated from `extractor/table/schema.py`: `python -m extractor.docs > docs/columns.md`.

| column | type | meaning |
|---|---|---|
"""

_TAIL = f"""
## Devices

Every mention of a named device, and every generic one with a count or a memory size ("128 GPUs"), is a row of its own:
metric and family `hardware`, measure `count`, the value the number of devices (null where none is stated), `hardware`
the canonical name.

## Values in one unit

`value_low` and `value_high` are as written, in `unit`: "1.6 ms" is 1.6 and `ms`. `si_low` and `si_high` are the same in
`si_unit`, the metric's canonical unit, for the measures level, points and change. They are null where the unit does not
convert: GPU hours are not hours. A quality score written without its unit ("45.2 mAP", "a PSNR of 31") is taken in the
metric's own, and a level of at most 1 of a metric that is a percentage is a fraction ("mIoU of 0.78" is 78 %).
KB, MB and GB are decimal, KiB, MiB and GiB binary; a MAC is two FLOPs. `rules/quantities/units.txt` is the registry.

## The factor

`factor_low` and `factor_high` put all relative claims on one axis: how many times better than the baseline. Whether a
metric should rise or fall is what the claim says (direction and effect together), else the metric's polarity.

| measure | factor |
|---|---|
| ratio r | r if better, 1 / r if worse |
| percent p, should fall and falls | 1 / (1 - p / 100) |
| percent p, should fall and rises | 1 / (1 + p / 100) |
| percent p, should rise and rises | 1 + p / 100 |
| percent p, should rise and falls | 1 - p / 100 |
| share s of what should fall | 100 / s |
| share s of what should rise | s / 100 |
| change from a to b | a / b if it should fall, b / a if it should rise |
| points, level, complexity, count | null |

A division by zero is null, never infinity: "reduces memory by 50 to 100%" has `factor_low` 2 and no `factor_high`.
A result below 0 means nothing and is null.

## Metadata of the file

| key | value |
|---|---|
| `{VERSION_KEY}` | version of this schema; it is raised with every change of a column |
| `{METADATA_PREFIX}rules` | hash of the rules that made the table |
| `{METADATA_PREFIX}version` | version of the program |

The same papers, rules and versions (also of pyarrow) give the same file, byte for byte.
Rows come in the order of the papers, and within a paper by `start`, `end` and `metric`.
"""


def columns_page() -> str:
    """The page in Markdown."""
    return _HEAD + "".join(_row(column) for column in COLUMNS) + _TAIL


def _row(column: Column) -> str:
    kind = _TYPES[column.kind] + (" or null" if column.nullable else "")
    values = f" One of: {', '.join(f'`{value}`' for value in column.values)}." if column.values else ""
    return f"| `{column.name}` | {kind} | {column.description}{values} |\n"


if __name__ == "__main__":
    sys.stdout.write(columns_page())
