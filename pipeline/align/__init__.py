"""Third in the line: each cell under its own heading, blank labels carried down.

Assumes a SourceGrid, its Layout and what cells may be (`evidence`). A row keeps the
order of its columns; among the readings that do, `placing` finds the best by what the
cells hold, and by their printed position where that can't tell. The readings that are
clear teach what the list's own words are; then every row is read again. Promises that
each cell is placed once, and that a row with two good readings is reported as a doubt.
"""

from __future__ import annotations

from collections import Counter
from math import log

import numpy as np
import numpy.typing as npt

from pipeline.align.assignment import FIRST_RULES, Placing, PlacingRules, place_rows
from pipeline.align.fill_down import carry_labels
from pipeline.align.model import ABSENT, Aligned, Ints, Placed
from pipeline.align.rearrange import arranged_rows
from pipeline.align.scoring import (
    AT,
    CONTENT_ROLES,
    KNOWN,
    Evidence,
    evidence_of,
    learned,
)
from pipeline.grid import Encoded, alike, coded
from pipeline.layout import Layout
from pipeline.layout.header import OTHER, UNCOUNTED
from pipeline.model import ROLES, SourceGrid
from pipeline.reference import Reference
from pipeline.reference.known import words_of
from pipeline.reference.normal_forms import bare

CLEAR_MARGIN = 2.5
"""A reading teaches the others only if no other reading comes this near."""


SHIFT_COSTS = ((1.0, 2.0), (0.98, 1.5), (0.0, 0.6))
"""Share of rows that stand in their place, and what position then says of the others."""


def align_rows(grid: SourceGrid, layout: Layout, reference: Reference) -> Aligned:
    """Place every cell under its heading and carry labels down."""
    rows = arranged_rows(grid, layout, reference)
    texts, codes = _bare(rows, len(layout.columns))
    words, lengths = words_of(texts, reference), rows.lengths
    roles = [column.role for column in layout.columns]
    scores = evidence_of(words, reference)
    held = _held(codes, scores, layout)
    first = _place_all(codes, lengths, scores, FIRST_RULES, held)
    rules = _learn_rules(codes, lengths, first, roles)
    seen = _seen(codes, first, roles)
    second = _place_all(codes, lengths, learned(words, scores, seen), rules, held)
    return carry_labels(grid, layout, words, codes, second, rules, reference)


HELD_BY_HABIT = 0.3
"""So many cells of an uncounted column must be known for it to hold such things."""


def _held(codes: Ints, scores: Evidence, layout: Layout) -> list[str]:
    """The role of each column, or the kind of its contents (`CONTENT_ROLES`)."""
    vectors = np.array(scores.vectors)[:, [AT[role] for role in ROLES]]
    known = (vectors >= KNOWN)[scores.kind]
    held = []
    for column in layout.columns:
        if column.role != OTHER:
            held.append(column.role)
            continue
        filled = codes[:, column.index][codes[:, column.index] > 0]
        shares = {
            kind: float(known[filled][:, [AT[r] for r in roles]].any(axis=1).mean())
            for kind, roles in CONTENT_ROLES.items()
            if len(filled)
        }
        most = max(shares, key=lambda kind: shares[kind], default="")
        if column.meaning == "city":
            held.append("other_place")
        else:
            habit = bool(most) and shares[most] >= HELD_BY_HABIT
            held.append(most if habit else column.role)
    return held


def _bare(rows: Encoded, columns: int) -> tuple[list[str], Ints]:
    """Give each distinct text without outer white space a code; "" is 0."""
    used = rows.used()
    code_of = np.zeros(len(rows.texts), np.int32)
    words, code_of[used] = coded(bare(rows.texts[code]) for code in used)
    beyond = max(0, columns - rows.codes.shape[1])
    codes = np.pad(code_of[rows.codes], ((0, 0), (0, beyond)))
    return words, codes


def _place_all(
    codes: Ints,
    lengths: Ints,
    scores: Evidence,
    rules: PlacingRules,
    roles: list[str],
) -> Placed:
    """Place rows of the same kinds of cells once: there are few such signatures."""
    kind_of = scores.kind.astype(np.int64) + 1
    kind_of[0] = 0
    of_row = alike(lengths, *kind_of[codes].T)
    example = np.unique(of_row, return_index=True)[1]
    rows = []
    for row in example:
        filled = np.flatnonzero(codes[row]).tolist()
        cells = [(p, scores.of(codes[row, p])) for p in filled]
        rows.append((cells, int(lengths[row])))
    readings = place_rows(rows, roles, rules)
    columns = np.array([reading.columns for reading in readings], np.int32)
    return Placed(columns[of_row], readings, of_row)


def _is_clear(reading: Placing) -> bool:
    return reading.margin >= CLEAR_MARGIN and not reading.unplaced


def _taught(codes: Ints, placed: Placed) -> tuple[npt.NDArray[np.intp], Ints]:
    """The rows with one clear reading, and the codes placed in each column."""
    clear = np.array([_is_clear(r) for r in placed.reading])
    rows = np.flatnonzero(clear[placed.of_row])
    column = placed.column[rows]
    text = np.where(column >= 0, codes[rows[:, None], np.maximum(column, 0)], 0).astype(
        np.int32
    )
    return rows, text


def _seen(codes: Ints, placed: Placed, roles: list[str]) -> dict[str, dict[int, int]]:
    _, text = _taught(codes, placed)
    seen: dict[str, dict[int, int]] = {}
    for c, role in enumerate(roles):
        if role not in UNCOUNTED:
            rows = np.bincount(text[:, c], minlength=1)
            found = np.flatnonzero(rows[1:]) + 1
            seen[role] = dict(zip(found.tolist(), rows[found].tolist(), strict=True))
    return seen


def _learn_rules(
    codes: Ints, lengths: Ints, placed: Placed, roles: list[str]
) -> PlacingRules:
    """What the clear rows teach: how often a column is blank, how often rows slip."""
    rows, text = _taught(codes, placed)
    blank_cost = {}
    for c, role in enumerate(roles):
        filled = int(np.count_nonzero(text[:, c]))
        blank_cost[role] = min(
            4.0, max(0.0, log((filled + 0.5) / (len(rows) - filled + 0.5)))
        )
    for role in ("region", "territory", "partner_unit", *UNCOUNTED):
        blank_cost[role] = 0.0  # often blank, or carried down
    column = placed.column
    in_place = (column == ABSENT) | (column == np.arange(column.shape[1]))
    usual = Counter(lengths.tolist()).most_common(1)[0][0]
    stays = float((in_place.all(axis=1) & (lengths == usual)).mean())
    shift_cost = next(cost for share, cost in SHIFT_COSTS if stays >= share)
    return PlacingRules(blank_cost, shift_cost, usual)
