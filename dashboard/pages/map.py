"""Map: territories coloured by a count, institutions at their city, both as tables."""

import streamlit as st

from dashboard import html, measures
from dashboard.ui.figure import charts_in_view, show_chart
from dashboard.ui.frame import nothing_left, open_page
from dashboard.ui.page_charts import map_colors, map_views
from dashboard.ui.state import choose, prefer_session
from dashboard.ui.table import show_measure

view = open_page("map")
words, labels = view.words, view.labels
chosen = (view.edition, view.filters)

if not nothing_left(view):
    with st.container(key="aa-controls", horizontal=True, gap="medium"):
        choose(
            "color",
            words("map.color"),
            map_colors(view),
            lambda unit: words(f"unit.{unit}"),
        )
        choose(
            "view",
            words("map.view"),
            map_views(view),
            lambda region: labels.tables["regions"].get(region) or words("map.world"),
        )
    for index, chart in enumerate(charts_in_view("map", view)):
        if index:
            st.html(html.section_head(chart.title))
        show_chart(view, chart)

    territories = measures.agreements_by_territory(*chosen)
    names = [words("map.territories"), words("map.institutions")]
    territories_tab, institutions_tab = st.tabs(
        names, key="map_lists", on_change=prefer_session
    )
    if territories_tab.open:
        with territories_tab:
            show_measure(view, territories.table, "territory_rows", names[0])
    if institutions_tab.open:
        with institutions_tab:
            institutions = measures.agreements_by_institution(*chosen).table
            show_measure(view, institutions, "institution_rows", names[1])
