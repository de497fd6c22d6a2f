"""What the compared pages have in common: how a map works without a network.

They stand in a folder of their own with their data, as someone's own app would; none
knows this project.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

LAYERS = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
EMPTY = {layer: {"type": "GeometryCollection", "geometries": []} for layer in LAYERS}
BASE = {"type": "Topology", "arcs": [], "objects": EMPTY}
CONFIG = {
    "topojsonURL": "data:application/json," + json.dumps(BASE) + "#",
    "displayModeBar": False,
}
CARDS = ("協定", "機関", "交換留学")
HEIGHT = 520
OUTLINES = "/app/static/world_geo.geojson"
IDS = re.findall(
    r'"type":"Feature","id":"([^"]+)"',
    Path("static/world_geo.geojson").read_text(encoding="utf-8"),
)
BY_OUTLINE = {
    "type": "choropleth",
    "geojson": OUTLINES,
    "featureidkey": "id",
    "locationmode": "geojson-id",
}
GREY = "#eeede9"
LAND = {
    **BY_OUTLINE,
    "locations": IDS,
    "z": [0] * len(IDS),
    "colorscale": [[0, GREY], [1, GREY]],
    "showscale": False,
    "hoverinfo": "skip",
}
"""All outlines in grey: what has no agreement is land too."""
