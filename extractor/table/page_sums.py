"""Page sums: whether the pages of a Parquet file are as they were written, without unpacking one.

Each page has a header (a struct in Thrift's compact protocol) that tells its size and its CRC-32; both are looked at
here and nothing else, which takes a fraction of the time that reading the rows takes.
"""

from __future__ import annotations

import mmap
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow.parquet as pq

_SIZE, _SUM = 3, 4  # fields of a page header
_TRUE, _FALSE, _BYTE, _I64, _DOUBLE, _BINARY, _STRUCT = 1, 2, 3, 6, 7, 8, 12  # kinds of fields
_INTEGERS = (4, 5, _I64)


class PageError(ValueError):
    """A page that is not as it was written."""


def check_sums(path: Path, metadata: pq.FileMetaData) -> None:
    """Look at the checksum of every page that has one. Raises PageError, OSError."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for group in range(metadata.num_row_groups):
            for column in range(metadata.num_columns):
                chunk = metadata.row_group(group).column(column)
                start = chunk.data_page_offset
                if chunk.has_dictionary_page and chunk.dictionary_page_offset:
                    start = min(start, chunk.dictionary_page_offset)
                try:
                    _check_chunk(data, start, start + chunk.total_compressed_size)
                except (IndexError, OverflowError, RecursionError, PageError) as error:
                    place = f"column {chunk.path_in_schema}, row group {group}"
                    raise PageError(f"{place}: {error if isinstance(error, PageError) else 'no page'}") from error


def _check_chunk(data: mmap.mmap, at: int, end: int) -> None:
    """The pages of one column of a row group."""
    while at < end:
        fields, at = _header(data, at)
        size, written = fields.get(_SIZE, -1), fields.get(_SUM)
        if size < 0 or at + size > end:
            raise PageError("a page has no size that can be")
        if written is not None:
            with memoryview(data) as view, view[at : at + size] as page:
                if zlib.crc32(page) != written & 0xFFFFFFFF:
                    raise PageError("a page has another checksum than it was written with")
        at += size


def _header(data: mmap.mmap, at: int) -> tuple[dict[int, int], int]:
    """The integers of a struct by their fields, and the place behind it."""
    fields: dict[int, int] = {}
    field = 0
    while head := data[at]:
        at += 1
        if head >> 4:
            field += head >> 4
        else:
            number, at = _varint(data, at)
            field = (number >> 1) ^ -(number & 1)
        kind = head & 15
        if kind in _INTEGERS:
            number, at = _varint(data, at)
            fields[field] = (number >> 1) ^ -(number & 1)
        else:
            at = _behind(data, at, kind)
    return fields, at + 1


def _behind(data: mmap.mmap, at: int, kind: int) -> int:
    """The place behind a value."""
    if kind in (_TRUE, _FALSE):
        return at
    if kind in _INTEGERS:
        return _varint(data, at)[1]
    if kind == _BINARY:
        size, at = _varint(data, at)
        return at + size
    if kind == _STRUCT:
        return _header(data, at)[1]
    if kind in (_BYTE, _DOUBLE):
        return at + (1 if kind == _BYTE else 8)
    raise PageError("a page has no header that can be")


def _varint(data: mmap.mmap, at: int) -> tuple[int, int]:
    """An integer of seven bits a byte, and the place behind it."""
    number = shift = 0
    while shift < 70:
        byte = data[at]
        at += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
        shift += 7
    raise PageError("a page has no header that can be")
