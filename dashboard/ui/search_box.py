"""One box in the sidebar of every page: what a name leads to.

Typing reruns only this part. Nothing is applied until a hit is chosen; then it is the
result that stands in the URL, not the text.
"""

from __future__ import annotations

import streamlit as st

from dashboard import html, measures
from dashboard.filters import DIMENSION, PARAMETERS, narrow
from dashboard.i18n import plain_markdown
from dashboard.measures import SearchResult
from dashboard.ui.state import View, go_to, set_control, set_filters, show_as

MOST_IN_SIDEBAR = 8
"""So many hits fit beside the filters."""

FIELDS = {dimension: name for name, dimension in DIMENSION.items()}
"""Kind of hit -> the field of `Filters` it is chosen in; the others lead to a page."""

TYPED, TAKEN = "aa_find", "aa_find_taken"


def show_search(view: View) -> None:
    """Show the box, and what is called as its text says."""
    with st.sidebar:
        _box(view)


@st.fragment
def _box(view: View) -> None:
    if st.session_state.pop(TAKEN, False):
        st.rerun()
    with st.container(key="aa-find", gap="xsmall"):
        text = st.text_input(
            view.words("search.label"),
            key=TYPED,
            placeholder=view.words("search.hint"),
            icon=":material/search:",
            type="search",
            live="300ms",
        ).strip()
        if text:
            found = measures.search(view.edition, view.filters, text)
            st.html(html.status(_said(view, found, text)))
            _hits(view, found)
            _rest(view, found, text)


def _said(view: View, found: SearchResult, text: str) -> str:
    """How many things are called so, or that none is and a similar one was looked for."""
    things = len(found.table) + found.more
    if found.slipped:
        return view.words("search.slipped", text=text)
    if not things and not found.agreements:
        where = "search.nothing_kept" if found.left_out else "search.nothing"
        return view.words(where, text=text)
    return view.words.count("search.found", things)


def _hits(view: View, found: SearchResult) -> None:
    kinds, more = found.first(MOST_IN_SIDEBAR)
    for kind, hits in kinds.items():
        st.html(html.paragraph(view.words(f"search.{kind}")))
        for i, (found_id, agreements) in enumerate(hits):
            st.button(
                plain_markdown(_called(view, kind, found_id, agreements)),
                key=f"aa_hit_{kind}_{i}",
                on_click=_take,
                args=(view, kind, found_id),
                type="tertiary",
                width="stretch",
            )
    if more:
        st.html(html.paragraph(view.words.count("search.more", more)))


def _called(view: View, kind: str, found_id: str, agreements: int) -> str:
    """A hit by its name; of units the list of agreements shows more than their own."""
    if kind == "unit":
        return found_id
    label = view.labels.of(FIELDS.get(kind, "institutions"), found_id)
    return view.words.count("search.hit", int(agreements), label=label)


def _rest(view: View, found: SearchResult, text: str) -> None:
    """The agreements that hold the words, and how many the filters leave out."""
    if found.agreements:
        st.button(
            view.words.count("search.agreements", found.agreements),
            key="aa_hit_agreements",
            on_click=_take,
            args=(view, "unit", text),
            icon=":material/list_alt:",
            width="stretch",
        )
    if found.left_out:
        st.html(html.paragraph(view.words.count("search.left_out", found.left_out)))


def _take(view: View, kind: str, found_id: str) -> None:
    """Go where a hit leads, and empty the box."""
    if kind in FIELDS:
        marks = (PARAMETERS[FIELDS[kind]], found_id)
        set_filters(narrow(view.filters, marks, view.edition))
    else:
        name = "institution" if kind == "institution" else "search"
        set_control(name, found_id)
        go_to("institution" if kind == "institution" else "agreements")
    show_as(TYPED, "")
    st.session_state[TAKEN] = True
