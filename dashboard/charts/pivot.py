"""The chart of a reader's own pivot: bars, or a matrix if it has columns too.

Holds only the rows and columns that a page draws, until the whole chart is needed.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from dashboard import measures, tables
from dashboard.caching import FEW_RESULTS, memoize_by_identity
from dashboard.charts.bars import ACCENT
from dashboard.charts.crossed import selection_by
from dashboard.charts.model import (
    SHOWN_BARS,
    SHOWN_COLUMNS,
    Bars,
    HoverLines,
    Matrix,
    Selection,
    Series,
)
from dashboard.filters import Filters
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.measures import PIVOTED, Pivot
from dashboard.tables import LABEL_KINDS
from pipeline.model import Edition


@memoize_by_identity(entries=FEW_RESULTS)
def pivot_chart(
    edition: Edition,
    filters: Filters,
    axes: tuple[str, str, str],
    labels: Labels,
    words: Translator,
) -> Bars | Matrix:
    """Chart of a pivot; `axes` are its rows, its columns ("" for none) and its unit.

    Holds the rows and columns that a page draws; `make_whole` builds all of them, which
    can be as many as there are agreements.
    """
    rows, _, counted = axes
    pivot = measures.pivot(edition, filters, *axes)
    shape = len(pivot.row_totals), len(pivot.column_totals)
    chart = _drawn(pivot, labels, words, (SHOWN_BARS, SHOWN_COLUMNS))
    return replace(
        chart,
        alt=words(
            "explore.reading",
            rows=words(f"column.{PIVOTED[rows]}"),
            counted=words(f"column.{counted}"),
        ),
        make_whole=partial(_drawn, pivot, labels, words, shape),
    )


def _drawn(
    pivot: Pivot, labels: Labels, words: Translator, most: tuple[int, int]
) -> Bars | Matrix:
    """Chart of the first rows and columns of a pivot."""
    draw = _matrix if pivot.column_key else _bars
    return replace(
        draw(pivot, labels, words, most),
        measure=pivot,
        caption=tables.pivot_caption(pivot, words),
        make_table=partial(tables.pivot_table, pivot, labels, words),
        length=len(pivot.row_totals),
        across=len(pivot.column_totals) if pivot.column_key else 0,
    )


def _bars(
    pivot: Pivot, labels: Labels, words: Translator, most: tuple[int, int]
) -> Bars:
    totals = pivot.row_totals.head(most[0])
    ids, numbers = totals["row_id"].tolist(), tuple(totals[pivot.unit].tolist())
    names = tuple(_name(pivot.row_key, row, labels) for row in ids)
    shares = pivot.unit == "marked_share"
    shown = map(words.percent if shares else words.number, numbers)
    unit = words(f"column.{pivot.unit}")
    hovers = tuple(zip(names, shown, strict=True))
    selections = tuple(_selection(pivot, row, "") for row in ids)
    series = (Series(unit, numbers, ACCENT, hovers, selections),)
    return Bars(names, series, True, unit, shares)


def _matrix(
    pivot: Pivot, labels: Labels, words: Translator, most: tuple[int, int]
) -> Matrix:
    down = pivot.row_totals["row_id"].head(most[0]).tolist()
    across = pivot.column_totals["column_id"].head(most[1]).tolist()
    pairs = pivot.table[["row_id", "column_id"]].itertuples(index=False, name=None)
    counted = dict(zip(pairs, pivot.table[pivot.unit].tolist(), strict=True))
    shown = words.percent if pivot.unit == "marked_share" else words.number
    columns = {column: _name(pivot.column_key, column, labels) for column in across}
    rows = {row: _name(pivot.row_key, row, labels) for row in down}

    def hover(row: str, column: str) -> HoverLines:
        pair, nothing = (row, column), words("matrix.nothing")
        value = shown(counted[pair]) if pair in counted else nothing
        return rows[row], words("figure.pair", column=columns[column], value=value)

    keys = [[(row, column) for column in across] for row in down]
    return Matrix(
        tuple(rows.values()),
        tuple(columns.values()),
        tuple(tuple(counted.get(key, 0) for key in row) for row in keys),
        tuple(tuple(key not in counted for key in row) for row in keys),
        words(f"column.{pivot.unit}"),
        pivot.unit == "marked_share",
        tuple(tuple(hover(*key) for key in row) for row in keys),
        tuple(
            tuple(_selection(pivot, *key) if key in counted else () for key in row)
            for row in keys
        ),
    )


def _name(key: str, value: str, labels: Labels) -> str:
    """Label of a row or column; "" where the pivot has none."""
    return labels.of(LABEL_KINDS[key], value) if key else ""


def _selection(pivot: Pivot, row: str, column: str) -> Selection:
    ids = {pivot.row_key: row, pivot.column_key: column}
    columns = [key for key, value in ids.items() if key and value]
    return selection_by(*columns)(ids)
