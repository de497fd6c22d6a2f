"""Agreements: the searchable list, and the trace of one to its source line."""

import streamlit as st

from dashboard import html, measures
from dashboard.ui.agreement_list import show_agreements, show_chosen
from dashboard.ui.frame import nothing_left, open_page
from dashboard.ui.state import control, set_control, set_widget_value


def remember_search() -> None:
    """Put the search text into the URL."""
    set_control("search", st.session_state["aa_search"].strip())


view = open_page("agreements")
words = view.words
trace = st.container(key="aa-trace-place")

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
    listed = measures.agreements_listed(view.edition, view.filters, search)
    if listed.empty:
        st.html(html.paragraph(words("agreements.not_found", search=search), "notice"))
    else:
        show_agreements(view, listed, search)
    with trace:
        show_chosen(view, set(listed.table["agreement_id"]))
