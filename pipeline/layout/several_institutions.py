"""Parts cells that name several institutions, where the list proves it.

For `layout`. A list may print how many institutions a group has (校数, `Asia (6)`). Where
the names in its cells add up to that, each gets a row of its own. Under a text that is
no territory (`others`) the one in brackets behind a name is that of its row. A list that
prints each territory once, with names in lines of one cell and nothing else beside them,
has a row for each of these. What nothing proves stays, and `check` asks about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.layout.header import UNCOUNTED, ListColumn
from pipeline.layout.rearrangement import ChangedCell, change_cells, take_rows
from pipeline.model import PARTED_OF_TERRITORY, SourceGrid
from pipeline.reference import Reference
from pipeline.reference.institution_parts import split_institutions, split_lines
from pipeline.reference.normal_forms import fold
from pipeline.reference.patterns import STRONG

MIN_PROVED_SHARE = 0.8
"""A column of numbers counts institutions if so many of its numbers are right."""

MIN_LISTED_SHARE = 0.4
"""So many rows of a list of territories name several institutions."""

MIN_NAMED_SHARE = 0.6
"""So many of these are institutions by their words."""

_COUNT = re.compile(r"^(\d{1,4})\s?[^\W\d]{0,12}$")
_COUNT_BEHIND = re.compile(r"[(（\[［]\s?(\d{1,4})\s?[^\W\d]{0,12}\s?[)）\]］]$")
_BRACKETS_BEHIND = re.compile(r"[(（]([^()（）]{2,40})[)）]$")

Names = Mapping[int, tuple[str, ...]]
"""Position of a row -> the names in its cell."""


@dataclass(frozen=True)
class _Group:
    """A printed count, and the positions of the rows that it counts."""

    count: int
    rows: tuple[int, ...]


def part_institutions(
    grid: SourceGrid,
    body: Sequence[int],
    columns: Sequence[ListColumn],
    reference: Reference,
) -> SourceGrid:
    """Return the grid with a row for each institution that a count proves."""
    source = {c.role: c.source for c in columns if c.source >= 0}
    at = source.get("institution")
    if at is None:
        return grid
    counted = _proved_names(grid, body, columns, at, reference)
    listed = {} if counted else _names_by_territory(grid, body, columns, at, reference)
    names = counted or listed
    rule = PARTED_OF_TERRITORY if listed else "parted_institutions"
    rows, changes = list[int](), dict[tuple[int, int], ChangedCell]()
    for i in range(len(grid.cells)):
        for name in names.get(i, ("",)):
            if name:
                changes[len(rows), at] = ChangedCell(name, rule)
            rows.append(i)
    place = source.get("territory", at)
    if place != at:
        changes |= _territories_in_brackets(
            grid, rows, {*body}, (at, place), changes, reference
        )
    return change_cells(take_rows(grid, rows), changes) if changes else grid


def _proved_names(
    grid: SourceGrid,
    body: Sequence[int],
    columns: Sequence[ListColumn],
    at: int,
    reference: Reference,
) -> Names:
    """Return the names of the cells that hold several, where a count proves it."""
    cells = [cell.strip() for cell in grid.encoded.column_texts(body, at)]

    def strength(text: str) -> int:
        return reference.looks_like(text, "institution")

    split = {t: split_institutions(t, strength, proved=True) for t in {*cells} - {""}}
    if not any(len(parts) > 1 for parts in split.values()):
        return {}
    of_row = {i: split[t] for i, t in zip(body, cells, strict=True) if t}
    names: dict[int, tuple[str, ...]] = {}
    for groups in _counted_groups(grid, body, columns):
        right = [
            group
            for group in groups
            if group.count == sum(len(of_row.get(i, ())) for i in group.rows)
        ]
        if len(right) < MIN_PROVED_SHARE * len(groups):
            continue
        for group in right:
            names |= {i: of_row[i] for i in group.rows if len(of_row.get(i, ())) > 1}
    return names


def _names_by_territory(
    grid: SourceGrid,
    body: Sequence[int],
    columns: Sequence[ListColumn],
    at: int,
    reference: Reference,
) -> Names:
    """Return the lines of cells in a list with one row for each territory.

    Its rows say nothing else: no date, type or department that one of several names has.
    """
    place = next((c.source for c in columns if c.role == "territory"), -1)
    if place < 0 or place == at:
        return {}
    places = [c.strip() for c in grid.encoded.column_texts(body, place)]
    cells = [c.strip() for c in grid.encoded.column_texts(body, at)]
    lines = {i: _lines(t) for i, t in zip(body, cells, strict=True) if "\n" in t}
    several = {i: parts for i, parts in lines.items() if len(parts) > 1}
    once = len({fold(text) for text in places}) == len(places) and all(places)
    if not once or len(several) < MIN_LISTED_SHARE * len(body):
        return {}
    rows = np.array([*several], np.intp)
    filled = np.flatnonzero(grid.encoded.filled[rows].any(axis=0)).tolist()
    labels = {c.source for c in columns if c.role in ("region", "territory")}
    numbers = {c.source for c in columns if c.meaning == "number"}
    if not {*filled} <= {at, *labels, *numbers}:
        return {}
    names = [name for parts in several.values() for name in parts]
    strengths = [reference.looks_like(name, "institution") for name in names]
    if sum(x == STRONG for x in strengths) < MIN_NAMED_SHARE * len(names):
        return {}
    return several


def _lines(text: str) -> tuple[str, ...]:
    """Return the names in the lines of a cell; the text if they are no names."""
    parts = split_lines(text)
    return parts if len(parts) > 1 else (text,)


def _counted_groups(
    grid: SourceGrid, body: Sequence[int], columns: Sequence[ListColumn]
) -> Iterator[list[_Group]]:
    """Yield the groups of rows that each column with counts of rows below gives."""
    for column in columns:
        if column.source < 0:
            continue
        label = column.role in ("region", "territory")
        if not label and column.role not in UNCOUNTED:
            continue
        pattern = _COUNT_BEHIND if label else _COUNT
        texts = [c.strip() for c in grid.encoded.column_texts(body, column.source)]
        printed = [k for k, text in enumerate(texts) if text]
        found = {text: pattern.search(text) for text in {*texts} - {""}}
        if not found or not all(found.values()):
            continue
        yield [
            _Group(int(match[1]), tuple(body[first:end]))
            for first, end in pairwise([*printed, len(body)])
            if (match := found[texts[first]])
        ]


def _territories_in_brackets(
    grid: SourceGrid,
    rows: Sequence[int],
    body: set[int],
    columns: tuple[int, int],
    parted: Mapping[tuple[int, int], ChangedCell],
    reference: Reference,
) -> dict[tuple[int, int], ChangedCell]:
    """Return the cells of rows whose territory stands in brackets behind the name.

    Only where the column of territories holds a text that is none.
    """
    at, place = columns
    names = grid.encoded.column_texts(rows, at)
    places = grid.encoded.column_texts(rows, place)
    changes: dict[tuple[int, int], ChangedCell] = {}
    for k, (cell, printed) in enumerate(zip(names, places, strict=True)):
        name = parted[k, at].text if (k, at) in parted else cell.strip()
        found = _BRACKETS_BEHIND.search(name[-42:]) if rows[k] in body else None
        text = printed.strip()
        if not found or not text or _is_territory(text, reference):
            continue
        if reference.find_territory(found[1].strip()):
            rule = "territory_in_name"
            bare = name[: name.rindex(found[0])].strip()
            changes[k, place] = ChangedCell(found[1].strip(), rule, k, at)
            changes[k, at] = ChangedCell(bare or name, rule)
    return changes


def _is_territory(text: str, reference: Reference) -> bool:
    return bool(reference.find_territory(text) or reference.find_code(text))
