"""Second in the line: which rows of a SourceGrid are the list, and what its columns are.

Assumes that the list has one column of institutions and one more that is counted, by
name or by what they hold. Promises that every row of the grid is either the heading, a
row of the list, or skipped with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from pipeline.errors import SourceError
from pipeline.layout.column_roles import SAMPLE, learn_columns
from pipeline.layout.header import (
    BLANK,
    CONTACT,
    OTHER,
    REGION_TERRITORY,
    UNCOUNTED,
    Column,
    Heading,
    find_heading,
    shown,
    with_lost_name,
)
from pipeline.layout.merge_tables import can_unite, institutions_of, repeats, unite
from pipeline.layout.row_groups import FoundByRow, find_places
from pipeline.layout.rows import body_rows
from pipeline.model import AGREEMENT_COLUMNS, ROLES, SourceGrid
from pipeline.reference import Reference

__all__ = ["BLANK", "OTHER", "Column", "Layout", "find_layout", "find_list"]


@dataclass(frozen=True)
class Layout:
    """How a grid was understood.

    Attributes:
        heading_row: the source row that names the columns; 0 if there is none.
        columns: from left to right; a column of regions and territories is two.
        body: positions in `grid.cells` of the rows that belong to the list.
        skipped: source row and reason of every other row (`title`, `heading`,
            `rule`: a line that only rules the table, `empty`, `total`, `label`: the
            region or territory of the rows below).
        titles: the texts above the heading.
        found: for the columns that are not printed, which come first, their cells.
        left_out: name and rows of tables with other institutions that are not read.
    """

    heading_row: int
    columns: tuple[Column, ...]
    body: tuple[int, ...]
    skipped: tuple[tuple[int, str], ...]
    titles: tuple[str, ...] = ()
    found: tuple[FoundByRow, ...] = field(default=(), repr=False)
    left_out: tuple[tuple[str, int], ...] = ()


FEWEST_NAMES = 3
"""A table with fewer institutions is taken for no part of the list."""

MOST_ROWS = 0.5
"""Of several tables the first is the list that has so many rows of the longest."""


def find_list(
    grids: Sequence[SourceGrid],
    reference: Reference,
    roles: Mapping[int, str] | None = None,
    contacts: bool = False,
) -> tuple[SourceGrid, Layout]:
    """Find the table that is the list: the first of about the length of the longest.

    Other tables of the same page with other institutions are parts of it.

    Raises:
        SourceError: no table is an agreement list; it speaks of the first.
    """
    found: list[tuple[SourceGrid, Layout]] = []
    refusals: list[SourceError] = []
    for grid in grids:
        try:
            found.append((grid, find_layout(grid, reference, roles, contacts)))
        except SourceError as error:
            refusals.append(error)
    if not found:
        raise refusals[0]
    longest = max(len(layout.body) for _, layout in found)
    at = next(i for i, f in enumerate(found) if len(f[1].body) >= MOST_ROWS * longest)
    grid, layout = found.pop(at)
    left_out: list[tuple[str, int]] = []
    known = institutions_of(grid, layout.columns, layout.body) if found else set()
    for other, parts in found:
        names = institutions_of(other, parts.columns, parts.body)
        if len(names) < FEWEST_NAMES or repeats(known, names):
            continue
        known |= names
        if not layout.heading_row or not can_unite(grid, other):
            left_out.append((other.name, len(parts.body)))
            continue
        labels = [n for n, why in parts.skipped if why == "label"]
        rows = [*parts.body, *map(other.numbers.index, labels)]
        grid = unite(
            grid, layout.columns, layout.heading_row, other, parts.columns, rows
        )
        layout = find_layout(grid, reference, roles, contacts)
    return grid, replace(layout, left_out=tuple(left_out))


def find_layout(
    grid: SourceGrid,
    reference: Reference,
    roles: Mapping[int, str] | None = None,
    contacts: bool = False,
) -> Layout:
    """Find the heading, the meaning of each column, and the rows of the list.

    Args:
        grid: the table.
        reference: names and headings.
        roles: what a person says of columns: printed column (from 1) -> role.
        contacts: whether columns of persons are published.

    Raises:
        SourceError: no column holds institutions, or no other is counted, or no row
            follows the heading.
    """
    heading = find_heading(grid, reference)
    encoded = grid.encoded
    body, skipped = body_rows(grid, heading, reference)
    if not body:
        at = grid.numbers[heading.last] if heading else 0
        read = shown(grid.cells[heading.last if heading else 0])
        msg = (
            f"Rows of agreements must follow the heading, but none follows source row"
            f" {at}. Read: '{read}'. Check that the file is whole."
        )
        msg_ja = (
            f"見出しの下に協定の行が必要ですが、{at} 行目の後にありません。読み取った行："
            f"「{read}」。ファイルが途中で切れていないか確かめてください。"
        )
        raise SourceError(msg, msg_ja)
    width = int(encoded.lengths[body].max())
    if heading:
        heading = with_lost_name(
            heading, [grid.cells[i] for i in body[:SHOWN]], reference
        )
    columns = _filled_columns(_columns(heading, width), grid, body, reference)
    told = [_told(column, roles or {}) for column in columns]
    learned = learn_columns(grid, body, told, reference)
    alone = np.flatnonzero(encoded.filled.sum(axis=1) == 1).tolist()
    places, found, labels = find_places(grid, heading, body, alone, learned, reference)
    body = [i for i in body if i not in labels]
    skipped = sorted(
        [s for s in skipped if s[0] not in labels.values()]
        + [(number, "label") for number in labels.values()]
    )
    learned = [replace(c, index=i) for i, c in enumerate([*places, *learned])]
    _check_meaning(grid, learned)
    number = grid.numbers[heading.last] if heading else 0
    hidden = [
        replace(c, hidden=c.role == BLANK or (c.meaning == CONTACT and not contacts))
        for c in learned
    ]
    above = grid.cells[: heading.first] if heading else ()
    titles = tuple(text for row in above for cell in row if (text := cell.strip()))
    return Layout(
        number, _named(hidden), tuple(body), tuple(skipped), titles, tuple(found)
    )


def _columns(heading: Heading | None, width: int) -> list[Column]:
    if heading is None:
        return [
            Column(i, "", OTHER, f"column {i + 1}", i, why="unknown")
            for i in range(width)
        ]
    columns: list[Column] = []
    for source, text in enumerate(heading.texts):
        role, meaning = heading.roles[source], heading.meanings[source]
        for part in ("region", "territory") if role == REGION_TERRITORY else (role,):
            known = part if part not in UNCOUNTED else meaning
            why = "heading" if known else "unknown"
            columns.append(Column(len(columns), text, part, "", source, known, why))
    return columns


SHOWN = 200
"""So many rows show whether the heading stands above its columns."""

FILLED = 0.6
"""A column without a heading that so many rows fill, or that holds labels printed once,
is one of the list's columns."""


