"""Two departments, regions, territories or types side by side."""

from __future__ import annotations

import streamlit as st

from dashboard import html, measures, tables
from dashboard.filters import options
from dashboard.ui.figure import show_caption
from dashboard.ui.state import (
    FILTER_FIELDS,
    View,
    choose,
    control,
    set_control,
    set_widget_value,
)


def show_comparison(view: View) -> None:
    """Ask for two items of a kind, and show their counts side by side."""
    words = view.words
    kinds = [
        kind
        for kind in measures.COMPARED
        if len(options(view.edition, FILTER_FIELDS[kind])) > 1
    ]
    if not kinds:
        return
    st.html(html.section_head(words("compare.title"), words("compare.lead")))
    kind = choose(
        "compare",
        words("compare.kind"),
        kinds,
        lambda kind: words(f"column.{measures.COMPARED[kind]}"),
    )
    ids = options(view.edition, FILTER_FIELDS[kind])
    first, second = st.columns(2)
    with first:
        first_id = _ask(view, "one", kind, ids, ids[0])
    with second:
        second_id = _ask(view, "two", kind, ids, ids[1])
    if first_id == second_id:
        st.html(html.paragraph(words("compare.same"), "notice"))
        return
    measure = measures.compare(view.edition, view.filters, kind, first_id, second_id)
    shown = tables.labelled(measure.table, view.labels, words)
    st.html(html.table(tables.transposed(shown, words), words, words("compare.title")))
    show_caption(view, measure, words("caption.compare"))


def _ask(view: View, name: str, kind: str, ids: tuple[str, ...], default: str) -> str:
    """Ask for the item of one side, whose id is in the link."""
    key = f"aa_{name}_{kind}"
    chosen = control(name) if control(name) in ids else default
    set_widget_value(key, chosen)
    st.selectbox(
        view.words(f"compare.{name}"),
        ids,
        format_func=lambda id_: view.labels.of(FILTER_FIELDS[kind], id_),
        key=key,
        on_change=lambda: set_control(name, st.session_state[key]),
    )
    return chosen
