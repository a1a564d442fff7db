"""Claims compared: by technique, device, data set and so on, and head to head against one baseline.

Relative claims in any dress are compared on their factor. Levels are compared in the metric's canonical unit, on the
same data set, never across. What cannot be compared is counted, by reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extractor.ask.filters import FACTOR, Conditions, FilterError, conditions, values_of
from extractor.ask.hints import hints
from extractor.ask.query import LIST_COLUMNS, Database
from extractor.ask.unify import bare_name, name_key, root
from extractor.table.schema import HARDWARE, SPEAKERS
from extractor.text.plurals import counted

if TYPE_CHECKING:
    import pyarrow as pa

GROUPS = ("technique", "hardware", "dataset", "baseline", "model", "year", "metric")
"""What claims can be grouped by."""

SORTS = ("papers", "median", "best", "name")

ANY = "any"

CONDITIONS = """concat_ws('; ',
    if(baseline <> '', 'against ' || baseline, null),
    if(len(datasets) > 0, 'on ' || array_to_string(datasets, ', '), null),
    if(len(models) > 0, 'with ' || array_to_string(models, ', '), null),
    if(len(hardware) > 0, 'device ' || array_to_string(hardware, ', '), null),
    if(len(scope) > 0, 'phase ' || array_to_string(scope, ', '), null))"""
"""The conditions of a claim in words, in SQL."""

_ORDERS = {
    "papers": "papers desc, claims desc, {groups}",
    "median": "median desc, claims desc, {groups}",
    "best": "best desc, {groups}",
    "name": "{groups}",
}

_REASONS = (
    # reason, and the SQL condition; the first that holds counts
    ("differences in points", "measure = 'points'"),
    ("asymptotic orders", "measure = 'complexity'"),
    ("levels on no named data set", "measure = 'level' and len(datasets) = 0"),
    ("levels whose unit does not convert", "measure = 'level' and si_low is null"),
    ("levels on named data sets", "measure = 'level'"),
    ("others without a factor", "true"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its rows, and what must be said about them (what was left out, and what else there is)."""

    table: pa.Table
    notes: tuple[str, ...] = ()
    not_compared: Mapping[str, int] = field(default_factory=dict)


def compare(
    database: Database,
    by: Sequence[str] = ("technique",),
    *,
    levels: bool = False,
    sort: str = "papers",
    top: int | None = None,
    **filters: Any,
) -> Answer:
    """Claims in groups by one or two of GROUPS: papers, claims, quartiles of the factor, the best claim.

    With `levels`, levels instead: in the metric's canonical unit, for each data set. `filters` are those of
    `conditions`; unless `whose` says otherwise only the papers' own numbers count. Raises FilterError.
    """
    check_groups(by)
    where, notes = picked(database, filters)
    for kind in by:
        if kind == "baseline" or kind in LIST_COLUMNS:
            database.names(kind)
    database.names("dataset")
    reasons = _not_compared(database, where, levels=levels)
    sql = _levels_sql(by, where, sort) if levels else _factors_sql(by, where, sort)
    table = database.table(sql, where.parameters)
    groups = table.num_rows
    if top is not None and groups > top:
        table = table.slice(0, top)
        notes.append(f"{groups - top} more groups are left out (--top {top})")
    if several := [_SEVERAL[kind] for kind in by if kind in _SEVERAL] if groups else []:
        notes.append(f"a claim with several {' or '.join(several)} counts for each")
    if reasons:
        left_out = ", ".join(f"{reason}: {number}" for reason, number in reasons.items())
        notes.append(f"not comparable here: {counted(sum(reasons.values()), 'claim')} ({left_out})")
    if not levels and reasons.get("levels on named data sets"):
        notes.append("levels are compared for each data set by themselves: --levels")
    notes += nothing_fits(database, where, filters)
    return Answer(table, tuple(notes), reasons)


def against(database: Database, name: str, **filters: Any) -> Answer:
    """Every claim measured against the baseline `name`, spellings unified, the largest factor first.

    `filters` as for `compare`. A generic name ("the dense baseline") is looked up as it is written.
    """
    if not name.strip():
        raise FilterError("the name of a baseline is empty")
    names = database.names("baseline")
    where, notes = picked(database, {**filters, "baseline": name})
    table = database.table(
        f"""select title as paper, metric, measure, {FACTOR} as factor, factor_low, factor_high, bound, quote, effect,
            baseline, {CONDITIONS} as conditions, techniques, sentence, paper_id, claim_id, url
        from claims where {where} order by factor desc nulls last, title, start, claim_id""",
        where.parameters,
    )
    bare, generic = bare_name(name.strip())
    key = name_key(bare)
    if generic:
        notes.append(f"{name.strip()!r} names nothing in particular; only claims with these very words are listed")
    spellings = sorted({one.raw for one in names if one.key == key and not generic})
    others = sorted({one.name for one in names if root(one.key) == root(key) != "" and one.key != key})
    if len(spellings) > 1:
        notes.append(f"spellings taken as one: {', '.join(spellings)}")
    if others:
        notes.append(f"other versions, kept apart: {', '.join(others)}")
    if not table.num_rows and not generic:
        notes += hints(database, {**filters, "baseline": name})
    return Answer(table, tuple(notes))


