"""Joins the cells of columns that say the same thing together: for `layout`.

One heading may stand over two columns of types, one for each kind. Assumes columns with
their roles. Promises that the cell of the first column has all texts of its row, by a
recorded rule, that the others stay as they are, and a question unless a person said it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.layout.header import OTHER, ListColumn
from pipeline.layout.rearrangement import ChangedCell, change_cells
from pipeline.model import ListQuestion, SourceGrid
from pipeline.reference.normal_forms import EAST_ASIAN

JOINED_ROLES = ("agreement_type", "departments")
"""The roles of which one agreement may have several texts."""

ASKED_BEFORE, ASKED_AFTER = "HEADING_OVER_COLUMNS", "COLUMNS_JOINED"


def join_columns(
    grid: SourceGrid,
    body: Sequence[int],
    columns: Sequence[ListColumn],
    questions: Sequence[ListQuestion],
) -> tuple[SourceGrid, tuple[ListQuestion, ...]]:
    """Join the cells of the columns that share a role; ask about it where it is a guess."""
    asked = {q.source_column - 1 for q in questions if q.code == ASKED_BEFORE}
    changes: dict[tuple[int, int], ChangedCell] = {}
    joined: set[int] = set()
    for first in columns:
        if first.role not in JOINED_ROLES or first.source < 0:
            continue
        others = [
            c.source
            for c in columns
            if c.role == OTHER
            and c.meaning == first.role
            and (c.why == "told" or c.source in asked)
        ]
        joined |= {*others}
        for row in body if others else ():
            if cell := _joined_cell(grid, row, first.source, others):
                changes[row, first.source] = cell
    of_joined = (
        _asked_after(q)
        if q.code == ASKED_BEFORE and q.source_column - 1 in joined
        else q
        for q in questions
    )
    return change_cells(grid, changes), tuple(of_joined)


def _asked_after(question: ListQuestion) -> ListQuestion:
    """Ask whether it is right that the column was joined: the readings are exchanged."""
    exchanged = {
        f"{name}_{language}": f"{other}_{language}"
        for name, other in (("read", "options"), ("options", "read"))
        for language in ("ja", "en")
    }
    return replace(
        question,
        code=ASKED_AFTER,
        detail=tuple((exchanged.get(k, k), text) for k, text in question.detail),
        options=question.options[::-1],
    )


def _joined_cell(
    grid: SourceGrid, row: int, first: int, others: Sequence[int]
) -> ChangedCell | None:
    """Return the cell with the texts of all columns; None if the first has them all."""
    texts = {
        at: text
        for at in (first, *others)
        for text in (grid.encoded.column_texts([row], at)[0].strip(),)
        if text
    }
    distinct = [*dict.fromkeys(texts.values())]
    if not distinct or distinct == [texts.get(first)]:
        return None
    if len(distinct) == 1:
        return ChangedCell(distinct[0], "joined_columns", row, next(iter(texts)))
    sign = "、" if any(map(EAST_ASIAN.search, distinct)) else ", "
    return ChangedCell(sign.join(distinct), "joined_columns")
