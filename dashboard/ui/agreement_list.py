"""The list of agreements, each row of which opens its trace above the list."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import streamlit as st

from dashboard import html, measures, tables
from dashboard.measures import Measure
from dashboard.report.texts import unique_headings
from dashboard.ui.figure import ROWS_SHOWN, show_caption
from dashboard.ui.state import (
    View,
    arrival_count,
    choose,
    control,
    prefer_session,
    set_control,
)
from dashboard.ui.table import (
    LONGEST,
    column_config,
    offer_table,
    show_on_paper,
    show_table,
)
from dashboard.ui.trace import row_id, show_trace

GRID_HEIGHT = 640


def show_agreements(view: View, listed: Measure, search: str) -> None:
    """Show agreements, and offer all of them as CSV and Excel.

    The headings of a table of our own sort it; the order of a longer list is asked for.
    """
    words = view.words
    order = control("order") or measures.ORDERS[0]
    if len(listed.table) > LONGEST:
        order = choose(
            "order",
            words("agreements.order"),
            measures.ORDERS,
            lambda order: words(f"agreements.order_{order}"),
        )
    ordered = measures.in_order(listed.table, order, view.labels)
    title = words("agreements.title")
    if len(ordered) <= LONGEST:
        show_agreement_table(view, ordered, key="agreement_rows", label=title)
    else:
        _show_grid(view, ordered.head(ROWS_SHOWN), (order, search))
        offer_table(view, "agreement_rows", title, lambda: _printed(view, ordered))
    shown = min(len(ordered), ROWS_SHOWN)
    show_caption(view, listed.n, words("caption.agreements_listed", shown=shown))


def show_agreement_table(
    view: View, rows: pd.DataFrame, *, key: str, label: str
) -> None:
    """Show agreements as a table of our own; each name opens the trace of its row."""
    ids = rows["agreement_id"].tolist()
    table = _printed(view, rows)
    names = table.columns[: len(tables.institution_names(rows, view.labels))]
    first, other = names[0], names[-1]
    named = table[first].where(table[first] != "", table[other])
    table = table.assign(**{first: named.replace("", view.labels.unknown)})
    show_table(
        view,
        table,
        key=key,
        label=label,
        leads={first: [("agreement", id_) for id_ in ids]},
        below={} if first == other else {first: other},
        row_ids=tuple(map(row_id, ids)),
    )


def show_chosen(view: View, listed: Collection[str]) -> None:
    """Show the trace of the agreement that was chosen, if any.

    `listed` are the agreements of the list below; a link may open another one.
    """
    chosen = control("agreement")
    if not chosen:
        return
    if chosen not in listed:
        st.html(html.paragraph(view.words("agreements.not_listed"), "notice"))
    show_trace(view, chosen)


def _printed(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `measures.agreements_listed` under headings for reading."""
    table = tables.agreement_table(rows, view.labels, view.words)
    headings = tables.agreement_headings(table, view.labels, view.words)
    return table.set_axis(unique_headings(list(headings.values())), axis="columns")


def _show_grid(view: View, rows: pd.DataFrame, state: tuple[str, ...]) -> None:
    """Show many agreements as the framework's grid; a click on a cell opens its row."""
    words, labels = view.words, view.labels
    ids = rows["agreement_id"].tolist()
    table = tables.agreement_table(rows, labels, words)
    key = hash((view.filters, *state, words.lang, arrival_count()))
    st.html(html.paragraph(words("agreements.choose"), "note aa-on-screen"))
    event = st.dataframe(
        table,
        hide_index=True,
        height=GRID_HEIGHT,
        key=f"agreements_{key:x}",
        on_select=prefer_session,
        selection_mode="single-cell",
        column_config=column_config(tables.agreement_headings(table, labels, words)),
        placeholder="",
        alt=words("agreements.title"),
    )
    show_on_paper(view, _printed(view, rows), words("agreements.title"))
    for row, _ in event.selection.cells:
        set_control("agreement", ids[row])
