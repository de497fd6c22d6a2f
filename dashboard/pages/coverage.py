"""Coverage: where exchange has gaps, what hangs on little, and two sides compared."""

from dataclasses import replace

import streamlit as st

from dashboard import html, measures
from dashboard.figures import drawn, gap_figure
from dashboard.report import (
    asked_with,
    coverage_rows,
    gap_section,
    sections_of,
)
from dashboard.ui.comparison import show_comparison
from dashboard.ui.figure import Chart, show_figure
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
    gaps = sections.pop("coverage_gaps", None)
    if gaps:
        st.html(html.section_head(gaps.title))
        by = choose(
            "by",
            words("coverage.by"),
            ("region", "territory"),
            lambda one: words(f"column.{measures.PLACES[one]}"),
        )
        asked = replace(view, filters=asked_with(gaps.key, view.filters))
        measure = measures.exchange_gaps(view.edition, asked.filters, by)
        place = measures.PLACES[by]
        gaps = gap_section(measure, place, view.filters, labels, words)
        show_figure(
            asked,
            Chart(
                drawn(measure, gap_figure, place, labels, words, view.palette),
                key="gaps",
                title=gaps.title,
                reading=gaps.headline,
                measure=measure,
                caption=gaps.caption,
                rows=gaps.table.shape[0],
            ),
            table=lambda: gaps.table,
            drawing=lambda: gaps.drawing,
        )
    elif not measures.has_exchange(view.edition):
        st.html(html.paragraph(words("departments.marks_absent"), "notice"))
    for section in sections.values():
        asked = replace(view, filters=asked_with(section.key, view.filters))
        show_section(asked, section, coverage_rows(section.key, *chosen))
    show_comparison(view)
