"""The outlines of the maps: closed, wound as their readers want, none floods."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path

from pipeline.reference import load_reference

ROOT = Path(__file__).resolve().parents[1]


def outlines() -> list[dict]:
    path = ROOT / "static" / "world_geo.geojson"
    return json.loads(path.read_text("utf-8"))["features"]


def _rings(feature: dict) -> list[tuple[bool, list[list[float]]]]:
    geometry = feature["geometry"]
    many = geometry["type"] == "MultiPolygon"
    polygons = geometry["coordinates"] if many else [geometry["coordinates"]]
    return [(at == 0, ring) for polygon in polygons for at, ring in enumerate(polygon)]


def _is_clockwise(ring: list[list[float]]) -> bool:
    area = 0.0
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        step = (x2 - x1 + 180) % 360 - 180
        area += step * (y1 + y2)
    return area > 0


def test_outlines_are_closed_and_wound_as_plotly_wants() -> None:
    for feature in outlines():
        for outer, ring in _rings(feature):
            assert ring[0] == ring[-1], feature["id"]
            assert len(ring) >= 4, feature["id"]
            assert _is_clockwise(ring) == outer, feature["id"]


def _sphere_share(ring: list[list[float]]) -> float:
    """The share of the sphere inside a ring, as the map's projection reckons it."""
    total = 0.0
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        step = math.radians((x2 - x1 + 180) % 360 - 180)
        a, b = (math.radians(y) / 2 + math.pi / 4 for y in (y1, y2))
        k = math.sin(a) * math.sin(b)
        u = math.cos(a) * math.cos(b) + k * math.cos(step)
        total += math.atan2(k * math.sin(step), u)
    return (total / (2 * math.pi)) % 1


def test_no_outline_paints_the_whole_globe() -> None:
    for feature in outlines():
        for outer, ring in _rings(feature):
            share = _sphere_share(ring) if outer else _sphere_share(ring[::-1])
            assert share < 0.06, feature["id"]


def test_outlines_have_the_territories_of_the_list() -> None:
    ids = {feature["id"] for feature in outlines()}
    partners = {i.territory_code for i in load_reference().institutions.values()}
    assert partners | {"JPN", "HKG", "MAC", "MLT", "LUX", "BHR", "BRN"} <= ids
    assert "ATA" not in ids
