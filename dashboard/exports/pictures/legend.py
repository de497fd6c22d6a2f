"""The legend of the map's colours and markers, in a row above it."""

from __future__ import annotations

from dashboard.charts import WorldMap
from dashboard.exports.pictures.canvas import Canvas, Rect, draw_keys, wrap_text
from dashboard.exports.text_metrics import text_width
from dashboard.i18n import Translator
from dashboard.theme import Palette

LEGEND_FONT_SIZE = 26
SWATCH_WIDTH = 30


def draw_legend(
    canvas: Canvas, box: Rect, world_map: WorldMap, words: Translator, palette: Palette
) -> float:
    """Draw the legend; return its height."""
    x = box.x
    unit = wrap_text(world_map.unit, box.width / 3, [LEGEND_FONT_SIZE], 1)
    canvas.lines(x, box.y, unit, palette.ink)
    x += unit.width + 24
    most = max(world_map.counts.values(), default=0)
    if most > 1:
        x = _number(canvas, x, box.y, words.number(1), palette) + 12
        for color in palette.ramp:
            canvas.rect(Rect(x, box.y + 6, SWATCH_WIDTH, 24), color)
            x += SWATCH_WIDTH
        x = _number(canvas, x + 12, box.y, words.number(most), palette)
    elif most:
        canvas.rect(Rect(x, box.y + 6, SWATCH_WIDTH, 24), palette.ramp[-1])
        x = _number(canvas, x + SWATCH_WIDTH + 12, box.y, words.number(1), palette)
    rest = Rect(x + 56, box.y, box.right - x - 56, box.height)
    return draw_keys(
        canvas, rest, _keys(world_map, words, palette), palette.ink, palette.ink
    )


def _number(canvas: Canvas, x: float, y: float, text: str, palette: Palette) -> float:
    canvas.text(x, y + LEGEND_FONT_SIZE, text, LEGEND_FONT_SIZE, palette.ink)
    return x + text_width(text, LEGEND_FONT_SIZE)


def _keys(
    world_map: WorldMap, words: Translator, palette: Palette
) -> list[tuple[str, str, str]]:
    if world_map.markers.empty:
        return []
    filled = palette.types["double_degree"]
    if not world_map.marks_exchange:
        return [(words("picture.institution"), filled, "dot")]
    of = words("picture.institution")
    return [
        (words("picture.sign", of=of, sign=words("exchange.marked")), filled, "dot"),
        (
            words("picture.sign", of=of, sign=words("exchange.not_marked")),
            palette.paper,
            "dot",
        ),
    ]
