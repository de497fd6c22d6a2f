"""Reads one row: which of its cells belongs under which heading.

A reading puts every printed cell under one heading, from left to right. Its worth is
what the cells hold (`evidence`), less the cost of headings left blank and of every
place where the cells slip against their printed position. The best reading and the
best other place of each cell are found by dynamic programming over (cell, heading).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.evidence import AT, KNOWN, Scores

IMPOSSIBLE = float("-inf")
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
NEAR = 1.0
STAYS = 3.0
"""By so much more must a reading be better if it moves a cell from its own place."""


def place_cells(
    cells: Cells, length: int, roles: Sequence[str], rules: PlacingRules
) -> Placing:
    """Find the best reading of a row.

    Args:
        cells: printed position (from 0) and scores of each cell that holds text.
        length: how many cells the row has, blank ones too.
        roles: the role of each heading, from left to right.
        rules: what the list teaches.
    """
    nowhere = (-1,) * len(roles)
    if not cells:
        return Placing(nowhere, margin=99.0, covered=len(roles))
    if len(cells) > len(roles) or _is_remark(cells, length, roles):
        return Placing(nowhere, 0.0, unplaced=tuple(p for p, _ in cells))
    own = [[scores[AT[role]] for role in roles] for _, scores in cells]
    step = _step_costs(cells, length, roles, rules)
    before = _best_before(own, step)
    after = _best_after(own, step)
    total = [
        [b + a for b, a in zip(before_row, after_row, strict=True)]
        for before_row, after_row in zip(before, after, strict=True)
    ]
    chosen = _trace(own, step, before, after)
    return _placing(cells, length, rules, roles, own, total, chosen)


def _is_remark(cells: Cells, length: int, roles: Sequence[str]) -> bool:
    """A line that was not parted into cells holds a label or stands beside the list."""
    scores = cells[0][1]
    label = max(scores[AT["region"]], scores[AT["territory"]]) >= KNOWN
    return length == 1 < len(roles) and not label


Step = Sequence[Sequence[Sequence[float]]]
"""step[i][j + 1][k]: the cost from heading j of cell i - 1 to heading k of cell i;
j = -1 is the start of the row, and cell len(cells) at heading m its end."""


def _step_costs(
    cells: Cells, length: int, roles: Sequence[str], rules: PlacingRules
) -> Step:
    m = len(roles)
    blank = [rules.blank_cost.get(role, 0.0) for role in roles]
    between = [[0.0] * (m + 1) for _ in range(m + 1)]
    for j in range(-1, m):
        cost = 0.0
        for k in range(j + 1, m + 1):
            between[j + 1][k] = cost + _missing_entry(roles, j, k)
            cost += blank[k] if k < m else 0.0
    odd = rules.usual_length not in (0, length)
    slip = 0.6 if odd else rules.shift_cost
    positions = [p for p, _ in cells]
    steps: list[list[list[float]]] = []
    for i in range(len(cells) + 1):
        table = [[IMPOSSIBLE] * (m + 1) for _ in range(m + 1)]
        for j in range(-1 if i == 0 else i - 1, 0 if i == 0 else m):
            for k in range(j + 1, m + 1):
                if (k == m) != (i == len(cells)):
                    continue
                slipped = 0.0
                if i == 0:
                    slipped = 0.0 if k == positions[0] else slip / 2
                elif i < len(cells):
                    moved = (k - positions[i]) != (j - positions[i - 1])
                    slipped = slip if moved else 0.0
                table[j + 1][k] = -between[j + 1][k] - slipped
                if k == m:
                    covered = length + j - positions[-1]
                    table[j + 1][k] += sum(
                        max(0.0, blank[x] - CUT_OFF)
                        for x in range(max(j + 1, covered), m)
                    )
        steps.append(table)
    return steps


def _missing_entry(roles: Sequence[str], j: int, k: int) -> float:
    """The cost of a label without its entry, if headings j + 1 ... k - 1 are blank."""
    skipped = roles[j + 1 : k]
    ends = [roles[x] for x in (j, k) if 0 <= x < len(roles)]
    return sum(LABEL_WITHOUT_ENTRY for end in ends if _ENTRY_OF.get(end) in skipped)


def _best_before(own: list[list[float]], step: Step) -> list[list[float]]:
    m = len(own[0])
    rows = [[own[0][k] + step[0][0][k] for k in range(m)]]
    for i in range(1, len(own)):
        last = rows[-1]
        rows.append(
            [
                own[i][k]
                + max(
                    (last[j] + step[i][j + 1][k] for j in range(k)), default=IMPOSSIBLE
                )
                for k in range(m)
            ]
        )
    return rows


def _best_after(own: list[list[float]], step: Step) -> list[list[float]]:
    m, n = len(own[0]), len(own)
    rows = [[step[n][j + 1][m] for j in range(m)]]
    for i in range(n - 1, 0, -1):
        following = rows[0]
        rows.insert(
            0,
            [
                max(
                    (
                        own[i][k] + step[i][j + 1][k] + following[k]
                        for k in range(j + 1, m)
                    ),
                    default=IMPOSSIBLE,
                )
                for j in range(m)
            ],
        )
    return rows


def _trace(
    own: list[list[float]],
    step: Step,
    before: list[list[float]],
    after: list[list[float]],
) -> list[int]:
    m = len(own[0])
    chosen = [max(range(m), key=lambda k: before[0][k] + after[0][k])]
    for i in range(1, len(own)):
        j = chosen[-1]
        chosen.append(
            max(
                range(j + 1, m),
                key=lambda k: own[i][k] + step[i][j + 1][k] + after[i][k],
            )
        )
    return chosen


def _placing(
    cells: Cells,
    length: int,
    rules: PlacingRules,
    roles: Sequence[str],
    own: list[list[float]],
    total: list[list[float]],
    chosen: list[int],
) -> Placing:
    columns = [-1] * len(roles)
    other, unlikely = [], []
    best = total[0][chosen[0]]
    margin = 99.0
    for i, ((position, _), k) in enumerate(zip(cells, chosen, strict=True)):
        columns[k] = position
        second = max(
            (x for x in range(len(roles)) if x != k),
            key=lambda x: total[i][x] + (STAYS if x == position else 0.0),
        )
        gap = best - total[i][second] - (STAYS if second == position else 0.0)
        margin = min(margin, gap)
        if gap < NEAR:
            other.append((position, roles[k], roles[second]))
        if own[i][k] <= UNLIKELY:
            unlikely.append((position, roles[k]))
    covered = length + chosen[-1] - cells[-1][0]
    in_place = length == rules.usual_length and all(
        k == position for (position, _), k in zip(cells, chosen, strict=True)
    )
    return Placing(
        tuple(columns), margin, tuple(other), tuple(unlikely), (), covered, in_place
    )
