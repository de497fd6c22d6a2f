"""Reads a PDF that holds text: its tables, joined over pages, and the lines between.

A row's number counts the lines outside of tables and the rows of ruled tables, from 1;
of a table without ruled rows it counts the lines, and the blanks between them.
"""

from __future__ import annotations

import io
import logging
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.read import refusals
from pipeline.read.joining import Block, TextLine, join_blocks
from pipeline.read.kinds import PDF
from pipeline.read.pdf_columns import (
    are_blanks_printed,
)
from pipeline.read.pdf_lines import Line
from pipeline.read.pdf_pages import (
    PdfPage,
    RuledTable,
    edges_columns,
    fits,
    prepare_page,
)
from pipeline.read.pdf_rows import RowFinder
from pipeline.read.pdf_running import set_running_lines_aside
from pipeline.read.pdf_tables import PageGroup, group_pages, with_sides
from pipeline.read.table import Budget, Outside, Table

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # tells of odd fonts

MAX_PAGES = 2_000
"""Longer documents are not lists."""

BLANK_BETWEEN = 3.0
"""Points between two lines from which the blank between them is counted."""


PlacedItem = tuple[str, TextLine | Block]
"""A table or a line, and its page."""


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
    pages = with_sides(pages, blanks_printed=blanks_printed)
    narrow = [page for page in pages if _is_narrow(page)]
    groups, unread = group_pages(
        [page for page in pages if not page.tables], blanks_printed=blanks_printed
    )
    unread_pages = {page.number for page in unread}
    placed = list(_items(pages, groups, unread_pages))
    items = [item for _, item in placed]
    tables = join_blocks(items, Budget(name))
    if not tables:
        first = next((i.text for i in items if isinstance(i, TextLine)), "")
        raise refusals.no_table(name, "PDF", first or _first_text(pages))
    outside = [(_place(page), text, 0) for page in pages for text in page.aside]
    outside += [_unread_page(page) for page in unread]
    outside += [_unread_column(page) for page in narrow]
    for table in tables:
        table.name = _place_of(table.numbers[0], placed)
        table.outside = [*_at_pages(table.outside, placed), *outside]
    return tables


def _at_pages(
    outside: Sequence[Outside], placed: Sequence[PlacedItem]
) -> list[Outside]:
    """Say on which page the lines stand that follow the last table."""
    return [(_place_of(int(row), placed), text, rows) for row, text, rows in outside]


def _place_of(number: int, placed: Sequence[PlacedItem]) -> str:
    """Return the page of a source row."""
    numbers = [
        item.number if isinstance(item, TextLine) else item.rows[0][0]
        for _, item in placed
    ]
    return placed[max(bisect_right(numbers, number) - 1, 0)][0]


def _first_text(pages: Sequence[PdfPage]) -> str:
    lines = (line.text for page in pages for line in page.lines)
    return next(chain(lines, (text for page in pages for text in page.aside)), "")


def _place(page: PdfPage) -> str:
    return f"p. {page.number}"


def _is_narrow(page: PdfPage) -> bool:
    """Whether a page holds one ruled column: of a table on another page, but which?"""
    return any(table.block.width < 2 for table in page.tables)


def _unread_column(page: PdfPage) -> Outside:
    tables = [table for table in page.tables if table.block.width < 2]
    rows = [cells for table in tables for _, cells in table.block.rows]
    return _place(page), " / ".join(map("".join, rows)), len(rows)


def _unread_page(page: PdfPage) -> Outside:
    text = " / ".join(line.text for line in page.lines)
    return _place(page), text, len(page.lines)


# From pages to rows


def _items(
    pages: Sequence[PdfPage], groups: Sequence[PageGroup], unread: Collection[int]
) -> Iterator[PlacedItem]:
    found: dict[int, tuple[RowFinder, int]] = {}
    for group in groups:
        finder = RowFinder(group.columns, [page.lines for page in group.pages])
        found |= {page.number: (finder, group.number) for page in group.pages}
    at = 0
    for page in pages:
        if page.number in unread:
            continue
        if page.tables or page.number not in found:
            items = list(_ruled_items(page, at))
        else:
            finder, table = found[page.number]
            items = list(_open_items(page, finder, at))
            for item in items:
                if isinstance(item, Block):
                    item.table = table
        for item in items:
            at = item.number if isinstance(item, TextLine) else item.rows[-1][0]
            yield _place(page), item


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
