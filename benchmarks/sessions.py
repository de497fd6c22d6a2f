"""Many readers at once, at a running dashboard; `python -m benchmarks.sessions`.

Each reader opens a page, then changes the regions in the sidebar every few seconds.
Prints one line of JSON: how long the server took, what it sent, and what each click
cost its processor. With `--close` readers come and go instead, and the server's memory
is read. It works where there is a /proc: the server's own times are read from there.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from benchmarks.visitor import Answer, LostError, Visitor

MEGABYTE = 2**20
BATCH = 10
"""Readers who come and go together."""

SETTLED = 50
"""Sessions after which a server has loaded all it needs."""


@dataclass(frozen=True)
class Load:
    """What is asked of a server.

    Attributes:
        address, process: of the server.
        page, query: what each reader opens.
        sessions: readers, at the same time unless they come and go.
        clicks: of each reader.
        pause: seconds between two clicks of a reader, give or take a half.
    """

    address: str
    process: int
    page: str = ""
    query: str = "lang=ja"
    sessions: int = 1
    clicks: int = 10
    pause: float = 2.0


def processor_seconds(process: int) -> float:
    """Time a process has spent on all processors so far."""
    stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    spent = stat.rpartition(")")[2].split()[11:13]
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(process: int) -> float:
    """Memory a process has resident."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    held = next(line for line in lines if line.startswith("VmRSS:"))
    return int(held.split()[1]) * 1024 / MEGABYTE


async def click_together(load: Load) -> dict[str, Any]:
    """Let all readers click; return times, bytes and what the pages stated."""
    random = Random(load.sessions)  # noqa: S311 - repeatable clicks
    memory = resident_megabytes(load.process)
    opened = processor_seconds(load.process)
    visitors = [
        Visitor(load.address, load.query, load.page) for _ in range(load.sessions)
    ]
    first = [await _arrived(visitor) for visitor in visitors]
    start = processor_seconds(load.process)
    seeds = [random.random() for _ in visitors]
    pairs = zip(visitors, seeds, strict=True)
    try:
        clicked = await asyncio.gather(*(_clicks(load, *pair) for pair in pairs))
        spent = processor_seconds(load.process) - start
        after = resident_megabytes(load.process)
    finally:
        for visitor in visitors:
            await visitor.__aexit__(None, None, None)
    answers = [answer for one in clicked for _, answer in one]
    return {
        "sessions": load.sessions,
        "clicks": len(answers),
        "open": _summary(first, (start - opened) / len(first)),
        "click": _summary(answers, spent / len(answers)),
        "answers": _agreed(pair for one in clicked for pair in one),
        "memory": [round(memory, 1), round(after, 1)],
    }


async def _arrived(visitor: Visitor) -> Answer:
    await visitor.__aenter__()
    return await visitor.arrive()


async def _clicks(
    load: Load, visitor: Visitor, seed: float
) -> list[tuple[str, Answer]]:
    """Change the filter as often as asked, never to what it was."""
    random = Random(seed)  # noqa: S311 - repeatable clicks
    answers, before = [], ""
    await asyncio.sleep(load.pause * random.random())
    for _ in range(load.clicks):
        others = [one for one in ("", *visitor.regions) if one != before]
        before = random.choice(others)
        answers.append((before, await visitor.choose(*filter(None, [before]))))
        await asyncio.sleep(load.pause * random.uniform(0.5, 1.5))
    return answers


def _summary(answers: list[Answer], processor: float) -> dict[str, float]:
    """Medians of all answers; times in milliseconds."""
    times = [answer.seconds * 1000 for answer in answers]
    late = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return {
        "median_ms": round(median(times), 1),
        "p95_ms": round(late, 1),
        "processor_ms": round(processor * 1000, 1),
        "bytes": round(median(answer.received for answer in answers)),
        "deltas": round(median(answer.deltas for answer in answers)),
    }


def _agreed(answers: Any) -> dict[str, int]:
    """Region -> the number of agreements that every reader was shown.

    Raises:
        LostError: two readers who chose the same were shown different numbers.
    """
    shown: dict[str, int] = {}
    for region, answer in answers:
        if shown.setdefault(region, answer.n) != answer.n:
            message = f"All must be shown the same n of '{region}'."
            raise LostError(message)
    return shown


async def come_and_go(load: Load) -> dict[str, Any]:
    """Open and close sessions, some at a time; return the memory held after each."""
    held = []
    for begin in range(0, load.sessions, BATCH):
        count = min(BATCH, load.sessions - begin)
        visitors = [Visitor(load.address, load.query, load.page) for _ in range(count)]
        await asyncio.gather(*(_come_and_go(load, visitor) for visitor in visitors))
        held.append((begin + count, round(resident_megabytes(load.process), 1)))
    settled = next((mb for count, mb in held if count >= SETTLED), held[-1][1])
    growing = [round(later[1] - one[1], 1) for one, later in pairwise(held)]
    return {
        "sessions": load.sessions,
        "settled_mb": settled,
        "last_mb": held[-1][1],
        "ratio": round(held[-1][1] / settled, 3),
        "most_growth_mb": max(growing, default=0.0),
        "held": held,
    }


async def _come_and_go(load: Load, visitor: Visitor) -> None:
    async with visitor:
        await visitor.arrive()
        for number in range(load.clicks):
            await visitor.choose(visitor.regions[number % len(visitor.regions)])


def main() -> None:
    """Load a server as told and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sessions")
    parser.add_argument("address", help="http://127.0.0.1:8501")
    parser.add_argument("process", type=int, help="id of the server's process")
    parser.add_argument("--page", default="", help="its name in the address")
    parser.add_argument("--query", default=urlencode({"lang": "ja"}))
    parser.add_argument("--sessions", type=int, default=1)
    parser.add_argument("--clicks", type=int, default=10, help="of each session")
    parser.add_argument("--pause", type=float, default=2.0, help="seconds")
    parser.add_argument("--close", action="store_true", help="come and go")
    asked = vars(parser.parse_args())
    run = come_and_go if asked.pop("close") else click_together
    print(json.dumps(asyncio.run(run(Load(**asked))), ensure_ascii=False))


if __name__ == "__main__":
    main()
