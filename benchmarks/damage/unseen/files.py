"""The lists as files, so that any version of the code, or another program, is scored.

A folder per list, as the real ones are kept: `input.*`, `gold.csv` (one row for each
agreement), `case.json` (what a person would say of it, and the headings its reader does
not know). A program writes `agreements.csv` and `findings.csv` (design: the command line)
into `read/`, and into `answered/` what it reads after a person has spoken.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.damage.unseen.cases import Case
from benchmarks.damage.unseen.reading import said_roles
from tests.support.unseen.truth import CELLS, MadeList, RowTruth

GOLD = ("source_row", *CELLS, "accepted", "ask", "optional")


def write_case(folder: Path, case: Case) -> None:
    """Write one list and its truth."""
    folder.mkdir(parents=True, exist_ok=True)
    made = case.made
    (folder / f"input.{made.suffix}").write_bytes(made.received)
    with (folder / "gold.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, GOLD)
        writer.writeheader()
        writer.writerows(map(_gold, made.rows))
    about = {
        "family": made.family,
        "header_row": made.header_row,
        "columns": said_roles(case),
        "persons": sorted(made.persons),
        "hidden": sorted(case.hidden),
    }
    text = json.dumps(about, ensure_ascii=False, indent=1)
    (folder / "case.json").write_text(text, encoding="utf-8")


def _gold(row: RowTruth) -> dict[str, str]:
    first = {
        cell: accepted[0] if accepted else "" for cell, accepted in row.cells.items()
    }
    return {
        **first,
        "source_row": str(row.source_row),
        "accepted": json.dumps(row.cells, ensure_ascii=False),
        "ask": row.ask,
        "optional": "true" if row.optional else "",
    }


def read_cases(folder: Path) -> Iterator[tuple[Path, Case]]:
    """Read the lists that were written."""
    for path in sorted(folder.glob("*/case.json")):
        about = json.loads(path.read_text(encoding="utf-8"))
        with path.with_name("gold.csv").open(encoding="utf-8", newline="") as file:
            rows = tuple(map(_row, csv.DictReader(file)))
        source = next(path.parent.glob("input.*"))
        made = MadeList(
            about["family"],
            source.read_bytes(),
            source.suffix[1:],
            rows,
            about["header_row"],
            {int(column): role for column, role in about["columns"].items()},
            frozenset(about["persons"]),
        )
        yield path.parent, Case(path.parent.name, made, frozenset(about["hidden"]))


def _row(gold: dict[str, str]) -> RowTruth:
    cells = {c: tuple(accepted) for c, accepted in json.loads(gold["accepted"]).items()}
    return RowTruth(cells, int(gold["source_row"]), gold["ask"], bool(gold["optional"]))
