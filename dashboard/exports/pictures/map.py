"""The map: territories coloured by a count, institutions at their city, a few names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians, sin, sqrt

import numpy as np
import pandas as pd

from dashboard.charts import WorldMap
from dashboard.exports.pictures.canvas import Canvas, Rect, wrap_text
from dashboard.exports.pictures.land import PATH_SCALE, load_land
from dashboard.exports.pictures.legend import draw_legend
from dashboard.exports.world import centers, located, projected
from dashboard.figures.color_scale import scaled
from dashboard.figures.marker_layout import spread_markers
from dashboard.i18n import Translator
from dashboard.theme import Palette

MARKER_SPACING = 0.9
"""Degrees between the first two markers of a city, as on screen."""

NARROWEST_OUTLINE = 7
"""An outline narrower than so many pixels has a square in its place."""

TERRITORY_SQUARE = 15
MOST_TERRITORY_NAMES = 8
"""At most so many territories are named, those with most."""

NAME_SIZE = 26
NORTH, SOUTH = 83.7, -57.0
"""The parallels at the upper and the lower edge."""

DISTANCES = (24, 56, 100, 150, 210)
ANGLES = tuple(range(0, 360, 30))


@dataclass(frozen=True)
class MapFrame:
    """Where the projection's units stand on the picture."""

    x: float
    y: float
    scale: float

    def points(self, places: np.ndarray) -> np.ndarray:
        """Points of the map as pixels."""
        return np.add(places * self.scale, (self.x, self.y))


def frame_in(box: Rect) -> MapFrame:
    """The largest map that fits a box, in its middle."""
    edges = projected(np.array([180, 0, 0]), np.array([0, NORTH, SOUTH]))
    half, top, bottom = edges[0, 0], edges[1, 1], edges[2, 1]
    scale = min(box.width / (2 * half), box.height / (bottom - top))
    above = (box.height - (bottom - top) * scale) / 2
    return MapFrame(box.x + box.width / 2, box.y + above - top * scale, scale)


def draw_map(
    canvas: Canvas, box: Rect, world_map: WorldMap, words: Translator, palette: Palette
) -> list[str]:
    """Draw the map with its legend."""
    frame = frame_in(box.below(draw_legend(canvas, box, world_map, words, palette)))
    colors = colors_of(world_map, palette)
    _draw_ground(canvas, frame, colors, palette)
    _draw_squares(canvas, frame, colors, palette)
    placed = _draw_markers(canvas, frame, world_map, palette)
    _draw_names(canvas, frame, box, world_map, placed, words, palette)
    return []


def colors_of(world_map: WorldMap, palette: Palette) -> dict[str, str]:
    """Territory code -> the colour of its count."""
    counts = {code: n for code, n in world_map.counts.items() if n}
    if not counts:
        return {}
    values = scaled(pd.Series(list(counts.values())))
    low, high = scaled(pd.Series([1, max(counts.values())]))
    last = len(palette.ramp) - 1
    share = [(one - low) / (high - low) if high > low else 1.0 for one in values]
    return {
        code: palette.ramp[round(last * part)]
        for code, part in zip(counts, share, strict=True)
    }


def _draw_ground(
    canvas: Canvas, frame: MapFrame, colors: dict[str, str], palette: Palette
) -> None:
    scale = frame.scale / PATH_SCALE
    canvas.parts.append(
        f'<g transform="translate({frame.x:.1f} {frame.y:.1f}) scale({scale:.6f})" '
        f'stroke="{palette.border}" stroke-width="{1.2 / scale:.1f}" '
        'stroke-linejoin="round" fill-rule="evenodd">'
    )
    for code, territory in load_land().items():
        fill = colors.get(code, palette.land)
        canvas.shape("path", fill=fill, d=territory.path)
    canvas.parts.append("</g>")


def _draw_squares(
    canvas: Canvas, frame: MapFrame, colors: dict[str, str], palette: Palette
) -> None:
    land, middles = load_land(), centers()
    for code, color in colors.items():
        narrow = land[code].narrow if code in land else 0.0
        if narrow * frame.scale / PATH_SCALE < NARROWEST_OUTLINE and code in middles:
            x, y = frame.points(middles[code]).tolist()
            square = Rect(
                x - TERRITORY_SQUARE / 2,
                y - TERRITORY_SQUARE / 2,
                TERRITORY_SQUARE,
                TERRITORY_SQUARE,
            )
            canvas.rect(square, color, stroke=palette.ink, stroke_width=2)


