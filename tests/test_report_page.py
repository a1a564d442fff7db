"""The report in a real browser, opened from disk with the network off: what a person does with it, step by step."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from asking import EVIL, FORMULA, OTHERS, ROWS, _level, write
from browsing import count, go, named, rows, settle, views, why_not
from samples import claim as sample

from extractor.ask.export import export_claims
from extractor.ask.query import Database
from extractor.records import Paper
from extractor.report.report import write_report
from extractor.rulefiles.rules import load_rules

pytestmark = pytest.mark.skipif(why_not() is not None, reason=str(why_not()))

TOO_WIDE = """[...document.querySelectorAll(".dt-layout-table, .card, .bar")].filter((box) => box.scrollWidth > box.clientWidth)
    .map((box) => box.className)"""


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (900, "light"), (1600, "light")])
def test_every_view_opens_without_a_word(visit, seeds, database, width, scheme):
    page = visit(seeds, width=width, scheme=scheme)
    for fragment, heading in views(database).items():
        go(page, fragment, heading)
        assert page.locator("main > section:visible").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(TOO_WIDE) == []


def test_search_as_you_type(visit, seeds, database):
    page = visit(seeds)
    everything = count(page)
    assert everything == len(rows(database, "true"))
    page.locator("#search").press_sequentially("distillation", delay=5)
    page.wait_for_url(re.compile("q=distillation"))
    found = rows(
        database,
        "(contains(lower(concat_ws(' ', title, sentence, quote, metric, subject, baseline, rule, paper_id)), "
        "'distillation') or list_contains(techniques, 'distillation') or len(list_filter("
        "hardware || datasets || models || scope, lambda x: contains(lower(x), 'distillation'))) > 0)",
    )
    assert 0 < count(page) == len(found) < everything
    page.locator("#search").fill("no such words anywhere")
    page.get_by_text("No claim fits: remove a filter").wait_for()
    assert page.locator("#csv").is_disabled()
    page.get_by_role("button", name="Clear all").click()
    assert count(page) == everything


FILTERS = {
    "technique": ("quantization", "list_contains(techniques, 'quantization')"),
    "metric": ("speed", "metric = 'speed'"),
    "hardware": ("NVIDIA A100", named("hardware", "NVIDIA A100")),
    "dataset": ("COCO", named("dataset", "COCO")),
    "baseline": ("Transformers", named("baseline", "Transformers")),
    "bound": ("up_to", "bound = 'up_to'"),
    "by": ("baseline", "\"by\" = 'baseline'"),
    "precision": ("0.9", "rule_precision >= 0.9"),
}


def test_filters(visit, seeds, database):
    page = visit(seeds)
    everything = len(rows(database, "true"))
    for name, (value, condition) in FILTERS.items():
        page.locator(f"#filter-{name}").select_option(value)
        assert (name, 0 < count(page) < everything, count(page)) == (name, True, len(rows(database, condition)))
        page.get_by_role("button", name="Clear all").click()


def test_headline_numbers_follow_the_filters(visit, seeds, database):
    page = visit(seeds)

    def numbers():
        return {
            box.locator("dt").inner_text(): box.locator("dd").inner_text() for box in page.locator("#stats div").all()
        }

    everything = numbers()
    page.locator("#filter-metric").select_option("speed")
    (found,) = database.table(
        "select count(*) as claims, count(distinct paper_id) as papers, count(factor_low) as factors "
        "from claims where metric = 'speed'"
    ).to_pylist()
    filtered = numbers()
    assert filtered["claims"] == f"{found['claims']:,} of {everything['claims']}"
    assert filtered["papers"] == f"{found['papers']:,} of {everything['papers']}"
    assert filtered["with a comparable factor"].startswith(f"{found['factors']:,} of ")
    assert all(int(text.split(" of ")[0].replace(",", "")) > 0 for text in filtered.values())
    page.get_by_role("button", name="Clear all").click()
    assert numbers() == everything


def test_filters_must_all_hold_and_values_of_one_are_alternatives(visit, seeds, database):
    page = visit(seeds)
    for value in ("quantization", "pruning"):
        page.locator("#filter-technique").select_option(value)
    page.locator("#filter-metric").select_option("speed")
    expected = rows(database, "list_has_any(techniques, ['quantization', 'pruning']) and metric = 'speed'")
    assert count(page) == len(expected)
    page.get_by_role("button", name="Remove the filter Technique: pruning").click()
    assert count(page) < len(expected)


def test_shared_address_restores_the_view(visit, seeds):
    page = visit(seeds)
    page.locator("#filter-metric").select_option("latency")
    page.locator("#search").fill("model")
    page.get_by_role("group").filter(has_text="Columns").locator("summary").click()
    page.get_by_label("Hardware", exact=True).last.uncheck()
    page.get_by_label("Rule", exact=True).check()
    page.keyboard.press("Escape")
    page.locator("#table th", has_text="Paper").click()
    page.locator("#chart-group").select_option("hardware")
    page.locator("#table tbody button").nth(1).click()
    page.wait_for_url(re.compile("(?=.*open=)(?=.*q=model)"))
    other = visit(seeds, page.evaluate("location.hash"))
    for what in ("#count", "#table", "#chips", "#factor .said"):
        assert other.locator(what).inner_text() == page.locator(what).inner_text()
    assert other.locator(".panel").is_visible()
    assert other.locator("#chart-group").input_value() == "hardware"
    heads = other.locator("#table thead th").all_inner_texts()
    assert "Rule" in heads
    assert "Hardware" not in heads


def test_csv_holds_the_rows_of_the_same_query(visit, seeds, database):
    page = visit(seeds, "#technique=quantization&metric=speed&metric=memory&sort=paper:asc")
    with page.expect_download() as download:
        page.locator("#csv").click()
    found = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"), newline="")))
    condition = "list_contains(techniques, 'quantization') and metric in ('speed', 'memory')"
    expected = rows(database, f"{condition} order by lower(title), paper_id, start, claim_id")
    assert expected
    assert [row["title"].lower() for row in found] == sorted(row["title"].lower() for row in found)
    assert sorted(map(_cells, found), key=str) == sorted(map(_cells, expected), key=str)


def _cells(row):
    """A row as CSV has it, numbers as numbers."""
    cells = {}
    for name, value in row.items():
        text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
        cells[name] = float(text) if re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", text) else text
    return cells


def test_evidence_is_marked_in_the_abstract(visit, seeds, database):
    (claim,) = rows(database, "title like 'SHViT%' and quote = '3.8x'")
    page = visit(seeds, "#q=shvit&metric=latency")
    opener = page.get_by_role("button", name=re.compile("Evidence: 3.8x"))
    assert opener.get_attribute("aria-expanded") == "false"
    opener.click()
    panel = page.get_by_role("region", name="Evidence for 3.8x")
    marks = {
        kind: panel.locator(f"blockquote mark.{kind}:not(.other)").all_inner_texts()
        for kind in ("quote", "subject", "baseline", "dataset", "device")
    }
    assert marks["quote"] == ["3.8x"]
    assert panel.locator("blockquote mark.quote.other").all_inner_texts() == ["3.3x", "8.1x", "2.4x", "1.3%", "2.0x"]
    assert panel.locator("blockquote mark.device.other").all_inner_texts() == [
        "GPU",
        "CPU",
        "iPhone12",
        "mobile device",
    ]
    assert (marks["baseline"], marks["dataset"], marks["device"]) == (["FastViT-SA12"], ["MS COCO"], ["GPU"])
    assert panel.locator("blockquote").inner_text().count(claim["sentence"][:60]) == 1
    assert panel.locator(".legend li").all_inner_texts() == [
        *("value", "subject", "baseline", "data set", "device", "underlined alone: of another claim"),
    ]
    assert claim["rule"] in panel.inner_text()
    opener.click()
    assert panel.count() == 0


def test_latex_is_shown_as_people_read_it_and_downloaded_as_it_is(visit, tmp_path):
    of = Paper("l1", r"{M}\"uller {K}ernels", r"Ours is~fine. It saves 40\,\% of memory against S{\'e}b.")
    fields = {"subject": "", "baseline": r"S{\'e}b", "hardware": (), "value_low": 2.0, "value_high": 2.0}
    table = write(tmp_path / "claims.parquet", [(of, ("pruning",), [sample(r"40\,\%", of, **fields)])])
    write_report(Database(table), tmp_path / "report.html", [of], load_rules(), title="LaTeX")
    page = visit(tmp_path / "report.html", "#group=baseline")
    page.locator("#table tbody button").click()
    assert page.locator(".panel blockquote mark.quote").all_inner_texts() == ["40 %"]
    assert page.locator(".panel blockquote mark.baseline").all_inner_texts() == ["Séb"]
    for fragment, heading in (
        ("#view=papers", "Papers"),
        ("#view=papers&id=l1", "Müller Kernels"),
        ("#", "Every claim"),
    ):
        go(page, fragment, heading)
        assert not re.search(r"[\\{}$]", page.locator("body").inner_text())
    go(page, "#view=baselines", "Baselines")
    page.get_by_role("link", name="Séb", exact=True).click()
    page.get_by_role("heading", name="Against Séb", exact=True).wait_for()
    go(page, "#", "Every claim")
    with page.expect_download() as download:
        page.locator("#csv").click()
    export_claims(Database(table), tmp_path / "claims.csv")
    found, expected = (
        list(csv.DictReader(io.StringIO(Path(path).read_text("utf-8-sig"), newline="")))
        for path in (download.value.path(), tmp_path / "claims.csv")
    )
    assert (found[0]["title"], found[0]["quote"]) == (of.title, r"40\,\%")
    assert list(map(_cells, found)) == list(map(_cells, expected))


ODD = (
    "#technique=nonsense&by=x&precision=abc&sort=foo:bar&open=nope&group=constructor&m=__proto__&gain=toString",
    "#cols=zzz&view=constructor&id=__proto__&%E0%A4%A",
    "#view=baselines&id=constructor",
    "#view=papers&id=__proto__",
)


@pytest.mark.parametrize("fragment", ODD)
def test_an_address_that_makes_no_sense_does_no_harm(visit, hostile, fragment):
    page = visit(hostile, fragment)
    assert page.locator("table.grid:visible").count() == 1
    assert page.locator("table.grid:visible thead th:visible").count() > 4


def test_a_table_without_anything_to_draw(visit, tmp_path):
    rows = [(OTHERS, ("pruning",), [_level("80%", OTHERS, "accuracy", 80.0, "%")])]
    database = Database(write(tmp_path / "claims.parquet", rows))
    write_report(database, tmp_path / "report.html", None, load_rules(), title="Levels")
    page = visit(tmp_path / "report.html")
    assert count(page) == 1
    assert page.locator(".empty:visible").count() == 3


@pytest.mark.promise("A page is safe to open")
def test_links_lead_to_papers_of_the_web_alone(visit, hostile):
    page = visit(hostile, "#paper=p1&metric=speed")
    page.locator("#table tbody button").first.click()
    link = page.get_by_role("link", name="Read the paper (arxiv.org)")
    assert link.get_attribute("href") == "https://arxiv.org/abs/2505.20839"
    assert "noopener" in link.get_attribute("rel")
    for view in ("#q=cmd", "#view=papers&id=p2"):
        page = visit(hostile, view)
        assert FORMULA in page.locator("main").inner_text()
        assert page.locator("a[href^='javascript']").count() == 0
        assert page.get_by_role("link", name=re.compile("Read the paper")).count() == 0


@pytest.mark.promise("A page is safe to open")
def test_texts_are_texts_whatever_they_hold(visit, hostile):
    page = visit(hostile)
    assert page.locator("#table").get_by_text(EVIL, exact=True).first.is_visible()
    assert EVIL in page.locator("h1").inner_text()
    headings = {
        "#view=papers": "Papers",
        "#view=papers&id=p4": EVIL,
        "#view=baselines": "Baselines",
        f"#q={EVIL}": "Every claim",
    }
    for fragment, heading in headings.items():
        go(page, fragment, heading)
        assert page.evaluate("window.__xss") is None
        assert page.locator("b", has_text="bold").count() == 0
    page.locator("#search").fill("cmd")
    page.wait_for_url(re.compile("q=cmd"))
    settle(page)
    with page.expect_download() as download:
        page.locator("#csv").click()
    line = Path(download.value.path()).read_text("utf-8-sig").splitlines()[1]
    assert f"'{FORMULA}" in line
    assert f",{FORMULA}" not in line


def test_without_papers_the_sentence_is_marked(visit, hostile):
    page = visit(hostile, "#paper=p1&metric=speed")
    assert page.get_by_text("This page was made without the papers").is_visible()
    page.locator("#table tbody button").first.click()
    quote = page.locator(".panel blockquote")
    assert quote.inner_text() == ROWS[0][2][0].sentence
    assert quote.locator("mark.quote").all_inner_texts() == ["1.68x"]
