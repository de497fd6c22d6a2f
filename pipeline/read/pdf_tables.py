"""Finds which pages of a PDF show parts of one table: for the PDF reader.

Assumes prepared pages. A table that is too wide goes on to the right on another page, a
long one below. Promises that pages are joined side by side only where their rows prove
it, and that a table is not continued by one whose cells stand elsewhere.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.read.pdf_columns import (
    Columns,
    has_cells,
    learn_columns,
    typical_fill,
)
from pipeline.read.pdf_lines import Line
from pipeline.read.pdf_pages import PdfPage, beside, edges_columns, is_level

MAX_TABLES = 8
"""So many tables without ruled rows are told apart in one document."""

MAX_CROSSING_SHARE = 0.3
"""Share of a page's lines of cells that may reach over the gutters of its table."""

MIN_EQUAL_ROWS = 3
"""So many rows at equal heights prove that two pages show one table side by side."""

MIN_LEVEL_SHARE = 0.85
"""Share of the lines that must stand at equal heights: cells may take several lines."""

MIN_ALIKE_COLUMNS = 3
"""Fewer columns begin at the same places by chance."""

MIN_ALIGNED_SHARE, SAME_PLACE = 0.5, 3
"""Share of a column's cells that begin or end at one place; points by which the cells of
the same column may stand apart on another page."""


@dataclass
class PageGroup:
    """Pages that show parts of one table without ruled rows.

    Attributes:
        columns: of the table.
        pages: in the order of the document.
        number: of the table among those of the document, from 0.
    """

    columns: Columns
    pages: list[PdfPage]
    number: int


# Tables that are printed side by side on two pages


def with_sides(pages: Sequence[PdfPage], *, blanks_printed: bool) -> list[PdfPage]:
    """Join pages that show the right side of a table to those with its left side.

    Pages are printed side by side or all left sides first: a page goes to the first one
    with the same rows that has no side with its columns yet.
    """
    shapes = _shapes(pages, blanks_printed=blanks_printed)
    joined: list[PdfPage] = []
    first_sides: list[PdfPage] = []
    shapes_of: list[set[int]] = []
    for page, shape in zip(pages, shapes, strict=True):
        at = next(
            (
                i
                for i, shapes in enumerate(shapes_of)
                if shape not in shapes and _have_equal_rows(first_sides[i], page)
            ),
            None,
        )
        if at is None:
            joined.append(page)
            first_sides.append(page)
            shapes_of.append({shape})
        else:
            joined[at] = beside(joined[at], page)
            shapes_of[at].add(shape)
    return joined


def _shapes(pages: Sequence[PdfPage], *, blanks_printed: bool) -> Iterator[int]:
    """Number the pages so that those with the same columns have the same number."""
    known: list[tuple[PdfPage, Columns]] = []
    for page in pages:
        columns = learn_columns(page.lines, blanks_printed=blanks_printed)
        at = next(
            (
                i
                for i, (other, others_columns) in enumerate(known)
                if _have_same_columns(other, others_columns, page, columns)
            ),
            len(known),
        )
        if at == len(known) and at < MAX_TABLES:
            known.append((page, columns))
        yield min(at, MAX_TABLES - 1)


def _have_equal_rows(left: PdfPage, right: PdfPage) -> bool:
    """Whether two pages show as many rows at the same heights."""
    if left.tables or right.tables:
        if len(left.tables) != 1 or len(right.tables) != 1 or right.lines:
            return False
        a, b = left.tables[0].tops, right.tables[0].tops
        return len(a) == len(b) >= MIN_EQUAL_ROWS and all(map(is_level, a, b))
    rows = [x for x in left.lines if has_cells(x, blanks_printed=True)] or left.lines
    if len(rows) < MIN_EQUAL_ROWS or not right.lines:
        return False
    return (
        _level_share(rows, right.lines) >= MIN_LEVEL_SHARE
        and _level_share(right.lines, left.lines) >= MIN_LEVEL_SHARE
        and is_level(rows[-1].baseline, right.lines[-1].baseline)
    )


def _level_share(lines: Sequence[Line], others: Sequence[Line]) -> float:
    """Return the share of lines that stand at the height of one of the others."""
    heights = [line.baseline for line in others]
    level = 0
    for line in lines:
        at = bisect_left(heights, line.baseline)
        level += any(
            is_level(line.baseline, y) for y in heights[max(at - 1, 0) : at + 1]
        )
    return level / len(lines)


def _have_same_columns(
    left: PdfPage, columns: Columns, right: PdfPage, other: Columns
) -> bool:
    if left.tables or right.tables:
        a, b = (p.tables[0].edges if p.tables else () for p in (left, right))
        return len(a) == len(b) and all(map(is_level, a, b))
    if _begin_alike(columns, other):
        return _stand_alike(columns, left.lines, right.lines)
    return (
        columns.count == other.count
        and all(
            _crossing_share(own, lines) <= MAX_CROSSING_SHARE
            and typical_fill(own, lines) > own.count / 2
            for own, lines in ((columns, right.lines), (other, left.lines))
        )
        and _stand_alike(columns, left.lines, right.lines)
    )


