"""Rearranges the rows of a grid before its layout is read: for `layout`.

Assumes positions of rows and cells. Promises that each cell keeps its source row and
position, and that what stood in a changed cell is kept with the rule that changed it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipeline.grid import DictionaryEncodedRows, Ints
from pipeline.model import CELL_RULES, Rearranged, SourceGrid


@dataclass(frozen=True)
class ChangedCell:
    """The new text of a cell, the rule, and the cell of the grid where it is printed.

    `row` and `column` are -1 where it is printed in the cell itself.
    """

    text: str
    rule: str
    row: int = -1
    column: int = -1


Changes = Mapping[tuple[int, int], ChangedCell]
"""Index of a row among the new rows, and position -> its new cell."""


def take_rows(
    grid: SourceGrid,
    rows: Sequence[int],
    starts: Sequence[int] | None = None,
    width: int = 0,
) -> SourceGrid:
    """Return a grid of some rows, or of the part of each from a position on.

    Args:
        grid: the table; it may be rearranged already.
        rows: indices in `grid.cells`; one may come several times.
        starts: of each row the first position that is taken; 0 if not given.
        width: how many positions are taken at most; all if 0.
    """
    encoded, before = grid.encoded, _rearranged(grid)
    at = np.array(rows, np.intp)
    start = np.zeros(len(at), np.intp) if starts is None else np.array(starts, np.intp)
    width = width or encoded.codes.shape[1]
    column = start[:, None] + np.arange(width)
    inside = column < encoded.codes.shape[1]
    index = at[:, None], np.where(inside, column, 0)

    def taken(values: Ints) -> Ints:
        return np.where(inside, values[index], 0).astype(np.int32)

    lengths = np.clip(encoded.lengths[at] - start, 0, width).astype(np.int32)
    return replace(
        grid,
        numbers=tuple(map(grid.numbers.__getitem__, rows)),
        cells=DictionaryEncodedRows(encoded.texts, taken(encoded.codes), lengths),
        rearranged=replace(
            before,
            row=taken(before.row),
            column=taken(before.column),
            rule=taken(before.rule),
            before=taken(before.before),
        ),
    )


def change_cells(grid: SourceGrid, changes: Changes) -> SourceGrid:
    """Return a grid with the new texts of cells."""
    if not changes:
        return grid
    width = 1 + max(column for _, column in changes)
    before = _rearranged(grid)
    beyond = max(0, width - grid.encoded.codes.shape[1])
    codes, row, column, rule, old = (
        np.pad(values, ((0, 0), (0, beyond)))
        for values in (
            grid.encoded.codes,
            before.row,
            before.column,
            before.rule,
            before.before,
        )
    )
    texts, lengths = list(grid.encoded.texts), grid.encoded.lengths.copy()
    code_of = {text: code for code, text in enumerate(texts)}
    for cell, change in changes.items():
        if not rule[cell]:
            old[cell] = codes[cell]
        origin = (change.row, change.column) if change.row >= 0 else cell
        code = code_of.setdefault(change.text, len(texts))
        if code == len(texts):
            texts.append(change.text)
        codes[cell] = code
        row[cell], column[cell] = before.row[origin], before.column[origin]
        rule[cell] = CELL_RULES.index(change.rule)
        lengths[cell[0]] = max(lengths[cell[0]], cell[1] + 1)
    return replace(
        grid,
        cells=DictionaryEncodedRows(texts, codes, lengths),
        rearranged=replace(before, row=row, column=column, rule=rule, before=old),
    )


def _rearranged(grid: SourceGrid) -> Rearranged:
    """Return where the cells of a grid are printed: if it is as received, right there."""
    if grid.rearranged:
        return grid.rearranged
    shape = grid.encoded.codes.shape
    row: npt.NDArray[np.int32] = np.repeat(
        np.arange(shape[0], dtype=np.int32)[:, None], shape[1], axis=1
    )
    column = np.broadcast_to(np.arange(shape[1], dtype=np.int32), shape).copy()
    none = np.zeros(shape, np.int32)
    return Rearranged(grid, row, column, none, none.copy())
