"""More ways in which a list loses its layout: columns, labels, pages, ends of rows.

Unlike `kinds`, a family may add lines and lose texts. Each takes whole rows and gives
the lines that a reader meets, each with the row it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random

from tests.support.damage.kinds import LENGTHS, printed_once
from tests.support.damage.lists import Row

NO_ROW = -1


@dataclass(frozen=True)
class Line:
    """What a reader meets, and the position of the row it was; NO_ROW if it was none."""

    cells: Row
    row: int = NO_ROW


Family = Callable[[Random, tuple[str, ...], Sequence[Row]], list[Line]]
"""From headings and whole rows to the lines below the heading."""

REGION, TERRITORY, INSTITUTION, UNIT, TYPE, DEPARTMENTS, EXCHANGE = range(7)


def _lines(rows: Sequence[Row]) -> list[Line]:
    return [Line(row, i) for i, row in enumerate(rows)]


def _runs(random: Random, count: int) -> set[int]:
    """One to three runs of rows."""
    chosen: set[int] = set()
    for _ in range(random.randint(1, 3)):
        first = random.randrange(count)
        chosen |= {*range(first, min(count, first + random.choice(LENGTHS)))}
    return chosen


def _changed(
    random: Random, rows: Sequence[Row], change: Callable[[Row], Row]
) -> list[Line]:
    printed = printed_once(random, rows)
    for i in _runs(random, len(rows)):
        printed[i] = change(printed[i])
    return _lines(printed)


def _trimmed(row: Row, width: int) -> Row:
    """Cells at the end are lost, if blank, until the row has its usual width."""
    cells = list(row)
    while len(cells) > width and not cells[-1]:
        cells.pop()
    return tuple(cells)


def swapped_columns(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """Two columns change places in runs of rows, at most half of them.

    Where most rows have changed, the headings are wrong and not the rows.
    """
    del headings
    i, j = random.choice(
        [
            (REGION, TERRITORY),
            (TERRITORY, INSTITUTION),
            (TYPE, DEPARTMENTS),
            (UNIT, TYPE),
            (INSTITUTION, UNIT),
            (UNIT, DEPARTMENTS),
            (DEPARTMENTS, EXCHANGE),
        ]
    )

    def swap(row: Row) -> Row:
        cells = list(row)
        cells[i], cells[j] = cells[j], cells[i]
        return tuple(cells)

    printed = printed_once(random, rows)
    for at in sorted(_runs(random, len(rows)))[: len(rows) // 2]:
        printed[at] = swap(printed[at])
    return _lines(printed)


def last_cell_lost(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """Runs of rows end one cell early, whatever it held."""
    del headings
    return _changed(random, rows, lambda row: row[:-1])


def tails_cut(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """Runs of rows end two or three cells early, whatever they held."""
    del headings
    return _changed(random, rows, lambda row: row[: -random.randint(2, 3)])


def blank_in_the_middle(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """A blank cell comes in, and one at the end is lost for it if it is blank."""
    at = random.randint(1, len(headings) - 2)
    return _changed(
        random, rows, lambda row: _trimmed((*row[:at], "", *row[at:]), len(headings))
    )


def type_pushed_right(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """From the type on, runs of rows stand one column further right."""

    def push(row: Row) -> Row:
        return _trimmed((*row[:TYPE], "", *row[TYPE:]), len(headings))

    return _changed(random, rows, push)


def pushed_right_by_two(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """Runs of rows stand two columns further right."""
    del headings
    return _changed(random, rows, lambda row: ("", "", *row))


def blanks_lost(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """Runs of rows lose all their blank cells, and keep or lose their width."""
    pad = random.random() < 0.5

    def pack(row: Row) -> Row:
        cells = tuple(filter(None, row))
        return (*cells, *[""] * (len(headings) - len(cells))) if pad else cells

    return _changed(random, rows, pack)


def column_lost(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """Runs of rows lose the cell of one column, whatever it held."""
    del headings
    at = random.choice([UNIT, TYPE, DEPARTMENTS])
    return _changed(random, rows, lambda row: (*row[:at], *row[at + 1 :]))


def cell_printed_twice(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """Runs of rows hold one column twice."""
    del headings
    at = random.choice([INSTITUTION, UNIT, TYPE, DEPARTMENTS])
    return _changed(random, rows, lambda row: (*row[: at + 1], *row[at:]))


def remark_at_the_end(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """Some rows have a remark behind their last column."""
    del headings
    remark = random.choice(["更新手続中", "2023年更新", "見直し予定", "※"])
    return _changed(random, rows, lambda row: (*row, remark))


def heading_again(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """Each page begins with the heading; inside of a group its labels stand again."""
    page = random.randint(3, 12)
    lines = []
    for i, row in enumerate(printed_once(random, rows)):
        if i and i % page == 0:
            lines.append(Line(headings))
            row = (*rows[i][:2], *row[2:])
        lines.append(Line(row, i))
    return lines


def labels_again(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """Each page begins with the labels of its first row; no heading."""
    return [line for line in heading_again(random, headings, rows) if line.row >= 0]


def _label_at(rows: Sequence[Row], where: Callable[[int], int]) -> list[Line]:
    """Print each label in one row of its group: `where` tells from its size which."""
    printed = [["", "", *row[2:]] for row in rows]
    for column in (REGION, TERRITORY):
        first = 0
        for _, group in groupby(rows, key=lambda row: row[: column + 1]):
            size = len(list(group))
            at = first + where(size)
            printed[at][column] = rows[at][column]
            first += size
    return _lines([tuple(row) for row in printed])


def labels_centred(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """A merged label stands in the middle of its rows."""
    del random, headings
    return _label_at(rows, lambda size: size // 2)


def labels_at_the_end(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """A merged label stands in the last of its rows."""
    del random, headings
    return _label_at(rows, lambda size: size - 1)


def labels_on_lines_of_their_own(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """A region stands in a line above its rows."""
    lines = []
    above = ""
    for i, row in enumerate(printed_once(random, rows)):
        if rows[i][REGION] != above:
            above = rows[i][REGION]
            lines.append(Line((above, *[""] * (len(headings) - 1))))
        lines.append(Line(("", *row[1:]), i))
    return lines


def blank_lines(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """Blank lines come between rows."""
    lines = []
    for line in _lines(printed_once(random, rows)):
        if random.random() < 0.15:
            lines.append(Line(("",) * random.choice([1, len(headings)])))
        lines.append(line)
    return lines


def rows_split_at_a_page(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """The unit of some rows goes on in the next line."""
    some = set(random.sample(range(len(rows)), min(len(rows), random.randint(1, 3))))
    lines = []
    for line in _lines(printed_once(random, rows)):
        unit = line.cells[UNIT]
        if line.row not in some or len(unit) < 4:
            lines.append(line)
            continue
        cells = list(line.cells)
        cells[UNIT] = unit[: len(unit) // 2]
        rest = ["" for _ in headings]
        rest[UNIT] = unit[len(unit) // 2 :]
        lines += [Line(tuple(cells), line.row), Line(tuple(rest))]
    return lines


def number_lost(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """A column of numbers comes first, and runs of rows have lost its cell."""
    del headings
    numbered = [(str(i + 1), *row) for i, row in enumerate(printed_once(random, rows))]
    for i in _runs(random, len(rows)):
        numbered[i] = numbered[i][1:]
    return _lines(numbered)


def whole_labels_some_lost(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """Labels stand in every row, but for some rows that have lost theirs."""
    del headings
    share = random.choice([0.05, 0.15, 0.3])
    return _lines(
        [("", "", *row[2:]) if random.random() < share else tuple(row) for row in rows]
    )


def several_at_once(
    random: Random, headings: tuple[str, ...], rows: Sequence[Row]
) -> list[Line]:
    """Runs of rows each lose their layout in a way of their own."""
    damaged = _lines(printed_once(random, rows))
    whole = list(damaged)
    ways = (
        swapped_columns,
        last_cell_lost,
        blank_in_the_middle,
        type_pushed_right,
        blanks_lost,
        remark_at_the_end,
    )
    for way in random.sample(ways, 3):
        for i, line in enumerate(way(random, headings, rows)):
            if damaged[i] == whole[i]:
                damaged[i] = line
    return damaged


NUMBERED = (number_lost,)
"""Families whose lists have a column of numbers before the others."""

FAMILIES: dict[str, Family] = {
    family.__name__: family
    for family in (
        swapped_columns,
        last_cell_lost,
        tails_cut,
        blank_in_the_middle,
        type_pushed_right,
        pushed_right_by_two,
        blanks_lost,
        column_lost,
        cell_printed_twice,
        remark_at_the_end,
        heading_again,
        labels_again,
        labels_centred,
        labels_at_the_end,
        labels_on_lines_of_their_own,
        blank_lines,
        rows_split_at_a_page,
        number_lost,
        whole_labels_some_lost,
        several_at_once,
    )
}
