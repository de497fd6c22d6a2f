"""Merges tables that each hold a part of the list into one: for `layout`.

A page may have one table for each programme, with different columns. Assumes tables
with their layouts. Promises that no cell is lost and that each keeps its source row; its
column is that of the merged table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from pipeline.layout.header import ListColumn
from pipeline.model import ROLES, OutsideText, SourceGrid
from pipeline.reference.normal_forms import fold

MIN_REPEATED_SHARE = 0.5
"""A table with at least this share of the list's institutions repeats it."""


def folded_institutions(
    grid: SourceGrid, columns: Sequence[ListColumn], body: Sequence[int]
) -> set[str]:
    """Return the folded names in the column of institutions."""
    at = next(c.source for c in columns if c.role == "institution")
    return {fold(text) for text in grid.encoded.column_texts(body, at) if text.strip()}


def is_repetition(institutions: set[str], other: set[str]) -> bool:
    """Whether a table names mostly institutions that the list has already."""
    return len(institutions & other) >= MIN_REPEATED_SHARE * len(other)


def can_merge(grid: SourceGrid, other: SourceGrid) -> bool:
    """Whether no source row is in both, as in the tables of one page.

    A table whose rows were rearranged may have one source row twice.
    """
    if grid.rearranged or other.rearranged:
        return False
    return not set(grid.numbers) & set(other.numbers)


def merge_table(
    grid: SourceGrid,
    columns: Sequence[ListColumn],
    heading_row: int,
    other: SourceGrid,
    other_columns: Sequence[ListColumn],
    rows: Iterable[int],
) -> SourceGrid:
    """Add rows of another table to the first, each cell under its own column.

    Args:
        grid: the first table.
        columns: of the first table.
        heading_row: where the first table names them.
        other: the other table.
        other_columns: of the other table.
        rows: positions of the other table's rows that are added.
    """
    positions = {_key(c): c.source for c in reversed(columns) if c.source >= 0}
    width = max(map(len, grid.cells))
    new_headings: list[str] = []
    position_of: dict[int, int] = {}
    for column in other_columns:
        if column.source < 0 or column.source in position_of:
            continue
        position = positions.get(_key(column), -1)
        if position < 0 or position in position_of.values():
            position = width + len(new_headings)
            new_headings.append(column.heading)
        position_of[column.source] = position
    blank = [""] * len(new_headings)
    cells = {
        number: (*row, *[""] * (width - len(row)), *new_headings)
        if number == heading_row
        else (*row, *blank)
        if len(row) == width
        else row
        for number, row in zip(grid.numbers, grid.cells, strict=True)
    }
    for i in rows:
        row_cells = [""] * (width + len(new_headings))
        for at, text in enumerate(other.cells[i]):
            if at in position_of:
                row_cells[position_of[at]] = text
        cells[other.numbers[i]] = tuple(row_cells)
    spans = dict(grid.spans) | {
        (row, position_of[at]): (origin, position_of[first])
        for (row, at), (origin, first) in other.spans.items()
        if row in cells
        and origin in cells
        and at in position_of
        and first in position_of
    }
    numbers = tuple(sorted(cells))
    return replace(
        grid,
        numbers=numbers,
        cells=tuple(cells[n] for n in numbers),
        spans=spans,
        lines={**grid.lines, **other.lines},
    )


PAPER = "pdf"
"""On paper a table may go on in another: one that is not read may be a part of the list.
Pages and workbooks hold other things."""


def with_unread_tables(
    grid: SourceGrid, grids: Sequence[SourceGrid], named: Collection[str]
) -> SourceGrid:
    """Add to the marks of a printed list the tables of its file that are not read.

    `named` are the names of those that are reported anyway.
    """
    read = {*grid.numbers, *grid.received.numbers}
    unread = [
        OutsideText(other.name, _texts(other), len(other.numbers))
        for other in grids
        if grid.kind == PAPER
        and other.name not in named
        and len(other.numbers) > 1
        and read.isdisjoint(other.numbers)
    ]
    if not unread:
        return grid
    received = grid.received
    marks = replace(received.marks, outside=(*received.marks.outside, *unread))
    received = replace(received, marks=marks)
    if grid.rearranged is None:
        return received
    return replace(grid, rearranged=replace(grid.rearranged, grid=received))


def _texts(grid: SourceGrid) -> str:
    return " / ".join(text for row in grid.cells for text in row if text.strip())


def _key(column: ListColumn) -> str:
    return column.role if column.role in ROLES else fold(column.heading)
