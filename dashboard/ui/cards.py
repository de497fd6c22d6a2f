"""Parts that several pages show: cards of repairs, lists of findings."""

from __future__ import annotations

import streamlit as st

from dashboard import html, measures
from dashboard.charts import Card
from dashboard.i18n import Translator
from dashboard.ui.frame import link
from dashboard.ui.read_list.settling import offer_answer, show_asked
from dashboard.ui.state import View

FINDINGS_SHOWN = 100


def repair_cards(view: View) -> list[Card]:
    """Return the cards that count findings and repairs."""
    words = view.words
    row = measures.repair_counts(view.edition, view.filters).table.iloc[0]
    return [
        Card(
            words(f"card.{name}"),
            words.number(int(row[name])),
            words.count(f"unit_after.{name}", int(row[name])),
            words(f"card.{name}_meaning"),
        )
        for name in ("checks", "notes", "repaired_rows", "repairs")
    ]


def finding_place(source_row: int, words: Translator) -> str:
    """Return where a finding is: its row, or the whole list."""
    if not source_row:
        return words("findings.whole_list")
    return words("findings.place", row=str(source_row))


def show_findings(view: View, severity: str, most: int = FINDINGS_SHOWN) -> None:
    """List findings, each with its source line and a link to its agreement."""
    words, labels = view.words, view.labels
    chosen = (view.edition, view.filters, severity)
    shown = measures.findings_listed(*chosen, most).table
    if shown.empty:
        st.html(html.paragraph(words("findings.nothing"), "notice"))
        return
    for code, rows in shown.groupby("code", sort=False, observed=True):
        st.html(html.minor_head(labels.of("codes", str(code))))
        for row in rows.to_dict("records"):
            number = str(row["source_row"])
            text = row[f"text_{words.lang}"]
            position = finding_place(int(row["source_row"]), words)
            st.html(html.finding_with_line(text, position, row["line"]))
            finding_id = str(row["finding_id"])
            with st.container(key=f"aa-finding-{finding_id}", horizontal=True):
                if severity == "check":
                    offer_answer(view, finding_id)
                if row["agreement_id"]:
                    label = words("findings.to_agreement", row=number)
                    link("agreements", label, agreement=row["agreement_id"])
            show_asked(view, finding_id)
    left = measures.findings_counted(*chosen) - len(shown)
    if left:
        st.html(html.paragraph(words.count("findings.more", left), "note"))
