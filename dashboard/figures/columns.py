"""Upright bars for Plotly: years from left to right, and the total so far as a line.

The line has a scale of its own at the right, so that single years stay readable.
"""

from __future__ import annotations

import math
from typing import Any

from dashboard.charts import Bars
from dashboard.figures.frame import (
    HOVER,
    LARGE_TEXT,
    Drawing,
    blank_layout,
    hover_text,
)
from dashboard.i18n import plain_html
from dashboard.theme import Palette

HEIGHT = 320
"""Height on a page, in pixels."""


def columns_drawing(bars: Bars, palette: Palette, *, large: bool = False) -> Drawing:
    """Draw all categories side by side; labels are left out where they would touch."""
    size = LARGE_TEXT if large else 12
    drawing = Drawing(blank_layout(palette, HEIGHT))
    places = list(range(len(bars.categories)))
    drawing.layout |= {
        "margin": {"l": 8, "r": 8, "t": 12, "b": 8, "pad": 4},
        "bargap": 0.25,
        "barmode": "stack",
        "hovermode": "closest",
        "xaxis": {
            **_axis(palette, size),
            "tickvals": places,
            "ticktext": list(map(plain_html, bars.categories)),
            "tickmode": "array",
            "range": [-0.6, len(places) - 0.4],
            "showgrid": False,
        },
        "yaxis": {
            **_axis(palette, size),
            **_scale(max(bars.totals, default=1)),
            "showgrid": True,
            "gridcolor": palette.grid,
        },
    }
    _thin_labels(drawing.layout["xaxis"], large=large)
    for series in bars.series:
        drawing.traces.append(
            {
                "type": "bar",
                "x": places,
                "y": list(series.numbers),
                "marker": {"color": palette.of(*series.color)},
                "hovertext": [hover_text(lines) for lines in series.hovers],
                "hovertemplate": HOVER,
            }
        )
    if bars.running:
        _add_running(drawing, bars, palette, size)
    if large:
        del drawing.layout["height"]
        drawing.layout["font"] = {**drawing.layout["font"], "size": LARGE_TEXT}
    return drawing


def _axis(palette: Palette, size: int) -> dict[str, Any]:
    return {
        "automargin": True,
        "fixedrange": True,
        "zeroline": False,
        "rangemode": "tozero",
        "ticks": "",
        "tickfont": {"color": palette.ink, "size": size},
        "tickformat": ",d",
    }


def _scale(most: float) -> dict[str, Any]:
    """Whole numbers at round steps, from 0 to a step past the most."""
    rough = max(most, 1) / MOST_STEPS
    power = 10 ** math.floor(math.log10(rough)) if rough > 1 else 1
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough)
    return {"dtick": step, "tick0": 0, "range": [0, max(most, 1) * 1.04]}


MOST_STEPS = 5
"""Steps of a scale."""

MOST_LABELS = {False: 12, True: 10}
"""Labels along the axis on a page, and in large letters; else each n-th has one."""


def _thin_labels(axis: dict[str, Any], *, large: bool) -> None:
    """Keep the label of each n-th category, so that none is turned or covered."""
    step = -(-len(axis["tickvals"]) // MOST_LABELS[large])
    first = _round_start(axis["ticktext"], step)
    axis["tickvals"] = axis["tickvals"][first :: max(step, 1)]
    axis["ticktext"] = axis["ticktext"][first :: max(step, 1)]


def _round_start(labels: list[str], step: int) -> int:
    """Return the first category whose year is a multiple of the step, else 0."""
    years = [int(label) if label.isdecimal() else 0 for label in labels]
    return next((i for i, year in enumerate(years) if step and year % step == 0), 0)


def _add_running(drawing: Drawing, bars: Bars, palette: Palette, size: int) -> None:
    """Draw the total so far as a line with points, on the scale at the right."""
    drawing.layout["yaxis2"] = {
        **_axis(palette, size),
        **_scale(max(bars.running)),
        "overlaying": "y",
        "side": "right",
        "showgrid": False,
    }
    line = {
        "type": "scatter",
        "x": list(range(len(bars.running))),
        "y": list(bars.running),
        "yaxis": "y2",
        "mode": "lines",
        "hoverinfo": "skip",
    }
    for color, width in ((palette.paper, 6), (palette.ink, 2)):  # seen on the bars too
        look = {"color": color, "width": width, "shape": "hvh"}
        drawing.traces.append({**line, "line": look})
