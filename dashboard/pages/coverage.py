"""Coverage: where exchange has gaps, what hangs on little, and two sides compared."""

from dataclasses import replace

import streamlit as st

from dashboard import html, measures
from dashboard.charts import asked_with
from dashboard.report import coverage_rows, sections_of
from dashboard.ui.comparison import show_comparison
from dashboard.ui.figure import charts_in_view, show_chart
from dashboard.ui.frame import nothing_left, open_page
from dashboard.ui.listings import show_section
from dashboard.ui.state import choose

view = open_page("coverage")
words, labels = view.words, view.labels
chosen = (view.edition, view.filters)

if not nothing_left(view):
    st.html(html.paragraph(words("coverage.untold"), "text"))
    sections = {
        section.key: section
        for section in sections_of(
            view.edition, "coverage", view.filters, labels, words
        )
    }
    if sections.pop("coverage_gaps", None):
        st.html(html.section_head(words("coverage.gaps")))
        choose(
            "by",
            words("coverage.by"),
            list(measures.GAP_DIMENSIONS),
            lambda one: words(f"column.{measures.GAP_DIMENSIONS[one]}"),
        )
        for chart in charts_in_view("coverage", view):
            show_chart(view, chart)
    elif view.labels.absent:
        st.html(html.paragraph(words("departments.marks_absent"), "notice"))
    for section in sections.values():
        asked = replace(view, filters=asked_with(section.key, view.filters))
        show_section(asked, section, coverage_rows(section.key, *chosen))
    show_comparison(view)
