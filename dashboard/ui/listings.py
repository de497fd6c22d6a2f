"""Tables that are not figures, with their sentence, caption and download."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import html, tables
from dashboard.exports.tables import table_csv
from dashboard.filters import Filters
from dashboard.measures import Measure, counts
from dashboard.report import Section
from dashboard.ui.figure import ask_row, open_expander, show_caption, show_table
from dashboard.ui.state import View, go_to, set_control


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
    if expander := open_expander(words.count("table.open", len(table)), f"{key}_list"):
        with expander:
            show_table(view, table, key=key, label=section.title)
            with st.container(key=f"{key}_further", horizontal=True):
                offer_csv(view, table, key)
                if rows is not None:
                    _offer_rows(replace(view, filters=used), rows, key)


def _offer_rows(view: View, rows: pd.DataFrame, key: str) -> None:
    """Let the reader filter by a row, or open the profile of its institution."""
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
    show_caption(view, measure.n, caption)
    if not measure.table.empty:
        offer_csv(view, rows, title)


def offer_csv(view: View, table: pd.DataFrame, key: str) -> None:
    """Offer the download of a table as CSV."""
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
