"""Regions and types: region by agreement type, as counts and as shares."""

import streamlit as st

from dashboard import html, measures
from dashboard.ui.figure import charts_in_view, show_chart
from dashboard.ui.frame import nothing_left, open_page
from dashboard.ui.page_charts import REGION_TYPE_UNITS
from dashboard.ui.state import choose
from dashboard.ui.table import show_measure

view = open_page("regions_types")
words = view.words
chosen = (view.edition, view.filters)

if not nothing_left(view):
    choose(
        "unit",
        words("regions_types.unit"),
        REGION_TYPE_UNITS,
        lambda unit: words(f"unit.{unit}"),
    )
    for chart in charts_in_view("regions_types", view):
        st.html(html.section_head(chart.title))
        show_chart(view, chart)

    st.html(html.section_head(words("regions_types.regions")))
    regions = measures.agreements_by_region(*chosen)
    title = words("regions_types.regions")
    show_measure(view, regions.table, "region_rows", title)
    st.html(html.section_head(words("regions_types.types")))
    types = measures.agreements_by_type(*chosen).table
    show_measure(view, types, "type_rows", words("regions_types.types"))
