"""Parts tables that stand one below the other in a sheet or text: for `layout`.

Below the agreements of the university those of its faculties may stand, with a heading of
their own and other columns. Promises that no row is in two parts or in none, and that a
heading which is printed again parts nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from pipeline.layout.rearrangement import take_rows
from pipeline.layout.section_labels import plain_label, role_of_all
from pipeline.model import SourceGrid
from pipeline.reference import Reference
from pipeline.reference.content_kinds import content_kind, is_study_level
from pipeline.reference.normal_forms import fold

MAX_CANDIDATES = 2_000
"""So many rows below a gap are looked at."""

MIN_KNOWN_SHARE = 0.6
"""Share of a heading's texts that must be known, the institution among them."""

MIN_ROWS = 2
"""A table has so many rows with several cells below its heading."""

SAMPLE_ROWS = 20
LONGEST_HEADING, LONGEST_TITLE = 40, 100
MAX_TITLES = 2

_HEADINGS = {
    "agreement_type": "協定タイプ（表題から） / Agreement type (from titles)",
    "region": "地域（表題から） / Region (from titles)",
    "territory": "国・地域（表題から） / Territory (from titles)",
}


def part_stacked(grid: SourceGrid, reference: Reference) -> list[SourceGrid]:
    """Return the tables of a grid whose headings are printed otherwise, from the top."""
    heads = _headings_below_gaps(grid, reference)
    if len(heads) < 2:
        return [grid]
    starts, printed, first_heads = [0], list[tuple[str, ...]](), list[int]()
    several = grid.encoded.filled.sum(axis=1) > 1
    ends = [*heads[1:], len(several)]
    for head, end in zip(heads, ends, strict=True):
        if several[head + 1 : end].sum() < MIN_ROWS:
            continue
        texts = tuple(map(fold, grid.cells[head]))
        if printed and texts != printed[-1]:
            starts.append(_first_title(head, several))
        if not printed or texts != printed[-1]:
            first_heads.append(head)
        printed.append(texts)
    if len(starts) < 2:
        return [grid]
    titles = [_title_above(grid, head) for head in first_heads]
    roles = {
        role for head in first_heads for role in _printed_roles(grid, head, reference)
    }
    role = _role_of_titles(titles, roles, reference)
    return [
        _rows_of(_with_title(grid, head, end, title, role), range(start, end))
        for (start, end), head, title in zip(
            pairwise([*starts, len(several)]), first_heads, titles, strict=True
        )
    ]


def _printed_roles(grid: SourceGrid, head: int, reference: Reference) -> Iterator[str]:
    """Yield the roles of headings; a `Level` above levels of study says no type."""
    below = range(head + 1, min(head + 1 + SAMPLE_ROWS, len(grid.cells)))
    for at, heading in enumerate(grid.cells[head]):
        role = reference.heading_role(heading.strip())
        cells = [t for c in grid.encoded.column_texts(below, at) if (t := c.strip())]
        levels = sum(map(is_study_level, cells))
        if role != "agreement_type" or 2 * levels < len(cells):
            yield role


def _title_above(grid: SourceGrid, head: int) -> str:
    """Return the lone text right above a heading, without its number; "" if none."""
    above = grid.cells[head - 1] if head else ()
    texts = [text for cell in above if (text := cell.strip())]
    lone = len(texts) == 1 and len(texts[0]) <= LONGEST_TITLE
    return plain_label(texts[0]) if lone and not content_kind(texts[0]) else ""


def _role_of_titles(
    titles: Sequence[str], printed: Collection[str], reference: Reference
) -> str:
    """Return the role that all titles name and no heading does; "" if there is none."""
    finders: dict[str, Callable[[str], object]] = {
        "agreement_type": lambda title: (
            reference.find_agreement_type(title) or reference.names_agreement(title)
        ),
        "region": reference.find_region,
        "territory": reference.find_territory,
    }
    differ = all(titles) and len({*titles}) > 1
    return role_of_all(titles, printed, finders) if differ else ""


def _with_title(
    grid: SourceGrid, head: int, end: int, title: str, role: str
) -> SourceGrid:
    """Return a grid whose rows from a heading on have the title in a last column."""
    if not role:
        return grid
    width = max(map(len, grid.cells[head:end]))
    cells = [
        (*row, *[""] * (width - len(row)), _HEADINGS[role] if i == head else title)
        if head <= i < end and sum(map(bool, map(str.strip, row))) > 1
        else row
        for i, row in enumerate(grid.cells)
    ]
    return replace(grid, cells=tuple(cells))


def _rows_of(grid: SourceGrid, rows: range) -> SourceGrid:
    """Return rows as a grid of their own, as received: none of them was rearranged."""
    part = take_rows(grid, rows)
    inside = {*part.numbers}
    return SourceGrid(
        part.numbers,
        part.cells,
        grid.kind,
        grid.encoding,
        grid.text,
        {cell: of for cell, of in grid.spans.items() if cell[0] in inside},
        grid.name,
        {cell: n for cell, n in grid.wide.items() if cell[0] in inside},
        grid.lines,
        grid.marks,
        shown=grid.shown,
    )


def _headings_below_gaps(grid: SourceGrid, reference: Reference) -> list[int]:
    """Return the positions of rows that name columns, each below a title or a gap."""
    if grid.heading_row >= 0 or grid.rearranged or len(grid.cells) < 2 * MIN_ROWS:
        return []
    numbers = np.array(grid.numbers)
    several = grid.encoded.filled.sum(axis=1) > 1
    below_gap = np.concatenate([[True], (np.diff(numbers) > 1) | ~several[:-1]])
    candidates = np.flatnonzero(several & below_gap)
    if not 1 < len(candidates) <= MAX_CANDIDATES:
        return []
    return [i for i in candidates.tolist() if _names_columns(grid.cells[i], reference)]


def _names_columns(row: Sequence[str], reference: Reference) -> bool:
    """Whether a row holds headings, that of institutions among them."""
    texts = [text for cell in row if (text := cell.strip())]
    if any(len(text) > LONGEST_HEADING or content_kind(text) for text in texts):
        return False
    roles = [reference.heading_role(text) for text in texts]
    known = sum(map(bool, roles))
    return "institution" in roles and known >= max(2, MIN_KNOWN_SHARE * len(texts))


def _first_title(head: int, several: Sequence[bool]) -> int:
    """Return where the titles right above a heading begin."""
    first = head
    while head - first < MAX_TITLES and first > 0 and not several[first - 1]:
        first -= 1
    return first
