"""The table that a reader returns: plain rows of cells, before they become a SourceGrid.

Separate from `model` so that the child process, which reads files that may be hostile,
loads no more than it needs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.read import refusals

CellPosition = tuple[int, int]
"""A source row, and a position in its cells counted from 0."""


WHOLE, PART = "whole", "part"
"""How much of a text is struck through."""

Outside = tuple[str, str, int]
"""The fields of `model.OutsideText`."""


@dataclass
class Table:
    """One table of a file.

    Attributes:
        numbers: the source row of each row, rising.
        cells: the texts of each row.
        spans: from each repetition of a spanning cell to where it is printed.
        name: of the table in the file, empty where it has none.
        wide: how many columns a text spans, where it stands in the first of several.
        lines: the line of each row that has another number, for its own was taken.
        taken: the numbers of rows of all tables of the page.
        heading_row: the number of a heading of our own; -1: none is.
        shown: whether it is none that a workbook hides.
        hidden_rows, filtered_rows, struck, partly_struck, hidden_columns, outside: see
            `model.FileMarks`.
    """

    numbers: list[int] = field(default_factory=list)
    cells: list[tuple[str, ...]] = field(default_factory=list)
    spans: dict[CellPosition, CellPosition] = field(default_factory=dict)
    name: str = ""
    wide: dict[CellPosition, int] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)
    heading_row: int = -1
    shown: bool = True
    taken: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    filtered_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: dict[int, frozenset[int]] = field(default_factory=dict)
    partly_struck: dict[int, frozenset[int]] = field(default_factory=dict)
    outside: list[Outside] = field(default_factory=list)

    def add(self, number: int, cells: Sequence[str]) -> int:
        """Add a row; return its number, the next free one if `number` is taken."""
        line = number
        if self.numbers and number <= self.numbers[-1]:
            number = self.numbers[-1] + 1
        while number in self.taken:
            number += 1
        if number != line:
            self.lines[number] = line
        self.taken.add(number)
        self.numbers.append(number)
        self.cells.append(tuple(cells))
        return number

    def with_marks_of(self, other: Table) -> Table:
        """Take the marks of a table without rows; return this one."""
        mine = set(self.numbers)
        self.hidden_rows = other.hidden_rows & mine
        self.filtered_rows = other.filtered_rows & mine
        self.hidden_columns = other.hidden_columns
        self.struck = other.struck
        self.partly_struck = other.partly_struck
        return self


class Budget:
    """Counts rows, cells and characters of one file, and stops beyond the limits."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows = 0
        self.cells = 0
        self.characters = 0

    def take(self, rows: int, columns: int, characters: int = 0) -> None:
        """Count a block of rows.

        Raises:
            SourceError: the file holds more rows, cells or text than a list can.
        """
        self.rows += rows
        self.cells += rows * columns
        self.characters += characters
        if self.rows > refusals.MAX_ROWS:
            raise refusals.too_many_rows(self.name, self.rows)
        if self.cells > refusals.MAX_CELLS or self.characters > refusals.MAX_CHARACTERS:
            raise refusals.too_much_text(self.name)


def sheet_table(
    texts: dict[int, dict[int, str]],
    merged: Sequence[tuple[int, int, int, int]],
    name: str,
    budget: Budget,
) -> Table:
    """Build the table of a sheet, with merged texts repeated down.

    Args:
        texts: row (from 1) -> column (from 0) -> text, only cells that hold any.
        merged: first row, last row, first column, last column of each merged range.
        name: the sheet's.
        budget: of the file.

    Returns:
        The rows with any text, all as wide as the widest. A merged text stands in the
        first column of its range in each of them.

    Raises:
        SourceError: the sheet is wider or holds more than a list can.
    """
    table = Table(name=name)
    if not texts:
        return table
    width = 1 + max(max(row) for row in texts.values())
    if width > refusals.MAX_COLUMNS:
        row = next(n for n, cells in texts.items() if max(cells) + 1 == width)
        where, where_ja = f"row {row} of sheet '{name}'", f"シート「{name}」{row} 行目"
        raise refusals.too_many_columns(budget.name, where, where_ja, width)
    characters = sum(len(text) for row in texts.values() for text in row.values())
    budget.take(len(texts), width, characters)
    rows = sorted(texts)
    repeated = _repeat_merged_texts(texts, rows, merged, table, budget)
    _widen(table, texts, merged)
    for number in rows:
        cells = [""] * width
        for column, text in texts[number].items():
            cells[column] = text
        for column, text in repeated.get(number, {}).items():
            cells[column] = text
        table.add(number, cells)
    return table


def _widen(
    table: Table,
    texts: dict[int, dict[int, str]],
    merged: Sequence[tuple[int, int, int, int]],
) -> None:
    for first, _, left, right in merged:
        if right > left and texts.get(first, {}).get(left):
            table.wide[first, left] = right - left + 1


def mark_struck(
    marked: dict[int, frozenset[int]], row: int, columns: Iterable[int]
) -> None:
    """Mark the cells of a row as struck through, if there are any."""
    if found := frozenset(columns):
        marked[row] = found


def _repeat_merged_texts(
    texts: dict[int, dict[int, str]],
    rows: Sequence[int],
    merged: Sequence[tuple[int, int, int, int]],
    table: Table,
    budget: Budget,
) -> dict[int, dict[int, str]]:
    repeated: dict[int, dict[int, str]] = {}
    for first, last, left, _ in merged:
        text = texts.get(first, {}).get(left, "")
        if not text or last <= first:
            continue
        for number in rows[bisect_right(rows, first) : bisect_right(rows, last)]:
            if left in texts[number] or left in repeated.get(number, {}):
                continue
            budget.take(0, 0, len(text))
            repeated.setdefault(number, {})[left] = text
            table.spans[number, left] = (first, left)
    return repeated
