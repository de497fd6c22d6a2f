"""Legends of figures: what a colour means, which is the same in all figures."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import html
from dashboard.charts import Bars, Chart, Series, WorldMap
from dashboard.html import Key
from dashboard.i18n import Translator
from dashboard.outlines import is_small
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
    if isinstance(chart, WorldMap):
        keys = list(_of_map(chart, words))
        return html.legend(keys) if keys else ""
    return ""


def _series_key(series: Series) -> Key:
    light, dark = themes()
    kind, value = series.color
    sign = {"not_marked": "hollow", "double_degree": "hatched"}.get(value, "solid")
    if kind == "mark":
        return Key(series.label, light.accent, dark.accent, sign)
    return Key(series.label, light.of(kind, value), dark.of(kind, value), sign)


def _of_map(world: WorldMap, words: Translator) -> Iterator[Key]:
    """Keys of the markers that a map has: of institutions, small territories, home."""
    light, dark = themes()
    marked = world.markers["marked"] > 0
    if world.marks_exchange and marked.any():
        filled = light.types["double_degree"], dark.types["double_degree"]
        yield Key(words("map.marked"), *filled, "dot")
    if world.marks_exchange and not marked.all():
        yield Key(words("map.not_marked"), light.ink, dark.ink, "ring")
    if any(map(is_small, world.seen)):
        yield Key(words("map.small"), light.ink, dark.ink, "square")
    if world.home and world.shows(world.home[0]):
        yield Key(world.home[1], light.ink, dark.ink, "star")
