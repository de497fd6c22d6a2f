"""The sidebar on every page: the filters. Its widgets are views of one `Filters`."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.filters import Filters, options
from dashboard.pages._view import View, keep_showing, set_filters

FIELDS = ("regions", "territories", "types", "departments")
EVERYTHING = "all"


def show_filters(view: View) -> None:
    """Show the filters that this edition can be filtered by."""
    words = view.words
    with st.sidebar.container(key="aa-filters", gap="small"):
        for name in FIELDS:
            _multiselect(view, name)
        _exchange(view)
        if view.filters.active:
            st.button(
                words("filters.clear"),
                key="aa_clear",
                on_click=set_filters,
                args=(Filters(),),
                icon=":material/filter_alt_off:",
                width="stretch",
            )


def _multiselect(view: View, name: str) -> None:
    choices = options(view.edition, name)
    if len(choices) < 2:
        return
    key = f"aa_filter_{name}"
    keep_showing(key, list(getattr(view.filters, name)))
    st.multiselect(
        view.words(f"filter.{name}"),
        choices,
        format_func=lambda one: view.labels.of(name, one),
        key=key,
        placeholder=view.words("filter.everything"),
        filter_mode="contains",
        select_all=False,
        on_change=_choose,
        args=(name, choices),
    )


def _choose(name: str, choices: tuple[str, ...]) -> None:
    chosen = set(st.session_state[f"aa_filter_{name}"])
    ordered = tuple(one for one in choices if one in chosen)
    set_filters(replace(st.session_state.aa_filters, **{name: ordered}))


def _exchange(view: View) -> None:
    choices = options(view.edition, "exchange")
    if not choices:
        return
    keep_showing("aa_filter_exchange", view.filters.exchange or EVERYTHING)
    st.segmented_control(
        view.words("filter.exchange"),
        (EVERYTHING, *choices),
        format_func=lambda one: view.words(f"filter.exchange_{one}"),
        key="aa_filter_exchange",
        on_change=_choose_exchange,
        required=True,
        width="stretch",
    )


def _choose_exchange() -> None:
    value = st.session_state["aa_filter_exchange"]
    exchange = "" if value == EVERYTHING else value
    set_filters(replace(st.session_state.aa_filters, exchange=exchange))
