"""What the colours and markers of the map mean, below it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard.charts import WorldMap
from dashboard.exports.slides.fit import em
from dashboard.exports.slides.slide import Page
from dashboard.exports.slides.text import (
    EMU,
    NAMESPACES,
    Box,
    Line,
    Style,
    fill,
    transform,
    xml,
)
from dashboard.figures.color_scale import color_axis
from dashboard.i18n import Translator
from dashboard.theme import Palette

SIZE = 12.0
LINE = 16.0
STEP, THICK = 20.0, 9.0
"""Points: a step of the ramp, and its height."""

SIGN = 9.0
GAP = 8.0
RAMP = 36.0
"""Points for the ramp with the numbers below it."""

BETWEEN = 26.0
TICK = 44.0
"""Points for the number at a step."""


def preset(
    number: int, name: str, kind: str, box: Box, look: tuple[str, str, float]
) -> str:
    """A plain shape; `look` is its inside, its edge and the width of that."""
    inside, edge, width = look
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{xml(name)}"/>'
        f"<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{transform(box)}"
        f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>{fill(inside)}'
        f'<a:ln w="{round(width * EMU)}">{fill(edge)}</a:ln></p:spPr></p:sp>'
    )


def marker_look(marked: bool, palette: Palette) -> tuple[str, str, float]:
    """Inside, edge and its width: full where exchange is marked, else a ring."""
    if marked:
        return palette.types["double_degree"], palette.paper, 0.75
    return palette.paper, palette.ink, 1.25


def any_marked(drawing: WorldMap) -> bool:
    """Whether markers of two kinds are told apart."""
    return bool(drawing.markers["marked"].gt(0).any())


Entry = tuple[str, str, tuple[str, str, float]]
"""What a sign is called, its shape, and how it looks."""


def key_height(
    drawing: WorldMap, width: float, words: Translator, palette: Palette
) -> float:
    """The room that the key takes below the map."""
    rows = {top for _, top in _places(drawing, width, words, palette)}
    return RAMP + (max(rows) if rows else 0) + GAP


def add_key(
    page: Page, drawing: WorldMap, box: Box, words: Translator, palette: Palette
) -> None:
    """Draw the ramp with its numbers, then the kinds of markers."""
    counts = _counts(drawing)
    if counts:
        _add_ramp(page, drawing.unit, counts, box, words, palette)
    places = _places(drawing, box.width, words, palette)
    for (name, kind, look), (aside, below) in zip(
        _entries(drawing, words, palette), places, strict=True
    ):
        left, top = box.left + aside, box.top + below
        sign = Box(left, top + (LINE - SIGN) / 2, SIGN, SIGN)
        page.add(preset(page.number(), name, kind, sign, look))
        place = Box(left + SIGN + 6, top, em(name) * SIZE + 2, LINE)
        page.text(name, place, [Line(name, Style(SIZE, color="muted"))])


def _counts(drawing: WorldMap) -> list[int]:
    return [n for n in drawing.counts.values() if n > 0]


def _places(
    drawing: WorldMap, width: float, words: Translator, palette: Palette
) -> list[tuple[float, float]]:
    """Where the entries stand: beside the ramp, those without room there below it."""
    left, top = 0.0, 0.0
    if _counts(drawing):
        left = em(drawing.unit) * SIZE + GAP + TICK + len(palette.ramp) * STEP + BETWEEN
    found = []
    for name, _, _ in _entries(drawing, words, palette):
        wide = SIGN + 6 + em(name) * SIZE + 2
        if left + wide > width and left:
            left, top = 0.0, top + (RAMP if not top else LINE + 4)
        found.append((left, top))
        left += wide + BETWEEN
    return found


def _entries(drawing: WorldMap, words: Translator, palette: Palette) -> list[Entry]:
    nothing = (words("slides.map_none"), "rect", (palette.land, palette.grid, 0.75))
    return [nothing, *_marker_entries(drawing, words, palette)]


def _marker_entries(
    drawing: WorldMap, words: Translator, palette: Palette
) -> Iterator[Entry]:
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
    box: Box,
    words: Translator,
    palette: Palette,
) -> None:
    """Draw the ramp and the numbers at its steps."""
    values = pd.Series(counts)
    axis = color_axis(values, words, palette)
    width = em(unit) * SIZE + 2
    style = Style(SIZE, color="muted")
    page.text(unit, Box(box.left, box.top, width, LINE), [Line(unit, style)])
    left, top = box.left + width + GAP + TICK / 4, box.top + (LINE - THICK) / 2
    for at, color in enumerate(palette.ramp):
        step = Box(left + at * STEP, top, STEP, THICK)
        page.add(
            preset(
                page.number(), f"{unit} {at + 1}", "rect", step, (color, color, 0.25)
            )
        )
    long = len(palette.ramp) * STEP
    low, high = float(axis["cmin"]), float(axis["cmax"])
    bar = axis["colorbar"]
    for value, text in zip(bar["tickvals"], bar["ticktext"], strict=True):
        share = (value - low) / max(high - low, 1e-9)
        center = left + min(max(share, 0), 1) * long
        place = Box(center - TICK / 2, box.top + LINE, TICK, LINE)
        page.text(text, place, [Line(text, Style(SIZE, color="muted", align="ctr"))])
