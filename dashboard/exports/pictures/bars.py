"""Horizontal bars with names and numbers, as many as fit and can be read."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.charts import Bars
from dashboard.contrast import readable_ink
from dashboard.exports.pictures.canvas import (
    LINE_SPACING,
    NAME_SIZES,
    NAME_WIDTH_SHARE,
    PICTURE_MIN_FONT_SIZE,
    Canvas,
    Rect,
    WrappedText,
    draw_keys,
    edge_attributes,
    wrap_text,
)
from dashboard.exports.pictures.spoken import format_chart_number
from dashboard.exports.text_metrics import text_width
from dashboard.i18n import Translator
from dashboard.theme import Palette

MOST_BARS = 25
"""More bars can't be read on a slide."""

THICKEST_BAR = 84
"""Pixels of the thickest bar; no row is much higher than its bars."""

ROW_TO_BARS = 1.6
SPACE_ABOVE = 0.35
"""The share of the unused space that is left above the bars."""

ROW_GAP = 10
TEXT_GAP = 10


@dataclass(frozen=True)
class BarRow:
    """A category: its wrapped name, and the bars beside it.

    Attributes:
        name: as it is shown.
        bars: series and length of each bar, from left to right where stacked, else
            from top to bottom.
        height: the least space it takes.
    """

    name: WrappedText
    bars: tuple[tuple[int, float], ...]
    height: float


def draw_bars(
    canvas: Canvas, box: Rect, bars: Bars, words: Translator, palette: Palette
) -> list[str]:
    """Draw the bars; return a note if not all are shown."""
    keys = [
        (series.label, palette.of(*series.color), "square") for series in bars.series
    ]
    box = box.below(draw_keys(canvas, box, keys, palette.ink, palette.muted))
    return draw_rows(canvas, box, bars, words, palette)


def draw_rows(
    canvas: Canvas, box: Rect, bars: Bars, words: Translator, palette: Palette
) -> list[str]:
    """Draw the bars without their legend; return a note if not all are shown."""
    rows = fitting_rows(bars, box)
    size = rows[0].name.size if rows else PICTURE_MIN_FONT_SIZE
    names = max((row.name.width for row in rows), default=0) + 24
    longest = max((_length(bars, row) for row in rows), default=0) or 1
    ends = max(
        (text_width(text, size, bold=True) for text in _end_labels(bars, rows, words)),
        default=0,
    )
    scale = (box.width - names - ends - 2 * TEXT_GAP) / longest
    spare = max(0.0, box.height - sum(row.height for row in rows)) / max(1, len(rows))
    thick = _thickness(bars, rows, spare)
    heights = [_height(bars, row, thick, spare) for row in rows]
    top = y = box.y + (box.height - sum(heights)) * SPACE_ABOVE
    for row, height in zip(rows, heights, strict=True):
        middle = y + height / 2
        canvas.centred(box.x + names - 18, middle, row.name, palette.ink, "end")
        slots = 1 if bars.stacked else max(1, len(row.bars))
        bar = Rect(box.x + names, middle - slots * thick / 2, scale, thick)
        draw = _draw_stack if bars.stacked else _draw_group
        draw(canvas, bar, bars, row, size, words, palette)
        y += height
    canvas.line(box.x + names, top, box.x + names, y, palette.muted)
    if len(rows) == len(bars.categories):
        return []
    return [words("picture.first_bars", shown=len(rows), whole=len(bars.categories))]


def fitting_rows(bars: Bars, box: Rect) -> list[BarRow]:
    """Return the first rows that fit, in the largest letters that show most of them."""
    for size in NAME_SIZES:
        rows = [_row(bars, i, size, box) for i in range(len(bars.categories))][
            :MOST_BARS
        ]
        if sum(row.height for row in rows) <= box.height:
            return rows
    fitting, used = [], 0.0
    for row in rows:
        used += row.height
        if used > box.height:
            break
        fitting.append(row)
    return fitting or rows[:1]


