"""The workbook behind a chart, where texts of the list are never formulas.

Replaces the workbook writer of python-pptx, which would write "=..." as a formula.
"""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter

from dashboard.exports.slides.pptx_types import untyped

_CREATED = datetime(1980, 1, 1)  # a workbook has no time zone


class ChartNumbers(CategoryChartData):
    """The numbers of a chart, with a workbook in which texts stay texts."""

    @property
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        writer: CategoryWorkbookWriter = untyped(_Workbook)(self)
        return writer


class _Workbook(CategoryWorkbookWriter):
    """Writes the workbook behind a chart, the same bytes every time."""

    @property
    def xlsx_blob(self) -> bytes:
        """Return the workbook: a row for each category, a column for each series."""
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
            book.set_properties({"created": _CREATED})
            sheet = book.add_worksheet()
            for row, category in enumerate(self._chart_data.categories, start=1):
                sheet.write_string(row, 0, category.label)
            for column, series in enumerate(self._chart_data, start=1):
                sheet.write_string(0, column, series.name)
                for row, number in enumerate(series.values, start=1):
                    sheet.write_number(row, column, number)
        return file.getvalue()
