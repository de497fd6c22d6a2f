"""Finds what a list prints outside of its columns: for `layout`.

Some lists group their rows under a label in a row or heading of its own
(`section_labels`); others name the territory only inside of another cell (`Universidad
de Chile (Chile)`, `D BERLIN01`). Promises that each text is recognized, or stands where
such are printed; and that a list without any territory is asked about once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.layout.header import (
    FROM_CELL_PARTS,
    FROM_LABELS,
    OTHER,
    Header,
    ListColumn,
)
from pipeline.layout.section_labels import (
    AROUND_LABEL,
    LABELS,
    OutsideCell,
    OutsideCells,
    find_section_labels,
)
from pipeline.model import ListQuestion, SourceGrid
from pipeline.reference import Reference

__all__ = ["OutsideCells", "find_outside_columns"]

MAX_ROWS_WITHOUT = 5
"""More rows whose cells name no territory are asked about once, for the whole list."""

_LAST_PARTS = re.compile(r"[,，、;\n]|\s[-–—/|]\s|／")
_FIRST_PARTS = re.compile(r"[;\n]|\s[-–—/|]\s|／")
_INSIDE = re.compile(r"\bin (?:the )?(?=[A-Z])")
_IN_BRACKETS = re.compile(r"[(（\[［]([^()（）\[\]［］]{2,50})[)）\]］]\s*$")
_CODE = re.compile(r"^([A-Z]{1,3})\s{0,3}[- ]?([A-Z][A-Z' -]{2,9}?)\s?(\d{2,3})$")


@dataclass(frozen=True)
class OutsideColumns:
    """The columns that are not printed as such.

    Attributes:
        columns: in the order of `model.ROLES`.
        cells: of each of them.
        label_rows: position and source row of the labels in rows of their own.
        questions: about labels and territories that were not found.
    """

    columns: list[ListColumn]
    cells: list[OutsideCells]
    label_rows: dict[int, int]
    questions: tuple[ListQuestion, ...]


def find_outside_columns(
    grid: SourceGrid,
    header: Header | None,
    body: Sequence[int],
    columns: Sequence[ListColumn],
    reference: Reference,
    told: Mapping[int, str],
) -> OutsideColumns:
    """Find the labels and territories that no printed column holds.

    `told` are the roles of columns that a person gave; LABELS stands for the labels.
    """
    labels = find_section_labels(
        grid, header, body, columns, reference, told.get(LABELS, "")
    )
    outside: list[tuple[str, str, OutsideCells]] = [
        (role, FROM_LABELS, cells) for role, cells in labels.of_row.items()
    ]
    questions = labels.questions
    if "territory" not in {c.role for c in columns} | labels.of_row.keys():
        rows = [i for i in body if i not in labels.rows]
        sources = [c.source for c in columns if c.role == "institution" or _may_hold(c)]
        cells = _find_in_cells(grid, rows, sources, reference)
        outside += [("territory", FROM_CELL_PARTS, cells)] if cells else []
        questions = (*questions, *_ask_about_territories(len(cells), len(rows)))
    columns_outside = [
        ListColumn(i, "", role, "", -1, role, why)
        for i, (role, why, _) in enumerate(outside)
    ]
    label_rows = {i: grid.numbers[i] for i in sorted(labels.rows)}
    cells_outside = [cells for _, _, cells in outside]
    return OutsideColumns(columns_outside, cells_outside, label_rows, questions)


def _ask_about_territories(found: int, rows: int) -> tuple[ListQuestion, ...]:
    """Ask once for the territories of a list that has no column of them.

    If only a handful of rows have none, each of them is asked about.
    """
    if found and rows - found <= MAX_ROWS_WITHOUT:
        return ()
    detail = (("found", str(found)), ("rows", str(rows)))
    return (ListQuestion("TERRITORIES_INSIDE", ("territory",), detail),)


def _may_hold(column: ListColumn) -> bool:
    """Whether the cells of a column may name a territory beside other things."""
    return column.role == OTHER and column.meaning in ("", "city", "code")


def _find_in_cells(
    grid: SourceGrid,
    body: Sequence[int],
    columns: Sequence[int],
    reference: Reference,
) -> OutsideCells:
    """Find the territories inside of the cells of another column.

    Returns:
        For each row the part of the cell that names its territory, in the column that
        names the most.
    """
    best: dict[int, OutsideCell] = {}
    for at in columns:
        cells = zip(body, grid.encoded.column_texts(body, at), strict=True)
        texts = {i: text for i, cell in cells if (text := cell.strip())}
        part = {text: _territory_in(text, reference) for text in set(texts.values())}
        cells_found = {
            i: OutsideCell(part[t], i, at) for i, t in texts.items() if part[t]
        }
        if len(cells_found) > len(best):
            best = cells_found
    return best


def _territory_in(text: str, reference: Reference) -> str:
    """Return the part of a text that names a territory: bracketed, last, first, code.

    Before a comma it is none: `Georgia, University of` turns a name around.
    """
    if code := _CODE.match(text):
        return code[1] if reference.find_code(code[1]) else ""
    if (inside := _IN_BRACKETS.search(text)) and _names_territory(inside[1], reference):
        return inside[1].strip()
    around = AROUND_LABEL + "()（）"
    last = _LAST_PARTS.split(text)[-1].strip(around)
    first = _FIRST_PARTS.split(text)[0].strip(around)
    place = _INSIDE.split(text)[-1].strip(around)
    for part in (last, first, place):
        if part and part != text and _names_territory(part, reference):
            return part
    if inside and inside[1] != text:
        return _territory_in(inside[1], reference)
    return text if _names_territory(text, reference) else ""


def _names_territory(text: str, reference: Reference) -> bool:
    return bool(reference.find_territory(text.strip()))
