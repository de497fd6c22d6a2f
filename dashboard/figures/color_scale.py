"""Colour scale of counts, shared by maps and matrices.

Linear for small counts, logarithmic above `LOG_FROM`.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from dashboard.i18n import Translator
from dashboard.theme import Palette

LOG_FROM = 60
"""Above this count the scale is logarithmic."""


def scaled(values: pd.Series) -> list[float]:
    """Counts on the colour scale: as they are, or their base-10 logarithms."""
    if values.max() <= LOG_FROM:
        return values.tolist()
    logarithms: list[float] = np.log10(values.to_numpy(float)).round(3).tolist()
    return logarithms


def color_axis(
    values: pd.Series, words: Translator, palette: Palette
) -> dict[str, object]:
    """Plotly's colour axis of a count, from one agreement to the most."""
    most = int(values.max())
    low: float
    high: float
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
