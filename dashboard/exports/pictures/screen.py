"""A figure as SVG inside a web page, in the colours of both themes.

Drawn by the same functions as pictures for slides, on a canvas with two pixels for each
pixel of the screen, so that the letters of slides are the letters of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from dashboard.charts import Bars, Plotted, WorldMap
from dashboard.exports.pictures.bars import draw_rows
from dashboard.exports.pictures.canvas import Canvas, Rect
from dashboard.exports.pictures.legend import draw_legend
from dashboard.exports.pictures.map import MapFrame, draw_world, frame_in
from dashboard.exports.world import located
from dashboard.html import attribute
from dashboard.i18n import Translator
from dashboard.theme import Palette, themes

DENSITY = 2
"""Pixels of the canvas to a pixel of the screen."""

OUTLINE_UNITS = 300
"""Units of an outline to a unit of the projection: about a pixel of the screen."""

MAP_LEGEND = 52
"""Pixels of the canvas below the map that its legend takes."""

STAR_RADIUS = 17
"""Pixels of the canvas from the middle of a star to its points."""

_COLOR = re.compile(r"#[0-9a-f]{6}")


def figure_for_screen(
    chart: Plotted, words: Translator, width: int, height: int
) -> str:
    """Return the bars or the map of a chart as SVG for a page; "" for other charts.

    Width and height are in pixels of the screen; where it has another size there, it
    is scaled.
    """
    box = Rect(0, 0, DENSITY * width, DENSITY * height)
    light, dark = (_parts(chart, box, words, palette) for palette in themes())
    if not light:
        return ""
    parts = "".join(themed(light, dark))
    place = "xMinYMid" if isinstance(chart, Bars) else "xMidYMid"
    return (
        f'<svg class="aa-drawn" viewBox="0 0 {box.width} {box.height}" '
        f'preserveAspectRatio="{place}" role="img" '
        f'aria-label="{attribute(chart.alt)}">{parts}</svg>'
    )


def _parts(chart: Plotted, box: Rect, words: Translator, palette: Palette) -> list[str]:
    canvas = Canvas()
    if isinstance(chart, Bars):
        draw_rows(canvas, box, chart, words, palette)
    elif isinstance(chart, WorldMap):
        _draw_map(canvas, box, chart, words, palette)
    return canvas.parts


def _draw_map(
    canvas: Canvas, box: Rect, world: WorldMap, words: Translator, palette: Palette
) -> None:
    """Draw the map and, as on a page, its legend below."""
    above = Rect(box.x, box.y, box.width, box.height - MAP_LEGEND)
    frame = frame_in(above, world.window, OUTLINE_UNITS)
    home = _home(frame, world)
    draw_world(canvas, above, frame, world, words, palette, home)
    for point in home:
        _draw_star(canvas, point, palette)
    below = Rect(box.x, above.bottom + 8, box.width, MAP_LEGEND)
    draw_legend(canvas, below, world, words, palette)


def _home(frame: MapFrame, world: WorldMap) -> list[tuple[float, float]]:
    """Return where the home institution is on the canvas, if the map shows it."""
    if not world.home or not world.shows(world.home[0]):
        return []
    longitude, latitude = (np.array([value]) for value in world.home[0])
    x, y = frame.points(located(longitude, latitude, frame.window))[0].tolist()
    return [(x, y)]


def _draw_star(canvas: Canvas, middle: tuple[float, float], palette: Palette) -> None:
    turns = np.arange(10) * np.pi / 5
    radii = np.where(np.arange(10) % 2, 0.4, 1) * STAR_RADIUS
    across, down = middle[0] + radii * np.sin(turns), middle[1] - radii * np.cos(turns)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, down, strict=True))
    edge = {"stroke": palette.paper, "stroke_width": 2}
    canvas.shape("polygon", points=points, fill=palette.ink, **edge)


def themed(light: Sequence[str], dark: Sequence[str]) -> Iterator[str]:
    """Yield the parts of a picture that was drawn for both themes.

    Parts that differ in colours alone follow the theme of the page; of others there are
    two, and the style sheet shows one.
    """
    for one, other in zip(light, dark, strict=True):
        if one == other:
            yield one
        elif _COLOR.split(one) == _COLOR.split(other):
            yield _in_both(one, other)
        else:
            yield f'<g class="aa-light">{one}</g><g class="aa-dark">{other}</g>'


def _in_both(light: str, dark: str) -> str:
    others = iter(_COLOR.findall(dark))
    return _COLOR.sub(lambda found: f"light-dark({found[0]}, {next(others)})", light)
