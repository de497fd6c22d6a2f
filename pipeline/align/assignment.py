"""Assigns the cells of each row to headings, by dynamic programming: part of `align`.

An assignment is a path that puts every printed cell under one heading, from left to
right. Its score is that of the cells under their headings (`scoring`), less the cost of
blank headings and of every shift against the printed positions. The best path, and for
each cell the best one that differs there, are computed over (cell, heading) like
Viterbi's, for a batch of rows with the same number of cells at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
import numpy.typing as npt

from pipeline.align.scoring import (
    AGAINST,
    CONTENT_KINDS,
    RECOGNIZED,
    SCORE_INDEX,
    UNLIKELY_SCORE,
    Scores,
)
from pipeline.grid import Floats, Mask
from pipeline.layout.header import BLANK, OTHER
from pipeline.model import ROLES

Indices = npt.NDArray[np.intp]


LABEL_WITHOUT_ENTRY_COST = 4.0
"""For a region printed without its territory, or a territory without institution."""

CUT_OFF_COST = 0.5
"""The most that a blank heading beyond the end of a row costs: it may be cut off."""

_ENTRY_OF = {"region": "territory", "territory": "institution"}


@dataclass(frozen=True)
class AssignmentRules:
    """What a list teaches about its rows.

    Attributes:
        blank_cost: the cost of leaving the column of a role blank.
        shift_cost: the cost of each change of the shift between neighbours.
        usual_length: how many cells most rows have; 0 if not known yet. In a row of
            another length, position counts for less.
    """

    blank_cost: Mapping[str, float]
    shift_cost: float
    usual_length: int = 0


FIRST_RULES = AssignmentRules(
    {"institution": 4.0, "agreement_type": 2.0, "departments": 1.5}, shift_cost=0.6
)
"""What is assumed before the list has taught anything."""


@dataclass(frozen=True)
class Assignment:
    """Which cell of a row goes under which heading.

    Attributes:
        columns: for each heading the printed position of its cell, -1 if blank.
        margin: by how much the best assignment beats the best one that differs.
        other: the headings (role) that another near assignment gives to cells: cell
            position, assigned role, role in the other assignment.
        unlikely: positions and roles of cells that hardly fit their assigned role.
        unassigned: positions that no heading could take.
        covered: headings from here on lie beyond the end of the row.
        unshifted: every cell stands under its own heading, and the row has as many
            cells as most.
        beyond: positions of texts behind the last heading, left where they are.
        lost: the roles left blank between two cells printed side by side, in a row
            with fewer cells than most: their cell may be lost.
    """

    columns: tuple[int, ...]
    margin: float
    other: tuple[tuple[int, str, str], ...] = ()
    unlikely: tuple[tuple[int, str], ...] = ()
    unassigned: tuple[int, ...] = ()
    covered: int = 0
    unshifted: bool = False
    beyond: tuple[int, ...] = ()
    lost: tuple[str, ...] = ()


ScoredCells = Sequence[tuple[int, Scores]]
"""Printed position (from 0) and scores of each cell of a row that holds text."""

ScoredRow = tuple[ScoredCells, int]
"""The cells with text of a row, and how many cells it has, blank ones too."""

MAX_BATCH_SIZE = 2**20
"""How many numbers an array of transitions may hold."""

ODD_SHIFT_COST = 0.6
"""The shift cost in a row of unusual length."""
NEAR_MARGIN = 1.0
CLEAR_SCORE = 2.0
"""From this score on a text speaks for its heading by itself."""

OWN_COLUMN_BONUS = 2.0
"""Added at a cell's printed position where several columns hold texts of its kind."""

CROSSING_COST = 1.0
"""What it costs an unknown text to cross between counted and uncounted columns."""

SPLIT_COST = 2.0
"""What it costs to part two cells that are printed side by side."""

_COUNTED = {True: 1, False: -1}

STAY_BONUS = 3.0
"""How much more an assignment must gain if it moves a cell from its own position."""


