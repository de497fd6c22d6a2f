"""The real server and a real browser that may talk to nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    BrowserContext,
    Page,
    Request,
    sync_playwright,
)

from tests.support.serving import served

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
"""The last one blocks every other machine; routing each request through the test
would do it too, but takes the browser's cache away."""
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
SETTLED = """() => !document.querySelector(
  '[data-testid="stSkeleton"], [data-stale="true"]'
) && [...document.querySelectorAll(".stPlotlyChart")].every(
  chart => !chart.clientWidth || chart.querySelector(".main-svg")
)"""
HERE = ("data:", "blob:", "about:")
PROBES = ("/_stcore/health", "/_stcore/host-config")
"""On a page below the root the framework tries the page's own address first."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Visit:
    """One page in a browser of its own, with what went wrong on it."""

    page: Page
    address: str
    left_the_machine: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("request", self._note_request)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.address, *HERE)):
            self.left_the_machine.append(request.url)

    def _note_console(self, message) -> None:
        if message.type != "error":
            return
        where = message.location.get("url", "")
        if not where.endswith(PROBES) or "404" not in message.text:
            self.complaints.append(f"{message.text} {where}")

    def open(self, path: str) -> Page:
        """Go to an address and wait until the page has said all it has to say."""
        self.page.goto(self.address + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        self.page.wait_for_selector(IDLE, timeout=30_000)
        self.page.wait_for_selector('[data-testid="stMain"] h1', timeout=30_000)
        self.page.wait_for_function(SETTLED)

    def text(self) -> str:
        """Every text on the page, those in charts too."""
        return self.page.locator('[data-testid="stMain"]').evaluate(
            "main => main.innerText + '\\n' +"
            " [...main.querySelectorAll('svg text')].map(t => t.textContent).join('\\n')"
        )

    def follow(self, i: int) -> Page:
        """Follow the i-th link of the navigation, counted from 0."""
        folded = self.page.locator('[data-testid="stExpandSidebarButton"]')
        if folded.is_visible():
            folded.click()
        link = self.page.locator('[data-testid="stSidebarNavLink"]').nth(i)
        target = link.get_attribute("href").rstrip("/").rpartition("/")[2]
        page_path = "" if target == self.address.rpartition("/")[2] else target
        link.evaluate("link => link.click()")
        self.page.wait_for_function(
            "path => location.pathname === '/' + path", arg=page_path
        )
        self.page.wait_for_timeout(300)
        self.settle()
        return self.page

    def open_tables(self) -> list[list[list[str]]]:
        """Open everything that is folded away; return each table, row by row."""
        folded = self.page.locator('[data-testid="stMain"] details:not([open]) summary')
        while folded.count():
            folded.first.click()
        self.settle()
        self.page.wait_for_timeout(300)
        return self.page.evaluate(
            "() => [...document.querySelectorAll('[data-testid=\"stMain\"] table')]"
            ".map(t => [...t.rows].map(r => [...r.cells].map(c => c.innerText.trim())))"
        )

    def must_be_quiet(self) -> None:
        assert self.left_the_machine == []
        assert self.complaints == []
        assert self.page.locator('[data-testid="stException"]').count() == 0


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        pytest.skip(f"No browser: none of {', '.join(CHROMIUM_NAMES)} is installed.")
    return found


@pytest.fixture(scope="session")
def address(chromium, tmp_path_factory) -> Iterator[str]:
    """The address of the dashboard, served as `make run` serves it."""
    with served(tmp_path_factory.mktemp("server") / "log.txt") as (address, _):
        yield address


@pytest.fixture(scope="session")
def context_for(chromium) -> Iterator[Callable[..., BrowserContext]]:
    """Browser contexts by their options, each made once: they keep the scripts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=CHROMIUM_OPTIONS
        )
        made: dict[str, BrowserContext] = {}

        def context(**options) -> BrowserContext:
            key = repr(options)
            if key not in made:
                made[key] = browser.new_context(**options)
            return made[key]

        yield context
        browser.close()


@pytest.fixture
def visit(context_for, address, request) -> Iterator[Visit]:
    """A visit by a Japanese reader; parametrize `visit` to change the reader."""
    options = {"locale": "ja-JP", "viewport": {"width": 1440, "height": 1000}}
    options |= getattr(request, "param", {})
    visit = Visit(context_for(**options).new_page(), address)
    visit.watch()
    yield visit
    visit.page.close()
