"""Regions and types: region by agreement type, as counts and as shares."""

from functools import partial

import streamlit as st

from dashboard import html, measures, tables
from dashboard.report import region_type_bars
from dashboard.ui.cards import small_table
from dashboard.ui.figure import show_figure
from dashboard.ui.frame import nothing_left, open_page
from dashboard.ui.page_charts import REGION_TYPE_UNITS, count_chart, share_chart
from dashboard.ui.state import choose

view = open_page("regions_types")
words, labels = view.words, view.labels
chosen = (view.edition, view.filters)

if not nothing_left(view):
    unit = choose(
        "unit",
        words("regions_types.unit"),
        REGION_TYPE_UNITS,
        lambda one: words(f"unit.{one}"),
    )
    measure = measures.region_by_type(*chosen, unit)
    table = partial(tables.region_type_table, measure, labels, words)
    for chart, counted in (
        (count_chart(view, unit), unit),
        (share_chart(view, unit), "share"),
    ):
        st.html(html.section_head(chart.title))
        draw = partial(region_type_bars, measure, counted, labels, words)
        show_figure(view, chart, table=table, drawing=draw)

    st.html(html.section_head(words("regions_types.regions")))
    regions = measures.agreements_by_region(*chosen)
    title = words("regions_types.regions")
    st.html(small_table(regions.table, labels, words, title))
    st.html(html.section_head(words("regions_types.types")))
    types = measures.agreements_by_type(*chosen).table
    st.html(small_table(types, labels, words, words("regions_types.types")))
