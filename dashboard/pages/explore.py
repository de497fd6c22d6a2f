"""Explore: a table of one's own; what stands down, what across, what is counted."""

from functools import partial

import streamlit as st

from dashboard import html, measures, tables
from dashboard.figures import drawn, line_figure, pivot_figure
from dashboard.measures import COUNTED, PIVOTED
from dashboard.report import pivot_drawing
from dashboard.ui.controls import NOTHING
from dashboard.ui.figure import Chart, Lid, show_chart, show_table
from dashboard.ui.frame import nothing_left, open_page
from dashboard.ui.picture_downloads import show_pictures
from dashboard.ui.state import choose

view = open_page("explore")
words, labels = view.words, view.labels
sides = [one for one in PIVOTED if one and not (one == "exchange" and labels.absent)]
units = [one for one in COUNTED if one not in labels.absent]

if not nothing_left(view):
    with st.container(key="aa-controls", horizontal=True, gap="medium"):
        rows = choose(
            "rows",
            words("explore.rows"),
            sides,
            lambda one: words(f"column.{PIVOTED[one]}"),
        )
        columns = choose(
            "columns",
            words("explore.columns"),
            [NOTHING, *(one for one in sides if one != rows)],
            lambda one: (
                words(f"column.{PIVOTED[one]}")
                if one in sides
                else words("explore.nothing")
            ),
        )
        counted = choose(
            "counted",
            words("explore.counted"),
            units,
            lambda one: words(f"column.{one}"),
        )
    across = "" if columns == NOTHING else columns
    made = measures.pivot(view.edition, view.filters, rows, across, counted)
    table = tables.pivot_table(made, labels, words)
    reading = words(
        "explore.reading",
        rows=words(f"column.{PIVOTED[rows]}"),
        counted=words(f"column.{counted}"),
    )
    draw = pivot_figure if across else line_figure
    drawing = partial(pivot_drawing, made, labels, words)
    chart = Chart(
        drawn(made, draw, labels, words, view.palette),
        key="pivot",
        title=words("explore.title"),
        reading=reading,
        measure=made,
        caption=tables.pivot_caption(made, words),
    )
    show = partial(show_pictures, view, chart.said(), drawing, made.n)
    show_chart(view, chart, Lid(words("picture.show"), "pivot_picture", show))
    st.html(html.section_head(words("explore.table")))
    show_table(view, table, key="pivot_rows", label=reading)
