"""The map: territories coloured by a count, markers of institutions, a few names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import cos, radians, sin, sqrt
from operator import itemgetter

import numpy as np
import pandas as pd

from dashboard.charts import WorldMap
from dashboard.exports.pictures.canvas import Canvas, Rect, wrap_text
from dashboard.exports.pictures.land import PATH_SCALE, load_land
from dashboard.exports.pictures.legend import draw_legend
from dashboard.exports.world import centers, extent, located, projected
from dashboard.figures.color_scale import scaled
from dashboard.figures.marker_layout import spread_markers
from dashboard.i18n import Translator
from dashboard.map_window import MapWindow, marker_step
from dashboard.theme import Palette

NARROWEST_OUTLINE = 7
"""An outline narrower than this many pixels is drawn as a square."""

TERRITORY_SQUARE = 15
MOST_TERRITORY_NAMES = 8
"""At most this many territories are named: those with the largest counts."""

NAME_SIZE = 26
NORTH, SOUTH = 83.7, -57.0
"""The parallels at the upper and the lower edge."""

DISTANCES = (24, 56, 100, 150, 210)
ANGLES = tuple(range(0, 360, 30))


@dataclass(frozen=True)
class MapFrame:
    """The transform from the projection's units to pixels.

    Attributes:
        window: the part of the world that is shown; None for all.
        units: of an outline to a unit of the projection; few draw it coarsely.
    """

    x: float
    y: float
    scale: float
    window: MapWindow | None = None
    units: int = PATH_SCALE

    def points(self, positions: np.ndarray) -> np.ndarray:
        """Return points of the map in pixels."""
        return np.add(positions * self.scale, (self.x, self.y))


def frame_in(
    box: Rect, window: MapWindow | None = None, units: int = PATH_SCALE
) -> MapFrame:
    """Return the transform of the largest map that fits a rectangle, centred."""
    if window:
        left, top, right, bottom = extent(window)
    else:
        edges = projected(np.array([180, 0, 0]), np.array([0, NORTH, SOUTH]))
        right, top, bottom = edges[0, 0], edges[1, 1], edges[2, 1]
        left = -right
    scale = min(box.width / (right - left), box.height / (bottom - top))
    above = (box.height - (bottom - top) * scale) / 2
    x = box.x + box.width / 2 - (left + right) / 2 * scale
    return MapFrame(x, box.y + above - top * scale, scale, window, units)


def draw_map(
    canvas: Canvas, box: Rect, world_map: WorldMap, words: Translator, palette: Palette
) -> list[str]:
    """Draw the map with its legend."""
    below = box.below(draw_legend(canvas, box, world_map, words, palette))
    frame = frame_in(below, world_map.window)
    draw_world(canvas, box, frame, world_map, words, palette)
    return []


def draw_world(
    canvas: Canvas,
    box: Rect,
    frame: MapFrame,
    world_map: WorldMap,
    words: Translator,
    palette: Palette,
    avoided: Sequence[tuple[float, float]] = (),
) -> None:
    """Draw the map without its legend.

    Names stay inside `box` and cover the points to be avoided, in pixels, only where
    there is no other place.
    """
    colors = colors_of(world_map, palette)
    _draw_ground(canvas, frame, colors, palette)
    _draw_squares(canvas, frame, colors, palette)
    points = _draw_markers(canvas, frame, world_map, palette)
    points = np.concatenate([points.reshape(-1, 2), np.reshape(avoided, (-1, 2))])
    _draw_names(canvas, frame, box, world_map, points, words, palette)


def colors_of(world_map: WorldMap, palette: Palette) -> dict[str, str]:
    """Return territory code -> the colour of its count."""
    counts = {code: n for code, n in world_map.counts.items() if n}
    if not counts:
        return {}
    values = scaled(pd.Series(list(counts.values())))
    low, high = scaled(pd.Series([1, max(counts.values())]))
    last = len(palette.ramp) - 1
    share = [(value - low) / (high - low) if high > low else 1.0 for value in values]
    return {
        code: palette.ramp[round(last * part)]
        for code, part in zip(counts, share, strict=True)
    }


def _draw_ground(
    canvas: Canvas, frame: MapFrame, colors: dict[str, str], palette: Palette
) -> None:
    scale = frame.scale / frame.units
    canvas.parts.append(
        f'<g transform="translate({frame.x:.1f} {frame.y:.1f}) scale({scale:.6f})" '
        f'stroke="{palette.border}" stroke-width="{1.2 / scale:.1f}" '
        'stroke-linejoin="round" fill-rule="evenodd">'
    )
    for code, territory in load_land(frame.window, frame.units).items():
        fill = colors.get(code, palette.land)
        canvas.shape("path", fill=fill, d=territory.path)
    canvas.parts.append("</g>")


def _draw_squares(
    canvas: Canvas, frame: MapFrame, colors: dict[str, str], palette: Palette
) -> None:
    land, middles = load_land(frame.window, frame.units), centers(frame.window)
    for code, color in colors.items():
        narrow = land[code].narrow if code in land else 0.0
        if narrow * frame.scale / frame.units < NARROWEST_OUTLINE and code in middles:
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
    """Draw the institutions, the large ones below; return their points."""
    markers = spread_markers(world_map.markers, marker_step(frame.window))
    markers = markers.sort_values("agreements", ascending=False, kind="stable")
    points = frame.points(
        located(
            markers["marker_longitude"].to_numpy(float),
            markers["marker_latitude"].to_numpy(float),
            frame.window,
        )
    )
    for marker, (x, y) in zip(markers.to_dict("records"), points.tolist(), strict=True):
        filled = bool(marker["marked"]) or not world_map.marks_exchange
        canvas.shape(
            "circle",
            cx=round(x, 1),
            cy=round(y, 1),
            r=round(3.6 + 2.4 * sqrt(marker["agreements"]), 1),
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
    """Draw names of the largest counts where they cover the fewest markers."""
    for name in place_names(frame, box, world_map, markers, words):
        _draw_name(canvas, name, palette)


@dataclass(frozen=True)
class PlacedName:
    """A territory's name and count, its rectangle, and the point that it names."""

    text: str
    label: Rect
    point: tuple[float, float]


