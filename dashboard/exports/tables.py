"""The clean list as a table for a spreadsheet: CSV with a byte-order mark, and XLSX.

Assumes an edition. No text of the list becomes a formula in either.
"""

from __future__ import annotations

import io

import pandas as pd
import xlsxwriter

from dashboard.exports.texts import column_width, csv_literal, spreadsheet_text
from pipeline.model import Edition

_CUT = " […]"


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
    frame = _texts(edition)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(sheet_name)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for column, name in enumerate(frame.columns):
            width = column_width([name, *frame[name].astype("str")])
            sheet.set_column(column, column, width, plain)
            sheet.write_string(0, column, name, bold)
            for row, value in enumerate(frame[name], start=1):
                if name == "source_row":
                    sheet.write_number(row, column, value)
                elif value:
                    sheet.write_string(row, column, spreadsheet_text(value, _CUT))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(frame), 1), frame.shape[1] - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return file.getvalue()


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
