"""`make bench-web`: the dashboard beside what else one could build, as one table.

Everything is measured by turns in one run: each round asks all four pages once. Writes
`results.json` beside this file; `benchmarks.web.picture` draws it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import Any

import numpy as np
from playwright.async_api import Browser

import pipeline
from benchmarks.web.contestants import CONTESTANTS, Served, serve
from benchmarks.web.prepare import prepare
from benchmarks.web.reader import SLOW_LINE, Reader, all_of, browser, reader
from tests.support.lists import write_list
from tests.support.national import national

RESULTS = Path(__file__).with_name("results.json")
SIZES = (78, 60_000, 1_000_000)
ROUNDS = {"cold": 3, "open": 3, "slow": 1, "filter": 2, "crowd": 2}
"""How often each thing is measured on each page; `filter` is per region. The first cold
start is told apart: then this dashboard reads the list, later what it has stored."""

READERS = 10
MEGABYTE = 2**20
Numbers = dict[str, list[float]]


async def measure(
    rows: int, rounds: dict[str, int], found: dict[str, Numbers]
) -> AsyncIterator[str]:
    """Measure one size; yield the name of each part once its numbers are in `found`.

    Args:
        rows: agreements of the list.
        rounds: how often each part is measured, by its name.
        found: takes page -> what -> one number per time it was measured.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        list_file = folder / "list.md"
        write_list(list_file, national(rows))
        expected = prepare(pipeline.build(list_file), folder)
        async with browser() as started:
            for again in range(rounds["cold"]):
                what = "cold start s" if again else "first start s"
                for contestant in CONTESTANTS:
                    into = found[contestant.name].setdefault(what, [])
                    with serve(contestant, folder, list_file) as served:
                        into.append(await _started(started, served, expected))
            yield "cold"
            with ExitStack() as servers:
                running = [
                    servers.enter_context(serve(contestant, folder, list_file))
                    for contestant in CONTESTANTS
                ]
                await _first_opens(started, running, expected, found, rounds)
                yield "open"
                await _filters(started, running, expected, found, rounds["filter"])
                yield "filter"
                for served in running if rounds["crowd"] else ():
                    await _crowd(started, served, expected, found, rounds["crowd"])
                    yield f"crowd of {served.contestant.name}"


async def _started(started: Browser, served: Served, expected: dict[str, int]) -> float:
    """Seconds from the start of a server until its first reader sees every figure."""
    async with reader(started, served, expected) as one:
        await one.open()
        return served.since_start()


async def _first_opens(
    started: Browser,
    running: list[Served],
    expected: dict[str, int],
    found: dict[str, Numbers],
    rounds: dict[str, int],
) -> None:
    for served in running:  # nobody is the first
        async with reader(started, served, expected) as one:
            await one.open()
    for line, times in ((None, rounds["open"]), (SLOW_LINE, rounds["slow"])):
        for _ in range(times):
            for served in running:
                into = found[served.contestant.name]
                await _first_open(started, served, expected, into, line)


async def _filters(
    started: Browser,
    running: list[Served],
    expected: dict[str, int],
    found: dict[str, Numbers],
    times: int,
) -> None:
    async with AsyncExitStack() as stack:
        readers = [
            await stack.enter_async_context(reader(started, served, expected))
            for served in running
        ]
        for one in readers:
            await one.open()
        for choice in _choices(expected) * times:
            for one in readers:
                await _filtered(one, choice, found[one.served.contestant.name])


async def _first_open(
    started: Browser,
    served: Served,
    expected: dict[str, int],
    into: Numbers,
    line: float | None,
) -> None:
    async with reader(started, served, expected) as one:
        await one.count_bytes(line)
        name = "first open on 5 Mbit/s s" if line else "first open s"
        into.setdefault(name, []).append(await one.open())
        into.setdefault(name.replace("open", "picture"), []).append(one.readable)
        if not line:
            into.setdefault("sent MB", []).append(one.received / MEGABYTE)
            into.setdefault("unpacked MB", []).append(one.plain / MEGABYTE)


