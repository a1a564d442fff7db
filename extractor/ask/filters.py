"""Which rows a question is about: filters by column, as SQL conditions whose values are bound, never written."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from extractor.ask.unify import bare_name, name_key
from extractor.table.schema import BOUNDS, COLUMNS, DIRECTIONS, EFFECTS, FAMILIES, MEASURES, SCOPES, SPEAKERS

Kind = Literal["id", "ids", "names", "baseline", "part", "paper", "min", "max", "year", "where"]


class FilterError(ValueError):
    """A filter that cannot be: an unknown name, or a value that its column cannot hold."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: its name (option and keyword), the column, how a value is matched, and the values it may have."""

    name: str
    column: str
    kind: Kind
    meaning: str
    values: tuple[str, ...] = ()


FILTERS: tuple[Filter, ...] = (
    Filter("metric", "metric", "id", "What is measured: speed, latency, flops ..."),
    Filter("family", "family", "id", "Kind of metric.", FAMILIES),
    Filter("measure", "measure", "id", "How the number is meant.", MEASURES),
    Filter("technique", "techniques", "ids", "A technique of the paper: quantization, pruning ..."),
    Filter("scope", "scope", "ids", "Phase it holds for.", SCOPES),
    Filter("bound", "bound", "id", "How the value is hedged.", BOUNDS),
    Filter("direction", "direction", "id", "Which way the metric moves.", DIRECTIONS),
    Filter("effect", "effect", "id", "Whether that is good.", EFFECTS),
    Filter("hardware", "hardware", "names", "A device, or a word of its name: A100."),
    Filter("dataset", "datasets", "names", "A data set, or a word of its name: ImageNet."),
    Filter("model", "models", "names", "A base model, or a word of its name."),
    Filter("baseline", "baseline", "baseline", "What it is compared with, spellings unified."),
    Filter("subject", "subject", "part", "A part of the subject."),
    Filter("paper", "paper_id", "paper", "Id of the paper, or a part of its title."),
    Filter("text", "sentence", "part", "A part of the sentence."),
    Filter("source", "sources", "names", "A file the paper was found in."),
    Filter("unit", "unit", "id", "Unit of the value as written."),
    Filter("rule", "rule", "id", "The rule that found it."),
    Filter("year", "published", "year", "Year of publication, or a span: 2023-2025."),
    Filter("min_factor", "factor", "min", "At least so many times better."),
    Filter("max_factor", "factor", "max", "At most so many times better."),
    Filter("min_precision", "rule_precision", "min", "Rules at least this precise (0 to 1)."),
    Filter("where", "", "where", "Any column: unit=ms, value_low>=5, sentence~edge."),
)
"""Every filter. Values of one filter are alternatives; different filters must all hold."""

WHOSE = Filter("whose", "by", "id", "Whose number it is.", SPEAKERS)

FACTOR = "factor(factor_low, factor_high)"
"""A claim's one factor, in SQL: the middle of its range."""

_WHERE = re.compile(r"\s*(\w+)\s*(>=|<=|!=|=|<|>|~)(.*)", re.DOTALL)
_YEARS = re.compile(r"(\d{4})?\s*(-)?\s*(\d{4})?")
_BOUNDARY = "[^a-z0-9]"
_LISTS = frozenset(column.name for column in COLUMNS if column.kind == "texts")
_KINDS = {column.name: column.kind for column in COLUMNS}


