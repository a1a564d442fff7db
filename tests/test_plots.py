"""Pictures: what is drawn, that nothing hides anything, and that no text of the data runs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from asking import EVIL, ROWS, paper, write
from browsing import a_browser, why_not
from samples import claim

from extractor.ask.filters import FilterError
from extractor.ask.query import Database
from extractor.ask.tradeoff import trade_off
from extractor.plot.picture import KINDS, chart_spec, page, save
from extractor.plot.plots import SHAPES, PlotError, short_title, strip_chart, times
from extractor.plot.scatter import _box, _meet, place_labels, trade_off_chart
from extractor.table.store import TableError

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return Database(write(tmp_path_factory.mktemp("table") / "claims.parquet"))


@pytest.fixture(scope="module")
def strip(database):
    return strip_chart(database, "technique", metric="speed")


@pytest.fixture(scope="module")
def scatter(database):
    return trade_off_chart(trade_off(database), "speed", "quality")


def points(chart):
    """The rows drawn, out of the specification."""
    spec = chart_spec(chart)
    layers = [layer for layer in spec["layer"] if isinstance(layer["mark"], dict) and layer["mark"]["type"] == "point"]
    data = layers[0].get("data", spec.get("data"))
    return spec["datasets"][data["name"]] if "name" in data else data["values"]


def test_every_claim_is_drawn(strip):
    chart, answer = strip
    drawn = sorted((row["group"], row["quote"], row["shape"], row["is_range"]) for row in points(chart))
    assert drawn == [
        ("(not named)", "5x", "stated", False),
        ("(not named)", "8x", "stated", False),
        ("caching", "3x", "stated", False),
        ("pruning", "2-4x", "stated", True),
        ("quantization", "1.68x", "up to", False),
        ("quantization", "3x", "stated", False),
    ]
    assert answer.notes == ("1 claim about the numbers of others left out (--whose any takes them in)",)


def test_groups_are_labelled_with_their_size_and_ordered_by_median(strip):
    labels = list(dict.fromkeys(row["label"] for row in points(strip[0])))
    assert set(labels) == {
        "caching (1 paper, 1 claim)", "pruning (1 paper, 1 claim)", "quantization (2 papers, 2 claims)",
        "(not named) (1 paper, 2 claims)",
    }  # fmt: skip
    text = json.dumps(chart_spec(strip[0]), ensure_ascii=False)
    assert re.search(r'"sort": \["\(?caching.*?"pruning.*?"quantization.*?"\(not named\)', text)
    assert "median 2.34×, best 3×" in text


def test_top_groups_only(database):
    chart, answer = strip_chart(database, "technique", metric="speed", top=1)
    assert {row["group"] for row in points(chart)} == {"quantization"}
    assert "3 smaller groups are not drawn (--top)" in answer.notes


def test_marks_of_a_group_do_not_hide_one_another(tmp_path):
    rows = []
    for number in range(5):
        one = paper(number, f"Paper {number}", "It is 2x faster, really 2.01x.")
        rows.append((one, ("pruning",), [claim("2x", one, value_low=2.0, value_high=2.0)]))
    chart, _ = strip_chart(Database(write(tmp_path / "x.parquet", rows)), "technique")
    assert sorted(row["lane"] for row in points(chart)) == [-2, -1, 0, 1, 2]


def test_labels_do_not_collide():
    places = [(100 + 13 * (n % 7), 50 + 11 * (n // 7)) for n in range(35)]
    names = ["A name of some length"] * 35
    full = [(0.0, 70.0, 600.0, 72.0)]
    sides = place_labels(places, names, full)
    boxes = [_box(place, name, side) for place, name, side in zip(places, names, sides, strict=True) if side]
    assert boxes
    assert not any(_meet(one, other) for one in boxes for other in [*boxes, *full] if one is not other)


def test_marks_of_shape_are_told_in_the_legend(strip, scatter):
    for chart in (strip[0], scatter):
        assert json.dumps(list(SHAPES.values())) in json.dumps(chart_spec(chart))


@pytest.mark.parametrize("name", ["strip", "scatter"])
def test_specification_is_pinned(name, strip, scatter, file_regression):
    spec = chart_spec(strip[0] if name == "strip" else scatter)
    del spec["$schema"]
    file_regression.check(json.dumps(spec, indent=1, ensure_ascii=False, sort_keys=True) + "\n", extension=".json")


@pytest.mark.parametrize("kind", KINDS)
def test_files(strip, scatter, tmp_path, kind):
    for name, chart in (("strip", strip[0]), ("scatter", scatter)):
        path = tmp_path / f"{name}{kind}"
        save(chart, path, ["a <note>"])
        content = path.read_bytes()
        assert content.startswith({".svg": b"<svg", ".png": b"\x89PNG", ".html": b"<!DOCTYPE html>"}[kind])
        save(chart, path, ["a <note>"])
        assert path.read_bytes() == content


def test_page_runs_nothing_of_the_data(strip, database):
    html = page(chart_spec(strip[0]), [EVIL])
    scripts = re.findall(r"<script>", html)
    assert len(scripts) == 2
    assert html.count("</script>") == 2
    assert "<q>bold" not in html
    assert "\\u003c/script\\u003e" in html
    assert "default-src 'none'" in html
    assert "http://" not in re.sub(
        r"<script>window.*?</script>|http://www\.w3\.org[\w/.]*", "", html.split("<body>")[0]
    )


def test_hover_shows_paper_and_quote(strip, scatter):
    for chart, fields in ((strip[0], ("paper", "quote")), (scatter, ("paper", "gain_quote", "cost_quote"))):
        text = json.dumps(chart_spec(chart))
        for name in fields:
            assert re.search(rf'"tooltip": \[[^\]]*"field": "{name}"', text)


def test_latex_is_drawn_as_people_read_it(tmp_path):
    one = paper(1, r"{M}\"uller: {K}ernels", "It is 2$\\times$ faster than S{\\'e}b, with a 1\\,\\% loss.")
    loss = {"metric": "accuracy", "measure": "points", "unit": "pp", "direction": "lower", "effect": "worse"}
    claims = [
        claim(r"2$\times$", one, value_low=2.0, value_high=2.0, baseline=r"S{\'e}b"),
        claim(r"1\,\%", one, value_low=1.0, value_high=1.0, bound="exact", **loss),
    ]
    database = Database(write(tmp_path / "x.parquet", [(one, ("pruning",), claims)]))
    chart, answer = strip_chart(database, "baseline", metric="speed")
    (drawn,) = points(chart)
    assert (drawn["paper"], drawn["quote"], drawn["label"]) == ("Müller: Kernels", "2×", "Séb (1 paper, 1 claim)")
    assert "against Séb" in drawn["conditions"]
    assert "best 2× (Müller)" in json.dumps(chart_spec(chart), ensure_ascii=False)
    assert answer.table.column("paper").to_pylist() == [one.title]
    (pair,) = points(trade_off_chart(trade_off(database), "speed", "quality"))
    assert (pair["name"], pair["gain_quote"], pair["cost_quote"]) == ("Müller", "2×", "1 %")


def test_groups_that_look_alike_stay_apart(tmp_path):
    one = paper(1, "Ours", r"It is 2x faster than SX$\to$Y, 3x faster than SX→Y.")
    claims = [
        claim("2x", one, value_low=2.0, value_high=2.0, baseline=r"SX$\to$Y"),
        claim("3x", one, value_low=3.0, value_high=3.0, baseline="SX→Y"),
    ]
    chart, _ = strip_chart(Database(write(tmp_path / "x.parquet", [(one, ("pruning",), claims)])), "baseline")
    labels = {row["label"] for row in points(chart)}
    assert {label.strip() for label in labels} == {"SX→Y (1 paper, 1 claim)"}
    assert len(labels) == 2


def test_nothing_to_draw(database):
    with pytest.raises(PlotError, match="nothing to draw"):
        strip_chart(database, "technique", metric="colour")
    with pytest.raises(PlotError, match="nothing to draw"):
        trade_off_chart(trade_off(database, "energy", "cost"), "energy", "cost")


@pytest.mark.parametrize(
    "options", [{"by": "colour"}, {"by": "year", "top": 0}, {"by": "year", "sort": "luck"}], ids=str
)
def test_impossible_plot(database, options):
    with pytest.raises(FilterError):
        strip_chart(database, options.pop("by"), **options)


def test_picture_of_no_kind(strip, tmp_path):
    with pytest.raises(TableError, match="must end in"):
        save(strip[0], tmp_path / "x.gif")


def test_words():
    assert [times(value) for value in (1.666, 12.34, 3000)] == ["1.67×", "12.3×", "3,000×"]
    assert short_title("FireQ: Fast") == "FireQ"
    assert short_title("x" * 50) == "x" * 31 + "…"
    assert ROWS[3][0].title == EVIL


TEXTS_OUTSIDE = """() => {
    const svg = document.querySelector("svg"), frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim())
        .map((text) => [text.textContent, text.getBoundingClientRect()])
        .filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1).map(([words]) => words);
}"""


@pytest.mark.skipif(why_not() is not None, reason=str(why_not()))
@pytest.mark.parametrize("kind", ["strip", "scatter"])
def test_no_text_is_cut_off_in_a_wide_font(tmp_path, kind):
    """In the real browser, with the widest of the common fonts."""
    database = Database(ROOT / "data" / "claims.parquet")
    if kind == "strip":
        chart, _ = strip_chart(database, "technique", metric="speed")
    else:
        chart = trade_off_chart(trade_off(database, "speed", "quality"), "speed", "quality")
    save(chart, tmp_path / "a.svg")
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
    with a_browser() as browser:
        page = browser.new_page()
        page.set_content(f"<style>text {{ font-family: 'DejaVu Sans' !important }}</style>{svg}")
        assert page.locator("svg text").count() > 10
        assert page.evaluate(TEXTS_OUTSIDE) == []
