"""Departments and exchange: our side, and where its agreements carry exchange."""

from functools import partial

import streamlit as st

from dashboard import html, measures, tables
from dashboard.report import department_bars, department_region_bars
from dashboard.ui.figure import show_figure
from dashboard.ui.frame import nothing_left, open_page
from dashboard.ui.page_charts import (
    SIDES,
    department_region_chart,
    side_chart,
    side_table,
)

view = open_page("departments")
words, labels = view.words, view.labels

if not nothing_left(view):
    measure = measures.agreements_by_department(view.edition, view.filters)
    if measure.table.empty:
        st.html(html.paragraph(words("departments.absent"), "notice"))
    for side in SIDES:
        if chart := side_chart(view, side):
            part = side_table(measure, side)
            lead = words(f"departments.{side}_lead")
            st.html(html.section_head(chart.title, lead))
            show_figure(
                view,
                chart,
                table=partial(tables.labelled, part, labels, words),
                drawing=partial(department_bars, part, labels, words),
            )

    st.html(
        html.section_head(
            words("departments.regions"), words("departments.regions_lead")
        )
    )
    if chart := department_region_chart(view):
        by_region = chart.measure
        show_figure(
            view,
            chart,
            table=partial(tables.department_region_table, by_region, labels, words),
            drawing=partial(department_region_bars, by_region.table, labels, words),
        )
    else:
        marks = measures.has_exchange(view.edition)
        none = "none_marked" if marks else "marks_absent"
        st.html(html.paragraph(words(f"departments.{none}"), "notice"))
