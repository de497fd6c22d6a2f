"""Puts printed rows under the columns of the layout where the two differ: for `align`.

A column of regions and territories becomes two; departments that are named by the
headings of several columns become one cell. Everything else stays where it is printed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.layout import Column, Layout
from pipeline.model import SourceGrid
from pipeline.reference import Reference


def arranged_rows(
    grid: SourceGrid, layout: Layout, reference: Reference
) -> list[tuple[str, ...]]:
    """The rows of the list with one place for each column of the layout."""
    rows = [grid.cells[i] for i in layout.body]
    at = split_at(layout)
    if at is not None:
        rows = [_split(row, at, reference) for row in rows]
    made = next((c for c in layout.columns if c.source < 0), None)
    if made is None:
        return rows
    names = set(made.heading.split("|"))
    parts = [c for c in layout.columns if c.heading in names and c is not made]
    return [_with_departments(row, made.index, parts, reference) for row in rows]


def split_at(layout: Layout) -> int | None:
    """The place of a region whose territory stands in the same printed column."""
    pairs = zip(layout.columns, layout.columns[1:], strict=False)
    return next((a.index for a, b in pairs if a.source == b.source >= 0), None)


def printed_positions(layout: Layout, width: int) -> npt.NDArray[np.int32]:
    """For each place of an arranged row its position in the printed row; -1 if none."""
    known = [column.source for column in layout.columns]
    beyond = width - len(known)
    end = max(known, default=-1) + 1
    return np.array([*known, *range(end, end + beyond)], np.int32)


def _split(row: tuple[str, ...], at: int, reference: Reference) -> tuple[str, ...]:
    if at >= len(row):
        return row
    text = row[at]
    region = bool(reference.find_region(text)) and not reference.find_territory(text)
    pair = (text, "") if region else ("", text)
    return (*row[:at], *pair, *row[at + 1 :])


def _with_departments(
    row: tuple[str, ...], at: int, parts: list[Column], reference: Reference
) -> tuple[str, ...]:
    named = [
        part.heading
        for part in parts
        if part.index < len(row)
        and row[part.index].strip()
        and reference.mark(row[part.index]) != "no"
    ]
    padded = (*row[:at], *[""] * (at - len(row)))
    return (*padded, "\n".join(named), *row[at:])