def _filled_columns(
    columns: list[Column], grid: SourceGrid, body: list[int], reference: Reference
) -> list[Column]:
    sample = body[:SAMPLE]

    def is_filled(column: Column) -> bool:
        cells = grid.encoded.column_texts(sample, column.source)
        texts = [text for cell in cells if (text := cell.strip())]
        labels = all(map(reference.is_label, texts)) and len(texts) > 1
        return len(texts) > FILLED * len(sample) or labels

    return [
        replace(c, role=OTHER, name=f"column {c.source + 1}")
        if c.role == BLANK and is_filled(c)
        else c
        for c in columns
    ]


def _told(column: Column, roles: Mapping[int, str]) -> Column:
    role = roles.get(column.source + 1)
    if role is None:
        taken = column.role in roles.values() and column.role in ROLES
        return replace(column, role=OTHER, meaning="") if taken else column
    return replace(column, role=role, meaning=role if role in ROLES else "", why="told")


def _named(columns: list[Column]) -> tuple[Column, ...]:
    """A published name must be the only one of its kind: `備考`, `備考 (2)` ..."""
    taken = {*AGREEMENT_COLUMNS}
    named = []
    for column in columns:
        name = column.role if column.role != OTHER else column.heading or column.name
        number, unused = 1, name
        while unused in taken:
            number += 1
            unused = f"{name} ({number})"
        taken.add(unused)
        named.append(replace(column, name=unused))
    return tuple(named)


def _check_meaning(grid: SourceGrid, columns: list[Column]) -> None:
    found = {column.role for column in columns if column.role in ROLES}
    if "institution" in found and len(found) > 1:
        return
    first = next((c for c in grid.cells if any(x.strip() for x in c)), ())
    msg = (
        "An agreement list must have a row that names its columns, or columns that show"
        " by what they hold that they are institutions and their territories, regions"
        f" or departments, but none was found. Read in source row {grid.numbers[0]}:"
        f" '{shown(first)}'. Check that the file is the list and that it is whole."
    )
    msg_ja = (
        "協定一覧には、列の名前を示す見出しの行か、内容から大学・機関とその国・地域、"
        "地域、関連部署のいずれかと分かる列が必要ですが、見つかりませんでした。"
        f"{grid.numbers[0]} 行目から読み取った内容：「{shown(first)}」。"
        "協定の一覧かどうか、ファイルが全部そろっているかを確かめてください。"
    )
    raise SourceError(msg, msg_ja)
