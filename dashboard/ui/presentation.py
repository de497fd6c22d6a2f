"""The presentation: what stands on the stage, and the keys that move it."""

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
"""Keys of a keyboard and of a remote. The first of each moves a button to be seen."""

PRESENT_STYLE = (Path(__file__).with_name("styles") / "present.css").read_text(
    encoding="utf-8"
)
"""Sent on this page alone: it asks what stands where, which costs others each change."""


def screens_in_view(view: View) -> tuple[Screen, ...]:
    """The screens of this view, made again only when it changes."""
    asked = (view.edition, view.filters, view.words.lang)
    kept = list_cache().get("screens")
    if kept is None or kept[0][0] is not asked[0] or kept[0][1:] != asked[1:]:
        report = make_report(view.edition, view.filters, view.labels, view.words)
        kept = (asked, screens_of(report, view.words))
        list_cache()["screens"] = kept
    return kept[1]


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
    """What a screen states below its figure."""
    words = view.words
    caption = screen.section.caption
    if screen.rows:
        cut = words("present.cut", shown=screen.shown, rows=screen.rows)
        caption = f"{caption} {cut}".strip()
    n = measures.counts(view.edition, view.filters).n
    facts = figure_facts(n, view.filters, view.labels, words, view.edition_name)
    st.html(html.caption(caption, facts))


def show_keys(view: View, screens: Sequence[Screen], place: int) -> None:
    """Show how far it is, and move by buttons, arrows, or a remote."""
    words, last = view.words, len(screens)
    st.session_state.aa_place = place
    mark = words("present.mark", place=place, screens=last)
    said = words(
        "present.said",
        place=place,
        screens=last,
        title=screens[place - 1].section.title,
    )
    with st.container(key="aa-keys", horizontal=True, vertical_alignment="center"):
        _move(words("present.back"), BACK, -1, last, place == 1)
        st.html(html.progress(mark, said, place / last), width="content")
        _move(words("present.forward"), FORWARD, 1, last, place == last)
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
            _leave(screens[place - 1])


def _move(
    label: str, keys: Sequence[str], by: int, last: int, at_end: bool = False
) -> None:
    """A button, and as many as there are other keys for the same."""
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
    """Move from where it is now: two quick presses are two steps."""
    place = max(1, min(last, st.session_state.aa_place + by))
    st.session_state.aa_place = place
    set_control("slide", str(place))


def _leave(screen: Screen) -> None:
    """Go back to the page one came from, else to the one that shows the same."""
    set_control("slide", "")
    page = st.session_state.get("aa_page", screen.page)
    st.switch_page(f"dashboard/pages/{page}.py", query_params=url_query())
