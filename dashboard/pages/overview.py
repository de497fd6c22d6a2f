"""Overview: how many, where, of which kind, and what needs a person's eye."""

from functools import partial

import streamlit as st

from dashboard import markup, measures, sentences, tables
from dashboard.pages._figure import show_figure
from dashboard.pages._figures import region_type_chart
from dashboard.pages._frame import link, nothing_left, open_page
from dashboard.pages._map import show_map
from dashboard.pages._parts import headline, small_table
from dashboard.report import region_type_bars

view = open_page("overview")
words, labels = view.words, view.labels
chosen = (view.edition, view.filters)

if not nothing_left(view):
    totals = measures.counts(*chosen)
    regions = measures.agreements_by_region(*chosen)
    st.html(headline(totals, labels, words))
    st.html(
        markup.paragraph(
            sentences.overview_sentence(totals, regions, labels, words), "reading"
        )
    )

    st.html(markup.section_head(words("overview.map")))
    show_map(view, "agreements", "world", markers=False)
    link("map", words("overview.to_map"))

    st.html(markup.section_head(words("overview.types")))
    chart = region_type_chart(view)
    measure = chart.measure
    show_figure(
        view,
        chart,
        table=partial(tables.region_type_table, measure, labels, words),
        drawing=partial(region_type_bars, measure, "agreements", labels, words),
    )
    link("regions_types", words("overview.to_types"))

st.html(
    markup.section_head(words("overview.findings"), words("overview.findings_lead"))
)
found = measures.findings_by_code(*chosen)
if found.table.empty:
    st.html(markup.paragraph(words("findings.nothing"), "notice"))
else:
    st.html(small_table(found.table, labels, words, words("overview.findings")))
link("findings", words("overview.to_findings"))
