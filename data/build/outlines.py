"""Rebuilds the outlines of the map from the npm package world-atlas.

By hand: npm pack world-atlas@2.0.2, unpack it, then
python data/build/outlines.py FOLDER, the folder with countries-50m.json.

Small places come from 1:10m, all others from 1:50m with a fifth of the points kept
(Visvalingam), on shared borders once for both sides. Rings are clockwise (the other
winding floods Plotly's globe) and go on across 180°.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from itertools import accumulate, pairwise
from pathlib import Path

import pycountry

ROOT = Path(__file__).resolve().parents[2]
GEO = ROOT / "static" / "world_geo.geojson"

SMALL = ("SGP", "HKG", "MAC", "BHR", "MLT", "LUX", "BRN")
LEFT_OUT = {"ATA"}
SHARE_KEPT = 0.2
LEAST_ISLAND = 0.02
"""Square degrees; smaller islands are left out, the largest of a territory never."""

DECIMALS, DECIMALS_SMALL = 2, 3

Point = tuple[float, float]
Line = list[Point]
Polygon = list[Line]


def decoded_arcs(topology: dict) -> list[Line]:
    """Turn the arcs of a TopoJSON file into degrees."""
    (sx, sy), (tx, ty) = (topology["transform"][k] for k in ("scale", "translate"))
    arcs = []
    for arc in topology["arcs"]:
        steps = accumulate(arc, lambda a, b: [a[0] + b[0], a[1] + b[1]])
        arcs.append([(x * sx + tx, y * sy + ty) for x, y in steps])
    return arcs


def simplified(arcs: list[Line], share: float) -> list[Line]:
    """Keep the share of all inner points that bound the largest triangles."""
    weights = [_weights(arc) for arc in arcs]
    inner = sorted(w for arc in weights for w in arc[1:-1])
    least = inner[int(len(inner) * (1 - share))]
    kept = []
    for arc, weight in zip(arcs, weights, strict=True):
        order = sorted(range(1, len(arc) - 1), key=lambda i: -weight[i])
        fewest = 3 if arc[0] == arc[-1] else 2
        stay = {0, len(arc) - 1, *order[:fewest]}
        kept.append([p for i, p in enumerate(arc) if i in stay or weight[i] >= least])
    return kept


def _weights(arc: Line) -> list[float]:
    """Visvalingam: the area lost when a point goes, never less than before it."""
    left, right = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))
    weight = [float("inf")] * len(arc)
    alive = set(range(1, len(arc) - 1))
    area = {i: _triangle(arc[i - 1], arc[i], arc[i + 1]) for i in alive}
    floor = 0.0
    while alive:
        i = min(alive, key=area.__getitem__)
        floor = max(floor, area[i])
        weight[i] = floor
        alive.discard(i)
        right[left[i]], left[right[i]] = right[i], left[i]
        for j in (left[i], right[i]):
            if j in alive:
                area[j] = _triangle(arc[left[j]], arc[j], arc[right[j]])
    return weight


def _triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def polygons_of(geometry: dict, arcs: list[Line], decimals: int) -> list[Polygon]:
    """Put the arcs of a geometry together into closed, rounded rings."""
    parts = geometry["arcs"]
    if geometry["type"] == "Polygon":
        parts = [parts]
    polygons = []
    for part in parts:
        rings = [_ring(indices, arcs, decimals) for indices in part]
        if rings and len(rings[0]) >= 4:
            polygons.append([ring for ring in rings if len(ring) >= 4])
    return polygons


def _ring(indices: Iterable[int], arcs: list[Line], decimals: int) -> Line:
    ring: Line = []
    for i in indices:
        for x, y in arcs[i] if i >= 0 else reversed(arcs[~i]):
            point = (round(x, decimals), round(y, decimals))
            if not ring or ring[-1] != point:
                ring.append(point)
    return ring if ring and ring[0] == ring[-1] else [*ring, *ring[:1]]


def without_islets(polygons: list[Polygon]) -> list[Polygon]:
    """Leave out islands too small to be seen."""
    sizes = [abs(_doubled_area(polygon[0])) / 2 for polygon in polygons]
    least = min(LEAST_ISLAND, max(sizes, default=0))
    return [p for p, size in zip(polygons, sizes, strict=True) if size >= least]


def clockwise(polygons: list[Polygon]) -> list[Polygon]:
    """Turn outer rings clockwise and holes the other way."""
    return [
        [
            ring if _is_clockwise(ring) == (at == 0) else ring[::-1]
            for at, ring in enumerate(polygon)
        ]
        for polygon in polygons
    ]


def _is_clockwise(ring: Line) -> bool:
    return _doubled_area(ring) > 0


def _doubled_area(ring: Line) -> float:
    """Twice the area in square degrees, positive if clockwise."""
    return sum(
        ((b[0] - a[0] + 180) % 360 - 180) * (a[1] + b[1]) for a, b in pairwise(ring)
    )


def features(folder: Path) -> dict[str, list[Polygon]]:
    """Read the outlines of each territory; ids ISO alpha-3, else the given name."""
    found: dict[str, list[Polygon]] = {}
    for name, decimals in (("50m", DECIMALS), ("10m", DECIMALS_SMALL)):
        text = (folder / f"countries-{name}.json").read_text("utf-8")
        topology = json.loads(text)
        arcs = decoded_arcs(topology)
        if name == "50m":
            arcs = simplified(arcs, SHARE_KEPT)
        fresh: dict[str, list[Polygon]] = {}
        for geometry in topology["objects"]["countries"]["geometries"]:
            code = _code(geometry)
            if code not in LEFT_OUT and (name == "50m" or code in SMALL):
                polygons = polygons_of(geometry, arcs, decimals)
                fresh.setdefault(code, []).extend(polygons)
        found |= fresh
    return {code: without_islets(found[code]) for code in sorted(found) if found[code]}


def _code(geometry: dict) -> str:
    name = geometry["properties"]["name"]
    known = pycountry.countries.get(numeric=str(geometry.get("id", "")).zfill(3))
    return known.alpha_3 if known else {"Kosovo": "XKX"}.get(name, name)


def write(path: Path, outlines: dict[str, list[Polygon]]) -> None:
    """Write a GeoJSON file, one territory to a line."""
    lines = []
    for code, polygons in outlines.items():
        geometry = {"type": "MultiPolygon", "coordinates": polygons}
        feature = {
            "type": "Feature",
            "id": code,
            "properties": {},
            "geometry": geometry,
        }
        lines.append(json.dumps(feature, separators=(",", ":")))
    head, tail = '{"type":"FeatureCollection","features":[\n', "\n]}\n"
    path.write_text(head + ",\n".join(lines) + tail, "utf-8")


def main(folder: Path) -> None:
    """Write the file."""
    write(GEO, {code: clockwise(p) for code, p in features(folder).items()})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
