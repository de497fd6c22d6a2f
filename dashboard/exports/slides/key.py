"""The key below the map: what its colours and markers mean.

A ramp of colours with numbers, then a symbol and a name for each kind of marker. Knows
how much room it takes before it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from dashboard.charts import WorldMap
from dashboard.exports.slides.fit import em
from dashboard.exports.slides.slide import Page
from dashboard.exports.slides.text import (
    EMU_PER_POINT,
    NAMESPACES,
    Paragraph,
    SlideBox,
    Style,
    solid_fill,
    transform,
    xml,
)
from dashboard.figures.color_scale import color_axis
from dashboard.i18n import Translator
from dashboard.theme import Palette

KEY_FONT_SIZE = 12.0
KEY_LINE_HEIGHT = 16.0
RAMP_STEP, RAMP_THICKNESS = 20.0, 9.0
"""Points: a step of the ramp, and its height."""

SYMBOL_SIZE = 9.0
KEY_GAP = 8.0
RAMP_HEIGHT = 36.0
"""Points: the ramp with the numbers below it."""

ENTRY_SPACING = 26.0
TICK_WIDTH = 44.0
"""Points: the number at a step."""


def preset_shape(
    number: int, name: str, kind: str, box: SlideBox, look: tuple[str, str, float]
) -> str:
    """Return a preset shape as XML; `look` is its fill, edge and width of the edge."""
    inside, edge, width = look
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{xml(name)}"/>'
        f"<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{transform(box)}"
        f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>{solid_fill(inside)}'
        f'<a:ln w="{round(width * EMU_PER_POINT)}">{solid_fill(edge)}</a:ln>'
        "</p:spPr></p:sp>"
    )


def marker_look(marked: bool, palette: Palette) -> tuple[str, str, float]:
    """Return fill, edge and its width: filled where exchange is marked, else a ring."""
    if marked:
        return palette.types["double_degree"], palette.paper, 0.75
    return palette.paper, palette.ink, 1.25


def any_marked(drawing: WorldMap) -> bool:
    """Whether the map distinguishes two kinds of markers."""
    return bool(drawing.markers["marked"].gt(0).any())


KeyEntry = tuple[str, str, tuple[str, str, float]]
"""The name of a symbol, its shape, and its fill, edge and width of the edge."""


def key_height(
    drawing: WorldMap, width: float, words: Translator, palette: Palette
) -> float:
    """The height of the key below the map."""
    rows = {top for _, top in _entry_positions(drawing, width, words, palette)}
    return RAMP_HEIGHT + (max(rows) if rows else 0) + KEY_GAP


def add_key(
    page: Page, drawing: WorldMap, box: SlideBox, words: Translator, palette: Palette
) -> None:
    """Draw the ramp with its numbers, then the kinds of markers."""
    counts = _counts(drawing)
    if counts:
        _add_ramp(page, drawing.unit, counts, box, words, palette)
    positions = _entry_positions(drawing, box.width, words, palette)
    for (name, kind, look), (aside, below) in zip(
        _entries(drawing, words, palette), positions, strict=True
    ):
        left, top = box.left + aside, box.top + below
        symbol = SlideBox(
            left, top + (KEY_LINE_HEIGHT - SYMBOL_SIZE) / 2, SYMBOL_SIZE, SYMBOL_SIZE
        )
        page.add(preset_shape(page.next_id(), name, kind, symbol, look))
        label_box = SlideBox(
            left + SYMBOL_SIZE + 6, top, em(name) * KEY_FONT_SIZE + 2, KEY_LINE_HEIGHT
        )
        page.text(
            name, label_box, [Paragraph(name, Style(KEY_FONT_SIZE, color="muted"))]
        )


def _counts(drawing: WorldMap) -> list[int]:
    return [n for n in drawing.counts.values() if n > 0]


def _entry_positions(
    drawing: WorldMap, width: float, words: Translator, palette: Palette
) -> list[tuple[float, float]]:
    """Positions of the entries: beside the ramp, or below it where there is no room."""
    left, top = 0.0, 0.0
    if _counts(drawing):
        left = (
            em(drawing.unit) * KEY_FONT_SIZE
            + KEY_GAP
            + TICK_WIDTH
            + len(palette.ramp) * RAMP_STEP
            + ENTRY_SPACING
        )
    positions = []
    for name, _, _ in _entries(drawing, words, palette):
        wide = SYMBOL_SIZE + 6 + em(name) * KEY_FONT_SIZE + 2
        if left + wide > width and left:
            left, top = 0.0, top + (RAMP_HEIGHT if not top else KEY_LINE_HEIGHT + 4)
        positions.append((left, top))
        left += wide + ENTRY_SPACING
    return positions


def _entries(drawing: WorldMap, words: Translator, palette: Palette) -> list[KeyEntry]:
    nothing = (words("slides.map_none"), "rect", (palette.land, palette.grid, 0.75))
    return [nothing, *_marker_entries(drawing, words, palette)]


def _marker_entries(
    drawing: WorldMap, words: Translator, palette: Palette
) -> Iterator[KeyEntry]:
    if drawing.markers.empty:
        return
    if not any_marked(drawing):
        yield words("map.institutions"), "ellipse", marker_look(True, palette)
        return
    yield words("map.marked"), "ellipse", marker_look(True, palette)
    yield words("map.not_marked"), "ellipse", marker_look(False, palette)


def _add_ramp(
    page: Page,
    unit: str,
    counts: list[int],
    box: SlideBox,
    words: Translator,
    palette: Palette,
) -> None:
    """Draw the ramp and the numbers at its steps."""
    values = pd.Series(counts)
    axis: Mapping[str, Any] = color_axis(values, words, palette)
    width = em(unit) * KEY_FONT_SIZE + 2
    style = Style(KEY_FONT_SIZE, color="muted")
    page.text(
        unit,
        SlideBox(box.left, box.top, width, KEY_LINE_HEIGHT),
        [Paragraph(unit, style)],
    )
    left = box.left + width + KEY_GAP + TICK_WIDTH / 4
    top = box.top + (KEY_LINE_HEIGHT - RAMP_THICKNESS) / 2
    for at, color in enumerate(palette.ramp):
        step = SlideBox(left + at * RAMP_STEP, top, RAMP_STEP, RAMP_THICKNESS)
        name, look = f"{unit} {at + 1}", (color, color, 0.25)
        page.add(preset_shape(page.next_id(), name, "rect", step, look))
    numbers = SlideBox(
        left, box.top + KEY_LINE_HEIGHT, len(palette.ramp) * RAMP_STEP, KEY_LINE_HEIGHT
    )
    _add_numbers(page, axis, numbers)


def _add_numbers(page: Page, axis: Mapping[str, Any], box: SlideBox) -> None:
    """Write the numbers below the steps of the ramp that they belong to."""
    low, high = float(axis["cmin"]), float(axis["cmax"])
    bar = axis["colorbar"]
    style = Style(KEY_FONT_SIZE, color="muted", align="ctr")
    for value, text in zip(bar["tickvals"], bar["ticktext"], strict=True):
        share = (value - low) / max(high - low, 1e-9)
        center = box.left + min(max(share, 0), 1) * box.width
        tick = SlideBox(center - TICK_WIDTH / 2, box.top, TICK_WIDTH, box.height)
        page.text(text, tick, [Paragraph(text, style)])