def split_by(by: str | Sequence[str]) -> tuple[list[str], str | None]:
    """What stands in `by`, apart: things to group by, and whose numbers ("own", "prior", "any"), or None.

    >>> split_by("technique,hardware,own")
    (['technique', 'hardware'], 'own')
    """
    words = [word.strip() for part in ([by] if isinstance(by, str) else by) for word in part.split(",")]
    whose = [word for word in words if word in {"own", "prior", ANY}]
    if len(whose) > 1:
        raise FilterError(f"whose numbers: {' and '.join(whose)} exclude each other")
    return [word for word in words if word not in whose], whose[0] if whose else None


def check_groups(by: Sequence[str]) -> None:
    """Raise FilterError unless `by` holds one or two different groups."""
    unknown = [kind for kind in by if kind not in GROUPS]
    if unknown:
        raise FilterError(f"{unknown[0]!r} is nothing to group by; there are {', '.join(GROUPS)}")
    if not 1 <= len(set(by)) == len(by) <= 2:
        raise FilterError("group by one or two different things")


def _check_whose(whose: Any) -> None:
    """Raise FilterError for what is neither a speaker nor everyone."""
    for one in values_of(whose):
        if str(one).strip().lower() not in (*SPEAKERS, ANY):
            raise FilterError(f"whose: {str(one)!r} is none of {', '.join((*SPEAKERS, ANY))}")


def picked(database: Database, filters: Mapping[str, Any]) -> tuple[Conditions, list[str]]:
    """The conditions for `filters` on claims (no mentions of devices), and a note on others' numbers left out.

    Without `whose` only the papers' own numbers are meant; `whose="any"` asks for everyone's.
    """
    whose = filters.get("whose") or "own"
    _check_whose(whose)
    rest = {name: value for name, value in filters.items() if name != "whose"}
    everyone = conditions(rest)
    everyone.sql.append(f"metric <> '{HARDWARE}'")
    if everyone.needs_baselines:
        database.names("baseline")
    if ANY in ([whose] if isinstance(whose, str) else whose):
        return everyone, []
    made = conditions({**rest, "whose": whose})
    made.sql.append(f"metric <> '{HARDWARE}'")
    others = database.table(
        f"select count(*) - count(*) filter ({made}) as number from claims where {everyone}", made.parameters
    )
    number = others.column("number")[0].as_py()
    note = f"{counted(number, 'claim')} about the numbers of others left out (--whose any takes them in)"
    return made, [note] if number else []


_SEVERAL = {
    "technique": "techniques",
    "baseline": "baselines",
    "hardware": "devices",
    "dataset": "data sets",
    "model": "models",
}
"""Groups of which a claim can be in more than one, in the words of a note."""


def nothing_fits(database: Database, where: Conditions, filters: Mapping[str, Any]) -> list[str]:
    """What may have been meant, if no claim fits the conditions that were made of `filters`."""
    some = database.table(f"select 1 as one from claims where {where} limit 1", where.parameters)
    return [] if some.num_rows else hints(database, filters)


def group_sql(kind: str, source: str) -> str:
    """SQL for the rows (paper_id, claim_id, value) that put the claims of `source` into groups of a kind."""
    head = "select distinct paper_id, claim_id,"
    if kind == "technique":
        return f"{head} unnest(if(len(techniques) = 0, [null], techniques)) as value from {source}"
    if kind == "year":
        return f"{head} year(published)::varchar as value from {source}"
    if kind == "metric":
        return f"{head} metric as value from {source}"
    if kind == "baseline":
        return f"{head} name as value from {source} left join baseline_names on raw = baseline"
    column = LIST_COLUMNS[kind]
    return f"""{head} name as value
        from (select paper_id, claim_id, unnest(if(len({column}) = 0, [null], {column})) as raw from {source})
        left join {kind}_names using (raw)"""


def grouped_sql(by: Sequence[str], source: str) -> str:
    """SQL for the claims of `source`, once for each group they are in; each kind of group is a column."""
    columns = ", ".join(f'g{number}.value as "{alias(kind)}"' for number, kind in enumerate(by))
    joins = " ".join(
        f"join ({group_sql(kind, source)}) as g{number} using (paper_id, claim_id)" for number, kind in enumerate(by)
    )
    return f"select {source}.*, {columns} from {source} {joins}"


def alias(kind: str) -> str:
    """A group's column inside a query, where `hardware`, `metric` and `baseline` are columns of the claims already."""
    return f"group_{kind}"


