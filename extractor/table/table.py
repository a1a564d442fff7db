"""Claims to rows: the last stage, which adds what follows from a claim (id, family, SI value, factor).

Rows come in the order of the papers, and within a paper by start, end and metric. Columns are filled
list by list; no row is ever a dictionary.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from extractor.records import Claim, Paper
from extractor.rulefiles.rules import Metric
from extractor.table.factor import factor, polarity_of
from extractor.table.schema import COLUMNS, HARDWARE, claims_schema
from extractor.table.units import UnitError, Units

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 8192

Extracted = tuple[Paper, Sequence[Claim], Sequence[str]]
"""A paper, its claims, and its techniques."""

_FROM_PAPER = ("paper_id", "title", "sources", "url", "published")
_FROM_CLAIM = (
    "sentence", "quote", "start", "end", "metric", "measure", "unit", "bound", "direction", "effect", "subject",
    "baseline", "datasets", "models", "hardware", "scope", "by", "rule",
)  # fmt: skip
_NUMBERS = ("value_low", "value_high", "value_before", "uncertainty")
_ID_COLUMNS = ("start", "end", "value_low", "value_high", "value_before", "metric")
_MEASURES_WITH_SI = frozenset({"level", "points", "change"})
_SURROGATES = re.compile("[\ud800-\udfff]")

_paper_values = attrgetter(*_FROM_PAPER)
_claim_values = attrgetter(*_FROM_CLAIM)
_claim_order = attrgetter("start", "end", "metric", "measure", "rule")


class RowError(ValueError):
    """A claim that does not fit the table: a metric or a value that neither rules nor schema know."""


class TableBuilder:
    """Collects rows column by column; `batch` hands them over.

    `metrics` maps ids to metrics, `units` is the rules' registry, and `precisions` maps rule ids to their
    measured precision, as far as they were measured.
    """

    def __init__(
        self, metrics: Mapping[str, Metric], units: Units, precisions: Mapping[str, float] | None = None
    ) -> None:
        """Start with no rows."""
        self._metrics = metrics
        self._units = units
        self._precisions = precisions or {}
        self._start()

    def __len__(self) -> int:
        """Rows collected since the last batch."""
        return len(self._columns["claim_id"])

    def add(self, paper: Paper, claims: Iterable[Claim], techniques: Sequence[str]) -> None:
        """Add the claims of one paper. Raises RowError if a claim has a metric that `metrics` lacks."""
        columns = self._columns
        from_paper = _paper_values(paper)
        ids: Counter[str] = Counter()
        for claim in sorted(claims, key=_claim_order):
            for name, value in zip(_FROM_PAPER, from_paper, strict=True):
                columns[name].append(value)
            for name, value in zip(_FROM_CLAIM, _claim_values(claim), strict=True):
                columns[name].append(value)
            columns["claim_id"].append(_unique(claim_id(paper, claim), ids))
            columns["techniques"].append(techniques)
            columns["rule_precision"].append(self._precisions.get(claim.rule))
            self._add_numbers(claim)

    def batch(self) -> pa.RecordBatch:
        """The rows collected so far, as a batch of the claims schema; collecting starts anew.

        Raises RowError if a closed column holds a value that the schema does not allow.
        """
        import pyarrow as pa

        columns, schema = self._columns, claims_schema()
        self._start()
        for column in COLUMNS:
            if column.values:
                _check_values(column.name, columns[column.name], column.values, columns["rule"])
        return pa.RecordBatch.from_arrays([_array(columns[field.name], field.type) for field in schema], schema=schema)

    def _start(self) -> None:
        self._columns: dict[str, list[Any]] = {column.name: [] for column in COLUMNS}

    def _add_numbers(self, claim: Claim) -> None:
        """Fill the columns of values, and those that are worked out from them and from the metric."""
        columns, metric = self._columns, self._metrics.get(claim.metric)
        if metric is None and claim.metric != HARDWARE:
            raise RowError(f"rule {claim.rule}: metric {claim.metric!r} is not among the metrics of the rules")
        low, high, before, spread = (finite(getattr(claim, name)) for name in _NUMBERS)
        for name, value in zip(_NUMBERS, (low, high, before, spread), strict=True):
            columns[name].append(value)
        columns["family"].append(metric.family if metric else HARDWARE)
        polarity = polarity_of(metric, claim.measure, claim.direction)
        factors = factor(claim.measure, low, high, before, polarity, claim.direction, claim.effect)
        columns["factor_low"].append(factors[0])
        columns["factor_high"].append(factors[1])
        si = in_canonical_unit(claim.measure, (low, high, before), claim.unit, metric, self._units) if metric else None
        columns["si_low"].append(si[0] if si else None)
        columns["si_high"].append(si[1] if si else None)
        columns["si_unit"].append(metric.unit if metric and si else None)


def in_canonical_unit(
    measure: str, values: tuple[float | None, float | None, float | None], unit: str, metric: Metric, units: Units
) -> tuple[float, float] | None:
    """Low and high value in the metric's canonical unit; None where the measure or the unit does not allow it.

    `values` are value_low, value_high, value_before in `unit`. A quality score written without a unit
    ("45.2 mAP", "PSNR of 31") is in its metric's own; of a metric that is a percentage, a level of at most 1
    is a fraction ("mIoU of 0.78" is 78 %).
    """
    low, high, before = values
    if low is None or high is None or measure not in _MEASURES_WITH_SI:
        return None
    scale = 1.0
    try:
        unnamed = units.is_bare(unit) and not units.is_bare(metric.unit)
        if unnamed and (metric.traits.quality or metric.percentage):
            largest = max(abs(low), abs(high), abs(before or 0.0))
            scale = 100.0 if metric.percentage and measure != "points" and largest <= 1 else 1.0
            unit = metric.unit
        return units.convert(low * scale, unit, metric.unit), units.convert(high * scale, unit, metric.unit)
    except UnitError:
        return None


def claim_id(paper: Paper, claim: Claim) -> str:
    """Stable id of a claim: 16 hexadecimal digits out of the paper, the place, the value and the metric."""
    values = [finite(value) for value in (claim.value_low, claim.value_high, claim.value_before)]
    return _id(paper.paper_id, claim.start, claim.end, *values, claim.metric)


def claim_ids(paper_id: str, rows: pa.Table) -> list[str]:
    """The ids of all rows of one paper, in their order, were `paper_id` its id."""
    columns = (rows.column(name).to_pylist() for name in _ID_COLUMNS)
    taken: Counter[str] = Counter()
    return [_unique(_id(paper_id, *values), taken) for values in zip(*columns, strict=True)]


def finite(value: float | None) -> float | None:
    """`value` as a float without NaN, infinity or a negative zero: None, None and 0.0 instead."""
    return float(value) + 0.0 if value is not None and math.isfinite(value) else None


def claim_batches(extracted: Iterable[Extracted], builder: TableBuilder) -> Iterator[pa.RecordBatch]:
    """Batches of rows out of a stream of papers with their claims; a paper's rows stay in one batch."""
    for paper, claims, techniques in extracted:
        builder.add(paper, claims, techniques)
        if len(builder) >= BATCH_ROWS:
            yield builder.batch()
    yield builder.batch()