def _begin_alike(columns: Columns, other: Columns) -> bool:
    """Whether all columns begin at the same places, however long their cells are.

    Where the cells of one begin at no place of their own, they do so on both pages.
    """
    known = [start for start in columns.starts if start >= 0]
    return (
        columns.count == other.count
        and len(known) >= MIN_ALIKE_COLUMNS
        and all(map(is_level, columns.starts, other.starts))
    )


def _stand_alike(
    columns: Columns, lines: Sequence[Line], others: Sequence[Line]
) -> bool:
    """Whether the lines of two pages fill the same columns, at the same places."""
    places, other_places = (_usual_places(columns, x) for x in (lines, others))
    filled, others_filled = (_usually_filled(columns, x) for x in (lines, others))
    if 2 * len(filled & others_filled) < len(filled | others_filled):
        return False
    both = places.keys() & other_places.keys()
    alike = sum(
        any(
            abs(a - b) <= SAME_PLACE
            for a, b in zip(places[c], other_places[c], strict=True)
        )
        for c in both
    )
    return 2 * alike > len(both) or not both


def _usually_filled(columns: Columns, lines: Sequence[Line]) -> set[int]:
    """Return the columns that at least half of the lines with several cells fill."""
    rows = [cells for x in lines if len(cells := columns.cells(x)) > 1]
    often = Counter(at for cells in rows for at in cells)
    return {at for at, many in often.items() if 2 * many >= len(rows)}


def _usual_places(
    columns: Columns, lines: Sequence[Line]
) -> dict[int, tuple[int, int]]:
    """Return where most cells of a column begin and end, if they do so at one place."""
    starts: dict[int, Counter[int]] = {}
    ends: dict[int, Counter[int]] = {}
    for cells in map(columns.cells, lines):
        for at, words in cells.items() if len(cells) > 1 or columns.count == 1 else ():
            starts.setdefault(at, Counter())[round(words[0].x0)] += 1
            ends.setdefault(at, Counter())[round(words[-1].x1)] += 1
    usual: dict[int, tuple[int, int]] = {}
    for at in starts:
        (start, often), (end, also) = (
            found[at].most_common(1)[0] for found in (starts, ends)
        )
        if max(often, also) >= MIN_ALIGNED_SHARE * starts[at].total():
            usual[at] = (start, end)
    return usual


def _crossing_share(columns: Columns, lines: Sequence[Line]) -> float:
    return sum(map(columns.crosses, lines)) / len(lines) if lines else 0


# Tables over several pages


def group_pages(
    pages: Sequence[PdfPage], *, blanks_printed: bool
) -> tuple[list[PageGroup], list[PdfPage]]:
    """Group the pages whose lines stand in the same columns.

    Returns:
        The groups, and the pages with a table that cannot be read with the others.
    """

    def learn(pages: Sequence[PdfPage]) -> Columns:
        lines = [line for page in pages for line in page.lines]
        return learn_columns(lines, blanks_printed=blanks_printed)

    def rows(page: PdfPage) -> list[Line]:
        return [x for x in page.lines if has_cells(x, blanks_printed=blanks_printed)]

    rest = [page for page in pages if rows(page) and not page.edges]
    groups: list[PageGroup] = []
    for edges in dict.fromkeys(page.edges for page in pages if page.edges):
        same = [page for page in pages if page.edges == edges]
        groups.append(PageGroup(edges_columns(edges), same, len(groups)))
    while rest and len(groups) < MAX_TABLES:
        columns = learn(rest)
        fitting = [
            p for p in rest if _crossing_share(columns, rows(p)) <= MAX_CROSSING_SHARE
        ]
        if len(fitting) < len(rest):
            columns = learn(rest[:1])
        fitting = [
            p
            for p in rest
            if p is rest[0]
            or (
                _crossing_share(columns, rows(p)) <= MAX_CROSSING_SHARE
                and _stand_alike(columns, rest[0].lines, p.lines)
            )
        ]
        columns = learn(fitting)
        groups.append(PageGroup(columns, fitting, len(groups)))
        rest = [page for page in rest if not any(page is p for p in fitting)]
    unread = list(rest)
    for page in pages:
        if not rows(page) and groups and page.lines and not page.edges:
            nearest = groups[-1]
            if _is_other_part(page, nearest.columns):
                unread.append(page)
            else:
                nearest.pages.append(page)
    return groups, unread


def _is_other_part(page: PdfPage, columns: Columns) -> bool:
    """Whether a page holds a column of short cells: one of a table, but which?"""
    return _crossing_share(columns, page.lines) <= MAX_CROSSING_SHARE
