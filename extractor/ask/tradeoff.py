"""Gains and what they cost: for each paper, how much better one thing gets and how much another changes with it."""

from __future__ import annotations

from typing import Any

from extractor.ask.compare import CONDITIONS, Answer, picked
from extractor.ask.filters import FACTOR, Conditions, FilterError
from extractor.ask.hints import hints, metrics_and_families, near
from extractor.ask.query import Database
from extractor.table.schema import FAMILIES, HARDWARE, QUALITY
from extractor.text.plurals import counted

# How much the metric itself changes: in points, in per cent, or as a factor made a percentage. Below 0 is a loss, since
# the sign follows the effect where the text tells it.
_CHANGE = """case
    when measure = 'points' then coalesce(si_{end}, value_{end}) * if(coalesce(effect = 'worse', false)
        or (effect = 'none' and direction = 'lower'), -1, 1)
    when measure = 'percent' then value_{end} * if(effect = 'worse' or (effect = 'none' and direction = 'lower'), -1, 1)
    when factor_{end} is not null then (factor_{end} - 1) * 100 end"""
_CHANGE_UNIT = (
    "case when measure = 'points' then if(unit = 'pp' or si_unit = '%', 'pp', coalesce(si_unit, unit)) else '%' end"
)


def trade_off(
    database: Database, gain: str = "speed", cost: str = QUALITY, *, every_pair: bool = False, **filters: Any
) -> Answer:
    """One row a paper that states both: its gain on `gain` and the change of `cost` that goes with it.

    Both are a metric or a family of metrics; a name that is both ("speed") is the family. Of a paper's pairs, that of
    one sentence goes first, then of one data set, then the largest gain, then the nearest; with `every_pair` all are
    listed. `filters` are of the gain, and of the paper for the cost. Raises FilterError.
    """
    where, notes = picked(database, filters)
    gain_is, cost_is = _subject(gain, where), _subject(cost, where)
    if gain_is[0] == cost_is[0]:
        raise FilterError(f"gain and cost are both {gain!r}")
    best = "" if every_pair else "where rank = 1"
    table = database.table(
        f"""{_pairs(where, gain_is[1], cost_is[1])},
        ranked as (select *, count(*) over (partition by paper_id) as pairs, row_number() over (
            partition by paper_id order by same_sentence desc, same_dataset desc, gain desc, distance, gain_id, cost_id
            ) as rank from paired)
        select paper, gain_metric, gain, gain_low, gain_high, gain_bound, gain_quote, cost_metric, change, change_low,
            change_high, change_unit, cost_bound, cost_quote, same_sentence, pairs, conditions, techniques,
            gain_sentence, cost_sentence, paper_id, gain_id, cost_id, url
        from ranked {best} order by gain desc, paper, paper_id, rank""",
        where.parameters,
    )
    notes += _left_out(database, where, (gain, gain_is[1]), (cost, cost_is[1]))
    if not table.num_rows:
        notes += _not_there(database, {"gain": gain_is[0], "cost": cost_is[0]}) or hints(database, filters)
    return Answer(table, tuple(notes))


def _subject(name: str, where: Conditions) -> tuple[str, str]:
    """What a name asks for, and the SQL condition for it: a family, or else a metric."""
    plain = name.strip().lower().replace("-", "_").replace(" ", "_")
    if not plain or plain == HARDWARE:
        raise FilterError(f"{name!r} is neither a metric nor a family of metrics")
    column = "family" if plain in FAMILIES else "metric"
    return plain, f"{column} = {where.bind(plain)}"


def _not_there(database: Database, subjects: dict[str, str]) -> list[str]:
    """Of gain and cost what no claim is about, with what may have been meant."""
    there = metrics_and_families(database)
    return [near(option, name, there) for option, name in subjects.items() if name not in there] if there else []


def _pairs(where: Conditions, gain_is: str, cost_is: str) -> str:
    """SQL for the pairs of a gain and a change of the same paper, by the same speaker, in a `with` clause."""
    return f"""
        with gains as (select *, {FACTOR} as gain, {CONDITIONS} as conditions from claims
            where {where} and {gain_is} and {FACTOR} > 1 and effect <> 'worse'),
        changes as (
            select *, {_CHANGE.format(end="low")} as change_low, {_CHANGE.format(end="high")} as change_high,
            {_CHANGE_UNIT} as change_unit
            from claims where {cost_is} and measure <> 'level' and measure <> 'share'),
        paired as (
            select g.title as paper, g.metric as gain_metric, g.gain, g.factor_low as gain_low,
            g.factor_high as gain_high, g.bound as gain_bound, g.quote as gain_quote,
            c.metric as cost_metric, (c.change_low + coalesce(c.change_high, c.change_low)) / 2 as change,
            least(c.change_low, c.change_high) as change_low, greatest(c.change_low, c.change_high) as change_high,
            c.change_unit, c.bound as cost_bound,
            c.quote as cost_quote, g.sentence = c.sentence as same_sentence,
            len(list_intersect(g.datasets, c.datasets)) > 0 as same_dataset,
            abs(g.start - c.start) as distance, g.conditions, g.techniques, g.sentence as gain_sentence,
            c.sentence as cost_sentence, g.paper_id, g.claim_id as gain_id, c.claim_id as cost_id, g.url
            from gains as g join changes as c on g.paper_id = c.paper_id and g."by" = c."by"
                and g.claim_id <> c.claim_id
            where c.change_low is not null)"""


def _states(papers: int) -> str:
    return "states" if papers == 1 else "state"


def _left_out(database: Database, where: Conditions, gain: tuple[str, str], cost: tuple[str, str]) -> list[str]:
    """Notes on the papers that state a gain without such a cost, and on gains that are no factor."""
    counts = database.table(
        f"""with asked as (select *, {FACTOR} as gain from claims where {where} and {gain[1]}),
        gains as (select distinct paper_id from asked where gain > 1 and effect <> 'worse'),
        paid as (select distinct paper_id from claims where {cost[1]} and measure not in ('level', 'share')),
        other as (select distinct paper_id from claims where family = '{QUALITY}' and measure not in ('level', 'share'))
        select (select count(*) from gains) as gains,
            (select count(*) from gains anti join paid using (paper_id)) as unpaid,
            (select count(*) from gains anti join paid using (paper_id) semi join other using (paper_id)) as other,
            (select count(*) from asked where gain is null) as bare""",
        where.parameters,
    ).to_pylist()[0]
    notes = []
    if counts["unpaid"]:
        papers = f"{counts['unpaid']} of {counted(counts['gains'], 'paper')} with such a gain"
        notes.append(f"{papers} {_states(counts['unpaid'])} no change of {cost[0]}")
    if counts["other"] and cost[0] != QUALITY:
        papers = f"{counts['other']} of these {_states(counts['other'])}"
        notes.append(f"{papers} one of another metric of {QUALITY}: --cost {QUALITY}")
    if counts["bare"]:
        notes.append(f"not comparable as a gain: {counted(counts['bare'], 'claim')} of {gain[0]} without a factor")
    return notes
