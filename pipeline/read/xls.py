"""Reads XLS, the workbooks of Excel 97 to 2003: every sheet, visible ones first."""

from __future__ import annotations

import io

import xlrd

from pipeline.read import refusals
from pipeline.read.kinds import XLS
from pipeline.read.number_formats import format_number
from pipeline.read.table import Budget, Table, mark_struck, sheet_table
from pipeline.read.zip_xml import Element


def read_xls(received: bytes, name: str) -> list[Table]:
    """Read all sheets.

    Raises:
        SourceError: the workbook is damaged, locked, or holds more than a list can.
    """
    try:
        book = _open(received)
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise refusals.encrypted(name) from error
        raise refusals.not_readable(name, XLS, str(error)) from error
    budget = Budget(name)
    shown: list[Table] = []
    hidden: list[Table] = []
    for sheet in book.sheets():
        texts = {
            row + 1: row_texts
            for row in range(sheet.nrows)
            if (row_texts := _row(book, sheet.row(row)))
        }
        merged = [
            (top + 1, bottom, left, right - 1)
            for top, bottom, left, right in sheet.merged_cells
        ]
        table = sheet_table(texts, merged, sheet.name, budget)
        table.with_marks_of(_marks(book, sheet, texts))
        if table.cells:
            table.shown = not sheet.visibility
            (shown if table.shown else hidden).append(table)
    if not shown + hidden:
        raise refusals.no_cells(name)
    return shown + hidden


def _open(received: bytes) -> Element:
    """Open with formats and merged cells, or without if those are damaged."""
    try:
        return xlrd.open_workbook(
            file_contents=received,
            formatting_info=True,
            ragged_rows=True,
            logfile=io.StringIO(),
        )
    except (IndexError, KeyError, AssertionError, NotImplementedError):
        return xlrd.open_workbook(
            file_contents=received, ragged_rows=True, logfile=io.StringIO()
        )


def _marks(book: Element, sheet: Element, texts: dict[int, dict[int, str]]) -> Table:
    """Return what a sheet shows of its rows and columns beside their texts."""
    marks = Table()
    for row, info in sheet.rowinfo_map.items():
        if info.hidden or info.height == 0:
            marks.hidden_rows.add(row + 1)
    marks.hidden_columns = {
        at for at, info in sheet.colinfo_map.items() if info.hidden or info.width == 0
    }
    if not book.formatting_info:
        return marks
    for row, row_texts in texts.items():
        cells = sheet.row(row - 1)
        mark_struck(
            marks.struck, row, (at for at in row_texts if _is_struck(book, cells[at]))
        )
    for (row, at), runs in sheet.rich_text_runlist_map.items():
        fonts = [(start, book.font_list[font].struck_out) for start, font in runs]
        if any(struck for _, struck in fonts) and at not in marks.struck.get(
            row + 1, ()
        ):
            known = marks.partly_struck.get(row + 1, frozenset())
            marks.partly_struck[row + 1] = known | {at}
    return marks


def _is_struck(book: Element, cell: Element) -> bool:
    style = book.xf_list[cell.xf_index or 0]
    return bool(book.font_list[style.font_index].struck_out)


def _row(book: Element, cells: list[Element]) -> dict[int, str]:
    texts = {column: _text(book, cell) for column, cell in enumerate(cells)}
    return {column: text for column, text in texts.items() if text.strip()}


def _text(book: Element, cell: Element) -> str:
    kind, value = cell.ctype, cell.value
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        code = "yyyy-mm-dd" if kind == xlrd.XL_CELL_DATE else ""
        if cell.xf_index is not None and book.formatting_info:
            key = book.xf_list[cell.xf_index].format_key
            code = book.format_map[key].format_str if key in book.format_map else code
        return format_number(str(value), code, from_1904=book.datemode == 1)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#N/A"))
    return str(value)
