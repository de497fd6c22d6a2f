"""The lists as files, so that any program can be scored.

A folder per list: `damaged.csv` (what a program may see), `clean.csv` (what it should
find). The program writes `read.csv` beside them: `row` (the row of damaged.csv, from 2),
the headings of the list, `asked` (`true` where a person is asked to check the row).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from benchmarks.damage.readers import Reading
from benchmarks.damage.score import Score, score
from tests.support.damage.lists import HEADINGS, CleanList, Row


def write_case(folder: Path, clean: CleanList, damaged: Sequence[Row]) -> None:
    """Write one list, whole and damaged."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("clean", clean.rows), ("damaged", damaged)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([clean.headings, *rows])


def score_folder(folder: Path) -> dict[str, Score]:
    """The score of the `read.csv` files, by kind of damage."""
    scores: dict[str, Score] = {}
    for path in sorted(folder.glob("*/clean.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            clean = [tuple(row) for row in list(csv.reader(file))[1:]]
        kind = path.parent.name.rpartition("-")[0]
        read = score(clean, _reading(path.with_name("read.csv")))
        scores[kind] = scores.get(kind, Score()) + read
    return scores


def _reading(path: Path) -> Reading:
    """A program's reading; a list it wrote nothing for was not read."""
    if not path.is_file():
        return Reading({}, frozenset())
    with path.open(encoding="utf-8-sig", newline="") as file:
        records = list(csv.DictReader(file))
    rows = {int(r["row"]) - 2: tuple(r[name] for name in HEADINGS) for r in records}
    asked = (int(r["row"]) - 2 for r in records if r.get("asked") == "true")
    return Reading(rows, frozenset(asked))
