"""Finds rows whose assignment is in doubt: part of `align`.

Assumes assigned rows. Promises an ambiguity for every row with two near assignments,
with a cell that hardly fits its column, or with a text that may be lost. Changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from pipeline.align.assignment import AssignmentRules
from pipeline.align.model import ABSENT, Ambiguity, AssignedRows
from pipeline.grid import Ints, Mask
from pipeline.layout import Layout
from pipeline.layout.header import UNCOUNTED

_UNLIKELY_CODE = {
    "region": "UNKNOWN_REGION",
    "territory": "UNLIKELY_CELL",
    "exchange": "UNKNOWN_MARK",
}


def find_ambiguities(
    assigned: AssignedRows,
    layout: Layout,
    codes: Ints,
    words: Sequence[str],
    own: Ints,
    is_agreement: Mask,
    rules: AssignmentRules,
) -> list[Ambiguity]:
    """Collect the ambiguities of all rows."""
    blanks = _unusual_blanks(assigned, layout, rules, is_agreement)
    own = own.copy()
    own[:, [c.index for c in layout.columns if not c.printed]] = 0
    units = [c.index for c in layout.columns if c.role == "partner_unit"]
    return [
        *_ambiguous_assignments(assigned, layout, codes, words),
        *blanks,
        *_torn_rows(assigned, codes, words, blanks, is_agreement, own, units),
        *_unassigned_rows(assigned, layout, is_agreement, own),
        *_lone_labels(own, is_agreement, layout),
    ]


def _ambiguous_assignments(
    assigned: AssignedRows, layout: Layout, codes: Ints, words: Sequence[str]
) -> list[Ambiguity]:
    ambiguities = []
    short = _short_assignments(assigned, layout)
    ambiguous = [
        bool(r.other or r.unlikely or r.beyond or r.lost or i in short)
        for i, r in enumerate(assigned.assignments)
    ]
    for row in np.flatnonzero(np.array(ambiguous)[assigned.of_row]):
        assignment = assigned.assignments[assigned.of_row[row]]
        for position, role, other in assignment.other:
            cell = ("cell", words[codes[row, position]])
            detail = (cell, ("other", other))
            ambiguities.append(Ambiguity(int(row), "AMBIGUOUS_ROW", role, detail))
        for position, role in assignment.unlikely:
            cell = ("cell", words[codes[row, position]])
            code = _UNLIKELY_CODE.get(role, "UNLIKELY_CELL")
            ambiguities.append(Ambiguity(int(row), code, role, (cell,)))
        for position in assignment.beyond:
            cell = ("cell", words[codes[row, position]])
            ambiguities.append(Ambiguity(int(row), "CELL_BEYOND_HEADINGS", "", (cell,)))
        ambiguities.extend(
            Ambiguity(int(row), "CELL_LOST", role) for role in assignment.lost
        )
        ambiguities.extend(
            Ambiguity(int(row), "SHORT_ROW", role)
            for role in short.get(int(assigned.of_row[row]), ())
        )
    return ambiguities


MIN_SHORT_ROWS = 20
"""With at least so many short rows, and none blank in that column, the list is taken to
omit blank cells at the end of rows; then nothing is lost."""


def _short_assignments(assigned: AssignedRows, layout: Layout) -> dict[int, list[str]]:
    """Return the roles whose cells may be cut off, by index of the assignment."""
    rows = np.bincount(assigned.of_row, minlength=len(assigned.assignments))
    short: dict[int, list[str]] = {}
    ended, blank = Counter[str](), Counter[str]()
    for i, assignment in enumerate(assigned.assignments):
        for column in layout.columns if not assignment.unassigned else ():
            if column.role in UNCOUNTED or assignment.columns[column.index] >= 0:
                continue
            if column.index >= assignment.covered:
                short.setdefault(i, []).append(column.role)
                ended[column.role] += int(rows[i])
            else:
                blank[column.role] += int(rows[i])
    habit = {r for r, n in ended.items() if n >= MIN_SHORT_ROWS and not blank[r]}
    left = {i: [r for r in roles if r not in habit] for i, roles in short.items()}
    return {i: roles for i, roles in left.items() if roles}


FILLED_LOG_ODDS = 1.0
"""From here a column counts as always filled (about 3 rows to 1)."""

LOG_ODDS_NEARLY_FILLED = 2.3
"""Log odds (10 rows to 1) from which a blank is in doubt in an unshifted row, too."""


def _unusual_blanks(
    assigned: AssignedRows, layout: Layout, rules: AssignmentRules, is_agreement: Mask
) -> list[Ambiguity]:
    """Find blanks in a column that is nearly always filled, in shifted rows sooner."""
    ambiguities = []
    for column in layout.columns:
        if column.role not in ("agreement_type", "departments"):
            continue
        habit = rules.blank_cost[column.role]
        if habit < FILLED_LOG_ODDS:
            continue
        lost = np.array(
            [
                (habit >= LOG_ODDS_NEARLY_FILLED or not r.unshifted)
                and not r.unassigned
                and r.columns[column.index] == ABSENT
                for r in assigned.assignments
            ]
        )[assigned.of_row]
        ambiguities += [
            Ambiguity(int(row), "BLANK_AGAINST_HABIT", column.role)
            for row in np.flatnonzero(lost & is_agreement)
        ]
    return ambiguities


MAX_REMAINDER_CELLS = 2
"""A row with so few texts may be the remainder of the row above."""

MAX_ALONE_SHARE = 0.4
"""In more rows than this a unit alone in its row is a habit of the list."""

MIN_TITLE_LENGTH = 3
"""A text alone at the start of a row is the title of a page, unless it is shorter."""


def _torn_rows(
    assigned: AssignedRows,
    codes: Ints,
    words: Sequence[str],
    blank: Sequence[Ambiguity],
    is_agreement: Mask,
    own: Ints,
    units: Sequence[int],
) -> list[Ambiguity]:
    """Find rows whose cell took two lines of a page, so that its rest is the next row."""
    rest = np.zeros(len(codes), bool)
    rest[[ambiguity.row for ambiguity in blank]] = True
    rest |= np.array([bool(r.unassigned) for r in assigned.assignments])[
        assigned.of_row
    ]
    rest |= ~(own > 0).any(axis=1)
    if units:
        alone = ((codes > 0).sum(axis=1) == 1) & (own[:, units] > 0).any(axis=1)
        rest |= alone & (float(alone.mean()) < MAX_ALONE_SHARE)
    rest &= (codes > 0).sum(axis=1) <= MAX_REMAINDER_CELLS
    short = np.array([len(w) < MIN_TITLE_LENGTH and not w.isdecimal() for w in words])
    rest &= (codes[:, 1:] > 0).any(axis=1) | short[codes[:, 0]]
    above = np.flatnonzero(rest[1:] & is_agreement[:-1] & ~rest[:-1])
    below = [
        " | ".join(words[code] for code in codes[row + 1] if code) for row in above
    ]
    return [
        Ambiguity(int(row), "TORN_ROW", "", (("cell", cell),))
        for row, cell in zip(above, below, strict=True)
    ]


def _lone_labels(own: Ints, is_agreement: Mask, layout: Layout) -> list[Ambiguity]:
    """Find labels alone in their row, unless the list prints its groups so."""
    ambiguous = np.zeros(len(own), bool)
    usual = np.zeros(len(own), bool)
    for column in layout.columns:
        if column.role not in ("region", "territory"):
            continue
        labelled = own[:, column.index] > 0
        alone = labelled & ~is_agreement
        habit = 3 * np.count_nonzero(alone) > np.count_nonzero(labelled & is_agreement)
        ambiguous |= alone
        usual |= alone & habit
    rows = np.flatnonzero(ambiguous & ~usual)
    return [Ambiguity(int(row), "LABEL_ALONE", "territory") for row in rows]


def _unassigned_rows(
    assigned: AssignedRows, layout: Layout, is_agreement: Mask, own: Ints
) -> list[Ambiguity]:
    unassigned = np.array([bool(r.unassigned) for r in assigned.assignments])[
        assigned.of_row
    ]
    counted = [c.index for c in layout.columns if c.role not in UNCOUNTED]
    nothing = ~is_agreement & ~(own[:, counted] > 0).any(axis=1)
    remark = nothing & ~unassigned & ((own > 0).sum(axis=1) == 1)
    return [
        *(Ambiguity(int(r), "REMARK_ROW", "") for r in np.flatnonzero(remark)),
        *(
            Ambiguity(int(r), "UNPLACED_ROW", "")
            for r in np.flatnonzero((unassigned | nothing) & ~remark)
        ),
    ]
