"""Joins the tables of a page or document that have the same columns: for the readers.

Promises that the text between them stays between them, as rows of one cell: often it is
the territory of the table below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.read import refusals
from pipeline.read.table import (
    PART,
    WHOLE,
    Budget,
    CellPosition,
    Table,
    mark_struck,
)


@dataclass(frozen=True)
class TextLine:
    """A text outside of tables, with its source row."""

    number: int
    text: str


@dataclass
class Block:
    """One table as it stands in the file.

    Attributes:
        rows: source row and texts of each.
        spans: from each repetition of a text to where it is printed; both as index in
            `rows` and position in its cells, from 0.
        headed: whether its first row is marked as one that names the columns.
        table: which table of the file it is a part of, if the file tells some apart.
        wide: how many columns a text spans, by index in `rows` and position.
        marks: hidden rows and columns, and cells struck through; rows by index in
            `rows`.
    """

    rows: list[tuple[int, list[str]]]
    spans: dict[CellPosition, CellPosition] = field(default_factory=dict)
    headed: bool = False
    table: int = 0
    wide: dict[CellPosition, int] = field(default_factory=dict)
    marks: Table = field(default_factory=Table)

    @property
    def width(self) -> int:
        """The cells of its longest row."""
        return max((len(cells) for _, cells in self.rows), default=0)

    @property
    def first(self) -> tuple[str, ...]:
        """The texts of its first row."""
        return tuple("".join(cell.split()) for cell in self.rows[0][1])


def build_block(
    rows: Sequence[Sequence[tuple[str, int, int]]],
    numbers: Sequence[int],
    name: str,
    *,
    headed: bool = False,
    strikes: Sequence[Sequence[str]] = (),
) -> Block:
    """Build a block from cells that may span several columns and rows.

    Args:
        rows: the cells of each row: text, columns spanned, rows spanned.
        numbers: the source row of each.
        name: of the file.
        headed: see `Block`.
        strikes: how much of each text is struck through: WHOLE, PART or nothing.

    Raises:
        SourceError: a row is wider than a list can be.
    """
    block = Block([], headed=headed)
    open_cells: dict[int, tuple[int, str, CellPosition, int]] = {}
    for at, (number, row) in enumerate(zip(numbers, rows, strict=True)):
        cells: dict[int, str] = {}
        column = 0
        struck: dict[str, set[int]] = {WHOLE: set(), PART: set()}
        for nth, (text, columns, spanned) in enumerate(row):
            while column in open_cells:
                column += 1
            cells[column] = text
            if text.strip() and columns > 1:
                block.wide[at, column] = columns
            if strikes and strikes[at][nth]:
                struck[strikes[at][nth]].add(column)
            _check_width(column + columns, number, name)
            last = min(at + spanned, len(rows))
            if last > at + 1:
                for i in range(column, column + columns):
                    shown = text if i == column else ""
                    open_cells[i] = (last, shown, (at, column), i)
            column += columns
        mark_struck(block.marks.struck, at, struck[WHOLE])
        mark_struck(block.marks.partly_struck, at, struck[PART])
        repeated = {i: c for i, c in open_cells.items() if c[2][0] < at}
        for i, (_, text, origin, _) in repeated.items():
            cells.setdefault(i, text)
            if text:
                block.spans[at, i] = origin
        width = max((column, *(i + 1 for i in cells)), default=0)
        block.rows.append((number, [cells.get(i, "") for i in range(width)]))
        open_cells = {i: c for i, c in open_cells.items() if c[0] > at + 1}
    return block


def join_blocks(items: Iterable[TextLine | Block], budget: Budget) -> list[Table]:
    """Join the tables that have the same columns, with the lines between them.

    Returns:
        Tables of at least two columns, in the order in which they begin. A line stands
        in the table that follows it; no two rows have one number; lines after the last table stand outside of it.

    Raises:
        SourceError: the tables hold more than a list can.
    """
    joined: list[tuple[Block, Table]] = []
    taken: set[int] = set()
    pending: list[TextLine] = []
    for item in items:
        if isinstance(item, TextLine):
            pending.append(item)
            continue
        if item.width < 2:
            pending.extend(
                TextLine(number, "".join(cells))
                for number, cells in item.rows
                if any(cells)
            )
            continue
        table = next(
            (t for first, t in joined if _have_same_columns(first, item)), None
        )
        if table is None:
            table = Table(taken=taken)
            joined.append((item, table))
        _add_lines(table, pending, item.rows[0][0], budget)
        pending = []
        _add_block(table, item, budget)
    for _, table in joined:
        table.outside = [(str(line.number), line.text, 0) for line in pending]
    return [table for _, table in joined if table.cells]


def _add_lines(
    table: Table, lines: list[TextLine], before: int, budget: Budget
) -> None:
    """Add the lines above a table, where there is room without moving its rows.

    A heading may stand in the same line of the file as the first row beneath it; that
    row keeps its number, and the heading takes an earlier one that is free.
    """
    last = table.numbers[-1] if table.numbers else 0
    for at, line in enumerate(lines):
        budget.take(1, 1, len(line.text))
        latest = before - (len(lines) - at)
        last = table.add(max(min(line.number, latest), last + 1), (line.text,))


def _add_block(table: Table, block: Block, budget: Budget) -> None:
    width = block.width
    numbers: dict[int, int] = {}
    for at, (number, cells) in enumerate(block.rows):
        own = any(
            text.strip() for i, text in enumerate(cells) if (at, i) not in block.spans
        )
        if own:
            budget.take(1, width, sum(map(len, cells)))
            padded = [*cells, *[""] * (width - len(cells))]
            numbers[at] = table.add(number, padded)
    for (at, i), (origin, first) in block.spans.items():
        if at in numbers and origin in numbers:
            table.spans[numbers[at], i] = (numbers[origin], first)
    for (at, i), columns in block.wide.items():
        if at in numbers:
            table.wide[numbers[at], i] = columns
    _add_marks(table, block.marks, numbers)


def _add_marks(table: Table, marks: Table, numbers: dict[int, int]) -> None:
    table.hidden_rows |= {numbers[at] for at in marks.hidden_rows if at in numbers}
    table.hidden_columns |= marks.hidden_columns
    for own, added in (
        (table.struck, marks.struck),
        (table.partly_struck, marks.partly_struck),
    ):
        own.update({numbers[at]: x for at, x in added.items() if at in numbers})


def _have_same_columns(first: Block, other: Block) -> bool:
    if first.width != other.width or first.table != other.table:
        return False
    return not (first.headed and other.headed and first.first != other.first)


def _check_width(width: int, number: int, name: str) -> None:
    if width > refusals.MAX_COLUMNS:
        where, where_ja = f"source row {number}", f" {number} 行目"
        raise refusals.too_many_columns(name, where, where_ja, width)
