"""Outlines of the world for slides and pictures, projected, the Pacific in the middle.

Uses the outlines of the map on screen; they are projected once per process.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from dashboard.figures.world import OUTLINES_PATH
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


def located(longitude: Points, latitude: Points) -> Points:
    """Project points of the world, in degrees, to the map."""
    return projected(
        (longitude - CENTRAL_MERIDIAN + HALF_TURN) % 360 - HALF_TURN, latitude
    )


@lru_cache(maxsize=1)
def outlines() -> dict[str, tuple[Ring, ...]]:
    """Return the rings of each territory, by ISO alpha-3 code or else by name."""
    rings = {}
    for feature in json.loads(OUTLINES_PATH.read_text("utf-8"))["features"]:
        geometry = feature["geometry"]
        many = geometry["type"] == "MultiPolygon"
        polygons = geometry["coordinates"] if many else [geometry["coordinates"]]
        rings[feature["id"]] = tuple(
            projected(part[:, 0], part[:, 1])
            for polygon in polygons
            for ring in polygon
            for part in _cut(np.array(ring[:-1], float))
        )
    return rings


@lru_cache(maxsize=1)
def extent() -> tuple[float, float, float, float]:
    """Return the edges of the whole map: left, top, right, bottom."""
    points = np.concatenate([ring for rings in outlines().values() for ring in rings])
    return (*points.min(axis=0), *points.max(axis=0))


@lru_cache(maxsize=1)
def centers() -> dict[str, Points]:
    """Return a point inside each territory that has coordinates, on the map."""
    coordinates = {
        code: (territory.longitude, territory.latitude)
        for code, territory in load_reference().territories.items()
        if territory.longitude is not None and territory.latitude is not None
    }
    points = located(*np.array(list(coordinates.values()), float).T)
    return dict(zip(coordinates, points, strict=True))


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
            moved = _clipped(_clipped(moved, 1), -1)
        if len(moved) > 2:
            yield moved


def _clipped(points: Points, side: int) -> Points:
    """Return the part of a ring within the right (1) or left (-1) edge of the map.

    The algorithm of Sutherland and Hodgman.
    """
    part = []
    for before, point in zip(np.roll(points, 1, axis=0), points, strict=True):
        inside = [side * end[0] <= HALF_TURN for end in (before, point)]
        if inside[0] != inside[1]:
            share = (side * HALF_TURN - before[0]) / (point[0] - before[0])
            part.append(before + share * (point - before))
        if inside[1]:
            part.append(point)
    return np.array(part).reshape(-1, 2)
