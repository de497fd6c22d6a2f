"""Parts that several pages show: headline cards, findings, source."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dashboard import markup, measures
from dashboard.markup import Card
from dashboard.measures import Measure
from dashboard.pages._view import View, url_query

FINDINGS_SHOWN = 200
MAY_BE_UNKNOWN = ("obtained_from", "obtained_on", "licence")


def headline_cards(view: View, totals: Measure) -> list[Card]:
    """The three counts side by side, then the share marked for exchange."""
    words, row = view.words, totals.table.iloc[0]
    shown = []
    for name, term, unit in (
        ("agreements", "agreement", words("card.agreements_unit")),
        ("institutions", "institution", words("card.institutions_unit")),
        (
            "territories",
            "territory",
            words.count("card.territories_unit", int(row["regions"])),
        ),
    ):
        meaning = words.glossary[term].definition
        label = words(f"column.{name}")
        shown.append(Card(label, words.number(int(row[name])), unit, meaning))
    if measures.has_exchange(view.edition):
        word = words.glossary["exchange_marked"]
        context = words(
            "card.marked", marked=int(row["marked"]), agreements=int(row["agreements"])
        )
        share = words.percent(float(row["marked_share"]))
        shown.append(Card(words("column.marked"), share, context, word.definition))
    return shown


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


def source_facts(view: View) -> list[tuple[str, str]]:
    """What is known about where the list comes from."""
    words, about = view.words, view.edition.about
    named = {
        "title_is": view.edition.title[words.lang],
        "publisher": about.get(f"publisher_{words.lang}", ""),
        "edition": view.edition_name,
        "obtained_from": about.get(f"obtained_from_{words.lang}")
        or about.get("obtained_from", ""),
        "obtained_on": about.get("obtained_on", ""),
        "file": about.get("file", ""),
        "sha256": about.get("sha256", ""),
        "licence": about.get(f"licence_{words.lang}") or about.get("licence", ""),
        "pipeline_version": about.get("pipeline_version", ""),
        "note": about.get(f"note_{words.lang}", ""),
    }
    return [
        (
            words(f"about.{name}"),
            text if known(text) else words(f"about.{name}_unknown"),
        )
        for name, text in named.items()
        if known(text) or name in MAY_BE_UNKNOWN
    ]


def known(text: str) -> bool:
    """Whether an edition says anything there."""
    return bool(text) and not text.startswith("unknown")