def _id(*parts: object) -> str:
    text = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _unique(name: str, taken: Counter[str]) -> str:
    """`name`, or a name derived from it if `taken` says that another claim of the paper has it already."""
    taken[name] += 1
    return name if taken[name] == 1 else hashlib.sha256(f"{name} {taken[name]}".encode()).hexdigest()[:16]


def _check_values(name: str, values: Sequence[Any], allowed: Sequence[str], rules: Sequence[str]) -> None:
    """Refuse values that a closed column does not allow, naming the rule that gave one."""
    for value, rule in zip(values, rules, strict=True):
        for item in (value,) if isinstance(value, str) else value:
            if item not in allowed:
                raise RowError(f"rule {rule}: {name} {item!r} is none of {', '.join(allowed)}")


def _array(values: list[Any], kind: pa.DataType) -> pa.Array[Any]:
    """An Arrow array; letters that UTF-8 cannot hold (lone surrogates) become the replacement character."""
    import pyarrow as pa

    try:
        return pa.array(values, type=kind)
    except UnicodeEncodeError:
        return pa.array([_encodable(value) for value in values], type=kind)


def _encodable(value: Any) -> Any:
    """Text, or texts, with every lone surrogate replaced by one character, so that offsets stay right."""
    if value is None:
        return None
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    return [_SURROGATES.sub("\ufffd", text) for text in value]
