"""Large headline numbers side by side, as numbers where the section's table has them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from dashboard.charts import Card
from dashboard.exports.texts import lines_of
from dashboard.exports.workbook.writer import Pen, row_height

CARD_WIDTH = 26
"""The width of a card in half-width characters."""


def write_cards(
    pen: Pen,
    sheet: Worksheet,
    top: int,
    cards: Sequence[Card],
    table: pd.DataFrame | None,
) -> int:
    """Write the headline numbers large and side by side.

    Returns:
        The row where the table may begin.
    """
    lines = 1
    for column, card in enumerate(cards):
        number, style = _number_of(pen, card, table)
        pen.text(sheet, top, column, card.label, "subtitle")
        pen.value(sheet, top + 1, column, number, style)
        pen.text(sheet, top + 2, column, card.unit, "plain")
        pen.text(sheet, top + 3, column, card.meaning, "caption")
        lines = max(lines, lines_of(card.meaning, CARD_WIDTH - 2))
    sheet.set_row(top + 1, 32)
    sheet.set_row(top + 3, row_height(lines) + 3)
    return top + 5


def _number_of(
    pen: Pen, card: Card, table: pd.DataFrame | None
) -> tuple[float | str, str]:
    """Return the number a card shows if the table has it, else its text; and the style."""
    if table is not None and len(table):
        for value in table.iloc[0].tolist():
            if isinstance(value, int | float):
                if pen.words.number(value) == card.value:
                    return value, "big"
                if pen.words.percent(value / 100) == card.value:
                    return value, "big_share"
    return card.value, "big"
