"""Outlines of the world for slides and pictures, projected, the Pacific in the middle.

Uses the outlines of the map on screen; they are projected once per process. A window
of the world has a projection of its own, Mercator's, as on screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from dashboard.map_window import MapWindow, mercator
from dashboard.outlines import read_polygons
from pipeline.reference import load_reference

CENTRAL_MERIDIAN = 150.0
"""Degrees east; the map is cut on the other side, in the Atlantic."""

HALF_TURN = 180.0
Points = npt.NDArray[np.float64]
Ring = Points
"""Points, a row each: x to the right, y down; the last is not the first again."""


def projected(longitude: Points, latitude: Points) -> Points:
    """Project degrees from the central meridian and the equator to x and y on the map.

    The Natural Earth projection, with the polynomials of Šavrič and others, 2011.
    """
    lam, phi = np.radians(longitude), np.radians(latitude)
    p2 = phi**2
    p4 = p2**2
    x = lam * (
        0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4))
    )
    y = phi * (
        1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4))
    )
    return np.column_stack([x, -y])


def located(
    longitude: Points, latitude: Points, window: MapWindow | None = None
) -> Points:
    """Project points of the world, in degrees, to the map, or to a window's own."""
    if window:
        return _unrolled_mercator(longitude, latitude, window)
    return projected(
        (longitude - CENTRAL_MERIDIAN + HALF_TURN) % 360 - HALF_TURN, latitude
    )


@lru_cache(maxsize=8)
def outlines(window: MapWindow | None = None) -> dict[str, tuple[Ring, ...]]:
    """Return the rings of each territory, by ISO alpha-3 code or else by name.

    Of a window only what lies inside: some territories have no rings there.
    """
    rings = {
        code: tuple(
            part
            for polygon in polygons
            for ring in polygon
            for part in _drawn(np.array(ring[:-1], float), window)
        )
        for code, polygons in read_polygons()
    }
    return {code: parts for code, parts in rings.items() if parts}


def _drawn(ring: Ring, window: MapWindow | None) -> Iterator[Ring]:
    if window is None:
        return (projected(part[:, 0], part[:, 1]) for part in _cut(ring))
    return _windowed(ring, window)


@lru_cache(maxsize=8)
def extent(window: MapWindow | None = None) -> tuple[float, float, float, float]:
    """Return the edges of the map: left, top, right, bottom."""
    if window:
        corners = _unrolled_mercator(
            np.array(window.longitudes), np.array(window.latitudes), window
        )
        (left, bottom), (right, top) = corners.tolist()
        return left, top, right, bottom
    points = np.concatenate([ring for rings in outlines().values() for ring in rings])
    return (*points.min(axis=0), *points.max(axis=0))


@lru_cache(maxsize=8)
def centers(window: MapWindow | None = None) -> dict[str, Points]:
    """Return a point inside each territory that has coordinates, on the map."""
    coordinates = {
        code: (territory.longitude, territory.latitude)
        for code, territory in load_reference().territories.items()
        if territory.longitude is not None and territory.latitude is not None
    }
    longitudes, latitudes = np.array(list(coordinates.values()), float).T
    points = located(longitudes, latitudes, window)
    return dict(zip(coordinates, points, strict=True))


def _unrolled_mercator(
    longitude: Points, latitude: Points, window: MapWindow
) -> Points:
    """Mercator's projection around the middle of a window, in radians."""
    middle = sum(window.longitudes) / 2
    across = (longitude - middle + HALF_TURN) % 360 - HALF_TURN
    up = [mercator(one) for one in latitude.tolist()]
    points: Points = np.radians(np.column_stack([across, -np.array(up)]))
    return points


def _windowed(ring: Ring, window: MapWindow) -> Iterator[Ring]:
    """Yield the part of a ring inside a window, in its own projection."""
    left, top, right, bottom = extent(window)
    points = _unrolled_mercator(ring[:, 0], ring[:, 1], window)
    steps = (np.diff(points[:, 0]) + np.pi) % (2 * np.pi) - np.pi
    points[1:, 0] = points[0, 0] + np.cumsum(steps)
    for turn in (-2 * np.pi, 0.0, 2 * np.pi):
        moved = points + np.array([turn, 0.0])
        for axis, side, edge in (
            (0, -1, left),
            (0, 1, right),
            (1, -1, top),
            (1, 1, bottom),
        ):
            if len(moved):
                moved = _clipped(moved, side, edge, axis)
        if len(moved) > 2:
            yield moved


def _cut(ring: Ring) -> Iterator[Ring]:
    """Yield the ring in degrees from the central meridian, cut at the map's edge."""
    steps = np.diff(ring[:, 0])
    joined = np.concatenate([[0], np.cumsum((steps + HALF_TURN) % 360 - HALF_TURN)])
    start = (ring[0, 0] - CENTRAL_MERIDIAN + HALF_TURN) % 360 - HALF_TURN
    whole = np.column_stack([start + joined, ring[:, 1]])
    for turn in (-360, 0, 360):
        moved = whole + np.array([turn, 0])
        if moved[:, 0].max() <= -HALF_TURN or moved[:, 0].min() >= HALF_TURN:
            continue
        if moved[:, 0].min() < -HALF_TURN or moved[:, 0].max() > HALF_TURN:
            moved = _clipped(_clipped(moved, 1, HALF_TURN), -1, -HALF_TURN)
        if len(moved) > 2:
            yield moved


def _clipped(points: Points, side: int, edge: float, axis: int = 0) -> Points:
    """Return the part of a ring up to an edge (side 1), or from an edge on (side -1).

    The algorithm of Sutherland and Hodgman; `axis` is 0 across, 1 down.
    """
    part = []
    for before, point in zip(np.roll(points, 1, axis=0), points, strict=True):
        inside = [side * end[axis] <= side * edge for end in (before, point)]
        if inside[0] != inside[1]:
            share = (edge - before[axis]) / (point[axis] - before[axis])
            part.append(before + share * (point - before))
        if inside[1]:
            part.append(point)
    return np.array(part).reshape(-1, 2)
