"""The aligned rows that `align` hands to the later stages.

Knows no rule. Rows are array rows in the order of the page; texts are codes into the
list's distinct words, so that a rule works on the words and not on a million rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.align.assignment import Assignment
from pipeline.grid import Ints, Mask
from pipeline.layout import Layout
from pipeline.model import ListQuestion

ABSENT = -1
"""In `Aligned.column`: no printed cell is published here."""


@dataclass(frozen=True)
class Aligned:
    """Every row of the list under the columns of its heading.

    Attributes:
        layout: its columns are those of the arrays below.
        body: positions in `grid.cells`, one for each row of the arrays.
        source_row: the source row of each.
        words: the distinct texts of the list without outer white space; 0 is "".
        text: codes into `words` of the published texts.
        plain: codes into `words` of the texts by printed position alone.
        row: the array row whose cell is published (an earlier one if filled down).
        column: the position in that row, from 0; ABSENT where no cell was printed.
        ambiguities: sorted by row, code and role.
        is_agreement: mask of the agreements; the other rows are labels or remarks.
        questions: for the whole list, those of `layout` among them.
    """

    layout: Layout
    body: Ints
    source_row: Ints
    words: list[str]
    text: Ints
    plain: Ints
    row: Ints
    column: Ints
    ambiguities: list[Ambiguity]
    is_agreement: Mask
    questions: tuple[ListQuestion, ...] = ()

    def column_index(self, role: str) -> int | None:
        """The array column of a role; None where the list has no such column."""
        return column_index(self.layout, role)


@dataclass(frozen=True)
class Ambiguity:
    """A doubt about the alignment of one array row; `check` makes it a finding.

    `detail` are the values that the finding's text needs.
    """

    row: int
    code: str
    role: str
    detail: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class AssignedRows:
    """The assignment of each row.

    Attributes:
        column: [row, heading]: the printed position of the cell, or ABSENT.
        assignments: the distinct assignments.
        of_row: for each row its index in `assignments`.
    """

    column: Ints
    assignments: list[Assignment]
    of_row: Ints


def column_index(layout: Layout, role: str) -> int | None:
    """The array column of a role; None where the list has no such column."""
    return next((c.index for c in layout.columns if c.role == role), None)
