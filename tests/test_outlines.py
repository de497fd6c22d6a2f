"""The outlines of the maps: closed, wound as their readers want, none floods."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path

import pytest

from dashboard.outlines import is_small, outline_ids
from pipeline.reference import REFERENCE_FOLDER, load_reference

ROOT = Path(__file__).resolve().parents[1]


def outlines(name: str) -> list[dict]:
    path = {"geo": ROOT / "static" / "world_geo.geojson"}
    path["flat"] = REFERENCE_FOLDER / "world_flat.geojson"
    return json.loads(path[name].read_text("utf-8"))["features"]


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


@pytest.mark.parametrize(("name", "clockwise"), [("geo", True), ("flat", False)])
def test_outlines_are_closed_and_wound_as_their_reader_wants(
    name: str, clockwise: bool
) -> None:
    for feature in outlines(name):
        for outer, ring in _rings(feature):
            assert ring[0] == ring[-1], feature["id"]
            assert len(ring) >= 4, feature["id"]
            assert _is_clockwise(ring) == (clockwise == outer), feature["id"]


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
    for feature in outlines("geo"):
        for outer, ring in _rings(feature):
            share = _sphere_share(ring) if outer else _sphere_share(ring[::-1])
            assert share < 0.06, feature["id"]


@pytest.mark.parametrize("name", ["geo", "flat"])
def test_outlines_have_the_territories_of_the_list(name: str) -> None:
    ids = {feature["id"] for feature in outlines(name)}
    partners = {i.territory_code for i in load_reference().institutions.values()}
    assert partners | {"JPN", "HKG", "MAC", "MLT", "LUX", "BHR", "BRN"} <= ids
    assert "ATA" not in ids


NEVER_OUTLINED = {"ATA", "BVT", "UMI"}
"""Territories without inhabitants: a square at their point stands for them."""


def test_every_territory_has_an_outline_or_a_square() -> None:
    territories = load_reference().territories
    without = {code for code in territories if code not in outline_ids()}
    assert without == NEVER_OUTLINED
    for code in without:
        assert is_small(code)
        assert territories[code].latitude is not None


@pytest.mark.parametrize(
    ("state", "part"),
    [
        *(("FRA", part) for part in ("GUF", "GLP", "MTQ", "REU", "MYT")),
        *(("NOR", "SJM"), ("NLD", "BES"), ("NZL", "TKL")),
    ],
)
def test_an_overseas_part_is_a_territory_of_its_own(state: str, part: str) -> None:
    """French Guiana was painted as France, in South America, among Europe's figures."""
    point = load_reference().territories[part]
    boxes = {code: _boxes(code) for code in (state, part)}
    holding = [
        code
        for code, found in boxes.items()
        for west, south, east, north in found
        if west - 1 <= point.longitude <= east + 1
        and south - 1 <= point.latitude <= north + 1
    ]
    assert set(holding) == {part}


def _boxes(code: str) -> list[tuple[float, float, float, float]]:
    (feature,) = (f for f in outlines("flat") if f["id"] == code)
    rings = [ring for outer, ring in _rings(feature) if outer]
    columns = [list(zip(*ring, strict=True)) for ring in rings]
    return [(min(x), min(y), max(x), max(y)) for x, y in columns]


def test_both_outlines_show_the_same_territories() -> None:
    assert {f["id"] for f in outlines("geo")} == {f["id"] for f in outlines("flat")}
