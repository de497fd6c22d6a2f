"""The clean list as a table for a spreadsheet: CSV with a byte-order mark, and XLSX.

Assumes an edition. No text of the list becomes a formula in either.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.texts import column_width, csv_literal, spreadsheet_text
from pipeline.model import Edition

_CUT = " […]"

LINE_WIDTH = 100
"""The width of a sheet of lines, in half-width characters."""


def agreements_csv(edition: Edition) -> bytes:
    """Return the agreements as published, texts quoted as by `csv_literal`.

    Returns:
        A row is an agreement. exchange_marked is `true`, `false`, or empty where the
        list has no such column.
    """
    frame = _texts(edition)
    for name in frame.columns.drop("source_row"):
        frame[name] = frame[name].map(csv_literal)
    frame = frame.rename(columns=csv_literal)
    return frame.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def agreements_xlsx(edition: Edition, sheet_name: str) -> bytes:
    """Return the agreements as published: literal texts, a frozen header, filters.

    Returns:
        A workbook of one sheet; its rows and columns are those of `agreements_csv`.
        A text longer than a cell can hold ends in […].
    """
    return _workbook({sheet_name: _texts(edition)})


def table_xlsx(
    table: pd.DataFrame, sheets: tuple[str, str], facts: Sequence[str]
) -> bytes:
    """Return a table as on screen: literal texts, a frozen header, filters.

    Args:
        table: what is written; numbers stay numbers.
        sheets: the names of the sheet of the table and of that about it.
        facts: what the second sheet says of it, a line each.
    """
    return _workbook({sheets[0]: table}, {sheets[1]: facts})


def _workbook(
    tables: Mapping[str, pd.DataFrame],
    lines: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """Return a workbook with a sheet for each table, then one for each list of lines."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for name, frame in tables.items():
            _write_table(book.add_worksheet(name), frame, bold, plain)
        for name, texts in (lines or {}).items():
            sheet = book.add_worksheet(name)
            sheet.set_column(0, 0, LINE_WIDTH, plain)
            for row, text in enumerate(texts):
                sheet.write_string(row, 0, spreadsheet_text(text, _CUT))
    return file.getvalue()


def _write_table(
    sheet: Worksheet, frame: pd.DataFrame, bold: Format, plain: Format
) -> None:
    for column, name in enumerate(map(str, frame.columns)):
        values = frame.iloc[:, column]
        numeric = pd.api.types.is_numeric_dtype(values)
        sheet.set_column(
            column, column, column_width([name, *map(str, values.tolist())]), plain
        )
        sheet.write_string(0, column, spreadsheet_text(name, _CUT), bold)
        for row, value in enumerate(values.tolist(), start=1):
            if numeric and not pd.isna(value):
                sheet.write_number(row, column, value)
            elif not numeric and str(value):
                sheet.write_string(row, column, spreadsheet_text(str(value), _CUT))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(frame), 1), max(frame.shape[1] - 1, 0))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _texts(edition: Edition) -> pd.DataFrame:
    frame = edition.agreements.copy()
    marked = frame["exchange_marked"].map({True: "true", False: "false"})
    frame["exchange_marked"] = marked.fillna("")
    for name in frame.columns.drop("source_row"):
        frame[name] = frame[name].astype("str")
    return frame


def table_csv(table: pd.DataFrame) -> bytes:
    """Return a table as on screen, texts quoted as by `csv_literal`."""
    frame = table.copy()
    for name in frame.columns:
        if not pd.api.types.is_numeric_dtype(frame[name]):
            frame[name] = frame[name].map(lambda value: csv_literal(str(value)))
    frame = frame.rename(columns=lambda name: csv_literal(str(name)))
    return frame.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")
