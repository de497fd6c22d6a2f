"""The outlines of the territories, as the browser loads them: ids, sizes, extents.

Boundaries are a drawing, not a statement; overseas parts have outlines of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

OUTLINES_PATH = Path(__file__).resolve().parents[1] / "static" / "world_geo.geojson"

SMALL_AREA = 0.9
"""Square degrees; a territory with no part as large can't be seen on a world map."""

Polygons = Sequence[Sequence[Sequence[tuple[float, float]]]]
"""Of each polygon its rings, the outer one first, as longitudes and latitudes."""

Extent = tuple[float, float, float, float]
"""West, south, east, north in degrees; east beyond 180 where a part lies across it."""


@lru_cache(maxsize=1)
def largest_parts() -> dict[str, tuple[float, Extent]]:
    """Of each outline the largest part: its area in square degrees, and its extent."""
    return {
        code: max(_sized(polygon[0]) for polygon in polygons)
        for code, polygons in read_polygons()
    }


def outline_ids() -> tuple[str, ...]:
    """Ids of all outlines, in the order of the file."""
    return tuple(largest_parts())


def is_small(code: str) -> bool:
    """Whether a territory needs a marker to be seen: a small outline, or none."""
    area, _ = largest_parts().get(code, (0.0, ()))
    return area < SMALL_AREA


def read_polygons() -> Iterator[tuple[str, Polygons]]:
    """Read the file: ISO alpha-3 code, or else name, and the polygons of each outline."""
    for feature in json.loads(OUTLINES_PATH.read_text("utf-8"))["features"]:
        geometry = feature["geometry"]
        many = geometry["type"] == "MultiPolygon"
        yield (
            feature["id"],
            geometry["coordinates"] if many else [geometry["coordinates"]],
        )


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
