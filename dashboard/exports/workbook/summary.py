"""A sheet for each section with numbers: its headline, its table, a native chart.

Depends on the contents of a section, never on its key. Totals are formulas over the
cells, stored with our own result; a figure that does not add up has none.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from dashboard.charts import Bars, Cards, Matrix, WorldMap
from dashboard.exports.texts import column_width, lines_of, visible
from dashboard.exports.workbook.cards import CARD_WIDTH, write_cards
from dashboard.exports.workbook.chart import insert_bar_chart
from dashboard.exports.workbook.grids import Grid, grid_of
from dashboard.exports.workbook.writer import Pen, quoted, row_height, set_widths
from dashboard.i18n import Translator
from dashboard.report import Section

HEAD_ROW = 6
"""The header row of the table, below title, headline, caption, facts and link."""

TOP_WIDTH = 100
"""Half-width characters of a line of headline or caption; longer ones are wrapped."""

NARROWEST_COLUMN, WIDEST_TABLE_COLUMN = 9, 50
EMPTY_COLUMN = 9
BESIDE = 110
"""A table up to this wide may have its chart beside it, a wider one has it below."""

TALL_TABLE = 12
"""A table with more rows than this has its chart beside it."""

ONE_PAGE = 60
"""A figure with at most this many rows is printed on one page."""

DENSITY = 1.08
"""Characters that fit into a unit of a column's width."""


SHORT_TITLES = (
    "map",
    "departments_regions",
    "coverage_gaps",
    "coverage_territories",
    "coverage_departments",
    "coverage_institutions",
    "coverage_single",
    "concentration",
)
"""Sections whose title is longer than a tab, which has a name of its own."""


def sheet_title(section: Section, words: Translator) -> str:
    """Return what the tab of a section is called."""
    if section.key in SHORT_TITLES:
        return words(f"sheet.{section.key}")
    return section.title


def write_section(pen: Pen, section: Section, about: str) -> tuple[str, int]:
    """Write the sheet of a section.

    Args:
        pen: writes into the workbook.
        section: what is shown.
        about: the name of the first sheet, for the link back.

    Returns:
        The name of the sheet and how many rows its table has.
    """
    color = pen.palette.accent if section.chart else pen.palette.muted
    sheet = pen.add_sheet(sheet_title(section, pen.words), color)
    grid = grid_of(section, pen.words)
    top = HEAD_ROW
    if isinstance(section.chart, Cards):
        top = write_cards(pen, sheet, top, section.chart.cards, section.table)
    widths = _widths(grid.frame) if grid else []
    if section.adds_up and grid:
        widths[0] = max(widths[0], column_width([pen.words("workbook.n")]))
    if isinstance(section.chart, Cards):
        widths = _at_least(widths, [CARD_WIDTH] * len(section.chart.cards))
    set_widths(sheet, widths)
    write_top(pen, sheet, section, widths, about)
    if grid is None:
        return sheet.get_name(), 0
    last = write_grid(pen, sheet, top, grid)
    if isinstance(section.chart, Bars | WorldMap):
        last = _write_totals(pen, sheet, top, grid, section)
        _draw_chart(pen, sheet, section, grid, (top, last), widths)
    if isinstance(section.chart, Matrix):
        _add_color_scale(pen, sheet, top, grid)
    if not isinstance(section.chart, Cards):
        sheet.freeze_panes(top + 1, 1)
        sheet.repeat_rows(top)
    return sheet.get_name(), len(grid.frame)


def write_top(
    pen: Pen, sheet: Worksheet, section: Section, widths: Sequence[int], about: str
) -> None:
    """Write title, headline, caption, the facts, and the link back."""
    across = columns_across(widths, TOP_WIDTH)
    width = sum(widths[:across]) + EMPTY_COLUMN * max(across - len(widths), 0)
    pen.text(sheet, 0, 0, section.title, "title")
    sheet.set_row(0, 24)
    texts = ((section.headline, "headline"), (section.caption, "caption"))
    for row, (text, style) in enumerate(texts, start=1):
        if text:
            larger = 1.15 if style == "headline" else 1.0
            lines = lines_of(visible(text), max(int(width / larger), 1))
            write_across(pen, sheet, row, text, style, across)
            sheet.set_row(row, row_height(larger * lines) + 3)
    write_across(pen, sheet, 3, "  ·  ".join(pen.report.facts), "facts", across)
    link = f"internal:{quoted(about)}!A1"
    sheet.write_url(4, 0, link, pen.styles["link"], pen.words("workbook.back"))


def write_across(
    pen: Pen, sheet: Worksheet, row: int, text: str, style: str, across: int
) -> None:
    """Write a text over several columns."""
    if across > 1:
        sheet.merge_range(row, 0, row, across - 1, "", pen.styles[style])
    pen.text(sheet, row, 0, text, style)


def columns_across(widths: Sequence[int], width: int) -> int:
    """Count the columns, from the first, that are `width` wide together."""
    taken, across = 0, 0
    while taken < width:
        taken += widths[across] if across < len(widths) else EMPTY_COLUMN
        across += 1
    return across


def _widths(frame: pd.DataFrame) -> list[int]:
    return [
        max(
            NARROWEST_COLUMN,
            column_width(
                [str(name), *map(_as_shown, frame.iloc[:, i].unique())],
                WIDEST_TABLE_COLUMN,
            ),
        )
        for i, name in enumerate(frame.columns)
    ]


