"""Measures whose rows are pairs of ids, as bars or as a cross table.

The first id of a pair gives the categories or rows, the second the colours or columns.
A pair is one row at most; both forms keep the order of the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.model import HoverLines, Selection, Series
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.tables import LABEL_KINDS, URL_KEYS

MeasureRow = Mapping[Any, Any]
"""One row of a measure's table: column -> value."""


@dataclass(frozen=True)
class Crossing:
    """How the rows of a measure become bars.

    Attributes:
        down, across: columns of ids; each pair of them is one row at most.
        counted: the column of the numbers, a count or a `share`.
        hover: the hover lines of a row.
        selection: what a click on the bar of a row selects.
    """

    down: str
    across: str
    counted: str
    hover: Callable[[MeasureRow], HoverLines]
    selection: Callable[[MeasureRow], Selection]


def crossed_bars(
    table: pd.DataFrame, crossing: Crossing, labels: Labels
) -> tuple[tuple[str, ...], tuple[Series, ...]]:
    """Categories and series of a crossing, each in the order of the rows."""
    rows = {
        (row[crossing.down], row[crossing.across]): row
        for row in table.to_dict("records")
    }
    down = dict.fromkeys(first for first, _ in rows)
    across = dict.fromkeys(second for _, second in rows)
    series = (
        _series(second, [rows.get((first, second)) for first in down], crossing, labels)
        for second in across
    )
    names = (labels.of(LABEL_KINDS[crossing.down], first) for first in down)
    return tuple(names), tuple(series)


def _series(
    second: str, rows: list[MeasureRow | None], crossing: Crossing, labels: Labels
) -> Series:
    """Bars of one colour; a pair without a row has the number 0 and no bar."""
    nothing = 0.0 if crossing.counted == "share" else 0
    color, kind = URL_KEYS[crossing.across]
    return Series(
        labels.of(kind, second),
        tuple(row[crossing.counted] if row else nothing for row in rows),
        (color, second),
        tuple(crossing.hover(row) if row else () for row in rows),
        tuple(crossing.selection(row) if row else () for row in rows),
    )


def crossed_table(
    table: pd.DataFrame,
    ids: tuple[str, str],
    cell: Callable[[MeasureRow], object],
    nothing: object,
    labels: Labels,
    words: Translator,
    totals: Sequence[object] = (),
) -> pd.DataFrame:
    """Cross table of a measure: the first of `ids` down, the second across.

    A pair without a row shows `nothing`; if that is a text, no column is numeric.
    `totals` are those of the rows, if any.
    """
    down, across = ids
    cells = {(row[down], row[across]): cell(row) for row in table.to_dict("records")}
    seconds = list(dict.fromkeys(second for _, second in cells))
    lines = [
        [
            labels.of(LABEL_KINDS[down], first),
            *(cells.get((first, second), nothing) for second in seconds),
        ]
        for first in dict.fromkeys(first for first, _ in cells)
    ]
    heads = [
        words(f"column.{down}"),
        *(labels.of(LABEL_KINDS[across], second) for second in seconds),
    ]
    if totals:
        heads.append(words("table.total"))
        lines = [[*line, total] for line, total in zip(lines, totals, strict=True)]
    dtype = object if isinstance(nothing, str) else None
    return pd.DataFrame(lines, columns=heads, dtype=dtype)


def selection_by(
    *columns: str, then: Selection = ()
) -> Callable[[MeasureRow], Selection]:
    """Return what a click on a row selects: its ids in these columns, and `then`."""

    def selection(row: MeasureRow) -> Selection:
        pairs = [(URL_KEYS[column][0], row[column]) for column in columns]
        return (*(text for pair in pairs for text in pair), *then)

    return selection
