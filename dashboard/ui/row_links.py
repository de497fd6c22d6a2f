"""Links inside of our own markup: a click stays in the reader's session.

Each is a real address, which a browser opens in a new tab or copies; on a plain click
`static/links.js` sends the address here instead, because a page that is loaded anew is
a new session. The script also sorts tables, opens the first hit of the search box, and
scrolls to the trace of a link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

import streamlit as st

from dashboard.filters import PARAMETERS, from_query, narrow, to_query
from dashboard.ui.controls import read_controls
from dashboard.ui.live.charts import address, component, script_url
from dashboard.ui.navigation import PAGE_ICONS
from dashboard.ui.state import View, control, go_to, prefer_session, url_query
from dashboard.ui.upload import edition_in_view

LINKS_KEY = "aa_links"
TRANSIENT = ("agreement", "institution", "search", "slide")
"""Controls that a link does not take along: they are what a page was opened for."""

_component = component("agreement_atlas_links")


def show_row_links() -> None:
    """Let the links of this page be followed in the session."""
    data = {"script": script_url("links.js")}
    _component(key=LINKS_KEY, data=data, on_open_change=_open)


def addresses_of(view: View, targets: Sequence[Sequence[str]]) -> list[str]:
    """Return the URLs that cells lead to, see `tables.Leads`; "" for nothing."""
    base = {k: v for k, v in url_query().items() if k not in TRANSIENT}
    root = address("").removesuffix("app/")
    urls = []
    for target in targets:
        page, parameters = _destination(view, target)
        query = {k: v for k, v in {**base, **parameters}.items() if v}
        urls.append(f"{root}{page}?{urlencode(query)}" if page else "")
    return urls


def follow(view: View, target: Sequence[str]) -> None:
    """Open what a cell leads to; for callbacks."""
    page, query = _destination(view, target)
    if page:
        _visit(page, {**url_query(), **dict.fromkeys(TRANSIENT, ""), **query})


def _destination(view: View, target: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Return the page and the parameters that a cell leads to; "" for no page."""
    if not target:
        return "", {}
    kind, id_ = target[:2]
    if kind == "institution":
        return "institution", {kind: id_}
    if kind == "agreement":
        here = st.session_state.get("aa_page") == "agreements"
        return "agreements", {kind: id_, "search": control("search") if here else ""}
    filters = narrow(view.filters, target, view.edition)
    return "agreements", dict.fromkeys(PARAMETERS.values(), "") | to_query(filters)


def _open() -> None:
    """Open the page of a link that was clicked."""
    parts = urlsplit(str(st.session_state[LINKS_KEY]["open"] or ""))
    page = parts.path.rpartition("/")[2] or "overview"
    if page in PAGE_ICONS:
        _visit(page, dict(parse_qsl(parts.query)))


def _visit(page: str, query: Mapping[str, str]) -> None:
    """Make the session that of a URL of ours, as if it was opened."""
    state, edition = st.session_state, edition_in_view()
    prefer_session()
    state.aa_filters, unknown = from_query(query, edition)
    state.aa_controls, invalid = read_controls(query, edition)
    state.aa_ignored = (*unknown, *invalid)
    if page != state.get("aa_page"):
        go_to(page)
