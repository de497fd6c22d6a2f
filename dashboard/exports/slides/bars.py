"""How bars are laid out on a slide: which, how labelled, where. Knows no file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.charts import Bars
from dashboard.exports.slides.fit import LEADING, em, shortened, wrap_lines
from dashboard.exports.slides.text import SlideBox, single_line

MOST_CATEGORIES = 25
"""Categories; of more only the first SHOWN_CATEGORIES are drawn, so that each can be read."""

SHOWN_CATEGORIES = 20
LABEL_SIZES = (14.0, 13.0, 12.0, 11.0, 10.0)
"""Of letters: the first in which no label is shortened, else the last."""

LABEL_SHARE = 0.4
"""Of the width: what category labels may take."""

MAX_PITCH = 46.0
"""Points from one bar to the next."""

LEGEND_HEIGHT = 26.0


@dataclass(frozen=True)
class BarLayout:
    """How bars are drawn: what is drawn, what labels say, where the plot stands.

    Attributes:
        bars: what is drawn.
        labels: of the categories, broken into lines.
        legend: of the series.
        size: of the letters.
        box: of the chart.
        left: where the bars begin, from the left edge of the chart, in points.
        cut: texts that are shown shortened, in full.
    """

    bars: Bars
    labels: tuple[str, ...]
    legend: tuple[str, ...]
    size: float
    box: SlideBox
    left: float
    cut: tuple[str, ...]


def shown_bars(bars: Bars) -> Bars:
    """The bars a slide has room for."""
    return (
        bars if len(bars.categories) <= MOST_CATEGORIES else bars.head(SHOWN_CATEGORIES)
    )


def lay_out_bars(bars: Bars, body: SlideBox) -> BarLayout:
    """Share out a box between labels, bars and legend."""
    bars = shown_bars(bars)
    thick = 1 if bars.stacked else max(1, 0.6 * len(bars.series))
    pitch = min((body.height - LEGEND_HEIGHT) / len(bars.categories), MAX_PITCH * thick)
    texts = [single_line(text) for text in bars.categories]
    for size in LABEL_SIZES:
        lines = int(pitch * 0.95 / (size * LEADING))
        room = LABEL_SHARE * body.width / size
        kept = [shortened(text, room, max(1, lines)) for text in texts]
        if kept == texts and lines:
            break
    broken = [wrap_lines(text, room) for text in kept]
    widest = max(em(line) for lines_of in broken for line in lines_of)
    legend = _legend(bars, body.width)
    names = [single_line(series.label) for series in bars.series]
    cut = (
        full
        for full, short in zip([*texts, *names], [*kept, *legend], strict=True)
        if full != short
    )
    return BarLayout(
        bars,
        tuple("\n".join(lines_of) for lines_of in broken),
        legend,
        size,
        replace(body, height=LEGEND_HEIGHT + pitch * len(bars.categories)),
        widest * size + 12,
        tuple(cut),
    )


def _legend(bars: Bars, width: float) -> tuple[str, ...]:
    """The names of the series, as long as they stand in one line together."""
    room = width / 12 / len(bars.series) - 3
    return tuple(shortened(single_line(one.label), room, 1) for one in bars.series)


def bars_as_rows(bars: Bars) -> list[Sequence[str]]:
    """The bars as rows of texts, for the notes."""
    rows: list[Sequence[str]] = [["", *(series.label for series in bars.series)]]
    for at, category in enumerate(bars.categories):
        rows.append([category, *(f"{one.numbers[at]:,}" for one in bars.series)])
    return rows
