"""Parts that several pages show: headline cards, findings, source."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import markup, measures, tables
from dashboard.charts import Card
from dashboard.kept import once_per_thing
from dashboard.labels import Labels
from dashboard.pages._frame import link
from dashboard.pages._view import View
from dashboard.words import Words

FINDINGS_SHOWN = 100


@once_per_thing
def small_table(table: pd.DataFrame, labels: Labels, words: Words, label: str) -> str:
    """A short table of a measure as people read it."""
    return markup.table(tables.labelled(table, labels, words), words, label)


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
    chosen = (view.edition, view.filters, severity)
    shown = measures.findings_listed(*chosen, most).table
    if shown.empty:
        st.html(markup.paragraph(words("findings.nothing"), "notice"))
        return
    for code, rows in shown.groupby("code", sort=False, observed=True):
        st.html(markup.minor_head(labels.of("codes", str(code))))
        for row in rows.to_dict("records"):
            place = str(row["source_row"])
            said = row[f"text_{words.lang}"], words("findings.place", row=place)
            st.html(markup.doubt(*said, row["line"]))
            if row["agreement_id"]:
                label = words("findings.to_agreement", row=place)
                link("agreements", label, agreement=row["agreement_id"])
    left = measures.findings_counted(*chosen) - len(shown)
    if left:
        st.html(markup.paragraph(words.count("findings.more", left), "note"))
