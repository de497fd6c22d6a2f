"""Parts that several pages show: headline cards, findings, source."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dashboard import markup, measures
from dashboard.markup import Card
from dashboard.pages._view import View, url_query

FINDINGS_SHOWN = 200


def repair_cards(view: View) -> list[Card]:
    """Repairs and findings side by side."""
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


def show_findings(view: View, severity: str, most: int = FINDINGS_SHOWN) -> None:
    """List findings, each with its source line and a link to its agreement."""
    words, labels = view.words, view.labels
    found = measures.findings_listed(view.edition, view.filters, severity)
    shown = found.table.head(most)
    if shown.empty:
        st.html(markup.paragraph(words("findings.nothing"), "notice"))
        return
    for code, rows in shown.groupby("code", sort=False):
        st.html(markup.minor_head(labels.of("codes", str(code))))
        items = [
            markup.Doubt(
                text=row[f"text_{words.lang}"],
                place=words("findings.place", row=str(row["source_row"])),
                line=row["line"],
                link=agreement_link(row["agreement_id"]),
                link_label=words("findings.to_agreement"),
            )
            for row in rows.to_dict("records")
        ]
        st.html(markup.doubts(items))
    left = len(found.table) - len(shown)
    if left:
        st.html(markup.paragraph(words.count("findings.more", left), "note"))


def agreement_link(agreement_id: str) -> str:
    """The address of one agreement, in this language and with these filters."""
    if not agreement_id:
        return ""
    return "agreements?" + urlencode({**url_query(), "agreement": agreement_id})
