"""`make bench`: the pipeline's speed and memory, as a table."""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pipeline
from benchmarks.measure import measured_list
from tests.support.lists import institution_cells, repeated, varied, write_list
from tests.support.national import national

ROOT = Path(__file__).resolve().parents[1]
KOBE = ROOT / "data" / "lists" / "kobe-engineering" / "input.md"
SIZES = (80, 60_000, 1_000_000)
RUNS = {80: 20, 60_000: 3, 1_000_000: 1}
MEGABYTE = 2**20

HEADINGS = (
    "list",
    "rows",
    "MB",
    "plain s",
    "build s",
    "ratio",
    "rows/s",
    "long tables s",
    "plain MB",
    "build MB",
    "kB/row",
)


def _row(name: str, rows: int, size: int, result: dict[str, Any]) -> tuple[str, ...]:
    return (
        name,
        f"{rows:,}",
        f"{size / MEGABYTE:.1f}",
        f"{result['plain']:.3f}",
        f"{result['build']:.3f}",
        f"{result['build'] / result['plain']:.1f}",
        f"{rows / result['build']:,.0f}",
        f"{result['long_tables']:.3f}",
        f"{result['plain_peak'] / MEGABYTE:,.0f}",
        f"{result['build_peak'] / MEGABYTE:,.0f}",
        f"{result['build_peak'] / 1024 / rows:.1f}",
    )


def _stage_row(
    name: str, rows: int, result: dict[str, Any], stages: list[str]
) -> tuple[str, ...]:
    seconds = result["stages"]
    cells = (f"{seconds[stage] * 1000:,.1f}" for stage in stages)
    rest = result["build"] - sum(seconds.values())
    return (name, f"{rows:,}", *cells, f"{rest * 1000:,.1f}")


def _show(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    rule = tuple("-" * width for width in widths)
    for row in (headings, rule, *rows):
        cells = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        print("| " + " | ".join(cells) + " |")


def _sizes() -> tuple[int, ...]:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="ROWS")
    return tuple(parser.parse_args().sizes)


def main() -> None:
    """Measure every size of all lists and print two tables."""
    sizes = _sizes()
    text = KOBE.read_text(encoding="utf-8")
    institutions = institution_cells(pipeline.build(KOBE))
    table, stage_table = [], []
    stages: list[str] = []
    lists: dict[str, Callable[[int], str]] = {
        "repeated": lambda rows: repeated(text, rows),
        "varied": lambda rows: varied(text, rows, institutions),
        "national": national,
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, list_of in lists.items():
            for rows in sizes:
                path = Path(folder) / f"{name}.md"
                write_list(path, list_of(rows))
                result = measured_list(path, RUNS.get(rows, 1))
                stages = list(result["stages"])
                table.append(_row(name, rows, path.stat().st_size, result))
                stage_table.append(_stage_row(name, rows, result, stages))
                print(f"measured {name} {rows:,}", file=sys.stderr, flush=True)
    versions = f"Python {platform.python_version()}, {platform.machine()}"
    print(f"The pipeline against a plain read and fill-down ({versions}).\n")
    _show(HEADINGS, table)
    print("\nMilliseconds of each stage.\n")
    _show(("list", "rows", *stages, "between"), stage_table)


if __name__ == "__main__":
    main()
