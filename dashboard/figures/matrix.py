"""Matrices for Plotly: a cell for each pair, with its count in it.

Gaps are visible without colour: no agreement at all is a dash on grey, none that counts a
framed 0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts import SHOWN_BARS, SHOWN_COLUMNS, Matrix
from dashboard.figures.color_scale import scaled
from dashboard.figures.frame import HOVER, Drawing, blank_layout, hover_text, wrapped
from dashboard.i18n import Translator, plain_html
from dashboard.theme import Palette

CELL_HEIGHT = 40
"""Height of a row, in pixels."""

CELL = (0.96, 0.9)
"""Width and height of a cell, in columns and rows: the rest is a gap."""

MANY_COLUMNS = 11
"""So many columns are too narrow for heads of several letters side by side."""

UPRIGHT_LETTERS = 10
"""The most letters of a head that stand below each other."""

ROW_LABEL_WIDTH, COLUMN_LABEL_WIDTH = 26, 10
"""Half-width characters in a line of the labels beside and above the cells."""

EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
"""The first letter of a label that can stand upright."""

LABEL_LINE_HEIGHT = 16
"""Height of a line of a label, in pixels."""

COLUMN_LABEL_ROOM = 74
"""Height of the labels of the columns, in pixels."""


@dataclass(frozen=True)
class Cell:
    """One pair: its row and column, its number, and whether nothing could count."""

    row: int
    column: int
    number: float
    empty: bool


def matrix_drawing(matrix: Matrix, words: Translator, palette: Palette) -> Drawing:
    """Draw the first rows and columns, with their labels beside and above."""
    names = [wrapped(label, ROW_LABEL_WIDTH) for label in matrix.rows[:SHOWN_BARS]]
    heads, room = _heads(matrix.columns[:SHOWN_COLUMNS])
    lines = max((name.count("<br>") + 1 for name in names), default=1)
    pitch = max(CELL_HEIGHT, lines * LABEL_LINE_HEIGHT + 6)
    drawing = Drawing(blank_layout(palette, room + pitch * max(len(names), 1)))
    drawing.layout |= {
        "barmode": "overlay",
        "margin": {"l": 0, "r": 8, "t": room, "b": 8},
        "xaxis": {
            **_axis(heads, palette),
            "side": "top",
            "autotickangles": [0, 90],  # slanted ones cover each other on a phone
            "range": [-0.5, len(heads) - 0.5],
        },
        "yaxis": {
            **_axis(names, palette),
            "range": [len(names) - 0.5, -0.5],
        },
    }
    if cells := _cells(matrix):
        shown = words.percent if matrix.shares else words.number
        texts = [
            words("matrix.nothing") if cell.empty else shown(cell.number)
            for cell in cells
        ]
        looks = _looks(cells, palette, shares=matrix.shares)
        drawing.traces.append(_trace(matrix, cells, texts, looks))
    return drawing


def _heads(labels: Sequence[str]) -> tuple[list[str], int]:
    """The heads of the columns and the height they need, in pixels.

    Where columns are narrow, Japanese stands upright, its letters below each other.
    """
    many = len(labels) >= MANY_COLUMNS
    if many and any(EAST_ASIAN.match(label) for label in labels):
        shown = [label.replace("ー", "︱")[:UPRIGHT_LETTERS] for label in labels]
        room = max(map(len, shown)) * LABEL_LINE_HEIGHT + 12
        return ["<br>".join(map(plain_html, label)) for label in shown], room
    return [wrapped(label, COLUMN_LABEL_WIDTH) for label in labels], COLUMN_LABEL_ROOM


def _cells(matrix: Matrix) -> list[Cell]:
    """The pairs that a page draws, without the cells that it leaves blank."""
    return [
        Cell(i, j, matrix.counts[i][j], matrix.empty[i][j])
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


@dataclass(frozen=True)
class Look:
    """How a cell is drawn: its colour, that of its number, and its frame."""

    fill: str
    ink: str
    frame: str = "rgba(0,0,0,0)"


def _looks(cells: Sequence[Cell], palette: Palette, *, shares: bool) -> list[Look]:
    """Darker cells for higher numbers, with numbers readable on them."""
    numbers = pd.Series([cell.number for cell in cells if not cell.empty], dtype=float)
    strength = numbers if shares else pd.Series(scaled(numbers.clip(lower=1)))
    most = max(float(strength.max()), 1e-9) if len(strength) else 1.0
    top, parts = len(palette.ramp) - 1, iter(strength.tolist())
    looks = []
    for cell in cells:
        step = 0 if cell.empty else round(top * next(parts) / most)
        if cell.empty:
            looks.append(Look(palette.land, palette.muted))
        elif cell.number == 0:
            looks.append(Look(palette.paper, palette.ink, palette.ink))
        else:
            ink = palette.paper if step > top // 2 else palette.ink
            looks.append(Look(palette.ramp[step], ink))
    return looks


def _trace(
    matrix: Matrix,
    cells: Sequence[Cell],
    texts: Sequence[str],
    looks: Sequence[Look],
) -> dict[str, Any]:
    """All cells as bars of one column, beside and below each other."""
    width, height = CELL
    return {
        "type": "bar",
        "orientation": "h",
        "base": [cell.column - width / 2 for cell in cells],
        "x": [width] * len(cells),
        "y": [cell.row for cell in cells],
        "width": height,
        "marker": {
            "color": [look.fill for look in looks],
            "line": {"width": 1.2, "color": [look.frame for look in looks]},
        },
        "text": [
            f"<b>{text}</b>" if cell.number == 0 and not cell.empty else text
            for cell, text in zip(cells, texts, strict=True)
        ],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "insidetextfont": {"color": [look.ink for look in looks], "size": 13},
        "hovertext": [
            hover_text(matrix.hovers[cell.row][cell.column]) for cell in cells
        ],
        "hovertemplate": HOVER,
        "customdata": [
            list(matrix.selections[cell.row][cell.column]) for cell in cells
        ],
    }
