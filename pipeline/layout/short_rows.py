"""Moves rows that lack their first cells under their headings: for `layout`.

A copy of a table whose labels span rows prints them once; the rows below begin with what
was not merged. Judged over the whole list: most of the shorter rows must end with texts
that rows of other lengths have in the last columns, none may begin so, and each must
begin with a text: where the cells of labels are kept as blanks, something else was lost.
Else the list is left as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from pipeline.layout.header import find_header
from pipeline.layout.rearrangement import take_rows
from pipeline.model import SourceGrid
from pipeline.reference import Reference

MIN_SHORT_ROWS = 3

MIN_SHORT_SHARE = 0.25
"""With fewer short rows the list has not slipped as a whole."""

MIN_FITTING_SHARE = 0.5
"""Share of the short rows that fit better at the end than at the beginning; none may fit
better at the beginning."""


def align_short_rows(
    grid: SourceGrid, reference: Reference, header_row: int = 0
) -> SourceGrid:
    """Return the grid with short rows at the end of the columns, if they belong there."""
    header = find_header(grid, reference, header_row)
    if header is None:
        return grid
    width = len(header.texts)
    lengths = grid.encoded.lengths
    below = np.arange(len(lengths)) > header.last
    rows = np.flatnonzero(below & (lengths > 1) & (lengths <= width))
    short = rows[lengths[rows] < width].tolist()
    few = len(short) == len(rows) or len(short) < MIN_SHORT_ROWS
    if few or len(short) < MIN_SHORT_SHARE * len(rows):
        return grid
    codes = grid.encoded.codes
    begins, ends = _Places(), _Places()
    for i in rows.tolist():
        cells = codes[i, : lengths[i]].tolist()
        begins.add(cells, 0)
        ends.add(cells, width - len(cells))
    starts = [0] * len(lengths)
    fitting = contrary = 0
    for i in short:
        cells = codes[i, : lengths[i]].tolist()
        lacking = width - len(cells)
        at_end, at_start = ends.matches(cells, lacking), begins.matches(cells, 0)
        fitting += at_end > at_start
        contrary += at_end < at_start or not grid.encoded.filled[i, 0]
        if at_end >= at_start:
            starts[i] = -lacking
    if fitting < MIN_FITTING_SHARE * len(short) or contrary:
        return grid
    return take_rows(grid, range(len(lengths)), starts, codes.shape[1])


class _Places:
    """Which texts (codes) stand in which column, in rows of which length."""

    def __init__(self) -> None:
        self.lengths = defaultdict[tuple[int, int], set[int]](set)

    def add(self, cells: Sequence[int], start: int) -> None:
        """Add a row that begins in a column."""
        for at, code in enumerate(cells, start):
            self.lengths[at, code].add(len(cells))

    def matches(self, cells: Sequence[int], start: int) -> int:
        """Count the cells whose text rows of another length have in the same column."""
        return sum(
            bool(code) and len(self.lengths[at, code]) > 1
            for at, code in enumerate(cells, start)
        )
