"""Legends of figures: what a colour means, which is the same in all figures."""

from __future__ import annotations

from dashboard import html
from dashboard.charts import Bars, Chart, Series, WorldMap
from dashboard.html import Key
from dashboard.i18n import Translator
from dashboard.theme import themes


def of_chart(chart: Chart, words: Translator) -> str:
    """Return the legend of a figure as markup; "" if its colours have no meaning."""
    if isinstance(chart, Bars):
        plain = not chart.running
        shown = [s for s in chart.series if s.color[0] != "accent" or not plain]
        keys = [*map(_series_key, shown)]
        if chart.running:
            light, dark = themes()
            keys.append(Key(words("timeline.running"), light.ink, dark.ink, "line"))
        return html.legend(keys) if keys else ""
    if isinstance(chart, WorldMap) and chart.marks_exchange and len(chart.markers):
        return _of_markers(words)
    return ""


def _series_key(series: Series) -> Key:
    light, dark = themes()
    kind, value = series.color
    sign = {"not_marked": "hollow", "double_degree": "hatched"}.get(value, "solid")
    if kind == "mark":
        return Key(series.label, light.accent, dark.accent, sign)
    return Key(series.label, light.of(kind, value), dark.of(kind, value), sign)


def _of_markers(words: Translator) -> str:
    """Return the legend of the two markers of the map."""
    light, dark = themes()
    filled = light.types["double_degree"], dark.types["double_degree"]
    return html.legend(
        (
            Key(words("map.marked"), *filled, "dot"),
            Key(words("map.not_marked"), light.ink, dark.ink, "ring"),
        )
    )
