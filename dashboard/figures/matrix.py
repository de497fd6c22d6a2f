"""Two things against each other: a square for each pair, its count in it.

Gaps are seen without colour: no agreement at all is a dash, none that counts is a 0. A click on a square chooses its pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.figures.frame import HOVER, Drawing, blank_layout, wrapped
from dashboard.figures.places import scaled
from dashboard.i18n import Words, plain_html
from dashboard.labels import Labels
from dashboard.measures import Measure, Pivot
from dashboard.tables import KINDS, MARKS, SHOWN_BARS
from dashboard.theme import Palette

SQUARE = 32
"""Side of a square, in pixels."""

SHOWN_COLUMNS = 20
"""More columns than this are in the table only."""

LABEL, HEADING = 26, 10
"""Half-width characters in a line of the labels beside and above the squares."""

LINE = 16
"""Height of a line of a label, in pixels."""

HEAD = 74
"""Room for the labels of the columns, in pixels."""


@dataclass(frozen=True)
class Cell:
    """One square: its place, its number, what it says and what a click on it chooses."""

    row: int
    column: int
    number: float
    text: str
    hover: str
    marks: tuple[str, ...]


def gap_figure(
    measure: Measure, place: str, labels: Labels, words: Words, palette: Palette
) -> Drawing:
    """Departments by place: agreements marked for exchange, with their gaps.

    `place` is the column of the places in the rows of `exchange_gaps`.
    """
    table = measure.table
    rows = table["department_id"].drop_duplicates().tolist()[:SHOWN_BARS]
    columns = table[place].drop_duplicates().tolist()[:SHOWN_COLUMNS]
    cells = [
        Cell(
            rows.index(one["department_id"]),
            columns.index(one[place]),
            one["marked"] if one["agreements"] else -1,
            words.number(one["marked"])
            if one["agreements"]
            else words("matrix.nothing"),
            words(
                "figure.pair",
                row=plain_html(labels.of("departments", one["department_id"])),
                column=plain_html(labels.of(KINDS[place], one[place])),
                value=words(
                    "figure.marked_of",
                    marked=one["marked"],
                    agreements=one["agreements"],
                ),
            ),
            ("department", one["department_id"], MARKS[place][0], one[place]),
        )
        for one in table.to_dict("records")
        if one["department_id"] in rows and one[place] in columns
    ]
    return matrix_drawing(
        [labels.of("departments", one) for one in rows],
        [labels.of(KINDS[place], one) for one in columns],
        cells,
        palette,
    )


def pivot_figure(
    pivot: Pivot, labels: Labels, words: Words, palette: Palette
) -> Drawing:
    """A table of one's own as squares; the first rows and columns where it is large."""
    rows = pivot.row_totals["row_id"].tolist()[:SHOWN_BARS]
    columns = pivot.column_totals["column_id"].tolist()[:SHOWN_COLUMNS]
    shown = words.percent if pivot.unit == "marked_share" else words.number
    cells = [
        Cell(
            rows.index(one["row_id"]),
            columns.index(one["column_id"]),
            one[pivot.unit],
            shown(one[pivot.unit]),
            words(
                "figure.pair",
                row=plain_html(side_label(pivot.row_key, one["row_id"], labels)),
                column=plain_html(
                    side_label(pivot.column_key, one["column_id"], labels)
                ),
                value=shown(one[pivot.unit]),
            ),
            _marks(pivot, one["row_id"], one["column_id"]),
        )
        for one in pivot.table.to_dict("records")
        if one["row_id"] in rows and one["column_id"] in columns
    ]
    return matrix_drawing(
        [side_label(pivot.row_key, one, labels) for one in rows],
        [side_label(pivot.column_key, one, labels) for one in columns],
        cells,
        palette,
    )


def side_label(key: str, value: str, labels: Labels) -> str:
    """What a row or column of a pivot is called; "" where nothing stands there."""
    return labels.of(KINDS[key], value) if key else ""


def _marks(pivot: Pivot, row: str, column: str) -> tuple[str, ...]:
    sides = ((pivot.row_key, row), (pivot.column_key, column))
    pairs = [(MARKS[key][0], one) for key, one in sides if key and one]
    return tuple(text for pair in pairs for text in pair)


def matrix_drawing(
    rows: Sequence[str], columns: Sequence[str], cells: Sequence[Cell], palette: Palette
) -> Drawing:
    """A square for each cell under and beside its labels."""
    names = [wrapped(label, LABEL) for label in rows]
    lines = max((name.count("<br>") + 1 for name in names), default=1)
    pitch = max(SQUARE + 8, lines * LINE + 6)
    drawing = Drawing(blank_layout(palette, HEAD + pitch * max(len(rows), 1)))
    drawing.layout |= {
        "margin": {"l": 0, "r": 8, "t": HEAD, "b": 8},
        "xaxis": {
            **_axis([wrapped(label, HEADING) for label in columns], palette),
            "side": "top",
            "autotickangles": [0, 90],  # slanted ones cover each other on a phone
            "range": [-0.6, len(columns) - 0.4],
        },
        "yaxis": {
            **_axis(names, palette),
            "range": [len(rows) - 0.4, -0.6],
        },
    }
    counted = [cell for cell in cells if cell.number >= 0]
    nothing = [cell for cell in cells if cell.number < 0]
    if counted:
        drawing.traces.append(_squares(counted, palette))
    if nothing:
        empty = {
            "color": "rgba(0,0,0,0)",
            "line": {"width": 1, "color": palette.grid},
        }
        drawing.traces.append(_trace(nothing, empty, palette.muted))
    return drawing


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


def _squares(cells: Sequence[Cell], palette: Palette) -> dict[str, Any]:
    numbers = pd.Series([float(cell.number) for cell in cells])
    share = numbers.max() <= 1
    strength = pd.Series(numbers if share else scaled(numbers.clip(lower=1)))
    top = len(palette.ramp) - 1
    most = max(float(strength.max()), 1e-9)
    steps = [round(top * float(one) / most) for one in strength]
    none = [float(number) == 0 for number in numbers]
    colors = [
        palette.paper if zero else palette.ramp[step]
        for step, zero in zip(steps, none, strict=True)
    ]
    ink = [
        palette.paper if step > top // 2 and not zero else palette.ink
        for step, zero in zip(steps, none, strict=True)
    ]
    line = {"width": 1, "color": palette.grid}
    return _trace(cells, {"color": colors, "line": line}, ink)


def _trace(
    cells: Sequence[Cell], marker: dict[str, Any], ink: str | list[str]
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [cell.column for cell in cells],
        "y": [cell.row for cell in cells],
        "mode": "markers+text",
        "marker": {"symbol": "square", "size": SQUARE, "opacity": 1, **marker},
        "text": [cell.text for cell in cells],
        "textfont": {"color": ink, "size": 12},
        "hovertext": [cell.hover for cell in cells],
        "hovertemplate": HOVER,
        "customdata": [list(cell.marks) for cell in cells],
        "cliponaxis": False,
    }
