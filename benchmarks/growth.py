"""`make bench-growth`: time and memory against rows, and against readers at once.

Whole countries' lists of more and more rows, and then one of them with more and more
readers who click every two seconds. Everything is measured in a process of its own.
Writes `growth.json` beside this file; `benchmarks.growth_picture` draws it. It works
where there is a /proc.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import sys
import tempfile
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.measure import measured, measured_list
from benchmarks.sessions import (
    Load,
    click_together,
    processor_seconds,
    resident_megabytes,
)
from benchmarks.visitor import Visitor
from tests.support.lists import write_list
from tests.support.national import national
from tests.support.serving import served

RESULTS = Path(__file__).with_name("growth.json")
SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
SESSIONS = (1, 5, 10, 25, 50)
SHARED_ROWS = 60_000
"""Agreements of the list that many readers look at."""

MANY_ROWS, MANY_RUNS, SOME_RUNS = 100_000, 5, 3
"""From so many rows on a list is built once."""

LEAST_CLICKS, ALL_CLICKS = 10, 40
"""Of each reader at least, and of all together at least."""

MEGABYTE = 2**20
Numbers = dict[str, float]


def grown_by_rows(rows: int, folder: Path) -> Numbers:
    """Build, open again, serve and filter a list of that many agreements."""
    path, kept = folder / f"{rows}.md", folder / "editions"
    write_list(path, national(rows))
    built = measured_list(path, runs_of(rows))
    stored = measured("opening", str(path), str(kept))
    opened = [measured("opening", str(path), str(kept)) for _ in range(SOME_RUNS)]
    start = perf_counter()
    with served(folder / "log.txt", **shown(path, kept)) as (address, process):
        started = perf_counter() - start
        warm = resident_megabytes(process)
        clicked = asyncio.run(never_asked(Load(address, process)))
        after = resident_megabytes(process)
    return {
        "plain s": built["plain"],
        "build s": built["build"],
        "plain MB": built["plain_peak"] / MEGABYTE,
        "build MB": built["build_peak"] / MEGABYTE,
        "build and store s": stored["opened"],
        "open s": min(one["opened"] for one in opened),
        "open processor s": min(one["processor"] for one in opened),
        "start s": started,
        "server MB": warm,
        "server after clicks MB": after,
        **clicked,
    }


def runs_of(rows: int) -> int:
    """How often a list is built; the fastest counts."""
    return MANY_RUNS if rows < MANY_ROWS else 1


def shown(path: Path, kept: Path) -> dict[str, str]:
    """What makes a server show a list, and where it finds the stored edition."""
    return {"ATLAS_LIST": str(path), "ATLAS_CACHE": str(kept)}


async def never_asked(load: Load) -> Numbers:
    """Choose every two regions once: nobody has asked for them before."""
    async with Visitor(load.address, load.query, load.page) as visitor:
        await visitor.arrive()
        await visitor.choose(visitor.regions[0])
        before, times = processor_seconds(load.process), []
        for pair in combinations(visitor.regions, 2):
            times.append((await visitor.choose(*pair)).seconds)
        spent = processor_seconds(load.process) - before
    return {
        "new filter s": median(times),
        "new filter processor s": spent / len(times),
    }


def grown_by_sessions(sessions: int, path: Path, folder: Path) -> Numbers:
    """So many readers at once, at a server that no other readers have had."""
    environment = shown(path, folder / "editions")
    with served(folder / "log.txt", **environment) as (address, process):
        load = Load(address, process, sessions=sessions, clicks=clicks_of(sessions))
        first = replace(load, sessions=1, clicks=LEAST_CLICKS, pause=0.1)
        asyncio.run(click_together(first))
        told = asyncio.run(click_together(load))
    before, after = told["memory"]
    return {
        "clicks": told["clicks"],
        "median s": told["click"]["median_ms"] / 1000,
        "p95 s": told["click"]["p95_ms"] / 1000,
        "processor s": told["click"]["processor_ms"] / 1000,
        "open s": told["open"]["median_ms"] / 1000,
        "MB of each": (after - before) / sessions,
    }


def clicks_of(sessions: int) -> int:
    """Clicks of each reader, so that there are enough of all."""
    return max(LEAST_CLICKS, ALL_CLICKS // sessions)


def rounded(numbers: Numbers) -> Numbers:
    """Four digits of each, for more of them would say nothing."""
    return {what: float(f"{value:.4g}") for what, value in numbers.items()}


def machine() -> str:
    """What the numbers were measured on."""
    python = platform.python_version()
    return f"{os.cpu_count()} cores, Python {python}, {platform.machine()}"


def show(results: dict[str, Any]) -> None:
    """Print a table for each thing that grew."""
    for counted in ("rows", "sessions"):
        found = results.get(counted)
        if not found:
            continue
        names = list(next(iter(found.values())))
        print(f"\n| {' | '.join([counted, *names])} |")
        print("|---" * (len(names) + 1) + "|")
        for count in sorted(found, key=int):
            cells = [f"{found[count][name]:,.10g}" for name in names]
            print(f"| {int(count):,} | {' | '.join(cells)} |")


def main() -> None:
    """Measure as told, keep the numbers, print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, metavar="ROWS")
    parser.add_argument(
        "--sessions", type=int, nargs="*", default=SESSIONS, metavar="READERS"
    )
    parser.add_argument("--show", action="store_true", help="print the last results")
    chosen = parser.parse_args()
    results: dict[str, Any] = {"rows": {}, "sessions": {}}
    if RESULTS.exists():
        results = json.loads(RESULTS.read_text(encoding="utf-8"))
    if not chosen.show:
        results["machine"] = machine()
        _measure(chosen.sizes, chosen.sessions, results)
    show(results)


def _measure(
    sizes: tuple[int, ...], sessions: tuple[int, ...], results: dict[str, Any]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for rows in sizes:
            _keep(results, "rows", rows, grown_by_rows(rows, folder))
        if sessions:
            path = folder / "shared.md"
            write_list(path, national(SHARED_ROWS))
            measured("opening", str(path), str(folder / "editions"))
        for count in sessions:
            _keep(results, "sessions", count, grown_by_sessions(count, path, folder))


def _keep(results: dict[str, Any], counted: str, count: int, found: Numbers) -> None:
    results[counted][str(count)] = rounded(found)
    text = json.dumps(results, indent=1) + "\n"
    RESULTS.write_text(text, encoding="utf-8")
    print(f"measured {count:,} {counted}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
