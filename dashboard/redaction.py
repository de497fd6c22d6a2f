"""A row as printed, without what it says of contact persons that nobody asked for."""

from __future__ import annotations

from dashboard.caching import memoize_by_identity
from pipeline.model import Edition

REDACTED = "···"
"""Stands for what a column of contact persons says, as long as nobody asked for it."""


@memoize_by_identity
def redacted_columns(edition: Edition) -> frozenset[int]:
    """The printed columns, from 1, of contact persons that are not published."""
    layout = edition.layout
    hidden = layout[(layout["meaning"] == "contact") & (layout["column"] == "")]
    return frozenset(int(column) for column in hidden["source_column"])


def redacted_row(edition: Edition, source_row: int) -> tuple[str, ...]:
    """The cells of a row exactly as printed, those of contact persons hidden.

    Rows above the first agreement are headings and titles, which name no person.
    """
    hidden = redacted_columns(edition)
    cells = edition.grid.row(source_row)
    if not hidden or source_row < _first_row(edition):
        return cells
    return tuple(
        REDACTED if at in hidden and cell.strip() else cell
        for at, cell in enumerate(cells, start=1)
    )


def redacted_line(edition: Edition, source_row: int) -> str:
    """The line of a row exactly as printed; its cells by tabs where some are hidden."""
    shown = redacted_row(edition, source_row)
    if shown == edition.grid.row(source_row):
        return edition.grid.line(source_row)
    return "\t".join(shown)


@memoize_by_identity
def _first_row(edition: Edition) -> int:
    return int(min(edition.agreements["source_row"], default=0))