def _row(bars: Bars, i: int, size: float, box: Rect) -> BarRow:
    name = wrap_text(bars.categories[i], box.width * NAME_WIDTH_SHARE, [size])
    lengths = [(at, series.numbers[i]) for at, series in enumerate(bars.series)]
    shown = tuple((at, length) for at, length in lengths if length)
    slots = 1 if bars.stacked else max(1, len(shown))
    return BarRow(name, shown, max(name.height, slots * size * LINE_SPACING) + ROW_GAP)


def _thickness(bars: Bars, rows: list[BarRow], spare: float) -> float:
    """Return the thickness of all bars: as much as the tightest row allows."""
    limits = [
        (row.height + spare - ROW_GAP) / (1 if bars.stacked else max(1, len(row.bars)))
        for row in rows
    ]
    return min([THICKEST_BAR, *limits])


def _height(bars: Bars, row: BarRow, thick: float, spare: float) -> float:
    """Return the height of a row with its share of the spare space."""
    slots = 1 if bars.stacked else max(1, len(row.bars))
    return max(row.height, min(row.height + spare, slots * thick * ROW_TO_BARS))


def _length(bars: Bars, row: BarRow) -> float:
    lengths = [length for _, length in row.bars]
    return sum(lengths) if bars.stacked else max(lengths, default=0)


def _end_labels(bars: Bars, rows: list[BarRow], words: Translator) -> list[str]:
    """Return the labels at the ends of bars."""
    if not _has_end_labels(bars):
        return []
    if bars.stacked:
        return [format_chart_number(bars, _length(bars, row), words) for row in rows]
    return [
        format_chart_number(bars, length, words)
        for row in rows
        for _, length in row.bars
    ]


def _has_end_labels(bars: Bars) -> bool:
    """Whether bars end in a number; parts of a whole do not, as it is always 100 %."""
    return not (bars.shares and bars.stacked and len(bars.series) > 1)


def _draw_stack(
    canvas: Canvas,
    unit: Rect,
    bars: Bars,
    row: BarRow,
    size: float,
    words: Translator,
    palette: Palette,
) -> None:
    """Draw the bars of a row side by side; `unit` is a bar of length 1."""
    x, baseline = unit.x, unit.y + unit.height / 2 + size * 0.36
    for at, length in row.bars:
        color = palette.of(*bars.series[at].color)
        part = Rect(x, unit.y, length * unit.width, unit.height)
        canvas.rect(part, color, **_separating_edge(color, palette, row))
        text = format_chart_number(bars, length, words)
        fits = text_width(text, size) + 6 <= part.width
        if fits and (len(row.bars) > 1 or not _has_end_labels(bars)):
            ink = readable_ink(color, palette.ink, palette.paper)
            canvas.text(x + part.width / 2, baseline, text, size, ink, anchor="middle")
        x += part.width
    if _has_end_labels(bars):
        text = format_chart_number(bars, _length(bars, row), words)
        canvas.text(x + TEXT_GAP, baseline, text, size, palette.ink, bold=True)


def _draw_group(
    canvas: Canvas,
    unit: Rect,
    bars: Bars,
    row: BarRow,
    size: float,
    words: Translator,
    palette: Palette,
) -> None:
    """Draw the bars of a row below each other; `unit` is a bar of length 1."""
    height = unit.height
    for i, (at, length) in enumerate(row.bars):
        color = palette.of(*bars.series[at].color)
        y = unit.y + i * height
        canvas.rect(
            Rect(unit.x, y + 1, length * unit.width, height - 2),
            color,
            **edge_attributes(color, palette.muted),
        )
        text = format_chart_number(bars, length, words)
        x = unit.x + length * unit.width + TEXT_GAP
        canvas.text(x, y + height / 2 + size * 0.36, text, size, palette.ink, bold=True)


def _separating_edge(color: str, palette: Palette, row: BarRow) -> dict[str, object]:
    """Return the edge that separates a bar from its neighbour."""
    edge = edge_attributes(color, palette.muted)
    if edge or len(row.bars) == 1:
        return edge
    return {"stroke": palette.paper, "stroke_width": 1.5}
