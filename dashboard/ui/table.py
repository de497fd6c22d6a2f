"""Tables on a page: rows that lead on by click and by key, and files to take along.

A table of up to LONGEST rows is our own markup, which a screen reader reads and paper
prints; the framework's grid, a canvas, scrolls and sorts longer ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import html
from dashboard.exports.tables import table_csv, table_xlsx
from dashboard.measures import counts
from dashboard.narration import figure_facts
from dashboard.tables import Leads, labelled, row_leads
from dashboard.ui.file_names import file_name
from dashboard.ui.row_links import addresses_of, follow
from dashboard.ui.state import View

LONGEST = 500
"""The most rows of a table of our own."""

TALL = 15
"""A table with more rows than this is scrolled in a window of its own."""

ROWS_PRINTED = 200
"""The most rows of the framework's grid that are printed."""

WIDE_COLUMNS = ("institution_text", "institution_other", "partner_unit_text")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_table(
    view: View,
    table: pd.DataFrame,
    *,
    key: str,
    label: str,
    leads: Leads | None = None,
    below: Mapping[str, str] | None = None,
    row_ids: tuple[str, ...] = (),
) -> None:
    """Show a table, and offer it as CSV and Excel.

    Args:
        view: the filters that its rows pass.
        table: as `tables.labelled` gives it.
        key: its name, unique on the page.
        label: what it shows, for screen readers and the name of its sheet.
        leads: what its cells lead to, see `tables.row_leads`.
        below: see `html.table`.
        row_ids: see `html.table`.
    """
    leads = leads or {}
    if len(table) <= LONGEST:
        links = {name: addresses_of(view, cells) for name, cells in leads.items()}
        kind = "aa-tall" if len(table) > TALL else ""
        markup = html.table(
            table,
            view.words,
            label,
            kind,
            links=links,
            below=below or {},
            row_ids=row_ids,
            sortable=True,
        )
        st.html(markup)
    else:
        _show_grid(view, table, key, label, leads)
    offer_table(view, key, label, lambda: table)


def show_measure(view: View, rows: pd.DataFrame, key: str, label: str) -> None:
    """Show the table of a measure, labels for its ids; its rows lead on."""
    show_table(
        view,
        labelled(rows, view.labels, view.words),
        key=key,
        label=label,
        leads=row_leads(rows, view.labels, view.words),
    )


def _show_grid(
    view: View, table: pd.DataFrame, key: str, label: str, leads: Leads
) -> None:
    """Show a long table as the framework's grid; a chosen row leads on."""
    show_on_paper(view, table, label)
    first = next(iter(leads.values()), ())
    grid_key = f"{key}_grid"

    def open_row() -> None:
        for row, _ in st.session_state[grid_key].selection.cells:
            follow(view, first[row])

    if first:
        st.html(html.paragraph(view.words("table.choose_row"), "note aa-on-screen"))
    st.dataframe(
        table,
        hide_index=True,
        key=grid_key,
        alt=label,
        placeholder="",
        column_config=_number_columns(table),
        on_select=open_row if first else "ignore",
        selection_mode="single-cell",
    )


def _number_columns(table: pd.DataFrame) -> dict[str, Any]:
    shares = [name for name in table.columns if str(name).endswith("%")]
    return {name: st.column_config.NumberColumn(format="%.1f") for name in shares}


def offer_table(
    view: View, key: str, label: str, make: Callable[[], pd.DataFrame]
) -> None:
    """Offer a table as CSV and Excel; it is made on the click."""
    words = view.words
    facts = figure_facts(
        counts(view.edition, view.filters).n,
        view.filters,
        view.labels,
        words,
        view.edition_name,
    )
    facts = [view.edition.title[words.lang], label, *facts]
    sheets = (words("table.sheet"), words("table.sheet_about"))
    formats: tuple[tuple[str, str, Callable[[pd.DataFrame], bytes]], ...] = (
        ("csv", "text/csv", table_csv),
        ("xlsx", XLSX, partial(table_xlsx, sheets=sheets, facts=facts)),
    )
    with st.container(key=f"aa-take-{key}", horizontal=True, gap="small"):
        for ending, mime, write in formats:
            st.download_button(
                words(f"table.take_{ending}"),
                partial(_file, write, make),
                file_name=file_name(view, ending, key),
                mime=mime,
                key=f"{key}_{ending}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
            )


def _file(
    write: Callable[[pd.DataFrame], bytes], make: Callable[[], pd.DataFrame]
) -> bytes:
    return write(make())


def show_on_paper(view: View, table: pd.DataFrame, label: str) -> None:
    """Print the first rows of a table that the screen scrolls and paper would cut."""
    words, shown = view.words, table.head(ROWS_PRINTED)
    inner = html.table(shown, words, label)
    if len(shown) < len(table):
        note = words("print.cut", shown=len(shown), rows=len(table))
        inner += html.paragraph(note)
    st.html(html.on_paper(inner))


def column_config(headings: dict[str, str]) -> dict[str, Any]:
    """Return the columns of a long list with their headings; names are wide.

    Their type has no public name in the framework.
    """
    return {
        name: st.column_config.Column(
            heading, width="medium" if name in WIDE_COLUMNS else None
        )
        for name, heading in headings.items()
    }
