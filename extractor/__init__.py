"""claimtable: quantitative efficiency claims out of machine-learning abstracts, as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from extractor.frame import ClaimsTable

__version__ = "0.1.0"


def load(path: str | PathLike[str]) -> ClaimsTable:
    """The claims table at `path` (a Parquet file, or a folder of them), to be asked. Raises TableError.

    >>> import extractor as ct
    >>> table = ct.load("data/claims.parquet")  # doctest: +SKIP
    >>> table.compare(metric="speed", by="technique")  # doctest: +SKIP
    """
    from extractor.frame import ClaimsTable

    return ClaimsTable(path)
