"""The presentation: the content of a screen, and the keys that move between screens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard import html, measures
from dashboard.charts import Bars, Cards, WorldMap
from dashboard.exports.screens import Screen, screens_of
from dashboard.figures import MAP_CONFIG, spec_of
from dashboard.narration import figure_facts
from dashboard.report import make_report
from dashboard.ui import legend
from dashboard.ui.figure import PLAIN_CHART, outlines_url
from dashboard.ui.live.charts import Plot, show_markup, show_plot
from dashboard.ui.state import View, set_control, url_query
from dashboard.ui.upload import list_cache

FORWARD = ("Right", "PageDown", "Space")
BACK = ("Left", "PageUp")
FIRST, LAST, END = ("Home",), ("End",), ("Esc",)
"""Keys of a keyboard and of a remote; the first of each has the visible button."""

PRESENT_STYLE = (Path(__file__).with_name("styles") / "present.css").read_text(
    encoding="utf-8"
)
"""Sent on this page only: its selectors depend on layout and would slow other pages."""


def screens_in_view(view: View) -> tuple[Screen, ...]:
    """Return the screens of this view, cached until it changes."""
    key = (view.edition, view.filters, view.words.lang)
    cached = list_cache().get("screens")
    if cached is None or cached[0][0] is not key[0] or cached[0][1:] != key[1:]:
        report = make_report(view.edition, view.filters, view.labels, view.words)
        cached = (key, screens_of(report, view.words))
        list_cache()["screens"] = cached
    screens: tuple[Screen, ...] = cached[1]
    return screens


def show_screen(view: View, screen: Screen) -> None:
    """Show the figure or the text of a screen."""
    chart = screen.section.chart
    if isinstance(chart, Bars | WorldMap):
        show_markup(legend.of_chart(chart, view.words))
        spec = spec_of(chart, view.words, view.palette, "large", outlines_url())
        config = MAP_CONFIG if isinstance(chart, WorldMap) else PLAIN_CHART
        key = f"stage_{screen.section.key}"
        with st.container(key="aa-stage", height="stretch"):
            show_plot(Plot(key, spec, screen.section.headline, config, fill=True))
    else:
        kind = "cards" if isinstance(chart, Cards) else "text"
        size = "-large" if screen.large else ""
        with st.container(key=f"aa-stage-{kind}{size}"):
            st.html(_text(view, screen) or "<p></p>")


def _text(view: View, screen: Screen) -> str:
    section, words = screen.section, view.words
    if isinstance(section.chart, Cards):
        return html.cards(section.chart.cards)
    if section.table is not None:
        return html.table(section.table, words, section.title)
    if section.terms:
        return html.facts(section.terms)
    return html.items(section.items) if section.items else ""


def show_screen_caption(view: View, screen: Screen) -> None:
    """Show the caption of a screen."""
    words = view.words
    caption = screen.section.caption
    if screen.rows:
        cut = words("present.cut", shown=screen.shown, rows=screen.rows)
        caption = f"{caption} {cut}".strip()
    n = measures.counts(view.edition, view.filters).n
    facts = figure_facts(n, view.filters, view.labels, words, view.edition_name)
    st.html(html.caption(caption, facts))


def show_keys(view: View, screens: Sequence[Screen], position: int) -> None:
    """Show the progress, and move by buttons, arrow keys, or a remote."""
    words, last = view.words, len(screens)
    st.session_state.aa_place = position
    progress = words("present.mark", place=position, screens=last)
    spoken = words(
        "present.said",
        place=position,
        screens=last,
        title=screens[position - 1].section.title,
    )
    with st.container(key="aa-keys", horizontal=True, vertical_alignment="center"):
        _move(words("present.back"), BACK, -1, last, position == 1)
        st.html(html.progress(progress, spoken, position / last), width="content")
        _move(words("present.forward"), FORWARD, 1, last, position == last)
        _move(words("present.first"), FIRST, -last, last)
        _move(words("present.last"), LAST, last, last)
        st.space("stretch")
        st.button(
            words("present.full"),
            key="aa_full",
            type="tertiary",
            icon=":material/fullscreen:",
        )
        if st.button(
            words("present.end"), key="aa_key_Esc", type="tertiary", shortcut=END[0]
        ):
            _leave(screens[position - 1])


def _move(
    label: str, keys: Sequence[str], by: int, last: int, at_end: bool = False
) -> None:
    """Show a button for each key; the styles hide all but the first."""
    for key in keys:
        st.button(
            label,
            key=f"aa_key_{key}",
            type="tertiary",
            shortcut=key,
            disabled=at_end,
            on_click=_step,
            args=(by, last),
        )


def _step(by: int, last: int) -> None:
    """Move from the position in the session, so that two quick clicks are two steps."""
    position = max(1, min(last, st.session_state.aa_place + by))
    st.session_state.aa_place = position
    set_control("slide", str(position))


def _leave(screen: Screen) -> None:
    """Go back to the page the reader came from, else to the page of the screen."""
    set_control("slide", "")
    page = st.session_state.get("aa_page", screen.page)
    st.switch_page(f"dashboard/pages/{page}.py", query_params=url_query())
