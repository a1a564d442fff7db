"""claimtable: quantitative efficiency claims out of machine-learning abstracts, as one table.

A straight line of packages, none of which imports a later one; each says in its first line what it does:
rulefiles, read, text, quantities, terms, frames, readings, rivals, owners, phases, choosing, datasets, models, context,
claims, techniques, table, run; then explain, ruletest, gold; then ask, plot, report, cli.
"""

from __future__ import annotations

TYPE_CHECKING = False  # without the module typing, whose loading is long enough to be interrupted
if TYPE_CHECKING:
    from os import PathLike
    from typing import Any

    from extractor.ask.claims_table import ClaimsTable
    from extractor.run.batch import extract_batch

__version__ = "0.1.0"
__all__ = ["__version__", "extract_batch", "load"]


def load(path: str | PathLike[str]) -> ClaimsTable:
    """The claims table at `path` (a Parquet file, or a folder of them), to be asked. Raises TableError.

    >>> import extractor as ct
    >>> table = ct.load("data/claims.parquet")  # doctest: +SKIP
    >>> table.compare(metric="speed", by="technique")  # doctest: +SKIP
    """
    from extractor.ask.claims_table import ClaimsTable

    return ClaimsTable(path)


def __getattr__(name: str) -> Any:
    """`extract_batch` (extractor/run/batch.py), once it is asked for: what it stands on takes a second to load."""
    if name == "extract_batch":
        from extractor.run.batch import extract_batch

        return extract_batch
    raise AttributeError(f"module 'extractor' has no attribute {name!r}")
