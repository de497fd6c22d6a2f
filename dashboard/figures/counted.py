"""Plain bars of one measure: a pivot without columns, years of signing."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.figures.frame import (
    Drawing,
    add_bars,
    bar_drawing,
    end_numbers,
    wrapped,
)
from dashboard.figures.matrix import side_label
from dashboard.i18n import Words
from dashboard.labels import Labels
from dashboard.measures import Measure, Pivot
from dashboard.tables import MARKS, SHOWN_BARS
from dashboard.theme import Palette


def line_figure(
    pivot: Pivot, labels: Labels, words: Words, palette: Palette
) -> Drawing:
    """One bar for each row of a pivot that has nothing across."""
    rows = pivot.row_totals.head(SHOWN_BARS)
    names = [side_label(pivot.row_key, one, labels) for one in rows["row_id"]]
    shown = words.percent if pivot.unit == "marked_share" else words.number
    marks = [
        [MARKS[pivot.row_key][0], one] if pivot.row_key else []
        for one in rows["row_id"]
    ]
    numbers = rows[pivot.unit].tolist()
    ends = [shown(number) for number in numbers]
    return _bars(names, numbers, ends, palette, marks)


def year_figure(measure: Measure, words: Words, palette: Palette) -> Drawing:
    """Agreements by the year they were signed in, oldest first."""
    table = measure.table
    numbers = table["agreements"].tolist()
    names = [str(year) for year in table["year"]]
    ends = [words.number(number) for number in numbers]
    return _bars(names, numbers, ends, palette, [[] for _ in names])


def _bars(
    names: Sequence[str],
    numbers: Sequence[float],
    ends: Sequence[str],
    palette: Palette,
    marks: Sequence[Sequence[str]],
) -> Drawing:
    drawing = bar_drawing(palette, len(names), max(numbers, default=1))
    places = list(range(len(names)))
    shown = [wrapped(name) for name in names]
    hover = [f"<b>{name}</b><br>{end}" for name, end in zip(shown, ends, strict=True)]
    add_bars(
        drawing,
        places,
        numbers,
        {"color": palette.accent},
        hover,
        customdata=[list(one) for one in marks],
    )
    drawing.layout["yaxis"] |= {"tickvals": places, "ticktext": shown}
    end_numbers(drawing, places, numbers, ends)
    return drawing
