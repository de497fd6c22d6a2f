"""A reader's list as printed beside its reading, its columns, and ways to take it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import markup, tables
from dashboard.exports.tables import agreements_csv, agreements_xlsx
from dashboard.pages._intake import attempt
from dashboard.pages._upload import Upload
from dashboard.pages._view import View
from dashboard.source import (
    cell_signs,
    column_examples,
    printed_rows,
    reading_of_rows,
)
from pipeline import write_decisions
from pipeline.model import ROLES

ROWS = 50
ROLE_CHOICES = (*ROLES, "other")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_source(view: View) -> None:
    """The source as printed and, beside it, what was read."""
    words = view.words
    pages = (len(view.edition.grid.numbers) - 1) // ROWS + 1
    page = 1
    if pages > 1:
        page = st.number_input(
            words("read.page", pages=pages), 1, pages, key="aa_source_page"
        )
    printed = printed_rows(view.edition, (int(page) - 1) * ROWS, ROWS)
    rows = printed["row"].tolist()
    signs = cell_signs(view.edition, rows)
    st.html(markup.paragraph(words("read.signs")))
    left, right = st.columns(2)
    with left:
        st.html(markup.minor_head(words("read.printed")))
        st.html(markup.source_table(printed, signs, words, words("read.printed")))
    with right:
        st.html(markup.minor_head(words("read.reading")))
        reading = reading_of_rows(view.edition, rows)
        shown = tables.labelled(reading, view.labels, words)
        st.html(markup.table(shown, words, words("read.reading")))


def show_columns(view: View, upload: Upload) -> None:
    """Which column is what, to be changed by hand."""
    words, layout = view.words, view.edition.layout
    st.html(markup.paragraph(words("read.columns_lead")))
    roles: dict[int, str] = {}
    examples = column_examples(view.edition)
    for i, (column, held) in enumerate(
        zip(layout.to_dict("records"), examples, strict=True)
    ):
        at, role = int(column["source_column"]), str(column["role"])
        if at < 1 or role not in ROLE_CHOICES:
            continue
        heading = str(column["heading"]) or words("read.no_heading", column=at)
        chosen = st.selectbox(
            heading,
            ROLE_CHOICES,
            index=ROLE_CHOICES.index(role),
            format_func=lambda one: words(f"read.role_{one}"),
            key=f"aa_role_{i}_{at}_{role}",
        )
        why = column[f"why_{words.lang}"]
        st.html(markup.paragraph(words("read.examples", examples=held, why=why)))
        if chosen != role:
            roles[at] = chosen
    if roles and st.button(
        words("read.apply_columns"), type="primary", key="aa_apply_columns"
    ):
        told = {**dict(upload.roles), **roles}
        attempt(words, replace(upload, roles=tuple(sorted(told.items()))))


def show_downloads(view: View, upload: Upload) -> None:
    """The clean list and the decisions, to take away."""
    words, edition = view.words, view.edition
    stem = upload.name.rsplit(".", 1)[0]
    st.html(markup.paragraph(words("read.away_lead")))
    st.download_button(
        words("read.clean_xlsx"),
        lambda: agreements_xlsx(edition, words("read.sheet")),
        file_name=f"{stem}-agreements.xlsx",
        mime=XLSX,
        key="aa_clean_xlsx",
        type="primary",
        on_click="ignore",
    )
    st.download_button(
        words("read.clean_csv"),
        lambda: agreements_csv(edition),
        file_name=f"{stem}-agreements.csv",
        mime="text/csv",
        key="aa_clean_csv",
        on_click="ignore",
    )
    decisions = [one for step in upload.decisions for one in step]
    st.download_button(
        words("read.decisions_csv"),
        lambda: write_decisions(decisions).encode("utf-8-sig"),
        file_name=f"{stem}-decisions.csv",
        mime="text/csv",
        key="aa_decisions_csv",
        on_click="ignore",
        disabled=not decisions,
    )
