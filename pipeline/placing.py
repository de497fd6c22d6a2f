"""Reads one row: which of its cells belongs under which heading.

A reading puts every printed cell under one heading, from left to right. Its worth is
what the cells hold (`evidence`), less the cost of headings left blank and of every
place where the cells slip against their printed position. The best reading and the
best other place of each cell are found by dynamic programming over (cell, heading).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pipeline.evidence import AT, HELD, KNOWN, Scores
from pipeline.headings import OTHER
from pipeline.model import ROLES

LABEL_WITHOUT_ENTRY = 4.0
"""A region printed without its territory, a territory without its institution."""

CUT_OFF = 0.5
"""The most that a blank heading costs beyond the end of a row: it may be cut off."""

_ENTRY_OF = {"region": "territory", "territory": "institution"}


@dataclass(frozen=True)
class PlacingRules:
    """What a list teaches about its rows.

    Attributes:
        blank_cost: for a role, the cost of leaving its column blank.
        shift_cost: the cost of each change of the slip between neighbours.
        usual_length: how many cells most rows have; 0 if not known yet. In a row of
            another length, position says less.
    """

    blank_cost: Mapping[str, float]
    shift_cost: float
    usual_length: int = 0


FIRST_RULES = PlacingRules(
    {"institution": 4.0, "agreement_type": 2.0, "departments": 1.5}, shift_cost=0.6
)
"""What is assumed before the list has taught anything."""


@dataclass(frozen=True)
class Placing:
    """How one kind of row is read.

    Attributes:
        columns: for each heading the printed position of its cell, -1 if blank.
        margin: by how much the best reading beats the best one that differs.
        other: the headings (role) that another near reading gives to cells: cell
            position, role read, role in the other reading.
        unlikely: positions and roles of cells that hardly fit the role they got.
        unplaced: positions that no heading could take.
        covered: headings from here on lie beyond the end of the row.
        in_place: every cell stands under its own heading, and the row has as many
            cells as most.
    """

    columns: tuple[int, ...]
    margin: float
    other: tuple[tuple[int, str, str], ...] = ()
    unlikely: tuple[tuple[int, str], ...] = ()
    unplaced: tuple[int, ...] = ()
    covered: int = 0
    in_place: bool = False


Cells = Sequence[tuple[int, Scores]]

UNLIKELY = -3.0
ODD_SHIFT_COST = 0.6
"""In a row of unusual length, position says no more than this."""
NEAR = 1.0
HABIT = 2.0
"""So much speaks for its own place where several columns hold texts of one kind."""

STAYS = 3.0
"""By so much more must a reading be better if it moves a cell from its own place."""


def place_cells(
    cells: Cells, length: int, roles: Sequence[str], rules: PlacingRules
) -> Placing:
    """Find the best reading of a row.

    Args:
        cells: printed position (from 0) and scores of each cell that holds text.
        length: how many cells the row has, blank ones too.
        roles: the role of each heading, from left to right, or one of `evidence.HELD`.
        rules: what the list teaches.
    """
    nowhere = (-1,) * len(roles)
    if not cells:
        return Placing(nowhere, margin=99.0, covered=len(roles))
    if len(cells) > len(roles):
        return Placing(nowhere, 0.0, unplaced=tuple(p for p, _ in cells))
    if len(cells) == 1 and not _is_label(cells[0][1]):
        return _alone(cells[0], length, roles, rules)
    at = [AT[role] for role in roles]
    own = np.array([[scores[i] for i in at] for _, scores in cells])
    own += _habit(own, [p for p, _ in cells], roles)
    steps, start, end = _steps(cells, length, tuple(roles), rules)
    before = _best_before(own, start, steps)
    after = _best_after(own, steps, end)
    chosen = _trace(own, steps, before, after)
    return _placing(cells, length, rules, roles, own, before + after, chosen)


def _is_label(scores: Scores) -> bool:
    return max(scores[AT["region"]], scores[AT["territory"]]) >= KNOWN


def _alone(
    cell: tuple[int, Scores], length: int, roles: Sequence[str], rules: PlacingRules
) -> Placing:
    """The only cell of a row stays where it is printed, or stands beside the list."""
    position, scores = cell
    nowhere = [-1] * len(roles)
    if length == 1 < len(roles) or position >= len(roles):
        return Placing(tuple(nowhere), 0.0, unplaced=(position,))
    if scores[AT[roles[position]]] <= UNLIKELY:
        return Placing(tuple(nowhere), 0.0, unplaced=(position,))
    nowhere[position] = position
    return Placing(
        tuple(nowhere),
        margin=0.0,
        covered=length,
        in_place=length == rules.usual_length,
    )


Floats = npt.NDArray[np.float64]


def _habit(own: Floats, positions: list[int], roles: Sequence[str]) -> Floats:
    """What speaks for a known text to stay, if the list has several columns of its kind.

    A list with three columns of marks tells by the place alone what each mark says.
    """
    several = {role for held in HELD if held in roles for role in (held, *HELD[held])}
    bonus = np.zeros_like(own)
    for i, p in enumerate(positions):
        if p < len(roles) and roles[p] in several and own[i, p] >= KNOWN:
            bonus[i, p] = HABIT
    return bonus


@lru_cache(maxsize=64)
def _between(roles: tuple[str, ...], blank: tuple[float, ...]) -> Floats:
    """[j + 1, k]: the cost of leaving blank what lies between heading j and heading k.

    j = -1 is the start of the row, k = len(roles) its end; infinite where k <= j.
    """
    m = len(roles)
    costs = np.full((m + 1, m + 1), np.inf)
    for j in range(-1, m):
        cost = 0.0
        for k in range(j + 1, m + 1):
            costs[j + 1, k] = cost + _missing_entry(roles, j, k)
            cost += blank[k] if k < m else 0.0
    return costs


def _missing_entry(roles: Sequence[str], j: int, k: int) -> float:
    """The cost of a label without its entry, if headings j + 1 ... k - 1 are blank."""
    skipped = roles[j + 1 : k]
    ends = [roles[x] for x in (j, k) if 0 <= x < len(roles)]
    return sum(LABEL_WITHOUT_ENTRY for end in ends if _ENTRY_OF.get(end) in skipped)


def _steps(
    cells: Cells, length: int, roles: tuple[str, ...], rules: PlacingRules
) -> tuple[list[Floats], Floats, Floats]:
    """What it is worth to go from heading j of one cell to heading k of the next.

    Returns:
        One matrix [j, k] for each cell but the first, the worth of each heading for the
        first cell, and that of ending the row behind each heading.
    """
    m = len(roles)
    blank = tuple(rules.blank_cost.get(role, 0.0) for role in roles)
    between = _between(roles, blank)
    slip = rules.shift_cost if rules.usual_length in (0, length) else ODD_SHIFT_COST
    positions = [p for p, _ in cells]
    headings = np.arange(m)
    apart = headings[None, :] - headings[:, None]
    steps = [
        -between[1:, :m] - slip * (apart != q - p)
        for p, q in itertools.pairwise(positions)
    ]
    start = -between[0, :m] - slip / 2 * (headings != positions[0])
    end = -between[1:, m]
    for j in range(m):
        covered = max(j + 1, length + j - positions[-1])
        end[j] += sum(max(0.0, cost - CUT_OFF) for cost in blank[covered:])
    return steps, start, end


def _best_before(own: Floats, start: Floats, steps: list[Floats]) -> Floats:
    rows = [own[0] + start]
    for worth, step in zip(own[1:], steps, strict=True):
        rows.append(worth + (rows[-1][:, None] + step).max(axis=0))
    return np.array(rows)


def _best_after(own: Floats, steps: list[Floats], end: Floats) -> Floats:
    rows = [end]
    for worth, step in zip(own[:0:-1], steps[::-1], strict=True):
        rows.append((worth + step + rows[-1]).max(axis=1))
    return np.array(rows[::-1])


def _trace(
    own: Floats, steps: list[Floats], before: Floats, after: Floats
) -> list[int]:
    chosen = [int(np.argmax(before[0] + after[0]))]
    for i, step in enumerate(steps, start=1):
        chosen.append(int(np.argmax(own[i] + step[chosen[-1]] + after[i])))
    return chosen


def _placing(
    cells: Cells,
    length: int,
    rules: PlacingRules,
    roles: Sequence[str],
    own: Floats,
    total: Floats,
    chosen: list[int],
) -> Placing:
    columns = [-1] * len(roles)
    other, unlikely = [], []
    best = float(total[0, chosen[0]])
    margin = 99.0
    uncounted = np.array([role not in ROLES for role in roles])
    roles = [OTHER if role in HELD else role for role in roles]
    for i, ((position, _), k) in enumerate(zip(cells, chosen, strict=True)):
        columns[k] = position
        rivals = total[i].copy()
        rivals[k] = -np.inf
        if uncounted[k]:
            rivals[uncounted] = -np.inf  # which of them it is changes no figure
        if position < len(roles):
            rivals[position] += STAYS
        second = int(np.argmax(rivals))
        gap = best - float(total[i, second]) - (STAYS if second == position else 0.0)
        if rivals[second] == -np.inf:
            gap = 99.0
        margin = min(margin, gap)
        if gap < NEAR:
            other.append((position, roles[k], roles[second]))
        if own[i, k] <= UNLIKELY:
            unlikely.append((position, roles[k]))
    covered = length + chosen[-1] - cells[-1][0]
    in_place = length == rules.usual_length and all(
        k == position for (position, _), k in zip(cells, chosen, strict=True)
    )
    return Placing(
        tuple(columns), margin, tuple(other), tuple(unlikely), (), covered, in_place
    )
