"""The charts and views of the report in a real browser, the keyboard, and what bars people from it."""

from __future__ import annotations

import re

import pytest
from asking import write
from browsing import count, go, named, rows, views, why_not

from extractor.ask.compare import against
from extractor.ask.query import Database

pytestmark = pytest.mark.skipif(why_not() is not None, reason=str(why_not()))


def place_of(page, card, row):
    """Where the mark of the n-th point of a chart is on the page."""
    x, y = page.evaluate(
        """([card, row]) => {
            const plot = document.querySelector(`#${card} .plot`), view = plot.view;
            const box = plot.querySelector("canvas").getBoundingClientRect(), [x, y] = view.origin();
            const point = view.data("points")[row], scale = view.scale("y");
            const inside = card === "factor" ? view.scale("yOffset")(point.lane) : scale.bandwidth() / 2;
            const at = scale(point.group ?? point.change) + inside;
            const pad = view.padding();
            return [box.left + x + pad.left + view.scale("x")(point.factor ?? point.papers / 2), box.top + y + pad.top + at];
        }""",
        [card, row],
    )
    return x, y


def test_chart_shows_paper_words_and_conditions_and_a_click_filters(visit, hostile):
    page = visit(hostile, "#m=speed", height=1600)
    place = place_of(page, "factor", 0)
    page.mouse.move(*place)
    tip = page.locator("#vg-tooltip-element")
    tip.wait_for(state="visible")
    for words in ("paper", "words", "conditions", "faster than"):
        assert words in tip.inner_text()
    page.mouse.click(*place)
    page.wait_for_url(re.compile("paper="))
    assert count(page) >= 1
    assert page.locator(".panel").is_visible()


def test_click_on_a_line_of_a_chart_filters_by_it(visit, seeds, database):
    page = visit(seeds, height=1600)
    page.mouse.click(*place_of(page, "hardware", 0))
    page.wait_for_url(re.compile("hardware=GPU"))
    assert count(page) == len(rows(database, named("hardware", "GPU")))


def test_marks_of_charts_are_reached_and_spoken_by_keyboard(visit, seeds, database):
    page = visit(seeds, "#m=speed")
    spot = page.locator(".plot .spot:focus")
    page.locator("#chart-all").focus()
    page.keyboard.press("Tab")
    first = page.get_by_role("button", name=re.compile("^paper: .+; claim: .+ speed; words: .+; conditions: "))
    assert spot.get_attribute("aria-label") == first.first.get_attribute("aria-label")
    assert page.locator("#factor .spot-words").is_visible()
    said = [spot.get_attribute("aria-label")]
    for key in ("ArrowRight", "ArrowDown", "End", "ArrowRight", "ArrowUp", "Home"):
        page.keyboard.press(key)
        said.append(spot.get_attribute("aria-label"))
    assert said == [said[0], *said[1:3], said[3], said[3], said[5], said[0]]  # behind the last there is none
    assert len(set(said)) == 5
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("paper="))
    assert page.locator(".panel").is_visible()
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    page = visit(seeds)
    page.locator("#hardware .spot").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("hardware=GPU"))
    assert count(page) == len(rows(database, named("hardware", "GPU")))
    page.wait_for_function("document.activeElement.matches('#hardware .spot')")


def test_charts_follow_filters_and_their_metric_can_be_changed(visit, seeds, database):
    page = visit(seeds)
    own = "factor(factor_low, factor_high) > 0 and \"by\" = 'own'"
    number = len(rows(database, f"metric = 'speed' and {own}"))
    assert page.locator("#factor .said").inner_text().startswith(f"{number} claims about speed")
    page.locator("#chart-metric").select_option("flops")
    number = len(rows(database, f"metric = 'flops' and {own}"))
    page.get_by_text(re.compile(f"^{number} claims about flops")).wait_for()
    page.locator("#chart-metric").select_option("speed")
    page.get_by_text(re.compile("claims about speed")).wait_for()
    number = len(rows(database, f"metric = 'speed' and {own}"))
    page.locator("#filter-hardware").select_option("GPU")
    page.get_by_text(re.compile(f"^(?!{number} )[0-9]+ claims? about")).wait_for()
    page.locator("#factor .as-table summary").click()
    page.locator("#factor .as-table button").first.click()
    page.wait_for_url(re.compile("technique="))
    page.locator("#factor .as-table button[aria-pressed=true]:focus").wait_for()


def test_baseline_view_lists_what_against_lists(visit, hostile, tmp_path):
    expected = against(Database(write(tmp_path / "claims.parquet")), "FlashAttention-2", whose="any").table
    page = visit(hostile, "#view=baselines&id=FlashAttention-2")
    cells = page.locator("#baselines .simple tbody tr")
    assert cells.count() == expected.num_rows == 2
    text = page.locator("#baselines").inner_text()
    assert all(quote in text for quote in expected.column("quote").to_pylist())
    assert "Taken as one: FlashAttention-2; FlashAttention2." in text
    assert "Other versions, kept apart: FlashAttention-3." in text
    page.locator("#against .spot").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("view=papers&id="))


def test_paper_view_marks_every_claim(visit, seeds, database):
    (paper,) = {row["paper_id"] for row in rows(database, "title like 'SANA-Sprint%'")}
    page = visit(seeds, "#view=papers")
    page.locator("#paper-list-search").fill("sana-sprint")
    page.get_by_role("link", name=re.compile("^SANA-Sprint")).click()
    quotes = [row["quote"] for row in rows(database, f"paper_id = '{paper}' order by start")]
    assert page.locator(".claims > li").count() == len(quotes)
    marked = page.locator(".text mark.quote").all_inner_texts()
    assert {quote for quote in quotes if quote not in marked} == set()
    page.go_back()
    assert page.locator("#paper-list").is_visible()


def test_everything_is_reached_by_keyboard(visit, seeds):
    page = visit(seeds)
    reached = []
    for _ in range(45):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e);
                return [e.id || e.textContent.trim(), s.outlineStyle !== "none" || e.matches(".skip")]; }"""
            )
        )
    names = [name for name, _ in reached]
    assert all(visible for _, visible in reached), reached
    assert names[:5] == ["Skip to the content", "Claims", "Papers", "Baselines", "theme"]
    for control in ("chart-metric", "chart-gain", "search", "filter-technique", "filter-precision", "csv"):
        assert control in names
    page.locator("#table tbody button").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".panel").is_visible()
    page.keyboard.press("Enter")
    assert page.locator(".panel").count() == 0
    page.locator("#theme").focus()
    page.keyboard.press("Space")
    assert page.evaluate("document.documentElement.classList.contains('dark')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(visit, seeds, database, scheme):
    """Labels, roles, contrast and so on, by axe-core."""
    Axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe  # noqa: N806
    page = visit(seeds, scheme=scheme)
    for fragment, heading in views(database).items():
        go(page, fragment, heading)
        found = Axe().run(page).response["violations"]
        assert [(heading, one["id"], [node["html"][:150] for node in one["nodes"][:3]]) for one in found] == []