def _draw_markers(
    canvas: Canvas, frame: MapFrame, world_map: WorldMap, palette: Palette
) -> np.ndarray:
    """Draw the institutions, the large ones below; give where they stand."""
    placed = spread_markers(world_map.markers, MARKER_SPACING)
    placed = placed.sort_values("agreements", ascending=False, kind="stable")
    points = frame.points(
        located(
            placed["marker_longitude"].to_numpy(float),
            placed["marker_latitude"].to_numpy(float),
        )
    )
    for one, (x, y) in zip(placed.to_dict("records"), points.tolist(), strict=True):
        filled = bool(one["marked"]) or not world_map.marks_exchange
        canvas.shape(
            "circle",
            cx=round(x, 1),
            cy=round(y, 1),
            r=round(3.6 + 2.4 * sqrt(one["agreements"]), 1),
            fill=palette.types["double_degree"] if filled else palette.paper,
            stroke=palette.paper if filled else palette.ink,
            stroke_width=1.5 if filled else 2.2,
        )
    return points


def _draw_names(
    canvas: Canvas,
    frame: MapFrame,
    box: Rect,
    world_map: WorldMap,
    markers: np.ndarray,
    words: Translator,
    palette: Palette,
) -> None:
    """Name the territories with most, where the name covers least."""
    middles = centers()
    most = sorted(world_map.counts.items(), key=lambda one: -one[1])[
        :MOST_TERRITORY_NAMES
    ]
    taken: list[Rect] = []
    for code, count in most:
        if code not in middles or not count:
            continue
        x, y = frame.points(middles[code]).tolist()
        text = f"{world_map.names[code]} {words.number(count)}"
        shown = wrap_text(text, 420, [NAME_SIZE], 1, bold=True)
        size = (shown.width, shown.height)
        free = [
            one
            for one in _label_candidates(x, y, *size)
            if _within(one, box) and not any(_overlap(one, other) for other in taken)
        ]
        if not free:
            continue
        best = min(free, key=lambda one: _cost(one, (x, y), markers))
        taken.append(best)
        _draw_name(canvas, best, (x, y), shown.lines[0], palette)


def _draw_name(
    canvas: Canvas, place: Rect, point: tuple[float, float], text: str, palette: Palette
) -> None:
    x, y = point
    near = (
        min(max(x, place.x), place.right),
        min(max(y, place.y + 6), place.bottom - 6),
    )
    if abs(near[0] - x) + abs(near[1] - y) > DISTANCES[0]:
        canvas.line(x, y, *near, palette.muted)
    stand = place.y + NAME_SIZE
    canvas.text(
        place.x,
        stand,
        text,
        NAME_SIZE,
        palette.ink,
        bold=True,
        paint_order="stroke",
        stroke=palette.paper,
        stroke_width=6,
        stroke_linejoin="round",
    )


def _label_candidates(
    x: float, y: float, width: float, height: float
) -> Iterator[Rect]:
    """Where a name may stand beside a point, the nearest first."""
    for distance in DISTANCES:
        for angle in ANGLES:
            right, down = cos(radians(angle)), sin(radians(angle))
            middle = (
                x + right * (distance + width / 2),
                y + down * (distance + height / 2),
            )
            yield Rect(middle[0] - width / 2, middle[1] - height / 2, width, height)


def _within(one: Rect, box: Rect) -> bool:
    return (
        box.x <= one.x
        and one.right <= box.right
        and box.y + NAME_SIZE * 2 <= one.y
        and one.bottom <= box.bottom
    )


def _overlap(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.right + 8
        and other.x < one.right + 8
        and one.y < other.bottom
        and other.y < one.bottom
    )


def _cost(one: Rect, point: tuple[float, float], markers: np.ndarray) -> float:
    """How far a name stands from its point, and how many markers it covers."""
    across = (markers[:, 0] > one.x - 8) & (markers[:, 0] < one.right + 8)
    down = (markers[:, 1] > one.y) & (markers[:, 1] < one.bottom)
    middle = one.x + one.width / 2, one.y + one.height / 2
    away = abs(middle[0] - point[0]) - one.width / 2, abs(middle[1] - point[1])
    return 60 * int((across & down).sum()) + max(0.0, away[0]) + away[1]
