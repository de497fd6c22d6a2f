"""Tables that are not figures, with their sentence and caption."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import html, tables
from dashboard.filters import Filters
from dashboard.measures import Measure, counts
from dashboard.report import Section
from dashboard.tables import row_leads
from dashboard.ui.figure import open_expander, show_caption
from dashboard.ui.state import View
from dashboard.ui.table import show_table


def show_section(
    view: View,
    section: Section,
    used: Filters,
    rows: pd.DataFrame | None = None,
) -> None:
    """Show a section with its sentence and caption, its table to be opened.

    Args:
        view: what the reader looks at.
        section: what is shown.
        used: the filters that the section uses.
        rows: the same table with ids, where a row leads to a filter or a profile.
    """
    words, key, table = view.words, section.key, section.whole_table()
    back = words("contents.back")
    st.html(html.section_head(section.title, anchor=f"aa-{key}", back=back))
    st.html(html.paragraph(section.headline, "reading"))
    show_caption(view, counts(view.edition, used).n, section.caption, used)
    if table is None:
        return
    leads = {} if rows is None else row_leads(rows, view.labels, words)
    if expander := open_expander(words.count("table.open", len(table)), f"{key}_list"):
        with expander:
            shown = replace(view, filters=used)
            show_table(shown, table, key=key, label=section.title, leads=leads)


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
    show_caption(view, measure.n, caption)
