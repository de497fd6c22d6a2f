"""Tables that are not figures, with their sentence, caption and download."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import html, tables
from dashboard.exports.tables import table_csv
from dashboard.measures import Measure, counts
from dashboard.narration import figure_facts
from dashboard.report import Section
from dashboard.ui.figure import ask_row, show_caption, show_table
from dashboard.ui.file_names import file_name
from dashboard.ui.state import View, go_to, set_control


def show_section(
    view: View, section: Section, rows: pd.DataFrame | None = None
) -> None:
    """Show the table of a section with its sentence, caption and download.

    Args:
        view: with the filters that the section uses.
        section: what is shown.
        rows: the same table with ids, where a row leads to a filter or a profile.
    """
    st.html(html.section_head(section.title))
    st.html(html.paragraph(section.headline, "reading"))
    table = section.whole_table()
    if table is not None:
        show_table(view, table, key=section.key, label=section.title)
    facts = figure_facts(
        counts(view.edition, view.filters).n,
        view.filters,
        view.labels,
        view.words,
        view.edition_name,
    )
    st.html(html.caption(section.caption, facts))
    if table is not None:
        offer_csv(view, table, section.key)
        if rows is not None:
            _offer_rows(view, rows, section.key)


def _offer_rows(view: View, rows: pd.DataFrame, key: str) -> None:
    """Let the reader filter by a row, or open the profile of its institution."""
    with st.container(key=f"{key}_further", horizontal=True):
        if rows.columns[0] != "institution_id":
            ask_row(view, rows, key)
        if "institution_id" in rows:
            _ask_profile(view, rows["institution_id"], key)


def _ask_profile(view: View, institutions: pd.Series, key: str) -> None:
    """Let the reader open the profile of an institution of a list."""
    chosen_key = f"{key}_profile"

    def open_profile() -> None:
        set_control("institution", st.session_state[chosen_key])
        go_to("institution")

    st.selectbox(
        view.words("institution.open"),
        [id_ for id_ in institutions.drop_duplicates() if id_],
        index=None,
        format_func=lambda id_: view.labels.of("institutions", id_),
        key=chosen_key,
        placeholder=view.words("institution.which_hint"),
        on_change=open_profile,
    )


def show_listing(view: View, measure: Measure, title: str, caption: str) -> None:
    """Show the rows of a measure, what it says nothing about, and a download."""
    words = view.words
    rows = tables.labelled(measure.table, view.labels, words)
    if measure.table.empty:
        st.html(html.paragraph(words("sentence.nothing"), "note"))
    else:
        show_table(view, rows, key=title, label=words(title))
    if measure.missing:
        caption += " " + words.count("caption.untold", measure.missing)
    show_caption(view, measure, caption)
    if not measure.table.empty:
        offer_csv(view, rows, title)


def offer_csv(view: View, table: pd.DataFrame, key: str) -> None:
    """Offer the download of a table as CSV."""
    st.download_button(
        view.words("table.take"),
        lambda: table_csv(table),
        file_name=file_name(view, "csv", key),
        mime="text/csv",
        key=f"{key}_csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )
