"""A reader with a browser: opens a page, filters, and knows when all is repainted."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, Page, TimeoutError, async_playwright

from benchmarks.web.contestants import FIGURES, Served

WATCH = Path(__file__).with_name("repaint.js").read_text(encoding="utf-8")
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZE = {"width": 1280, "height": 900}
PATIENCE, LONG_PATIENCE = 60_000, 300_000
"""Milliseconds for a change, and for opening a page whose server has yet to read a list
of a million."""

REST = 0.5
"""Seconds between two presses of one reader."""

SLOW_LINE = 5_000_000 / 8
"""Bytes per second of a line of 5 Mbit/s."""


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """A browser that asks nobody but the servers measured."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(
            executable_path=program, args=list(OPTIONS)
        )
        yield started
        await started.close()


@dataclass
class Reader:
    """One reader on one page, with a browser memory of their own.

    Attributes:
        page: in the browser.
        served: whose page it is.
        expected: agreements of each choice, "" for all.
        received: bytes that came over the line, pages and messages.
        plain: the same, before compression.
        readable: seconds from going to the page until its numbers and figures could be
            read first, as a picture or live.
    """

    page: Page
    served: Served
    expected: dict[str, int]
    received: int = 0
    plain: int = 0
    readable: float = 0
    chosen: list[str] = field(default_factory=list)

    async def count_bytes(self, line: float | None = None) -> None:
        """Count what comes over the line; `line` is its bytes per second."""
        session = await self.page.context.new_cdp_session(self.page)
        await session.send("Network.enable")
        if line:
            slow = {"offline": False, "latency": 20, "uploadThroughput": line}
            await session.send(
                "Network.emulateNetworkConditions", {**slow, "downloadThroughput": line}
            )

        def count(kind: str, size: float) -> None:
            setattr(self, kind, getattr(self, kind) + int(size))

        def message(event: dict) -> None:
            frame = event["response"]
            text = frame["payloadData"]
            size = len(text) * 3 // 4 if frame["opcode"] == 2 else len(text)
            count("received", size)
            count("plain", size)

        session.on(
            "Network.loadingFinished",
            lambda e: count("received", e["encodedDataLength"]),
        )
        session.on("Network.dataReceived", lambda e: count("plain", e["dataLength"]))
        session.on("Network.webSocketFrameReceived", message)

    async def open(self) -> float:
        """Go to the page; seconds until every figure is drawn."""
        captions = self.served.contestant.captions
        await self.page.add_init_script(
            f"{WATCH}; __watch.aim({self.expected['']}, {FIGURES}, '{captions}')"
        )
        start = time.perf_counter()
        await self.page.goto(self.served.address, timeout=LONG_PATIENCE)
        await self.page.wait_for_function("() => __watch.done", timeout=LONG_PATIENCE)
        seconds = time.perf_counter() - start
        waited = await self.page.evaluate("() => __watch.done - __watch.readable")
        self.readable = seconds - waited / 1000
        return seconds

    async def filter(self, choice: str) -> float:
        """Choose a region or take it back; seconds until every figure is repainted.

        The last change has come to rest before: nobody presses in the same moment.
        """
        await asyncio.sleep(REST)
        await self.press(choice)
        return await self.repainted()

    async def press(self, choice: str) -> None:
        """Choose a region or take it back, and don't wait."""
        target = self.expected["" if choice in self.chosen else choice]
        captions = self.served.contestant.captions
        await self.page.evaluate(
            "([n, figures, captions]) => __watch.aim(n, figures, captions)",
            [target, FIGURES, captions],
        )
        await self.served.contestant.toggle(self.page, choice)
        self.chosen = [] if self.chosen else [choice]

    async def repainted(self) -> float:
        """Seconds from the last press until every figure was repainted."""
        try:
            await self.page.wait_for_function("() => __watch.done", timeout=PATIENCE)
        except TimeoutError:
            seen = await self.page.evaluate("() => __watch.seen()")
            message = (
                f"Every figure of '{self.served.contestant.name}' must show what was "
                f"chosen ({self.chosen}) within {PATIENCE / 1000:.0f} s of the press. "
                f"Seen: {seen}."
            )
            raise RuntimeError(message) from None
        return await self.page.evaluate("() => __watch.done - __watch.pressed") / 1000


@asynccontextmanager
async def reader(
    started: Browser, served: Served, expected: dict[str, int]
) -> AsyncIterator[Reader]:
    """A reader who was never here before."""
    context = await started.new_context(viewport=SIZE, locale="ja-JP")
    page = await context.new_page()
    try:
        yield Reader(page, served, expected)
    finally:
        await context.close()


async def all_of(*readers: Reader, choice: str) -> list[float]:
    """All of them filter at once; seconds of each."""
    return list(await asyncio.gather(*(one.filter(choice) for one in readers)))
