"""Findings and repairs: what to check, and what was changed by which rule."""

import streamlit as st

from dashboard import html, measures
from dashboard.ui.cards import repair_cards, show_findings
from dashboard.ui.figure import (
    ROWS_SHOWN,
    charts_in_view,
    open_expander,
    show_caption,
    show_chart,
)
from dashboard.ui.frame import open_page
from dashboard.ui.read_list.settling import show_answers, show_record
from dashboard.ui.table import show_measure

view = open_page("findings")
words = view.words
chosen = (view.edition, view.filters)

st.html(html.low_cards(repair_cards(view), words("overview.counting")))
kinds = [kind for kind in ("check", "note") if measures.findings_counted(*chosen, kind)]
sections = [(f"aa-{name}", words(f"findings.{name}")) for name in (*kinds, "repairs")]
show_answers(view)
st.html(html.contents(words("contents.title"), sections))
back = words("contents.back")

for severity in kinds:
    title, lead = (words(f"findings.{severity}{end}") for end in ("", "_lead"))
    st.html(html.section_head(title, lead, anchor=f"aa-{severity}", back=back))
    show_findings(view, severity)
show_record(view)
if not measures.findings_counted(*chosen):
    st.html(html.paragraph(words("findings.nothing"), "notice"))

title, lead = words("findings.repairs"), words("findings.repairs_lead")
st.html(html.section_head(title, lead, anchor="aa-repairs", back=back))
shown = charts_in_view("findings", view)
if not shown:
    st.html(html.paragraph(words("findings.no_repairs"), "notice"))
for chart in shown:
    show_chart(view, chart)
    title = words("findings.each_repair")
    if expander := open_expander(title, "each_repair"):
        with expander:
            listed = measures.repairs_listed(*chosen, most=ROWS_SHOWN)
            show_measure(view, listed.table, "repair_rows", title)
            caption = words("caption.each_repair")
            if listed.rows == ROWS_SHOWN:
                caption += " " + words("caption.first_rows", shown=ROWS_SHOWN)
            show_caption(view, listed.n, caption)
