"""The report's charts as Vega-Lite specifications without data: the page fills in what its filters leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.plot.plots import SHAPES

if TYPE_CHECKING:
    import altair as alt

Json = dict[str, Any]

_FACES = list(SHAPES)
_PATHS = ("circle", "M-1.3,0L1,-1.25L1,1.25Z", "M1.3,0L-1,-1.25L-1,1.25Z")  # triangles as large as the circle
_FADED = 0.2
_MEDIAN = 52  # pixels right of the chart for the median in words
_AXIS: Json = {"low": 0.9, "high": 10, "ticks": [1, 10]}
_SIDES: dict[str, Json] = {
    "right": {"align": "left", "dx": 8},
    "left": {"align": "right", "dx": -8},
    "above": {"align": "center", "dy": -11},
    "below": {"align": "center", "dy": 12},
}


def chart_specs() -> dict[str, Json]:
    """The specifications by name. Their data sets are named; the page sets the signals."""
    return {"factor": _factor(), "tradeoff": _trade_off(), "hardware": _hardware()}


def _factor() -> Json:
    """Every claim's factor on a log axis, in groups; ranges are bars, the median is a tick."""
    import altair as alt

    x = _factors("times better than the baseline (log scale; left of 1: worse)")
    y = _lines(grid=True, labelPadding=10)
    offset = alt.YOffset("lane:Q", scale=alt.Scale(domain=_expressions("-half", "half")))
    seen = _seen(0.85)
    points, medians = alt.Chart(alt.NamedData("points")), alt.Chart(alt.NamedData("medians"))
    tooltip = _hover("paper", "claim", "words", "conditions")
    ranges = points.transform_filter("datum.low < datum.high").mark_rule(strokeWidth=3)
    marks = points.mark_point(size=62, filled=True, cursor="pointer")
    layers = alt.layer(
        alt.Chart(alt.NamedData("one")).mark_rule(strokeDash=[4, 3], strokeWidth=1.5).encode(x="factor:Q"),
        medians.mark_tick(thickness=2.5, size=alt.ExprRef("step - 8"), style=["median"]).encode(
            x="factor:Q", y=y, opacity=_seen(0.75), tooltip=_hover("group", "median", "papers", "claims")
        ),
        medians.mark_text(align="right", dx=_MEDIAN, fontSize=12, style=["median"]).encode(
            x=alt.value(alt.ExprRef("width")), y=y, text="median:N", opacity=_seen(1)
        ),
        ranges.encode(x="low:Q", x2="high:Q", y=y, yOffset=offset, opacity=seen, tooltip=tooltip),
        marks.encode(x=x, y=y, yOffset=offset, opacity=seen, shape=_shape(), tooltip=tooltip),
    )
    return _spec(layers, **_AXIS, half=1, step=26)


def _trade_off() -> Json:
    """Gains on a log axis against changes in quality on one that is even about 0."""
    import altair as alt

    x = _factors("times better (log scale)")
    y = alt.Y(
        "change:Q",
        title="change of quality (below 0: worse)",
        scale=alt.Scale(type="symlog", constant=1, nice=False, domain=_expressions("bottom", "top")),
        axis=alt.Axis(
            values=[-100, -50, -20, -10, -5, -2, -1, 0, 1, 2, 5, 10, 20, 50, 100],
            labelExpr="datum.value == 0 ? 'same' : format(datum.value, '+~r')",
        ),
    )
    seen = _seen(0.9)
    fill = alt.Color(
        "unit:N",
        title=None,
        scale=alt.Scale(domain=["change in points", "change in per cent"]),
        legend=alt.Legend(orient="top", symbolType="circle"),
    )
    points = alt.Chart(alt.NamedData("points"))
    layers = alt.layer(
        alt.Chart(alt.NamedData("zero")).mark_rule(strokeDash=[4, 3], strokeWidth=1.5).encode(y="change:Q"),
        points.mark_point(size=75, filled=True, cursor="pointer").encode(
            x=x, y=y, color=fill, opacity=seen, tooltip=_hover("paper", "gain", "cost", "conditions")
        ),
        *(
            points.transform_filter(f"datum.side == '{side}'")
            .mark_text(fontSize=11, **style)
            .encode(x="factor:Q", y="change:Q", text="name:N", opacity=seen)
            for side, style in _SIDES.items()
        ),
    )
    return _spec(layers, **_AXIS, bottom=-1, top=1)


def _hardware() -> Json:
    """Papers for each device: those that measure on it, and those that only name it."""
    import altair as alt

    y = _lines(labelPadding=8)
    x = alt.X("papers:Q", title="papers", axis=alt.Axis(values=alt.ExprRef("ticks"), format="d"), stack="zero",
              scale=alt.Scale(domain=[0, alt.ExprRef("most")], nice=False))  # fmt: skip
    color = alt.Color(
        "how:N",
        title=None,
        scale=alt.Scale(domain=["claims measured on it", "only named"], range="ramp"),
        legend=alt.Legend(orient="top", symbolType="square"),
    )
    seen = _seen(1)
    bars = alt.Chart(alt.NamedData("points")).mark_bar(cornerRadius=2, height={"band": 0.72}, cursor="pointer")
    made = bars.encode(
        x=x, y=y, color=color, opacity=seen, order="rank:Q", tooltip=_hover("group", "how", "papers", "claims")
    )
    return _spec(made, most=1, ticks=[0, 1])


def _spec(chart: Any, **signals: Any) -> Json:
    """A chart as wide as its place, with the signals that the page sets; the page also says how high it is."""
    import altair as alt

    params = [alt.param(name=name, value=value) for name, value in signals.items()]
    size = alt.AutoSizeParams(type="fit-x", contains="padding")
    spec: Json = (
        chart.add_params(*params)
        .properties(
            width="container", height=300, autosize=size, padding={"left": 0, "top": 0, "right": 4, "bottom": 6}
        )
        .to_dict()
    )
    return spec


def _seen(opacity: float) -> Any:
    """Marks that the filters leave are as good as opaque, others fade."""
    import altair as alt

    return alt.when("datum.on").then(alt.value(opacity)).otherwise(alt.value(_FADED))


def _factors(title: str) -> alt.X:
    """Factors on a log axis, with the ticks that the page sets."""
    import altair as alt

    scale = alt.Scale(type="log", domain=_expressions("low", "high"), nice=False)
    words = "format(datum.value, ',~r') + '×'"
    axis = alt.Axis(values=alt.ExprRef("ticks"), labelExpr=words, grid=True, labelOverlap="greedy")
    return alt.X("factor:Q", title=title, scale=scale, axis=axis)


def _lines(**style: Any) -> alt.Y:
    """Groups, one below the other in the order that the page sets."""
    import altair as alt

    order = alt.EncodingSortField(field="order", op="min")
    return alt.Y("group:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, **style))


def _expressions(*signals: str) -> Any:
    import altair as alt

    return [alt.ExprRef(signal) for signal in signals]


def _shape() -> alt.Shape:
    import altair as alt

    scale = alt.Scale(domain=_FACES, range=list(_PATHS))
    return alt.Shape("shape:N", title=None, scale=scale, legend=alt.Legend(orient="top", direction="horizontal"))


def _hover(*names: str) -> Any:
    import altair as alt

    return [alt.Tooltip(f"{name}:N") for name in names]
