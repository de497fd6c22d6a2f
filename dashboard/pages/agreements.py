"""Agreements: the searchable list, and the trace of one to its source line."""

import streamlit as st

from dashboard import html, measures, tables
from dashboard.report.texts import unique_headings
from dashboard.ui.figure import (
    ROWS_SHOWN,
    column_config,
    show_caption,
    show_on_paper,
)
from dashboard.ui.frame import nothing_left, open_page
from dashboard.ui.state import (
    arrival_count,
    choose,
    control,
    prefer_session,
    set_control,
    set_widget_value,
)
from dashboard.ui.trace import show_trace


def remember_search() -> None:
    """Put the search text into the URL."""
    set_control("search", st.session_state["aa_search"].strip())


view = open_page("agreements")
words, labels = view.words, view.labels

if not nothing_left(view):
    if st.session_state.get("aa_search", "").strip() != control("search"):
        set_widget_value("aa_search", control("search"))
    search = st.text_input(
        words("agreements.search"),
        key="aa_search",
        placeholder=words("agreements.search_hint"),
        on_change=remember_search,
        type="search",
        live="400ms",
    )
    order = choose(
        "order",
        words("agreements.order"),
        measures.ORDERS,
        lambda order: words(f"agreements.order_{order}"),
    )
    listed = measures.agreements_listed(view.edition, view.filters, search)
    if listed.empty:
        st.html(html.paragraph(words("agreements.not_found", search=search), "notice"))
    else:
        table = measures.in_order(listed.table, order, labels).head(ROWS_SHOWN)
        ids = table["agreement_id"].tolist()
        rows = tables.agreement_table(table, labels, words)
        state = (view.filters, search, order, words.lang, arrival_count())
        event = st.dataframe(
            rows,
            hide_index=True,
            height=420,
            key=f"agreements_{hash(state):x}",
            on_select=prefer_session,
            selection_mode="single-cell",
            column_config=column_config(tables.agreement_headings(rows, labels, words)),
            placeholder="",
            alt=words("agreements.title"),
        )
        headings = tables.agreement_headings(rows, labels, words).values()
        printed = rows.set_axis(unique_headings(list(headings)), axis="columns")
        show_on_paper(view, printed, words("agreements.title"))
        caption = words("caption.agreements_listed", shown=len(table))
        show_caption(view, listed.n, caption)
        for row, _ in event.selection.cells:
            set_control("agreement", ids[row])
        if control("agreement") in ids:
            show_trace(view, control("agreement"))
        else:
            st.html(html.paragraph(words("agreements.choose"), "note aa-on-screen"))
