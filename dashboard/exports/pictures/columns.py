"""Upright bars with the total so far as a line: years from left to right."""

from __future__ import annotations

from dashboard.charts import Bars
from dashboard.exports.pictures.canvas import (
    PICTURE_MIN_FONT_SIZE,
    Canvas,
    Rect,
    draw_keys,
)
from dashboard.exports.text_metrics import text_width
from dashboard.i18n import Translator
from dashboard.theme import Palette

BAR_SHARE = 0.72
"""The share of a category's width that its bar takes."""

GAP = 12


def draw_columns(
    canvas: Canvas, box: Rect, bars: Bars, words: Translator, palette: Palette
) -> list[str]:
    """Draw all categories; labels and numbers where there is room for them."""
    size = PICTURE_MIN_FONT_SIZE
    keys = [(s.label, palette.of(*s.color), "square") for s in bars.series]
    if bars.running:
        keys.append((words("timeline.total"), palette.ink, "square"))
    box = box.below(draw_keys(canvas, box, keys, palette.ink, palette.muted))
    ends = text_width(words.number(max(bars.running, default=0)), size) + 2 * GAP
    plot = Rect(box.x, box.y + 2 * size, box.width - ends, box.height - 4 * size)
    step, tall = plot.width / max(len(bars.categories), 1), max(bars.totals, default=1)
    widest = max((text_width(c, size) for c in bars.categories), default=0)
    every = max(1, int(-(-(widest + GAP) // step)))
    for at, (category, length) in enumerate(
        zip(bars.categories, bars.totals, strict=True)
    ):
        middle = plot.x + (at + 0.5) * step
        height = plot.height * length / max(tall, 1)
        color = palette.of(*bars.series[0].color)
        bar = Rect(
            middle - step * BAR_SHARE / 2,
            plot.bottom - height,
            step * BAR_SHARE,
            height,
        )
        if length:
            canvas.rect(bar, color)
        text = words.number(length)
        if length and text_width(text, size) <= step:
            canvas.text(middle, bar.y - 6, text, size, palette.ink, anchor="middle")
        if at % every == 0:
            below = plot.bottom + size * 1.4
            canvas.text(middle, below, category, size, palette.ink, anchor="middle")
    canvas.line(plot.x, plot.bottom, plot.right, plot.bottom, palette.muted)
    _draw_running(canvas, plot, bars, words, palette)
    return []


def _draw_running(
    canvas: Canvas, plot: Rect, bars: Bars, words: Translator, palette: Palette
) -> None:
    """Draw the total so far, with the last total at its end."""
    if not bars.running:
        return
    step, most = plot.width / len(bars.running), max(bars.running) or 1
    x, y = plot.x, plot.bottom
    for at, total in enumerate(bars.running):
        height = plot.bottom - plot.height * total / most
        for part in (Rect(x - 1, height, 3, y - height), Rect(x, height - 1, step, 3)):
            halo = {"stroke": palette.paper, "stroke_width": 1.5}
            canvas.rect(part, palette.ink, **halo)
        x, y = plot.x + (at + 1) * step, height
    text = words.number(bars.running[-1])
    canvas.text(x + GAP, y + 8, text, PICTURE_MIN_FONT_SIZE, palette.ink, bold=True)
