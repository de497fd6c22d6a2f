"""Reads a PDF that holds text: its tables, joined over pages, and the lines between.

A row's number counts the lines outside of tables and the rows of ruled tables, from 1;
of a table without ruled rows it counts the lines, and the blanks between them.
"""

from __future__ import annotations

import io
import logging
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.read import refusals
from pipeline.read.joining import Block, TextLine, join_blocks
from pipeline.read.kinds import PDF
from pipeline.read.pdf_columns import (
    Columns,
    are_blanks_printed,
    has_cells,
    learn_columns,
    typical_fill,
)
from pipeline.read.pdf_lines import Line
from pipeline.read.pdf_pages import (
    PdfPage,
    RuledTable,
    beside,
    edges_columns,
    fits,
    is_level,
    prepare_page,
    set_running_lines_aside,
)
from pipeline.read.pdf_rows import RowFinder
from pipeline.read.table import Budget, Outside, Table

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # tells of odd fonts

MAX_PAGES = 2_000
"""Longer documents are not lists."""

MAX_TABLES = 8
"""So many tables without ruled rows are told apart in one document."""

MAX_CROSSING_SHARE = 0.3
"""Share of a page's lines of cells that may reach over the gutters of its table."""

MIN_EQUAL_ROWS = 3
"""So many rows at equal heights prove that two pages show one table side by side."""

MIN_LEVEL_SHARE = 0.85
"""Share of the lines that must stand at equal heights: cells may take several lines."""

BLANK_BETWEEN = 3.0
"""Points between two lines from which the blank between them is counted."""


@dataclass
class _Group:
    """Pages that show parts of one table without ruled rows."""

    columns: Columns
    pages: list[PdfPage]


def read_pdf(received: bytes, name: str) -> list[Table]:
    """Read all tables.

    Raises:
        SourceError: the PDF is damaged, locked, a scan, or has no table with two
            columns, or its tables hold more than a list can.
    """
    try:
        with pdfplumber.open(io.BytesIO(received)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise refusals.too_many_rows(name, len(pdf.pages))
            pages = list(_prepared(pdf))
    except PdfminerException as error:
        if any(isinstance(e, PDFPasswordIncorrect) for e in (*error.args, error)):
            raise refusals.encrypted(name) from error
        raise refusals.not_readable(name, PDF, repr(error)) from error
    if not any(page.tables or page.lines or page.aside for page in pages):
        raise refusals.no_text_in_pdf(name, len(pages))
    set_running_lines_aside(pages)
    return _tables(pages, name)


def _prepared(pdf: Any) -> Iterator[PdfPage]:
    for page in pdf.pages:
        yield prepare_page(page)
        page.close()


def _tables(pages: list[PdfPage], name: str) -> list[Table]:
    blanks_printed = are_blanks_printed([x for page in pages for x in page.lines])
    pages = _with_sides(pages, blanks_printed=blanks_printed)
    narrow = [page for page in pages if _is_narrow(page)]
    groups, unread = _groups(
        [page for page in pages if not page.tables], blanks_printed=blanks_printed
    )
    items = list(_items(pages, groups))
    tables = join_blocks(items, Budget(name))
    if not tables:
        first = next((i.text for i in items if isinstance(i, TextLine)), "")
        raise refusals.no_table(name, "PDF", first or _first_text(pages))
    outside = [(page.number, text, 0) for page in pages for text in page.aside]
    outside += [_unread_page(page) for page in unread]
    outside += [_unread_column(page) for page in narrow]
    for table in tables:
        table.outside = [*table.outside, *outside]
    return tables


def _first_text(pages: Sequence[PdfPage]) -> str:
    lines = (line.text for page in pages for line in page.lines)
    return next(chain(lines, (text for page in pages for text in page.aside)), "")


def _is_narrow(page: PdfPage) -> bool:
    """Whether a page holds one ruled column: of a table on another page, but which?"""
    return any(table.block.width < 2 for table in page.tables)


def _unread_column(page: PdfPage) -> Outside:
    tables = [table for table in page.tables if table.block.width < 2]
    rows = [cells for table in tables for _, cells in table.block.rows]
    return page.number, " / ".join(map("".join, rows)), len(rows)


def _unread_page(page: PdfPage) -> Outside:
    text = " / ".join(line.text for line in page.lines)
    return page.number, text, len(page.lines)


# Tables that are printed side by side on two pages


def _with_sides(pages: Sequence[PdfPage], *, blanks_printed: bool) -> list[PdfPage]:
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
    return columns.count == other.count and all(
        _crossing_share(own, lines) <= MAX_CROSSING_SHARE
        and typical_fill(own, lines) > own.count / 2
        for own, lines in ((columns, right.lines), (other, left.lines))
    )


def _crossing_share(columns: Columns, lines: Sequence[Line]) -> float:
    return sum(map(columns.crosses, lines)) / len(lines) if lines else 0


# Tables over several pages


def _groups(
    pages: Sequence[PdfPage], *, blanks_printed: bool
) -> tuple[list[_Group], list[PdfPage]]:
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
    groups: list[_Group] = []
    for edges in dict.fromkeys(page.edges for page in pages if page.edges):
        same = [page for page in pages if page.edges == edges]
        groups.append(_Group(edges_columns(edges), same))
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
                or _crossing_share(columns, rows(p)) <= MAX_CROSSING_SHARE
            ]
            columns = learn(fitting)
        groups.append(_Group(columns, fitting))
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


