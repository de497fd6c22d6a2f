"""The pages compared: how each is served, and how a reader filters on it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page

from benchmarks.sessions import processor_seconds, resident_megabytes

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(__file__).with_name("pages")
LOCAL = ("--server.address", "127.0.0.1", "--server.headless", "true")
STOP_SECONDS = 10
FIGURES = 2
"""On each of the pages: a map, and bars of regions by type."""


@dataclass(frozen=True)
class Contestant:
    """One of the pages compared.

    Attributes:
        name: in the tables.
        command: what starts its server, less the interpreter; takes the port.
        folder: where it is started; takes the folder of the prepared data.
        path: of the page.
        captions: CSS of what states n below each figure.
        choices: CSS of what opens the choices of the filter, and of a choice in it.
    """

    name: str
    command: Callable[[int], list[str]]
    folder: Callable[[Path], Path]
    path: str
    captions: str
    choices: tuple[str, str]

    async def toggle(self, page: Page, choice: str) -> None:
        """Choose a region, or take it back: the last press is the one that counts."""
        opener, option = self.choices
        listed = page.locator(option, has_text=choice).first
        chip = page.locator(
            f'[data-testid="stSidebar"] [aria-label^="Remove {choice}"]'
        )
        if await chip.count():
            await chip.first.click()
            return
        if not await listed.is_visible():
            await page.locator(opener).first.click()
        await listed.click()


def _streamlit(script: str, *more: str) -> Callable[[int], list[str]]:
    def command(port: int) -> list[str]:
        start = ["-m", "streamlit", "run", script, *LOCAL]
        return [*start, "--server.port", str(port), *more]

    return command


QUIET = ("--browser.gatherUsageStats", "false", "--server.enableStaticServing", "true")
HOSTS = ("--server.allowedHosts", "127.0.0.1")
SELECT = '[data-testid="stSidebar"] [data-testid="stMultiSelect"] input'
OPTION = '[role="option"]'

CONTESTANTS = (
    Contestant(
        "atlas",
        _streamlit("dashboard/server/main.py", *HOSTS),
        lambda _data: ROOT,
        "/?lang=ja",
        ".aa-caption",
        (
            '.aa-filter[data-name="region"] summary',
            '.aa-filter[data-name="region"] label',
        ),
    ),
    Contestant(
        "floor",
        _streamlit("floor.py", *QUIET),
        lambda data: data,
        "/",
        '[data-testid="stCaptionContainer"]',
        (SELECT, OPTION),
    ),
    Contestant(
        "plain",
        _streamlit("plain.py", *QUIET),
        lambda data: data,
        "/",
        '[data-testid="stCaptionContainer"]',
        (SELECT, OPTION),
    ),
    Contestant(
        "dash",
        lambda port: ["dash_page.py", str(port)],
        lambda data: data,
        "/",
        ".caption",
        ("#regions", ".dash-dropdown-option"),
    ),
)


@dataclass(frozen=True)
class Served:
    """A running server."""

    contestant: Contestant
    port: int
    process: subprocess.Popen[bytes]
    started: float

    @property
    def address(self) -> str:
        """Of the page."""
        return f"http://127.0.0.1:{self.port}{self.contestant.path}"

    def memory(self) -> float:
        """What the server holds resident, in MB."""
        return resident_megabytes(self.process.pid)

    def processor_seconds(self) -> float:
        """What the server has used of the processor."""
        return processor_seconds(self.process.pid)

    def since_start(self) -> float:
        """Seconds since it was started."""
        return time.perf_counter() - self.started

    def listens(self) -> bool:
        """Whether it answers yet."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@contextmanager
def serve(contestant: Contestant, data: Path, list_file: Path) -> Iterator[Served]:
    """Start a server, wait until it listens, and stop it at the end."""
    for page in PAGES.glob("*.py"):
        shutil.copy(page, data)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *contestant.command(port)],
        cwd=contestant.folder(data),
        env={
            **os.environ,
            "ATLAS_LIST": str(list_file),
            "ATLAS_CACHE": str(data / "editions"),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    served = Served(contestant, port, process, started)
    try:
        while not served.listens():
            if process.poll() is not None:
                message = f"The page '{contestant.name}' must start, but it ended."
                raise RuntimeError(message)
            time.sleep(0.01)
        yield served
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
