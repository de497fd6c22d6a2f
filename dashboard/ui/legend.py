"""Legends: what the colours of a figure mean, the same for the same thing everywhere."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard import html
from dashboard.html import Key
from dashboard.report import Series
from dashboard.theme import Palette, themes
from dashboard.ui.state import View


def of_regions(view: View, region_ids: Iterable[str]) -> str:
    """The colours of the regions of a figure, in its order."""
    light, dark = themes()
    shown = dict.fromkeys(region_ids)
    return html.legend(
        Key(view.labels.of("regions", one), light.region(one), dark.region(one))
        for one in shown
    )


def of_types(view: View, type_ids: Iterable[str]) -> str:
    """The colours of the agreement types of a figure, in its order."""
    light, dark = themes()
    shown = dict.fromkeys(type_ids)
    return html.legend(
        Key(
            view.labels.of("types", one),
            light.type(one),
            dark.type(one),
            "hatched" if one == "double_degree" else "solid",
        )
        for one in shown
    )


def of_series(series: Iterable[Series]) -> str:
    """The colours of the series of a handout's figure; none where there is one."""
    light, dark = themes()
    keys = [_series_key(one, light, dark) for one in series]
    return html.legend(keys) if len(keys) > 1 else ""


def _series_key(series: Series, light: Palette, dark: Palette) -> Key:
    signs = {"not_marked": "hollow", "double_degree": "hatched"}
    kind, value = series.color
    if kind == "mark":
        return Key(series.label, light.accent, dark.accent, signs.get(value, "solid"))
    return Key(
        series.label,
        light.of(kind, value),
        dark.of(kind, value),
        signs.get(value, "solid"),
    )


def of_marks(view: View) -> str:
    """Filled: marked for exchange. Hollow: not marked."""
    light, dark = themes()
    return html.legend(
        Key(view.words(f"exchange.{name}"), light.accent, dark.accent, sign)
        for name, sign in (("marked", "solid"), ("not_marked", "hollow"))
    )


def of_markers(view: View) -> str:
    """The two markers of the map."""
    light, dark = themes()
    filled = light.types["double_degree"], dark.types["double_degree"]
    return html.legend(
        (
            Key(view.words("map.marked"), *filled, "dot"),
            Key(view.words("map.not_marked"), light.ink, dark.ink, "ring"),
        )
    )
