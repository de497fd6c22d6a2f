"""Parts the tables of a page that was copied as text: for `read`.

Below a table another may stand with a title of its own: networks, contact persons. Its
rows have another number of cells. Promises that a row which only lost a cell stays where
it is: the tables differ by several cells, and no row of the first follows the second.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.model import SourceGrid
from pipeline.reference import Reference

MIN_ROWS = 2
"""A table has at least so many rows."""

MAX_TABLES, MAX_GRID_ROWS = 20, 20_000
"""So many tables are parted, and only in texts as long as a page may be."""

MIN_DIFFERENCE = 2
"""Rows of another table have so many cells more, or less."""

MIN_REGULAR_SHARE = 0.9
"""Share of the first table's rows that must have its usual number of cells."""


_RULE = re.compile(r"^\s*+:?-+:?\s*+$")
"""A cell of the line that Markdown prints below a heading."""


@dataclass(frozen=True)
class _Part:
    """Rows of another table: positions of its title, and of its rows up to `end`."""

    title: int
    end: int


def part_tables(grid: SourceGrid, reference: Reference) -> tuple[SourceGrid, ...]:
    """Return the table and those below it, each with its title as its name."""
    first, *ruled = _part_at_rules(grid)
    parted = _part_by_width(first, reference)
    return (*parted, *(t for other in ruled for t in _part_by_width(other, reference)))


def _part_at_rules(grid: SourceGrid) -> list[SourceGrid]:
    """Part the tables whose headings differ: a line of dashes is below each heading.

    Lone lines above a heading are its title. Tables with one heading are one table.
    """
    if not 1 < len(grid.cells) <= MAX_GRID_ROWS:
        return [grid]
    lengths = grid.encoded.lengths.tolist()
    headings = [
        i - 1
        for i in range(1, len(lengths))
        if lengths[i - 1] > 1 < lengths[i] and all(map(_RULE.match, grid.cells[i]))
    ]
    parts: dict[tuple[str, ...], list[int]] = {}
    names: list[str] = []
    start = 0
    for heading, following in pairwise([*headings, len(lengths)]):
        end = following
        while following < len(lengths) and end > heading and lengths[end - 1] < 2:
            end -= 1
        texts = tuple(cell.strip() for cell in grid.cells[heading])
        if texts not in parts:
            above = "".join(grid.cells[heading - 1]) if heading > start else ""
            names.append(above.strip("# \t") if parts else grid.name)
        parts.setdefault(texts, []).extend(range(start, end))
        start = end
    if not 1 < len(parts) <= MAX_TABLES:
        return [grid]
    return [
        _rows_of(grid, rows, name)
        for rows, name in zip(parts.values(), names, strict=True)
    ]


def _part_by_width(grid: SourceGrid, reference: Reference) -> tuple[SourceGrid, ...]:
    """Part the tables below a title whose rows have another number of cells."""
    tables: list[SourceGrid] = []
    while len(tables) < MAX_TABLES and 1 < len(grid.cells) <= MAX_GRID_ROWS:
        lengths = grid.encoded.lengths.tolist()
        part = _find_part(grid, lengths, reference)
        if part is None:
            break
        name = "".join(grid.cells[part.title]).strip()
        tables.append(_rows_of(grid, range(part.title, part.end), name))
        rest = [i for i in range(len(lengths)) if not part.title <= i < part.end]
        grid = _rows_of(grid, rest, grid.name)
    return (grid, *tables)


def _rows_of(grid: SourceGrid, rows: Sequence[int], name: str) -> SourceGrid:
    numbers = tuple(grid.numbers[i] for i in rows)
    return replace(grid, numbers=numbers, cells=grid.encoded.take(rows), name=name)


def _find_part(
    grid: SourceGrid, lengths: Sequence[int], reference: Reference
) -> _Part | None:
    """Find the first table of another width below a title that is no label."""
    if len({length for length in lengths if length > 1}) < 2:
        return None
    last = {length: i for i, length in enumerate(lengths)}
    above: Counter[int] = Counter()
    for title, length in enumerate(lengths):
        if length > 1:
            above[length] += 1
            continue
        end = next(
            (i for i in range(title + 1, len(lengths)) if lengths[i] < 2), len(lengths)
        )
        usual, whole = above.most_common(1)[0] if above else (0, 0)
        if (
            end - title > MIN_ROWS
            and whole > MIN_ROWS
            and whole >= MIN_REGULAR_SHARE * above.total()
            and last[usual] < title
            and all(abs(n - usual) >= MIN_DIFFERENCE for n in lengths[title + 1 : end])
            and not reference.is_label("".join(grid.cells[title]).strip())
        ):
            return _Part(title, end)
    return None
