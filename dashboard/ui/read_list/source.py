"""A reader's list as printed beside its reading, and its downloads."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import html, tables
from dashboard.exports.tables import agreements_csv, agreements_xlsx
from dashboard.filters import Filters
from dashboard.source import (
    cell_signs,
    printed_rows,
    reading_of_rows,
    row_signs,
)
from dashboard.ui.file_names import file_name
from dashboard.ui.state import View
from dashboard.ui.upload import Upload
from pipeline import write_decisions

ROWS_PER_PAGE = 50
XLSX_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_source(view: View) -> None:
    """Show the source as printed beside its reading, row for row."""
    words, edition = view.words, view.edition
    signs = row_signs(edition)
    rows = list(edition.grid.numbers)
    if signs and st.checkbox(words("read.only_signs"), key="aa_only_signs"):
        rows = [number for number in rows if number in signs]
    pages = (len(rows) - 1) // ROWS_PER_PAGE + 1
    page = 1
    if pages > 1:
        page = st.number_input(
            words("read.page", pages=pages, rows=ROWS_PER_PAGE, all=len(rows)),
            1,
            pages,
            key=f"aa_source_page_{pages}",
        )
    rows = rows[(int(page) - 1) * ROWS_PER_PAGE : int(page) * ROWS_PER_PAGE]
    st.html(html.paragraph(words("read.signs")))
    left, right = st.columns(2)
    with left:
        show_printed(view, rows, signs)
    with right:
        show_reading(view, rows)


def show_printed(
    view: View, rows: list[int], signs: dict[int, str], highlighted: int = 0
) -> None:
    """Show rows as printed, with their changed and doubtful cells marked."""
    words = view.words
    printed = printed_rows(view.edition, rows, signs)
    cells = cell_signs(view.edition, rows)
    st.html(html.minor_head(words("read.printed")))
    st.html(
        html.source_table(printed, cells, words, words("read.printed"), highlighted)
    )


def show_reading(view: View, rows: list[int]) -> None:
    """Show the reading of the same rows."""
    words = view.words
    reading = tables.labelled(reading_of_rows(view.edition, rows), view.labels, words)
    st.html(html.minor_head(words("read.reading")))
    st.html(html.table(reading, words, words("read.reading"), "aa-source"))


def show_downloads(view: View, upload: Upload) -> None:
    """Offer the downloads of the clean list and the decisions."""
    words, edition = view.words, view.edition
    clean = replace(view, filters=Filters())  # every row, whatever is chosen
    st.html(html.paragraph(words("read.away_lead")))
    st.download_button(
        words("read.clean_xlsx"),
        lambda: agreements_xlsx(edition, words("read.sheet")),
        file_name=file_name(clean, "xlsx", "agreements"),
        mime=XLSX_MIME,
        key="aa_clean_xlsx",
        type="primary",
        on_click="ignore",
    )
    st.download_button(
        words("read.clean_csv"),
        lambda: agreements_csv(edition),
        file_name=file_name(clean, "csv", "agreements"),
        mime="text/csv",
        key="aa_clean_csv",
        on_click="ignore",
    )
    offer_decisions(view, upload)


def offer_decisions(view: View, upload: Upload) -> None:
    """Offer the download of the decisions as a record that can be brought again."""
    words, decisions = view.words, upload.decisions
    whole = replace(view, filters=Filters())
    st.download_button(
        words("read.decisions_csv"),
        lambda: write_decisions(decisions).encode("utf-8-sig"),
        file_name=file_name(whole, "csv", "decisions"),
        mime="text/csv",
        key="aa_decisions_csv",
        on_click="ignore",
        disabled=not decisions,
    )
