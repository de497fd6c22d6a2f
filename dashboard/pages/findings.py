"""Findings and repairs: what to check, and what was changed by which rule."""

import streamlit as st

from dashboard import html, measures, tables
from dashboard.ui.cards import repair_cards, show_findings
from dashboard.ui.figure import (
    ROWS_SHOWN,
    charts_in_view,
    open_expander,
    show_caption,
    show_chart,
    show_table,
)
from dashboard.ui.frame import open_page

view = open_page("findings")
words, labels = view.words, view.labels
chosen = (view.edition, view.filters)

st.html(html.cards(repair_cards(view)))

for severity in ("check", "note"):
    if measures.findings_counted(*chosen, severity):
        st.html(
            html.section_head(
                words(f"findings.{severity}"), words(f"findings.{severity}_lead")
            )
        )
        show_findings(view, severity)
if not measures.findings_counted(*chosen):
    st.html(html.paragraph(words("findings.nothing"), "notice"))

st.html(html.section_head(words("findings.repairs"), words("findings.repairs_lead")))
shown = charts_in_view("findings", view)
if not shown:
    st.html(html.paragraph(words("findings.no_repairs"), "notice"))
for chart in shown:
    show_chart(view, chart)
    title = words("findings.each_repair")
    if expander := open_expander(title, "each_repair"):
        with expander:
            listed = measures.repairs_listed(*chosen, most=ROWS_SHOWN)
            rows = tables.labelled(listed.table, labels, words)
            show_table(view, rows, key="repair_rows", label=title)
            caption = words("caption.each_repair")
            if listed.rows == ROWS_SHOWN:
                caption += " " + words("caption.first_rows", shown=ROWS_SHOWN)
            show_caption(view, listed.n, caption)
