"""Where aligned cells are printed, and the rules that may be applied to them: for `cells`.

Assumes aligned rows. Knows the cells that span several rows, and those that stand
outside of the columns.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.align.model import ABSENT, Aligned
from pipeline.align.rearrange import printed_positions
from pipeline.grid import Mask
from pipeline.layout.header import ListColumn
from pipeline.model import SourceGrid
from pipeline.normalize import Normalized

Matrix = npt.NDArray[np.int32]

(
    MOVED_RIGHT,
    MOVED_LEFT,
    MOVED_AWAY,
    CARRIED,
    FOLDED,
    SPLIT,
    COUNTED,
    MERGED,
    MADE,
    DECIDED,
    LABELLED,
    PART,
) = (1 << i for i in range(12))

RULES = {
    MOVED_RIGHT: "moved_right",
    MOVED_LEFT: "moved_left",
    MOVED_AWAY: "moved_away",
    CARRIED: "carried_down",
    FOLDED: "folded_space",
    SPLIT: "split_list",
    COUNTED: "dropped_count",
    MERGED: "merged_cell",
    MADE: "from_headings",
    DECIDED: "decided",
    LABELLED: "from_label",
    PART: "part_of_cell",
}
"""Flag -> rule, in the order in which the rules are applied."""

NO_CHANGE = SPLIT | MERGED | MADE | LABELLED | PART
"""These rules say how a text was taken from the page; they change none."""


def origins_of(
    aligned: Aligned, grid: SourceGrid, row: Matrix, column: Matrix
) -> tuple[Matrix, Matrix]:
    """Source row and printed position of cells; that of the span where one repeats."""
    width = max(len(aligned.layout.columns), int(column.max(initial=0)) + 1)
    printed = printed_positions(aligned.layout, width)
    position = np.where(column >= 0, printed[column], ABSENT).astype(np.int32)
    source_row = aligned.source_row[row]
    for k, found in enumerate(aligned.layout.outside_cells):
        for place in zip(*np.nonzero(column == k), strict=True):
            cell = found[int(aligned.body[row[place]])]
            source_row[place] = grid.numbers[cell.row]
            position[place] = cell.column
    if not grid.spans:
        return source_row, position
    far = int(position.max(initial=0)) + 1
    key = source_row.astype(np.int64) * far + position
    repeated = {r * far + p: o for (r, p), o in grid.spans.items() if p < far}
    for place in zip(*np.nonzero(np.isin(key, list(repeated))), strict=True):
        source_row[place], position[place] = repeated[int(key[place])]
    return source_row, position


def flags_of(
    normalized: Normalized,
    columns: Sequence[ListColumn],
    rows: npt.NDArray[np.intp],
    text: Matrix,
) -> Matrix:
    """The rules that made the texts of cells, whatever their place on the page.

    Args:
        normalized: the rows of the list.
        columns: those of `text`.
        rows: those of `text`.
        text: codes of the words.
    """
    flags = np.zeros(text.shape, np.int32)
    for flag, words in _made_by(normalized).items():
        flags[words[text]] |= flag
    parted = [code for code, items in normalized.items.items() if len(items) > 1]
    for i, c in enumerate(columns):
        if c.role == "departments":
            flags[_among(parted, normalized)[text[:, i]], i] |= SPLIT
        if c.why == "headings":
            flags[text[:, i] > 0, i] |= MADE
        for settled in normalized.settled:
            if c.role == settled.role and settled.changed:
                flags[rows == settled.row, i] |= DECIDED
    return flags


def _made_by(normalized: Normalized) -> dict[int, Mask]:
    """By the flag of a rule, which words it made."""
    printed = zip(normalized.aligned.words, normalized.words, strict=True)
    folded = np.array([a != b for a, b in printed])
    return {FOLDED: folded, COUNTED: _among([*normalized.counted], normalized)}


def _among(codes: Sequence[int], normalized: Normalized) -> Mask:
    """Which words have one of the codes."""
    among = np.zeros(len(normalized.words), np.bool_)
    among[list(codes)] = True
    return among


def rule_names(flags: Matrix) -> npt.NDArray[np.object_]:
    """The names of the rules behind each sum of flags, joined by `+`."""
    distinct, inverse = np.unique(flags, return_inverse=True)
    names = [
        "+".join(rule for flag, rule in RULES.items() if value & flag)
        for value in distinct.tolist()
    ]
    return np.array(names, object)[inverse]
