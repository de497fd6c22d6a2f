"""Map: territories coloured by a count, institutions at their city."""

from functools import partial

import streamlit as st

from dashboard import html, measures, tables
from dashboard.report import territory_bars
from dashboard.ui.figure import Lid, ask_row, show_chart, show_table
from dashboard.ui.frame import nothing_left, open_page
from dashboard.ui.map_view import show_map
from dashboard.ui.page_charts import map_colors, map_views, territory_chart
from dashboard.ui.picture_downloads import show_pictures
from dashboard.ui.state import choose, stay

view = open_page("map")
words, labels = view.words, view.labels
chosen = (view.edition, view.filters)

if not nothing_left(view):
    with st.container(key="aa-controls", horizontal=True, gap="medium"):
        color = choose(
            "color",
            words("map.color"),
            map_colors(view),
            lambda one: words(f"unit.{one}"),
        )
        region = choose(
            "view",
            words("map.view"),
            map_views(view),
            lambda one: labels.tables["regions"].get(one) or words("map.world"),
        )
    show_map(view, color, region, markers=True)

    territories = measures.agreements_by_territory(*chosen)
    chart = territory_chart(view, color)
    st.html(html.section_head(chart.title))
    draw = partial(territory_bars, territories.table, color, labels, words)
    show = partial(show_pictures, view, chart.said(), draw, territories.n)
    show_chart(view, chart, Lid(words("picture.show"), "territories_table", show))

    names = [words("map.territories"), words("map.institutions")]
    one, two = st.tabs(names, key="map_lists", on_change=stay)
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
