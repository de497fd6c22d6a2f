"""Overview: how many agreements, where, of which type, and what to check."""

import streamlit as st

from dashboard import charts, html, measures, narration
from dashboard.ui.figure import charts_in_view, show_chart
from dashboard.ui.frame import link, nothing_left, open_page
from dashboard.ui.table import show_measure

view = open_page("overview")
words, labels = view.words, view.labels
chosen = (view.edition, view.filters)

if not nothing_left(view):
    totals = measures.counts(*chosen)
    regions = measures.agreements_by_region(*chosen)
    st.html(html.cards(charts.headline_cards(*chosen, labels, words).cards))
    st.html(
        html.paragraph(
            narration.overview_sentence(totals, regions, labels, words), "reading"
        )
    )
    further = (("map", "overview.to_map"), ("regions_types", "overview.to_types"))
    shown = charts_in_view("overview", view)
    for chart, (page, label) in zip(shown, further, strict=True):
        st.html(html.section_head(chart.title))
        show_chart(view, chart)
        link(page, words(label))

st.html(html.section_head(words("overview.findings"), words("overview.findings_lead")))
findings = measures.findings_by_code(*chosen)
if findings.table.empty:
    st.html(html.paragraph(words("findings.nothing"), "notice"))
else:
    show_measure(view, findings.table, "finding_rows", words("overview.findings"))
link("findings", words("overview.to_findings"))
