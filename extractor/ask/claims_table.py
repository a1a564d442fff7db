"""The table in Python: `extractor.load(path)` gives an object whose questions are answered with pandas DataFrames."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.ask.compare import Answer, against, compare, split_by
from extractor.ask.export import export_claims
from extractor.ask.filters import FilterError, conditions
from extractor.ask.query import Database
from extractor.ask.tradeoff import trade_off
from extractor.table.schema import QUALITY

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_ENDS = {"low": "value_low", "high": "value_high", "before": "value_before"}


class ClaimsTable:
    """A claims table, or a folder of them, to be asked.

    Questions take filters as keywords, with one value or several of which one must hold: metric, family, measure,
    technique, scope, bound, direction, effect, hardware, dataset, model, baseline, subject, paper, text, source, unit,
    rule, year, min_factor, max_factor, min_precision, where ("unit=ms") and whose ("own", "baseline", "prior").
    The notes of an answer (what was left out, and why) are in its `attrs["notes"]`; `attrs["not_compared"]` counts
    the claims that could not be compared, by reason.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        """Open the table at `path`. Raises TableError if there is none of this version."""
        self.path = Path(path)
        self._database = Database(self.path)

    def __repr__(self) -> str:
        return f"ClaimsTable({str(self.path)!r})"

    def claims(self, **filters: Any) -> pd.DataFrame:
        """The claims that fit, one a row, all columns (docs/columns.md)."""
        where = conditions(filters)
        if where.needs_baselines:
            self._database.names("baseline")
        return _frame(self._database.table(f"select * from claims where {where}", where.parameters))

    def compare(
        self,
        metric: str | Sequence[str] | None = None,
        by: str | Sequence[str] = "technique",
        *,
        levels: bool = False,
        sort: str = "papers",
        top: int | None = None,
        **filters: Any,
    ) -> pd.DataFrame:
        """Claims in groups by one or two of technique, hardware, dataset, baseline, model, year and metric.

        Columns: one for each group (None: the text names nothing; `generic` is true for baselines that are no names),
        then papers and claims (their number), q1, median and q3 of the factor, up_to (how many claims are hedged so),
        best (the largest factor) and of that claim best_bound, best_quote, best_paper, best_conditions, best_paper_id
        and best_url. With `levels` the same of levels in the metric's canonical unit, for each metric and data set
        (columns metric, dataset, unit). Only the papers' own numbers count, unless `whose` is "any",
        "baseline" or "prior". Raises FilterError.
        """
        groups, whose = split_by(by)
        filters.setdefault("whose", whose)
        answer = compare(self._database, groups, levels=levels, sort=sort, top=top, metric=metric, **filters)
        return _answer(answer)

    def against(self, name: str, **filters: Any) -> pd.DataFrame:
        """Every claim measured against the baseline `name`, the largest factor first; spellings are unified.

        Columns: paper, metric, measure, factor (the middle of factor_low and factor_high), bound, quote, effect,
        baseline (as written), conditions, techniques, sentence, paper_id, claim_id, url. Raises FilterError.
        """
        return _answer(against(self._database, name, **filters))

    def trade_off(
        self, gain: str = "speed", cost: str = QUALITY, *, every_pair: bool = False, **filters: Any
    ) -> pd.DataFrame:
        """One row a paper that states both a gain and a change of something else; both are metrics or families.

        Columns: paper; gain_metric, gain (factor), gain_low, gain_high, gain_bound, gain_quote; cost_metric, change
        (below 0: worse), change_low, change_high, change_unit (pp or %), cost_bound, cost_quote; same_sentence; pairs
        (how many the paper has); conditions, techniques, gain_sentence, cost_sentence, paper_id, gain_id, cost_id, url.
        Raises FilterError.
        """
        return _answer(trade_off(self._database, gain, cost, every_pair=every_pair, **filters))

    def sql(self, query: str) -> pd.DataFrame:
        """The answer to an SQL query over the views claims, papers and hardware. Raises QueryError."""
        closed = Database(self.path, closed=True)
        try:
            return _frame(closed.ask(query).read_all())
        finally:
            closed.close()

    def quantity(self, unit: str | None = None, *, end: str = "low", **filters: Any) -> pd.Series[Any]:
        """The values of the claims that fit as Pint quantities, by claim_id.

        In the unit as written, or all in `unit` ("ms"); what does not convert is left out and counted in
        `attrs["left_out"]`. `end` is "low", "high" or "before". All quantities share one registry, the project's own,
        so that `table.quantity("ms", metric="latency").sum()` works. The values are objects: pint-pandas' own type
        does not survive `to_parquet`. Raises FilterError and UnitError.
        """
        import pandas as pd

        from extractor.rulefiles.rules import rules_root
        from extractor.table.units import UnitError, Units

        if end not in _ENDS:
            raise FilterError(f"end: {end!r} is none of {', '.join(_ENDS)}")
        units = Units(rules_root() / "quantities" / "units.txt")
        where = conditions(filters)
        if where.needs_baselines:
            self._database.names("baseline")
        rows = self._database.table(
            f"select claim_id, {_ENDS[end]} as number, unit from claims where {where} and number is not null",
            where.parameters,
        ).to_pylist()
        if unit is not None and not units.knows(unit) and all(row["unit"] != unit for row in rows):
            raise UnitError(f"{unit!r} is no unit that is known, nor one of these claims")
        fit = [row for row in rows if unit is None or units.factor(row["unit"], unit) is not None]
        values = [
            units.quantity(row["number"], row["unit"])
            if unit is None
            else units.quantity(units.convert(row["number"], row["unit"], unit), unit)
            for row in fit
        ]
        index = pd.Index([row["claim_id"] for row in fit], name="claim_id")
        series: pd.Series[Any] = pd.Series(values, index=index, dtype=object, name="quantity")
        series.attrs["left_out"] = len(rows) - len(fit)
        return series

    def export(self, path: str | PathLike[str], **options: Any) -> int:
        """Write the claims to a file (.xlsx, .csv, .jsonl, .md), as `claimtable export` does; returns their number."""
        return export_claims(self._database, Path(path), **options)[0]

    def close(self) -> None:
        """Let go of the files."""
        self._database.close()


def _answer(answer: Answer) -> pd.DataFrame:
    frame = _frame(answer.table)
    frame.attrs["notes"] = list(answer.notes)
    frame.attrs["not_compared"] = dict(answer.not_compared)
    return frame


def _frame(table: pa.Table) -> pd.DataFrame:
    return table.to_pandas()
