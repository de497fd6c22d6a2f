"""The outlines of the territories, as the browser loads them: ids, sizes, extents.

Boundaries are a drawing, not a statement; overseas parts have outlines of their own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

OUTLINES_PATH = Path(__file__).resolve().parents[1] / "static" / "world_geo.geojson"

SMALL_AREA = 0.9
"""Square degrees; a territory with no part as large can't be seen on a world map."""

Extent = tuple[float, float, float, float]
"""West, south, east, north in degrees; east beyond 180 where a part lies across it."""


@lru_cache(maxsize=1)
def largest_parts() -> dict[str, tuple[float, Extent]]:
    """Of each outline the largest part: its area in square degrees, and its extent."""
    return {
        feature["id"]: max(_sized(polygon[0]) for polygon in _polygons(feature))
        for feature in json.loads(OUTLINES_PATH.read_text("utf-8"))["features"]
    }


def outline_ids() -> tuple[str, ...]:
    """Ids of all outlines, in the order of the file."""
    return tuple(largest_parts())


def is_small(code: str) -> bool:
    """Whether a territory needs a marker to be seen: a small outline, or none."""
    area, _ = largest_parts().get(code, (0.0, ()))
    return area < SMALL_AREA


def _polygons(
    feature: dict[str, Any],
) -> Sequence[Sequence[Sequence[tuple[float, float]]]]:
    geometry = feature["geometry"]
    many = geometry["type"] == "MultiPolygon"
    return geometry["coordinates"] if many else [geometry["coordinates"]]


def _sized(ring: Sequence[tuple[float, float]]) -> tuple[float, Extent]:
    longitudes = [ring[0][0]]
    for (before, _), (after, _) in pairwise(ring):
        longitudes.append(longitudes[-1] + (after - before + 180) % 360 - 180)
    latitudes = [latitude for _, latitude in ring]
    area = sum(
        (x2 - x1) * (y1 + y2)
        for (x1, x2), (y1, y2) in zip(
            pairwise(longitudes), pairwise(latitudes), strict=True
        )
    )
    extent = min(longitudes), min(latitudes), max(longitudes), max(latitudes)
    return abs(area) / 2, extent