@dataclass
class Conditions:
    """SQL conditions that must all hold, and the values bound to their parameters."""

    sql: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)
    needs_baselines: bool = False

    def bind(self, value: Any) -> str:
        """The name of a new parameter that holds `value`."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    def __str__(self) -> str:
        """What stands behind `where`; "true" if nothing is asked."""
        return " and ".join(f"({condition})" for condition in self.sql) or "true"


def conditions(filters: Mapping[str, Any]) -> Conditions:
    """The conditions for `filters`: name of a filter to a value, or to several of which one must hold.

    None and empty values ask nothing. Raises FilterError for an unknown filter or an impossible value.
    """
    known = {one.name: one for one in (*FILTERS, WHOSE)}
    made = Conditions()
    for name, given in filters.items():
        if name not in known:
            raise FilterError(f"{name!r} is no filter; there are {', '.join(known)}")
        values = values_of(given)
        if not values:
            continue
        one = known[name]
        joined = " and " if one.kind == "where" else " or "
        made.sql.append(joined.join(f"({_condition(one, value, made)})" for value in values))
    return made


def values_of(given: Any) -> Sequence[Any]:
    """The values of one filter: none, one, or several."""
    if given is None:
        return ()
    if isinstance(given, Iterable) and not isinstance(given, str | bytes):
        return tuple(given)
    return (given,)


def _condition(one: Filter, value: Any, made: Conditions) -> str:
    """One value of one filter as an SQL condition."""
    column, text = f'"{one.column}"', str(value)
    if one.values and _plain(text) not in one.values:
        raise FilterError(f"{one.name}: {text!r} is none of {', '.join(one.values)}")
    match one.kind:
        case "id":
            return f"replace(lower({column}), '-', '_') = {made.bind(_plain(text))}"
        case "ids":
            return f"list_contains({column}, {made.bind(_plain(text))})"
        case "names":
            pattern = made.bind(_name_pattern(text))
            return f"len(list_filter({column}, lambda item: regexp_matches(lower(item), {pattern}))) > 0"
        case "baseline":
            made.needs_baselines = True
            return baseline_condition(text, made)
        case "part":
            return f"contains(lower({column}), lower({made.bind(text)}))"
        case "paper":
            parameter = made.bind(text)
            return f"lower(paper_id) = lower({parameter}) or contains(lower(title), lower({parameter}))"
        case "min" | "max":
            amount = FACTOR if one.column == "factor" else column
            return f"{amount} {'>=' if one.kind == 'min' else '<='} {made.bind(_number(one.name, value))}"
        case "year":
            low, high = _years(text)
            return f"year({column}) between {made.bind(low)} and {made.bind(high)}"
        case "where":
            return _free_condition(text, made)


def baseline_condition(text: str, made: Conditions) -> str:
    """The condition that a claim is measured against `text`; it reads the view baseline_names."""
    name, generic = bare_name(text.strip())
    if generic:
        return f"lower(baseline) = lower({made.bind(text.strip())})"
    return f"baseline in (select raw from baseline_names where key = {made.bind(name_key(name))} and not generic)"


def _free_condition(text: str, made: Conditions) -> str:
    """`column=value` and the like as a condition; the column must be one of the table."""
    found = _WHERE.fullmatch(text)
    if not found:
        raise FilterError(f"where: {text!r} is not like unit=ms, value_low>=5, sentence~edge (signs: = != < <= > >= ~)")
    name, sign, value = found[1], found[2], found[3].strip()
    if name not in _KINDS:
        raise FilterError(f"where: the table has no column {name!r}; it has {', '.join(_KINDS)}")
    column = f'"{name}"'
    if name in _LISTS:
        test = "contains(lower(item), lower({}))" if sign == "~" else "lower(item) = lower({})"
        if sign not in {"=", "!=", "~"}:
            raise FilterError(f"where: {name} is a list; only =, != and ~ can be asked of it")
        some = f"len(list_filter({column}, lambda item: {test.format(made.bind(value))})) > 0"
        return f"not ({some})" if sign == "!=" else some
    if sign == "~":
        return f"contains(lower({column}::varchar), lower({made.bind(value)}))"
    if _KINDS[name] in {"int", "float"}:
        return f"{column} {sign} {made.bind(_number(name, value))}"
    if _KINDS[name] == "date":
        return f"{column}::varchar {sign} {made.bind(value)}"
    return f"{column} {sign} {made.bind(value)}"


def _plain(text: str) -> str:
    """An id as the table writes it: speculative-decoding, Speculative Decoding -> speculative_decoding."""
    return re.sub(r"[\s_-]+", "_", text.strip().lower())


def _name_pattern(text: str) -> str:
    """A pattern for whole words of a name in lower case, whatever stands between its parts: A100 is not A1000."""
    parts = re.findall(r"[a-z]+|[0-9.]+|[^a-z0-9.\s_-]+", text.lower())
    if not parts:
        raise FilterError(f"{text!r} is no name")
    return f"(^|{_BOUNDARY})" + r"[\s_-]*".join(re.escape(part) for part in parts) + f"($|{_BOUNDARY})"


def _number(name: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if math.isnan(number):
        raise FilterError(f"{name}: {value!r} is no number")
    if name == "min_precision" and not 0 <= number <= 1:
        raise FilterError(f"{name}: {value!r} is not between 0 and 1")
    return number


def _years(text: str) -> tuple[int, int]:
    found = _YEARS.fullmatch(text.strip())
    if not found or not (found[1] or found[3]):
        raise FilterError(f"year: {text!r} is neither a year nor a span such as 2023-2025")
    low = int(found[1] or 0)
    high = int(found[3] or (9999 if found[2] else low))
    if low > high:
        raise FilterError(f"year: {text!r} is backwards: write {high}-{low}")
    return low, high
