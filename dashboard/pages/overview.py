"""Overview: how many agreements, where, of which type, and what to check."""

import streamlit as st

from dashboard import charts, html, measures, narration
from dashboard.ui.figure import charts_in_view, show_chart
from dashboard.ui.frame import link, nothing_left, open_page
from dashboard.ui.state import View
from dashboard.ui.table import show_measure


def _lead(view: View) -> str:
    """Say the numbers in a sentence."""
    totals = measures.counts(view.edition, view.filters)
    if totals.empty:
        return view.words("overview.lead")
    regions = measures.agreements_by_region(view.edition, view.filters)
    return narration.overview_sentence(totals, regions, view.labels, view.words)


view = open_page("overview", lead=_lead)
words, labels = view.words, view.labels
chosen = (view.edition, view.filters)

if not nothing_left(view):
    cards = charts.headline_cards(*chosen, labels, words).cards
    st.html(html.low_cards(cards, words("overview.counting")))
    further = (("map", "overview.to_map"), ("regions_types", "overview.to_types"))
    shown = charts_in_view("overview", view)
    with st.container(key="aa-pair"):
        columns = st.columns((3, 2), gap="medium")
        for column, chart, (page, label) in zip(columns, shown, further, strict=True):
            with column:
                with st.container(key=f"aa-titled-{chart.key}", horizontal=True):
                    st.html(html.section_head(chart.title))
                    link(page, words(label))
                show_chart(view, chart)
    title = words("regions_types.regions")
    st.html(html.section_head(title))
    regions = measures.agreements_by_region(*chosen).table
    show_measure(view, regions, "region_rows", title)

st.html(html.section_head(words("overview.findings"), words("overview.findings_lead")))
findings = measures.findings_by_code(*chosen)
if findings.table.empty:
    st.html(html.paragraph(words("findings.nothing"), "notice"))
else:
    show_measure(view, findings.table, "finding_rows", words("overview.findings"))
link("findings", words("overview.to_findings"))
