"""The part of the world that a map is fitted to: what is counted, and some room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import atan, degrees, exp, log, pi, radians, tan

from dashboard.outlines import Extent, largest_parts

ASPECT = 2.0
"""Width to height of a map."""

ROOM = 0.1
"""Room at each side, as a share of what is fitted."""

NARROWEST, WIDEST = 40.0, 200.0
"""Degrees of longitude: a single place is shown in its surroundings; what is wider than
half the world is shown on a map of the world."""

REACH = (24.0, 18.0)
"""Degrees: of a large territory only what lies so far from its middle must be seen."""

SOUTH, NORTH = -60.0, 80.0
INHABITED_NORTH = 71.0
"""What lies further north need not be seen: Mercator's map makes it as large as the rest."""

WORLD_STEP = 0.9
"""Degrees between the first two markers of a city on a map of the world."""

Interval = tuple[float, float]
Point = tuple[float, float]
"""Longitude and latitude in degrees."""


@dataclass(frozen=True)
class MapWindow:
    """Degrees of longitude (ascending, up to 540) and of latitude."""

    longitudes: Interval
    latitudes: Interval

    @property
    def width(self) -> float:
        """Degrees of longitude."""
        return self.longitudes[1] - self.longitudes[0]


def marker_step(window: MapWindow | None) -> float:
    """Degrees between the first two markers of a city: alike on the drawn map."""
    return WORLD_STEP * window.width / 360 if window else WORLD_STEP


def fitted_window(
    territories: Mapping[str, Point], places: Sequence[Point] = ()
) -> MapWindow | None:
    """The window around what is to be seen, for Mercator's projection.

    Args:
        territories: code -> longitude and latitude of its middle.
        places: longitude and latitude of cities.

    Returns:
        None where there is nothing to be seen, or it needs the whole world.
    """
    if not territories:
        return None
    boxes = [_box(code, point) for code, point in territories.items()]
    boxes += [(x, y, x, y) for x, y in places]
    west, east = _covering([(box[0], box[2]) for box in boxes])
    south = mercator(min(box[1] for box in boxes))
    north = mercator(max(box[3] for box in boxes))
    width = max((east - west) * (1 + 2 * ROOM), NARROWEST)
    height = (north - south) * (1 + 2 * ROOM)
    width = max(width, ASPECT * height)
    if width > WIDEST:
        return None
    return MapWindow(
        _around((west + east) / 2, width),
        _latitudes((south + north) / 2, width / ASPECT),
    )


def _box(code: str, point: Point) -> Extent:
    """What of a territory must be seen: its largest part, as far as REACH."""
    (x, y), (across, up) = point, REACH
    if code not in largest_parts():
        return x, y, x, y
    _, (west, south, east, north) = largest_parts()[code]
    turn = 360 * round((x - (west + east) / 2) / 360)
    return (
        max(west + turn, x - across),
        max(south, y - up),
        min(east + turn, x + across),
        min(north, y + up, max(y, INHABITED_NORTH)),
    )


def _covering(intervals: Sequence[Interval]) -> Interval:
    """The shortest interval of longitudes that covers all: the circle but its widest gap.

    Begins at -180 or later.
    """
    ordered = sorted(
        ((low + 180) % 360 - 180, (low + 180) % 360 - 180 + high - low)
        for low, high in intervals
    )
    around = [*ordered, (ordered[0][0] + 360, 0.0)]
    reached = accumulate((high for _, high in ordered), max)
    gaps = [
        (low - before, low, before)
        for before, (low, _) in zip(reached, around[1:], strict=True)
    ]
    _, after, before = max(gaps)
    return (after - 360, before) if after >= 180 else (after, before + 360)


def _around(middle: float, width: float) -> Interval:
    return round(middle - width / 2, 2), round(middle + width / 2, 2)


def _latitudes(middle: float, height: float) -> Interval:
    """Latitudes around a height of Mercator's map, moved to stay on the drawn world."""
    low, high = mercator(SOUTH), mercator(NORTH)
    middle = min(max(middle, low + height / 2), high - height / 2)
    ends = (middle - height / 2, middle + height / 2)
    south, north = (round(_latitude(end), 2) for end in ends)
    return south, north


def mercator(latitude: float) -> float:
    """Height on Mercator's map, in degrees of longitude at the equator."""
    return degrees(log(tan(pi / 4 + radians(min(max(latitude, SOUTH), NORTH)) / 2)))


def _latitude(height: float) -> float:
    return degrees(2 * atan(exp(radians(height)))) - 90
