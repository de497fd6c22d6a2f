"""Native bar charts, drawn from the cells of a sheet, in the colours of the dashboard."""

from __future__ import annotations

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.texts import visible
from dashboard.exports.workbook.grids import MOST_DRAWN, Grid
from dashboard.exports.workbook.writer import Pen
from dashboard.report import Section

CHART_WIDTH = 640
BAR_HEIGHT, GROUPED_BAR_HEIGHT, CHART_PADDING = 26, 12, 90
"""Pixels: a bar, each of several bars side by side, and the space around all."""

LABELLED = 4
"""Bars of up to this many colours have their numbers written on them."""

ALT_TEXT = 2000


def insert_bar_chart(
    pen: Pen,
    sheet: Worksheet,
    section: Section,
    grid: Grid,
    top: int,
    cell: tuple[int, int],
) -> None:
    """Insert a chart of the drawn columns of a grid, with its corner at `cell`.

    `top` is the header row of the grid.
    """
    rows = min(grid.rows, MOST_DRAWN)
    if not rows or not grid.drawn:
        return
    subtype = {"subtype": "stacked"} if grid.stacked and len(grid.drawn) > 1 else {}
    chart = pen.book.add_chart({"type": "bar", **subtype})
    name = sheet.get_name()
    for column, (kind, value) in zip(grid.drawn, grid.colors, strict=True):
        color = pen.palette.of(kind, value)
        series = _series(pen, name, (top, column), rows, color)
        if len(grid.drawn) <= LABELLED:
            series["data_labels"] = _labels(pen, color, stacked=bool(subtype))
        chart.add_series(series)
    _format_chart(pen, chart, len(grid.drawn))
    bar_height = (
        BAR_HEIGHT
        if subtype or len(grid.drawn) == 1
        else GROUPED_BAR_HEIGHT * len(grid.drawn)
    )
    chart.set_size({"width": CHART_WIDTH, "height": CHART_PADDING + bar_height * rows})
    alt_text = visible(f"{section.title}: {section.headline}").replace("\n", " ")
    options = {"description": alt_text[:ALT_TEXT], "object_position": 2}
    sheet.insert_chart(*cell, chart, options)
    if grid.rows > rows:
        notice = pen.words("workbook.most_drawn", shown=rows)
        pen.text(sheet, cell[0] - 1, cell[1], notice, "facts")


def _series(
    pen: Pen, sheet: str, head: tuple[int, int], rows: int, color: str
) -> dict[str, object]:
    """Return the bars of the column of a sheet below its header cell `head`."""
    top, column = head
    return {
        "name": [sheet, top, column],
        "categories": [sheet, top + 1, 0, top + rows, 0],
        "values": [sheet, top + 1, column, top + rows, column],
        "fill": {"color": color},
        "border": {"color": pen.palette.paper, "width": 0.5},
        "gap": 45,
    }


def _labels(pen: Pen, color: str, *, stacked: bool) -> dict[str, object]:
    """Return the format of the numbers on the bars; a zero is not written."""
    font = {"color": pen.palette.ink, "size": 9}
    if stacked and _dark(color):
        font["color"] = pen.palette.paper
    return {"value": True, "num_format": "#,##0;;", "font": font}


def _dark(color: str) -> bool:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140


def _format_chart(pen: Pen, chart: Chart, series: int) -> None:
    font = {"color": pen.palette.ink, "size": 9}
    line = {"color": pen.palette.grid}
    chart.set_title({"none": True})
    chart.set_legend(
        {"position": "bottom", "font": font} if series > 1 else {"none": True}
    )
    chart.set_y_axis(
        {
            "reverse": True,
            "crossing": "max",
            "num_font": font,
            "line": line,
            "major_tick_mark": "none",
        }
    )
    chart.set_x_axis(
        {
            "num_font": font,
            "num_format": "#,##0",
            "min": 0,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": line},
        }
    )
    chart.set_chartarea(
        {"border": {"none": True}, "fill": {"color": pen.palette.paper}}
    )
