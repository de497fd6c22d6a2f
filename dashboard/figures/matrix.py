"""Matrices for Plotly: a square for each pair, with its count in it.

Gaps are visible without colour: no agreement at all is a dash, none that counts is a 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts import SHOWN_BARS, SHOWN_COLUMNS, Matrix
from dashboard.figures.color_scale import scaled
from dashboard.figures.frame import HOVER, Drawing, blank_layout, hover_text, wrapped
from dashboard.i18n import Translator
from dashboard.theme import Palette

SQUARE_SIDE = 32
"""Side of a square, in pixels."""

ROW_LABEL_WIDTH, COLUMN_LABEL_WIDTH = 26, 10
"""Half-width characters in a line of the labels beside and above the squares."""

LABEL_LINE_HEIGHT = 16
"""Height of a line of a label, in pixels."""

COLUMN_LABEL_ROOM = 74
"""Height of the labels of the columns, in pixels."""


@dataclass(frozen=True)
class Square:
    """One pair: its row and column, its number, and whether nothing could count."""

    row: int
    column: int
    number: float
    empty: bool


def matrix_drawing(matrix: Matrix, words: Translator, palette: Palette) -> Drawing:
    """Draw the first rows and columns, with their labels beside and above."""
    names = [wrapped(label, ROW_LABEL_WIDTH) for label in matrix.rows[:SHOWN_BARS]]
    heads = [
        wrapped(label, COLUMN_LABEL_WIDTH) for label in matrix.columns[:SHOWN_COLUMNS]
    ]
    lines = max((name.count("<br>") + 1 for name in names), default=1)
    pitch = max(SQUARE_SIDE + 8, lines * LABEL_LINE_HEIGHT + 6)
    drawing = Drawing(
        blank_layout(palette, COLUMN_LABEL_ROOM + pitch * max(len(names), 1))
    )
    drawing.layout |= {
        "margin": {"l": 0, "r": 8, "t": COLUMN_LABEL_ROOM, "b": 8},
        "xaxis": {
            **_axis(heads, palette),
            "side": "top",
            "autotickangles": [0, 90],  # slanted ones cover each other on a phone
            "range": [-0.6, len(heads) - 0.4],
        },
        "yaxis": {
            **_axis(names, palette),
            "range": [len(names) - 0.4, -0.6],
        },
    }
    squares = _squares(matrix)
    counted = [square for square in squares if not square.empty]
    nothing = [square for square in squares if square.empty]
    if counted:
        shown = words.percent if matrix.shares else words.number
        texts = [shown(square.number) for square in counted]
        marker, ink = _shades(counted, palette, shares=matrix.shares)
        drawing.traces.append(_trace(matrix, counted, texts, marker, ink))
    if nothing:
        line = {"width": 1, "color": palette.grid}
        marker = {"color": "rgba(0,0,0,0)", "line": line}
        texts = [words("matrix.nothing")] * len(nothing)
        drawing.traces.append(_trace(matrix, nothing, texts, marker, palette.muted))
    return drawing


def _squares(matrix: Matrix) -> list[Square]:
    """The pairs that a page draws, without the cells that it leaves blank."""
    return [
        Square(i, j, matrix.counts[i][j], matrix.empty[i][j])
        for i, hovers in enumerate(matrix.hovers)
        for j, hover in enumerate(hovers)
        if hover
    ]


def _axis(labels: Sequence[str], palette: Palette) -> dict[str, Any]:
    return {
        "tickvals": list(range(len(labels))),
        "ticktext": list(labels),
        "tickfont": {"color": palette.ink, "size": 12},
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
    }


def _shades(
    squares: Sequence[Square], palette: Palette, *, shares: bool
) -> tuple[dict[str, Any], list[str]]:
    """Colours, darker for higher numbers, and text colours readable on them."""
    numbers = pd.Series([float(square.number) for square in squares])
    strength = numbers if shares else pd.Series(scaled(numbers.clip(lower=1)))
    top = len(palette.ramp) - 1
    most = max(float(strength.max()), 1e-9)
    steps = [round(top * float(part) / most) for part in strength]
    none = [number == 0 for number in numbers]
    colors = [
        palette.paper if zero else palette.ramp[step]
        for step, zero in zip(steps, none, strict=True)
    ]
    ink = [
        palette.paper if step > top // 2 and not zero else palette.ink
        for step, zero in zip(steps, none, strict=True)
    ]
    return {"color": colors, "line": {"width": 1, "color": palette.grid}}, ink


def _trace(
    matrix: Matrix,
    squares: Sequence[Square],
    texts: Sequence[str],
    marker: dict[str, Any],
    ink: str | list[str],
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [square.column for square in squares],
        "y": [square.row for square in squares],
        "mode": "markers+text",
        "marker": {"symbol": "square", "size": SQUARE_SIDE, "opacity": 1, **marker},
        "text": list(texts),
        "textfont": {"color": ink, "size": 12},
        "hovertext": [
            hover_text(matrix.hovers[square.row][square.column]) for square in squares
        ],
        "hovertemplate": HOVER,
        "customdata": [
            list(matrix.selections[square.row][square.column]) for square in squares
        ],
        "cliponaxis": False,
    }
