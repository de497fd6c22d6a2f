"""Locates aligned cells on the page, and flags the rules applied: for `provenance`.

Assumes aligned rows. Handles cells that span several rows, and those printed outside of
the columns.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.align.model import ABSENT, Aligned
from pipeline.align.rearrange import printed_positions
from pipeline.grid import Ints, Mask
from pipeline.layout.header import ListColumn
from pipeline.model import CELL_RULES, SourceGrid
from pipeline.normalize import Normalized
from pipeline.normalize.trimming import (
    DROPPED_COUNT,
    DROPPED_REMARK,
    DROPPED_SIGN,
)

FIRST_CELL_FLAG = 14
(
    MOVED_RIGHT,
    MOVED_LEFT,
    MOVED_AWAY,
    FILLED_DOWN,
    FOLDED,
    SPLIT,
    COUNTED,
    MERGED,
    FROM_HEADINGS,
    DECIDED,
    FROM_LABEL,
    PART_OF_CELL,
    CUT_SIGN,
    CUT_REMARK,
) = (1 << i for i in range(FIRST_CELL_FLAG))

CELL_FLAGS = tuple(1 << FIRST_CELL_FLAG + i for i in range(len(CELL_RULES) - 1))
"""The flags of `CELL_RULES` but the first."""

NO_VALUE = CELL_FLAGS[CELL_RULES.index("no_value") - 1]

RULE_OF_FLAG = {
    MOVED_RIGHT: "moved_right",
    MOVED_LEFT: "moved_left",
    MOVED_AWAY: "moved_away",
    FILLED_DOWN: "carried_down",
    FOLDED: "folded_space",
    SPLIT: "split_list",
    COUNTED: DROPPED_COUNT,
    CUT_SIGN: DROPPED_SIGN,
    CUT_REMARK: DROPPED_REMARK,
    MERGED: "merged_cell",
    FROM_HEADINGS: "from_headings",
    DECIDED: "decided",
    FROM_LABEL: "from_label",
    PART_OF_CELL: "part_of_cell",
    **dict(zip(CELL_FLAGS, CELL_RULES[1:], strict=True)),
}
"""Flag -> rule, in the order in which the rules are applied."""

NO_CHANGE = SPLIT | MERGED | FROM_HEADINGS | FROM_LABEL | PART_OF_CELL
"""Rules about the origin of a text that don't change it."""


def locate_cells(
    aligned: Aligned, grid: SourceGrid, row: Ints, column: Ints
) -> tuple[Ints, Ints]:
    """Return source row and printed position of cells; of spans, of their first row."""
    at, position = _grid_cells(aligned, row, column)
    for k, cells in enumerate(aligned.layout.outside_cells):
        for index in zip(*np.nonzero(column == k), strict=True):
            cell = cells[int(aligned.body[row[index]])]
            at[index], position[index] = cell.row, cell.column
    source_row = np.array(grid.numbers, np.int32)[at]
    if grid.rearranged:
        inside = (position >= 0) & (position < grid.rearranged.row.shape[1])
        origin = at[inside], position[inside]
        received = np.array(grid.received.numbers, np.int32)
        source_row[inside] = received[grid.rearranged.row[origin]]
        position[inside] = grid.rearranged.column[origin]
    if not grid.spans:
        return source_row, position
    far = int(position.max(initial=0)) + 1
    key = source_row.astype(np.int64) * far + position
    repeated = {r * far + p: o for (r, p), o in grid.spans.items() if p < far}
    for index in zip(*np.nonzero(np.isin(key, list(repeated))), strict=True):
        source_row[index], position[index] = repeated[int(key[index])]
    return source_row, position


def _grid_cells(aligned: Aligned, row: Ints, column: Ints) -> tuple[Ints, Ints]:
    """Return the index in `grid.cells` and the position of cells; ABSENT if blank."""
    width = max(len(aligned.layout.columns), int(column.max(initial=0)) + 1)
    printed = printed_positions(aligned.layout, width)
    position = np.where(column >= 0, printed[column], ABSENT).astype(np.int32)
    return aligned.body[row], position


def changed_cells(
    aligned: Aligned, grid: SourceGrid, row: Ints, column: Ints
) -> tuple[Ints, Ints]:
    """Return the flags of the rules by which `layout` changed cells, and what was there.

    Returns:
        Flags, and codes into the texts of the grid; both 0 where nothing was changed.
    """
    flags, before = np.zeros((2, *row.shape), np.int32)
    if grid.rearranged is None:
        return flags, before
    at, position = _grid_cells(aligned, row, column)
    inside = (position >= 0) & (position < grid.rearranged.row.shape[1])
    cells = at[inside], position[inside]
    rule = grid.rearranged.rule[cells]
    flags[inside] = np.array([0, *CELL_FLAGS], np.int32)[rule]
    before[inside] = np.where(rule > 0, grid.rearranged.before[cells], 0)
    return flags, before


def rule_flags(
    normalized: Normalized,
    columns: Sequence[ListColumn],
    rows: npt.NDArray[np.intp],
    text: Ints,
) -> Ints:
    """Return the flags of the rules that made the texts of cells, shifts left out.

    Args:
        normalized: the rows of the list.
        columns: those of `text`.
        rows: those of `text`.
        text: codes of the words.
    """
    flags = np.zeros(text.shape, np.int32)
    for flag, words in _changed_words(normalized).items():
        flags[words[text]] |= flag
    split_codes = [code for code, items in normalized.items.items() if len(items) > 1]
    for i, c in enumerate(columns):
        if c.role == "departments":
            flags[_mask_of(split_codes, normalized)[text[:, i]], i] |= SPLIT
        if c.why == "headings":
            flags[text[:, i] > 0, i] |= FROM_HEADINGS
        for settled in normalized.settled:
            if c.role == settled.role and settled.changed:
                flags[rows == settled.row, i] |= DECIDED
    return flags


def _changed_words(normalized: Normalized) -> dict[int, Mask]:
    """Return by flag of a rule the mask of the words that it made."""
    printed = zip(normalized.aligned.words, normalized.words, strict=True)
    folded = np.array([a != b for a, b in printed])
    masks = {FOLDED: folded}
    for flag in (COUNTED, CUT_SIGN, CUT_REMARK):
        codes = normalized.trimmed.codes.get(RULE_OF_FLAG[flag], ())
        masks[flag] = _mask_of([*codes], normalized)
    return masks


def _mask_of(codes: Sequence[int], normalized: Normalized) -> Mask:
    """Return a mask of the words with one of the codes."""
    mask = np.zeros(len(normalized.words), np.bool_)
    mask[list(codes)] = True
    return mask


def rule_names(flags: Ints) -> npt.NDArray[np.object_]:
    """Return the names of the rules in each sum of flags, joined by `+`."""
    distinct, inverse = np.unique(flags, return_inverse=True)
    names = [
        "+".join(rule for flag, rule in RULE_OF_FLAG.items() if value & flag)
        for value in distinct.tolist()
    ]
    return np.array(names, object)[inverse]
