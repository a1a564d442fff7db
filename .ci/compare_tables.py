"""Tell whether two claims tables whose bytes differ differ in content: exit code 1, and the first row that does.

The same rows written by another version of pyarrow are other bytes; that alone is no failure.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow.parquet as pq

from extractor.table.store import read_table


def main(new_path: Path, kept_path: Path) -> str:
    """The first difference in words, "" if the content is the same."""
    new, kept = (pq.read_metadata(path) for path in (new_path, kept_path))
    own = [
        {key: value for key, value in file.metadata.items() if key.startswith(b"claimtable.")} for file in (new, kept)
    ]
    if own[0] != own[1]:
        return f"metadata: {own[0]} in {new_path}, {own[1]} in {kept_path}"
    rows = [read_table(path).to_pylist() for path in (new_path, kept_path)]
    for number, (left, right) in enumerate(zip(*rows, strict=False)):
        if left != right:
            fields = {name: (left[name], right[name]) for name in left if left[name] != right[name]}
            return f"row {number} (of {new_path}, of {kept_path}): {fields}\n  in {left['sentence']!r}"
    if len(rows[0]) != len(rows[1]):
        return f"{len(rows[0])} rows in {new_path}, {len(rows[1])} in {kept_path}"
    if new.created_by == kept.created_by:
        return f"the bytes, though both were written by {new.created_by}"
    print(f"same rows; the bytes differ because of {new.created_by} and {kept.created_by}")
    return ""


if __name__ == "__main__":
    new_table, kept_table = sys.argv[1:3]
    if difference := main(Path(new_table), Path(kept_table)):
        sys.exit(f"{new_table} differs from {kept_table}: {difference}")
