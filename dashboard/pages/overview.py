"""Overview: how many, where, of which kind, and what needs a person's eye."""

from functools import partial

import streamlit as st

from dashboard import html, measures, narration, tables
from dashboard.report import region_type_bars
from dashboard.ui.cards import headline, small_table
from dashboard.ui.figure import show_figure
from dashboard.ui.frame import link, nothing_left, open_page
from dashboard.ui.map_view import show_map
from dashboard.ui.page_charts import region_type_chart

view = open_page("overview")
words, labels = view.words, view.labels
chosen = (view.edition, view.filters)

if not nothing_left(view):
    totals = measures.counts(*chosen)
    regions = measures.agreements_by_region(*chosen)
    st.html(headline(totals, labels, words))
    st.html(
        html.paragraph(
            narration.overview_sentence(totals, regions, labels, words), "reading"
        )
    )

    st.html(html.section_head(words("overview.map")))
    show_map(view, "agreements", "world", markers=False)
    link("map", words("overview.to_map"))

    st.html(html.section_head(words("overview.types")))
    chart = region_type_chart(view)
    measure = chart.measure
    show_figure(
        view,
        chart,
        table=partial(tables.region_type_table, measure, labels, words),
        drawing=partial(region_type_bars, measure, "agreements", labels, words),
    )
    link("regions_types", words("overview.to_types"))

st.html(html.section_head(words("overview.findings"), words("overview.findings_lead")))
found = measures.findings_by_code(*chosen)
if found.table.empty:
    st.html(html.paragraph(words("findings.nothing"), "notice"))
else:
    st.html(small_table(found.table, labels, words, words("overview.findings")))
link("findings", words("overview.to_findings"))
