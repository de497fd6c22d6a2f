"""Leaves cells where they are printed: the rows of a list that have not slipped.

Assumes distinct rows of flags (`known_texts`). Promises an assignment for each, with the
cells that contradict their heading; where a whole column does, one question for the
list instead of one for each of its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.align.assignment import Assignment
from pipeline.align.known_texts import (
    CONTRADICTS,
    FILLED,
    NAMES_OR_TYPES,
    KnownTexts,
)
from pipeline.grid import Ints
from pipeline.layout import Layout, ListColumn
from pipeline.layout.header import BLANK, OTHER, UNCOUNTED
from pipeline.model import ListQuestion

UNMOVED_MARGIN = 99.0
"""The margin of an assignment that has no other beside it."""

MAX_ALIKE_CELLS, MAX_ALIKE_SHARE = 3, 0.05
"""With more cells that contradict a heading, both by number and by share of its cells,
the doubt is about the column."""

MIN_BLANK_SHARE = 0.5
"""Share of the rows in doubt in which the column beside is blank: then it is, too."""

MAX_EXAMPLES = 3


def stay_in_place(
    flags: Ints, lengths: Ints, usual: int, columns: Sequence[ListColumn]
) -> list[Assignment]:
    """Assign each cell to the heading it is printed under.

    Args:
        flags: [row, position]: the flags of the cells; 0 where blank.
        lengths: how many cells each row has.
        usual: how many cells most rows have.
        columns: those of the list.
    """
    m = len(columns)
    assignments = []
    for cells, length in zip(flags.tolist(), lengths.tolist(), strict=True):
        unlikely = tuple(
            (p, columns[p].role)
            for p, flag in enumerate(cells[:m])
            if flag & CONTRADICTS
        )
        assignments.append(
            Assignment(
                tuple(p if flag else -1 for p, flag in enumerate(cells[:m])),
                UNMOVED_MARGIN,
                unlikely=unlikely,
                covered=length,
                unshifted=length == usual,
                beyond=tuple(p for p, flag in enumerate(cells) if p >= m and flag),
            )
        )
    return assignments


def ask_against_headings(
    flags: Ints,
    of_row: Ints,
    words: Sequence[str],
    codes: Ints,
    known: KnownTexts,
    layout: Layout,
) -> list[ListQuestion]:
    """Ask about the columns many of whose texts contradict their heading.

    Not where `layout` has asked about the column already.
    """
    asked = {question.source_column for question in layout.questions}
    counts = np.bincount(of_row, minlength=len(flags))
    questions = []
    for column in layout.columns:
        c = column.index
        against = flags[:, c] & CONTRADICTS > 0
        cells = int(counts[against].sum())
        filled = int(counts[flags[:, c] > 0].sum())
        if cells <= max(MAX_ALIKE_CELLS, MAX_ALIKE_SHARE * filled):
            continue
        if column.role == BLANK or column.source + 1 in asked:
            continue
        rows = np.flatnonzero(against[of_row])
        found = np.bitwise_or.reduce(known.flags[codes[rows, c]])
        others = [
            k.role
            for k, home in zip(layout.columns, known.at_home.tolist(), strict=True)
            if home & int(found) & ~FILLED and k.role not in (column.role, *UNCOUNTED)
        ]
        others += [
            layout.columns[k].role
            for k in (c - 1, c + 1)
            if 0 <= k < len(layout.columns)
            and layout.columns[k].role not in UNCOUNTED
            and (codes[rows, k] == 0).mean() >= MIN_BLANK_SHARE
        ]
        texts = dict.fromkeys(words[code] for code in codes[rows[:200], c].tolist())
        detail = (
            ("heading", column.heading or column.name),
            ("cells", str(cells)),
            ("filled", str(filled)),
            ("examples", " | ".join([*texts][:MAX_EXAMPLES])),
        )
        questions.append(
            ListQuestion(
                "COLUMN_AGAINST_HEADING",
                (column.role, *dict.fromkeys(others)),
                detail,
                column.source + 1,
                (column.role, OTHER),
            )
        )
    return questions


def widen_questions(
    flags: Ints,
    counts: Ints,
    usual: int,
    questions: Sequence[ListQuestion],
    layout: Layout,
) -> tuple[ListQuestion, ...]:
    """Let a question about a column be about those beside that its texts may be from.

    Where many of its texts contradict it and stand beside a blank cell; or where most
    rows have fewer cells than there are headings, so that a column may be lost.
    """
    widened = []
    for question in questions:
        roles = list(question.roles)
        for column in layout.columns:
            asked = column.source + 1 == question.source_column
            if not asked or column.role not in question.roles:
                continue
            against = flags[:, column.index] & CONTRADICTS > 0
            if usual < len(layout.columns) and against.any():
                roles += [c.role for c in _names_beside(column, layout)]
            for c in _names_beside(column, layout):
                gaps = against & (flags[:, c.index] == 0)
                if int(counts[gaps].sum()) > MAX_ALIKE_CELLS:
                    roles.append(c.role)
        widened.append(replace(question, roles=tuple(dict.fromkeys(roles))))
    return tuple(widened)


def _names_beside(column: ListColumn, layout: Layout) -> list[ListColumn]:
    return [
        c
        for c in layout.columns
        if abs(c.index - column.index) == 1 and c.role in NAMES_OR_TYPES
    ]


def settle_by_questions(
    flags: Ints, counts: Ints, questions: Sequence[ListQuestion], layout: Layout
) -> Ints:
    """Take the doubts of the columns that are asked about as a whole from the cells.

    Not of few cells beside a blank one: they may have slipped out of it.
    """
    asked = {(q.source_column, role) for q in questions for role in q.roles}
    flags = flags.copy()
    for column in layout.columns:
        if (column.source + 1, column.role) in asked:
            against = flags[:, column.index] & CONTRADICTS > 0
            beside = [c.index for c in _names_beside(column, layout)]
            slipped = against & (flags[:, beside] == 0).any(axis=1)
            if int(counts[slipped].sum()) <= MAX_ALIKE_CELLS:
                against &= ~slipped
            flags[against, column.index] &= ~CONTRADICTS
    return flags
