"""Horizontal bars with their names and numbers, as many as fit and can be read."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.charts import Bars
from dashboard.contrast import readable_ink
from dashboard.exports.pictures.canvas import (
    LINE,
    SMALLEST,
    Box,
    Canvas,
    Lines,
    broken,
    edged,
    key_row,
)
from dashboard.exports.pictures.spoken import number_shown
from dashboard.exports.text_metrics import text_width
from dashboard.i18n import Translator
from dashboard.theme import Palette

MOST_BARS = 25
"""More bars can't be read on a slide."""

SIZES = (32, 30, 28, 26, SMALLEST)
NAME_SHARE = 0.36
"""Names take at most so much of the width."""

THICKEST = 84
"""No bar is thicker, and no row much higher than its bars."""

ROOMY = 1.6
ABOVE = 0.35
"""The part of unused room that is left above the bars."""

GAP = 10
ROOM_FOR_TEXT = 10


@dataclass(frozen=True)
class Row:
    """One category: its name in lines, and the bars beside it.

    Attributes:
        name: as it is written.
        bars: for each bar its series and length, from left to right where stacked,
            else from top to bottom.
        height: the least room it takes.
    """

    name: Lines
    bars: tuple[tuple[int, float], ...]
    height: float


def draw_bars(
    canvas: Canvas, box: Box, bars: Bars, words: Translator, palette: Palette
) -> list[str]:
    """Draw the bars; say so where not all are shown."""
    keys = [
        (series.label, palette.of(*series.color), "square") for series in bars.series
    ]
    box = box.below(key_row(canvas, box, keys, palette.ink, palette.muted))
    rows = fitting_rows(bars, box)
    size = rows[0].name.size if rows else SMALLEST
    names = max((row.name.width for row in rows), default=0) + 24
    longest = max((_length(bars, row) for row in rows), default=0) or 1
    ends = max(
        (text_width(text, size, bold=True) for text in _ends(bars, rows, words)),
        default=0,
    )
    scale = (box.width - names - ends - 2 * ROOM_FOR_TEXT) / longest
    spare = max(0.0, box.height - sum(row.height for row in rows)) / max(1, len(rows))
    thick = _thickness(bars, rows, spare)
    heights = [_height(bars, row, thick, spare) for row in rows]
    top = y = box.y + (box.height - sum(heights)) * ABOVE
    for row, height in zip(rows, heights, strict=True):
        middle = y + height / 2
        canvas.centred(box.x + names - 18, middle, row.name, palette.ink, "end")
        slots = 1 if bars.stacked else max(1, len(row.bars))
        bar = Box(box.x + names, middle - slots * thick / 2, scale, thick)
        draw = _draw_stack if bars.stacked else _draw_group
        draw(canvas, bar, bars, row, size, words, palette)
        y += height
    canvas.line(box.x + names, top, box.x + names, y, palette.muted)
    if len(rows) == len(bars.categories):
        return []
    return [words("picture.first_bars", shown=len(rows), whole=len(bars.categories))]


def fitting_rows(bars: Bars, box: Box) -> list[Row]:
    """The first rows that fit, in the largest letters that show most of them."""
    for size in SIZES:
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


def _row(bars: Bars, i: int, size: float, box: Box) -> Row:
    name = broken(bars.categories[i], box.width * NAME_SHARE, [size])
    lengths = [(at, one.numbers[i]) for at, one in enumerate(bars.series)]
    shown = tuple((at, length) for at, length in lengths if length)
    slots = 1 if bars.stacked else max(1, len(shown))
    return Row(name, shown, max(name.height, slots * size * LINE) + GAP)


def _thickness(bars: Bars, rows: list[Row], spare: float) -> float:
    """How thick every bar is: as thick as the tightest row allows."""
    rooms = [
        (row.height + spare - GAP) / (1 if bars.stacked else max(1, len(row.bars)))
        for row in rows
    ]
    return min([THICKEST, *rooms])


def _height(bars: Bars, row: Row, thick: float, spare: float) -> float:
    """How high a row stands with its part of the spare room."""
    slots = 1 if bars.stacked else max(1, len(row.bars))
    return max(row.height, min(row.height + spare, slots * thick * ROOMY))


def _length(bars: Bars, row: Row) -> float:
    lengths = [length for _, length in row.bars]
    return sum(lengths) if bars.stacked else max(lengths, default=0)


def _ends(bars: Bars, rows: list[Row], words: Translator) -> list[str]:
    """What is written at the ends of bars."""
    if not _has_ends(bars):
        return []
    if bars.stacked:
        return [number_shown(bars, _length(bars, row), words) for row in rows]
    return [number_shown(bars, length, words) for row in rows for _, length in row.bars]


def _has_ends(bars: Bars) -> bool:
    """Whether bars end in a number: parts of a whole need none, it is always 100 %."""
    return not (bars.shares and bars.stacked and len(bars.series) > 1)


def _draw_stack(
    canvas: Canvas,
    place: Box,
    bars: Bars,
    row: Row,
    size: float,
    words: Translator,
    palette: Palette,
) -> None:
    """Draw the bars of a row one after the other; `place` is one bar of length 1."""
    x, stand = place.x, place.y + place.height / 2 + size * 0.36
    for at, length in row.bars:
        color = palette.of(*bars.series[at].color)
        part = Box(x, place.y, length * place.width, place.height)
        canvas.rect(part, color, **_parted(color, palette, row))
        text = number_shown(bars, length, words)
        fits = text_width(text, size) + 6 <= part.width
        if fits and (len(row.bars) > 1 or not _has_ends(bars)):
            ink = readable_ink(color, palette.ink, palette.paper)
            canvas.text(x + part.width / 2, stand, text, size, ink, anchor="middle")
        x += part.width
    if _has_ends(bars):
        text = number_shown(bars, _length(bars, row), words)
        canvas.text(x + ROOM_FOR_TEXT, stand, text, size, palette.ink, bold=True)


def _draw_group(
    canvas: Canvas,
    place: Box,
    bars: Bars,
    row: Row,
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
            Box(place.x, y + 1, length * place.width, height - 2),
            color,
            **edged(color, palette.muted),
        )
        text = number_shown(bars, length, words)
        x = place.x + length * place.width + ROOM_FOR_TEXT
        canvas.text(x, y + height / 2 + size * 0.36, text, size, palette.ink, bold=True)


def _parted(color: str, palette: Palette, row: Row) -> dict[str, object]:
    """What tells a bar from its neighbour."""
    edge = edged(color, palette.muted)
    if edge or len(row.bars) == 1:
        return edge
    return {"stroke": palette.paper, "stroke_width": 1.5}
