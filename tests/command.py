"""The command line as tests use it, and a small list for it."""

from __future__ import annotations

import csv
from pathlib import Path

from pipeline.__main__ import main

FILES = [
    "agreements.csv",
    "edition.json",
    "findings.csv",
    "provenance.csv",
    "repairs.csv",
]
LIST = """
| 国 | 大学名 | 備考 |
|---|---|---|
| 韓国 | 漢陽大学校 | a |
| | 慶尚大学校 | |
"""


def build(path: Path, out: Path) -> None:
    assert main(["build", str(path), "--out", str(out)]) == 0


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
