"""A figure with what belongs to it: caption, table, pictures, and its click action."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import html
from dashboard.charts import SHOWN_BARS, SHOWN_COLUMNS, Plotted, WorldMap
from dashboard.figures import spec_of, zoomed_config
from dashboard.filters import PARAMETERS, Filters, narrow, to_query
from dashboard.measures import Pivot
from dashboard.narration import figure_facts
from dashboard.report import Section
from dashboard.tables import Leads, label_leads, pivot_ids
from dashboard.ui import legend
from dashboard.ui.deferred import defer
from dashboard.ui.frame import link
from dashboard.ui.live.charts import Plot, show_plot, static_url
from dashboard.ui.page_charts import PageChart, charts_of
from dashboard.ui.picture_downloads import show_pictures
from dashboard.ui.state import View, go_to, prefer_session, set_control, set_filters
from dashboard.ui.table import show_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from streamlit.delta_generator import DeltaGenerator

    from dashboard.i18n import Translator

PLAIN_CHART = {"displayModeBar": False, "responsive": True}
ROWS_SHOWN = 2000
"""The most rows sent to the browser; searching finds the others."""


def charts_in_view(page: str, view: View) -> list[PageChart]:
    """Return the figures of a page under its controls, which must be shown before."""
    return charts_of(page, view, st.session_state.aa_controls)


def plot_of(view: View, shown: PageChart) -> Plot:
    """Return a figure with its legend above and its caption below."""
    chart, words = shown.chart, view.words
    size = "narrow" if view.phone else "wide"
    spec = spec_of(chart, words, view.palette, size, outlines_url())
    caption = " ".join((chart.caption, *what_is_cut(chart, words)))
    if chart.clickable:
        caption += " " + words("figure.click")
    below = _caption(view, chart.n, caption, shown.filters)
    config = zoomed_config(words) if isinstance(chart, WorldMap) else PLAIN_CHART
    above = legend.of_chart(chart, words)
    return Plot(shown.key, spec, chart.alt, config, above, below)


def what_is_cut(chart: Plotted, words: Translator) -> Iterator[str]:
    """Say how many rows and columns a page draws of how many, where it draws not all."""
    for name, whole, shown in (
        ("rows", chart.length, SHOWN_BARS),
        ("columns", chart.across, SHOWN_COLUMNS),
    ):
        if whole > shown:
            yield words(f"caption.cut_{name}", shown=shown, whole=whole)


def outlines_url() -> str:
    """Return the URL of the outlines of territories."""
    return static_url("world_geo.geojson")


def show_chart(view: View, shown: PageChart) -> None:
    """Show a figure; below it the link to its agreements, its table and its pictures.

    A click on a bar or marker filters by it, or opens its institution.
    """
    chart_view = replace(view, filters=shown.filters)

    def handle_click(values: list[str]) -> None:
        if values and values[0] == "institution":
            set_control("institution", values[1])
            go_to("institution")
        elif values:
            set_filters(narrow(chart_view.filters, values, view.edition))

    show_plot(plot_of(view, shown), handle_click)
    defer(partial(_show_details, view, shown))


def _show_details(current: View, shown: PageChart) -> None:
    view = replace(current, filters=shown.filters)
    chart = shown.chart
    if shown.filters != current.filters:
        _link_agreements(view, chart.n)
    label = view.words("table.show" if shown.has_table else "picture.show")
    if expander := open_expander(label, f"{shown.key}_table"):
        with expander:
            table = chart.table if shown.has_table else None
            if table is not None and chart.measure is not None:
                show_chart_table(view, table, shown)
            show_pictures(view, partial(_picture_section, shown), shown.key, chart.n)


def show_chart_table(view: View, table: pd.DataFrame, shown: PageChart) -> None:
    """Show the table of a figure; its rows lead to their agreements."""
    measure = shown.chart.measure
    leads: Leads = {}
    if measure is not None:
        ids = pivot_ids(measure) if isinstance(measure, Pivot) else measure.table
        leads = label_leads(table, ids, view.labels)
    key, label = f"{shown.key}_rows", shown.chart.alt
    show_table(view, table, key=key, label=label, leads=leads)


def _picture_section(shown: PageChart) -> Section:
    """Return what a picture of a figure shows, with all rows."""
    chart = shown.chart
    whole = chart.make_whole() if chart.make_whole else chart
    return Section(shown.key, "", shown.title, chart.alt, chart.caption, whole)


def open_expander(label: str, key: str) -> DeltaGenerator | None:
    """Show an expander and return it if it is open, else None.

    So its content is made and sent only when a reader opens it.
    """
    expander = st.expander(label, key=key, on_change=prefer_session)
    return expander if expander.open else None


def show_caption(view: View, n: int, caption: str, used: Filters | None = None) -> None:
    """Show the caption of a table of `n` agreements that belongs to no figure.

    `used` are its filters where they are not those of the page.
    """
    st.html(_caption(view, n, caption, view.filters if used is None else used))


def _caption(view: View, n: int, caption: str, used: Filters) -> str:
    """Return the caption of a figure or table as markup."""
    facts = figure_facts(n, used, view.labels, view.words, view.edition_name)
    return html.caption(caption, facts, repeated=used == view.filters)


def _link_agreements(view: View, n: int) -> None:
    """Show a link to agreements that are not those of the page."""
    if n and st.session_state.get("aa_page") != "agreements":
        query = dict.fromkeys(PARAMETERS.values(), "") | to_query(view.filters)
        link("agreements", view.words.count("figure.show_agreements", n), **query)
