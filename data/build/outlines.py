"""Rebuilds the two files of outlines from the npm package world-atlas.

By hand: npm pack world-atlas@2.0.2, unpack it, then
python data/build/outlines.py FOLDER, the folder with countries-50m.json.

Small places come from 1:10m, all others from 1:50m with a fifth of the points kept
(Visvalingam), on shared borders once for both sides. `world_geo` has clockwise rings
that go on across 180° (the other winding floods Plotly's globe), `world_flat` is cut
there and wound as RFC 7946 says.
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
FLAT = ROOT / "data" / "reference" / "world_flat.geojson"

SMALL = ("SGP", "HKG", "MAC", "BHR", "MLT", "LUX", "BRN", "GIB", "TUV")
LEFT_OUT = {"ATA"}
OVERSEAS = (
    ("FRA", "GUF", -55, 2, -51, 6),
    ("FRA", "GLP", -62, 15.7, -60.9, 16.6),
    ("FRA", "MTQ", -61.3, 14.3, -60.7, 15),
    ("FRA", "REU", 55, -21.5, 56, -20.8),
    ("FRA", "MYT", 44.9, -13.1, 45.4, -12.6),
    ("NLD", "BES", -69, 12, -68.1, 12.5),
    ("NOR", "SJM", 10, 74, 35, 81),
    ("NOR", "SJM", -10, 70.5, -7, 72),
    ("Indian Ocean Ter.", "CXR", 105, -11, 106, -10),
    ("Indian Ocean Ter.", "CCK", 96, -13, 98, -11),
    ("NZL", "TKL", -173, -10, -171, -8),
)
"""State, part, west, south, east, north: the boxes in which Natural Earth draws parts
with a code of their own under the code of their state."""

SHARE_KEPT = 0.2
LEAST_ISLAND = 0.02
"""Square degrees; smaller islands are left out, the largest of a territory never."""

DECIMALS, DECIMALS_SMALL = 2, 3
SEAM = 180.0

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


def cut(polygons: list[Polygon]) -> list[Polygon]:
    """Cut at the 180th meridian what world-atlas has joined there."""
    parts = []
    for polygon in polygons:
        outer = _unrolled(polygon[0])
        for turn in (-1, 0, 1):
            moved = [(x + 360 * turn, y) for x, y in outer]
            if inside := _clipped(_clipped(moved, SEAM, 1), SEAM, -1):
                holes = polygon[1:] if turn == 0 else []
                parts.append([[*inside, inside[0]], *holes])
    return parts


def _unrolled(ring: Line) -> Line:
    """The points of a ring without its jumps from 180 to -180."""
    points = [ring[0]]
    for x, y in ring[1:-1]:
        points.append((x - 360 * round((x - points[-1][0]) / 360), y))
    return points


def _clipped(points: Line, edge: float, side: int) -> Line:
    """What lies at most `edge` to the east (side 1) or to the west (side -1)."""
    kept: Line = []
    for before, point in pairwise([*points[-1:], *points]):
        inside = [side * x < edge for x, _ in (before, point)]
        if inside[0] != inside[1]:
            share = (side * edge - before[0]) / (point[0] - before[0])
            y = before[1] + share * (point[1] - before[1])
            kept.append((side * edge, round(y, DECIMALS)))
        if inside[1]:
            kept.append(point)
    return kept


def wound(polygons: list[Polygon], clockwise: bool) -> list[Polygon]:
    """Turn outer rings one way and holes the other."""
    return [
        [
            ring if _is_clockwise(ring) == (clockwise == (at == 0)) else ring[::-1]
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
                for polygon in polygons_of(geometry, arcs, decimals):
                    fresh.setdefault(_part(code, polygon), []).append(polygon)
        found |= fresh
    return {code: without_islets(found[code]) for code in sorted(found) if found[code]}


def _part(code: str, polygon: Polygon) -> str:
    """The territory a polygon belongs to: an overseas part, else the state itself."""
    x, y = polygon[0][0]
    for state, part, west, south, east, north in OVERSEAS:
        if code == state and west <= x <= east and south <= y <= north:
            return part
    return code


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
    """Write both files."""
    outlines = features(folder)
    write(FLAT, {c: wound(cut(p), clockwise=False) for c, p in outlines.items()})
    write(GEO, {c: wound(p, clockwise=True) for c, p in outlines.items()})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
