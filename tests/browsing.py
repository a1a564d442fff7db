"""A real browser for the tests of the report: Debian's Chromium, driven by Playwright, without a network."""

from __future__ import annotations

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
        page.locator("html[data-ready=all]").wait_for(state="attached")
        return page

    def close(self):
        self.context.close()
