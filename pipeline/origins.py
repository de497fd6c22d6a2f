"""Where aligned cells are printed, and the rules that may be applied to them: for `cells`.

Assumes aligned rows. Knows the cells that span several rows, and those that stand
outside of the columns.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.aligned import ABSENT, Aligned
from pipeline.arrange import printed_positions
from pipeline.model import SourceGrid

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
    for k, found in enumerate(aligned.layout.found):
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


def rule_names(flags: Matrix) -> npt.NDArray[np.object_]:
    """The names of the rules behind each sum of flags, joined by `+`."""
    distinct, inverse = np.unique(flags, return_inverse=True)
    names = [
        "+".join(rule for flag, rule in RULES.items() if value & flag)
        for value in distinct.tolist()
    ]
    return np.array(names, object)[inverse]
