"""The map: territories by count, institutions at their city. No request leaves.

The outlines come by URL from our own server. Plotly asks for a base map too, even an
invisible one, and draws nothing where it fails: `MAP_CONFIG` gives it an empty one.
Boundaries are a drawing, not a statement; what has no agreement is grey.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard.figures.bars import territory_hover
from dashboard.figures.frame import HOVER, Drawing, blank_layout, wrapped
from dashboard.figures.places import color_axis, scaled, spread_markers
from dashboard.i18n import Words, plain_html
from dashboard.labels import Labels
from dashboard.theme import Palette

OUTLINES = Path(__file__).resolve().parents[2] / "static" / "world_geo.geojson"

_LAYERS = (
    "coastlines",
    "land",
    "ocean",
    "lakes",
    "rivers",
    "countries",
    "subunits",
)
_EMPTY_BASE = {
    "type": "Topology",
    "arcs": [],
    "objects": {
        layer: {"type": "GeometryCollection", "geometries": []} for layer in _LAYERS
    },
}

MAP_CONFIG = {
    "topojsonURL": "data:application/json," + json.dumps(_EMPTY_BASE) + "#",
    "displayModeBar": False,
    "scrollZoom": False,
    "responsive": True,
}
"""For `st.plotly_chart`. Plotly appends a file name; the fragment swallows it."""

VIEWS = {
    "world": None,
    "asia": ((36, 180), (-11, 52)),
    "oceania": ((90, 206), (-48, 2)),
    "europe": ((-42, 64), (36, 66)),
    "latin_america": ((-160, 10), (-57, 33)),
    "middle_east": ((7, 82), (11, 43)),
    "north_america": ((-178, -35), (14, 66)),
    "africa": ((-60, 100), (-36, 38)),
}
"""Region -> its longitudes and latitudes, twice as wide as high like the figure."""

SMALL = frozenset(
    {
        *("AND", "BHR", "BRB", "BRN", "COM", "CPV", "DMA", "FJI", "FSM", "GRD", "HKG"),
        *("KIR", "KNA", "LCA", "LIE", "LUX", "MAC", "MCO", "MDV", "MHL", "MLT", "MUS"),
        *("NRU", "PLW", "SGP", "SMR", "STP", "SYC", "TON", "TUV", "VAT", "VCT", "VUT"),
        "WSM",
    }
)
"""Territories whose outline is too small to see on a map of the world."""


def map_figure(
    territories: pd.DataFrame,
    institutions: pd.DataFrame,
    column: str,
    labels: Labels,
    words: Words,
    palette: Palette,
    *,
    outlines_url: str,
    view: str = "world",
    height: int = 520,
    scale: float = 1.0,
) -> Drawing:
    """Draw territories coloured by a count and institutions as markers.

    Takes rows of `agreements_by_territory` and `agreements_by_institution` (none for
    no markers); `column` is what colours a territory, `outlines_url` where the browser
    gets the outlines, `view` a key of VIEWS, `scale` that of the markers.
    """
    drawing = Drawing(_map_layout(palette, view, height))
    shown = territories[
        (territories["territory_code"] != "") & (territories[column] > 0)
    ]
    colored = frozenset(shown["territory_code"])
    drawing.traces.append(_ground(colored, outlines_url, palette))
    if len(shown):
        hover = territory_hover(shown, labels, words)
        drawing.traces.append(_areas(shown, column, hover, outlines_url, palette))
        drawing.traces.append(_small_areas(shown, column, hover, palette, scale))
        drawing.layout["coloraxis"] = color_axis(shown[column], words, palette)
    if institutions.empty:
        return drawing
    placed = spread_markers(institutions, 0.28 if VIEWS[view] else 0.9)
    filled = (placed["marked"] > 0) | ("marked" in labels.absent)
    for marked in (True, False):
        part = placed[filled == marked]
        if len(part):
            hover = institution_hover(part, labels, words)
            drawing.traces.append(_markers(part, marked, hover, palette, scale))
    return drawing


def _outlined(url: str, locations: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "choropleth",
        "geojson": url,
        "featureidkey": "id",
        "locationmode": "geojson-id",
        "locations": list(locations),
    }


def _ground(colored: frozenset[str], url: str, palette: Palette) -> dict[str, Any]:
    """All outlines but those that are coloured: no outline is drawn twice."""
    ids = [one for one in outline_ids() if one not in colored]
    return {
        **_outlined(url, ids),
        "z": [0] * len(ids),
        "colorscale": [[0, palette.land], [1, palette.land]],
        "showscale": False,
        "hoverinfo": "skip",
        "marker": {"line": {"width": 0.4, "color": palette.border}},
    }


def _areas(
    shown: pd.DataFrame, column: str, hover: list[str], url: str, palette: Palette
) -> dict[str, Any]:
    codes = shown["territory_code"].tolist()
    return {
        **_outlined(url, codes),
        "z": scaled(shown[column]),
        "coloraxis": "coloraxis",
        "customdata": [["territory", code] for code in codes],
        "hovertext": hover,
        "hovertemplate": HOVER,
        "marker": {"line": {"width": 0.6, "color": palette.border}},
    }


def _small_areas(
    shown: pd.DataFrame,
    column: str,
    hover: list[str],
    palette: Palette,
    scale: float,
) -> dict[str, Any]:
    small = shown.assign(z=scaled(shown[column]), hover=hover)
    small = small[small["territory_code"].isin(SMALL) & small["latitude"].notna()]
    return {
        "type": "scattergeo",
        "lat": small["latitude"].astype(float).tolist(),
        "lon": small["longitude"].astype(float).tolist(),
        "mode": "markers",
        "marker": {
            "size": 14 * scale,
            "symbol": "square",
            "color": small["z"].tolist(),
            "coloraxis": "coloraxis",
            "line": {"width": 1.2, "color": palette.ink},
        },
        "customdata": [["territory", code] for code in small["territory_code"]],
        "hovertext": small["hover"].tolist(),
        "hovertemplate": HOVER,
    }


def _markers(
    part: pd.DataFrame,
    marked: bool,
    hover: list[str],
    palette: Palette,
    scale: float,
) -> dict[str, Any]:
    size = scale * (6 + 3.2 * np.sqrt(part["agreements"].to_numpy(float)))
    return {
        "type": "scattergeo",
        "lat": part["marker_latitude"].tolist(),
        "lon": part["marker_longitude"].tolist(),
        "mode": "markers",
        "marker": {
            "size": size.round(1).tolist(),
            "symbol": "circle",
            "color": palette.types["double_degree"] if marked else palette.paper,
            "opacity": 0.95,
            "line": {
                "width": 1 if marked else 1.8,
                "color": palette.paper if marked else palette.ink,
            },
        },
        "customdata": [["institution", one] for one in part["institution_id"]],
        "hovertext": hover,
        "hovertemplate": HOVER,
    }


def institution_hover(part: pd.DataFrame, labels: Labels, words: Words) -> list[str]:
    """Name, place and counts of each institution."""
    return [
        f"<b>{wrapped(labels.of('institutions', row['institution_id']), 36)}</b><br>"
        f"{plain_html(labels.of('territories', row['territory_code']))}"
        f" · {plain_html(row['city_en'])}<br>"
        + "<br>".join(
            words.count(f"count.{unit}", row[unit])
            for unit in ("agreements", "marked")
            if unit not in labels.absent
        )
        for row in part.to_dict("records")
    ]


def _map_layout(palette: Palette, view: str, height: int) -> dict[str, Any]:
    geo: dict[str, Any] = {
        "visible": False,
        "bgcolor": "rgba(0,0,0,0)",
        "domain": {"x": [0, 1], "y": [0, 1]},
    }
    box = VIEWS[view]
    if box is None:
        geo["projection"] = {"type": "natural earth", "rotation": {"lon": 150}}
        geo["lataxis"] = {"range": [-57, 82]}
    else:
        geo["projection"] = {"type": "mercator"}
        geo["lonaxis"], geo["lataxis"] = {"range": box[0]}, {"range": box[1]}
    return {
        **blank_layout(palette, height),
        "margin": {"l": 0, "r": 0, "t": 0, "b": 44},
        "geo": geo,
    }


@lru_cache(maxsize=1)
def outline_ids() -> tuple[str, ...]:
    """The ids of all outlines, read once."""
    text = OUTLINES.read_text(encoding="utf-8")
    return tuple(re.findall(r'"type":"Feature","id":"([^"]+)"', text))
