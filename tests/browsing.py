"""A real browser for the tests of the report: Debian's Chromium, driven by Playwright, without a network."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


def why_not():
    """Why there is no browser; None if there is one."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "Playwright is not installed: pip install 'claimtable[test]'"
    if CHROMIUM is None:
        return "no Chromium here: apt-get install chromium"
    return None


@contextmanager
def a_browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


class Visitor:
    """Opens a report from disk, with the network off, and records what it asks for and complains of."""

    def __init__(self, browser, path, *, width=1280, height=900, scheme="light"):
        self.address = path.resolve().as_uri()
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, offline=True, accept_downloads=True
        )
        self.requested, self.complaints = [], []
        self.context.route("**/*", self._route)

    def _route(self, route):
        if route.request.url.partition("#")[0] == self.address:
            route.continue_()
        else:
            self.requested.append(route.request.url)
            route.abort()

    def open(self, fragment=""):
        page = self.context.new_page()
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        page.set_default_timeout(15_000)
        page.goto(self.address + fragment)
        settle(page)
        return page

    def close(self):
        self.context.close()


def count(page):
    """How many claims fit, as the page says."""
    return int(re.match(r"([\d,]+) claim", page.locator("#count").inner_text())[1].replace(",", ""))


def views(database):
    """The views of the seeds' report: fragment of the address, and heading."""
    fnet = rows(database, "title like 'FNet%' and quote = '80%'")[0]
    return {
        f"#technique=frequency_transform&open={fnet['paper_id']}+{fnet['claim_id']}": "Every claim",
        "#view=papers": "Papers",
        f"#view=papers&id={fnet['paper_id']}": fnet["title"],
        "#view=baselines": "Baselines",
        "#view=baselines&id=Transformers": "Against Transformers",
    }


def settle(page):
    """Wait until all charts are drawn: what stands below them moves until then, and a click may miss it."""
    page.locator("html[data-ready=all]").wait_for(state="attached")


def go(page, fragment, heading):
    """Follow an address within the page, until what it leads to is there."""
    page.goto(page.url.partition("#")[0] + fragment)
    page.get_by_role("heading", name=heading, exact=True).wait_for()
    settle(page)


def rows(database, condition, columns="*"):
    for kind in ("hardware", "dataset", "baseline"):
        database.names(kind)
    return database.table(f"select {columns} from claims where metric <> 'hardware' and {condition}").to_pylist()


def named(kind, name):
    """SQL for: a unified name stands in a column of names."""
    column = {"hardware": "hardware", "dataset": "datasets"}.get(kind)
    raws = f"(select list(raw) from {kind}_names where name = '{name}')"
    return f"list_has_any({column}, {raws})" if column else f"list_contains({raws}, {kind})"
