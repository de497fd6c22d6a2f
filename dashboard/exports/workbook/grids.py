"""The numbers drawn of a section as a table from whose cells a chart can be drawn.

Depends on the contents of a section, never on its key. Counts nothing: totals of what
adds up are formulas over the cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.charts import Bars, Matrix, Series, WorldMap
from dashboard.i18n import Translator
from dashboard.report import Section

MOST_DRAWN = 30
"""A chart shows at most this many rows, the first; the table shows all."""


@dataclass(frozen=True, eq=False)
class Grid:
    """The drawn numbers, and the other columns of the section's table.

    Attributes:
        frame: the first column names the rows.
        drawn: the columns a chart shows, as positions in the frame.
        colors: the kind and id of each of them.
        rows: how many rows are drawn, from the first.
        stacked: whether the drawn columns add up in a row.
        total: the position of the column with the totals of rows, or 0.
        shares: pairs of a column's position and that of the drawn column whose share
            it is.
    """

    frame: pd.DataFrame
    drawn: tuple[int, ...] = ()
    colors: tuple[tuple[str, str], ...] = ()
    rows: int = 0
    stacked: bool = False
    total: int = 0
    shares: tuple[tuple[int, int], ...] = ()

    @property
    def summed(self) -> tuple[int, ...]:
        """The columns that get a total when a figure adds up."""
        return (*self.drawn, self.total) if self.total else self.drawn


def grid_of(section: Section, words: Translator) -> Grid | None:
    """Return the table of a section and what is drawn in it; None without numbers."""
    drawing = section.chart
    if isinstance(drawing, WorldMap):
        drawing = _bars_of_map(drawing)
    if isinstance(drawing, Matrix) and section.table is None:
        return _grid_of_matrix(drawing, words)
    if not isinstance(drawing, Bars):
        table = section.whole_table()
        return None if table is None else Grid(table)
    colors = tuple(series.color for series in drawing.series)
    if section.table is not None:
        positions = _drawn_positions(section.table, drawing)
        if positions:
            rows = len(drawing.categories)
            return Grid(section.table, positions, colors, rows, drawing.stacked)
    return _grid_of_bars(drawing, section.table, colors, words)


def _bars_of_map(drawing: WorldMap) -> Bars:
    """Return a map as bars: not every spreadsheet program can draw the map."""
    names = tuple(drawing.names[code] for code in drawing.counts)
    numbers = tuple(drawing.counts.values())
    series = (Series(drawing.unit, numbers, ("accent", "")),)
    return Bars(names, series, stacked=True, unit=drawing.unit)


def _drawn_positions(table: pd.DataFrame, bars: Bars) -> tuple[int, ...]:
    """Return the positions of the drawn numbers in the table; () if it lacks some."""
    rows = len(bars.categories)
    if table.iloc[:rows, 0].tolist() != list(bars.categories):
        return ()
    positions = []
    for series in bars.series:
        matches = [
            i
            for i in range(1, table.shape[1])
            if table.iloc[:rows, i].tolist() == list(series.numbers)
        ]
        if not matches:
            return ()
        positions.append(matches[0])
    return tuple(positions)


def _grid_of_bars(
    bars: Bars,
    table: pd.DataFrame | None,
    colors: tuple[tuple[str, str], ...],
    words: Translator,
) -> Grid:
    """Build a grid of the drawn numbers, their totals, and the table's other columns."""
    first = words("workbook.item") if table is None else str(table.columns[0])
    frame: dict[str, object] = {first: list(bars.categories)}
    for series in bars.series:
        frame[_unique_name(series.label, frame)] = list(series.numbers)
    drawn = tuple(range(1, len(frame)))
    total = 0
    if bars.stacked and len(drawn) > 1:
        total = len(frame)
        frame[_unique_name(words("table.total"), frame)] = list(bars.totals)
    shares = []
    for column in _other_columns(table, bars):
        of = _share_of(column, bars, words)
        name = str(column.name)
        if of is None:
            frame[_unique_name(name, frame)] = column.tolist()
            continue
        shares.append((len(frame), of + 1))
        label = words("workbook.share_of_row", label=bars.series[of].label)
        counts = zip(bars.series[of].numbers, bars.totals, strict=True)
        frame[_unique_name(label, frame)] = [
            c / whole if whole else 0 for c, whole in counts
        ]
    rows = len(bars.categories)
    table = pd.DataFrame(frame)
    return Grid(table, drawn, colors, rows, bars.stacked, total, tuple(shares))


def _other_columns(table: pd.DataFrame | None, bars: Bars) -> list[pd.Series]:
    """Return the columns of the table that are not drawn, if its rows are the bars."""
    if table is None or table.iloc[:, 0].tolist() != list(bars.categories):
        return []
    numbers_drawn = [list(series.numbers) for series in bars.series]
    numbers_drawn += [list(bars.totals)] if bars.stacked else []
    drawn = [
        *numbers_drawn,
        *([f"{n:,}" for n in numbers] for numbers in numbers_drawn),
    ]
    columns = (table.iloc[:, at] for at in range(1, table.shape[1]))
    return [column for column in columns if column.tolist() not in drawn]


def _share_of(column: pd.Series, bars: Bars, words: Translator) -> int | None:
    """Return the series that a column repeats with shares of the bar, if any."""
    for i, series in enumerate(bars.series):
        pairs = zip(series.numbers, bars.totals, strict=True)
        written = [
            {
                words("table.with_share", value=n, share=words.percent(n / whole)),
                words.number(n) if n == 0 else "",
            }
            if whole
            else {words.number(0)}
            for n, whole in pairs
        ]
        if bars.stacked and all(
            text in texts for text, texts in zip(column, written, strict=True)
        ):
            return i
    return None


def _grid_of_matrix(matrix: Matrix, words: Translator) -> Grid:
    frame: dict[str, object] = {words("workbook.item"): list(matrix.rows)}
    for label, numbers in zip(
        matrix.columns, zip(*matrix.counts, strict=True), strict=True
    ):
        frame[_unique_name(label, frame)] = list(numbers)
    return Grid(pd.DataFrame(frame))


def _unique_name(name: str, taken: dict[str, object]) -> str:
    unique, number = name, 2
    while unique in taken:
        unique, number = f"{name} ({number})", number + 1
    return unique
