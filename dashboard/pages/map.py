"""Map: territories coloured by a count, institutions at their city."""

import streamlit as st

from dashboard import html, measures, tables
from dashboard.ui.figure import ask_row, charts_in_view, show_chart, show_table
from dashboard.ui.frame import nothing_left, open_page
from dashboard.ui.page_charts import map_colors, map_views
from dashboard.ui.state import choose, prefer_session

view = open_page("map")
words, labels = view.words, view.labels
chosen = (view.edition, view.filters)

if not nothing_left(view):
    with st.container(key="aa-controls", horizontal=True, gap="medium"):
        choose(
            "color",
            words("map.color"),
            map_colors(view),
            lambda one: words(f"unit.{one}"),
        )
        choose(
            "view",
            words("map.view"),
            map_views(view),
            lambda one: labels.tables["regions"].get(one) or words("map.world"),
        )
    for place, chart in enumerate(charts_in_view("map", view)):
        if place:
            st.html(html.section_head(chart.title))
        show_chart(view, chart)

    territories = measures.agreements_by_territory(*chosen)
    names = [words("map.territories"), words("map.institutions")]
    one, two = st.tabs(names, key="map_lists", on_change=prefer_session)
    if one.open:
        with one:
            rows = tables.labelled(territories.table, labels, words)
            show_table(view, rows, key="territory_rows", label=names[0])
            ask_row(view, territories.table, "territories")
    if two.open:
        with two:
            institutions = measures.agreements_by_institution(*chosen).table
            rows = tables.labelled(institutions, labels, words)
            show_table(view, rows, key="institution_rows", label=names[1])
