"""A figure's numbers in words, for those who hear a picture."""

from __future__ import annotations

from dashboard.charts import Bars, Cards, Chart, Matrix, WorldMap
from dashboard.i18n import Translator

Named = list[tuple[str, str]]


def describe_chart(chart: Chart | None, words: Translator) -> str:
    """All that a figure shows, as one list."""
    return words.listed([f"{label} {value}" for label, value in _named(chart, words)])


def format_number(chart: Bars | Matrix, value: float, words: Translator) -> str:
    """A number of a figure as it is written there."""
    return words.percent(value) if chart.shares else words.number(value)


def _named(chart: Chart | None, words: Translator) -> Named:
    if isinstance(chart, Bars):
        return _of_bars(chart, words)
    if isinstance(chart, WorldMap):
        return [
            (chart.names[code], words.number(count))
            for code, count in chart.counts.items()
        ]
    if isinstance(chart, Matrix):
        return _of_matrix(chart, words)
    if isinstance(chart, Cards):
        return [(card.label, f"{card.value} {card.unit}") for card in chart.cards]
    return []


def _of_bars(bars: Bars, words: Translator) -> Named:
    several = len(bars.series) > 1
    return [
        (
            f"{category} – {series.label}" if several else category,
            format_number(bars, series.numbers[i], words),
        )
        for i, category in enumerate(bars.categories)
        for series in bars.series
        if series.numbers[i]
    ]


def _of_matrix(matrix: Matrix, words: Translator) -> Named:
    return [
        (
            f"{row} – {column}",
            words("matrix.nothing") if empty else format_number(matrix, count, words),
        )
        for row, counts, empties in zip(
            matrix.rows, matrix.counts, matrix.empty, strict=True
        )
        for column, count, empty in zip(matrix.columns, counts, empties, strict=True)
    ]
