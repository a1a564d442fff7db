"""What a run found, counted as it goes by: papers, and claims by family and measure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from extractor.table.schema import FAMILIES, HARDWARE, MEASURES
from extractor.text.plurals import counted

if TYPE_CHECKING:
    import pyarrow as pa


class Summary:
    """Counts over batches of the claims table. The rows of a paper must not be spread over batches."""

    def __init__(self) -> None:
        """Start at nothing."""
        self.papers = 0
        self.claims: Counter[tuple[str, str]] = Counter()
        self._papers_by_family: Counter[str] = Counter()
        self._papers_with_claims = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Count the rows of `batch`."""
        papers, families, measures = (
            [str(value) for value in batch.column(name).to_pylist()] for name in ("paper_id", "family", "measure")
        )
        self.claims.update(zip(families, measures, strict=True))
        self._papers_by_family.update(family for _, family in set(zip(papers, families, strict=True)))
        self._papers_with_claims += len(set(papers))

    def lines(self) -> list[str]:
        """The summary as lines of text: a sentence, then one line a family, with a column a measure."""
        total = self.claims.total()
        devices = sum(number for (family, _), number in self.claims.items() if family == HARDWARE)
        claims = f"{counted(total - devices, 'claim')} and {counted(devices, 'mention')} of devices"
        found = f"{claims} in {self._papers_with_claims:,} of {counted(self.papers, 'paper')}"
        if not total:
            return [found]
        measures = [name for name in MEASURES if any(measure == name for _, measure in self.claims)]
        rows = [["family", "rows", "papers", *measures]]
        for family in FAMILIES:
            counts = [self.claims[family, measure] for measure in measures]
            if any(counts):
                rows.append([family, *(_cell(n) for n in (sum(counts), self._papers_by_family[family], *counts))])
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        return [found, "", *(_line(row, widths) for row in rows)]


def _line(row: list[str], widths: list[int]) -> str:
    """One line of the table: the name to the left, numbers to the right."""
    numbers = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
    return "  ".join((row[0].ljust(widths[0]), *numbers))


def _cell(number: int) -> str:
    return f"{number:,}" if number else "-"