def place_names(
    frame: MapFrame,
    box: Rect,
    world_map: WorldMap,
    markers: np.ndarray,
    words: Translator,
) -> list[PlacedName]:
    """Place the names of the largest counts, in pixels.

    Territories with the same count are all named or none, so that none seems larger.
    """
    middles = centers(frame.window)
    counted = [
        (count, code)
        for code, count in world_map.counts.items()
        if count and code in middles
    ]
    counted.sort(key=itemgetter(0), reverse=True)
    placed: list[PlacedName] = []
    for _, tie in groupby(counted, key=itemgetter(0)):
        named = list(placed)
        for count, code in tie:
            point = tuple(frame.points(middles[code]).tolist())
            text = f"{world_map.names[code]} {words.number(count)}"
            shown = wrap_text(text, 420, [NAME_SIZE], 1, bold=True)
            size = (shown.width, shown.height)
            label = _free_label(point, size, box, named, markers)
            if label is None or len(named) == MOST_TERRITORY_NAMES:
                return placed
            named.append(PlacedName(shown.lines[0], label, point))
        placed = named
    return placed


def _free_label(
    point: tuple[float, float],
    size: tuple[float, float],
    box: Rect,
    named: Sequence[PlacedName],
    markers: np.ndarray,
) -> Rect | None:
    """Return the best rectangle beside a point that covers no other name."""
    free = [
        label
        for label in _label_candidates(*point, *size)
        if _within(label, box)
        and not any(_overlap(label, other.label) for other in named)
    ]
    return min(free, key=lambda label: _cost(label, point, markers), default=None)


def _draw_name(canvas: Canvas, name: PlacedName, palette: Palette) -> None:
    label, (x, y) = name.label, name.point
    near = (
        min(max(x, label.x), label.right),
        min(max(y, label.y + 6), label.bottom - 6),
    )
    if abs(near[0] - x) + abs(near[1] - y) > DISTANCES[0]:
        canvas.line(x, y, *near, palette.muted)
    baseline = label.y + NAME_SIZE
    canvas.text(
        label.x,
        baseline,
        name.text,
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
    """Yield the rectangles for a name beside a point, the nearest first."""
    for distance in DISTANCES:
        for angle in ANGLES:
            right, down = cos(radians(angle)), sin(radians(angle))
            middle = (
                x + right * (distance + width / 2),
                y + down * (distance + height / 2),
            )
            yield Rect(middle[0] - width / 2, middle[1] - height / 2, width, height)


def _within(label: Rect, box: Rect) -> bool:
    return (
        box.x <= label.x
        and label.right <= box.right
        and box.y + NAME_SIZE * 2 <= label.y
        and label.bottom <= box.bottom
    )


def _overlap(label: Rect, other: Rect) -> bool:
    return (
        label.x < other.right + 8
        and other.x < label.right + 8
        and label.y < other.bottom
        and other.y < label.bottom
    )


def _cost(label: Rect, point: tuple[float, float], markers: np.ndarray) -> float:
    """Return a penalty: a name's distance from its point, and the markers it covers."""
    across = (markers[:, 0] > label.x - 8) & (markers[:, 0] < label.right + 8)
    down = (markers[:, 1] > label.y) & (markers[:, 1] < label.bottom)
    middle = label.x + label.width / 2, label.y + label.height / 2
    away = abs(middle[0] - point[0]) - label.width / 2, abs(middle[1] - point[1])
    return 60 * int((across & down).sum()) + max(0.0, away[0]) + away[1]