def _as_shown(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _at_least(widths: list[int], least: list[int]) -> list[int]:
    longest = max(len(widths), len(least))
    pairs = zip(
        widths + [0] * (longest - len(widths)),
        least + [0] * (longest - len(least)),
        strict=True,
    )
    return [max(pair) for pair in pairs]


def write_grid(pen: Pen, sheet: Worksheet, top: int, grid: Grid) -> int:
    """Write a table with its header in row `top`.

    Returns:
        Its last row.
    """
    frame = grid.frame
    numeric = [_numeric(frame.iloc[:, i]) for i in range(frame.shape[1])]
    widths = _widths(frame)
    for i, name in enumerate(frame.columns):
        style = "head_right" if numeric[i] else "head"
        pen.text(sheet, top, i, str(name), style)
    shares = dict(grid.shares)
    percent = [str(name).endswith("%") for name in frame.columns]
    columns = [frame.iloc[:, i].tolist() for i in range(frame.shape[1])]
    for row, values in enumerate(zip(*columns, strict=True), top + 1):
        for i, value in enumerate(values):
            if i == grid.total and grid.total:
                cells = xl_range(row, grid.drawn[0], row, grid.drawn[-1])
                style = pen.styles["number"]
                sheet.write_formula(row, i, f"=SUM({cells})", style, value)
            elif i in shares:
                part = xl_rowcol_to_cell(row, shares[i])
                whole = xl_rowcol_to_cell(row, grid.total or shares[i])
                formula = f"=IF({whole}=0,0,{part}/{whole})"
                sheet.write_formula(row, i, formula, pen.styles["share"], value)
            else:
                style = _style(value, right=numeric[i], percent=percent[i])
                pen.value(sheet, row, i, value, style)
        lines = _lines_in(values, widths)
        if lines > 1:
            sheet.set_row(row, row_height(lines))
    return top + len(frame)


def _numeric(values: pd.Series) -> bool:
    """Whether a column has numbers, even if some of its cells are texts."""
    return pd.api.types.is_numeric_dtype(values) or any(
        isinstance(value, int | float) for value in values
    )


def _style(value: object, *, right: bool, percent: bool) -> str:
    if right and isinstance(value, str):
        return "gap"
    return "one_decimal" if right and percent else ""


def _lines_in(values: Sequence[object], widths: Sequence[int]) -> int:
    """Count the lines a row takes."""
    return max(
        lines_of(value, int(width * DENSITY)) if isinstance(value, str) else 1
        for value, width in zip(values, widths, strict=True)
    )


def _write_totals(
    pen: Pen, sheet: Worksheet, top: int, grid: Grid, section: Section
) -> int:
    """Write totals below what adds up and compare them with n; else a notice.

    Returns:
        The last row written.
    """
    first, last = top + 1, top + len(grid.frame)
    if not section.adds_up:
        pen.text(sheet, last + 1, 0, pen.words("workbook.no_total"), "facts")
        return last + 1
    for i in range(grid.frame.shape[1]):
        pen.text(sheet, last + 1, i, "", "total")
    pen.text(sheet, last + 1, 0, pen.words("table.total"), "total")
    whole = 0
    for i in grid.summed:
        total = int(grid.frame.iloc[:, i].sum())
        cells = xl_range(first, i, last, i)
        style = pen.styles["total_number"]
        sheet.write_formula(last + 1, i, f"=SUM({cells})", style, total)
        whole = total
    column = grid.summed[-1]
    n = pen.report.n
    pen.text(sheet, last + 2, 0, pen.words("workbook.n"), "text")
    pen.value(sheet, last + 2, column, n)
    pen.text(sheet, last + 3, 0, pen.words("workbook.total_check"), "text")
    cells = [xl_rowcol_to_cell(last + row, column) for row in (1, 2)]
    write_check(pen, sheet, (last + 3, column), cells, agrees=whole == n)
    return last + 3


def write_check(
    pen: Pen,
    sheet: Worksheet,
    cell: tuple[int, int],
    cells: Sequence[str],
    *,
    agrees: bool,
) -> None:
    """Write a formula that compares two cells, stored with our own result."""
    yes, no = pen.words("workbook.agrees"), pen.words("workbook.differs")
    formula = f'=IF({cells[0]}={cells[1]},"{yes}","{no}")'
    style = pen.styles["check"]
    sheet.write_formula(*cell, formula, style, yes if agrees else no)


def _draw_chart(
    pen: Pen,
    sheet: Worksheet,
    section: Section,
    grid: Grid,
    rows: tuple[int, int],
    widths: Sequence[int],
) -> None:
    top, last = rows
    beside = sum(widths) <= BESIDE and len(grid.frame) > TALL_TABLE
    if len(grid.frame) <= ONE_PAGE:
        sheet.fit_to_pages(1, 1)
    cell = (top, len(widths) + 1) if beside else (last + 3, 0)
    if beside:
        sheet.set_column(len(widths), len(widths), 3)
    insert_bar_chart(pen, sheet, section, grid, top, cell)


def _add_color_scale(pen: Pen, sheet: Worksheet, top: int, grid: Grid) -> None:
    """Colour larger numbers darker with a conditional format."""
    rows, columns = grid.frame.shape
    if rows and columns > 1:
        rule = {
            "type": "2_color_scale",
            "min_color": pen.palette.paper,
            "max_color": pen.palette.ramp[5],
        }
        sheet.conditional_format(top + 1, 1, top + rows, columns - 1, rule)
