"""Bar charts for Plotly: on a page, or large in a presentation.

A large chart takes the height that the screen leaves. Its sizes are for 1920 by 1080
pixels; on a smaller screen the style sheet scales the text and the browser the figure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts import SHOWN_BARS, Bars, Series
from dashboard.figures.frame import (
    BAR_WIDTH,
    LARGE_TEXT,
    Drawing,
    add_bars,
    add_end_texts,
    add_labels_above,
    bar_drawing,
    hover_text,
    inside_texts,
    labelled_bar_height,
    texts_that_fit,
    wrapped,
)
from dashboard.i18n import Translator
from dashboard.line_breaks import display_width
from dashboard.theme import Palette

GROUP_GAP = 0.9
"""Gap between two groups of bars side by side, in bars."""

PITCH = {"accent": 34, "region": 28, "type": 38, "mark": 38}
"""Height of a bar and the space around it, in pixels, by what its colour means."""

GROUPED_PITCH = 23

INK_ON_LIGHT_TYPES = "#10181d"
"""Text colour on the lighter colours of types, readable in both themes."""

NOT_MARKED = ("mark", "not_marked")
FEWEST_LARGE_BARS = 5
"""Fewer large bars than this grow no thicker; the room below stays empty."""

MOST_LARGE_BARS = 8
MOST_LABEL_LINES = 16
"""Lines of large labels that fit below each other."""

LABEL_WIDTHS = (38, 58)
"""Half-width characters in a line of a large label: usual, and for very long names."""


@dataclass(frozen=True)
class Slots:
    """Positions of the bars, in bars from the top.

    Attributes:
        bars: for each series, for each category; None where there is no bar.
        centers: of each category.
        height: of all bars together.
    """

    bars: tuple[tuple[float | None, ...], ...]
    centers: tuple[float, ...]
    height: float


def bars_drawing(
    bars: Bars, words: Translator, palette: Palette, *, large: bool = False
) -> Drawing:
    """Draw horizontal bars with a label before or above each and a number behind."""
    if large:
        bars = bars.head(bars_that_fit(bars.categories))
    elif bars.length:
        bars = bars.head(SHOWN_BARS)
    slots = _stacked_slots(bars) if bars.stacked else _grouped_slots(bars)
    widest = _widest(bars)
    bar, below = _pitch(bars), 0 if bars.stacked else GROUP_GAP / 2
    drawing = bar_drawing(palette, slots.height + below, widest, bar=bar)
    drawing.layout["barmode"] = "stack" if bars.stacked else "overlay"
    if large or not bars.stacked:
        shortest = max(slots.height, FEWEST_LARGE_BARS if large else 0) - 0.5
        drawing.layout["yaxis"] |= {"autorange": False, "range": [shortest, -0.5]}
    _label(drawing, bars, slots, palette, large=large)
    for series, at in zip(bars.series, slots.bars, strict=True):
        _add_series(drawing, bars, series, at, widest, words, palette, large=large)
    _add_ends(drawing, bars, slots, words, large=large)
    return drawing


def bars_that_fit(categories: Sequence[str]) -> int:
    """How many bars, from the first, can be read from the back of a room."""
    shown = list(categories[:MOST_LARGE_BARS])
    lines = max((label.count("<br>") + 1 for label in _large_labels(shown)), default=1)
    return max(1, min(len(shown), MOST_LABEL_LINES // lines))


def _stacked_slots(bars: Bars) -> Slots:
    """One slot per category."""
    centers = tuple(range(len(bars.categories)))
    rows = tuple(
        tuple(i if _is_drawn(series, i) else None for i in centers)
        for series in bars.series
    )
    return Slots(rows, centers, len(centers))


def _grouped_slots(bars: Bars) -> Slots:
    """One slot per bar; the bars of a category stand close together."""
    rows: list[list[float | None]] = [
        [None] * len(bars.categories) for _ in bars.series
    ]
    centers, top = [], 0.0
    for i in range(len(bars.categories)):
        shown = [at for at, series in enumerate(bars.series) if _is_drawn(series, i)]
        for slot, at in enumerate(shown):
            rows[at][i] = top + slot
        centers.append(top + (len(shown) - 1) / 2)
        top += len(shown) + GROUP_GAP
    return Slots(tuple(map(tuple, rows)), tuple(centers), top - GROUP_GAP / 2)


def _is_drawn(series: Series, category: int) -> bool:
    """Whether a category has a bar, possibly of length 0."""
    return not series.hovers or bool(series.hovers[category])


def _widest(bars: Bars) -> float:
    """Length that the axis reaches; 1 where shares of a whole are stacked."""
    if bars.shares and bars.stacked and len(bars.series) > 1:
        return 1.0
    lengths = bars.totals if bars.stacked else _numbers(bars)
    return max([*lengths, bars.reach], default=1) or 1


def _numbers(bars: Bars) -> list[float]:
    return [number for series in bars.series for number in series.numbers]


def _pitch(bars: Bars) -> int:
    if bars.labels_above:
        return labelled_bar_height(bars.categories)
    kinds = [series.color[0] for series in bars.series] or ["accent"]
    return PITCH[kinds[0]] if bars.stacked else GROUPED_PITCH


def _label(
    drawing: Drawing, bars: Bars, slots: Slots, palette: Palette, *, large: bool
) -> None:
    """Write the categories before or above their bars."""
    if large:
        _enlarge(drawing, palette)
    elif bars.labels_above:
        drawing.layout["bargap"] = 1 - BAR_WIDTH / _pitch(bars)
        add_labels_above(drawing, slots.centers, bars.categories)
        return
    names = map(wrapped, bars.categories)
    drawing.layout["yaxis"] |= {
        "tickvals": list(slots.centers),
        "ticktext": _large_labels(bars.categories) if large else list(names),
    }


def _add_series(
    drawing: Drawing,
    bars: Bars,
    series: Series,
    slots: Sequence[float | None],
    widest: float,
    words: Translator,
    palette: Palette,
    *,
    large: bool,
) -> None:
    """Add the bars of one colour, with their numbers inside where wanted."""
    drawn = [i for i, slot in enumerate(slots) if slot is not None]
    values = [series.numbers[i] for i in drawn]
    more: dict[str, object] = {}
    if bars.stacked and (bars.numbers_inside or large):
        texts = texts_that_fit(_texts(bars, values, words), values, widest)
        more = inside_texts(texts, _ink(series.color, palette))
    if not bars.stacked:
        more = {"width": 0.88}
    add_bars(
        drawing,
        [slots[i] for i in drawn],
        values,
        _marker(series.color, palette, numbers_inside=bars.numbers_inside, large=large),
        [hover_text(series.hovers[i]) if series.hovers else "" for i in drawn],
        customdata=[
            list(series.selections[i]) if series.selections else [] for i in drawn
        ],
        **more,
    )


def _texts(bars: Bars, values: Sequence[float], words: Translator) -> list[str]:
    return [*map(words.percent if bars.shares else words.number, values)]


def _add_ends(
    drawing: Drawing, bars: Bars, slots: Slots, words: Translator, *, large: bool
) -> None:
    """Write the length of each bar behind it; shares of a whole need none."""
    if not bars.stacked:
        slot_of_each = [slot for row in slots.bars for slot in row]
        pairs = zip(slot_of_each, _numbers(bars), strict=True)
        drawn = sorted((slot, length) for slot, length in pairs if slot is not None)
        at, lengths = [slot for slot, _ in drawn], [length for _, length in drawn]
    elif bars.shares and len(bars.series) > 1:
        return
    else:
        at, lengths = list(slots.centers), list(bars.totals)
    texts = list(bars.ends) if bars.ends and not large else _texts(bars, lengths, words)
    add_end_texts(drawing, at, lengths, texts)


def _marker(
    color: tuple[str, str], palette: Palette, *, numbers_inside: bool, large: bool
) -> dict[str, Any]:
    """Colour of a series; the rarest type is hatched as well."""
    edge = {"width": 2 if large else 1.2, "color": palette.accent}
    if color == NOT_MARKED:
        return {**_hollow(palette), "line": edge}
    filled = palette.of(*color)
    if color[0] == "mark" and not large:
        return {"color": filled, "line": edge}
    marker: dict[str, Any] = {"color": filled}
    if numbers_inside or large:
        marker["line"] = {"width": 1.5 if large else 1, "color": palette.paper}
    if color == ("type", "double_degree"):
        marker["pattern"] = {
            "shape": "/",
            "bgcolor": filled,
            "fgcolor": palette.paper,
            "fgopacity": 0.5,
            "size": 8 if large else 6,
        }
    return marker


def _hollow(palette: Palette) -> dict[str, object]:
    """Fill of a hollow bar: paper with thin lines in the accent colour."""
    return {
        "color": palette.paper,
        "pattern": {
            "shape": "/",
            "bgcolor": palette.paper,
            "fgcolor": palette.accent,
            "fgopacity": 0.28,
        },
    }


def _ink(color: tuple[str, str], palette: Palette) -> str:
    """Text colour for numbers that is readable on the bar."""
    if color == NOT_MARKED:
        return palette.ink
    lighter = color[0] == "type" and color[1] != "inter_university"
    return INK_ON_LIGHT_TYPES if lighter else palette.paper


def _enlarge(drawing: Drawing, palette: Palette) -> None:
    """Use large letters and remove the fixed height."""
    del drawing.layout["height"]
    font = {"color": palette.ink, "size": LARGE_TEXT}
    drawing.layout["font"] = font
    drawing.layout["hoverlabel"] |= {"font": font}
    drawing.layout["margin"] |= {"pad": 16}
    drawing.layout["yaxis"] |= {"tickfont": font}


def _large_labels(categories: Sequence[str]) -> list[str]:
    """Break the categories into lines, wider ones if any name is very long."""
    usual, widest = LABEL_WIDTHS
    longest = max(map(display_width, categories), default=0)
    width = min(widest, max(usual, math.ceil(longest / 2) + 4))
    return [wrapped(name, width) for name in categories]
