"""Departments and exchange: our side, and where its agreements carry exchange."""

from functools import partial

import streamlit as st

from dashboard import markup, measures, tables
from dashboard.pages._figure import show_figure
from dashboard.pages._figures import (
    SIDES,
    department_region_chart,
    side_chart,
    side_table,
)
from dashboard.pages._frame import nothing_left, open_page
from dashboard.report import department_bars, department_region_bars

view = open_page("departments")
words, labels = view.words, view.labels

if not nothing_left(view):
    measure = measures.agreements_by_department(view.edition, view.filters)
    if measure.table.empty:
        st.html(markup.paragraph(words("departments.absent"), "notice"))
    for side in SIDES:
        if chart := side_chart(view, side):
            part = side_table(measure, side)
            lead = words(f"departments.{side}_lead")
            st.html(markup.section_head(chart.title, lead))
            show_figure(
                view,
                chart,
                table=partial(tables.labelled, part, labels, words),
                drawing=partial(department_bars, part, labels, words),
            )

    st.html(
        markup.section_head(
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
        st.html(markup.paragraph(words(f"departments.{none}"), "notice"))
