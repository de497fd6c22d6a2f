"""Makes one table of several that each hold a part of the list: for `layout`.

A page may have one table for each programme, with other columns. Assumes tables whose
layouts are known. Promises that no cell is lost and that each keeps its source row; its
column is that of the joined table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.layout.header import Column
from pipeline.model import ROLES, SourceGrid
from pipeline.reference.normal_forms import fold

MOST_KNOWN = 0.5
"""A table with so many institutions of the list repeats it."""


def institutions_of(
    grid: SourceGrid, columns: Sequence[Column], body: Sequence[int]
) -> set[str]:
    """The folded names in the column of institutions."""
    at = next(c.source for c in columns if c.role == "institution")
    return {fold(text) for text in grid.encoded.column_texts(body, at) if text.strip()}


def repeats(known: set[str], other: set[str]) -> bool:
    """Whether a table names mostly institutions that are known from another."""
    return len(known & other) >= MOST_KNOWN * len(other)


def can_unite(grid: SourceGrid, other: SourceGrid) -> bool:
    """Whether both count their rows together, as the tables of one page do."""
    return not set(grid.numbers) & set(other.numbers)


def unite(
    grid: SourceGrid,
    columns: Sequence[Column],
    heading_row: int,
    other: SourceGrid,
    other_columns: Sequence[Column],
    rows: Iterable[int],
) -> SourceGrid:
    """Add rows of another table to the first, each cell under the column it belongs to.

    Args:
        grid: the first table.
        columns: of the first table.
        heading_row: where the first table names them.
        other: the other table.
        other_columns: of the other table.
        rows: positions of the other table's rows that are added.
    """
    places = {_key(c): c.source for c in reversed(columns) if c.source >= 0}
    width = max(map(len, grid.cells))
    new: list[str] = []
    to: dict[int, int] = {}
    for column in other_columns:
        if column.source < 0 or column.source in to:
            continue
        place = places.get(_key(column), -1)
        if place < 0 or place in to.values():
            place = width + len(new)
            new.append(column.heading)
        to[column.source] = place
    cells = {
        number: (*row, *[""] * (width - len(row)), *new)
        if number == heading_row
        else row
        for number, row in zip(grid.numbers, grid.cells, strict=True)
    }
    for i in rows:
        placed = [""] * (width + len(new))
        for at, text in enumerate(other.cells[i]):
            if at in to:
                placed[to[at]] = text
        cells[other.numbers[i]] = tuple(placed)
    spans = dict(grid.spans) | {
        (row, to[at]): (origin, to[first])
        for (row, at), (origin, first) in other.spans.items()
        if row in cells and origin in cells and at in to and first in to
    }
    numbers = tuple(sorted(cells))
    return replace(
        grid, numbers=numbers, cells=tuple(cells[n] for n in numbers), spans=spans
    )


def _key(column: Column) -> str:
    return column.role if column.role in ROLES else fold(column.heading)
