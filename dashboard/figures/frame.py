"""What all Plotly drawings share: layout, bars, labels and hover texts.

A drawing is plain dicts and lists; a spec is a finished drawing as JSON. Escapes every
text that Plotly would interpret as markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from plotly.basedatatypes import BaseFigure
from plotly.io.json import to_json_plotly

from dashboard.charts import HoverLines
from dashboard.i18n import plain_html
from dashboard.line_breaks import break_lines, display_width
from dashboard.theme import Palette

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HOVER = "%{hovertext}<extra></extra>"
"""Hover template: the hover text as it is, without the name of the trace."""

HOVER_WIDTH = 36
"""Half-width characters in a line of the name in a hover."""

NO_TEMPLATE = {"data": {"scatter": [{"type": "scatter"}]}}
"""The template `none` spelled out: Streamlit reads templates, but not their names."""

END_ROOM = 1.18
"""Length of the axis in longest bars: leaves room for a number on a phone."""

LARGE_TEXT = 26
"""Font size in a presentation, in pixels."""

BAR_WIDTH = 22
"""Thickness of a bar whose label stands above it."""

LABELLED_BAR = 58
"""Height of a bar whose label stands above it, in one line."""

LABEL_WIDTH = 44
"""Half-width characters of a label in one line, so that it fits a phone."""


class Spec(BaseFigure):  # type: ignore[misc]  # Plotly comes without types
    """A finished figure as JSON, so that many readers can share it.

    Streamlit reads a figure through `to_dict`; Plotly's own figures would be validated
    and copied for each reader, which takes longer than all counting.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def to_dict(self) -> dict[str, Any]:
        """Traces and layout as plain values, parsed anew at each call."""
        values: dict[str, Any] = json.loads(self._text)
        return values

    @property
    def text(self) -> str:
        """The figure as JSON."""
        return self._text


@dataclass
class Drawing:
    """Traces and layout as plain values."""

    layout: dict[str, Any]
    traces: list[dict[str, Any]] = field(default_factory=list)

    def to_spec(self, n: int) -> Spec:
        """The finished figure, with the number of its agreements in `meta`.

        Whoever reads a figure on screen can tell by `n` which filters it shows.
        """
        layout = {**self.layout, "meta": {"n": n}}
        return Spec(to_json_plotly({"data": self.traces, "layout": layout}))

    def figure(self) -> Figure:
        """The drawing as Plotly's own figure, which validates every property.

        For tests: it takes longer than drawing.
        """
        from plotly.graph_objects import Figure

        return Figure({"data": self.traces, "layout": self.layout})


def blank_layout(palette: Palette, height: int) -> dict[str, Any]:
    """Layout of every figure: our text colour, no background, no legend."""
    return {
        "template": NO_TEMPLATE,
        "height": height,
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": palette.ink, "size": 13},
        "hoverlabel": {
            "bgcolor": palette.paper,
            "bordercolor": palette.grid,
            "font": {"color": palette.ink, "size": 13},
            "align": "left",
        },
        "dragmode": False,
    }


def bar_drawing(palette: Palette, bars: float, widest: float, *, bar: int) -> Drawing:
    """Empty drawing for `bars` horizontal bars of height `bar`, the first on top.

    The axis leaves room for a number past the longest bar, `widest`.
    """
    layout = blank_layout(palette, round(max(1, bars) * bar) + 16)
    layout |= {
        "margin": {"l": 0, "r": 8, "t": 8, "b": 8, "pad": 6},
        "bargap": 0.32,
        "xaxis": {
            "visible": False,
            "range": [0, float(widest or 1) * END_ROOM],
            "fixedrange": True,
        },
        "yaxis": {
            "autorange": "reversed",
            "automargin": True,
            "fixedrange": True,
            "showgrid": False,
            "showline": False,
            "ticks": "",
            "tickfont": {"color": palette.ink, "size": 13},
        },
    }
    return Drawing(layout)


def add_bars(
    drawing: Drawing,
    y: Sequence[object],
    x: Sequence[float],
    marker: Mapping[str, object],
    hover: Sequence[str],
    **more: object,
) -> None:
    """Add horizontal bars; `hover` is shown as it is."""
    drawing.traces.append(
        {
            "type": "bar",
            "y": list(y),
            "x": list(x),
            "orientation": "h",
            "marker": marker,
            "hovertext": list(hover),
            "hovertemplate": HOVER,
            **more,
        }
    )


def inside_texts(texts: Sequence[str], color: str) -> dict[str, object]:
    """Trace options for numbers inside stacked bars, never rotated or shrunk."""
    return {
        "text": list(texts),
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "insidetextfont": {"color": color},
    }


def add_end_texts(
    drawing: Drawing, y: Sequence[object], x: Sequence[float], texts: Sequence[str]
) -> None:
    """Write a text at the end of each bar."""
    drawing.traces.append(
        {
            "type": "scatter",
            "y": list(y),
            "x": list(x),
            "text": [f" {text}" for text in texts],
            "mode": "text",
            "textposition": "middle right",
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    )


def add_labels_above(
    drawing: Drawing, y: Sequence[object], labels: Sequence[str]
) -> None:
    """Write each label above its bar, so that long names leave the bar its width."""
    drawing.layout["yaxis"] |= {"showticklabels": False, "automargin": False}
    drawing.layout["annotations"] = [
        {
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": position,
            "yanchor": "bottom",
            "yshift": BAR_WIDTH / 2 - 1,
            "align": "left",
            "text": wrapped(label, LABEL_WIDTH),
            "showarrow": False,
            "font": {"size": 13},
        }
        for position, label in zip(y, labels, strict=True)
    ]


def labelled_bar_height(labels: Sequence[str]) -> int:
    """Height of a bar whose label stands above it, by the longest label."""
    lines = max(
        (wrapped(label, LABEL_WIDTH).count("<br>") for label in labels), default=0
    )
    return LABELLED_BAR + 18 * lines


def texts_that_fit(texts: list[str], values: list[float], widest: float) -> list[str]:
    """The texts that fit inside their bars; "" for the others."""
    return [
        text if value >= widest * 0.02 * (1.5 + len(text)) else ""
        for text, value in zip(texts, values, strict=True)
    ]


def hover_text(lines: HoverLines) -> str:
    """Hover text as HTML, its first line bold."""
    name, *rest = lines
    return "<br>".join([f"<b>{wrapped(name, HOVER_WIDTH)}</b>", *map(plain_html, rest)])


def wrapped(text: str, width: int = 22) -> str:
    """Escaped text in lines of at most `width` half-width characters."""
    return "<br>".join(map(plain_html, break_lines(text, width, display_width)))
