"""What is doubtful in how single rows were read: part of `align`.

Assumes placed rows. Promises a doubt for every row with two near readings, with a cell
that hardly fits its column, or with something that may be lost. Changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from pipeline.align.assignment import PlacingRules
from pipeline.align.model import ABSENT, Doubt, Ints, Mask, Placed
from pipeline.layout import Layout
from pipeline.layout.header import UNCOUNTED

_UNLIKELY_CODE = {
    "region": "UNKNOWN_REGION",
    "territory": "UNLIKELY_CELL",
    "exchange": "UNKNOWN_MARK",
}


def row_doubts(
    placed: Placed,
    layout: Layout,
    codes: Ints,
    words: Sequence[str],
    own: Ints,
    kept: Mask,
    rules: PlacingRules,
) -> list[Doubt]:
    """Collect the doubts of every row."""
    blank = _blank_doubts(placed, layout, rules, kept)
    own = own.copy()
    own[:, [c.index for c in layout.columns if not c.printed]] = 0
    return [
        *_reading_doubts(placed, layout, codes, words),
        *blank,
        *_torn_doubts(placed, codes, words, blank, kept, own),
        *_unplaced_doubts(placed, layout, kept, own),
        *_lone_label_doubts(own, kept, layout),
    ]


def _reading_doubts(
    placed: Placed, layout: Layout, codes: Ints, words: Sequence[str]
) -> list[Doubt]:
    doubts = []
    short = _short_readings(placed, layout)
    doubtful = [
        bool(r.other or r.unlikely or i in short) for i, r in enumerate(placed.reading)
    ]
    for row in np.flatnonzero(np.array(doubtful)[placed.of_row]):
        reading = placed.reading[placed.of_row[row]]
        for position, role, other in reading.other:
            cell = ("cell", words[codes[row, position]])
            detail = (cell, ("other", other))
            doubts.append(Doubt(int(row), "AMBIGUOUS_ROW", role, detail))
        for position, role in reading.unlikely:
            cell = ("cell", words[codes[row, position]])
            code = _UNLIKELY_CODE.get(role, "UNLIKELY_CELL")
            doubts.append(Doubt(int(row), code, role, (cell,)))
        for role in short.get(int(placed.of_row[row]), ()):
            doubts.append(Doubt(int(row), "SHORT_ROW", role))
    return doubts


SHORT_BY_HABIT = 20
"""At least so many rows, and all rows with a blank there, must end early before it is
taken for the habit of leaving out blank cells at the end, not for a loss."""


def _short_readings(placed: Placed, layout: Layout) -> dict[int, list[str]]:
    """For each kind of row that ends early: the roles whose cells may be cut off."""
    rows = np.bincount(placed.of_row, minlength=len(placed.reading))
    short: dict[int, list[str]] = {}
    ended, blank = Counter[str](), Counter[str]()
    for i, reading in enumerate(placed.reading):
        for column in layout.columns if not reading.unplaced else ():
            if column.role in UNCOUNTED or reading.columns[column.index] >= 0:
                continue
            if column.index >= reading.covered:
                short.setdefault(i, []).append(column.role)
                ended[column.role] += int(rows[i])
            else:
                blank[column.role] += int(rows[i])
    habit = {r for r, n in ended.items() if n >= SHORT_BY_HABIT and not blank[r]}
    left = {i: [r for r in found if r not in habit] for i, found in short.items()}
    return {i: found for i, found in left.items() if found}


FILLED_LOG_ODDS = 1.0
"""From here a column counts as always filled (about 3 rows to 1)."""

NEARLY_ALWAYS_LOG_ODDS = 2.3
"""From here (10 rows to 1) a blank is doubted in a row that is in place, too."""


def _blank_doubts(
    placed: Placed, layout: Layout, rules: PlacingRules, kept: Mask
) -> list[Doubt]:
    """A blank where the list has none may be a loss; in rows out of place soonest."""
    doubts = []
    for column in layout.columns:
        if column.role not in ("agreement_type", "departments"):
            continue
        habit = rules.blank_cost[column.role]
        if habit < FILLED_LOG_ODDS:
            continue
        lost = np.array(
            [
                (habit >= NEARLY_ALWAYS_LOG_ODDS or not r.in_place)
                and not r.unplaced
                and r.columns[column.index] == ABSENT
                for r in placed.reading
            ]
        )[placed.of_row]
        doubts += [
            Doubt(int(row), "BLANK_AGAINST_HABIT", column.role)
            for row in np.flatnonzero(lost & kept)
        ]
    return doubts


REST_OF_A_ROW = 2
"""A row of so few texts, where others have more, may be the rest of the one above."""

SHORTEST_TITLE = 3
"""What stands alone at the start of a row is the title of a page, unless shorter."""


def _torn_doubts(
    placed: Placed,
    codes: Ints,
    words: Sequence[str],
    blank: Sequence[Doubt],
    kept: Mask,
    own: Ints,
) -> list[Doubt]:
    """A cell that took two lines of a page becomes two rows: the upper is in doubt."""
    rest = np.zeros(len(codes), bool)
    rest[[doubt.row for doubt in blank]] = True
    rest |= np.array([bool(r.unplaced) for r in placed.reading])[placed.of_row]
    rest |= ~(own > 0).any(axis=1)
    rest &= (codes > 0).sum(axis=1) <= REST_OF_A_ROW
    short = np.array([len(w) < SHORTEST_TITLE and not w.isdecimal() for w in words])
    rest &= (codes[:, 1:] > 0).any(axis=1) | short[codes[:, 0]]
    above = np.flatnonzero(rest[1:] & kept[:-1] & ~rest[:-1])
    below = [
        " | ".join(words[code] for code in codes[row + 1] if code) for row in above
    ]
    return [
        Doubt(int(row), "TORN_ROW", "", (("cell", cell),))
        for row, cell in zip(above, below, strict=True)
    ]


def _lone_label_doubts(own: Ints, kept: Mask, layout: Layout) -> list[Doubt]:
    """A label alone in its row is a heading of rows, if the list has such headings."""
    doubtful = np.zeros(len(own), bool)
    usual = np.zeros(len(own), bool)
    for column in layout.columns:
        if column.role not in ("region", "territory"):
            continue
        labelled = own[:, column.index] > 0
        alone = labelled & ~kept
        habit = 3 * np.count_nonzero(alone) > np.count_nonzero(labelled & kept)
        doubtful |= alone
        usual |= alone & habit
    rows = np.flatnonzero(doubtful & ~usual)
    return [Doubt(int(row), "LABEL_ALONE", "territory") for row in rows]


def _unplaced_doubts(
    placed: Placed, layout: Layout, kept: Mask, own: Ints
) -> list[Doubt]:
    unplaced = np.array([bool(r.unplaced) for r in placed.reading])[placed.of_row]
    counted = [c.index for c in layout.columns if c.role not in UNCOUNTED]
    nothing = ~kept & ~(own[:, counted] > 0).any(axis=1)
    remark = nothing & ~unplaced & ((own > 0).sum(axis=1) == 1)
    return [
        *(Doubt(int(r), "REMARK_ROW", "") for r in np.flatnonzero(remark)),
        *(
            Doubt(int(r), "UNPLACED_ROW", "")
            for r in np.flatnonzero((unplaced | nothing) & ~remark)
        ),
    ]
