"""Finds the best way through the headings for rows with the same number of cells.

Used by `placing`. A way puts each cell of a row under one heading, from left to right.
Its worth is that of the cells where they stand, less the cost of headings left blank and
of every place where the cells slip against their printed position.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

LABEL_WITHOUT_ENTRY = 4.0
"""A region printed without its territory, a territory without its institution."""

CUT_OFF = 0.5
"""The most that a blank heading costs beyond the end of a row: it may be cut off."""

_ENTRY_OF = {"region": "territory", "territory": "institution"}

Ints = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """Rows with the same number of cells that hold text.

    Attributes:
        positions: [row, cell]: where each cell is printed, from 0.
        lengths: how many cells each row has, blank ones too.
        own: [row, cell, heading]: what each cell is worth under each heading.
        slip: the cost, for each row, of each change of the slip between neighbours.
    """

    positions: Ints
    lengths: Ints
    own: Floats
    slip: Floats


def best_ways(
    rows: Rows, roles: tuple[str, ...], blank: tuple[float, ...]
) -> tuple[Floats, Ints]:
    """Find the best ways, by what comes before each cell and what after.

    Args:
        rows: the rows.
        roles: the role of each heading.
        blank: the cost of leaving each heading blank.

    Returns:
        [row, cell, heading]: the worth of the best way with the cell there; and
        [row, cell]: the heading of each cell in the best way of all.
    """
    own = rows.own
    steps, start, end = _steps(rows, roles, blank)
    before = [own[:, 0] + start]
    for i, step in enumerate(steps, start=1):
        before.append(own[:, i] + (before[-1][:, :, None] + step).max(axis=1))
    after = [end]
    for i in range(len(steps), 0, -1):
        worth = own[:, i][:, None, :] + steps[i - 1] + after[-1][:, None, :]
        after.append(worth.max(axis=2))
    after.reverse()
    every = np.arange(len(own))
    chosen = [np.argmax(before[0] + after[0], axis=1)]
    for i, step in enumerate(steps, start=1):
        worth = own[:, i] + step[every, chosen[-1]] + after[i]
        chosen.append(np.argmax(worth, axis=1))
    return np.stack(before, axis=1) + np.stack(after, axis=1), np.stack(chosen, axis=1)


def _steps(
    rows: Rows, roles: tuple[str, ...], blank: tuple[float, ...]
) -> tuple[list[Floats], Floats, Floats]:
    """What it is worth to go from heading j of one cell to heading k of the next.

    Returns:
        One array [row, j, k] for each cell but the first, the worth of each heading for
        the first cell, and that of ending the row behind each heading.
    """
    m = len(roles)
    between = _between(roles, blank)
    slip = rows.slip[:, None, None]
    headings = np.arange(m)
    apart = headings[None, :] - headings[:, None]
    steps = [
        -between[1:, :m] - slip * (apart != gap[:, None, None])
        for gap in np.diff(rows.positions, axis=1).T
    ]
    start = -between[0, :m] - slip[:, 0] / 2 * (headings != rows.positions[:, :1])
    beyond = [sum(max(0.0, cost - CUT_OFF) for cost in blank[k:]) for k in range(m)]
    covered = (rows.lengths - rows.positions[:, -1])[:, None] + headings
    covered = np.minimum(np.maximum(covered, headings + 1), m)
    return steps, start, -between[1:, m] + np.array([*beyond, 0.0])[covered]


@lru_cache(maxsize=8)
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
