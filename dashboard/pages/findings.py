"""Findings and repairs: what was changed by which rule, and what to check."""

from functools import partial

import streamlit as st

from dashboard import html, measures, narration, tables
from dashboard.figures import drawn, rule_figure
from dashboard.report import rule_bars
from dashboard.ui.cards import repair_cards, show_findings
from dashboard.ui.figure import (
    ROWS_SHOWN,
    Chart,
    folded,
    show_caption,
    show_figure,
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
rules = measures.repairs_by_rule(*chosen)
if rules.table.empty:
    st.html(html.paragraph(words("findings.no_repairs"), "notice"))
else:
    show_figure(
        view,
        Chart(
            drawn(rules, rule_figure, labels, words, view.palette),
            key="rules",
            title=words("findings.repairs"),
            reading=narration.ranking_sentence(
                rules.table, "rule", "rules", "repairs", labels, words
            ),
            measure=rules,
            caption=words("caption.repairs"),
            rows=rules.rows,
        ),
        table=partial(tables.rule_table, rules, view.edition, labels, words),
        drawing=partial(rule_bars, rules, labels, words),
    )
    title = words("findings.each_repair")
    if opened := folded(title, "each_repair"):
        with opened:
            listed = measures.repairs_listed(*chosen, most=ROWS_SHOWN)
            each = tables.labelled(listed.table, labels, words)
            show_table(view, each, key="repair_rows", label=title)
            caption = words("caption.each_repair")
            if listed.rows == ROWS_SHOWN:
                caption += " " + words("caption.first_rows", shown=ROWS_SHOWN)
            show_caption(view, listed, caption)
