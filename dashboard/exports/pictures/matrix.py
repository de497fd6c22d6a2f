"""Counts by rows and columns in a grid; gaps are signs, not only colours."""

from __future__ import annotations

from dashboard.charts import Matrix
from dashboard.contrast import readable_ink
from dashboard.exports.pictures.canvas import (
    NAME_SIZES,
    NAME_WIDTH_SHARE,
    Canvas,
    Rect,
    WrappedText,
    draw_keys,
    wrap_text,
)
from dashboard.exports.pictures.spoken import format_chart_number
from dashboard.i18n import Translator
from dashboard.theme import Palette

MOST_MATRIX_ROWS = 25
NARROWEST_CELL = 112
WIDEST_CELL = 240
TALLEST_CELL = 84
CELL_GAP = 6


def draw_matrix(
    canvas: Canvas, box: Rect, matrix: Matrix, words: Translator, palette: Palette
) -> list[str]:
    """Draw the grid; return notes if not all rows or columns are shown."""
    keys = [(matrix.unit, palette.ramp[len(palette.ramp) // 2], "square")]
    box = box.below(draw_keys(canvas, box, keys, palette.ink, palette.muted))
    columns = max(1, int(box.width * (1 - NAME_WIDTH_SHARE) / NARROWEST_CELL))
    shown = matrix.columns[:columns]
    rows, size = fitting_names(matrix.rows, box, box.height * 0.8)
    left = box.x + max((row.width for row in rows), default=0) + 24
    width = min(WIDEST_CELL, (box.right - left) / max(1, len(shown)))
    heads = [wrap_text(column, width - CELL_GAP, NAME_SIZES, 3) for column in shown]
    y = box.y + max((head.height for head in heads), default=0) + 8
    for i, head in enumerate(heads):
        middle = left + (i + 0.5) * width
        canvas.lines(middle, y - 8 - head.height, head, palette.ink, "middle")
    rows = rows_within(rows, box.bottom - y)
    spare = (box.bottom - y - sum(map(_height, rows))) / max(1, len(rows))
    most = max((max(row, default=0) for row in matrix.counts), default=0)
    for i, row in enumerate(rows):
        height = _height(row) + max(0.0, min(spare, TALLEST_CELL - _height(row)))
        canvas.centred(left - 18, y + (height - CELL_GAP) / 2, row, palette.ink, "end")
        for j in range(len(shown)):
            cell = Rect(left + j * width, y, width - CELL_GAP, height - CELL_GAP)
            count = None if matrix.empty[i][j] else matrix.counts[i][j]
            _draw_cell(canvas, cell, matrix, count, most, size, words, palette)
        y += height
    notes = []
    if len(rows) < len(matrix.rows):
        notes.append(
            words("picture.first_rows", shown=len(rows), whole=len(matrix.rows))
        )
    if len(shown) < len(matrix.columns):
        whole = len(matrix.columns)
        notes.append(words("picture.first_columns", shown=len(shown), whole=whole))
    return notes


def _height(row: WrappedText) -> float:
    return row.height + 2 * CELL_GAP


def fitting_names(
    names: tuple[str, ...], box: Rect, height: float
) -> tuple[list[WrappedText], float]:
    """Return the first rows' names in the largest letters that fit, and their size."""
    for size in NAME_SIZES:
        rows = [
            wrap_text(name, box.width * NAME_WIDTH_SHARE, [size])
            for name in names[:MOST_MATRIX_ROWS]
        ]
        if sum(map(_height, rows)) <= height:
            break
    return rows, size


def rows_within(rows: list[WrappedText], height: float) -> list[WrappedText]:
    """Return the first rows that fit into a height."""
    fitting, used = [], 0.0
    for row in rows:
        used += _height(row)
        if used > height:
            break
        fitting.append(row)
    return fitting or rows[:1]


def _draw_cell(
    canvas: Canvas,
    cell: Rect,
    matrix: Matrix,
    count: float | None,
    most: float,
    size: float,
    words: Translator,
    palette: Palette,
) -> None:
    """Draw a cell: a count, a gap where there are agreements, or no value at all."""
    if count is None:
        fill, ink, text = palette.land, palette.muted, words("matrix.nothing")
    elif count == 0:
        fill, ink = palette.paper, palette.ink
        text = format_chart_number(matrix, 0, words)
    else:
        last = len(palette.ramp) - 1
        low = 0 if matrix.shares else 1
        fill = palette.ramp[round(last * (count - low) / ((most - low) or 1))]
        ink = readable_ink(fill, palette.ink, palette.paper)
        text = format_chart_number(matrix, count, words)
    edge = {"stroke": palette.muted, "stroke_width": 2} if count == 0 else {}
    canvas.rect(cell, fill, **edge)
    baseline = cell.y + cell.height / 2 + size * 0.36
    bold = count is not None
    x = cell.x + cell.width / 2
    canvas.text(x, baseline, text, size, ink, bold=bold, anchor="middle")
