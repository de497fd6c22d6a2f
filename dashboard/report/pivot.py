"""What a table of one's own looks like: bars, or a grid where something stands across."""

from __future__ import annotations

from dashboard import tables
from dashboard.i18n import Words
from dashboard.labels import Labels
from dashboard.measures import Pivot
from dashboard.report.content import Bars, Matrix, Series


def pivot_drawing(pivot: Pivot, labels: Labels, words: Words) -> Bars | Matrix:
    """The rows of a pivot as bars, or with its columns as a grid."""
    unit, shares = words(f"column.{pivot.unit}"), pivot.unit == "marked_share"
    rows = _names(pivot.row_key, pivot.row_totals["row_id"].tolist(), labels)
    if not pivot.column_key:
        numbers = tuple(pivot.row_totals[pivot.unit].tolist())
        series = (Series(unit, numbers, ("accent", "")),)
        return Bars(rows, series, True, unit, shares)
    pairs = pivot.table[["row_id", "column_id"]].itertuples(index=False, name=None)
    counted = dict(zip(pairs, pivot.table[pivot.unit].tolist(), strict=True))
    across = pivot.column_totals["column_id"].tolist()
    keys = [[(one, two) for two in across] for one in pivot.row_totals["row_id"]]
    return Matrix(
        rows,
        _names(pivot.column_key, across, labels),
        tuple(tuple(counted.get(key, 0) for key in row) for row in keys),
        tuple(tuple(key not in counted for key in row) for row in keys),
        unit,
        shares,
    )


def _names(key: str, ids: list[str], labels: Labels) -> tuple[str, ...]:
    return tuple(labels.of(tables.KINDS[key], one) if key else "" for one in ids)
