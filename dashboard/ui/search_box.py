"""The search box in the sidebar of every page: find what a name leads to.

Typing reruns only this fragment. Nothing is applied until a hit is chosen, by a click or,
the first, by Enter (`static/links.js`); then the URL has the filter or the page of the
hit, not the text. Enter chooses none of the names that are only similar.
"""

from __future__ import annotations

import streamlit as st

from dashboard import html, measures
from dashboard.filters import FIELDS, PARAMETERS, narrow
from dashboard.i18n import plain_markdown
from dashboard.measures import SearchResult
from dashboard.ui.navigation import UNFILTERED_PAGES
from dashboard.ui.state import (
    View,
    go_to,
    set_control,
    set_filters,
    set_widget_value,
)

MAX_HITS = 8
"""How many hits fit beside the filters."""

TEXT_KEY, CHOSEN_KEY = "aa_find", "aa_find_taken"


def show_search(view: View) -> None:
    """Show the search box and the hits for its text."""
    with st.sidebar:
        _search_fragment(view)


@st.fragment
def _search_fragment(view: View) -> None:
    if st.session_state.pop(CHOSEN_KEY, False):
        st.rerun()
    with st.container(key="aa-find", gap="xsmall"):
        text = st.text_input(
            view.words("search.label"),
            key=TEXT_KEY,
            placeholder=view.words("search.hint"),
            icon=":material/search:",
            type="search",
            live="300ms",
        ).strip()
        if text:
            result = measures.search(view.edition, view.filters, text)
            found = "" if result.slipped else text
            st.html(html.status(_summary(view, result, text), found=found))
            _show_hits(view, result)
            _show_agreements(view, result, text)


def _summary(view: View, result: SearchResult, text: str) -> str:
    """Return how many hits there are, or that similar names were searched."""
    hits = len(result.table) + result.more
    if result.slipped:
        return view.words("search.slipped", text=text)
    if not hits and not result.agreements:
        key = "search.nothing_kept" if result.left_out else "search.nothing"
        return view.words(key, text=text)
    return view.words.count("search.found", hits)


def _show_hits(view: View, result: SearchResult) -> None:
    kinds, more = result.first(MAX_HITS)
    for kind, hits in kinds.items():
        st.html(html.paragraph(view.words(f"search.{kind}")))
        for i, (hit_id, agreements) in enumerate(hits):
            st.button(
                plain_markdown(_hit_label(view, kind, hit_id, agreements)),
                key=f"aa_hit_{kind}_{i}",
                on_click=_open_hit,
                args=(view, kind, hit_id),
                type="tertiary",
                width="stretch",
            )
    if more:
        st.html(html.paragraph(view.words.count("search.more", more)))


def _hit_label(view: View, kind: str, hit_id: str, agreements: int) -> str:
    """Return the name of a hit with its agreements; a partner unit has no count."""
    if kind == "unit":
        return hit_id
    label = view.labels.of(FIELDS.get(kind, "institutions"), hit_id)
    return view.words.count("search.hit", int(agreements), label=label)


def _show_agreements(view: View, result: SearchResult, text: str) -> None:
    """Show the agreements that contain the text, and how many the filters exclude."""
    if result.agreements:
        st.button(
            view.words.count("search.agreements", result.agreements),
            key="aa_hit_agreements",
            on_click=_open_hit,
            args=(view, "unit", text),
            icon=":material/list_alt:",
            width="stretch",
        )
    if result.left_out:
        st.html(html.paragraph(view.words.count("search.left_out", result.left_out)))


def _open_hit(view: View, kind: str, hit_id: str) -> None:
    """Apply the filter or open the page of a hit, and empty the search box."""
    if kind in FIELDS:
        marks = (PARAMETERS[FIELDS[kind]], hit_id)
        set_filters(narrow(view.filters, marks, view.edition))
        if st.session_state.get("aa_page") in UNFILTERED_PAGES:
            go_to("overview")
    else:
        name = "institution" if kind == "institution" else "search"
        set_control(name, hit_id)
        go_to("institution" if kind == "institution" else "agreements")
    set_widget_value(TEXT_KEY, "")
    st.session_state[CHOSEN_KEY] = True
