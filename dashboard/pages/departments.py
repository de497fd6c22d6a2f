"""Departments and exchange: agreements by department, and where they have exchange."""

import streamlit as st

from dashboard import html, measures
from dashboard.ui.figure import charts_in_view, show_chart
from dashboard.ui.frame import nothing_left, open_page

view = open_page("departments")
words = view.words

if not nothing_left(view):
    measure = measures.agreements_by_department(view.edition, view.filters)
    if measure.table.empty:
        st.html(html.paragraph(words("departments.absent"), "notice"))
    shown = charts_in_view("departments", view)
    for chart in shown:
        st.html(html.section_head(chart.title, chart.lead))
        show_chart(view, chart)
    if "department_region" not in [chart.key for chart in shown]:
        title, lead = words("departments.regions"), words("departments.regions_lead")
        st.html(html.section_head(title, lead))
        reason = "marks_absent" if view.labels.absent else "none_marked"
        st.html(html.paragraph(words(f"departments.{reason}"), "notice"))