def assign_rows(
    rows: Sequence[ScoredRow], roles: Sequence[str], rules: AssignmentRules
) -> list[Assignment]:
    """Find the best assignment of each row.

    Args:
        rows: the rows.
        roles: the role of each heading, from left to right, or one of
            `scoring.CONTENT_KINDS`.
        rules: what the list teaches.
    """
    assignments: dict[int, Assignment] = {}
    several: list[int] = []
    for i, row in enumerate(rows):
        if assignment := _assign_trivial(row, roles, rules):
            assignments[i] = assignment
        else:
            several.append(i)
    several.sort(key=lambda i: len(rows[i][0]))
    for count, group in groupby(several, key=lambda i: len(rows[i][0])):
        same_length = list(group)
        batch_size = max(1, MAX_BATCH_SIZE // (count * len(roles) ** 2))
        for first in range(0, len(same_length), batch_size):
            batch = same_length[first : first + batch_size]
            batch_assignments = _assign_batch([rows[i] for i in batch], roles, rules)
            assignments |= zip(batch, batch_assignments, strict=True)
    return [assignments[i] for i in range(len(rows))]


def _assign_trivial(
    row: ScoredRow, roles: Sequence[str], rules: AssignmentRules
) -> Assignment | None:
    """Assign a row with no cell, with one, or with too many; None for any other."""
    cells, length = row
    nowhere = (-1,) * len(roles)
    if not cells:
        return Assignment(nowhere, margin=99.0, covered=len(roles))
    if len(cells) > len(roles):
        return Assignment(nowhere, 0.0, unassigned=tuple(p for p, _ in cells))
    if len(cells) == 1 and not _is_label(cells[0][1]):
        return _assign_single_cell(cells[0], length, roles, rules)
    return None


def _is_label(scores: Scores) -> bool:
    return (
        max(scores[SCORE_INDEX["region"]], scores[SCORE_INDEX["territory"]])
        >= RECOGNIZED
    )


def _assign_single_cell(
    cell: tuple[int, Scores], length: int, roles: Sequence[str], rules: AssignmentRules
) -> Assignment:
    """Leave the only cell of a row where it is printed, or unassigned."""
    position, scores = cell
    columns = [-1] * len(roles)
    if length == 1 < len(roles) or position >= len(roles):
        return Assignment(tuple(columns), 0.0, unassigned=(position,))
    if scores[SCORE_INDEX[roles[position]]] <= UNLIKELY_SCORE:
        return Assignment(tuple(columns), 0.0, unassigned=(position,))
    columns[position] = position
    return Assignment(
        tuple(columns),
        margin=0.0,
        covered=length,
        unshifted=length == rules.usual_length,
    )


def _assign_batch(
    rows: Sequence[ScoredRow], roles: Sequence[str], rules: AssignmentRules
) -> list[Assignment]:
    """Assign rows with the same number of cells."""
    positions = np.array([[p for p, _ in cells] for cells, _ in rows])
    scores = np.array([[cell_scores for _, cell_scores in cells] for cells, _ in rows])
    heading_scores = scores[:, :, [SCORE_INDEX[role] for role in roles]]
    bonus = _own_column_bonus(heading_scores, positions, roles)
    trusted = _trust_position(heading_scores, positions, roles) + bonus
    lengths = np.array([length for _, length in rows])
    usual = (rules.usual_length == 0) | (lengths == rules.usual_length)
    shift_costs = np.where(usual, rules.shift_cost, ODD_SHIFT_COST)
    blank_costs = tuple(rules.blank_cost.get(role, 0.0) for role in roles)
    batch = RowBatch(positions, lengths, trusted, shift_costs)
    path_scores, chosen = best_paths(batch, tuple(roles), blank_costs)
    unlikely = _scores_at(heading_scores, chosen) <= UNLIKELY_SCORE
    return _to_assignments(batch, path_scores, chosen, unlikely, roles, rules)


def _trust_position(scores: Floats, positions: Indices, roles: Sequence[str]) -> Floats:
    """Return the scores of cells with trust in the column where they are printed.

    A text that is unknown there costs nothing; what is not known elsewhere pays for
    crossing from a counted column to one that nobody counts, or back.
    """
    headings = np.arange(len(roles))
    own = headings == positions[:, :, None]
    trusted = np.where(own & (scores > AGAINST), np.maximum(scores, 0.0), scores)
    kind = np.array([_COUNTED[role in ROLES] if role != BLANK else 0 for role in roles])
    printed = np.append(kind, 0)[np.minimum(positions, len(roles))]
    crossing = kind * printed[:, :, None] < 0
    known = scores >= RECOGNIZED
    result: Floats = trusted - np.where(crossing & ~known, CROSSING_COST, 0.0)
    return result


def _own_column_bonus(
    scores: Floats, positions: Indices, roles: Sequence[str]
) -> Floats:
    """Return the bonus of recognized texts whose kind has several columns in the list.

    In a list with three columns of marks, only the position tells what a mark means.
    """
    several = {
        role
        for kind in CONTENT_KINDS
        if kind in roles
        for role in (kind, *CONTENT_KINDS[kind])
    }
    printed_here = np.arange(len(roles)) == positions[:, :, None]
    is_several = np.array([role in several for role in roles])
    return np.where(
        printed_here & is_several & (scores >= RECOGNIZED), OWN_COLUMN_BONUS, 0.0
    )


def _to_assignments(
    rows: RowBatch,
    path_scores: Floats,
    chosen: Indices,
    unlikely: Mask,
    roles: Sequence[str],
    rules: AssignmentRules,
) -> list[Assignment]:
    rivals, margins = _rivals(rows.positions, path_scores, chosen, roles)
    near = (margins < NEAR_MARGIN) | _unfounded_moves(rows, chosen, roles)
    shown = [OTHER if role in CONTENT_KINDS else role for role in roles]
    assignments = []
    for i, length in enumerate(rows.lengths.tolist()):
        positions, headings = rows.positions[i].tolist(), chosen[i].tolist()
        columns = dict(zip(headings, positions, strict=True))
        assignment = Assignment(
            tuple(columns.get(k, -1) for k in range(len(roles))),
            min(99.0, float(margins[i].min())),
            tuple(
                (positions[c], shown[headings[c]], shown[rivals[i, c]])
                for c in np.flatnonzero(near[i]).tolist()
            ),
            tuple(
                (positions[c], shown[headings[c]])
                for c in np.flatnonzero(unlikely[i]).tolist()
            ),
            covered=length + headings[-1] - positions[-1],
            unshifted=length == rules.usual_length and positions == headings,
            lost=_lost_roles(positions, headings, roles)
            if length < max(rules.usual_length, len(roles))
            else (),
        )
        assignments.append(assignment)
    return assignments


def _lost_roles(
    positions: Sequence[int], headings: Sequence[int], roles: Sequence[str]
) -> tuple[str, ...]:
    """Return the counted roles left blank between cells printed side by side."""
    return tuple(
        role
        for c in range(1, len(positions))
        if positions[c] == positions[c - 1] + 1
        for role in roles[headings[c - 1] + 1 : headings[c]]
        if role in ROLES
    )


def _unfounded_moves(rows: RowBatch, chosen: Indices, roles: Sequence[str]) -> Mask:
    """Return a mask of the unknown cells that move otherwise than the cells beside.

    Nothing known gets home by such a move. And of those that move from a column that
    nobody counts into a counted one.
    """
    moved = chosen - rows.positions
    beside = np.diff(rows.positions, axis=1) == 1
    same = beside & (np.diff(moved, axis=1) == 0)
    none = np.zeros((len(moved), 1), np.bool_)
    has_neighbour = np.hstack([none, beside]) | np.hstack([beside, none])
    with_neighbour = np.hstack([none, same]) | np.hstack([same, none])
    unknown = _scores_at(rows.scores, chosen) < CLEAR_SCORE
    counted = np.array([role in ROLES for role in (*roles, BLANK)])
    other = np.array([role not in (*ROLES, BLANK) for role in (*roles, BLANK)])
    printed = np.minimum(rows.positions, len(roles))
    crossing = other[printed] & counted[chosen]
    alone = has_neighbour & ~with_neighbour
    return np.asarray((moved != 0) & unknown & (alone | crossing), np.bool_)


def _rivals(
    positions: Indices, path_scores: Floats, chosen: Indices, roles: Sequence[str]
) -> tuple[Indices, Floats]:
    """Return each cell's heading in the best path that differs, and how far that is."""
    headings = np.arange(len(roles))
    uncounted = np.array([role not in ROLES for role in roles])
    barred = headings == chosen[:, :, None]
    # which of the uncounted columns it is changes no figure
    barred |= uncounted[chosen][:, :, None] & uncounted
    bonus = np.where(headings == positions[:, :, None], STAY_BONUS, 0.0)
    rivals = np.where(barred, -np.inf, path_scores + bonus)
    second = np.argmax(rivals, axis=2)
    best = _scores_at(path_scores, chosen)[:, :1]
    margins = (
        best
        - _scores_at(path_scores, second)
        - np.where(second == positions, STAY_BONUS, 0.0)
    )
    return second, np.where(_scores_at(rivals, second) == -np.inf, 99.0, margins)


def _scores_at(scores: Floats, headings: Indices) -> Floats:
    """Return [row, cell]: the score of each cell at its heading."""
    result: Floats = np.take_along_axis(scores, headings[:, :, None], axis=2)[:, :, 0]
    return result


@dataclass(frozen=True)
class RowBatch:
    """Rows with the same number of cells that hold text.

    Attributes:
        positions: [row, cell]: where each cell is printed, from 0.
        lengths: how many cells each row has, blank ones too.
        scores: [row, cell, heading]: the score of each cell under each heading.
        shift_costs: for each row the cost of each change of shift between neighbours.
    """

    positions: Indices
    lengths: Indices
    scores: Floats
    shift_costs: Floats


def best_paths(
    rows: RowBatch, roles: tuple[str, ...], blank_costs: tuple[float, ...]
) -> tuple[Floats, Indices]:
    """Find the best paths through the headings, by forward and backward scores.

    Args:
        rows: the rows.
        roles: the role of each heading.
        blank_costs: the cost of leaving each heading blank.

    Returns:
        [row, cell, heading]: the score of the best path with the cell there; and
        [row, cell]: the heading of each cell on the best path of all.
    """
    scores = rows.scores
    transitions, start, end = _transition_scores(rows, roles, blank_costs)
    before = [scores[:, 0] + start]
    for i, transition in enumerate(transitions, start=1):
        before.append(scores[:, i] + (before[-1][:, :, None] + transition).max(axis=1))
    after = [end]
    for i in range(len(transitions), 0, -1):
        score = scores[:, i][:, None, :] + transitions[i - 1] + after[-1][:, None, :]
        after.append(score.max(axis=2))
    after.reverse()
    every = np.arange(len(scores))
    chosen = [np.argmax(before[0] + after[0], axis=1)]
    for i, transition in enumerate(transitions, start=1):
        score = scores[:, i] + transition[every, chosen[-1]] + after[i]
        chosen.append(np.argmax(score, axis=1))
    return np.stack(before, axis=1) + np.stack(after, axis=1), np.stack(chosen, axis=1)


def _transition_scores(
    rows: RowBatch, roles: tuple[str, ...], blank_costs: tuple[float, ...]
) -> tuple[list[Floats], Floats, Floats]:
    """Score the transitions from heading j of one cell to heading k of the next.

    Returns:
        One array [row, j, k] for each cell but the first, the score of starting the row
        at each heading, and that of ending it there.
    """
    m = len(roles)
    between = _blank_costs(roles, blank_costs)
    shift_costs = rows.shift_costs[:, None, None]
    headings = np.arange(m)
    distance = headings[None, :] - headings[:, None]
    transitions = [
        -between[1:, :m]
        - shift_costs * (distance != gap[:, None, None])
        - SPLIT_COST * ((gap == 1)[:, None, None] & (distance > 1))
        for gap in np.diff(rows.positions, axis=1).T
    ]
    start = -between[0, :m] - shift_costs[:, 0] / 2 * (
        headings != rows.positions[:, :1]
    )
    beyond = [
        sum(max(0.0, cost - CUT_OFF_COST) for cost in blank_costs[k:]) for k in range(m)
    ]
    covered = (rows.lengths - rows.positions[:, -1])[:, None] + headings
    covered = np.minimum(np.maximum(covered, headings + 1), m)
    return transitions, start, -between[1:, m] + np.array([*beyond, 0.0])[covered]


@lru_cache(maxsize=8)
def _blank_costs(roles: tuple[str, ...], blank_cost: tuple[float, ...]) -> Floats:
    """Return [j + 1, k]: the cost of leaving the headings between j and k blank.

    j = -1 is the start of the row, k = len(roles) its end; infinite where k <= j.
    """
    m = len(roles)
    costs = np.full((m + 1, m + 1), np.inf)
    for j in range(-1, m):
        cost = 0.0
        for k in range(j + 1, m + 1):
            costs[j + 1, k] = cost + _missing_entry_cost(roles, j, k)
            cost += blank_cost[k] if k < m else 0.0
    return costs


def _missing_entry_cost(roles: Sequence[str], j: int, k: int) -> float:
    """Return the cost of labels without entry if headings j + 1 ... k - 1 are blank."""
    skipped = roles[j + 1 : k]
    ends = [roles[x] for x in (j, k) if 0 <= x < len(roles)]
    return sum(
        LABEL_WITHOUT_ENTRY_COST for end in ends if _ENTRY_OF.get(end) in skipped
    )
