"""Two departments, regions, territories or types side by side."""

from __future__ import annotations

import streamlit as st

from dashboard import html, measures, tables
from dashboard.filters import DIMENSION, options
from dashboard.ui.figure import show_caption
from dashboard.ui.state import View, choose, control, set_control, set_widget_value

FIELDS = {dimension: name for name, dimension in DIMENSION.items()}
"""What can be compared -> the field of `Filters` that holds its ids."""


def show_comparison(view: View) -> None:
    """Ask for two things of a kind, and show their counts side by side."""
    words = view.words
    kinds = [
        kind
        for kind in measures.COMPARED
        if len(options(view.edition, FIELDS[kind])) > 1
    ]
    if not kinds:
        return
    st.html(html.section_head(words("compare.title"), words("compare.lead")))
    kind = choose(
        "compare",
        words("compare.kind"),
        kinds,
        lambda one: words(f"column.{measures.COMPARED[one]}"),
    )
    ids = options(view.edition, FIELDS[kind])
    first, second = st.columns(2)
    with first:
        one = _ask(view, "one", kind, ids, ids[0])
    with second:
        two = _ask(view, "two", kind, ids, ids[1])
    if one == two:
        st.html(html.paragraph(words("compare.same"), "notice"))
        return
    measure = measures.compare(view.edition, view.filters, kind, one, two)
    shown = tables.labelled(measure.table, view.labels, words)
    st.html(html.table(tables.turned(shown, words), words, words("compare.title")))
    show_caption(view, measure, words("caption.compare"))


def _ask(view: View, name: str, kind: str, ids: tuple[str, ...], otherwise: str) -> str:
    """One of the two sides; kept in the link."""
    key = f"aa_{name}_{kind}"
    chosen = control(name) if control(name) in ids else otherwise
    set_widget_value(key, chosen)
    st.selectbox(
        view.words(f"compare.{name}"),
        ids,
        format_func=lambda one: view.labels.of(FIELDS[kind], one),
        key=key,
        on_change=lambda: set_control(name, st.session_state[key]),
    )
    return chosen
