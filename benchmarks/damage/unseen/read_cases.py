"""Reads written lists with the pipeline of any checkout: `python read_cases.py FOLDER`.

Run it in that checkout's folder with PYTHONPATH=. ; it imports nothing else of ours.
"""

from __future__ import annotations

import inspect
import json
import sys
from dataclasses import replace
from pathlib import Path

import pipeline
from pipeline.errors import AgreementsError


def main(folder: Path) -> None:
    """Write `read/` and `answered/` beside each list."""
    known = pipeline.load_reference()
    for path in sorted(folder.glob("*/case.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        names = known.column_names.items()
        hidden = set(case["hidden"])
        columns = {k: role for k, role in names if k not in hidden}
        reference = replace(known, column_names=columns)
        pipeline.load_reference = lambda reference=reference: reference
        roles = {int(column): role for column, role in case["columns"].items()}
        for name, said in (("read", {}), ("answered", roles)):
            row = case["header_row"] if said else 0
            _read(path.parent, name, said, row)


def _read(folder: Path, name: str, roles: dict[int, str], header_row: int) -> None:
    source = next(folder.glob("input.*"))
    known = inspect.signature(pipeline.build_bytes).parameters
    said = {"header_row": header_row} if "header_row" in known else {}
    try:
        edition = pipeline.build_bytes(
            source.read_bytes(), source.name, roles=roles, **said
        )
    except AgreementsError:
        return
    (folder / name).mkdir(exist_ok=True)
    for table in ("agreements", "findings"):
        getattr(edition, table).to_csv(folder / name / f"{table}.csv", index=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
