"""Learns the roles of columns again from rows that were put under their headings.

Used by `align` where a list has slipped: what stood under a heading before said little
of its column. Assumes the cells of each column as they were assigned. Promises that what
headings and persons say stays, and that the questions about columns are those of the
cells that stand there now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.layout import Layout, with_unique_names
from pipeline.layout.column_content import SAMPLE_ROWS, describe_column
from pipeline.layout.column_roles import learn_roles
from pipeline.layout.header import BLANK, CONTACT, FROM_CELL_PARTS, ListColumn
from pipeline.layout.list_questions import ask_about_columns
from pipeline.model import ROLES
from pipeline.reference import Reference

ABOUT_COLUMNS = frozenset(
    {
        "COLUMN_GUESSED",
        "COLUMN_CONTRADICTS",
        "WHOSE_UNITS",
        "DEPARTMENTS_IN_HEADINGS",
        "SECOND_INSTITUTION",
        "HEADING_OVER_COLUMNS",
        "MARKS_UNEXPLAINED",
        "PERSONS_LEFT_OUT",
        "COLUMN_UNEXPLAINED",
        "COLUMNS_UNEXPLAINED",
    }
)
"""The questions of `list_questions`: the cells of columns answer them."""


def learn_again(
    layout: Layout, cells: Sequence[Sequence[str]], reference: Reference
) -> Layout:
    """Return the layout with the roles that the assigned cells show.

    Args:
        layout: by which they were assigned; unchanged where the roles of labels between
            the rows, or of headings over marks, would be given to another column.
        cells: of each column the texts of the list's rows, "" where blank.
        reference: names and headings.
    """
    outside = len(layout.columns) - len(layout.headed)
    printed = layout.columns[outside:]
    if outside < 0 or any(c.source < 0 or not c.printed for c in printed):
        return layout
    contents = {
        column.index: describe_column([*texts[:SAMPLE_ROWS]], reference)
        for column, texts in zip(layout.headed, cells[outside:], strict=True)
    }
    learned = learn_roles([*layout.headed], contents, reference)
    roles = {column.role for column in learned}
    kept = [
        (column, texts)
        for column, texts in zip(layout.columns, layout.outside_cells, strict=False)
        if column.role not in roles or column.why != FROM_CELL_PARTS
    ]
    twice = any(column.role in roles for column, _ in kept)
    if "institution" not in roles or twice or len(learned) != len(printed):
        return layout
    asked = ask_about_columns(learned, contents, reference)
    told = {c.source + 1 for c in layout.headed if c.why == "told"}
    inside = len(kept) < outside
    questions = (
        *(
            q
            for q in layout.questions
            if q.code not in ABOUT_COLUMNS
            and not (inside and q.code == "TERRITORIES_INSIDE")
        ),
        *(q for q in asked if q.source_column not in told),
    )
    published = [_published(*pair) for pair in zip(printed, learned, strict=True)]
    every = [*(column for column, _ in kept), *published]
    return replace(
        layout,
        columns=with_unique_names([replace(c, index=i) for i, c in enumerate(every)]),
        outside_cells=tuple(texts for _, texts in kept),
        questions=questions,
    )


def _published(before: ListColumn, after: ListColumn) -> ListColumn:
    """Return a column with what was learned; columns of persons stay left out."""
    persons = CONTACT in (before.meaning, after.meaning) and after.role not in ROLES
    shown = before.meaning == CONTACT and not before.hidden
    hidden = after.role == BLANK or (persons and not shown)
    return replace(after, hidden=hidden)