# From pages to rows


def _items(
    pages: Sequence[PdfPage], groups: Sequence[_Group]
) -> Iterator[TextLine | Block]:
    found: dict[int, RowFinder] = {}
    for group in groups:
        finder = RowFinder(group.columns, [page.lines for page in group.pages])
        found |= {page.number: finder for page in group.pages}
    at = 0
    for page in pages:
        if page.tables:
            items = list(_ruled_items(page, at))
        elif page.number in found:
            items = list(_open_items(page, found[page.number], at))
        else:
            items = []
        for item in items:
            at = item.number if isinstance(item, TextLine) else item.rows[-1][0]
            yield item


def _ruled_items(page: PdfPage, at: int) -> Iterator[TextLine | Block]:
    """Yield the tables of a page and the lines outside of them, from the top."""
    positioned: list[tuple[float, int, RuledTable | Line]] = [
        (table.tops[0], i, table)
        for i, table in enumerate(page.tables)
        if table.block.width > 1
    ]
    positioned += [
        (line.top, len(positioned) + i, line) for i, line in enumerate(page.lines)
    ]
    shapes = [edges_columns(table.edges) for table in page.tables]
    for _, _, item in sorted(positioned, key=lambda entry: entry[:2]):
        if isinstance(item, Line):
            at += 1
            columns = next((c for c in shapes if fits(c, item)), None)
            if columns is None:
                yield TextLine(at, item.text)
            else:
                yield Block([(at, columns.texts(item))])
        else:
            rows = [(at + 1 + i, cells) for i, (_, cells) in enumerate(item.block.rows)]
            at += len(rows)
            yield replace(item.block, rows=rows)


def _open_items(
    page: PdfPage, finder: RowFinder, at: int
) -> Iterator[TextLine | Block]:
    """Yield the rows of a table without ruled rows, and the lines that are none."""
    numbers = _line_numbers(page.lines, at)
    chunk: list[Line] = []
    for line in page.lines:
        if not finder.is_cell(line):
            yield from _rows(chunk, page.rules, finder, numbers)
            yield TextLine(numbers[id(line)], line.text)
            chunk = []
        else:
            chunk.append(line)
    yield from _rows(chunk, page.rules, finder, numbers)


def _rows(
    lines: Sequence[Line],
    rules: Sequence[float],
    finder: RowFinder,
    numbers: dict[int, int],
) -> Iterator[Block]:
    if rows := finder.find(lines, rules):
        yield Block([(numbers[id(row[0].line)], finder.texts(row)) for row in rows])


def _line_numbers(lines: Sequence[Line], at: int) -> dict[int, int]:
    """Number the lines of a page; a blank between two lines counts as a line."""
    numbers: dict[int, int] = {}
    bottom = 0.0 if at else float("inf")
    for line in lines:
        at += 2 if line.top - bottom > BLANK_BETWEEN else 1
        numbers[id(line)] = at
        bottom = max(line.bottom, bottom) if bottom < float("inf") else line.bottom
    return numbers
