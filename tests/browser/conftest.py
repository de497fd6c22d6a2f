"""The real server and a real browser that may talk to nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
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
DESK = {"width": 1440, "height": 1000}
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
SETTLED = """() => !document.querySelector(
  '#aa-first, [data-testid="stSkeleton"], [data-stale="true"]'
) && [...document.querySelectorAll(".stPlotlyChart")].every(
  chart => !chart.clientWidth || chart.querySelector(".main-svg")
)"""
ARRIVED = """([path, heading]) => location.pathname === "/" + path
  && document.querySelector('[data-testid="stMain"] h1')?.innerText !== heading"""
IN_SCHEME = """scheme => {
  const app = document.querySelector('[data-testid="stApp"]');
  const [red] = getComputedStyle(app).backgroundColor.match(/\\d+/);
  return (red > 127) === (scheme === "light");
}"""
QUIET = """([quiet, longest]) => new Promise((done, fail) => {
  const end = () => { stop(); requestAnimationFrame(() => done()); };
  const late = () => { stop(); fail(new Error("The page does not come to rest.")); };
  const moving = () => document.getAnimations().some(
    one => one.playState === "running" && isFinite(one.effect.getComputedTiming().endTime)
  );
  const look = () => (moving() ? wait() : end());
  const last = setTimeout(late, longest);
  let timer;
  const wait = () => { clearTimeout(timer); timer = setTimeout(look, quiet); };
  const changes = new MutationObserver(wait);
  const stop = () => { changes.disconnect(); clearTimeout(timer); clearTimeout(last); };
  changes.observe(document.body,
    {subtree: true, childList: true, attributes: true, characterData: true});
  wait();
})"""
"""Nothing on the page changes or moves for some milliseconds."""

QUIET_MS, LONGEST_MS = 100, 30_000
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

    def rest(self) -> None:
        """Wait until nothing changes or moves any more."""
        self.settle()
        self.page.evaluate(QUIET, [QUIET_MS, LONGEST_MS])
        self.settle()

    def colour_scheme(self, scheme: str) -> None:
        """Look at the page in light or in dark colours from now on."""
        self.page.emulate_media(color_scheme=scheme)
        self.page.wait_for_function(IN_SCHEME, arg=scheme)
        self.rest()

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
        heading = self.page.locator('[data-testid="stMain"] h1').first.inner_text()
        here = self.page.evaluate("() => location.pathname.slice(1)")
        link.evaluate("link => link.click()")
        self.page.wait_for_function(
            ARRIVED, arg=[page_path, heading if page_path != here else None]
        )
        self.settle()
        return self.page

    def open_tables(self) -> list[list[list[str]]]:
        """Open everything that is folded away; return each table, row by row."""
        folded = self.page.locator('[data-testid="stMain"] details:not([open]) summary')
        while folded.count():
            folded.first.click()
        self.rest()
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
def context_for(chromium, tmp_path_factory) -> Iterator[Callable[..., BrowserContext]]:
    """Browser contexts by their options, each made once.

    Each is a browser with a folder of its own: only there does it keep compiled
    scripts, and a page opens in half the time.
    """
    with sync_playwright() as playwright, ExitStack() as opened:

        @cache
        def context(**options) -> BrowserContext:
            made = playwright.chromium.launch_persistent_context(
                tmp_path_factory.mktemp("browser"),
                executable_path=chromium,
                args=CHROMIUM_OPTIONS,
                **options,
            )
            opened.callback(made.close)
            return made

        yield context


@pytest.fixture
def visit(context_for, address, request) -> Iterator[Visit]:
    """A visit by a Japanese reader; parametrize `visit` to change the reader."""
    options = {"locale": "ja-JP", "viewport": DESK} | getattr(request, "param", {})
    viewport = options.pop("viewport")
    context = context_for(**options)
    context.clear_cookies()  # else the server knows the visitor of the test before
    visit = Visit(context.new_page(), address)
    visit.page.set_viewport_size(viewport)
    visit.watch()
    yield visit
    visit.page.close()
