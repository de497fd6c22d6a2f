"""Puts the parts of a list that are printed side by side below one another: for `layout`.

A page may name the same columns twice or three times in one heading, so that each of its
lines holds several records. Promises that the rows of the second part follow all of the
first, and that lines across the whole page stand once, in the first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.layout.rearrangement import take_rows
from pipeline.model import SourceGrid
from pipeline.reference import Reference
from pipeline.reference.content_kinds import content_kind
from pipeline.reference.normal_forms import fold

SEARCH_ROWS = 200
"""The heading of several parts is searched for in this many rows."""

SAMPLE_ROWS = 500

MIN_COLUMNS = 2
"""A part has at least so many columns with a heading."""

MIN_KIND_SHARE = 0.7
"""Share of the texts of a column that are of one kind, where no heading tells."""

MAX_ALIKE_SHARE = 0.5
"""With more rows whose parts say the same, the second repeats or translates the first."""

_NUMBER_BEHIND = re.compile(r"(?<=\D)[\s._-]?[(（]?\d{1,2}[)）]?$")
_DIGITS_BEHIND = re.compile(r"\d{0,2}[)）]?$")
_UNNUMBERED = ("institution", "institution_en")


def stack_parts(
    grid: SourceGrid, reference: Reference, told: Mapping[int, str]
) -> SourceGrid:
    """Return the grid with the parts of each line in rows of their own, if it has any.

    `told` are the roles of columns (from 1) that a person gave: a column of a second
    part has none other than that of the first.
    """
    heading, width = _repeated_heading(grid, reference)
    if not width:
        width = _repeated_kinds(grid, reference)
    if not width or any(
        told.get(in_first_part(at, width)) != role for at, role in told.items()
    ):
        return grid
    if _says_the_same(grid, heading + 1, width, reference):
        return grid
    filled = grid.encoded.filled
    rows, starts = list(range(len(filled))), [0] * len(filled)
    for start in range(width, filled.shape[1], width):
        below = np.flatnonzero(filled[:, start : start + width].any(axis=1)).tolist()
        more = [i for i in below if i != heading]
        rows += more
        starts += [start] * len(more)
    return take_rows(grid, rows, starts, width)


def in_first_part(column: int, width: int) -> int:
    """Return the column (from 1) of the first part that one of another part is like."""
    return (column - 1) % width + 1 if column else column


def _repeated_heading(grid: SourceGrid, reference: Reference) -> tuple[int, int]:
    """Return the row that names the same columns again and again, and how many."""
    most = 0
    for i in range(min(SEARCH_ROWS, len(grid.cells))):
        cells = [fold(cell) for cell in grid.cells[i]]
        filled = sum(map(bool, cells))
        if filled >= 2 * MIN_COLUMNS and filled > most:
            columns = grid.encoded.codes.shape[1]
            if width := _period(cells, columns):
                return i, width
            plain = [_NUMBER_BEHIND.sub("", cell.strip()) for cell in grid.cells[i]]
            width = _period(list(map(fold, plain)), columns)
            roles = {reference.heading_role(text) for text in plain if text}
            if width and (
                _numbers_parts(cells, width) or not roles.isdisjoint(_UNNUMBERED)
            ):
                return i, width
        most = max(most, filled)
    return -1, 0


def _numbers_parts(headings: Sequence[str], width: int) -> bool:
    """Whether the headings of each part end in one number, and each part in another."""
    numbers = [
        {"".join(_DIGITS_BEHIND.findall(text)) for text in part if text}
        for at in range(0, len(headings), width)
        if (part := headings[at : at + width])
    ]
    return all(len(of_part) == 1 for of_part in numbers) and len(numbers) == len(
        set[str]().union(*numbers)
    )


def _period(texts: Sequence[str], columns: int) -> int:
    """Return the least number of texts after which all repeat; 0 if they do not.

    The parts must cover all columns of the table.
    """
    named = max((i + 1 for i, text in enumerate(texts) if text), default=0)
    for width in range(MIN_COLUMNS, named):
        padded = [*texts[:named], *[""] * (-named % width)]
        first = padded[:width]
        parts = [padded[at : at + width] for at in range(0, len(padded), width)]
        distinct = {text for text in first if text}
        if columns > len(padded) or len(distinct) < MIN_COLUMNS:
            continue
        if all(part == first for part in parts):
            return width
    return 0


def _repeated_kinds(grid: SourceGrid, reference: Reference) -> int:
    """Return after how many columns the kinds of their texts repeat; 0 if never.

    Only in a list whose first row is one of its rows, and names no columns.
    """
    sample = range(min(SAMPLE_ROWS, len(grid.cells)))
    if len(sample) < MIN_COLUMNS or any(
        reference.heading_role(cell.strip())
        for cell in grid.cells[0]
        if cell.strip() and not _kind(cell.strip(), reference)
    ):
        return 0
    kinds = [
        _usual_kind(grid.encoded.column_texts(sample, at), reference)
        for at in range(grid.encoded.codes.shape[1])
    ]
    width = _period(kinds, len(kinds))
    return width if "institution" in kinds[:width] and "?" not in kinds else 0


def _usual_kind(cells: Sequence[str], reference: Reference) -> str:
    """Return the kind of most texts of a column; `?` if they have none, "" if blank."""
    texts = [text for cell in cells if (text := cell.strip())]
    if not texts:
        return ""
    kind, count = Counter(_kind(text, reference) for text in texts).most_common(1)[0]
    return kind if kind and count >= MIN_KIND_SHARE * len(texts) else "?"


def _kind(text: str, reference: Reference) -> str:
    if reference.mark_meaning(text):
        return "mark"
    if kind := content_kind(text):
        return kind
    for kind, find in (
        ("territory", reference.find_territory),
        ("region", reference.find_region),
        ("agreement_type", reference.find_agreement_type),
    ):
        if find(text):
            return kind
    return "institution" if reference.looks_like(text, "institution") > 1 else ""


def _says_the_same(
    grid: SourceGrid, first: int, width: int, reference: Reference
) -> bool:
    """Whether most rows say the same in both parts: one repeats or translates the other.

    Without a heading, equal territories on nearly all lines are enough.
    """
    by_territory = first == 0
    alike = compared = 0
    for i in range(first, min(first + SAMPLE_ROWS, len(grid.cells))):
        cells = [cell.strip() for cell in grid.cells[i]]
        pairs = [
            (
                reference.find_territory(a) or fold(a),
                reference.find_territory(b) or fold(b),
            )
            for a, b in zip(cells[:width], cells[width : 2 * width], strict=False)
            if a
            and b
            and not reference.mark_meaning(a)
            and (not by_territory or reference.find_territory(a))
        ]
        compared += bool(pairs)
        alike += bool(pairs) and all(a == b for a, b in pairs)
    return compared > 0 and alike > MAX_ALIKE_SHARE * compared