def _factors_sql(by: Sequence[str], where: Conditions, sort: str) -> str:
    """The query for groups of relative claims."""
    names = ", ".join(f'"{alias(kind)}" as "{kind}"' for kind in by)
    keys = ", ".join(f'"{alias(kind)}"' for kind in by)
    generic = "baseline" in by
    return f"""
        with picked as (select *, {FACTOR} as factor from claims where {where}),
        compared as (select *, {CONDITIONS} as conditions from picked where factor is not null),
        grouped as ({grouped_sql(by, "compared")}),
        best as (select *, row_number() over (
            partition by {keys} order by factor desc, bound = 'up_to', paper_id, claim_id) as rank from grouped)
        select {names},{" coalesce(any_value(generic), false) as generic," if generic else ""}
            count(distinct paper_id) as papers, count(*) as claims,
            quantile_cont(factor, 0.25) as q1, median(factor) as median, quantile_cont(factor, 0.75) as q3,
            count(*) filter (bound = 'up_to') as up_to,
            max(factor) as best, any_value(bound) filter (rank = 1) as best_bound,
            any_value(quote) filter (rank = 1) as best_quote, any_value(title) filter (rank = 1) as best_paper,
            any_value(conditions) filter (rank = 1) as best_conditions,
            any_value(paper_id) filter (rank = 1) as best_paper_id, any_value(url) filter (rank = 1) as best_url
        from best {_generic_join() if generic else ""}
        group by {keys} order by {"generic, " if generic else ""}{_order(by, sort, keys)}"""


def _levels_sql(by: Sequence[str], where: Conditions, sort: str) -> str:
    """The query for groups of levels. Whether more is better is what the table's own claims say of the metric."""
    kinds = [*by, *(kind for kind in ("metric", "dataset") if kind not in by)]
    names = ", ".join(f'"{alias(kind)}" as "{kind}"' for kind in kinds)
    keys = ", ".join(f'"{alias(kind)}"' for kind in kinds)
    return f"""
        with picked as (select * from claims where {where}),
        compared as (select *, {CONDITIONS} as conditions, (si_low + coalesce(si_high, si_low)) / 2 as level
            from picked where measure = 'level' and si_low is not null and len(datasets) > 0),
        polarity as (select metric, sum(case when direction = 'none' or effect = 'none' then 0
            when (direction = 'higher') = (effect = 'better') then 1 else -1 end) as sign from claims group by metric),
        grouped as ({grouped_sql(kinds, "compared")}),
        best as (select *, row_number() over (
            partition by {keys}, si_unit order by level * if(sign < 0, -1, 1) desc, paper_id, claim_id) as rank
            from grouped join polarity using (metric))
        select {names}, si_unit as unit, count(distinct paper_id) as papers, count(*) as claims,
            quantile_cont(level, 0.25) as q1, median(level) as median, quantile_cont(level, 0.75) as q3,
            count(*) filter (bound = 'up_to') as up_to,
            any_value(level) filter (rank = 1) as best, any_value(bound) filter (rank = 1) as best_bound,
            any_value(quote) filter (rank = 1) as best_quote, any_value(title) filter (rank = 1) as best_paper,
            any_value(conditions) filter (rank = 1) as best_conditions,
            any_value(paper_id) filter (rank = 1) as best_paper_id, any_value(url) filter (rank = 1) as best_url
        from best group by {keys}, si_unit order by {_order(by, sort, keys)}, si_unit"""


def _generic_join() -> str:
    return (
        "left join (select name, bool_and(generic) as generic from baseline_names group by name) as kinds_of_names "
        f'on kinds_of_names.name = "{alias("baseline")}"'
    )


def _order(by: Sequence[str], sort: str, keys: str) -> str:
    if sort not in _ORDERS:
        raise FilterError(f"{sort!r} is no order; there are {', '.join(SORTS)}")
    groups = keys.split(", ")
    unnamed = [f"{key} is null" for key in groups[: len(by)]]
    return ", ".join([*unnamed, _ORDERS[sort].format(groups=", ".join(f"{key} nulls last" for key in groups))])


def _not_compared(database: Database, where: Conditions, *, levels: bool) -> dict[str, int]:
    """How many of the rows asked for cannot be compared, by reason."""
    cases = " ".join(f"when {condition} then '{reason}'" for reason, condition in _REASONS)
    if levels:
        cases = f"when measure <> 'level' then 'claims that are no levels' {cases}"
        compared = "measure = 'level' and si_low is not null and len(datasets) > 0"
    else:
        compared = f"{FACTOR} is not null"
    counts = database.table(
        f"""select case {cases} end as reason, count(*) as number from claims
        where ({where}) and not coalesce({compared}, false) group by reason order by number desc, reason""",
        where.parameters,
    )
    return dict(zip(*(counts.column(name).to_pylist() for name in ("reason", "number")), strict=True))
