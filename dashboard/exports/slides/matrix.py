"""A matrix as a native table: larger counts are darker, gaps are framed zeros.

`grid` lays it out over slides like any table; here are its texts and cell looks.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from dashboard.charts import Matrix
from dashboard.contrast import readable_ink
from dashboard.exports.slides.columns import TableTexts
from dashboard.exports.slides.grid import TableSheet
from dashboard.exports.slides.table import HAIRLINE_WIDTH, RULE_WIDTH, CellLook
from dashboard.exports.slides.text import Style, single_line
from dashboard.figures.color_scale import LOG_FROM
from dashboard.i18n import Translator
from dashboard.theme import Palette


def matrix_texts(drawing: Matrix, words: Translator) -> TableTexts:
    """Return the matrix as a table of texts."""
    rows = (
        (single_line(name), *_cells(counts, empty, words))
        for name, counts, empty in zip(
            drawing.rows, drawing.counts, drawing.empty, strict=True
        )
    )
    heads = ("", *map(single_line, drawing.columns))
    return TableTexts(heads, tuple(rows), (False, *(True for _ in drawing.columns)))


def _cells(
    counts: tuple[float, ...], empty: tuple[bool, ...], words: Translator
) -> tuple[str, ...]:
    return tuple(
        words("matrix.nothing") if nothing and not count else words.number(count)
        for count, nothing in zip(counts, empty, strict=True)
    )


def matrix_look(
    drawing: Matrix, sheet: TableSheet, palette: Palette
) -> Callable[[int, int], CellLook]:
    """Return the look of cells: counts shaded, gaps framed, impossible pairs muted."""
    most = max((n for row in drawing.counts for n in row), default=0)

    def look(row: int, column: int) -> CellLook:
        at = sheet.columns[column]
        if row < 0:
            align = "ctr" if at else "l"
            return CellLook(
                Style(sheet.size, bold=True, align=align), rule=(RULE_WIDTH, "accent")
            )
        if not at:
            return CellLook(Style(sheet.size))
        count = drawing.counts[sheet.first + row][at - 1]
        if count:
            ground = palette.ramp[_step(count, most, len(palette.ramp))]
            ink = readable_ink(ground, palette.ink, palette.paper)
            return CellLook(
                Style(sheet.size, color=ink, align="ctr"),
                ground,
                (HAIRLINE_WIDTH, "paper"),
            )
        if drawing.empty[sheet.first + row][at - 1]:
            return CellLook(Style(sheet.size, color="muted", align="ctr"))
        return CellLook(Style(sheet.size, bold=True, align="ctr"), sides="accent")

    return look


def _step(count: float, most: float, steps: int) -> int:
    """Return the step of the ramp: by the count, or its order of magnitude if large."""
    if most <= 1:
        return 0
    if most <= LOG_FROM:
        share = (count - 1) / (most - 1)
    else:
        share = math.log10(count) / math.log10(most)
    return round(share * (steps - 1))
