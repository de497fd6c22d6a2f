"""Coverage: gaps in exchange, what depends on few agreements, and a comparison."""

from dataclasses import replace

import streamlit as st

from dashboard import html, measures
from dashboard.charts import usable_filters
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
            lambda level: words(f"column.{measures.GAP_DIMENSIONS[level]}"),
        )
        for chart in charts_in_view("coverage", view):
            show_chart(view, chart)
    elif view.labels.absent:
        st.html(html.paragraph(words("departments.marks_absent"), "notice"))
    for section in sections.values():
        section_view = replace(view, filters=usable_filters(section.key, view.filters))
        show_section(section_view, section, coverage_rows(section.key, *chosen))
    show_comparison(view)
