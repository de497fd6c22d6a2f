"""Coverage: gaps in exchange, and what depends on few agreements."""

import streamlit as st

from dashboard import html, measures
from dashboard.charts import usable_filters
from dashboard.report import coverage_rows, sections_of
from dashboard.ui.figure import charts_in_view, show_chart
from dashboard.ui.frame import link, nothing_left, open_page
from dashboard.ui.listings import show_section
from dashboard.ui.state import choose

view = open_page("coverage")
words, labels = view.words, view.labels
chosen = (view.edition, view.filters)

if not nothing_left(view):
    found = sections_of(view.edition, "coverage", view.filters, labels, words)
    sections = {section.key: section for section in found}
    titles = [(f"aa-{key}", section.title) for key, section in sections.items()]
    with st.container(key="aa-titled-contents", horizontal=True):
        st.html(html.contents(words("contents.title"), titles))
        link("compare", words("compare.title"))
    st.html(html.paragraph(words("coverage.untold"), "note"))
    if gaps := sections.pop("coverage_gaps", None):
        st.html(html.section_head(gaps.title, anchor=f"aa-{gaps.key}"))
        choose(
            "by",
            words("coverage.by"),
            list(measures.GAP_DIMENSIONS),
            lambda level: words(f"column.{measures.GAP_DIMENSIONS[level]}"),
        )
        for chart in charts_in_view("coverage", view):
            st.html(html.paragraph(chart.chart.alt, "reading"))
            show_chart(view, chart)
    elif labels.absent:
        st.html(html.paragraph(words("departments.marks_absent"), "notice"))
    for key, section in sections.items():
        used = usable_filters(key, view.filters)
        show_section(view, section, used, coverage_rows(key, *chosen))
