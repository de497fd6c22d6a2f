"""What is drawn of a section as one table whose cells a chart can be drawn from.

Goes by what a section holds, never by its key. Counts nothing: totals of what adds up
are formulas over the cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.charts import Bars, Matrix, Series, WorldMap
from dashboard.i18n import Translator
from dashboard.report import Section

MOST_DRAWN = 30
"""A chart shows at most so many rows, the first; the table shows all."""


@dataclass(frozen=True, eq=False)
class Grid:
    """The numbers drawn, and what the section's table says beside them.

    Attributes:
        frame: the first column names the rows.
        drawn: the columns a chart shows, as positions in the frame.
        colors: the kind and id of each of them.
        rows: how many rows are drawn, from the first.
        stacked: whether the drawn columns add up in a row.
        total: the position of the column that holds the totals of rows, or 0.
        shares: position of a column to the drawn column whose share it is.
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
        """The columns whose total is meant when a figure adds up."""
        return (*self.drawn, self.total) if self.total else self.drawn


def grid_of(section: Section, words: Translator) -> Grid | None:
    """The table of a section, with what is drawn in it; None if it has no numbers."""
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
        found = _places(section.table, drawing)
        if found:
            rows = len(drawing.categories)
            return Grid(section.table, found, colors, rows, drawing.stacked)
    return _grid_of_bars(drawing, section.table, colors, words)


def _bars_of_map(drawing: WorldMap) -> Bars:
    """A map as bars: no spreadsheet draws the map everywhere."""
    names = tuple(drawing.names[code] for code in drawing.counts)
    numbers = tuple(drawing.counts.values())
    series = (Series(drawing.unit, numbers, ("accent", "")),)
    return Bars(names, series, stacked=True, unit=drawing.unit)


def _places(table: pd.DataFrame, bars: Bars) -> tuple[int, ...]:
    """Where the table itself holds the numbers drawn; () if it does not hold all."""
    rows = len(bars.categories)
    if table.iloc[:rows, 0].tolist() != list(bars.categories):
        return ()
    places = []
    for series in bars.series:
        at = [
            place
            for place in range(1, table.shape[1])
            if table.iloc[:rows, place].tolist() == list(series.numbers)
        ]
        if not at:
            return ()
        places.append(at[0])
    return tuple(places)


def _grid_of_bars(
    bars: Bars,
    table: pd.DataFrame | None,
    colors: tuple[tuple[str, str], ...],
    words: Translator,
) -> Grid:
    """The numbers drawn, their totals, then what else the table says of each row."""
    first = words("workbook.item") if table is None else str(table.columns[0])
    frame: dict[str, object] = {first: list(bars.categories)}
    for series in bars.series:
        frame[_free(series.label, frame)] = list(series.numbers)
    drawn = tuple(range(1, len(frame)))
    total = 0
    if bars.stacked and len(drawn) > 1:
        total = len(frame)
        frame[_free(words("table.total"), frame)] = list(bars.totals)
    shares = []
    for column in _beside(table, bars):
        of = _share_of(column, bars, words)
        name = str(column.name)
        if of is None:
            frame[_free(name, frame)] = column.tolist()
            continue
        shares.append((len(frame), of + 1))
        label = words("workbook.share_of_row", label=bars.series[of].label)
        counts = zip(bars.series[of].numbers, bars.totals, strict=True)
        frame[_free(label, frame)] = [c / whole if whole else 0 for c, whole in counts]
    rows = len(bars.categories)
    made = pd.DataFrame(frame)
    return Grid(made, drawn, colors, rows, bars.stacked, total, tuple(shares))


def _beside(table: pd.DataFrame | None, bars: Bars) -> list[pd.Series]:
    """The columns of the table that say more than what is drawn, if its rows are those."""
    if table is None or table.iloc[:, 0].tolist() != list(bars.categories):
        return []
    known = [list(series.numbers) for series in bars.series]
    known += [list(bars.totals)] if bars.stacked else []
    said = [*known, *([f"{n:,}" for n in numbers] for numbers in known)]
    columns = (table.iloc[:, at] for at in range(1, table.shape[1]))
    return [column for column in columns if column.tolist() not in said]


def _share_of(column: pd.Series, bars: Bars, words: Translator) -> int | None:
    """The series whose numbers a column writes with their share of the bar, if any."""
    for place, series in enumerate(bars.series):
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
            return place
    return None


def _grid_of_matrix(matrix: Matrix, words: Translator) -> Grid:
    frame: dict[str, object] = {words("workbook.item"): list(matrix.rows)}
    for label, numbers in zip(
        matrix.columns, zip(*matrix.counts, strict=True), strict=True
    ):
        frame[_free(label, frame)] = list(numbers)
    return Grid(pd.DataFrame(frame))


def _free(name: str, taken: dict[str, object]) -> str:
    free, number = name, 2
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free
