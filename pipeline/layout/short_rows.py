"""Moves rows that lack their first cells under their headings: for `layout`.

A copy of a table whose labels span rows prints them once; the rows below begin with what
was not merged. Judged over the whole list: nearly every shorter row must end with texts
that the whole rows have in the last columns. A list whose rows do not is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.layout.header import find_header
from pipeline.layout.rearrangement import take_rows
from pipeline.model import SourceGrid
from pipeline.reference import Reference

MIN_WHOLE_ROWS = 2
"""So many rows have all cells, to compare the others with."""

MIN_SHORT_ROWS = 3

MIN_SHORT_SHARE = 0.25
"""With fewer short rows the list has not slipped as a whole."""

MIN_FITTING_SHARE = 0.9
"""Share of the short rows that fit better at the end than at the beginning."""


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
    whole = np.flatnonzero(below & (lengths == width)).tolist()
    short = np.flatnonzero(below & (lengths > 1) & (lengths < width)).tolist()
    rows = len(whole) + len(short)
    few = len(whole) < MIN_WHOLE_ROWS or len(short) < MIN_SHORT_ROWS
    if few or len(short) < MIN_SHORT_SHARE * rows:
        return grid
    codes = grid.encoded.codes
    known = [{*codes[whole, at].tolist()} - {0} for at in range(width)]
    starts = [0] * len(lengths)
    fitting = contrary = 0
    for i in short:
        cells = codes[i, : lengths[i]].tolist()
        lacking = width - len(cells)
        at_end, at_start = _matches(cells, known[lacking:]), _matches(cells, known)
        fitting += at_end > at_start
        contrary += at_end < at_start
        if at_end >= at_start:
            starts[i] = -lacking
    if fitting < MIN_FITTING_SHARE * len(short) or contrary:
        return grid
    return take_rows(grid, range(len(lengths)), starts, codes.shape[1])


def _matches(cells: Sequence[int], known: Sequence[set[int]]) -> int:
    return sum(code in texts for code, texts in zip(cells, known, strict=False))
