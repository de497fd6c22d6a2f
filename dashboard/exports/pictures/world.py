"""The world as flat outlines: Natural Earth projection with the Pacific in the middle.

Read and projected once per process, from the same outlines as the map on screen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import radians
from pathlib import Path

from pipeline.reference import load_reference

OUTLINES = Path(__file__).resolve().parents[3] / "static" / "world_geo.geojson"
CENTRE = 150.0
"""The longitude in the middle, as on screen."""

NORTH, SOUTH = 83.7, -57.0
UNIT = 4000
"""Whole numbers of a path to one unit of the projection."""

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True)
class World:
    """Outlines in the units of `project`, times UNIT, y downwards.

    Attributes:
        paths: id -> the outline as an SVG path.
        extents: id -> width and height of its largest part.
        places: territory code -> a point inside, as longitude and latitude.
    """

    paths: dict[str, str]
    extents: dict[str, Point]
    places: dict[str, Point]


def project(longitude: float, latitude: float) -> Point:
    """Where a place stands: the Natural Earth projection, y downwards.

    The polynomials are those of Patterson and Šavrič, 2011.
    """
    turned = (longitude - CENTRE + 180) % 360 - 180
    return flat(turned, latitude)


def flat(turned: float, latitude: float) -> Point:
    """The projection of a longitude counted from the middle, -180 to 180."""
    a, b = radians(turned), radians(latitude)
    b2 = b * b
    b4 = b2 * b2
    x = a * (
        0.8707 - 0.131979 * b2 + b4 * (-0.013791 + b4 * (0.003971 * b2 - 0.001529 * b4))
    )
    y = b * (
        1.007226 + b2 * (0.015085 + b4 * (-0.044475 + 0.028874 * b2 - 0.005916 * b4))
    )
    return x, -y


@lru_cache(maxsize=1)
def load_world() -> World:
    """The outlines, projected."""
    features = json.loads(OUTLINES.read_text(encoding="utf-8"))["features"]
    paths, extents = {}, {}
    for feature in features:
        rings = list(_rings(feature["geometry"]))
        paths[feature["id"]] = "".join(map(_path, rings))
        extents[feature["id"]] = max(
            map(_extent, rings), key=lambda one: one[0] * one[1]
        )
    places = {
        code: (float(one.longitude), float(one.latitude))
        for code, one in load_reference().territories.items()
        if one.longitude is not None and one.latitude is not None
    }
    return World(paths, extents, places)


def _rings(geometry: dict[str, object]) -> Iterator[Ring]:
    """Every ring of an outline, cut where the world is cut, projected."""
    coordinates = geometry["coordinates"]
    parts = [coordinates] if geometry["type"] == "Polygon" else coordinates
    for part in parts:
        for ring in part:
            turned = _unrolled(ring)
            for shift in (-360, 0, 360):
                moved = [(x + shift, y) for x, y in turned]
                cut = _clipped(_clipped(moved, -180, 1), 180, -1)
                if cut:
                    yield [flat(x, y) for x, y in cut]


def _unrolled(ring: Sequence[Sequence[float]]) -> Ring:
    """A ring without jumps, its longitudes counted from the middle."""
    unrolled: Ring = []
    for longitude, latitude in ring:
        turned = longitude - CENTRE
        if unrolled:
            turned += 360 * round((unrolled[-1][0] - turned) / 360)
        unrolled.append((turned, latitude))
    return unrolled


def _clipped(ring: Ring, edge: float, side: int) -> Ring:
    """The part of a ring on one side of a longitude (Sutherland and Hodgman)."""
    kept: Ring = []
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        inside, next_inside = side * (x1 - edge) >= 0, side * (x2 - edge) >= 0
        if inside:
            kept.append((x1, y1))
        if inside != next_inside:
            kept.append((edge, y1 + (y2 - y1) * (edge - x1) / (x2 - x1)))
    return kept


def _path(ring: Ring) -> str:
    """A ring as steps in whole numbers."""
    points = [(round(UNIT * x), round(UNIT * y)) for x, y in ring]
    before, steps = points[0], [f"M{points[0][0]} {points[0][1]}l"]
    for x, y in points[1:]:
        if (x, y) != before:
            steps.append(f"{x - before[0]} {y - before[1]} ")
            before = (x, y)
    return "".join(steps).rstrip() + "z"


def _extent(ring: Ring) -> Point:
    xs, ys = zip(*ring, strict=True)
    return (max(xs) - min(xs)) * UNIT, (max(ys) - min(ys)) * UNIT
