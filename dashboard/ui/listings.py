"""Tables that are not figures, with their sentence and caption."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import html, tables
from dashboard.measures import Measure, counts
from dashboard.narration import figure_facts
from dashboard.report import Section
from dashboard.tables import row_leads
from dashboard.ui.figure import show_caption
from dashboard.ui.state import View
from dashboard.ui.table import show_table


def show_section(
    view: View, section: Section, rows: pd.DataFrame | None = None
) -> None:
    """Show the table of a section with its sentence and caption.

    Args:
        view: with the filters that the section uses.
        section: what is shown.
        rows: the same table with ids, where a row leads to a filter or a profile.
    """
    st.html(html.section_head(section.title))
    st.html(html.paragraph(section.headline, "reading"))
    table = section.whole_table()
    if table is not None:
        leads = {} if rows is None else row_leads(rows, view.labels, view.words)
        show_table(view, table, key=section.key, label=section.title, leads=leads)
    facts = figure_facts(
        counts(view.edition, view.filters).n,
        view.filters,
        view.labels,
        view.words,
        view.edition_name,
    )
    st.html(html.caption(section.caption, facts))


def show_listing(view: View, measure: Measure, title: str, caption: str) -> None:
    """Show the rows of a measure, and what it says nothing about."""
    words = view.words
    rows = tables.labelled(measure.table, view.labels, words)
    if measure.table.empty:
        st.html(html.paragraph(words("sentence.nothing"), "note"))
    else:
        leads = row_leads(measure.table, view.labels, words)
        show_table(view, rows, key=title, label=words(title), leads=leads)
    if measure.missing:
        caption += " " + words.count("caption.untold", measure.missing)
    show_caption(view, measure, caption)
