"""One sheet for each section with numbers: its sentence, its table, a native chart.

Goes by what a section holds, never by its key. Totals are formulas over the cells, with
our own result stored in them; where a figure does not add up, none is given.
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
from dashboard.report import Section

HEAD_ROW = 6
"""The head of the table: above are title, sentence, caption, facts and the way back."""

TOP_WIDTH = 100
"""Places a sentence at the top may take before it is wrapped."""

NARROWEST_COLUMN, WIDEST_TABLE_COLUMN = 9, 50
EMPTY_COLUMN = 9
BESIDE = 110
"""A table up to so wide may have its chart beside it, a wider one has it below."""

TALL_TABLE = 12
"""A table with more rows has its chart beside it."""

ONE_PAGE = 60
"""A figure with at most so many rows is printed on one page."""

DENSITY = 1.08
"""Characters set closer than the places that widths are counted in."""


def write_section(pen: Pen, section: Section, about: str) -> tuple[str, int]:
    """Write the sheet of one section.

    Args:
        pen: writes.
        section: what is shown.
        about: the name of the first sheet, to go back to.

    Returns:
        The name of the sheet and how many rows its table has.
    """
    color = pen.palette.accent if section.chart else pen.palette.muted
    sheet = pen.add_sheet(section.title, color)
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
        _draw(pen, sheet, section, grid, (top, last), widths)
    if isinstance(section.chart, Matrix):
        _tint(pen, sheet, top, grid)
    if not isinstance(section.chart, Cards):
        sheet.freeze_panes(top + 1, 1)
        sheet.repeat_rows(top)
    return sheet.get_name(), len(grid.frame)


def write_top(
    pen: Pen, sheet: Worksheet, section: Section, widths: Sequence[int], about: str
) -> None:
    """Title, sentence, caption, what every figure states, and the way back."""
    across = columns_across(widths, TOP_WIDTH)
    places = sum(widths[:across]) + EMPTY_COLUMN * max(across - len(widths), 0)
    pen.text(sheet, 0, 0, section.title, "title")
    sheet.set_row(0, 24)
    texts = ((section.headline, "headline"), (section.caption, "caption"))
    for row, (text, style) in enumerate(texts, start=1):
        if text:
            larger = 1.15 if style == "headline" else 1.0
            lines = lines_of(visible(text), max(int(places / larger), 1))
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


def columns_across(widths: Sequence[int], places: int) -> int:
    """How many columns from the first are so wide together."""
    taken, across = 0, 0
    while taken < places:
        taken += widths[across] if across < len(widths) else EMPTY_COLUMN
        across += 1
    return across


def _widths(frame: pd.DataFrame) -> list[int]:
    return [
        max(
            NARROWEST_COLUMN,
            column_width(
                [str(name), *map(_shown, frame.iloc[:, place].unique())],
                WIDEST_TABLE_COLUMN,
            ),
        )
        for place, name in enumerate(frame.columns)
    ]


def _shown(value: object) -> str:
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
    """Write a table with its head in row `top`.

    Returns:
        Its last row.
    """
    frame = grid.frame
    numeric = [_numeric(frame.iloc[:, place]) for place in range(frame.shape[1])]
    widths = _widths(frame)
    for place, name in enumerate(frame.columns):
        style = "head_right" if numeric[place] else "head"
        pen.text(sheet, top, place, str(name), style)
    shares = dict(grid.shares)
    percent = [str(name).endswith("%") for name in frame.columns]
    columns = [frame.iloc[:, place].tolist() for place in range(frame.shape[1])]
    for row, values in enumerate(zip(*columns, strict=True), top + 1):
        for place, value in enumerate(values):
            if place == grid.total and grid.total:
                cells = xl_range(row, grid.drawn[0], row, grid.drawn[-1])
                style = pen.styles["number"]
                sheet.write_formula(row, place, f"=SUM({cells})", style, value)
            elif place in shares:
                part = xl_rowcol_to_cell(row, shares[place])
                whole = xl_rowcol_to_cell(row, grid.total or shares[place])
                formula = f"=IF({whole}=0,0,{part}/{whole})"
                sheet.write_formula(row, place, formula, pen.styles["share"], value)
            else:
                style = _style(value, right=numeric[place], percent=percent[place])
                pen.value(sheet, row, place, value, style)
        lines = _lines_in(values, widths)
        if lines > 1:
            sheet.set_row(row, row_height(lines))
    return top + len(frame)


def _numeric(values: pd.Series) -> bool:
    """Whether a column is one of numbers, words for some of them notwithstanding."""
    return pd.api.types.is_numeric_dtype(values) or any(
        isinstance(value, int | float) for value in values
    )


def _style(value: object, *, right: bool, percent: bool) -> str:
    if right and isinstance(value, str):
        return "gap"
    return "one" if right and percent else ""


def _lines_in(values: Sequence[object], widths: Sequence[int]) -> int:
    """How many lines a row takes."""
    return max(
        lines_of(value, int(places * DENSITY)) if isinstance(value, str) else 1
        for value, places in zip(values, widths, strict=True)
    )


def _write_totals(
    pen: Pen, sheet: Worksheet, top: int, grid: Grid, section: Section
) -> int:
    """Totals below what adds up, held against n; else say that there are none.

    Returns:
        The last row written.
    """
    first, last = top + 1, top + len(grid.frame)
    if not section.adds_up:
        pen.text(sheet, last + 1, 0, pen.words("workbook.no_total"), "facts")
        return last + 1
    for place in range(grid.frame.shape[1]):
        pen.text(sheet, last + 1, place, "", "total")
    pen.text(sheet, last + 1, 0, pen.words("table.total"), "total")
    whole = 0
    for place in grid.summed:
        total = int(grid.frame.iloc[:, place].sum())
        cells = xl_range(first, place, last, place)
        style = pen.styles["total_number"]
        sheet.write_formula(last + 1, place, f"=SUM({cells})", style, total)
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
    place: tuple[int, int],
    cells: Sequence[str],
    *,
    agrees: bool,
) -> None:
    """A formula that says whether two cells are equal, with what we found."""
    yes, no = pen.words("workbook.agrees"), pen.words("workbook.differs")
    formula = f'=IF({cells[0]}={cells[1]},"{yes}","{no}")'
    style = pen.styles["check"]
    sheet.write_formula(*place, formula, style, yes if agrees else no)


def _draw(
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
    place = (top, len(widths) + 1) if beside else (last + 3, 0)
    if beside:
        sheet.set_column(len(widths), len(widths), 3)
    insert_bar_chart(pen, sheet, section, grid, top, place)


def _tint(pen: Pen, sheet: Worksheet, top: int, grid: Grid) -> None:
    """Darker where there is more, by the sheet's own rule."""
    rows, columns = grid.frame.shape
    if rows and columns > 1:
        rule = {
            "type": "2_color_scale",
            "min_color": pen.palette.paper,
            "max_color": pen.palette.ramp[5],
        }
        sheet.conditional_format(top + 1, 1, top + rows, columns - 1, rule)
