"""A picture of trade-offs: each paper's gain on a log axis, against how much something else changes with it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from extractor.ask.compare import Answer
from extractor.plot.plots import (
    INK,
    WIDTH,
    NothingToDrawError,
    chart_of,
    decoded_rows,
    factor_axis,
    legend,
    shape_of_bound,
    shape_word,
    short_title,
    styled,
    times,
)

if TYPE_CHECKING:
    import altair as alt

    from extractor.plot.plots import Chart

HEIGHT = 420
FONT = 10
LETTER = 5.8  # pixels of a letter of a label, rather too wide than too narrow
_LINE = 12
_SIDES: dict[str, dict[str, Any]] = {
    "right": {"align": "left", "dx": 8},
    "left": {"align": "right", "dx": -8},
    "above": {"align": "center", "dy": -10},
    "below": {"align": "center", "dy": 11},
}
_TICKS = (0, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_DECODED = ("paper", "gain_quote", "cost_quote", "conditions")
_UNITS = {"pp": "points", "%": "per cent"}

Box = tuple[float, float, float, float]


def trade_off_chart(answer: Answer, gain: str, cost: str) -> Chart:
    """A scatter of the pairs that `trade_off` found; raises NothingToDrawError if there are none."""
    import altair as alt

    pairs = [row for row in answer.table.to_pylist() if row["gain"] > 0 and row["change"] is not None]
    rows = decoded_rows(pairs, _DECODED)
    if not rows:
        raise NothingToDrawError("no paper states both; nothing to draw", answer.notes)
    gains, changes = [row["gain"] for row in rows], [row["change"] for row in rows]
    domain = [min(0.95, *gains), max(gains) * 1.4]
    reach = [min(-0.5, *(change * 1.3 for change in changes)), max(0.5, *(change * 1.3 for change in changes))]
    places = [(_x(row["gain"], domain), _y(row["change"], reach)) for row in rows]
    names = [short_title(row["paper"]) for row in rows]
    line = _y(0, reach)
    sides = place_labels(places, names, [(0, line - 1, WIDTH, line + 1)])
    data = [_point(row, name, side) for row, name, side in zip(rows, names, sides, strict=True)]
    x = alt.X(
        "gain:Q",
        title=f"gain: {gain}, times better (log scale)",
        axis=factor_axis(domain),
        scale=alt.Scale(type="log", domain=domain, nice=False),
    )
    base = chart_of(data).encode(x=x, y=_changes(cost, reach))
    zero = chart_of([{"zero": 0}]).mark_rule(strokeDash=[4, 3], color="#555")
    layers = [zero.encode(y=alt.Y("zero:Q", title="")), _marks(base), *_texts(base)]
    subtitle = [f"{len(rows)} pairs of a gain and a change in one paper; {sides.count('')} labels found no room"]
    title = alt.TitleParams(f"What {gain} costs in {cost}", subtitle=subtitle, anchor="start", subtitleColor="#444")
    return styled(alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, title=title))


def _changes(cost: str, reach: Sequence[float]) -> alt.Y:
    """The axis of changes between two ends, on which those of a point and of hundreds can both be told."""
    import altair as alt

    ticks = [sign * tick for tick in _TICKS for sign in (-1, 1) if reach[0] <= sign * tick <= reach[1]]
    return alt.Y(
        "change:Q",
        title=f"change of {cost} (below 0: worse)",
        axis=alt.Axis(values=sorted(set(ticks)), format="+~r"),
        scale=alt.Scale(type="symlog", constant=1, domain=list(reach), nice=False),
    )


def _marks(base: alt.Chart) -> alt.Chart:
    """The points: their fill tells the unit of the change, their shape the bound of the gain."""
    import altair as alt

    fill = alt.Fill(
        "unit:N",
        title="change in",
        scale=alt.Scale(domain=["points", "per cent"], range=["white", INK]),
        legend=legend(filled=True),
    )
    tooltip = [alt.Tooltip(f"{name}:N") for name in ("paper", "pair", "gain_quote", "cost_quote", "conditions")]
    marks: alt.Chart = base.mark_point(size=55, stroke=INK, strokeWidth=1.5, fillOpacity=0.9)
    return marks.encode(shape=shape_of_bound("gain"), fill=fill, tooltip=tooltip)


def _texts(base: alt.Chart) -> list[alt.Chart]:
    """The labels, one layer for each side of a point that they may stand on."""
    return [
        base.transform_filter(f"datum.side == '{side}'")
        .mark_text(fontSize=FONT, color="#333", **style)
        .encode(text="name:N")
        for side, style in _SIDES.items()
    ]


def place_labels(places: Sequence[tuple[float, float]], names: Sequence[str], full: Sequence[Box] = ()) -> list[str]:
    """On which side of its point each label goes, "" where it would hide something: greedy, from left to right.

    Nothing is written over the boxes of `full`.
    """
    taken: list[Box] = [(x - 6, y - 6, x + 6, y + 6) for x, y in places]
    taken += full
    sides = [""] * len(names)
    for at in sorted(range(len(names)), key=places.__getitem__):
        for side in _SIDES:
            box = _box(places[at], names[at], side)
            others = [one for number, one in enumerate(taken) if number != at]
            inside = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= HEIGHT
            if inside and not any(_meet(box, one) for one in others):
                sides[at] = side
                taken.append(box)
                break
    return sides


def _box(place: tuple[float, float], name: str, side: str) -> Box:
    """Left, top, right and bottom of a label."""
    (x, y), width = place, LETTER * len(name)
    dx, dy = _SIDES[side].get("dx", 0), _SIDES[side].get("dy", 0)
    left = {"right": x + dx, "left": x + dx - width}.get(side, x - width / 2)
    return left, y + dy - _LINE / 2, left + width, y + dy + _LINE / 2


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _point(row: dict[str, Any], name: str, side: str) -> dict[str, Any]:
    """What the chart needs of a pair."""
    kept = {key: row[key] for key in ("paper", "gain", "change", "gain_quote", "cost_quote", "conditions")}
    pair = f"{times(row['gain'])} {row['gain_metric']}, {row['change']:+.3g} {row['change_unit']} {row['cost_metric']}"
    unit = _UNITS.get(row["change_unit"], "points")
    return {**kept, "pair": pair, "unit": unit, "shape": shape_word(row["gain_bound"]), "name": name, "side": side}


def _x(gain: float, domain: Sequence[float]) -> float:
    low, high = (math.log10(end) for end in domain)
    return (math.log10(gain) - low) / (high - low) * WIDTH


def _y(change: float, reach: Sequence[float]) -> float:
    low, high = (_symlog(end) for end in reach)
    return (1 - (_symlog(change) - low) / (high - low)) * HEIGHT


def _symlog(value: float) -> float:
    """Vega's symlog scale with the constant 1."""
    return math.copysign(math.log1p(abs(value)), value)
