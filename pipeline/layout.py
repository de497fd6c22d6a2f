"""Second in the line: which rows of a SourceGrid are the list, and what its columns are.

Assumes that one row names the columns. Promises that every row of the grid is either
the heading, a row of the list, or skipped with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.errors import SourceError
from pipeline.model import AGREEMENT_COLUMNS, ROLES, SourceGrid
from pipeline.reference import Reference

HEADING_ROWS = 200
"""The heading is looked for in this many rows; what stands above it is a title."""

BLANK = "blank"
"""The role of a column with no heading: it may hold nothing."""

OTHER = "other"
"""The role of a column that the list has besides the ones we count; kept as it is."""


@dataclass(frozen=True)
class Column:
    """One column of the list: `index` counts from 0, `name` is the published name."""

    index: int
    heading: str
    role: str
    name: str


@dataclass(frozen=True)
class Layout:
    """How a grid was understood.

    Attributes:
        heading_row: the source row that names the columns.
        columns: from left to right.
        body: positions in `grid.cells` of the rows that belong to the list.
        skipped: source row and reason of every other row (`title`, `heading`,
            `rule`: a line that only rules the table, `empty`).
    """

    heading_row: int
    columns: tuple[Column, ...]
    body: tuple[int, ...]
    skipped: tuple[tuple[int, str], ...]


def find_layout(grid: SourceGrid, reference: Reference) -> Layout:
    """Find the heading, the meaning of each column, and the rows of the list.

    Raises:
        SourceError: no row names an institution column and one more, two columns have
            the same meaning, or no row follows the heading.
    """
    at = _heading_position(grid, reference)
    columns = tuple(_columns(grid.cells[at], reference))
    heading = tuple(cell.strip() for cell in grid.cells[at])
    body: list[int] = []
    skipped = [(grid.numbers[i], "title") for i in range(at)]
    skipped.append((grid.numbers[at], "heading"))
    for i in range(at + 1, len(grid.cells)):
        reason = _skip_reason(grid.cells[i], heading)
        if reason:
            skipped.append((grid.numbers[i], reason))
        else:
            body.append(i)
    if not body:
        msg = (
            f"Rows of agreements must follow the heading, but none follows source row"
            f" {grid.numbers[at]}. Read: '{_shown(heading)}'. Check that the file is"
            " whole."
        )
        raise SourceError(msg)
    return Layout(grid.numbers[at], columns, tuple(body), tuple(skipped))


def _skip_reason(cells: tuple[str, ...], heading: tuple[str, ...]) -> str:
    for i, cell in enumerate(cells):
        if text := cell.strip():
            if text.strip("-:= ") and text not in heading[i : i + 1]:
                return ""
            break
    stripped = tuple(cell.strip() for cell in cells)
    if not any(stripped):
        return "empty"
    if not any(cell.strip("-:= ") for cell in stripped):
        return "rule" if max(map(len, stripped)) > 1 else ""
    return "heading" if stripped == heading else ""


def _heading_position(grid: SourceGrid, reference: Reference) -> int:
    def meanings(i: int) -> set[str]:
        roles = (reference.heading_role(cell) for cell in grid.cells[i])
        return {role for role in roles if role in ROLES}

    rows = range(min(HEADING_ROWS, len(grid.cells)))
    best = max(rows, key=lambda i: (len(meanings(i)), -i))
    found = meanings(best)
    if len(found) >= 2 and "institution" in found:
        return best
    first = next((c for c in grid.cells if any(x.strip() for x in c)), ())
    msg = (
        "An agreement list must have a row that names its columns, at least the"
        f" institution and one more, but none of the first {len(rows)} rows does."
        f" Read in source row {grid.numbers[0]}: '{_shown(first)}'. Check that the"
        " file is the list and that its heading is there."
    )
    raise SourceError(msg)


def _columns(heading: tuple[str, ...], reference: Reference) -> Iterator[Column]:
    seen: dict[str, int] = {}
    taken = {*AGREEMENT_COLUMNS}
    for index, cell in enumerate(heading):
        text = cell.strip()
        role = (reference.heading_role(text) or OTHER) if text else BLANK
        if role in ROLES and role in seen:
            msg = (
                f"Each meaning must have one column, but columns {seen[role] + 1} and"
                f" {index + 1} both mean {role}. Read: '{heading[seen[role]].strip()}'"
                f" and '{text}'. Rename one of them."
            )
            raise SourceError(msg)
        seen.setdefault(role, index)
        if role not in (*ROLES, BLANK):
            role = OTHER
        name = text if role == OTHER else role
        yield Column(index, text, role, _unused(name, taken))


def _unused(name: str, taken: set[str]) -> str:
    """A published name must be the only one of its kind: `備考`, `備考 (2)` ..."""
    number, unused = 1, name
    while unused in taken:
        number += 1
        unused = f"{name} ({number})"
    taken.add(unused)
    return unused


def _shown(cells: tuple[str, ...]) -> str:
    return " | ".join(cell.strip() for cell in cells)[:80]
