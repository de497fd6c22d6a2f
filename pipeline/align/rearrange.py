"""Rearranges printed rows to match the columns of the layout: part of `align`.

A column of regions and territories becomes two; departments that are named by the
headings of several columns become one cell; labels that stand outside of the columns
come first. All other cells stay where they are printed.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from pipeline.grid import DictionaryEncodedRows, encode_rows
from pipeline.layout import Layout, ListColumn
from pipeline.model import SourceGrid
from pipeline.reference import Reference
from pipeline.reference.normal_forms import LONGEST_NAME

_BETWEEN = re.compile(r"\s*+[/／|,，、:：;>＞»→(（]\s*+|[^\S\n]++[-–—]\s++|\s++")
"""What may stand between a region and its territory."""


def rearrange_rows(
    grid: SourceGrid, layout: Layout, reference: Reference
) -> DictionaryEncodedRows:
    """Return the rows of the list with one cell for each column of the layout."""
    at = split_column_index(layout)
    derived = next((c for c in layout.columns if c.why == "headings"), None)
    if not layout.outside_cells and at is None and derived is None:
        return grid.encoded.take(layout.body)
    rows = [grid.cells[i] for i in layout.body]
    for cells in reversed(layout.outside_cells):
        texts = (cells[i].text if i in cells else "" for i in layout.body)
        rows = [(text, *row) for text, row in zip(texts, rows, strict=True)]
    if at is not None:
        printed = {row[at] for row in rows if at < len(row)}
        pairs = {text: _region_and_territory(text, reference) for text in printed}
        rows = [
            (*row[:at], *pairs[row[at]], *row[at + 1 :]) if at < len(row) else row
            for row in rows
        ]
    if derived is None:
        return encode_rows(rows)
    names = set(derived.heading.split("|"))
    parts = [c for c in layout.columns if c.heading in names and c is not derived]
    return encode_rows(
        [_with_departments(row, derived.index, parts, reference) for row in rows]
    )


def split_column_index(layout: Layout) -> int | None:
    """Return the index of a region whose territory is in the same printed column."""
    pairs = zip(layout.columns, layout.columns[1:], strict=False)
    return next((a.index for a, b in pairs if a.source == b.source >= 0), None)


def printed_positions(layout: Layout, width: int) -> npt.NDArray[np.int32]:
    """Map each position of a rearranged row to that in the printed row; -1 if none."""
    positions = [column.source for column in layout.columns]
    beyond = width - len(positions)
    end = max(positions, default=-1) + 1
    return np.array([*positions, *range(end, end + beyond)], np.int32)


def _region_and_territory(text: str, reference: Reference) -> tuple[str, str]:
    """Split a cell that holds a region, a territory, or both: Asia / Japan."""
    if len(text) > LONGEST_NAME or reference.find_territory(text):
        return "", text
    if reference.find_region(text):
        return text, ""
    for sign in _BETWEEN.finditer(text):
        region, territory = text[: sign.start()], text[sign.end() :].rstrip(" )）")
        if reference.find_region(region) and reference.find_territory(territory):
            return region, territory
        if reference.find_region(territory) and reference.find_territory(region):
            return territory, region
    return "", text


def _with_departments(
    row: tuple[str, ...], at: int, parts: list[ListColumn], reference: Reference
) -> tuple[str, ...]:
    headings = [
        part.heading
        for part in parts
        if part.index < len(row)
        and row[part.index].strip()
        and reference.mark_meaning(row[part.index]) != "no"
    ]
    padded = (*row[:at], *[""] * (at - len(row)))
    return (*padded, "\n".join(headings), *row[at:])
