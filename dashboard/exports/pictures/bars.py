"""Horizontal bars with their names and numbers, as many as fit and can be read."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.charts import Bars
from dashboard.contrast import readable_ink
from dashboard.exports.pictures.canvas import (
    LINE_SPACING,
    MIN_FONT_SIZE,
    NAME_SIZES,
    NAME_WIDTH_SHARE,
    Canvas,
    Rect,
    WrappedText,
    draw_keys,
    edge_attributes,
    wrap_text,
)
from dashboard.exports.pictures.spoken import format_number
from dashboard.exports.text_metrics import text_width
from dashboard.i18n import Translator
from dashboard.theme import Palette

MOST_BARS = 25
"""More bars can't be read on a slide."""

THICKEST_BAR = 84
"""No bar is thicker, and no row much higher than its bars."""

ROW_TO_BARS = 1.6
SPACE_ABOVE = 0.35
"""The part of unused room that is left above the bars."""

ROW_GAP = 10
TEXT_GAP = 10


@dataclass(frozen=True)
class BarRow:
    """One category: its name in lines, and the bars beside it.

    Attributes:
        name: as it is written.
        bars: for each bar its series and length, from left to right where stacked,
            else from top to bottom.
        height: the least room it takes.
    """

    name: WrappedText
    bars: tuple[tuple[int, float], ...]
    height: float


def draw_bars(
    canvas: Canvas, box: Rect, bars: Bars, words: Translator, palette: Palette
) -> list[str]:
    """Draw the bars; say so where not all are shown."""
    keys = [
        (series.label, palette.of(*series.color), "square") for series in bars.series
    ]
    box = box.below(draw_keys(canvas, box, keys, palette.ink, palette.muted))
    rows = fitting_rows(bars, box)
    size = rows[0].name.size if rows else MIN_FONT_SIZE
    names = max((row.name.width for row in rows), default=0) + 24
    longest = max((_length(bars, row) for row in rows), default=0) or 1
    ends = max(
        (text_width(text, size, bold=True) for text in _ends(bars, rows, words)),
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
    """The first rows that fit, in the largest letters that show most of them."""
    for size in NAME_SIZES:
        rows = [_row(bars, i, size, box) for i in range(len(bars.categories))][
            :MOST_BARS
        ]
        if sum(row.height for row in rows) <= box.height:
            return rows
    kept, used = [], 0.0
    for row in rows:
        used += row.height
        if used > box.height:
            break
        kept.append(row)
    return kept or rows[:1]


def _row(bars: Bars, i: int, size: float, box: Rect) -> BarRow:
    name = wrap_text(bars.categories[i], box.width * NAME_WIDTH_SHARE, [size])
    lengths = [(at, one.numbers[i]) for at, one in enumerate(bars.series)]
    shown = tuple((at, length) for at, length in lengths if length)
    slots = 1 if bars.stacked else max(1, len(shown))
    return BarRow(name, shown, max(name.height, slots * size * LINE_SPACING) + ROW_GAP)


def _thickness(bars: Bars, rows: list[BarRow], spare: float) -> float:
    """How thick every bar is: as thick as the tightest row allows."""
    rooms = [
        (row.height + spare - ROW_GAP) / (1 if bars.stacked else max(1, len(row.bars)))
        for row in rows
    ]
    return min([THICKEST_BAR, *rooms])


def _height(bars: Bars, row: BarRow, thick: float, spare: float) -> float:
    """How high a row stands with its part of the spare room."""
    slots = 1 if bars.stacked else max(1, len(row.bars))
    return max(row.height, min(row.height + spare, slots * thick * ROW_TO_BARS))


def _length(bars: Bars, row: BarRow) -> float:
    lengths = [length for _, length in row.bars]
    return sum(lengths) if bars.stacked else max(lengths, default=0)


def _ends(bars: Bars, rows: list[BarRow], words: Translator) -> list[str]:
    """What is written at the ends of bars."""
    if not _has_ends(bars):
        return []
    if bars.stacked:
        return [format_number(bars, _length(bars, row), words) for row in rows]
    return [
        format_number(bars, length, words) for row in rows for _, length in row.bars
    ]


def _has_ends(bars: Bars) -> bool:
    """Whether bars end in a number: parts of a whole need none, it is always 100 %."""
    return not (bars.shares and bars.stacked and len(bars.series) > 1)


def _draw_stack(
    canvas: Canvas,
    place: Rect,
    bars: Bars,
    row: BarRow,
    size: float,
    words: Translator,
    palette: Palette,
) -> None:
    """Draw the bars of a row one after the other; `place` is one bar of length 1."""
    x, stand = place.x, place.y + place.height / 2 + size * 0.36
    for at, length in row.bars:
        color = palette.of(*bars.series[at].color)
        part = Rect(x, place.y, length * place.width, place.height)
        canvas.rect(part, color, **_parted(color, palette, row))
        text = format_number(bars, length, words)
        fits = text_width(text, size) + 6 <= part.width
        if fits and (len(row.bars) > 1 or not _has_ends(bars)):
            ink = readable_ink(color, palette.ink, palette.paper)
            canvas.text(x + part.width / 2, stand, text, size, ink, anchor="middle")
        x += part.width
    if _has_ends(bars):
        text = format_number(bars, _length(bars, row), words)
        canvas.text(x + TEXT_GAP, stand, text, size, palette.ink, bold=True)


def _draw_group(
    canvas: Canvas,
    place: Rect,
    bars: Bars,
    row: BarRow,
    size: float,
    words: Translator,
    palette: Palette,
) -> None:
    """Draw the bars of a row one below the other."""
    height = place.height
    for i, (at, length) in enumerate(row.bars):
        color = palette.of(*bars.series[at].color)
        y = place.y + i * height
        canvas.rect(
            Rect(place.x, y + 1, length * place.width, height - 2),
            color,
            **edge_attributes(color, palette.muted),
        )
        text = format_number(bars, length, words)
        x = place.x + length * place.width + TEXT_GAP
        canvas.text(x, y + height / 2 + size * 0.36, text, size, palette.ink, bold=True)


def _parted(color: str, palette: Palette, row: BarRow) -> dict[str, object]:
    """What tells a bar from its neighbour."""
    edge = edge_attributes(color, palette.muted)
    if edge or len(row.bars) == 1:
        return edge
    return {"stroke": palette.paper, "stroke_width": 1.5}
