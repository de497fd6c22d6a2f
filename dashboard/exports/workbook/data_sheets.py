"""The data sheets, one row per key, and the sheet that explains their columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.dictionary import ColumnDescription
from dashboard.exports.texts import (
    WIDEST_COLUMN,
    column_width,
    lines_of,
    spreadsheet_text,
)
from dashboard.exports.tidy import TidyTable
from dashboard.exports.workbook.writer import Pen, row_height, set_widths

SHEETS = (
    "agreements",
    "agreement_departments",
    "institutions",
    "territories",
    "departments",
    "findings",
    "repairs",
    "provenance",
)
"""The tables a workbook holds, in order."""

MOST_SHEET_ROWS = {"repairs": 20_000, "provenance": 20_000, "findings": 20_000}
"""Longer tables are left out with a notice; the package has them all."""

SHEET_ROWS = 1_048_575
"""Rows below the header that a sheet can have."""

MEANING_WIDTH = 90
PAGE_WIDTH = 220
"""Readable half-width characters across a printed page; wider tables take several."""

RowLines = Mapping[int, int]
"""Row -> how many lines its texts take, where they take more than one."""

SAMPLED_ROWS = 2000
"""The widths of columns are measured on this many rows."""


def write_data_sheet(pen: Pen, table: TidyTable) -> tuple[str, bool]:
    """Write a table with a frozen, filterable header.

    Returns:
        The name of the sheet, and whether the rows are on it.
    """
    words = pen.words
    title = words("workbook.data", table=words(f"table.{table.name}"))
    sheet = pen.add_sheet(title, pen.palette.grid)
    rows = len(table.frame)
    if rows > MOST_SHEET_ROWS.get(table.name, SHEET_ROWS):
        pen.text(sheet, 0, 0, words("workbook.left_out", rows=rows), "plain")
        return sheet.get_name(), False
    widths: list[int] = []
    lines: dict[int, int] = {}
    for position, (column, heading) in enumerate(
        zip(table.columns, headings(table, words.lang), strict=True)
    ):
        pen.text(sheet, 0, position, heading, "head")
        write = _WRITERS[column.type]
        for row, taken in write(pen, sheet, position, table.frame[column.name]).items():
            lines[row] = max(taken, lines.get(row, 1))
        sample = table.frame[column.name].head(SAMPLED_ROWS).astype("str").fillna("")
        widths.append(column_width([heading, *sample], WIDEST_COLUMN))
    for row, taken in lines.items():
        sheet.set_row(row, row_height(taken))
    set_widths(sheet, widths)
    sheet.fit_to_pages(-(-sum(widths) // PAGE_WIDTH), 0)
    sheet.repeat_columns(0)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(rows, 1), len(table.columns) - 1)
    sheet.repeat_rows(0)
    return sheet.get_name(), True


def headings(table: TidyTable, lang: str) -> list[str]:
    """Return the unique titles of the columns in a language."""
    seen: dict[str, int] = {}
    titles = []
    for column in table.columns:
        title = column.titles[lang]
        folded = title.casefold()
        seen[folded] = seen.get(folded, 0) + 1
        titles.append(title if seen[folded] == 1 else f"{title} ({seen[folded]})")
    return titles


def _write_texts(
    pen: Pen, sheet: Worksheet, position: int, values: pd.Series
) -> RowLines:
    notice = pen.words("workbook.cut")
    plain, wrapped = pen.styles["plain"], pen.styles["wrap"]
    written: dict[str, tuple[str, object]] = {}
    lines: dict[str, int] = {}
    tall: dict[int, int] = {}
    for row, text in enumerate(values.tolist(), start=1):
        if text:
            shown = written.get(text)
            if shown is None:
                lines[text] = lines_of(text, WIDEST_COLUMN - 2)
                style = wrapped if lines[text] > 1 else plain
                shown = written[text] = (spreadsheet_text(text, notice), style)
            sheet.write_string(row, position, *shown)
            if lines[text] > 1:
                tall[row] = lines[text]
    return tall


def _write_numbers(
    pen: Pen, sheet: Worksheet, position: int, values: pd.Series
) -> RowLines:
    style = pen.styles["plain_number"]
    if values.dtype == "Float64":
        style = pen.styles["coordinate"]
    for row, (value, present) in enumerate(
        zip(values.fillna(0).tolist(), values.notna().tolist(), strict=True), start=1
    ):
        if present:
            sheet.write_number(row, position, value, style)
    return {}


def _write_booleans(
    pen: Pen, sheet: Worksheet, position: int, values: pd.Series
) -> RowLines:
    style = pen.styles["plain"]
    for row, value in enumerate(values.astype(object).tolist(), start=1):
        if not pd.isna(value):
            sheet.write_boolean(row, position, value, style)
    return {}


_WRITERS: Mapping[str, Callable[[Pen, Worksheet, int, pd.Series], RowLines]] = {
    "string": _write_texts,
    "category": _write_texts,
    "integer": _write_numbers,
    "number": _write_numbers,
    "boolean": _write_booleans,
}


def write_columns(pen: Pen, tables: Mapping[str, TidyTable]) -> str:
    """Write the data dictionary: what each column of the data sheets is.

    Returns:
        The name of the sheet.
    """
    words = pen.words
    sheet = pen.add_sheet(words("workbook.columns"), pen.palette.grid)
    names = ("table", "column_title", "column_name", "column_type", "column_meaning")
    for position, name in enumerate(names):
        pen.text(sheet, 0, position, words(f"workbook.{name}"), "head")
    row = 0
    for name in SHEETS:
        table = tables[name]
        for column, heading in zip(
            table.columns, headings(table, words.lang), strict=True
        ):
            row += 1
            _write_column(pen, sheet, row, name, column, heading)
    set_widths(sheet, (24, 34, 24, 12, MEANING_WIDTH))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, row, len(names) - 1)
    sheet.repeat_rows(0)
    return str(sheet.get_name())


def _write_column(
    pen: Pen,
    sheet: Worksheet,
    row: int,
    table: str,
    column: ColumnDescription,
    heading: str,
) -> None:
    texts = (
        (pen.words(f"table.{table}"), "text"),
        (heading, "name"),
        (column.name, "code"),
        (column.type, "text"),
        (column.descriptions[pen.words.lang], "text"),
    )
    for position, (text, style) in enumerate(texts):
        pen.text(sheet, row, position, text, style)
    sheet.set_row(row, row_height(lines_of(texts[-1][0], MEANING_WIDTH - 2)))