async def _filtered(one: Reader, choice: str, into: Numbers) -> None:
    """Choose a region, and take it back: half of all changes lead to everything."""
    for _ in range(2):
        used = one.served.processor_seconds()
        into.setdefault("filter s", []).append(await one.filter(choice))
        used = one.served.processor_seconds() - used
        into.setdefault("filter server s", []).append(used)


async def _crowd(
    started: Browser,
    served: Served,
    expected: dict[str, int],
    found: dict[str, Numbers],
    times: int,
) -> None:
    into = found[served.contestant.name]
    into["memory before MB"] = [served.memory()]
    async with AsyncExitStack() as stack:
        crowd = [
            await stack.enter_async_context(reader(started, served, expected))
            for _ in range(READERS)
        ]
        for one in crowd:
            await one.open()
        for choice in _choices(expected)[:times]:
            for _ in range(2):
                into.setdefault("ten at once s", []).extend(
                    await all_of(*crowd, choice=choice)
                )
    into["memory after MB"] = [served.memory()]


def _choices(expected: dict[str, int]) -> list[str]:
    """Regions whose agreements are not all of them."""
    return [one for one, n in expected.items() if one and n != expected[""]]


TIMES = (
    ("filter s", 50),
    ("filter s", 95),
    ("ten at once s", 50),
    ("ten at once s", 95),
    ("first start s", 50),
    ("cold start s", 50),
    ("first open s", 50),
    ("first open on 5 Mbit/s s", 50),
)
"""What README shows: a thing that was measured, and so many of 100 took no longer."""

SHOWN = (
    *TIMES,
    ("first picture s", 50),
    ("first picture on 5 Mbit/s s", 50),
    ("filter server s", 50),
    ("memory before MB", 50),
    ("memory after MB", 50),
    ("sent MB", 50),
    ("unpacked MB", 50),
)


def table_of(
    results: dict[str, dict[str, Numbers]], shown: Sequence[tuple[str, int]]
) -> str:
    """A row per size and thing that was measured, with our ratio to floor and Dash."""
    names = [one.name for one in CONTESTANTS]
    lines = ["| agreements | what | " + " | ".join(names) + " | to floor | to Dash |"]
    lines.append("|" + "---|" * (len(names) + 4))
    for rows, found in results.items():
        for what, part in shown:
            if not all(what in found[name] for name in names):
                continue  # not measured yet
            values = [float(np.percentile(found[name][what], part)) for name in names]
            ours, floor, dash = values[0], values[1], values[-1]
            cells = [f"{value:.2f}" for value in values]
            ratios = [f"{ours / floor:.2f}", f"{ours / dash:.2f}"]
            label = what if part == 50 else f"{what}, {part} of 100"
            line = [f"{int(rows):,}", label, *cells, *ratios]
            lines.append("| " + " | ".join(line) + " |")
    return "\n".join(lines)


async def _measure_and_keep(
    rows: int, rounds: dict[str, int], results: dict[str, Any]
) -> None:
    """Measure one size; what was measured is kept after each part."""
    found: dict[str, Numbers] = {one.name: {} for one in CONTESTANTS}
    async for part in measure(rows, rounds, found):
        kept = results.setdefault(str(rows), {})
        for name, numbers in found.items():
            kept.setdefault(name, {}).update(numbers)
        RESULTS.write_text(json.dumps(results), encoding="utf-8")
        print(f"measured {rows:,}: {part}", file=sys.stderr, flush=True)


def main() -> None:
    """Measure every size, keep the numbers, print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="ROWS")
    parser.add_argument("--parts", nargs="+", choices=ROUNDS, default=ROUNDS)
    parser.add_argument("--show", action="store_true", help="print the last results")
    chosen = parser.parse_args()
    results: dict[str, Any] = {}
    if RESULTS.exists():
        results = json.loads(RESULTS.read_text(encoding="utf-8"))
    if not chosen.show:
        rounds = {part: ROUNDS[part] if part in chosen.parts else 0 for part in ROUNDS}
        for rows in chosen.sizes:
            asyncio.run(_measure_and_keep(rows, rounds, results))
    print(table_of(results, SHOWN))


if __name__ == "__main__":
    main()
