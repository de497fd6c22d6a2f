"""Where a marker stands and how strong a colour is: the arithmetic of the map."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from dashboard.i18n import Words
from dashboard.theme import Palette

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
LOG_FROM = 60
"""Above this many, colours follow the order of magnitude."""


def spread_markers(institutions: pd.DataFrame, step: float) -> pd.DataFrame:
    """Put institutions that share a point on a small spiral around it, by id.

    Args:
        institutions: with latitude and longitude; rows without are left out.
        step: degrees between the first two.

    Returns:
        The placed rows with marker_latitude and marker_longitude.
    """
    placed = institutions.dropna(subset=["latitude", "longitude"])
    placed = placed.sort_values("institution_id", kind="stable")
    latitude = placed["latitude"].to_numpy(float)
    longitude = placed["longitude"].to_numpy(float)
    points = [latitude.round(2), longitude.round(2)]
    groups = placed.groupby(points, sort=False)
    turn = groups.cumcount().to_numpy(float)
    turn = np.where(groups["institution_id"].transform("size") > 1, turn + 1, 0)
    radius = step * np.sqrt(turn)
    stretch = np.maximum(np.cos(np.radians(latitude)), 0.2)
    return placed.assign(
        marker_latitude=(latitude + radius * np.sin(turn * GOLDEN_ANGLE)).round(4),
        marker_longitude=(
            longitude + radius * np.cos(turn * GOLDEN_ANGLE) / stretch
        ).round(4),
    )


def scaled(values: pd.Series) -> list[float]:
    """Counts as colours follow them: themselves, or their order of magnitude."""
    if values.max() <= LOG_FROM:
        return values.tolist()
    return np.log10(values.to_numpy(float)).round(3).tolist()


def color_axis(values: pd.Series, words: Words, palette: Palette) -> dict[str, object]:
    """The colour axis of a count: from one agreement to the most."""
    most = int(values.max())
    if most <= LOG_FROM:
        ticks = sorted({1, math.ceil(most / 2), most})
        low, high = (0, most) if most < 2 else (1, most)
    else:
        ticks = [10**i for i in range(len(str(most)))]
        low, high = 0, math.log10(most)
    steps = len(palette.ramp) - 1
    return {
        "cmin": low,
        "cmax": high,
        "colorscale": [[i / steps, c] for i, c in enumerate(palette.ramp)],
        "colorbar": {
            "orientation": "h",
            "thickness": 10,
            "len": 0.34,
            "x": 1,
            "xanchor": "right",
            "y": 0,
            "yanchor": "top",
            "ypad": 10,
            "outlinewidth": 0,
            "tickvals": scaled(pd.Series(ticks))
            if most <= LOG_FROM
            else [float(i) for i in range(len(ticks))],
            "ticktext": [words.number(tick) for tick in ticks],
            "tickfont": {"color": palette.muted, "size": 12},
        },
    }
