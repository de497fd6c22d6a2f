"""Explore: a pivot table whose rows, columns and unit the reader chooses."""

import streamlit as st

from dashboard import html
from dashboard.measures import PIVOTED
from dashboard.ui.controls import NOTHING
from dashboard.ui.figure import charts_in_view, show_chart, show_chart_table
from dashboard.ui.frame import nothing_left, open_page
from dashboard.ui.page_charts import pivot_columns, pivot_rows, pivot_units
from dashboard.ui.state import choose

view = open_page("explore")
words = view.words


def name(side: str) -> str:
    """Return the label of a choice of rows or columns."""
    if side == NOTHING:
        return words("explore.nothing")
    return words(f"column.{PIVOTED[side]}")


if not nothing_left(view):
    with st.container(key="aa-controls", horizontal=True, gap="medium"):
        rows = choose("rows", words("explore.rows"), pivot_rows(view), name)
        columns = pivot_columns(view, rows)
        choose("columns", words("explore.columns"), columns, name)
        choose(
            "counted",
            words("explore.counted"),
            pivot_units(view),
            lambda unit: words(f"column.{unit}"),
        )
    for shown in charts_in_view("explore", view):
        show_chart(view, shown)
        st.html(html.section_head(words("explore.table")))
        table = shown.chart.table
        if table is not None:
            show_chart_table(view, table, shown)
