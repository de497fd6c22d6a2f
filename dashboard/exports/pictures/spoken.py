"""A figure's numbers as a text for screen readers."""

from __future__ import annotations

from dashboard.charts import Bars, Cards, Chart, Matrix, WorldMap
from dashboard.i18n import Translator

LabelledValues = list[tuple[str, str]]


def describe_chart(chart: Chart | None, words: Translator) -> str:
    """Describe all that a figure shows, as a list in a sentence."""
    return words.listed(
        [f"{label} {value}" for label, value in _labelled_values(chart, words)]
    )


def format_chart_number(chart: Bars | Matrix, value: float, words: Translator) -> str:
    """Format a number as the figure shows it."""
    return words.percent(value) if chart.shares else words.number(value)


def _labelled_values(chart: Chart | None, words: Translator) -> LabelledValues:
    if isinstance(chart, Bars):
        return _bar_values(chart, words)
    if isinstance(chart, WorldMap):
        return [
            (chart.names[code], words.number(count))
            for code, count in chart.counts.items()
        ]
    if isinstance(chart, Matrix):
        return _matrix_values(chart, words)
    if isinstance(chart, Cards):
        return [(card.label, f"{card.value} {card.unit}") for card in chart.cards]
    return []


def _bar_values(bars: Bars, words: Translator) -> LabelledValues:
    several = len(bars.series) > 1
    return [
        (
            f"{category} – {series.label}" if several else category,
            format_chart_number(bars, series.numbers[i], words),
        )
        for i, category in enumerate(bars.categories)
        for series in bars.series
        if series.numbers[i]
    ]


def _matrix_values(matrix: Matrix, words: Translator) -> LabelledValues:
    return [
        (
            f"{row} – {column}",
            words("matrix.nothing")
            if empty
            else format_chart_number(matrix, count, words),
        )
        for row, counts, empties in zip(
            matrix.rows, matrix.counts, matrix.empty, strict=True
        )
        for column, count, empty in zip(matrix.columns, counts, empties, strict=True)
    ]
