"""How bars are laid out on a slide: which are shown, their labels and their plot.

Pure arithmetic in points and em; `chart` draws what is laid out here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.charts import Bars
from dashboard.exports.slides.fit import LEADING, em, shortened, wrap_lines
from dashboard.exports.slides.text import SlideBox, single_line

MOST_CATEGORIES = 25
"""Of more categories only the first SHOWN_CATEGORIES are drawn, to be legible."""

SHOWN_CATEGORIES = 20
LABEL_SIZES = (14.0, 13.0, 12.0, 11.0, 10.0)
"""Font sizes: the first in which no label is shortened is used, else the last."""

LABEL_SHARE = 0.4
"""The share of the width that category labels may take."""

MAX_PITCH = 46.0
"""Points from a category to the next."""

LEGEND_HEIGHT = 26.0
UPRIGHT_MARGIN = 40.0
"""Points at both sides of upright bars."""


@dataclass(frozen=True)
class BarLayout:
    """Bars as they are drawn: labels in lines, font size and the position of the plot.

    Attributes:
        bars: what is drawn.
        labels: of the categories, broken into lines.
        legend: of the series.
        size: font size of the labels.
        box: of the chart.
        left: points from the left edge of the chart to the bars.
        cut: the full texts of labels that are shortened.
        total_name: of the totals behind stacked bars.
    """

    bars: Bars
    labels: tuple[str, ...]
    legend: tuple[str, ...]
    size: float
    box: SlideBox
    left: float
    cut: tuple[str, ...]
    total_name: str = ""


def shown_bars(bars: Bars) -> Bars:
    """Return the bars that a slide has room for."""
    if bars.upright or len(bars.categories) <= MOST_CATEGORIES:
        return bars
    return bars.head(SHOWN_CATEGORIES)


def lay_out_bars(bars: Bars, body: SlideBox, total_name: str = "") -> BarLayout:
    """Divide a box between labels, bars and legend."""
    bars = shown_bars(bars)
    if bars.upright:
        return _lay_out_upright(bars, body)
    thick = 1 if bars.stacked else max(1, 0.6 * len(bars.series))
    pitch = min((body.height - LEGEND_HEIGHT) / len(bars.categories), MAX_PITCH * thick)
    texts = [single_line(text) for text in bars.categories]
    for size in LABEL_SIZES:
        lines = int(pitch * 0.95 / (size * LEADING))
        room = LABEL_SHARE * body.width / size
        shown = [shortened(text, room, max(1, lines)) for text in texts]
        if shown == texts and lines:
            break
    wrapped = [wrap_lines(text, room) for text in shown]
    widest = max(em(line) for lines_of in wrapped for line in lines_of)
    legend = _legend(bars, body.width)
    names = [single_line(series.label) for series in bars.series]
    cut = (
        full
        for full, short in zip([*texts, *names], [*shown, *legend], strict=True)
        if full != short
    )
    return BarLayout(
        bars,
        tuple("\n".join(lines_of) for lines_of in wrapped),
        legend,
        size,
        replace(body, height=LEGEND_HEIGHT + pitch * len(bars.categories)),
        widest * size + 12,
        tuple(cut),
        total_name,
    )


def _lay_out_upright(bars: Bars, body: SlideBox) -> BarLayout:
    """Let each category have its label, or each n-th where they would touch.

    LibreOffice draws none at all if any of them touch.
    """
    size = LABEL_SIZES[-1]
    pitch = (body.width - 2 * UPRIGHT_MARGIN) / len(bars.categories)
    widest = max(map(em, bars.categories)) * size * 1.25
    every = max(1, math.ceil(widest / pitch))
    labels = tuple(
        text if at % every == 0 else " " for at, text in enumerate(bars.categories)
    )
    legend = _legend(bars, body.width)
    return BarLayout(bars, labels, legend, size, body, UPRIGHT_MARGIN, ())


def _legend(bars: Bars, width: float) -> tuple[str, ...]:
    """Return the names of the series, shortened until they share a line."""
    room = width / 12 / len(bars.series) - 3
    return tuple(
        shortened(single_line(series.label), room, 1) for series in bars.series
    )


def bars_as_rows(bars: Bars) -> list[Sequence[str]]:
    """Return the bars as rows of texts, for the notes."""
    rows: list[Sequence[str]] = [["", *(series.label for series in bars.series)]]
    for at, category in enumerate(bars.categories):
        numbers = (f"{series.numbers[at]:,}" for series in bars.series)
        rows.append([category, *numbers])
    return rows
