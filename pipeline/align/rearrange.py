"""Puts printed rows under the columns of the layout where the two differ: for `align`.

A column of regions and territories becomes two; departments that are named by the
headings of several columns become one cell; labels that stand outside of the columns
come first. Everything else stays where it is printed.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from pipeline.grid import Encoded, encode
from pipeline.layout import Column, Layout
from pipeline.model import SourceGrid
from pipeline.reference import Reference
from pipeline.reference.normal_forms import LONGEST_NAME

_BETWEEN = re.compile(r"\s*+[/／|,，、:：;>＞»→(（]\s*+|[^\S\n]++[-–—]\s++|\s++")
"""What may stand between a region and its territory."""


def arranged_rows(grid: SourceGrid, layout: Layout, reference: Reference) -> Encoded:
    """The rows of the list with one place for each column of the layout."""
    at = split_at(layout)
    made = next((c for c in layout.columns if c.why == "headings"), None)
    if not layout.found and at is None and made is None:
        return grid.encoded.take(layout.body)
    rows = [grid.cells[i] for i in layout.body]
    for found in reversed(layout.found):
        texts = (found[i].text if i in found else "" for i in layout.body)
        rows = [(text, *row) for text, row in zip(texts, rows, strict=True)]
    if at is not None:
        held = {row[at] for row in rows if at < len(row)}
        pairs = {text: _region_and_territory(text, reference) for text in held}
        rows = [
            (*row[:at], *pairs[row[at]], *row[at + 1 :]) if at < len(row) else row
            for row in rows
        ]
    if made is None:
        return encode(rows)
    names = set(made.heading.split("|"))
    parts = [c for c in layout.columns if c.heading in names and c is not made]
    return encode(
        [_with_departments(row, made.index, parts, reference) for row in rows]
    )


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


def _region_and_territory(text: str, reference: Reference) -> tuple[str, str]:
    """The parts of a cell that holds a region, a territory, or both: Asia / Japan."""
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
