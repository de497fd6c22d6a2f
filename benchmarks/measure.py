"""Measures one list in a process of its own; `python -m benchmarks.measure`.

Prints one line of JSON. The stages are timed through the names `pipeline` calls them
by, so this file holds no second copy of the line.
"""

from __future__ import annotations

import csv
import functools
import gc
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import pandas as pd

import pipeline
from pipeline.cache import open_edition
from pipeline.model import Edition

STAGES = {
    "read_bytes": "read",
    "read_grids": "read",
    "read_edition_file": "read",
    "load_reference": "reference",
    "find_decided_list": "layout",
    "align_rows": "align",
    "normalize_rows": "normalize",
    "identify_rows": "identify",
    "check_rows": "check",
    "publish_edition": "publish",
}
"""The functions `pipeline` calls, and the stage of each."""

WIDEST_ROW = 10
"""Pieces between the pipes of the longest row of all lists."""

LABELS = {"national": [2, 3]}
"""The pieces that hold region and territory, where they are not the first two."""

ROOT = Path(__file__).resolve().parents[1]


def measured(*arguments: str) -> dict[str, Any]:
    """What `main` measures, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.measure", *arguments],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout)


def measured_list(path: Path, runs: int) -> dict[str, Any]:
    """Speed and peak memory of reading a list plainly and of building it."""
    result = measured("speed", str(path), str(runs))
    for kind in ("plain", "build"):
        result[f"{kind}_peak"] = measured("memory", str(path), kind)["peak"]
    return result


def plain_read(path: Path) -> pd.DataFrame:
    """What one does without this project: split at the pipes, strip, fill down."""
    frame = pd.read_csv(
        path,
        sep="|",
        header=None,
        names=range(WIDEST_ROW),
        skiprows=2,
        dtype=str,
        keep_default_na=False,
        quoting=csv.QUOTE_NONE,
        encoding="utf-8",
    )
    frame = frame.apply(lambda column: column.str.strip())
    at = LABELS.get(path.stem, [1, 2])
    labels = frame[at]
    frame[at] = labels.mask(labels == "").ffill()
    return frame


def timed_build(path: Path) -> tuple[Edition, dict[str, float]]:
    """Build an edition; return it with the seconds of each stage."""
    seconds = dict.fromkeys(STAGES.values(), 0.0)
    originals = {name: getattr(pipeline, name) for name in STAGES}

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def call(*arguments: Any, **options: Any) -> Any:
            start = perf_counter()
            result = function(*arguments, **options)
            seconds[STAGES[name]] += perf_counter() - start
            return result

        return call

    for name, function in originals.items():
        setattr(pipeline, name, timed(name, function))
    try:
        edition = pipeline.build(path)
    finally:
        for name, function in originals.items():
            setattr(pipeline, name, function)
    return edition, seconds


def speed(path: Path, runs: int) -> dict[str, Any]:
    """Read and build by turns; the fastest of each counts."""
    plain: list[float] = []
    built: list[tuple[float, dict[str, float]]] = []
    pipeline.load_reference()
    for _ in range(runs):
        gc.collect()
        start = perf_counter()
        plain_read(path)
        plain.append(perf_counter() - start)
        gc.collect()
        start = perf_counter()
        edition, stages = timed_build(path)
        built.append((perf_counter() - start, stages))
    start = perf_counter()
    long_tables = len(edition.provenance) + len(edition.repairs)
    tables = perf_counter() - start
    seconds, stages = min(built, key=lambda run: run[0])
    return {
        "plain": min(plain),
        "build": seconds,
        "stages": stages,
        "long_tables": tables,
        "long_table_rows": long_tables,
        "agreements": len(edition.agreements),
        "findings": len(edition.findings),
    }


def peak_memory(path: Path, kind: str) -> dict[str, Any]:
    """The most memory taken above what the loaded libraries take, in bytes."""
    pipeline.load_reference()
    before = _peak_bytes()
    kept = plain_read(path) if kind == "plain" else pipeline.build(path)
    taken = _peak_bytes() - before
    return {"peak": taken, "kept": type(kept).__name__}


def opening(path: Path, folder: Path) -> dict[str, Any]:
    """Seconds until an edition is open and can be counted by; stored the first time."""
    from dashboard.cube import cube_of, cube_without_departments

    pipeline.load_reference()
    start, spent = perf_counter(), process_time()
    edition = open_edition(path, folder)
    opened = perf_counter() - start
    cube_of(edition)
    cube_without_departments(edition)
    return {
        "edition": opened,
        "opened": perf_counter() - start,
        "processor": process_time() - spent,
    }


def _peak_bytes() -> int:
    """The most memory this process ever had resident.

    Linux counts what the starting process held into ru_maxrss, so there the kernel's
    own high-water mark of this process is read.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
        marks = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
        if marks:
            return int(marks[0]) * 1024
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main(arguments: list[str]) -> None:
    """Measure: speed PATH RUNS, memory PATH plain|build, or opening PATH FOLDER."""
    what, path, option = arguments
    if what == "speed":
        result = speed(Path(path), int(option))
    elif what == "opening":
        result = opening(Path(path), Path(option))
    else:
        result = peak_memory(Path(path), option)
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1:])
