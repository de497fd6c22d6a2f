"""Plain lists: with their sentence, what they can't tell, and a way to take them along."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import markup, tables
from dashboard.exports.tables import table_csv
from dashboard.measures import Measure, counts
from dashboard.pages._frame import show_caption, show_table
from dashboard.pages._view import View
from dashboard.report import Section
from dashboard.sentences import figure_facts


def show_section(view: View, section: Section) -> None:
    """A list with its sentence, what it can't tell, and a way to take it along."""
    st.html(markup.section_head(section.title))
    st.html(markup.paragraph(section.headline, "reading"))
    if section.table is not None:
        show_table(view, section.table, key=section.key, label=section.title)
    facts = figure_facts(
        counts(view.edition, view.filters).n,
        view.filters,
        view.labels,
        view.words,
        view.edition_name,
    )
    st.html(markup.caption(section.caption, facts))
    if section.table is not None:
        offer_csv(view, section.table, section.key)


def show_listing(view: View, measure: Measure, title: str, caption: str) -> None:
    """The rows of a measure, how many it can't tell about, and a way to take it along."""
    words = view.words
    rows = tables.labelled(measure.table, view.labels, words)
    if measure.table.empty:
        st.html(markup.paragraph(words("sentence.nothing"), "note"))
    else:
        show_table(view, rows, key=title, label=words(title))
    if measure.untold:
        caption += " " + words.count("caption.untold", measure.untold)
    show_caption(view, measure, caption)
    if not measure.table.empty:
        offer_csv(view, rows, title)


def offer_csv(view: View, table: pd.DataFrame, key: str) -> None:
    """Let the reader take a table along."""
    st.download_button(
        view.words("table.take"),
        lambda: table_csv(table),
        file_name=f"{key.replace('.', '-')}-{view.words.lang}.csv",
        mime="text/csv",
        key=f"{key}_csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )
