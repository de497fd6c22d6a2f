"""Maps for Plotly: territories by count, institutions at their city.

The outlines come by URL from our own server. Plotly requests a base map too, even if it
is invisible, and draws nothing if that fails: `MAP_CONFIG` gives it an empty one.
Boundaries are a drawing, not a statement; territories without agreements are grey.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts import WorldMap
from dashboard.figures.color_scale import color_axis, scaled
from dashboard.figures.frame import (
    HOVER,
    LARGE_TEXT,
    Drawing,
    blank_layout,
    hover_text,
)
from dashboard.figures.marker_layout import spread_markers
from dashboard.i18n import Translator, plain_html
from dashboard.map_window import MapWindow, marker_step
from dashboard.outlines import is_small, outline_ids
from dashboard.theme import Palette

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


def zoomed_config(words: Translator) -> dict[str, object]:
    """Return MAP_CONFIG with buttons that zoom, as fingers can't be asked to pinch."""
    names = {"Zoom in": "in", "Zoom out": "out", "Reset": "reset"}
    texts = {english: words(f"map.zoom_{name}") for english, name in names.items()}
    return {
        **MAP_CONFIG,
        "displayModeBar": True,
        "displaylogo": False,
        "modeBarButtons": [["zoomInGeo", "zoomOutGeo", "resetGeo"]],
        "locale": words.lang,
        "locales": {words.lang: {"dictionary": texts}},
    }


_UPRIGHT = {
    "orientation": "v",
    "len": 0.7,
    "thickness": 24,
    "x": 1,
    "xanchor": "right",
    "xpad": 24,
    "y": 0.5,
    "yanchor": "middle",
}
"""Vertical colour bar beside a map that takes all the height there is."""


@dataclass(frozen=True)
class MapSize:
    """How large a map is drawn.

    Attributes:
        height: in pixels; None takes the height there is.
        scale: that of the markers.
        color_bar: whether the colour bar is shown.
    """

    height: int | None
    scale: float
    color_bar: bool = True


MAP_SIZES = {
    "wide": MapSize(500, 1.0),
    "narrow": MapSize(236, 0.6),
    "small": MapSize(240, 1.4, color_bar=False),
    "large": MapSize(None, 1.6),
}
"""On a page, on a phone, beside the facts of an institution, in a presentation."""


def map_drawing(
    world: WorldMap,
    words: Translator,
    palette: Palette,
    *,
    size: str,
    outlines_url: str,
) -> Drawing:
    """Draw territories coloured by a count, and institutions as markers.

    `size` is a key of MAP_SIZES; the browser loads the outlines from `outlines_url`.
    """
    look = MAP_SIZES[size]
    drawing = Drawing(_map_layout(palette, world.window, look.height or 0))
    counts = world.seen
    drawing.traces.append(_ground(frozenset(counts), outlines_url, palette))
    if counts:
        values = pd.Series(counts)
        colors = dict(zip(counts, scaled(values), strict=True))
        drawing.traces.append(_areas(world, colors, outlines_url, palette))
        drawing.traces.append(_small_areas(world, colors, palette, look.scale))
        axis = color_axis(values, words, palette)
        drawing.layout["coloraxis"] = (
            axis if look.color_bar else axis | {"showscale": False}
        )
    drawing.traces += _marker_traces(world, palette, look.scale)
    if size in LABELLED_SIZES and counts:
        drawing.traces.append(_labels(world, words, palette))
    if world.home and world.shows(world.home[0]):
        drawing.traces.append(_home(world.home, palette, look.scale))
    if not look.color_bar:
        drawing.layout["margin"]["b"] = 0
    if not look.height:
        _enlarge(drawing.layout)
    return drawing


LABELLED_SIZES = ("wide", "large")
MOST_LABELS = 6
"""At most so many territories bear their name and count, those with most."""

LABEL_SHARE = (0.17, 0.035)
"""Width and height that a label keeps free, as a share of the degrees of longitude of
a map on half a page; what would cover another is left out."""


def _labels(world: WorldMap, words: Translator, palette: Palette) -> dict[str, Any]:
    """Names and counts of the territories with most, as far as they have room."""
    degrees = world.window.width if world.window else 360.0
    room = [degrees * share for share in LABEL_SHARE]
    shown: list[tuple[str, int]] = []
    for code, count in sorted(world.seen.items(), key=lambda pair: -pair[1]):
        if code not in world.points or len(shown) == MOST_LABELS:
            continue
        x, y = world.points[code]
        places = (world.points[other] for other, _ in shown)
        if all(abs(x - x2) > room[0] or abs(y - y2) > room[1] for x2, y2 in places):
            shown.append((code, count))
    return {
        "type": "scattergeo",
        "lat": [world.points[code][1] for code, _ in shown],
        "lon": [world.points[code][0] for code, _ in shown],
        "mode": "text",
        "text": [
            plain_html(f"{world.names[code]} {words.number(count)}")
            for code, count in shown
        ],
        "textposition": "top center",
        "textfont": {
            "color": palette.ink,
            "shadow": ", ".join(
                f"{x}px {y}px 1px {palette.paper}" for x in (-1, 1) for y in (-1, 0, 1)
            ),
        },
        "hoverinfo": "skip",
    }


