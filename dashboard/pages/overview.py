"""Overview: how many, where, of which kind, and what needs a person's eye."""

import streamlit as st

from dashboard import charts, markup, measures, sentences
from dashboard.pages._figure import charts_in_view, show_chart
from dashboard.pages._frame import link, nothing_left, open_page
from dashboard.pages._parts import small_table

view = open_page("overview")
words, labels = view.words, view.labels
chosen = (view.edition, view.filters)

if not nothing_left(view):
    totals = measures.counts(*chosen)
    regions = measures.agreements_by_region(*chosen)
    st.html(markup.cards(charts.headline_cards(*chosen, labels, words).cards))
    st.html(
        markup.paragraph(
            sentences.overview_sentence(totals, regions, labels, words), "reading"
        )
    )
    further = (("map", "overview.to_map"), ("regions_types", "overview.to_types"))
    shown = charts_in_view("overview", view)
    for chart, (page, label) in zip(shown, further, strict=True):
        st.html(markup.section_head(chart.title))
        show_chart(view, chart)
        link(page, words(label))

st.html(
    markup.section_head(words("overview.findings"), words("overview.findings_lead"))
)
found = measures.findings_by_code(*chosen)
if found.table.empty:
    st.html(markup.paragraph(words("findings.nothing"), "notice"))
else:
    st.html(small_table(found.table, labels, words, words("overview.findings")))
link("findings", words("overview.to_findings"))
