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
from itertools import groupby

import numpy as np

from pipeline.align.paths import Floats, Ints, Rows, best_ways
from pipeline.align.scoring import AT, CONTENT_ROLES, KNOWN, Scores
from pipeline.layout.header import OTHER
from pipeline.model import ROLES


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
        roles: of each heading, from left to right; or one of `CONTENT_ROLES`.
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
    several = {
        role
        for held in CONTENT_ROLES
        if held in roles
        for role in (held, *CONTENT_ROLES[held])
    }
    here = np.arange(len(roles)) == positions[:, :, None]
    kind = np.array([role in several for role in roles])
    return np.where(here & kind & (own >= KNOWN), HABIT, 0.0)


def _placings(
    rows: Rows, total: Floats, chosen: Ints, roles: Sequence[str], rules: PlacingRules
) -> list[Placing]:
    second, gaps = _rivals(rows.positions, total, chosen, roles)
    near = gaps < NEAR
    unlikely = _taken(rows.own, chosen) <= UNLIKELY
    shown = [OTHER if role in CONTENT_ROLES else role for role in roles]
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