def _home(
    home: tuple[tuple[float, float], str], palette: Palette, scale: float
) -> dict[str, Any]:
    """The home institution as a star."""
    (longitude, latitude), name = home
    return {
        "type": "scattergeo",
        "lat": [latitude],
        "lon": [longitude],
        "mode": "markers",
        "marker": {
            "symbol": "star",
            "size": max(15 * scale, 10),
            "color": palette.ink,
            "line": {"width": 1.5, "color": palette.paper},
        },
        "hovertext": [f"<b>{plain_html(name)}</b>"],
        "hovertemplate": HOVER,
    }


def _marker_traces(
    world: WorldMap, palette: Palette, scale: float
) -> list[dict[str, Any]]:
    """Traces of the institutions marked for exchange, then of the others."""
    if world.markers.empty:
        return []
    located = spread_markers(world.markers, marker_step(world.window))
    filled = (located["marked"] > 0) | (not world.marks_exchange)
    return [
        _markers(located[filled == marked], marked, palette, scale)
        for marked in (True, False)
        if (filled == marked).any()
    ]


def _enlarge(layout: dict[str, Any]) -> None:
    """Use large letters, remove the height and put the colour bar beside the map."""
    del layout["height"]
    hover = layout["hoverlabel"]
    layout["font"] = {**layout["font"], "size": LARGE_TEXT}
    layout["hoverlabel"] = {**hover, "font": {**hover["font"], "size": LARGE_TEXT}}
    if scale := layout.get("coloraxis"):
        tick = {**scale["colorbar"]["tickfont"], "size": LARGE_TEXT}
        scale["colorbar"] |= {**_UPRIGHT, "tickfont": tick}
        layout["margin"] = {**layout["margin"], "b": 0}


def _outlined(url: str, locations: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "choropleth",
        "geojson": url,
        "featureidkey": "id",
        "locationmode": "geojson-id",
        "locations": list(locations),
    }


def _ground(colored: frozenset[str], url: str, palette: Palette) -> dict[str, Any]:
    """Outlines of all territories that are not coloured: none is drawn twice."""
    ids = [code for code in outline_ids() if code not in colored]
    return {
        **_outlined(url, ids),
        "z": [0] * len(ids),
        "colorscale": [[0, palette.land], [1, palette.land]],
        "showscale": False,
        "hoverinfo": "skip",
        "marker": {"line": {"width": 0.4, "color": palette.border}},
    }


def _areas(
    world: WorldMap, colors: Mapping[str, float], url: str, palette: Palette
) -> dict[str, Any]:
    return {
        **_outlined(url, list(colors)),
        "z": list(colors.values()),
        "coloraxis": "coloraxis",
        "customdata": [["territory", code] for code in colors],
        "hovertext": [hover_text(world.hovers[code]) for code in colors],
        "hovertemplate": HOVER,
        "marker": {"line": {"width": 0.5, "color": palette.muted}},
    }


def _small_areas(
    world: WorldMap, colors: Mapping[str, float], palette: Palette, scale: float
) -> dict[str, Any]:
    codes = [code for code in colors if is_small(code) and code in world.points]
    return {
        "type": "scattergeo",
        "lat": [world.points[code][1] for code in codes],
        "lon": [world.points[code][0] for code in codes],
        "mode": "markers",
        "marker": {
            "size": 14 * scale,
            "symbol": "square",
            "color": [colors[code] for code in codes],
            "coloraxis": "coloraxis",
            "line": {"width": 1.2, "color": palette.ink},
        },
        "customdata": [["territory", code] for code in codes],
        "hovertext": [hover_text(world.hovers[code]) for code in codes],
        "hovertemplate": HOVER,
    }


def _markers(
    part: pd.DataFrame,
    marked: bool,
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
        "customdata": [["institution", key] for key in part["institution_id"]],
        "hovertext": list(map(hover_text, part["hover"])),
        "hovertemplate": HOVER,
    }


def _map_layout(
    palette: Palette, window: MapWindow | None, height: int
) -> dict[str, Any]:
    geo: dict[str, Any] = {
        "visible": False,
        "bgcolor": "rgba(0,0,0,0)",
        "domain": {"x": [0, 1], "y": [0, 1]},
    }
    if window is None:
        geo["projection"] = {"type": "natural earth", "rotation": {"lon": 150}}
        geo["lataxis"] = {"range": [-57, 82]}
    else:
        geo["projection"] = {"type": "mercator"}
        geo["lonaxis"] = {"range": window.longitudes}
        geo["lataxis"] = {"range": window.latitudes}
    return {
        **blank_layout(palette, height),
        "margin": {"l": 0, "r": 0, "t": 0, "b": 44},
        "geo": geo,
        "modebar": {
            "bgcolor": "rgba(0,0,0,0)",
            "color": palette.muted,
            "activecolor": palette.ink,
        },
    }
