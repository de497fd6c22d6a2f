"""The shape of aligned rows: what `align` gives to the stages behind it.

Knows no rule. Rows are array rows in the order of the page; texts are codes into the
list's distinct words, so that a rule works on the words and not on a million rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.align.assignment import Placing
from pipeline.layout import Layout
from pipeline.reference.folds import Words

Ints = npt.NDArray[np.int32]

Mask = npt.NDArray[np.bool_]

ABSENT = -1
"""In `Aligned.column`: no cell of the page is published here."""


@dataclass(frozen=True)
class Aligned:
    """Every row of the list under the columns of its heading.

    Attributes:
        layout: the columns; one column of the arrays below is one of them.
        body: positions in `grid.cells`, one for each row of the arrays.
        source_row: the source row of each.
        words: the distinct texts of the list without outer white space; 0 is "".
        text: codes into `words`, of what is published.
        plain: codes into `words`, of what a reading by position alone has there.
        row: the array row whose cell is published (another one if carried down).
        column: the position in that row, from 0; ABSENT where no cell was printed.
        doubts: array row, code of the finding, role, words for its text.
        kept: rows that are agreements. The others are labels or no agreement at all.
    """

    layout: Layout
    body: Ints
    source_row: Ints
    words: Words
    text: Ints
    plain: Ints
    row: Ints
    column: Ints
    doubts: list[Doubt]
    kept: Mask

    def at(self, role: str) -> int | None:
        """The array column of a role; None where the list has no such column."""
        return column_of(self.layout, role)


@dataclass(frozen=True)
class Doubt:
    """One doubt of the alignment; `check` gives it words."""

    row: int
    code: str
    role: str
    detail: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Placed:
    """For each row: its reading. `column[r, c]` is the printed position, or ABSENT."""

    column: Ints
    reading: list[Placing]
    of_row: Ints


def column_of(layout: Layout, role: str) -> int | None:
    """The array column of a role; None where the list has no such column."""
    return next((c.index for c in layout.columns if c.role == role), None)
