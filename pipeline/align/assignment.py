"""Reads rows: which of their cells belongs under which heading.

A reading puts every printed cell under one heading, from left to right. Its worth is
what the cells hold (`evidence`), less the cost of headings left blank and of every
place where the cells slip against their printed position. The best reading and the
best other place of each cell are found by dynamic programming over (cell, heading), for
all rows with so many cells at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
import numpy.typing as npt

from pipeline.align.scoring import AT, HELD, KNOWN, Scores
from pipeline.layout.header import OTHER
from pipeline.model import ROLES

Ints = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]


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
"""Printed position (from 0) and scores of each cell of a row that holds text."""

Row = tuple[Cells, int]
"""Its cells with text, and how many cells it has, blank ones too."""

AT_ONCE = 2**20
"""So many numbers are reckoned with at once."""

UNLIKELY = -3.0
ODD_SHIFT_COST = 0.6
"""In a row of unusual length, position says no more than this."""
NEAR = 1.0
HABIT = 2.0
"""So much speaks for its own place where several columns hold texts of one kind."""

STAYS = 3.0
"""By so much more must a reading be better if it moves a cell from its own place."""


def place_rows(
    rows: Sequence[Row], roles: Sequence[str], rules: PlacingRules
) -> list[Placing]:
    """Find the best reading of each row.

    Args:
        rows: the rows.
        roles: the role of each heading, from left to right, or one of `evidence.HELD`.
        rules: what the list teaches.
    """
    readings: dict[int, Placing] = {}
    several: list[int] = []
    for i, row in enumerate(rows):
        if reading := _placed_alone(row, roles, rules):
            readings[i] = reading
        else:
            several.append(i)
    several.sort(key=lambda i: len(rows[i][0]))
    for count, group in groupby(several, key=lambda i: len(rows[i][0])):
        alike = list(group)
        most = max(1, AT_ONCE // (count * len(roles) ** 2))
        for first in range(0, len(alike), most):
            some = alike[first : first + most]
            found = _placed_together([rows[i] for i in some], roles, rules)
            readings |= zip(some, found, strict=True)
    return [readings[i] for i in range(len(rows))]


def _placed_alone(
    row: Row, roles: Sequence[str], rules: PlacingRules
) -> Placing | None:
    """The reading of a row with no cell, with one, or with too many; else None."""
    cells, length = row
    nowhere = (-1,) * len(roles)
    if not cells:
        return Placing(nowhere, margin=99.0, covered=len(roles))
    if len(cells) > len(roles):
        return Placing(nowhere, 0.0, unplaced=tuple(p for p, _ in cells))
    if len(cells) == 1 and not _is_label(cells[0][1]):
        return _alone(cells[0], length, roles, rules)
    return None


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


def _placed_together(
    rows: Sequence[Row], roles: Sequence[str], rules: PlacingRules
) -> list[Placing]:
    """The readings of rows with the same number of cells."""
    positions = np.array([[p for p, _ in cells] for cells, _ in rows])
    scores = np.array([[one for _, one in cells] for cells, _ in rows])
    own = scores[:, :, [AT[role] for role in roles]]
    own += _habit(own, positions, roles)
    lengths = np.array([length for _, length in rows])
    usual = (rules.usual_length == 0) | (lengths == rules.usual_length)
    slip = np.where(usual, rules.shift_cost, ODD_SHIFT_COST)
    blank = tuple(rules.blank_cost.get(role, 0.0) for role in roles)
    alike = Rows(positions, lengths, own, slip)
    total, chosen = best_ways(alike, tuple(roles), blank)
    return _placings(alike, total, chosen, roles, rules)


def _habit(own: Floats, positions: Ints, roles: Sequence[str]) -> Floats:
    """What speaks for a known text to stay, if the list has several columns of its kind.

    A list with three columns of marks tells by the place alone what each mark says.
    """
    several = {role for held in HELD if held in roles for role in (held, *HELD[held])}
    here = np.arange(len(roles)) == positions[:, :, None]
    kind = np.array([role in several for role in roles])
    return np.where(here & kind & (own >= KNOWN), HABIT, 0.0)


def _placings(
    rows: Rows, total: Floats, chosen: Ints, roles: Sequence[str], rules: PlacingRules
) -> list[Placing]:
    second, gaps = _rivals(rows.positions, total, chosen, roles)
    near = gaps < NEAR
    unlikely = _taken(rows.own, chosen) <= UNLIKELY
    shown = [OTHER if role in HELD else role for role in roles]
    found = []
    for i, length in enumerate(rows.lengths.tolist()):
        at, to = rows.positions[i].tolist(), chosen[i].tolist()
        columns = dict(zip(to, at, strict=True))
        reading = Placing(
            tuple(columns.get(k, -1) for k in range(len(roles))),
            min(99.0, float(gaps[i].min())),
            tuple(
                (at[c], shown[to[c]], shown[second[i, c]])
                for c in np.flatnonzero(near[i]).tolist()
            ),
            tuple((at[c], shown[to[c]]) for c in np.flatnonzero(unlikely[i]).tolist()),
            covered=length + to[-1] - at[-1],
            in_place=length == rules.usual_length and at == to,
        )
        found.append(reading)
    return found


def _rivals(
    positions: Ints, total: Floats, chosen: Ints, roles: Sequence[str]
) -> tuple[Ints, Floats]:
    """For each cell its heading in the best reading that differs, and how far that is."""
    headings = np.arange(len(roles))
    uncounted = np.array([role not in ROLES for role in roles])
    barred = headings == chosen[:, :, None]
    # which of the uncounted columns it is changes no figure
    barred |= uncounted[chosen][:, :, None] & uncounted
    stays = np.where(headings == positions[:, :, None], STAYS, 0.0)
    rivals = np.where(barred, -np.inf, total + stays)
    second = np.argmax(rivals, axis=2)
    best = _taken(total, chosen)[:, :1]
    gaps = best - _taken(total, second) - np.where(second == positions, STAYS, 0.0)
    return second, np.where(_taken(rivals, second) == -np.inf, 99.0, gaps)


def _taken(worth: Floats, headings: Ints) -> Floats:
    """[row, cell]: the worth at one heading of each cell."""
    taken: Floats = np.take_along_axis(worth, headings[:, :, None], axis=2)[:, :, 0]
    return taken


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
