"""The ways in which a list loses its layout; each is one named, seeded damage.

A damage takes whole rows and gives the rows that a reader meets, one for each. Nothing
but blank cells is ever lost, except labels that stand above as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from tests.support.damage.lists import Row

LABELS = 2
"""So many columns from the left hold labels that are merged down: region, territory."""

LENGTHS = (1, 1, 2, 5, 12)
"""How many rows slip together."""

Damage = Callable[[Random, Sequence[Row]], list[Row]]


def printed_once(random: Random, rows: Sequence[Row]) -> list[Row]:
    """Merged cells are lost: a label stands in the first of its rows only."""
    del random
    printed = []
    above: Row = ()
    for row in rows:
        cells = list(row)
        for column in range(LABELS):
            if above[: column + 1] == row[: column + 1]:
                cells[column] = ""
        printed.append(tuple(cells))
        above = row
    return printed


def slipped_left(random: Random, rows: Sequence[Row]) -> list[Row]:
    """Rows also lose the blank cells before their first text: all stand further left."""

    def slip(row: Row) -> Row:
        lead = next((i for i, cell in enumerate(row) if cell), 0)
        return (*row[lead:], *[""] * lead)

    return _some(random, printed_once(random, rows), slip)


def slipped_left_by_one(random: Random, rows: Sequence[Row]) -> list[Row]:
    """Rows also lose one blank cell at their start."""

    def slip(row: Row) -> Row:
        return row if row[0] else (*row[1:], "")

    return _some(random, printed_once(random, rows), slip)


def slipped_right(random: Random, rows: Sequence[Row]) -> list[Row]:
    """A blank cell comes before rows: all stand one further right, past the heading."""
    return _some(random, printed_once(random, rows), lambda row: ("", *row))


def blank_inside(random: Random, rows: Sequence[Row]) -> list[Row]:
    """A blank cell comes into rows somewhere behind their labels."""

    def slip(row: Row) -> Row:
        at = random.randint(LABELS, len(row) - 2)
        return (*row[:at], "", *row[at:])

    return _some(random, printed_once(random, rows), slip)


def cut_end(random: Random, rows: Sequence[Row]) -> list[Row]:
    """Rows lose the blank cells at their end: lines are of several lengths."""

    def slip(row: Row) -> Row:
        cells = list(row)
        while cells and not cells[-1]:
            cells.pop()
        return tuple(cells)

    return _some(random, printed_once(random, rows), slip)


def mixed(random: Random, rows: Sequence[Row]) -> list[Row]:
    """Each of one to three runs of rows slips in a way of its own."""
    damaged = printed_once(random, rows)
    ways = (slipped_left, slipped_left_by_one, slipped_right, blank_inside, cut_end)
    for way in random.sample(ways, random.randint(1, 3)):
        slipped = way(random, rows)
        whole = printed_once(random, rows)
        damaged = [
            new if new != plain and old == plain else old
            for old, new, plain in zip(damaged, slipped, whole, strict=True)
        ]
    return damaged


def _some(random: Random, rows: Sequence[Row], slip: Callable[[Row], Row]) -> list[Row]:
    """Slip one to three runs of rows."""
    damaged = list(rows)
    for _ in range(random.randint(1, 3)):
        first = random.randrange(len(rows))
        for i in range(first, min(len(rows), first + random.choice(LENGTHS))):
            if damaged[i] == rows[i]:
                damaged[i] = slip(rows[i])
    return damaged


KINDS: dict[str, Damage] = {
    kind.__name__: kind
    for kind in (
        printed_once,
        slipped_left_by_one,
        slipped_left,
        slipped_right,
        blank_inside,
        cut_end,
        mixed,
    )
}
