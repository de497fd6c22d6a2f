"""Joins the sheets of a workbook that each hold a part of one list: for `layout`.

A workbook may have a sheet for each region, programme or faculty, all with the same
headings. Assumes sheets with their layouts. Promises that each row keeps its sheet's name
in a column of its own and its row in that sheet, that a sheet which repeats the list is
no part of it, and that the joined sheets are named (`check` asks about them).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.layout.header import OTHER, ListColumn
from pipeline.layout.merge_tables import MIN_REPEATED_SHARE, merge_table
from pipeline.layout.section_labels import role_of_all
from pipeline.model import FileMarks, SourceGrid
from pipeline.reference import Reference
from pipeline.reference.normal_forms import fold
from pipeline.reference.patterns import NONE

WORKBOOKS = ("xlsx", "xls", "ods")

_NAMED = ("institution", "partner_unit", "agreement_type", "departments")
"""What tells one agreement from another."""

_HEADINGS = {
    "region": "地域（シート名から） / Region (from sheet names)",
    "territory": "国・地域（シート名から） / Territory (from sheet names)",
    "agreement_type": "協定タイプ（シート名から） / Agreement type (from sheet names)",
    "departments": "関連部署（シート名から） / Department (from sheet names)",
    "": "シート / Sheet",
}


class Sheet(NamedTuple):
    """A sheet with its list: columns, positions of its rows and of the labels above."""

    grid: SourceGrid
    columns: Sequence[ListColumn]
    body: Sequence[int]
    heading_row: int
    labels: Sequence[int]


def join_sheets(
    first: Sheet, others: Sequence[Sheet], reference: Reference
) -> tuple[SourceGrid, list[Sheet]]:
    """Return the first sheet with the rows of the others below, and those that were joined.

    `others` have the headings of the first. One that repeats its agreements is left out,
    unless the names of all sheets say what they are: the same partners in two faculties.
    """
    role = _role_of_names([s.grid.name for s in (first, *others)], first, reference)
    known = _named_agreements(first)
    joined: list[Sheet] = []
    for sheet in others:
        named = _named_agreements(sheet)
        if role or len(named & known) < MIN_REPEATED_SHARE * len(named):
            known |= named
            joined.append(sheet)
    if not joined:
        return first.grid, []
    step = 10 ** len(str(max(sheet.grid.numbers[-1] for sheet in (first, *joined))))
    grid = _with_sheet_name(first, role)
    columns = [*first.columns, _name_column(first, role)]
    for nth, sheet in enumerate(joined, start=1):
        other = _renumber_rows(_with_sheet_name(sheet, role), nth * step)
        other_columns = [*sheet.columns, _name_column(sheet, role)]
        rows = [*sheet.body, *sheet.labels]
        grid = merge_table(grid, columns, first.heading_row, other, other_columns, rows)
        grid = _with_marks_of(grid, other)
    return grid, joined


def may_join_sheets(grid: SourceGrid, other: SourceGrid, reference: Reference) -> bool:
    """Whether both are visible sheets, and none is named as one of ended agreements."""
    return all(
        sheet.kind in WORKBOOKS
        and sheet.name
        and sheet.shown
        and not sheet.rearranged
        and not reference.ended_status(sheet.name)
        for sheet in (grid, other)
    )


def _named_agreements(sheet: Sheet) -> set[tuple[str, ...]]:
    """Return institution, unit, type and departments of each row, folded."""
    at = {c.role: c.source for c in reversed(sheet.columns) if c.source >= 0}
    encoded, body = sheet.grid.encoded, sheet.body
    texts = [
        map(fold, encoded.column_texts(body, at[role]))
        if role in at
        else [""] * len(body)
        for role in _NAMED
    ]
    return set(zip(*texts, strict=True))


def _role_of_names(names: Sequence[str], first: Sheet, reference: Reference) -> str:
    """Return the role that all sheets are named by and no column prints; "" if none."""
    finders: dict[str, Callable[[str], object]] = {
        "territory": reference.find_territory,
        "region": reference.find_region,
        "agreement_type": reference.find_agreement_type,
        "departments": lambda name: (
            reference.find_department(name)
            or reference.looks_like(name, "departments") > NONE
        ),
    }
    return role_of_all(names, {column.role for column in first.columns}, finders)


def _name_column(sheet: Sheet, role: str) -> ListColumn:
    """Return the column behind all others that holds the sheet's name."""
    return ListColumn(-1, _HEADINGS[role], OTHER, "", max(map(len, sheet.grid.cells)))


def _with_sheet_name(sheet: Sheet, role: str) -> SourceGrid:
    """Return a grid with the sheet's name behind its rows, and what it says above."""
    grid = sheet.grid
    width, inside = max(map(len, grid.cells)), {*sheet.body}
    cells = []
    for i, (number, row) in enumerate(zip(grid.numbers, grid.cells, strict=True)):
        name = grid.name if i in inside else ""
        last = _HEADINGS[role] if number == sheet.heading_row else name
        cells.append((*row, *[""] * (width - len(row)), last) if last else row)
    return replace(grid, cells=tuple(cells))


def _renumber_rows(grid: SourceGrid, first: int) -> SourceGrid:
    """Return a sheet whose rows are numbered from another number on.

    Row 5 is `first` + 5; `lines` tells that it is row 5 of its sheet.
    """

    def moved(rows: Collection[int]) -> frozenset[int]:
        return frozenset(first + row for row in rows)

    marks = grid.marks
    return replace(
        grid,
        numbers=tuple(first + n for n in grid.numbers),
        spans={
            (first + row, at): (first + origin, of)
            for (row, at), (origin, of) in grid.spans.items()
        },
        wide={(first + row, at): n for (row, at), n in grid.wide.items()},
        lines={first + n: grid.lines.get(n, n) for n in grid.numbers},
        marks=FileMarks(
            moved(marks.hidden_rows),
            moved(marks.filtered_rows),
            marks.hidden_columns,
            {first + row: at for row, at in marks.struck.items()},
            {first + row: at for row, at in marks.partly_struck.items()},
            marks.outside,
        ),
    )


def _with_marks_of(grid: SourceGrid, other: SourceGrid) -> SourceGrid:
    """Return a grid with the marks of rows of another, too.

    What stands at a position of both is the same column where their headings are equal.
    """
    mine, marks = grid.marks, other.marks
    return replace(
        grid,
        marks=replace(
            mine,
            hidden_rows=mine.hidden_rows | marks.hidden_rows,
            filtered_rows=mine.filtered_rows | marks.filtered_rows,
            struck={**mine.struck, **marks.struck},
            partly_struck={**mine.partly_struck, **marks.partly_struck},
            outside=(*mine.outside, *marks.outside),
        ),
    )
