"""Rows that are pairs of ids: as bars, one down, its colours across; and as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.model import HoverLines, Selection, Series
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.tables import LABEL_KINDS, URL_KEYS

Record = Mapping[Any, Any]


@dataclass(frozen=True)
class Crossing:
    """How rows of a measure become bars.

    Attributes:
        down, across: columns of ids; each pair of them is one row at most.
        counted: the column of the numbers, a count or a `share`.
        hover: the lines of a row.
        selection: what a click on the bar of a row chooses.
    """

    down: str
    across: str
    counted: str
    hover: Callable[[Record], HoverLines]
    selection: Callable[[Record], Selection]


def crossed_bars(
    table: pd.DataFrame, crossing: Crossing, labels: Labels
) -> tuple[tuple[str, ...], tuple[Series, ...]]:
    """The categories and series of a crossing, each in the order of the rows."""
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
    second: str, rows: list[Record | None], crossing: Crossing, labels: Labels
) -> Series:
    """The bars of one colour; a pair that is no row has a number of 0 and no bar."""
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
    cell: Callable[[Record], object],
    nothing: object,
    labels: Labels,
    words: Translator,
    totals: Sequence[object] = (),
) -> pd.DataFrame:
    """Rows of a measure for reading: the first of `ids` down, the second across.

    A pair that is no row holds `nothing`: a text where cells can be texts, then no
    column is one of numbers. `totals` are those of the lines, if any.
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


def selection_by(*columns: str, then: Selection = ()) -> Callable[[Record], Selection]:
    """What a click chooses: the ids of these columns, and what else."""

    def selection(row: Record) -> Selection:
        pairs = [(URL_KEYS[column][0], row[column]) for column in columns]
        return (*(text for pair in pairs for text in pair), *then)

    return selection
