"""Source rows as printed, with the cells of contact persons redacted.

A column of contact persons is shown only if the layout publishes it.
"""

from __future__ import annotations

from dashboard.caching import memoize_by_identity
from pipeline.model import Edition

REDACTED = "···"
"""Replaces the text of a cell of contact persons that is not published."""


@memoize_by_identity
def redacted_columns(edition: Edition) -> frozenset[int]:
    """Return the printed columns (from 1) of contact persons that are not published."""
    layout = edition.layout
    hidden = layout[(layout["meaning"] == "contact") & (layout["column"] == "")]
    return frozenset(int(column) for column in hidden["source_column"])


def redacted_row(edition: Edition, source_row: int) -> tuple[str, ...]:
    """Return the cells of a row exactly as printed, those of contact persons redacted.

    Rows above the first agreement are headings and titles, which name no person.
    """
    hidden = redacted_columns(edition)
    cells = edition.grid.row(source_row)
    if not hidden or source_row < _first_row(edition):
        return cells
    return tuple(
        REDACTED if column in hidden and cell.strip() else cell
        for column, cell in enumerate(cells, start=1)
    )


def redacted_line(edition: Edition, source_row: int) -> str:
    """Return the line of a row as printed; with tabs between cells if any is redacted."""
    cells = redacted_row(edition, source_row)
    if cells == edition.grid.row(source_row):
        return edition.grid.line(source_row)
    return "\t".join(cells)


@memoize_by_identity
def _first_row(edition: Edition) -> int:
    return int(min(edition.agreements["source_row"], default=0))
