"""Damage to a table, of the kind that a disk does."""

from __future__ import annotations

import pyarrow.parquet as pq


def flip(path, column="sentence", place=0.5):
    """Turn one bit in the middle of a column's pages."""
    group = pq.read_metadata(path).row_group(0)
    chunks = [group.column(at) for at in range(group.num_columns)]
    chunk = next(chunk for chunk in chunks if chunk.path_in_schema == column)
    first = chunk.dictionary_page_offset or chunk.data_page_offset
    data = bytearray(path.read_bytes())
    data[first + int(chunk.total_compressed_size * place)] ^= 4
    path.write_bytes(data)
