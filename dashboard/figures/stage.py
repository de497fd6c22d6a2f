"""Figures for a wall: bars and map with large text, in whatever height there is.

Takes what a handout's figure holds. Sizes are for 1920 by 1080 pixels; on a smaller
screen the page's style makes the text smaller, and the browser the figure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Protocol

from dashboard.figures.bars import ON_TYPE
from dashboard.figures.departments import hollow
from dashboard.figures.frame import (
    Drawing,
    add_bars,
    bar_drawing,
    end_numbers,
    inside_texts,
    where_they_fit,
    wrapped,
)
from dashboard.i18n import Words, plain_html
from dashboard.line_breaks import display_width
from dashboard.theme import Palette

TEXT = 26
"""Pixels of a letter."""

FEWEST = 5
"""Fewer bars than this do not grow thicker; the room below them stays empty."""

MOST_BARS = 8
LINES_IN_ALL = 16
"""Lines of labels that fit below each other."""

LABEL_WIDTHS = (38, 58)
"""Half-width characters in a line of a label: usual, and for very long names."""


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
"""The colour scale beside the map: the map is as high as the stage."""


class BarSeries(Protocol):
    """One colour of the bars; see `report.Series`."""

    label: str
    numbers: Sequence[float]
    color: tuple[str, str]


def bars_that_fit(categories: Sequence[str]) -> int:
    """How many bars, from the first, can be told apart from the back of a room."""
    shown = list(categories[:MOST_BARS])
    lines = max((_label(one, shown).count("<br>") + 1 for one in shown), default=1)
    return max(1, min(len(shown), LINES_IN_ALL // lines))


def stage_bars(
    categories: Sequence[str],
    series: Sequence[BarSeries],
    words: Words,
    palette: Palette,
    *,
    stacked: bool,
) -> Drawing:
    """Horizontal bars with a label before, numbers inside and a total behind each.

    Args:
        categories: what each bar is called; two may be called alike.
        series: one number for each category.
        words: number formats.
        palette: colours.
        stacked: whether the series add up; else they stand one below the other.
    """
    places = list(range(bars_that_fit(categories)))
    numbers = [list(one.numbers[: len(places)]) for one in series]
    totals = [
        sum(column) if stacked else max(column) for column in zip(*numbers, strict=True)
    ]
    widest = max(totals, default=1) or 1
    drawing = bar_drawing(palette, len(places), widest)
    shown = list(categories[: len(places)])
    _large(drawing, [_label(one, shown) for one in shown], palette)
    drawing.layout["barmode"] = "stack" if stacked else "group"
    for one, values in zip(series, numbers, strict=True):
        texts = [words.number(value) for value in values]
        inside = where_they_fit(texts, values, widest)
        add_bars(
            drawing,
            places,
            values,
            _marker(one.color, palette),
            _hover(shown, one.label, texts),
            **inside_texts(inside, _ink(one.color, palette)),
        )
    if stacked or len(series) == 1:
        ends = [words.number(total) for total in totals]
        end_numbers(drawing, places, totals, ends)
    return drawing


def enlarged(drawing: Drawing) -> Drawing:
    """The same figure with large text and no height of its own."""
    layout = {**drawing.layout}
    del layout["height"]
    hover = layout["hoverlabel"]
    layout["font"] = {**layout["font"], "size": TEXT}
    layout["hoverlabel"] = {**hover, "font": {**hover["font"], "size": TEXT}}
    if "coloraxis" in layout:
        scale = layout["coloraxis"]
        bar = {**scale["colorbar"], **_UPRIGHT}
        bar["tickfont"] = {**scale["colorbar"]["tickfont"], "size": TEXT}
        layout["coloraxis"] = {**scale, "colorbar": bar}
        layout["margin"] = {**layout["margin"], "b": 0}
    return Drawing(layout, drawing.traces)


def _large(drawing: Drawing, labels: list[str], palette: Palette) -> None:
    """Numbered places for the bars, their labels large, and a height that is free."""
    del drawing.layout["height"]
    font = {"color": palette.ink, "size": TEXT}
    drawing.layout["font"] = font
    drawing.layout["hoverlabel"] |= {"font": font}
    drawing.layout["margin"] |= {"pad": 16}
    drawing.layout["yaxis"] |= {
        "autorange": False,
        "range": [max(len(labels), FEWEST) - 0.5, -0.5],
        "tickvals": list(range(len(labels))),
        "ticktext": labels,
        "tickfont": font,
    }


def _label(text: str, shown: Sequence[str]) -> str:
    usual, widest = LABEL_WIDTHS
    longest = max(map(display_width, shown))
    return wrapped(text, min(widest, max(usual, math.ceil(longest / 2) + 4)))


def _marker(color: tuple[str, str], palette: Palette) -> dict[str, Any]:
    line = {"width": 1.5, "color": palette.paper}
    if color == ("mark", "not_marked"):
        return {**hollow(palette), "line": {"width": 2, "color": palette.accent}}
    pattern = {"shape": "/" if color == ("type", "double_degree") else ""}
    filled = palette.of(*color)
    pattern |= {"bgcolor": filled, "fgcolor": palette.paper}
    return {"color": filled, "line": line, "pattern": {**pattern, "fgopacity": 0.5}}


def _ink(color: tuple[str, str], palette: Palette) -> str:
    """A colour for numbers that can be read on the bar."""
    if color == ("mark", "not_marked"):
        return palette.ink
    lighter = color[0] == "type" and color[1] != "inter_university"
    return ON_TYPE if lighter else palette.paper


def _hover(names: Sequence[str], label: str, texts: Sequence[str]) -> list[str]:
    return [
        f"<b>{wrapped(name, 40)}</b><br>{plain_html(label)}: {text}"
        for name, text in zip(names, texts, strict=True)
    ]
