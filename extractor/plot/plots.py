"""A picture of the table: every claim's factor in groups on a log axis.

An Altair chart, readable without colour: what a claim is shows in the shape of its mark. The places of marks that must
not hide one another are worked out here, so that the picture is the same wherever it is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from extractor.ask.compare import CONDITIONS, Answer, alias, check_groups, grouped_sql, nothing_fits, picked
from extractor.ask.filters import FACTOR, FilterError
from extractor.ask.formats import UNNAMED
from extractor.ask.query import LIST_COLUMNS, Database
from extractor.table.latex import decoded
from extractor.text.plurals import counted

if TYPE_CHECKING:
    import altair as alt

    Chart = alt.LayerChart | alt.FacetChart

Row = dict[str, Any]

WIDTH = 560
LANE = 7  # pixels between two points of a group
MOST_LANES = 13
SHAPES = {"stated": "circle", "up to": "triangle-left", "at least": "triangle-right"}
INK = "#23527c"
_WORDS = {"up_to": "up to", "less_than": "up to", "at_least": "at least"}
_HOVER = ("paper", "quote", "factor", "bound", "metric", "conditions")


class PlotError(ValueError):
    """Nothing to draw, or a part of the program that draws is not installed."""


class NothingToDrawError(PlotError):
    """No claim fits that could be drawn; `notes` tell what may have been meant."""

    def __init__(self, problem: str, notes: Sequence[str] = ()) -> None:
        """Keep the notes; the message is all of it in one line."""
        self.problem, self.notes = problem, tuple(notes)
        super().__init__("; ".join([problem, *notes]))


def strip_chart(
    database: Database, by: str = "technique", *, top: int = 15, sort: str = "median", **filters: Any
) -> tuple[Chart, Answer]:
    """Every claim's factor, in the `top` largest groups of a kind; returns the chart and what it is drawn from.

    `sort` orders the groups drawn by median or by name. Raises PlotError and FilterError.
    """
    answer = strip_rows(database, by, top=top, **filters)
    rows = decoded_rows(answer.table.to_pylist(), ("paper", "quote", "conditions"))
    if not rows:
        raise NothingToDrawError("no comparable claim fits; nothing to draw", answer.notes)
    groups = _groups(rows, sort)
    lanes = _lay_out(rows, groups)
    return _strip(rows, list(groups.values()), by, lanes, answer.notes), answer


def strip_rows(database: Database, by: str, *, top: int, **filters: Any) -> Answer:
    """The claims to draw, one a row and group, those of the `top` largest groups only."""
    check_groups([by])
    if top < 1:
        raise FilterError("top must be at least 1")
    where, notes = picked(database, filters)
    if by == "baseline" or by in LIST_COLUMNS:
        database.names(by)
    column = f'"{alias(by)}"'
    table = database.table(
        f"""with picked as (select *, {FACTOR} as factor from claims where {where}),
        compared as (select * from picked where factor > 0),
        grouped as ({grouped_sql([by], "compared")}),
        sized as (select {column} as name, count(distinct paper_id) as papers, count(*) as claims,
            row_number() over (order by {column} is null, count(distinct paper_id) desc, count(*) desc, {column})
            as rank
            from grouped group by {column})
        select coalesce({column}, '{UNNAMED}') as "group", sized.papers, sized.claims, title as paper, quote, metric,
            bound, factor, least(factor_low, factor_high) as low, greatest(factor_low, factor_high) as high, conditions,
            paper_id || ' ' || claim_id as claim_id, (select count(*) from sized) as groups
        from (select *, {CONDITIONS} as conditions from grouped) join sized on {column} is not distinct from sized.name
        where rank <= {int(top)} order by rank, factor, paper_id, claim_id""",
        where.parameters,
    )
    left = database.table(
        f"select count(*) as number from claims where {where} and coalesce({FACTOR}, 0) <= 0", where.parameters
    )
    if table.num_rows and table.column("groups")[0].as_py() > top:
        notes.append(f"{table.column('groups')[0].as_py() - top} smaller groups are not drawn (--top)")
    if number := left.column("number")[0].as_py():
        notes.append(f"{counted(number, 'claim')} without a factor not drawn")
    notes += nothing_fits(database, where, filters)
    return Answer(table.drop_columns(["groups"]), tuple(notes))


def _groups(rows: Sequence[Row], sort: str) -> dict[str, Row]:
    """The groups in the order in which they are drawn: name, label, median, and the largest factor with its paper."""
    groups: dict[str, Row] = {}
    for row in rows:
        one = groups.setdefault(row["group"], {"group": row["group"], "factors": [], "best": row, **_sizes(row)})
        one["factors"].append(row["factor"])
        one["best"] = max(one["best"], row, key=lambda each: each["factor"])
    labels = set[str]()
    for one in groups.values():
        while one["label"] in labels:  # a label is what tells a group's line
            one["label"] += "\u00a0"
        labels.add(one["label"])
        factors = sorted(one.pop("factors"))
        half = len(factors) // 2
        one["median"] = factors[half] if len(factors) % 2 else (factors[half - 1] + factors[half]) / 2
        best = one.pop("best")
        one["note"] = f"median {times(one['median'])}, best {times(best['factor'])} ({short_title(best['paper'])})"
    if sort not in {"median", "name"}:
        raise FilterError(f"{sort!r} is no order of groups; there are median, name")
    order = sorted(groups, key=(lambda name: (name == UNNAMED, name)) if sort == "name" else (
        lambda name: (name == UNNAMED, -groups[name]["median"], name)))  # fmt: skip
    return {name: groups[name] for name in order}


def _sizes(row: Row) -> Row:
    group = decoded(row["group"]).replace("_", " ")
    label = f"{group} ({counted(row['papers'], 'paper')}, {counted(row['claims'], 'claim')})"
    return {"label": label if len(label) <= 60 else f"{label[:20]}…{label[-38:]}"}


def _lay_out(rows: Sequence[Row], groups: dict[str, Row]) -> int:
    """Give each row its label, shape and lane, so that marks of a group do not hide one another; returns the lanes."""
    logs = [math.log10(value) for row in rows for value in (row["low"] or row["factor"], row["high"] or row["factor"])]
    pixels = WIDTH / max(max(logs) - min(logs), 0.5)
    ends: dict[str, list[float]] = {}
    for row in rows:
        row["label"] = groups[row["group"]]["label"]
        row["shape"] = shape_word(row["bound"])
        left = math.log10(row["low"] or row["factor"]) * pixels
        right = math.log10(row["high"] or row["factor"]) * pixels
        taken = ends.setdefault(row["group"], [])
        lane = next((at for at, end in enumerate(taken) if left - end > 9), len(taken))
        if lane >= MOST_LANES:
            lane = min(range(MOST_LANES), key=taken.__getitem__)
        taken[lane : lane + 1] = [right]
        row["lane"] = (lane + 1) // 2 * (1 if lane % 2 else -1)
        row["is_range"] = row["low"] is not None and row["high"] is not None and row["low"] < row["high"]
    return max(len(taken) for taken in ends.values())


def _strip(rows: list[Row], groups: list[Row], by: str, lanes: int, notes: Sequence[str]) -> Chart:
    """The layers of the strip: a line at 1, ranges, points, medians, and a note at the end of each group."""
    import altair as alt

    low = min(row["low"] or row["factor"] for row in rows)
    high = max(row["high"] or row["factor"] for row in rows)
    domain = [min(low / 1.15, 0.9), max(high * 1.15, 1.1)]
    height = max(26, LANE * lanes + 12)
    labels = [one["label"] for one in groups]
    y = alt.Y("label:N", sort=labels, title=None, axis=alt.Axis(labelLimit=420, ticks=False, domain=False, grid=True))
    x = alt.X("factor:Q", title="times better than the baseline (left of 1: worse)", axis=factor_axis(domain),
              scale=alt.Scale(type="log", domain=domain, nice=False))  # fmt: skip
    half = max(lanes / 2, 1) + 0.5
    offset = alt.YOffset("lane:Q", scale=alt.Scale(domain=[-half, half]))
    points = chart_of(rows)
    names = chart_of(groups)
    ranges = points.transform_filter("datum.is_range").mark_rule(strokeWidth=4, opacity=0.45, color=INK)
    tooltip = [alt.Tooltip(f"{name}:{'Q' if name == 'factor' else 'N'}") for name in _HOVER]
    # said as a scale, or Vega-Lite draws the marks of the legend invisible
    hollow = alt.Fill("shape:N", title="value", scale=alt.Scale(domain=list(SHAPES), range=["white"]), legend=legend())
    marks = points.mark_point(size=38, fillOpacity=0.8, stroke=INK, strokeWidth=1.5)
    medians = names.mark_tick(thickness=3, size=height - 8, color="black", opacity=0.55)
    words = names.mark_text(align="left", fontSize=11, color="#333", limit=400)
    one = chart_of([{"one": 1}]).mark_rule(strokeDash=[4, 3], color="#555").encode(x=alt.X("one:Q", title=""))
    chart = alt.layer(
        one,
        medians.encode(x=alt.X("median:Q", title=""), y=y),
        ranges.encode(x=alt.X("low:Q", title=""), x2="high:Q", y=y, yOffset=offset, tooltip=tooltip),
        marks.encode(x=x, y=y, yOffset=offset, shape=shape_of_bound(), fill=hollow, tooltip=tooltip),
        words.encode(x=alt.value(WIDTH + 10), y=y, text="note:N"),
    )
    claims = counted(len({row["claim_id"] for row in rows}), "claim")
    said = f"{claims}; bars are ranges, the thick line is the median"
    title = alt.TitleParams(f"Factor by {by}", subtitle=[said, *notes], anchor="start", subtitleColor="#444")
    return styled(chart.properties(width=WIDTH, height=alt.Step(height, **{"for": "position"}), title=title))


def decoded_rows(rows: Sequence[Row], columns: Sequence[str]) -> list[Row]:
    """The rows with the LaTeX in some of their columns as people read it."""
    return [row | {name: decoded(row[name]) for name in columns if row[name]} for row in rows]


def chart_of(rows: Sequence[Row]) -> alt.Chart:
    """A chart whose data is `rows`, written into it."""
    import altair as alt

    return alt.Chart(alt.InlineData(values=list(rows)))


def shape_word(bound: str) -> str:
    """What the mark of a claim says of its value: stated, up to, or at least."""
    return _WORDS.get(bound, "stated")


def shape_of_bound(title: str = "value") -> alt.Shape:
    """The encoding of `shape`, with its legend."""
    import altair as alt

    scale = alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
    return alt.Shape("shape:N", title=title, scale=scale, legend=legend())


def legend(*, filled: bool = False) -> alt.Legend:
    """A legend above the chart, its marks hollow as in the chart, or `filled` as their scale says."""
    import altair as alt

    style: dict[str, Any] = {"symbolStrokeColor": INK, "symbolStrokeWidth": 1.5} | (
        {} if filled else {"symbolFillColor": "white"}
    )
    return alt.Legend(orient="top", **style)


def factor_axis(domain: Sequence[float]) -> alt.Axis:
    """A log axis of factors with ticks at 1, 2, 5, 10 ... as far as there is room for their labels."""
    import altair as alt

    steps: tuple[int, ...] = (1, 2, 5) if math.log10(domain[1] / domain[0]) < 3 else (1,)
    ticks = [step * 10.0**power for power in range(-6, 10) for step in steps]
    values = [tick for tick in ticks if domain[0] <= tick <= domain[1]]
    return alt.Axis(values=values, labelExpr="format(datum.value, ',~r') + '×'", grid=True, gridColor="#e4e4e4")


def times(factor: float) -> str:
    """A factor in words: 1.67×, 3,000×."""
    return f"{factor:,.0f}×" if factor >= 100 else f"{factor:.3g}×"


def short_title(title: str, most: int = 32) -> str:
    """What a paper is called for short: its title up to the colon, if that is short, or its beginning."""
    head = title.partition(":")[0].strip()
    return head if len(head) <= most else head[: most - 1].rstrip() + "…"


def styled(chart: Chart) -> Chart:
    """The chart with the fonts and lines that all pictures share."""
    made: Chart = (
        chart.configure_view(stroke="#bbb")
        .configure_axis(labelFontSize=11, titleFontSize=12, titleFontWeight="normal", gridColor="#eeeeee")
        .configure_title(fontSize=15, subtitleFontSize=11, offset=10)
        .configure_legend(labelFontSize=11, titleFontSize=11)
    )
    return made
